"""Rules about when one person's episodes were: nobody goes missing twice at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from missingpersons.codes import Status
from missingpersons.rules.together.history import History, Spell, Where


def missing_again_before_found(history: History) -> Iterator[Where]:
    """MP-R-252: the person went missing again before an earlier episode had ended."""
    last_found: datetime | None = None
    for before, each in pairwise(history.spells):
        if before.found and (last_found is None or before.found > last_found):
            last_found = before.found
        if last_found and each.begun < last_found and not _may_be_one(before, each):
            yield each.which, "/missing_since"


def may_be_one_disappearance(history: History) -> Iterator[Where]:
    """MP-R-253: another episode may be about the same disappearance."""
    return ((each.which, "/missing_since") for before, each in pairwise(history.spells) if _may_be_one(before, each))


def open_though_a_later_one_began(history: History) -> Iterator[Where]:
    """MP-R-254: a later episode has begun, and this one is open without the person being found."""
    for each in history.spells:
        if each.episode.status is Status.OPEN and each.found is None and each.begun < history.last_start:
            yield each.which, "/status"


def _may_be_one(before: Spell, each: Spell) -> bool:
    """Whether both can have begun at one moment, and the first had not ended by the time the second had begun."""
    return each.not_before <= before.begun and (before.found is None or before.found > each.begun)
