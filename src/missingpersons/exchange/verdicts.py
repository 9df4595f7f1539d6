"""Which messages count, which wait and on what, and which say what their sender may not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from missingpersons.codes import TransferAnswer
from missingpersons.exchange.facts import (
    APART,
    CORRECTION,
    ENQUIRY_ANSWERED,
    ENQUIRY_REQUESTED,
    EPISODE_RETRACTED,
    FOUND,
    MESSAGE_RETRACTED,
    PUBLISHED,
    SIGHTING,
    TRANSFER_ANSWERED,
    TRANSFER_ENDED,
    TRANSFER_ESCALATED,
    TRANSFER_REQUESTED,
    Fact,
)

Node = tuple[int, str]
"""A tenure and the force whose it is."""

WAITS_FOR = {
    PUBLISHED: "MP-X-011",
    TRANSFER_REQUESTED: "MP-X-040",
    TRANSFER_ANSWERED: "MP-X-041",
    TRANSFER_ENDED: "MP-X-041",
    TRANSFER_ESCALATED: "MP-X-041",
    ENQUIRY_ANSWERED: "MP-X-042",
    EPISODE_RETRACTED: "MP-X-043",
    MESSAGE_RETRACTED: "MP-X-043",
    CORRECTION: "MP-X-044",
}
"""The code of what each kind of message waits for."""

OTHERS_TENURE = "MP-X-045"
OTHERS_VERSION = "MP-X-046"
ASKS_ITSELF = "MP-X-047"
NOT_ASKED = "MP-X-048"
NOT_THE_ASKER = "MP-X-049"
NOT_A_PARTY = "MP-X-050"
NOT_ENQUIRED = "MP-X-051"
NOT_THE_OWNER = "MP-X-052"
NOT_THE_SENDER = "MP-X-053"
NOT_TO_BE_TAKEN_BACK = "MP-X-054"
NOT_ITS_OWN_ERROR = "MP-X-055"
OTHER_KIND = "MP-X-056"

NEVER_TAKEN_BACK = frozenset(
    {
        TRANSFER_REQUESTED,
        TRANSFER_ANSWERED,
        TRANSFER_ENDED,
        TRANSFER_ESCALATED,
        EPISODE_RETRACTED,
        MESSAGE_RETRACTED,
    }
)
"""The steps of a handover, which others have acted on, and tombstones, which nothing undoes."""

_NEEDS = {
    PUBLISHED: TRANSFER_ANSWERED,
    TRANSFER_REQUESTED: PUBLISHED,
    TRANSFER_ANSWERED: TRANSFER_REQUESTED,
    TRANSFER_ENDED: TRANSFER_REQUESTED,
    TRANSFER_ESCALATED: TRANSFER_REQUESTED,
    ENQUIRY_ANSWERED: ENQUIRY_REQUESTED,
    EPISODE_RETRACTED: PUBLISHED,
}
"""The kind of message that each depends on: one that counts."""

_FREE = frozenset({SIGHTING, FOUND, ENQUIRY_REQUESTED})
"""What any force may say at any time."""

_ABOUT_ANY = frozenset({CORRECTION, MESSAGE_RETRACTED})
"""What is said of any message of one's own, also of one that waits or cannot be read."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a message does not count yet: the code, and the digest that it waits for, if it names one."""

    code: str
    waits_for: str | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What became of each message about one episode, by digest and in the order of the digests.

    ``kinds`` are those that count, by kind; ``accepted`` are the acceptances, with the tenure that each gave.
    """

    facts: Mapping[str, Fact]
    applied: Mapping[str, Fact]
    kinds: Mapping[str, tuple[Fact, ...]]
    held: Mapping[str, Wait]
    refused: Mapping[str, str]
    accepted: Mapping[str, Node]

    def of(self, kind: str) -> tuple[Fact, ...]:
        """The messages of one kind that count."""
        return self.kinds.get(kind, ())


def verdicts(facts: Iterable[Fact]) -> Verdicts:
    """What becomes of each message, whatever the order they come in.

    A message that is refused is as if it were not here: what names it goes on waiting. So nothing that a force
    may not say changes what becomes of anything else.
    """
    ours: dict[str, Fact] = {}
    for each in facts:
        known = ours.get(each.digest)
        # Where one reader could read a message and another could not, what was read counts.
        if each.kind not in APART and (known is None or (each.unreadable or "") < (known.unreadable or "")):
            ours[each.digest] = each
    # Sorted once, here: whatever goes through the messages goes in this order.
    judging = _Judging({digest: ours[digest] for digest in sorted(ours)})
    judging.judge()
    return judging.verdicts()


class _Judging:
    """From the messages that need no other to those that name them, each looked at once."""

    def __init__(self, ours: Mapping[str, Fact]) -> None:
        self._ours = ours
        self._applied: dict[str, Fact] = {}
        self._refused: dict[str, str] = {}
        self._held: dict[str, Wait] = {}
        self._accepted: dict[str, Node] = {}
        self._waiting: dict[str | Node, list[Fact]] = {}

    def judge(self) -> None:
        """Judge what makes owners and answers first, and then what is said of messages, waiting or not."""
        later = []
        ready = []
        for each in self._ours.values():
            if each.unreadable is not None:
                self._held[each.digest] = Wait(each.unreadable, None)
            elif each.kind in _ABOUT_ANY:
                later.append(each)
            elif each.kind in _FREE or (each.kind == PUBLISHED and each.tenure == 1):
                ready.append(each)
            elif each.kind in _NEEDS:
                self._wait(each)
            else:
                self._held[each.digest] = Wait("MP-X-008", None)
        self._follow(ready)
        self._hold()
        for each in later:
            self._wait(each)
        self._follow([each for digest, each in self._ours.items() if digest in self._applied or digest in self._held])
        self._hold()

    def verdicts(self) -> Verdicts:
        """What became of each, in the order of the digests."""
        applied = {digest: each for digest, each in self._ours.items() if digest in self._applied}
        kinds: dict[str, list[Fact]] = {}
        for each in applied.values():
            kinds.setdefault(each.kind, []).append(each)
        held = {digest: self._held[digest] for digest in sorted(self._held)}
        counting = {kind: tuple(some) for kind, some in kinds.items()}
        return Verdicts(self._ours, applied, counting, held, self._refused, self._accepted)

    def _wait(self, each: Fact) -> None:
        # A version may leave out which transfer it rests on; then it waits for any that gave its sender the tenure.
        key = each.names if each.names is not None else (each.tenure, each.force)
        self._waiting.setdefault(key, []).append(each)

    def _hold(self) -> None:
        """Whatever waits for something that did not come is held."""
        for waiting in self._waiting.values():
            self._held.update((each.digest, Wait(WAITS_FOR[each.kind], each.names)) for each in waiting)
        self._waiting = {}

    def _follow(self, ready: list[Fact]) -> None:
        """Let each of ``ready`` count, if it does not already, and then whatever waited for it."""
        while ready:
            each = ready.pop()
            if each.digest not in self._held:
                self._applied[each.digest] = each
            if each.kind == TRANSFER_ANSWERED and each.code == TransferAnswer.ACCEPTED and each.digest in self._applied:
                node = (self._tenure_of(each) + 1, each.force)
                self._accepted[each.digest] = node
                self._settle(each, node, ready)
            self._settle(each, each.digest, ready)

    def _settle(self, named: Fact, key: str | Node, ready: list[Fact]) -> None:
        for each in self._waiting.pop(key, ()):
            code = self._refusal(each, named)
            if code is None:
                ready.append(each)
            else:
                self._refused[each.digest] = code

    def _tenure_of(self, answer: Fact) -> int:
        request = self._applied[answer.names or ""]
        return self._applied[request.names or ""].tenure

    def _refusal(self, each: Fact, named: Fact) -> str | None:
        """Why the sender of a message may not say it, now that the message it names is here. None: it may."""
        if each.kind in _ABOUT_ANY:
            return _refusal_about(each, named)
        if named.kind != _NEEDS[each.kind]:
            return OTHER_KIND
        asker, asked = named.force, named.asked
        if each.kind == PUBLISHED:
            return None if self._accepted.get(named.digest) == (each.tenure, each.force) else OTHERS_TENURE
        if each.kind == TRANSFER_REQUESTED and each.force == asker:
            return ASKS_ITSELF if each.asked == each.force else None
        code, may = {
            TRANSFER_REQUESTED: (OTHERS_VERSION, (asker,)),
            TRANSFER_ANSWERED: (NOT_ASKED, (asked,)),
            TRANSFER_ENDED: (NOT_THE_ASKER, (asker,)),
            TRANSFER_ESCALATED: (NOT_A_PARTY, (asker, asked)),
            ENQUIRY_ANSWERED: (NOT_ENQUIRED, (asked,)),
            EPISODE_RETRACTED: (NOT_THE_OWNER, (asker,)),
        }[each.kind]
        return None if each.force in may else code


def _refusal_about(each: Fact, named: Fact) -> str | None:
    if each.kind == CORRECTION:
        return None if each.force == named.force else NOT_ITS_OWN_ERROR
    if each.force != named.force:
        return NOT_THE_SENDER
    return NOT_TO_BE_TAKEN_BACK if named.kind in NEVER_TAKEN_BACK else None
