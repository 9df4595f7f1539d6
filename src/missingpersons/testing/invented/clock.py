"""The civil time of the United Kingdom, fast: a minute since the start of 2024 as a timestamp with its offset."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

FIRST_DAY = date(2024, 1, 1)
DAY = 1440
"""The minutes of a day."""

_YEARS = range(2024, 2029)
_DAYS = tuple(
    date.fromordinal(day).isoformat() + "T"
    for day in range(FIRST_DAY.toordinal(), date(_YEARS.stop, 1, 1).toordinal() + 1)
)
_WINTER = tuple(f"{hour:02d}:{minute:02d}:00Z" for hour in range(24) for minute in range(60))
_SUMMER = tuple(each.replace("Z", "+01:00") for each in _WINTER)


def minute_of(day: date, hour: int = 0) -> int:
    """The minute at which an hour of Universal Time begins."""
    return (day - FIRST_DAY).days * DAY + hour * 60


def day_of(minute: int) -> date:
    """The day that a minute is of, in Universal Time."""
    return date.fromordinal(FIRST_DAY.toordinal() + minute // DAY)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return date(year, month, 31 - last.isoweekday() % 7)


# Summer Time begins and ends at one o'clock Universal Time on the last Sundays of March and October.
_CHANGES = [minute_of(_last_sunday(year, month), 1) for year in _YEARS for month in (3, 10)]


def stamp(minute: int) -> str:
    """The timestamp of a minute, as a clock on the wall shows it.

    >>> stamp(minute_of(date(2026, 7, 1), 12))
    '2026-07-01T13:00:00+01:00'
    """
    if bisect_right(_CHANGES, minute) % 2:
        day, rest = divmod(minute + 60, DAY)
        return _DAYS[day] + _SUMMER[rest]
    day, rest = divmod(minute, DAY)
    return _DAYS[day] + _WINTER[rest]
