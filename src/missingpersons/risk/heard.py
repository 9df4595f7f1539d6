"""What an episode answers to the risk questions: what was recorded as an answer, and what its other fields say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from missingpersons.codes import Answer
from missingpersons.models import Episode
from missingpersons.risk.corrections import Correction, corrections
from missingpersons.risk.definitions import NO, UNKNOWN, YES, Fact
from missingpersons.risk.indicators import derived

Said = dict[str, tuple[int, tuple[str, ...]]]
"""By question: how grave the gravest answer is, and every place that gives it."""

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

    __slots__ = ("_answers", "corrections", "derived", "gravities", "recorded")

    def __init__(self, recorded: Said, derived: Said, corrections: tuple[Correction, ...] = ()) -> None:
        self.recorded = recorded
        self.derived = derived
        self.corrections = corrections
        self.gravities = {each: said[0] for each, said in recorded.items()}
        self.gravities |= {each: said[0] for each, said in derived.items()}
        for each in recorded.keys() & derived.keys():
            self.gravities[each] = max(recorded[each][0], derived[each][0])
        self._answers: dict[str, Answered] | None = None

    @property
    def answers(self) -> Mapping[str, Answered]:
        """How each question stands that has an answer, with the places."""
        if self._answers is None:
            self._answers = _answers(self.recorded, self.derived)
        return self._answers

    def answered(self, question: str) -> Answered:
        """How ``question`` stands, with the places."""
        return self.answers.get(question) or nobody_answered(question)


def nobody_answered(question: str) -> Answered:
    """How ``question`` stands where it has no answer."""
    return Answered(question, NOT_ASKED, "nobody", ())


def _answers(recorded: Said, derived: Said) -> dict[str, Answered]:
    # A tuple is made as one, which takes half as long: this is done for every answer of every episode.
    made = tuple.__new__
    answers = {each: made(Answered, (each, WORDS[said[0]], "derived", said[1])) for each, said in derived.items()}
    for question, (gravity, at) in recorded.items():
        other = derived.get(question)
        if other is None or gravity > other[0]:
            answers[question] = made(Answered, (question, WORDS[gravity], "recorded", at))
        elif gravity == other[0]:
            answers[question] = made(Answered, (question, WORDS[gravity], "both", (*at, *other[1])))
    return answers


def hear(episode: Episode, as_of: datetime) -> Heard:
    """How every question stands in ``episode`` at ``as_of``."""
    said = gravest(recorded(episode))
    again = corrections(episode) if len(said) < len(episode.answers) else ()
    return Heard(said, gravest(derived(episode, as_of)), again)


def recorded(episode: Episode) -> list[Fact]:
    """The answers that somebody recorded, each with its place."""
    return [
        (
            each.question,
            YES if (said := each.answer) is Answer.YES else NO if said is Answer.NO else UNKNOWN,
            (f"/answers/{index}",),
        )
        for index, each in enumerate(episode.answers)
    ]


def gravest(facts: Iterable[Fact]) -> Said:
    """The gravest answer to each question, and every place that gives it, in the order of the facts."""
    said: Said = {}
    for question, gravity, at in facts:
        old = said.get(question)
        if old is None or gravity > old[0]:
            said[question] = (gravity, at)
        elif gravity == old[0]:
            places = old[1]
            said[question] = (gravity, (*places, *[each for each in at if each not in places]))
    return said
