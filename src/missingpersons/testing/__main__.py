"""``python -m missingpersons.testing episodes``: invented episodes as NDJSON, one a line, as many as you like."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import BinaryIO, TextIO

from missingpersons.testing.invented.generator import BLOCK, Generator

BLOCKS_AT_ONCE = 8
"""How many blocks a process makes before it hands them over."""

BETWEEN_TELLING = 0.5
"""After how many seconds it says again how far it is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what was asked for on standard output. Returns the exit status of the process."""
    asked = _parser().parse_args(arguments)
    lines = islice(lines_of(asked.seed, asked.count, asked.jobs), asked.count)
    try:
        write(lines, sys.stdout.buffer, asked.count, sys.stderr if sys.stderr.isatty() else None)
    except BrokenPipeError:
        # Whoever was reading has had enough. Python would try once more when it ends, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        sys.stderr.write(f"cannot write: {error.strerror}\n")
        return 2
    return 0


def lines_of(seed: int, count: int, jobs: int = 1) -> Iterator[bytes]:
    """The episodes of ``seed`` in their order, however many processes make them: ``count``, or a few more."""
    if jobs == 1:
        yield from Generator(seed).documents(count)
        return
    parts = iter(range(0, -(-count // BLOCK), BLOCKS_AT_ONCE))
    with ProcessPoolExecutor(jobs) as pool:
        # No more parts are under way than this, so that memory stays the same however slow the reader is.
        waiting: deque[Future[list[bytes]]] = deque()
        for part in islice(parts, 2 * jobs):
            waiting.append(pool.submit(_part, seed, part))
        while waiting:
            yield from waiting.popleft().result()
            for part in islice(parts, 1):
                waiting.append(pool.submit(_part, seed, part))


def _part(seed: int, first: int) -> list[bytes]:
    generator = Generator(seed)
    return [each for number in range(first, first + BLOCKS_AT_ONCE) for each in generator.block(number)]


def write(lines: Iterable[bytes], out: BinaryIO, count: int, told: TextIO | None = None) -> None:
    """Write each line to ``out``, and to ``told`` from time to time how far it is."""
    started = last = time.monotonic()
    size = 0
    for number, line in enumerate(lines, start=1):
        out.write(line + b"\n")
        size += len(line) + 1
        if told and (number == count or time.monotonic() - last > BETWEEN_TELLING):
            last = time.monotonic()
            rate = number / max(last - started, 1e-9)
            told.write(f"\r{number:,} of {count:,} episodes, {size / 1e6:,.1f} MB, {rate:,.0f} a second")
    out.flush()
    if told:
        told.write("\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m missingpersons.testing", description="Make invented test data.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    episodes = commands.add_parser("episodes", help="invented episodes as NDJSON, on standard output")
    episodes.add_argument("--count", type=_number, default=1000, help="how many (default: 1000)")
    episodes.add_argument("--seed", type=_seed, default=0, help="which: the same seed gives the same ones (default: 0)")
    episodes.add_argument("--jobs", type=_number, default=1, help="in how many processes (default: 1)")
    return parser


def _number(text: str) -> int:
    return _whole(text, 1)


def _seed(text: str) -> int:
    return _whole(text, 0)


def _whole(text: str, least: int) -> int:
    if text.isascii() and text.isdigit() and int(text) >= least:
        return int(text)
    raise argparse.ArgumentTypeError(f"a whole number of at least {least} is needed")


if __name__ == "__main__":
    sys.exit(main())
