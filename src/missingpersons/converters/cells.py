"""One function for each kind of cell: what it puts where, and the code of what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from types import MappingProxyType
from typing import Literal

from missingpersons.converters.measures import Unit, read_measure
from missingpersons.converters.places import Path, Value, in_new_slot
from missingpersons.converters.times import (
    DAY_ONLY,
    NEVER,
    TWICE,
    Format,
    Span,
    partial_date,
    span,
)
from missingpersons.values.contact import postcode_at_end
from missingpersons.values.dates import Timestamp

NOT_IN_TABLE = "MP-C-006"
DEFAULTED = "MP-C-007"
NOT_A_DATE = "MP-C-008"
NOT_A_NUMBER = "MP-C-009"
NEVER_HAPPENED = "MP-C-010"
SPAN_OF_TWO = "MP-C-011"
HAPPENED_TWICE = "MP-C-012"
ONLY_A_DAY = "MP-C-013"
CANNOT_BE_CARRIED = "MP-C-014"
SOME_NOT_IN_TABLE = "MP-C-028"
ROUNDED = "MP-C-029"
NOT_A_MEASURE = "MP-C-030"

Kind = Literal[
    "text", "code", "answer", "boolean", "whole_number", "measure", "date", "local_time", "list", "postcode_at_end"
]
"""The kinds of conversion that a mapping can ask for with ``as``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a mapping reads one cell, and where what it finds goes."""

    kind: Kind
    to: tuple[Path, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    formats: tuple[Format, ...] = ()
    zone: tzinfo | None = None
    separator: str = ""
    unit: Unit | None = None
    truths: Mapping[str, bool] = field(default_factory=dict)
    answers: frozenset[Path] = frozenset()
    """The places of a boolean that hold an answer: there true is yes and false is no."""


@dataclass(slots=True, repr=False)
class Found:
    """What was found in one cell."""

    values: tuple[tuple[Path, Value], ...] = ()
    """What goes where. None of it: the cell is set aside."""
    problem: str | None = None
    """The code of what is wrong with the cell."""
    latest: str | None = None
    """The latest moment that the cell may mean, where it tells a time."""


def read(cell: str, reading: Reading, column: int) -> Found:
    """What ``reading`` finds in a cell that is neither blank nor a declared no-value."""
    return _KINDS[reading.kind](cell, reading, column)


def for_dates(reading: Reading) -> Reading:
    """The same reading of a cell that a workbook holds as a date or time: its text is of one known form."""
    if reading.kind not in ("date", "local_time"):
        return reading
    return replace(reading, formats=_HELD_AS_DATE if reading.kind == "date" else _HELD_AS_TIME)


_HELD_AS_DATE = (Format("%Y-%m-%d"), Format("%Y-%m"), Format("%Y-%m-%d 00:00:00"))
_HELD_AS_TIME = (Format("%Y-%m-%d %H:%M:%S"), Format("%Y-%m-%d"))


def _text(cell: str, reading: Reading, _: int) -> Found:
    return _everywhere(reading, cell)


def _code(cell: str, reading: Reading, _: int) -> Found:
    code = reading.codes.get(cell)
    if code is not None:
        return _everywhere(reading, code)
    if reading.otherwise is not None:
        return replace(_everywhere(reading, reading.otherwise), problem=DEFAULTED)
    return Found(problem=NOT_IN_TABLE)


def _boolean(cell: str, reading: Reading, _: int) -> Found:
    truth = reading.truths.get(cell)
    if truth is None:
        return Found(problem=NOT_IN_TABLE)
    answer = "yes" if truth else "no"
    return Found(tuple([(path, answer if path in reading.answers else truth) for path in reading.to]))


# A spreadsheet or a data frame that met an empty cell writes 10 as 10.0: the same number.
_whole = re.compile(r"([+-]?[0-9]{1,16})(\.0{1,6})?")


def _whole_number(cell: str, reading: Reading, _: int) -> Found:
    match = _whole.fullmatch(cell)
    return _everywhere(reading, int(match[1])) if match else Found(problem=NOT_A_NUMBER)


def _measure(cell: str, reading: Reading, _: int) -> Found:
    assert reading.unit
    found = read_measure(cell, reading.unit)
    if found is None:
        return Found(problem=NOT_A_MEASURE)
    return replace(_everywhere(reading, found.whole), problem=None if found.is_exact else ROUNDED)


def _date(cell: str, reading: Reading, _: int) -> Found:
    found = partial_date(cell, reading.formats)
    return _everywhere(reading, found) if found else Found(problem=NOT_A_DATE)


def _local_time(cell: str, reading: Reading, _: int) -> Found:
    found = span(cell, reading.formats, reading.zone)
    if not isinstance(found, Span):
        return Found(problem=NEVER_HAPPENED if found == NEVER else NOT_A_DATE)
    bounds = tuple((path, _bound(path, found)) for path in reading.to if is_bound(path))
    if found.problem is None:
        moments = tuple((path, found.earliest) for path in reading.to if not is_bound(path))
        return Found((*bounds, *moments), None, found.latest)
    if bounds:
        return Found(bounds, SPAN_OF_TWO if found.problem == TWICE else None, found.latest)
    return Found((), ONLY_A_DAY if found.problem == DAY_ONLY else HAPPENED_TWICE, found.latest)


def _list(cell: str, reading: Reading, column: int) -> Found:
    entries = [entry for each in cell.split(reading.separator) if (entry := each.strip())]
    problem = None
    # Every entry keeps the slot of its place in the cell, so that what is said of it elsewhere stands beside it.
    numbered = list(enumerate(entries))
    if reading.codes:
        numbered = [(i, code) for i, entry in numbered if (code := reading.codes.get(entry, reading.otherwise))]
        if not all(entry in reading.codes for entry in entries):
            problem = DEFAULTED if reading.otherwise else SOME_NOT_IN_TABLE
    if not numbered:
        return Found(problem=NOT_IN_TABLE if problem else CANNOT_BE_CARRIED)
    values = [(in_new_slot(path, column, i), entry) for path in reading.to for i, entry in numbered]
    return Found(tuple(values), problem)


def _postcode_at_end(cell: str, reading: Reading, _: int) -> Found:
    found = postcode_at_end(cell)
    return _everywhere(reading, found) if found else Found()


def timestamp(text: str) -> Timestamp | None:
    """The moment as the wire has it; None of one that it cannot carry, as in a year before zones had whole minutes."""
    try:
        return Timestamp.parse(text)
    except ValueError:
        return None


def is_bound(path: Path) -> bool:
    """Whether the place is one end of a window, which can hold a time that is only known as a span."""
    return path[-1] in ("earliest", "latest")


def _bound(path: Path, found: Span) -> str:
    return found.earliest if path[-1] == "earliest" else found.latest


def _everywhere(reading: Reading, value: Value) -> Found:
    return Found(tuple([(path, value) for path in reading.to]))


_KINDS: Mapping[Kind, Callable[[str, Reading, int], Found]] = MappingProxyType(
    {
        "text": _text,
        "code": _code,
        "answer": _code,
        "boolean": _boolean,
        "whole_number": _whole_number,
        "measure": _measure,
        "date": _date,
        "local_time": _local_time,
        "list": _list,
        "postcode_at_end": _postcode_at_end,
    }
)

KINDS: tuple[Kind, ...] = tuple(_KINDS)
"""Every kind, in the order of the documentation."""
