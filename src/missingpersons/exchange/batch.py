"""Many messages under one signature: a first load, or the backlog of a week without a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from missingpersons import wire
from missingpersons.exchange.keys import PrivateKey
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.seal import sealed, write_message
from missingpersons.exchange.signature import BATCH, digest_of
from missingpersons.findings import CannotRun, InvalidDocument, finding, report
from missingpersons.models.message import SOURCE_PREFIX
from missingpersons.models.messages import BATCH_SEALED

USUAL = 1000
"""How many messages a batch holds if nobody says otherwise: so many are held in memory at once."""

MOST = 10_000
"""How many it can hold."""

_NAMESPACE = UUID("2b7f6f0e-52a5-5c1d-8f5e-1a3c9d7e4b60")


def seal_batches(
    events: Iterable[Mapping[str, Any]], key: PrivateKey, *, time: str, size: int = USUAL
) -> Iterator[bytes]:
    """The messages of ``events``, which ``write_message`` and its like wrote, sealed in batches of up to ``size``.

    First comes the message that lists a batch, and then the messages in it: whoever reads them in that order waits for
    none. Each can be proven alone with the message that lists its batch. The same event twice is listed once.
    """
    if not 1 <= size <= MOST:
        raise CannotRun(f"a batch holds 1 to {MOST} messages")
    waiting = iter(events)
    while some := list(islice(waiting, size)):
        yield from _batch({digest_of(each): each for each in some}, key, time)


def _batch(events: Mapping[str, Mapping[str, Any]], key: PrivateKey, time: str) -> Iterator[bytes]:
    source = f"{SOURCE_PREFIX}{key.force}"
    for each in events.values():
        if each["source"] != source:
            raise CannotRun("a force seals only what it says itself: the key is another force's")
        if each["type"] == BATCH_SEALED:
            raise CannotRun("a batch lists no other batch")
    digests = list(events)
    subject = str(uuid5(_NAMESPACE, "\n".join([source, *digests])))
    listing = sealed(write_message(BATCH_SEALED, subject, {"digests": digests}, key.force, time=time), key)
    name = digest_of(wire.read_event(listing).tree)
    yield listing
    for index, each in enumerate(events.values()):
        data = wire.encode({**each, BATCH: f"{name}.{index}"})
        if len(data) > wire.MAX_BYTES:
            raise InvalidDocument(report([finding("MP-S-010")]))
        yield data


class Waiting:
    """Messages that wait for the message that lists their batch, in the order in which they came."""

    def __init__(self) -> None:
        self.batches: dict[str, Opened] = {}
        self._waiting: dict[str, list[tuple[str, bytes]]] = {}

    def put_aside(self, source: str, data: bytes, opened: Opened) -> bool:
        """Keep a message that waits for a batch. Whether it does."""
        if opened.batch is None or opened.batch != opened.waits_for:
            return False
        self._waiting.setdefault(opened.batch, []).append((source, data))
        return True

    def released(self, opened: Opened) -> list[tuple[str, bytes]]:
        """The messages that waited for this one, if it lists a batch."""
        if opened.type != BATCH_SEALED or not opened.body:
            return []
        known = self.batches.get(opened.digest)
        self.batches[opened.digest] = known.proven_also(opened) if known else opened
        return self._waiting.pop(opened.digest, [])

    def left(self) -> Iterator[tuple[str, bytes]]:
        """Those whose batch never came."""
        for each in self._waiting.values():
            yield from each
