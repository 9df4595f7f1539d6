"""The account of one record on its way in: each of its values has a fate, and a finding if it is not carried."""

from __future__ import annotations

from missingpersons.converters import Fate, Row
from missingpersons.converters.pfif.joining import Numbered
from missingpersons.findings import Finding, finding


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
        self.findings.append(finding(code, f"/{self.record.kind}/{element}" if element else ""))

    def row(self, document: bytes | None = None) -> Row:
        """What became of the record."""
        kind = self.record.kind
        others = ((f"/{kind}/{element}", fate) for element, fate in self.record.others)
        own = zip(self.places, self.fates, strict=True)
        return Row(self._source, document, tuple(self.findings), (*own, *others))

    def set_aside(self, code: str, fate: Fate = Fate.SET_ASIDE) -> Row:
        """The row of a record of which nothing is carried, for one reason."""
        self.note(code)
        self.places = [f"/{self.record.kind}/{name}" for name in self.record.fields]
        self.fates = [fate] * len(self.places)
        return self.row()
