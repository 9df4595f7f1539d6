"""What holds a level up: the lines that call for it, a guard, or nothing but the policy's lowest level."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from missingpersons.risk.definitions import UNKNOWN, YES
from missingpersons.risk.heard import Heard
from missingpersons.risk.policy import Policy


class Kind(StrEnum):
    """What kind of thing holds a level."""

    LINE = "line"
    GUARD = "guard"
    LOWEST = "lowest"
    """The policy calls for no less, whatever the answers are."""
    SEVERAL = "several"
    """More than one line, or more than one guard: without any one of them the level is the same."""


class Holder(NamedTuple):
    """What holds a level. ``code`` is that of the line or the guard."""

    kind: Kind
    code: str = ""


def holders(policy: Policy, heard: Heard) -> tuple[Holder, ...]:
    """Everything that calls for the very level that ``policy`` calls for. One alone: without it the level is lower."""
    plan, gravities = policy.plan, heard.gravities
    rank = plan.rank(gravities)
    if up := plan.guards_up(rank, gravities, heard.signs):
        return tuple(Holder(Kind.GUARD, each.code) for each in up)
    if rank == plan.lowest:
        return (Holder(Kind.LOWEST),)
    held = []
    for line in policy.lines:
        gravity = line.condition.gravity(gravities)
        if gravity >= UNKNOWN and (line.floor if gravity == YES else line.if_unknown).rank == rank:
            held.append(Holder(Kind.LINE, line.code))
    return tuple(held)
