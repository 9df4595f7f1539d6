"""What the audit log says of a message that is sent to other forces: to whom, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from missingpersons.codes import AuditOperation, ProcessingRegime
from missingpersons.exchange import facts
from missingpersons.exchange.facts import Fact
from missingpersons.register.audit import check_reason, check_reference
from missingpersons.register.store import Register

REASONS = MappingProxyType(
    {
        facts.PUBLISHED: "force_exchange",
        facts.SIGHTING: "sighting",
        facts.FOUND: "found_person",
        facts.TRANSFER_REQUESTED: "transfer",
        facts.TRANSFER_ANSWERED: "transfer",
        facts.TRANSFER_ENDED: "transfer",
        facts.TRANSFER_ESCALATED: "transfer",
        facts.ENQUIRY_REQUESTED: "enquiry_for_force",
        facts.ENQUIRY_ANSWERED: "enquiry_for_force",
        facts.EPISODE_RETRACTED: "correction",
        facts.MESSAGE_RETRACTED: "correction",
        facts.CORRECTION: "correction",
    }
)
"""Why a message is sent, by its kind, where nobody says otherwise: codes of `lookup_reasons` (library)."""

USUAL = "force_exchange"
"""Why a message of any other kind is sent (library)."""


@dataclass(frozen=True, slots=True)
class Disclosing:
    """What is said of every message that is sent: why, where that is written down, by whom and under which law.

    Without a ``reason`` the kind of the message says it: see ``REASONS``. Raises ``CannotRun`` as a look-up does.
    """

    reason: str | None = None
    reference: str | None = None
    actor: str | None = None
    regime: ProcessingRegime | None = None

    def __post_init__(self) -> None:
        if self.reason is not None:
            check_reason(self.reason, self.reference)
        check_reference(self.reference)
        check_reference(self.actor)

    def write(self, register: Register, told: Fact, to: Iterable[str]) -> None:
        """A row for each force that the log does not say already to have been sent the message."""
        # Read and written in one step: another process may be sending the same message.
        with register.writing():
            known = register.select(
                "SELECT recipients FROM audit WHERE operation = 'disclosure' AND message = ?", (told.digest,)
            )
            before = {force for (recipients,) in known.fetchall() for force in json.loads(recipients)}
            for each in to:
                if each in before:
                    continue
                register.audit.append(
                    AuditOperation.DISCLOSURE,
                    reason=self.reason or REASONS.get(told.kind, USUAL),
                    reference=self.reference,
                    actor=self.actor,
                    outcome="sent",
                    episodes=[told.subject],
                    message=told.digest,
                    regime=self.regime,
                    recipients=[each],
                )
