"""When things happen in one episode, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from missingpersons.testing.invented.chance import Chance, weighted
from missingpersons.testing.invented.clock import DAY, stamp
from missingpersons.testing.invented.plots import Plot

_STATUSES = weighted({"closed": 80, "open": 12, "located": 6, "cancelled": 2})
_LONG = 60 * 24 * 4
"""From how many minutes on an episode is a long one, of which every other is still open."""


@dataclass(frozen=True, slots=True)
class Course:
    """The moments of one episode, in minutes, each after the one before it."""

    seen: int
    """When the person was last seen, at the earliest."""
    gone: int
    """By when the person was gone."""
    reported: int
    assessed: int
    ended: int
    """When the person is found, if they are."""
    recorded: int
    status: str

    @property
    def found(self) -> bool:
        """Whether the person has been found."""
        return self.status in ("located", "closed")

    @property
    def open(self) -> bool:
        """Whether the person is still missing."""
        return self.status == "open"

    @property
    def day(self) -> date:
        """The day of the report, on the calendar that the force uses."""
        return date.fromisoformat(stamp(self.reported)[:10])


def course(c: Chance, plot: Plot, seen: int, *, last: bool) -> Course:
    """The course of an episode that begins about ``seen``. Only the ``last`` of a person may still be open."""
    gone = seen + c.between(10, 240)
    reported = gone + (c.between(5, 45) if plot.ages[1] < 12 else c.between(15, 600))
    assessed = reported + c.between(10, 90)
    ended = assessed + c.between(15, 60) + c.one(plot.hours) * 60
    status = c.one(_STATUSES) if last else "closed"
    if last and ended - reported > _LONG and c.random() < 0.5:
        status = "open"
    if status == "closed":
        recorded = ended + c.between(DAY, 5 * DAY)
    elif status == "located":
        recorded = ended + c.between(5, 240)
    else:
        # Nobody has found the person yet: the episode is told from somewhere before its end.
        recorded = assessed + c.between(5, min(ended - assessed, 20 * DAY))
    return Course(seen, gone, reported, assessed, ended, recorded, status)
