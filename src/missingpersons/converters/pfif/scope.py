"""Which namespaces hold where something stands in a file, by the tags around it."""

from __future__ import annotations

import re

_XMLNS = re.compile(rb"""\sxmlns(?::([A-Za-z_][A-Za-z0-9_.-]*))?\s*=\s*("[^"<]*"|'[^'<]*')""")
_MAX_DEPTH = 64


class Scope:
    """The elements that are open around the records, and what they declare."""

    def __init__(self) -> None:
        self._open: list[tuple[bytes, dict[bytes, bytes]]] = []
        self._declared: dict[bytes, bytes] = {}
        self.written = b""
        """What holds, as it is written in a tag."""

    @property
    def names(self) -> list[bytes]:
        """The elements that are open, from the outermost."""
        return [name for name, _ in self._open]

    def of(self, prefix: bytes, tag: bytes) -> bytes:
        """The namespace of a prefix in a tag, with its quotes; nothing if nobody declared it."""
        own = _declared(tag) if b"xmlns" in tag else {}
        return own.get(prefix) or self._declared.get(prefix, b"")

    def enter(self, name: bytes, tag: bytes) -> None:
        """An element begins."""
        if len(self._open) < _MAX_DEPTH:
            self._open.append((name, _declared(tag)))
            self._changed()

    def close(self, name: bytes) -> None:
        """An element ends, and what is still open in it."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == name:
                del self._open[index:]
                self._changed()
                return

    def _changed(self) -> None:
        self._declared = {prefix: told for _, declared in self._open for prefix, told in declared.items()}
        parts = (
            b" xmlns" + (b":" + prefix if prefix else b"") + b"=" + told for prefix, told in self._declared.items()
        )
        self.written = b"".join(parts)


def _declared(tag: bytes) -> dict[bytes, bytes]:
    return {found[1] or b"": found[2] for found in _XMLNS.finditer(tag)}
