"""Which messages count, which wait and on what, and which say what their sender may not say."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from missingpersons.codes import TransferAnswer
from missingpersons.exchange.authority import ABOUT_ANY, ASKS_ITSELF, NEEDS, Node, refusal
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

_OF_A_TENURE = frozenset({TRANSFER_REQUESTED, EPISODE_RETRACTED})
"""What its sender may say only as the owner, and says of which tenure."""

_FREE = frozenset({SIGHTING, FOUND, ENQUIRY_REQUESTED})
"""What any force may say at any time."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a message does not count yet: the code, and the digest that it waits for, if it names one."""

    code: str
    waits_for: str | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What became of each message about one episode, by digest and in the order of the digests.

    ``kinds`` are those that count, by kind; ``accepted`` are the acceptances, with the tenure that each gave.
    ``beside`` are the requests and tombstones that name what is not their sender's, with the code of that, where
    nothing shows that their sender has the tenure: they reach nothing but what is its own.
    """

    facts: Mapping[str, Fact]
    applied: Mapping[str, Fact]
    kinds: Mapping[str, tuple[Fact, ...]]
    held: Mapping[str, Wait]
    refused: Mapping[str, str]
    accepted: Mapping[str, Node]
    beside: Mapping[str, str]

    @property
    def refusals(self) -> Mapping[str, str]:
        """What each message that its sender may not say is refused for, with those that are ``beside``."""
        return {**self.refused, **self.beside}

    def of(self, kind: str) -> tuple[Fact, ...]:
        """The messages of one kind that count."""
        return self.kinds.get(kind, ())


def verdicts(facts: Iterable[Fact], excused: Container[str] = (), agreed: Container[str] = ()) -> Verdicts:
    """What becomes of each message, whatever the order they come in.

    A request hands over its sender's own tenure, and a tombstone takes it back, whatever version they name: they wait
    for the tenure that they speak of. Of those that are ``excused`` a first tenure is its sender's by its sender's own
    word, as it is in a version: what would show it is erased. So it is of those ``agreed``, the requests that were
    accepted, where the version that they name is not here: two forces have signed whose it was.

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
    judging = _Judging({digest: ours[digest] for digest in sorted(ours)}, excused, agreed)
    judging.judge()
    return judging.verdicts()


