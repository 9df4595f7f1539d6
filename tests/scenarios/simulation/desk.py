"""What a force says next, after what its own ledger knows: now rightly, now by honest mistake."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from functools import cache
from random import Random
from typing import Any

from tests.scenarios.simulation.stores import Shelf

from missingpersons.codes import RetractionManner, TransferAnswer, TransferEnding
from missingpersons.exchange import handshake
from missingpersons.exchange.batch import seal_batches
from missingpersons.exchange.handshake import Said
from missingpersons.exchange.keys import PrivateKey
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.revisions import Revisions
from missingpersons.exchange.seal import request_transfer, seal, seal_message, write_episode
from missingpersons.exchange.state import State
from missingpersons.findings import CannotRun
from missingpersons.testing.people import episode
from missingpersons.values.episode_ids import episode_id

SHAPES = 6


@cache
def _shape(number: int) -> str:
    """A few documents that the tests' own generator makes: some whole, and ready to be handed over, and some slight."""
    tree = episode(Random(number))
    person = tree["person"]
    person["gender"] = person["sex"]
    person["availability"] = [{"kind": "dental_records", "availability": "not_available"}]
    if number % 3:
        kept = ("document_type", "standard_version", "recorded_at", "status", "revision", "tenure")
        tree = {**{name: tree[name] for name in kept}, "person": {"names": person["names"]}}
    return json.dumps(tree)


def document(force: str, reference: str, giver: str | None = None, **changes: Any) -> dict[str, Any]:
    """An episode of ``force``, whose id ``giver`` gave it."""
    shape = json.loads(_shape(sum(reference.encode()) % SHAPES))
    given = episode_id(giver or force, reference)
    return {**shape, "owner_force": force, "episode_id": given, "local_reference": reference, **changes}


LOOKS_AT = 60
"""At how many of the episodes that a force knows somebody looks in one turn, at most."""


def first_load(key: PrivateKey, near: tuple[str, ...], size: int, time: str, random: Random) -> list[bytes]:
    """A batch of all that a force has when it begins: each episode for the forces beside it only."""
    trees = [document(key.force, f"T/25/{number}/{random.randrange(10**6)}") for number in range(size)]
    about = {"to": [each for each in near if each != key.force]}
    events = [write_episode(json.dumps(each), key.force, time=time, about=about) for each in trees]
    return list(seal_batches(events, key, time=time)) if events else []


