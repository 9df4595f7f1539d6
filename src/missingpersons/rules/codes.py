"""Rules about codes of the lists: unlisted ones, and those that their list advises against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from missingpersons.codes import CLOSED, codelist
from missingpersons.models import AnyDocument
from missingpersons.models._base import Record
from missingpersons.models._shape import Shape, shapes

_LIST_OF: Mapping[type[StrEnum], str] = MappingProxyType({closed: name for name, closed in CLOSED.items()})


def list_of(field: Shape) -> str | None:
    """The list that the codes of a field are of: an open one that the field names, or the closed one of its type."""
    return field.coded or next((_LIST_OF[kind] for kind in field.kinds if kind in _LIST_OF), None)


@cache
def deprecated(name: str) -> frozenset[str]:
    """The codes of a list that it advises against."""
    return frozenset(code for code, entry in codelist(name).entries.items() if entry.deprecated)


def code_unlisted(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-070: a code is not in the open list that its field uses."""
    # An unlisted force is graver than an unlisted code, and a rule of its own.
    return _codes(document, "", lambda name, code: name != "forces" and code not in codelist(name), open_only=True)


def code_deprecated(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-243: a code is one that its list advises against."""
    return _codes(document, "", lambda name, code: code in deprecated(name), open_only=False)


def _codes(record: Record, at: str, wrong: Callable[[str, str], bool], *, open_only: bool) -> Iterator[str]:
    values = record.__dict__
    for field, name in _of_interest(type(record), open_only):
        value = values[field.name]
        if not value:
            continue
        here = f"{at}/{field.name}"
        for place, each in (
            [(f"{here}/{index}", one) for index, one in enumerate(value)] if field.many else [(here, value)]
        ):
            if name is None:
                yield from _codes(each, place, wrong, open_only=open_only)
            elif wrong(name, each):
                yield place


@cache
def _of_interest(kind: type[Record], open_only: bool) -> tuple[tuple[Shape, str | None], ...]:
    """The fields that hold codes, each with its list, and those that hold records, with None."""
    named = ((field, field.coded if open_only else list_of(field)) for field in shapes(kind))
    return tuple((field, name) for field, name in named if field.record or name)
