"""What every converter gives: an episode or none for each row, findings, and what became of each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from missingpersons.findings import Finding


class Fate(StrEnum):
    """What became of one cell. Each has exactly one; a value that is not carried has a finding too."""

    CARRIED = "carried"
    """It is in the episode, as it is or in translation."""
    APPROXIMATED = "approximated"
    """Something stands in the episode for it, and a finding says so."""
    SET_ASIDE = "set_aside"
    """It is not in the episode, and a finding says why."""
    REPEATED = "repeated"
    """Its whole row is word for word an earlier one, and a finding says so."""
    NO_VALUE = "no_value"
    """The mapping declares that it stands for no value."""
    EMPTY = "empty"
    """There is nothing in it but blanks."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of a source became."""

    source: str
    """Where it stands: ``in.csv:12``, with 1 for the first row of data and 0 for the header and the file."""
    document: bytes | None
    """The episode in its exact bytes, which ``wire.parse`` always reads, or None where there is none."""
    findings: tuple[Finding, ...]
    """What was found on the way; ``at`` is a column, by its name if it is mapped, else by number; or empty."""
    cells: tuple[tuple[str, Fate], ...] = ()
    """The place and the fate of every cell, in the order of the header."""

    def __repr__(self) -> str:
        """Where it stands and how many findings: never the document."""
        return f"<Row {self.source}: {len(self.findings)} finding(s)>"


class Tally:
    """The fates of cells, added up by column while rows stream past.

    A column is known by its place, and one of a further table or sheet by that table and its place.
    """

    def __init__(self) -> None:
        # The first table that has cells is the one that the source is.
        self._tables: dict[str, dict[str, Counter[Fate]]] = {}

    def add(self, row: Row) -> None:
        """Count the cells of ``row``."""
        if not row.cells:
            return
        columns = self._tables.setdefault(row.source.rpartition(":")[0], {})
        for place, fate in row.cells:
            columns.setdefault(place, Counter())[fate] += 1

    @property
    def columns(self) -> Mapping[str, Counter[Fate]]:
        """For each column, by its place, how many cells met each fate: `/dob`; of a further table `sightings/dob`."""
        return {
            f"{table if number else ''}{place}": counts
            for number, (table, columns) in enumerate(self._tables.items())
            for place, counts in columns.items()
        }

    def set_aside(self, places: Iterable[str] | None = None) -> tuple[int, int]:
        """How many cells were set aside, and how many there were to carry, in ``places`` or everywhere.

        Empty cells, declared no-values and the cells of repeated rows are not among those to carry.
        """
        columns = self.columns
        chosen = columns if places is None else {place: columns[place] for place in places}
        lost = sum(counts[Fate.SET_ASIDE] for counts in chosen.values())
        kept = sum(counts[Fate.CARRIED] + counts[Fate.APPROXIMATED] for counts in chosen.values())
        return lost, lost + kept
