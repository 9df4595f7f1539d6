"""A register as the store that meets other forces over a shared folder."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from missingpersons.codes import ReceiptOutcome
from missingpersons.exchange.audience import audience
from missingpersons.exchange.facts import APART, RECEIPT, Fact, kind_of
from missingpersons.exchange.keys import PublicKey
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.sync import Outgoing, Taken, claims_of, last_receipt, lost
from missingpersons.findings import CannotRun, Finding, Report, finding
from missingpersons.register.disclosed import Disclosing
from missingpersons.register.store import Receipt, Register


class RegisterStore:
    """What ``exchange.sync`` needs of a register. ``root`` is the key that signs lists of keys.

    Without it the roots count under which the register has lists already; if it has none, it takes in none.
    ``disclosing`` is what the audit log says of each message that is sent.
    """

    def __init__(
        self, register: Register, force: str, root: PublicKey | None = None, *, disclosing: Disclosing | None = None
    ) -> None:
        self._register = register
        self._force = force
        self._disclosing = disclosing or Disclosing()
        told = register.select("SELECT DISTINCT root FROM trust_list ORDER BY root")
        self._roots = [root] if root else [PublicKey.from_dict(json.loads(each)) for (each,) in told]

    def take(self, data: bytes, *, source: str) -> Taken:
        """Receive a message, and say what became of it. It is on the disk then, and in the audit log."""
        opened = self._register.opened(data)
        receipt = self._register.keep(opened, data, source=source)
        if opened.outcome is Opening.REFUSED:
            # A forged copy has no proven sender, and says nothing of the message that it is a copy of.
            about = (opened.digest, opened.force, kind_of(opened.type) == RECEIPT, False)
            return Taken(ReceiptOutcome.REFUSED, *about, opened.findings, opened.subject)
        if receipt.outcome == "duplicate" and kind_of(opened.type) == RECEIPT and opened.outcome is Opening.OK:
            self._register.said_again(opened)
        claimed, type_ = (opened.force, opened.type) if opened.force else claims_of(data)
        about = (opened.digest, claimed or None, kind_of(type_) == RECEIPT, receipt.outcome not in _NOT_NEW)
        if opened.outcome in (Opening.UNPROVEN, Opening.VOID):
            # What is void may be signed again with a key that counts: it is the same message, and must still come.
            kept = opened.outcome is Opening.VOID
            return Taken(ReceiptOutcome.TRY_AGAIN, *about, opened.findings, opened.subject, kept=kept)
        code = self._refusal(opened, receipt)
        outcome = ReceiptOutcome.REFUSED if code else ReceiptOutcome.OK
        found = (finding(code),) if code else receipt.findings
        return Taken(outcome, *about, found, opened.subject, kept=True)

    def believe(self, data: bytes) -> Report:
        """Take in a list of keys that one of the roots signed. Raises ``CannotRun`` if there is no root."""
        found = None
        for root in self._roots:
            found = self._register.believe(data, root)
            if found.ok:
                break
        if found is None:
            raise CannotRun("a list of keys is read under a root key, and none was given")
        return found

    def lists(self) -> list[bytes]:
        """The lists of keys that the register has."""
        return [body for (body,) in self._register.select("SELECT body FROM trust_list ORDER BY digest")]

    @property
    def has_root(self) -> bool:
        """Whether there is a key to read lists of keys under."""
        return bool(self._roots)

    def outgoing(self, force: str) -> Iterator[Outgoing]:
        """Every message that ``force`` itself has signed, that counts and is not erased, the earliest first."""
        rows = self._register.select(
            "SELECT told, digest FROM message JOIN fact USING (digest) "
            "WHERE force = ? AND counts = 1 AND message.body IS NOT NULL ORDER BY sequence",
            (force,),
        )
        # All at once: while a message is being sent, the audit log is written to.
        for written, digest in rows.fetchall():
            told = Fact.from_dict(json.loads(written))
            data = self._register.message(digest)
            if data is not None:
                yield Outgoing(told.digest, audience(told, self._told), told.kind == RECEIPT, data)

    def settled(self, digest: str) -> Collection[str]:
        """The forces whose receipts say that they have the message, or refuse it for good."""
        said = {each.force: each.code for each, _ in self._receipts(digest) if each.code != ReceiptOutcome.TRY_AGAIN}
        return {force for force, code in said.items() if code != ReceiptOutcome.LOST}

    def receipt(self, digest: str, outcome: ReceiptOutcome, findings: Sequence[Finding]) -> bytes | None:
        """The receipt that the force gave for a message with this outcome, if it has given one."""
        told = [each for each, _ in self._receipts(digest)]
        return last_receipt(self._force, outcome, told, self._register.message)

    def lost(self) -> Iterator[Taken]:
        """The messages that count and whose content is gone, though nothing that counts erased it."""
        return map(lost, self._register.lost())

    def sending(self, message: Outgoing, to: Sequence[str]) -> None:
        """Write a row of the audit log for each force that the message is sent to for the first time.

        It is on the disk before the message is in any box: nothing is disclosed of which the log says nothing.
        """
        told = self._told(message.digest)
        if told is not None and told.kind not in APART:
            self._disclosing.write(self._register, told, to)

    def _told(self, digest: str) -> Fact | None:
        rows = self._register.select("SELECT told FROM fact WHERE digest = ?", (digest,))
        return next((Fact.from_dict(json.loads(told)) for (told,) in rows), None)

    def _receipts(self, digest: str) -> Iterator[tuple[Fact, bytes]]:
        rows = self._register.select(
            "SELECT told, digest FROM fact JOIN message USING (digest) "
            "WHERE names = ? AND fact.kind = ? AND counts = 1 AND message.body IS NOT NULL ORDER BY sequence",
            (digest, RECEIPT),
        )
        for told, own in rows.fetchall():
            data = self._register.message(own)
            if data is not None:
                yield Fact.from_dict(json.loads(told)), data

    def _refusal(self, opened: Opened, receipt: Receipt) -> str | None:
        """The code of why the sender may not say it, if it is so."""
        if receipt.outcome in ("applied", "held") or opened.subject is None or kind_of(opened.type) in APART:
            return None
        return self._register.refused(opened.subject).get(opened.digest)


_NOT_NEW = ("duplicate", "try_again")
