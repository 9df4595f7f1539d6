"""The tables that counts amount to: by severity, by code, by purpose, by part of the record, by force and by age."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from missingpersons import findings
from missingpersons.findings import Severity, catalogue
from missingpersons.quality.fold import HOW_THINGS_STAND, Cell, Quality
from missingpersons.rules.judged import gravities


@dataclass(frozen=True, slots=True)
class Code:
    """One code: how often it was found, in how many documents, and how grave it is."""

    code: str
    severity: Severity | None
    """How grave it is for the gravest of the purposes asked about. None: it says how things stand, and is no fault."""
    found: int
    documents: int
    places: tuple[tuple[str, int], ...]
    """Where it was found, with how often, the most frequent place first."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """How many episodes are ready for one purpose."""

    name: str
    episodes: int
    ready: int
    standing: int
    """Those for which it is no question as things stand: the person is still missing, or was found already."""
    found: Mapping[Severity, int]
    """Findings in all documents, as grave as this purpose takes them."""

    @property
    def to_mend(self) -> int:
        """Episodes that something other than how things stand keeps from being ready."""
        return self.episodes - self.ready - self.standing


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the record: how often something was found there."""

    at: str
    found: Mapping[Severity, int]
    """Findings, each as grave as it is for the gravest of the purposes asked about."""

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.found.values())


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the episodes: of one force, or of one age."""

    name: str
    episodes: int
    ready: Mapping[str, int]
    """How many of them are ready, by profile."""
    standing: Mapping[str, int]
    """For how many of them it is no question as things stand, by profile."""


def gravest(code: str, asked: Iterable[str]) -> Severity | None:
    """How grave a code is for the gravest of the purposes ``asked``. None: none of them asks about it."""
    told = {gravities(name)[code] for name in asked}
    return next((each for each in Severity if each in told), None)


def severities(quality: Quality, profile: str) -> dict[Severity, tuple[int, int]]:
    """Findings and codes, by how grave they are for one purpose, the gravest first."""
    found: Counter[Severity] = Counter()
    kinds: dict[Severity, set[str]] = {each: set() for each in Severity}
    for (code, _), number in quality.found.items():
        if severity := gravities(profile)[code]:
            found[severity] += number
            kinds[severity].add(code)
    return {each: (found[each], len(kinds[each])) for each in Severity}


def codes(quality: Quality, asked: Iterable[str]) -> tuple[Code, ...]:
    """Every code found that one of the purposes asks about, the gravest first and then the most frequent."""
    asked = tuple(asked)
    places: dict[str, Counter[str]] = {}
    for (code, at), number in quality.found.items():
        places.setdefault(code, Counter())[at or "/"] += number
    told = [
        Code(
            code,
            None if code in HOW_THINGS_STAND else gravest(code, asked),
            where.total(),
            quality.holding[code],
            tuple(sorted(where.items(), key=_most)),
        )
        for code, where in places.items()
        if gravest(code, asked)
    ]
    order = [*Severity, None]
    return tuple(sorted(told, key=lambda each: (order.index(each.severity), -each.documents, each.code)))


def purposes(quality: Quality) -> tuple[Purpose, ...]:
    """Every purpose, in the order of the profiles."""
    whole = _group("", quality.episodes)
    return tuple(
        Purpose(
            name,
            whole.episodes,
            whole.ready[name],
            whole.standing[name],
            {severity: number for severity, (number, _) in severities(quality, name).items()},
        )
        for name in findings.profiles()
    )


def in_question(quality: Quality, asked: Iterable[str] = ()) -> tuple[str, ...]:
    """Those of the purposes ``asked`` (left out: all) that are a question for any document, as things stand.

    Nobody mends an appeal for people who were all found. Where no episode can be read, nobody knows: then all are.
    """
    asked = tuple(asked) or tuple(findings.profiles())
    kept = {each.name for each in purposes(quality) if each.standing < each.episodes or not each.episodes}
    return tuple(each for each in asked if each in kept)


def parts(quality: Quality, asked: Iterable[str]) -> tuple[Part, ...]:
    """Every part of the record in which something was found that is a fault, the most frequent first."""
    asked = tuple(asked)
    found: dict[str, Counter[Severity]] = {}
    for (code, at), number in quality.found.items():
        severity = gravest(code, asked)
        if severity and code not in HOW_THINGS_STAND:
            found.setdefault(part_of(at), Counter())[severity] += number
    told = [Part(at, {each: number[each] for each in Severity}) for at, number in found.items()]
    return tuple(sorted(told, key=lambda each: (-each.total, each.at)))


def part_of(at: str) -> str:
    """The part of the record that a place is in: a field of the document, or of the person. The whole is ``/``.

    >>> part_of("/person/names/*/family"), part_of("/assessments/*/level"), part_of("")
    ('/person/names', '/assessments', '/')
    """
    segments = at.split("/")[1:]
    return "/" + "/".join(segments[: 2 if segments[:1] == ["person"] else 1])


def groups(quality: Quality, by: str) -> tuple[Group, ...]:
    """The episodes of each ``force``, or of each ``age``, in the order of their names."""
    cells: dict[str, Counter[Cell]] = {}
    for cell, number in quality.episodes.items():
        name: str = getattr(cell, by)
        cells.setdefault(name, Counter())[cell] = number
    return tuple(_group(name, cells[name]) for name in sorted(cells))


def _group(name: str, cells: Counter[Cell]) -> Group:
    ready: Counter[str] = Counter()
    standing: Counter[str] = Counter()
    for cell, number in cells.items():
        ready.update(dict.fromkeys(cell.ready, number))
        standing.update(dict.fromkeys(cell.standing, number))
    names = tuple(findings.profiles())
    return Group(name, cells.total(), {each: ready[each] for each in names}, {each: standing[each] for each in names})


def sentence(code: str) -> str:
    """What the catalogue says of a code."""
    return catalogue()[code].message


def _most(place: tuple[str, int]) -> tuple[int, str]:
    return -place[1], place[0]
