"""The episode that a person and the notes about it make: what structure would refuse is kept among the local fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.fitting import fit, least
from missingpersons.converters.identity import digest, episode_id
from missingpersons.converters.pfif.account import Account
from missingpersons.converters.pfif.joining import Numbered
from missingpersons.converters.pfif.naming import episode_of, force_title, owner_and_episode
from missingpersons.converters.pfif.notes import note_place, told
from missingpersons.converters.pfif.parsing import TOO_MUCH
from missingpersons.converters.pfif.places import PERSON_PLACES, local
from missingpersons.converters.places import Origin, Part, Path
from missingpersons.findings import finding
from missingpersons.values.dates import Timestamp

NO_REFERENCE = "MP-C-023"
AGAIN = "MP-C-025"
EMPTY = "MP-C-026"
KEPT_LOCALLY = "MP-C-052"
CLAIMS_A_FORCE = "MP-C-060"

MAX_NOTES = 1000
"""How many notes an episode takes up: as many entries as any list of the record."""
MAX_TEXT_OF_NOTES = 2_000_000
"""How many characters they may have together: with them a document stays well under its bound."""


class Assembly:
    """The episode that a person and the notes about it make."""

    def __init__(self, person: Account, fields: dict[str, str], at: Timestamp, name: str, force: str) -> None:
        self._person = person
        self._name = name
        self._fields = fields
        self._at = at
        self._id = fields.get("person_record_id", "")
        ours = owner_and_episode(self._id)
        self._is_ours = ours is not None
        self._force = ours[0] if ours else force
        self._source = force_title(self._force)
        self._parts: list[Part] = []
        self._cells: list[tuple[Account, int, Path | None, str]] = []
        """For each value: whose it is and which, its place among the local fields, and its text."""

    def rows(self, notes: Iterator[Numbered]) -> Iterator[Row]:
        """The row with the episode, and those of the notes."""
        person = self._person
        for name, text in self._fields.items():
            self._person_field(name, text)
        if not self._id:
            person.note(NO_REFERENCE)
        elif self._is_ours:
            person.note(CLAIMS_A_FORCE, "person_record_id")
        taken, rest = self._notes(notes)
        document = self._document()
        yield person.row(document)
        for note in taken:
            yield note.row()
        for each in rest:
            yield Account(each, self._name).set_aside(TOO_MUCH)

    def _document(self) -> bytes:
        told_id = episode_of(self._id, self._force) if self._id else self._id_by_content()
        constants = (
            *least_of(self._force),
            Part(-1, Origin.WITH, ("recorded_at",), str(self._at)),
            Part(-1, Origin.WITH, ("episode_id",), told_id),
        )
        while True:
            tree, refused = fit(constants, self._parts)
            if not refused:
                return wire.encode(tree)
            self._parts = [part for part in self._parts if part.column not in refused]
            for column in sorted(refused):
                self._keep_locally(column)

    def _id_by_content(self) -> str:
        return episode_id(self._force, digest(self._person.record.fields.items()))

    def _keep_locally(self, column: int) -> None:
        owner, index, place, text = self._cells[column]
        is_there = place is None or owner.fates[index] is Fate.APPROXIMATED
        owner.fates[index] = Fate.SET_ASIDE if is_there else Fate.APPROXIMATED
        owner.findings.append(finding(TOO_MUCH if is_there else KEPT_LOCALLY, owner.places[index]))
        if place is not None and not is_there:
            self._parts.append(Part(column, Origin.CELL, place, text))

    def _cell(self, owner: Account, name: str, place: Path | None, text: str, fate: Fate) -> int:
        owner.places.append(f"/{owner.record.kind}/{name}")
        owner.fates.append(fate)
        self._cells.append((owner, len(owner.fates) - 1, place, text))
        return len(self._cells) - 1

    def _person_field(self, name: str, text: str) -> None:
        if name in PERSON_PLACES:
            values = PERSON_PLACES[name](text)
            column = self._cell(self._person, name, local(name), text, Fate.CARRIED if values else Fate.APPROXIMATED)
            if not values:
                self._person.note(KEPT_LOCALLY, name)
                values = [(local(name), text)]
            self._parts += [Part(column, Origin.CELL, path, value) for path, value in values]
            return
        column = self._cell(self._person, name, local(name), text, Fate.CARRIED)
        if not self._goes_without_saying(name, text):
            self._parts.append(Part(column, Origin.CELL, local(name), text))

    def _goes_without_saying(self, name: str, text: str) -> bool:
        """Whether the episode says it by itself: when it was recorded and, of a force's own, which and whose it is."""
        if name in ("source_date", "entry_date"):
            return text == self._at and (name == "source_date" or self._is_ours)
        return self._is_ours and (name == "person_record_id" or (name == "source_name" and text == self._source))

    def _notes(self, notes: Iterator[Numbered]) -> tuple[list[Account], Iterator[Numbered]]:
        """The notes that the episode takes up, and the rest of them."""
        taken: list[Account] = []
        seen: set[str] = set()
        left = MAX_TEXT_OF_NOTES
        for numbered in notes:
            left -= sum(map(len, numbered.record.fields.values()))
            if left < 0 or len(taken) >= MAX_NOTES:
                return taken, chain([numbered], notes)
            note = Account(numbered, self._name)
            taken.append(note)
            told_before = digest(numbered.record.fields.items())
            if not numbered.record.fields:
                note.note(EMPTY)
            elif told_before in seen:
                note.set_aside(AGAIN, Fate.REPEATED)
            else:
                seen.add(told_before)
                self._note(note, len(taken) - 1)
        return taken, notes

    def _note(self, note: Account, slot: int) -> None:
        fields = {name: text.strip() for name, text in note.record.fields.items()}
        said = told(fields, slot, self._id, self._force, self._source)
        for code, name in said.found:
            note.note(code, name)
        first = len(self._cells)
        for name, text in fields.items():
            column = self._cell(note, name, note_place(slot, name), text, Fate.CARRIED)
            if name in said.own:
                self._parts += [Part(column, Origin.CELL, path, value) for path, value in said.own[name]]
            elif name != "person_record_id" or text != self._id:
                self._parts.append(Part(column, Origin.CELL, note_place(slot, name), text))
        self._parts += [Part(first, Origin.ALSO, path, value) for path, value in said.besides]


@cache
def least_of(force: str) -> tuple[Part, ...]:
    """The constants without which nothing is an episode of ``force``."""
    return least(force)
