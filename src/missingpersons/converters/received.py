"""The rows that a reader gives, on their way in: a stranger's documents are judged, and that none came is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.findings import CannotRun, MissingExtra, finding
from missingpersons.models import Episode

REFUSED = "MP-C-124"
NO_RECORD = "MP-C-125"

_ARRIVED = frozenset({Fate.CARRIED, Fate.APPROXIMATED})


def judged(rows: Iterable[Row], *, reader: str) -> Iterator[Row]:
    """The rows of a reader that is not this library's, each document as structure has it.

    One that structure refuses is set aside at its place, with all that was to be in it, and the rest go on. Raises
    ``CannotRun`` if the reader gives something that is no row, or fails itself.
    """
    for row in _of_a_stranger(rows, reader):
        if not isinstance(row, Row):
            raise CannotRun(f"the reader of {reader!r} gave something that is no Row")
        yield row if row.document is None else _judged(row, row.document)


def _of_a_stranger(rows: Iterable[Row], reader: str) -> Iterator[Row]:
    """The rows of a reader whose own errors may be of any type, and may quote what it reads: only the type is said."""
    given = iter(rows)
    while True:
        try:
            row = next(given)
        except StopIteration:
            return
        except (CannotRun, MissingExtra, OSError):
            raise
        except Exception as error:  # noqa: BLE001
            # As where a format is loaded: nobody can list the types of somebody else's module.
            problem = type(error).__name__
        else:
            yield row
            continue
        raise CannotRun(f"the reader of {reader!r} failed: {problem}")


def with_silence_said(rows: Iterable[Row], *, name: str) -> Iterator[Row]:
    """The rows; and if there was no record and nothing wrong in a file called ``name``, a row that says so."""
    is_silent = True
    for row in rows:
        # A row without cells speaks of the file, or of a record that could not be read at all.
        is_silent = is_silent and not row.cells and row.document is None and row.source.endswith(":0")
        yield row
    if is_silent:
        yield Row(f"{name}:0", None, (finding(NO_RECORD),))


def _judged(row: Row, document: bytes) -> Row:
    episode, found = wire.read(document, Episode)
    if episode:
        return Row(row.source, wire.dump(episode), row.findings, row.cells)
    cells = tuple((place, Fate.SET_ASIDE if fate in _ARRIVED else fate) for place, fate in row.cells)
    return Row(row.source, None, (*row.findings, finding(REFUSED), *found), cells)
