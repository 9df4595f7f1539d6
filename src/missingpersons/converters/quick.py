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
from missingpersons.converters.assembling import document_of, key_of
from missingpersons.converters.columns import Column
from missingpersons.converters.drafts import NO_VALUE, Outcome
from missingpersons.converters.encodings import is_marked
from missingpersons.converters.fitting import PLACEHOLDER_ID
from missingpersons.converters.identity import episode_id
from missingpersons.converters.places import Origin, Part
from missingpersons.converters.quick_cells import Said, Written, constants_of, reader
from missingpersons.converters.records import Record
from missingpersons.converters.rows import Header
from missingpersons.findings import Finding
from missingpersons.models import Episode
from missingpersons.values.dates import Timestamp

_EPISODE_ID, _OWNER, _REFERENCE = "episode_id\0", "owner_force\0", "local_reference\0"
_RECORDED_AT = "recorded_at\0"
_PLACEHOLDER = encode_basestring(PLACEHOLDER_ID)
_MOST_REMEMBERED = 1024
_LONGEST_REMEMBERED = 64


@dataclass(slots=True, repr=False)
class QuickRow:
    """A row that was taken whole, but for its id and its time."""

    fates: list[Fate]
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
        self._remembered: list[dict[str, Said]] = [{} for _ in columns]
        self._plain = [_plain_text(column) for column in columns]
        self._readers = [
            reader(column, index, tells_time=tells_time and header.tells_time(index))
            for index, column in enumerate(columns)
        ]
        own = {key_of(path) for each in columns if each and each.reading for path in each.reading.to}
        unknown = self._constants[_EPISODE_ID] == _PLACEHOLDER and not {_EPISODE_ID, _OWNER} & own
        self.is_usable = unknown and not header.has_groups

    def row(self, record: Record) -> QuickRow | None:
        """What a row says, or None if there is more to it than its cells' text."""
        cells = record.cells
        if record.problem or record.notes is not None or record.dated or len(cells) != len(self._plain):
            return None
        whole = "".join(cells)
        if "\0" in whole or is_marked(whole):
            return None
        fates: list[Fate] = []
        findings: list[Finding] = []
        own: list[tuple[str, str]] = []
        under: list[tuple[str, str]] = []
        also: list[tuple[str, str]] = []
        recorded_at: Timestamp | None = None
        for cell, plain, remembered in zip(cells, self._plain, self._remembered, strict=True):
            text = cell.strip()
            if not text:
                fates.append(Fate.EMPTY)
                continue
            if plain is not None and text not in plain[2]:
                said = encode_basestring(text)
                for key in plain[0]:
                    own.append((key, said))  # noqa: PERF401 - one key as a rule, and a list for it costs more
                under += plain[1]
                fates.append(Fate.CARRIED)
                continue
            found = remembered.get(text) or self._said(text, len(fates))
            fates.append(found.fate)
            own += found.own
            under += found.under
            if found.also:
                also += found.also
            if found.findings:
                findings += found.findings
            if found.recorded_at and (recorded_at is None or recorded_at < found.recorded_at):
                recorded_at = found.recorded_at
        if not own:
            return None
        named = self._constants.copy()
        named.update(under)
        named.update(also)
        named.update(own)
        return QuickRow(fates, findings, named, recorded_at)

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
        row.document = document_of(named)

    def judge(self, rows: Sequence[QuickRow]) -> None:
        """Take the document from every row whose document cannot be read."""
        for row in rows:
            if row.document and not wire.is_sound(row.document, Episode):
                row.document = b""

    def _said(self, text: str, index: int) -> Said:
        read = self._readers[index]
        if read is not None and (quick := read(text)):
            return quick
        found = _said(self._header.outcome(text, index))
        if read is None and len(text) <= _LONGEST_REMEMBERED:
            remembered = self._remembered[index]
            if len(remembered) < _MOST_REMEMBERED:
                remembered[text] = found
        return found


def _said(outcome: Outcome) -> Said:
    if outcome is NO_VALUE:
        return Said(Fate.NO_VALUE)
    under = tuple([(part.key, part.text) for part in outcome.under if part.origin is Origin.WITH])
    also = tuple([(part.key, part.text) for part in outcome.under if part.origin is Origin.ALSO])
    own = tuple([(part.key, part.text) for part in outcome.parts])
    return Said(outcome.fate, own, under, also, outcome.findings, outcome.recorded_at)


def _plain_text(column: Column | None) -> tuple[tuple[str, ...], Written, frozenset[str]] | None:
    """The places of a column of text that is nothing else, what stands beside it, and what is no value."""
    if column is None or column.reading is None or column.reading.kind != "text" or column.also:
        return None
    return tuple(map(key_of, column.reading.to)), constants_of(column), column.no_value
