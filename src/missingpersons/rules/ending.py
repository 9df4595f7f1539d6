"""Rules about the end of an episode: harm, death, and what must still be done when it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Status
from missingpersons.models import Episode
from missingpersons.models.found import Outcome
from missingpersons.rules.interviews import interviewed_after_death
from missingpersons.rules.states import FOR_LATER, tells_death
from missingpersons.values.dates import day_of, moment

FOUND = frozenset({Status.LOCATED, Status.CLOSED})

SAYS_NO_HARM = frozenset({"none", "unknown"})
"""Codes of harm that name none."""

HURT = frozenset({"injured", "seriously_injured", "unconscious", "deceased"})
"""Conditions of somebody who came to harm, whatever the cause."""

ALIVE = frozenset(
    {
        "safe_and_well",
        "injured",
        "seriously_injured",
        "unwell",
        "mental_distress",
        "intoxicated",
        "unconscious",
        "confused",
    }
)
"""Conditions of somebody who lives and was seen."""

LOOKS_OUT = frozenset(
    {
        "ukmpu",
        "neighbouring_force",
        "other_force",
        "transport_police",
        "nca",
        "interpol",
        "border_force",
        "media",
        "missing_people",
    }
)
"""Notification destinations that look for a person, or have others do so, until they are told to stop."""


def harm_untold(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-220: the person came to harm, and no words say what happened."""
    outcome = episode.outcome
    if outcome is None or episode.status not in FOUND or SAYS_NO_HARM.issuperset(outcome.harms) or outcome.text:
        return
    if not any(each and each.notes for each in (episode.prevention_interview, episode.return_interview)):
        yield "/outcome/text"


def no_harm_but_hurt(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-221: the person is said to have come to no harm, and to be hurt or dead."""
    outcome = episode.outcome
    if outcome is None or "none" not in outcome.harms:
        return
    died = outcome.condition != "safe_and_well" and (outcome.fatal_outcome or outcome.died_on)
    if outcome.condition in HURT or died:
        yield "/outcome/harms"


def died_without_date(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-222: the person is dead, and no day of death is recorded."""
    outcome = episode.outcome
    if outcome is None or episode.status not in FOUND or outcome.died_on or outcome.condition == "safe_and_well":
        return
    if tells_death(episode) and not _may_live(episode, as_of):
        yield "/outcome/died_on"


def died_without_fatal_outcome(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-223: the person is dead, and how they died is not coded."""
    outcome = episode.outcome
    if outcome is None or outcome.fatal_outcome or outcome.condition == "safe_and_well":
        return
    if tells_death(episode) and not _may_live(episode, as_of):
        yield "/outcome/fatal_outcome"


def dead_and_alive(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-224: the outcome says both that the person was found alive and that they were dead."""
    outcome = episode.outcome
    if outcome is None or outcome.condition not in ALIVE:
        return
    before = outcome.died_on and outcome.found_at and outcome.died_on.latest() < day_of(moment(outcome.found_at))
    if before or (outcome.condition == "safe_and_well" and tells_death(episode)):
        yield "/outcome/condition"


def dead_unidentified(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-226: a body was found, and how it was made sure whose it is, is not recorded."""
    outcome = episode.outcome
    if outcome is None or episode.status not in FOUND or outcome.condition != "deceased" or outcome.identified_by:
        return
    if not _may_live(episode, as_of):
        yield "/outcome/identified_by"


def coroner_not_told(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-227: a body was found, and no notice to the coroner or procurator fiscal is recorded."""
    if episode.outcome is None or episode.status not in FOUND or episode.outcome.condition != "deceased":
        return
    if any(each.to == "coroner" and each.sent_at for each in episode.notifications):
        return
    if not _may_live(episode, as_of):
        yield "/notifications"


def closed_before_referral(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-228: the episode is closed, and a referral or plan that was agreed is not made."""
    if episode.status is not Status.CLOSED:
        return
    for index, each in enumerate(episode.actions):
        if each.code not in FOR_LATER or each.done_at is not None or is_dead(episode.outcome):
            continue
        if each.due_at is None or moment(each.due_at) <= as_of:
            yield f"/actions/{index}"


def not_told_of_the_find(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-229: somebody was told to look for the person, and not that they were found."""
    found = episode.outcome.found_at if episode.outcome else None
    if episode.status is not Status.CLOSED or found is None:
        return
    first: dict[str, int] = {}
    since: set[str] = set()
    for index, each in enumerate(episode.notifications):
        if each.to not in LOOKS_OUT or each.sent_at is None:
            continue
        if each.sent_at < found:
            first.setdefault(each.to, index)
        else:
            since.add(each.to)
    for to, index in first.items():
        if to not in since:
            yield f"/notifications/{index}"


def _may_live(episode: Episode, as_of: datetime) -> bool:
    """Whether the person was interviewed after they were found dead: whether they are is then what is in doubt."""
    return any(interviewed_after_death(episode, as_of))


def is_dead(outcome: Outcome | None) -> bool:
    """Whether anything but a harm says that the person is dead."""
    return outcome is not None and bool(outcome.fatal_outcome or outcome.died_on or outcome.condition == "deceased")
