"""What every rule found in a document, run once, and what that amounts to for each purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from missingpersons.findings import Finding, Report, Severity, catalogue, finding, profiles, report
from missingpersons.models import AnyDocument


@dataclass(frozen=True, slots=True)
class Judged:
    """A document in which every rule has looked, whichever purpose asks about it.

    Rules find the same for every purpose: a purpose only says how grave it is, or that it does not ask.
    """

    record: AnyDocument | None
    """The record, or None if the document cannot be read."""
    read: tuple[Finding, ...] = ()
    """What reading it gave cause to say, which is as grave for every purpose."""
    places: tuple[tuple[str, str], ...] = ()
    """The code of a rule and a place where its sentence is true, for all that the rules found."""

    def report(self, profile: str) -> Report:
        """What ``check`` says of the document for one purpose."""
        here = gravities(profile)
        asked = [finding(code, at, severity=here[code]) for code, at in self.places if here[code]]
        return report([*self.read, *asked]) if self.read or asked else _NOTHING

    @property
    def codes(self) -> frozenset[str]:
        """What was found, whichever purpose asks about it."""
        return frozenset([*(each.code for each in self.read), *(code for code, _ in self.places)])


_NOTHING = Report(())


@cache
def gravities(profile: str) -> Mapping[str, Severity | None]:
    """How grave each code of the catalogue is for a purpose. None: the purpose does not ask.

    Raises ``KeyError`` for a profile that does not exist.
    """
    named = profiles()[profile]
    return MappingProxyType(
        {code: _gravity(named.get(code, str(entry.severity))) for code, entry in catalogue().items()}
    )


def _gravity(told: str) -> Severity | None:
    return None if told == "off" else Severity(told)
