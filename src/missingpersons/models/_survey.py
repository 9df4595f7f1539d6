"""One walk over a record that was read: how many names it was read from, and whether its codes are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from missingpersons.codes import codelist
from missingpersons.models._base import Record
from missingpersons.models._shape import shapes


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look at in one kind of record. Each field with records in it has the plan of their kind."""

    coded: tuple[tuple[str, frozenset[str]], ...]
    records: tuple[tuple[str, Plan], ...]
    lists: tuple[tuple[str, Plan], ...]
    trees: tuple[str, ...]
    numbers: tuple[str, ...]
    bare: bool
    """Whether there is nothing to look at but the names."""


class Survey:
    """What one walk over a record finds.

    ``names`` is how many names of JSON objects it was read from, ``noughts`` how many of its whole numbers
    are nought, and ``all_listed`` whether every code of an open list is in its list.
    """

    __slots__ = ("all_listed", "names", "noughts")

    def __init__(self, record: Record) -> None:
        self.names = 0
        self.noughts = 0
        self.all_listed = True
        self._of(record, PLANS[type(record)])

    def _of(self, record: Record, plan: Plan) -> None:
        self.names += len(record.__pydantic_fields_set__)
        values = record.__dict__
        for name, listed in plan.coded:
            value = values[name]
            if value and not (listed.issuperset(value) if type(value) is tuple else value in listed):
                self.all_listed = False
        for name, inner in plan.records:
            value = values[name]
            if value is not None:
                if inner.bare:
                    self.names += len(value.__pydantic_fields_set__)
                else:
                    self._of(value, inner)
        for name, inner in plan.lists:
            for each in values[name]:
                if inner.bare:
                    self.names += len(each.__pydantic_fields_set__)
                else:
                    self._of(each, inner)
        for name in plan.numbers:
            if values[name] == 0:
                self.noughts += 1
        for name in plan.trees:
            if values[name]:
                self._of_tree(values[name])

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
    coded: list[tuple[str, frozenset[str]]] = []
    records: list[tuple[str, Plan]] = []
    lists: list[tuple[str, Plan]] = []
    trees: list[str] = []
    numbers: list[str] = []
    for field in shapes(kind):
        # An unlisted force is graver than an unlisted code, and a rule of its own.
        if field.coded and field.coded != "forces":
            coded.append((field.name, frozenset(codelist(field.coded).entries)))
        elif field.record:
            (lists if field.many else records).append((field.name, PLANS[field.record]))
        elif dict in field.kinds:
            trees.append(field.name)
        elif int in field.kinds:
            numbers.append(field.name)
    bare = not (coded or records or lists or trees or numbers)
    return Plan(tuple(coded), tuple(records), tuple(lists), tuple(trees), tuple(numbers), bare)
