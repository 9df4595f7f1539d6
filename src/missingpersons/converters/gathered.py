"""What a record of a format without a mapping amounts to: parts, findings, and what became of each value."""

from __future__ import annotations

from dataclasses import dataclass, field

from missingpersons.converters import Fate
from missingpersons.converters.places import Part
from missingpersons.findings import Finding, finding

_OF_NO_FIELD = frozenset({"MP-C-019", "MP-C-080"})
"""What is said of a value in a place that the format does not know."""


@dataclass(slots=True, repr=False)
class Gathered:
    """A record before it is known which episode it is and when it was recorded. ``digest`` tells it from others."""

    digest: str
    reference: str | None = None
    """What its source knows it by, where that is no reference of the owner's."""
    parts: list[Part] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether the record has nothing to carry."""
        return all(fate in (Fate.EMPTY, Fate.NO_VALUE) for fate in self.fates)

    @property
    def is_report(self) -> bool:
        """Whether a field that the format knows has a value, be it one that cannot be read."""
        set_aside = any(found.at and found.code not in _OF_NO_FIELD for found in self.findings)
        return set_aside or any(fate in (Fate.CARRIED, Fate.APPROXIMATED) for fate in self.fates)

    def judge(self, place: str, fate: Fate, code: str | None = None) -> None:
        """Note the fate of the next value, and the finding that goes with it."""
        self.places.append(place)
        self.fates.append(fate)
        if code:
            self.findings.append(finding(code, place))

    def set_aside(self, column: int, code: str) -> None:
        """Note that a value which was to be carried cannot be."""
        self.fates[column] = Fate.SET_ASIDE
        self.findings.append(finding(code, self.places[column]))

    def note(self, code: str) -> None:
        """Note something that is so of the whole record."""
        self.findings.append(finding(code))
