"""A network of folders that loses, doubles, delays, reorders, spoils and parts: files go in, and files come out.

Each force has a folder of its own: the shared one as its machine sees it. The library's ``Mailbox`` reads and writes
it, and knows of nothing else. What is here carries files between these folders, as whatever copies a folder from one
machine to another does, and badly.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from missingpersons.exchange.mailbox import NEW, TRUST, Mailbox

LOST, DOUBLED, SPOILT = 0.08, 0.05, 0.01
"""How often a letter is lost, comes twice, or comes as half a file or with a byte that is another, in bad times."""
SLOWEST = 3
"""How many rounds a letter is under way at most."""

OUT_OF_REACH = "out-of-reach"
"""What ``new`` of a box is called where its force cannot be reached: then there is no box."""


@dataclass(frozen=True)
class Flying:
    """A file that is under way."""

    due: int
    to: str
    name: str
    path: Path
    half: bool = False


class Network:
    """Every force's folder, and a folder for what is under way. It remembers names of files, and no message."""

    def __init__(self, forces: tuple[str, ...], random: Random, place: Path) -> None:
        self.forces = forces
        self.counts: Counter[str] = Counter()
        self.acknowledged: set[tuple[str, str]] = set()
        self.overheard: list[bytes] = []
        self._random = random
        self._place, self._limbo = place, place / "under-way"
        self._limbo.mkdir(parents=True)
        for each in forces:
            self.folder(each).mkdir()
            (self.folder(each) / TRUST / NEW).mkdir(parents=True)
            for other in forces:
                Mailbox(self.folder(each)).open_box(other)
        self._flying: list[Flying] = []
        self._under_way: Counter[tuple[str, str]] = Counter()
        self._carried: dict[tuple[str, str], set[str]] = {}
        self._half: set[tuple[str, str]] = set()
        self._apart: frozenset[str] = frozenset()
        self._round = self._laid = 0
        self.bad = True

    def folder(self, force: str) -> Path:
        """The shared folder as the machine of ``force`` sees it."""
        return self._place / force

    def box(self, force: str) -> Path:
        """Where the letters for ``force`` lie, on its own machine."""
        return self._lying(force, force)

    def tick(self) -> None:
        """A round passes: what was under way arrives, the network parts otherwise, and lists of keys are copied."""
        self._round += 1
        if self.bad and self._random.random() < 0.2:
            size = self._random.choice((0, 0, 3, len(self.forces) // 2))
            self._part(frozenset(self._random.sample(self.forces, size)))
            self.counts["partitions"] += bool(size)
        arrived = [each for each in self._flying if each.due <= self._round]
        self._flying = [each for each in self._flying if each.due > self._round]
        for each in arrived:
            self._under_way[each.to, each.name] -= 1
            os.replace(each.path, self.box(each.to) / each.name)
            (self._half.add if each.half else self._half.discard)((each.to, each.name))
        for _ in self.forces:
            one, other = self._random.sample(self.forces, 2)
            if not self._parted(one, other):
                for name in self._lists(other) - self._lists(one):
                    shutil.copyfile(self.folder(other) / TRUST / NEW / name, self.folder(one) / TRUST / NEW / name)

    def heal(self) -> None:
        """From now on every letter comes, once and soon."""
        self.bad = False
        self._part(frozenset())

    def is_still(self) -> bool:
        """Whether nothing is under way. What nothing will ever prove lies in the boxes for good."""
        return not self._flying and len({frozenset(self._lists(each)) for each in self.forces}) == 1

    def lay(self, sender: str, to: str, data: bytes) -> None:
        """Lay a letter in the folder of ``sender`` for another force, as nobody but its own machine should."""
        if not self._parted(sender, to):
            Mailbox(self.folder(sender)).put(to, data)

    def lay_list(self, force: str, data: bytes) -> None:
        """Lay a list of keys where ``force`` finds it."""
        Mailbox(self.folder(force)).put_trust(data)

    def gather(self, sender: str) -> None:
        """Take up what ``sender`` has laid for others. In its folder it lies as long as it does in theirs."""
        for to in self.forces:
            if to == sender or self._parted(sender, to):
                continue
            lying = self._lying(sender, to)
            names, carried = os.listdir(lying), self._carried.setdefault((sender, to), set())
            there = set(os.listdir(self.box(to))) if names else set()
            for name in sorted(names):
                half = (to, name) in self._half and not self._under_way[to, name]
                if name not in carried or half:
                    self._carry(sender, to, lying / name, again=half)
                elif name not in there and not self._under_way[to, name]:
                    (lying / name).unlink()
                    carried.discard(name)

    def _carry(self, sender: str, to: str, path: Path, *, again: bool) -> None:
        """Take a letter to another force, perhaps."""
        data = path.read_bytes()
        if not again:
            self._hear(sender, data)
        times = 1
        if self.bad and not again:
            if self._random.random() < LOST:
                self.counts["lost"] += 1
                path.unlink()
                return
            if self._random.random() < DOUBLED:
                self.counts["doubled"] += 1
                times = 2
        self._carried[sender, to].add(path.name)
        spoilt = self.bad and self._random.random() < SPOILT
        for _ in range(times):
            copy = self._limbo / str(self._laid)
            self._laid += 1
            name, come = self._spoilt(path.name, data) if spoilt else (path.name, data)
            copy.write_bytes(come)
            due = self._round + (self._random.randint(1, SLOWEST) if self.bad else 1)
            self._flying.append(Flying(due, to, name, copy, half=come != data and name == path.name))
            self._under_way[to, name] += 1

    def _spoilt(self, name: str, data: bytes) -> tuple[str, bytes]:
        """Half a file under its own name, which is mended when it is copied again; or another letter than was sent."""
        self.counts["spoilt"] += 1
        place = self._random.randrange(len(data))
        if self._random.random() < 0.5:
            return name, data[:place]
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        return f"{hashlib.sha256(changed).hexdigest()}.json", changed

    def _part(self, apart: frozenset[str]) -> None:
        """Take from every folder the boxes of those who cannot be reached from it, and give back those who can."""
        before, self._apart = self._apart, apart
        for one in self.forces:
            for other in self.forces:
                was, is_ = ((one in some) is not (other in some) for some in (before, apart))
                if was is not is_:
                    here, gone = self._lying(one, other), self._lying(one, other).with_name(OUT_OF_REACH)
                    os.rename(gone, here) if was else os.rename(here, gone)

    def _parted(self, one: str, other: str) -> bool:
        return (one in self._apart) is not (other in self._apart)

    def _lying(self, force: str, other: str) -> Path:
        return self._place / force / other / NEW

    def _lists(self, force: str) -> set[str]:
        return set(os.listdir(self.folder(force) / TRUST / NEW))

    def _hear(self, sender: str, data: bytes) -> None:
        if b"receipt.issued" in data:
            told: dict[str, Any] = json.loads(data)
            if told["source"].endswith(f":{sender}") and told["data"]["outcome"] == "ok":
                self.acknowledged.add((sender, told["data"]["message"]))
        elif b'"subject"' in data and self._random.random() < 0.01:
            self.overheard.append(data)
