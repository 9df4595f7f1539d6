"""Of what was erased no byte is left: in the file of a register, beside it, or in a ledger that was compacted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from missingpersons.exchange import keys
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.seal import seal, seal_message
from missingpersons.exchange.signature import digest_of
from missingpersons.exchange.trust import Trust
from missingpersons.register.store import Register
from missingpersons.values.episode_ids import episode_id

TIME = "2026-11-21T10:00:00Z"
NORTH, SOUTH = keys.new_key("test-north"), keys.new_key("test-south")
MARKER = re.compile(rb"zq([0-9]{4})zq", re.IGNORECASE)
QUALITY = {"profile": "transfer", "judged_as_of": TIME, "errors": 0, "warnings": 0, "advice": 0}


def words(number: int, random: Random) -> str:
    """Words with the marker of an episode: few, or so many that they fill pages of their own."""
    return f"zq{number:04}zq " * random.choice([1, 20, 700])


def published(number: int, revision: int, random: Random) -> bytes:
    reference = f"TN/26/{number:04}"
    tree = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": episode_id("test-north", reference),
        "local_reference": reference,
        "revision": revision,
        "tenure": 1,
        "recorded_at": TIME,
        "owner_force": "test-north",
        "status": "open",
        "person": {
            "names": [{"given": [f"Gzq{number:04}zq"], "family": f"Fzq{number:04}zq"}],
            "identifiers": [{"scheme": "pnc", "value": f"ZQ{number:04}ZQ"}],
            "clothing": [{"text": f"red coat zq{number:04}zq"}],
            "marks": [{"text": f"a swallow on the left hand, zq{number:04}zq"}],
        },
        "circumstances": words(number, random),
    }
    return seal(json.dumps(tree), NORTH, time=TIME)


def said(number: int, kind: str, body: dict[str, Any], by: keys.PrivateKey = NORTH) -> bytes:
    subject = episode_id("test-north", f"TN/26/{number:04}")
    return seal_message(f"uk.missingpersons.{kind}.v1", subject, body, by, time=TIME)


def digest(message: bytes) -> str:
    return digest_of(json.loads(message))


def told(number: int, random: Random) -> tuple[list[bytes], list[bytes]]:
    """Everything that is said of an episode, and what has all of it erased."""
    first = published(number, 1, random)
    seen = said(number, "sighting.reported", {"sighting": {"text": words(number, random)}}, SOUTH)
    found = said(number, "found.reported", {"outcome": {"text": words(number, random)}}, SOUTH)
    enquiry = said(
        number, "enquiry.requested", {"force": "test-south", "action": "cctv", "text": words(number, random)}
    )
    asked = {"version": digest(first), "tenure": 1, "force": "test-south", "reason": "other", "quality": QUALITY}
    # A request is not erased, since an acceptance may rest on it: nothing is said of anybody in it.
    asks = said(number, "transfer.requested", {**asked, "rationale": "Last seen in the area of test-south."})
    no = said(
        number,
        "transfer.answered",
        {
            "request": digest(asks),
            "answer": "refused",
            "reason": "enquiries_remain_with_sender",
            "rationale": f"zq{number:04}zq",
        },
        SOUTH,
    )
    erased = {"manner": "erased", "reason": "unlawful"}
    wipes = [said(number, "episode.retracted", {"version": digest(first), "tenure": 1, **erased})]
    wipes += [
        said(number, "message.retracted", {"message": digest(each), **erased}, by)
        for each, by in ((seen, SOUTH), (found, SOUTH), (enquiry, NORTH))
    ]
    return [first, published(number, 2, random), seen, found, enquiry, asks, no], wipes


def interleaved(random: Random, count: int, gone: set[int]) -> list[bytes]:
    """What is said of many episodes in any order, and the erasures of some among it, also before what they erase."""
    every = [told(number, random) for number in range(count)]
    messages = [each for said_of, _ in every for each in said_of]
    messages += [each for number in sorted(gone) for each in every[number][1]]
    random.shuffle(messages)
    return messages


def markers(data: bytes) -> set[int]:
    return {int(each) for each in MARKER.findall(data)}


def left(folder: Path) -> set[int]:
    return {each for path in folder.iterdir() for each in markers(path.read_bytes())}


@pytest.mark.parametrize("seed", range(3))
class TestErased:
    def test_leaves_nothing_in_a_register(self, tmp_path: Path, seed: int) -> None:
        random = Random(seed)
        gone = set(random.sample(range(40), 15))
        with Register.create(tmp_path / "register.db") as register:
            register.trust([NORTH.public, SOUTH.public])
            for some in _blocks(interleaved(random, 40, gone), random):
                with register.writing():
                    for each in some:
                        register.receive(each, source="invented")
            while_open = left(tmp_path)

        assert while_open == set(range(40)) - gone
        assert left(tmp_path) == while_open

    def test_leaves_nothing_in_a_ledger_that_is_compacted(self, seed: int) -> None:
        random = Random(seed)
        gone = set(random.sample(range(40), 15))
        ledger = Ledger(trust=Trust.of([NORTH.public, SOUTH.public]))
        for each in interleaved(random, 40, gone):
            ledger.receive(each)

        ledger.compact()

        assert markers("\n".join(_held_by(ledger)).encode()) == set(range(40)) - gone


def _blocks(messages: list[bytes], random: Random) -> Iterator[list[bytes]]:
    while messages:
        size = random.choice([1, 1, 30])
        yield messages[:size]
        messages = messages[size:]


def _held_by(value: Any) -> Iterator[str]:
    """All the text that a thing holds, also what its repr would not show."""
    met: set[int] = set()
    ahead: list[Any] = [vars(value)]
    while ahead:
        each = ahead.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, bytes):
            yield each.decode()
        elif id(each) not in met:
            met.add(id(each))
            if hasattr(each, "items"):
                ahead += [part for item in each.items() for part in item]
            elif isinstance(each, list | tuple | set | frozenset):
                ahead += each
            else:
                ahead += [getattr(each, name, None) for name in getattr(type(each), "__slots__", ())]
                ahead += getattr(each, "__dict__", {}).values()
