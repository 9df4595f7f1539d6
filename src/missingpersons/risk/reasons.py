"""Why a level is called for: which lines of a policy and which guards do, and what each of them stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from missingpersons.codes import RiskLevel
from missingpersons.risk.combination import Combination, combined
from missingpersons.risk.definitions import UNKNOWN, YES
from missingpersons.risk.heard import NOT_ASKED, WORDS, Answered, Heard, nobody_answered
from missingpersons.risk.told import Held, Reason

if TYPE_CHECKING:
    from missingpersons.risk.plan import Plan
    from missingpersons.risk.policy import Line, Policy


class Row(NamedTuple):
    """A line, and where its reason stands among those of every line: if it is unknown, and if it is yes."""

    line: Line
    asks: str
    if_unknown: int
    if_yes: int
    is_told: bool
    """Whether it is a reason while nobody knows: it then calls for more than the lowest level."""


class Reasoning:
    """The lines of a policy, made ready for telling which are reasons.

    Every line has two places in the order of reasons, one for each level that it calls for. What is told where nobody
    asked anything is made once; an episode changes it by what was answered.
    """

    __slots__ = ("_alone", "_nobody", "_not_asked", "_together")

    def __init__(self, policy: Policy) -> None:
        lines = policy.lines
        called = [
            (-rank.rank, number, is_yes)
            for number, line in enumerate(lines)
            for is_yes, rank in enumerate((line.if_unknown, line.floor))
        ]
        place = {each[1:]: at for at, each in enumerate(sorted(called))}
        self._not_asked = {each: nobody_answered(each) for each in policy.questions}
        self._nobody: list[Reason | None] = [None] * len(called)
        self._alone: dict[str, list[Row]] = {}
        self._together: list[tuple[Combination, Row]] = []
        for number, line in enumerate(lines):
            is_told = line.if_unknown.rank > policy.lowest.rank
            row = Row(line, str(line.condition), place[number, 0], place[number, 1], is_told)
            questions = line.questions
            if len(questions) == 1:
                self._alone.setdefault(questions[0], []).append(row)
            else:
                self._together.append((combined(line.condition), row))
            if is_told:
                answers = tuple([self._not_asked[each] for each in questions])
                self._nobody[row.if_unknown] = Reason(
                    line.code, row.asks, NOT_ASKED, line.if_unknown, line.basis, (), answers
                )

    def reasons(self, heard: Heard) -> tuple[Reason, ...]:
        """Every line that calls for more than the lowest level, and every one that is answered yes. Gravest first."""
        told = self._nobody.copy()
        self._tell_alone(told, heard)
        self._tell_together(told, heard)
        return tuple(filter(None, told))

    def _tell_alone(self, told: list[Reason | None], heard: Heard) -> None:
        made, alone = tuple.__new__, self._alone
        for question, each in heard.answers.items():
            for line, asks, if_unknown, if_yes, is_told in alone.get(question, ()):
                told[if_unknown] = None
                answer = each.answer
                if answer == WORDS[YES]:
                    told[if_yes] = made(Reason, (line.code, asks, answer, line.floor, line.basis, each.at, (each,)))
                elif is_told and answer == WORDS[UNKNOWN]:
                    told[if_unknown] = made(
                        Reason, (line.code, asks, answer, line.if_unknown, line.basis, each.at, (each,))
                    )

    def _tell_together(self, told: list[Reason | None], heard: Heard) -> None:
        answers = heard.answers
        for combination, (line, asks, if_unknown, if_yes, is_told) in self._together:
            if answers.keys().isdisjoint(combination.questions):
                continue
            told[if_unknown] = None
            gravity = combination.outcome(heard.gravities).gravity
            if gravity == YES or (is_told and gravity == UNKNOWN):
                each = tuple([answers.get(question) or self._not_asked[question] for question in combination.questions])
                at, calls_for = (if_yes, line.floor) if gravity == YES else (if_unknown, line.if_unknown)
                told[at] = Reason(
                    line.code, asks, _answer(gravity, each), calls_for, line.basis, _places(each, gravity), each
                )


def held(plan: Plan, heard: Heard, level: RiskLevel) -> tuple[Held, ...]:
    """The guards that hold ``level`` up. Without them it would be the lowest of the scheme."""
    if level.rank != plan.guarded:
        return ()
    up = plan.guards_up(plan.rank(heard.gravities), heard.gravities)
    return tuple(
        Held(each.code, level, each.basis, _places(answers, UNKNOWN), answers)
        for each in up
        if (answers := tuple(map(heard.answered, each.questions)))
    )


def _answer(gravity: int, answers: Iterable[Answered]) -> str:
    if gravity == YES:
        return WORDS[YES]
    return NOT_ASKED if any(each.answer == NOT_ASKED for each in answers) else WORDS[UNKNOWN]


def _places(answers: Iterable[Answered], least: int) -> tuple[str, ...]:
    """The fields that carry a line: those of the answers that are at least as grave as what it comes to."""
    grave = WORDS[least:]
    return tuple(dict.fromkeys([at for each in answers if each.answer in grave for at in each.at]))
