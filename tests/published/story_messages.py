"""What the stories of the exchange are told with: the forces' keys, an episode, and what is said of it."""

from __future__ import annotations

import json
from typing import Any

from missingpersons import wire
from missingpersons.exchange.issuing import extended, sign_trust
from missingpersons.exchange.keys import ES256, PrivateKey
from missingpersons.exchange.seal import seal, seal_message
from missingpersons.exchange.signature import BATCH, SIGNATURE, digest_of, sign, signed_bytes
from missingpersons.exchange.trust import NOBODY, Listed, Trust, read_trust
from missingpersons.models.messages import TYPE_PREFIX
from missingpersons.values.episode_ids import episode_id

from .transcribing import Step, key, keys_come

TIME = "2026-11-21T10:00:00Z"
EPISODE, OTHER_EPISODE = (episode_id("test-north", f"TN/26/000{number}") for number in (1, 2))

ROOT = key("root")
NORTH, SOUTH = key("test-north"), key("test-south", ES256)
NORTH_LATER, NORTH_ES256 = key("test-north", number=2), key("test-north", ES256)
EAST, ISLAND, STRANGER = key("test-east"), key("test-island"), key("test-west")
KEYS = (NORTH, NORTH_LATER, NORTH_ES256, SOUTH, EAST, ISLAND, STRANGER)

Event = dict[str, Any]


def episode(force: str = "test-north", **changes: Any) -> dict[str, Any]:
    return {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": EPISODE,
        "local_reference": "TN/26/0001",
        "revision": 1,
        "tenure": 1,
        "recorded_at": "2026-11-21T09:00:00Z",
        "owner_force": force,
        "status": "open",
        "person": {"names": [{"given": ["Robert"], "family": "Testley"}]},
        **changes,
    }


def published(by: PrivateKey = NORTH, time: str = TIME, **changes: Any) -> bytes:
    return seal(json.dumps(episode(by.force, **changes)), by, time=time)


def says(kind: str, body: dict[str, Any], by: PrivateKey = NORTH, time: str = TIME) -> bytes:
    return seal_message(f"{TYPE_PREFIX}{kind}.v1", EPISODE, body, by, time=time)


def seen(text: str, by: PrivateKey = NORTH, time: str = TIME) -> bytes:
    return says("sighting.reported", {"sighting": {"text": text}}, by, time)


def event(data: bytes) -> Event:
    tree: Event = json.loads(data)
    return tree


def digest(data: bytes) -> str:
    return digest_of(event(data))


def unsigned(data: bytes) -> Event:
    """A message without what proves it."""
    return {name: value for name, value in event(data).items() if name not in (SIGNATURE, BATCH)}


def signed(tree: Event, by: PrivateKey = NORTH) -> bytes:
    """Whatever a sender signs, right or wrong."""
    bare = {name: value for name, value in tree.items() if name not in (SIGNATURE, BATCH)}
    return wire.encode({**bare, SIGNATURE: sign(signed_bytes(bare), by)})


def listed(*keys: Listed, after: Trust = NOBODY) -> bytes:
    return sign_trust(keys, ROOT, time=TIME, after=after)


def read(data: bytes) -> Trust:
    trust, _ = read_trust(data, ROOT.public)
    assert trust is not None
    return trust


ALL = tuple(each.public for each in KEYS if each is not STRANGER)
FIRST_LIST = listed(*extended(NOBODY, ALL))
TRUSTED = read(FIRST_LIST)
"""The keys that most of the stories begin with: all but one."""


def first_list() -> Step:
    return keys_come("the list of keys", FIRST_LIST)
