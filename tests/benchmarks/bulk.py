"""What a large file costs: memory as it grows, and what a second process gains: ``python -m tests.benchmarks.bulk``.

Memory is the largest that a process of its own held while it checked, summed up or compared the episodes of a file, by
how many there are. It rises until the caches of telephones, postcodes and dates are full, which hold at most 16,384
each: from half of the file to the whole it must not.
The gain of ``--jobs 2`` stands beside the gain that a bare orjson parse of the same file has from two processes in
the same run, each with its half: on a machine that others use too, two are seldom twice as fast at anything.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from missingpersons.cli import commands
from tests.benchmarks.run import told

FLAT = 1.05
"""How much more memory twice as many episodes may take: nothing, but for what an allocator does."""

FILLING = 1.08
"""The same of each of two processes: it has read half as many, and its caches are full only at the whole file."""

GAIN = 0.9
"""The least part of orjson's gain that a second process must bring."""

NAME = 90
"""How wide the name of what holds memory is printed."""

PARSES = 5
"""How often orjson parses the file in one turn, so that its turns are not much shorter than those of check."""

CHILD = """
import resource, sys
from missingpersons.cli import commands
try:
    commands.main(sys.argv[1:], standalone_mode=False)
finally:
    # What getrusage says of a process itself begins with what its parent held.
    own = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000, help="how many distinct episodes the large file has")
    parser.add_argument("--rounds", type=int, default=7, help="how many turns each has")
    parser.add_argument("--quick", action="store_true", help="few documents: only shows that it runs")
    parser.add_argument("--enforce", action="store_true", help="end with 1 if a target is missed")
    arguments = parser.parse_args()
    number, rounds = (1000, 1) if arguments.quick else (arguments.documents, arguments.rounds)
    with tempfile.TemporaryDirectory() as folder:
        large, half, small, some = (Path(folder) / f"{name}.ndjson" for name in ("large", "half", "small", "some"))
        made(large, number)
        first(large, half, number // 2)
        first(large, small, number // 10)
        first(large, some, number // 5)
        met = [*memory([small, half, large], number), gain(some, number // 5, rounds)]
    if not all(met):
        print("a target was missed")
    return int(arguments.enforce and not all(met))


def made(file: Path, number: int) -> None:
    """Write a file of distinct invented episodes."""
    command = [sys.executable, "-m", "missingpersons.testing", "episodes", "--count", str(number), "--jobs", "2"]
    with file.open("wb") as stream:
        subprocess.run(command, stdout=stream, check=True)


def first(file: Path, other: Path, number: int) -> None:
    """Write the first lines of a file to another."""
    with file.open("rb") as source, other.open("wb") as target:
        for _ in range(number):
            target.write(source.readline())


def memory(files: list[Path], number: int) -> Iterator[bool]:
    """Print what checking a tenth of a file, half of it and all of it holds at most, and say whether it is flat."""
    print(f"{'the most memory held, in MB':{NAME}}{number // 10:>10,}{number // 2:>10,}{number:>10,} episodes")
    policies = ["--policy", "scotland", "--policy", "app-very-low"]
    for options in (
        ["check"],
        ["check", "--format", "json"],
        ["quality"],
        ["backtest", *policies],
        # The page itself goes to standard output, which is thrown away.
        ["backtest", *policies, "--html", "-"],
        ["backtest", *policies, "--html", "-", "--jobs", "2"],
        ["check", "--jobs", "2"],
    ):
        held = [peak([options[0], str(file), *options[1:]]) for file in files]
        for who, (few, half, many) in zip(("", ", each process"), zip(*held, strict=True), strict=True):
            if many > 1:
                name = " ".join(options) + who
                print(f"{name:{NAME}}{few:10.1f}{half:10.1f}{many:10.1f}")
                yield told(f"{name}: all ÷ half", many / half, most=FILLING if who else FLAT)
    print()


def peak(arguments: list[str]) -> tuple[float, float]:
    """The most memory that a command held, and that any process that it started held, in MB."""
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    own, processes = ran.stderr.splitlines()[-1].split()
    return int(own) / 1024, int(processes) / 1024


def gain(file: Path, number: int, rounds: int) -> bool:
    """Print what a second process gains, and say whether it is what orjson's gains."""
    works: dict[str, Callable[[], object]] = {
        "orjson, one process": lambda: parsed(file, 0, file.stat().st_size),
        "orjson, two processes": lambda: parsed_by_two(file),
        "check --jobs 1": lambda: checked(file, 1),
        "check --jobs 2": lambda: checked(file, 2),
    }
    took: dict[str, list[float]] = {name: [] for name in works}
    checked(file, 1)
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            took[name].append(time.perf_counter() - start)
    print(f"{f'{number:,} episodes, {rounds} turns each':50}{'s':>10}{'episodes/s':>14}")
    for name, each in took.items():
        turns = PARSES if name.startswith("orjson") else 1
        middle = statistics.median(each) / turns
        print(f"{name:50}{middle:10.2f}{number / middle:14,.0f}")
    one, two, check_one, check_two = took.values()
    ceiling = statistics.median(a / b for a, b in zip(one, two, strict=True))
    reached = statistics.median(a / b for a, b in zip(check_one, check_two, strict=True))
    print(f"{'gain of a second process: orjson, check':50}{ceiling:10.2f}{reached:10.2f}")
    return told("gain of check ÷ gain of orjson", reached / ceiling, least=GAIN)


def checked(file: Path, jobs: int) -> None:
    """Check a file as the command does, with what it prints thrown away."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        commands.main(["check", str(file), "--jobs", str(jobs)], standalone_mode=False)


def parsed(file: Path, start: int, end: int) -> None:
    """Parse the lines that begin in a part of a file, and keep nothing."""
    for _ in range(PARSES):
        with file.open("rb") as stream:
            if start:
                stream.seek(start - 1)
                stream.readline()
            while stream.tell() < end:
                orjson.loads(stream.readline())


def parsed_by_two(file: Path) -> None:
    """Parse a file in two processes, each of them its half."""
    size = file.stat().st_size
    halves = [(0, size // 2), (size // 2, size)]
    processes = [multiprocessing.get_context("fork").Process(target=parsed, args=(file, *half)) for half in halves]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
        assert each.exitcode == 0


if __name__ == "__main__":
    sys.exit(main())
