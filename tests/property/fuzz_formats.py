"""Whatever the bytes: a reader of a format raises nothing but CannotRun, and accounts for every value that it read.

``python -m tests.property.fuzz_formats SECONDS [FORMAT ...]`` mutates files for so long for each format;
``test_fuzz_formats.py`` does it for a moment in the suite.
"""

from __future__ import annotations

import io
import json
import random
import sys
import time
from collections.abc import Iterator

from tests.property.carried import RECORDED_AT, example_episodes, generated_episodes, ours, to_read, within

from missingpersons import wire
from missingpersons.converters import Fate, interpol
from missingpersons.converters.formats import Format, Reading, Writing
from missingpersons.converters.interpol_values import KEYS
from missingpersons.findings import CannotRun
from missingpersons.models import Episode

READ = {name: each for name, each in ours().items() if each.read and name != "episodes"}

TOKENS = {
    "pole": [
        b",",
        b'"',
        b"\n",
        b"\r",
        b'""',
        b"'",
        b"=",
        b"+44",
        b"DS_031",
        b"DS_034",
        b"1e9",
        b"\xff",
        b"\0",
        b"2011-02-30",
    ],
    "interpol-yellow": [
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b",",
        b":",
        b"\n",
        b"null",
        b"true",
        b"1e999",
        b"NaN",
        b"\\ud800",
    ],
}
VALUES = [
    *(
        None,
        True,
        0,
        -1,
        1.655,
        165,
        10**40,
        1e308,
        "",
        " ",
        "-",
        "x" * 400,
        "a\0b",
        "\ud800",
        "2011/02/30",
        "2011/06",
        "=1",
    ),
    *(
        "F",
        "GB",
        "ENG",
        "BRO",
        "BLA",
        "ZZ",
        [],
        {},
        [[]],
        {"a": [None, {"b": 1}]},
        [None],
        [1, "GB"],
        "0001/01/01",
        "é" * 301,
    ),
]
COMMON = [b"\xef\xbb\xbf", b"\xc3\x28", b"9" * 400, b"x" * 3000, b"-", b"0", b" ", b"[" * 2000]


def given_to(form: Format) -> list[dict[str, str]]:
    """What a reader is told: what it must be told first, and nothing."""
    return [to_read(form), {}]


def seeds(form: Format) -> list[bytes]:
    """Files of the format to begin with: one episode each, and one of all."""
    assert form.write
    asked, interpol._missing = interpol._missing, lambda _: []
    episodes: list[tuple[str, Episode]] = [*example_episodes(), *generated_episodes(10)]
    if "channel" in form.options:
        episodes = [(source, told_to_the_public(episode)) for source, episode in episodes]
    told = {"audience": "police"} if "audience" in form.options else {}
    made = []
    for given in ([each] for each in episodes):
        out = io.BytesIO()
        list(form.write(given, out, Writing(told)))
        made.append(out.getvalue())
    out = io.BytesIO()
    list(form.write(episodes[:5], out, Writing(told)))
    interpol._missing = asked
    return [*made, out.getvalue()]


def told_to_the_public(episode: Episode) -> Episode:
    """The same of somebody who is still missing, with a consent: else a format for the public has nothing to read."""
    tree = wire.to_tree(episode)
    for name in ("outcome", "handling", "return_interview", "prevention_interview"):
        tree.pop(name, None)
    ground = {"basis": "consent", "given_by": "mother", "scope": ["name", "age", "description", "clothing"]}
    return wire.build({**tree, "status": "open", "publicity": [ground]}, Episode)


def mutated(chance: random.Random, seed: bytes, others: list[bytes], tokens: list[bytes]) -> bytes:
    """The bytes of a file with a few things wrong."""
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 8, 60)))
        kind = chance.randrange(6)
        if kind == 0:
            data[at:at] = chance.choice(tokens)
        elif kind == 1:
            data[at:end] = b""
        elif kind == 2:
            data[at:end] = chance.choice(tokens)
        elif kind == 3:
            data[at:at] = data[at:end] * chance.choice((1, 3))
        elif kind == 4:
            other = chance.choice(others)
            begin = chance.randrange(len(other) + 1)
            data[at:at] = other[begin : begin + 200]
        elif at < len(data):
            data[at] = chance.randrange(256)
    return bytes(data)


def mutated_notice(chance: random.Random, seed: bytes) -> bytes:
    """A notice that is sound JSON, and says odd things."""
    notice = json.loads(seed.splitlines()[0])
    for _ in range(chance.choice((1, 2, 5))):
        key = chance.choice([*KEYS, "_links", "x", ""])
        value = chance.choice(VALUES)
        notice[key] = [value, chance.choice(VALUES)] if chance.random() < 0.3 else value
    many = [notice] * chance.choice((1, 1, 2))
    return json.dumps(chance.choice((notice, many, {"_embedded": {"notices": many}}))).encode()


def look(form: Format, data: bytes, options: dict[str, str]) -> int:
    """Read the bytes, and see to it that all that is promised of a reader holds. How many rows there were."""
    assert form.read
    rows = 0
    try:
        for row in form.read(io.BytesIO(data), Reading("fuzz", RECORDED_AT, options)):
            rows += 1
            if row.document is not None:
                wire.parse(row.document, Episode)
            said = [each.at for each in row.findings]
            for place, fate in row.cells:
                if fate in (Fate.SET_ASIDE, Fate.APPROXIMATED, Fate.REPEATED):
                    assert any(within(place, at) for at in said) or "" in said, (place, fate)
            assert row.cells or row.findings
    except CannotRun:
        pass
    return rows


def fuzz(form: Format, until: float, seed: int = 0) -> Iterator[int]:
    """Mutate and read until a moment of the clock; each time, how many rows were read."""
    chance = random.Random(seed)
    begin = seeds(form)
    tokens = [*TOKENS.get(form.name, []), *COMMON]
    while time.monotonic() < until:
        data = mutated(chance, chance.choice(begin), begin, tokens)
        if form is interpol.FORMAT and chance.random() < 0.6:
            data = mutated_notice(chance, chance.choice(begin))
        yield look(form, data, chance.choice(given_to(form)))


def main(seconds: float, names: list[str]) -> None:
    for name in names or sorted(READ):
        tried = rows = 0
        for count in fuzz(READ[name], time.monotonic() + seconds, seed=time.time_ns()):
            tried += 1
            rows += count
        print(f"{name}: {tried} files, {rows} rows, nothing raised but CannotRun", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])
