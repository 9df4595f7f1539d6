"""The account of one record on its way in: each of its values has a fate, and a finding if it is not carried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from missingpersons.converters import Fate, Row
from missingpersons.converters.pfif.joining import Numbered
from missingpersons.converters.pfif.parsing import TOO_MUCH
from missingpersons.converters.pfif.vocabulary import meanings
from missingpersons.findings import Finding, finding

KEPT_LOCALLY = "MP-C-052"


@cache
def _places(kind: str) -> Mapping[str, str]:
    """The place of every field."""
    return {name: place_of(kind, name) for (told, _), (name, _) in meanings().items() if told == kind}


@cache
def place_of(kind: str, element: str) -> str:
    """The place of an element in the account: under the name that 1.4 has for it, or what it is if it is in none."""
    return f"/{kind}/{element}"


class Account:
    """Every value of one record, and what becomes of it."""

    def __init__(self, numbered: Numbered, name: str) -> None:
        self.record = numbered.record
        self._source = f"{name}:{self.record.kind} {numbered.number}"
        self.places: list[str] = []
        self.fates: list[Fate] = []
        self.findings: list[Finding] = []
        for code, element in self.record.found:
            self.note(code, element)

    def note(self, code: str, element: str = "") -> None:
        """A finding about the record, or about one element of it."""
        self.findings.append(finding(code, place_of(self.record.kind, element) if element else ""))

    def take(self, fields: Iterable[str]) -> None:
        """Every value is carried, unless something else is said of it later."""
        kind = self.record.kind
        places = _places(kind)
        self.places = [places[name] for name in fields]
        self.fates = [Fate.CARRIED] * len(self.places)

    def keep_locally(self, index: int) -> bool:
        """Whether a value that has no place can be kept among the local fields. It is set aside if it was there."""
        is_there = self.fates[index] is Fate.APPROXIMATED
        self.fates[index] = Fate.SET_ASIDE if is_there else Fate.APPROXIMATED
        self.findings.append(finding(TOO_MUCH if is_there else KEPT_LOCALLY, self.places[index]))
        return not is_there

    def row(self, document: bytes | None = None) -> Row:
        """What became of the record."""
        cells = tuple(zip(self.places, self.fates, strict=True))
        if self.record.others:
            kind = self.record.kind
            cells += tuple((place_of(kind, element), fate) for element, fate in self.record.others)
        return Row(self._source, document, tuple(self.findings), cells)

    def set_aside(self, code: str, fate: Fate = Fate.SET_ASIDE) -> Row:
        """The row of a record of which nothing is carried, for one reason."""
        self.note(code)
        self.places = [place_of(self.record.kind, name) for name in self.record.fields]
        self.fates = [fate] * len(self.places)
        return self.row()
