"""One world: 46 forces, a bad network, a thief, and then the network heals and all is compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter

from tests.scenarios.simulation.desk import Desk, document, first_load
from tests.scenarios.simulation.hostile import Thief, meddling
from tests.scenarios.simulation.machine import Machine
from tests.scenarios.simulation.network import Network
from tests.scenarios.simulation.stores import Fuse, SwitchedOffError

from missingpersons.codes import codelist
from missingpersons.exchange.facts import FOUND, PUBLISHED, SIGHTING, TRANSFER_REQUESTED, Fact
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import new_key, new_root_key
from missingpersons.exchange.seal import seal
from missingpersons.exchange.signature import digest_of
from missingpersons.exchange.trust import NOBODY, read_trust
from missingpersons.wire import read_event

FORCES = 46
CRASHES = 0.015
"""How often a machine is switched off while it looks into its box."""
REGISTERS = 2
"""How many forces have a register; the others have a journal."""
BESIDE = 4
"""How many forces lie beside each other, and tell what they had when they began to no others."""


def invented_forces(count: int = FORCES) -> tuple[str, ...]:
    """The five of the list that are no force, and codes of others as codes only: all that is said here is invented."""
    codes = list(codelist("forces").entries)
    tests = [each for each in codes if each.startswith("test-")]
    return tuple((tests + [each for each in codes if each not in tests])[:count])


@dataclass
class World:
    """What happens is drawn from ``seed``; only the keys are new each time.

    Each force begins with some of so many ``episodes``, which it shares with a few others. After that about so many
    ``messages`` are said, of these and of new ones, which are for everybody.
    """

    seed: int
    messages: int
    episodes: int
    folder: Path
    forces: tuple[str, ...] = field(default_factory=invented_forces)
    watch: Callable[[str], None] = field(default=lambda _: None, repr=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.root = new_root_key()
        self.network = Network(self.forces, self.random, self.folder / "network")
        keys = [new_key(each, "ES256" if number % 9 == 8 else "Ed25519") for number, each in enumerate(self.forces)]
        self.first = sign_trust(
            extended(NOBODY, [each.public for each in keys]), self.root, time="2026-11-20T00:00:00Z"
        )
        registers = self.random.sample(self.forces[:-2], REGISTERS)
        self.machines = {
            each.force: Machine(each, self.root.public, self.folder, self.random, has_register=each.force in registers)
            for each in keys
        }
        self.robbed, self.meddler = self.machines[self.forces[-1]], self.machines[self.forces[-2]]
        self.thief = Thief(self.robbed.key, self.network, self.robbed.store.ledger, self.random)
        self.meddled: list[bytes] = []
        self.newest = self.first
        self.round = 0
        self.seconds = 0.0
        # Some are told by hand at the beginning, and the others when the list comes.
        for each in self.forces[::2]:
            self.network.lay_list(each, self.first)
        # A register keeps nothing that nobody vouches for, what its own force says included.
        for each in registers:
            self.machines[each].store.believe(self.first)
        self._begin()
        self.begun_with = self._said()

    def run(self) -> None:
        """Everything that happens, until nothing is under way any more."""
        begun = perf_counter()
        while self._said() - self.begun_with < self.messages or not self.meddled:
            self._pass_a_round()
            self._speak()
            if self.newest is self.first and self._said() - self.begun_with > self.messages / 2:
                self._revoke()
            self._be_hostile()
        self.network.heal()
        healed = self.round
        quiet = 0
        # What came in one round may prove in the next what lies in a box since long before.
        while quiet < 2:
            quiet = 0 if self._pass_a_round() or not self.network.is_still() else quiet + 1
            if self.round > healed + 100:
                raise AssertionError("it does not come to rest")
        self.seconds = perf_counter() - begun

    def close(self) -> None:
        for each in self.machines.values():
            each.store.close()

    @property
    def deliveries(self) -> int:
        return sum(each.deliveries for each in self.machines.values())

    def _begin(self) -> None:
        """Every force takes down what it has already, as one batch, for the few that lie beside it."""
        order = self.random.sample(self.forces, len(self.forces))
        sizes = [self.episodes // len(order) + (place < self.episodes % len(order)) for place in range(len(order))]
        for place, force in enumerate(order):
            first = min(place // BESIDE * BESIDE, len(order) - BESIDE)
            machine, near = self.machines[force], tuple(order[first : first + BESIDE])
            machine.say(*first_load(machine.key, near, sizes[place], machine.time(0), self.random))

        self._disagree(*[each for each in order[:BESIDE] if each not in self.forces[-2:]][:2], tuple(order[:BESIDE]))

    def _disagree(self, one: str, other: str, near: tuple[str, ...]) -> None:
        """However small the world: one force gives a number twice, and another takes an episode for its own."""
        for force, status in ((one, "open"), (one, "located"), (other, "open")):
            machine, to = self.machines[force], [each for each in near if each != force]
            tree = document(force, "T/24/1", one, status=status)
            machine.say(seal(json.dumps(tree), machine.key, time=machine.time(0), to=to))

    def _said(self) -> int:
        return sum(len(each.said) for each in self.machines.values())

    def _pass_a_round(self) -> bool:
        """Every force looks into its box, in any order; while the network is bad, half of them. Whether any sent."""
        self.round += 1
        self.network.tick()
        order = self.random.sample(self.forces, len(self.forces))
        busy = False
        for each in order[: len(order) // 2] if self.network.bad else order:
            machine = self.machines[each]
            if self.network.bad and self.random.random() < CRASHES:
                machine.fuse.set(self.random.choice(Fuse.MOMENTS), self.random.randrange(10))
            busy |= self._guarded(machine, lambda one=machine: one.meet(self.network.folder(one.force), self.round))
            self.network.gather(each)
        healing = "" if self.network.bad else ", healed"
        self.watch(f"round {self.round}{healing}: {self._said()} messages, {self.deliveries} deliveries")
        return busy

    def _guarded(self, machine: Machine, doing: Callable[[], bool]) -> bool:
        try:
            return doing()
        except SwitchedOffError:
            machine.crash()
            if machine is self.robbed:
                self.thief.ledger = machine.store.ledger
            return True

    def _speak(self) -> None:
        for each in self.random.sample(self.forces, 2):
            machine = self.machines[each]

            def speak(one: Machine = machine) -> bool:
                time = one.time(self.round)
                # What the meddler never has it may lie about as long as it likes. Of its own it would be no lie.
                lies = one is self.meddler
                leaves = {read_event(each).tree["subject"] for each in self.meddled} if lies else frozenset[str]()
                desk = Desk(one.store.ledger, one.key, self.forces, time, self.random, rivals=not lies, leaves=leaves)
                for message in desk.messages():
                    one.say(message)
                return True

            self._guarded(machine, speak)

    def _be_hostile(self) -> None:
        for _ in range(2 if self.network.overheard else 0):
            self.thief.strike(self.robbed.time(self.round))
        targets = self._of_the_honest()
        if targets and self.random.random() < 0.6:
            # It may have overheard what was not meant for it.
            fact = self.random.choice(targets)
            for each in meddling(fact, self.meddler.key, self.meddler.time(self.round)):
                # It is sent like anything else, and is no part of what was rightly said.
                self.meddled.append(each)
                self._guarded(self.meddler, lambda data=each: self.meddler.store.take(data).new)

    def _of_the_honest(self) -> list[Fact]:
        """Messages of the first tenure, of forces that nobody has robbed: often they are requests to take over."""
        others = [each for each in self.machines.values() if each not in (self.robbed, self.meddler)]
        # Most of what another says is for others: a few of all of them are asked about.
        said = [(other, each) for other in others for each in self.random.sample(other.said, 1) if other.said]
        asked = [(other, each) for other in others for each in other.said if TRANSFER_REQUESTED.encode() in each]
        if asked and self.random.random() < 0.5:
            said = asked
        found = (other.store.ledger.told(digest_of(read_event(each).tree)) for other, each in said)
        free = (PUBLISHED, SIGHTING, FOUND, TRANSFER_REQUESTED)
        lied_about = (each for each in found if each is not None and each.kind in free and (each.tenure or 1) == 1)
        own = {read_event(each).tree["subject"] for each in self.meddler.said}
        return [each for each in lied_about if each.subject not in own]

    def _revoke(self) -> None:
        """The root revokes the stolen key but for what the force says that it sent, and lists the force's new one."""
        before, _ = read_trust(self.first, self.root.public)
        assert before is not None
        still = {digest_of(read_event(each).tree) for each in self.robbed.said}
        keys = {each.key.kid: each for each in revoked(before, self.robbed.key.public.kid, "compromised", still)}
        new = new_key(self.robbed.force)
        keys.update({each.key.kid: each for each in extended(NOBODY, [new.public])})
        self.newest = sign_trust(keys.values(), self.root, time="2026-11-22T00:00:00Z", after=before)
        self.robbed.key = new
        self.network.lay_list(self.robbed.force, self.newest)
