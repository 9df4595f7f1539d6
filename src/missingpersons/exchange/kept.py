"""Which messages are here, and which of them count under the newest list of keys: a set that only grows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from missingpersons.exchange.facts import COUNTS
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.trust import Trust
from missingpersons.models.messages import BATCH_SEALED
from missingpersons.values.dates import moment

Opener = Callable[[bytes, Trust, Mapping[str, Opened]], Opened]
"""What opens a message: ``open_message``."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One message as one key or batch proves it. ``data`` are its bytes, None once they were erased."""

    opened: Opened
    data: bytes | None = field(repr=False)

    def erased(self) -> Copy:
        """The same without what it says."""
        return Copy(replace(self.opened, body={}, document=None), None)


class Kept:
    """Every message that came and is not refused for good, by its digest.

    The same content may come under several signatures: a key that is revoked later takes away one of them. What is not
    proven yet is kept by its bytes, since a forged copy must not keep out the real one.
    """

    def __init__(self, trust: Trust, opener: Opener) -> None:
        self.trust = trust
        self._opener = opener
        self._proven: dict[str, dict[tuple[str | None, str | None], Copy]] = {}
        self._waiting: dict[str, dict[str, Copy]] = {}
        self._copies_of: dict[str, dict[str, str]] = {}
        self._aside: dict[str, Opened] = {}
        self._batches: dict[str, Opened] = {}
        self._listed: dict[str, set[str]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._proven)

    def open(self, data: bytes) -> Opened:
        """What comes out of a message, under the list of keys and with the batches that are here."""
        return self._opener(data, self.trust, self._batches)

    def add(self, opened: Opened, data: bytes) -> set[str]:
        """Keep a message that was opened, and give the digests of all that is otherwise than before."""
        changed: set[str] = set()
        if self._put(opened, data):
            changed.add(opened.digest)
            self._release(opened.digest, changed)
        return changed

    def believe(self, trust: Trust) -> set[str]:
        """Judge everything by another list of keys, and say what is otherwise than before.

        No signature is verified twice: a key is named by its own thumbprint, so what it has signed it always has.
        """
        self.trust = trust
        waiting, self._waiting, self._copies_of, self._aside = self._waiting, {}, {}, {}
        changed = {digest for digest in self._proven if self._judge_again(digest)}
        for copies in waiting.values():
            for copy in copies.values():
                if copy.data is not None:
                    changed |= self.add(self.open(copy.data), copy.data)
        return changed

    def counting(self, digest: str) -> Opened | None:
        """The message, if any copy of it counts: one that can be read, and says what it said, if there is one."""
        copies = [each for each in self._copies(digest) if each.opened.outcome in COUNTS]
        best = min(copies, key=lambda each: (each.opened.outcome is Opening.HELD, each.data is None), default=None)
        return best.opened if best is not None else None

    def void(self, digest: str) -> Opened | None:
        """The message, if it is here and no copy of it counts."""
        return None if self.counting(digest) else next((each.opened for each in self._copies(digest)), None)

    def unproven(self) -> tuple[Opened, ...]:
        """What waits for a key or for the batch that it is in, by digest."""
        waiting = {each.opened.digest: each.opened for copies in self._waiting.values() for each in copies.values()}
        return tuple(each for digest, each in sorted(waiting.items()) if not self._proven.get(digest))

    def waits(self, digest: str) -> Opened | None:
        """The message, if it is here and nothing proves it yet."""
        opened = self._aside.get(digest)
        if opened is None or self._proven.get(digest) or (opened.waits_for or "") not in self._waiting:
            return None
        return opened

    def data(self, digest: str) -> bytes | None:
        """The bytes of a message that counts. None if it does not, is not here, or was erased."""
        copies = (each.data for each in self._copies(digest) if each.opened.outcome in COUNTS)
        return next((each for each in copies if each is not None), None)

    def erase(self, digest: str) -> bool:
        """Drop what a message says, in every copy, also where nothing proves it yet. Whether there was anything."""
        copies = self._proven.get(digest, {})
        had = any(each.data is not None for each in copies.values())
        self._proven[digest] = {proof: each.erased() for proof, each in copies.items()}
        waiting = self._copies_of.pop(digest, {})
        for name, waits_for in waiting.items():
            del self._waiting[waits_for][name]
        return had or bool(waiting)

    def _copies(self, digest: str) -> Iterator[Copy]:
        copies = self._proven.get(digest, {})
        # Nearly every message came under one key.
        yield from copies.values() if len(copies) < 2 else (copies[proof] for proof in sorted(copies, key=repr))

    def _put(self, opened: Opened, data: bytes) -> bool:
        """Whether the message was not here, or not as well understood as it is now."""
        if opened.outcome is Opening.REFUSED:
            return False
        if opened.outcome is Opening.UNPROVEN:
            name = hashlib.sha256(data).hexdigest()
            self._waiting.setdefault(opened.waits_for or "", {})[name] = Copy(opened, data)
            self._copies_of.setdefault(opened.digest, {})[name] = opened.waits_for or ""
            self._aside[opened.digest] = opened
            return False
        copies = self._proven.setdefault(opened.digest, {})
        proof = _proof(opened)
        known = copies.get(proof)
        if known is not None and known.data is not None and known.opened.outcome is opened.outcome:
            return False
        copies[proof] = Copy(opened, data)
        if opened.batch is not None:
            self._listed.setdefault(opened.batch, set()).add(opened.digest)
        if opened.type == BATCH_SEALED and opened.body:
            batch = self._batches.get(opened.digest)
            self._batches[opened.digest] = batch.proven_also(opened) if batch else opened
        return True

    def _release(self, digest: str, changed: set[str]) -> None:
        """Open whatever waited for a batch, and judge again what it lists: one more key may prove it now."""
        for name, copy in self._waiting.pop(digest, {}).items():
            self._copies_of[copy.opened.digest].pop(name)
            if copy.data is not None:
                changed |= self.add(self.open(copy.data), copy.data)
        changed |= {each for each in self._listed.get(digest, ()) if self._judge_again(each)}

    def _judge_again(self, digest: str) -> bool:
        copies = self._proven[digest]
        stale = {proof: each for proof, each in copies.items() if self._counts(each) != (each.opened.outcome in COUNTS)}
        for proof, each in stale.items():
            del copies[proof]
            if each.data is not None:
                self._put(self.open(each.data), each.data)
            else:
                outcome = Opening.OK if self._counts(each) else Opening.VOID
                copies[proof] = Copy(replace(each.opened, outcome=outcome), None)
        return bool(stale)

    def _counts(self, copy: Copy) -> bool:
        batch = self._batches.get(copy.opened.batch or "")
        return any(self._counts_under(kid, copy.opened) for kid in (batch or copy.opened).kids)

    def _counts_under(self, kid: str, opened: Opened) -> bool:
        listed = self.trust.keys.get(kid)
        if listed is None or listed.key.force != opened.force or not listed.counts(opened.digest, opened.batch):
            return False
        return opened.time is None or listed.held_at(moment(opened.time))


def _proof(opened: Opened) -> tuple[str | None, str | None]:
    """What tells one copy from another: the key that signed it, or the batch, whichever keys signed that."""
    return (None, opened.batch) if opened.batch is not None else (opened.kid, None)
