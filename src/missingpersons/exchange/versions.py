"""Which versions of an episode there are: those that stand, those that fork, and those that never came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from missingpersons.codes import Status
from missingpersons.exchange.authority import Node
from missingpersons.exchange.facts import PUBLISHED, Fact
from missingpersons.exchange.tenures import Tenures
from missingpersons.exchange.verdicts import WAITS_FOR, Verdicts

WAITS_FOR_TRANSFER = WAITS_FOR[PUBLISHED]
FORK = "MP-X-013"
NOT_ITS_OWN = "MP-X-064"
REPORTED_FOUND = "MP-X-065"
SAID_TO_BE_WRONG = "MP-X-066"

MISSING = frozenset({Status.OPEN, Status.LOCATED})
"""The statuses in which somebody is still being looked for or after."""

_MISSING_FIRST = (Status.OPEN, Status.LOCATED, Status.CANCELLED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Claim:
    """A version of an episode that stands, and the codes of what speaks against taking it for the episode's state.

    ``digest`` is of the message that published it, the lowest where several published the same. ``content`` is the
    digest of ``document``.
    """

    digest: str
    message_id: str | None
    force: str
    tenure: int
    revision: int
    status: str
    content: str
    doubts: tuple[str, ...]
    document: bytes = field(repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """The claim as a JSON object, without the episode itself."""
        told = {name: getattr(self, name) for name in self.__slots__ if name not in ("document", "message_id")}
        return {**told, "doubts": list(self.doubts)}


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Revisions from ``first`` to ``last`` that must have been published and are not here."""

    tenure: int
    force: str
    first: int
    last: int

    def as_dict(self) -> dict[str, Any]:
        """The gap as a JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, order=True)
class Newest:
    """The highest revision that a force has published in a tenure, also if it was taken back by itself."""

    tenure: int
    force: str
    revision: int

    def as_dict(self) -> dict[str, Any]:
        """The place as a JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Versions:
    """The claims, the one that is shown first first; the forks, by the digests of their sides; how far each came."""

    claims: tuple[Claim, ...]
    forks: tuple[tuple[str, ...], ...]
    gaps: tuple[Gap, ...]
    newest: tuple[Newest, ...]


Contents = dict[str, list[Fact]]
"""The messages that published a revision, by the digest of what they say: one for most, more for a fork."""


def versions(
    judged: Verdicts, owned: Tenures, gone: Collection[str], *, found: bool, wrong: Collection[str]
) -> Versions:
    """The versions of an episode.

    ``gone`` are the digests of the messages that were taken back, ``wrong`` of those that were said to be wrong;
    ``found`` says whether anybody has reported the person found. What a tombstone covers is no version any more.
    """
    here = [
        each
        for digest, each in judged.facts.items()
        if each.kind == PUBLISHED
        and each.unreadable is None
        and digest not in judged.refused
        and _node(each) not in owned.covered
    ]
    left = [each for each in here if each.digest not in gone]
    places = _by_place(left)
    forks = _forks(places)
    forked = {digest for sides in forks for digest in sides}

    def claim(same: list[Fact]) -> Claim:
        one = same[0]
        waits = one.digest in judged.held
        told = (
            (WAITS_FOR_TRANSFER, waits),
            (NOT_ITS_OWN, not waits and _node(one) not in owned.standing),
            *((code, not waits) for code in owned.disputes(_node(one))),
            (FORK, any(each.digest in forked for each in same)),
            (REPORTED_FOUND, found and one.status in MISSING),
            (SAID_TO_BE_WRONG, any(each.digest in wrong for each in same)),
        )
        return _claim(one, tuple(code for code, holds in told if holds))

    shown = [*_standing(owned, left, judged), *_waiting(places, judged)]
    claims = sorted(map(claim, shown), key=_listed(owned, judged))
    came = _by_place(here) if gone else places
    newest = tuple(Newest(*node, max(revisions)) for node, revisions in sorted(came.items()))
    return Versions(tuple(claims), forks, tuple(_gaps(owned, came)), newest)


def _node(each: Fact) -> Node:
    return each.tenure, each.force


def _by_place(published: Iterable[Fact]) -> dict[Node, dict[int, Contents]]:
    """The versions by tenure and force, and then by revision. The same content published twice is one version."""
    places: dict[Node, dict[int, Contents]] = {}
    for each in published:
        contents = places.setdefault(_node(each), {}).setdefault(each.revision, {})
        contents.setdefault(each.content or "", []).append(each)
    return places


def _forks(places: Mapping[Node, Mapping[int, Contents]]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(sorted(same[0].digest for same in contents.values()))
        for _, revisions in sorted(places.items())
        for _, contents in sorted(revisions.items())
        if len(contents) > 1
    )


def _standing(owned: Tenures, left: Iterable[Fact], judged: Verdicts) -> list[list[Fact]]:
    """The newest of each owner. Of one that has published nothing: of whoever it took over from, and its own before.

    What a tombstone covers is not among ``left``: then what came before that is shown.
    """
    places = _by_place(each for each in left if each.digest in judged.applied)
    shown: set[Node] = set()
    seen: set[Node] = set()
    ahead = list(owned.standing)
    while ahead:
        node = ahead.pop()
        if node in seen:
            continue
        seen.add(node)
        if node in places:
            shown.add(node)
        else:
            ahead.extend(owned.earlier.get(node, ()))
    return [same for node in sorted(shown) for same in places[node][max(places[node])].values()]


def _waiting(places: Mapping[Node, Mapping[int, Contents]], judged: Verdicts) -> list[list[Fact]]:
    """The newest of whoever waits for its transfer, but for what the same force has told again since."""
    if not judged.held:
        return []
    newest = (revisions[max(revisions)] for _, revisions in sorted(places.items()))
    return [
        same for contents in newest for same in contents.values() if all(each.digest in judged.held for each in same)
    ]


def _listed(owned: Tenures, judged: Verdicts) -> Any:
    """The order of claims: who may be missing first, so that no claim and no fork hides them."""

    def place(claim: Claim) -> tuple[int, bool, bool, int, str, str]:
        node = (claim.tenure, claim.force)
        return (
            _MISSING_FIRST.index(Status(claim.status)),
            claim.digest in judged.held,
            not owned.goes_back_to_the_giver(node),
            *node,
            claim.digest,
        )

    return place


def _claim(one: Fact, doubts: tuple[str, ...]) -> Claim:
    return Claim(
        digest=one.digest,
        message_id=one.message_id,
        force=one.force,
        tenure=one.tenure,
        revision=one.revision,
        status=one.status or "",
        content=one.content or "",
        doubts=doubts,
        document=one.document or b"",
    )


def _gaps(owned: Tenures, seen: Mapping[Node, Mapping[int, Contents]]) -> Iterable[Gap]:
    """The revisions below the newest that are not here, and the first of an owner who has not published yet."""
    waited_for = {node: () for node in owned.standing if node not in seen}
    for node in sorted({**seen, **waited_for}):
        expected = 1
        for revision in sorted(seen.get(node, ())):
            if revision > expected:
                yield Gap(*node, expected, revision - 1)
            expected = revision + 1
        if node in waited_for:
            yield Gap(*node, 1, 1)
