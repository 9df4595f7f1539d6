"""One thing that falls due: since when, by when, whether it was done, and how it stands."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from missingpersons.findings import entry
from missingpersons.values.dates import Timestamp

RECORDED = "Recorded in the document."
"""The basis of a due time that somebody recorded."""

_TO_THE_SECOND = len("2024-03-01T10:00:00")

# No interval is longer than a hundred years, so that whatever starts before this year ends within the calendar.
_LAST_YEAR = 9898


class State(StrEnum):
    """How a clock stands at the moment that it is asked about."""

    DONE = "done"
    """Done, and not known to be late."""
    DONE_LATE = "done_late"
    """Done after it was due."""
    DUE = "due"
    """Not done, and not yet late."""
    OVERDUE = "overdue"
    """Not done, and late."""
    CANNOT_TELL = "cannot_tell"
    """Not done, and there is no time to count from."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that falls due. Nothing in it is personal: a code, a sentence, a place, times and the basis."""

    code: str
    name: str
    """What is done, as the catalogue says it."""
    at: str
    """Where it is recorded when it is done (a JSON Pointer)."""
    starts_at: Timestamp | None
    due_at: Timestamp | None
    done_at: Timestamp | None
    state: State
    basis: str
    """Why then: whose interval it is, and whether that is official."""

    def as_dict(self) -> dict[str, str]:
        """The clock as the JSON object that is printed. What is not known is left out."""
        known = {"starts_at": self.starts_at, "due_at": self.due_at, "done_at": self.done_at}
        times = {name: str(each) for name, each in known.items() if each is not None}
        return {
            "code": self.code,
            "name": self.name,
            "at": self.at,
            **times,
            "state": str(self.state),
            "basis": self.basis,
        }


class Running(NamedTuple):
    """A clock before anybody asked how it stands."""

    code: str
    at: str
    starts_at: Timestamp | None = None
    due_at: Timestamp | None = None
    done_at: Timestamp | None = None
    done: bool = False
    """Whether it was done. It may have been at a time that nobody recorded."""
    basis: str = RECORDED

    def judged(self, as_of: datetime) -> Clock:
        """How it stands at ``as_of``."""
        name = entry(self.code).message
        return Clock(
            self.code, name, self.at, self.starts_at, self.due_at, self.done_at, self._state(as_of), self.basis
        )

    def _state(self, as_of: datetime) -> State:
        if self.done:
            late = self.done_at is not None and self.due_at is not None and self.done_at > self.due_at
            return State.DONE_LATE if late else State.DONE
        if self.due_at is None:
            return State.CANNOT_TELL
        return State.OVERDUE if as_of > self.due_at.moment else State.DUE


def later(start: Timestamp, *, hours: int = 0, months: int = 0) -> Timestamp | None:
    """The moment so much after ``start``, with its offset as written. None if no calendar holds it.

    Hours are exact, whatever the clocks on the wall do in the meantime. Months keep the day and the time of
    day; where the month has no such day, its last day counts.
    """
    if int(start[:4]) > _LAST_YEAR:
        return None
    moment = datetime.fromisoformat(start[:_TO_THE_SECOND])
    index = moment.year * 12 + moment.month - 1 + months
    year, month = index // 12, index % 12 + 1
    day = min(moment.day, monthrange(year, month)[1])
    then = moment.replace(year=year, month=month, day=day) + timedelta(hours=hours)
    return Timestamp(then.isoformat() + start[_TO_THE_SECOND:])