class Desk:
    """One officer's desk: it knows what the ledger knows and no more.

    Without ``rivals`` it never takes another force's episode for its own. It does nothing about the episodes that it
    ``leaves``.
    """

    def __init__(
        self,
        ledger: Ledger | Shelf,
        key: PrivateKey,
        forces: tuple[str, ...],
        time: str,
        random: Random,
        *,
        rivals: bool = True,
        leaves: Container[str] = (),
    ) -> None:
        self._rivals, self._leaves = rivals, leaves
        self._ledger, self._key, self._forces, self._time, self._random = ledger, key, forces, time, random
        self._force = key.force

    def messages(self) -> Iterator[bytes]:
        """What is said now: answers to what was asked, and one thing more."""
        try:
            yield from self._reports()
            episodes = [each for each in self._ledger.episodes() if each not in self._leaves]
            looked_at = self._random.sample(episodes, min(LOOKS_AT, len(episodes)))
            known = [self._ledger.state(each) for each in looked_at]
            for each in known:
                yield from self._answers(each)
            own = [each for each in known if each.tenure_of(self._force)]
            for some in (known, own):
                for each in self._random.sample(some, min(3, len(some))):
                    yield from self._acts(each)
        except CannotRun:
            # What everybody would refuse is not sealed.
            return

    def _reports(self) -> Iterator[bytes]:
        drawn = self._random.random()
        new = [document(self._force, f"T/26/{self._random.randrange(10**9)}") for _ in range(12)]
        if drawn < 0.35:
            yield seal(json.dumps(new[0]), self._key, time=self._time)
        elif drawn < 0.42:
            events = [write_episode(json.dumps(each), self._force, time=self._time) for each in new]
            yield from seal_batches(events, self._key, time=self._time)

    def _answers(self, state: State) -> Iterator[bytes]:
        for each in state.open_transfers:
            if each.asked == self._force and self._random.random() < 0.5:
                answer = TransferAnswer.ACCEPTED if self._random.random() < 0.7 else TransferAnswer.REFUSED
                more = {"reason": "other"} if answer is TransferAnswer.REFUSED else {}
                yield self._say(state, handshake.answer_transfer(state, self._force, answer, each.request, **more))
            elif each.asker == self._force and self._random.random() < 0.15:
                ending = self._random.choice(list(TransferEnding))
                yield self._say(state, handshake.end_transfer(state, self._force, ending, each.request))
            elif each.asker == self._force and self._random.random() < 0.1:
                yield self._say(
                    state, handshake.escalate_transfer(state, self._force, "The two disagree.", each.request)
                )
        for enquiry in state.enquiries:
            if enquiry.asked == self._force and enquiry.is_open:
                yield self._say(state, handshake.answer_enquiry(state, self._force, "done", enquiry.request))

    def _acts(self, state: State) -> Iterator[bytes]:
        drawn, near = self._random.random(), self._shared_with(state)
        other = self._random.choice([each for each in near or self._forces if each != self._force])
        if state.tenure_of(self._force):
            yield from self._acts_as_owner(state, drawn, other)
        elif drawn < 0.06:
            yield self._say(
                state, handshake.report_sighting(state, {"text": f"Seen, {self._random.randrange(10**6)}."})
            )
        elif drawn < 0.09:
            yield self._say(state, handshake.report_found(state, {"found_at": self._time, "text": "Safe and well."}))
        elif drawn < 0.11:
            yield self._say(state, handshake.ask_enquiry(state, other, "search_home", "Please call there."))
        elif drawn < 0.12 and self._rivals and state.current and state.owner == state.current.force:
            # Another force believes that the case is its own.
            reference = json.loads(state.current.document)["local_reference"]
            rival = document(self._force, reference, state.owner)
            yield seal(json.dumps(rival), self._key, time=self._time, to=self._to(state))
        elif drawn < 0.2:
            yield from self._takes_back_a_report(state)

    def _acts_as_owner(self, state: State, drawn: float, other: str) -> Iterator[bytes]:
        own = [each for each in state.claims if each.force == self._force]
        base = json.loads((own or state.claims)[0].document) if state.claims else None
        if base is None or state.retracted:
            return
        words = f"Told again, {self._random.randrange(10**6)}."
        changed = {**base, "owner_force": self._force, "circumstances": words}
        if drawn < 0.45 or not own:
            changed["status"] = "open" if drawn < 0.3 else "located"
            event = Revisions(self._ledger).write(json.dumps(changed).encode(), self._force, self._time)[1]
            if event:
                yield self._say(state, Said(event["type"], event["subject"], event["data"]))
        elif drawn < 0.52 and base["tenure"] == 1:
            # Two machines of one force give one number twice.
            yield seal(json.dumps(changed), self._key, time=self._time, to=self._to(state))
        elif drawn < 0.75:
            second = self._random.choice(self._shared_with(state) or self._forces)
            for asked in dict.fromkeys((other, second if drawn < 0.58 else other)):
                said = handshake.ask_transfer(state, self._force, asked, "other", "Seen there.")
                body = self._body(state, said)
                version = handshake.own_version(state, self._force)
                yield request_transfer(version.document, version.digest, body, self._key, time=self._time)
        elif drawn < 0.8:
            manner = self._random.choice(list(RetractionManner))
            yield self._say(state, handshake.retract_episode(state, self._force, manner, "not_missing"))
        elif drawn < 0.9:
            yield self._say(state, handshake.correct(state, own[0].digest, "inaccurate", ["/episode/circumstances"]))

    def _takes_back_a_report(self, state: State) -> Iterator[bytes]:
        for each in state.sightings[:1]:
            if each.force == self._force:
                manner = self._random.choice(list(RetractionManner))
                yield self._say(state, handshake.retract_message(state, each.digest, manner, "sent_in_error"))

    def _say(self, state: State, said: Said) -> bytes:
        return seal_message(said.type, said.subject, self._body(state, said), self._key, time=self._time)

    def _body(self, state: State, said: Said) -> dict[str, Any]:
        """To everybody whom the episode was told: so that every ledger can be compared with every other that has it."""
        body = {name: each for name, each in said.body.items() if name != "to"}
        to = self._to(state)
        return {**body, "to": to} if to else body

    def _to(self, state: State) -> list[str]:
        return [each for each in self._shared_with(state) if each != self._force]

    def _shared_with(self, state: State) -> tuple[str, ...]:
        """The forces that have the episode, as far as this one can tell: none named, everybody."""
        said = (*state.claims, *state.sightings, *state.found, *state.held, *state.corrections, *state.tombstones)
        asked = (*state.transfers, *state.enquiries)
        digests = [*(each.digest for each in said), *(each.request for each in asked), *state.withdrawn, *state.erased]
        told = [each for each in map(self._ledger.told, digests) if each is not None and each.to]
        return tuple(sorted({told[0].force, *told[0].to})) if told else ()
