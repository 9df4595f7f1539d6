"""The first row of a table: which column each cell below it stands in, and what is wrong with the headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from missingpersons.converters import Fate, Row
from missingpersons.converters._cutting import CELL_TOO_LONG
from missingpersons.converters.columns import Column
from missingpersons.converters.records import NOT_READ, ODD_QUOTES, Record
from missingpersons.findings import Finding, finding

MISSING_COLUMN = "MP-C-001"
DOUBLED_COLUMN = "MP-C-002"
ABOVE_HEADER = "MP-C-037"

_LONGEST_NAME = 200
"""A column that the mapping names goes by that name, unless it is longer or would change a line that it stands in."""


class Headings:
    """The columns of one file, each with what the mapping says of it."""

    def __init__(self, record: Record, columns: Sequence[Column], *, recorded_at: Sequence[str] = ()) -> None:
        self._problem = record.problem
        self._cut = [index for index, note in (record.notes or {}).items() if note == CELL_TOO_LONG]
        self.names = [name.strip() for name in record.cells]
        mapped = {heading: column for column in columns for heading in column.headings}
        known = {name for name, _ in mapped}
        self._carried = {name for (name, _), column in mapped.items() if column.reading is not None}
        # A header that the mapping does not have may be anything, such as a row of data: it is never quoted.
        self.places = [
            place_of(name, number) if name in known else f"/column_{number}"
            for number, name in enumerate(self.names, 1)
        ]
        seen: Counter[str] = Counter()
        headings = []
        for name in self.names:
            seen[name] += 1
            headings.append((name, seen[name]))
        self._columns = [mapped.get(heading) for heading in headings]
        self._doubled = [
            count > 1 and column is None for (_, count), column in zip(headings, self._columns, strict=True)
        ]
        self._tells_time = [name in recorded_at for name in self.names]
        self.missing = [
            place_of(name, number)
            for number, column in enumerate(columns, 1)
            for name, count in column.headings
            if count > seen[name]
        ]
        self._several = [column is not None and len(column.headings) > 1 for column in self._columns]
        at = {heading: index for index, heading in enumerate(headings)}
        self._groups = [
            (column, tuple(at[heading] for heading in column.headings if heading in at))
            for column in columns
            if len(column.headings) > 1 and any(heading in at for heading in column.headings)
        ]
        with_places = Counter(path for column in columns for path, _ in column.with_values)
        self._is_contested = any(count > 1 for count in with_places.values())

    @property
    def is_known(self) -> bool:
        """Whether the mapping knows any of the columns."""
        return any(self._columns)

    @property
    def has_groups(self) -> bool:
        """Whether the cells of several columns are one value somewhere."""
        return bool(self._groups)

    def column(self, index: int) -> Column | None:
        """What the mapping says of a column of the file, if anything."""
        return self._columns[index]

    def tells_time(self, index: int) -> bool:
        """Whether a column says when a row was recorded."""
        return self._tells_time[index]

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the header itself."""
        doubled = [place for place, again in zip(self.places, self._doubled, strict=True) if again]
        return (
            *((finding(ODD_QUOTES),) if self._problem else ()),
            *(finding(CELL_TOO_LONG, self.places[index]) for index in self._cut),
            *(finding(MISSING_COLUMN, place) for place in self.missing),
            *(finding(DOUBLED_COLUMN, place) for place in dict.fromkeys(doubled)),
        )

    def unread(self, source: str, problem: str) -> Row:
        """A row that cannot be read. Which cells it has nobody knows, so every column counts as one set aside."""
        cells = tuple((place, Fate.SET_ASIDE) for place in self.places) if problem == NOT_READ else ()
        return Row(source, None, (finding(problem),), cells)

    def position(self, name: str) -> int | None:
        """Where the first column of this name stands, if there is one."""
        return self.names.index(name) if name in self.names else None

    def places_of(self, count: int) -> Sequence[str]:
        """The places of so many cells."""
        width = len(self.places)
        return self.places if count <= width else [*self.places, *(f"/column_{n + 1}" for n in range(width, count))]

    def identities(self, count: int) -> list[str]:
        """What tells the columns of so many cells apart, whatever their order."""
        return [*self.names[:count], *(f"\n{index}" for index in range(len(self.names), count))]


def place_of(name: str, number: int) -> str:
    """The place of a column of the mapping: by its name, or by its number where that cannot be said in a line."""
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        return f"/column_{number}"
    return f"/{name.replace('~', '~0').replace('/', '~1')}"


def unread_above(source: str, number: int, record: Record) -> Row:
    """What becomes of a row above the headings, such as a title: each cell with anything in it is set aside."""
    cells = tuple(
        (f"/row_{number}/column_{column}", Fate.SET_ASIDE if cell.strip() else Fate.EMPTY)
        for column, cell in enumerate(record.cells, 1)
    )
    told = [finding(ABOVE_HEADER, place) for place, fate in cells if fate is Fate.SET_ASIDE]
    if record.problem:
        told.insert(0, finding(record.problem, f"/row_{number}"))
    return Row(source, None, tuple(told), cells)
