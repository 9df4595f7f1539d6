"""How a recorded assessment stands to what a policy called for then, and why nobody can tell where nobody can."""

from __future__ import annotations

from enum import StrEnum

from missingpersons.codes import RiskLevel
from missingpersons.models.risk import RiskAssessment
from missingpersons.risk.facts import NO, UNKNOWN
from missingpersons.risk.heard import Heard
from missingpersons.risk.known import Known
from missingpersons.risk.lacking import Lack
from missingpersons.risk.policy import Policy
from missingpersons.risk.suggestion import Suggestion


class Verdict(StrEnum):
    """How a recorded assessment stands to what the policy called for then."""

    CONSISTENT = "consistent"
    HIGHER = "higher"
    LOWER_WITH_RATIONALE_AND_APPROVAL = "lower_with_rationale_and_approval"
    LOWER_WITHOUT = "lower_without"
    CANNOT_TELL = "cannot_tell"


class Why(StrEnum):
    """Why nobody can tell."""

    NO_SCHEME = "no_scheme"
    NO_LEVEL = "no_level"
    NOT_OF_SCHEME = "not_of_scheme"
    NO_TIME = "no_time"
    NOTHING_DATED = "nothing_dated"
    """Nothing in the episode is shown to have been known by then."""
    UNDATED_DECIDES = "undated_decides"
    """It depends on facts of which nobody says when they were known."""
    NOT_ASKED_DECIDES = "not_asked_decides"
    """The level is the one called for, and that rests on what nobody had asked."""
    UNREAD = "unread"
    """The level is the one called for by what could be judged, and something stands under a code that is on no list."""


def verdict(
    assessment: RiskAssessment, known: Known, least: Suggestion, most: Suggestion, lacking: tuple[Lack, ...]
) -> tuple[Verdict, Why | None]:
    """How the level or category of ``assessment`` stands to the two ends of what was called for.

    ``lacking`` is what it would be without if it were lower.
    """
    if not known.evidence:
        return Verdict.CANNOT_TELL, Why.NOTHING_DATED
    rank = 0 if assessment.level is None or assessment.category is not None else assessment.level.rank
    lower, upper = _rank(least, assessment), _rank(most, assessment)
    if rank < lower:
        return (Verdict.LOWER_WITHOUT if lacking else Verdict.LOWER_WITH_RATIONALE_AND_APPROVAL), None
    if rank > upper:
        return Verdict.HIGHER, None
    if lower != upper:
        return Verdict.CANNOT_TELL, Why.UNDATED_DECIDES
    if _is_answered_for(least.made_by, known.shown, rank):
        return Verdict.CONSISTENT, None
    return Verdict.CANNOT_TELL, Why.NOT_ASKED_DECIDES


def _rank(suggestion: Suggestion, assessment: RiskAssessment) -> int:
    """The rank called for. A category, with a level or without, stands below every level: only for everything asked
    and nothing there.
    """
    policy, gravities = suggestion.made_by, suggestion.heard.gravities
    nothing = not suggestion.guards and all(line.condition.gravity(gravities) == NO for line in policy.lines)
    return 0 if nothing and (assessment.level is None or assessment.category is not None) else suggestion.level.rank


def _is_answered_for(policy: Policy, shown: Heard, rank: int) -> bool:
    """Whether the answers that are shown to have been known call for ``rank``, without what nobody had asked.

    At low and below no question of the policy may be without an answer: that one thing was told which calls for no more
    says nothing of all that nobody asked. What the record leaves open, and nobody was asked, has none.
    """
    plan = policy.plan
    if rank <= max(RiskLevel.LOW.rank, plan.lowest):
        of = shown.gravities
        return all(each in shown.recorded or of.get(each, UNKNOWN) != UNKNOWN for each in policy.questions)
    silent = dict.fromkeys((*policy.questions, *(each for guard in plan.guards for each in guard.questions)), NO)
    return plan.level(silent | shown.gravities).rank >= rank
