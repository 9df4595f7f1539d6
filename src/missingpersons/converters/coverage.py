"""How far a mapping covers a table: where each column goes, how many of its values convert, how the others look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from missingpersons.converters import Fate, Row
from missingpersons.converters.columns import Column
from missingpersons.converters.glimpses import masked
from missingpersons.converters.mapping import TableMapping
from missingpersons.converters.places import pointer_text
from missingpersons.converters.rows import Header, place_of
from missingpersons.converters.sources import tables
from missingpersons.converters.tabular import convert

_MOST_FORMS = 1000
_ANY_TIME = "2000-01-01T00:00:00Z"
"""Stands for the time of the export: no value is covered better or worse by another."""


@dataclass(slots=True)
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
    opened: Callable[[], BinaryIO], mapping: TableMapping, *, name: str, joined: dict[str, BinaryIO]
) -> list[Covered]:
    """What becomes of each column of a table, which ``opened`` opens: it is read twice. Joined tables come after."""
    covered: dict[tuple[str, str], Covered] = {}
    with opened() as stream, opened() as again:
        rows = convert(stream, mapping, name=name, recorded_at=_ANY_TIME, joined=joined)
        source = tables(again, name=name, encoding=mapping.encoding, delimiter=mapping.delimiter)
        try:
            records = source.records(mapping.sheet)
            header = Header(next(records), mapping.columns)
            goes = _goes(header, mapping.columns)
            number, cells = 0, []
            for row in rows:
                table = row.source.rpartition(":")[0]
                if table == name and row.cells:
                    wanted = int(row.source.rpartition(":")[2])
                    while number < wanted:
                        record = next(records)
                        number, cells = record.number or number + 1, record.cells
                _count(row, table if table != name else "", cells if table == name else [], covered, goes)
        finally:
            source.close()
    for join in mapping.joins:
        told = f"{name}[{join.name}]" if join.sheet else join.name
        for (table, place), each in covered.items():
            if table == told and not each.goes:
                each.goes = next((_pointers(c) for c in join.columns if place_of(c.name, 0) == place), ())
    for column in header.missing:
        covered.setdefault(("", column), Covered(column, why="the table does not have it"))
    return list(covered.values())


def _count(
    row: Row,
    table: str,
    cells: list[str],
    covered: dict[tuple[str, str], Covered],
    goes: dict[str, tuple[tuple[str, ...], str]],
) -> None:
    codes: dict[str, list[str]] = {}
    for found in row.findings:
        codes.setdefault(found.at, []).append(found.code)
    for index, (place, fate) in enumerate(row.cells):
        each = covered.get((table, place))
        if each is None:
            to, why = goes.get(place, ((), "the mapping does not describe it")) if not table else ((), "")
            each = covered[table, place] = Covered(f"{table}{place}" if table else place, to, why)
        each.fates[fate] += 1
        if place in codes:
            each.codes.update(codes[place])
        if index < len(cells) and fate in (Fate.SET_ASIDE, Fate.CARRIED, Fate.APPROXIMATED):
            forms = each.lost if fate is Fate.SET_ASIDE else each.kept
            form = masked(cells[index].strip())
            if form in forms or len(forms) < _MOST_FORMS:
                forms[form] += 1


def _goes(header: Header, columns: tuple[Column, ...]) -> dict[str, tuple[tuple[str, ...], str]]:
    """Where each column that the mapping describes goes, by its place, or why it goes nowhere."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    by_heading = {heading: column for column in columns for heading in column.headings}
    for place, name in zip(header.places, header.names, strict=True):
        for (heading, _), column in by_heading.items():
            if heading == name:
                to, why = found.get(place, ((), ""))
                found[place] = ((*to, *_pointers(column)), why or column.ignore)
    return found


def _pointers(column: Column) -> tuple[str, ...]:
    return tuple(_each(column))


def _each(column: Column) -> Iterator[str]:
    for reading in (column.reading, *column.also) if column.reading else ():
        yield from map(pointer_text, reading.to)
