"""Which audiences may see each field of a document, from the marks on the fields along the way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from missingpersons.codes import Audience
from missingpersons.models._base import Record, ShownTo
from missingpersons.models._shape import shapes
from missingpersons.values.text import Text

APPEALS = frozenset({Audience.CHARITY, Audience.PUBLIC})
"""Who is told nothing without a ground for publicity."""

OUTSIDE = APPEALS | {Audience.SAFEGUARDING}
"""Who is not the police."""

_FREE_TEXT = get_args(Text)[1]


@dataclass(frozen=True, slots=True)
class Marked:
    """One field as its own marks have it. ``scope`` is what a ground must name, if the field itself says."""

    name: str
    audiences: frozenset[Audience]
    scope: str | None
    record: type[Record] | None
    many: bool
    is_free_text: bool


class Seen(NamedTuple):
    """Who sees a field after all that it stands in, and under what scope of a ground."""

    audiences: frozenset[Audience]
    scope: str | None


@cache
def marked(kind: type[Record]) -> Mapping[str, Marked]:
    """The fields of a kind of record, by name. A field without a mark is for the police alone."""
    made = {}
    for field in shapes(kind):
        told = kind.model_fields[field.name]
        marks = [mark for mark in told.metadata if isinstance(mark, ShownTo)]
        made[field.name] = Marked(
            field.name,
            frozenset({Audience.POLICE}).union(*(mark.audiences for mark in marks)),
            next((mark.scope for mark in marks if mark.scope), None),
            field.record,
            field.many,
            any(mark.words for mark in marks) or _is_free_text((told.annotation, *told.metadata)),
        )
    return MappingProxyType(made)


def paths(kind: type[Record]) -> Iterator[tuple[str, Seen]]:
    """Every field of a document with who sees it: in the order of the fields, ``*`` for any entry of a list."""
    yield from _paths(kind, "", Seen(frozenset(Audience), None))


def _paths(kind: type[Record], at: str, around: Seen) -> Iterator[tuple[str, Seen]]:
    for name, field in marked(kind).items():
        here = Seen(field.audiences & around.audiences, field.scope or around.scope)
        yield f"{at}/{name}", here
        if field.record:
            yield from _paths(field.record, f"{at}/{name}/*" if field.many else f"{at}/{name}", here)


def _is_free_text(parts: tuple[Any, ...]) -> bool:
    return any(each == _FREE_TEXT or _is_free_text(get_args(each)) for each in parts)
