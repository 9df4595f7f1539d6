"""Where in a kind of document the parts of one kind are: the way to every window, place or force code in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from missingpersons.models._base import Record
from missingpersons.models._shape import Shape, shapes

Wanted = Callable[[Shape], bool]
"""Whether a field is one of those that are looked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One field on the way: what is looked for, or something that leads there."""

    name: str
    many: bool
    wanted: bool
    inner: tuple[Step, ...]


def of_kind(kind: type[Record]) -> Wanted:
    """Fields that hold a record of ``kind``, or several."""
    return lambda field: field.record is kind


def coded_in(name: str) -> Wanted:
    """Fields whose codes are those of the open list called ``name``."""
    return lambda field: field.coded == name


class Routes(dict[type[Record], tuple[Step, ...]]):
    """The ways to what is wanted, for each kind of document, found when first asked for."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self._wanted = wanted

    def __missing__(self, kind: type[Record]) -> tuple[Step, ...]:
        steps = []
        for field in shapes(kind):
            wanted = self._wanted(field)
            inner = self[field.record] if field.record else ()
            if wanted or inner:
                steps.append(Step(field.name, field.many, wanted, inner))
        return self.setdefault(kind, tuple(steps))

    def where(self, record: Record, wrong: Callable[[Any], object]) -> Sequence[str]:
        """The places in ``record`` of the parts that are looked for and are ``wrong``."""
        return _where(record, self[type(record)], wrong)

    def of(self, record: Record) -> Iterator[tuple[str, Any]]:
        """Every part of ``record`` that is looked for, with its place."""
        return _along(record, self[type(record)], "")

    def paths(self, kind: type[Record]) -> tuple[str, ...]:
        """The places of all that is looked for in a kind of document, with ``*`` for any entry of a list."""
        return tuple(_paths(self[kind], ""))


def _where(record: Record, steps: tuple[Step, ...], wrong: Callable[[Any], object]) -> Sequence[str]:
    # Runs over every document, mostly to find nothing: a place is only written down where something is wrong.
    found: list[str] = []
    values = record.__dict__
    for step in steps:
        value = values[step.name]
        if value is None or value == ():
            continue
        if not step.many:
            if step.wanted and wrong(value):
                found.append(f"/{step.name}")
            if step.inner and (inside := _where(value, step.inner, wrong)):
                found += [f"/{step.name}{at}" for at in inside]
            continue
        for index, each in enumerate(value):
            if step.wanted and wrong(each):
                found.append(f"/{step.name}/{index}")
            if step.inner and (inside := _where(each, step.inner, wrong)):
                found += [f"/{step.name}/{index}{at}" for at in inside]
    return found


def _along(record: Record, steps: tuple[Step, ...], at: str) -> Iterator[tuple[str, Any]]:
    values = record.__dict__
    for step in steps:
        value = values[step.name]
        if value is None or value == ():
            continue
        here = f"{at}/{step.name}"
        if step.many:
            for index, each in enumerate(value):
                if step.wanted:
                    yield f"{here}/{index}", each
                if step.inner:
                    yield from _along(each, step.inner, f"{here}/{index}")
        else:
            if step.wanted:
                yield here, value
            if step.inner:
                yield from _along(value, step.inner, here)


def _paths(steps: tuple[Step, ...], at: str) -> Iterator[str]:
    for step in steps:
        here = f"{at}/{step.name}/*" if step.many else f"{at}/{step.name}"
        if step.wanted:
            yield here
        yield from _paths(step.inner, here)
