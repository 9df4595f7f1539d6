"""Rules about the earlier times that a person was missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from missingpersons.models import Episode
from missingpersons.models.common import Window
from missingpersons.rules.chronology import is_turned_round
from missingpersons.rules.moments import is_known
from missingpersons.values.dates import moment


def period_not_previous(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-132: an earlier time of being missing ended after this one had begun."""
    for index in _not_previous(episode):
        yield f"/person/previous_missing/periods/{index}"


def periods_overlap(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-133: the person was missing twice at the same time."""
    periods = _periods(episode)
    if len(periods) < 2:
        return ()
    told: list[tuple[datetime, int, datetime]] = []
    for index, each in enumerate(periods):
        if each.earliest and each.latest and not is_turned_round(each):
            told.append((moment(each.earliest), index, moment(each.latest)))
    other = _not_previous(episode)
    told = sorted(each for each in told if each[1] not in other)
    overlapping, end = [], None
    for begins, index, ends in told:
        if end is not None and begins < end:
            overlapping.append(f"/person/previous_missing/periods/{index}")
        end = ends if end is None else max(end, ends)
    return overlapping


def fewer_counted(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-136: fewer earlier episodes are counted than are listed."""
    previous = episode.person.previous_missing
    if previous and previous.count is not None and previous.count < len(previous.periods):
        yield "/person/previous_missing/count"


def _periods(episode: Episode) -> tuple[Window, ...]:
    previous = episode.person.previous_missing
    return previous.periods if previous else ()


def _not_previous(episode: Episode) -> frozenset[int]:
    """Which periods ended, or began if nothing says when they ended, after the person had gone missing this time."""
    periods, window = _periods(episode), episode.missing_since
    # At the report, at the latest, the person had gone missing.
    since = (window.latest if window else None) or episode.reported_at
    if not periods or since is None:
        return frozenset()
    later = [index for index, each in enumerate(periods) if (last := each.latest or each.earliest) and since < last]
    if not later or (window and is_turned_round(window)) or not is_known(since, episode.recorded_at):
        return frozenset()
    return frozenset(index for index in later if _is_told(periods[index], episode.recorded_at))


def _is_told(period: Window, recorded: str) -> bool:
    return not is_turned_round(period) and (period.earliest is None or is_known(period.earliest, recorded))
