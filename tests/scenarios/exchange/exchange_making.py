"""Messages as they come out of opening, without a key: each body is read by its model first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from missingpersons import wire
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.findings import finding
from missingpersons.models.messages import MESSAGES, TYPE_PREFIX
from missingpersons.values.episode_ids import episode_id

NORTH, SOUTH, EAST, ISLAND = "test-north", "test-south", "test-east", "test-island"
EPISODE = episode_id(NORTH, "TN/26/0001")
"""An episode whose id was given by test-north."""

READY = {"profile": "transfer", "judged_as_of": "2026-11-21T09:00:00Z", "errors": 0, "warnings": 0, "advice": 0}
NOBODY = "0" * 64
"""A digest that no message has."""


@cache
def _reads(type_: str) -> Any:
    kind = MESSAGES[type_]
    kind.model_rebuild()
    return kind.__pydantic_validator__


def say(
    force: str, kind: str, data: dict[str, Any], *, subject: str = EPISODE, time: str = "2026-11-21T10:00:00Z"
) -> Opened:
    """What comes out of opening the message by which ``force`` says ``data``."""
    type_ = f"{TYPE_PREFIX}{kind}.v1"
    source = f"urn:missingpersons:force:{force}"
    event = {
        "specversion": "1.0",
        "id": str(uuid5(NAMESPACE_URL, f"{source} {kind} {json.dumps(data, sort_keys=True)}")),
        "source": source,
        "subject": subject,
        "type": type_,
        "time": time,
        "datacontenttype": "application/json",
        "data": data,
    }
    written = wire.encode(event)
    _reads(type_).validate_json(written)
    return Opened(
        outcome=Opening.OK,
        digest=hashlib.sha256(written).hexdigest(),
        message_id=event["id"],
        force=force,
        kid=f"key-of-{force}",
        type=type_,
        subject=subject,
        time=time,
        body=data,
        document=wire.encode(data["episode"]) if "episode" in data else None,
    )


def published(
    force: str = NORTH,
    revision: int = 1,
    *,
    tenure: int = 1,
    status: str = "open",
    transfer: Opened | str | None = None,
    text: str = "",
    time: str = "2026-11-21T10:00:00Z",
    subject: str = EPISODE,
) -> Opened:
    episode = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": subject,
        "local_reference": "TN/26/0001",
        "revision": revision,
        "tenure": tenure,
        "recorded_at": "2026-11-21T09:00:00Z",
        "owner_force": force,
        "status": status,
        "person": {"names": [{"given": ["Robert"], "family": "Testley"}]},
        **({"circumstances": text} if text else {}),
    }
    named = {"transfer": digest(transfer)} if transfer else {}
    return say(force, "episode.published", {"episode": episode, "quality": READY, **named}, subject=subject, time=time)


def digest(named: Opened | str) -> str:
    return named if isinstance(named, str) else named.digest


def tenure_of(version: Opened | str) -> int:
    return int(version.body.get("episode", {}).get("tenure", 1)) if isinstance(version, Opened) else 1


def requested(
    version: Opened | str, asked: str = SOUTH, *, force: str = NORTH, errors: int = 0, tenure: int | None = None
) -> Opened:
    data = {
        "version": digest(version),
        "tenure": tenure or tenure_of(version),
        "force": asked,
        "reason": "last_seen_in_receiving_force",
        "rationale": "Seen twice at the harbour.",
        "quality": {**READY, "errors": errors},
    }
    return say(force, "transfer.requested", data)


def answered(request: Opened | str, answer: str = "accepted", *, force: str = SOUTH, why: str = "") -> Opened:
    data = {"request": digest(request), "answer": answer, **({"rationale": why} if why else {})}
    if answer == "refused":
        data["reason"] = "enquiries_remain_with_sender"
    return say(force, "transfer.answered", data)


def ended(request: Opened | str, ending: str = "withdrawn", *, force: str = NORTH) -> Opened:
    return say(force, "transfer.ended", {"request": digest(request), "ending": ending})


def escalated(request: Opened | str, *, force: str = NORTH) -> Opened:
    return say(force, "transfer.escalated", {"request": digest(request), "rationale": "The two disagree."})


def enquired(*, force: str = NORTH, asked: str = SOUTH) -> Opened:
    data = {"force": asked, "action": "search_home", "text": "Is anybody at the flat above the chandler's?"}
    return say(force, "enquiry.requested", data)


def replied(enquiry: Opened | str, *, force: str = SOUTH, outcome: str = "done") -> Opened:
    return say(force, "enquiry.answered", {"request": digest(enquiry), "outcome": outcome, "text": "Nobody there."})


def seen(*, force: str = EAST, text: str = "At the bus station.") -> Opened:
    return say(force, "sighting.reported", {"sighting": {"text": text}})


def found(*, force: str = EAST) -> Opened:
    return say(force, "found.reported", {"outcome": {"found_at": "2026-11-22T07:00:00Z", "text": "Safe and well."}})


def taken_back(
    version: Opened | str, manner: str = "withdrawn", *, force: str = NORTH, tenure: int | None = None
) -> Opened:
    data = {
        "version": digest(version),
        "tenure": tenure or tenure_of(version),
        "manner": manner,
        "reason": "not_missing",
    }
    return say(force, "episode.retracted", data)


def retracted(message: Opened | str, manner: str = "withdrawn", *, force: str = NORTH) -> Opened:
    data = {"message": digest(message), "manner": manner, "reason": "sent_in_error"}
    return say(force, "message.retracted", data)


def corrected(message: Opened | str, *, force: str = NORTH, by: Opened | None = None) -> Opened:
    data = {"message": digest(message), "reason": "inaccurate", "at": ["/episode/circumstances"]}
    return say(force, "correction.notified", {**data, **({"replaced_by": by.digest} if by else {})})


def receipt(message: Opened | str, *, force: str = SOUTH, outcome: str = "ok") -> Opened:
    return say(force, "receipt.issued", {"message": digest(message), "outcome": outcome})


def unreadable(message: Opened, code: str = "MP-X-009") -> Opened:
    """The same message for a library that cannot read what it carries."""
    return replace(message, outcome=Opening.HELD, body={}, document=None, findings=(finding(code, "/data"),))


def unproven(message: Opened) -> Opened:
    """The same message where nothing proves yet, or no longer, who sent it."""
    return replace(message, outcome=Opening.UNPROVEN, force=None, kid=None, waits_for="a-key")
