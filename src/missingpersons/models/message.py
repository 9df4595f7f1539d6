"""What crosses a force boundary: signed CloudEvents, their envelope, and the bodies that tell of a person."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from missingpersons.codes import ProcessingRegime, ReceiptOutcome
from missingpersons.models._base import In, Many, Record
from missingpersons.models.common import Role
from missingpersons.models.episode import Episode
from missingpersons.models.found import Outcome, Sighting
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Digest, ForceSlug, Grading, Pointer, Reference, Uuid

SOURCE_PREFIX = "urn:missingpersons:force:"
"""What a message's source begins with; the force's code follows."""

FindingCode = Annotated[str, Field(pattern="^MP-[A-Z]-[0-9]{3}$", max_length=8)]

ProfileName = Annotated[str, Field(pattern="^[a-z][a-z-]*$", max_length=40)]

Number = Annotated[int, Field(ge=0, le=100_000)]


class Readiness(Record):
    """How far an episode is from being ready for one purpose."""

    profile: ProfileName
    """The purpose: the name of a profile."""
    errors: Number
    """How many findings are errors for it. None means ready."""


class GradingCount(Record):
    """How many statements carry one grading."""

    grading: Grading
    """The intelligence grading in the 3x5x2 form: source, information, handling."""
    statements: Number
    """How many statements in the episode's `provenance` carry it."""


class BasisCounts(Record):
    """How many statements are of each kind (Data Protection Act 2018, section 38)."""

    fact: Number = 0
    """How many are given as facts."""
    assessment: Number = 0
    """How many are somebody's assessment."""
    opinion: Number = 0
    """How many are somebody's opinion."""
    unknown: Number = 0
    """Of how many it is not known what they are."""


class Quality(Record):
    """What the sender's checks found, so that the receiver can judge accuracy, completeness and currency.

    Data Protection Act 2018, section 38(5)(b). Codes only: a finding never quotes the data.
    """

    profile: ProfileName
    """The purpose that the episode was checked for."""
    judged_as_of: Timestamp
    """The moment that the checks judged from."""
    errors: Number
    """How many findings are errors."""
    warnings: Number
    """How many findings are warnings."""
    advice: Number
    """How many findings are advice."""
    codes: Many[FindingCode] = ()
    """The codes that were found, each once, in order. The catalogue says what they mean."""
    readiness: Many[Readiness] = ()
    """For each purpose that the episode is not ready for, how many findings stand in the way."""
    last_verified_at: Timestamp | None = None
    """When a statement in the episode was last obtained, by its `provenance`. Absent: nothing says."""
    gradings: Many[GradingCount] = ()
    """How the statements are graded, by grading. Those without a grading are not counted."""
    bases: BasisCounts | None = None
    """How many statements are facts and how many judgements. Absent: the episode says of none."""


class Envelope(Record):
    """What every message has: the attributes of a CloudEvents 1.0 event and its signature."""

    specversion: Literal["1.0"]
    """The version of CloudEvents: always `1.0`."""
    id: Uuid
    """The message's identity: the same content from the same force has the same one."""
    source: Annotated[str, Field(pattern="^urn:missingpersons:force:[a-z][a-z0-9-]*$", max_length=65)]
    """The force that sends it: `urn:missingpersons:force:` and its code in the list `forces`."""
    subject: Uuid
    """The episode that it is about; of a batch, the batch."""
    time: Timestamp
    """When it was sealed, by the sender's clock, which proves nothing."""
    datacontenttype: Literal["application/json"]
    """Always `application/json`."""
    mpsignature: (
        Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,600}\\.\\.[A-Za-z0-9_-]{1,200}$", max_length=802)] | None
    ) = None
    """The signature: a detached JWS (RFC 7515, appendix F) over the RFC 8785 form of everything but the two
    attributes whose names begin with `mp`. A message has this, or its place in a signed batch."""
    mpbatch: Annotated[str, Field(pattern="^[0-9a-f]{64}[.](0|[1-9][0-9]{0,4})$", max_length=70)] | None = None
    """Its place in a batch that is signed as a whole: the digest of the message that lists the batch, and its
    number in that list, from 0."""


class Body(Record):
    """What every body may say: for whom it is, and which law it rests on."""

    to: Annotated[Many[ForceSlug], In("forces")] = ()
    """The forces that it is sent to: codes of the list `forces`. Absent: whoever holds the episode."""
    processing_regime: ProcessingRegime | None = None
    """Which data protection law the disclosure rests on: a code of the list `processing_regimes`."""


class PublishedEpisode(Body):
    """The body of a message that publishes an episode."""

    episode: Episode
    """The whole episode as its owner recorded it: a snapshot, never a change."""
    quality: Quality
    """What the sender's checks found in it."""
    transfer: Digest | None = None
    """The message that accepted the transfer by which the sender became the owner. From the second tenure on."""


class EpisodePublished(Envelope):
    """A message that publishes a version of an episode. Only the owner's counts."""

    type: Literal["uk.missingpersons.episode.published.v1"]
    """What the message does, with the version of its body."""
    data: PublishedEpisode
    """The body."""


class ReportedSighting(Body):
    """The body of a message that reports a sighting."""

    sighting: Sighting
    """What was seen, where and when."""
    reference: Reference | None = None
    """The sender's own reference for the report."""
    reported_by: Role | None = None
    """Who reports it, as a role and a rank."""


class SightingReported(Envelope):
    """A message by which any force reports that the person was seen."""

    type: Literal["uk.missingpersons.sighting.reported.v1"]
    """What the message does, with the version of its body."""
    data: ReportedSighting
    """The body."""


class ReportedFound(Body):
    """The body of a message that reports a person found."""

    outcome: Outcome
    """How and where the person was found, as far as the sender knows."""
    reference: Reference | None = None
    """The sender's own reference for the report."""
    reported_by: Role | None = None
    """Who reports it, as a role and a rank."""


class FoundReported(Envelope):
    """A message by which any force reports the person found. It closes nothing: the owner does."""

    type: Literal["uk.missingpersons.found.reported.v1"]
    """What the message does, with the version of its body."""
    data: ReportedFound
    """The body."""


class ReceiptFinding(Record):
    """Something that was found in a message: its code and its place, never the data."""

    code: FindingCode
    """What was found: a code of the catalogue."""
    at: Pointer | None = None
    """Where, as a JSON Pointer into the message. Absent: in the message as a whole."""


class IssuedReceipt(Body):
    """The body of a receipt."""

    message: Digest
    """The message that was received, by the digest of what is signed in it."""
    outcome: ReceiptOutcome
    """What became of it: a code of the list `receipt_outcomes`."""
    findings: Many[ReceiptFinding] = ()
    """What was found in it."""


class ReceiptIssued(Envelope):
    """A message that says what became of another. Nobody answers a receipt with a receipt."""

    type: Literal["uk.missingpersons.receipt.issued.v1"]
    """What the message does, with the version of its body."""
    data: IssuedReceipt
    """The body."""


class SealedBatch(Body):
    """The body of a message that signs many others at once."""

    digests: Annotated[tuple[Digest, ...], Field(max_length=10_000)]
    """The digests of the messages, in their order: of each, of the RFC 8785 form of everything in it but the two
    attributes whose names begin with `mp`."""


class BatchSealed(Envelope):
    """A message whose one signature proves every message that it lists."""

    type: Literal["uk.missingpersons.batch.sealed.v1"]
    """What the message does, with the version of its body."""
    data: SealedBatch
    """The body."""
