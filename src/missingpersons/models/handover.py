"""Messages between the owner of an episode and another force: transfers, enquiries, retractions and corrections."""

from __future__ import annotations

from typing import Annotated, Literal

from missingpersons.codes import EnquiryOutcome, RetractionManner, TransferAnswer, TransferEnding
from missingpersons.models._base import In, Many
from missingpersons.models.common import Role
from missingpersons.models.message import Body, Envelope, Quality
from missingpersons.models.standard import Counter
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, Digest, ForceSlug, Pointer, Reference, Text


class RequestedTransfer(Body):
    """The body of a request to take an episode over."""

    version: Digest
    """The message that published the version to be handed over."""
    tenure: Counter
    """The tenure of the force that asks, as its versions have it. Whoever accepts has the next."""
    force: Annotated[ForceSlug, In("forces")]
    """The force that is asked: a code of the list `forces`."""
    reason: Annotated[Code, In("transfer_reasons")]
    """Why, as a code of the list `transfer_reasons`."""
    rationale: Text
    """Why, in words, and nothing of anybody: a request stays when the episode that it is about is erased."""
    requested_by: Role | None = None
    """Who asks, as a role and a rank."""
    answer_by: Timestamp | None = None
    """By when an answer is asked for. When it has passed the owner may let the request lapse."""
    quality: Quality
    """What the sender's checks found in the version, for the purpose of a transfer."""


class TransferRequested(Envelope):
    """A message by which the owner asks another force to take the episode over. It remains the owner."""

    type: Literal["uk.missingpersons.transfer.requested.v1"]
    """What the message does, with the version of its body."""
    data: RequestedTransfer
    """The body."""


class AnsweredTransfer(Body):
    """The body of an answer to a request to take an episode over."""

    request: Digest
    """The message that asked."""
    answer: TransferAnswer
    """Whether it is taken: a code of the list `transfer_answers`."""
    reason: Annotated[Code | None, In("refusal_reasons")] = None
    """Why not, as a code of the list `refusal_reasons`. A refusal has one."""
    rationale: Text | None = None
    """Why, in words, and nothing of anybody: an acceptance stays when the episode that it is about is erased."""
    answered_by: Role | None = None
    """Who answers, as a role and a rank."""


class TransferAnswered(Envelope):
    """A message by which the force that was asked accepts or refuses. An acceptance makes it the owner."""

    type: Literal["uk.missingpersons.transfer.answered.v1"]
    """What the message does, with the version of its body."""
    data: AnsweredTransfer
    """The body."""


class EndedTransfer(Body):
    """The body of a message that takes a request back, or says that nobody answered it."""

    request: Digest
    """The message that asked."""
    ending: TransferEnding
    """How it ended: a code of the list `transfer_endings`."""
    rationale: Text | None = None
    """Why, in words."""
    by: Role | None = None
    """Who ended it, as a role and a rank."""


class TransferEnded(Envelope):
    """A message by which the owner ends its request. An acceptance that was given is not undone by it."""

    type: Literal["uk.missingpersons.transfer.ended.v1"]
    """What the message does, with the version of its body."""
    data: EndedTransfer
    """The body."""


class EscalatedTransfer(Body):
    """The body of a message that takes a transfer to more senior people."""

    request: Digest
    """The message that asked."""
    rationale: Text
    """Why, in words."""
    escalated_to: Role | None = None
    """To whom, as a role and a rank."""
    by: Role | None = None
    """Who escalated it, as a role and a rank."""


class TransferEscalated(Envelope):
    """A message by which either force says that the two disagree. The owner remains the owner."""

    type: Literal["uk.missingpersons.transfer.escalated.v1"]
    """What the message does, with the version of its body."""
    data: EscalatedTransfer
    """The body."""


