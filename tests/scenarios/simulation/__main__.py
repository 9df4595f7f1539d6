"""``python -m tests.scenarios.simulation --deliveries 1000000 --seed 1``: worlds, until so many letters were looked at.

Each world has 46 forces, its own keys, some 2,000 episodes that the forces begin with, and some 500 messages more. Each
force has a folder, and all between them is files: boxes, letters that are under way, journals and two registers.
``--where /dev/shm`` keeps them in memory, where there is such a folder. ``test_simulation.py`` has a small world, and
``test_small_worlds.py`` a state machine over three forces.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.scenarios.simulation.checks import check
from tests.scenarios.simulation.stores import without_flushing
from tests.scenarios.simulation.world import World

MESSAGES = 500
"""How many messages a world has, besides receipts and what everybody begins with."""
EPISODES = 2_000
"""With how many episodes a world begins, each for a few of the forces."""


def one_world(seed: int, messages: int, episodes: int, where: str | None = None) -> Counter[str]:
    """Everything that one world came to, checked."""
    with TemporaryDirectory(dir=where) as folder, without_flushing():
        world = World(seed, messages, episodes, Path(folder), watch=_watcher(seed))
        with closing(world):
            world.run()
            return check(world)


def _watcher(seed: int):
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda told: print(f"\rworld {seed}, {told}   ", end="", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.scenarios.simulation")
    parser.add_argument("--deliveries", type=int, default=1_000_000, help="how many letters at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--messages", type=int, default=MESSAGES, help="how many messages each world has")
    parser.add_argument("--episodes", type=int, default=EPISODES, help="with how many episodes each world begins")
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument(
        "--where", help="a folder for all that is written; by default the system's for what is temporary"
    )
    told = parser.parse_args()
    begun, total, worlds, seed = perf_counter(), Counter[str](), 0, told.seed
    with ProcessPoolExecutor(told.processes) as pool:
        running: set[Future[Counter[str]]] = set()
        while True:
            done, running = wait(running, return_when=FIRST_COMPLETED) if running else (set(), set())
            for each in done:
                total.update(each.result())
                worlds += 1
                spent = perf_counter() - begun
                print(f"{worlds} worlds, {total['deliveries']:,} deliveries, {spent:,.0f} s", flush=True)
            expected = total["deliveries"] + len(running) * (total["deliveries"] / worlds if worlds else 0)
            if expected >= told.deliveries and not running:
                break
            while len(running) < told.processes and expected < told.deliveries:
                running.add(pool.submit(one_world, seed, told.messages, told.episodes, told.where))
                expected += total["deliveries"] / worlds if worlds else 0
                seed += 1
    print(f"all equal, nothing acknowledged lost, nothing forged counts: {worlds} worlds of 46 forces")
    for name, number in sorted({**total, "seconds in all": round(perf_counter() - begun)}.items()):
        print(f"{name:>24} {number:>12,}")


if __name__ == "__main__":
    main()
