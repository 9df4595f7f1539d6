"""What an episode answers to the risk questions: what was recorded as an answer, and what its other fields say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from missingpersons.codes import Answer
from missingpersons.models import Episode
from missingpersons.risk.corrections import Correction, corrections
from missingpersons.risk.definitions import NO, UNKNOWN, YES, Fact
from missingpersons.risk.indicators import derived
from missingpersons.risk.keeping import keep, may_be_kept

Said = dict[str, Fact]
"""By question: the gravest answer, and every place that gives it."""

# A member of an enumeration that is looked up in its class costs more than a field of a record.
_NO, _YES = Answer.NO, Answer.YES

WORDS = (str(Answer.NO), str(Answer.UNKNOWN), str(Answer.YES))

NOT_ASKED = "not_asked"
"""What is said of a question that has no answer. It counts as unknown."""


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


class Heard:
    """How every question stands in one episode. Of a recorded and a derived answer the graver counts."""

    __slots__ = ("_answers", "both", "corrections", "derived", "gravities", "recorded")

    def __init__(self, recorded: Said, derived: Said, corrections: tuple[Correction, ...] = ()) -> None:
        self.recorded = recorded
        self.derived = derived
        self.corrections = corrections
        self.both = [each for each in recorded if each in derived]
        """The questions that somebody answered and that the rest of the episode answers too."""
        self.gravities = {each[0]: each[1] for each in (*recorded.values(), *derived.values())}
        for question in self.both:
            self.gravities[question] = max(recorded[question][1], derived[question][1])
        self._answers: dict[str, Answered] | None = None

    @property
    def answers(self) -> Mapping[str, Answered]:
        """How each question stands that has an answer, with the places."""
        if self._answers is None:
            self._answers = self._standing()
        return self._answers

    def answered(self, question: str) -> Answered:
        """How ``question`` stands, with the places."""
        return self.answers.get(question) or nobody_answered(question)

    def _standing(self) -> dict[str, Answered]:
        derived, recorded = _DERIVED, _RECORDED
        stand = {
            question: derived.get(fact) or _by("derived", fact, derived) for question, fact in self.derived.items()
        }
        for question, fact in self.recorded.items():
            other = self.derived.get(question)
            if other is None or fact[1] > other[1]:
                stand[question] = recorded.get(fact) or _by("recorded", fact, recorded)
            elif fact[1] == other[1]:
                stand[question] = Answered(question, WORDS[fact[1]], "both", (*fact[2], *other[2]))
        return stand


_DERIVED: dict[Fact, Answered] = {}
_RECORDED: dict[Fact, Answered] = {}
"""How a question stands by one fact. Most facts are found in many episodes."""


def _by(source: str, fact: Fact, kept: dict[Fact, Answered]) -> Answered:
    question, gravity, at = fact
    made = Answered(question, WORDS[gravity], source, at)
    return keep(kept, fact, made) if may_be_kept(question, at) else made


def nobody_answered(question: str) -> Answered:
    """How ``question`` stands where it has no answer."""
    return Answered(question, NOT_ASKED, "nobody", ())


def hear(episode: Episode, as_of: datetime) -> Heard:
    """How every question stands in ``episode`` at ``as_of``."""
    said = gravest(recorded(episode))
    again = corrections(episode) if len(said) < len(episode.answers) else ()
    return Heard(said, gravest(derived(episode, as_of)), again)


def _of_answers(index: int) -> tuple[str, ...]:
    return (f"/answers/{index}",)


_answer_at = lru_cache(maxsize=1024)(_of_answers)


def recorded(episode: Episode) -> list[Fact]:
    """The answers that somebody recorded, each with its place."""
    return [
        (each.question, YES if (said := each.answer) is _YES else NO if said is _NO else UNKNOWN, _answer_at(index))
        for index, each in enumerate(episode.answers)
    ]


def gravest(facts: Iterable[Fact]) -> Said:
    """The gravest answer to each question, and every place that gives it, in the order of the facts."""
    said: Said = {}
    for fact in facts:
        question, gravity, at = fact
        old = said.get(question)
        if old is None or gravity > old[1]:
            said[question] = fact
        elif gravity == old[1]:
            places = old[2]
            said[question] = (question, gravity, (*places, *[each for each in at if each not in places]))
    return said
