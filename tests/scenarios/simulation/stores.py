"""What a force keeps its messages in: a journal or a register, each of which a fuse can cut off in the middle."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from missingpersons.exchange.facts import APART, Fact
from missingpersons.exchange.journal import Journal
from missingpersons.exchange.keys import PublicKey
from missingpersons.exchange.ledger import Fate, Outcome
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.state import State
from missingpersons.exchange.sync import Taken
from missingpersons.register.meeting import RegisterStore
from missingpersons.register.store import Register

LATE = datetime(2027, 1, 1, tzinfo=UTC)
"""What the clock of every register says: after all that happens, so that no message is ahead of it."""


@contextmanager
def without_flushing() -> Iterator[None]:
    """Let the system write when it likes: here processes are switched off, and no disk."""
    flush, os.fsync = os.fsync, lambda _: None
    try:
        yield
    finally:
        os.fsync = flush


class SwitchedOffError(Exception):
    """The machine is switched off. What is on its disk is all that is left."""


class Fuse:
    """Switches a machine off at the moment ``at``, after so many more of that kind."""

    MOMENTS = (
        "between two letters",
        "in the middle of a write",
        "kept and not removed",
        "before the receipt",
        "in the middle of a letter",
    )

    def __init__(self) -> None:
        self.at: str | None = None
        self.left = 0

    def set(self, at: str, left: int) -> None:
        self.at, self.left = at, left

    def blows(self, at: str) -> bool:
        if self.at != at:
            return False
        self.left -= 1
        return self.left < 0

    def pass_(self, at: str) -> None:
        if self.blows(at):
            raise SwitchedOffError


class Disk(Journal):
    """A journal whose writes a fuse can cut. A process is switched off here, not a disk: so nothing need be flushed."""

    def __init__(self, path: Path, force: str, root: PublicKey, fuse: Fuse, random: Random) -> None:
        self._fuse, self._random = fuse, random
        super().__init__(path, force, root)

    def _write(self, whole: bytes) -> None:
        if self._fuse.blows("in the middle of a write"):
            os.pwrite(self._file, whole[: self._random.randrange(len(whole))], self._size)
            raise SwitchedOffError
        os.pwrite(self._file, whole, self._size)


class Shelf:
    """What a register knows, asked as a ledger is."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def episodes(self) -> tuple[str, ...]:
        return tuple(self.register.known())

    def state(self, episode_id: str) -> State:
        return self.register.state(episode_id)

    def opened(self, data: bytes) -> Opened:
        return self.register.opened(data)

    def message(self, digest: str) -> bytes | None:
        return self.register.message(digest)

    def told(self, digest: str) -> Fact | None:
        return self._fact(digest) if self._counts(digest) else None

    def outcome(self, digest: str) -> Outcome:
        told, counts = self._fact(digest), self._counts(digest)
        if told is None:
            return Outcome(Fate.UNKNOWN)
        if not counts:
            return Outcome(Fate.VOID)
        if told.kind in APART:
            return Outcome(Fate.APPLIED)
        refused = self.register.refused(told.subject)
        if digest in refused:
            return Outcome(Fate.REFUSED, refused[digest])
        held = next((each for each in self.state(told.subject).held if each.digest == digest), None)
        return Outcome(Fate.HELD, held.code, held.waits_for) if held else Outcome(Fate.APPLIED)

    def settled(self, digest: str) -> frozenset[str]:
        rows = self.register.select(
            "SELECT told FROM fact JOIN message USING (digest) WHERE names = ? AND fact.kind = 'receipt.issued' "
            "ORDER BY sequence",
            (digest,),
        )
        told = [Fact.from_dict(json.loads(each)) for (each,) in rows]
        said = {each.force: each.code for each in told if each.code != "try_again"}
        return frozenset(force for force, code in said.items() if code != "lost")

    def _fact(self, digest: str) -> Fact | None:
        rows = self.register.select("SELECT told FROM fact WHERE digest = ?", (digest,))
        return next((Fact.from_dict(json.loads(each)) for (each,) in rows), None)

    def _counts(self, digest: str) -> bool:
        return bool(self.register.select("SELECT 1 FROM fact WHERE digest = ? AND counts = 1", (digest,)).fetchall())


class Books(RegisterStore):
    """A register as ``exchange sync`` uses it, whose writes a fuse can cut: then they are undone."""

    def __init__(self, path: Path, force: str, root: PublicKey, fuse: Fuse) -> None:
        make = Register.open if path.exists() else Register.create
        self.register, self._fuse, self.force = make(path, clock=lambda: LATE), fuse, force
        self.register.select("PRAGMA synchronous = OFF")
        super().__init__(self.register, force, root)
        self.ledger = Shelf(self.register)

    def take(self, data: bytes, *, source: str = "") -> Taken:
        with self.register.writing():
            taken = super().take(data, source=source)
            self._fuse.pass_("in the middle of a write")
        return taken

    def close(self) -> None:
        self.register.close()
