"""Stories of one episode each: the sets of messages of the scenario library, signed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from missingpersons.exchange.issuing import revoked
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.seal import seal
from missingpersons.models.message import SOURCE_PREFIX

from .story_messages import (
    EAST,
    ISLAND,
    NORTH,
    SOUTH,
    TIME,
    TRUSTED,
    digest,
    episode,
    first_list,
    listed,
    says,
    signed,
)
from .transcribing import Story, keys_come, message

sys.path.insert(0, str(Path(__file__).parents[1] / "scenarios" / "exchange"))

from exchange_library import SCENARIOS, Scenario

BY = {each.force: each for each in (NORTH, SOUTH, EAST, ISLAND)}


def states() -> Iterator[Story]:
    """Each set that is nothing but messages which can be read and are proven."""
    for scenario in SCENARIOS:
        if all(each.outcome is Opening.OK for each in scenario.messages.values()):
            yield _story(scenario)


def _story(scenario: Scenario) -> Story:
    steps = (message(name, signed(_event(each), BY[each.force or ""])) for name, each in scenario.messages.items())
    return Story(f"{scenario.name[0].upper()}{scenario.name[1:]}. {scenario.said}", (first_list(), *steps))


def _event(opened: Opened) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": opened.message_id,
        "source": f"{SOURCE_PREFIX}{opened.force}",
        "subject": opened.subject,
        "type": opened.type,
        "time": opened.time,
        "datacontenttype": "application/json",
        "data": dict(opened.body),
    }


def accounts() -> Iterator[Story]:
    """Who has which message, and what a force that lost its key cannot erase."""
    first = seal(json.dumps(episode()), NORTH, time=TIME, to=["test-south"])
    ok = {"message": digest(first), "outcome": "ok"}
    yield Story(
        "A receipt says that a message is kept. To all who were sent it, or say so, a correction goes.",
        (
            first_list(),
            message("a version, sent to south", first),
            message("east has it too", says("receipt.issued", ok, EAST)),
            message("island could not keep it", says("receipt.issued", {**ok, "outcome": "try_again"}, ISLAND)),
            message("north says that it was wrong", says("correction.notified", _wrong(first))),
        ),
    )
    wipes = says("episode.retracted", {"version": digest(first), "tenure": 1, "manner": "erased", "reason": "unlawful"})
    kept = listed(*revoked(TRUSTED, NORTH.public.kid, "compromised", [digest(first)]), after=TRUSTED)
    yield Story(
        "Whoever stole a key erases an episode: the list that revokes the key makes the erasure void. A ledger that "
        "has dropped the bytes by then has the episode again when it is sent again.",
        (
            first_list(),
            message("a version", first),
            message("the thief erases it", wipes),
            keys_come("the key is revoked, and the version named", kept),
            message("the version comes again", first),
        ),
    )


def _wrong(data: bytes) -> dict[str, Any]:
    told = {"message": digest(data), "reason": "inaccurate", "at": ["/episode/person/names/0"]}
    return {**told, "to": ["test-south", "test-east"]}


FILES = {
    "states": (
        states,
        "What sets of messages amount to: who owns the episode, which versions stand, what waits.",
    ),
    "accounts": (accounts, "Who has which message, and what may be undone."),
}
