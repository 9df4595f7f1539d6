"""On which line of a TOML text a key stands, so that whoever wrote it is sent there."""

from __future__ import annotations

import re
from collections import Counter

Path = tuple[str | int, ...]
"""The place of a key in the tree that a TOML text writes."""

_HEAD = re.compile(r"[ \t]*(\[\[?)([^\[\]#]+)\]\]?[ \t]*(?:#.*)?")
_KEY = re.compile(r"""[ \t]*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*=""")
_PART = re.compile(r"""[ \t]*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*(?:\.|$)""")

_TEXT_OR_REMARK = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\Z|\\)'''
    r"""|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"""
    r"""|"(?:[^"\\\n]|\\[^\n])*+"?"""
    r"""|'[^'\n]*+'?"""
    r"""|\#[^\n]*""",
    re.DOTALL,
)
"""Each text and remark. One that is not ended goes on to the end of its line, or of the file: it is looked at once."""


def bare(text: str) -> str:
    """``text`` without what stands in texts and remarks, line for line."""
    return _TEXT_OR_REMARK.sub(lambda found: "\n" * found[0].count("\n"), text)


def line_of(text: str, path: Path) -> int | None:
    """The line, from 1, of the key at ``path`` or, failing that, of the nearest table around it; None if of neither.

    What stands in braces on one line, or in a text of several, is found with the key that holds it.
    """
    best: tuple[int, int] | None = None
    for number, found in _places(text):
        length = len(found)
        if path[:length] == found and (best is None or length > best[1]):
            best = number, length
    return best[0] if best else None


def _on_its_lines(found: re.Match[str]) -> str:
    """A text of one line as it is, since it may be a key; of any other, and of a remark, only the lines."""
    said = found[0]
    return "\n" * said.count("\n") if said.startswith(('"""', "'''", "#")) else said


def _places(text: str) -> list[tuple[int, Path]]:
    found: list[tuple[int, Path]] = []
    counts: Counter[Path] = Counter()
    table: Path = ()
    lines = _TEXT_OR_REMARK.sub(_on_its_lines, text.replace("\r\n", "\n")).split("\n")
    for number, line in enumerate(lines, 1):
        if head := _HEAD.fullmatch(line):
            table = _table(head[2], counts, is_list=head[1] == "[[")
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, (*table, key[1].strip("\"'"))))
    return found


def _table(name: str, counts: Counter[Path], *, is_list: bool) -> Path:
    """The path of a table by the name in its brackets; the part of a list is the last that was begun."""
    path: Path = ()
    parts = [part.strip("\"'") for part in _PART.findall(name.strip())]
    for position, part in enumerate(parts):
        path = (*path, part)
        if is_list and position == len(parts) - 1:
            counts[path] += 1
        if counts[path]:
            path = (*path, counts[path] - 1)
    return path
