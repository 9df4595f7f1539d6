"""What was done with personal data, by whom and why: an entry of a log, which holds none itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from missingpersons.codes import Audience, AuditOperation, ProcessingRegime
from missingpersons.models._base import In, Many, Record
from missingpersons.models.message import FindingCode
from missingpersons.models.standard import StandardVersion
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, Digest, ForceSlug, Uuid

OpaqueReference = Annotated[
    str,
    Field(pattern="^([0-9]|[A-Za-z][A-Za-z ./:_#-]*[0-9])[A-Za-z0-9 ./:_#-]*$", max_length=64),
]
"""A number such as a log's or an officer's: letters may be in it, a digit must. Never a name."""


class AuditEvent(Record):
    """One thing that was done with personal data (Data Protection Act 2018, section 62). It has no words and no values.

    What it is about is named by identity only: episodes by theirs, a message by its digest, people not at all. Of
    what was erased it keeps no more than that.
    """

    standard_version: StandardVersion
    """The version of the standard that this was written to."""
    event_id: Uuid
    """The identity of this entry: the same entry has the same one wherever it is read."""
    sequence: Annotated[int, Field(ge=1, le=1_000_000_000)]
    """Its number in the log that it is in, from 1 without gaps."""
    at: Timestamp
    """When it was done."""
    force: Annotated[ForceSlug, In("forces")]
    """The force whose log this is, and which answers for it: a code of the list `forces`."""
    operation: AuditOperation
    """What was done: a code of the list `audit_operations`."""
    reason: Annotated[Code | None, In("lookup_reasons"), In("retraction_reasons")] = None
    """Why: a code of the list `lookup_reasons`; of an erasure, of the list `retraction_reasons`. A consultation and a
    disclosure have one."""
    reference: OpaqueReference | None = None
    """Where the reason is written down: the number of a log, an incident or a decision. Never a name."""
    actor: OpaqueReference | None = None
    """Who did it: an officer's or a system's number. Never a name."""
    processing_regime: ProcessingRegime | None = None
    """Which data protection law it rests on: a code of the list `processing_regimes`."""
    recipients: Annotated[Many[ForceSlug], In("forces")] = ()
    """The forces that it was disclosed to: codes of the list `forces`."""
    audiences: Many[Audience] = ()
    """The others that it was disclosed to, by the view that they were given: codes of the list `audiences`."""
    episodes: Many[Uuid] = ()
    """The episodes that it was about. A look-up that showed nobody has none; a combination has two or more."""
    message: Digest | None = None
    """The message that came or went, by the digest of what is signed in it."""
    codes: Many[FindingCode] = ()
    """What was found on the way: codes of the catalogue."""
    previous: Digest | None = None
    """The SHA-256 digest of the entry before it in the log, in its RFC 8785 form. The first has none."""
