"""One sheet of a workbook of episodes: what its rows put where, and which of their cells go nowhere."""

from __future__ import annotations

import re
from typing import Any

from missingpersons.converters._written_book import restored
from missingpersons.converters.cells import CANNOT_BE_CARRIED
from missingpersons.converters.layout import EPISODES, FURTHER, KEY, KIND, PLACE, VALUE, Leaf
from missingpersons.converters.places import Origin, Part, Path
from missingpersons.converters.records import Record
from missingpersons.converters.sheets import CALCULATED, MERGED
from missingpersons.converters.workbooks import Sheet

NOT_MAPPED = "MP-C-004"

_WHOLE = re.compile(r"-?[0-9]{1,16}", re.ASCII)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Table:
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
