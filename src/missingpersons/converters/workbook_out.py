"""Episodes as a flat workbook that a person can read, and that reads back as the same episodes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, Any, BinaryIO

from missingpersons import wire
from missingpersons.converters._written_book import LONGEST_CELL, Book, neutral
from missingpersons.converters.formats import Source, Writing, Written
from missingpersons.converters.layout import EPISODES, FURTHER, KEY, KIND, PLACE, VALUE, Field, Leaf, sheets
from missingpersons.converters.leaving import Leaving

_PIECE = 16_000
"""How many characters of a long text stand in one cell: none is more than two of Office Open XML's."""
_EMPTY = {"dict": "empty part", "list": "empty list"}


def write(episodes: Source, stream: BinaryIO, _: Writing) -> Iterator[Written]:
    """Each episode a row of the first sheet, with rows in the others for its lists. Everything is carried.

    The rows wait in temporary files without a name until every episode has come, since a workbook is written sheet
    by sheet: memory does not grow with them.
    """
    with ExitStack() as stack:
        waiting = [_Waiting(leaf, stack.enter_context(tempfile.TemporaryFile("w+b"))) for leaf in sheets()]
        further = stack.enter_context(tempfile.TemporaryFile("w+b"))
        for number, (source, episode) in enumerate(episodes, 1):
            tree = wire.to_tree(episode)
            leaving = Leaving(source, tree)
            leaving.carry()
            flat = _Flat(tree, str(number))
            for each in waiting:
                each.add(flat)
            for values in flat.left():
                further.write(json.dumps(values).encode() + b"\n")
            yield leaving.written()
        book = Book(stream)
        for each in waiting:
            if each.used or each.leaf.title == EPISODES:
                book.sheet(each.leaf.title, each.headings(), each.rows())
        if further.tell():
            book.sheet(FURTHER, [KEY, PLACE, KIND, VALUE], _lines(further))
        book.close()


class _Flat:
    """The tree of one episode, from which values are taken until what has no column is left."""

    def __init__(self, tree: dict[str, Any], key: str) -> None:
        self.key = key
        self._tree = tree
        self._taken: set[tuple[str | int, ...]] = set()

    def entries(self, leaf: Leaf) -> Iterator[tuple[tuple[int, ...], tuple[str | int, ...], Any]]:
        """The parts that are rows of a sheet: which entries they are, their path, and what they hold."""
        yield from _entries(self._tree, leaf.path, (), ())

    def text(self, at: tuple[str | int, ...], part: Any, field: Field) -> str:
        """The value of a field as text, which then is taken; nothing if there is none or it is too long for a cell."""
        value = part
        for segment in field.path:
            if not isinstance(value, dict) or segment not in value:
                return ""
            value = value[segment]
        said = "\n".join(map(_line, value)) if isinstance(value, list) else str(value)
        said = neutral(said)
        # A character beyond the first plane counts for two.
        if len(said) * 2 > LONGEST_CELL and len(said.encode("utf-16-le")) // 2 > LONGEST_CELL:
            return ""
        if not said:
            return ""
        self._taken.add((*at, *field.path))
        return said

    def left(self) -> Iterator[list[str]]:
        """Whatever has no column, by pointer: a long text in pieces, one a row."""
        yield from self._left(self._tree, ())

    def _left(self, value: Any, path: tuple[str | int, ...]) -> Iterator[list[str]]:
        if path in self._taken:
            return
        if isinstance(value, dict | list) and value:
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            for name, each in inner:
                yield from self._left(each, (*path, name))
            return
        place = "".join(f"/{each}" for each in path)
        # That there is a person, though nothing is known of them, goes without saying.
        if isinstance(value, dict | list):
            if path != ("person",):
                yield [self.key, place, _EMPTY[type(value).__name__], ""]
        elif isinstance(value, bool):
            yield [self.key, place, "yes or no", "yes" if value else "no"]
        elif isinstance(value, int):
            yield [self.key, place, "number", neutral(str(value))]
        else:
            for first in range(0, max(len(value), 1), _PIECE):
                yield [self.key, place, "text", neutral(value[first : first + _PIECE])]


class _Waiting:
    """The rows of one sheet until it is written, and which of its columns have anything in them."""

    def __init__(self, leaf: Leaf, file: IO[bytes]) -> None:
        self.leaf = leaf
        self.used: set[int] = set()
        self._file = file

    def add(self, flat: _Flat) -> None:
        """Keep the rows that an episode has in this sheet."""
        for numbers, at, part in flat.entries(self.leaf):
            cells = {}
            for column, field in enumerate(self.leaf.fields):
                if text := flat.text(at, part, field):
                    cells[column] = text
            if cells:
                self.used.update(cells)
                keys = [flat.key, *(str(each + 1) for each in numbers)]
                self._file.write(json.dumps([keys, list(cells.items())]).encode() + b"\n")

    def headings(self) -> list[str]:
        """The headings of the columns that are used."""
        return [KEY, *self.leaf.numbers, *(self.leaf.fields[column].heading for column in sorted(self.used))]

    def rows(self) -> Iterator[list[str]]:
        """The rows, each as long as the header."""
        columns = sorted(self.used)
        for keys, cells in _lines(self._file):
            held = dict(cells)
            yield [*keys, *(held.get(column, "") for column in columns)]


def _entries(
    value: Any, path: tuple[str, ...], at: tuple[str | int, ...], numbers: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], tuple[str | int, ...], Any]]:
    if not path:
        yield numbers, at, value
    elif path[0] == "*":
        for number, each in enumerate(value if isinstance(value, list) else ()):
            yield from _entries(each, path[1:], (*at, number), (*numbers, number))
    elif isinstance(value, dict) and path[0] in value:
        yield from _entries(value[path[0]], path[1:], (*at, path[0]), numbers)


def _line(text: str) -> str:
    """One entry of a list on a line of its own."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _lines(file: IO[bytes]) -> Iterator[Any]:
    file.seek(0)
    for line in file:
        yield json.loads(line)
