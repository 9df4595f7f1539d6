"""How a message is written and sealed by its sender."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from missingpersons import wire
from missingpersons.exchange.keys import PrivateKey
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.quality import quality_of
from missingpersons.exchange.signature import SIGNATURE, sign
from missingpersons.findings import CannotRun, InvalidDocument, Report, finding, report
from missingpersons.models import Episode
from missingpersons.models.message import SOURCE_PREFIX
from missingpersons.models.messages import EPISODE_PUBLISHED, MESSAGES, TRANSFER_REQUESTED
from missingpersons.values.dates import Timestamp

__all__ = [
    "NotReady",
    "Opened",
    "open_message",
    "request_transfer",
    "seal",
    "seal_message",
    "sealed",
    "write_episode",
    "write_message",
    "write_transfer_request",
]

NOT_READY = "MP-X-083"

_NAMESPACE = UUID("6f1d3c1e-6a55-5b0e-9f0e-3d2f1f6b9a10")


class NotReady(CannotRun):
    """A version that may not be handed over yet. ``report`` says what stands in the way: codes and places only."""

    def __init__(self, report: Report) -> None:
        codes = ", ".join(dict.fromkeys(each.code for each in report if each.severity == "error"))
        super().__init__(f"the episode is not ready to be handed over: {codes}")
        self.report = report

    def __reduce__(self) -> tuple[type[NotReady], tuple[Report]]:
        return type(self), (self.report,)


def seal(
    document: wire.Document,
    key: PrivateKey,
    *,
    time: str,
    profile: str = "circulate",
    transfer: str | None = None,
    to: Iterable[str] = (),
    processing_regime: str | None = None,
) -> bytes:
    """The signed message that publishes an episode, as the bytes of a CloudEvents 1.0 JSON event.

    ``time`` is when it is sealed (RFC 3339 with an offset). ``transfer`` is the digest of the message that accepted the
    transfer by which the force became the owner, from the second tenure on. Raises ``InvalidDocument`` for a document
    that cannot be read, and ``CannotRun`` if the key is not its owner's or ``time`` is not a time.
    """
    about = {"transfer": transfer, "to": list(to), "processing_regime": processing_regime}
    return sealed(write_episode(document, key.force, time=time, profile=profile, about=about), key)


def seal_message(type_: str, subject: str, body: Mapping[str, Any], key: PrivateKey, *, time: str) -> bytes:
    """The signed message of any type. ``subject`` is the episode, ``body`` plain Python in the form of the type.

    Raises ``InvalidDocument`` for what the structure refuses, whose report says what is wrong and where in the message,
    and ``CannotRun`` for a type that does not exist or a time that is none.
    """
    return sealed(write_message(type_, subject, body, key.force, time=time), key)


def request_transfer(
    document: wire.Document, version: str, body: Mapping[str, Any], key: PrivateKey, *, time: str
) -> bytes:
    """The signed message that asks another force to take an episode over: ``write_transfer_request``, sealed."""
    return sealed(write_transfer_request(document, version, body, key.force, time=time), key)


def write_episode(
    document: wire.Document,
    force: str,
    *,
    time: str,
    profile: str = "circulate",
    about: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The message that publishes an episode, not yet sealed. ``about`` is what its body says beside the episode."""
    episode = wire.parse(document, Episode)
    if episode.owner_force != force:
        raise CannotRun("only the force that owns an episode may publish it: the key is another force's")
    said = {name: value for name, value in (about or {}).items() if value}
    body = {**said, "episode": wire.to_tree(episode), "quality": quality_of(episode, profile)}
    event = _event(EPISODE_PUBLISHED, episode.episode_id, body, force, time)
    found = wire.read_message(event)
    if not found.ok:
        raise InvalidDocument(found)
    return _named(event)


def write_transfer_request(
    document: wire.Document, version: str, body: Mapping[str, Any], force: str, *, time: str
) -> dict[str, Any]:
    """The message that asks another force to take over the episode that ``document`` is, not yet sealed.

    ``version`` is the digest of the message that published it, ``body`` the rest of the request, without its tenure and
    its quality, which are the document's.
    Raises ``NotReady``, with what was found, if anything stands in the way of a transfer.
    """
    episode = wire.parse(document, Episode)
    if episode.owner_force != force:
        raise CannotRun("only the force that owns an episode may hand it over: the key is another force's")
    judged = wire.judge_record(episode)
    found = judged.report("transfer")
    if not found.ok:
        raise NotReady(found)
    quality = quality_of(episode, "transfer", judged)
    whole = {**body, "version": version, "tenure": episode.tenure, "quality": quality}
    return write_message(TRANSFER_REQUESTED, episode.episode_id, whole, force, time=time)


def write_message(type_: str, subject: str, body: Mapping[str, Any], force: str, *, time: str) -> dict[str, Any]:
    """A message of any type as a tree, not yet sealed. Raises as ``seal_message`` does."""
    if type_ not in MESSAGES:
        raise CannotRun("that is no type of message: see docs/exchange.md")
    tree, found = wire.write_message(_event(type_, subject, body, force, time))
    if tree is None:
        raise InvalidDocument(found)
    if type_ == TRANSFER_REQUESTED and not _is_ready(tree["data"]["quality"]):
        raise InvalidDocument(report([finding(NOT_READY, "/data/quality")]))
    return _named(tree)


def _event(type_: str, subject: str, body: Mapping[str, Any], force: str, time: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": str(_NAMESPACE),
        "type": type_,
        "source": f"{SOURCE_PREFIX}{force}",
        "subject": subject,
        "time": _time(time),
        "datacontenttype": "application/json",
        "data": body,
    }


def _named(event: dict[str, Any]) -> dict[str, Any]:
    """The message with its identity: the same content from the same force has the same one."""
    content = hashlib.sha256(wire.encode(event["data"])).hexdigest()
    return {**event, "id": str(uuid5(_NAMESPACE, f"{event['source']}\n{event['type']}\n{content}"))}


def sealed(event: Mapping[str, Any], key: PrivateKey) -> bytes:
    """The bytes of a message that was written, with the signature of ``key``.

    Raises ``InvalidDocument`` for one that is larger than what is read.
    """
    if event["source"] != f"{SOURCE_PREFIX}{key.force}":
        raise CannotRun("a force seals only what it says itself: the key is another force's")
    data = wire.encode({**event, SIGNATURE: sign(wire.encode(event), key)})
    if len(data) > wire.MAX_BYTES:
        raise InvalidDocument(report([finding("MP-S-010")]))
    return data


def _is_ready(quality: Mapping[str, Any]) -> bool:
    return bool(quality["profile"] == "transfer" and quality["errors"] == 0)


def _time(text: str) -> str:
    try:
        return str(Timestamp.parse(text))
    except ValueError as error:
        reason = str(error)
    raise CannotRun(reason)
