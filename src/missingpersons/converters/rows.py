"""One row of a table: its cells to parts of an episode, and what became of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from missingpersons.converters import Fate, cells
from missingpersons.converters.assembling import part_of
from missingpersons.converters.beside_dates import beside_held
from missingpersons.converters.columns import Column
from missingpersons.converters.drafts import EMPTY, NO_VALUE, Draft, Outcome
from missingpersons.converters.encodings import is_marked
from missingpersons.converters.headers import Headings
from missingpersons.converters.places import Origin
from missingpersons.converters.records import OPEN_QUOTE, Record
from missingpersons.converters.sheets import CALCULATED, MERGED
from missingpersons.findings import finding

IN_DOUBLED_COLUMN = "MP-C-003"
NOT_MAPPED = "MP-C-004"
IGNORED = "MP-C-005"
UNDECODABLE = "MP-C-015"
NUL = "MP-C-016"
TOO_SHORT = "MP-C-017"
TOO_LONG = "MP-C-018"
BEYOND_HEADER = "MP-C-019"

_MOST_REMEMBERED = 1024
"""How many different cells of a column are remembered with what they came to: codes and answers come again."""
_LONGEST_REMEMBERED = 64
_OWN = ("text", "local_time")
"""The kinds whose cells seldom come again."""


class Header(Headings):
    """The columns of one file, each with how its cells are read."""

    def __init__(self, record: Record, columns: Sequence[Column], *, recorded_at: Sequence[str] = ()) -> None:
        super().__init__(record, columns, recorded_at=recorded_at)
        self._remembered: list[dict[str, Outcome]] = [{} for _ in self.names]
        self._comes_again = [
            column is not None and column.reading is not None and (column.reading.kind not in _OWN or bool(column.also))
            for column in self._columns
        ]

    def draft(self, record: Record) -> Draft:
        """The parts that the cells of a record give, and what became of each cell."""
        draft = Draft(self, record)
        cells, width = record.cells, len(self.names)
        if record.problem and record.problem != OPEN_QUOTE:
            draft.note(record.problem)
        if len(cells) > width:
            draft.note(TOO_LONG)
        elif len(cells) < width and record.problem != OPEN_QUOTE:
            draft.note(TOO_SHORT)
        plain = record.problem != OPEN_QUOTE and record.notes is None and not record.dated and len(cells) <= width
        if plain:
            self._plainly(draft, cells, width)
        else:
            self._closely(draft)
        draft.fates += [Fate.EMPTY] * (width - len(cells))
        for column, indexes in self._groups:
            self._join(draft, column, indexes)
        if self._is_contested:
            draft.say_contradictions()
        return draft

    def _plainly(self, draft: Draft, cells: Sequence[str], width: int) -> None:
        """Every cell of a row that is its text and nothing else. As ``take`` would, in a tenth of the steps."""
        fates, own, under, findings = draft.fates, draft.own, draft.under, draft.findings
        for cell, remembered, index in zip(cells, self._remembered, range(width), strict=False):
            text = cell.strip()
            if not text:
                fates.append(Fate.EMPTY)
                continue
            outcome = remembered.get(text) or self.outcome(text, index)
            fates.append(outcome.fate)
            if outcome is NO_VALUE:
                continue
            draft.is_blank = False
            if outcome.is_of_report:
                draft.is_report = True
            own += outcome.parts
            if outcome.under:
                under += outcome.under
            if outcome.findings:
                findings += outcome.findings
            if outcome.recorded_at:
                draft.recorded(outcome.recorded_at)

    def _closely(self, draft: Draft) -> None:
        """Every cell of a row of which there is more to say than its text."""
        record = draft.record
        last = len(record.cells) - 1
        notes = record.notes or {}
        for index, cell in enumerate(record.cells):
            text, note = cell.strip(), notes.get(index)
            place = self.places[index] if index < len(self.places) else f"/column_{index + 1}"
            if index == last and record.problem == OPEN_QUOTE:
                outcome = _set_aside(OPEN_QUOTE, place, is_of_report=self._is_carried(index))
            elif not text:
                outcome = Outcome(Fate.EMPTY, (finding(note, place),)) if note == MERGED else EMPTY
            elif index >= len(self.names):
                outcome = _set_aside(BEYOND_HEADER, place, is_of_report=False)
            else:
                outcome = self.outcome(text, index, note, held_as_date=index in record.dated)
            draft.take(outcome)

    def outcome(self, text: str, index: int, note: str | None = None, *, held_as_date: bool = False) -> Outcome:
        """What a cell that is not blank comes to."""
        column = self._columns[index]
        if column is None:
            code = IN_DOUBLED_COLUMN if self._doubled[index] else NOT_MAPPED
            return _set_aside(code, self.places[index], is_of_report=self._is_carried(index))
        if text in column.no_value:
            return NO_VALUE
        if column.reading is None:
            return _set_aside(IGNORED, self.places[index], is_of_report=False)
        if note and note != CALCULATED:
            return _set_aside(note, self.places[index])
        if "\0" in text:
            return _set_aside(NUL, self.places[index])
        if is_marked(text):
            return _set_aside(UNDECODABLE, self.places[index])
        if self._several[index]:
            # It is read with the others, once they are all there.
            return Outcome(Fate.CARRIED, (finding(note, self.places[index]),) if note else ())
        outcome = self._read(text, index, column, held_as_date=held_as_date)
        if note and outcome.fate is not Fate.SET_ASIDE:
            outcome = Outcome(
                Fate.APPROXIMATED,
                (finding(note, self.places[index]), *outcome.findings),
                outcome.parts,
                outcome.under,
                outcome.recorded_at,
            )
        elif not note and not held_as_date and self._comes_again[index] and len(text) <= _LONGEST_REMEMBERED:
            remembered = self._remembered[index]
            if len(remembered) < _MOST_REMEMBERED:
                remembered[text] = outcome
        return outcome

    def _is_carried(self, index: int) -> bool:
        """Whether the mapping carries a column, or the first of its name."""
        return index < len(self.names) and self.names[index] in self._carried

    def _read(self, text: str, index: int, column: Column, *, held_as_date: bool = False) -> Outcome:
        assert column.reading is not None
        place = self.places[index]
        reading = cells.for_dates(column.reading) if held_as_date else column.reading
        under = [part_of(index, Origin.WITH, path, value) for path, value in column.with_values]
        if reading.kind == "text" and not column.also:
            own = tuple([part_of(index, Origin.CELL, path, text) for path in reading.to])
            return Outcome(Fate.CARRIED, (), own, tuple(under))
        found = cells.read(text, reading, index)
        tells = self._tells_time[index] and found.latest
        recorded_at = cells.timestamp(found.latest) if tells and found.latest else None
        told = (finding(found.problem, place),) if found.problem else ()
        if not found.values:
            return Outcome(Fate.SET_ASIDE, told, recorded_at=recorded_at)
        for each in column.also:
            extra = cells.read(text, cells.for_dates(each) if held_as_date else each, index)
            under += [part_of(index, Origin.ALSO, path, value) for path, value in extra.values]
            if extra.values and extra.problem:
                told = (*told, finding(extra.problem, place))
        parts = tuple([part_of(index, Origin.CELL, path, value) for path, value in found.values])
        fate = Fate.APPROXIMATED if found.problem else Fate.CARRIED
        return Outcome(fate, told, parts, tuple(under), recorded_at)

    def _join(self, draft: Draft, column: Column, indexes: tuple[int, ...]) -> None:
        """Read the cells of several columns as one value: those that are carried so far, in their order."""
        cells, dated = draft.record.cells, draft.record.dated
        there = tuple(each for each in indexes if each < len(cells) and draft.fates[each] is Fate.CARRIED)
        if not there:
            return
        text = column.joined_by.join(cells[each].strip() for each in there)
        held = [each in dated for each in there]
        if all(held):
            text = " ".join(cells[each].strip() for each in there)
        elif any(held) and column.reading and column.reading.formats:
            column = replace(column, reading=beside_held(column.reading, column.joined_by, held))
        draft.take_together(there, self._read(text, there[0], column, held_as_date=all(held)))


def _set_aside(code: str, place: str, *, is_of_report: bool = True) -> Outcome:
    return Outcome(Fate.SET_ASIDE, (finding(code, place),), is_of_report=is_of_report)
