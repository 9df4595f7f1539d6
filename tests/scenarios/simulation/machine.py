"""A force's machine: its journal on disk, its key, its clock that is wrong, and when it is switched off."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.scenarios.simulation.network import Door, Letter

from missingpersons.exchange.journal import Journal
from missingpersons.exchange.keys import PrivateKey, PublicKey
from missingpersons.exchange.sync import Taken, issue_receipt, share_trust, sync

BEGINNING = datetime(2026, 11, 21, tzinfo=UTC)


class SwitchedOffError(Exception):
    """The machine is switched off. What is on its disk is all that is left."""


class Fuse:
    """Switches a machine off at the moment ``at``, after so many more of that kind."""

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

    MOMENTS = ("between two letters", "in the middle of a write", "kept and not removed", "before the receipt")


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


class Machine:
    """One force. After a crash nothing of it is left but its journal, its key and its clock."""

    def __init__(self, key: PrivateKey, root: PublicKey, folder: Path, random: Random) -> None:
        self.key, self.force = key, key.force
        self.said: list[bytes] = []
        self.crashes = self.deliveries = 0
        self._root, self._path, self._random = root, folder / f"{key.force}.journal", random
        self._skew = timedelta(minutes=random.choice((0, 0, -420, -95, 61, 240, 780)))
        self.fuse = Fuse()
        self.store = self._started()

    def time(self, round_: int) -> str:
        moment = BEGINNING + self._skew + timedelta(minutes=10 * round_, seconds=self._random.randrange(600))
        return moment.isoformat().replace("+00:00", "Z")

    def say(self, *messages: bytes) -> None:
        """Keep messages of one's own, to be sent. Each was said once it is on the disk."""
        for each in messages:
            self.store.take(each, source="sealed here")
            self.said.append(each)

    def meet(self, door: Door, round_: int) -> bool:
        """Look into the box and send what is to be sent. Whether anything was sent."""
        door.before_removing = lambda: self.fuse.pass_("kept and not removed")
        share_trust(door, self.store)

        def seal_receipt(taken: Taken) -> bytes:
            self.fuse.pass_("before the receipt")
            return issue_receipt(taken, self.key, time=self.time(round_))

        synced = sync(door, self.store, self.force, seal_receipt, watch=self._watch)
        return bool(synced.sent or synced.receipts)

    def crash(self) -> None:
        """Forget everything and start from the disk."""
        self.crashes += 1
        self.fuse = Fuse()
        self.store.close()
        self.store = self._started()

    def _watch(self, letters: Sequence[Letter]) -> Iterator[Letter]:
        for each in letters:
            self.fuse.pass_("between two letters")
            self.deliveries += 1
            yield each

    def _started(self) -> Disk:
        return Disk(self._path, self.force, self._root, self.fuse, self._random)
