"""What lasts of the messages about an episode: those that no erasure covers, and what they amount to by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from missingpersons.codes import RetractionManner
from missingpersons.exchange.erasures import Erasures, erases_one, erasures
from missingpersons.exchange.facts import EPISODE_RETRACTED, MESSAGE_RETRACTED, PUBLISHED, TRANSFER_REQUESTED, Fact
from missingpersons.exchange.tenures import Tenures, tenures
from missingpersons.exchange.transfers import Transfer, transfers
from missingpersons.exchange.verdicts import Verdicts, verdicts


@dataclass(frozen=True, slots=True)
class Lasting:
    """The messages that last, judged without what was erased; and the digests of what was taken back.

    ``taken`` are those that last and that their own senders took back one by one, ``withdrawn`` all that last and were
    taken back. ``erased`` are those of the messages which are here that were erased: none of them is in ``judged``, and
    nothing else depends on which they are.
    """

    judged: Verdicts
    owned: Tenures
    handed: tuple[Transfer, ...]
    gone: Erasures
    taken: frozenset[str]
    withdrawn: frozenset[str]
    erased: frozenset[str]


def lasting(facts: Iterable[Fact]) -> Lasting:
    """What lasts of ``facts``.

    Whoever has seen what was erased and whoever comes late must know the same. So what is erased is put away first, and
    nothing that is put away has a say in what that is; the rest is judged as if it had never been here.
    """
    told = list(facts)
    gone = erasures(told)
    erased = frozenset(each.digest for each in told if gone.is_erased(each))
    left = [each for each in told if each.digest not in erased]
    excused = set(_excused(left, gone))
    judged = verdicts(left, excused, gone.accepted)
    alone = set(_erased_alone(judged))
    if alone:
        judged = verdicts(left, excused | alone, gone.accepted)
    taken = frozenset(each.names for each in judged.of(MESSAGE_RETRACTED) if each.names)
    owned = tenures(judged, gone, taken)
    withdrawn = taken.union(_withdrawn_with_tenures(judged, owned))
    return Lasting(judged, owned, transfers(judged, owned, gone), gone, taken, withdrawn, erased)


def _excused(left: Iterable[Fact], gone: Erasures) -> Iterator[str]:
    """The requests and tombstones of a tenure that is erased: no version of it is here to show whose it was."""
    for each in left:
        of_a_tenure = each.unreadable is None and each.kind in (TRANSFER_REQUESTED, EPISODE_RETRACTED)
        if of_a_tenure and gone.covers((each.tenure, each.force)):
            yield each.digest


def _erased_alone(judged: Verdicts) -> Iterator[str]:
    """The tombstones that wait for a version which their own sender has erased by itself: it will never come."""
    waiting = [judged.facts[digest] for digest in judged.held]
    gone = {(each.names, each.force) for each in waiting if each.unreadable is None and erases_one(each)}
    for each in waiting:
        absent = each.names not in judged.facts or each.names in judged.refused
        if each.kind == EPISODE_RETRACTED and each.tenure == 1 and absent and (each.names, each.force) in gone:
            yield each.digest


def _withdrawn_with_tenures(judged: Verdicts, owned: Tenures) -> Iterator[str]:
    """What a force took back with its own tenure, for good. What only led to it is no more shown, and not withdrawn."""
    for digest, each in judged.facts.items() if owned.own else ():
        node = (each.tenure, each.force)
        counts = each.kind == PUBLISHED and digest not in judged.refused
        if counts and node in owned.own and owned.covered[node] == RetractionManner.WITHDRAWN:
            yield digest
