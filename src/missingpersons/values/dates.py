"""Dates known in part, and moments with their offset."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MINYEAR, UTC, date, datetime, time
from functools import lru_cache
from typing import Any, NoReturn, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

# Exact about the calendar without look-around, so that pydantic, python-jsonschema, jsonschema-rs and ajv
# give one verdict. Timestamps are of the years 1000 to 2999, so that adding any interval can never leave the calendar.
_LEAP_YEAR = "([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)"
_DAY_OF_YEAR = "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
_FULL_DATE = f"([12][0-9]{{3}}-{_DAY_OF_YEAR}|{_LEAP_YEAR}-02-29)"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?"
_OFFSET = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"

TIMESTAMP_PATTERN = f"^{_FULL_DATE}T{_TIME}{_OFFSET}$"
"""The profile of RFC 3339 that the wire carries."""

# Partial dates are of the years 0001 to 9999: what systems write when no date is known can be read, and a rule says so.
_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
_MONTH = "(0[1-9]|1[0-2])"
_IN_YEAR = f"({_MONTH}(-(0[1-9]|1[0-9]|2[0-8]|XX))?|XX(-XX)?|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
_BY_FOUR = "(0[48]|[2468][048]|[13579][26])"
_ONE_DATE = f"({_YEAR}(-{_IN_YEAR})?|[0-9]{{2}}[0-9X]X|([0-9]{{2}}{_BY_FOUR}|{_BY_FOUR}00)-02-29)[?~%]?"
PARTIAL_DATE_PATTERN = f"^{_ONE_DATE}(/{_ONE_DATE})?$"
"""The profile of EDTF (ISO 8601-2) that the wire carries."""

OLDEST = 120
"""POLE DS_034: more years than this are taken for a mistake."""

MAX_TIMESTAMP = 32
MAX_PARTIAL_DATE = 23

_timestamp = re.compile(TIMESTAMP_PATTERN, re.ASCII)
_partial_date = re.compile(PARTIAL_DATE_PATTERN, re.ASCII)


_QUALIFIERS = ("?", "~", "%")

_TO_THE_SECOND = len("2024-03-01T10:00:00")
_IN_UTC = len("2024-03-01T10:00:00Z")
"""Every timestamp of this length is in Universal Time, to the second."""

_text_before = str.__lt__

# Reading one costs less than looking it up in a cache would.
_moment = datetime.fromisoformat


class Timestamp(str):
    """A moment: RFC 3339 with seconds and an offset, kept as written.

    Two timestamps are equal when they are written alike; they are ordered by the moment they mean.

    >>> Timestamp("2024-03-01T10:00:00Z") < Timestamp("2024-03-01T10:30:00+01:00")
    False
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The timestamp that ``text`` writes. Raises ``ValueError``, without quoting it, if it is not one."""
        if len(text) > MAX_TIMESTAMP or not _timestamp.fullmatch(text):
            raise ValueError("not a timestamp: RFC 3339 with seconds and an offset is needed")
        return cls(text)

    @property
    def moment(self) -> datetime:
        """The moment, with its offset."""
        return _moment(self)

    def __lt__(self, other: str) -> bool:
        # With the same offset and no other fraction the texts are in the order of the moments, and quicker to compare.
        if len(self) == _IN_UTC == len(other) or self[_TO_THE_SECOND:] == other[_TO_THE_SECOND:]:
            return _text_before(self, other)
        return _moment(self) < _moment(other)

    def __le__(self, other: str) -> bool:
        return not _moment(other) < _moment(self)

    def __gt__(self, other: str) -> bool:
        return _moment(other) < _moment(self)

    def __ge__(self, other: str) -> bool:
        return not self < other

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(strict=True, max_length=MAX_TIMESTAMP, pattern=TIMESTAMP_PATTERN)
        return core_schema.no_info_after_validator_function(cls, text)


moment = _moment
"""The moment that a timestamp on the wire means. The text must already have been read by the wire."""


class PartialDate(str):
    """A calendar date known to the day, the month, the year, or less: a profile of EDTF (ISO 8601-2).

    ``2011-06`` is some day in June 2011, ``201X`` some year of the 2010s, ``2011-06-03?`` uncertain,
    ``~`` approximate, ``%`` both, and ``2010/2012`` some time in that span. An interval that somebody wrote
    backwards means the same span.

    There is no ``<``: with partial dates "before" has three answers. Compare ``latest()`` with
    ``earliest()`` and say which question you are asking.

    >>> PartialDate.parse("2011-06").ages_on(date(2024, 6, 15))
    range(12, 14)
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The date that ``text`` writes. Raises ``ValueError``, without quoting it, if it is not one."""
        if len(text) > MAX_PARTIAL_DATE or not _partial_date.fullmatch(text):
            raise ValueError("not a date of the profile: YYYY, YYYY-MM, YYYY-MM-DD, X digits, ? ~ %, or an interval")
        return cls(text)

    def earliest(self) -> date:
        """The first day it may be. Qualifiers (``?``, ``~``, ``%``) do not widen it: nobody says by how much."""
        return _bounds(self)[0]

    def latest(self) -> date:
        """The last day it may be."""
        return _bounds(self)[1]

    @property
    def is_exact(self) -> bool:
        """True when it is one day, without a qualifier."""
        if _is_a_day(self):
            return True
        first, last = _bounds(self)
        return first == last and not self.is_qualified

    @property
    def is_qualified(self) -> bool:
        """True when it says of itself that it is uncertain or approximate."""
        return self.endswith(_QUALIFIERS) or ("/" in self and any(mark in self for mark in _QUALIFIERS))

    def ages_on(self, day: date) -> range:
        """Every age, in whole years, that someone born then may have on ``day``. Empty if born after it.

        An age is attained when the anniversary begins (Family Law Reform Act 1969, section 9). For a birth on
        29 February that is, in a common year, 1 March: the statute does not say, and a day longer a child is safer.
        """
        return _ages_on(self, day)

    def living_ages_on(self, day: date) -> range:
        """The ages of ``ages_on`` up to 120. Empty where nobody alive is born then: the date tells no age at all."""
        ages = _ages_on(self, day)
        return ages if ages.stop <= OLDEST + 1 else range(ages.start, OLDEST + 1)

    def _no_order(self, other: object) -> NoReturn:
        raise TypeError("partial dates have no order: compare latest() with earliest()")

    __lt__ = __le__ = __gt__ = __ge__ = _no_order

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(strict=True, max_length=MAX_PARTIAL_DATE, pattern=PARTIAL_DATE_PATTERN)
        return core_schema.no_info_after_validator_function(cls, text)


@lru_cache(maxsize=16_384)
def _bounds(text: str) -> tuple[date, date]:
    parts = [_part_bounds(part.rstrip("?~%")) for part in text.split("/")]
    first, last = parts[0][0], parts[-1][1]
    return (first, last) if first <= last else (parts[-1][0], parts[0][1])


_LENGTH_OF_A_DAY = len("2011-06-03")


def _is_a_day(text: str) -> bool:
    return len(text) == _LENGTH_OF_A_DAY and text[4] == text[7] == "-" and text[8] != "X"


def _ages_on(text: str, day: date) -> range:
    # Most dates of birth are one day, and no two alike: reading one costs less than missing it in a cache.
    if _is_a_day(text):
        born = date.fromisoformat(text)
        if born > day:
            return range(0)
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return range(age, age + 1)
    return _ages_in_part(text, day)


@lru_cache(maxsize=16_384)
def _ages_in_part(text: str, day: date) -> range:
    first, last = _bounds(text)
    if first > day:
        return range(0)
    return range(_age(min(last, day), day), _age(first, day) + 1)


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _part_bounds(text: str) -> tuple[date, date]:
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    # "000X" is one of the years 1 to 9: the civil calendar has no year 0.
    first_year, last_year = max(MINYEAR, int(year.replace("X", "0"))), int(year.replace("X", "9"))
    if month in ("", "XX"):
        return date(first_year, 1, 1), date(last_year, 12, 31)
    if day in ("", "XX"):
        days = monthrange(first_year, int(month))[1]
        return date(first_year, int(month), 1), date(first_year, int(month), days)
    exact = date(first_year, int(month), int(day))
    return exact, exact


def day_of(moment: datetime) -> date:
    """The calendar day of a moment, where it was written."""
    return moment.date()


def start_of(day: date) -> datetime:
    """The first moment of ``day`` in Universal Time, for comparing a date with a moment generously."""
    return datetime.combine(day, time.min, tzinfo=UTC)
