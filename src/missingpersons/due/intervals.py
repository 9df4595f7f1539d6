"""How long there is for what falls due: policy data, the library's own unless a force gives its own."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from missingpersons.codes import RiskCategory, RiskLevel
from missingpersons.due.clock import later
from missingpersons.findings import CannotRun
from missingpersons.values.dates import Timestamp

NOT_ASSESSED = "not_assessed"
"""The level of an episode whose risk nobody has assessed."""

LEVELS = (*(each.value for each in RiskLevel), *(each.value for each in RiskCategory), NOT_ASSESSED)
NATIONS = ("england", "wales", "scotland", "northern_ireland")
AGES = ("child", "adult")

COUNTS_FROM: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "MP-K-001": ("reported_at", "missing_since", "last_seen"),
        "MP-K-002": ("assessed_at",),
        "MP-K-004": ("last_seen", "missing_since", "reported_at"),
        "MP-K-005": ("found",),
        "MP-K-006": ("found_at",),
        "MP-K-007": ("found_at",),
        "MP-K-008": ("given_at",),
        "MP-K-009": ("taken_on",),
        "MP-K-010": ("recorded_at", "found_at"),
    }
)
"""Each clock that an interval may be given for, and what it may count from. All others count to what is recorded."""

OF_CASES = "MP-K-005"
"""The clock of unidentified cases, of whom neither level nor age is recorded."""

UNITS = MappingProxyType({"hours": 876_000, "days": 36_500, "months": 1_200})
"""The units of an interval, and the most of each: a hundred years."""

_KEYS = {"name", "version", "status", "basis", "nations", "interval"}
_INTERVAL_KEYS = {"code", *UNITS, "counts_from", "levels", "nations", "age", "official", "source", "basis"}


@dataclass(frozen=True, slots=True)
class Interval:
    """One line: how long there is for one clock, counted from what, for whom, and on whose authority."""

    code: str
    hours: int
    months: int
    counts_from: tuple[str, ...]
    levels: tuple[str, ...]
    nations: tuple[str, ...]
    age: str | None
    official: bool
    source: str
    basis: str

    def after(self, start: Timestamp) -> Timestamp | None:
        """When what starts at ``start`` is due."""
        return later(start, hours=self.hours, months=self.months)

    def fits(self, level: str, nation: str | None, child: bool) -> bool:
        """Whether the line is for an episode of this level, nation and age."""
        return (
            (not self.levels or level in self.levels)
            and (not self.nations or nation in self.nations)
            and (self.age is None or (self.age == "child") is child)
        )

    @property
    def told(self) -> str:
        """The basis, beginning with whether it is official."""
        return f"Official ({self.source}). {self.basis}" if self.official else f"Not official. {self.basis}"


@dataclass(frozen=True, slots=True)
class Intervals:
    """Intervals as they were loaded. ``digest`` is the SHA-256 of the file, in hexadecimal."""

    name: str
    version: str
    status: str
    digest: str
    nations: Mapping[str, str]
    """The nation of each force, by the force's code. A force that is not there is of no nation."""
    lines: tuple[Interval, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def line(self, code: str, level: str, force: str, child: bool) -> Interval | None:
        """The first line for that clock that fits, if there is one."""
        nation = self.nations.get(force)
        return next((each for each in self.lines if each.code == code and each.fits(level, nation, child)), None)


@cache
def library_intervals() -> Intervals:
    """The library's own intervals. They are official only where a line says so."""
    file = Path(__file__).parents[1] / "clocks.toml"
    return read_intervals(file.read_bytes(), file.name)


def load_intervals(path: str | Path) -> Intervals:
    """A force's own intervals, from a file. Raises ``CannotRun``, in one line that names the place, if it has none.

    They come before the library's, which count where no line of the force's fits: nothing stops falling due
    because a file does not speak of it. Without ``nations``, the library's are used.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        problem = error.strerror or "cannot be read"
    else:
        own, library = read_intervals(data, file.name), library_intervals()
        return replace(own, lines=own.lines + library.lines, nations=own.nations or library.nations)
    raise CannotRun(f"{file.name}: {problem}")


def read_intervals(data: bytes, source: str) -> Intervals:
    """The intervals that ``data`` (TOML) writes, and no others; ``source`` names it in what is raised."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        reason = "not UTF-8"
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
    except (ValueError, RecursionError):
        reason = "a number is too long or the tables are nested too deeply"
    else:
        return _intervals(table, source, hashlib.sha256(data).hexdigest())
    raise CannotRun(f"{source}: {reason}")


def _intervals(table: Mapping[str, Any], source: str, digest: str) -> Intervals:
    _refuse_unknown(table, _KEYS, source)
    lines = table.get("interval")
    if not isinstance(lines, list) or not lines:
        raise CannotRun(f"{source}: interval: at least one [[interval]] is needed")
    return Intervals(
        name=_text(table, "name", source),
        version=_text(table, "version", source),
        status=_text(table, "status", source),
        digest=digest,
        nations=_nations(table.get("nations", {}), source),
        lines=tuple(_interval(each, f"{source}: interval {number}") for number, each in enumerate(lines, 1)),
    )


def _nations(table: Any, source: str) -> Mapping[str, str]:
    if not isinstance(table, dict):
        raise CannotRun(f"{source}: nations must be a table: nation = [forces]")
    _refuse_unknown(table, set(NATIONS), f"{source}: nations")
    nations: dict[str, str] = {}
    for nation in table:
        for force in _texts(table, nation, f"{source}: nations", None):
            if force in nations:
                raise CannotRun(f"{source}: nations: {nation} names a force that is named already")
            nations[force] = nation
    return MappingProxyType(nations)


def _interval(table: Any, where: str) -> Interval:
    if not isinstance(table, dict):
        raise CannotRun(f"{where}: an [[interval]] is a table")
    _refuse_unknown(table, _INTERVAL_KEYS, where)
    code = _choice(table, "code", tuple(COUNTS_FROM), where)
    if code == OF_CASES and ("levels" in table or "age" in table):
        raise CannotRun(f"{where}: {code} takes no levels and no age: nothing of the kind is known of the unidentified")
    units = [each for each in UNITS if each in table]
    if len(units) != 1:
        raise CannotRun(f"{where}: one of {', '.join(UNITS)} must be given, and no other")
    (unit,) = units
    length = table[unit]
    if type(length) is not int or not 0 < length <= UNITS[unit]:
        raise CannotRun(f"{where}: {unit} must be a whole number from 1 to {UNITS[unit]}")
    official = table.get("official")
    if not isinstance(official, bool):
        raise CannotRun(f"{where}: official must be given, as true or false")
    return Interval(
        code=code,
        hours=length * {"hours": 1, "days": 24, "months": 0}[unit],
        months=length if unit == "months" else 0,
        counts_from=_texts(table, "counts_from", where, COUNTS_FROM[code]),
        levels=_texts(table, "levels", where, LEVELS) if "levels" in table else (),
        nations=_texts(table, "nations", where, NATIONS) if "nations" in table else (),
        age=_choice(table, "age", AGES, where) if "age" in table else None,
        official=official,
        source=_text(table, "source", where) if official or "source" in table else "",
        basis=_text(table, "basis", where),
    )


def _refuse_unknown(table: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(table) - known):
        raise CannotRun(f"{where}: there is no key {', '.join(map(repr, unknown))}")


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise CannotRun(f"{where}: {key} must be given, as text")
    return value


def _texts(table: Mapping[str, Any], key: str, where: str, choices: tuple[str, ...] | None) -> tuple[str, ...]:
    values = table.get(key)
    if not isinstance(values, list) or not values or not all(isinstance(each, str) and each for each in values):
        raise CannotRun(f"{where}: {key} must be given, as a list of texts")
    if choices is not None and not set(values) <= set(choices):
        raise CannotRun(f"{where}: {key} may name only {', '.join(choices)}")
    return tuple(values)


def _choice(table: Mapping[str, Any], key: str, choices: tuple[str, ...], where: str) -> str:
    value = _text(table, key, where)
    if value not in choices:
        raise CannotRun(f"{where}: {key} must be one of {', '.join(choices)}")
    return value
