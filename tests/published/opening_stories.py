"""Stories of single messages: what is signed of them, and what is refused or held when they are opened."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

from missingpersons import wire
from missingpersons.exchange.signature import BATCH, SIGNATURE

from .story_messages import (
    EAST,
    EPISODE,
    NORTH,
    NORTH_ES256,
    OTHER_EPISODE,
    SOUTH,
    Event,
    digest,
    event,
    first_list,
    published,
    says,
    seen,
    signed,
)
from .transcribing import Step, Story, message


def spelling() -> Iterator[Story]:
    """One message has one digest, however it is spelt."""
    told = "“Être”—or not? \U0001f6b2 at 9 o'clock: \\ / \t \u2028 ﬁ \u007f"
    yield Story(
        "One message in several spellings has one digest and one signature. Only what is signed counts.",
        (
            first_list(),
            message("a sighting in signs of many kinds, in the form that is signed", seen(told)),
            message(
                "the same with blanks, other escapes and its names the other way round",
                json.dumps(dict(reversed(event(seen(told)).items())), indent=1, ensure_ascii=True).encode(),
            ),
            message("the same signed with another key: one message, proven twice", seen(told, NORTH_ES256)),
        ),
    )
    newer = event(seen("A type that is not known."))
    newer["type"] = "uk.missingpersons.drone.flown.v1"
    newer["data"] = {"\U0001f600": 1, "\ufb01": 2, "é": 3, "z": 9007199254740991, "a": -5}
    yield Story(
        "Names outside ASCII are no names of this standard, and what holds them is held under one digest all the same: "
        "RFC 8785 sorts by UTF-16.",
        (first_list(), message("names that UTF-8 would sort otherwise", signed(newer))),
    )


def no_message() -> Iterator[Story]:
    """Bad input: each is refused, with its code."""
    good = seen("At the harbour.")
    twice = good[:-1] + b',"source":"urn:missingpersons:force:test-north"}'
    tail = event(good)[SIGNATURE].rpartition(".")[2]

    def with_header(told: Any) -> bytes:
        text = told if isinstance(told, str) else json.dumps(told)
        made = base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
        return wire.encode({**event(good), SIGNATURE: f"{made}..{tail}"})

    kid = NORTH.public.kid
    yield Story(
        "What is no message, or no longer the one that was sealed, is refused, and nothing is known by it.",
        (
            first_list(),
            message("the message as it was sealed", good),
            message("broken off", good[: len(good) // 2]),
            message("no JSON object", b"[1]"),
            message("bytes that are not UTF-8", good.replace(b"harbour", b"harb\xf6ur")),
            Step("larger than 8 MiB", ('{"id":"', {"repeat": "x", "times": 8 * 1024 * 1024}, '"}')),
            Step("nested too deeply", ({"repeat": "[", "times": 100_000}, {"repeat": "]", "times": 100_000})),
            message("a name twice", twice),
            message("not signed", wire.encode({name: each for name, each in event(good).items() if name != SIGNATURE})),
            message("its words changed", good.replace(b"harbour", b"station")),
            message("its time changed", good.replace(b"10:00:00", b"10:00:01")),
            message("another force's name", good.replace(b"force:test-north", b"force:test-south")),
            message("its signature cut short", good.replace(tail.encode(), tail[:-1].encode())),
            message("another last character of the signature", good.replace(tail.encode(), f"{tail[:-1]}B".encode())),
            message("the algorithm none", with_header({"alg": "none", "kid": kid})),
            message("an HMAC", with_header({"alg": "HS256", "kid": kid})),
            message("the old name of the algorithm", with_header({"alg": "EdDSA", "kid": kid})),
            message("a third parameter in the header", with_header({"alg": "Ed25519", "kid": kid, "crit": []})),
            message("a parameter twice", with_header(f'{{"alg":"Ed25519","kid":"{kid}","kid":"{kid}"}}')),
            message("no name of a key", with_header({"alg": "Ed25519", "kid": "north"})),
            message("the header of another key", with_header({"alg": "Ed25519", "kid": EAST.public.kid})),
            message("the algorithm of another key", with_header({"alg": "ES256", "kid": kid})),
            message("a signature that holds what it signs", good.replace(b"..", b".e30.")),
            message("proven twice over", wire.encode({**event(good), BATCH: f"{'1' * 64}.0"})),
        ),
    )
    yield Story(
        "A force speaks for itself alone, of the episode that it names.",
        (
            first_list(),
            message("north's words signed with south's key", signed(event(good), SOUTH)),
            message("an episode that another force owns", signed({**_foreign(), "subject": EPISODE})),
            message(
                "a message about another episode than it carries",
                signed({**event(published()), "subject": OTHER_EPISODE}),
            ),
        ),
    )


def _foreign() -> Event:
    tree = event(published())
    tree["data"]["episode"]["owner_force"] = "test-south"
    return tree


def held() -> Iterator[Story]:
    """What a proven sender says, and this version cannot read, is kept and shown."""
    unknown, newer = event(seen("x")), event(seen("x"))
    unknown["type"] = "uk.missingpersons.sighting.reported.v2"
    newer["data"]["certainty"] = 3
    envelope = {**event(seen("x")), "priority": "high"}
    placeless = {**event(seen("x")), "type": "uk.missingpersons.force.greeted.v1", "subject": "all forces"}
    later_minor, later_major = event(published()), event(published(revision=2))
    later_minor["data"]["episode"] |= {"standard_version": "1.1", "zz_new": {"any": ["thing"]}}
    later_major["data"]["episode"]["standard_version"] = "2.0"
    sender = {"manner": "withdrawn", "reason": "sent_in_error"}
    yield Story(
        "Rightly signed and not to be read: held, shown by force and episode, and its sender may take it back.",
        (
            first_list(),
            message("a newer version of a type", signed(unknown)),
            message("a body with a field that is not known", signed(newer)),
            message("an envelope with an attribute that is not known", signed(envelope)),
            message("an episode of a newer minor version: it is read, without what is new", signed(later_minor)),
            message("an episode of another major version", signed(later_major)),
            message("of no known type and about no episode: nobody can tell where it belongs", signed(placeless)),
            message(
                "the sender takes the first one back",
                says("message.retracted", {"message": digest(signed(unknown)), **sender}),
            ),
        ),
    )


FILES = {
    "spelling": (spelling, "One content has one digest, whatever its spelling: RFC 8785."),
    "refused": (no_message, "Bad input: what is refused when it is opened."),
    "held": (held, "What is proven and cannot be read."),
}
