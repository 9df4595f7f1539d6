"""How a record begins and ends in a file, outside whatever hides it: comments, CDATA, processing instructions."""

from __future__ import annotations

import re
from functools import lru_cache

_HIDDEN = rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"


class Ends:
    """How a record of one name begins and ends."""

    def __init__(self, name: bytes) -> None:
        self._plain = b"</" + name + b">"
        self._opening = re.compile(b"<" + re.escape(name) + rb"[\s/>]")
        self._closing_or_hidden = re.compile(_HIDDEN + b"|(</" + re.escape(name) + rb"\s*>)", re.DOTALL)
        self._opening_or_hidden = re.compile(_HIDDEN + b"|(<" + re.escape(name) + rb"[\s/>])", re.DOTALL)

    def plain_closing(self, data: bytes, start: int, *, may_hide: bool) -> int:
        """Where the first end is over, if it is written without blanks and nothing could hide it; else -1."""
        end = data.find(self._plain, start)
        if end < 0 or (may_hide and (data.find(b"<!", start, end) >= 0 or data.find(b"<?", start, end) >= 0)):
            return -1
        return end + len(self._plain)

    def closing(self, data: bytes, start: int) -> tuple[int, int] | None:
        """Where the first end stands, if there is one."""
        end = self.plain_closing(data, start, may_hide=True)
        if end >= 0:
            return end - len(self._plain), end
        found = _shown(self._closing_or_hidden, data, start, len(data))
        return found.span(1) if found else None

    def opening(self, data: bytes, start: int, end: int) -> int:
        """Where another record begins, or -1."""
        if not self._opening.search(data, start, end):
            return -1
        found = _shown(self._opening_or_hidden, data, start, end)
        return found.start(1) if found else -1

    def any_opening(self, data: bytes, start: int) -> int:
        """Where another record begins, hidden or not, or -1."""
        found = self._opening.search(data, start)
        return found.start() if found else -1


@lru_cache(maxsize=64)
def ends_of(name: bytes) -> Ends:
    """How records of this name, with its prefix, begin and end."""
    return Ends(name)


def _shown(pattern: re.Pattern[bytes], data: bytes, start: int, end: int) -> re.Match[bytes] | None:
    return next((found for found in pattern.finditer(data, start, end) if found[1]), None)
