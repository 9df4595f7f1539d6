"""The records of a CSV stream, one by one in bounded memory, past whatever is wrong with single ones."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from missingpersons.converters._cutting import CELL_TOO_LONG, FIELD_LIMIT, shortened, stand_in
from missingpersons.converters.encodings import error_handler

LINE_LIMIT = 8 * 1024 * 1024
"""The longest line that is held, and the longest cell of several lines, in characters."""
RECORD_LINES = 1000
"""The most lines of one record: a quote that is open for longer was never closed."""

OPEN_QUOTE = "MP-C-020"
ODD_QUOTES = "MP-C-021"
NOT_READ = "MP-C-022"

_ENDS = ("\n", "\r")


# There is one of these for each row, and setting a field of a frozen one costs four times as much.
@dataclass(slots=True, repr=False)
class Record:
    """The cells of one record, and the code of what is wrong with how it is written."""

    cells: list[str]
    problem: str | None = None
    number: int = 0
    """Where it stands, with 1 for the first row of data; 0 if it only follows the one before it."""
    dated: frozenset[int] = frozenset()
    """The cells that a workbook holds as dates and times, whose text is therefore of one known form."""
    notes: Mapping[int, str] | None = None
    """The code of what there is to say of how a cell is held or how long it is, by its position."""


class Records:
    """An iterator of the records in ``stream``. Blank lines are none.

    The csv module reads a file whose quote is never closed as one cell up to its end. Here such a record
    is given with its first line alone, and the lines after it are read again as records of their own.
    """

    def __init__(self, stream: BinaryIO, *, encoding: str, delimiter: str) -> None:
        # The limit belongs to the whole process: it is only ever raised.
        csv.field_size_limit(max(LINE_LIMIT, csv.field_size_limit()))
        self._text = io.TextIOWrapper(stream, encoding, errors=error_handler(), newline="")
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        self._current: list[str] = []
        self._too_long = False

    def __iter__(self) -> Iterator[Record]:
        reader = self._reader()
        while True:
            self._current.clear()
            cells: list[str] | None = None
            broken = ended = False
            try:
                cells = next(reader)
            except StopIteration:
                ended = True
            except csv.Error:
                broken = True
            if self._too_long:
                self._too_long = False
                # The lines before it are a record, or the start of one whose quote is open.
                yield from self._recovered()
                yield Record([], NOT_READ)
                reader = self._reader()
            elif broken:
                yield from self._recovered()
                reader = self._reader()
            elif ended:
                break
            elif cells:
                yield _record(cells)

    def close(self) -> None:
        """Let go of the stream without closing it: it is the caller's."""
        self._text.detach()

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._lines(), delimiter=self._delimiter, strict=True)

    def _recovered(self) -> Iterator[Record]:
        """The first of the lines that make no record, as it can be read; the others are read again."""
        if not self._current:
            return
        first, *others = self._current
        self._again.extendleft(reversed(others))
        try:
            cells = next(csv.reader([first], delimiter=self._delimiter))
        except csv.Error:
            yield Record([], NOT_READ)
        else:
            yield _record(cells, OPEN_QUOTE if _ends_in_quotes(first, self._delimiter) else ODD_QUOTES)

    def _lines(self) -> Iterator[str]:
        """The lines, each noted as part of the current record, until that record is too long to be one."""
        while len(self._current) < RECORD_LINES:
            line = self._again.popleft() if self._again else self._line()
            if not line:
                return
            self._current.append(line)
            yield line

    def _line(self) -> str:
        """The next line, or nothing at the end or where a line is too long to be read. Long cells of it may be cut."""
        line = self._text.readline(LINE_LIMIT)
        if len(line) < LINE_LIMIT or line.endswith(_ENDS):
            return line
        chunks = self._chunks(line)
        short = shortened(chunks, self._delimiter, most=LINE_LIMIT)
        for _ in chunks:
            pass
        self._too_long = short is None
        return short or ""

    def _chunks(self, chunk: str) -> Iterator[str]:
        """A line in pieces, of which this is the first, without its end."""
        while not chunk.endswith(_ENDS):
            yield chunk
            chunk = self._text.readline(LINE_LIMIT)
            if not chunk:
                return
        yield chunk.rstrip("\r\n")


def _record(cells: list[str], problem: str | None = None) -> Record:
    if max(map(len, cells)) <= FIELD_LIMIT:
        return Record(cells, problem)
    cut = {index: CELL_TOO_LONG for index, cell in enumerate(cells) if len(cell) > FIELD_LIMIT}
    return Record([stand_in(cell) if index in cut else cell for index, cell in enumerate(cells)], problem, notes=cut)


def _ends_in_quotes(line: str, delimiter: str) -> bool:
    """Whether a quoted cell is still open at the end of the line, as the csv module reads it when lenient."""
    # One more line is swallowed only by a cell that is open.
    cells = csv.reader([line.rstrip("\r\n") + "\n", "x"], delimiter=delimiter)
    next(cells, None)
    return next(cells, None) is None