class _Judging:
    """From the messages that need no other to those that name them, each looked at once."""

    def __init__(self, ours: Mapping[str, Fact], excused: Container[str], agreed: Container[str]) -> None:
        self._ours = ours
        self._excused = excused
        self._agreed = agreed
        self._shown: set[Node] = set()
        self._applied: dict[str, Fact] = {}
        self._refused: dict[str, str] = {}
        self._held: dict[str, Wait] = {}
        self._accepted: dict[str, Node] = {}
        self._waiting: dict[str | Node, list[Fact]] = {}
        self._just_refused: list[str | Node] = []

    def judge(self) -> None:
        """Judge what makes owners and answers first, and then what is said of messages, waiting or not."""
        later = []
        ready: list[Fact] = []
        for each in self._ours.values():
            if each.unreadable is not None:
                self._held[each.digest] = Wait(each.unreadable, None)
            elif each.kind in ABOUT_ANY:
                later.append(each)
            elif each.kind == TRANSFER_REQUESTED and each.asked == each.force:
                self._refused[each.digest] = ASKS_ITSELF
            elif each.kind in _OF_A_TENURE:
                self._wait_for_tenure(each, ready)
            elif each.kind in _FREE or (each.kind == PUBLISHED and each.tenure == 1):
                ready.append(each)
            elif each.kind in NEEDS:
                self._wait(each)
            else:
                self._held[each.digest] = Wait("MP-X-008", None)
        self._follow(ready)
        self._agree()
        self._hold()
        for each in later:
            self._wait(each)
        self._follow([each for digest, each in self._ours.items() if digest in self._applied or digest in self._held])
        names: list[str | Node] = [name for name in self._waiting if self._is_absent(name)]
        while names:
            # What is said of a message that is not here waits, and so is here itself for what is said of it.
            absent = [each for name in names for each in self._waiting.pop(name, ())]
            self._held.update((each.digest, Wait(WAITS_FOR[each.kind], each.names)) for each in absent)
            self._just_refused = names = []
            self._follow(absent)

    def verdicts(self) -> Verdicts:
        """What became of each, in the order of the digests."""
        applied = {digest: each for digest, each in self._ours.items() if digest in self._applied}
        kinds: dict[str, list[Fact]] = {}
        for each in applied.values():
            kinds.setdefault(each.kind, []).append(each)
        held = {digest: self._held[digest] for digest in sorted(self._held)}
        counting = {kind: tuple(some) for kind, some in kinds.items()}
        beside = dict(self._beside())
        return Verdicts(self._ours, applied, counting, held, self._refused, self._accepted, beside)

    def _beside(self) -> Iterator[tuple[str, str]]:
        for digest, each in self._ours.items():
            named = self._ours.get(each.names or "")
            shown = (each.tenure, each.force) in self._shown
            if each.kind in _OF_A_TENURE and not shown and named and not self._refused.keys() & {digest, named.digest}:
                code = refusal(each, named, None)
                if code is not None:
                    yield digest, code

    def _wait(self, each: Fact) -> None:
        # A version may leave out which transfer it rests on; then it waits for any that gave its sender the tenure.
        key = each.names if each.names is not None else (each.tenure, each.force)
        self._waiting.setdefault(key, []).append(each)

    def _wait_for_tenure(self, each: Fact, ready: list[Fact]) -> None:
        """Let a request or a tombstone count once its sender is shown to have had the tenure that it speaks of."""
        node = (each.tenure, each.force)
        if each.tenure == 1 and each.digest in self._excused:
            ready.append(each)
        else:
            self._waiting.setdefault(node, []).append(each)

    def _is_absent(self, name: str | Node) -> bool:
        return name not in self._ours or name in self._refused

    def _agree(self) -> None:
        """Let the handovers count that two forces agreed on and whose version is not here."""
        while True:
            waiting = [each for name in self._waiting if not isinstance(name, str) for each in self._waiting[name]]
            ready = [
                each for each in waiting if each.tenure == 1 and each.digest in self._agreed and self._is_unseen(each)
            ]
            if not ready:
                return
            counts = {each.digest for each in ready}
            for node in {(1, each.force) for each in ready}:
                self._waiting[node] = [each for each in self._waiting[node] if each.digest not in counts]
            self._follow(list(ready))

    def _is_unseen(self, each: Fact) -> bool:
        named = self._ours.get(each.names or "")
        if named is None or named.kind != PUBLISHED or named.unreadable is not None:
            return True
        return named.digest in self._refused

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
                if each.kind == PUBLISHED and each.tenure == 1:
                    self._show(each, (1, each.force), ready)
                elif each.kind == TRANSFER_ANSWERED and each.code == TransferAnswer.ACCEPTED:
                    node = (self._applied[each.names or ""].tenure + 1, each.force)
                    self._accepted[each.digest] = node
                    self._show(each, node, ready)
            self._settle(each, each.digest, ready)

    def _show(self, by: Fact, node: Node, ready: list[Fact]) -> None:
        """Let whatever waits for a tenure count, now that ``by`` shows whose it is."""
        self._shown.add(node)
        self._settle(by, node, ready)

    def _settle(self, named: Fact, key: str | Node, ready: list[Fact]) -> None:
        for each in self._waiting.pop(key, ()):
            # Of a tenure, its own sender says what it likes.
            code = None if each.kind in _OF_A_TENURE else refusal(each, named, self._accepted.get(named.digest))
            if code is not None:
                self._refused[each.digest] = code
                self._just_refused.append(each.digest)
            else:
                ready.append(each)
