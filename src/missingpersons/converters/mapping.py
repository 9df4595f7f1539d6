"""Reading a mapping file, and refusing one that is wrong before any row is read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import ZoneInfo

from missingpersons.converters import fitting
from missingpersons.converters._keys import Keys
from missingpersons.converters.cells import Reading
from missingpersons.converters.encodings import encoding
from missingpersons.converters.places import (
    Origin,
    Part,
    Path,
    Value,
    clash,
    parse_pointer,
    pointer_text,
)
from missingpersons.converters.readings import read_reading
from missingpersons.findings import CannotRun

_OURS = ("document_type", "standard_version")


@dataclass(frozen=True, slots=True)
class Column:
    """What the mapping says of one column: where its cells go, or that they are set aside."""

    name: str
    reading: Reading | None
    """None for a column that the mapping sets aside, with its reason."""
    also: tuple[Reading, ...] = ()
    with_values: tuple[tuple[Path, Value], ...] = ()
    no_value: frozenset[str] = frozenset()
    ignore: str = ""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How the tables of one source system are read as episodes of one force."""

    name: str
    owner_force: str
    columns: tuple[Column, ...]
    constants: tuple[Part, ...]
    """What every episode starts from, less what its cells overwrite."""
    encoding: str
    delimiter: str
    recorded_at: tuple[str, ...]
    """The columns whose latest time is when a row was recorded."""
    states_recorded_at: bool
    """Whether a constant gives ``/recorded_at``."""


def load_mapping(path: str | FilePath) -> TableMapping:
    """The mapping in the TOML file at ``path``. Raises ``CannotRun``, in one line, if it is wrong."""
    name = FilePath(path).name
    problem = ""
    try:
        text = FilePath(path).read_bytes().decode("utf-8")
    except OSError:
        problem = "cannot be opened"
    except UnicodeDecodeError:
        problem = "is not UTF-8"
    if problem:
        raise CannotRun(f"{name}: the mapping {problem}")
    return read_mapping(text, name=name)


def read_mapping(text: str, *, name: str = "mapping") -> TableMapping:
    """The mapping that ``text`` writes in TOML; ``name`` stands in what is said of it."""
    problem = ""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
    if problem:
        raise CannotRun(f"{name}: not TOML: {problem}")
    return _mapping(Keys(tree, name))


def _mapping(keys: Keys) -> TableMapping:
    title, force = keys.text("name"), keys.text("owner_force")
    zone = _zone(keys)
    text_encoding, delimiter = _encoding(keys), _delimiter(keys)
    recorded_at = keys.texts("recorded_at")
    tables = {name: Keys(each, f"{keys.where}: tables.{name}").codes() for name, each in keys.table("tables").items()}
    constants = _values(keys, "constants")
    columns = tuple(_column(each, zone, tables) for each in keys.tables("column"))
    keys.done()
    _check_constants(keys, force, constants)
    _check_columns(keys, columns, constants)
    return TableMapping(
        name=title,
        owner_force=force,
        columns=columns,
        constants=(*fitting.least(force), *(Part(-1, Origin.WITH, *each) for each in constants)),
        encoding=text_encoding,
        delimiter=delimiter,
        recorded_at=_time_columns(keys, recorded_at, columns),
        states_recorded_at=any(path == ("recorded_at",) for path, _ in constants),
    )


def _column(keys: Keys, zone: tzinfo | None, tables: Mapping[str, Mapping[str, str]]) -> Column:
    name = keys.text("name")
    keys.where = f"{keys.where}: column {name!r}"
    no_value = frozenset(each.strip() for each in keys.texts("no_value"))
    if "ignore" in keys:
        column = Column(name, None, no_value=no_value, ignore=keys.text("ignore"))
        keys.done()
        return column
    with_values = _values(keys, "with")
    also = tuple(read_reading(each, zone, tables, whole=False) for each in keys.tables("also"))
    reading = read_reading(keys, zone, tables, whole=True)
    return Column(name, reading, also, with_values, no_value)


def _values(keys: Keys, key: str) -> tuple[tuple[Path, Value], ...]:
    """A table of pointers and constant values, each of which structure accepts where it goes."""
    return tuple(_constant(keys, key, pointer, value) for pointer, value in keys.table(key).items())


def _constant(keys: Keys, key: str, pointer: str, value: Any) -> tuple[Path, Value]:
    path = parse_pointer(pointer)
    if path is None or "-" in path or path[0] in _OURS:
        keys.refuse(key, f"{pointer!r} is not a place that a constant can go to")
    if not isinstance(value, str | int):
        keys.refuse(key, f"{pointer!r} must be text, a whole number, true or false")
    if found := fitting.refusal(path, value, kind_only=False):
        keys.refuse(key, f"{pointer!r} cannot hold that: {found.message}")
    return path, value


def _check_constants(keys: Keys, force: str, constants: tuple[tuple[Path, Value], ...]) -> None:
    for each in fitting.refusals(force, ()):
        keys.refuse("owner_force", each.message)
    for each in fitting.refusals(force, constants):
        keys.refuse("constants", f"at {each.at or '/'}: {each.message}")


def _check_columns(keys: Keys, columns: tuple[Column, ...], constants: tuple[tuple[Path, Value], ...]) -> None:
    if not columns:
        keys.refuse("column", "there is none")
    names = [column.name for column in columns]
    if twice := next((name for name in names if names.count(name) > 1), None):
        keys.refuse("column", f"{twice!r} is described twice")
    places = list(_places(columns))
    if again := next((path for path in places if "-" not in path and places.count(path) > 1), None):
        keys.refuse("column", f"two cells go to {pointer_text(again)!r}, so one would be lost")
    fixed = [path for values in (constants, *(each.with_values for each in columns)) for path, _ in values]
    if pair := clash(dict.fromkeys([*places, *fixed])):
        one, other = map(pointer_text, pair)
        keys.refuse("column", f"{one!r} and {other!r} cannot both be filled")


def _places(columns: tuple[Column, ...]) -> Iterator[Path]:
    for column in columns:
        if column.reading:
            for reading in (column.reading, *column.also):
                yield from reading.to


def _time_columns(keys: Keys, named: tuple[str, ...], columns: tuple[Column, ...]) -> tuple[str, ...]:
    """The columns that say when a row was recorded: those named, or the one that goes to that place."""
    times: dict[str, Reading] = {
        column.name: column.reading for column in columns if column.reading and column.reading.kind == "local_time"
    }
    for name in named:
        if name not in times:
            keys.refuse("recorded_at", f"{name!r} is not a column that is read as local_time")
    return named or tuple(name for name, reading in times.items() if ("recorded_at",) in reading.to)


def _zone(keys: Keys) -> tzinfo | None:
    name = keys.text("timezone", "")
    zone = None
    with suppress(KeyError, OSError, ValueError):
        zone = ZoneInfo(name) if name else None
    if name and zone is None:
        keys.refuse("timezone", "there is no such time zone")
    return zone


def _encoding(keys: Keys) -> str:
    name = encoding(keys.text("encoding", "utf-8"))
    if name is None:
        keys.refuse("encoding", "there is no such text encoding")
    return name


def _delimiter(keys: Keys) -> str:
    delimiter = keys.text("delimiter", ",")
    if len(delimiter) != 1 or delimiter in '"\r\n':
        keys.refuse("delimiter", "must be one character, and neither a quote nor a line end")
    return delimiter
