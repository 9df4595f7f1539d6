"""The register in one SQLite file: every message received, what they amount to now, and who asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from missingpersons.codes import AuditOperation
from missingpersons.exchange.keys import PublicKey
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.opening import UNKNOWN_TYPE, open_message
from missingpersons.findings import CannotRun, Finding, finding
from missingpersons.models import Episode
from missingpersons.register import database
from missingpersons.register.audit import AuditLog
from missingpersons.register.derived import bring_in_step
from missingpersons.wire import parse


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one message: ``applied``, ``duplicate``, ``held``, ``try_again`` or ``refused``, and why."""

    message_id: str | None
    outcome: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an episode that stands. ``doubts`` are the codes of what speaks against it."""

    force: str
    tenure: int
    revision: int
    doubts: tuple[str, ...]
    document: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits: who sent it, about which episode, and the code of what it waits for."""

    message_id: str | None
    force: str | None
    episode_id: str | None
    code: str
    digest: str = field(repr=False)


def _now() -> datetime:
    return datetime.now(UTC)


class Register:
    """A register in a file. Use it in a ``with`` block; one process writes at a time, others wait."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self.clock = clock
        self.audit = AuditLog(connection, clock)

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
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written inside is kept, or none of it. Inside another such block, it joins that one.

        Put a whole file's messages into one block: making each durable by itself is what costs.
        """
        inner = self._connection.in_transaction
        locked = False
        try:
            self._connection.execute("SAVEPOINT message" if inner else "BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            locked = True
        if locked:
            raise CannotRun("the register cannot be written now: another process may be writing; try again")
        try:
            yield
        except BaseException:
            self._undo(inner=inner)
            raise
        self._connection.execute("RELEASE message" if inner else "COMMIT")

    def trust(self, keys: Iterable[PublicKey]) -> None:
        """Believe what these keys sign from now on."""
        with self.writing():
            self._connection.executemany(
                "INSERT OR REPLACE INTO trusted_key VALUES (?, ?, ?)",
                [(key.kid, key.force, json.dumps(dict(key.jwk), sort_keys=True)) for key in keys],
            )

    def trusted(self) -> dict[str, PublicKey]:
        """The keys that are believed, by ``kid``."""
        rows = self.select("SELECT force, kid, jwk FROM trusted_key ORDER BY kid")
        return {kid: PublicKey(force, kid, json.loads(jwk)) for force, kid, jwk in rows}

    def receive(self, data: bytes, *, source: str) -> Receipt:
        """Take in one message. ``source`` says where it came from, such as ``messages.ndjson:3``.

        The same message again changes nothing. A refused one is not stored; the audit log has its digest.
        """
        opened = open_message(data, self.trusted())
        with self.writing():
            if opened.outcome not in (Opening.OK, Opening.HELD):
                outcome = "try_again" if opened.outcome is Opening.UNPROVEN else "refused"
                self._log(AuditOperation.COLLECTION, outcome, opened, opened.findings)
                return Receipt(opened.message_id, outcome, opened.findings)
            if self._is_known(opened):
                return Receipt(opened.message_id, "duplicate", ())
            self._store(opened, data, source)
            if opened.document is None or opened.subject is None:
                code = opened.findings[0].code if opened.findings else UNKNOWN_TYPE
                self._connection.execute("INSERT OR REPLACE INTO held VALUES (?, ?)", (opened.digest, code))
                self._log(AuditOperation.COLLECTION, "held", opened, opened.findings)
                return Receipt(opened.message_id, "held", opened.findings)
            return self._publish(opened, opened.document, opened.subject)

    def claims(self, episode_id: str) -> tuple[Version, ...]:
        """Every version of the episode that stands: one, or several that disagree. One that is missing comes first.

        The caller logs the consultation.
        """
        rows = self.select(
            "SELECT force, claim.tenure, claim.revision, doubts, document "
            "FROM claim JOIN publication ON digest = claim WHERE claim.episode_id = ? ORDER BY place",
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
        rows = self.select(
            "SELECT document FROM episode JOIN publication ON digest = claim ORDER BY episode.episode_id"
        )
        return (parse(document, Episode) for (document,) in rows)

    def held(self) -> tuple[Held, ...]:
        """Every message that waits, the one received first first."""
        rows = self.select(
            "SELECT message_id, force, episode_id, code, digest FROM held JOIN message USING (digest) ORDER BY sequence"
        )
        return tuple(Held(*row) for row in rows)

    def select(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """The rows of a query over the register's tables, for look-ups and counting."""
        return self._connection.execute(sql, parameters)

    def rebuild(self) -> None:
        """Make everything that is derived from the messages anew, as after a change of the vocabulary."""
        with self.writing():
            self._connection.execute("DELETE FROM claim")
            for (episode_id,) in self.select("SELECT DISTINCT episode_id FROM publication").fetchall():
                bring_in_step(self._connection, episode_id)

    def _undo(self, *, inner: bool) -> None:
        # A full disk has SQLite undo everything by itself; then there is nothing left to undo.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK TO message" if inner else "ROLLBACK")
            if inner:
                self._connection.execute("RELEASE message")

    def _is_known(self, opened: Opened) -> bool:
        """Whether it is here, and as well understood as it is now: a newer library may read what was held."""
        table = "message" if opened.document is None else "publication"
        known = self.select(f"SELECT 1 FROM {table} WHERE digest = ?", (opened.digest,))  # noqa: S608
        return next(known, None) is not None

    def _store(self, opened: Opened, data: bytes, source: str) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO message "
            "(digest, message_id, force, kind, episode_id, received_at, source, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                opened.digest,
                opened.message_id,
                opened.force,
                opened.type,
                opened.subject,
                self.clock().astimezone(UTC).isoformat(),
                source,
                data,
            ),
        )

    def _publish(self, opened: Opened, document: bytes, episode_id: str) -> Receipt:
        episode = parse(document, Episode)
        self._connection.execute(
            "INSERT INTO publication VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                opened.digest,
                opened.message_id or opened.digest,
                opened.force,
                episode_id,
                episode.tenure,
                episode.revision,
                str(episode.status),
                document,
            ),
        )
        known = bool(self.claims(episode_id))
        state = bring_in_step(self._connection, episode_id)
        code = state.held.get(opened.digest)
        found = dict.fromkeys([*opened.findings, *([finding(code)] if code else []), *state.findings])
        outcome = "held" if code else "applied"
        operation = AuditOperation.ALTERATION if known else AuditOperation.COLLECTION
        self._log(operation, outcome, opened, tuple(found))
        return Receipt(opened.message_id, outcome, tuple(found))

    def _log(self, operation: AuditOperation, outcome: str, opened: Opened, found: Sequence[Finding]) -> None:
        episodes = [opened.subject] if opened.subject and outcome != "refused" else []
        codes = tuple(dict.fromkeys(each.code for each in found))
        self.audit.append(operation, outcome=outcome, episodes=episodes, codes=codes, message=opened.digest)
