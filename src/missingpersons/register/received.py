"""What a register has received: the messages as they came, what proves them, and what the fold has to know of each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from missingpersons.codes import ReceiptOutcome
from missingpersons.exchange.facts import (
    BATCH,
    CORRECTION,
    COUNTS,
    ENQUIRY_ANSWERED,
    ENQUIRY_REQUESTED,
    FOUND,
    PUBLISHED,
    RECEIPT,
    SIGHTING,
    Fact,
    fact,
)
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.trust import Trust
from missingpersons.models.messages import BATCH_SEALED
from missingpersons.values.dates import moment

_SAY_SOMETHING = (PUBLISHED, SIGHTING, FOUND, ENQUIRY_REQUESTED, ENQUIRY_ANSWERED, CORRECTION)
"""What can be erased. What hands over and what erases is not, and says nothing of anybody."""


class Batches(Mapping[str, Opened]):
    """The batches that a register holds, each with every key that is known to have signed it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._opened: dict[str, Opened] = {}

    def __getitem__(self, digest: str) -> Opened:
        if digest not in self._opened:
            # Nothing is verified again: which of the keys that signed it count is asked of each message that it lists.
            rows = self._connection.execute(
                "SELECT fact.body, force, group_concat(kid, ' ') FROM fact JOIN message USING (digest) "
                "JOIN proof USING (digest) "
                "WHERE digest = ? AND fact.kind = ? AND fact.body IS NOT NULL GROUP BY digest",
                (digest, BATCH),
            )
            for body, force, kids in rows.fetchall():
                kid, *also = sorted(kids.split())
                self._opened[digest] = Opened(
                    Opening.OK, digest, None, force, kid, BATCH_SEALED, body=json.loads(body), also=tuple(also)
                )
        return self._opened[digest]

    def __iter__(self) -> Iterator[str]:
        rows = self._connection.execute("SELECT digest FROM message WHERE kind = ?", (BATCH_SEALED,))
        return (digest for (digest,) in rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Received:
    """The tables of messages, proofs and facts. Call what writes inside ``Register.writing()``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, opened: Opened, data: bytes, *, source: str, at: str) -> bool:
        """Keep a message whose sender is proven. False if it is here, and as well understood as it is now."""
        known = self._known(opened)
        new = self._connection.execute(
            "INSERT OR IGNORE INTO message (digest, message_id, force, kind, episode_id, received_at, source, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (opened.digest, opened.message_id, opened.force, opened.type, opened.subject, at, source, data),
        )
        if self.prove(opened) and not new.rowcount:
            self._connection.execute(
                "INSERT OR IGNORE INTO copy VALUES (?, ?, ?, ?)",
                (opened.digest, opened.kid or "", opened.batch or "", data),
            )
        if known:
            return False
        self._connection.execute("UPDATE message SET body = ? WHERE digest = ? AND body IS NULL", (data, opened.digest))
        told = fact(opened)
        if told is not None:
            self._write(told, counts=opened.outcome in COUNTS)
        return True

    def prove(self, opened: Opened) -> bool:
        """Note what proves a message that is here. False if that was known."""
        proof = self._connection.execute(
            "INSERT OR IGNORE INTO proof VALUES (?, ?, ?, ?)",
            (opened.digest, opened.kid or "", opened.batch or "", opened.time),
        )
        return bool(proof.rowcount)

    def is_further_proof(self, opened: Opened) -> bool:
        """Whether the message is here, and not yet as what proves this copy of it."""
        kids = [kid for (kid,) in self._connection.execute("SELECT kid FROM proof WHERE digest = ?", (opened.digest,))]
        return bool(kids) and opened.kid not in kids

    def void(self, episode_id: str) -> list[Fact]:
        """The messages about an episode that say something of it and do not count. They may be erased all the same."""
        rows = self._connection.execute(
            "SELECT told FROM fact WHERE episode_id = ? AND counts = 0 AND kind IN (?, ?, ?, ?, ?, ?)",
            (episode_id, *_SAY_SOMETHING),
        )
        return [Fact.from_dict(json.loads(told)) for (told,) in rows]

    def facts(self, episode_id: str) -> list[Fact]:
        """What the fold has to know of every message about an episode that counts. Receipts and batches are apart."""
        rows = self._connection.execute(
            "SELECT told, body, document FROM fact WHERE episode_id = ? AND counts = 1 AND kind NOT IN (?, ?)",
            (episode_id, BATCH, RECEIPT),
        )
        return [
            Fact.from_dict(json.loads(told), body=json.loads(body) if body else {}, document=document)
            for told, body, document in rows
        ]

    def erase(self, digests: Sequence[str], *, at: str) -> list[str]:
        """Take the bodies of messages away, and give the digests of those that had one."""
        erased = []
        for digest in digests:
            rows = self._connection.execute(
                "SELECT told FROM fact JOIN message USING (digest) WHERE digest = ? AND message.body IS NOT NULL",
                (digest,),
            )
            for (told,) in rows.fetchall():
                erased.append(digest)
                self._connection.execute("INSERT OR IGNORE INTO erasure VALUES (?, ?)", (digest, at))
                self._connection.execute("UPDATE message SET body = NULL WHERE digest = ?", (digest,))
                self._connection.execute("DELETE FROM copy WHERE digest = ?", (digest,))
                hollow = Fact.from_dict(json.loads(told)).erased()
                self._connection.execute(
                    "UPDATE fact SET told = ?, body = NULL, document = NULL WHERE digest = ?",
                    (json.dumps(hollow.as_dict(), sort_keys=True), digest),
                )
        return erased

    def judge(self, trust: Trust, listed_in: str | None = None) -> set[str]:
        """Say of every message whether it counts under another list of keys. Gives the episodes that are touched.

        With ``listed_in``, the digest of a batch, only of those that it lists: a further key may have signed it.
        """
        counts: dict[str, bool] = {}
        for digest, kid, batch, time, force in self._connection.execute(
            # Whichever key signed a batch proves what is in it.
            "SELECT own.digest, coalesce(listing.kid, own.kid), own.batch, own.time, force "
            "FROM proof AS own JOIN message USING (digest) "
            "LEFT JOIN proof AS listing ON own.batch != '' AND listing.digest = own.batch "
            "WHERE ?1 IS NULL OR own.digest IN (SELECT digest FROM proof WHERE batch = ?1)",
            (listed_in,),
        ):
            listed = trust.keys.get(kid)
            holds = (
                listed is not None
                and listed.key.force == force
                and listed.counts(digest, batch or None)
                and (time is None or listed.held_at(moment(time)))
            )
            counts[digest] = counts.get(digest, False) or holds
        touched = set()
        for digest, episode_id, before in self._connection.execute(
            "SELECT digest, episode_id, counts FROM fact"
        ).fetchall():
            if digest in counts and bool(before) is not counts[digest]:
                touched.add(episode_id)
                self._connection.execute("UPDATE fact SET counts = ? WHERE digest = ?", (int(counts[digest]), digest))
                self._read_again(digest, trust)
        return touched

    def _read_again(self, digest: str, trust: Trust) -> None:
        """Nobody has said why a message that was void could not be read: it is said when it counts."""
        rows = self._connection.execute("SELECT told FROM fact WHERE digest = ? AND counts = 1", (digest,))
        for (told,) in rows.fetchall():
            if Fact.from_dict(json.loads(told)).unreadable is not None:
                data = self.data(digest, trust)
                now = None if data is None else fact(open_message(data, trust, Batches(self._connection)))
                if now is not None:
                    self._write(now, counts=True)

    def data(self, digest: str, trust: Trust) -> bytes | None:
        """The bytes of a message as they came with a proof that counts. None if none does, or they were erased."""
        counts = self.counts(digest)
        if counts is False:
            return None
        rows = self._connection.execute(
            "SELECT body, NULL, NULL FROM message WHERE digest = ?1 AND body IS NOT NULL "
            "UNION ALL SELECT body, kid, batch FROM copy WHERE digest = ?1 ORDER BY 2, 3",
            (digest,),
        )
        copies = [body for body, _, _ in rows]
        if len(copies) > 1 or counts is None:
            batches = Batches(self._connection)
            copies = [each for each in copies if open_message(each, trust, batches).outcome in COUNTS]
        return next(iter(copies), None)

    def acknowledged(self, digest: str) -> tuple[str, ...]:
        """The forces that have said by a receipt that they keep a message."""
        rows = self._connection.execute(
            "SELECT told FROM fact WHERE names = ? AND kind = ? AND counts = 1", (digest, RECEIPT)
        )
        receipts = (Fact.from_dict(json.loads(told)) for (told,) in rows)
        return tuple(sorted({each.force for each in receipts if each.code == "ok"}))

    def forget_otherwise(self, digest: str, force: str, outcome: str) -> None:
        """Have the receipts of ``force`` for a message not count that settle otherwise than by ``outcome``."""
        self._connection.execute(
            "DELETE FROM fact WHERE names = ? AND kind = ? AND json_extract(told, '$.force') = ? "
            "AND json_extract(told, '$.code') NOT IN (?, ?)",
            (digest, RECEIPT, force, outcome, str(ReceiptOutcome.TRY_AGAIN)),
        )

    def counts(self, digest: str) -> bool | None:
        """Whether a key that counts proves a message. None where nobody can tell which episode it is about."""
        rows = self._connection.execute("SELECT counts FROM fact WHERE digest = ?", (digest,))
        return next((bool(counts) for (counts,) in rows), None)

    def is_hollow(self, digest: str) -> bool:
        """Whether the message is here without what it says."""
        told = self.told(digest)
        return told is not None and told.hollow

    def _known(self, opened: Opened) -> bool:
        """Whether the message is here: proven so already, with what it says, and read if it can be read now."""
        before, now = self.told(opened.digest), fact(opened)
        if before is None:
            rows = self._connection.execute("SELECT 1 FROM message WHERE digest = ?", (opened.digest,))
            return now is None and next(rows, None) is not None
        better = before.unreadable is not None and now is not None and now.unreadable is None
        if before.hollow or better:
            return False
        return bool(self.counts(opened.digest)) or opened.outcome not in COUNTS

    def told(self, digest: str) -> Fact | None:
        """What the fold has to know of a message, if it is here."""
        rows = self._connection.execute("SELECT told FROM fact WHERE digest = ?", (digest,))
        return next((Fact.from_dict(json.loads(told)) for (told,) in rows), None)

    def _write(self, told: Fact, *, counts: bool) -> None:
        self._connection.execute(
            "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE SET "
            "counts = max(counts, excluded.counts), kind = excluded.kind, names = excluded.names, "
            "told = excluded.told, body = excluded.body, document = excluded.document",
            (
                told.digest,
                told.subject,
                told.kind,
                told.names,
                int(counts),
                json.dumps(told.as_dict(), sort_keys=True),
                json.dumps(dict(told.body)) if told.document is None and told.body else None,
                told.document,
            ),
        )
