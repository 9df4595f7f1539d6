"""The kinds of cells that tables are full of and that seldom come again: times, dates, numbers and lists, read quickly.

Each reader gives what the long way gives, or None where that has more to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from json.encoder import encode_basestring

from missingpersons.converters import Fate
from missingpersons.converters.assembling import key_of
from missingpersons.converters.cells import Reading
from missingpersons.converters.columns import Column
from missingpersons.converters.places import NEXT, in_new_slot
from missingpersons.converters.times import moments, partial_date
from missingpersons.findings import Finding
from missingpersons.values.dates import Timestamp

Written = dict[str, str]
"""Places and what is written there."""

_MOST_KEPT = 4_096
"""How many different days or numbers of a column are remembered."""


@dataclass(slots=True, repr=False)
class Said:
    """What one cell says, ready to be written."""

    told: tuple[str, Fate]
    """The place of the cell, and what became of it."""
    written: Written = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    recorded_at: Timestamp | None = None


Reader = Callable[[str], Said | None]


def reader(column: Column | None, index: int, place: str, *, tells_time: bool) -> Reader | None:
    """The quick reader of a column, if it has one."""
    if column is None or column.reading is None or column.also:
        return None
    told = (place, Fate.CARRIED)
    if column.reading.kind == "local_time":
        return _times(column, column.reading, told, tells_time=tells_time)
    if column.reading.kind == "date":
        return _dates(column, column.reading, told)
    if column.reading.kind == "whole_number":
        return _numbers(column, column.reading, told)
    if column.reading.kind == "list" and not column.reading.codes:
        return _lists(column, column.reading, told, index)
    return None


def constants_of(column: Column) -> Written:
    """What the mapping puts beside a value of the column."""
    return {
        key_of(path): encode_basestring(value) if isinstance(value, str) else json.dumps(value)
        for path, value in column.with_values
    }


def _times(column: Column, reading: Reading, told: tuple[str, Fate], *, tells_time: bool) -> Reader:
    keys, under, no_value = tuple(map(key_of, reading.to)), constants_of(column), column.no_value
    moment = moments(reading.formats, reading.zone)

    def read(text: str) -> Said | None:
        found = moment(text) if text not in no_value else None
        if found is None:
            return None
        recorded_at = Timestamp.parse(found) if tells_time else None
        # A moment has digits and signs alone: there is nothing in it to escape.
        written = dict.fromkeys(keys, f'"{found}"')
        if under:
            written |= under
        return Said(told, written, (), recorded_at)

    return read


def _dates(column: Column, reading: Reading, told: tuple[str, Fate]) -> Reader:
    keys, under, no_value = tuple(map(key_of, reading.to)), constants_of(column), column.no_value
    formats = reading.formats
    known: dict[str, Said] = {}

    def read(text: str) -> Said | None:
        said = known.get(text)
        if said is None and text not in no_value and (found := partial_date(text, formats)):
            said = Said(told, dict.fromkeys(keys, f'"{found}"') | under)
            if len(known) < _MOST_KEPT:
                known[text] = said
        return said

    return read


def _numbers(column: Column, reading: Reading, told: tuple[str, Fate]) -> Reader:
    keys, under, no_value = tuple(map(key_of, reading.to)), constants_of(column), column.no_value

    known: dict[str, Said] = {}

    def read(text: str) -> Said | None:
        said = known.get(text)
        if said is None and text.isascii() and text.isdigit() and len(text) < 16 and text not in no_value:
            said = Said(told, dict.fromkeys(keys, str(int(text))) | under)
            if len(known) < _MOST_KEPT:
                known[text] = said
        return said

    return read


def _lists(column: Column, reading: Reading, told: tuple[str, Fate], index: int) -> Reader:
    under, no_value, separator = constants_of(column), column.no_value, reading.separator
    # The slots of a column follow each other, so a key is what stands before its slot, the slot, and what follows.
    ends = [(key_of(path[: path.index(NEXT)]), key_of(path[path.index(NEXT) + 1 :])) for path in reading.to]
    first = in_new_slot((NEXT,), index, 0)[0]
    assert isinstance(first, int)

    def read(text: str) -> Said | None:
        entries = [encode_basestring(entry) for each in text.split(separator) if (entry := each.strip())]
        if not entries or text in no_value:
            return None
        numbered = list(enumerate(entries, first))
        own = {f"{before}{slot:012d}\0{after}": entry for before, after in ends for slot, entry in numbered}
        return Said(told, own | under)

    return read
