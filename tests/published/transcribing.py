"""How a story of the exchange is written down: what comes, in order, and what a ledger says at each step.

The keys are made from words, so they are the same everywhere, and so is every Ed25519 signature. An ES256 signature is
another each time it is made: one that was written down is kept as long as it signs the same.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from missingpersons.exchange.keys import ED25519, ES256, PrivateKey, PublicKey, public_jwk, thumbprint
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.signature import SIGNATURE, digest_of, read_header, signed_bytes, verify
from missingpersons.exchange.trust import Trust

Piece = str | dict[str, Any]
"""A text; bytes in base64; or a text so many times over: as in ``bytes.json``."""

NOTE = "The private halves of these keys are published here. They are for tests: trust them nowhere else."


@dataclass(frozen=True)
class Step:
    """One thing that comes: a message, or a list of keys. ``now`` is the moment at which somebody looks at it."""

    why: str
    pieces: tuple[Piece, ...]
    is_list: bool = False
    now: str | None = None

    @property
    def data(self) -> bytes:
        return b"".join(map(_bytes_of, self.pieces))


@dataclass(frozen=True)
class Story:
    """What comes in one order, told in a sentence. What is known in the end is the same in every other."""

    why: str
    steps: tuple[Step, ...]


def message(why: str, data: bytes, *, now: str | None = None) -> Step:
    """A step in which a message comes, or what is none."""
    try:
        return Step(why, (data.decode(),), now=now)
    except UnicodeDecodeError:
        return Step(why, ({"base64": base64.b64encode(data).decode()},), now=now)


def keys_come(why: str, data: bytes) -> Step:
    """A step in which a list of keys comes."""
    return Step(why, (data.decode(),), is_list=True)


def _bytes_of(piece: Piece) -> bytes:
    if isinstance(piece, str):
        return piece.encode()
    if "base64" in piece:
        return base64.b64decode(piece["base64"])
    return (str(piece["repeat"]) * int(piece["times"])).encode()


@cache
def key(holder: str, alg: str = ED25519, number: int = 1) -> PrivateKey:
    """The test key of a force, or of the root: always the same."""
    seed = hashlib.sha256(f"missingpersons, test key {number} of {holder} for {alg}".encode()).digest()
    if alg == ED25519:
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        parts = {"kty": "OKP", "crv": "Ed25519", "x": _base64url(public)}
    else:
        # 2^255 is less than the order of the curve, and a seed is not nought.
        seed = bytes([seed[0] & 0x7F]) + seed[1:]
        point = derive_private_key(int.from_bytes(seed, "big"), SECP256R1()).public_key().public_numbers()
        x, y = (_base64url(each.to_bytes(32, "big")) for each in (point.x, point.y))
        parts = {"kty": "EC", "crv": "P-256", "x": x, "y": y}
    jwk = public_jwk(parts)
    return PrivateKey(PublicKey(holder, thumbprint(jwk), jwk), _base64url(seed))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def written(keys: Iterable[PrivateKey], root: PrivateKey, stories: Iterable[Story], why: str) -> dict[str, Any]:
    """The stories as one file of the conformance suite."""
    return {
        "why": why,
        "note": NOTE,
        "root": {**root.public.as_dict(), "d": root.secret},
        "keys": [{**each.public.as_dict(), "d": each.secret} for each in keys],
        "cases": [{"why": each.why, "steps": list(played(each, root.public))} for each in stories],
    }


class Player:
    """A ledger that is given one thing after another, and says each time what is otherwise than before."""

    def __init__(self, root: PublicKey) -> None:
        self._now: datetime | None = None
        self.ledger = Ledger(root, opener=self._open)
        self._digests: set[str] = set()
        self._subjects: set[str] = set()
        self._known: dict[str, dict[str, Any]] = {}

    def take(self, data: bytes, *, is_list: bool, now: str | None = None) -> dict[str, Any]:
        """Take in a list of keys or a message, and say what came out of it by itself."""
        if is_list:
            found = self.ledger.trust(data)
            trusted = self.ledger.trusted
            told = [each.as_dict() for each in (*found, *trusted.findings)]
            return {"serial": trusted.serial, "list": trusted.digest, "findings": _places(told)}
        self._now = datetime.fromisoformat(now) if now else None
        opened = self.ledger.receive(data)
        self._now = None
        self._digests.add(opened.digest)
        return said(opened)

    def changes(self) -> dict[str, Any]:
        """The parts of what is known that are otherwise than they were when this was asked before."""
        now = self.everything()
        before, self._known = self._known, now
        return {
            part: changed
            for part, each in now.items()
            if (changed := {name: value for name, value in each.items() if before.get(part, {}).get(name) != value})
        }

    def everything(self) -> dict[str, dict[str, Any]]:
        """All that is known: each message's fate, each episode's state, and who has which message."""
        ledger, digests = self.ledger, sorted(self._digests)
        outcomes = {each: ledger.outcome(each).as_dict() for each in digests}
        self._subjects.update(ledger.episodes())
        return {
            "outcomes": {each: told for each, told in outcomes.items() if told["outcome"] != "unknown"},
            "states": {each: ledger.state(each).as_dict() for each in sorted(self._subjects)},
            "acknowledged": {each: list(told) for each in digests if (told := ledger.acknowledged(each))},
            "recipients": {each: list(told) for each in digests if (told := ledger.recipients(each))},
        }

    def _open(self, data: bytes, trust: Trust, batches: Mapping[str, Opened]) -> Opened:
        return open_message(data, trust, batches, now=self._now)


def played(story: Story, root: PublicKey) -> Iterable[dict[str, Any]]:
    """The steps of a story, each with what is to be expected of it."""
    player = Player(root)
    for step in story.steps:
        told = player.take(step.data, is_list=step.is_list, now=step.now)
        yield {
            "why": step.why,
            "kind": "list" if step.is_list else "message",
            **({"now": step.now} if step.now else {}),
            "bytes": list(step.pieces),
            "expect": {"opened" if not step.is_list else "trusted": told, **player.changes()},
        }


def said(opened: Opened) -> dict[str, Any]:
    """What opening says of a message, as a JSON object."""
    told = {
        "outcome": str(opened.outcome),
        "digest": opened.digest,
        "id": opened.message_id,
        "force": opened.force,
        "kid": opened.kid,
        "type": opened.type,
        "subject": opened.subject,
        "batch": opened.batch,
        "waits_for": opened.waits_for,
    }
    told = {name: value for name, value in told.items() if value is not None}
    return {**told, "findings": _places([each.as_dict() for each in opened.findings])}


def _places(found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"code": each["code"], "at": each["at"]} for each in found]


def with_kept_signatures(text: str, before: str) -> str:
    """The text of a file, in which each ES256 signature that ``before`` has over the same bytes stands again."""
    kept = {(told.digest, told.kid): told.signature for told in _signatures(before)}
    for each in _signatures(text):
        text = text.replace(each.signature, kept.get((each.digest, each.kid), each.signature))
    return text


class _Signed(NamedTuple):
    digest: str
    kid: str
    signature: str


def _signatures(text: str) -> Iterator[_Signed]:
    """The ES256 signatures of a file that are what they say."""
    whole = json.loads(text)
    keys = {each["kid"]: PublicKey.from_dict(each) for each in whole["keys"]}
    for step in (step for case in whole["cases"] for step in case["steps"]):
        try:
            event = json.loads(b"".join(map(_bytes_of, step["bytes"])))
        except (ValueError, RecursionError):
            continue
        signature = event.get(SIGNATURE) if isinstance(event, dict) else None
        header = read_header(signature) if isinstance(signature, str) else None
        public = keys.get(header.kid) if header and header.alg == ES256 and isinstance(header.kid, str) else None
        if public is not None and signature and verify(signature, signed_bytes(event), public):
            yield _Signed(digest_of(event), public.kid, signature)
