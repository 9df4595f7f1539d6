"""Where the time of ``check`` goes, step by step and rule by rule: ``python -m tests.benchmarks.where``.

In microseconds a document, as in ``run``: medians of short turns that the steps take one after another, less what an
empty step takes.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import missingpersons as mp
from missingpersons import _first_look
from missingpersons._survey import Survey
from missingpersons.findings import profiles, report
from missingpersons.rules import RULES_OF, SURVEYED, plan, run
from missingpersons.testing import Generator
from missingpersons.values.dates import moment

ROUNDS = 5
SLICE = 250

CHECK, BARE, NOTHING = "check, all of it", "bare pydantic validate_json", "an empty step"

Work = tuple[str, Callable[[Any], object], Sequence[Any]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000, help="how many distinct documents")
    arguments = parser.parse_args()
    documents = list(Generator(seed=1).documents(arguments.documents))
    records = [mp.parse(each) for each in documents]
    judged = [(each, moment(each.recorded_at)) for each in records]
    medians = measured([*steps(documents, records, judged), *rules(judged)])
    print(f"{len(documents)} distinct episodes\n\n{'step':58}{'µs':>8}{'÷ pydantic':>12}")
    for name, each in medians.items():
        print(f"{name:58}{each:8.1f}{each / medians[BARE]:12.3f}")
    return 0


def steps(documents: list[bytes], records: list[Any], judged: list[tuple[Any, Any]]) -> list[Work]:
    """What ``check`` does with a good document, in order."""
    bare = mp.Episode.__pydantic_validator__.validate_json
    surveyed = [(document, Survey(record)) for document, record in zip(documents, records, strict=True)]
    planned = plan(mp.Episode, profiles()["record"])
    return [
        (NOTHING, lambda _: None, documents),
        (CHECK, mp.check, documents),
        (BARE, bare, documents),
        ("survey: names, noughts, and the rules about parts", Survey, records),
        ("first look: whether the bytes hold more than the record", lambda each: _first_look.is_plain(*each), surveyed),
        ("moment: from when to judge", lambda each: moment(each.recorded_at), records),
        ("rules, all others", lambda each: run(*each, planned, SURVEYED), judged),
        ("report, of nothing found", lambda _: report(()), records),
    ]


def rules(judged: list[tuple[Any, Any]]) -> list[Work]:
    """Each rule by itself; those about parts too, which are run only if the survey found something."""
    return [
        (f"  {code} {rule.__name__}", lambda each, rule=rule: deque(rule(*each), 0), judged)
        for code, rule in RULES_OF[mp.Episode]
    ]


def measured(works: list[Work]) -> dict[str, float]:
    """The median time of each work, less that of the empty one, in microseconds an item."""
    took: dict[str, list[float]] = {name: [] for name, _, _ in works}
    for _, work, items in works:
        for item in items[:50]:
            work(item)
    for _ in range(ROUNDS):
        for first in range(0, len(works[0][2]), SLICE):
            for name, work, items in works:
                some = items[first:][:SLICE]
                start = time.perf_counter()
                for item in some:
                    work(item)
                took[name].append((time.perf_counter() - start) / len(some) * 1e6)
    medians = {name: statistics.median(each) for name, each in took.items()}
    return {name: each - medians[NOTHING] for name, each in medians.items()}


if __name__ == "__main__":
    sys.exit(main())
