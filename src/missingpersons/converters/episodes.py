"""The standard's own form as a format: one episode a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Format, Line, Reading, Source, Writing, Written
from missingpersons.converters.leaving import Leaving
from missingpersons.models import Episode

WHOLE = "/document"
"""The place of a line in the account of what became of it: the line is one value."""


def read(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """Every line as the episode that it is. One that cannot be read has the findings that say why, and is passed by."""
    number = 0
    while line := stream.readline(wire.MAX_BYTES + 1):
        number += 1
        data = line
        while line and not line.endswith(b"\n"):
            # The rest of a line that is too long is passed over: the next is still read.
            line = stream.readline(wire.MAX_BYTES + 1)
        if not data.strip():
            continue
        episode, found = wire.read(data, Episode)
        fate = Fate.CARRIED if episode else Fate.SET_ASIDE
        document = wire.dump(episode) if episode else None
        yield Row(f"{reading.name}:{number}", document, tuple(found), ((WHOLE, fate),))


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
