"""What a mapping says of the columns of a table: one to a place, several to one value, several to entries of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from missingpersons.converters import fitting
from missingpersons.converters._keys import Keys
from missingpersons.converters.cells import Reading
from missingpersons.converters.places import NEXT, Path, Value, clash, parse_pointer, pointer_text
from missingpersons.converters.readings import Entries, read_reading

OURS = ("document_type", "standard_version")
"""What is the same in every episode, so that no mapping may say it."""

Heading = tuple[str, int]
"""A column of a file: its name, and which of that name it is, from 1."""


@dataclass(frozen=True, slots=True)
class Column:
    """What the mapping says of a column, or of several whose cells are one value: where it goes, or that it stays."""

    headings: tuple[Heading, ...]
    reading: Reading | None
    """None for a column that the mapping sets aside, with its reason."""
    also: tuple[Reading, ...] = ()
    with_values: tuple[tuple[Path, Value], ...] = ()
    no_value: frozenset[str] = frozenset()
    ignore: str = ""
    joined_by: str = ""
    """What stands between the cells of several columns."""

    @property
    def name(self) -> str:
        """The name of the column, or of the first."""
        return self.headings[0][0]


def read_columns(
    keys: Keys, zone: tzinfo | None, tables: Mapping[str, Mapping[str, str]], *, joined: bool = False
) -> tuple[Column, ...]:
    """Every ``[[column]]``; ``joined`` if a row of theirs is one entry of an episode that another row is."""
    columns = tuple(each for one in keys.tables("column") for each in _columns(one, zone, tables, joined=joined))
    if not columns:
        keys.refuse("column", "there is none")
    headings = [heading for column in columns for heading in column.headings]
    if twice := next((heading for heading in headings if headings.count(heading) > 1), None):
        keys.refuse("column", f"{twice[0]!r} is described twice")
    return columns


def values_of(keys: Keys, key: str, *, entries: bool = False) -> tuple[tuple[Path, Value], ...]:
    """A table of pointers and constant values, each of which structure accepts where it goes."""
    return tuple(_constant(keys, key, pointer, value, entries) for pointer, value in keys.table(key).items())


def check_places(keys: Keys, columns: Sequence[Column], constants: Sequence[tuple[Path, Value]]) -> None:
    """Refuse two cells for one place, and places that cannot both be filled."""
    places = list(_places(columns))
    if again := next((path for path in places if NEXT not in path and places.count(path) > 1), None):
        keys.refuse("column", f"two cells go to {pointer_text(again)!r}, so one would be lost")
    fixed = [path for values in (constants, *(each.with_values for each in columns)) for path, _ in values]
    if pair := clash(dict.fromkeys([*places, *fixed])):
        one, other = map(pointer_text, pair)
        keys.refuse("column", f"{one!r} and {other!r} cannot both be filled")


def _columns(
    keys: Keys, zone: tzinfo | None, tables: Mapping[str, Mapping[str, str]], *, joined: bool
) -> Iterator[Column]:
    names = _names(keys)
    keys.where = f"{keys.where}: column {names[0]!r}"
    joined_by = keys.text("joined_by") if "joined_by" in keys else ""
    if joined_by and len(names) == 1:
        keys.refuse("joined_by", "needs several names")
    in_list = len(names) > 1 and not joined_by
    if in_list and joined:
        keys.refuse("names", "several columns of a joined table are one value: say joined_by")
    no_value = frozenset(each.strip() for each in keys.texts("no_value"))
    seen: Counter[str] = Counter()
    headings: list[Heading] = []
    for name in names:
        seen[name] += 1
        headings.append((name, seen[name]))
    if "ignore" in keys:
        reason = keys.text("ignore")
        keys.done()
        for heading in headings:
            yield Column((heading,), None, no_value=no_value, ignore=reason)
        return
    entries = Entries.OF_ROWS if joined else Entries.OF_COLUMNS if in_list else Entries.OF_LISTS
    with_values = values_of(keys, "with", entries=entries is not Entries.OF_LISTS)
    also = tuple(read_reading(each, zone, tables, whole=False, entries=entries) for each in keys.tables("also"))
    reading = read_reading(keys, zone, tables, whole=True, entries=entries)
    column = Column(tuple(headings), reading, also, with_values, no_value, joined_by=joined_by)
    if not in_list:
        yield column
        return
    for slot, heading in enumerate(headings):
        yield _entry(column, heading, slot)


def _names(keys: Keys) -> tuple[str, ...]:
    if "names" not in keys:
        return (keys.text("name"),)
    if "name" in keys:
        keys.refuse("names", "a column has a name, or several have names")
    names = keys.texts("names")
    if len(names) < 2 or not all(names):
        keys.refuse("names", "must be two names or more")
    return names


def _entry(column: Column, heading: Heading, slot: int) -> Column:
    """The column alone, whose entry has a slot of its own."""
    assert column.reading
    return replace(
        column,
        headings=(heading,),
        reading=in_slot(column.reading, slot),
        also=tuple(in_slot(each, slot) for each in column.also),
        with_values=tuple((path_in(path, slot), value) for path, value in column.with_values),
    )


def in_slot(reading: Reading, slot: int) -> Reading:
    """The reading with a slot for ``-``."""
    return replace(
        reading,
        to=tuple(path_in(path, slot) for path in reading.to),
        answers=frozenset(path_in(path, slot) for path in reading.answers),
    )


def path_in(path: Path, slot: int) -> Path:
    """The path with a slot for ``-``."""
    return tuple(slot if segment == NEXT else segment for segment in path)


def _constant(keys: Keys, key: str, pointer: str, value: Any, entries: bool) -> tuple[Path, Value]:
    path = parse_pointer(pointer)
    if path is None or path.count(NEXT) > entries or path[0] in OURS:
        keys.refuse(key, f"{pointer!r} is not a place that a constant can go to")
    if not isinstance(value, str | int):
        keys.refuse(key, f"{pointer!r} must be text, a whole number, true or false")
    if found := fitting.refusal(path, value, kind_only=False):
        keys.refuse(key, f"{pointer!r} cannot hold that: {found.message}")
    return path, value


def _places(columns: Sequence[Column]) -> Iterator[Path]:
    for column in columns:
        if column.reading:
            for reading in (column.reading, *column.also):
                yield from reading.to
