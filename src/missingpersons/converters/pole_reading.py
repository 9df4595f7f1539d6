"""Flat POLE records as episodes: each cell to its place, and an account of every cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from missingpersons.converters import Fate, Row
from missingpersons.converters.cells import NOT_A_NUMBER
from missingpersons.converters.encodings import is_marked
from missingpersons.converters.formats import Reading
from missingpersons.converters.gathered import Gathered
from missingpersons.converters.guarded import unguard
from missingpersons.converters.identity import digest
from missingpersons.converters.naming import Naming
from missingpersons.converters.places import Origin, Part
from missingpersons.converters.pole_fields import (
    ACCOUNT,
    AGE,
    COLUMNS,
    HOME,
    IDENTIFIERS,
    LINES,
    NAMES,
    Column,
    N,
    meanings,
)
from missingpersons.converters.records import NOT_READ, ODD_QUOTES, OPEN_QUOTE, Record, Records
from missingpersons.converters.rows import (
    BEYOND_HEADER,
    IN_DOUBLED_COLUMN,
    NUL,
    TOO_LONG,
    TOO_SHORT,
    UNDECODABLE,
)
from missingpersons.findings import CannotRun, finding
from missingpersons.rules.pole_fields import ACCOUNT_JOINT

NO_FIELD = "MP-C-080"
NO_MEANING = "MP-C-081"
NEAR = "MP-C-089"

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_E164 = re.compile(r"[+][1-9][0-9]{6,14}", re.ASCII)


def read(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """Each row as the episode that it is, or as a new one of the force that is named."""
    records = Records(stream, encoding="utf-8-sig", delimiter=",")
    entries = iter(records)
    first = next(entries, None)
    columns = [COLUMNS.get(_key(cell)) for cell in first.cells] if first else []
    if not any(columns):
        records.close()
        raise CannotRun(f"{reading.name}: the first row has no DS number: is it a CSV file of flat POLE records?")
    names = [column.name if column else None for column in columns]
    return _rows(records, entries, names, reading.name, Naming(reading, "pole"))


def _rows(
    records: Records, entries: Iterator[Record], names: list[str | None], source: str, naming: Naming
) -> Iterator[Row]:
    with closing(records), closing(naming):
        for number, record in enumerate(entries, 1):
            place = f"{source}:{number}"
            if record.problem == NOT_READ:
                cells = tuple((_place(name, index), Fate.SET_ASIDE) for index, name in enumerate(names))
                yield Row(place, None, (finding(NOT_READ),), cells)
            else:
                yield naming.row(place, _draft(record, names))


def _key(heading: str) -> str:
    """The column that a heading names: ``DS_031`` is the first of its kind."""
    key = unguard(heading).strip().partition(" ")[0]
    return key if key in COLUMNS else f"{key}.1"


def _draft(record: Record, names: list[str | None]) -> Gathered:
    known = [*names, *[None] * (len(record.cells) - len(names))]
    draft = Gathered(digest=digest((known[n] or f"\n{n}", cell) for n, cell in enumerate(record.cells)))
    if record.problem == ODD_QUOTES:
        draft.note(ODD_QUOTES)
    if len(record.cells) > len(names):
        draft.note(TOO_LONG)
    elif len(record.cells) < len(names) and record.problem != OPEN_QUOTE:
        draft.note(TOO_SHORT)
    given: dict[str, int] = {}
    for index, cell in enumerate(record.cells):
        name = known[index]
        place = _place(name, index)
        if not cell.strip():
            draft.judge(place, Fate.EMPTY)
        elif record.problem == OPEN_QUOTE and index == len(record.cells) - 1:
            draft.judge(place, Fate.SET_ASIDE, OPEN_QUOTE)
        elif index >= len(names):
            draft.judge(place, Fate.SET_ASIDE, BEYOND_HEADER)
        elif name is None:
            draft.judge(place, Fate.SET_ASIDE, NO_FIELD)
        elif record.notes and index in record.notes:
            draft.judge(place, Fate.SET_ASIDE, record.notes[index])
        elif name in given:
            draft.judge(place, Fate.SET_ASIDE, IN_DOUBLED_COLUMN)
        elif "\0" in cell:
            draft.judge(place, Fate.SET_ASIDE, NUL)
        elif is_marked(cell):
            draft.judge(place, Fate.SET_ASIDE, UNDECODABLE)
        else:
            given[name] = index
            _read_cell(draft, index, place, COLUMNS[name], unguard(cell))
    for index in range(len(record.cells), len(names)):
        draft.judge(_place(names[index], index), Fate.EMPTY)
    _numbers_as_told(draft)
    return draft


def _place(name: str | None, index: int) -> str:
    return f"/{name}" if name else f"/column_{index + 1}"


def _read_cell(draft: Gathered, index: int, place: str, column: Column, cell: str) -> None:
    each = column.field
    if each.labels:
        meant = meanings(each).get(cell.strip().lower())
        if meant is None:
            draft.judge(place, Fate.SET_ASIDE, NO_MEANING)
        else:
            draft.judge(place, *((Fate.APPROXIMATED, NEAR) if meant.near else (Fate.CARRIED,)))
            draft.parts.append(Part(index, Origin.CELL, each.at(column.number), meant.code))
    elif each.number or each is AGE:
        if not _WHOLE_NUMBER.fullmatch(cell.strip()):
            draft.judge(place, Fate.SET_ASIDE, NOT_A_NUMBER)
            return
        draft.judge(place, Fate.CARRIED)
        paths = [("person", "age", "min"), ("person", "age", "max")] if each is AGE else [each.path]
        draft.parts += [Part(index, Origin.CELL, path, int(cell.strip())) for path in paths]
    elif each is ACCOUNT:
        platform, joint, handle = cell.partition(ACCOUNT_JOINT)
        if not (platform and joint and handle):
            draft.judge(place, Fate.SET_ASIDE, NO_MEANING)
            return
        draft.judge(place, Fate.CARRIED)
        at = each.at(column.number)
        draft.parts += [
            Part(index, Origin.CELL, (*at, "platform"), platform),
            Part(index, Origin.CELL, (*at, "handle"), handle),
        ]
    else:
        draft.judge(place, Fate.CARRIED)
        _text(draft, index, column, cell)


def _text(draft: Gathered, index: int, column: Column, cell: str) -> None:
    """A cell that is carried as it is, and what its being there says beside."""
    each = column.field
    at = each.at(column.number)
    beside: list[tuple[tuple[str | int, ...], str]] = []
    if each is NAMES[2]:
        # The first name is that of the given name and surname.
        at = ("person", "names", 1 + column.number, "full")
        beside.append(((*at[:-1], "kind"), "alias"))
    elif each in HOME or each in LINES:
        at = tuple(0 if step == N else step for step in each.path)
        beside.append((("person", "addresses", 0, "kind"), "home"))
    for number, (scheme, one) in enumerate(IDENTIFIERS.items()):
        if each is one:
            at = each.at(number)
            beside.append(((*at[:-1], "scheme"), scheme))
    draft.parts.append(Part(index, Origin.CELL, at, cell))
    draft.parts += [Part(index, Origin.WITH, path, value) for path, value in beside]


def _numbers_as_told(draft: Gathered) -> None:
    """A telephone in the international form alone is told in that form; one in another form has only been told."""
    for part in list(draft.parts):
        is_phone = part.path[:2] == ("person", "phones") and part.path[-1] == "e164"
        if not is_phone:
            continue
        told = (*part.path[:-1], "number")
        if not _E164.fullmatch(str(part.value)) and not any(each.path == told for each in draft.parts):
            part.path = told
        elif not any(each.path == told for each in draft.parts):
            draft.parts.append(Part(part.column, Origin.WITH, told, part.value))
