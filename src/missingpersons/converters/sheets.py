"""One sheet of a workbook as records: the text of each cell, and what there is to say of how it is held."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import IO

from missingpersons.converters._cutting import CELL_TOO_LONG, Held
from missingpersons.converters._strings import SharedTexts
from missingpersons.converters._xml import Refused, elements
from missingpersons.converters.cells import NOT_A_DATE
from missingpersons.converters.merges import Merged, Merges
from missingpersons.converters.records import NOT_READ, Record
from missingpersons.converters.serials import Shown, serial_text

ERROR = "MP-C-070"
CALCULATED = "MP-C-071"
NOT_CALCULATED = "MP-C-072"
MERGED = "MP-C-073"
DIGITS_LOST = "MP-C-076"
DAMAGED = "MP-C-077"

MOST_COLUMNS = 16_384
"""The most columns that a sheet can have."""
_LAST_ROW = 1_048_576
_NO_VALUE_YET = "="
"""Stands for what a formula that nobody calculated would say: a cell that is not empty."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile(r"0{2,15}")
_TRUTHS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
_ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(00:00:00)(?:[.]0+)?Z?|T(\d\d:\d\d:\d\d)(?:[.]0+)?)?", re.ASCII)
_PLAIN_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Style:
    """What the number format of a cell shows."""

    shown: Shown | None = None
    zeros: int = 0
    """How many digits a whole number is filled up to, as 00042 is."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of every sheet of a workbook refer to."""

    texts: SharedTexts
    styles: Sequence[Style]
    from_1904: bool


def style_of(code: str, shown: Shown | None) -> Style:
    """The style of a number format."""
    return Style(shown, len(code) if _ZEROS.fullmatch(code) else 0)


def sheet_records(stream: IO[bytes], book: Book, merged: Sequence[Merged], *, header_row: int = 1) -> Iterator[Record]:
    """The rows of a sheet that have anything in them. One is the header, and the others are numbered after it.

    Raises ``Refused`` where the sheet is broken, after the rows before it.
    """
    sheet = _Sheet(book, Merges(merged), header_row - 1)
    broken: Refused | None = None
    told = elements(stream, sheet)
    while broken is None:
        try:
            going = next(told, False)
        except Refused as error:
            broken = error
        while sheet.rows:
            yield sheet.rows.popleft()
        if broken is None and not going:
            return
    raise broken


