"""Whether a text says only that going missing is usual for somebody, which is no reason to think them safe."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_APOSTROPHE = re.compile("['\u2019]")
_WORD = re.compile("[^\\W\\d_]+")


def says_only_usual(text: str, names: AbstractSet[str] = frozenset()) -> bool:
    """Whether ``text`` says that it is usual, and nothing besides.

    ``names`` are words, in lower case, that only say whom it is about. One word that is in no list may be a reason.
    """
    words = _said(text)
    return not words.isdisjoint(_usual().words) and _is_nothing_besides(words, names)


def says_nothing_besides(text: str, names: AbstractSet[str] = frozenset()) -> bool:
    """Whether ``text`` says no more than people write beside that it is usual: who it is, and that nobody worries.

    With whom somebody is, and that they are on the way, may be a reason where nothing else is said.
    """
    words = _said(text)
    return bool(words) and _is_nothing_besides(words, names) and _usual().may_be_a_reason.isdisjoint(_words(text))


def words_of(text: str) -> set[str]:
    """The words of ``text``, in lower case, without digits and marks."""
    return set(_words(text))


def _said(text: str) -> set[str]:
    usual = _usual()
    return set(usual.will_be_back.sub("return", usual.as_usual.sub("usual", " ".join(_words(text)))).split())


def _is_nothing_besides(words: AbstractSet[str], names: AbstractSet[str]) -> bool:
    usual = _usual()
    return words <= usual.words | usual.beside | names


@cache
def lists() -> dict[str, list[str]]:
    """The lists by which it is judged, as they are published."""
    read: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("usual.toml").read_text(encoding="utf-8"))
    return read


class _Usual(NamedTuple):
    as_usual: re.Pattern[str]
    will_be_back: re.Pattern[str]
    words: frozenset[str]
    beside: frozenset[str]
    may_be_a_reason: frozenset[str]


@cache
def _usual() -> _Usual:
    read = lists()
    return _Usual(
        re.compile(rf"\b(?:{'|'.join(read['as_usual'])})\b"),
        re.compile(rf"\b(?:{'|'.join(read['will_be_back'])})\b"),
        frozenset(read["usual"]),
        frozenset(read["beside"]),
        frozenset(read["may_be_a_reason"]),
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHE.sub("", text.casefold()))
