"""The smallest store that outlives a crash: a ledger in memory, and every message of it in a file that only grows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from missingpersons.codes import ReceiptOutcome
from missingpersons.exchange.audience import audience
from missingpersons.exchange.facts import RECEIPT, kind_of
from missingpersons.exchange.keys import PublicKey
from missingpersons.exchange.ledger import Fate, Ledger
from missingpersons.exchange.locked import locked
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.sync import FROM_BOX, Outgoing, Taken, claims_of, last_receipt, lost
from missingpersons.exchange.trust import read_trust
from missingpersons.findings import CannotRun, Finding, Report, finding


class Journal:
    """A ledger whose messages and lists of keys are in a file, one a line, in the order in which they came.

    Use it in a ``with`` block. Whatever ``take`` and ``believe`` come back from is on the disk. A line that a crash cut
    off was never acknowledged: it is dropped, and comes again. One process has it open at a time.

    The file is the memory of a ledger and no more: what was erased stays in it. A register erases.
    """

    def __init__(self, path: Path, force: str, root: PublicKey) -> None:
        """Open the journal of ``force`` at ``path``, or begin it. ``root`` is the key that signs lists of keys.

        Raises ``CannotRun`` if another process has it open, or a line in it is not what was written.
        """
        self.force = force
        self.ledger = Ledger(root)
        self._root = root
        self._path = path
        self._known: set[tuple[str | None, ...]] = set()
        self._lists: list[bytes] = []
        self._claimed: dict[str, dict[str, None]] = {}
        self._lock = locked(path.with_name(f"{path.name}.lock"))
        self._file = -1
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
            self._file = os.open(path, flags, 0o600)
            self._size = self._read()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Everything that counts is in it already."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self._lock.close()

    def take(self, data: bytes, *, source: str = "") -> Taken:
        """Keep a message so that it outlives a crash, and say what became of it. Twice is as once.

        What nothing proves yet is left where it lies, and comes again: anybody could fill the disk with it. Only what
        the force itself has said, and did not find in its box, is kept: it counts when its key is listed. The same
        message in another spelling, or under another signature by the same key, is the same.
        """
        line = _line(data)
        opened = self.ledger.opened(line)
        claimed, type_ = (opened.force or "", opened.type or "") if opened.force else claims_of(line)
        kept = opened.outcome is not Opening.REFUSED
        if opened.outcome is Opening.UNPROVEN:
            kept = claimed == self.force and not source.startswith(FROM_BOX)
        new = kept and self._keep(line, _proof(opened))
        if kept:
            self._receive(opened, line, claimed)
        return self._taken(opened, claimed, type_, new=new, kept=kept)

    def believe(self, data: bytes) -> Report:
        """Take in a list of keys and keep it, if the root signed it. The one with the highest serial counts."""
        line = _line(data)
        found = self.ledger.trust(line)
        listed, _ = read_trust(line, self._root)
        if listed is not None and found.ok and self._keep(line, (listed.digest,)):
            self._lists.append(line)
        return found

    def lists(self) -> Iterator[bytes]:
        """The lists of keys that were kept, the earliest first."""
        return iter(self._lists)

    def outgoing(self, force: str) -> Iterator[Outgoing]:
        """Every message that ``force`` itself has signed and that counts, the earliest first.

        What its own list of keys does not prove waits here, until the list does.
        """
        for digest in list(self._claimed.get(force, ())):
            data, told = self.ledger.message(digest), self.ledger.told(digest)
            if data is not None and told is not None and told.force == force:
                yield Outgoing(digest, audience(told, self.ledger.told), told.kind == RECEIPT, data)

    def settled(self, digest: str) -> Collection[str]:
        """The forces whose receipts say that they have the message, or refuse it for good."""
        return self.ledger.settled(digest)

    def receipt(self, digest: str, outcome: ReceiptOutcome, findings: Sequence[Finding]) -> bytes | None:
        """The receipt that the force gave for a message with this outcome, if it has given one."""
        return last_receipt(self.force, outcome, self.ledger.receipts(digest), self.ledger.message)

    def lost(self) -> Iterator[Taken]:
        """The messages that count and whose content is gone, though nothing that counts erased it."""
        return map(lost, self.ledger.lost())

    def sending(self, message: Outgoing, to: Sequence[str]) -> None:
        """Nothing is noted: a journal has no log of disclosures. A register has."""

    def _receive(self, opened: Opened, line: bytes, claimed: str) -> None:
        self.ledger.keep(opened, line)
        self._claimed.setdefault(claimed, {})[opened.digest] = None

    def _taken(self, opened: Opened, claimed: str, type_: str, *, new: bool, kept: bool) -> Taken:
        if opened.outcome is Opening.REFUSED:
            # A forged copy has no proven sender, and says nothing of the message that it is a copy of.
            about = (opened.digest, opened.force, kind_of(opened.type) == RECEIPT, False)
            return Taken(ReceiptOutcome.REFUSED, *about, opened.findings, opened.subject)
        about = (opened.digest, claimed or None, kind_of(type_) == RECEIPT, new)
        if opened.outcome in (Opening.UNPROVEN, Opening.VOID):
            # What is void may be signed again with a key that counts: it is the same message, and must still come.
            return Taken(ReceiptOutcome.TRY_AGAIN, *about, opened.findings, opened.subject, kept=kept)
        became = self.ledger.outcome(opened.digest)
        outcome = ReceiptOutcome.REFUSED if became.fate is Fate.REFUSED else ReceiptOutcome.OK
        why = (finding(became.code),) if became.code and not opened.findings else opened.findings
        return Taken(outcome, *about, why, opened.subject, kept=True)

    def _keep(self, line: bytes, proof: tuple[str | None, ...]) -> bool:
        """Write a line and have the disk keep it. False if what it says is there already, proven in the same way."""
        if proof in self._known:
            return False
        whole = hashlib.sha256(line).hexdigest().encode() + b" " + line + b"\n"
        try:
            self._write(whole)
        except OSError as error:
            reason = error.strerror or "it cannot be written"
        else:
            self._known.add(proof)
            self._size += len(whole)
            return True
        # Nobody knows how much of it is written: nothing is acknowledged after that.
        self.close()
        raise CannotRun(f"{self._path.name}: {reason}; open it again to go on from what is written")

    def _write(self, whole: bytes) -> None:
        os.lseek(self._file, self._size, os.SEEK_SET)
        left = memoryview(whole)
        while left:
            left = left[os.write(self._file, left) :]
        os.fsync(self._file)

    def _read(self) -> int:
        """Take in every line that is there, and give the size of what is whole."""
        size = 0
        with self._path.open("rb") as file:
            for number, whole in enumerate(file, 1):
                name, _, line = whole.rstrip(b"\n").partition(b" ")
                if not whole.endswith(b"\n") or hashlib.sha256(line).hexdigest().encode() != name:
                    if next(file, None) is None:
                        # It was being written when the machine stopped, so nobody was told that it is kept.
                        break
                    raise CannotRun(f"{self._path.name}: line {number} is not what was written")
                self._take_in(line)
                size += len(whole)
        os.ftruncate(self._file, size)
        os.fsync(self._file)
        return size

    def _take_in(self, line: bytes) -> None:
        # Only the root signs a list, and it signs nothing else.
        if b'"trust_list"' in line and self.ledger.trust(line).ok:
            listed, _ = read_trust(line, self._root)
            if listed is not None and (listed.digest,) not in self._known:
                self._known.add((listed.digest,))
                self._lists.append(line)
            return
        opened = self.ledger.opened(line)
        if opened.outcome is not Opening.REFUSED:
            self._known.add(_proof(opened))
            self._receive(opened, line, opened.force or claims_of(line)[0])


def _proof(opened: Opened) -> tuple[str | None, ...]:
    """What a message is known by: two that are alike in this say the same, and prove it in the same way."""
    return opened.digest, opened.kid or opened.waits_for, opened.batch


def _line(data: bytes) -> bytes:
    """The same message on one line. In JSON the end of a line stands only between the parts."""
    return data.replace(b"\n", b" ")
