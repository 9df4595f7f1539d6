"""Rules about what an episode tells of earlier ones: how many, when, and what came of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from missingpersons.codes import Answer, Status
from missingpersons.models import Episode
from missingpersons.models.common import Window
from missingpersons.rules.together.history import History, Where
from missingpersons.values.dates import moment

NO_HARM = frozenset({"none", "unknown"})
"""Codes of the list ``harms`` that tell of no harm."""

ABOUT = timedelta(hours=24)
"""How far a period may lie from an episode and still be that episode: both are often told from memory."""

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def more_than_it_tells_of(history: History) -> Iterator[Where]:
    """MP-R-255: more earlier episodes are given than this one tells of."""
    for each in history.spells:
        told = each.episode.person.previous_missing
        earlier = history.earlier(each)
        if told is None:
            continue
        if told.count is not None and told.count < earlier:
            yield each.which, "/person/previous_missing/count"
        elif told.periods and _covered(history.begun, earlier, told.periods) < earlier:
            yield each.which, "/person/previous_missing/periods"


def harm_not_told_of(history: History) -> Iterator[Where]:
    """MP-R-256: harm or signs of exploitation in an earlier episode are not told of in this open one."""
    harmed = _first(each.begun for each in history.spells if _has_harm(each.episode))
    exploited = _first(each.begun for each in history.spells if _has_signs(each.episode))
    for each in history.spells:
        if each.episode.status is not Status.OPEN:
            continue
        if harmed and harmed < each.not_before and not _tells_of_harm(each.episode):
            yield each.which, "/person/previous_missing"
        if exploited and exploited < each.not_before and not each.episode.exploitation_indicators:
            yield each.which, "/exploitation_indicators"


def _first(moments: Iterable[datetime]) -> datetime | None:
    return next(iter(moments), None)


def _covered(begun: Sequence[datetime], number_of: int, periods: Iterable[Window]) -> int:
    """How many of the first so many of these moments, which are in order, lie in some period or near it."""
    number = reached = 0
    for first, last in sorted(map(_about, periods)):
        start = max(reached, bisect_left(begun, first))
        end = bisect_right(begun, last, hi=number_of)
        number += max(0, end - start)
        reached = max(start, end)
    return number


def _about(period: Window) -> tuple[datetime, datetime]:
    first = moment(period.earliest) if period.earliest else None
    last = moment(period.latest) if period.latest else None
    if first and last and last < first:
        # Somebody wrote it the wrong way round, which is a finding of its own.
        first, last = last, first
    return first - ABOUT if first else _FIRST, last + ABOUT if last else _LAST


def _has_harm(episode: Episode) -> bool:
    interview = episode.return_interview
    told = interview.harms if interview and interview.may_be_shared is not Answer.NO else ()
    found = episode.outcome.harms if episode.outcome else ()
    return _any_harm(found) or _any_harm(told)


def _has_signs(episode: Episode) -> bool:
    interview = episode.return_interview
    told = interview.exploitation_indicators if interview and interview.may_be_shared is not Answer.NO else ()
    return bool(episode.exploitation_indicators or told)


def _tells_of_harm(episode: Episode) -> bool:
    told = episode.person.previous_missing
    return told is not None and (told.harmed is Answer.YES or _any_harm(told.harms))


def _any_harm(codes: Iterable[str]) -> bool:
    return any(code not in NO_HARM for code in codes)
