"""What signing costs, beside joserfc on the same bytes: ``python -m tests.benchmarks.exchange``.

Messages that publish invented episodes of the complete record. Each figure is the median of many short turns that the
works take in one run, in microseconds a message; the ratios are what to read. The signature step is what ``seal`` and
``open`` do beyond reading, judging and writing; the whole of both is reported beside.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from joserfc import jws

from missingpersons import wire
from missingpersons.exchange.batch import seal_batches
from missingpersons.exchange.keys import ALGORITHMS, PrivateKey, new_key
from missingpersons.exchange.opening import _in_batch, open_message
from missingpersons.exchange.seal import seal, sealed, write_episode, write_message
from missingpersons.exchange.signature import BATCH, SIGNATURE, digest_of, read_header, sign, signed_bytes, verify
from missingpersons.exchange.trust import Trust
from missingpersons.models.messages import BATCH_SEALED
from missingpersons.testing import Generator
from tests.benchmarks.run import told

TIME = "2026-11-14T21:00:00Z"
SUBJECT = "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"
SLICE = 50
MOST_SIGNATURE = 1.3
MOST_IN_BATCH = 0.1

Work = tuple[Callable[[Any], object], Sequence[Any]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000, help="how many distinct messages")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is turned to")
    parser.add_argument("--quick", action="store_true", help="few messages: only shows that it runs")
    parser.add_argument("--enforce", action="store_true", help="end with 1 if a target is missed")
    arguments = parser.parse_args()
    number, rounds = (100, 1) if arguments.quick else (arguments.messages, arguments.rounds)
    documents = list(_owned(number))
    size = statistics.mean(map(len, documents)) / 1024
    print(f"{number} distinct messages about episodes of {size:.1f} KB on average. Medians of interleaved turns.\n")
    met = [each for alg in ALGORITHMS for each in _measured(documents, new_key("test-north", alg), rounds)]
    if not all(met):
        print("a target was missed")
    return int(arguments.enforce and not all(met))


def _owned(number: int) -> Iterator[bytes]:
    """Invented episodes, all of them given to one force."""
    for document in Generator(seed=1).documents(number):
        yield wire.encode(json.loads(document) | {"owner_force": "test-north"})


def _measured(documents: list[bytes], key: PrivateKey, rounds: int) -> Iterator[bool]:
    alg, header = key.public.alg, {"alg": key.public.alg, "kid": key.public.kid}
    private, public, trust = key.jwk(), key.public.verifying(), Trust.of([key.public])
    events = [write_episode(each, key.force, time=TIME) for each in documents]
    payloads = [signed_bytes(each) for each in events]
    signatures = [sign(each, key) for each in payloads]
    messages = [wire.encode({**event, SIGNATURE: each}) for event, each in zip(events, signatures, strict=True)]
    listing, *listed = seal_batches(events, key, time=TIME, size=len(events))
    opened = open_message(listing, trust)
    batches = {opened.digest: opened}
    placed = [json.loads(each) for each in listed]
    digests = [digest_of(each) for each in placed]
    pairs = list(zip(signatures, payloads, strict=True))

    def step_of_open(pair: tuple[str, bytes]) -> bool:
        told_ = read_header(pair[0])
        assert told_ is not None
        return verify(*pair, trust.keys[told_.kid].key)

    def list_and_sign(_: object) -> bytes:
        written = write_message(BATCH_SEALED, SUBJECT, {"digests": digests}, key.force, time=TIME)
        return sealed(written, key)

    works: dict[str, Work] = {
        "joserfc: sign": (lambda data: jws.serialize_compact(header, data, private, [alg]), payloads),
        "signature step of seal": (lambda data: sign(data, key), payloads),
        "joserfc: verify": (lambda pair: jws.deserialize_compact(pair[0], public, [alg], payload=pair[1]), pairs),
        "signature step of open": (step_of_open, pairs),
        "in a batch: find its place": (
            lambda each: _in_batch(each[0], each[1], trust, batches),
            list(zip(placed, digests, strict=True)),
        ),
        "whole seal": (lambda data: seal(data, key, time=TIME), documents),
        "whole open": (lambda data: open_message(data, trust), messages),
        "whole open, in a batch": (lambda data: open_message(data, trust, batches), listed),
        "list and sign a batch of them all": (list_and_sign, [None]),
        "open the list of a batch of them all": (lambda data: open_message(data, trust), [listing]),
    }
    assert all(BATCH in each for each in placed)
    medians = _medians(works, rounds)
    print(f"{alg:45}{'µs':>10}")
    for name, each in medians.items():
        print(f"{name:45}{each:10.1f}")
    print()
    for step, theirs in (("signature step of seal", "joserfc: sign"), ("signature step of open", "joserfc: verify")):
        yield told(f"{step} ÷ joserfc", medians[step] / medians[theirs], most=MOST_SIGNATURE)
    share = medians["list and sign a batch of them all"] / len(events)
    yield told("sealing in a batch ÷ signing alone", share / medians["signature step of seal"], most=MOST_IN_BATCH)
    share = medians["in a batch: find its place"] + medians["open the list of a batch of them all"] / len(events)
    yield told("opening in a batch ÷ verifying alone", share / medians["signature step of open"], most=MOST_IN_BATCH)
    print()


def _medians(works: dict[str, Work], rounds: int) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in works}
    for work, items in works.values():
        for item in items[:50]:
            work(item)
    gc.collect()
    gc.freeze()
    longest = max(len(items) for _, items in works.values())
    for _ in range(rounds):
        for first in range(0, longest, SLICE):
            for name, (work, items) in works.items():
                some = items[first % len(items) :][:SLICE]
                start = time.perf_counter()
                for item in some:
                    work(item)
                took[name].append((time.perf_counter() - start) / len(some) * 1e6)
    gc.unfreeze()
    return {name: statistics.median(each) for name, each in took.items()}


if __name__ == "__main__":
    sys.exit(main())
