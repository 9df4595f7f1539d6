"""What several rules ask of an episode: whether the person is dead, or looked for elsewhere; what matters then."""

from __future__ import annotations

from missingpersons.codes import Status
from missingpersons.models import Episode

FOR_LATER = frozenset({"safeguarding_referral", "nrm_referral", "return_interview_referral", "trigger_plan"})
"""Actions that matter after the person was found."""

ELSEWHERE = frozenset({"circulate_pnc", "circulate_other_forces", "circulate_abroad"})
"""Actions after which officers elsewhere look for the person."""


def is_circulated(episode: Episode) -> bool:
    """Whether officers elsewhere look for the person."""
    return episode.status is Status.OPEN and any(each.done_at and each.code in ELSEWHERE for each in episode.actions)


def tells_death(episode: Episode) -> bool:
    """Whether anything in the outcome says that the person is dead."""
    outcome = episode.outcome
    return outcome is not None and bool(
        outcome.fatal_outcome or outcome.died_on or outcome.condition == "deceased" or "fatal" in outcome.harms
    )
