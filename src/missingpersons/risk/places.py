"""Where in a policy file something is wrong: the place in words, and the line on which it stands."""

from __future__ import annotations

from typing import Any, NamedTuple, Never

from missingpersons._toml_lines import Path, line_of
from missingpersons.findings import CannotRun

ENCODING = "utf-8-sig"
"""UTF-8. Editors on Windows write a mark of the byte order first, which says nothing."""

MAX_TEXT = 100
"""Characters in a name, a version or a code."""


class Misplaced(CannotRun):
    """Something is wrong in a file, and ``path`` is where in its tree."""

    def __init__(self, problem: str, path: Path) -> None:
        super().__init__(problem)
        self.path = path


class Where(NamedTuple):
    """A table of the file: what it is called in what is said of it, and its place in the tree."""

    told: str
    path: Path

    def __str__(self) -> str:
        return self.told


THE_POLICY = Where("the policy", ())


def where_of(number: int, table: Any) -> Where:
    """The place of a line: its number, and its code if it has one that can be printed."""
    code = table.get("code") if isinstance(table, dict) else None
    told = isinstance(code, str) and 0 < len(code) <= MAX_TEXT and code.isprintable()
    return Where(f'[[line]] {number} (code "{code}")' if told else f"[[line]] {number}", ("line", number - 1))


def refuse(source: str, where: Where, key: str | None, problem: str) -> Never:
    """Say what is wrong with ``key`` of the table at ``where``, or with the table."""
    raise Misplaced(f"{source}: {where}: {problem}", where.path if key is None else (*where.path, key))


def with_line(error: Misplaced, source: str, data: bytes) -> str:
    """What ``error`` says, with the line of ``data`` on which that stands, if it is anywhere."""
    line = line_of(data.decode(ENCODING), error.path)
    said = str(error)
    return f"{source}: line {line}{said.removeprefix(source)}" if line else said
