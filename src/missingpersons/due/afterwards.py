"""What falls due after the person was found or the episode closed: the two interviews, and the review of the record."""

from __future__ import annotations

from collections.abc import Iterator

from missingpersons.codes import Answer, Status
from missingpersons.due.clock import RECORDED, Running
from missingpersons.due.facts import counted_from, found_at, level_when, line_for
from missingpersons.due.intervals import Intervals
from missingpersons.models import Episode
from missingpersons.models.found import PreventionInterview, ReturnInterview

HELD = frozenset({"completed_in_person", "completed_by_phone", "completed_through_reporter"})
REFUSED = frozenset({"declined", "declined_carer_informed", "declined_by_parent"})
NOT_NEEDED = frozenset({"not_required", "not_eligible"})

_KEPT = frozenset({Status.CLOSED, Status.CANCELLED})


def prevention_interview_held(episode: Episode, intervals: Intervals) -> Iterator[Running]:
    """MP-K-006: the police speak with the person after they were found."""
    yield from _interview("MP-K-006", "/prevention_interview", episode, episode.prevention_interview, intervals)


def return_interview_held(episode: Episode, intervals: Intervals) -> Iterator[Running]:
    """MP-K-007: the independent interview is held, or the person says no to it."""
    yield from _interview("MP-K-007", "/return_interview", episode, episode.return_interview, intervals)


def retention_reviewed(episode: Episode, intervals: Intervals) -> Iterator[Running]:
    """MP-K-010: the record is reviewed: kept for a reason, or disposed of."""
    line = line_for("MP-K-010", episode, intervals, level_when(episode, None))
    if line and episode.status in _KEPT:
        start = counted_from(episode, line.counts_from)
        yield Running("MP-K-010", "", start, line.after(start) if start else None, basis=line.told)


def _interview(
    code: str,
    at: str,
    episode: Episode,
    interview: PreventionInterview | ReturnInterview | None,
    intervals: Intervals,
) -> Iterator[Running]:
    found = found_at(episode)
    back = found is not None or episode.status in (Status.LOCATED, Status.CLOSED)
    if episode.status is Status.CANCELLED or not back or _is_dead(episode):
        return
    line = line_for(code, episode, intervals, level_when(episode, None), found)
    held = interview is not None and (interview.held_at is not None or interview.result in HELD)
    refused = interview is not None and not held and _refused(interview)
    done = held or refused
    if not done and (line is None or (interview and interview.result in NOT_NEEDED)):
        return
    done_at = (interview.held_at if held else interview.offered_at) if interview and done else None
    due = line.after(found) if line and found else None
    yield Running(code, at, found, due, done_at, done, line.told if line else RECORDED)


def _refused(interview: PreventionInterview | ReturnInterview) -> bool:
    said_no = isinstance(interview, ReturnInterview) and interview.accepted is Answer.NO
    return interview.result in REFUSED or said_no


def _is_dead(episode: Episode) -> bool:
    outcome = episode.outcome
    return outcome is not None and bool(outcome.fatal_outcome or outcome.died_on or outcome.condition == "deceased")
