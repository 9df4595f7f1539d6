"""Who did what with personal data, and why: a chained, append-only log that holds none itself."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from missingpersons.codes import Audience, AuditOperation, ProcessingRegime, codelist
from missingpersons.exchange.audited import NEED_A_REASON
from missingpersons.findings import CannotRun

FIRST_PREVIOUS = "0" * 64
"""What the first row is chained to."""

REASONS = MappingProxyType({AuditOperation.ERASURE: "retraction_reasons"})
"""The list that says why something was done, where it is another than `lookup_reasons`."""

_REFERENCE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9 ./:_#-]{0,63}")
_LISTS = (7, 8, 9, 12, 13)
"""The columns that hold a list: asked, episodes, codes, recipients and audiences."""

_FORCE = re.compile(r"[a-z][a-z0-9-]{0,39}")
_EPISODE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Row:
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
    regime: str | None
    recipients: tuple[str, ...]
    audiences: tuple[str, ...]
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


def check_reason(reason: str | None, reference: str | None = None, *, listed: str = "lookup_reasons") -> None:
    """Raise ``CannotRun`` unless ``reason`` is of the list called ``listed`` and ``reference`` is opaque."""
    if not reason:
        raise CannotRun(f"nobody is looked up without a reason: give one of `missingpersons codes {listed}`")
    if reason not in codelist(listed):
        raise CannotRun(f"that reason is not in the list: see `missingpersons codes {listed}`")
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
        regime: ProcessingRegime | None = None,
        recipients: Sequence[str] = (),
        audiences: Sequence[Audience] = (),
    ) -> None:
        """Add a row. Call it inside ``Register.writing()``, with what it records.

        Raises ``CannotRun`` for a consultation or a disclosure without a listed reason, and for a disclosure that
        does not say to whom.
        """
        if operation in NEED_A_REASON or reason is not None:
            check_reason(reason, reference, listed=REASONS.get(operation, "lookup_reasons"))
        if operation is AuditOperation.DISCLOSURE and not (recipients or audiences):
            raise CannotRun("a disclosure names the forces or the audiences that it was made to")
        if not all(map(_FORCE.fullmatch, recipients)):
            raise CannotRun("an audit row names recipients by the codes of forces only: `missingpersons codes forces`")
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
            regime and str(regime),
            json.dumps(list(recipients)),
            json.dumps([str(each) for each in audiences]),
            previous,
        )
        self._connection.execute(
            "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, _hash(row))
        )

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows():
            values: list[Any] = list(row)
            for column in _LISTS:
                values[column] = tuple(json.loads(row[column]))
            yield Row(*values)

    def verify(self, *, expected_head: str | None = None) -> Verification:
        """Whether every row fits the one before it and, if given, an earlier ``head`` is still among them."""
        previous, rows, met = FIRST_PREVIOUS, 0, expected_head in (None, FIRST_PREVIOUS)
        for row in self._rows():
            rows += 1
            if row[0] != rows or row[-2] != previous or row[-1] != _hash(row[:-1]):
                return Verification(ok=False, rows=rows, first_broken=rows, head=previous)
            previous = row[-1]
            met = met or previous == expected_head
        if not met:
            return Verification(ok=False, rows=rows, first_broken=rows + 1, head=previous)
        return Verification(ok=True, rows=rows, first_broken=None, head=previous)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        yield from self._connection.execute("SELECT * FROM audit ORDER BY sequence")


def _hash(row: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(list(row), separators=(",", ":")).encode()).hexdigest()
