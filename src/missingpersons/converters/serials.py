"""Dates that a workbook stores as numbers: what one says, by the workbook's epoch and how its cell is shown."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

_DAY = 86_400
_LAST_SERIAL = 2_958_465
"""31 December 9999, counted from 1900."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")


class Shown(Enum):
    """What the number format of a cell shows of a date or a time."""

    DAY = "day"
    MONTH = "month"
    MOMENT = "moment"
    TIME = "time"
    ELAPSED = "elapsed"


_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), Shown.DAY),
    17: Shown.MONTH,
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), Shown.TIME),
    22: Shown.MOMENT,
    46: Shown.ELAPSED,
}


def built_in(number: int) -> Shown | None:
    """What the number format that has only a number shows; None if it is no date."""
    return _BUILT_IN.get(number)


@lru_cache(maxsize=1024)
def shown_by(code: str) -> Shown | None:
    """What a number format such as ``dd/mm/yyyy hh:mm`` shows; None if it is of no date and no time."""
    # What stands after a semicolon is for negative numbers, which are no dates.
    first = _NOT_SHOWN.sub("", code).partition(";")[0].lower()
    if _ELAPSED.search(first):
        return Shown.ELAPSED
    plain = first.replace("am/pm", "h").replace("a/p", "h")
    has_time = "h" in plain or "s" in plain
    if "d" in plain or "y" in plain:
        if has_time:
            return Shown.MOMENT
        return Shown.DAY if "d" in plain else Shown.MONTH
    return Shown.TIME if has_time else Shown.MONTH if "m" in plain else None


def serial_text(number: float, shown: Shown, *, from_1904: bool) -> str | None:
    """The date or time that a number says: as text of the form 2026-03-01, 2026-03, 2026-03-01 14:30:00 or 14:30:00.

    A time that the format hides is said all the same, and the first of a month where only the month is shown
    is the month. None for a number that is no date: 29 February 1900, which never was, or one before the epoch.
    """
    if not 0 <= number <= _LAST_SERIAL:
        return None
    days, seconds = divmod(round(number * _DAY), _DAY)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if shown is Shown.ELAPSED:
        return f"{days * 24 + seconds // 3600:02}{clock[2:]}"
    if shown is Shown.TIME and days == 0:
        return clock
    day = _day(days, from_1904=from_1904)
    if day is None:
        return None
    if seconds or shown in (Shown.MOMENT, Shown.TIME):
        return f"{day} {clock}"
    return f"{day}" if shown is Shown.DAY or day.day != 1 else f"{day}"[:7]


def _day(days: int, *, from_1904: bool) -> date | None:
    try:
        if from_1904:
            return date(1904, 1, 1) + timedelta(days)
        # The program that made the format known took 1900 for a leap year: day 60 never was.
        if days in (0, 60):
            return None
        return date(1899, 12, 31 if days < 60 else 30) + timedelta(days)
    except OverflowError:
        return None
