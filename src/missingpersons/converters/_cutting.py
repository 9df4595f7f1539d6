"""Cells longer than any that a person wrote: cut away as they are read, with what tells one from another."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable

FIELD_LIMIT = 1024 * 1024
"""The longest cell that is read, in characters."""

CELL_TOO_LONG = "MP-C-032"


def stand_in(text: str, beyond: str = "") -> str:
    """What stands for a cell that is cut away: not empty, and the same only for the same cell.

    ``beyond`` is the digest of what was never held of it.
    """
    return f"={hashlib.sha256(f'{text}{beyond}'.encode('utf-8', 'surrogatepass')).hexdigest()}"


class Held:
    """A text that is told in pieces, held up to ``FIELD_LIMIT``. Of what comes after there is only a digest."""

    __slots__ = ("_beyond", "_pieces", "size")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._beyond = hashlib.sha256()
        self.size = 0

    def clear(self) -> None:
        """Begin another text."""
        if self.is_cut:
            self._beyond = hashlib.sha256()
        self._pieces.clear()
        self.size = 0

    def add(self, text: str) -> None:
        """Take one piece more."""
        self.size += len(text)
        if self.size <= FIELD_LIMIT:
            self._pieces.append(text)
        else:
            self._beyond.update(text.encode("utf-8", "surrogatepass"))

    @property
    def is_cut(self) -> bool:
        """Whether it is longer than what is held."""
        return self.size > FIELD_LIMIT

    def text(self) -> str:
        """The text, or what stands for one that is too long."""
        whole = "".join(self._pieces)
        return stand_in(whole, self._beyond.hexdigest()) if self.is_cut else whole


def shortened(chunks: Iterable[str], delimiter: str, *, most: int) -> str | None:
    """A line of CSV whose cells are the same but for those over the limit, which are cut to one that is over it.

    None if what is left is longer than ``most``. Only what stands between two delimiters or quotes is cut.
    """
    run_or_mark = re.compile(f'[^{re.escape(delimiter)}"]+|.', re.DOTALL)
    line = io.StringIO()
    kept, beyond = 0, None
    for chunk in chunks:
        for match in run_or_mark.finditer(chunk):
            piece = match[0]
            if piece in (delimiter, '"'):
                line.write(f"{beyond.hexdigest()}{piece}" if beyond else piece)
                kept, beyond = 0, None
                continue
            room = FIELD_LIMIT + 1 - kept
            kept += len(piece[:room])
            line.write(piece[:room])
            if len(piece) > room:
                beyond = beyond or hashlib.sha256()
                beyond.update(piece[room:].encode("utf-8", "surrogatepass"))
        if line.tell() > most:
            return None
    return f"{line.getvalue()}{beyond.hexdigest() if beyond else ''}\n"
