"""A record of PFIF as it was read: its fields under the names of 1.4, and what became of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from missingpersons.converters import Fate
from missingpersons.converters.pfif.vocabulary import LATEST


@dataclass(slots=True, repr=False)
class Record:
    """A person or a note. Notes are in the person that they stand in."""

    kind: str
    version: str = LATEST
    fields: dict[str, str] = field(default_factory=dict)
    others: list[tuple[str, Fate]] = field(default_factory=list)
    """Elements that are in no field, each with its place and fate."""
    found: list[tuple[str, str]] = field(default_factory=list)
    """What was found on the way: code, and the element or nothing."""
    notes: list[Record] = field(default_factory=list)
    is_nested: bool = False
    """Whether it is a note that stands in a person, and need not say whom it is about."""

    def said(self) -> list[dict[str, str]]:
        """What the record means, and after it each of its notes: one that does not say so is about this person."""
        told = self.fields.get("person_record_id")
        about = {"person_record_id": told} if told else {}
        return [self.fields, *({**about, **note.fields} for note in self.notes)]

    def packed(self) -> str:
        """All but the notes as text, with signs between that no XML can hold."""
        fields = "\x1e".join([*self.fields, *self.fields.values()])
        if not (self.others or self.found):
            return f"{self.kind}\x1d{self.version}\x1d{fields}\x1d{self.is_nested or ''}"
        others = "\x1e".join(f"{at}\x1f{fate}" for at, fate in self.others)
        found = "\x1e".join(f"{code}\x1f{at}" for code, at in self.found)
        return f"{self.kind}\x1d{self.version}\x1d{fields}\x1d{self.is_nested or ''}\x1d{others}\x1d{found}"

    @classmethod
    def unpacked(cls, text: str) -> Record:
        """The record that was packed."""
        kind, version, fields, is_nested, *odd = text.split("\x1d")
        told = fields.split("\x1e") if fields else []
        half = len(told) // 2
        record = cls(kind, version, dict(zip(told[:half], told[half:], strict=True)), is_nested=bool(is_nested))
        if odd:
            record.others = [(at, Fate(fate)) for at, fate in _pairs(odd[0])]
            record.found = _pairs(odd[1])
        return record


def _pairs(text: str) -> list[tuple[str, str]]:
    parted = (each.partition("\x1f") for each in text.split("\x1e") if each)
    return [(first, second) for first, _, second in parted]
