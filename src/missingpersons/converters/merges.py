"""Cells of a sheet that are shown as one: which of a row are part of another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that are shown as one: rows and columns, counted from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


class Merges:
    """Which cells of a row are shown as part of another, asked for row after row."""

    def __init__(self, merged: Sequence[Merged]) -> None:
        self._coming = deque(sorted(merged, key=lambda each: each.first_row))
        self._open: list[Merged] = []

    def of(self, row: int) -> Iterator[tuple[int, int]]:
        """The columns of this row that show another cell, from the first to the last of each."""
        while self._coming and self._coming[0].first_row <= row:
            self._open.append(self._coming.popleft())
        if self._open:
            self._open = [each for each in self._open if each.last_row >= row]
            for each in self._open:
                yield each.first_column + (each.first_row == row), each.last_column
