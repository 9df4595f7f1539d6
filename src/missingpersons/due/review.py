"""When the risk is looked at again: each look starts a clock, and the next one stops it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from missingpersons.codes import Status
from missingpersons.due.clock import Running
from missingpersons.due.facts import level_of, line_for
from missingpersons.due.intervals import Intervals
from missingpersons.models import Episode
from missingpersons.values.dates import Timestamp

REVIEWED = "review_risk"
"""The action of looking at the risk again, whether or not it changes the assessment."""


class Look(NamedTuple):
    """One time at which somebody looked at the risk."""

    at_time: Timestamp
    place: str
    agreed: Timestamp | None
    """When the next look was to be, as recorded with this one."""


def risk_reviewed(episode: Episode, intervals: Intervals) -> Iterator[Running]:
    """MP-K-002: the risk is looked at again."""
    if episode.status is Status.CANCELLED:
        return
    looks = _looks(episode)
    for look, following in pairwise(looks):
        # What was held is judged by what somebody recorded, never by an interval that may not have been theirs.
        if look.agreed and not look.agreed < look.at_time:
            yield Running("MP-K-002", following.place, look.at_time, look.agreed, following.at_time, done=True)
    if episode.status is not Status.OPEN:
        return
    last = looks[-1].at_time if looks else None
    latest = episode.assessments[-1] if episode.assessments else None
    recorded = [episode.review_due_at, latest.review_due_at if latest else None]
    # A time before the last look was for a review that has been held.
    agreed = [each for each in recorded if each and not (last and each < last)]
    start = last if latest or looks else episode.reported_at
    if agreed:
        yield Running("MP-K-002", "/assessments", start, min(agreed))
        return
    line = line_for("MP-K-002", episode, intervals, level_of(latest), start)
    if line:
        due = line.after(start) if start else None
        yield Running("MP-K-002", "/assessments", start, due, basis=line.told)


def _looks(episode: Episode) -> list[Look]:
    """Every look whose time is known, in order. Of two at one moment, an assessment counts, and of two the later."""
    looks = [
        Look(each.assessed_at, f"/assessments/{index}", each.review_due_at)
        for index, each in enumerate(episode.assessments)
        if each.assessed_at
    ]
    taken = {each.at_time.moment for each in looks}
    looks += [
        Look(each.done_at, f"/actions/{index}", None)
        for index, each in enumerate(episode.actions)
        if each.code == REVIEWED and each.done_at and each.done_at.moment not in taken
    ]
    ordered: list[Look] = []
    for look in sorted(looks, key=lambda each: each.at_time.moment):
        if ordered and not ordered[-1].at_time < look.at_time:
            ordered.pop()
        ordered.append(look)
    return ordered
