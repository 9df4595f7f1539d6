"""Whether a line that stands in the place of another may call for less than that did.

Conditions know no "not". So one comes to at least what another does, whatever is no, unknown or yes, if it does so
wherever everything is yes or no: no, unknown and yes are looked at as at least unknown or not, and as yes or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from missingpersons.risk.conditions import Condition
from missingpersons.risk.facts import NO, YES
from missingpersons.risk.policy import Line

MOST_WAYS = 4096
"""How many ways to meet one condition are tried."""


def may_call_for_less(old: Line, new: Line) -> bool:
    """Whether there are answers by which ``new`` calls for less than ``old`` does. A line that is no calls for nothing.

    All questions alike are no, unknown or yes in some episode: so what is lower for one of these is lower.
    """
    if new.floor.rank < old.floor.rank or new.if_unknown.rank < old.if_unknown.rank:
        return True
    return not is_met_with(old.condition, new.condition)


def is_met_with(old: Condition, new: Condition) -> bool:
    """Whether ``new`` comes to as much as ``old`` at the least, whatever the answers are.

    False too where that is not found out: for ``any_of`` in the place of ``all_of`` that can be met in too many ways.
    """
    asked = {*old.questions, *new.questions}
    if new.every:
        # Whatever keeps ``new`` from being yes is no for all of one entry: then ``old`` may not be yes either.
        return all(_is_no(old, {each: NO if each in entry else YES for each in asked}) for entry in _entries(new))
    if old.every and prod(map(len, _entries(old))) > MOST_WAYS:
        return False
    return all(not _is_no(new, {each: YES if each in way else NO for each in asked}) for way in _ways(old))


def _is_no(condition: Condition, of: dict[str, int]) -> bool:
    return condition.gravity(of) == NO


def _entries(condition: Condition) -> list[frozenset[str]]:
    return [frozenset((item,) if isinstance(item, str) else item.questions) for item in condition.items]


def _ways(condition: Condition) -> Iterator[frozenset[str]]:
    """Questions that are enough to meet ``condition``, in every way."""
    entries = _entries(condition)
    return map(frozenset, product(*entries)) if condition.every else iter(entries)
