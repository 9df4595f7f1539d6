"""Rules about codes of open lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.models import AnyDocument
from missingpersons.models._base import Record
from missingpersons.models._survey import PLANS, Plan


def code_unlisted(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-070: a code is not in the open list that its field uses."""
    return _unlisted(document, PLANS[type(document)], "")


def _unlisted(record: Record, plan: Plan, at: str) -> Iterator[str]:
    values = record.__dict__
    for name, listed in plan.coded:
        value = values[name]
        if isinstance(value, tuple):
            yield from (f"{at}/{name}/{index}" for index, code in enumerate(value) if code not in listed)
        elif value is not None and value not in listed:
            yield f"{at}/{name}"
    for name, inner in plan.records:
        if values[name] is not None:
            yield from _unlisted(values[name], inner, f"{at}/{name}")
    for name, inner in plan.lists:
        for index, each in enumerate(values[name]):
            yield from _unlisted(each, inner, f"{at}/{name}/{index}")
