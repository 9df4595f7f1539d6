"""Dates and local times as a mapping declares them: read exactly, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

_DIRECTIVE = re.compile(r"%(.)", re.DOTALL)
_YEAR = frozenset("Yy")
_MONTH = frozenset("mbB")
_DAY = frozenset("d")
_HOUR = frozenset("HI")
_KNOWN = _YEAR | _MONTH | _DAY | _HOUR | frozenset("MSfpzaA%")


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which a column writes dates or times."""

    text: str
    """The format, in the directives of Python's ``strptime``."""
    latest_year: int | None = None
    """The last year that a year of two digits can mean."""

    @property
    def directives(self) -> frozenset[str]:
        """The letters after each per cent sign."""
        return frozenset(_DIRECTIVE.findall(self.text))

    @property
    def has_day(self) -> bool:
        """Whether it says the day."""
        return bool(self.directives & _DAY)

    @property
    def has_month(self) -> bool:
        """Whether it says the month."""
        return bool(self.directives & _MONTH)

    @property
    def has_time(self) -> bool:
        """Whether it says the time of day."""
        return bool(self.directives & _HOUR)

    @property
    def has_offset(self) -> bool:
        """Whether it says the offset from Universal Time."""
        return "z" in self.directives

    def fault(self) -> str | None:
        """Why this format would leave something to be guessed, or cannot be read; None if it is good."""
        used = self.directives
        if unknown := used - _KNOWN:
            return f"has %{min(unknown)}, which is not one of %Y %y %m %b %B %d %H %I %p %M %S %f %z %a %A"
        if not used & _YEAR:
            return "has no year"
        if self.has_day and not self.has_month:
            return "has a day but no month"
        if self.has_time and not self.has_day:
            return "has a time but no day"
        if "y" in used and self.latest_year is None:
            return "has a year of two digits: say latest_year too"
        if "I" in used and "p" not in used:
            return "has an hour of twelve but no %p"
        if self.has_offset and not self.has_time:
            return "has an offset but no time"
        return None

    def read(self, text: str) -> datetime | None:
        """What ``text`` says in this format, or None. The century of two digits is the one declared."""
        if plain := _plain(self.text):
            if len(text) < plain.least:
                return None
            if plain.pattern.fullmatch(text):
                return plain.read(text)
        try:
            found = datetime.strptime(text, self.text)
            if "y" in self.directives and self.latest_year is not None:
                return found.replace(year=self.latest_year - (self.latest_year - found.year) % 100)
        except ValueError:
            return None
        return found


_MOST_KEPT = 4096
"""How many days, and times of day, are remembered as they are written on the wire."""
_DIGITS = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}


@dataclass(frozen=True, slots=True)
class _Plain:
    """A format of digits alone, in which most cells have all their digits: read at a fifth of what strptime costs."""

    pattern: re.Pattern[str]
    places: tuple[tuple[int, int], ...]
    """Where year, month, day, hour, minute and second begin and end."""
    least: int
    """The fewest characters that strptime would take."""

    @property
    def clock_at(self) -> int:
        """Where the time of day begins, if it stands whole after the day; else 0."""
        dated, clock = self.places[:3], self.places[3:]
        begins = min((first for first, _ in clock), default=0)
        return begins if all(last <= begins for _, last in dated) else 0

    def read(self, text: str) -> datetime | None:
        """What a text that fits the pattern says."""
        year, month, day, *clock = [int(text[first:last]) for first, last in self.places]
        hour, minute, second, *_ = (*clock, 0, 0, 0)
        try:
            return datetime(year, month, day, hour, minute, second)
        except ValueError:
            return None


@lru_cache(maxsize=256)
def _plain(text: str) -> _Plain | None:
    """The plain form of a format: year, month and day, and maybe the time, each once and in digits."""
    letters = _DIRECTIVE.findall(text)
    wanted = "YmdHMS"[: max(len(letters), 3)]
    if sorted(letters) != sorted(wanted):
        return None
    pattern, least, place, places = "", 0, 0, {}
    for position, piece in enumerate(re.split(r"%(.)", text)):
        if position % 2:
            places[piece] = (place, place + _DIGITS[piece])
            place += _DIGITS[piece]
            pattern += f"[0-9]{{{_DIGITS[piece]}}}"
            least += 4 if piece == "Y" else 1
        else:
            place += len(piece)
            pattern += re.escape(piece)
            least += len(piece.strip())
    return _Plain(re.compile(pattern), tuple(places[letter] for letter in wanted), least)


