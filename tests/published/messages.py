"""A good message of every type, as a tree, told as one invented story. Their signatures prove nothing.

test-north is looking for Carys Penhale, who is found in test-south's area; test-south takes the episode over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

NORTH, SOUTH = "test-north", "test-south"
EPISODE = "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"
WHEN = "2026-03-01T10:00:00Z"

SIGNATURE = f"{'a' * 40}..{'b' * 86}"
"""What has the form of a signature."""

QUALITY = {
    "profile": "circulate",
    "judged_as_of": WHEN,
    "errors": 0,
    "warnings": 1,
    "advice": 0,
    "codes": ["MP-R-001"],
    "readiness": [{"profile": "close", "errors": 3}],
    "last_verified_at": "2026-03-01T09:15:00Z",
    "gradings": [{"grading": "2BP", "statements": 1}],
    "bases": {"fact": 2, "opinion": 1},
}
"""What the checks of a sender found."""

SERGEANT = {"role": "supervisor", "rank": "sergeant"}
INSPECTOR = {"role": "duty_inspector", "rank": "inspector", "contact_point": "Control room, 01632 960101"}


def type_named(noun_and_verb: str) -> str:
    """The type of a message, by its noun and its verb: ``episode.published``."""
    return f"uk.missingpersons.{noun_and_verb}.v1"


def digest_of(words: str) -> str:
    """What has the form of a message's digest."""
    return hashlib.sha256(words.encode()).hexdigest()


def message(noun_and_verb: str, data: Mapping[str, Any], *, force: str = NORTH, about: str = EPISODE) -> dict[str, Any]:
    """The tree of one message, by its noun and its verb. Its signature has the right form and proves nothing."""
    return {
        "specversion": "1.0",
        "id": EPISODE,
        "type": type_named(noun_and_verb),
        "source": f"urn:missingpersons:force:{force}",
        "subject": about,
        "time": WHEN,
        "datacontenttype": "application/json",
        "mpsignature": SIGNATURE,
        "data": data,
    }


def published(episode: Mapping[str, Any]) -> dict[str, Any]:
    """The tree of a message that publishes an episode."""
    body = {"episode": episode, "quality": QUALITY, "processing_regime": "part_3"}
    return message("episode.published", body, force=episode["owner_force"], about=episode["episode_id"])


def every_type(episode: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A message of every type, about one episode of test-north's."""
    version, request, enquiry = digest_of("the version"), digest_of("the request"), digest_of("the enquiry")
    sighting, batch = digest_of("the sighting"), digest_of("the batch")
    seen = {
        "window": {"earliest": "2026-03-01T07:40:00Z", "latest": "2026-03-01T08:00:00Z"},
        "place": {"text": "The bus station of an invented town", "point": {"latitude": "53.52", "longitude": "-1.15"}},
        "reported_by_force": SOUTH,
        "text": "A young woman with a yellow rucksack asked for the coach to the coast.",
        "confidence": "likely",
        "confirmed": "unknown",
    }
    found = {"found_at": "2026-03-01T22:10:00Z", "found_in_force": SOUTH, "found_by": "police", "text": "At the pier."}
    asked = {
        "version": version,
        "tenure": 1,
        "force": SOUTH,
        "reason": "believed_location",
        "rationale": "Everything that is left to do is in test-south's area. The first actions are done.",
        "requested_by": SERGEANT,
        "answer_by": "2026-03-01T18:00:00Z",
        "quality": {**QUALITY, "profile": "transfer"},
    }
    listed = {**message("sighting.reported", {"sighting": seen, "to": [NORTH]}, force=SOUTH), "mpbatch": f"{batch}.0"}
    del listed["mpsignature"]
    return [
        published(episode),
        message("sighting.reported", {"sighting": seen, "reference": "CAD 118/26", "to": [NORTH]}, force=SOUTH),
        listed,
        message("found.reported", {"outcome": found, "reported_by": SERGEANT}, force=SOUTH),
        message("transfer.requested", asked),
        message(
            "transfer.answered",
            {"request": request, "answer": "accepted", "rationale": "Agreed.", "answered_by": INSPECTOR},
            force=SOUTH,
        ),
        message(
            "transfer.answered",
            {"request": request, "answer": "refused", "reason": "initial_actions_incomplete"},
            force=SOUTH,
        ),
        message("transfer.ended", {"request": request, "ending": "lapsed", "by": SERGEANT}),
        message("transfer.escalated", {"request": request, "rationale": "The two do not agree.", "by": INSPECTOR}),
        message(
            "enquiry.requested",
            {"force": SOUTH, "action": "cctv", "text": "Please ask the bus station for its pictures."},
        ),
        message(
            "enquiry.answered", {"request": enquiry, "outcome": "done", "text": "She took the coach."}, force=SOUTH
        ),
        message(
            "episode.retracted",
            {
                "version": version,
                "tenure": 1,
                "manner": "erased",
                "reason": "erasure_required",
                "reference": "DP 7/26",
            },
        ),
        message(
            "message.retracted", {"message": sighting, "manner": "withdrawn", "reason": "wrong_person"}, force=SOUTH
        ),
        message(
            "correction.notified",
            {
                "message": version,
                "replaced_by": digest_of("the right one"),
                "at": ["/person/names/0"],
                "reason": "inaccurate",
            },
        ),
        message(
            "receipt.issued",
            {"message": version, "outcome": "refused", "findings": [{"code": "MP-S-020", "at": "/data/episode"}]},
            force=SOUTH,
        ),
        message("batch.sealed", {"digests": [digest_of("the listed one"), sighting]}, force=SOUTH),
    ]
