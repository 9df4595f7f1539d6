"""A body for each type of message, invented, with much of what each may say: what the tests of the exchange send."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from missingpersons.testing.people import episode

EPISODE = "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"
SUBJECT = EPISODE
TIME = "2026-12-01T10:00:00Z"
ONE, TWO = "1" * 64, "2" * 64

_ROLE = {"role": "supervisor", "rank": "sergeant", "contact_point": "Control room, 01632 960111"}
_QUALITY = {"profile": "transfer", "judged_as_of": TIME, "errors": 0, "warnings": 2, "advice": 1, "codes": ["MP-R-040"]}
_REASON = {"reason": "sent_in_error", "reference": "TEST-DECISION-7", "by": _ROLE}


def good_episode() -> dict[str, Any]:
    """The tree of an episode that test-north owns."""
    return episode(Random(1)) | {"owner_force": "test-north", "episode_id": EPISODE}


def _of(name: str) -> str:
    return f"uk.missingpersons.{name}.v1"


PUBLISHED = _of("episode.published")
SIGHTING = _of("sighting.reported")
FOUND = _of("found.reported")
REQUESTED = _of("transfer.requested")
ANSWERED = _of("transfer.answered")
ENQUIRY = _of("enquiry.requested")
RECEIPT = _of("receipt.issued")
BATCH = _of("batch.sealed")

BODIES: Mapping[str, Mapping[str, Any]] = {
    PUBLISHED: {"episode": good_episode(), "quality": _QUALITY | {"profile": "circulate"}, "transfer": ONE},
    SIGHTING: {
        "to": ["test-south"],
        "processing_regime": "part_3",
        "sighting": {"window": {"latest": TIME}, "text": "At the bus station, in a red coat — alone."},
        "reference": "TEST-LOG-1",
        "reported_by": _ROLE,
    },
    FOUND: {
        "outcome": {"found_at": TIME, "found_in_force": "test-south"},
        "reference": "TEST-LOG-2",
        "reported_by": _ROLE,
    },
    REQUESTED: {
        "version": ONE,
        "tenure": 1,
        "force": "test-south",
        "reason": "last_seen_in_receiving_force",
        "rationale": "Seen twice on Monday in the other force's area.",
        "requested_by": _ROLE,
        "answer_by": TIME,
        "quality": _QUALITY,
    },
    ANSWERED: {"request": ONE, "answer": "accepted", "rationale": "We have the enquiries.", "answered_by": _ROLE},
    _of("transfer.ended"): {"request": ONE, "ending": "withdrawn", "rationale": "Found.", "by": _ROLE},
    _of("transfer.escalated"): {"request": ONE, "rationale": "No answer.", "escalated_to": _ROLE, "by": _ROLE},
    ENQUIRY: {
        "force": "test-south",
        "action": "record_incident",
        "text": "Please call at the address.",
        "requested_by": _ROLE,
        "answer_by": TIME,
    },
    _of("enquiry.answered"): {"request": ONE, "outcome": "done", "text": "Nobody there.", "answered_by": _ROLE},
    _of("episode.retracted"): {"version": ONE, "tenure": 1, "manner": "withdrawn", **_REASON},
    _of("message.retracted"): {"message": ONE, "manner": "erased", **_REASON},
    _of("correction.notified"): {
        "message": ONE,
        "replaced_by": TWO,
        "at": ["/episode/person"],
        "reason": "wrong_person",
        "reference": "TEST-DECISION-8",
    },
    RECEIPT: {"message": ONE, "outcome": "refused", "findings": [{"code": "MP-X-005", "at": "/mpsignature"}]},
    BATCH: {"digests": [ONE, TWO]},
}
"""A body of each type."""
