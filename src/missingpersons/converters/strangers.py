"""A format of another package at work: its errors quote nothing, and no episode goes without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, TypeGuard, TypeVar

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Format, Leaf, Reading, Source, Writing, Written
from missingpersons.converters.leaving import Leaving
from missingpersons.findings import CannotRun, Finding, MissingExtra, finding
from missingpersons.models import Episode

REFUSED = "MP-C-124"

_ARRIVED = frozenset({Fate.CARRIED, Fate.APPROXIMATED})
_END = object()
_Answer = TypeVar("_Answer")


def judged(format_: Format, stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """The rows of a reader that is not this library's, each document as structure has it.

    One that structure refuses is set aside at its place, with all that was to be in it, and the rest go on. Raises
    ``CannotRun`` if the reader gives something that is no row, or fails itself.
    """
    read = format_.read
    assert read
    who = f"the reader of {format_.name!r}"
    rows = _asked(who, lambda: iter(read(stream, reading)))
    while (row := _asked(who, lambda: next(rows, _END))) is not _END:
        if not _is_row(row):
            raise CannotRun(f"{who} gave something that is no Row")
        yield row if row.document is None else _judged(row, row.document)


def accounted(format_: Format, episodes: Source, stream: BinaryIO, writing: Writing) -> Iterator[Written]:
    """What a writer that is not this library's says of each episode.

    Raises ``CannotRun`` if it leaves out an episode or a value of one, since nobody would know what is in the output,
    or fails itself.
    """
    write = format_.write
    assert write
    who = f"the writer of {format_.name!r}"
    waiting: list[tuple[str, Episode]] = []

    def handed_over() -> Iterator[tuple[str, Episode]]:
        for each in episodes:
            waiting.append(each)
            yield each

    given = handed_over()
    told = _asked(who, lambda: iter(write(given, stream, writing)))
    while (written := _asked(who, lambda: next(told, _END))) is not _END:
        if not isinstance(written, Written):
            raise CannotRun(f"{who} gave something that is no Written")
        if not waiting or waiting[0][0] != written.source:
            raise CannotRun(f"{who} gave no account of an episode, or of one that it was not given")
        if not _is_whole(written, waiting.pop(0)[1]):
            raise CannotRun(f"{who} gave no account of every value of an episode")
        yield written
    if waiting or next(given, None) is not None:
        raise CannotRun(f"{who} gave no account of an episode, or of one that it was not given")


def files_named(format_: Format, options: Mapping[str, str]) -> tuple[str, ...]:
    """The files that options name, as a format of another package declares them."""
    return _asked(f"the format {format_.name!r}", lambda: tuple(map(str, format_.files_named(options))))


def _asked(who: str, question: Callable[[], _Answer]) -> _Answer:
    """What somebody else's code answers. Its errors may be of any type, and may quote data: only the type is said."""
    try:
        return question()
    except (CannotRun, MissingExtra, OSError):
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001
        # As where a format is loaded: nobody can list the types of somebody else's module.
        problem = type(error).__name__
    raise CannotRun(f"{who} failed: {problem}")


def _judged(row: Row, document: bytes) -> Row:
    episode, found = wire.read(document, Episode)
    if episode:
        return Row(row.source, wire.dump(episode), row.findings, row.cells)
    cells = tuple((place, Fate.SET_ASIDE if fate in _ARRIVED else fate) for place, fate in row.cells)
    return Row(row.source, None, (*row.findings, finding(REFUSED), *found), cells)


def _is_row(row: object) -> TypeGuard[Row]:
    if not isinstance(row, Row):
        return False
    parts: tuple[Any, ...] = (row.source, row.document, row.findings, row.cells)
    source, document, findings, cells = parts
    return (
        isinstance(source, str)
        and isinstance(document, bytes | None)
        and _are(findings, Finding)
        and _are(cells, tuple)
        and all(len(each) == 2 and isinstance(each[0], str) and isinstance(each[1], Fate) for each in cells)
    )


def _is_whole(written: Written, episode: Episode) -> bool:
    """Whether each value has a fate, and each that is not carried a finding at its place or above it."""
    if not (_are(written.findings, Finding) and _are(written.leaves, Leaf)):
        return False
    every = Leaving(written.source, wire.to_tree(episode)).written().leaves
    if {each.at for each in every} != {each.at for each in written.leaves}:
        return False
    said = {each.at for each in written.findings}
    if "" in said:
        return True
    aside = [each.at for each in written.leaves if each.fate is not Fate.CARRIED]
    return all(any(at == each or at.startswith(f"{each}/") for each in said) for at in aside)


def _are(entries: object, kind: type) -> bool:
    return isinstance(entries, tuple) and all(isinstance(each, kind) for each in entries)
