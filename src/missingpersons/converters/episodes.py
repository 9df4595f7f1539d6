"""The standard's own form as a format: one episode a line, or one alone."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Format, Line, Reading, Source, Writing, Written
from missingpersons.converters.leaving import Leaving
from missingpersons.findings import CannotRun
from missingpersons.models import Episode

WHOLE = "/document"
"""The place of a line in the account of what became of it: the line is one value."""

_OPENING = frozenset({b"{", b"["})
"""A first line that only something written over many lines begins with."""


def read(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """Every line as the episode that it is, or the one episode that is written over many lines.

    One that cannot be read has the findings that say why, and is passed by.
    """
    first = stream.readline(wire.MAX_BYTES + 1)
    head = first if _is_json(first) else first + stream.read(max(0, wire.MAX_BYTES + 1 - len(first)))
    if head != first and (first.strip() in _OPENING or _is_json(head)):
        yield _row(reading.name, head)
        return
    number = 0
    for number, line in _lines(io.BytesIO(head), stream):
        yield _row(f"{reading.name}:{number}", line)
    if not number:
        raise CannotRun(f"{reading.name}: the file is empty")


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _row(source: str, data: bytes) -> Row:
    episode, found = wire.read(data, Episode)
    fate = Fate.CARRIED if episode else Fate.SET_ASIDE
    return Row(source, wire.dump(episode) if episode else None, tuple(found), ((WHOLE, fate),))


def _lines(head: BinaryIO, rest: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Every line that is not blank, with its number: first those of ``head``, the last of which ``rest`` may go on."""

    def following() -> bytes:
        line = head.readline(wire.MAX_BYTES + 1)
        return line if line.endswith(b"\n") else line + rest.readline(max(0, wire.MAX_BYTES + 1 - len(line)))

    number = 0
    while line := following():
        number += 1
        data = line
        while line and not line.endswith(b"\n"):
            # The rest of a line that is too long is passed over: the next is still read.
            line = following()
        if data.strip():
            yield number, data


def write(episodes: Source, stream: BinaryIO, _: Writing) -> Iterator[Written]:
    """Each episode on a line of its own, whole."""
    for source, episode in episodes:
        leaving = Leaving(source, wire.to_tree(episode))
        leaving.carry()
        stream.write(wire.dump(episode) + b"\n")
        yield leaving.written()


FORMAT = Format(
    name="episodes",
    title="Episodes of this standard, one a line",
    media_type="application/x-ndjson",
    read=read,
    write=write,
    table=(Line("", "the line itself"),),
)
