"""What a force sends and takes in when it meets a mailbox: all that is not acknowledged, and a receipt for all."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID, uuid5

from missingpersons import wire
from missingpersons.codes import ReceiptOutcome, codelist
from missingpersons.exchange.facts import Fact
from missingpersons.exchange.keys import PrivateKey
from missingpersons.exchange.mailbox import Letter, Mailbox
from missingpersons.exchange.seal import seal_message
from missingpersons.findings import CannotRun, Finding, Report
from missingpersons.models.message import SOURCE_PREFIX
from missingpersons.models.messages import RECEIPT_ISSUED

MOST_FINDINGS = 50
"""How many findings a receipt tells at most."""

FROM_BOX = "mailbox:"
"""How the source of a message begins that came out of the force's box, where it can go on lying."""

_POINTER = re.compile(r"(?=.{1,400}\Z)(/[A-Za-z0-9_.-]{1,64}){1,16}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_NAMESPACE = UUID("5a0b6a52-7c3e-5f4d-9a54-8f7a8b8f4d10")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message in a store.

    ``force`` is who signed it, or who it says it is from where nothing proves that yet; None where it was refused
    without its sender being proven: then it says nothing of the message of that ``digest``, and is not answered.
    ``kept`` says of one that is to be tried again whether the store has it all the same, so that it need not lie in
    the box.
    """

    outcome: ReceiptOutcome
    digest: str
    force: str | None
    is_receipt: bool
    new: bool
    findings: tuple[Finding, ...] = ()
    subject: str | None = None
    kept: bool = False


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
        """The forces whose receipts say that they have the message, or refuse it for good, and not since: lost."""
        ...

    def receipt(self, digest: str, outcome: ReceiptOutcome, findings: Sequence[Finding]) -> bytes | None:
        """The receipt that the force gave for a message with this outcome, if it has given one.

        Of one that settles, or says that the message was lost, only what it said last: see ``last_receipt``.
        """
        ...

    def lost(self) -> Iterable[Taken]:
        """The messages that count and whose content is gone, though nothing that counts erased it.

        That happens where a stolen key has erased them, and is revoked. Their senders are asked to send them again.
        """
        ...

    def sending(self, message: Outgoing, to: Sequence[str]) -> None:
        """Note that a message is laid for these forces next: whoever keeps a log of disclosures writes it now.

        It is told again when the message is sent again. What it raises keeps the message from being sent.
        """
        ...


class Believer(Protocol):
    """A store that also keeps lists of keys."""

    def believe(self, data: bytes) -> Report:
        """Take in a list of keys, and say what was found in it: nothing at error, if it is kept."""
        ...

    def lists(self) -> Iterable[bytes]:
        """The lists of keys that it keeps."""
        ...


def share_trust(mailbox: Mailbox, store: Believer) -> tuple[int, int]:
    """Take in the lists of keys that lie in the folder, and lay there those that it has not. How many of each.

    What the root did not sign is passed over: anybody who may write to the folder may lay it there. What the store has
    is not read again, and of the rest one list after another, so much at one meeting and no more.
    """
    ours = {hashlib.sha256(data).hexdigest(): data for data in store.lists()}
    there = (letter.read() for letter in mailbox.trust_lists(known=ours))
    taken = sum(store.believe(data).ok for data in there if data is not None)
    return taken, sum(mailbox.put_trust(data) for _, data in sorted(ours.items()))


@dataclass(frozen=True, slots=True)
class Synced:
    """What one meeting did. ``unread`` are letters that were not there in full, or not to be read.

    ``lost`` is how many messages their senders were asked to send again: what they say was erased here by what does not
    count any more. ``faults`` has a line for each box that could not be written to. The next meeting makes up for it.
    """

    sent: int = 0
    taken: int = 0
    again: int = 0
    refused: int = 0
    try_again: int = 0
    unread: int = 0
    receipts: int = 0
    lost: int = 0
    faults: tuple[str, ...] = ()


def sync(
    mailbox: Mailbox,
    store: Store,
    force: str,
    seal_receipt: Callable[[Taken], bytes],
    *,
    to: Collection[str] = (),
    watch: Callable[[Sequence[Letter]], Iterable[Letter]] = iter,
) -> Synced:
    """Take in what lies in the box of ``force``, answer it, and send what others have not acknowledged.

    Stop it anywhere and run it again: a message leaves the box only when the store has it, and is sent again until
    its receipt has come. A box that cannot be written to stops no other. ``seal_receipt`` signs the receipt for what
    was taken. With ``to``, messages are sent to these forces only; receipts go to whoever sent.
    """
    counts: Counter[str] = Counter()
    faults: dict[str, str] = {}
    boxes = frozenset(mailbox.forces())
    for letter in watch(list(mailbox.letters(force))):
        data = letter.read()
        if data is None:
            counts["unread"] += letter.is_there
            continue
        taken = store.take(data, source=f"{FROM_BOX}{letter.name}")
        counts[_counted(taken)] += 1
        receipt = _receipt(store, taken, boxes - {force}, seal_receipt)
        if receipt is not None and taken.force is not None:
            with noting(faults, taken.force):
                counts["receipts"] += mailbox.put(taken.force, receipt)
        with noting(faults, force):
            if taken.outcome is ReceiptOutcome.REFUSED:
                mailbox.set_aside(letter)
            elif taken.outcome is ReceiptOutcome.OK or taken.kept:
                mailbox.remove(letter)
    for gone in list(store.lost()):
        if gone.force is not None and gone.force in boxes - {force}:
            receipt = _receipt_for(store, gone, seal_receipt)
            with noting(faults, gone.force):
                counts["lost"] += receipt is not None
                if receipt is not None:
                    mailbox.put(gone.force, receipt)
    sent_to = boxes - {force} if not to else boxes.intersection(to) - {force}
    for other, data in _to_send(store, force, sent_to):
        with noting(faults, other):
            counts["sent"] += mailbox.put(other, data)
    return Synced(**counts, faults=tuple(f"{box}: {why}" for box, why in sorted(faults.items())))


def issue_receipt(taken: Taken, key: PrivateKey, *, time: str) -> bytes:
    """The sealed receipt for what was taken: its outcome, and what was found, by code and place.

    Whatever somebody sent can be answered: a place that a receipt cannot hold is left out, and so is the rest of very
    much that was found.
    """
    told = dict.fromkeys((each.code, each.at if _POINTER.fullmatch(each.at) else "") for each in taken.findings)
    found = [{"code": code, **({"at": at} if at else {})} for code, at in list(told)[:MOST_FINDINGS]]
    body = {"message": taken.digest, "outcome": str(taken.outcome), **({"findings": found} if found else {})}
    # Of what is so far from readable that nobody knows its episode, the receipt still needs one.
    subject = taken.subject if _UUID.fullmatch(taken.subject or "") else None
    return seal_message(RECEIPT_ISSUED, subject or str(uuid5(_NAMESPACE, taken.digest)), body, key, time=time)


def claims_of(data: bytes) -> tuple[str, str]:
    """The force that a message says it is from, and the type that it says it is: to be believed of no unproven one.

    Empty where it does not say, or names a force that the list does not have.
    """
    tree = wire.read_event(data).tree
    told = tree if isinstance(tree, dict) else {}
    source, type_ = (each if isinstance(each, str) else "" for each in (told.get("source"), told.get("type")))
    force = source.removeprefix(SOURCE_PREFIX)
    return force if force in codelist("forces") else "", type_


def _counted(taken: Taken) -> str:
    if taken.outcome is ReceiptOutcome.OK:
        return "taken" if taken.new else "again"
    return "refused" if taken.outcome is ReceiptOutcome.REFUSED else "try_again"


def _receipt(
    store: Store, taken: Taken, others: frozenset[str], seal_receipt: Callable[[Taken], bytes]
) -> bytes | None:
    """The receipt for its sender. One that was given before is given again: it may not have come.

    That a message is to be tried again is said once: it settles nothing, and the message comes again all the same.
    """
    if taken.is_receipt or taken.force is None or taken.force not in others:
        return None
    if taken.outcome is ReceiptOutcome.TRY_AGAIN and store.receipt(taken.digest, taken.outcome, taken.findings):
        return None
    return _receipt_for(store, taken, seal_receipt)


def _receipt_for(store: Store, taken: Taken, seal_receipt: Callable[[Taken], bytes]) -> bytes | None:
    """The receipt that was given, or a new one. None asks for what was lost where its own key does not count."""
    given = store.receipt(taken.digest, taken.outcome, taken.findings)
    if given is not None:
        return given
    receipt = seal_receipt(taken)
    counts = store.take(receipt, source="sealed here").outcome is ReceiptOutcome.OK
    return receipt if counts or taken.outcome is not ReceiptOutcome.LOST else None


def last_receipt(
    force: str, outcome: ReceiptOutcome, receipts: Iterable[Fact], message: Callable[[str], bytes | None]
) -> bytes | None:
    """The receipt with this outcome among those for one message, in the order in which they were given.

    That it is to be tried again stands by itself. Of the others only the last that ``force`` gave stands: whoever has
    lost a message, and was sent it again, says anew that it is kept.
    """
    passing = outcome is ReceiptOutcome.TRY_AGAIN
    own = [each for each in receipts if each.force == force and (each.code == ReceiptOutcome.TRY_AGAIN) is passing]
    return message(own[-1].digest) if own and own[-1].code == outcome else None


def lost(told: Fact) -> Taken:
    """What is to be answered for a message whose content was lost."""
    return Taken(ReceiptOutcome.LOST, told.digest, told.force, is_receipt=False, new=False, subject=told.subject)


@contextmanager
def noting(faults: dict[str, str], box: str) -> Iterator[None]:
    """Go on where a box cannot be written to, and note why. What the store itself cannot do is another matter."""
    try:
        yield
    except OSError as error:
        faults.setdefault(box, error.strerror or "its box cannot be written to")
    except CannotRun as error:
        faults.setdefault(box, str(error))


def _to_send(store: Store, force: str, others: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    for message in store.outgoing(force):
        if message.is_receipt:
            continue
        waiting = sorted((others & set(message.to) if message.to else others) - set(store.settled(message.digest)))
        if waiting:
            store.sending(message, waiting)
        for to in waiting:
            yield to, message.data
