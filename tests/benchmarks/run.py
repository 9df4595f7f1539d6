"""What things cost, as ratios measured in one run: ``python -m tests.benchmarks.run``.

The table is about invented episodes of the complete record, of 4-5 KB each. Every figure is the median of many short
turns over distinct documents, in microseconds a document, beside the same work done by others in the same run.
Absolute times say little on a shared machine; the ratios are what to read. ``tests.benchmarks.where`` says where the
time of ``check`` goes.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import jsonschema_rs
import orjson
from joserfc import jws
from jsonschema import Draft202012Validator
from referencing import Registry

import missingpersons as mp
from missingpersons import wire
from missingpersons.exchange import keys, seal
from missingpersons.testing import Generator

ROUNDS = 3
SLICE = 250
"""Works take turns at this many documents, so that whatever else the machine does falls on all of them."""

TIME = "2026-11-14T21:00:00Z"

BARE = "bare pydantic validate_json"
RUST = "jsonschema-rs (orjson.loads, then structure)"
PYTHON = "python-jsonschema (json.loads, then structure)"
WHOLE = "suggest (the whole: reasons, guards, what to ask)"
LEVEL = "suggest (the level alone)"
TREE = "suggest (the whole, as a tree)"
CHECK = "check (structure and every rule)"

FIRST = "import missingpersons as mp, pathlib, sys; mp.check(pathlib.Path(sys.argv[1]).read_bytes())"
FRESH = {
    "import pydantic.BaseModel": "from pydantic import BaseModel",
    "import missingpersons": "import missingpersons",
    "import and first check": FIRST,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="how many distinct documents")
    parser.add_argument("--quick", action="store_true", help="few documents: only shows that it runs")
    parser.add_argument("--enforce", action="store_true", help="end with 1 if a target is missed")
    arguments = parser.parse_args()
    number, rounds = (200, 1) if arguments.quick else (arguments.documents, ROUNDS)
    documents = list(Generator(seed=1).documents(number))
    print(described(documents), "Medians of interleaved turns.\n")
    met = *per_document(documents, rounds), *fresh_processes(documents[0], 1 if arguments.quick else 15)
    if not all(met):
        print("a target was missed")
    return int(arguments.enforce and not all(met))


def described(documents: list[bytes]) -> str:
    """How large the documents are, and how much of the record they use."""
    size = statistics.mean(map(len, documents)) / 1024
    used = [set(fields(json.loads(each))) for each in documents]
    alone, together = statistics.mean(map(len, used)), len(set().union(*used))
    return (
        f"{len(documents)} distinct episodes of {size:.1f} KB on average. Each uses {alone:.0f} distinct field paths "
        f"on average; all together, {together}."
    )


def fields(tree: Any, at: str = "") -> Iterator[str]:
    """The path of every field of the standard in a tree, with ``*`` for any entry of a list."""
    if isinstance(tree, dict):
        for name, each in tree.items():
            yield f"{at}/{name}"
            if name != "extensions":
                yield from fields(each, f"{at}/{name}")
    elif isinstance(tree, list):
        for each in tree:
            yield from fields(each, f"{at}/*")


def per_document(documents: list[bytes], rounds: int) -> Iterator[bool]:
    """Print what works cost, and say whether each target was met."""
    schema = mp.schema("episode")
    slow = Draft202012Validator(schema, registry=Registry())
    fast = jsonschema_rs.validator_for(schema)
    records = [mp.parse(document) for document in documents]
    bare = type(records[0]).__pydantic_validator__.validate_json
    key = keys.new_key("test-north")
    trusted = {key.public.kid: key.public}
    few = documents[:SLICE]
    # A force may seal only what it owns.
    owned = [each for each in documents if b'"owner_force":"test-north"' in each][:SLICE]
    messages = [seal.seal(document, key, time=TIME) for document in owned]
    unsigned = [wire.encode(json.loads(message)) for message in messages]
    private = key.jwk()
    header = {"alg": "Ed25519", "kid": key.public.kid}

    def sign(payload: bytes) -> str:
        return jws.serialize_compact(header, payload, private, ["Ed25519"])

    works: list[tuple[str, Callable[[Any], object], Sequence[Any]]] = [
        ("orjson.loads", orjson.loads, documents),
        (BARE, bare, documents),
        (RUST, lambda each: fast.is_valid(orjson.loads(each)), documents),
        (PYTHON, lambda each: slow.is_valid(json.loads(each)), few),
        ("parse", mp.parse, documents),
        (CHECK, mp.check, documents),
        (WHOLE, whole, records),
        (LEVEL, mp.suggest, records),
        (TREE, lambda each: mp.suggest(each).as_dict(), records),
        ("dump", mp.dump, records),
        ("joserfc: sign the same bytes", sign, unsigned),
        ("seal (read, check, sign)", lambda each: seal.seal(each, key, time=TIME), owned),
        ("open (verify, read)", lambda each: seal.open_message(each, trusted), messages),
    ]
    took: dict[str, list[float]] = {name: [] for name, _, _ in works}
    for _, work, items in works:
        for item in items[:50]:
            work(item)  # models are built and caches warm before anything is timed
    # What this program holds itself, ten thousand records above all, is no part of anybody's work: the collector of
    # garbage would walk through it again and again, whoever's turn it is.
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for first in range(0, len(documents), SLICE):
            for name, work, items in works:
                some = items[first % len(items) :][:SLICE] if len(items) > SLICE else items
                start = time.perf_counter()
                for item in some:
                    work(item)
                took[name].append((time.perf_counter() - start) / len(some) * 1e6)
    medians = {name: statistics.median(each) for name, each in took.items()}
    bare_time = medians[BARE]
    slow_time = medians[PYTHON]
    print(f"{'work':50}{'µs':>10}{'÷ pydantic':>12}{'python-jsonschema ÷':>22}")
    for name, each in medians.items():
        print(f"{name:50}{each:10.1f}{each / bare_time:12.2f}{slow_time / each:22.1f}")
    print()
    yield told("check ÷ bare pydantic", medians[CHECK] / bare_time, most=3.2)
    yield told("suggest (the whole) ÷ bare pydantic", medians[WHOLE] / bare_time, most=0.5)
    yield told("suggest (the level alone) ÷ bare pydantic", medians[LEVEL] / bare_time, most=0.5)
    print(f"{'suggest (the whole, as a tree) ÷ bare pydantic':50}{medians[TREE] / bare_time:10.2f}   no target")
    yield told("python-jsonschema on structure alone ÷ check", slow_time / medians[CHECK], least=10)
    print()


def whole(episode: mp.Episode) -> tuple[object, ...]:
    """Everything that a suggestion says."""
    made = mp.suggest(episode)
    return made.level, made.reasons, made.guards, made.disagreements, made.corrections, made.unread, made.asks


def told(what: str, ratio: float, *, least: float = 0, most: float = 1000) -> bool:
    """Print a ratio beside its target, and say whether it was met."""
    print(f"{what:50}{ratio:10.2f}   target: {f'at least {least}' if least else f'at most {most}'}")
    return least <= ratio <= most


def fresh_processes(document: bytes, rounds: int) -> Iterator[bool]:
    """Print what a first use costs, and say whether each target was met."""
    import tempfile

    took: dict[str, list[float]] = {name: [] for name in ("python -c pass", *FRESH)}
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(document)
        file.flush()
        for _ in range(rounds):
            for name, code in {"python -c pass": "pass", **FRESH}.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, "-c", code, file.name], check=True)
                took[name].append((time.perf_counter() - start) * 1000)
    start_up = statistics.median(took.pop("python -c pass"))
    medians = {name: statistics.median(each) - start_up for name, each in took.items()}
    base = medians["import pydantic.BaseModel"]
    print(f"{'in a fresh process, less the start of Python':50}{'ms':>10}{'÷ BaseModel':>12}")
    for name, each in medians.items():
        print(f"{name:50}{each:10.1f}{each / base:12.2f}")
    print()
    yield told("import ÷ importing BaseModel", medians["import missingpersons"] / base, most=1.2)
    yield told("import and first check ÷ importing BaseModel", medians["import and first check"] / base, most=3.5)


if __name__ == "__main__":
    sys.exit(main())
