"""On which line of a TOML text a key stands, so that whoever wrote it is sent there."""

from __future__ import annotations

import re
from collections import Counter

Path = tuple[str | int, ...]
"""The place of a key in the tree that a TOML text writes."""

_HEAD = re.compile(r"[ \t]*(\[\[?)([^\[\]#]+)\]\]?[ \t]*(?:#.*)?")
_KEY = re.compile(r"""[ \t]*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*=""")
_PART = re.compile(r"""[ \t]*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*(?:\.|$)""")


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


def _places(text: str) -> list[tuple[int, Path]]:
    found: list[tuple[int, Path]] = []
    counts: Counter[Path] = Counter()
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        quotes = next((each for each in ('"""', "'''") if line.count(each) % 2), "")
        if inside:
            inside = "" if quotes == inside else inside
            continue
        if head := _HEAD.fullmatch(line):
            table = _table(head[2], counts, is_list=head[1] == "[[")
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, (*table, key[1].strip("\"'"))))
        inside = quotes
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
