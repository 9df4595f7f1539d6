"""The same document gives the same report, byte for byte, whatever the order of its names.

``python -m tests.published.determinism 10000`` makes that many invented episodes and shuffles the names of every
object in each. The report of each purpose, written as JSON, must be the same as that of the document in order, and so
must what ``check`` prints, from one process and from two.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import missingpersons as mp
from missingpersons import wire
from missingpersons.findings import profiles
from missingpersons.quality import Quality
from missingpersons.testing import Generator

AS_OF = datetime(2026, 11, 14, 21, tzinfo=UTC)


def shuffled(tree: Any, chance: Random) -> Any:
    """The same tree with the names of every object in another order. Lists keep theirs: it means something."""
    if isinstance(tree, dict):
        names = list(tree)
        chance.shuffle(names)
        return {name: shuffled(tree[name], chance) for name in names}
    if isinstance(tree, list):
        return [shuffled(each, chance) for each in tree]
    return tree


def thinned(tree: dict[str, Any], chance: Random) -> dict[str, Any]:
    """A document of which much is not recorded, so that much is found."""
    musts = {"document_type", "standard_version", "episode_id", "revision", "tenure", "recorded_at", "owner_force"}
    kept = {name: each for name, each in tree.items() if name in musts | {"status", "person"} or chance.random() < 0.6}
    return {**kept, "person": {name: each for name, each in tree["person"].items() if chance.random() < 0.6}}


def documents(number: int, seed: int = 4) -> Iterator[bytes]:
    """Invented episodes: every second one as it was made, the others thinned."""
    chance = Random(seed)
    for index, document in enumerate(Generator(seed=seed).documents(number)):
        yield wire.encode(thinned(json.loads(document), chance)) if index % 2 else document


def reports(document: bytes, as_of: datetime | None, purpose: str) -> bytes:
    """The reports of every purpose as bytes, from judging once for all; and that of ``check`` for one of them."""
    judged = wire.judge(document, as_of=as_of)
    told = {name: as_tree(judged.report(name)) for name in profiles()}
    return json.dumps([told, as_tree(mp.check(document, as_of=as_of, profile=purpose))]).encode()


def as_tree(report: mp.Report) -> list[dict[str, str]]:
    return [each.as_dict() for each in report]


def differing(some: Iterable[bytes], chance: Random) -> Iterator[int]:
    """The number of each document whose reports depend on the order of its names, or are not the same twice."""
    names = list(profiles())
    for index, document in enumerate(some):
        other = json.dumps(shuffled(json.loads(document), chance), indent=chance.choice([None, 1])).encode()
        purpose = names[index % len(names)]
        for as_of in (AS_OF, None):
            told = {reports(each, as_of, purpose) for each in (document, other, document)}
            if len(told) > 1 or not _agree(told.pop(), purpose):
                yield index
                break


def _agree(told: bytes, purpose: str) -> bool:
    every, one = json.loads(told)
    return bool(every[purpose] == one)


def printed(file: Path, *options: str) -> bytes:
    """What ``check`` prints of a file."""
    command = [sys.executable, "-m", "missingpersons", "check", str(file), "--as-of", "2026-11-14T21:00:00Z", *options]
    return subprocess.run(command, capture_output=True, check=False).stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=10_000, help="how many documents")
    number = parser.parse_args().number
    some = list(documents(number))
    wrong = list(differing(some, Random(1)))
    found = sum(len(wire.judge(each, as_of=AS_OF).places) for each in some)
    print(f"{number} documents, {found} findings for all purposes; {len(wrong)} whose reports differ")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "documents.ndjson"
        outputs = set()
        for chance in (None, Random(2)):
            lines = (json.dumps(shuffled(json.loads(each), chance)).encode() if chance else each for each in some)
            file.write_bytes(b"\n".join(lines))
            outputs |= {printed(file), printed(file, "--jobs", "2")}
    print(f"check prints {max(map(len, outputs))} bytes, in {len(outputs)} version(s)")
    counts = [Quality(), Quality()]
    for quality, order in zip(counts, (some, reversed(some)), strict=True):
        for each in order:
            quality.add(wire.judge(each, as_of=AS_OF))
    print(f"the counts are {'the same' if counts[0] == counts[1] else 'not the same'} in either order of the documents")
    return int(bool(wrong) or len(outputs) > 1 or counts[0] != counts[1])


if __name__ == "__main__":
    sys.exit(main())
