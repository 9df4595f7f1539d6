"""What a workbook has beside the cells of a sheet, and is not read: comments and links, by the cells they stand at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from missingpersons.converters.merges import Merged
from missingpersons.converters.sheets import column_of

COMMENT = "MP-C-035"
LINK = "MP-C-036"

MOST_MERGED = 100_000
MOST_BESIDE = 10_000
"""How many comments, and how many links, of a sheet are told one by one."""

_CELL = rb"[A-Z]{1,3}[0-9]{1,7}"
_AFTER_ROWS = re.compile(
    rb'<(?:[A-Za-z0-9_]{1,20}:)?(mergeCell|hyperlink)\s[^<>]{0,2000}?\bref="(%b)(?::(%b))?"' % (_CELL, _CELL)
)


@dataclass(slots=True)
class Places:
    """Cells at which something stands, in their order, and whether there are more."""

    cells: dict[str, None] = field(default_factory=dict)
    are_more: bool = False

    def add(self, reference: str) -> None:
        """Note a cell, or the first of several."""
        cell = reference.partition(":")[0]
        if not column_of(cell) or len(self.cells) >= MOST_BESIDE:
            self.are_more = self.are_more or cell not in self.cells
        else:
            self.cells[cell] = None

    def told(self, code: str) -> Iterator[tuple[str, str]]:
        """The code with each cell, and once without if there are more."""
        for cell in self.cells:
            yield code, f"/{cell}"
        if self.are_more:
            yield code, ""


@dataclass(slots=True)
class Comments:
    """The cells at which the comments of a part of the workbook stand; what they say is not looked at."""

    places: Places = field(default_factory=Places)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("comment", "threadedComment"):
            self.places.add(attributes.get("ref", ""))

    def text(self, text: str) -> None: ...

    def end(self, name: str) -> None: ...


@dataclass(slots=True)
class AfterRows:
    """What a sheet says only after all its rows: which cells are merged, and which are links."""

    merged: list[Merged] = field(default_factory=list)
    links: Places = field(default_factory=Places)

    def read(self, stream: IO[bytes]) -> None:
        """Find it, without the rows."""
        tail = b""
        while chunk := stream.read(1024 * 1024):
            data = tail + chunk
            end = 0
            for match in _AFTER_ROWS.finditer(data):
                end = match.end()
                self._note(*(each.decode("ascii") if each else "" for each in match.groups()))
            tail = data[max(end, len(data) - 2400) :]

    def _note(self, kind: str, first: str, last: str) -> None:
        if kind == "hyperlink":
            self.links.add(first)
            return
        one, other = column_of(first), column_of(last)
        if one and other and len(self.merged) < MOST_MERGED:
            self.merged.append(Merged(one[0], other[0], one[1], other[1]))
