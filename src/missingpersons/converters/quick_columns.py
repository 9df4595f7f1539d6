"""One column of a table as the quick way reads it: what its cells do to their rows, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json.encoder import encode_basestring

from missingpersons.converters import Fate
from missingpersons.converters.columns import Column
from missingpersons.converters.drafts import NO_VALUE, Outcome
from missingpersons.converters.places import Origin
from missingpersons.converters.quick_cells import (
    Effect,
    Effects,
    Said,
    Texts,
    Written,
    constants_of,
    keys_of,
    reader,
    writes_several,
)
from missingpersons.converters.rows import Header
from missingpersons.findings import Finding
from missingpersons.values.dates import Timestamp

_MOST_REMEMBERED, _MOST_DAYS = 1024, 4096
"""How many different cells of a column are remembered with what they say; of dates and numbers there are more."""
_LONGEST_REMEMBERED = 64


class QuickColumn:
    """A column of the file; ``tells_time`` if it says when a row was recorded."""

    def __init__(self, header: Header, index: int, constants: Written, *, tells_time: bool) -> None:
        column, self._place = header.column(index), header.places[index]
        self._header = header
        self._index = index
        self.is_several = writes_several(column)
        """Whether a cell may write more than one text."""
        self._effects = Effects(self._place, constants, is_several=self.is_several)
        self._empty, self._no_value = self._effects.of(Fate.EMPTY), self._effects.of(Fate.NO_VALUE)
        self._no_values = column.no_value if column else frozenset()
        self._text = _text(column, self._effects)
        self._tells_time = tells_time
        self._has_findings = False
        self._nothing: Texts = () if self.is_several else ""
        self._reader = reader(column, index, self._effects, tells_time=tells_time)
        self._remembered = {"": Said(self._empty, self._nothing, is_sound=True)}
        self._most = _most_remembered(column, self._reader is not None)

    def read(
        self,
        cells: Sequence[str],
        findings: list[tuple[Finding, ...]],
        times: list[Timestamp | None],
        doubtful: set[int],
    ) -> tuple[list[Effect], list[Texts]]:
        """The effects and the texts of the column's cells in so many rows, less the blanks around them.

        To ``findings`` and ``times`` of the rows is added what the cells give cause to say, and the latest time; to
        ``doubtful`` the rows of cells that may not stand where they are written.
        """
        if self._text is not None:
            return self._read_text(self._text, cells, doubtful)
        known = self._remembered.get
        found = [known(cell) or self._said(cell) for cell in cells]
        if not all(each.is_sound for each in found):
            doubtful.update(_doubtful(found))
        if self._has_findings:
            for number, each in enumerate(found):
                findings[number] += each.findings
        if self._tells_time:
            for number, each in enumerate(found):
                time, latest = each.recorded_at, times[number]
                if time is not None and (latest is None or latest < time):
                    times[number] = time
        return [each.effect for each in found], [each.texts for each in found]

    def _read_text(self, carried: Effect, cells: Sequence[str], doubtful: set[int]) -> tuple[list[Effect], list[Texts]]:
        empty, no_value, no_values = self._empty, self._no_value, self._no_values
        if no_values.isdisjoint(cells):
            effects = [carried if cell else empty for cell in cells]
        else:
            effects = [(no_value if cell in no_values else carried) if cell else empty for cell in cells]
        texts: list[Texts] = [encode_basestring(cell) for cell in cells]
        written = [text for text, effect in zip(texts, effects, strict=True) if effect is carried]
        if written and not carried.are_sound(written):
            doubtful.update(number for number, text in enumerate(texts) if not carried.are_sound([text]))
        return effects, texts

    def _said(self, cell: str) -> Said:
        said = self._reader(cell) if self._reader else None
        if said is None:
            said = self._at_length(self._header.outcome(cell, self._index))
        if self._most and len(self._remembered) <= self._most and len(cell) <= _LONGEST_REMEMBERED:
            self._remembered[cell] = said
        return said

    def _at_length(self, outcome: Outcome) -> Said:
        if outcome is NO_VALUE:
            return Said(self._no_value, self._nothing)
        beside = {part.key: part.text for part in outcome.under if part.origin is Origin.WITH}
        also = {part.key: part.text for part in outcome.under if part.origin is Origin.ALSO}
        written = also | {part.key: part.text for part in outcome.parts}
        effect = self._effects.of(outcome.fate, tuple(written), beside)
        texts = tuple(written.values()) if self.is_several else "".join(written.values())
        self._has_findings = self._has_findings or bool(outcome.findings)
        return Said(effect, texts, outcome.findings, outcome.recorded_at)


def _doubtful(cells: Sequence[Said]) -> Iterator[int]:
    """The rows whose cells may not stand where they are written. All are judged together, and singly if one may not."""
    together: dict[Effect, list[Texts]] = {}
    for said in cells:
        if not said.is_sound:
            together.setdefault(said.effect, []).append(said.texts)
    sound = {effect for effect, each in together.items() if effect.are_sound(each)}
    for number, said in enumerate(cells):
        if not said.is_sound:
            said.is_sound = said.effect in sound or said.effect.are_sound([said.texts])
            if not said.is_sound:
                yield number


def _text(column: Column | None, effects: Effects) -> Effect | None:
    """What a cell does in a column of text that is nothing else and goes to one place; None in any other."""
    if column is None or column.reading is None or column.reading.kind != "text" or column.also:
        return None
    if len(column.reading.to) != 1:
        return None
    return effects.of(Fate.CARRIED, keys_of(column.reading.to), constants_of(column))


def _most_remembered(column: Column | None, has_reader: bool) -> int:
    """How many cells are worth remembering: times and lists seldom come again, and are read quickly."""
    if not has_reader or column is None or column.reading is None:
        return _MOST_REMEMBERED
    return _MOST_DAYS if column.reading.kind in ("date", "whole_number") else 0
