"""Which codes the values of a column are, as far as a list says it, and which others a draft may ask about by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from missingpersons.codes import codelist
from missingpersons.converters.glimpses import Glimpse

ANSWER = "answer"

_ANSWERS = {"yes": "yes", "y": "yes", "no": "no", "n": "no", "unknown": "unknown", "not known": "unknown"}
_MOST_CODES = 40
_TWICE = 2
_LIKE_A_CODE = re.compile(r"[A-Z0-9/]{1,4}", re.ASCII)
_WORD = re.compile(r"\w+")


def codes_of(glimpse: Glimpse, kind: str, listed: str) -> dict[str, str]:
    """The code for each value that is one, or its title, in the list called ``listed``; for an answer, in words."""
    if has_too_many(glimpse):
        return {}
    means = _ANSWERS if kind == ANSWER else _list(listed)
    return {value: code for value in glimpse.values if (code := means.get(value.strip().casefold()))}


def has_too_many(glimpse: Glimpse) -> bool:
    """Whether there are more different values than codes of one list."""
    return glimpse.many or len(glimpse.values) > _MOST_CODES


def asked_about(glimpse: Glimpse, codes: Iterable[str], words_of_names: frozenset[str]) -> tuple[list[str], int]:
    """The values that no list has and that a draft may quote, and how many others there are.

    A value may be somebody's name, in the wrong column or for want of a better. So only what looks like a code is
    quoted: up to four capitals and digits, more than once, in a column that is codes of a list for the most part,
    and no word of a name that stands in the table.
    """
    others = {value: count for value, count in glimpse.values.items() if value not in set(codes)}
    if 2 * sum(others.values()) > glimpse.count:
        return [], len(others)
    shown = [
        value
        for value, count in others.items()
        if count >= _TWICE and _LIKE_A_CODE.fullmatch(value) and not words([value]) & words_of_names
    ]
    return shown, len(others) - len(shown)


def words(values: Iterable[str]) -> frozenset[str]:
    """Every word in some texts, without capitals."""
    return frozenset(word for value in values for word in _WORD.findall(value.casefold()))


@cache
def _list(name: str) -> dict[str, str]:
    found = {}
    for code, each in codelist(name).entries.items():
        if each.deprecated:
            continue
        found[code.casefold()] = found[each.title.casefold()] = code
        found[code.replace("_", " ").casefold()] = code
    if name == "sexes":
        found |= {"m": "male", "f": "female"}
    return found
