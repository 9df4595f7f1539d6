"""A report by telephone or otherwise, whether or not it became an episode, so that it can be counted."""

from __future__ import annotations

from typing import Annotated, Literal

from missingpersons.codes import CallSubject, DocumentType
from missingpersons.models._base import COUNTED, In, Record
from missingpersons.models.standard import StandardVersion
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, Extensions, ForceSlug, Line, Reference, Uuid


class Call(Record):
    """One report that somebody is missing, as it was taken: no name, no story, only what is counted.

    Calls, incidents (episodes) and individuals are three counting units. Without this the first cannot be counted.
    """

    document_type: Annotated[Literal[DocumentType.CALL], COUNTED]
    """Always `call`."""
    standard_version: Annotated[StandardVersion, COUNTED]
    """The version of the standard, major and minor, that the document was written to."""
    call_id: Annotated[Uuid, COUNTED]
    """The call's identity, for good: a UUID (RFC 9562)."""
    recorded_at: Annotated[Timestamp, COUNTED]
    """When this version was recorded. Rules count from here when no other moment is given."""
    force: Annotated[ForceSlug, COUNTED, In("forces")]
    """The force that took it: a code of the list `forces`."""
    received_at: Annotated[Timestamp | None, COUNTED] = None
    """When it was received."""
    channel: Annotated[Code | None, COUNTED, In("call_channels")] = None
    """How it came in: a code of the list `call_channels`."""
    system: Line | None = None
    """The system that took it, by its name."""
    reference: Reference | None = None
    """The reference in that system, as written."""
    subject: Annotated[CallSubject | None, COUNTED] = None
    """Whether it was about a child or an adult: a code of the list `call_subjects`."""
    episode_id: Annotated[Uuid | None, COUNTED] = None
    """The episode that it became or was added to."""
    no_episode_reason: Annotated[Code | None, COUNTED, In("no_episode_reasons")] = None
    """Why it became none: a code of the list `no_episode_reasons`."""
    extensions: Extensions | None = None
    """Local fields, by owner."""
