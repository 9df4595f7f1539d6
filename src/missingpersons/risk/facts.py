"""One fact that answers a risk question: how grave it makes the answer, and the fields that give it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from missingpersons.codes import Answer
from missingpersons.risk.keeping import keep, may_be_kept

NO, UNKNOWN, YES = 0, 1, 2
"""How grave an answer is."""

WORDS = (str(Answer.NO), str(Answer.UNKNOWN), str(Answer.YES))

NOT_ASKED = "not_asked"
"""What is said of a question that has no answer. It counts as unknown."""

DERIVED, RECORDED, BOTH = "derived", "recorded", "both"
"""Who gave an answer: another field says it, somebody answered it, or both."""


class Answered(NamedTuple):
    """How one question stands: the answer that counts, who gave it, and where.

    ``source`` is ``recorded`` (somebody answered it), ``derived`` (another field says it), ``both``, or ``nobody``.
    """

    question: str
    answer: str
    source: str
    at: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """How the question stands, as the JSON object that is printed."""
        return {"question": self.question, "answer": self.answer, "source": self.source, "at": list(self.at)}


class Fact:
    """A question, how grave its answer is, the places (JSON Pointers) of the fields that give it, and who gave it.

    Most facts are found in many episodes, and are then one object: what follows from a fact is looked up by the object,
    which costs far less than by what it says. No fact is ever changed.
    """

    __slots__ = ("_answered", "at", "gravity", "is_kept", "question", "source")

    def __init__(
        self, question: str, gravity: int, at: tuple[str, ...], source: str = DERIVED, *, is_kept: bool = True
    ) -> None:
        self.question = question
        self.gravity = gravity
        self.at = at
        self.source = source
        self.is_kept = is_kept
        """Whether it is one object in every episode, so that what follows from it may be kept."""
        self._answered: Answered | None = None

    @property
    def answered(self) -> Answered:
        """How the question stands by this fact."""
        if self._answered is None:
            self._answered = Answered(self.question, WORDS[self.gravity], self.source, self.at)
        return self._answered

    def __repr__(self) -> str:
        return f"<Fact: {WORDS[self.gravity]}, {self.source}>"


_facts: dict[tuple[str, int, tuple[str, ...], str], Fact] = {}
_joined: dict[tuple[Fact, ...], Fact] = {}


def fact(question: str, gravity: int, at: tuple[str, ...], source: str = DERIVED) -> Fact:
    """The fact that the fields ``at`` answer ``question`` so."""
    key = question, gravity, at, source
    known = _facts.get(key)
    if known is not None:
        return known
    made = Fact(question, gravity, at, source, is_kept=may_be_kept(question, at))
    return keep(_facts, key, made) if made.is_kept else made


def joined(facts: tuple[Fact, ...]) -> Fact:
    """The fact that several facts come to that give one question one answer: every place of theirs, once."""
    known = _joined.get(facts)
    if known is not None:
        return known
    first = facts[0]
    at = tuple(dict.fromkeys([place for each in facts for place in each.at]))
    made = fact(first.question, first.gravity, at, first.source)
    return keep(_joined, facts, made) if made.is_kept and all(each.is_kept for each in facts) else made


OfEntry = Callable[[int], Fact]
"""The fact of an entry of a list, by its index."""


def of_entries(question: str, gravity: int, place: str) -> OfEntry:
    """The fact of each entry of a list, if any answers ``question`` so: by the index that is ``*`` in ``place``."""

    @lru_cache(maxsize=64)
    def at(index: int) -> Fact:
        return fact(question, gravity, (place.replace("*", str(index)),))

    return at


class Facts(list[Fact]):
    """What an episode answers, fact by fact, and where it has a code that is on no list, so that nothing judges it."""

    _noted: list[str] | None = None

    @property
    def unlisted(self) -> Sequence[str]:
        """The places (JSON Pointers) of such codes."""
        return self._noted or ()

    def note(self, place: str) -> None:
        """Note a place where there is such a code."""
        if self._noted is None:
            self._noted = []
        self._noted.append(place)


def nobody_answered(question: str) -> Answered:
    """How ``question`` stands where it has no answer."""
    return Answered(question, NOT_ASKED, "nobody", ())
