"""Rules about codes of open lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import codelist
from missingpersons.models import AnyDocument
from missingpersons.models._base import Record
from missingpersons.models._shape import shapes


def code_unlisted(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-070: a code is not in the open list that its field uses."""
    return _unlisted(document, "")


def _unlisted(record: Record, at: str) -> Iterator[str]:
    for field in shapes(type(record)):
        value = getattr(record, field.name)
        many = value if isinstance(value, tuple) else () if value is None else (value,)
        places = [f"{at}/{field.name}/{index}" if field.many else f"{at}/{field.name}" for index in range(len(many))]
        if field.record:
            for place, each in zip(places, many, strict=True):
                yield from _unlisted(each, place)
        # An unlisted force is graver than an unlisted code, and a rule of its own.
        elif field.coded and field.coded != "forces":
            listed = codelist(field.coded)
            yield from (place for place, code in zip(places, many, strict=True) if code not in listed)
