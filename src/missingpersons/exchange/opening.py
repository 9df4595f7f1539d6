"""How a message of any type is opened by whoever receives it, and what is known of it by itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from missingpersons import wire
from missingpersons.exchange.keys import KID, PublicKey
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.signature import BATCH, SIGNATURE, read_header, signed_bytes, verify
from missingpersons.exchange.trust import Listed, Trust
from missingpersons.findings import Finding, Report, finding, report
from missingpersons.models import STANDARD_VERSION, Episode
from missingpersons.models.message import SOURCE_PREFIX
from missingpersons.models.messages import BATCH_SEALED, EPISODE_PUBLISHED, MESSAGES
from missingpersons.values.dates import Timestamp, moment

NO_MESSAGE = "MP-X-001"
UNSIGNED = "MP-X-002"
UNKNOWN_KEY = "MP-X-003"
WRONG_FORM = "MP-X-004"
CHANGED = "MP-X-005"
ANOTHER_FORCE = "MP-X-006"
ENVELOPE = "MP-X-007"
UNKNOWN_TYPE = "MP-X-008"
UNREADABLE = "MP-X-009"
NOT_ITS_EPISODE = "MP-X-010"
OUT_OF_TIME = "MP-X-020"
REVOKED = "MP-X-021"
NO_BATCH = "MP-X-022"
NOT_IN_BATCH = "MP-X-023"
WRONG_ALGORITHM = "MP-X-024"
PROVEN_TWICE = "MP-X-025"
AHEAD = "MP-X-026"
BATCH_IN_BATCH = "MP-X-027"

TOLERATED = timedelta(minutes=5)
"""How far a sender's clock may be ahead of the receiver's before it is said (library). It never changes the outcome."""

NO_BATCHES: Mapping[str, Opened] = MappingProxyType({})

_PLACE = re.compile(r"([0-9a-f]{64})\.(0|[1-9][0-9]{0,4})")


_BEST = (Opening.OK, Opening.VOID, Opening.UNPROVEN, Opening.REFUSED)
"""Which of several proofs of one message is taken: the first of these that there is."""


@dataclass(frozen=True, slots=True)
class _Proof:
    """What proves a message, or why nothing does. ``listed`` is the key; ``batch`` the digest of the batch it is in."""

    outcome: Opening = Opening.OK
    found: tuple[Finding, ...] = ()
    listed: Listed | None = None
    batch: str | None = None
    waits_for: str | None = None


def open_message(
    data: bytes,
    trust: Trust | Mapping[str, PublicKey],
    batches: Mapping[str, Opened] = NO_BATCHES,
    *,
    now: datetime | None = None,
) -> Opened:
    """Open one message. Never raises for anything in ``data``.

    ``trust`` says whose key is whose: the newest list of keys, or keys by their ``kid`` that count without any limit.
    ``batches`` are the batches that are here, opened, by their digest; any that it does not have is waited for. Give
    ``now`` to be told of a clock that is ahead: that changes nothing else, so that all who have the same messages and
    the same list of keys come to the same outcome whenever they look.
    """
    read = wire.read_event(data)
    if read.odd or not isinstance(read.tree, dict):
        return _refused(hashlib.sha256(data).hexdigest(), read.odd or [finding(NO_MESSAGE)])
    event = read.tree
    signed = signed_bytes(event)
    digest = hashlib.sha256(signed).hexdigest()
    proof = _proof(event, signed, digest, trust, batches)
    if proof.listed is None:
        return Opened(
            proof.outcome,
            digest,
            _text(event, "id"),
            waits_for=proof.waits_for,
            batch=proof.batch,
            findings=proof.found,
        )
    opened = _said(event, digest, proof, sound=read.sound)
    if now and opened.time and moment(opened.time) > now + TOLERATED:
        return replace(opened, findings=(*opened.findings, finding(AHEAD, "/time")))
    return opened


def _proof(
    event: Mapping[str, Any],
    signed: bytes,
    digest: str,
    trust: Trust | Mapping[str, PublicKey],
    batches: Mapping[str, Opened],
) -> _Proof:
    if SIGNATURE in event and BATCH in event:
        return _no(PROVEN_TWICE, f"/{BATCH}")
    if BATCH in event:
        # Several keys may have signed one list, also a stolen one: what any of them proves is proven.
        proofs = _in_batch(event, digest, trust, batches)
        return min((_limited(each, event, digest) for each in proofs), key=lambda each: _BEST.index(each.outcome))
    return _limited(_by_signature(event, signed, trust), event, digest)


def _limited(proof: _Proof, event: Mapping[str, Any], digest: str) -> _Proof:
    """The proof, if its key counts for the message; or why it does not."""
    listed = proof.listed
    if listed is None:
        return proof
    if event.get("source") != f"{SOURCE_PREFIX}{listed.key.force}":
        return _no(ANOTHER_FORCE, "/source")
    if not listed.counts(digest, proof.batch):
        return replace(
            proof, outcome=Opening.VOID, found=(finding(REVOKED, f"/{BATCH if proof.batch else SIGNATURE}"),)
        )
    time = _time(event)
    if time and not listed.held_at(moment(time)):
        return replace(proof, outcome=Opening.VOID, found=(finding(OUT_OF_TIME, "/time"),))
    return proof


def _by_signature(event: Mapping[str, Any], signed: bytes, trust: Trust | Mapping[str, PublicKey]) -> _Proof:
    at = f"/{SIGNATURE}"
    signature = event.get(SIGNATURE)
    if not isinstance(signature, str):
        return _no(UNSIGNED, at)
    header = read_header(signature)
    if header is None:
        return _no(WRONG_FORM, at)
    if not (isinstance(header.kid, str) and KID.fullmatch(header.kid)):
        # No key will ever have this name.
        return _no(UNKNOWN_KEY, at)
    listed = _listed(header.kid, trust)
    if listed is None:
        return _Proof(Opening.UNPROVEN, (finding(UNKNOWN_KEY, at),), waits_for=header.kid)
    if header.alg != listed.key.alg:
        return _no(WRONG_ALGORITHM, at)
    return _Proof(listed=listed) if verify(signature, signed, listed.key) else _no(CHANGED, at)


def _in_batch(
    event: Mapping[str, Any], digest: str, trust: Trust | Mapping[str, PublicKey], batches: Mapping[str, Opened]
) -> list[_Proof]:
    """What each of the keys that prove the batch makes of the message."""
    at = f"/{BATCH}"
    place = event[BATCH]
    told = _PLACE.fullmatch(place) if isinstance(place, str) else None
    if told is None:
        return [_no(NOT_IN_BATCH, at)]
    if event.get("type") == BATCH_SEALED:
        return [_no(BATCH_IN_BATCH, at)]
    name, index = told[1], int(told[2])
    batch = batches.get(name)
    if batch is None or batch.type != BATCH_SEALED or not batch.kids or not batch.body:
        return [_Proof(Opening.UNPROVEN, (finding(NO_BATCH, at),), batch=name, waits_for=name)]
    digests = batch.body["digests"]
    if index >= len(digests) or digests[index] != digest:
        return [_no(NOT_IN_BATCH, at)]
    return [_by_key_of_batch(kid, name, trust) for kid in batch.kids]


def _by_key_of_batch(kid: str, batch: str, trust: Trust | Mapping[str, PublicKey]) -> _Proof:
    listed = _listed(kid, trust)
    if listed is None:
        return _Proof(Opening.UNPROVEN, (finding(UNKNOWN_KEY, f"/{BATCH}"),), batch=batch, waits_for=kid)
    return _Proof(listed=listed, batch=batch)


def _listed(kid: str, trust: Trust | Mapping[str, PublicKey]) -> Listed | None:
    if isinstance(trust, Trust):
        return trust.keys.get(kid)
    key = trust.get(kid)
    return Listed(key) if key else None


def _no(code: str, at: str) -> _Proof:
    return _Proof(Opening.REFUSED, (finding(code, at),))


def _said(event: Mapping[str, Any], digest: str, proof: _Proof, *, sound: bool) -> Opened:
    """What a rightly signed event says. Its sender is proven: what cannot be read is held, not dropped."""
    assert proof.listed is not None
    key = proof.listed.key
    known = isinstance(event.get("type"), str) and event["type"] in MESSAGES
    opened = Opened(
        proof.outcome,
        digest,
        _text(event, "id"),
        key.force,
        key.kid,
        event["type"] if known else None,
        _text(event, "subject"),
        _time(event),
        proof.batch,
        findings=proof.found,
    )
    if not known:
        return _held(opened, finding(UNKNOWN_TYPE, "/type"))
    if event["type"] == EPISODE_PUBLISHED:
        return _published(event, opened, sound=sound)
    if not sound:
        found = wire.read_message(event)
        if any(not each.at.startswith("/data") for each in found):
            return _held(opened, finding(ENVELOPE), *found)
        if len(found):
            return _held(opened, finding(UNREADABLE, "/data"), *found)
    return replace(opened, body=event["data"])


def _published(event: Mapping[str, Any], opened: Opened, *, sound: bool) -> Opened:
    body = event.get("data")
    if not isinstance(body, dict) or not isinstance(body.get("episode"), dict):
        return _held(opened, finding(UNREADABLE, "/data"))
    content = body["episode"]
    document = wire.encode(content)
    found: tuple[Finding, ...] = ()
    if not (sound and content["standard_version"] == STANDARD_VERSION):
        episode, told = wire.read(document, Episode)
        if episode is None:
            return _held(opened, finding(UNREADABLE, "/data"), *_below("/data/episode", told))
        envelope = wire.read_message({**event, "data": {**body, "episode": wire.to_tree(episode)}})
        if not envelope.ok:
            return _held(opened, finding(ENVELOPE), *envelope)
        found = told.findings
    if content["episode_id"] != opened.subject or content["owner_force"] != opened.force:
        return replace(opened, outcome=Opening.REFUSED, findings=(finding(NOT_ITS_EPISODE, "/subject"),))
    return replace(opened, body=body, document=document, findings=(*opened.findings, *found))


def _held(opened: Opened, *found: Finding) -> Opened:
    """A message that is proven and cannot be read. One whose key does not count for it counts for nothing anyway."""
    if opened.outcome is Opening.VOID:
        return opened
    return replace(opened, outcome=Opening.HELD, findings=found)


def _below(place: str, found: Report) -> tuple[Finding, ...]:
    return report(Finding(each.code, each.severity, f"{place}{each.at}", each.message) for each in found).findings


def _refused(digest: str, found: Iterable[Finding]) -> Opened:
    return Opened(Opening.REFUSED, digest, findings=tuple(found))


def _text(event: Mapping[str, Any], name: str) -> str | None:
    """An identifier in the event, if it is a UUID: nothing else is repeated, since nobody knows what it says."""
    value = event.get(name)
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _time(event: Mapping[str, Any]) -> str | None:
    value = event.get("time")
    try:
        return str(Timestamp.parse(value)) if isinstance(value, str) else None
    except ValueError:
        return None
