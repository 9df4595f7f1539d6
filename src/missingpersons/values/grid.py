"""Grid references of Great Britain and of Ireland, as text: the square they name, and no change of datum."""

from __future__ import annotations

import re
from dataclasses import dataclass

from missingpersons.values.kind import Kind, WellFormed, bare, in_groups

_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_REFERENCE = re.compile(r"([A-HJ-Z]{1,2})((?:[0-9]{2}){1,5})")
_HUNDRED_KM = 100_000
_COLUMNS, _ROWS = 7, 13
"""The national grid of Great Britain in squares of 100 km."""


@dataclass(frozen=True, slots=True, repr=False)
class GridReference:
    """A square on the national grid: two letters in Great Britain, one in Ireland, and two to ten digits.

    >>> grid_reference("TQ 300 803").box
    (530000, 180300, 530100, 180400)
    """

    letters: str
    digits: str

    @property
    def is_irish(self) -> bool:
        """Whether it is a reference of the Irish Grid."""
        return len(self.letters) == 1

    @property
    def size(self) -> int:
        """The length of the square's side in metres: 10 km for two digits, 1 m for ten."""
        return int(_HUNDRED_KM // 10 ** (len(self.digits) // 2))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Easting and northing of the south-west corner, then of the north-east one, in metres on its own grid."""
        half = len(self.digits) // 2
        column, row = _square(self.letters)
        east = column * _HUNDRED_KM + int(self.digits[:half]) * self.size
        north = row * _HUNDRED_KM + int(self.digits[half:]) * self.size
        return east, north, east + self.size, north + self.size

    def coarser(self, digits: int) -> GridReference:
        """The larger square around it that has so many digits. Raises ``ValueError`` if that is none."""
        half = len(self.digits) // 2
        if digits not in range(2, len(self.digits) + 1, 2):
            raise ValueError("give an even number of digits, at least two and no more than it has")
        return GridReference(self.letters, self.digits[: digits // 2] + self.digits[half : half + digits // 2])

    def __str__(self) -> str:
        return self.letters + self.digits


def grid_reference(text: str) -> GridReference | None:
    """The square that ``text`` names, or None where it is no grid reference."""
    match = _REFERENCE.fullmatch(bare(text))
    if match is None:
        return None
    column, row = _square(match[1])
    inside = len(match[1]) == 1 or (0 <= column < _COLUMNS and 0 <= row < _ROWS)
    return GridReference(match[1], match[2]) if inside else None


def _square(letters: str) -> tuple[int, int]:
    """How many squares of 100 km east and north of the grid's origin. The letters run from the north-west."""
    row, column = divmod(_LETTERS.index(letters[-1]), 5)
    if len(letters) == 1:
        return column, 4 - row
    first_row, first_column = divmod(_LETTERS.index(letters[0]), 5)
    # The grid's origin is the corner of the square SV, two large squares east and one north of the letters' own.
    return (first_column - 2) * 5 + column, (3 - first_row) * 5 + 4 - row


def _read(text: str) -> WellFormed | None:
    found = grid_reference(text)
    return WellFormed(str(found)) if found else None


def _show(normal: str) -> str:
    letters = len(normal) % 2 or 2
    return in_groups(normal, letters, (len(normal) - letters) // 2)


GRID_REFERENCE = Kind(_read, _show)
"""National grid reference of Great Britain (``TQ 300 803``) or Ireland (``O 159 346``)."""
