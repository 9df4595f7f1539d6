"""A network between boxes that loses, doubles, delays, reorders, spoils and parts: bytes go in, and bytes come out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from missingpersons.exchange import mailbox
from missingpersons.exchange.mailbox import Mailbox

LOST, DOUBLED, SPOILT = 0.08, 0.05, 0.01
"""How often a letter is lost, comes twice, or comes with a byte that is another, while the network is bad."""
SLOWEST = 3
"""How many rounds a letter is under way at most."""


@dataclass(frozen=True)
class Letter:
    """What lies in a box."""

    name: str
    data: bytes = field(repr=False)

    def read(self) -> bytes:
        return self.data


class Network:
    """Every force's box as it sees it, and what is under way to it."""

    def __init__(self, forces: tuple[str, ...], random: Random) -> None:
        self.forces = forces
        self.counts: Counter[str] = Counter()
        self.acknowledged: set[tuple[str, str]] = set()
        self.overheard: list[bytes] = []
        self._random = random
        self._boxes: dict[str, dict[str, bytes]] = {each: {} for each in forces}
        self._lists: dict[str, dict[str, bytes]] = {each: {} for each in forces}
        self._flying: list[tuple[int, str, str, bytes]] = []
        self._under_way: Counter[tuple[str, str]] = Counter()
        self._apart: frozenset[str] = frozenset()
        self._round = 0
        self.bad = True

    def door(self, force: str) -> Door:
        return Door(self, force)

    def tick(self) -> None:
        """A round passes: what was under way arrives, and the network parts otherwise, or heals."""
        self._round += 1
        if self.bad and self._random.random() < 0.2:
            size = self._random.choice((0, 0, 3, len(self.forces) // 2))
            self._apart = frozenset(self._random.sample(self.forces, size))
            self.counts["partitions"] += bool(size)
        arrived = [each for each in self._flying if each[0] <= self._round]
        self._flying = [each for each in self._flying if each[0] > self._round]
        for _, to, name, data in arrived:
            self._under_way[to, name] -= 1
            self._lay(to, data)
        for _ in self.forces:
            one, other = self._random.sample(self.forces, 2)
            if not self._parted(one, other):
                self._lists[one].update(self._lists[other])

    def heal(self) -> None:
        self.bad, self._apart = False, frozenset()

    def is_still(self) -> bool:
        """Whether nothing is under way. What nothing will ever prove lies in the boxes for good."""
        return not self._flying and len({frozenset(each) for each in self._lists.values()}) == 1

    def carry(self, sender: str, to: str, data: bytes) -> bool:
        """Take a letter to another force, perhaps. False if the same is there or under way already."""
        name = hashlib.sha256(data).hexdigest()
        if self._lies(to, name) or self._under_way[to, name] > 0:
            return False
        self._hear(sender, data)
        times = 1
        if self.bad:
            if self._parted(sender, to) or self._random.random() < LOST:
                self.counts["lost"] += 1
                return True
            if self._random.random() < DOUBLED:
                self.counts["doubled"] += 1
                times = 2
            if self._random.random() < SPOILT:
                self.counts["spoilt"] += 1
                place = self._random.randrange(len(data))
                data = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        for _ in range(times):
            due = self._round + (self._random.randint(1, SLOWEST) if self.bad else 1)
            self._flying.append((due, to, name, data))
            self._under_way[to, name] += 1
        return True

    def lay_list(self, force: str, data: bytes) -> bool:
        return self._lists[force].setdefault(hashlib.sha256(data).hexdigest(), data) is data

    def lists(self, force: str) -> list[Letter]:
        return [Letter(name, data) for name, data in sorted(self._lists[force].items())]

    def letters(self, force: str) -> list[Letter]:
        letters = [Letter(name, data) for name, data in self._boxes[force].items()]
        self._random.shuffle(letters)
        return letters

    def take_out(self, force: str, letter: Letter) -> None:
        self._boxes[force].pop(letter.name, None)

    def put_aside(self, force: str, letter: Letter) -> None:
        self.take_out(force, letter)

    def _lay(self, force: str, data: bytes) -> None:
        self._boxes[force][hashlib.sha256(data).hexdigest()] = data

    def _lies(self, force: str, name: str) -> bool:
        return name in self._boxes[force]

    def _parted(self, one: str, other: str) -> bool:
        return (one in self._apart) is not (other in self._apart)

    def _hear(self, sender: str, data: bytes) -> None:
        if b"receipt.issued" in data:
            told = json.loads(data)
            if told["source"].endswith(f":{sender}") and told["data"]["outcome"] == "ok":
                self.acknowledged.add((sender, told["data"]["message"]))
        elif b'"subject"' in data and self._random.random() < 0.01:
            self.overheard.append(data)


class Folder(Network):
    """The same, to boxes that are those of a real folder on the disk: only what is under way, and the lists of keys as
    each force sees them, are in memory."""

    def __init__(self, forces: tuple[str, ...], random: Random, place: Path) -> None:
        super().__init__(forces, random)
        place.mkdir()
        self._mailbox = Mailbox(place)
        self._place = place
        for each in forces:
            self._mailbox.open_box(each)

    def letters(self, force: str) -> list[mailbox.Letter]:
        letters = list(self._mailbox.letters(force))
        self._random.shuffle(letters)
        return letters

    def take_out(self, force: str, letter: mailbox.Letter) -> None:
        self._mailbox.remove(letter)

    def put_aside(self, force: str, letter: mailbox.Letter) -> None:
        self._mailbox.set_aside(letter)

    def _lay(self, force: str, data: bytes) -> None:
        self._mailbox.put(force, data)

    def _lies(self, force: str, name: str) -> bool:
        return (self._place / force / mailbox.NEW / f"{name}.json").exists()


@dataclass
class Door:
    """The network as one force sees it: what ``sync`` needs of a mailbox."""

    network: Network
    force: str
    before_removing: Callable[[], None] = field(default=lambda: None, repr=False)

    def forces(self) -> tuple[str, ...]:
        return self.network.forces

    def put(self, to: str, data: bytes) -> bool:
        return self.network.carry(self.force, to, data)

    def letters(self, force: str) -> Iterator[Letter]:
        return iter(self.network.letters(force))

    def remove(self, letter: Letter) -> None:
        self.before_removing()
        self.network.take_out(self.force, letter)

    def set_aside(self, letter: Letter) -> None:
        self.before_removing()
        self.network.put_aside(self.force, letter)

    def put_trust(self, data: bytes) -> bool:
        return self.network.lay_list(self.force, data)

    def trust_lists(self) -> Iterator[Letter]:
        return iter(self.network.lists(self.force))
