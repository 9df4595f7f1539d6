"""What was written where only certain words may be, and which of those it is nearest to."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

MOST = 60
"""Characters of what was written that are looked at and told."""


def instead(value: Any, choices: Iterable[str]) -> str:
    """How a sentence ends that says what ``choices`` there are: what was written, and the nearest. Empty of no text."""
    if not isinstance(value, str) or not value:
        return ""
    return f", and not {value[:MOST]!r}{nearest(value, choices)}"


def nearest(value: str, choices: Iterable[str]) -> str:
    """The choice that is nearest to ``value``, as the end of a sentence. Empty if none is near."""
    near = get_close_matches(value[:MOST].lower(), choices, n=1, cutoff=0.6)
    return f"; the nearest is {near[0]!r}" if near else ""
