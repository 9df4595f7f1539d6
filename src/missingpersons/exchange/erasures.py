"""What is erased of the messages about an episode: decided by those alone that nothing erases.

So whoever has erased it, whoever still has it and whoever comes late agree about what is left, whatever anybody lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from missingpersons.codes import RetractionManner, TransferAnswer
from missingpersons.exchange.authority import NEVER_TAKEN_BACK, Node
from missingpersons.exchange.facts import (
    EPISODE_RETRACTED,
    MESSAGE_RETRACTED,
    PUBLISHED,
    TRANSFER_ANSWERED,
    TRANSFER_ENDED,
    TRANSFER_ESCALATED,
    TRANSFER_REQUESTED,
    Fact,
)


@dataclass(frozen=True, slots=True)
class Erasures:
    """What the tombstones and the handovers that are here erase. A force erases its own, and what was handed to it.

    A tombstone is its sender's word for its own: whatever version it names, that is all that it reaches.

    ``requests`` are the requests to hand over, by digest, and ``accepted`` those of them that were. ``ones`` are single
    messages, each with the force that says so. ``own`` is the last tenure that each force has erased with all that it
    had before, and ``led`` the tenures that led to these.
    """

    requests: Mapping[str, Fact]
    accepted: frozenset[str]
    ones: frozenset[tuple[str, str]]
    own: Mapping[str, int]
    led: frozenset[Node]

    def covers(self, node: Node) -> bool:
        """Whether a tenure is erased, whether or not anything shows that it was ever held."""
        tenure, force = node
        return tenure <= self.own.get(force, 0) or node in self.led

    def may_be_gone(self, name: str, force: str) -> bool:
        """Whether ``force`` may have erased a message of its own that is not here."""
        return force in self.own or (name, force) in self.ones

    def is_erased(self, each: Fact) -> bool:
        """Whether a message is erased.

        A request, an acceptance and what erases are never: by these alone whoever comes late learns who owns it.
        """
        if (each.digest, each.force) in self.ones and each.kind not in NEVER_TAKEN_BACK:
            return True
        if each.unreadable is not None:
            return False
        if each.kind == PUBLISHED:
            return self.covers((each.tenure, each.force))
        request = self.requests.get(each.names or "")
        return request is not None and _is_word_of(each, request) and self.covers((request.tenure, request.force))


def erasures(facts: Iterable[Fact]) -> Erasures:
    """What ``facts`` erase, themselves among it or not here."""
    told = [each for each in facts if each.unreadable is None]
    requests = {each.digest: each for each in told if each.kind == TRANSFER_REQUESTED and each.asked != each.force}
    accepted = frozenset(each.names or "" for each in told if _is_accepted(each, requests))
    parents = _handed_over(requests[each] for each in accepted)
    own: dict[str, int] = {}
    for each in told:
        if erases_all(each) and (each.tenure == 1 or (each.tenure, each.force) in parents):
            own[each.force] = max(each.tenure, own.get(each.force, 0))
    ones = frozenset((each.names or "", each.force) for each in told if erases_one(each))
    return Erasures(requests, accepted, ones, own, frozenset(_led(parents, own)))


def erases_one(each: Fact) -> bool:
    """Whether a message erases one other."""
    return each.kind == MESSAGE_RETRACTED and each.code == RetractionManner.ERASED


def erases_all(each: Fact) -> bool:
    """Whether a message is the tombstone of an episode, or of what its sender had of it."""
    return each.kind == EPISODE_RETRACTED and each.code == RetractionManner.ERASED


def _is_accepted(each: Fact, requests: Mapping[str, Fact]) -> bool:
    request = requests.get(each.names or "")
    return request is not None and _accepts(each) and each.force == request.asked


def _handed_over(accepted: Iterable[Fact]) -> dict[Node, set[Node]]:
    """The tenures that were handed over from others, under the signatures of both, and from which."""
    parents: dict[Node, set[Node]] = {}
    for each in accepted:
        parents.setdefault((each.tenure + 1, each.asked or ""), set()).add((each.tenure, each.force))
    return parents


def _accepts(each: Fact) -> bool:
    return each.kind == TRANSFER_ANSWERED and each.code == TransferAnswer.ACCEPTED


def _is_word_of(each: Fact, request: Fact) -> bool:
    """Whether a message is a step of a handover, other than its acceptance, by whoever may say it."""
    by = {
        TRANSFER_ANSWERED: (request.asked,),
        TRANSFER_ENDED: (request.force,),
        TRANSFER_ESCALATED: (request.force, request.asked),
    }
    return each.force in by.get(each.kind, ()) and not _accepts(each)


def _led(parents: Mapping[Node, Iterable[Node]], own: Mapping[str, int]) -> Iterator[Node]:
    """The tenures that led to those that are erased."""
    ahead = [node for node in parents if node[0] <= own.get(node[1], 0)]
    reached: set[Node] = set()
    while ahead:
        for node in parents.get(ahead.pop(), ()):
            if node not in reached:
                reached.add(node)
                ahead.append(node)
    yield from reached
