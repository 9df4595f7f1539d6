"""Values that stand around the records of a file: how many at which path, and between which lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missingpersons.converters import Fate, Row
from missingpersons.converters.pfif.vocabulary import NOTE, PERSON, meanings
from missingpersons.findings import finding

AROUND = "MP-C-067"

UNKNOWN = "unknown_element"
"""Stands for the name of an element that nobody knows: it may be somebody's."""
ATTRIBUTE = "attribute"
STRAY = "text"

_ATOM = "feed entry id title subtitle author contributor name email uri updated published content summary rights source"
_RSS = "rss channel item link description pubDate lastBuildDate guid category generator language copyright webMaster"
_KNOWN = frozenset([*_ATOM.split(), *_RSS.split(), "pfif", PERSON, NOTE, *(name for _, name in meanings())])
_ATTRIBUTES = re.compile(rb"""\s(?!xmlns[:=\s])[^\s=<>"']+\s*=\s*(?:"\s*[^"\s]|'\s*[^'\s])""")
_STEPS = 6
_PATHS = 1000
_IN_A_ROW = 1000


def attributes(tag: bytes) -> int:
    """How many attributes of a tag say anything, beside the declarations of namespaces."""
    return len(_ATTRIBUTES.findall(tag)) if b"=" in tag else 0


class Around:
    """What was seen of one file. What it holds does not grow with the file."""

    def __init__(self) -> None:
        self._seen: dict[str, list[int]] = {}

    def add(self, names: list[bytes], line: int, last: str = "", number: int = 1) -> None:
        """Count values of the innermost of some open elements, or what it has as ``last``."""
        steps = [name.rpartition(b":")[2].decode("ascii", "replace") for name in names[-_STEPS:]]
        path = "".join(f"/{step if step in _KNOWN else UNKNOWN}" for step in steps) + (f"/{last}" if last else "")
        if path not in self._seen and len(self._seen) >= _PATHS:
            path = f"/{UNKNOWN}"
        counted = self._seen.setdefault(path or f"/{STRAY}", [0, line, line])
        counted[0] += number
        counted[2] = line

    def rows(self, name: str) -> Iterator[Row]:
        """For each path a row with as many cells as there were values, or several if they are many."""
        for path, (number, first, last) in self._seen.items():
            where = f"{name}:line {first}" if first == last else f"{name}:lines {first} to {last}"
            for start in range(0, number, _IN_A_ROW):
                cells = ((path, Fate.SET_ASIDE),) * min(_IN_A_ROW, number - start)
                yield Row(where, None, (finding(AROUND, path),), cells)
