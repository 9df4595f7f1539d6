"""Rules about codes of open lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.models import Episode
from missingpersons.models._base import Record
from missingpersons.models._survey import PLANS


def code_unlisted(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-070: a code is not in the open list that its field uses."""
    return _unlisted(episode, "")


def _unlisted(record: Record, at: str) -> Iterator[str]:
    values = record.__dict__
    plan = PLANS[type(record)]
    for name, listed in plan.coded:
        value = values[name]
        if isinstance(value, tuple):
            yield from (f"{at}/{name}/{index}" for index, code in enumerate(value) if code not in listed)
        elif value is not None and value not in listed:
            yield f"{at}/{name}"
    for name in plan.nested:
        value = values[name]
        if isinstance(value, tuple):
            for index, each in enumerate(value):
                yield from _unlisted(each, f"{at}/{name}/{index}")
        elif isinstance(value, Record):
            yield from _unlisted(value, f"{at}/{name}")
