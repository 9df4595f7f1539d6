"""A table of reports to episodes, row by row, as a mapping says; nothing is dropped without a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import islice
from operator import attrgetter
from typing import BinaryIO

from missingpersons.converters import Row, workbook_back, workbook_out
from missingpersons.converters.assembling import part_of
from missingpersons.converters.becoming import document_of_row
from missingpersons.converters.drafts import Draft
from missingpersons.converters.formats import Format, Line, Reading, one_file
from missingpersons.converters.headers import unread_above
from missingpersons.converters.identity import Before, Seen
from missingpersons.converters.joined import NO_FILES, Joined, files_named, opened
from missingpersons.converters.mapping import TableMapping, load_mapping, read_mapping
from missingpersons.converters.places import Origin
from missingpersons.converters.quick import Quick, QuickRow
from missingpersons.converters.records import NOT_READ, Record
from missingpersons.converters.rows import Header
from missingpersons.converters.sheets import DAMAGED
from missingpersons.converters.sources import Tables, tables
from missingpersons.findings import CannotRun
from missingpersons.values.dates import Timestamp

__all__ = ["TableMapping", "convert", "load_mapping", "read_mapping"]

EMPTY_ROW = "MP-C-026"
NO_REPORT = "MP-C-031"
IN_SEVERAL = "MP-C-034"
TIME_OF_ANOTHER_ROW = "MP-C-027"

AT_A_TIME = 64
"""How many rows are read before the first of them is given."""

STANDARD = "standard"
"""The layout of the workbook that is written."""

MOST_WAITING = 10_000
"""How many rows at the start of a file may wait for the first that says when it was recorded."""


def convert(
    stream: BinaryIO,
    mapping: TableMapping,
    *,
    name: str,
    recorded_at: str | None = None,
    joined: Mapping[str, BinaryIO] = NO_FILES,
) -> Iterator[Row]:
    """The rows of a table as episodes, one by one, in memory that does not grow with it: CSV, or a sheet of a workbook.

    ``name`` stands in each row's source. ``recorded_at`` is when the export was made; without it the
    columns that the mapping names say it for each row. ``joined`` are the files of the joins that are no sheets.
    Raises ``CannotRun`` if the whole file cannot be converted: at once, or before the first episode where no row
    says when it was recorded.
    """
    given = _given(recorded_at)
    if given is None and not mapping.states_recorded_at and not mapping.recorded_at:
        raise CannotRun(f"{name}: the mapping has no recorded_at, so give --recorded-at")
    source = tables(stream, name=name, encoding=mapping.encoding, delimiter=mapping.delimiter)
    try:
        entries = source.records(mapping.sheet, header_row=mapping.header_row)
        above = tuple(islice(entries, mapping.header_row - 1))
        first = next(entries, None)
        header = Header(first or Record([]), mapping.columns, recorded_at=mapping.recorded_at)
        if problem := _unusable(first, header, mapping.header_row):
            raise CannotRun(f"{name}: {problem}")
        joins = Joined(mapping, source, name, joined)
    except CannotRun:
        source.close()
        raise
    return _Conversion(mapping, header, name, given).rows(source, above, entries, joins)


def _given(recorded_at: str | None) -> Timestamp | None:
    if recorded_at is None:
        return None
    given = None
    with suppress(ValueError):
        given = Timestamp.parse(recorded_at)
    if given is None:
        raise CannotRun("--recorded-at: needs a time with seconds and an offset, as in 2026-03-01T09:00:00Z")
    return given


def _unusable(first: Record | None, header: Header, header_row: int) -> str | None:
    if first is None:
        return "the file is empty" if header_row == 1 else "the file ends before its header_row"
    if first.problem == DAMAGED:
        return "the first row, which names the columns, cannot be read"
    if not header.is_known:
        which = "first row" if header_row == 1 else "header_row"
        return (
            f"the {which} has none of the mapping's columns: are delimiter, encoding and mapping right, "
            "and is there no title above the header (header_row)?"
        )
    return None


class _Conversion:
    """One file on its way: what must be remembered from row to row."""

    def __init__(self, mapping: TableMapping, header: Header, name: str, given: Timestamp | None) -> None:
        self._mapping = mapping
        self._header = header
        self._name = name
        self._given = given
        self._latest: Timestamp | None = None
        self._constants = [part_of(each.column, each.origin, each.path, each.value) for each in mapping.constants]
        self._quick = Quick(header, self._constants, given=given, states_time=mapping.states_recorded_at)

    def rows(self, tables: Tables, above: Sequence[Record], entries: Iterator[Record], joins: Joined) -> Iterator[Row]:
        """Every row. The stream is let go of at the end, or when the caller stops asking."""
        with closing(tables), closing(Seen()) as seen, closing(joins):
            if found := (*tables.findings(), *self._header.findings()):
                yield Row(f"{self._name}:0", None, found)
            for number, record in enumerate(above, 1):
                yield unread_above(f"{self._name}:0", number, record)
            yield from joins.load()
            waiting: list[tuple[str, Draft]] = []
            for source, record, row in self._read(entries, is_quick=self._quick.is_usable and not self._mapping.joins):
                if row is not None and not waiting and seen.add(row.episode, row.word_for_word) is Before.NEVER:
                    self._note(row.recorded_at)
                    yield Row(source, row.document, row.findings, row.cells)
                    continue
                if record.problem in (NOT_READ, DAMAGED):
                    yield self._header.unread(source, record.problem)
                    continue
                draft = self._header.draft(record)
                waiting.append((source, draft))
                if self._must_wait(draft, len(waiting)):
                    continue
                for each in waiting:
                    yield from self._row(*each, seen, joins)
                waiting.clear()
            if waiting:
                raise self._undated()
            yield from joins.left()

    def _read(self, entries: Iterator[Record], *, is_quick: bool) -> Iterator[tuple[str, Record, QuickRow | None]]:
        """Every record with where it stands, and as a quick row where it can be one.

        They are read, put together and judged some at a time: a processor does one thing many times over faster than
        many things in turn.
        """
        number = 0
        while some := list(islice(entries, AT_A_TIME)):
            rows = self._quick.rows(some) if is_quick else [None] * len(some)
            for record, row in zip(some, rows, strict=True):
                number = record.number or number + 1
                yield f"{self._name}:{number}", record, row

    def _note(self, recorded_at: Timestamp | None) -> None:
        """Note a time at which a row was recorded: the latest is that of rows that do not say."""
        if recorded_at is self._latest or recorded_at is None:
            return
        if self._latest is None or self._latest < recorded_at:
            self._latest = recorded_at

    def _must_wait(self, draft: Draft, waiting: int) -> bool:
        """Whether nothing says yet when the rows were recorded."""
        if self._given is not None:
            draft.recorded_at = self._given
        self._note(draft.recorded_at)
        dated = self._latest is not None or self._mapping.states_recorded_at
        if dated or (draft.is_blank and waiting == 1):
            return False
        if waiting > MOST_WAITING:
            raise self._undated()
        return True

    def _undated(self) -> CannotRun:
        return CannotRun(f"{self._name}: no row says when it was recorded, so give --recorded-at")

    def _row(self, source: str, draft: Draft, seen: Seen, joins: Joined) -> Iterator[Row]:
        if draft.is_blank:
            draft.note(EMPTY_ROW)
            yield _finished(source, draft, None)
            return
        others = joins.of(self._header, draft)
        if not (draft.is_report or others):
            draft.note(NO_REPORT)
            yield _finished(source, draft, None)
            return
        constants = list(self._constants)
        if draft.recorded_at is None and not self._mapping.states_recorded_at:
            draft.recorded_at = self._latest
            draft.note(TIME_OF_ANOTHER_ROW)
        if draft.recorded_at is not None:
            constants.append(part_of(-1, Origin.WITH, ("recorded_at",), str(draft.recorded_at)))
        parts = draft.parts
        if others:
            parts = sorted((*parts, *(part for other in others for part in other.parts)), key=attrgetter("origin"))
        document = document_of_row(constants, parts, draft, others, seen)
        yield _finished(source, draft, document)
        for other in others:
            if document is not None and not other.is_first:
                other.draft.note(IN_SEVERAL)
            yield other.row()


def _finished(source: str, draft: Draft, document: bytes | None) -> Row:
    cells = tuple(zip(draft.places, draft.fates, strict=True))
    return Row(source, document, tuple(draft.findings), cells)


def _read(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    layout, name = reading.options.get("layout"), reading.options.get("mapping")
    if layout not in (None, STANDARD):
        raise CannotRun(f"tabular: layout: there is only {STANDARD!r}, which --to tabular writes")
    if layout and name:
        raise CannotRun("tabular: a workbook of the standard's layout needs no mapping: give the one or the other")
    if layout:
        return workbook_back.read(stream, reading)
    if not name:
        raise CannotRun("tabular: which column goes where is in a mapping: give --mapping MAP.toml")
    mapping = load_mapping(name)
    files = opened(reading.options.get("joined", ""), mapping)
    rows = convert(stream, mapping, name=reading.name, recorded_at=reading.recorded_at, joined=files)
    return _and_close(rows, files)


def _and_close(rows: Iterator[Row], files: Mapping[str, BinaryIO]) -> Iterator[Row]:
    with ExitStack() as stack:
        for each in files.values():
            stack.enter_context(each)
        yield from rows


FORMAT = Format(
    name="tabular",
    title="A table, CSV or a workbook: one row an episode, as a mapping file says; a flat workbook out",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    read=_read,
    write=workbook_out.write,
    options={
        "mapping": "The mapping file that says which column goes where.",
        "joined": "The file of the mapping's join; for several, NAME=FILE;NAME=FILE.",
        "layout": "standard, instead of a mapping: the workbook that --to tabular writes.",
    },
    files={"mapping": one_file, "joined": files_named},
    table=(Line("", "a column of the sheet of its list, with the path as its heading, or a row of Further values"),),
)
