"""To which forces a message goes when its sender meets them: those that it names, or all who must know of it."""

from __future__ import annotations

from collections.abc import Callable

from missingpersons.exchange.facts import (
    EPISODE_RETRACTED,
    TRANSFER_ANSWERED,
    TRANSFER_ENDED,
    TRANSFER_ESCALATED,
    TRANSFER_REQUESTED,
    Fact,
)

_MOVES_THE_EPISODE = frozenset(
    {TRANSFER_REQUESTED, TRANSFER_ANSWERED, TRANSFER_ENDED, TRANSFER_ESCALATED, EPISODE_RETRACTED}
)


def audience(told: Fact, here: Callable[[str], Fact | None]) -> tuple[str, ...]:
    """The forces that a message goes to; none named: every one. ``here`` finds a message by its digest.

    A step of a handover, and a tombstone, go wherever the version went that they are about, and not only to the other
    party: a force that has the version would go on believing that its sender owns the episode.
    """
    named = here(told.names) if told.kind in _MOVES_THE_EPISODE and told.names else None
    if named is None:
        return told.to
    wider = audience(named, here)
    return tuple(sorted({*wider, *told.addressed, named.force} - {told.force})) if wider else ()
