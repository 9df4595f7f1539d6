"""What a row amounts to on its way to an episode: parts, findings, and what became of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from missingpersons.converters import Fate
from missingpersons.converters.identity import digest
from missingpersons.converters.places import Origin, Part
from missingpersons.converters.records import Record
from missingpersons.findings import Finding, finding
from missingpersons.values.dates import Timestamp

CONTRADICTED = "MP-C-033"


class Columns(Protocol):
    """What a row knows of the columns that it stands in."""

    def places_of(self, count: int) -> Sequence[str]:
        """The places of so many cells."""

    def identities(self, count: int) -> list[str]:
        """What tells the columns of so many cells apart, whatever their order."""


@dataclass(slots=True, repr=False)
class Outcome:
    """What one cell came to. The same for the same cell of the same column, so that it is made once."""

    fate: Fate
    findings: tuple[Finding, ...] = ()
    parts: tuple[Part, ...] = ()
    """What the cell itself puts somewhere."""
    under: tuple[Part, ...] = ()
    """What is put somewhere because of it: another part of the same cell, or a constant."""
    recorded_at: Timestamp | None = None
    is_of_report: bool = True
    """Whether it stands in a column that the mapping carries, so that the row is a report even if it cannot be read."""


EMPTY = Outcome(Fate.EMPTY)
NO_VALUE = Outcome(Fate.NO_VALUE)


@dataclass(slots=True, repr=False)
class Draft:
    """What a row amounts to before it is known which episode it is and when it was recorded."""

    header: Columns
    record: Record
    findings: list[Finding] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    recorded_at: Timestamp | None = None
    """The latest time among the columns that say when a row was recorded."""
    is_blank: bool = True
    """Whether the row has nothing to carry."""
    is_report: bool = False
    """Whether a column that the mapping carries has a value, be it one that cannot be read."""
    own: list[Part] = field(default_factory=list)
    under: list[Part] = field(default_factory=list)
    together: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """The columns whose cells are one value, by the first of them."""

    @property
    def parts(self) -> list[Part]:
        """What the row puts where; where two are for one place, the later stands."""
        return [*sorted(self.under, key=_by_origin), *self.own]

    @property
    def places(self) -> Sequence[str]:
        """The place of each cell."""
        return self.header.places_of(len(self.fates))

    @property
    def digest(self) -> str:
        """A digest of the row's cells, by column, whatever the order of the columns."""
        names = self.header.identities(len(self.record.cells))
        return digest(zip(names, self.record.cells, strict=True))

    @property
    def word_for_word(self) -> str:
        """What two rows of one table have in common if their cells are the same."""
        return word_for_word(self.record.cells) or self.digest

    def take(self, outcome: Outcome) -> None:
        """Note what the next cell came to."""
        self.fates.append(outcome.fate)
        if outcome is not EMPTY and outcome is not NO_VALUE:
            self._add(outcome)

    def take_together(self, columns: tuple[int, ...], outcome: Outcome) -> None:
        """Note what the cells of several columns came to; a finding is said of each of them."""
        for column in columns:
            self.fates[column] = outcome.fate
        self._add(outcome)
        first = self.places[columns[0]]
        for column in columns[1:]:
            self.findings += [finding(each.code, self.places[column]) for each in outcome.findings if each.at == first]
        self.together[columns[0]] = columns

    def set_aside(self, column: int, code: str) -> None:
        """Note that a cell which was to be carried cannot be."""
        for each in self.together.get(column, (column,)):
            self.fates[each] = Fate.SET_ASIDE
            self.findings.append(finding(code, self.places[each]))

    def say_contradictions(self) -> None:
        """Say of cells that what the mapping puts beside them contradicts itself. What the last of them says stands."""
        first: dict[str, Part] = {}
        said: dict[int, None] = {}
        for part in self.under:
            if part.origin is Origin.WITH:
                other = first.setdefault(part.key, part)
                if other.text != part.text:
                    said |= {other.column: None, part.column: None}
        for column in said:
            for each in self.together.get(column, (column,)):
                self.findings.append(finding(CONTRADICTED, self.places[each]))
                if self.fates[each] is Fate.CARRIED:
                    self.fates[each] = Fate.APPROXIMATED

    def note(self, code: str) -> None:
        """Note something that is so of the whole row."""
        self.findings.append(_of_row(code))

    def recorded(self, time: Timestamp) -> None:
        """Note a time that says when the row was recorded: the latest counts."""
        if self.recorded_at is None or self.recorded_at < time:
            self.recorded_at = time

    def _add(self, outcome: Outcome) -> None:
        if outcome.fate is not Fate.EMPTY:
            self.is_blank = False
            self.is_report = self.is_report or outcome.is_of_report
        if outcome.findings:
            self.findings += outcome.findings
        self.own += outcome.parts
        if outcome.under:
            self.under += outcome.under
        if outcome.recorded_at:
            self.recorded(outcome.recorded_at)


def word_for_word(cells: Sequence[str]) -> str:
    """What the cells of two rows have in common if they are the same; nothing if that cannot be told so."""
    if "\0" in "".join(cells):
        return ""
    return "\0".join([cell if cell.strip() else "" for cell in cells]).rstrip("\0")


@lru_cache(maxsize=64)
def _of_row(code: str) -> Finding:
    return finding(code)


def _by_origin(part: Part) -> int:
    return part.origin
