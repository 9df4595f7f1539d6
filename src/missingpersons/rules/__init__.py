"""What is wrong with a record that was read: which rules a purpose runs, and how they are run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from missingpersons.findings import Finding, Severity, finding
from missingpersons.models import AnyDocument, Call, Episode, UnidentifiedCase
from missingpersons.rules import extensions
from missingpersons.rules.subjects import Subject, Told
from missingpersons.rules.table import (
    CLOCKS_SET,
    CODES_CURRENT,
    CODES_LISTED,
    FORCE_UNLISTED,
    NOT_YET_HAPPENED,
    OF_EVERY_DOCUMENT,
    OF_SOME,
    PART_RULES,
    TABLE,
    Rule,
)

__all__ = [
    "CLOCKS_SET",
    "CODES_CURRENT",
    "CODES_LISTED",
    "FORCE_UNLISTED",
    "NOT_YET_HAPPENED",
    "OF_EVERY_DOCUMENT",
    "OF_SOME",
    "PART_RULES",
    "Rule",
]

RULES: tuple[tuple[str, Rule], ...] = tuple((code, rule) for code, rule, _ in TABLE)
"""Every rule, by its code."""

_EVERY: frozenset[type[AnyDocument]] = frozenset({Episode, UnidentifiedCase, Call})


def _documents(code: str) -> frozenset[type[AnyDocument]]:
    return OF_SOME.get(code) or (_EVERY if code in OF_EVERY_DOCUMENT else frozenset({Episode}))


RULES_OF: Mapping[type[AnyDocument], tuple[tuple[str, Rule], ...]] = MappingProxyType(
    {kind: tuple((code, rule) for code, rule in RULES if kind in _documents(code)) for kind in _EVERY}
)
"""The rules of each type of document."""

SUBJECTS: Mapping[str, Subject] = MappingProxyType({code: about for code, _, about in TABLE if about})
"""What each of these rules is about: an episode that has none of it has nothing for the rule to find."""

SURVEYED = frozenset(
    {CODES_LISTED, CODES_CURRENT, FORCE_UNLISTED, NOT_YET_HAPPENED, CLOCKS_SET, *(code for code, _, _ in PART_RULES)}
)
"""The rules that the reader's own walk over a record answers."""

LOCAL_FIELDS_FIT = "MP-R-072"
"""The rule about local fields and the schema that their owner gave: there is none until a schema is given."""


def given_by(extension_schemas: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, Rule], ...]:
    """The rules that owners' schemas make. Raises ``CannotRun`` for a schema that cannot be used."""
    return ((LOCAL_FIELDS_FIT, extensions.local_field_unfit(extension_schemas)),) if extension_schemas else ()


class Row(NamedTuple):
    """One rule in a plan."""

    rule: Rule
    code: str
    gravity: Severity | None
    """How grave it is for the purpose. None: as the catalogue says, which is read when something is found."""


class Plan(NamedTuple):
    """The rules to run for a purpose: those that the reader's walk answers on its way, and all others by subject."""

    surveyed: tuple[Row, ...]
    always: tuple[Row, ...]
    groups: tuple[tuple[Subject, tuple[Row, ...]], ...]
    """The others, with what they are about: where a document has none of it, none of the group is run."""
    told: Mapping[str, tuple[Row, ...]]
    """Those about one field of an episode, by its name: looked up for each field that is told."""
    told_of_person: Mapping[str, tuple[Row, ...]]
    """Those about one field of the person."""


def plan(kind: type[AnyDocument], purpose: Mapping[str, str], given: Iterable[tuple[str, Rule]] = ()) -> Plan:
    """The rules to run over a kind of document, each as grave as ``purpose`` says or else as the catalogue does.

    ``given`` are rules that the caller's own schemas make.
    """
    surveyed: list[Row] = []
    always: list[Row] = []
    groups: dict[Subject, list[Row]] = {}
    for code, rule in chain(RULES_OF[kind], given):
        if purpose.get(code) == "off":
            continue
        row = Row(rule, code, Severity(purpose[code]) if code in purpose else None)
        about = SUBJECTS.get(code) if kind is Episode else None
        if code in SURVEYED:
            surveyed.append(row)
        elif about is None:
            always.append(row)
        else:
            groups.setdefault(about, []).append(row)
    by_field = [(about, tuple(rows)) for about, rows in groups.items() if isinstance(about, Told)]
    return Plan(
        tuple(surveyed),
        tuple(always),
        tuple((about, tuple(rows)) for about, rows in groups.items() if not isinstance(about, Told)),
        {about.field: rows for about, rows in by_field if not about.of_person},
        {about.field: rows for about, rows in by_field if about.of_person},
    )


def run(document: AnyDocument, as_of: datetime, planned: Plan, clear: Collection[str] = frozenset()) -> list[Finding]:
    """What the rules of a plan find in a document. ``clear`` are those of the surveyed that have nothing to find."""
    return [finding(row.code, at, severity=row.gravity) for row, at in places(document, as_of, planned, clear)]


def places(
    document: AnyDocument, as_of: datetime, planned: Plan, clear: Collection[str] = frozenset()
) -> list[tuple[Row, str]]:
    """Where the sentences of a plan's rules are true in a document, as ``run`` tells it, without the findings."""
    found: list[tuple[Row, str]] = []
    if len(clear) < len(SURVEYED):
        _look([row for row in planned.surveyed if row.code not in clear], document, as_of, found)
    _look(planned.always, document, as_of, found)
    for about, rows in planned.groups:
        if about(document):
            _look(rows, document, as_of, found)
    if planned.told:
        for field in document.__pydantic_fields_set__ & planned.told.keys():
            _look(planned.told[field], document, as_of, found)
    if planned.told_of_person and isinstance(document, Episode):
        for field in document.person.__pydantic_fields_set__ & planned.told_of_person.keys():
            _look(planned.told_of_person[field], document, as_of, found)
    return found


def _look(rows: Iterable[Row], document: AnyDocument, as_of: datetime, found: list[tuple[Row, str]]) -> None:
    for row in rows:
        # The first of a row is its rule: most of them find nothing, and then nothing else is looked up.
        for at in row[0](document, as_of):
            found.append((row, at))
