"""Whether two names, or two ways of reaching somebody, may be of one person. What may be is kept back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, normalize
from unicodedata import name as called

_WORD = re.compile(r"\w+")
_JOINT = re.compile(r"[-'\u2010-\u2015\u2018\u2019\u02bc]")
"""What one writer puts within a name, and another leaves out."""
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "rev", "prof"})
_LATIN = re.compile(r"LATIN SMALL LETTER (?:DOTLESS )?([A-Z]+)\b")
"""How Unicode names a letter that it does not take apart, such as an l with a stroke: by the plain one first."""

_NUMBER = re.compile(r"\d(?:[\s()./\u2010-\u2015-]*\d)*")
_BETWEEN = re.compile(r"[\s,;|<>()\[\]\"]+")
_SHORTEST = 6
"""Fewer digits are no telephone number."""
_ENDING = 9
"""The last digits of a number, which are the same with and without the country's code."""


def is_same_name(one: str | None, other: str | None) -> bool:
    """Whether every word of one name is in the other: "Mr Example" may be "Ivo Example", and "I. Example" too.

    Names in two scripts cannot be held against each other: they may be the same.
    """
    if not one or not other:
        return False
    plain, others = _plain(one), _plain(other)
    if bool(_foreign(plain)) != bool(_foreign(others)):
        return True
    return any(_may_be(mine, theirs) for mine, theirs in zip(_forms(plain), _forms(others), strict=True))


def is_equal_name(one: str | None, other: str | None) -> bool:
    """Whether two names have the same words. No name is equal to none."""
    words = words_of(one)
    return bool(words) and words == words_of(other)


def words_of(given: str | None) -> frozenset[str]:
    """The words of a name, without titles, accents and what cannot be seen."""
    return _forms(_plain(given or ""))[0]


def is_same_way(one: str | None, other: str | None) -> bool:
    """Whether two ways of reaching somebody have a number, an address or a handle in common, whatever else they say."""
    if not one or not other:
        return False
    one, other = normalize("NFKC", one).casefold(), normalize("NFKC", other).casefold()
    if _reaches(one, other) or _reaches(other, one):
        return True
    return not {*_addresses(one), "".join(one.split())}.isdisjoint({*_addresses(other), "".join(other.split())})


def _reaches(one: str, other: str) -> bool:
    """Whether a number in ``one`` ends as one in ``other`` does. Several without a word between them are one run."""
    run = "".join(each for each in other if each.isdigit())
    for found in _NUMBER.finditer(one):
        digits = "".join(each for each in found[0] if each.isdigit())
        if len(digits) >= _SHORTEST and len(run) >= _SHORTEST and digits[-_ENDING:] in run:
            return True
    return False


def _addresses(way: str) -> Iterator[str]:
    """What may be an address or a handle among words: what is no plain word."""
    for each in _BETWEEN.split(way):
        bare = each.strip(".:'!?").removeprefix("mailto:")
        if len(bare) > 1 and not bare.isalpha() and not bare.replace("-", "").isdigit():
            yield bare
            yield bare.removeprefix("@")


def _plain(given: str) -> str:
    """Without accents, without what cannot be seen, and every Latin letter as the plain one that it is made of."""
    seen = (each for each in normalize("NFKD", given.casefold()) if category(each)[0] != "M" and category(each) != "Cf")
    return "".join(each if each.isascii() else _base(each) for each in seen)


def _base(letter: str) -> str:
    latin = _LATIN.match(called(letter, ""))
    return latin[1].lower() if latin else letter


def _foreign(plain: str) -> bool:
    """Whether a letter in it is of another script than the Latin."""
    return any(each.isalpha() and not each.isascii() for each in plain)


def _forms(plain: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words, with names in two parts as two and as one: Jean-Luc, Jeanluc."""
    return _words(_JOINT.sub(" ", plain)), _words(_JOINT.sub("", plain))


def _words(plain: str) -> frozenset[str]:
    return frozenset(_WORD.findall(plain)) - _TITLES


def _may_be(words: frozenset[str], others: frozenset[str]) -> bool:
    if not words or not others:
        return False
    shared = {each for each in words & others if len(each) > 1}
    return _are_in(words, others) or _are_in(others, words) or len(shared) > 1


def _are_in(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether each word is among the others, an initial being whatever begins with it."""
    return all(each in others or (len(each) == 1 and any(other.startswith(each) for other in others)) for each in words)
