"""A record as it was cut out of a file, before any parser has seen it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, repr=False)
class Piece:
    """One record as it stands in the file."""

    kind: str
    data: bytes
    scope: bytes
    """The declarations of namespaces that hold where it stands, as they are written in a tag."""
    is_whole: bool
    """False if it has no end before the next record begins, or is too long."""
