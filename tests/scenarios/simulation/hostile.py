"""Whoever is hostile: a thief with the key of a force, and a force that says what it may not."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.scenarios.simulation.desk import document
from tests.scenarios.simulation.network import Network

from missingpersons import wire
from missingpersons.exchange.facts import Fact
from missingpersons.exchange.issuing import extended, sign_trust
from missingpersons.exchange.keys import PrivateKey, new_key, new_root_key
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.seal import seal, seal_message, write_message
from missingpersons.exchange.signature import BATCH, SIGNATURE, digest_of, sign
from missingpersons.exchange.trust import NOBODY

PREFIX = "uk.missingpersons."
NO_DIGEST = "0" * 64


class Thief:
    """Has the key of a force, hears a little of everything, and sends to whom it likes, to each something else."""

    def __init__(self, key: PrivateKey, network: Network, ledger: Ledger, random: Random) -> None:
        self.key, self.random, self.network = key, random, network
        self.ledger = ledger
        self.forged: set[str] = set()
        self.replayed: set[tuple[str, str]] = set()
        self.counts: Counter[str] = Counter()
        self._unlisted = new_key(key.force)
        self._own_root = new_root_key()

    def strike(self, time: str) -> None:
        """Send one thing of some kind to some of the forces."""
        kinds = (self._spoils, self._speaks_for_another, self._replays, self._claims, self._takes_over, self._answers)
        more = (
            self._retracts,
            self._forks,
            self._signs_unlisted,
            self._misplaces,
            self._acknowledges,
            self._lists,
            self._erases,
        )
        kind = self.random.choice(kinds + more)
        self.counts[kind.__name__.strip("_")] += 1
        for data in kind(time):
            whom = self._addressed(data) if kind == self._replays else self.network.forces
            for to in self.random.sample(whom, self.random.randint(1, len(whom))):
                if kind == self._replays:
                    self.replayed.add((digest_of(json.loads(data)), to))
                if to != self.key.force:
                    self.network.lay(self.key.force, to, data)

    def _addressed(self, data: bytes) -> tuple[str, ...]:
        """To whom a message went. Whoever were sent it beside them would rightly know it, and more than they should."""
        return tuple(json.loads(data)["data"].get("to") or self.network.forces)

    def _heard(self) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(self.random.choice(self.network.overheard))
        return heard

    def _forge(self, data: bytes) -> bytes:
        self.forged.add(digest_of(json.loads(data)))
        return data

    def _say(self, kind: str, subject: str, body: dict[str, Any], time: str) -> bytes:
        return self._forge(seal_message(f"{PREFIX}{kind}.v1", subject, body, self.key, time=time))

    def _spoils(self, time: str) -> Iterator[bytes]:
        heard = self._heard()
        yield self._forge(json.dumps({**heard, "time": time}).encode())
        signature = heard.get(SIGNATURE, "eyJhbGciOiJub25lIn0..")
        yield json.dumps({**heard, SIGNATURE: f"{signature[:-6]}AAAAAA"}).encode()
        yield json.dumps({**heard, SIGNATURE: "eyJhbGciOiJub25lIn0.."}).encode()

    def _speaks_for_another(self, time: str) -> Iterator[bytes]:
        other = self.random.choice(self.network.forces)
        body = {"outcome": {"found_at": time, "text": "Found, they say."}}
        event = write_message(f"{PREFIX}found.reported.v1", self._heard()["subject"], body, other, time=time)
        if other != self.key.force:
            yield self._forge(wire.encode({**event, SIGNATURE: sign(wire.encode(event), self.key)}))

    def _replays(self, time: str) -> Iterator[bytes]:
        heard = self.random.choice(self.network.overheard)
        yield heard
        yield json.dumps(json.loads(heard), indent=1).encode()

    def _claims(self, time: str) -> Iterator[bytes]:
        heard = self._heard()
        if "episode" in heard["data"]:
            told = heard["data"]["episode"]
            own = {**told, "owner_force": self.key.force, "tenure": 1, "status": "cancelled"}
            yield self._forge(seal(json.dumps(own), self.key, time=time))

    def _takes_over(self, time: str) -> Iterator[bytes]:
        heard = self._heard()
        if "episode" in heard["data"]:
            own = {**heard["data"]["episode"], "owner_force": self.key.force, "tenure": 2, "status": "closed"}
            for transfer in (None, NO_DIGEST, digest_of(heard)):
                yield self._forge(seal(json.dumps(own), self.key, time=time, transfer=transfer))

    def _answers(self, time: str) -> Iterator[bytes]:
        for episode in self.random.sample(self.ledger.episodes(), min(20, len(self.ledger.episodes()))):
            for each in self.ledger.state(episode).transfers:
                yield self._say("transfer.answered", episode, {"request": each.request, "answer": "accepted"}, time)
                yield self._say("transfer.ended", episode, {"request": each.request, "ending": "withdrawn"}, time)

    def _retracts(self, time: str) -> Iterator[bytes]:
        heard = self._heard()
        about, named = heard["subject"], digest_of(heard)
        why = {"manner": "erased", "reason": "erasure_required"}
        yield self._say("message.retracted", about, {"message": named, **why}, time)
        yield self._say("episode.retracted", about, {"version": named, "tenure": 1, **why}, time)
        yield self._say("correction.notified", about, {"message": named, "reason": "inaccurate"}, time)

    def _erases(self, time: str) -> Iterator[bytes]:
        """What the force itself has said. Whoever keeps a register drops it, until the key is revoked."""
        for heard in map(json.loads, self.network.overheard):
            if heard["source"].endswith(f":{self.key.force}") and "episode" in heard["data"]:
                named, why = digest_of(heard), {"manner": "erased", "reason": "erasure_required"}
                yield self._say("message.retracted", heard["subject"], {"message": named, **why}, time)
                if self.random.random() < 0.5:
                    return

    def _forks(self, time: str) -> Iterator[bytes]:
        """Rightly signed, dated back, and to each something else: only the revocation says that it is not the force."""
        own = document(self.key.force, f"T/26/{self.random.randrange(50)}", revision=self.random.randint(1, 9))
        for status in ("closed", "cancelled"):
            message = seal(json.dumps({**own, "status": status}), self.key, time="2026-11-01T00:00:00Z")
            yield self._forge(message)
        yield self._say("sighting.reported", self._heard()["subject"], {"sighting": {"text": "Far away."}}, time)

    def _signs_unlisted(self, time: str) -> Iterator[bytes]:
        yield self._forge(seal(json.dumps(document(self.key.force, "T/26/1")), self._unlisted, time=time))

    def _misplaces(self, time: str) -> Iterator[bytes]:
        heard = self._heard()
        heard.pop(SIGNATURE, None)
        yield json.dumps({**heard, BATCH: f"{NO_DIGEST}.0"}).encode()
        for each in self.network.overheard:
            if b"batch.sealed" in each:
                forged = {**heard, "time": time, BATCH: f"{digest_of(json.loads(each))}.0"}
                yield self._forge(json.dumps(forged).encode())
                return

    def _acknowledges(self, time: str) -> Iterator[bytes]:
        heard = self._heard()
        yield self._say("receipt.issued", heard["subject"], {"message": digest_of(heard), "outcome": "ok"}, time)

    def _lists(self, time: str) -> Iterator[bytes]:
        """A list of keys of its own making, with a serial that no true one reaches."""
        made = sign_trust(extended(NOBODY, [self._unlisted.public]), self._own_root, time=time)
        self.network.lay_list(self.random.choice(self.network.forces), made)
        yield made


def meddling(fact: Fact, key: PrivateKey, time: str) -> Iterator[bytes]:
    """What a force whose key counts may not say of a message of another: everybody refuses it, whenever it comes.

    It is said to whoever has that message, which the force may only have overheard. And what it says of messages that
    nobody has, and of the episode, which it never had: that waits, or is nothing to anybody who knows whose it is.
    """
    to = [each for each in {fact.force, *fact.to} if each != key.force] if fact.to else []
    named = {"message": fact.digest}
    why = {"manner": "erased", "reason": "other"}
    said: list[tuple[str, dict[str, Any]]] = [
        ("message.retracted", {**named, **why}),
        ("correction.notified", {**named, "reason": "inaccurate"}),
    ]
    if fact.kind == "episode.published":
        said.append(("episode.retracted", {"version": fact.digest, "tenure": 1, **why}))
        quality = {"profile": "transfer", "judged_as_of": time, "errors": 0, "warnings": 0, "advice": 0}
        asked = {"force": "test-north" if key.force != "test-north" else "test-south", "reason": "other"}
        request = {"version": fact.digest, "tenure": 1, "rationale": "Ours now.", "quality": quality, **asked}
        said.append(("transfer.requested", request))
    if fact.kind == "transfer.requested" and fact.asked != key.force:
        said.append(("transfer.answered", {"request": fact.digest, "answer": "accepted"}))
        said.append(("transfer.ended", {"request": fact.digest, "ending": "withdrawn"}))
        said.append(("transfer.escalated", {"request": fact.digest, "rationale": "Ours."}))
    said += _of_nothing(fact, key, time)
    for kind, body in said:
        told = {**body, "to": sorted(to)} if to else body
        yield seal_message(f"{PREFIX}{kind}.v1", fact.subject, told, key, time=time)


def _of_nothing(fact: Fact, key: PrivateKey, time: str) -> list[tuple[str, dict[str, Any]]]:
    """Tombstones of what it never had, and words about messages that nobody has: some with a digest of their own."""
    invented = hashlib.sha256(f"{fact.digest} {time}".encode()).hexdigest()
    why = {"manner": "erased", "reason": "other"}
    quality = {"profile": "transfer", "judged_as_of": time, "errors": 0, "warnings": 0, "advice": 0}
    asked = {"force": "test-north" if key.force != "test-north" else "test-south", "reason": "other"}
    request = {"version": invented, "tenure": 1, "rationale": "Ours.", "quality": quality, **asked}
    return [
        ("episode.retracted", {"version": invented, "tenure": 1, **why}),
        ("episode.retracted", {"version": invented, "tenure": 9, **why}),
        ("message.retracted", {"message": invented, **why}),
        ("correction.notified", {"message": invented, "reason": "inaccurate"}),
        ("transfer.requested", request),
    ]
