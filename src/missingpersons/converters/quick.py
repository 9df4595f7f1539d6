"""The quick way of most rows: plain text in, every value taken, column by column, no draft and no tree between.

It gives what the long way gives or nothing at all; then the row goes the long way. So there is one meaning of a
mapping, and this is only its shape for the cells that tables are full of.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from missingpersons import wire
from missingpersons.converters import Fate
from missingpersons.converters.assembling import document_of, key_of
from missingpersons.converters.columns import Column
from missingpersons.converters.drafts import word_for_word
from missingpersons.converters.encodings import is_marked
from missingpersons.converters.fitting import PLACEHOLDER_ID
from missingpersons.converters.places import NEXT, Part
from missingpersons.converters.quick_cells import Effect, constants_of, writes_several
from missingpersons.converters.quick_columns import QuickColumn
from missingpersons.converters.quick_shapes import EPISODE_ID, OWNER, RECORDED_AT, REFERENCE, Shapes
from missingpersons.converters.records import Record
from missingpersons.converters.rows import Header
from missingpersons.findings import Finding
from missingpersons.models import Episode
from missingpersons.values.dates import Timestamp
from missingpersons.values.episode_ids import episode_id

_PLACEHOLDER = encode_basestring(PLACEHOLDER_ID)


@dataclass(slots=True, repr=False, eq=False)
class QuickRow:
    """A row that was taken whole."""

    document: bytes
    episode: str
    cells: tuple[tuple[str, Fate], ...]
    findings: tuple[Finding, ...]
    recorded_at: Timestamp | None
    word_for_word: str


class Quick:
    """The columns of a table as the quick way sees them.

    ``given`` is when every row was recorded; without it rows say so themselves or, with ``states_time``, a constant.
    """

    def __init__(
        self, header: Header, constants: Sequence[Part], *, given: Timestamp | None, states_time: bool
    ) -> None:
        written = {key_of(part.path): part.text for part in constants}
        self._owner = str(json.loads(written[OWNER]))
        self._given = given
        self._constant_time = written[RECORDED_AT] if states_time else ""
        columns = [header.column(index) for index in range(len(header.names))]
        self._columns = [
            QuickColumn(header, index, written, tells_time=given is None and header.tells_time(index))
            for index in range(len(columns))
        ]
        self._shapes = Shapes(written, [index for index, each in enumerate(self._columns) if each.is_several])
        self._reference = _place_of_reference(columns)
        places = _places(columns)
        unknown = written[EPISODE_ID] == _PLACEHOLDER and not {EPISODE_ID, OWNER} & places.keys()
        # What is written in the order of the columns must not depend on that order.
        apart = all(len(texts) == 1 for texts in places.values())
        is_plain = unknown and apart and self._reference >= 0 and not header.has_groups
        self.is_usable = is_plain and wire.is_sound(document_of(written), Episode)

    def rows(self, records: Sequence[Record]) -> list[QuickRow | None]:
        """Each record as a row, or None if there is more to it than its cells' text, or it cannot be read whole."""
        rows: list[QuickRow | None] = [None] * len(records)
        width = len(self._columns)
        numbers: list[int] = []
        wholes: list[str] = []
        stripped: list[list[str]] = []
        for number, record in enumerate(records):
            cells = record.cells
            if record.problem or record.notes is not None or record.dated or len(cells) != width:
                continue
            whole = "\0".join(cells)
            if whole.count("\0") >= width or is_marked(whole):
                continue
            texts = [cell.strip() for cell in cells]
            numbers.append(number)
            wholes.append(whole.rstrip("\0") if texts == cells else word_for_word(cells))
            stripped.append(texts)
        if not numbers:
            return rows
        findings: list[tuple[Finding, ...]] = [()] * len(numbers)
        times: list[Timestamp | None] = [self._given] * len(numbers)
        doubtful: set[int] = set()
        read = [
            column.read(texts, findings, times, doubtful)
            for column, texts in zip(self._columns, zip(*stripped, strict=True), strict=True)
        ]
        effects = zip(*[each for each, _ in read], strict=True)
        values = zip(*[each for _, each in read], strict=True)
        sound = [number not in doubtful for number in range(len(numbers))]
        for number, row in zip(numbers, map(self._row, effects, values, findings, times, wholes, sound), strict=True):
            rows[number] = row
        return rows

    def _row(
        self,
        effects: tuple[Effect, ...],
        values: tuple[Any, ...],
        findings: tuple[Finding, ...],
        recorded_at: Timestamp | None,
        word: str,
        are_sound: bool,
    ) -> QuickRow | None:
        time = f'"{recorded_at}"' if recorded_at is not None else self._constant_time
        if not time or effects[self._reference].key != REFERENCE:
            return None
        reference = values[self._reference]
        episode = episode_id(self._owner, json.loads(reference) if "\\" in reference else reference[1:-1])
        shape, document = self._shapes.written(effects, values, f'"{episode}"', time)
        if not (shape.is_sound and are_sound and len(document) <= wire.MAX_BYTES):
            if not wire.is_sound(document, Episode):
                return None
            shape.is_sound = True
        return QuickRow(document, episode, shape.cells, findings, recorded_at, word)


def _place_of_reference(columns: Sequence[Column | None]) -> int:
    """Where the column is that has a row's reference, and writes nothing else but constants; -1 if there is none."""
    for index, column in enumerate(columns):
        if column and column.reading and key_of(column.reading.to[0]) == REFERENCE and not writes_several(column):
            return index
    return -1


def _places(columns: Sequence[Column | None]) -> dict[str, set[str]]:
    """Every place that a column writes, and what may be written there: the column's number, or the constant."""
    found: dict[str, set[str]] = {}
    for number, column in enumerate(columns):
        if column is None or column.reading is None:
            continue
        for path in (path for reading in (column.reading, *column.also) for path in reading.to):
            # An entry of a list has a slot of its own.
            found.setdefault(key_of(path), set()).add("-" if NEXT in path else f"{number}")
        for key, text in constants_of(column).items():
            found.setdefault(key, set()).add(f"={text}")
    return found
