"""Whether a text says only that going missing is usual for somebody, that somebody decided, or a label.

None of these is a reason to think them safe.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_APOSTROPHE = re.compile("['\u2019]")
_WORD = re.compile("[^\\W\\d_]+")
_VOWELS = frozenset("aeiouwy")

LABEL = "streetwise"
"""What stands for any label, as *usual* does for any word that it is usual."""

MOST_WORDS = 200
"""In a longer text no formula of several words and no label is looked for: somebody has written something."""

SHORTEST_NOISE = 4
"""Letters without a vowel that are taken for no word. What is shorter may stand for one."""

SHORTEST_RUN = 3
"""Letters in a row on a keyboard that are taken for none."""

LONGEST_RUN = 10
"""No row has more."""


def says_only_usual(text: str, names: AbstractSet[str] = frozenset(), *, of_child: bool = False) -> bool:
    """Whether ``text`` says that it is usual, and nothing besides.

    ``names`` are words, in lower case, that only say whom it is about. One word that is in no list may be a reason.
    Of a child more is a label: an adult may choose to be absent.
    """
    words = set(_said(text, of_child))
    return not words.isdisjoint(_usual().words) and _is_nothing_besides(words, names)


def says_only_labels(text: str, names: AbstractSet[str] = frozenset(), *, of_child: bool = False) -> bool:
    """Whether ``text`` calls somebody what blames them, and says nothing else but that it is usual, or formulas."""
    words = set(_said(text, of_child))
    return LABEL in words and _is_nothing_besides(words - {LABEL}, names)


def says_nothing_besides(text: str, names: AbstractSet[str] = frozenset(), *, of_child: bool = False) -> bool:
    """Whether ``text`` says no more than people write beside that it is usual: who it is, and that nobody worries.

    Nor do formulas say more: that it was agreed, by whom, and where it stands; nor what is typed to fill a field. With
    whom somebody is, and that they are on the way or on leave, may be a reason where nothing else is said.
    """
    words = set(_said(text, of_child))
    is_nothing = _is_nothing_besides(words, names) and not _usual().may_be_a_reason.search(_decided(text))
    return bool(words) and (is_nothing or _is_noise(words))


def words_of(text: str) -> set[str]:
    """The words of ``text``, in lower case, without digits and marks."""
    return set(_words(text))


def _decided(text: str) -> str:
    """The words of ``text``, without the names of those who decided, and with one word for each formula."""
    usual = _usual()
    words = _words(usual.named.sub(r"\g<rank>", _APOSTROPHE.sub("", text)))
    return usual.as_agreed.sub("agreed", " ".join(words)) if len(words) <= MOST_WORDS else " ".join(words)


def _said(text: str, of_child: bool) -> list[str]:
    usual = _usual()
    said = usual.as_usual.sub("usual", _decided(text))
    if said.count(" ") < MOST_WORDS:
        said = (usual.labels_of_a_child if of_child else usual.labels).sub(LABEL, said)
    return usual.will_be_back.sub("return", said).split()


def _is_nothing_besides(words: AbstractSet[str], names: AbstractSet[str]) -> bool:
    usual = _usual()
    others = words - usual.words - usual.beside - usual.formula - usual.ranks - names
    return all(map(_is_typed_along_a_row, others))


def _is_typed_along_a_row(word: str) -> bool:
    runs, ends = _usual().runs, {0}
    for end in range(SHORTEST_RUN, len(word) + 1):
        if any(word[start:end] in runs for start in ends):
            ends.add(end)
        ends.discard(end - LONGEST_RUN)
    return len(word) in ends


def _is_noise(words: AbstractSet[str]) -> bool:
    """Whether all that is there is one word that can be none: one letter again and again, or no vowel in it."""
    (word, *others) = words
    has_no_vowel = len(word) >= SHORTEST_NOISE and _VOWELS.isdisjoint(word)
    return not others and word.isascii() and (len(set(word)) == 1 or has_no_vowel)


def _runs(keyboard: Iterable[str]) -> frozenset[str]:
    rows = [row for each in keyboard for row in (each, each[::-1])]
    return frozenset(
        row[start:end] for row in rows for start in range(len(row)) for end in range(start + SHORTEST_RUN, len(row) + 1)
    )


@cache
def lists() -> dict[str, list[str]]:
    """The lists by which it is judged, as they are published."""
    read: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("usual.toml").read_text(encoding="utf-8"))
    return read


class _Usual(NamedTuple):
    as_usual: re.Pattern[str]
    as_agreed: re.Pattern[str]
    labels: re.Pattern[str]
    labels_of_a_child: re.Pattern[str]
    named: re.Pattern[str]
    runs: frozenset[str]
    ranks: frozenset[str]
    formula: frozenset[str]
    will_be_back: re.Pattern[str]
    words: frozenset[str]
    beside: frozenset[str]
    may_be_a_reason: re.Pattern[str]


@cache
def _usual() -> _Usual:
    read = lists()
    return _Usual(
        _any_of(read["as_usual"]),
        _any_of(read["as_agreed"]),
        _any_of(read["labels"]),
        _any_of([*read["labels"], *read["labels_of_a_child"]]),
        re.compile(rf"\b(?P<rank>(?i:{'|'.join(read['ranks'])}))\.?(?:[^\S\r\n]|\d)+[A-Z][^\W\d_]*(?:-[^\W\d_]+)?"),
        _runs(read["keyboard"]),
        frozenset(read["ranks"]),
        frozenset(read["formula"]),
        _any_of(read["will_be_back"]),
        frozenset(read["usual"]),
        frozenset(read["beside"]),
        _any_of(read["may_be_a_reason"]),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


def _words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHE.sub("", text.casefold()))
