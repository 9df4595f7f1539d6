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
from missingpersons.risk.unread import unread

Said = dict[str, Fact]
"""By question: the gravest answer, and every place that gives it."""

_GRAVITY = {Answer.NO: NO, Answer.UNKNOWN: UNKNOWN, Answer.YES: YES}

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


Standing = Fact | Answered
"""How a question stands: by derived facts alone, or as it was worked out."""


class Heard:
    """How every question stands in one episode. Of a recorded and a derived answer the graver counts."""

    __slots__ = ("_standing", "both", "corrections", "derived", "gravities", "recorded", "unread")

    def __init__(
        self,
        recorded: Said,
        derived: Said,
        corrections: tuple[Correction, ...] = (),
        unread: tuple[str, ...] = (),
    ) -> None:
        self.recorded = recorded
        self.derived = derived
        self.corrections = corrections
        self.unread = unread
        """Where something is recorded under a code that is on no list, so that nobody heard what it means."""
        self.gravities = {question: fact[1] for question, fact in derived.items()}
        self.both: list[str] = []
        """The questions that somebody answered and that the rest of the episode answers too."""
        for question, fact in recorded.items():
            if question in derived:
                self.both.append(question)
                if derived[question][1] > fact[1]:
                    continue
            self.gravities[question] = fact[1]
        self._standing: dict[str, Standing] | None = None

    @property
    def standing(self) -> Mapping[str, Standing]:
        """How each question stands that has an answer. One that is only derived is left as the fact."""
        if self._standing is None:
            self._standing = self._worked_out()
        return self._standing

    def answered(self, question: str) -> Answered:
        """How ``question`` stands, with the places."""
        stands = self.standing.get(question)
        return nobody_answered(question) if stands is None else answered(stands)

    def _worked_out(self) -> dict[str, Standing]:
        derived = self.derived
        standing: dict[str, Standing] = {**derived}
        for question, fact in self.recorded.items():
            other = derived.get(question)
            if other is None or fact[1] > other[1]:
                standing[question] = _RECORDED.get(fact) or _by("recorded", fact, _RECORDED)
            elif fact[1] == other[1]:
                standing[question] = Answered(question, WORDS[fact[1]], "both", (*fact[2], *other[2]))
        return standing


_DERIVED: dict[Fact, Answered] = {}
_RECORDED: dict[Fact, Answered] = {}
"""How a question stands by one fact. Most facts are found in many episodes."""


def answered(stands: Standing) -> Answered:
    """How a question stands, worked out."""
    if isinstance(stands, Answered):
        return stands
    return _DERIVED.get(stands) or _by("derived", stands, _DERIVED)


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
    facts = derived(episode, as_of)
    return Heard(said, gravest(facts), again, unread(episode, facts.unlisted))


def _of_answers(index: int) -> tuple[str, ...]:
    return (f"/answers/{index}",)


_answer_at = lru_cache(maxsize=1024)(_of_answers)


def recorded(episode: Episode) -> list[Fact]:
    """The answers that somebody recorded, each with its place."""
    return [(each.question, _GRAVITY[each.answer], _answer_at(index)) for index, each in enumerate(episode.answers)]


def gravest(facts: Iterable[Fact]) -> Said:
    """The gravest answer to each question, and every place that gives it, in the order of the facts."""
    said: Said = {}
    for fact in facts:
        question = fact[0]
        if question not in said:
            said[question] = fact
            continue
        old = said[question]
        if fact[1] > old[1]:
            said[question] = fact
        elif fact[1] == old[1]:
            said[question] = (question, old[1], _joined(old[2], fact[2]))
    return said


def _joined(places: tuple[str, ...], at: tuple[str, ...]) -> tuple[str, ...]:
    if len(at) == 1:
        return places if at[0] in places else places + at
    return (*places, *[each for each in at if each not in places])