class RequestedEnquiry(Body):
    """The body of a request that another force does something."""

    force: Annotated[ForceSlug, In("forces")]
    """The force that is asked: a code of the list `forces`."""
    action: Annotated[Code, In("actions")]
    """What is asked for: a code of the list `actions`."""
    text: Text
    """What is asked for, in words."""
    requested_by: Role | None = None
    """Who asks, as a role and a rank, and how to reach the role."""
    answer_by: Timestamp | None = None
    """By when an answer is needed."""


class EnquiryRequested(Envelope):
    """A message by which a force asks another to do something. It does not move ownership."""

    type: Literal["uk.missingpersons.enquiry.requested.v1"]
    """What the message does, with the version of its body."""
    data: RequestedEnquiry
    """The body."""


class AnsweredEnquiry(Body):
    """The body of an answer to an enquiry."""

    request: Digest
    """The message that asked."""
    outcome: EnquiryOutcome
    """What came of it: a code of the list `enquiry_outcomes`."""
    text: Text | None = None
    """What came of it, in words."""
    answered_by: Role | None = None
    """Who answers, as a role and a rank."""


class EnquiryAnswered(Envelope):
    """A message by which the force that was asked says what came of an enquiry."""

    type: Literal["uk.missingpersons.enquiry.answered.v1"]
    """What the message does, with the version of its body."""
    data: AnsweredEnquiry
    """The body."""


class RetractedEpisode(Body):
    """The body of a message that takes an episode back. It has no words, so it says nothing of anybody."""

    version: Digest
    """The message that published the newest version that is taken back."""
    tenure: Counter
    """The tenure that is taken back, as the version has it, with those before it."""
    manner: RetractionManner
    """Whether it is withdrawn or must be erased: a code of the list `retraction_manners`."""
    reason: Annotated[Code, In("retraction_reasons")]
    """Why: a code of the list `retraction_reasons`."""
    reference: Reference | None = None
    """Where the decision is written down: the sender's own reference, never a name."""
    by: Role | None = None
    """Who decided, as a role and a rank."""


class EpisodeRetracted(Envelope):
    """A tombstone for an episode: no version of its tenure, or of an earlier one, stands from now on."""

    type: Literal["uk.missingpersons.episode.retracted.v1"]
    """What the message does, with the version of its body."""
    data: RetractedEpisode
    """The body."""


class RetractedMessage(Body):
    """The body of a message that takes another message back. It has no words, so it says nothing of anybody."""

    message: Digest
    """The message that is taken back."""
    manner: RetractionManner
    """Whether it is withdrawn or must be erased: a code of the list `retraction_manners`."""
    reason: Annotated[Code, In("retraction_reasons")]
    """Why: a code of the list `retraction_reasons`."""
    reference: Reference | None = None
    """Where the decision is written down: the sender's own reference, never a name."""
    by: Role | None = None
    """Who decided, as a role and a rank."""


class MessageRetracted(Envelope):
    """A tombstone for one message, by its sender."""

    type: Literal["uk.missingpersons.message.retracted.v1"]
    """What the message does, with the version of its body."""
    data: RetractedMessage
    """The body."""


class NotifiedCorrection(Body):
    """The body of a notice that something sent was wrong (Data Protection Act 2018, section 38). It has no words."""

    message: Digest
    """The message that was wrong."""
    replaced_by: Digest | None = None
    """The message that says it rightly, where there is one."""
    at: Many[Pointer] = ()
    """Which statements were wrong: JSON Pointers into the body of that message. Absent: the whole."""
    reason: Annotated[Code, In("retraction_reasons")]
    """What was wrong with it: a code of the list `retraction_reasons`."""
    reference: Reference | None = None
    """Where the decision is written down: the sender's own reference, never a name."""


class CorrectionNotified(Envelope):
    """A message to everybody who received something wrong, by whoever sent it."""

    type: Literal["uk.missingpersons.correction.notified.v1"]
    """What the message does, with the version of its body."""
    data: NotifiedCorrection
    """The body."""
