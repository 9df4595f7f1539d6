"""Who did what with personal data, and why: a chained, append-only log that holds none itself."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from missingpersons.codes import AuditOperation, codelist
from missingpersons.findings import CannotRun

FIRST_PREVIOUS = "0" * 64
"""What the first row is chained to."""

NEED_A_REASON = frozenset({AuditOperation.CONSULTATION, AuditOperation.DISCLOSURE})
"""What nobody may do without a stated reason."""

_REFERENCE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9 ./:_#-]{0,63}")
_EPISODE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One row of the log. ``asked`` names the fields that were asked by, never what was asked for."""

    sequence: int
    at: str
    operation: str
    reason: str | None
    reference: str | None
    actor: str | None
    outcome: str | None
    asked: tuple[str, ...]
    episodes: tuple[str, ...]
    codes: tuple[str, ...]
    message: str | None
    previous: str
    hash: str

    def as_dict(self) -> dict[str, Any]:
        """The row as a JSON object, without what is absent."""
        tree = asdict(self)
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in tree.items()
            if value is not None
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether the chain is whole: ``first_broken`` the first row that does not fit, ``head`` the last hash.

    Keep ``head`` somewhere else now and then: rows cut off the end leave a whole chain, and only an
    earlier head shows that they are gone.
    """

    ok: bool
    rows: int
    first_broken: int | None
    head: str


def check_reason(reason: str | None, reference: str | None = None) -> None:
    """Raise ``CannotRun`` unless ``reason`` is of the list `lookup_reasons` and ``reference`` is opaque."""
    if not reason:
        raise CannotRun("nobody is looked up without a reason: give one of `missingpersons codes lookup_reasons`")
    if reason not in codelist("lookup_reasons"):
        raise CannotRun("that reason is not in the list: see `missingpersons codes lookup_reasons`")
    if reason == "other" and not reference:
        raise CannotRun("the reason `other` needs a reference to where it is written down")
    check_reference(reference)


def check_reference(reference: str | None) -> None:
    """Raise ``CannotRun`` for a reference that is not a number such as a log's or an officer's."""
    if reference is not None and not _REFERENCE.fullmatch(reference):
        raise CannotRun(
            "a reference is a log, incident or officer number, never a name: at most 64 letters, digits, "
            "spaces and . / : _ # -, and at least one digit"
        )


class AuditLog:
    """The log of one register. Its rows can be read and added, never changed."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def append(
        self,
        operation: AuditOperation,
        *,
        reason: str | None = None,
        reference: str | None = None,
        actor: str | None = None,
        outcome: str | None = None,
        asked: Sequence[str] = (),
        episodes: Sequence[str] = (),
        codes: Sequence[str] = (),
        message: str | None = None,
    ) -> None:
        """Add a row. Call it inside ``Register.writing()``, with what it records.

        Raises ``CannotRun`` for a consultation or a disclosure without a listed reason.
        """
        if operation in NEED_A_REASON or reason is not None:
            check_reason(reason, reference)
        check_reference(reference)
        check_reference(actor)
        if not all(map(_EPISODE.fullmatch, episodes)):
            raise CannotRun("an audit row names episodes by their UUIDs only")
        last = self._connection.execute("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
        sequence, previous = (last[0] + 1, last[1]) if last else (1, FIRST_PREVIOUS)
        at = self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        row = (
            sequence,
            at,
            str(operation),
            reason,
            reference,
            actor,
            outcome,
            json.dumps(list(asked)),
            json.dumps(list(episodes)),
            json.dumps(list(codes)),
            message,
            previous,
        )
        self._connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, _hash(row)))

    def __iter__(self) -> Iterator[AuditEvent]:
        for row in self._rows():
            yield AuditEvent(*row[:7], *(tuple(json.loads(each)) for each in row[7:10]), *row[10:])

    def verify(self, *, expected_head: str | None = None) -> Verification:
        """Whether every row fits the one before it and, if given, an earlier ``head`` is still among them."""
        previous, rows, met = FIRST_PREVIOUS, 0, expected_head in (None, FIRST_PREVIOUS)
        for row in self._rows():
            rows += 1
            if row[0] != rows or row[11] != previous or row[12] != _hash(row[:12]):
                return Verification(ok=False, rows=rows, first_broken=rows, head=previous)
            previous = row[12]
            met = met or previous == expected_head
        if not met:
            return Verification(ok=False, rows=rows, first_broken=rows + 1, head=previous)
        return Verification(ok=True, rows=rows, first_broken=None, head=previous)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        yield from self._connection.execute("SELECT * FROM audit ORDER BY sequence")


def _hash(row: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(list(row), separators=(",", ":")).encode()).hexdigest()
