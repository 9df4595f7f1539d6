"""How the time of folding grows with the messages: ``python -m tests.benchmarks.folding``.

1,000, 10,000 and 100,000 messages of invented episodes, in two shapes: of one episode, and of many with ten each. What
is timed is ``fold`` and the bytes of its answer, of messages that are open already and come in any order. The figure to
read is the ratio: how much longer one message takes at the largest size than at the smallest. 1 is linear; but whatever
visits so many objects once grows too, since they leave the processor's caches. So the same messages are also put in
order by their digests and read once, no more, and it is that ratio that folding is held against.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

from missingpersons import wire
from missingpersons.exchange.fold import fold
from missingpersons.exchange.opened import Opened, Opening

SIZES = (1_000, 10_000, 100_000)

MOST = 1.5
"""How many times the ratio of reading once the ratio of folding may be, on a machine that others use too."""

READY = {"errors": 0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the two smaller sizes only")
    parser.add_argument("--enforce", action="store_true", help="end with 1 if a message takes much longer among many")
    arguments = parser.parse_args()
    sizes = SIZES[:2] if arguments.quick else SIZES
    missed = False
    print(f"{'µs a message, at messages':38}" + "".join(f"{each:>10,}" for each in sizes) + f"{'ratio':>8}")
    for name, shape in SHAPES.items():
        made = [shape(size) for size in sizes]
        once = told(f"{name}: read once", made, sizes, read_once)
        fold_ = told(f"{name}: folded", made, sizes, folded)
        missed = missed or fold_ > MOST * once
    if missed:
        print(f"folding grows more than {MOST} times as much as reading once")
    return int(arguments.enforce and missed)


def told(
    what: str, made: list[list[list[Opened]]], sizes: tuple[int, ...], work: Callable[[list[list[Opened]]], object]
) -> float:
    """Print what one message costs at each size, and give the ratio of the largest to the smallest."""
    took = [quickest(partial(work, each)) / size * 1e6 for each, size in zip(made, sizes, strict=True)]
    print(f"{what:38}" + "".join(f"{each:10.2f}" for each in took) + f"{took[-1] / took[0]:8.2f}")
    return took[-1] / took[0]


def read_once(episodes: list[list[Opened]]) -> None:
    """Put the messages of each episode in order, and look at what each is."""
    for some in episodes:
        known = {each.digest: each for each in some}
        [(known[digest].type, len(known[digest].body), known[digest].document) for digest in sorted(known)]


def folded(episodes: list[list[Opened]]) -> None:
    for each in episodes:
        wire.encode(fold(each).as_dict())


def quickest(work: Callable[[], object], turns: int = 3) -> float:
    """The shortest of a few turns, in seconds of the processor, which others on the machine do not lengthen."""
    took = []
    for _ in range(turns):
        gc.collect()
        gc.disable()
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
        gc.enable()
    return min(took)


def one_episode(size: int) -> list[list[Opened]]:
    return [shuffled(messages("0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10", size))]


def many_episodes(size: int) -> list[list[Opened]]:
    return [shuffled(messages(f"{number:08x}-8a5e-5c3e-9b0e-7d2f1f6b9a10", 10)) for number in range(size // 10)]


SHAPES: dict[str, Callable[[int], list[list[Opened]]]] = {
    "one episode": one_episode,
    "many, of ten messages": many_episodes,
}


def messages(subject: str, size: int) -> Iterator[Opened]:
    """So many messages about one episode: it is handed on again and again, and forces say what they say."""
    forces = ("test-north", "test-south")
    tenure, revision, said = 1, 0, 0
    transfer: str | None = None
    version = ""
    while said < size:
        owner, other = forces[(tenure - 1) % 2], forces[tenure % 2]
        revision += 1
        kinds = [published(subject, owner, tenure, revision, transfer)]
        version = kinds[0].digest
        kinds += [opened(subject, other, "sighting.reported", {"sighting": {"text": f"{tenure} {revision}"}})]
        if revision % 3 == 0:
            body = {"version": version, "tenure": tenure, "force": other, "reason": "other", "quality": READY}
            asked = opened(subject, owner, "transfer.requested", body)
            taken = opened(subject, other, "transfer.answered", {"request": asked.digest, "answer": "accepted"})
            wrong = opened(subject, owner, "correction.notified", {"message": version, "reason": "inaccurate"})
            waits = opened(subject, owner, "enquiry.answered", {"request": digest_of(version), "outcome": "done"})
            kinds += [asked, taken, wrong, waits]
            transfer, tenure, revision = taken.digest, tenure + 1, 0
        yield from kinds[: size - said]
        said += len(kinds)


def published(subject: str, force: str, tenure: int, revision: int, transfer: str | None) -> Opened:
    episode = {
        "episode_id": subject,
        "owner_force": force,
        "tenure": tenure,
        "revision": revision,
        "status": "open",
        "circumstances": "Left the house after tea. " * 40,
    }
    named = {"transfer": transfer} if transfer else {}
    return opened(subject, force, "episode.published", {"episode": episode, **named}, wire.encode(episode))


def opened(subject: str, force: str, kind: str, body: dict[str, Any], document: bytes | None = None) -> Opened:
    name = digest_of(json.dumps([subject, force, kind, body], sort_keys=True))
    type_ = f"uk.missingpersons.{kind}.v1"
    return Opened(Opening.OK, name, None, force, "kid", type_, subject, body=body, document=document)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def shuffled(some: Iterator[Opened]) -> list[Opened]:
    order = list(some)
    Random(6).shuffle(order)
    return order


if __name__ == "__main__":
    sys.exit(main())
