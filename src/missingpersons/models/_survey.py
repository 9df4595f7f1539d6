"""One walk over a record that was read: how many names it was read from, and whether its codes are listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from missingpersons.codes import codelist
from missingpersons.models._base import In, Record


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look at in one kind of record: fields with codes of an open list, with names, with numbers."""

    coded: tuple[tuple[str, frozenset[str]], ...]
    nested: tuple[str, ...]
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
        self._of(record)

    def _of(self, record: Record) -> None:
        self.names += len(record.__pydantic_fields_set__)
        values = record.__dict__
        plan = PLANS[type(record)]
        for name, listed in plan.coded:
            value = values[name]
            if value and not (listed.issuperset(value) if type(value) is tuple else value in listed):
                self.all_listed = False
        for name in plan.nested:
            value = values[name]
            if value:
                kind = type(value)
                if kind is tuple:
                    if PLANS[type(value[0])].bare:
                        for each in value:
                            self.names += len(each.__pydantic_fields_set__)
                    else:
                        for each in value:
                            self._of(each)
                elif kind is dict:
                    self._of_tree(value)
                elif PLANS[kind].bare:
                    self.names += len(value.__pydantic_fields_set__)
                else:
                    self._of(value)
        for name in plan.numbers:
            if values[name] == 0:
                self.noughts += 1

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
    coded, nested, numbers = [], [], []
    for name, field in kind.model_fields.items():
        inside = tuple(_types_in(field.annotation))
        listed = next((mark.name for mark in field.metadata if isinstance(mark, In)), None)
        # An unlisted force is graver than an unlisted code, and a rule of its own.
        if listed and listed != "forces":
            coded.append((name, frozenset(codelist(listed).entries)))
        elif dict in inside or any(issubclass(each, Record) for each in inside):
            nested.append(name)
        elif int in inside:
            numbers.append(name)
    return Plan(tuple(coded), tuple(nested), tuple(numbers), not (coded or nested or numbers))


def _types_in(annotation: Any) -> Iterator[type]:
    origin = getattr(annotation, "__origin__", annotation)
    if isinstance(origin, type):
        yield origin
    for each in getattr(annotation, "__args__", ()):
        yield from _types_in(each)
