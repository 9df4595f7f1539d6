"""One walk over a record that was read: how many names it was read from, and which rules have nothing to find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from missingpersons.codes import codelist
from missingpersons.models._base import Record
from missingpersons.models._shape import shapes
from missingpersons.rules import (
    CLOCKS_SET,
    CODES_CURRENT,
    CODES_LISTED,
    FORCE_UNLISTED,
    NOT_YET_HAPPENED,
    PART_RULES,
    SURVEYED,
)
from missingpersons.rules.codes import deprecated, list_of
from missingpersons.rules.moments import RECENT, is_moment


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look at in one kind of record."""

    what: Mapping[str, Listed | Plan | _When | None]
    """Each field that holds more than text, with its codes, the plan of its records, or None: numbers and trees."""
    fields: frozenset[str]
    """The names of these fields."""
    checks: tuple[tuple[str, Callable[[Any], object]], ...]
    """The rules about this kind of record, each with the question whether a record is wrong."""
    bare: bool
    """Whether there is nothing to look at but the names."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The codes that a field may well have, and the rules that say when it has another."""

    codes: frozenset[str]
    rules: tuple[str, ...]


class _When:
    """The mark of a field that says when something was."""


_WHEN: Final = _When()
_TO_THE_SECOND = len("2024-03-01T10:00:00")


class Survey:
    """What one walk over a record finds.

    ``names`` is how many names of JSON objects it was read from, ``noughts`` how many of its whole numbers
    are nought, and ``odd`` the rules about parts of any document that have something to find in it.
    """

    __slots__ = ("_moments", "names", "noughts", "odd")

    def __init__(self, record: Record) -> None:
        self.names = 0
        self.noughts = 0
        self.odd: set[str] = set()
        self._moments: list[str] = []
        self._of(record, PLANS[type(record)])
        if self._moments and (recorded := record.__dict__.get("recorded_at")):
            self._of_moments(recorded)

    @property
    def clear(self) -> frozenset[str]:
        """The rules that have nothing to find in the record, and need not be run."""
        return SURVEYED - self.odd if self.odd else SURVEYED

    def _of(self, record: Record, plan: Plan) -> None:
        told: set[str] = record.__pydantic_fields_set__
        self.names += len(told)
        for rule, wrong in plan.checks:
            if wrong(record):
                self.odd.add(rule)
        values = record.__dict__
        # Only what is told and can hold more than text: most fields of most records are neither.
        for name in told & plan.fields:
            value = values[name]
            if value is None:
                continue
            what = plan.what[name]
            if type(what) is Listed:
                if not (what.codes.issuperset(value) if type(value) is tuple else value in what.codes):
                    self.odd.update(what.rules)
            elif what is _WHEN:
                self._moments.append(value)
            elif type(what) is Plan:
                for each in value if type(value) is tuple else (value,):
                    if what.bare:
                        self.names += len(each.__pydantic_fields_set__)
                    else:
                        self._of(each, what)
            elif type(value) is int:
                self.noughts += value == 0
            else:
                self._of_tree(value)

    def _of_moments(self, recorded: str) -> None:
        # Texts with the same offset, and no other fraction, are in the order of the moments; dates have neither.
        clocks = [each[:_TO_THE_SECOND] for each in self._moments]
        rests = {each[_TO_THE_SECOND:] for each in self._moments}
        rests.discard("")
        if max(clocks) > recorded[:_TO_THE_SECOND] or rests - {recorded[_TO_THE_SECOND:]}:
            self.odd.add(NOT_YET_HAPPENED)
        if min(clocks) < RECENT:
            self.odd.add(CLOCKS_SET)

    def _of_tree(self, value: Any) -> None:
        kind = type(value)
        if kind is dict:
            self.names += len(value)
            for each in value.values():
                self._of_tree(each)
        elif kind is list:
            for each in value:
                self._of_tree(each)
        elif kind is int and value == 0:
            self.noughts += 1


class _Plans(dict[type[Record], Plan]):
    """The plan of each kind of record, made when first asked for."""

    def __missing__(self, kind: type[Record]) -> Plan:
        return self.setdefault(kind, _plan(kind))


PLANS: Final = _Plans()


def _plan(kind: type[Record]) -> Plan:
    what: dict[str, Listed | Plan | _When | None] = {}
    for field in shapes(kind):
        listed = list_of(field)
        if listed and (field.coded or deprecated(listed)):
            unlisted = FORCE_UNLISTED if listed == "forces" else CODES_LISTED
            codes = frozenset(codelist(listed).entries) - deprecated(listed)
            what[field.name] = Listed(codes, (unlisted, CODES_CURRENT))
        elif is_moment(field):
            what[field.name] = _WHEN
        elif field.record:
            what[field.name] = PLANS[field.record]
        elif dict in field.kinds or int in field.kinds:
            what[field.name] = None
    checks = tuple((rule, wrong) for rule, part, wrong in PART_RULES if part is kind)
    return Plan(what, frozenset(what), checks, bare=not (what or checks))
