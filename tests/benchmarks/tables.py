"""What converting a table costs, and its memory as the table grows: ``python -m tests.benchmarks.tables``.

Throughput is a ratio in one run: what csv.reader and a bare pydantic validation of the same documents take together,
by what ``convert`` takes for the same rows, in turns over the table, in time of the processor. Bare pydantic is given
the documents as they are: what it costs to make them of a row, and the lists, dates and codes in them, is no part of
what ``convert`` is compared with. Beside it stands, with no target, what a program has to do at least to make each of
those documents from a tree. Memory is the largest that a process of its own held while it converted so many rows;
``--rows 1000000`` is the figure of the documentation.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from missingpersons import wire
from missingpersons.converters._written_book import Book
from missingpersons.converters.tabular import TableMapping, convert, load_mapping, read_mapping
from missingpersons.models import Episode
from missingpersons.testing import exports, reports
from tests.benchmarks.run import told

SLICE = 5_000
"""How many rows each turn has: a table of its own, for which the converter begins anew."""
LEAST = 0.5
BARE, WRITTEN = "csv.reader and bare pydantic", "the documents written from trees that are there"
FLAT = 1.1
"""How much more memory ten times as many rows may take: nothing, but for caches that fill and an allocator."""

CHILD = """
import sys
from missingpersons.cli import commands
commands.main(sys.argv[1:], standalone_mode=False)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="how many rows the large table has")
    parser.add_argument("--rounds", type=int, default=5, help="how many turns each has")
    parser.add_argument("--table", type=Path, help="another table to time, with --mapping")
    parser.add_argument("--mapping", type=Path, help="its mapping")
    parser.add_argument("--quick", action="store_true", help="few rows: only shows that it runs")
    parser.add_argument("--enforce", action="store_true", help="end with 1 if a target is missed")
    arguments = parser.parse_args()
    rows, timed, rounds = (1000, 500, 1) if arguments.quick else (arguments.rows, 2 * SLICE, arguments.rounds)
    mapping = read_mapping(exports.mapping_text("comma", "test-north"))
    met = [throughput("invented reports", table(timed), mapping, rounds)]
    if arguments.table and arguments.mapping:
        data = arguments.table.read_bytes()
        met.append(throughput(arguments.table.name, data, load_mapping(arguments.mapping), rounds))
    met += memory(rows)
    if not all(met):
        print("a target was missed")
    return int(arguments.enforce and not all(met))


def table(number: int, seed: int = 1) -> bytes:
    """A table of invented reports, each with a reference of its own."""
    return exports.table("comma", reports.reports(Random(seed), "T", number), damage=False)


def slices(data: bytes) -> Iterator[bytes]:
    """The table in tables of so many rows, each with the header."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for first in range(1, len(rows), SLICE):
        out = io.StringIO(newline="")
        csv.writer(out).writerows([rows[0], *rows[first : first + SLICE]])
        yield out.getvalue().encode()


def throughput(name: str, data: bytes, mapping: TableMapping, rounds: int) -> bool:
    """Print what a row costs each way, and say whether the ratio is what was promised."""
    at = exports.EXPORTED_AT
    parts = [
        (each, [row.document for row in convert(io.BytesIO(each), mapping, name="t", recorded_at=at) if row.document])
        for each in slices(data)
    ]
    read = Episode.__pydantic_validator__.validate_json
    took: dict[str, list[float]] = {BARE: [], WRITTEN: [], "convert": []}
    trees = [[json.loads(document) for document in documents] for _, documents in parts]
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for (part, documents), some in zip(parts, trees, strict=True):
            start = time.process_time()
            for _ in csv.reader(io.TextIOWrapper(io.BytesIO(part), "utf-8", newline="")):
                pass
            for document in documents:
                read(document)
            took[BARE].append((time.process_time() - start) / len(documents) * 1e6)
            start = time.process_time()
            for tree in some:
                wire.encode(tree)
            took[WRITTEN].append((time.process_time() - start) / len(documents) * 1e6)
            start = time.process_time()
            for _ in convert(io.BytesIO(part), mapping, name="t", recorded_at=at):
                pass
            took["convert"].append((time.process_time() - start) / len(documents) * 1e6)
    gc.unfreeze()
    documents = [each for _, some in parts for each in some]
    size = statistics.mean(map(len, documents)) / 1024
    print(f"{name}: {len(documents)} rows to episodes of {size:.1f} KB; medians, in microseconds a row")
    medians = {what: statistics.median(each) for what, each in took.items()}
    for what, each in medians.items():
        print(f"{what:50}{each:10.1f}")
    met = told("convert ÷ (csv.reader and bare pydantic)", medians[BARE] / medians["convert"], least=LEAST)
    whole = (medians[BARE] + medians[WRITTEN]) / medians["convert"]
    print(f"{'the same, with the documents written from trees':50}{whole:10.2f}   no target")
    print()
    return met


def memory(rows: int) -> Iterator[bool]:
    """Print what converting a tenth of the rows and all of them holds at most, and say whether it is flat."""
    with tempfile.TemporaryDirectory() as folder:
        mapping = Path(folder) / "map.toml"
        mapping.write_text(exports.mapping_text("comma", "test-north"), encoding="utf-8")
        for form, most in (("csv", rows), ("xlsx", rows // 10)):
            held = []
            for number in (most // 10, most):
                file = Path(folder) / f"{number}.{form}"
                made(file, number)
                held.append(peak(mapping, file))
                file.unlink()
            few, many = held
            print(f"{'the most memory held, in MB':50}{most // 10:>12,}{most:>12,} rows")
            print(f"{f'convert, from {form}':50}{few:12.1f}{many:12.1f}")
            yield told(f"{form}: all ÷ a tenth", many / few, most=FLAT)


def made(file: Path, number: int) -> None:
    """Write a table of so many rows, in bounded memory."""
    with file.open("wb") as out:
        if file.suffix == ".csv":
            for part in parts(number):
                out.write(part)
            return
        lines = (line for part in parts(number) for line in csv.reader(io.StringIO(part.decode(), newline="")))
        book = Book(out)
        book.sheet("Reports", next(lines), lines)
        book.close()


def parts(number: int) -> Iterator[bytes]:
    """A table of so many rows, ten thousand at a time; only the first part has the header."""
    for first in range(0, number, 10_000):
        some = reports.reports(Random(first), f"T{first}-", min(10_000, number - first))
        part = exports.table("comma", some, damage=False)
        yield part if first == 0 else part.partition(b"\n")[2]


def peak(mapping: Path, file: Path) -> float:
    """The most memory that converting a file held, in MB."""
    command = ["convert", "--from", "tabular", "--mapping", str(mapping), "--recorded-at", exports.EXPORTED_AT]
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, *command, str(file), "--out", "/dev/null", "--format", "json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return int(ran.stderr.splitlines()[-1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
