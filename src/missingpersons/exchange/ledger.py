"""Everything that was received, and what it amounts to: a state for each episode, and a fate for each message."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from missingpersons.codes import ReceiptOutcome
from missingpersons.exchange.facts import APART, RECEIPT, Fact, fact
from missingpersons.exchange.fold import fold_facts
from missingpersons.exchange.kept import Kept, Opener
from missingpersons.exchange.keys import PublicKey
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.state import State
from missingpersons.exchange.trust import NOBODY, Trust, read_trust
from missingpersons.exchange.verdicts import Verdicts
from missingpersons.findings import CannotRun, Finding, Report


class Fate(StrEnum):
    """What became of a message."""

    APPLIED = "applied"
    """It counts."""
    HELD = "held"
    """It waits, or cannot be read."""
    REFUSED = "refused"
    """Its sender may not say it. It counts for nothing."""
    VOID = "void"
    """Its key does not count for it. It counts for nothing while the list of keys says so."""
    UNPROVEN = "unproven"
    """It waits for the key or the batch that would prove it."""
    UNKNOWN = "unknown"
    """It is not here."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, the code of why, and the digest or the key that it waits for."""

    fate: Fate
    code: str | None = None
    waits_for: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The outcome as a JSON object."""
        told = {"outcome": str(self.fate), "code": self.code, "waits_for": self.waits_for}
        return {name: value for name, value in told.items() if value is not None}


class Ledger:
    """A set of messages in memory that only grows, under the newest list of keys.

    Two ledgers that received the same messages and the same lists have equal states, whatever came when and how often.
    ``root`` is the key that signs lists of keys; ``trust`` are keys that were given by hand, until a list comes.
    """

    def __init__(self, root: PublicKey | None = None, *, trust: Trust = NOBODY, opener: Opener = open_message) -> None:
        self._root = root
        self._lists: dict[str, Trust] = {}
        self._kept = Kept(trust, opener)
        self._facts: dict[str, dict[str, Fact]] = {}
        self._subjects: dict[str, str] = {}
        self._receipts: dict[str, dict[str, Fact]] = {}
        self._folded: dict[str, tuple[State, Verdicts]] = {}
        self._hollow: dict[str, Fact] = {}

    def receive(self, data: bytes) -> Opened:
        """Take in a message, and say what came out of it. The same message again changes nothing.

        What is refused is not kept; what is not proven yet is kept, and counts when what it waits for comes.
        ``outcome`` says what becomes of it beside the others.
        """
        opened = self.opened(data)
        self.keep(opened, data)
        return opened

    def opened(self, data: bytes) -> Opened:
        """What comes out of a message, under the keys and with the batches that are here. It is not taken in."""
        return self._kept.open(data)

    def keep(self, opened: Opened, data: bytes) -> None:
        """``receive`` for a message that ``opened`` came out of."""
        self._settle(self._kept.add(opened, data) | ({opened.digest} & self._hollow.keys()))
        told = self.told(opened.digest)
        if told is not None and told.kind == RECEIPT and told.names:
            # Also one that was here: what a force says last counts, and it says the same again where that was lost.
            said = self._receipts[told.names]
            said[told.digest] = said.pop(told.digest)

    def trust(self, data: bytes) -> Report:
        """Take in a list of keys, and say what was found in it. The one with the highest serial counts."""
        if self._root is None:
            raise CannotRun("a list of keys is read under a root key, and this ledger was given none")
        listed, found = read_trust(data, self._root)
        if listed is not None:
            self._lists[listed.digest] = listed
            newest = Trust.newest(self._lists.values())
            if newest.digest != self._kept.trust.digest:
                self._settle(self._kept.believe(newest))
        return found

    @property
    def trusted(self) -> Trust:
        """The keys that count."""
        return Trust.newest(self._lists.values()) if self._lists else self._kept.trust

    def episodes(self) -> tuple[str, ...]:
        """The episodes that anything is known of, by id."""
        return tuple(sorted(each for each, facts in self._facts.items() if any(_is_of(one) for one in facts.values())))

    def state(self, episode_id: str) -> State:
        """What is known of an episode; of one that nothing has come of, that nothing is."""
        return self._fold(episode_id)[0]

    def outcome(self, digest: str) -> Outcome:
        """What became of a message, by the digest of what is signed in it."""
        opened = self._kept.counting(digest)
        if opened is None:
            return self._outcome_of_what_does_not_count(digest)
        if opened.subject is None:
            return Outcome(Fate.HELD, _first(opened.findings))
        if self._facts[opened.subject][digest].kind in APART:
            held = opened.outcome is Opening.HELD
            return Outcome(Fate.HELD, _first(opened.findings)) if held else Outcome(Fate.APPLIED)
        state, judged = self._fold(opened.subject)
        if digest in judged.refusals:
            return Outcome(Fate.REFUSED, judged.refusals[digest])
        if digest in judged.held:
            wait = judged.held[digest]
            return Outcome(Fate.HELD, wait.code, wait.waits_for)
        return Outcome(Fate.APPLIED if digest in judged.applied or digest in state.erased else Fate.UNKNOWN)

    def message(self, digest: str) -> bytes | None:
        """The bytes of a message that counts, as they came. None if it was erased."""
        return self._kept.data(digest)

    def unproven(self) -> tuple[Opened, ...]:
        """What waits for a key or for the batch that it is in. It is no part of any state."""
        return self._kept.unproven()

    def unplaced(self) -> tuple[Opened, ...]:
        """What is proven and so far from readable that nobody can tell which episode it is about."""
        counting = (self._kept.counting(digest) for digest in sorted(self._kept))
        return tuple(each for each in counting if each is not None and each.subject is None)

    def acknowledged(self, digest: str) -> tuple[str, ...]:
        """The forces that have said by a receipt that they keep the message."""
        receipts = self._receipts.get(digest, {}).values()
        return tuple(sorted({each.force for each in receipts if each.code == ReceiptOutcome.OK}))

    def settled(self, digest: str) -> frozenset[str]:
        """The forces that keep the message by what they said last, or refuse it for good.

        One that has said since that it lost what the message says must be sent it again.
        """
        said = {each.force: each.code for each in self.receipts(digest) if each.code != ReceiptOutcome.TRY_AGAIN}
        return frozenset(force for force, code in said.items() if code != ReceiptOutcome.LOST)

    def lost(self) -> tuple[Fact, ...]:
        """The messages that count and whose bytes were dropped, though nothing that counts erases them any more."""
        gone = (self.told(digest) for digest in sorted(self._hollow) if self._kept.data(digest) is None)
        return tuple(each for each in gone if each is not None and each.digest in self.state(each.subject).lost)

    def receipts(self, digest: str) -> tuple[Fact, ...]:
        """The receipts for a message, in the order in which they came last."""
        return tuple(self._receipts.get(digest, {}).values())

    def told(self, digest: str) -> Fact | None:
        """What decides in a message that counts and is about an episode."""
        subject = self._subjects.get(digest)
        return None if subject is None else self._facts[subject][digest]

    def addressed(self, digest: str) -> tuple[str, ...]:
        """The forces that the message was sent to, by its own words: `to`, and the force that it asks."""
        subject = self._subjects.get(digest)
        if subject is None:
            return ()
        return self._facts[subject][digest].addressed

    def recipients(self, digest: str) -> tuple[str, ...]:
        """Every force that is known to have been sent the message: to these a correction of it goes."""
        subject = self._subjects.get(digest)
        if subject is None:
            return ()
        told = {*self.addressed(digest), *self.acknowledged(digest), *self.state(subject).offered(digest)}
        return tuple(sorted(told - {self._facts[subject][digest].force}))

    def compact(self) -> tuple[str, ...]:
        """Drop every byte of what is erased, and give the digests of these messages. No state is otherwise for it.

        Should the erasure turn out to be void, because its key is revoked, they count again when they come again.
        """
        return tuple(
            sorted(digest for each in list(self._facts) for digest in self._empty(each, self.state(each).erased))
        )

    def _empty(self, episode_id: str, erased: Iterable[str]) -> Iterator[str]:
        for digest in erased:
            if self._kept.erase(digest):
                self._hollow[digest] = self._facts[episode_id][digest] = self._facts[episode_id][digest].erased()
                self._folded.pop(episode_id, None)
                yield digest

    def _fold(self, episode_id: str) -> tuple[State, Verdicts]:
        if episode_id not in self._folded:
            self._folded[episode_id] = fold_facts(self._facts.get(episode_id, {}).values(), episode_id)
        return self._folded[episode_id]

    def _settle(self, changed: set[str]) -> None:
        """Bring in step what is known of the messages that are otherwise than before."""
        for digest in changed:
            before = self._subjects.pop(digest, None)
            if before is not None:
                self._forget(before, digest)
            told = self._told(digest)
            if told is not None:
                self._subjects[digest] = told.subject
                self._facts.setdefault(told.subject, {})[digest] = told
                if _is_of(told):
                    self._folded.pop(told.subject, None)
                if told.kind == RECEIPT and told.names:
                    self._receipts.setdefault(told.names, {})[digest] = told

        for digest in changed & self._hollow.keys():
            # What was erased is not kept though it comes again, as long as it is erased.
            subject = self._hollow[digest].subject
            if digest in self.state(subject).erased:
                deque(self._empty(subject, [digest]), 0)

    def _told(self, digest: str) -> Fact | None:
        opened = self._kept.counting(digest)
        if opened is None:
            return None
        return self._hollow.get(digest) if self._kept.data(digest) is None else fact(opened)

    def _forget(self, subject: str, digest: str) -> None:
        told = self._facts[subject].pop(digest)
        if _is_of(told):
            self._folded.pop(subject, None)
        if told.kind == RECEIPT and told.names:
            self._receipts[told.names].pop(digest, None)

    def _outcome_of_what_does_not_count(self, digest: str) -> Outcome:
        void = self._kept.void(digest)
        if void is not None:
            return Outcome(Fate.VOID, _first(void.findings))
        waits = self._kept.waits(digest)
        if waits is not None:
            return Outcome(Fate.UNPROVEN, _first(waits.findings), waits.waits_for)
        return Outcome(Fate.UNKNOWN)


def _is_of(told: Fact) -> bool:
    return told.kind not in APART


def _first(found: tuple[Finding, ...]) -> str | None:
    return found[0].code if found else None
