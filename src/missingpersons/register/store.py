"""The register in one SQLite file: every message received, what they amount to now, and who asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from missingpersons.codes import AuditOperation, ReceiptOutcome
from missingpersons.exchange.facts import APART, COUNTS, Fact, kind_of
from missingpersons.exchange.fold import fold_facts
from missingpersons.exchange.keys import PublicKey
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.opening import UNKNOWN_TYPE, open_message
from missingpersons.exchange.state import State
from missingpersons.exchange.trust import read_trust
from missingpersons.exchange.verdicts import Verdicts
from missingpersons.findings import Finding, Report, finding, report
from missingpersons.models import Episode
from missingpersons.models.messages import BATCH_SEALED
from missingpersons.register import database
from missingpersons.register.audit import AuditLog
from missingpersons.register.derived import bring_in_step
from missingpersons.register.received import Batches, Received
from missingpersons.register.told import Held, Receipt, Version
from missingpersons.register.trusting import Trusting
from missingpersons.wire import parse

__all__ = ["Held", "Receipt", "Register", "Version"]


def _now() -> datetime:
    return datetime.now(UTC)


class Register:
    """A register in a file. Use it in a ``with`` block; one process writes at a time, others wait."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self.clock = clock
        self.audit = AuditLog(connection, clock)
        self._received = Received(connection)
        self._trusting = Trusting(connection)
        self._erased = False

    @classmethod
    def create(cls, path: str | Path, *, clock: Callable[[], datetime] = _now) -> Self:
        """A new, empty register. Raises ``CannotRun`` if there is a file already, or none can be made."""
        return cls(database.create(path), clock)

    @classmethod
    def open(cls, path: str | Path, *, clock: Callable[[], datetime] = _now) -> Self:
        """The register in a file. Raises ``CannotRun`` if there is none, or one of another version."""
        return cls(database.connect(path), clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What was not finished is undone."""
        if self._erased and not self._connection.in_transaction:
            self._erased = False
            database.fold_in(self._connection)
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written inside is kept, or none of it. Inside another such block, it joins that one.

        Put a whole file's messages into one block: making each durable by itself is what costs.
        """
        with database.writing(self._connection) as outermost:
            yield
        if self._erased and outermost:
            self._erased = not database.fold_in(self._connection)

    def trust(self, keys: Iterable[PublicKey]) -> None:
        """Believe what these keys sign from now on."""
        with self.writing():
            self._trusting.add_keys(keys)

    def trusted(self) -> dict[str, PublicKey]:
        """The keys that were given by hand, by ``kid``."""
        return self._trusting.keys()

    def believe(self, data: bytes, root: PublicKey) -> Report:
        """Take in a list of keys that ``root`` signed, and say what was found in it.

        From then on the list with the highest serial counts, and keys that were given by hand do not.
        """
        listed, found = read_trust(data, root)
        if listed is None:
            return found
        with self.writing():
            before = self._trusting.newest().digest
            self._trusting.add_list(listed, data, root)
            now = self._trusting.newest()
            if now.digest != before:
                for episode_id in sorted(self._received.judge(now)):
                    self._settle(episode_id)
        return report([*found, *now.findings])

    def receive(self, data: bytes, *, source: str) -> Receipt:
        """Take in one message. ``source`` says where it came from, such as ``messages.ndjson:3``.

        The same message again changes nothing. A refused one is not stored; the audit log has its digest. What a
        message has erased loses its bytes with it.
        """
        return self.keep(self.opened(data), data, source=source)

    def opened(self, data: bytes) -> Opened:
        """What comes out of a message now, under the keys and with the batches that are here."""
        trust = self._trusting.newest()
        return open_message(data, trust, Batches(self._connection), now=self.clock())

    def keep(self, opened: Opened, data: bytes, *, source: str) -> Receipt:
        """``receive`` for a message that ``opened`` came out of."""
        with self.writing():
            if opened.outcome in (Opening.REFUSED, Opening.UNPROVEN):
                outcome = "try_again" if opened.outcome is Opening.UNPROVEN else "refused"
                return self._told(outcome, opened, opened.findings)
            if self._is_erased(opened):
                # What is here of it is proven by one key more, should another be revoked.
                self._received.prove(opened)
                return Receipt(opened.message_id, "duplicate", ())
            further = opened.type == BATCH_SEALED and self._received.is_further_proof(opened)
            new = self._received.add(opened, data, source=source, at=self._at())
            if further:
                for episode_id in sorted(self._received.judge(self._trusting.newest(), opened.digest)):
                    self._settle(episode_id)
            if not new:
                return Receipt(opened.message_id, "duplicate", ())
            if opened.outcome not in COUNTS:
                if opened.subject is not None:
                    self._settle(opened.subject)
                return self._told("void", opened, opened.findings)
            if opened.subject is None:
                code = opened.findings[0].code if opened.findings else UNKNOWN_TYPE
                self._connection.execute("INSERT OR REPLACE INTO held VALUES (?, ?, NULL)", (opened.digest, code))
                return self._told("held", opened, opened.findings)
            return self._apply(opened, opened.subject)

    def state(self, episode_id: str) -> State:
        """What all that was received about an episode amounts to. The caller logs the consultation."""
        return fold_facts(self._received.facts(episode_id), episode_id)[0]

    def refused(self, episode_id: str) -> Mapping[str, str]:
        """The messages about an episode whose senders may not say them, by digest, with the code of why."""
        return fold_facts(self._received.facts(episode_id), episode_id)[1].refusals

    def known(self) -> list[str]:
        """The episodes that anything is known of, by id. A receipt for a message alone tells nothing of one."""
        apart = sorted(APART)
        rows = self.select(
            "SELECT DISTINCT episode_id FROM fact WHERE counts = 1 AND kind NOT IN (?, ?) ORDER BY 1", apart
        )
        return [episode_id for (episode_id,) in rows]

    def lost(self) -> Iterator[Fact]:
        """The messages that count and whose content is gone, though nothing that counts erases them any more."""
        # Only what does not count can have erased what is lost. That is rare: few episodes are folded for it.
        rows = self.select(
            "SELECT told, episode_id FROM fact JOIN message USING (digest, episode_id) "
            "WHERE counts = 1 AND message.body IS NULL AND episode_id IN "
            "(SELECT episode_id FROM fact WHERE counts = 0 AND fact.kind NOT IN (?, ?)) ORDER BY sequence",
            sorted(APART),
        )
        lost: dict[str, Collection[str]] = {}
        for told, episode_id in rows.fetchall():
            each = Fact.from_dict(json.loads(told))
            if episode_id not in lost:
                lost[episode_id] = self.state(episode_id).lost
            if each.digest in lost[episode_id]:
                yield each

    def said_again(self, receipt: Opened) -> None:
        """Note that a receipt came again: whatever its force said otherwise, it said before.

        Letters overtake each other, and a force says the same again until it is heard.
        """
        if receipt.body["outcome"] != ReceiptOutcome.TRY_AGAIN:
            with self.writing():
                self._received.forget_otherwise(receipt.body["message"], receipt.force or "", receipt.body["outcome"])

    def acknowledged(self, digest: str) -> tuple[str, ...]:
        """The forces that have said by a receipt that they keep a message."""
        return self._received.acknowledged(digest)

    def recipients(self, digest: str) -> tuple[str, ...]:
        """Every force that is known to have been sent a message that counts: to these a correction of it goes."""
        told = self._received.told(digest) if self._received.counts(digest) else None
        if told is None:
            return ()
        sent = {*told.addressed, *self.acknowledged(digest), *self.state(told.subject).offered(digest)}
        return tuple(sorted(sent - {told.force}))

    def message(self, digest: str) -> bytes | None:
        """The bytes of a message that counts, as they came with a proof that counts. None if it is void, or erased."""
        return self._received.data(digest, self._trusting.newest())

    def claims(self, episode_id: str) -> tuple[Version, ...]:
        """Every version of the episode that stands: one, or several that disagree. One that is missing comes first.

        The caller logs the consultation.
        """
        rows = self.select(
            "SELECT owner_force, claim.tenure, claim.revision, doubts, document "
            "FROM claim JOIN fact ON digest = claim WHERE claim.episode_id = ? ORDER BY place",
            (episode_id,),
        )
        return tuple(
            Version(force, tenure, revision, tuple(doubts.split()), document)
            for force, tenure, revision, doubts, document in rows
        )

    def current(self, episode_id: str) -> Episode | None:
        """The episode as the first of its claims tells it, if the register has it. The caller logs the consultation."""
        claims = self.claims(episode_id)
        return parse(claims[0].document, Episode) if claims else None

    def episodes(self) -> Iterator[Episode]:
        """Every episode once, as the first of its claims tells it, by identity. The caller logs the consultation."""
        rows = self.select("SELECT document FROM episode JOIN fact ON digest = claim ORDER BY episode.episode_id")
        return (parse(document, Episode) for (document,) in rows)

    def held(self) -> tuple[Held, ...]:
        """Every message that waits, the one received first first."""
        rows = self.select(
            "SELECT message_id, force, episode_id, code, digest, kind, waits_for "
            "FROM held JOIN message USING (digest) ORDER BY sequence"
        )
        return tuple(Held(*row) for row in rows)

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """The rows of a query over the register's tables, for look-ups and counting."""
        return self._connection.execute(sql, parameters)

    def rebuild(self) -> None:
        """Make everything that is derived from the messages anew, as after a change of the vocabulary."""
        with self.writing():
            self._connection.execute("DELETE FROM claim")
            for (episode_id,) in self.select("SELECT DISTINCT episode_id FROM fact ORDER BY episode_id").fetchall():
                self._settle(episode_id)

    def _at(self) -> str:
        return self.clock().astimezone(UTC).isoformat()

    def _is_erased(self, opened: Opened) -> bool:
        """Whether it was erased, and still is: then it is not kept though it comes again."""
        if opened.subject is None or not self._received.is_hollow(opened.digest):
            return False
        return opened.digest in self.state(opened.subject).erased

    def _apply(self, opened: Opened, episode_id: str) -> Receipt:
        known = bool(self.claims(episode_id))
        operation = AuditOperation.ALTERATION if known else AuditOperation.COLLECTION
        if kind_of(opened.type) in APART and opened.outcome is Opening.OK:
            # It is no part of any state: there is nothing to fold.
            return self._told("applied", opened, opened.findings, operation)
        state, judged = self._settle(episode_id)
        refused, held = judged.refusals.get(opened.digest), judged.held.get(opened.digest)
        code = refused or (held.code if held else None)
        own = opened.findings if not code or opened.outcome is Opening.HELD else [finding(code), *opened.findings]
        outcome = "refused" if refused else "held" if held else "applied"
        return self._told(outcome, opened, tuple(dict.fromkeys([*own, *state.findings])), operation)

    def _settle(self, episode_id: str) -> tuple[State, Verdicts]:
        """Bring everything in step with the messages about an episode, and take away what was erased."""
        counting = self._received.facts(episode_id)
        state, judged = bring_in_step(self._connection, episode_id, counting)
        void = self._received.void(episode_id)
        also = set(fold_facts([*counting, *void], episode_id)[0].erased) if void else set[str]()
        erased = [*state.erased, *sorted(also.intersection(each.digest for each in void))]
        for digest in self._received.erase(erased, at=self._at()):
            self._erased = True
            self.audit.append(AuditOperation.ERASURE, outcome="erased", episodes=[episode_id], message=digest)
        return state, judged

    def _told(
        self,
        outcome: str,
        opened: Opened,
        found: tuple[Finding, ...],
        operation: AuditOperation = AuditOperation.COLLECTION,
    ) -> Receipt:
        self._log(operation, outcome, opened, found)
        return Receipt(opened.message_id, outcome, found)

    def _log(self, operation: AuditOperation, outcome: str, opened: Opened, found: Sequence[Finding]) -> None:
        episodes = [opened.subject] if opened.subject and outcome != "refused" else []
        codes = tuple(dict.fromkeys(each.code for each in found))
        self.audit.append(operation, outcome=outcome, episodes=episodes, codes=codes, message=opened.digest)
