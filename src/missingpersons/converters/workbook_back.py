"""A workbook that ``--to tabular`` wrote, as the episodes that it was written from, whoever has edited it since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from typing import Any, BinaryIO

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters._written_book import restored
from missingpersons.converters.cells import CANNOT_BE_CARRIED
from missingpersons.converters.fitting import PLACEHOLDER_ID, fit, least, refusals
from missingpersons.converters.formats import Reading
from missingpersons.converters.identity import Before, Seen
from missingpersons.converters.joined import BELONGS_TO_NONE, BESIDE, NO_ROOM
from missingpersons.converters.joining import Kept, Rows
from missingpersons.converters.layout import EPISODES, FURTHER, KEY, KIND, PLACE, VALUE, Leaf, sheets
from missingpersons.converters.places import Origin, Part, Path, clash
from missingpersons.converters.records import Record
from missingpersons.converters.sheets import CALCULATED, MERGED
from missingpersons.converters.sources import HIDDEN_SHEET, SHEET_NOT_READ
from missingpersons.converters.workbooks import Sheet, Workbook
from missingpersons.findings import CannotRun, Finding, finding

NOT_MAPPED = "MP-C-004"
ROW_AGAIN = "MP-C-025"

MOST_ROWS_OF_ONE = 100_000
"""The most rows of one sheet that one episode takes."""

_NEEDED = ("episode_id", "revision", "tenure", "recorded_at", "owner_force", "status")
"""Without one of these a row is no episode of anybody: none is made up."""
_WHOLE = re.compile(r"-?[0-9]{1,16}", re.ASCII)
_FURTHER_SHEET = re.compile(r" \([0-9]+\)$")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def read(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """Every row of the sheet of episodes as an episode, with the rows of the other sheets that are its own."""
    book = Workbook(stream, name=reading.name)
    tables = [_Table(sheet, number, leaf) for number, (sheet, leaf) in enumerate(_known(book), 1)]
    if not any(table.title == EPISODES for table in tables):
        book.close()
        raise CannotRun(f"{reading.name}: has no sheet {EPISODES!r}: was it written by --to tabular?")
    return _rows(book, tables, reading.name)


class _Table:
    """One sheet that the layout knows, once its header is read."""

    def __init__(self, sheet: Sheet, number: int, leaf: Leaf | None) -> None:
        self.sheet = sheet
        self.number = number
        self.leaf = leaf
        self.title = leaf.title if leaf else FURTHER
        self.headings: list[str] = []
        self._fields = {field.heading: field for field in leaf.fields} if leaf else {}

    def source(self, name: str, number: int) -> str:
        """How a row of it is called. Its title is one of ours."""
        return f"{name}:{number}" if self.title == EPISODES else f"{name}[{self.title}]:{number}"

    def places(self, count: int) -> list[str]:
        """The place of each cell: the number of its column."""
        return [f"/column_{n + 1}" for n in range(count)]

    def cell(self, record: Record, heading: str) -> str:
        """What a row says under a heading."""
        index = self.headings.index(heading) if heading in self.headings else -1
        return restored(record.cells[index]) if 0 <= index < len(record.cells) else ""

    def parts(self, record: Record, base: int) -> tuple[list[Part], dict[int, str]]:
        """What a row puts where, and the code of each cell that it cannot."""
        keys = {KEY, *(self.leaf.numbers if self.leaf else ())}
        stem = self._stem(record)
        found: list[Part] = []
        refused: dict[int, str] = {}
        if self.leaf is None:
            return self._further(record, base)
        for index, cell in enumerate(record.cells):
            heading = self.headings[index] if index < len(self.headings) else ""
            note = (record.notes or {}).get(index)
            if not cell or heading in keys:
                continue
            if note and note not in (CALCULATED, MERGED):
                refused[index] = note
                continue
            field = self._fields.get(heading)
            if field is None or stem is None:
                refused[index] = NOT_MAPPED if field is None else CANNOT_BE_CARRIED
                continue
            path = (*stem, *field.path)
            if field.kind == "list":
                entries = enumerate(restored(cell).split("\n"))
                found += [Part(base + index, Origin.CELL, (*path, n), _unlined(each)) for n, each in entries]
            elif field.kind == "text":
                found.append(Part(base + index, Origin.CELL, path, restored(cell)))
            elif _WHOLE.fullmatch(restored(cell)):
                found.append(Part(base + index, Origin.CELL, path, int(restored(cell))))
            else:
                refused[index] = CANNOT_BE_CARRIED
        return found, refused

    def _stem(self, record: Record) -> Path | None:
        """The path of the entry that a row is, or None if it does not say which."""
        if self.leaf is None or self.title == EPISODES:
            return ()
        numbers = iter([self.cell(record, heading) for heading in self.leaf.numbers])
        path: list[str | int] = []
        for segment in self.leaf.path:
            number = next(numbers, "") if segment == "*" else ""
            if segment == "*" and not (number.isdecimal() and 0 < int(number[:9]) < 100_000):
                return None
            path.append(int(number) - 1 if segment == "*" else segment)
        return tuple(path)

    def _further(self, record: Record, base: int) -> tuple[list[Part], dict[int, str]]:
        place, kind = self.cell(record, PLACE), self.cell(record, KIND)
        path = _pointer(place)
        value = _value(kind, self.cell(record, VALUE))
        columns = [
            index for index, cell in enumerate(record.cells) if cell and self.headings[index : index + 1] != [KEY]
        ]
        if path is None or value is None or not columns:
            return [], dict.fromkeys(columns, CANNOT_BE_CARRIED)
        return [Part(base + columns[0], Origin.CELL, path, value)], {}


def _rows(book: Workbook, tables: list[_Table], name: str) -> Iterator[Row]:
    with closing(book), closing(Rows()) as kept, closing(Seen()) as seen:
        if found := _unread(book, tables):
            yield Row(f"{name}:0", None, found)
        others = [table for table in tables if table.title != EPISODES]
        for index, table in enumerate(others):
            for number, record in _records(book, table):
                if record.problem:
                    yield Row(table.source(name, number), None, (finding(record.problem),))
                else:
                    kept.add(index, table.cell(record, KEY), number, record)
        for table in tables:
            if table.title == EPISODES:
                for number, record in _records(book, table):
                    source = table.source(name, number)
                    if record.problem:
                        yield Row(source, None, (finding(record.problem),))
                    else:
                        yield from _episode(source, table, record, others, kept, seen, name)
        for each, beyond in kept.left():
            yield _lost(each, others[each.table], name, NO_ROOM if beyond else BELONGS_TO_NONE)


def _records(book: Workbook, table: _Table) -> Iterator[tuple[int, Record]]:
    """The rows below the header, which the table then knows."""
    records = book.records(table.sheet)
    first = next(records, None)
    if first is not None and first.problem:
        yield 0, first
    table.headings = [each.strip() for each in first.cells] if first else []
    number = 0
    for record in records:
        number = record.number or number + 1
        yield number, record


def _episode(
    source: str, table: _Table, record: Record, others: list[_Table], kept: Rows, seen: Seen, name: str
) -> Iterator[Row]:
    key = table.cell(record, KEY)
    beside: list[tuple[Kept, _Table, bool]] = []
    for index, other in enumerate(others):
        rows, before = kept.taken(index, key, most=MOST_ROWS_OF_ONE)
        beside += [(each, other, not before) for each in rows]
    at: dict[Path, Part] = {}
    parts, refused = table.parts(record, 0)
    _add(at, parts, refused, in_pieces=False)
    aside: list[dict[int, str]] = []
    for place, (each, other, _) in enumerate(beside, 1):
        parts, wrong = other.parts(each.record, place * BESIDE)
        _add(at, parts, wrong, in_pieces=other.leaf is None)
        aside.append(wrong)
    parts = list(at.values())
    owner = table.cell(record, "Owner force")
    document = None
    if pair := clash(at):
        # One is inside the other: that can only be where somebody wrote a pointer of their own.
        at.pop(max(pair, key=lambda path: at[path].column))
        parts = list(at.values())
    if _is_force(owner):
        tree, blamed = fit(least(owner), parts)
        for column in blamed:
            wrong = refused if column < BESIDE else aside[column // BESIDE - 1]
            wrong[column % BESIDE] = CANNOT_BE_CARRIED
        given = {part.path[0] for part in parts if part.column not in blamed and part.column < BESIDE}
        if given.issuperset(_NEEDED) and tree["episode_id"] != PLACEHOLDER_ID:
            document = wire.encode(tree)
    again = document is not None and seen.add(document.decode(), "") is not Before.NEVER
    yield _told(source, table, record, refused, lost=document is None, again=again, document=document)
    for (each, other, is_first), wrong in zip(beside, aside, strict=True):
        if is_first or wrong:
            told = _told(other.source(name, each.number), other, each.record, wrong, lost=document is None, again=again)
            yield told if is_first else Row(told.source, None, told.findings)


def _told(
    source: str,
    table: _Table,
    record: Record,
    refused: Mapping[int, str],
    *,
    lost: bool,
    again: bool = False,
    document: bytes | None = None,
) -> Row:
    """What became of one row."""
    places = table.places(len(record.cells))
    cells: list[tuple[str, Fate]] = []
    found: list[Finding] = [finding(ROW_AGAIN)] if again and table.title == EPISODES else []
    for index, (place, cell) in enumerate(zip(places, record.cells, strict=True)):
        note = (record.notes or {}).get(index)
        fate = Fate.CARRIED
        if not cell:
            fate = Fate.EMPTY
        elif again:
            fate = Fate.REPEATED
        elif index in refused or lost:
            fate = Fate.SET_ASIDE
            found.append(finding(refused.get(index, CANNOT_BE_CARRIED), place))
        elif note == CALCULATED:
            fate = Fate.APPROXIMATED
        if note and not (fate is Fate.SET_ASIDE or again):
            found.append(finding(note, place))
        cells.append((place, fate))
    return Row(source, None if again else document, tuple(found), tuple(cells))


def _lost(kept: Kept, table: _Table, name: str, code: str) -> Row:
    refused = dict.fromkeys(range(len(kept.record.cells)), code)
    told = _told(table.source(name, kept.number), table, kept.record, refused, lost=True)
    return Row(told.source, None, (finding(code), *told.findings), told.cells)


def _add(at: dict[Path, Part], parts: list[Part], refused: dict[int, str], *, in_pieces: bool) -> None:
    """Put each part at its path. A second one for it is refused, unless it is the next piece of a long text."""
    for part in parts:
        before = at.get(part.path)
        if before is None:
            at[part.path] = part
        elif in_pieces and isinstance(before.value, str) and isinstance(part.value, str):
            before.value += part.value
        else:
            refused[part.column % BESIDE] = NO_ROOM


@lru_cache(maxsize=256)
def _is_force(owner: str) -> bool:
    """Whether an episode can be owned by a force of this name."""
    return bool(owner) and not refusals(owner, ())


def _known(book: Workbook) -> Iterator[tuple[Sheet, Leaf | None]]:
    leaves: dict[str, Leaf | None] = {FURTHER: None}
    for leaf in sheets():
        leaves[leaf.title] = leaves.setdefault(leaf.title[:26], leaf) and leaf
    for sheet in book.sheets:
        title = _FURTHER_SHEET.sub("", sheet.name)
        if title in leaves:
            yield sheet, leaves[title]


def _unread(book: Workbook, tables: list[_Table]) -> tuple[Finding, ...]:
    known = {table.sheet for table in tables}
    return tuple(
        finding(HIDDEN_SHEET if sheet.is_hidden else SHEET_NOT_READ, f"/sheet_{number}")
        for number, sheet in enumerate(book.sheets, 1)
        if sheet not in known
    )


def _pointer(text: str) -> Path | None:
    """The path of a value that has no column: as deep as local fields go."""
    path: list[str | int] = []
    for segment in text.split("/")[1:]:
        if not segment or len(segment) > 64 or not segment.isascii():
            return None
        path.append(int(segment) if segment.isdigit() and len(segment) < 7 else segment)
    return tuple(path) if path and not isinstance(path[0], int) else None


def _value(kind: str, text: str) -> Any:
    """A value by its kind, or None if it is none."""
    if kind == "text":
        return text
    if kind == "number":
        return int(text) if _WHOLE.fullmatch(text) else None
    if kind == "yes or no":
        return {"yes": True, "no": False}.get(text)
    return {"empty part": {}, "empty list": []}.get(kind)


def _unlined(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], text)
