"""Episodes as columns for analysts, with the record's own descriptions: nested, flat, or one list of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol

from missingpersons import wire
from missingpersons.converters.formats import Line, Source, Writing, Written
from missingpersons.converters.leaving import Leaving
from missingpersons.findings import CannotRun, MissingExtra
from missingpersons.models import STANDARD_VERSION
from missingpersons.resources import schema

ROWS, BYTES = 1000, 32 * 1024 * 1024
"""A group of rows is written when there are so many, or when their documents are as large as this together."""

SHAPES = ("nested", "flat")
OPTIONS = MappingProxyType(
    {
        "shape": "nested, as the record is; or flat: a column for each value, and JSON text for each list of records.",
        "table": "The path of one list of records, such as /person/phones: a row for each entry, and nothing else.",
    }
)
TABLE = (
    Line("", "the column of the same name", note="In a flat table, a part of the record with nothing in it is lost."),
)

Tree = Mapping[str, Any]


class Sink(Protocol):
    """Where groups of rows go."""

    def write_batch(self, batch: Any) -> None:
        """Write one group of rows."""

    def close(self) -> None:
        """Write what comes after the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: what it is called, the part of the record's schema that it holds, and whether as JSON text."""

    name: str
    path: tuple[str, ...]
    part: Tree
    is_json: bool = False


@cache
def arrow() -> Any:
    """The library that does the work."""
    found = None
    with suppress(ImportError):
        found = import_module("pyarrow")
    if found is None:
        raise MissingExtra("parquet", "writing columns")
    return found


def write_columns(episodes: Source, writing: Writing, opened: Callable[[Any], Sink]) -> Iterator[Written]:
    """Each episode as a row, or as many as its list has entries; a group of rows is written whenever one is full."""
    table = writing.options.get("table")
    shape = writing.options.get("shape", "flat" if table else "nested")
    if shape not in SHAPES:
        raise CannotRun(f"shape is one of {', '.join(SHAPES)}")
    columns = _columns(shape, table)
    sink = opened(_arrow_schema(columns))
    rows: list[dict[str, Any]] = []
    size = 0
    for source, episode in episodes:
        tree = wire.to_tree(episode)
        leaving = Leaving(source, tree)
        rows += _rows(tree, columns, table, leaving)
        size += len(wire.dump(episode))
        yield leaving.written()
        if len(rows) >= ROWS or size >= BYTES:
            _flush(sink, rows, columns)
            rows, size = [], 0
    _flush(sink, rows, columns)
    sink.close()


def _flush(sink: Sink, rows: list[dict[str, Any]], columns: Sequence[Column]) -> None:
    if rows:
        sink.write_batch(arrow().RecordBatch.from_pylist(rows, schema=_arrow_schema(columns)))


def _rows(tree: Tree, columns: Sequence[Column], table: str | None, leaving: Leaving) -> list[dict[str, Any]]:
    if table is None:
        leaving.carry()
        _lose_the_empty(tree, columns, (), leaving)
        return [{each.name: _value(tree, each) for each in columns}]
    entries: Any = _look(tree, tuple(table.split("/")[1:])) or []
    first, number, *others = columns
    if entries:
        # Without an entry there is no row, and nothing of the episode.
        leaving.carry(*first.path)
    for index, entry in enumerate(entries):
        at: tuple[str | int, ...] = (*table.split("/")[1:], index)
        leaving.carry(*at)
        _lose_the_empty(entry, columns[2:], at, leaving)
    return [
        {
            first.name: _value(tree, first),
            number.name: index,
            **{each.name: _value(entry, each) for each in others},
        }
        for index, entry in enumerate(entries)
    ]


def _value(tree: Any, column: Column) -> Any:
    value = _look(tree, column.path)
    if column.is_json and value is not None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _arrow_value(value, column.part)


def _arrow_value(value: Any, part: Tree) -> Any:
    """The value with what is of any shape as JSON text."""
    part = _resolved(part)
    if isinstance(value, dict) and not part.get("properties"):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if isinstance(value, dict):
        return {name: _arrow_value(each, part["properties"][name]) for name, each in value.items()}
    if isinstance(value, list):
        return [_arrow_value(each, part["items"]) for each in value]
    return value


def _lose_the_empty(tree: Any, columns: Sequence[Column], at: tuple[str | int, ...], leaving: Leaving) -> None:
    """In a flat table nobody can see that a part of the record is there and has nothing in it."""
    for path in _parts(tuple(columns)):
        if _look(tree, path) == {} and path != ("person",):
            leaving.set_aside(*at, *path)


@cache
def _parts(columns: tuple[Column, ...]) -> frozenset[tuple[str, ...]]:
    """The parts of the record that are spread over several columns."""
    return frozenset(each.path[:length] for each in columns for length in range(1, len(each.path)))


def _look(tree: Any, path: Sequence[str]) -> Any:
    for step in path:
        if not isinstance(tree, Mapping) or step not in tree:
            return None
        tree = tree[step]
    return tree


@cache
def _episode() -> Tree:
    return schema("episode")


def _resolved(part: Tree) -> Tree:
    """A part of the schema with what it refers to; its own description counts before that of what it refers to."""
    if "$ref" not in part:
        return part
    found = dict(_episode()["$defs"][part["$ref"].rpartition("/")[2]])
    return {**found, **{name: value for name, value in part.items() if name != "$ref"}}


@cache
def _columns(shape: str, table: str | None) -> tuple[Column, ...]:
    properties: Mapping[str, Tree] = _episode()["properties"]
    if table is not None:
        entry = _entry(table)
        told = {"type": "integer", "description": "Which entry of the list it is: 0 for the first."}
        return (
            Column("episode.episode_id", ("episode_id",), properties["episode_id"]),
            Column("episode.entry", (), told),
            *_flat(entry, ()),
        )
    if shape == "nested":
        return tuple(Column(name, (name,), part) for name, part in properties.items())
    return tuple(_flat(_episode(), ()))


def _entry(table: str) -> Tree:
    """The schema of an entry of the list of records at ``table``."""
    part: Tree = _episode()
    for step in table.split("/")[1:]:
        part = _resolved(part.get("properties", {}).get(step, {}))
    entry = _resolved(part.get("items", {}))
    if not entry.get("properties"):
        raise CannotRun("table is the path of a list of records, such as /person/phones or /assessments")
    return entry


def _flat(part: Tree, path: tuple[str, ...]) -> Iterator[Column]:
    for name, inner in part["properties"].items():
        whole = _resolved(inner)
        at = (*path, name)
        if whole.get("properties"):
            yield from _flat(whole, at)
        else:
            is_json = whole.get("type") == "object" or bool(_resolved(whole.get("items", {})).get("properties"))
            yield Column(".".join(at), at, whole, is_json)


@cache
def _arrow_schema(columns: tuple[Column, ...]) -> Any:
    about = {"title": "Missing-person episodes", "standard_version": STANDARD_VERSION, "schema": _episode()["$id"]}
    return arrow().schema([_field(each.name, each.part, is_json=each.is_json) for each in columns], metadata=about)


def _field(name: str, part: Tree, *, is_json: bool = False) -> Any:
    told = _resolved(part)
    kind = arrow().string() if is_json else _kind(told)
    about = {"description": told["description"]} if "description" in told else None
    return arrow().field(name, kind, metadata=about)


def _kind(part: Tree) -> Any:
    if part.get("properties"):
        return arrow().struct([_field(name, inner) for name, inner in part["properties"].items()])
    if part.get("type") == "array":
        return arrow().list_(_field("item", part["items"]))
    if part.get("type") == "integer":
        return arrow().int64()
    return arrow().string()
