"""What the library says when something is wrong: a code, a place and a sentence, never the data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

# importlib.resources would cost every program that reads a document some ten milliseconds.
_HERE = Path(__file__).parent

_ABOUT = "about"
"""The table of a profile that says what it is for. Every other name in a profile is a code."""


class Severity(StrEnum):
    """Whether a document should travel as it is."""

    ERROR = "error"
    """Should not be exchanged as it is."""
    WARNING = "warning"
    """May be exchanged, but someone should look."""
    ADVICE = "advice"
    """Could be better."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says about one code."""

    code: str
    severity: Severity
    since: str
    message: str
    basis: str
    definition: str = ""
    reads: tuple[str, ...] = ()
    why: str = ""
    """Why it matters: which decision somebody takes differently once they know."""
    mend: str = ""
    """How to put it right."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a document may be judged for. ``basis`` says on whose word: the library's, unless it cites a source."""

    name: str
    title: str
    description: str
    basis: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: which (``code``), how grave, where (``at``, a JSON Pointer) and a constant sentence."""

    code: str
    severity: Severity
    at: str
    message: str

    def as_dict(self) -> dict[str, str]:
        """The finding as the JSON object that is published and printed."""
        return {"code": self.code, "severity": str(self.severity), "at": self.at, "message": self.message}


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found in one document, in document order.

    >>> Report(()).ok
    True
    """

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """True when nothing found is an error."""
        return not any(each.severity is Severity.ERROR for each in self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __str__(self) -> str:
        """One line a finding: severity, place, sentence and code."""
        return "\n".join(f"{each.severity}: {each.at or '/'}: {each.message} [{each.code}]" for each in self)


class InvalidDocument(ValueError):  # noqa: N818 - the published name
    """A document that cannot be read as a record. ``report`` says why; neither it nor the text quotes the data."""

    def __init__(self, report: Report) -> None:
        codes = ", ".join(dict.fromkeys(each.code for each in report)) or "no finding"
        super().__init__(f"the document cannot be read: {len(report)} finding(s), {codes}")
        self.report = report

    def __reduce__(self) -> tuple[type[InvalidDocument], tuple[Report]]:
        # An exception is pickled by its text otherwise, and could not come back from another process.
        return type(self), (self.report,)


class MissingExtra(ImportError):  # noqa: N818 - reads as a sentence
    """A part of the library that was not installed. The message names the command that installs it."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs an extra: pip install 'missingpersons[{extra}]'")
        self._told = (extra, purpose)

    def __reduce__(self) -> tuple[type[MissingExtra], tuple[str, str]]:
        return type(self), self._told


class CannotRun(Exception):  # noqa: N818 - reads as a sentence
    """The caller asked for something impossible. One line, without any data of a person."""


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every code that the library can report, by code."""
    table = tomllib.loads(_catalogue_text())
    return MappingProxyType({code: _entry(code, told) for code, told in table.items()})


@cache
def entry(code: str) -> Entry:
    """What the catalogue says about one code. ``KeyError`` if it does not have it.

    Only that part of the catalogue is read: few codes are found in a run, and all of it takes a hundred times as long.
    """
    _, begin, rest = _catalogue_text().partition(f"\n[{code}]\n")
    if not begin:
        raise KeyError(code)
    (told,) = tomllib.loads(f"{begin}{rest.partition(_NEXT)[0]}").values()
    return _entry(code, told)


_NEXT = "\n[MP-"
"""How the part of the next code begins."""


@cache
def _catalogue_text() -> str:
    return (_HERE / "catalogue.toml").read_text(encoding="utf-8")


def _entry(code: str, told: Mapping[str, Any]) -> Entry:
    return Entry(
        code=code,
        severity=Severity(told["severity"]),
        since=told["since"],
        message=told["message"],
        basis=told["basis"],
        definition=told.get("definition", ""),
        reads=tuple(told.get("reads", ())),
        why=told.get("why", ""),
        mend=told.get("mend", ""),
    )


@cache
def profiles() -> Mapping[str, Mapping[str, str]]:
    """For each purpose, the codes it cares about differently: ``error``, ``warning``, ``advice`` or ``off``."""
    return MappingProxyType(
        {
            name: MappingProxyType({code: grave for code, grave in table.items() if code != _ABOUT})
            for name, table in _profile_tables().items()
        }
    )


@cache
def purposes() -> Mapping[str, Purpose]:
    """What each purpose is, by the name of its profile."""
    return MappingProxyType({name: Purpose(name, **table[_ABOUT]) for name, table in _profile_tables().items()})


def _profile_tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((_HERE / "profiles.toml").read_text(encoding="utf-8"))


def finding(code: str, at: str = "", *, severity: Severity | None = None) -> Finding:
    """The finding that ``code`` stands for, at ``at``.

    Raises ``KeyError`` for a code that the catalogue does not have: a programming fault.
    """
    told = entry(code)
    return Finding(code, severity or told.severity, at, told.message)


def report(found: Iterable[Finding]) -> Report:
    """A report of ``found`` in document order: by place, then by code."""
    return Report(tuple(sorted(found, key=_document_order)))


def _document_order(each: Finding) -> tuple[list[tuple[int, int, str]], str]:
    # Numbers count, names spell: /names/10 comes after /names/9.
    segments = each.at.split("/")[1:]
    keyed = [(0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in segments]
    return keyed, each.code
