"""The kinds of cells that tables are full of and that seldom come again: times, dates, numbers and lists, read quickly.

Each reader gives what the long way gives, or None where that has more to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import cast

from missingpersons.converters import Fate
from missingpersons.converters.assembling import key_of, place_of
from missingpersons.converters.cells import Reading, timestamp
from missingpersons.converters.columns import Column, path_in
from missingpersons.converters.places import NEXT, Path, in_new_slot
from missingpersons.converters.times import moments, partial_date
from missingpersons.findings import Finding
from missingpersons.models import Episode
from missingpersons.models.leaves import Judge, judge_of, required_at
from missingpersons.values.dates import Timestamp

Written = dict[str, str]
"""Places and what is written there."""
Texts = str | tuple[str, ...]
"""What a cell writes: one text, or in a column that may write several, a text for each of its places."""

_MOST_KEPT = 1024
"""How many effects of a column are told apart: one for each length of a list."""
_NEVER_MET = frozenset({""})
"""A need of what nothing is known to be enough for: no cell writes at a place without a name."""
_MOST_ENTRIES = 100
"""A list with more is left to the long way."""


@dataclass(slots=True, repr=False, eq=False)
class Effect:
    """What cells have in common that do the same to their row, whatever they say.

    There is one of each, so that rows can be compared by the effects of their cells.
    """

    told: tuple[str, Fate]
    """The place of the cell, and what became of it."""
    keys: tuple[str, ...] = ()
    """Where the cell writes what it says."""
    beside: Written = field(default_factory=dict)
    """What the mapping puts beside it."""
    key: str = ""
    """The one place, where there is one and the column never writes more."""
    judges: tuple[Judge | None, ...] = ()
    """How to judge what it writes at each place."""
    needs: frozenset[str] = frozenset()
    """Where other cells of the row must write something, so that what this one writes is whole."""

    def are_sound(self, texts: Sequence[Texts]) -> bool:
        """Whether the texts of so many cells, of one at least, may all stand where they are written."""
        if not self.keys:
            return True
        if len(self.keys) == 1 and isinstance(texts[0], str):
            judge = self.judges[0]
            return judge is not None and judge(cast("Sequence[str]", texts))
        of_each = zip(*texts, strict=True)
        return all(judge is not None and judge(each) for judge, each in zip(self.judges, of_each, strict=True))


class Effects:
    """The effects that the cells of one column have; ``constants`` stand in every row."""

    def __init__(self, place: str, constants: Written, *, is_several: bool) -> None:
        self._place = place
        self._constants = constants
        self._is_several = is_several
        self._known: dict[tuple[object, ...], Effect] = {}

    def of(self, fate: Fate, keys: tuple[str, ...] = (), beside: Written | None = None) -> Effect:
        """The one effect of its kind."""
        beside = beside or {}
        kind = (fate, keys, *beside.items())
        found = self._known.get(kind)
        if found is None:
            key = keys[0] if keys and not self._is_several else ""
            judges = tuple([judge_of(Episode, place_of(each)) for each in keys])
            found = Effect((self._place, fate), keys, beside, key, judges, self._needs(keys, beside))
            if len(self._known) < _MOST_KEPT:
                self._known[kind] = found
        return found

    def _needs(self, keys: tuple[str, ...], beside: Written) -> frozenset[str]:
        for key, text in beside.items():
            judge = judge_of(Episode, place_of(key))
            if judge is None or not judge([text]):
                return _NEVER_MET
        written = [*keys, *beside]
        needed: set[str] = set()
        for part in parts_of(written).difference(written):
            required = required_at(Episode, place_of(part))
            if required is None:
                return _NEVER_MET
            needed.update(f"{part}{name}\0" for name in required)
        return frozenset(needed - parts_of(written) - parts_of(self._constants))


@dataclass(slots=True, repr=False, eq=False)
class Said:
    """What one cell says, ready to be written."""

    effect: Effect
    texts: Texts
    findings: tuple[Finding, ...] = ()
    recorded_at: Timestamp | None = None
    is_sound: bool = False
    """Whether it is known that each of its texts may stand where it is written."""


Reader = Callable[[str], Said | None]


def reader(column: Column | None, index: int, effects: Effects, *, tells_time: bool) -> Reader | None:
    """The quick reader of a column, if it has one."""
    if column is None or column.reading is None or column.also:
        return None
    if column.reading.kind == "list" and not column.reading.codes:
        return _lists(column, column.reading, effects, index)
    effect = effects.of(Fate.CARRIED, keys_of(column.reading.to), constants_of(column))
    if column.reading.kind == "local_time":
        return _times(column, column.reading, effect, tells_time=tells_time)
    if column.reading.kind == "date":
        return _dates(column, column.reading, effect)
    if column.reading.kind == "whole_number":
        return _numbers(column, effect)
    return None


def writes_several(column: Column | None) -> bool:
    """Whether a cell of the column may write more than one text, so that its texts are always a tuple."""
    if column is None or column.reading is None:
        return False
    return column.reading.kind == "list" or bool(column.also) or len(column.reading.to) != 1


def constants_of(column: Column) -> Written:
    """What the mapping puts beside a value of the column."""
    return {
        key_of(path): encode_basestring(value) if isinstance(value, str) else json.dumps(value)
        for path, value in column.with_values
    }


def parts_of(keys: Iterable[str]) -> set[str]:
    """The keys and those of all that they stand in, but for the whole."""
    return {key[: end + 1] for key in keys for end, each in enumerate(key) if each == "\0"}


def keys_of(paths: tuple[Path, ...]) -> tuple[str, ...]:
    """The keys of several places."""
    return tuple([key_of(path) for path in paths])


def _everywhere(text: str, effect: Effect) -> Texts:
    return text if len(effect.keys) == 1 else (text,) * len(effect.keys)


def _times(column: Column, reading: Reading, effect: Effect, *, tells_time: bool) -> Reader:
    no_value, number = column.no_value, len(effect.keys)
    moment = moments(reading.formats, reading.zone)

    def read(text: str) -> Said | None:
        found = moment(text) if text not in no_value else None
        if found is None:
            return None
        recorded_at = timestamp(found) if tells_time else None
        if tells_time and recorded_at is None:
            return None
        # A moment has digits and signs alone: there is nothing in it to escape.
        written = f'"{found}"'
        return Said(effect, written if number == 1 else (written,) * number, (), recorded_at)

    return read


def _dates(column: Column, reading: Reading, effect: Effect) -> Reader:
    no_value, formats = column.no_value, reading.formats

    def read(text: str) -> Said | None:
        found = partial_date(text, formats) if text not in no_value else None
        return Said(effect, _everywhere(f'"{found}"', effect)) if found else None

    return read


def _numbers(column: Column, effect: Effect) -> Reader:
    no_value = column.no_value

    def read(text: str) -> Said | None:
        if text.isascii() and text.isdigit() and len(text) < 16 and text not in no_value:
            return Said(effect, _everywhere(str(int(text)), effect))
        return None

    return read


def _lists(column: Column, reading: Reading, effects: Effects, index: int) -> Reader:
    under, no_value, separator = constants_of(column), column.no_value, reading.separator
    first = in_new_slot((NEXT,), index, 0)[0]
    assert isinstance(first, int)
    of_length: dict[int, Effect] = {}

    def effect_of(length: int) -> Effect:
        slots = range(first, first + length)
        keys = keys_of(tuple([path_in(path, slot) for path in reading.to for slot in slots]))
        return effects.of(Fate.CARRIED, keys, under)

    def read(text: str) -> Said | None:
        if text in no_value:
            return None
        entries = [encode_basestring(entry) for each in text.split(separator) if (entry := each.strip())]
        if not entries or len(entries) > _MOST_ENTRIES:
            return None
        effect = of_length.get(len(entries))
        if effect is None:
            effect = of_length[len(entries)] = effect_of(len(entries))
        return Said(effect, tuple(entries) * len(reading.to))

    return read
