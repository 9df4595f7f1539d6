"""What each field of a kind of record holds: other records, codes of a list, numbers, one or many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from missingpersons.models._base import In, Record


@dataclass(frozen=True, slots=True)
class Shape:
    """What one field holds."""

    name: str
    kinds: frozenset[type]
    """Every type that its annotation names, however deep inside."""
    record: type[Record] | None
    """The record, where it holds one or several."""
    many: bool
    coded: str | None
    """The open list that its codes are of."""


@cache
def shapes(kind: type[Record]) -> tuple[Shape, ...]:
    """The shape of each field of a kind of record, in order."""
    return tuple(_shape(name, field.annotation, field.metadata) for name, field in kind.model_fields.items())


def _shape(name: str, annotation: Any, metadata: list[Any]) -> Shape:
    kinds = frozenset(_types_in(annotation))
    return Shape(
        name,
        kinds,
        next((each for each in kinds if issubclass(each, Record)), None),
        tuple in kinds,
        next((mark.name for mark in metadata if isinstance(mark, In)), None),
    )


def _types_in(annotation: Any) -> Iterator[type]:
    origin = getattr(annotation, "__origin__", annotation)
    if isinstance(origin, type):
        yield origin
    for each in getattr(annotation, "__args__", ()):
        yield from _types_in(each)