def column_of(reference: str) -> tuple[int, int] | None:
    """The row and the column, each from 0, of a reference such as ``B12``."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, column - 1) if 0 < row <= _LAST_ROW and column <= MOST_COLUMNS else None


@dataclass(slots=True, repr=False)
class _Sheet:
    """The rows that a sheet's elements make."""

    book: Book
    merges: Merges
    above: int
    """How many rows with anything in them are still to come before the header; less than 0 below it."""
    rows: deque[Record] = field(default_factory=deque)
    header_row: int = -1
    width: int = 0
    row: int = -1
    column: int = -1
    kind: str = "n"
    style: int = 0
    in_cell: bool = False
    is_formula: bool = False
    takes: bool = False
    skips: int = 0
    value: Held = field(default_factory=Held)
    cells: dict[int, str] = field(default_factory=dict)
    dated: set[int] = field(default_factory=set)
    notes: dict[int, str] = field(default_factory=dict)
    too_long: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self.takes = self.in_cell and not self.skips
        elif name == "f":
            self.is_formula = self.in_cell
        elif name == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 8 else self.row + 1
            self.column = -1
        elif name == "rPh":
            # How a name is said, beside how it is written.
            self.skips += 1

    def text(self, text: str) -> None:
        if self.takes:
            self.value.add(text)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self.takes = False
        elif name == "rPh":
            self.skips -= 1
        elif name == "row":
            self._end_row()

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        place = column_of(attributes.get("r", ""))
        self.column = place[1] if place else min(self.column + 1, MOST_COLUMNS)
        self.kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self.style = int(style) if style.isascii() and style.isdigit() and len(style) < 8 else 0
        self.in_cell, self.is_formula, self.takes, self.skips = True, False, False, 0
        self.value.clear()

    def _end_cell(self) -> None:
        self.in_cell = False
        if self.column >= MOST_COLUMNS:
            self.too_long = True
            return
        text = self.value.text()
        if self.value.is_cut:
            self.cells[self.column] = self._noted(CELL_TOO_LONG, text)
            return
        if not text:
            if self.is_formula:
                self.cells[self.column], self.notes[self.column] = _NO_VALUE_YET, NOT_CALCULATED
            return
        if self.column in self.cells:
            # The place was filled already: which of the two is meant, nobody can tell.
            self.notes[self.column] = DAMAGED
            return
        if self.is_formula:
            self.notes[self.column] = CALCULATED
        self.cells[self.column] = self._said(text)

    def _said(self, text: str) -> str:
        """What a cell says, for each way in which one is held."""
        if self.kind == "s":
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
            shared = self.book.texts.get(number)
            if shared is None:
                return self._noted(DAMAGED, text)
            return self._noted(CELL_TOO_LONG, shared) if self.book.texts.is_cut(number) else shared
        if self.kind in ("inlineStr", "str"):
            return unescaped(text)
        if self.kind == "b":
            said = _TRUTHS.get(text.strip().lower())
            return self._noted(DAMAGED, text) if said is None else said
        if self.kind == "e":
            return self._noted(ERROR, text)
        if self.kind == "d":
            told = _ISO_DATE.fullmatch(text.strip())
            # What is told in another zone than the mapping's, or more finely, is given as it stands: the mapping says.
            return text if told is None else self._dated(" ".join(filter(None, told.groups())))
        return self._number(text.strip())

    def _number(self, text: str) -> str:
        styles = self.book.styles
        style = styles[self.style] if self.style < len(styles) else Style()
        if style.shown is None and _PLAIN_WHOLE.fullmatch(text):
            return text.zfill(style.zeros) if style.zeros else text
        try:
            number = Decimal(text)
        except InvalidOperation:
            return self._noted(DAMAGED, text)
        if not number.is_finite() or number.adjusted() > 300:
            return self._noted(DAMAGED, text)
        if style.shown is not None:
            said = serial_text(float(number), style.shown, from_1904=self.book.from_1904)
            return self._noted(NOT_A_DATE, text) if said is None else self._dated(said)
        if abs(number) >= 10**15:
            return self._noted(DIGITS_LOST, text)
        # The program shows fifteen digits, and writes 0.3 as 0.30000000000000004.
        said = format(Decimal(f"{float(number):.15g}"), "f")
        return said.rstrip("0").rstrip(".") if "." in said else said.zfill(style.zeros)

    def _dated(self, text: str) -> str:
        self.dated.add(self.column)
        return text

    def _noted(self, code: str, text: str) -> str:
        self.notes[self.column] = code
        return text

    def _end_row(self) -> None:
        cells, self.cells = self.cells, {}
        dated, notes = frozenset(self.dated), self.notes
        self.dated, self.notes = set(), {}
        too_long, self.too_long = self.too_long, False
        if too_long and self.header_row >= 0:
            self.rows.append(Record([], NOT_READ, max(self.row - self.header_row, 1)))
            return
        if not cells:
            return
        self.above -= 1
        if self.above == -1:
            self.header_row, self.width = self.row, max(cells) + 1
        for first, last in self.merges.of(self.row):
            for column in range(first, min(last + 1, self.width)):
                if column not in cells:
                    notes[column] = MERGED
        row = [cells.get(column, "") for column in range(max(max(cells) + 1, self.width))]
        self.rows.append(Record(row, None, max(self.row - self.header_row, 0), dated, notes))


def unescaped(text: str) -> str:
    """The text with ``_x000D_`` and its like as the characters that they stand for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
