"""Cells on their way into a spreadsheet: what it would run as a formula is made text, and made what it was again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import BinaryIO

_GUARD = "'"
_RUNS = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet may run, and what would be taken for it once a guard is taken away."""


def guard(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet could take it for a formula.

    >>> guard("+441134960000")
    "'+441134960000"
    """
    return f"{_GUARD}{cell}" if _RUNS.match(cell) else cell


def unguard(cell: str) -> str:
    """What ``guard`` was given. A cell that nobody guarded stays as it is, but for an apostrophe before a sign.

    >>> unguard("'+441134960000"), unguard("'Arry"), unguard("+441134960000")
    ('+441134960000', "'Arry", '+441134960000')
    """
    return cell[1:] if cell.startswith(_GUARD) and _RUNS.match(cell) else cell


class Sheet:
    """A CSV file that is being written: UTF-8, a header, every cell guarded. The stream stays the caller's."""

    def __init__(self, stream: BinaryIO, header: Sequence[str]) -> None:
        self._stream = stream
        self._line = io.StringIO(newline="")
        self._writer = csv.writer(self._line)
        self.add(header)

    def add(self, cells: Sequence[str]) -> None:
        """One more row."""
        self._writer.writerow([guard(cell) for cell in cells])
        self._stream.write(self._line.getvalue().encode())
        self._line.seek(0)
        self._line.truncate()
