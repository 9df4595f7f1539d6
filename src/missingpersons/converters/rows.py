"""One row of a table: its cells to parts of an episode, and what became of each cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from missingpersons.converters import Fate, cells
from missingpersons.converters.encodings import is_marked
from missingpersons.converters.identity import digest
from missingpersons.converters.mapping import Column, TableMapping
from missingpersons.converters.places import Origin, Part
from missingpersons.converters.records import ODD_QUOTES, OPEN_QUOTE, Record
from missingpersons.findings import Finding, finding
from missingpersons.values.dates import Timestamp

MISSING_COLUMN = "MP-C-001"
DOUBLED_COLUMN = "MP-C-002"
IN_DOUBLED_COLUMN = "MP-C-003"
NOT_MAPPED = "MP-C-004"
IGNORED = "MP-C-005"
UNDECODABLE = "MP-C-015"
NUL = "MP-C-016"
TOO_SHORT = "MP-C-017"
TOO_LONG = "MP-C-018"
BEYOND_HEADER = "MP-C-019"

_SAYABLE = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)


@dataclass(slots=True, repr=False)
class Draft:
    """What a row amounts to before it is known which episode it is and when it was recorded."""

    parts: list[Part] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    digest: str = ""
    recorded_at: Timestamp | None = None
    """The latest time among the columns that say when a row was recorded."""

    @property
    def is_blank(self) -> bool:
        """Whether the row has nothing to carry."""
        return all(fate in (Fate.EMPTY, Fate.NO_VALUE) for fate in self.fates)

    def judge(self, place: str, fate: Fate, code: str | None = None) -> None:
        """Note the fate of the next cell, and the finding that goes with it."""
        self.places.append(place)
        self.fates.append(fate)
        if code:
            self.findings.append(finding(code, place))

    def set_aside(self, column: int, code: str) -> None:
        """Note that a cell which was to be carried cannot be."""
        self.fates[column] = Fate.SET_ASIDE
        self.findings.append(finding(code, self.places[column]))

    def note(self, code: str) -> None:
        """Note something that is so of the whole row."""
        self.findings.append(finding(code))


class Header:
    """The columns of one file, each with what the mapping says of it."""

    def __init__(self, record: Record, mapping: TableMapping) -> None:
        self._problem = record.problem
        mapped = {column.name: column for column in mapping.columns}
        self.names = [name.strip() for name in record.cells]
        # A header that the mapping does not have may be anything, such as a row of data: it is never quoted.
        self.places = [
            _place(name, number) if name in mapped else f"/column_{number}" for number, name in enumerate(self.names, 1)
        ]
        first = {name: index for index, name in reversed(list(enumerate(self.names)))}
        self._doubled = [first[name] != index for index, name in enumerate(self.names)]
        self._columns = [mapped.get(name) for name in self.names]
        self._tells_time = [name in mapping.recorded_at for name in self.names]
        self._missing = [
            _place(column.name, number) for number, column in enumerate(mapping.columns, 1) if column.name not in first
        ]

    @property
    def is_known(self) -> bool:
        """Whether the mapping knows any of the columns."""
        return any(self._columns)

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the header itself."""
        doubled = [place for place, again in zip(self.places, self._doubled, strict=True) if again]
        return (
            *((finding(ODD_QUOTES),) if self._problem else ()),
            *(finding(MISSING_COLUMN, place) for place in self._missing),
            *(finding(DOUBLED_COLUMN, place) for place in dict.fromkeys(doubled)),
        )

    def draft(self, record: Record) -> Draft:
        """The parts that the cells of a record give, and what became of each cell."""
        draft = Draft(digest=digest(zip(self._identities(len(record.cells)), record.cells, strict=True)))
        last = len(record.cells) - 1
        if record.problem and record.problem != OPEN_QUOTE:
            draft.note(record.problem)
        if len(record.cells) > len(self.names):
            draft.note(TOO_LONG)
        elif len(record.cells) < len(self.names) and record.problem != OPEN_QUOTE:
            draft.note(TOO_SHORT)
        for index, cell in enumerate(record.cells):
            if index == last and record.problem == OPEN_QUOTE:
                draft.judge(self._place(index), Fate.SET_ASIDE, OPEN_QUOTE)
            else:
                self._cell(draft, index, cell.strip())
        for index in range(len(record.cells), len(self.names)):
            draft.judge(self.places[index], Fate.EMPTY)
        return draft

    def _cell(self, draft: Draft, index: int, cell: str) -> None:
        place = self._place(index)
        if not cell:
            draft.judge(place, Fate.EMPTY)
        elif index >= len(self.names):
            draft.judge(place, Fate.SET_ASIDE, BEYOND_HEADER)
        elif self._doubled[index]:
            draft.judge(place, Fate.SET_ASIDE, IN_DOUBLED_COLUMN)
        elif (column := self._columns[index]) is None:
            draft.judge(place, Fate.SET_ASIDE, NOT_MAPPED)
        elif cell in column.no_value:
            draft.judge(place, Fate.NO_VALUE)
        elif column.reading is None:
            draft.judge(place, Fate.SET_ASIDE, IGNORED)
        elif "\0" in cell:
            draft.judge(place, Fate.SET_ASIDE, NUL)
        elif is_marked(cell):
            draft.judge(place, Fate.SET_ASIDE, UNDECODABLE)
        else:
            self._convert(draft, index, column, cell)

    def _convert(self, draft: Draft, index: int, column: Column, cell: str) -> None:
        assert column.reading is not None
        place = self.places[index]
        found = cells.read(cell, column.reading, index)
        if self._tells_time[index] and found.latest:
            draft.recorded_at = _later(draft.recorded_at, found.latest)
        fate = Fate.CARRIED if not found.problem else Fate.APPROXIMATED
        draft.judge(place, fate if found.values else Fate.SET_ASIDE, found.problem)
        if not found.values:
            return
        draft.parts += [Part(index, Origin.CELL, path, value) for path, value in found.values]
        draft.parts += [Part(index, Origin.WITH, path, value) for path, value in column.with_values]
        for reading in column.also:
            extra = cells.read(cell, reading, index)
            draft.parts += [Part(index, Origin.ALSO, path, value) for path, value in extra.values]
            if extra.values and extra.problem:
                draft.findings.append(finding(extra.problem, place))

    def _place(self, index: int) -> str:
        return self.places[index] if index < len(self.places) else f"/column_{index + 1}"

    def _identities(self, count: int) -> list[str]:
        return [*self.names[:count], *(f"\n{index}" for index in range(len(self.names), count))]


def _place(name: str, number: int) -> str:
    return f"/{name}" if _SAYABLE.fullmatch(name) else f"/column_{number}"


def _later(before: Timestamp | None, text: str) -> Timestamp | None:
    try:
        time = Timestamp.parse(text)
    except ValueError:
        return before
    return time if before is None or before < time else before
