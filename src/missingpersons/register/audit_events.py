"""The log of a register as the audit events that the standard publishes: for an inspector, and for whoever answers."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid5

from missingpersons.codes import Audience, AuditOperation, ProcessingRegime
from missingpersons.exchange.audited import digest
from missingpersons.findings import CannotRun, InvalidDocument
from missingpersons.models import STANDARD_VERSION
from missingpersons.models.audit import AuditEvent
from missingpersons.register.audit import AuditLog, Row
from missingpersons.values.dates import Timestamp

_NAMESPACE = UUID("b9a1f7f0-5c0c-5c57-8f52-0a4f1c7d6e21")


def audit_events(log: AuditLog, force: str) -> Iterator[AuditEvent]:
    """Every row of the log, in order, as an event of ``force``, whose register it is. Equal rows give equal events.

    What a row says beside what an event has (the names of the fields asked by, the outcome) stays in the register.
    Raises ``CannotRun`` if ``force`` is not the code of a force, and for a row that says something that no event can.
    """
    previous = None
    for row in log:
        event = _event(row, force, previous)
        previous = digest(event)
        yield event


def _event(row: Row, force: str, previous: str | None) -> AuditEvent:
    try:
        return AuditEvent(
            standard_version=STANDARD_VERSION,
            event_id=str(uuid5(_NAMESPACE, row.hash)),
            sequence=row.sequence,
            at=Timestamp.parse(row.at),
            force=force,
            operation=AuditOperation(row.operation),
            reason=row.reason,
            reference=row.reference,
            actor=row.actor,
            processing_regime=ProcessingRegime(row.regime) if row.regime else None,
            recipients=row.recipients,
            audiences=tuple(map(Audience, row.audiences)),
            episodes=row.episodes,
            message=row.message,
            codes=row.codes,
            previous=previous,
        )
    except (InvalidDocument, ValueError):
        pass
    raise CannotRun(
        f"row {row.sequence} of the log, or the code of its force, has not the form that an audit event has"
    )
