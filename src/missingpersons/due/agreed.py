"""What somebody agreed to do, or whom to tell, by a time that is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from missingpersons.codes import CaseStatus, Status
from missingpersons.due.clock import Running
from missingpersons.due.intervals import Intervals
from missingpersons.due.while_missing import CIRCULATED, NATIONAL_UNIT
from missingpersons.models import Episode, UnidentifiedCase

_UNFINISHED = frozenset({Status.OPEN, Status.LOCATED, CaseStatus.OPEN, CaseStatus.IDENTIFIED})
_CANCELLED = frozenset({Status.CANCELLED, CaseStatus.CANCELLED})


def done_as_agreed(document: Episode | UnidentifiedCase, _: Intervals) -> Iterator[Running]:
    """MP-K-003: what was agreed is done, or whoever must be told is told, by the time recorded."""
    if document.status in _CANCELLED:
        return
    unfinished = document.status in _UNFINISHED
    # Circulation in an episode, and telling the national unit, have clocks of their own.
    elsewhere = CIRCULATED if isinstance(document, Episode) else None
    for index, action in enumerate(document.actions):
        if action.due_at and action.code != elsewhere and (unfinished or action.done_at):
            done = action.done_at is not None
            yield Running("MP-K-003", f"/actions/{index}", action.agreed_at, action.due_at, action.done_at, done)
    for index, told in enumerate(document.notifications):
        if told.due_at and told.to != NATIONAL_UNIT and (unfinished or told.sent_at):
            done = told.sent_at is not None
            yield Running("MP-K-003", f"/notifications/{index}", None, told.due_at, told.sent_at, done)
