"""What the fold has to know of a message: everything that decides, and nothing that is said of anybody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Self

from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.repeated import code_of, places_of
from missingpersons.models.messages import TYPE_PREFIX
from missingpersons.values.episode_ids import episode_id

PUBLISHED = "episode.published"
SIGHTING = "sighting.reported"
FOUND = "found.reported"
TRANSFER_REQUESTED = "transfer.requested"
TRANSFER_ANSWERED = "transfer.answered"
TRANSFER_ENDED = "transfer.ended"
TRANSFER_ESCALATED = "transfer.escalated"
ENQUIRY_REQUESTED = "enquiry.requested"
ENQUIRY_ANSWERED = "enquiry.answered"
EPISODE_RETRACTED = "episode.retracted"
MESSAGE_RETRACTED = "message.retracted"
CORRECTION = "correction.notified"
RECEIPT = "receipt.issued"
BATCH = "batch.sealed"

COUNTS = frozenset({Opening.OK, Opening.HELD})
"""What is proven under a key that counts for it."""

APART = frozenset({RECEIPT, BATCH})
"""What is about messages and not about an episode: no part of any state."""

_NAMES = {
    PUBLISHED: "transfer",
    TRANSFER_REQUESTED: "version",
    TRANSFER_ANSWERED: "request",
    TRANSFER_ENDED: "request",
    TRANSFER_ESCALATED: "request",
    ENQUIRY_ANSWERED: "request",
    EPISODE_RETRACTED: "version",
    MESSAGE_RETRACTED: "message",
    CORRECTION: "message",
    RECEIPT: "message",
}
"""The name in each body of the digest of the message that it depends on."""

_CODES = {
    TRANSFER_ANSWERED: "answer",
    TRANSFER_ENDED: "ending",
    ENQUIRY_REQUESTED: "action",
    ENQUIRY_ANSWERED: "outcome",
    EPISODE_RETRACTED: "manner",
    MESSAGE_RETRACTED: "manner",
    RECEIPT: "outcome",
}
"""The name in each body of the code that says what the message does."""


_REASONS = {
    TRANSFER_REQUESTED: "transfer_reasons",
    TRANSFER_ANSWERED: "refusal_reasons",
    EPISODE_RETRACTED: "retraction_reasons",
    MESSAGE_RETRACTED: "retraction_reasons",
    CORRECTION: "retraction_reasons",
}
"""The list that the reason in each body is of."""


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fact:
    """One message whose sender is proven, as the fold sees it.

    ``kind`` is the noun and verb of its type, ``names`` the digest of the message that it depends on, ``asked`` the
    force that it asks, ``code`` what it does (an answer, an ending, a manner, an action, an outcome) and ``reason``
    why. ``unreadable`` is the code of what kept its body from being read. ``tenure`` is of the episode that it
    publishes, or that its sender says to hand over or to take back. ``revision``, ``status`` and ``content`` (a digest)
    are of the episode that it publishes; ``proves``, whether the id of that episode is made from its owner and
    reference. ``ready`` is False for a request on a version that is not ready for a transfer.

    ``body`` and ``document`` are what the message says. They decide nothing, and an erasure takes them away: then the
    fact is ``hollow``, and stands for the message as long as the erasure does.
    """

    digest: str
    force: str
    kind: str
    subject: str
    message_id: str | None = None
    unreadable: str | None = None
    names: str | None = None
    asked: str | None = field(default=None, repr=False)
    to: tuple[str, ...] = field(default=(), repr=False)
    code: str | None = None
    reason: str | None = None
    tenure: int = 0
    revision: int = 0
    status: str | None = None
    content: str | None = None
    proves: bool = False
    ready: bool = True
    replaced_by: str | None = None
    at: tuple[str, ...] = ()
    hollow: bool = False
    body: Mapping[str, Any] = field(default_factory=_nothing, repr=False, compare=False)
    document: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def addressed(self) -> tuple[str, ...]:
        """The forces that the message was sent to, by its own words: `to`, and the force that it asks."""
        return tuple(sorted({*self.to, *([self.asked] if self.asked else [])}))

    def erased(self) -> Fact:
        """The same without what it says: the fold of a set in which it stands for the message is the same."""
        return replace(self, status=None, content=None, at=(), hollow=True, body=_nothing(), document=None)

    def as_dict(self) -> dict[str, Any]:
        """What decides, as a JSON object for a store. ``from_dict`` reads it; the body is stored beside it, or not."""
        return dict(self._written())

    def _written(self) -> Iterator[tuple[str, Any]]:
        for name in _STORED:
            value = getattr(self, name)
            if name in _ALWAYS or value != _DEFAULTS[name]:
                yield name, list(value) if isinstance(value, tuple) else value

    @classmethod
    def from_dict(
        cls, tree: Mapping[str, Any], *, body: Mapping[str, Any] = MappingProxyType({}), document: bytes | None = None
    ) -> Self:
        """The fact that ``as_dict`` wrote, with what the message says if that is still kept."""
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in tree.items()
        }
        return cls(**told, body=body, document=document)


_UNDECIDED = Fact("", "", "", "")
_STORED = tuple(name for name in Fact.__slots__ if name not in ("body", "document"))
_ALWAYS = ("digest", "force", "kind", "subject")
_DEFAULTS = {name: getattr(_UNDECIDED, name) for name in _STORED}


@lru_cache(maxsize=64)
def kind_of(type_: str | None) -> str:
    """The noun and verb of a type of message: ``episode.published``. One of another version keeps its version."""
    told = (type_ or "").removeprefix(TYPE_PREFIX)
    return told.removesuffix(".v1")


def fact(opened: Opened) -> Fact | None:
    """What the fold has to know of ``opened``, if it counts. None if nothing proves it or it is about no episode."""
    if opened.outcome not in (*COUNTS, Opening.VOID) or opened.force is None or opened.subject is None:
        return None
    kind = kind_of(opened.type)
    head: dict[str, Any] = {
        "digest": opened.digest,
        "force": opened.force,
        "subject": opened.subject,
        "message_id": opened.message_id,
    }
    body = opened.body
    if opened.outcome is Opening.HELD or not body:
        # Of a void message that cannot be read nobody has said why; it is opened again should it ever count.
        unreadable = opened.findings[0].code if opened.findings else "MP-X-009"
        return Fact(**head, kind=kind, unreadable=unreadable, body=body)
    if kind == PUBLISHED:
        return _published(opened, head)
    code = body.get(_CODES[kind]) if kind in _CODES else None
    if kind == ENQUIRY_REQUESTED:
        code = code_of("actions", code)
    return Fact(
        **head,
        kind=kind,
        names=body.get(_NAMES[kind]) if kind in _NAMES else None,
        asked=body.get("force"),
        to=tuple(body.get("to", ())),
        code=code,
        reason=code_of(_REASONS[kind], body.get("reason")) if kind in _REASONS else None,
        ready=kind != TRANSFER_REQUESTED or body["quality"]["errors"] == 0,
        tenure=body.get("tenure", 0),
        replaced_by=body.get("replaced_by"),
        at=places_of(body.get("at", ())) if kind == CORRECTION else (),
        body=body,
    )


def _published(opened: Opened, head: Mapping[str, Any]) -> Fact:
    body = opened.body
    episode = body["episode"]
    document = opened.document or b""
    reference = episode.get("local_reference")
    return Fact(
        **head,
        kind=PUBLISHED,
        names=body.get("transfer"),
        to=tuple(body.get("to", ())),
        tenure=episode["tenure"],
        revision=episode["revision"],
        status=str(episode["status"]),
        content=hashlib.sha256(document).hexdigest(),
        proves=reference is not None and episode["episode_id"] == episode_id(episode["owner_force"], reference),
        body=body,
        document=document,
    )
