"""Every type of message, by the type that its envelope gives."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from missingpersons.models.handover import (
    CorrectionNotified,
    EnquiryAnswered,
    EnquiryRequested,
    EpisodeRetracted,
    MessageRetracted,
    TransferAnswered,
    TransferEnded,
    TransferEscalated,
    TransferRequested,
)
from missingpersons.models.message import (
    BatchSealed,
    Envelope,
    EpisodePublished,
    FoundReported,
    ReceiptIssued,
    SightingReported,
)

_KINDS: tuple[type[Envelope], ...] = (
    EpisodePublished,
    SightingReported,
    FoundReported,
    TransferRequested,
    TransferAnswered,
    TransferEnded,
    TransferEscalated,
    EnquiryRequested,
    EnquiryAnswered,
    EpisodeRetracted,
    MessageRetracted,
    CorrectionNotified,
    ReceiptIssued,
    BatchSealed,
)

TYPE_PREFIX = "uk.missingpersons."
"""What the type of every message begins with."""


def type_of(kind: type[Envelope]) -> str:
    """The CloudEvents type of a kind of message: `uk.missingpersons.<noun>.<verb>.v1`."""
    (name,) = get_args(kind.model_fields["type"].annotation)
    return str(name)


EPISODE_PUBLISHED = type_of(EpisodePublished)
TRANSFER_REQUESTED = type_of(TransferRequested)
RECEIPT_ISSUED = type_of(ReceiptIssued)
BATCH_SEALED = type_of(BatchSealed)

MESSAGES: Mapping[str, type[Envelope]] = MappingProxyType({type_of(kind): kind for kind in _KINDS})
"""The record of each type of message."""


def schema_name(type_: str) -> str:
    """The name of the schema of a type of message, such as `message-episode-published`."""
    return "message-" + "-".join(type_.removeprefix(TYPE_PREFIX).split(".")[:-1])
