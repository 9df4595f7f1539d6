"""A force's machine: its store on disk, its key, its clock that is wrong, and when it is switched off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.scenarios.simulation.stores import Books, Disk, Fuse, SwitchedOffError

from missingpersons.exchange.keys import PrivateKey, PublicKey
from missingpersons.exchange.mailbox import BEING_WRITTEN, Letter, Mailbox
from missingpersons.exchange.sync import Taken, issue_receipt, share_trust, sync

BEGINNING = datetime(2026, 11, 21, tzinfo=UTC)


class Box(Mailbox):
    """The library's mailbox, whose user a fuse can switch off."""

    def __init__(self, folder: Path, fuse: Fuse) -> None:
        super().__init__(folder)
        self._fuse, self._shared = fuse, folder

    def put(self, force: str, data: bytes) -> bool:
        if self._fuse.blows("in the middle of a letter"):
            (self._shared / force / BEING_WRITTEN / "cut-off").write_bytes(data[: len(data) // 2])
            raise SwitchedOffError
        return super().put(force, data)

    def remove(self, letter: Letter) -> None:
        self._fuse.pass_("kept and not removed")
        super().remove(letter)

    def set_aside(self, letter: Letter) -> None:
        self._fuse.pass_("kept and not removed")
        super().set_aside(letter)


class Machine:
    """One force. After a crash nothing of it is left but its disk, its key and its clock."""

    def __init__(
        self, key: PrivateKey, root: PublicKey, folder: Path, random: Random, *, has_register: bool = False
    ) -> None:
        self.key, self.force, self.has_register = key, key.force, has_register
        self.said: list[bytes] = []
        self.crashes = self.deliveries = self.unread = 0
        self._root, self._random = root, random
        self._path = folder / f"{key.force}.{'db' if has_register else 'journal'}"
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

    def meet(self, shared: Path, round_: int) -> bool:
        """Look into the box and send what is to be sent. Whether anything was sent."""
        mailbox = Box(shared, self.fuse)
        share_trust(mailbox, self.store)

        def seal_receipt(taken: Taken) -> bytes:
            self.fuse.pass_("before the receipt")
            return issue_receipt(taken, self.key, time=self.time(round_))

        synced = sync(mailbox, self.store, self.force, seal_receipt, watch=self._watch)
        self.unread += synced.unread
        return bool(synced.sent or synced.receipts or synced.unread)

    def crash(self) -> None:
        """Forget everything and start from the disk."""
        self.crashes += 1
        self.start_again()

    def start_again(self) -> None:
        self.fuse = Fuse()
        self.store.close()
        self.store = self._started()

    def _watch(self, letters: Sequence[Letter]) -> Iterator[Letter]:
        for each in self._random.sample(letters, len(letters)):
            self.fuse.pass_("between two letters")
            self.deliveries += 1
            yield each

    def _started(self) -> Disk | Books:
        if self.has_register:
            return Books(self._path, self.force, self._root, self.fuse)
        return Disk(self._path, self.force, self._root, self.fuse, self._random)
