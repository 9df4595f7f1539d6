"""What an episode answers to the risk questions: what was recorded as an answer, and what its other fields say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from missingpersons.codes import Answer
from missingpersons.models import Episode
from missingpersons.risk.corrections import Correction, corrections
from missingpersons.risk.facts import BOTH, NO, RECORDED, UNKNOWN, YES, Answered, Fact, fact, joined, nobody_answered
from missingpersons.risk.indicators import derived
from missingpersons.risk.keeping import keep

Said = dict[str, Fact]
"""By question: the gravest answer, and every place that gives it."""

_GRAVITY = {Answer.NO: NO, Answer.UNKNOWN: UNKNOWN, Answer.YES: YES}


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
        self.both: list[str] = []
        """The questions that somebody answered and that the rest of the episode answers too."""
        self.gravities = {question: each.gravity for question, each in derived.items()}
        for question, said in recorded.items():
            if question in derived:
                self.both.append(question)
                if derived[question].gravity > said.gravity:
                    continue
            self.gravities[question] = said.gravity
        self._standing: Said | None = None

    @property
    def standing(self) -> Said:
        """How each question stands that has an answer."""
        if self._standing is None:
            standing = {**self.derived, **self.recorded}
            for question in self.both:
                said, shown = self.recorded[question], self.derived[question]
                if said.gravity < shown.gravity:
                    standing[question] = shown
                elif said.gravity == shown.gravity:
                    standing[question] = fact(question, said.gravity, (*said.at, *shown.at), BOTH)
            # Another thread sees it whole, or not at all.
            self._standing = standing
        return self._standing

    def answered(self, question: str) -> Answered:
        """How ``question`` stands, with the places."""
        stands = self.standing.get(question)
        return nobody_answered(question) if stands is None else stands.answered


def hear(episode: Episode, as_of: datetime) -> Heard:
    """How every question stands in ``episode`` at ``as_of``."""
    answers, facts = recorded(episode), derived(episode, as_of)
    said = gravest(answers)
    again = corrections(episode) if len(said) < len(answers) else ()
    return Heard(said, gravest(facts), again, unread(answers, facts.unlisted))


def recorded(episode: Episode) -> list[Fact]:
    """The answers that somebody recorded, each with its place."""
    return [
        _recorded.get((each.question, each.answer, index)) or _answer(each.question, each.answer, index)
        for index, each in enumerate(episode.answers)
    ]


def unread(answers: Iterable[Fact], unlisted: Sequence[str]) -> tuple[str, ...]:
    """Where somebody recorded something under a code that is on no list, so that nothing judges what it means.

    They are places (JSON Pointers), never the codes, which may be any text: those of ``answers`` to a question that is
    on no list, but for those of no, and those of codes ``unlisted`` in the fields of which codes are read, sorted as
    texts. That there is an entry at all may count all the same.
    """
    # Of an answer, which has one place, nothing but a question that is on no list is not kept.
    asked = [at for each in answers if not each.is_kept and each.gravity != NO for at in each.at]
    return tuple(sorted([*asked, *unlisted])) if asked or unlisted else ()


_recorded: dict[tuple[str, Answer, int], Fact] = {}


def _answer(question: str, answer: Answer, index: int) -> Fact:
    made = fact(question, _GRAVITY[answer], (f"/answers/{index}",), RECORDED)
    return keep(_recorded, (question, answer, index), made) if made.is_kept else made


def gravest(facts: Iterable[Fact]) -> Said:
    """The gravest answer to each question, and every place that gives it, in the order of the facts."""
    said: Said = {}
    as_grave: dict[str, list[Fact]] = {}
    for each in facts:
        question = each.question
        old = said.setdefault(question, each)
        if old is each:
            continue
        if each.gravity > old.gravity:
            said[question] = each
            as_grave.pop(question, None)
        elif each.gravity == old.gravity:
            as_grave.setdefault(question, [old]).append(each)
    for question, several in as_grave.items():
        said[question] = joined(tuple(several))
    return said
