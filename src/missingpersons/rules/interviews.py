"""Rules about the two conversations afterwards: the police's own, and the independent one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Answer, RiskLevel, Status
from missingpersons.models import Episode
from missingpersons.models.found import ReturnInterview

HELD = frozenset({"completed_in_person", "completed_by_phone", "completed_through_reporter"})
NOT_HELD = frozenset(
    {
        "declined",
        "declined_by_parent",
        "no_response",
        "could_not_be_found",
        "not_offered",
        "not_required",
        "not_eligible",
        "pending",
    }
)
"""Results that say that there was none. Where a carer gave information instead, there was a conversation."""

UNSEEN = frozenset({"completed_by_phone", "completed_through_reporter"})
"""Results of an interview at which nobody saw the person."""


def interviewed_after_death(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-225: the person was found dead, and was interviewed."""
    if episode.outcome is None or episode.outcome.condition != "deceased":
        return
    for place, each in (
        ("/prevention_interview", episode.prevention_interview),
        ("/return_interview", episode.return_interview),
    ):
        if each and each.held_at and each.result != "completed_through_reporter" and each.result not in NOT_HELD:
            yield place


def held_and_not_held(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-230: an interview has a time at which it was held, and a result that says that it was not."""
    first, second = episode.prevention_interview, episode.return_interview
    if first and first.held_at and first.result in NOT_HELD:
        yield "/prevention_interview/result"
    if second and second.held_at and second.result in NOT_HELD:
        yield "/return_interview/result"


def held_without_time(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-231: an interview was held, and not recorded when."""
    first, second = episode.prevention_interview, episode.return_interview
    if first and first.held_at is None and first.result in HELD and episode.status is not Status.CLOSED:
        yield "/prevention_interview/held_at"
    if (
        second
        and second.held_at is None
        and second.result in HELD
        and Answer.NO not in (second.offered, second.accepted)
    ):
        yield "/return_interview/held_at"


def refused_and_held(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-232: the return interview was not offered or not accepted, and yet it was."""
    interview = episode.return_interview
    if interview is None:
        return
    held = _was_held(interview)
    if interview.offered is Answer.NO and (held or interview.offered_at or interview.accepted is Answer.YES):
        yield "/return_interview/offered"
    elif interview.accepted is Answer.NO and held:
        yield "/return_interview/accepted"


def not_independent(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-233: the return interview was held by somebody who is not independent."""
    interview = episode.return_interview
    if interview and interview.independent is Answer.NO and _was_held(interview):
        yield "/return_interview/independent"


def closed_unseen(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-234: the episode is closed, and nobody saw a person who should be seen."""
    outcome, interview = episode.outcome, episode.prevention_interview
    if episode.status is not Status.CLOSED or outcome is None or interview is None or interview.held_at is None:
        return
    high = bool(episode.assessments) and episode.assessments[-1].level is RiskLevel.HIGH
    if high and interview.result in UNSEEN and outcome.found_by != "police":
        yield "/prevention_interview/result"
    elif outcome.condition == "not_seen" and interview.result != "completed_in_person":
        yield "/outcome/condition"


def _was_held(interview: ReturnInterview) -> bool:
    """Whether it was held. A result that says otherwise beside a time is another rule's."""
    return interview.result in HELD or (interview.held_at is not None and interview.result not in NOT_HELD)
