"""How a message is sealed by its sender, and opened by whoever receives it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from missingpersons import wire
from missingpersons.exchange.keys import ALGORITHM, PrivateKey, PublicKey
from missingpersons.findings import CannotRun, Finding, Report, Severity, finding, report
from missingpersons.models import STANDARD_VERSION, Episode
from missingpersons.models.message import SOURCE_PREFIX, EpisodePublished
from missingpersons.models.messages import type_of
from missingpersons.values.dates import Timestamp

SIGNATURE = "mpsignature"
"""The CloudEvents attribute that holds the signature."""

EPISODE_PUBLISHED = type_of(EpisodePublished)
"""The type of a message that publishes an episode."""

_NAMESPACE = UUID("6f1d3c1e-6a55-5b0e-9f0e-3d2f1f6b9a10")


@dataclass(frozen=True, slots=True)
class Opened:
    """What came out of a message.

    ``outcome`` is ``ok``, ``held`` (rightly signed, but this version cannot read it: keep the bytes) or
    ``refused``. ``force`` is who signed, once that is proven; ``digest`` identifies the content.
    """

    outcome: str
    digest: str
    message_id: str | None = None
    force: str | None = None
    kind: str | None = None
    document: bytes | None = field(default=None, repr=False)
    episode_id: str | None = None
    findings: tuple[Finding, ...] = ()


def seal(document: wire.Document, key: PrivateKey, *, time: str, profile: str = "circulate") -> bytes:
    """The signed message that publishes an episode, as the bytes of a CloudEvents 1.0 JSON event.

    ``time`` is when it is sealed (RFC 3339 with an offset). Raises ``InvalidDocument`` for a document
    that cannot be read, and ``CannotRun`` if the key is not its owner's or ``time`` is not a time.
    """
    episode = wire.parse(document, Episode)
    if episode.owner_force != key.force:
        raise CannotRun("only the force that owns an episode may publish it: the key is another force's")
    try:
        sealed_at = Timestamp.parse(time)
    except ValueError as error:
        reason = str(error)
    else:
        return wire.encode(_signed(_event(episode, key.force, sealed_at, profile), key))
    raise CannotRun(reason)


def open_message(data: bytes, trusted: Mapping[str, PublicKey]) -> Opened:
    """Open one message with the keys that are trusted, by ``kid``. Never raises for anything in ``data``."""
    read = wire.read_event(data)
    if read.odd or not isinstance(read.tree, dict):
        return _refused(hashlib.sha256(data).hexdigest(), read.odd or [finding("MP-X-001")])
    event = read.tree
    digest = hashlib.sha256(wire.encode(event)).hexdigest()
    key, problem = _signer(event, trusted)
    if key is None:
        return _refused(digest, problem, _text(event, "id"))
    if event.get("source") != f"{SOURCE_PREFIX}{key.force}":
        return _refused(digest, [finding("MP-X-006", "/source")], _text(event, "id"))
    return _body(event, digest, key.force, sound=read.sound)


def _event(episode: Episode, force: str, time: str, profile: str) -> dict[str, Any]:
    tree = wire.to_tree(episode)
    source = f"{SOURCE_PREFIX}{force}"
    digest = hashlib.sha256(wire.encode(tree)).hexdigest()
    found = wire.check_record(episode, profile=profile)
    return {
        "specversion": "1.0",
        "id": str(uuid5(_NAMESPACE, f"{source}\n{EPISODE_PUBLISHED}\n{digest}")),
        "type": EPISODE_PUBLISHED,
        "source": source,
        "subject": episode.episode_id,
        "time": time,
        "datacontenttype": "application/json",
        "data": {"episode": tree, "quality": _quality(episode, found, profile)},
    }


def _quality(episode: Episode, found: Report, profile: str) -> dict[str, Any]:
    def count(severity: Severity) -> int:
        return sum(each.severity is severity for each in found)

    codes = sorted({each.code for each in found})
    quality: dict[str, Any] = {
        "profile": profile,
        "judged_as_of": episode.recorded_at,
        "errors": count(Severity.ERROR),
        "warnings": count(Severity.WARNING),
        "advice": count(Severity.ADVICE),
    }
    return {**quality, "codes": codes} if codes else quality


def _signed(event: dict[str, Any], key: PrivateKey) -> dict[str, Any]:
    from joserfc import jws

    header = {"alg": ALGORITHM, "kid": key.public.kid}
    token = jws.serialize_compact(header, wire.encode(event), key.jwk(), algorithms=[ALGORITHM])
    return {**event, SIGNATURE: jws.detach_content(token)}


def _signer(event: dict[str, Any], trusted: Mapping[str, PublicKey]) -> tuple[PublicKey | None, list[Finding]]:
    at = f"/{SIGNATURE}"
    signature = event.get(SIGNATURE)
    if not isinstance(signature, str):
        return None, [finding("MP-X-002", at)]
    header = _header(signature)
    if header is None or set(header) != {"alg", "kid"} or header["alg"] != ALGORITHM:
        return None, [finding("MP-X-004", at)]
    key = trusted.get(header["kid"]) if isinstance(header["kid"], str) else None
    if key is None:
        return None, [finding("MP-X-003", at)]
    unsigned = {name: value for name, value in event.items() if name != SIGNATURE}
    if not _is_signed_by(signature, wire.encode(unsigned), key):
        return None, [finding("MP-X-005", at)]
    return key, []


def _header(signature: str) -> dict[str, Any] | None:
    first = signature.partition(".")[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError):
        return None
    return header if isinstance(header, dict) else None


def _is_signed_by(signature: str, payload: bytes, key: PublicKey) -> bool:
    verifying = key.verifying()
    from joserfc import jws
    from joserfc.errors import JoseError

    try:
        jws.deserialize_compact(signature, verifying, [ALGORITHM], payload=payload)
    except (JoseError, ValueError):
        return False
    return True


def _body(event: dict[str, Any], digest: str, force: str, *, sound: bool) -> Opened:
    """What a rightly signed event says. Its sender is proven: what cannot be read is held, not dropped."""
    message_id, subject = _text(event, "id"), _text(event, "subject")

    def held(*found: Finding) -> Opened:
        return Opened("held", digest, message_id, force, None, None, subject, found)

    if event.get("type") != EPISODE_PUBLISHED:
        return held(finding("MP-X-008", "/type"))
    body = event.get("data")
    if not isinstance(body, dict) or not isinstance(body.get("episode"), dict):
        return held(finding("MP-X-009", "/data"))
    content = body["episode"]
    document = wire.encode(content)
    found: tuple[Finding, ...] = ()
    if not (sound and content["standard_version"] == STANDARD_VERSION):
        episode, report_ = wire.read(document, Episode)
        if episode is None:
            return held(finding("MP-X-009", "/data"), *_below("/data/episode", report_))
        envelope = wire.read_message({**event, "data": {**body, "episode": wire.to_tree(episode)}})
        if not envelope.ok:
            return held(finding("MP-X-007"), *envelope)
        found = report_.findings
    if content["episode_id"] != subject or content["owner_force"] != force:
        return _refused(digest, [finding("MP-X-010", "/subject")], message_id)
    return Opened("ok", digest, message_id, force, "episode.published", document, subject, found)


def _below(place: str, found: Report) -> tuple[Finding, ...]:
    return report(Finding(each.code, each.severity, f"{place}{each.at}", each.message) for each in found).findings


def _refused(digest: str, found: Iterable[Finding], message_id: str | None = None) -> Opened:
    return Opened("refused", digest, message_id, findings=tuple(found))


def _text(event: Mapping[str, Any], name: str) -> str | None:
    """An identifier in the event, if it is a UUID: nothing else is repeated, since nobody knows what it says."""
    value = event.get(name)
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None
