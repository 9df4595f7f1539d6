"""Reading and checking how a mapping converts one cell: ``as``, ``to``, and what each kind needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from enum import Enum

from missingpersons.codes import Answer
from missingpersons.converters import fitting
from missingpersons.converters._keys import Keys
from missingpersons.converters.cells import KINDS, Kind, Reading
from missingpersons.converters.measures import UNITS, Unit
from missingpersons.converters.places import NEXT, Path, Value, parse_pointer, pointer_text
from missingpersons.converters.times import Format

_OURS = ("document_type", "standard_version")
_CODED = ("code", "answer", "list")
_TIMED = ("date", "local_time")
_EXACT = ("date", "local_time", "postcode_at_end")
"""The kinds that always write what they find in one form: their place must take that form."""
_EXAMPLES: Mapping[Kind, Value] = {
    "whole_number": 1,
    "measure": 170,
    "date": "2000-01-01",
    "local_time": "2000-01-01T00:00:00Z",
    "postcode_at_end": "ZE1 0AA",
}
"""A value that each kind can give, to ask whether a place holds such values at all."""


class Entries(Enum):
    """What a ``-`` in a pointer stands for."""

    OF_LISTS = "lists"
    """An entry of a cell that is a list: exactly one there, and none elsewhere."""
    OF_COLUMNS = "columns"
    """The position of a column among those that are read alike: exactly one."""
    OF_ROWS = "rows"
    """A row of another table: one, or none."""


def read_reading(
    keys: Keys,
    zone: tzinfo | None,
    tables: Mapping[str, Mapping[str, str]],
    *,
    whole: bool,
    entries: Entries = Entries.OF_LISTS,
) -> Reading:
    """The conversion that the keys describe; ``whole`` if it must carry all that the cell holds."""
    kind = _kind(keys)
    if whole and kind == "postcode_at_end":
        keys.refuse("as", "postcode_at_end carries a part of the cell: put it under also")
    if entries is not Entries.OF_LISTS and kind == "list":
        keys.refuse("as", "a column is one entry here, and list makes several of each cell")
    to = _targets(keys, kind, entries)
    codes, otherwise = _codes(keys, kind, tables)
    formats = _formats(keys) if kind in _TIMED else ()
    if kind == "date" and any(each.has_time for each in formats):
        keys.refuse("formats", "a date has no time of day: use as = 'local_time'")
    if kind == "local_time":
        _check_times(keys, formats, zone)
    separator = keys.text("separator") if kind == "list" else ""
    unit = _unit(keys) if kind == "measure" else None
    truths = _truths(keys) if kind == "boolean" else {}
    keys.done()
    reading = Reading(kind, to, codes, otherwise, formats, zone, separator, unit, truths)
    if kind == "boolean":
        return replace(reading, answers=frozenset(_answers(keys, reading)))
    _check_values(keys, reading)
    return reading


def _kind(keys: Keys) -> Kind:
    name = keys.text("as", "text")
    kind = next((each for each in KINDS if each == name), None)
    if kind is None:
        keys.refuse("as", f"must be one of {', '.join(KINDS)}")
    return kind


def _targets(keys: Keys, kind: Kind, entries: Entries) -> tuple[Path, ...]:
    paths = []
    for text in keys.texts("to"):
        path = parse_pointer(text)
        if path is None or path[0] in _OURS:
            begins = "" if text.startswith("/") else ": a place begins with /"
            keys.refuse("to", f"{text!r} is not a place that a cell can go to{begins}")
        count = path.count(NEXT)
        if entries is Entries.OF_LISTS and count != (kind == "list"):
            keys.refuse("to", f"{text!r}: as = 'list' needs one '-' in it, and nothing else has any")
        if count > 1 or (entries is Entries.OF_COLUMNS and count == 0):
            keys.refuse("to", f"{text!r}: needs one '-' in it, which each column or row is an entry of")
        paths.append(path)
    if not paths:
        keys.refuse("to", "is needed: a pointer or several, or else ignore with the reason")
    return tuple(paths)


def _codes(keys: Keys, kind: Kind, tables: Mapping[str, Mapping[str, str]]) -> tuple[Mapping[str, str], str | None]:
    if kind not in _CODED:
        return {}, None
    if keys.is_text("codes"):
        name = keys.text("codes")
        if name not in tables:
            keys.refuse("codes", f"there is no [tables.{name}]")
        codes: Mapping[str, str] = tables[name]
    else:
        codes = keys.codes("codes")
    if not codes and kind != "list":
        keys.refuse("codes", "is needed: a table, or the name of one under [tables]")
    otherwise = keys.text("otherwise", "") or None
    if otherwise and not codes:
        keys.refuse("otherwise", "needs codes")
    return codes, otherwise


FIRST_LATEST_YEAR, LAST_YEAR = 100, 9999
"""The first year that can be the last of a hundred, and the last that can be written."""


def _formats(keys: Keys) -> tuple[Format, ...]:
    latest_year = keys.whole_number("latest_year")
    if latest_year is not None and not FIRST_LATEST_YEAR <= latest_year <= LAST_YEAR:
        keys.refuse("latest_year", f"must be a year from {FIRST_LATEST_YEAR} to {LAST_YEAR}")
    formats = tuple(Format(text, latest_year) for text in keys.texts("formats"))
    if not formats:
        keys.refuse("formats", "is needed: how the column writes it, in strptime's directives")
    for each in formats:
        if fault := each.fault():
            keys.refuse("formats", f"{each.text!r} {fault}")
    return formats


def _unit(keys: Keys) -> Unit:
    name = keys.text("unit")
    unit = next((each for each in UNITS if each == name), None)
    if unit is None:
        keys.refuse("unit", f"must be one of {', '.join(UNITS)}")
    return unit


def _truths(keys: Keys) -> Mapping[str, bool]:
    yes, no = ([each.strip() for each in keys.texts(key)] for key in ("true", "false"))
    if not yes or not no:
        keys.refuse("true" if not yes else "false", "is needed: what the column writes for it")
    if both := set(yes) & set(no):
        keys.refuse("false", f"{min(both)!r} is true already")
    return {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)}


def _answers(keys: Keys, reading: Reading) -> Iterator[Path]:
    """The places that hold an answer. Refuses one that holds neither that nor true and false."""
    for path in reading.to:
        if fitting.refusal(path, value=True, kind_only=False):
            if found := fitting.refusal(path, "yes", kind_only=False):
                keys.refuse("to", f"{pointer_text(path)!r} cannot take it: {found.message}")
            yield path


def _check_times(keys: Keys, formats: tuple[Format, ...], zone: tzinfo | None) -> None:
    if not all(each.has_day for each in formats):
        keys.refuse("formats", "a time needs its day")
    if zone is None and not all(each.has_offset for each in formats):
        keys.refuse("formats", "local times need the file's timezone")


def _check_values(keys: Keys, reading: Reading) -> None:
    """Refuse a place that does not exist or holds something else, and a code that it would not take."""
    example = _EXAMPLES.get(reading.kind, "x")
    values = [*reading.codes.values(), *([reading.otherwise] if reading.otherwise else [])]
    if reading.kind == "answer" and not set(values) <= set(Answer):
        keys.refuse("codes", "an answer is yes, no or unknown")
    for path in reading.to:
        if found := fitting.refusal(path, example, kind_only=reading.kind not in _EXACT):
            keys.refuse("to", f"{pointer_text(path)!r} cannot take it: {found.message}")
        for value in dict.fromkeys(values):
            if found := fitting.refusal(path, value, kind_only=False):
                keys.refuse("codes", f"{value!r} cannot go there: {found.message}")
