"""A workbook that ``--to tabular`` wrote, as the episodes that it was written from, whoever has edited it since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from typing import BinaryIO

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters._layout_rows import Table
from missingpersons.converters.cells import CANNOT_BE_CARRIED
from missingpersons.converters.fitting import PLACEHOLDER_ID, fit, least, refusals
from missingpersons.converters.formats import Reading
from missingpersons.converters.identity import Before, Seen
from missingpersons.converters.joined import BELONGS_TO_NONE, BESIDE, NO_ROOM
from missingpersons.converters.joining import Kept, Rows
from missingpersons.converters.layout import EPISODES, FURTHER, KEY, Leaf, sheets
from missingpersons.converters.places import Part, Path, clash
from missingpersons.converters.records import Record
from missingpersons.converters.sheets import CALCULATED
from missingpersons.converters.sources import HIDDEN_SHEET, SHEET_NOT_READ
from missingpersons.converters.workbooks import Sheet, Workbook
from missingpersons.findings import CannotRun, Finding, finding

ROW_AGAIN = "MP-C-025"

MOST_ROWS_OF_ONE = 100_000
"""The most rows of one sheet that one episode takes."""

_NEEDED = ("episode_id", "revision", "tenure", "recorded_at", "owner_force", "status")
"""Without one of these a row is no episode of anybody: none is made up."""
_FURTHER_SHEET = re.compile(r" \([0-9]+\)$")


def read(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """Every row of the sheet of episodes as an episode, with the rows of the other sheets that are its own."""
    book = Workbook(stream, name=reading.name)
    tables = [Table(sheet, number, leaf) for number, (sheet, leaf) in enumerate(_known(book), 1)]
    if not any(table.title == EPISODES for table in tables):
        book.close()
        raise CannotRun(f"{reading.name}: has no sheet {EPISODES!r}: was it written by --to tabular?")
    return _rows(book, tables, reading.name)


def _rows(book: Workbook, tables: list[Table], name: str) -> Iterator[Row]:
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


def _records(book: Workbook, table: Table) -> Iterator[tuple[int, Record]]:
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
    source: str, table: Table, record: Record, others: list[Table], kept: Rows, seen: Seen, name: str
) -> Iterator[Row]:
    key = table.cell(record, KEY)
    beside: list[tuple[Kept, Table, bool]] = []
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
    table: Table,
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


def _lost(kept: Kept, table: Table, name: str, code: str) -> Row:
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


def _unread(book: Workbook, tables: list[Table]) -> tuple[Finding, ...]:
    known = {table.sheet for table in tables}
    found = []
    for number, sheet in enumerate(book.sheets, 1):
        unread = [(HIDDEN_SHEET if sheet.is_hidden else SHEET_NOT_READ, "")]
        found += [(code, f"/sheet_{number}{cell}") for code, cell in (book.beside(sheet) if sheet in known else unread)]
    return tuple(finding(code, place) for code, place in found)
