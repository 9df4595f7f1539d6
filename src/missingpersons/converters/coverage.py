"""How far a mapping covers a table: where each column goes, how many of its values convert, how the others look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, BinaryIO

from missingpersons.converters import Fate, Row
from missingpersons.converters.columns import Column
from missingpersons.converters.glimpses import masked
from missingpersons.converters.mapping import TableMapping
from missingpersons.converters.places import pointer_text
from missingpersons.converters.records import Record
from missingpersons.converters.rows import Header
from missingpersons.converters.sources import Tables, tables
from missingpersons.converters.tabular import convert

_MOST_FORMS = 1000
_MOST_AHEAD = 10_000
"""How many rows of a further table are kept, masked, while those before them are waited for."""
_AS_IT_WAS = (Fate.CARRIED, Fate.EMPTY, Fate.NO_VALUE)
_ANY_TIME = "2000-01-01T00:00:00Z"
"""Stands for the time of the export: no value is covered better or worse by another."""


@dataclass(slots=True, repr=False)
class Covered:
    """What became of the values of one column."""

    place: str
    goes: tuple[str, ...] = ()
    """The pointers that its values go to."""
    why: str = ""
    """Why it goes nowhere."""
    fates: Counter[Fate] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    """The forms of the values that were set aside: letters are x and digits 9."""
    kept: Counter[str] = field(default_factory=Counter)
    """The forms of those that were carried."""
    codes: Counter[str] = field(default_factory=Counter)
    """What was found."""

    @property
    def converted(self) -> int:
        """How many values are carried, as they are or nearly."""
        return self.fates[Fate.CARRIED] + self.fates[Fate.APPROXIMATED]

    @property
    def values(self) -> int:
        """How many values there were to carry."""
        return self.converted + self.fates[Fate.SET_ASIDE]

    def as_dict(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return {
            "column": self.place,
            "to": list(self.goes),
            "values": self.values,
            "converted": self.converted,
            "approximated": self.fates[Fate.APPROXIMATED],
            "set_aside": self.fates[Fate.SET_ASIDE],
            "no_value": self.fates[Fate.NO_VALUE],
            "empty": self.fates[Fate.EMPTY],
            "codes": dict(sorted(self.codes.items())),
            "such_as": [form for form, _ in self.kept.most_common(2)],
            "set_aside_such_as": [form for form, _ in self.lost.most_common(3)],
            **({"why": self.why} if self.why else {}),
        }


def coverage(
    opened: Callable[[], BinaryIO],
    mapping: TableMapping,
    *,
    name: str,
    joined: Callable[[], Mapping[str, BinaryIO]] = dict,
) -> list[Covered]:
    """What becomes of each column of a table and, after it, of the tables that are joined to it.

    ``opened`` opens the table, and ``joined`` the files of the joins that are no sheets: each is read twice.
    """
    with ExitStack() as stack:
        first, again = (stack.enter_context(opened()) for _ in range(2))
        files, files_again = ({key: stack.enter_context(each) for key, each in joined().items()} for _ in range(2))
        rows = convert(first, mapping, name=name, recorded_at=_ANY_TIME, joined=files)
        source = _tables(again, name, mapping, stack)
        records = source.records(mapping.sheet, header_row=mapping.header_row)
        for _ in range(mapping.header_row - 1):
            next(records)
        seen = {name: _Table("", records, mapping.columns)}
        for join in mapping.joins:
            told = f"{name}[{join.name}]" if join.sheet else join.name
            beside = source if join.sheet else _tables(files_again[join.name], join.name, mapping, stack)
            key = f"the key: its rows are found by it, as {join.matches!r} of the first table"
            seen[told] = _Table(told, beside.records(join.sheet), join.columns, {join.key: key})
        for row in rows:
            table, _, number = row.source.rpartition(":")
            # What is above the headings is in no column.
            if row.cells and number != "0":
                seen[table].count(row, int(number))
    return [column for table in seen.values() for column in table.covered()]


def _tables(stream: BinaryIO, name: str, mapping: TableMapping, stack: ExitStack) -> Tables:
    found = tables(stream, name=name, encoding=mapping.encoding, delimiter=mapping.delimiter)
    stack.callback(found.close)
    return found


class _Table:
    """One table: what is counted of its columns, and the forms of its cells."""

    def __init__(
        self,
        told: str,
        records: Iterator[Record],
        columns: Sequence[Column],
        keys: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._told = told
        self._records = records
        self._number = 0
        self._forms: dict[int, list[str]] = {}
        """Rows that were read on the way to another: rows of a further table come in the order of the first."""
        self._header = Header(next(records), columns)
        self._columns: list[Covered] = []
        self._twice = {place for place, number in Counter(self._header.places).items() if number > 1}
        met: Counter[str] = Counter()
        for index, (place, heading) in enumerate(zip(self._header.places, self._header.names, strict=True)):
            met[place] += 1
            which = f" ({met[place]})" if met[place] > 1 else ""
            column = self._header.column(index)
            goes = _pointers(column) if column else ()
            why = column.ignore if column else "the mapping does not describe it"
            if not goes and met[place] == 1:
                why = keys.get(heading, why)
            self._columns.append(Covered(f"{told}{place}{which}", goes, why))

    def count(self, row: Row, number: int) -> None:
        """Count what became of a row, which is the so manieth."""
        codes: dict[str, list[str]] = {}
        for found in row.findings:
            codes.setdefault(found.at, []).append(found.code)
        forms = self._forms_of(number)
        for index, (place, fate) in enumerate(row.cells):
            if index == len(self._columns):
                self._columns.append(Covered(f"{self._told}{place}", (), "the header has no such column"))
            each = self._columns[index]
            each.fates[fate] += 1
            # Of two columns with one place, a finding is of the one whose cell is not as it was.
            if place in codes and not (place in self._twice and fate in _AS_IT_WAS):
                each.codes.update(codes[place])
            if index < len(forms) and fate in (Fate.SET_ASIDE, Fate.CARRIED, Fate.APPROXIMATED):
                such = each.lost if fate is Fate.SET_ASIDE else each.kept
                if forms[index] in such or len(such) < _MOST_FORMS:
                    such[forms[index]] += 1

    def covered(self) -> Iterator[Covered]:
        """The columns of the table, and those of the mapping that it does not have."""
        yield from self._columns
        for place in self._header.missing:
            yield Covered(f"{self._told}{place}", why="the table does not have it")

    def _forms_of(self, number: int) -> list[str]:
        """The masked cells of a row. Of a further table, rows far ahead of another are passed over."""
        while self._number < number and (record := next(self._records, None)) is not None:
            self._number = record.number or self._number + 1
            if self._number == number or len(self._forms) < _MOST_AHEAD:
                self._forms[self._number] = [masked(cell.strip()) for cell in record.cells]
        return self._forms.pop(number, [])


def _pointers(column: Column) -> tuple[str, ...]:
    return tuple(_each(column))


def _each(column: Column) -> Iterator[str]:
    for reading in (column.reading, *column.also) if column.reading else ():
        yield from map(pointer_text, reading.to)
