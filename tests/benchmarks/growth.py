"""How the time of ``check`` grows with the lists of an episode: ``python -m tests.benchmarks.growth``.

Every list that an episode can have is made 10, 100 and 1,000 entries long, with entries that are alike and with
entries that differ; and all lists together, up to 100 entries each. The exponent says how time grows from the second
size to the last: 1 is in step with the list, 2 with its square. n log n is 1.2 at these sizes, and a time that is too
short to be measured has none. Every rule is timed by itself: none hides behind the reading of so long a document.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import missingpersons as mp
from missingpersons import wire
from missingpersons.models import Episode
from missingpersons.rules import RULES_OF
from missingpersons.testing.strategies import complete_episode
from missingpersons.values.dates import moment

SIZES = (10, 100, 1000)
TOGETHER = (10, 30, 100)

MOST = 1.45
"""The largest exponent that passes for n log n on a machine that others use too."""

LEAST_SECONDS = 100e-6
"""Below this at the largest size, a rule is fast whatever its exponent, and the exponent is noise."""

Place = tuple[str | int, ...]


class Grown(NamedTuple):
    """How a time grew."""

    what: str
    microseconds: tuple[float, ...]
    exponent: float | None
    """None where the time is too short to be measured."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the long lists of the issue only")
    parser.add_argument("--enforce", action="store_true", help="end with 1 if anything grows worse than n log n")
    arguments = parser.parse_args()
    lists = {name: at for name, at in list_places() if not arguments.quick or name in QUICK}
    worst: list[Grown] = []
    print(f"{'list, and what of its entries':58}{'µs at each size':>34}{'exponent':>10}  the rule that grows most")
    for name, at in lists.items():
        for kind, changed in (("alike", False), ("differ", True)):
            worst += told(f"{name}, {kind}", [episode_of(at, size, changed=changed) for size in SIZES], SIZES)
    worst += told("all lists together, differ", [everything(size) for size in TOGETHER], TOGETHER)
    print()
    for each in worst:
        print(f"grows worse than n log n: {each.what}, exponent {each.exponent:.2f}, {each.microseconds[-1]:.0f} µs")
    print(f"{len(worst)} of {2 * len(lists) + 1} documents hold a rule that grows worse than n log n")
    return int(arguments.enforce and bool(worst))


QUICK = frozenset(
    {
        "/sightings",
        "/answers",
        "/assessments",
        "/actions",
        "/provenance",
        "/person/photos",
        "/publicity/0/photo_ids",
        "/person/previous_missing/periods",
    }
)


def told(what: str, documents: list[bytes | None], sizes: tuple[int, ...]) -> list[Grown]:
    """Print how checking some documents grows, and give the rules that grow worse than they may."""
    kept = [(size, each) for size, each in zip(sizes, documents, strict=True) if each is not None]
    if len(kept) < 2:
        print(f"{what:58}{'none can be made so':>34}")
        return []
    sizes = tuple(size for size, _ in kept)
    whole = grown(what, [lambda document=document: mp.check(document) for _, document in kept], sizes)
    records = [mp.parse(document, Episode) for _, document in kept]
    rules = [
        grown(
            f"{what}: {code}",
            [lambda record=record, rule=rule: deque(rule(record, moment(record.recorded_at)), 0) for record in records],
            sizes,
        )
        for code, rule in RULES_OF[Episode]
    ]
    most = max(rules, key=lambda each: each.exponent or 0)
    times = " ".join(f"{each:10.0f}" for each in whole.microseconds)
    head = f"{most.what.rpartition(' ')[2]} {most.exponent:.2f}" if most.exponent else "none can be measured"
    print(f"{what:58}{times:>34}{whole.exponent or 0:10.2f}  {head}")
    return [each for each in (*rules, whole) if (each.exponent or 0) > MOST]


def grown(what: str, works: list[Callable[[], object]], sizes: tuple[int, ...]) -> Grown:
    """How long each work takes, at its quickest, and how that grows over the last two sizes."""
    took = [quickest(work) for work in works]
    exponent = math.log(took[-1] / took[-2]) / math.log(sizes[-1] / sizes[-2]) if took[-1] > LEAST_SECONDS else None
    if exponent and exponent > MOST:
        # Whatever else the machine did may be what grew: look again, longer, before saying so.
        took = [min(first, quickest(work, 7)) for first, work in zip(took, works, strict=True)]
        exponent = math.log(took[-1] / took[-2]) / math.log(sizes[-1] / sizes[-2])
    return Grown(what, tuple(each * 1e6 for each in took), exponent)


def quickest(work: Callable[[], object], turns: int = 3) -> float:
    """The shortest of a few turns, in seconds of the processor, which others on the machine do not lengthen."""
    took = []
    gc.disable()
    for _ in range(turns):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    gc.enable()
    return min(took)


def list_places(tree: Any = None, at: Place = ()) -> Iterator[tuple[str, Place]]:
    """Every list of records or of values in a complete episode, with its pointer."""
    tree = complete_episode() if tree is None else tree
    if isinstance(tree, dict):
        for name, each in tree.items():
            if name != "extensions":
                yield from list_places(each, (*at, name))
    elif isinstance(tree, list) and tree:
        yield "/" + "/".join(map(str, at)), at
        yield from list_places(tree[0], (*at, 0))


def episode_of(at: Place, size: int, *, changed: bool) -> bytes | None:
    """A complete episode with one list as long as is asked for. None if the standard allows none so long."""
    return sound(lengthened(complete_episode(), at, size, changed=changed))


def everything(size: int) -> bytes | None:
    """An episode in which every list that may be is as long as is asked for. Lists within lists stay as they are."""
    tree = complete_episode()
    for _, at in list_places():
        if not any(isinstance(each, int) for each in at):
            longer = lengthened(tree, at, size, changed=True)
            tree = longer if sound(longer) else tree
    return sound(tree)


def lengthened(tree: Any, at: Place, size: int, *, changed: bool) -> Any:
    """The tree with the list at a place made longer, by its own entries in turn."""
    if not at:
        entries = [tree[index % len(tree)] for index in range(size)]
        return [varied(each, index) for index, each in enumerate(entries)] if changed else entries
    copied = list(tree) if isinstance(tree, list) else dict(tree)
    copied[at[0]] = lengthened(copied[at[0]], at[1:], size, changed=changed)
    return copied


_TIME = re.compile(r"(T[0-9]{2}):[0-9]{2}:[0-9]{2}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FREE = re.compile(r"(^|_)(id|reference|text|value|number|handle|explanation|rationale|full|family|given|description)$")


def varied(entry: Any, index: int, name: str = "id") -> Any:
    """The entry with other times, references and words than its neighbours have."""
    if isinstance(entry, dict):
        return {key: varied(each, index, key) for key, each in entry.items()}
    if isinstance(entry, list):
        return [varied(each, index, name) for each in entry]
    if isinstance(entry, str):
        if _UUID.fullmatch(entry):
            return f"{entry[:-12]}{index:012x}"
        if _TIME.search(entry):
            return _TIME.sub(rf"\1:{index // 60 % 60:02}:{index % 60:02}", entry)
        if _FREE.search(name):
            return f"{entry[:30].rstrip()}{'-' if name.endswith('id') else ' '}{index}"
    return entry


def sound(tree: Any) -> bytes | None:
    """The bytes of a tree that can be read, or None."""
    document = json.dumps(tree).encode()
    return document if wire.read(document)[0] is not None else None


if __name__ == "__main__":
    sys.exit(main())
