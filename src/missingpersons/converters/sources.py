"""A file as tables of records: CSV, or the sheets of a workbook. Which it is, its first bytes say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from missingpersons.converters.records import Record, Records
from missingpersons.converters.sheets import DAMAGED
from missingpersons.converters.workbooks import Sheet, Workbook
from missingpersons.findings import CannotRun, Finding, finding

HIDDEN_SHEET = "MP-C-074"
SHEET_NOT_READ = "MP-C-075"

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Tables(Protocol):
    """The tables of one file."""

    def records(self, sheet: str, *, header_row: int = 1) -> Iterator[Record]:
        """The records of a table, of which the header is the first, or the one that ``header_row`` counts from 1.

        Raises ``CannotRun`` if there is no such sheet.
        """

    def findings(self) -> tuple[Finding, ...]:
        """What there is to say of the tables that nobody asked for."""

    def close(self) -> None:
        """Let go of the stream, which is the caller's."""


def tables(stream: BinaryIO, *, name: str, encoding: str, delimiter: str) -> Tables:
    """The tables of a file, which is called ``name``."""
    first, stream = _first(stream)
    if first.startswith(_ZIP):
        return _Sheets(Workbook(stream, name=name), name)
    if first.startswith(_OLD):
        raise CannotRun(f"{name}: is an old workbook (.xls), or a locked one: save it as .xlsx without a password")
    return _Text(Records(stream, encoding=encoding, delimiter=delimiter), name)


class _Text:
    def __init__(self, records: Records, name: str) -> None:
        self._records = records
        self._name = name

    def records(self, sheet: str, *, header_row: int = 1) -> Iterator[Record]:
        if sheet:
            raise CannotRun(f"{self._name}: the mapping names a sheet, and this is not a workbook")
        return _from(self._read(), header_row)

    def _read(self) -> Iterator[Record]:
        """The records, as far as there is a text: a codec of two bytes without their order gives up at once."""
        try:
            yield from self._records
        except UnicodeError:
            pass
        else:
            return
        raise CannotRun(f"{self._name}: is not in the encoding that the mapping declares")

    def findings(self) -> tuple[Finding, ...]:
        return ()

    def close(self) -> None:
        self._records.close()


class _Sheets:
    def __init__(self, book: Workbook, name: str) -> None:
        self._book = book
        self._name = name
        self._asked: set[Sheet] = set()

    def records(self, sheet: str, *, header_row: int = 1) -> Iterator[Record]:
        chosen = self._chosen(sheet)
        if chosen is None:
            self._book.close()
            raise CannotRun(f"{self._name}: the workbook has no {f'sheet {sheet!r}' if sheet else 'sheet to be seen'}")
        self._asked.add(chosen)
        return self._book.records(chosen, header_row=header_row)

    def findings(self) -> tuple[Finding, ...]:
        return tuple(
            finding(code, f"/sheet_{number}{cell}")
            for number, sheet in enumerate(self._book.sheets, 1)
            for code, cell in self._not_read(sheet)
        )

    def _not_read(self, sheet: Sheet) -> Iterator[tuple[str, str]]:
        if sheet in self._asked:
            yield from self._book.beside(sheet)
        else:
            yield HIDDEN_SHEET if sheet.is_hidden else SHEET_NOT_READ, ""
            if not self._book.is_there(sheet):
                yield DAMAGED, ""

    def close(self) -> None:
        self._book.close()

    def _chosen(self, name: str) -> Sheet | None:
        for sheet in self._book.sheets:
            # Two sheets of a workbook never differ by capitals alone.
            if sheet.name.strip().casefold() == name.strip().casefold() if name else not sheet.is_hidden:
                return sheet
        return None


def _from(records: Iterator[Record], header_row: int) -> Iterator[Record]:
    """The records, but for those before the header in which no cell holds anything: no row is counted by them."""
    while header_row and (record := next(records, None)) is not None:
        if record.problem or any(cell.strip() for cell in record.cells):
            header_row -= 1
            yield record
    yield from records


def _first(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes, and the stream from its beginning."""
    if isinstance(stream, io.BufferedReader):
        return stream.peek(len(_OLD)), stream
    first = stream.read(len(_OLD))
    if stream.seekable():
        stream.seek(-len(first), io.SEEK_CUR)
        return first, stream
    return first, io.BufferedReader(_Again(first, stream))


class _Again(io.RawIOBase):
    """A stream that cannot go back, from before the bytes that were read of it."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._first = first
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._first[: len(view)] or self._stream.read(len(view)) or b""
        self._first = self._first[len(view) :]
        view[: len(data)] = data
        return len(data)
