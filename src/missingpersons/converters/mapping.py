"""Reading a mapping file, and refusing one that is wrong before any row is read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path as FilePath
from zoneinfo import ZoneInfo

from missingpersons._toml_lines import line_of
from missingpersons.converters import fitting
from missingpersons.converters._keys import Keys, Refusal
from missingpersons.converters.cells import Reading
from missingpersons.converters.columns import Column, check_places, read_columns, values_of
from missingpersons.converters.encodings import encoding
from missingpersons.converters.places import Origin, Part, Path, Value
from missingpersons.findings import CannotRun

MOST_ABOVE = 100
"""The last row in which headings may stand: they are held until the headings are there."""


@dataclass(frozen=True, slots=True)
class Join:
    """Another table whose rows are entries of the episodes: sightings, answers."""

    name: str
    sheet: str
    """The sheet of the same workbook; empty where it is a file of its own."""
    key: str
    """Its column that says which row of the first table an entry belongs to."""
    matches: str
    """The column of the first table that holds the same."""
    columns: tuple[Column, ...]
    positions: tuple[str, ...] = ()
    """The columns that say which entries they are, one for each `-` of a pointer; without any, their order says it."""


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
    sheet: str = ""
    """The sheet of a workbook; empty for the first that is not hidden."""
    joins: tuple[Join, ...] = ()
    header_row: int = 1
    """Which row names the columns, from 1, of those with anything in them."""


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
    except RecursionError:
        problem = "too many brackets are inside each other"
    if problem:
        raise CannotRun(f"{name}: not TOML: {problem}")
    try:
        return _mapping(Keys(tree, name))
    except Refusal as error:
        line = line_of(text, error.path)
        problem = str(error)
    raise CannotRun(f"{name}: line {line}{problem.removeprefix(name)}" if line else problem)


def _mapping(keys: Keys) -> TableMapping:
    title, force = keys.text("name"), keys.text("owner_force")
    zone = _zone(keys)
    text_encoding, delimiter = _encoding(keys), _delimiter(keys)
    recorded_at = keys.texts("recorded_at")
    tables = {
        name: Keys(each, f"{keys.where}: tables.{name}", ("tables", name)).codes()
        for name, each in keys.table("tables").items()
    }
    constants = values_of(keys, "constants")
    columns = read_columns(keys, zone, tables)
    sheet = keys.text("sheet", "")
    header_row = keys.whole_number("header_row")
    if header_row is not None and not 1 <= header_row <= MOST_ABOVE:
        keys.refuse("header_row", f"must be from 1, the first row with anything in it, to {MOST_ABOVE}")
    joins = tuple(_join(each, zone, tables, columns) for each in keys.tables("join"))
    keys.done()
    _check_constants(keys, force, constants)
    _check_joins(keys, joins)
    check_places(keys, [*columns, *(column for join in joins for column in join.columns)], constants)
    return TableMapping(
        name=title,
        owner_force=force,
        columns=columns,
        constants=(*fitting.least(force), *(Part(-1, Origin.WITH, *each) for each in constants)),
        encoding=text_encoding,
        delimiter=delimiter,
        recorded_at=_time_columns(keys, recorded_at, columns),
        states_recorded_at=any(path == ("recorded_at",) for path, _ in constants),
        sheet=sheet,
        joins=joins,
        header_row=header_row or 1,
    )


def _join(
    keys: Keys, zone: tzinfo | None, tables: Mapping[str, Mapping[str, str]], columns: tuple[Column, ...]
) -> Join:
    name = keys.text("name")
    keys.where = f"{keys.where}: join {name!r}"
    key, sheet = keys.text("key"), keys.text("sheet", "")
    matches = keys.text("matches", key)
    if (matches, 1) not in {heading for column in columns for heading in column.headings}:
        keys.refuse("matches", f"{matches!r} is no column of the first table")
    own = read_columns(keys, zone, tables, joined=True)
    keys.done()
    return Join(name, sheet, key, matches, own)


def _check_joins(keys: Keys, joins: tuple[Join, ...]) -> None:
    names = [join.name for join in joins]
    if twice := next((name for name in names if names.count(name) > 1), None):
        keys.refuse("join", f"{twice!r} is described twice")


def _check_constants(keys: Keys, force: str, constants: tuple[tuple[Path, Value], ...]) -> None:
    for each in fitting.refusals(force, ()):
        keys.refuse("owner_force", each.message)
    for each in fitting.refusals(force, constants):
        keys.refuse("constants", f"at {each.at or '/'}: {each.message}")


def _time_columns(keys: Keys, named: tuple[str, ...], columns: tuple[Column, ...]) -> tuple[str, ...]:
    """The columns that say when a row was recorded: those named, or the one that goes to that place."""
    times: dict[str, Reading] = {
        name: column.reading
        for column in columns
        if column.reading and column.reading.kind == "local_time"
        for name, _ in column.headings
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
