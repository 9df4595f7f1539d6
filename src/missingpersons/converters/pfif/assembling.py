"""The episode that a person and the notes about it make: what structure would refuse is kept among the local fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from json.encoder import encode_basestring
from typing import NamedTuple

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.assembling import document_like_others, key_of, part_of
from missingpersons.converters.fitting import fit, least
from missingpersons.converters.identity import digest
from missingpersons.converters.pfif.account import Account
from missingpersons.converters.pfif.joining import Numbered
from missingpersons.converters.pfif.naming import episode_of, force_title, owner_and_episode
from missingpersons.converters.pfif.notes import Said, told
from missingpersons.converters.pfif.parsing import TOO_MUCH
from missingpersons.converters.pfif.places import LOCAL, PERSON_PLACES
from missingpersons.converters.pfif.vocabulary import NOTE, PERSON, meanings
from missingpersons.converters.places import Origin, Part, Path
from missingpersons.values.dates import Timestamp
from missingpersons.values.episode_ids import episode_id

NO_REFERENCE = "MP-C-023"
AGAIN = "MP-C-025"
EMPTY = "MP-C-026"
CLAIMS_A_FORCE = "MP-C-060"

MAX_NOTES = 1000
"""How many notes an episode takes up: as many entries as any list of the record."""
MAX_TEXT_OF_NOTES = 400_000
"""How many characters they may have together: each may stand three times in a document, in four bytes."""

_PLAIN_LENGTH = 100
_PLAIN_NUMBER = 999
_PLAIN_LIST = 1000
_PROSE = frozenset({"text", "rationale"})


class _Taken(NamedTuple):
    """One record that the episode takes up: what it says at which places, and where else it is kept as it is."""

    account: Account
    fields: Mapping[str, str]
    at: Path
    """Where its fields are kept among the local ones."""
    said: Mapping[str, Said]
    """For each field that says something at other places, what and where; nothing for one that is said anyhow."""
    besides: Said = ()
    """What it says in the record though it is kept whole among the local fields."""


class Assembly:
    """The episode that a person and the notes about it make."""

    def __init__(self, person: Account, fields: dict[str, str], at: Timestamp, name: str, force: str) -> None:
        self._person = person
        self._fields = fields
        self._at = at
        self._name = name
        self._id = fields.get("person_record_id", "")
        ours = owner_and_episode(self._id)
        self._is_ours = ours is not None
        self._force = ours[0] if ours else force
        self._source = force_title(self._force)

    def rows(self, notes: Iterator[Numbered]) -> Iterator[Row]:
        """The row with the episode, and those of the notes."""
        person = self._person
        if not self._id:
            person.note(NO_REFERENCE)
        elif self._is_ours:
            person.note(CLAIMS_A_FORCE, "person_record_id")
        person.take(self._fields)
        taken = [_Taken(person, self._fields, LOCAL, self._said())]
        accounts, rest = self._take_notes(notes, taken)
        yield person.row(self._document(taken))
        for note in accounts:
            yield note.row()
        for each in rest:
            yield Account(each, self._name).set_aside(TOO_MUCH)

    def _document(self, taken: Sequence[_Taken]) -> bytes:
        told_id = episode_of(self._id, self._force) if self._id else self._id_by_content()
        head = {"recorded_at": str(self._at), "episode_id": told_id}
        values = [value for each in taken for value in chain(each.besides, *each.said.values())]
        # Readers of fields give what structure takes but for its length, so that not every document has to be read.
        written = _plainly(values)
        if written is None:
            return self._fitted(head, taken)
        named = _least_of(self._force).copy()
        named |= {f"{name}\0": encode_basestring(text) for name, text in head.items()}
        for number, each in enumerate(taken):
            keys, said = _local_keys(number), each.said
            for name, text in each.fields.items():
                if name not in said:
                    named[keys[name]] = encode_basestring(text)
        named |= written
        document = document_like_others(named)
        return document if len(document) <= wire.MAX_BYTES else self._fitted(head, taken)

    def _fitted(self, head: Mapping[str, str], taken: Sequence[_Taken]) -> bytes:
        """The slow way, for an episode with something that structure refuses: what that is, is kept as it is."""
        constants = [*least(self._force), *(Part(-1, Origin.WITH, (name,), value) for name, value in head.items())]
        cells = [(each, index, name) for each in taken for index, name in enumerate(each.fields)]
        parts = []
        for column, (each, index, name) in enumerate(cells):
            kept = (((*each.at, name), each.fields[name]),)
            parts += [Part(column, Origin.CELL, *value) for value in each.said.get(name, kept)]
            if index == 0:
                parts += [Part(column, Origin.ALSO, *value) for value in each.besides]
        while True:
            tree, refused = fit(constants, parts)
            if not refused:
                return wire.encode(tree)
            parts = [part for part in parts if part.column not in refused]
            for column in sorted(refused):
                each, index, name = cells[column]
                if each.account.keep_locally(index):
                    parts.append(Part(column, Origin.CELL, (*each.at, name), each.fields[name]))

    def _id_by_content(self) -> str:
        return episode_id(self._force, digest(self._person.record.fields.items()))

    def _said(self) -> dict[str, Said]:
        """What each field of the person says elsewhere than among the local fields."""
        said: dict[str, Said] = {}
        for index, (name, text) in enumerate(self._fields.items()):
            if reader := PERSON_PLACES.get(name):
                if values := reader(text):
                    said[name] = values
                else:
                    self._person.keep_locally(index)
            elif self._goes_without_saying(name, text):
                said[name] = ()
        return said

    def _goes_without_saying(self, name: str, text: str) -> bool:
        """Whether the episode says it by itself: when it was recorded and, of a force's own, which and whose it is."""
        if name in ("source_date", "entry_date"):
            return text == self._at and (name == "source_date" or self._is_ours)
        return self._is_ours and (name == "person_record_id" or (name == "source_name" and text == self._source))

    def _take_notes(self, notes: Iterator[Numbered], taken: list[_Taken]) -> tuple[list[Account], Iterator[Numbered]]:
        """Take up the notes that there is room for. The account of each of these, and the rest."""
        accounts: list[Account] = []
        seen: dict[str, list[dict[str, str]]] = {}
        left = MAX_TEXT_OF_NOTES
        for numbered in notes:
            fields = numbered.record.fields
            left -= sum(map(len, fields.values()))
            if left < 0 or len(accounts) >= MAX_NOTES:
                return accounts, chain([numbered], notes)
            note = Account(numbered, self._name)
            accounts.append(note)
            alike = seen.setdefault(fields.get("note_record_id", ""), [])
            if not fields:
                note.note(EMPTY)
            elif fields in alike:
                note.set_aside(AGAIN, Fate.REPEATED)
            else:
                alike.append(fields)
                taken.append(self._taken(note, len(accounts) - 1))
        return accounts, notes

    def _taken(self, note: Account, slot: int) -> _Taken:
        fields = {name: text.strip() for name, text in note.record.fields.items()}
        note.take(fields)
        meant = told(fields, slot, self._id, self._force, self._source, is_ours=self._is_ours)
        for code, name in meant.found:
            note.note(code, name)
        if fields.get("person_record_id") == self._id:
            meant.own.setdefault("person_record_id", ())
        return _Taken(note, fields, (*LOCAL, "notes", slot), meant.own, meant.besides)


def _plainly(values: Said) -> dict[str, str] | None:
    """What is written at each place, if structure certainly takes each value, or None.

    It does if a value is shorter than any bound, or prose, which is read no longer.
    """
    written: dict[str, str] = {}
    for path, value in values:
        if isinstance(value, int):
            if value > _PLAIN_NUMBER:
                return None
            written[key_of(path)] = str(value)
        elif len(value) > _PLAIN_LENGTH and path[-1] not in _PROSE:
            return None
        else:
            written[key_of(path)] = encode_basestring(value)
    return written if len(values) <= _PLAIN_LIST else None


@lru_cache(maxsize=MAX_NOTES + 1)
def _local_keys(number: int) -> Mapping[str, str]:
    """Where the fields are kept of the person, which is 0, or of one of the notes, that are kept as they are."""
    at: Path = (*LOCAL, "notes", number) if number else LOCAL
    kind = NOTE if number else PERSON
    return {name: key_of((*at, name)) for (told, _), (name, _) in meanings().items() if told == kind}


@cache
def _least_of(force: str) -> dict[str, str]:
    """The values without which nothing is an episode of ``force``, as they are written."""
    parts = (part_of(part.column, part.origin, part.path, part.value) for part in least(force))
    return {part.key: part.text for part in parts}
