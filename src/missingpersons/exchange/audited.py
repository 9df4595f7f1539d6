"""Does an audit event say all that the law asks of it, and does it follow the one before it?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from missingpersons import wire
from missingpersons.codes import AuditOperation
from missingpersons.findings import Finding, Report, finding, report
from missingpersons.models.audit import AuditEvent

NEED_A_REASON = frozenset({AuditOperation.CONSULTATION, AuditOperation.DISCLOSURE})
"""What nobody may do without a stated reason."""


def check_event(event: AuditEvent) -> Report:
    """What an event that can be read leaves unsaid."""
    return report(_unsaid(event))


def check_log(entries: Iterable[bytes]) -> Iterator[Report]:
    """For each entry of a log, from its first: what is wrong with it, and whether it follows the one before it.

    Entries cut off the end leave a whole log: keep the digest of its last entry somewhere else.
    """
    due: tuple[str | None, int] | None = (None, 1)
    for entry in entries:
        event, found = wire.read_audit_event(entry)
        if event is None:
            # Nobody can tell what follows an entry that cannot be read.
            yield found
            due = None
            continue
        broken = () if due in (None, (event.previous, event.sequence)) else (finding("MP-X-082", "/previous"),)
        yield report([*found, *_unsaid(event), *broken])
        due = (digest(event), event.sequence + 1)


def digest(event: AuditEvent) -> str:
    """The SHA-256 digest of an event's RFC 8785 form: what the next event in the log names it by."""
    return hashlib.sha256(wire.dump(event)).hexdigest()


def _unsaid(event: AuditEvent) -> Iterator[Finding]:
    if event.operation in NEED_A_REASON and event.reason is None:
        yield finding("MP-X-080", "/reason")
    if event.operation is AuditOperation.DISCLOSURE and not (event.recipients or event.audiences):
        yield finding("MP-X-081", "/recipients")
