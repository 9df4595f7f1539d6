"""How the command line reads documents: one in a file, one a line, or from standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO

import click

from missingpersons.codes import codelist
from missingpersons.findings import CannotRun
from missingpersons.values.dates import Timestamp
from missingpersons.wire import MAX_BYTES

STANDARD_INPUT = "-"
LINES = frozenset({".ndjson", ".jsonl"})


class Moment(click.ParamType[datetime]):
    """A moment on the command line, as the wire writes it."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment that ``value`` writes."""
        try:
            return Timestamp.parse(str(value)).moment
        except ValueError:
            self.fail("a moment is written like 2026-11-22T09:30:00Z or 2026-06-01T09:30:00+01:00", param, ctx)


MOMENT = Moment()


class Listed(click.ParamType[str]):
    """A code on the command line, of one list. Whoever mistypes it is told the nearest, and what they typed is not."""

    name = "code"

    def __init__(self, codes: str) -> None:
        self._codes = codes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code, if the list has it."""
        listed = codelist(self._codes).entries
        if value not in listed:
            near = get_close_matches(str(value), listed, n=1)
            told = f"not a code of the list {self._codes}{f'; the nearest is {near[0]}' if near else ''}"
            self.fail(f"{told}: see `missingpersons codes {self._codes}`", param, ctx)
        return str(value)


class OwnerAndFile(click.ParamType[tuple[str, Path]]):
    """An owner of local fields on the command line, and the file of its schema: ``OWNER=FILE``."""

    name = "owner=file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        """The owner and the file that ``value`` writes."""
        owner, equals, file = str(value).partition("=")
        if not (owner and equals and file):
            self.fail("an owner and the file of its schema are written like uk.police.test-north=ours.json", param, ctx)
        return owner, Path(file)


OWNER_AND_FILE = OwnerAndFile()


def spoken(name: str) -> str:
    """The file's own name, without its folder, in characters that can be printed on one line of UTF-8."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in Path(name).name or name
    )


def standard_input() -> BinaryIO:
    """The bytes of standard input. Raises ``CannotRun`` if it is closed."""
    stream: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise CannotRun("standard input is closed")
    return stream


def documents(names: Iterable[str], *, again: bool = False) -> Iterator[tuple[str, bytes]]:
    """Every document in the files called ``names``, with where it is: ``file.json`` or ``file.ndjson:LINE``.

    A document that is too large is given cut short, one byte above what is read. A file of lines without a
    document may be the truth, but it is said on standard error, unless they are read ``again``. Raises
    ``CannotRun`` for a file that cannot be opened.
    """
    for name in names:
        if name == STANDARD_INPUT:
            yield from _either("standard input", standard_input())
            continue
        told = spoken(name)
        empty = False
        try:
            with Path(name).open("rb") as stream:
                if Path(name).suffix.lower() in LINES:
                    empty = True
                    for each in _lines(told, stream):
                        empty = False
                        yield each
                else:
                    yield told, stream.read(MAX_BYTES + 1)
        except OSError as error:
            reason = error.strerror or "cannot be read"
        else:
            if empty and not again:
                click.echo(f"missingpersons: no document in {told}", err=True)
            continue
        raise CannotRun(f"{told}: {reason}")


def readable_twice(names: Iterable[str]) -> None:
    """Raises ``CannotRun`` if what one of ``names`` stands for can be read once only."""
    if any(name == STANDARD_INPUT or (Path(name).exists() and not Path(name).is_file()) for name in names):
        raise CannotRun("--together reads everything twice: give files, not standard input or a pipe")


def extension_schemas(pairs: Iterable[tuple[str, Path]]) -> dict[str, dict[str, Any]]:
    """The schemas that owners give for their local fields, each read from its file.

    Raises ``CannotRun`` for a file that is no JSON object, and for an owner who gives two.
    """
    schemas: dict[str, dict[str, Any]] = {}
    for owner, path in pairs:
        if owner in schemas:
            raise CannotRun(f"--extension-schema: {owner} is given twice")
        schemas[owner] = _schema(path)
    return schemas


def _schema(path: Path) -> dict[str, Any]:
    try:
        tree = json.loads(path.read_bytes(), object_pairs_hook=_object)
    except OSError as error:
        reason = error.strerror or "cannot be read"
    except (ValueError, RecursionError):
        reason = "not JSON, or a name is repeated in it"
    else:
        if isinstance(tree, dict):
            return tree
        reason = "not a JSON object"
    raise CannotRun(f"{spoken(str(path))}: {reason}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        raise ValueError
    return tree


def _either(name: str, stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Standard input: one document a line if its first line is a whole document, else one document."""
    first = stream.readline(MAX_BYTES + 1)
    try:
        json.loads(first)
        whole = True
    except (ValueError, RecursionError):
        whole = False
    rest = stream.readline(MAX_BYTES + 1) if whole else b""
    if not whole:
        yield name, first + stream.read(max(0, MAX_BYTES + 1 - len(first)))
    elif not rest:
        yield name, first
    else:
        yield f"{name}:1", first
        yield from _lines(name, stream, rest, 2)


def _lines(name: str, stream: BinaryIO, line: bytes | None = None, number: int = 1) -> Iterator[tuple[str, bytes]]:
    line = stream.readline(MAX_BYTES + 1) if line is None else line
    while line:
        if line.strip():
            yield f"{name}:{number}", line
        while line and not line.endswith(b"\n"):
            # The rest of a line that is too long is passed over, so that the next document is still read.
            line = stream.readline(MAX_BYTES + 1)
        number += 1
        line = stream.readline(MAX_BYTES + 1)
