"""Who owns an episode: which force held it when, who handed it to whom, and what they have taken back."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from missingpersons.codes import RetractionManner, TransferAnswer
from missingpersons.exchange.authority import Node
from missingpersons.exchange.erasures import Erasures
from missingpersons.exchange.facts import EPISODE_RETRACTED, PUBLISHED, TRANSFER_ANSWERED, TRANSFER_REQUESTED
from missingpersons.exchange.verdicts import Verdicts

TWO_OWNERS = "MP-X-012"
TWO_ACCEPTED = "MP-X-062"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An episode taken back by its owner: every version of its own up to this tenure.

    With it goes what led to it, unless another owner's tenure goes back to that too.
    """

    digest: str
    force: str
    tenure: int
    manner: str
    reason: str | None

    def as_dict(self) -> dict[str, object]:
        """The tombstone as a JSON object."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Tenures:
    """Every tenure of an episode that counts.

    ``parents`` are the tenures that each was handed over from, ``last`` those that were handed to nobody, the one that
    is listed first first. ``roots`` are the first tenures that each goes back to, and ``proven`` those of them whose
    force gave the episode its id. ``covered`` says of a tenure that was taken back whether it is withdrawn or erased;
    ``own`` are those of them that their own force withdrew, and not another that they led to.
    ``earlier`` are the tenures that each goes back to where nothing of it is published: those that it was handed over
    from, and the one that the same force gave up by accepting it.
    ``unseen`` is who owns an episode of which no version counts here, by ``handed_unseen``.
    """

    parents: Mapping[Node, frozenset[Node]]
    last: tuple[Node, ...]
    roots: Mapping[Node, frozenset[Node]]
    proven: frozenset[Node]
    covered: Mapping[Node, str]
    own: frozenset[Node]
    earlier: Mapping[Node, frozenset[Node]]
    tombstones: tuple[Tombstone, ...]
    unseen: tuple[Node, ...] = ()

    @property
    def standing(self) -> tuple[Node, ...]:
        """Those of ``last`` that were not taken back: the owners. More than one is a dispute."""
        return tuple(each for each in self.last if each not in self.covered)

    @property
    def owners(self) -> tuple[Node, ...]:
        """Whoever answers for the episode. Somebody does also when all of it was taken back."""
        return self.standing or self.last or self.unseen

    def goes_back_to_the_giver(self, node: Node) -> bool:
        """Whether a tenure leads back to the force that gave the episode its id."""
        return not self.proven.isdisjoint(self.roots.get(node, frozenset()))

    def disputes(self, node: Node) -> tuple[str, ...]:
        """The codes of what makes ``node`` one of several owners."""
        if node not in self.standing:
            return ()
        apart = [self.roots[node].isdisjoint(self.roots[each]) for each in self.standing if each != node]
        told = ((TWO_OWNERS, any(apart)), (TWO_ACCEPTED, not all(apart)))
        return tuple(code for code, holds in told if holds)


def tenures(judged: Verdicts, gone: Erasures, taken: Container[str] = ()) -> Tenures:
    """The tenures that the messages which count amount to, with what is erased of them by ``gone``.

    A tombstone whose version is not here is its sender's word for its own: it takes that back, and is heard as a claim
    to have had the episode only where nothing else shows whose it is. ``taken`` are the messages that were taken back.
    """
    proven = frozenset((1, each.force) for each in judged.of(PUBLISHED) if each.tenure == 1 and each.proves)
    led: dict[Node, set[Node]] = {(1, each.force): set() for each in judged.of(PUBLISHED) if each.tenure == 1}
    for digest, node in judged.accepted.items():
        request = judged.applied[judged.applied[digest].names or ""]
        before = (request.tenure, request.force)
        led.setdefault(node, set()).add(before)
        if request.tenure == 1:
            led.setdefault(before, set())
    unseen = () if led else handed_unseen(judged, taken)
    if not led and not unseen:
        led = {(1, each.force): set() for each in judged.of(EPISODE_RETRACTED) if each.tenure == 1}
    parents = {node: frozenset(before) for node, before in sorted(led.items())}
    roots = _roots(parents)
    handed_on = {each for before in parents.values() for each in before}
    # Whoever took a later tenure over has given up a claim of its own to an earlier one.
    latest = {force: tenure for tenure, force in parents}
    last = sorted(
        (node for node in parents if node not in handed_on and latest[node[1]] == node[0]),
        key=lambda node: (proven.isdisjoint(roots[node]), node),
    )
    tombstones = tuple(each for each in _tombstones(judged) if (each.tenure, each.force) in parents)
    earlier = _earlier(parents, handed_on)
    own = frozenset(_withdrawn(parents, tombstones))
    covered = _covered(earlier, last, own, gone)
    return Tenures(parents, tuple(last), roots, proven, covered, own, earlier, tombstones, unseen)


def handed_unseen(judged: Verdicts, taken: Container[str]) -> tuple[Node, ...]:
    """Who owns an episode of which no version counts here, since what was handed over has not come yet or is erased.

    One force has asked and the other accepted, under the signatures of both. Of several tenures the last counts.
    """
    here = {digest: each for digest, each in judged.facts.items() if digest not in judged.refused}
    nodes = set()
    for answer in (each for digest, each in here.items() if digest in judged.held and digest not in taken):
        request = here.get(answer.names or "")
        if (
            (answer.kind, answer.code) == (TRANSFER_ANSWERED, TransferAnswer.ACCEPTED)
            and request is not None
            and (request.kind, request.asked) == (TRANSFER_REQUESTED, answer.force)
        ):
            nodes.add((request.tenure + 1, answer.force))
    last = max((tenure for tenure, _ in nodes), default=0)
    return tuple(sorted(node for node in nodes if node[0] == last))


def _roots(parents: Mapping[Node, frozenset[Node]]) -> dict[Node, frozenset[Node]]:
    roots: dict[Node, frozenset[Node]] = {}
    # A tenure follows from one of the number below, so the lower are known when a higher is looked at.
    for node, before in parents.items():
        own = frozenset([node]) if node[0] == 1 else frozenset[Node]()
        roots[node] = own.union(*(roots[each] for each in before))
    return roots


def _tombstones(judged: Verdicts) -> Iterator[Tombstone]:
    for each in judged.of(EPISODE_RETRACTED):
        yield Tombstone(each.digest, each.force, each.tenure, each.code or "", each.reason)


def _tenure(each: Tombstone) -> int:
    return each.tenure


def _earlier(parents: Mapping[Node, frozenset[Node]], handed_on: Container[Node]) -> dict[Node, frozenset[Node]]:
    """What each tenure goes back to: those that it was handed over from, and the last that its force gave up for it."""
    given_up: dict[str, Node] = {}
    earlier = {}
    for node, before in parents.items():
        own = [given_up[node[1]]] if node[1] in given_up else []
        earlier[node] = before.union(own)
        if node not in handed_on:
            given_up[node[1]] = node
    return earlier


def _withdrawn(parents: Iterable[Node], tombstones: Iterable[Tombstone]) -> Iterator[Node]:
    """The tenures that their own force has withdrawn, with all that it had before."""
    withdrawn = (each for each in sorted(tombstones, key=_tenure) if each.manner == RetractionManner.WITHDRAWN)
    up_to = {each.force: each.tenure for each in withdrawn}
    return (node for node in parents if node[0] <= up_to.get(node[1], 0))


def _covered(
    earlier: Mapping[Node, frozenset[Node]], last: Iterable[Node], own: frozenset[Node], gone: Erasures
) -> dict[Node, str]:
    """The tenures that were taken back: by their own force, or with one that they led to.

    No owner takes back by itself what led to another owner as well: that goes on being what the other has. Where both
    are said, an erasure counts before a withdrawal; and it reaches all that led to it, whoever else owns the episode,
    since of what is erased nothing is left that could come back.
    """
    erased = {node for node in earlier if gone.covers(node)}
    standing = [node for node in last if node not in own and node not in erased]
    with_it = _reached(earlier, own) - _reached(earlier, standing)
    covered = {node: str(RetractionManner.WITHDRAWN) for node in own | with_it}
    covered.update((node, str(RetractionManner.ERASED)) for node in erased)
    return dict(sorted(covered.items()))


def _reached(earlier: Mapping[Node, Iterable[Node]], nodes: Iterable[Node]) -> set[Node]:
    """``nodes``, and all that they go back to."""
    reached: set[Node] = set()
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        if node not in reached:
            reached.add(node)
            ahead.extend(earlier.get(node, ()))
    return reached