@dataclass(frozen=True, slots=True, repr=False)
class Span:
    """When something happened: one moment, or both ends of what the cell may mean."""

    earliest: str
    latest: str
    problem: str | None = None
    """Why the ends differ: ``TWICE``, the hour happens twice, or ``DAY_ONLY``, the cell says only the day."""


TWICE = "twice"
NEVER = "never"
DAY_ONLY = "day"
UNREADABLE = "unreadable"


def partial_date(text: str, formats: tuple[Format, ...]) -> str | None:
    """The date on the wire, as exact as the first format that fits ``text`` is; None if none fits."""
    for each in formats:
        if (found := each.read(text)) is not None:
            exact = found.date().isoformat()
            return exact if each.has_day else exact[: 7 if each.has_month else 4]
    return None


def span(text: str, formats: tuple[Format, ...], zone: tzinfo | None) -> Span | str:
    """When ``text`` says, in the first format that fits; ``NEVER`` or ``UNREADABLE`` if it says no moment."""
    for each in formats:
        if (found := each.read(text)) is not None:
            return _span(found, each, zone)
    return UNREADABLE


def moments(formats: tuple[Format, ...], zone: tzinfo | None) -> Callable[[str], str | None]:
    """How to read a time quickly: what ``span`` says of one that is one moment, and maybe None of any other.

    The offset of a day is looked up once. A day on which it changes has none, and is left to ``span``. A day and a time
    of day that were each read before, in the first format, make a moment without being read again.
    """
    plains = tuple(_plain(each.text) for each in formats)
    clock_at = plains[0].clock_at if plains and plains[0] else 0
    days: dict[str, tuple[str, str]] = {}
    clocks: dict[str, str] = {}

    def read(text: str) -> str | None:
        clock = clocks.get(text[clock_at:])
        if clock is not None and (day := days.get(text[:clock_at])) is not None:
            return f"{day[0]}{clock}{day[1]}"
        for plain in plains:
            if plain is None:
                break
            if len(text) < plain.least:
                continue
            if not plain.pattern.fullmatch(text) or len(plain.places) < len("YmdHM"):
                break
            year, month, day_of_month, hour, minute, *seconds = [text[first:last] for first, last in plain.places]
            second = seconds[0] if seconds else "00"
            offset = _offset(year, month, day_of_month, zone)
            if not offset or hour > "23" or minute > "59" or second > "59":
                break
            date, clock = f"{year}-{month}-{day_of_month}T", f"{hour}:{minute}:{second}"
            if plain is plains[0] and clock_at and len(days) < _MOST_KEPT and len(clocks) < _MOST_KEPT:
                days[text[:clock_at]], clocks[text[clock_at:]] = (date, offset), clock
            return f"{date}{clock}{offset}"
        found = span(text, formats, zone)
        return found.earliest if isinstance(found, Span) and not found.problem else None

    return read


@lru_cache(maxsize=20_000)
def _offset(year: str, month: str, day: str, zone: tzinfo | None) -> str:
    """The offset of a whole day as it is written, or nothing where there is no such day, or more than one offset."""
    try:
        first = datetime(int(year), int(month), int(day), tzinfo=zone)
    except ValueError:
        return ""
    last = first.replace(hour=23, minute=59, second=59)
    said = {each.replace(fold=fold).isoformat()[19:] for each in (first, last) for fold in (0, 1)}
    return said.pop() if len(said) == 1 else ""


def _span(found: datetime, written: Format, zone: tzinfo | None) -> Span | str:
    if not written.has_time:
        day = found.date()
        return Span(_ends(day, time(0, 0), zone), _ends(day, time(23, 59, 59), zone, fold=1), DAY_ONLY)
    if found.tzinfo is not None:
        moment = found.isoformat()
        return Span(moment, moment)
    first, second = found.replace(tzinfo=zone), found.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    assert before is not None
    assert after is not None
    if before < after:
        return NEVER
    if before > after:
        return Span(first.isoformat(), second.isoformat(), TWICE)
    moment = first.isoformat()
    return Span(moment, moment)


def _ends(day: date, at: time, zone: tzinfo | None, fold: int = 0) -> str:
    return datetime.combine(day, at, tzinfo=zone).replace(fold=fold).isoformat()
