"""What a force sends and takes in when it meets a mailbox: all that is not acknowledged, and a receipt for all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from missingpersons.codes import ReceiptOutcome
from missingpersons.exchange.mailbox import Letter, Mailbox
from missingpersons.findings import Finding


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message in a store. ``kept`` if it is there for good, now or since before.

    ``force`` is who signed it, or who it says it is from where that is not proven; ``digest`` names the message.
    """

    outcome: ReceiptOutcome
    digest: str
    force: str | None
    is_receipt: bool
    new: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of the force's own: its digest, the forces it is for (none named: every one), and its bytes."""

    digest: str
    to: tuple[str, ...]
    is_receipt: bool
    data: bytes = field(repr=False)


class Store(Protocol):
    """What keeps a force's messages: a register, a journal, or a system of the force's own."""

    def take(self, data: bytes, *, source: str) -> Taken:
        """Keep a message so that it outlives a crash, and say what became of it. Twice is as once."""
        ...

    def outgoing(self, force: str) -> Iterable[Outgoing]:
        """Every message that ``force`` itself has signed, the earliest first."""
        ...

    def settled(self, digest: str) -> Collection[str]:
        """The forces whose receipts say that they have the message, or refuse it for good."""
        ...

    def receipt(self, digest: str, outcome: ReceiptOutcome, findings: Sequence[Finding]) -> bytes | None:
        """The receipt that the force gave for a message with this outcome, if it has given one."""
        ...


@dataclass(frozen=True, slots=True)
class Synced:
    """What one meeting did. ``unread`` are letters that were not there in full, or not to be read."""

    sent: int = 0
    taken: int = 0
    again: int = 0
    refused: int = 0
    try_again: int = 0
    unread: int = 0
    receipts: int = 0


def sync(
    mailbox: Mailbox,
    store: Store,
    force: str,
    seal_receipt: Callable[[Taken], bytes],
    *,
    watch: Callable[[Sequence[Letter]], Iterable[Letter]] = iter,
) -> Synced:
    """Take in what lies in the box of ``force``, answer it, and send what others have not acknowledged.

    Stop it anywhere and run it again: a message leaves the box only when the store has it, and is sent again until
    its receipt has come. ``seal_receipt`` signs the receipt for what was taken.
    """
    counts = dict.fromkeys(Synced.__dataclass_fields__, 0)
    boxes = frozenset(mailbox.forces())
    for letter in watch(list(mailbox.letters(force))):
        data = letter.read()
        if data is None:
            counts["unread"] += 1
            continue
        taken = store.take(data, source=f"mailbox:{letter.name}")
        counts[_counted(taken)] += 1
        if _answer(mailbox, store, taken, boxes - {force}, seal_receipt):
            counts["receipts"] += 1
        if taken.outcome is ReceiptOutcome.OK:
            mailbox.remove(letter)
        elif taken.outcome is ReceiptOutcome.REFUSED:
            mailbox.set_aside(letter)
    for to, data in _to_send(store, force, boxes - {force}):
        counts["sent"] += mailbox.put(to, data)
    return Synced(**counts)


def _counted(taken: Taken) -> str:
    if taken.outcome is ReceiptOutcome.OK:
        return "taken" if taken.new else "again"
    return "refused" if taken.outcome is ReceiptOutcome.REFUSED else "try_again"


def _answer(
    mailbox: Mailbox,
    store: Store,
    taken: Taken,
    others: frozenset[str],
    seal_receipt: Callable[[Taken], bytes],
) -> bool:
    """Give the sender a receipt. One that was given before is given again: it may not have come."""
    if taken.is_receipt or taken.force is None or taken.force not in others:
        return False
    receipt = store.receipt(taken.digest, taken.outcome, taken.findings)
    if receipt is None:
        receipt = seal_receipt(taken)
        store.take(receipt, source="sealed here")
    return mailbox.put(taken.force, receipt)


def _to_send(store: Store, force: str, others: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    for message in store.outgoing(force):
        if message.is_receipt:
            continue
        waiting = (others & set(message.to) if message.to else others) - set(store.settled(message.digest))
        for to in sorted(waiting):
            yield to, message.data
