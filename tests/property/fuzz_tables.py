"""Whatever is wrong with a table, a workbook or a file of episodes: nothing is raised but CannotRun, all has a fate.

``python -m tests.property.fuzz_tables SECONDS [KIND ...]`` mutates files for so long for each kind: ``csv``, with a
mapping; ``workbook``, with the same mapping, its parts mutated before they are packed; ``standard``, the workbook that
the library writes; ``episodes``; and ``mapping``, what is drafted and checked for the same tables. Rows of a table come
to the same by the quick way and by the long one.
``test_fuzz_tables.py`` does it for a moment in the suite.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from unittest.mock import patch

from tests.property.carried import RECORDED_AT, example_episodes, within
from tests.property.fuzz_formats import COMMON, mutated

from missingpersons import wire
from missingpersons.converters import Fate, Row, quick
from missingpersons.converters._written_book import Book
from missingpersons.converters.coverage import coverage
from missingpersons.converters.drafting import draft
from missingpersons.converters.episodes import FORMAT as EPISODES
from missingpersons.converters.episodes import WHOLE
from missingpersons.converters.formats import Format, Reading, Writing
from missingpersons.converters.mapping import TableMapping
from missingpersons.converters.tabular import FORMAT as TABULAR
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.testing import exports, reports

MAPPING = read_mapping(exports.mapping_text("comma", "test-north"))
CELLS = [
    *(b",", b'"', b'""', b"\n", b"\r\n", b"\0", b"\xff", b"\xc3\xa9", b"\xe2\x80\xa8", b"=1+1", b"N/A", b"1/2/2010"),
    *(b"28/03/2021 01:30", b"31/10/2021 01:30", b"29/02/2023", b"00/00/0000", b"x" * 301, b"-1", b"17.0", b"\x1c"),
]
XML = [
    *(b"<", b">", b"/>", b"&", b"&#0;", b"&#xD800;", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"]]>", b"<c/>", b"</row>"),
    *(b' t="s"', b' t="b"', b' t="e"', b' t="inlineStr"', b' r="ZZZZ1"', b' r="A0"', b' s="999"', b"<v>1e999</v>"),
    *(b"<v>-1</v>", b"<f>A1</f>", b'<mergeCell ref="A1:XFD9"/>', b' state="hidden"', b' date1904="1"', b"<v>NaN</v>"),
]
JSON = [b"{", b"}", b"[", b"]", b'"', b",", b":", b"\n", b"null", b"true", b"1e999", b"NaN", b"\\ud800", b"\r", b"1.0"]

FORMLESS = re.compile(r"[0-8a-wyzA-Z]|[^ -~…]")

Fuzzed = Callable[[random.Random], list[Row]]


def kinds() -> dict[str, Fuzzed]:
    """Each kind of file, as a turn: mutate one, read it, and look at what comes of it."""
    examples = [*example_episodes()]
    tables = [exports.table("comma", reports.reports(random.Random(seed), "T", 30)) for seed in range(6)]
    books = [_book(each) for each in tables]
    standard = [_written(TABULAR, [each]) for each in examples]
    lines = [_written(EPISODES, examples[at : at + 3]) for at in range(len(examples))]

    def table(chance: random.Random) -> list[Row]:
        return _both_ways(mutated(chance, chance.choice(tables), tables, [*CELLS, *COMMON]), chance)

    def workbook(chance: random.Random) -> list[Row]:
        return _both_ways(_packed(chance, books), chance)

    def laid_out(chance: random.Random) -> list[Row]:
        return read(TABULAR, _packed(chance, standard), {"layout": "standard"})

    def episodes(chance: random.Random) -> list[Row]:
        return read(EPISODES, mutated(chance, chance.choice(lines), lines, [*JSON, *COMMON]), {})

    def mapping(chance: random.Random) -> list[Row]:
        data = mutated(chance, chance.choice(tables), tables, [*CELLS, *COMMON])
        if chance.random() < 0.3:
            data = _packed(chance, books)
        elif chance.random() < 0.2:
            data = chance.randbytes(chance.choice((1, 30, 500, 5000)))
        drafted_and_checked(data)
        return []

    return {"csv": table, "workbook": workbook, "standard": laid_out, "episodes": episodes, "mapping": mapping}


def drafted_and_checked(data: bytes) -> None:
    """See to it that a draft is a mapping that can be written, and that of both only the form of values is shown."""
    for each in (MAPPING, _drafted(data)):
        if each is None:
            continue
        try:
            covered = coverage(lambda: io.BytesIO(data), each, name="fuzz")
        except CannotRun:
            continue
        for column in covered:
            told = column.as_dict()
            assert column.values == column.converted + told["set_aside"]
            json.dumps(told, ensure_ascii=False).encode()
            for form in (*column.kept, *column.lost):
                assert not FORMLESS.search(form)


def _drafted(data: bytes) -> TableMapping | None:
    try:
        told = draft(io.BytesIO(data), name="fuzz", owner_force="test-north")
        told.encode()
    except CannotRun:
        return None
    try:
        return read_mapping(told)
    except CannotRun:
        # Of a table without a column that has a name there is nothing to say but TODO.
        assert "[[column]]" not in told
        return None


def read(form: Format, data: bytes, options: dict[str, str]) -> list[Row]:
    """What a reader of a format gives, or nothing where it cannot run."""
    assert form.read
    try:
        return list(form.read(io.BytesIO(data), Reading("fuzz", RECORDED_AT, options)))
    except CannotRun:
        return []


def look(rows: Sequence[Row]) -> None:
    """See to it that every document can be read, and that what is not carried as it is has a finding."""
    for row in rows:
        if row.document is not None:
            wire.parse(row.document, Episode)
        said = {each.at for each in row.findings}
        for place, fate in row.cells:
            if fate in (Fate.SET_ASIDE, Fate.APPROXIMATED, Fate.REPEATED):
                # What is wrong with a document is said of places in it.
                assert {"", *(said if place == WHOLE else ())} & said or any(within(place, at) for at in said)
        assert row.cells or row.findings


def _both_ways(data: bytes, chance: random.Random) -> list[Row]:
    given = chance.choice((RECORDED_AT, RECORDED_AT, None))
    quickly, slowly = _converted(data, given), None
    with patch.object(quick.Quick, "rows", lambda _, records: [None] * len(records)):
        slowly = _converted(data, given)
    assert quickly == slowly
    return quickly


def _converted(data: bytes, recorded_at: str | None) -> list[Row]:
    try:
        return list(convert(io.BytesIO(data), MAPPING, name="fuzz", recorded_at=recorded_at))
    except CannotRun:
        return []


def _book(table: bytes) -> bytes:
    out = io.BytesIO()
    lines = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    book = Book(out)
    book.sheet("Reports", next(lines), lines)
    book.close()
    return out.getvalue()


def _written(form: Format, episodes: list[tuple[str, Episode]]) -> bytes:
    assert form.write
    out = io.BytesIO()
    list(form.write(episodes, out, Writing()))
    return out.getvalue()


def _packed(chance: random.Random, books: list[bytes]) -> bytes:
    """A workbook with something wrong in its parts or, now and then, in how it is packed."""
    whole = chance.choice(books)
    if chance.random() < 0.1:
        return mutated(chance, whole, books, COMMON)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name in chance.sample(sorted(parts), k=chance.choice((1, 1, 2))):
            parts[name] = mutated(chance, parts[name], [*parts.values()], [*XML, *COMMON])
        if chance.random() < 0.05:
            del parts[chance.choice(sorted(parts))]
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def fuzz(turn: Fuzzed, until: float, seed: int) -> Iterator[int]:
    """Take turns until a moment of the clock; each time, how many rows were read."""
    chance = random.Random(seed)
    while time.monotonic() < until:
        rows = turn(chance)
        look(rows)
        yield len(rows)


def main(seconds: float, names: list[str]) -> None:
    turns = kinds()
    for name in names or turns:
        seed = time.time_ns()
        counts = list(fuzz(turns[name], time.monotonic() + seconds, seed))
        print(
            f"{name} (seed {seed}): {len(counts)} files, {sum(counts)} rows, nothing raised but CannotRun", flush=True
        )


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])
