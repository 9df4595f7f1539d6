"""The texts that the cells of a workbook share, in bounded memory however many there are."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict

MOST_HELD = 4 * 1024 * 1024
"""How many characters are held in memory; beyond it a temporary file without a name holds them all."""
_MOST_RECENT = 4096


class SharedTexts:
    """Texts by number, in the order in which they were added.

    Past ``MOST_HELD`` characters they are kept by SQLite in a temporary file that has no name and ends with the run.
    """

    def __init__(self) -> None:
        self._held: list[str] = []
        self._size = 0
        self._count = 0
        self._cut: set[int] = set()
        self._file: sqlite3.Connection | None = None
        self._recent: OrderedDict[int, str] = OrderedDict()

    def close(self) -> None:
        """Drop what is kept."""
        self._held.clear()
        if self._file:
            self._file.close()

    def add(self, text: str, *, is_cut: bool = False) -> None:
        """Keep one text more, or what stands for one that is too long to be read."""
        if is_cut:
            # Each was a megabyte of the workbook: there are never many.
            self._cut.add(self._count)
        if self._file is None and self._size + len(text) > MOST_HELD:
            self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = OFF")
            self._file.execute("CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT)")
            self._file.execute("BEGIN")
            self._file.executemany("INSERT INTO texts VALUES (?, ?)", enumerate(self._held))
            self._held.clear()
        if self._file is None:
            self._held.append(text)
            self._size += len(text)
        else:
            self._file.execute("INSERT INTO texts VALUES (?, ?)", (self._count, text))
        self._count += 1

    def is_cut(self, number: int) -> bool:
        """Whether the text with this number only stands for one that is too long."""
        return number in self._cut

    def get(self, number: int) -> str | None:
        """The text with this number, or None if there is none."""
        if not 0 <= number < self._count:
            return None
        if self._file is None:
            return self._held[number]
        if number in self._recent:
            return self._recent[number]
        text: str
        ((text,),) = self._file.execute("SELECT text FROM texts WHERE number = ?", (number,))
        self._recent[number] = text
        if len(self._recent) > _MOST_RECENT:
            self._recent.popitem(last=False)
        return text
