"""What was worked out once, kept for the next time: within a bound, and nothing that an episode says in words."""

from __future__ import annotations

from typing import TypeVar

from missingpersons.codes import codelist

Key = TypeVar("Key")
Found = TypeVar("Found")

MOST_KEPT = 2048
"""How much is kept of one kind. A combination of five questions has 1,024 states."""

MOST_PLACES = 8
"""Of how many fields at most the places are kept. An episode may name a thousand, and few name more than these."""


def keep(kept: dict[Key, Found], key: Key, found: Found) -> Found:
    """``found``, kept for the next time. What is kept never grows beyond ``MOST_KEPT``.

    A key is made of codes that are on a list, of places and of gravities. Whatever anybody wrote is no key.
    """
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = found
    return found


def may_be_kept(question: str, at: tuple[str, ...]) -> bool:
    """Whether what follows from an answer may be kept: a question of nobody's list may be any text."""
    return len(at) <= MOST_PLACES and question in codelist("risk_questions").entries
