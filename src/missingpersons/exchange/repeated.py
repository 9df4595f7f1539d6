"""What of a sender's own choosing a state may repeat: codes that a list has, and places that the standard names.

Anything else has the form of a code or of a place, and may be anybody's words all the same. It stays in the message.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from missingpersons._first_look import names_of
from missingpersons.codes import codelist
from missingpersons.models.messages import MESSAGES


def code_of(name: str, code: str | None) -> str | None:
    """``code``, if the list called ``name`` has it."""
    return code if code is not None and code in codelist(name) else None


def places_of(pointers: Iterable[str]) -> tuple[str, ...]:
    """JSON Pointers into a message, each as far as its names are the standard's own: local fields are not named."""
    return tuple(dict.fromkeys(filter(None, map(_own, pointers))))


def _own(pointer: str) -> str:
    kept = ""
    for segment in pointer.split("/")[1:]:
        if not (segment.isdigit() or segment in _names()):
            break
        kept += f"/{segment}"
        if segment == "extensions":
            break
    return kept


@cache
def _names() -> frozenset[str]:
    return names_of(tuple(MESSAGES.values()))
