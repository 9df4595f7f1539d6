"""Every clock of a record, in the order in which things fall due: the table of clocks, and how they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from missingpersons.due import afterwards, agreed, review, while_missing
from missingpersons.due.clock import Clock, Running
from missingpersons.due.intervals import Intervals, library_intervals
from missingpersons.models import Episode, UnidentifiedCase
from missingpersons.values.dates import moment

CLOCKS: tuple[tuple[str, Callable[[Episode, Intervals], Iterable[Running]]], ...] = (
    ("MP-K-001", while_missing.circulated),
    ("MP-K-002", review.risk_reviewed),
    ("MP-K-003", agreed.done_as_agreed),
    ("MP-K-004", while_missing.unit_told),
    ("MP-K-006", afterwards.prevention_interview_held),
    ("MP-K-007", afterwards.return_interview_held),
    ("MP-K-008", while_missing.publicity_renewed),
    ("MP-K-009", while_missing.photo_renewed),
    ("MP-K-010", afterwards.retention_reviewed),
)
"""The clocks of an episode, by code."""

CLOCKS_OF_CASES: tuple[tuple[str, Callable[[UnidentifiedCase, Intervals], Iterable[Running]]], ...] = (
    ("MP-K-003", agreed.done_as_agreed),
    ("MP-K-005", while_missing.unit_told_of_unidentified),
)
"""The clocks of an unidentified case, by code."""

_NO_TIME = datetime.min.replace(tzinfo=UTC)


def clocks(
    document: Episode | UnidentifiedCase, *, as_of: datetime | None = None, intervals: Intervals | None = None
) -> tuple[Clock, ...]:
    """What falls or fell due in ``document``, in order of due time, and how each stands at ``as_of``.

    ``as_of`` is by default the document's own ``recorded_at``; the machine's clock is never read, so the same
    document gives the same clocks for ever. ``intervals`` are by default the library's own, which are not
    official except where they say so.
    """
    chosen = intervals or library_intervals()
    running: list[Running] = []
    if isinstance(document, Episode):
        for _, of_episode in CLOCKS:
            running.extend(of_episode(document, chosen))
    else:
        for _, of_case in CLOCKS_OF_CASES:
            running.extend(of_case(document, chosen))
    now = as_of or moment(document.recorded_at)
    # Sorting keeps the order of the codes, and of the places within one, where times are alike.
    return tuple(each.judged(now) for each in sorted(running, key=_due))


def _due(each: Running) -> tuple[bool, datetime]:
    # What has no due time comes last.
    return (True, _NO_TIME) if each.due_at is None else (False, each.due_at.moment)
