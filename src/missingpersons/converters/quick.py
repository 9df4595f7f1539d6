"""The quick way of most rows: plain text in, every value taken, no draft and no tree between.

It gives what the long way gives or nothing at all; then the row goes the long way. So there is one meaning of a
mapping, and this is only its shape for the cells that tables are full of.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring

from missingpersons import wire
from missingpersons.converters import Fate
from missingpersons.converters.assembling import Shapes, key_of
from missingpersons.converters.columns import Column
from missingpersons.converters.drafts import NO_VALUE, Outcome
from missingpersons.converters.encodings import is_marked
from missingpersons.converters.fitting import PLACEHOLDER_ID
from missingpersons.converters.places import NEXT, Origin, Part
from missingpersons.converters.quick_cells import Said, Written, constants_of, reader
from missingpersons.converters.records import Record
from missingpersons.converters.rows import Header
from missingpersons.findings import Finding
from missingpersons.models import Episode
from missingpersons.values.dates import Timestamp
from missingpersons.values.episode_ids import episode_id

_EPISODE_ID, _OWNER, _REFERENCE = "episode_id\0", "owner_force\0", "local_reference\0"
_RECORDED_AT = "recorded_at\0"
_PLACEHOLDER = encode_basestring(PLACEHOLDER_ID)
_MOST_REMEMBERED = 1024
_LONGEST_REMEMBERED = 64


@dataclass(slots=True, repr=False)
class QuickRow:
    """A row that was taken whole, but for its id and its time."""

    cells: tuple[tuple[str, Fate], ...]
    findings: list[Finding]
    named: dict[str, str]
    recorded_at: Timestamp | None
    episode: str = ""
    document: bytes = b""
    """Empty until it is written, and where it cannot be read."""


class Quick:
    """The columns of a table as the quick way sees them; ``tells_time`` if rows say when they were recorded."""

    def __init__(self, header: Header, constants: Sequence[Part], *, tells_time: bool) -> None:
        self._header = header
        self._constants = {key_of(part.path): part.text for part in constants}
        self._owner = str(json.loads(self._constants[_OWNER]))
        columns = [header.column(index) for index in range(len(header.names))]
        self._columns = [
            (*_plain_text(column), (place, Fate.EMPTY), (place, Fate.CARRIED), dict[str, Said]())
            for column, place in zip(columns, header.places, strict=True)
        ]
        self._readers = [
            reader(column, index, header.places[index], tells_time=tells_time and header.tells_time(index))
            for index, column in enumerate(columns)
        ]
        places = _places(columns)
        unknown = self._constants[_EPISODE_ID] == _PLACEHOLDER and not {_EPISODE_ID, _OWNER} & places.keys()
        # What is written in the order of the columns must not depend on that order.
        apart = all(len(texts) == 1 for texts in places.values())
        self.is_usable = unknown and apart and not header.has_groups
        self._shapes = Shapes()

    def row(self, record: Record) -> QuickRow | None:
        """What a row says, or None if there is more to it than its cells' text."""
        cells = record.cells
        if record.problem or record.notes is not None or record.dated or len(cells) != len(self._columns):
            return None
        whole = "".join(cells)
        if "\0" in whole or is_marked(whole):
            return None
        told: list[tuple[str, Fate]] = []
        tell = told.append
        findings: list[Finding] = []
        named = self._constants.copy()
        recorded_at: Timestamp | None = None
        for cell, (key, under, no_value, empty, carried, remembered) in zip(cells, self._columns, strict=True):
            text = cell.strip()
            if not text:
                tell(empty)
            elif key is not None and text not in no_value:
                named[key] = encode_basestring(text)
                if under:
                    named.update(under)
                tell(carried)
            else:
                found = remembered.get(text) or self._said(text, len(told))
                tell(found.told)
                if found.written:
                    named.update(found.written)
                if found.findings:
                    findings += found.findings
                if found.recorded_at and (recorded_at is None or recorded_at < found.recorded_at):
                    recorded_at = found.recorded_at
        # A row without anything that is new to the constants is left to the long way, which knows what is blank.
        return QuickRow(tuple(told), findings, named, recorded_at) if len(named) > len(self._constants) else None

    def write(self, row: QuickRow, recorded_at: Timestamp | None) -> None:
        """Give the row its id and its document, if it has a reference."""
        named = row.named
        reference = named.get(_REFERENCE)
        if reference is None:
            return
        row.episode = episode_id(self._owner, json.loads(reference))
        named[_EPISODE_ID] = f'"{row.episode}"'
        if recorded_at is not None and named[_RECORDED_AT] is self._constants[_RECORDED_AT]:
            # Nothing in the row goes there, so it is still the constant itself.
            named[_RECORDED_AT] = f'"{recorded_at}"'
        row.document = self._shapes.document_of(named)

    def judge(self, rows: Sequence[QuickRow]) -> None:
        """Take the document from every row whose document cannot be read."""
        for row in rows:
            if row.document and not wire.is_sound(row.document, Episode):
                row.document = b""

    def _said(self, text: str, index: int) -> Said:
        read = self._readers[index]
        if read is not None and (quick := read(text)):
            return quick
        found = _said(self._header.outcome(text, index), self._header.places[index])
        if read is None and len(text) <= _LONGEST_REMEMBERED:
            remembered = self._columns[index][-1]
            if len(remembered) < _MOST_REMEMBERED:
                remembered[text] = found
        return found


def _said(outcome: Outcome, place: str) -> Said:
    if outcome is NO_VALUE:
        return Said((place, Fate.NO_VALUE))
    under = {part.key: part.text for part in outcome.under if part.origin is Origin.WITH}
    also = {part.key: part.text for part in outcome.under if part.origin is Origin.ALSO}
    own = {part.key: part.text for part in outcome.parts}
    return Said((place, outcome.fate), {**under, **also, **own}, outcome.findings, outcome.recorded_at)


def _plain_text(column: Column | None) -> tuple[str | None, Written, frozenset[str]]:
    """The place of a column of text that is nothing else, what stands beside it, and what is no value."""
    if column is None or column.reading is None or column.reading.kind != "text" or column.also:
        return None, {}, frozenset()
    if len(column.reading.to) != 1:
        return None, {}, frozenset()
    return key_of(column.reading.to[0]), constants_of(column), column.no_value


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
