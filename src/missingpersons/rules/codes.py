"""Rules about codes of open lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from missingpersons.codes import codelist
from missingpersons.models import AnyDocument
from missingpersons.models._base import Record
from missingpersons.models._shape import Shape, shapes


def code_unlisted(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-070: a code is not in the open list that its field uses."""
    return _unlisted(document, "")


def _unlisted(record: Record, at: str) -> Iterator[str]:
    values = record.__dict__
    for field in _of_interest(type(record)):
        value = values[field.name]
        if not value:
            continue
        here = f"{at}/{field.name}"
        listed = codelist(field.coded).entries if field.coded else {}
        for place, each in (
            [(f"{here}/{index}", one) for index, one in enumerate(value)] if field.many else [(here, value)]
        ):
            if field.record:
                yield from _unlisted(each, place)
            elif each not in listed:
                yield place


@cache
def _of_interest(kind: type[Record]) -> tuple[Shape, ...]:
    # An unlisted force is graver than an unlisted code, and a rule of its own.
    return tuple(field for field in shapes(kind) if field.record or (field.coded and field.coded != "forces"))
