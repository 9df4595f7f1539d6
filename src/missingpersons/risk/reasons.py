"""Why a level is called for: which lines of a policy and which guards do, and what each of them stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from missingpersons.codes import RiskLevel
from missingpersons.risk.definitions import UNKNOWN, YES
from missingpersons.risk.heard import NOT_ASKED, WORDS, Answered, Heard, nobody_answered
from missingpersons.risk.told import Held, Reason

if TYPE_CHECKING:
    from missingpersons.risk.plan import Plan
    from missingpersons.risk.policy import Line, Policy


_NO, _UNKNOWN, _YES = WORDS


class Row(NamedTuple):
    """A line, and where its reason stands among those of every line: if it is unknown, and if it is yes."""

    line: Line
    asks: str
    if_unknown: int
    if_yes: int
    is_told: bool
    """Whether it is a reason while nobody knows: it then calls for more than the lowest level."""
    questions: tuple[str, ...]


class Reasoning:
    """The lines of a policy, made ready for telling which are reasons.

    Every line has two places in the order of reasons, one for each level that it calls for. What is told where nobody
    asked anything is made once; an episode changes it by what was answered.
    """

    __slots__ = ("_alone", "_combinations", "_nobody", "_not_asked", "_together")

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
        self._combinations = policy.plan.combinations
        self._together: list[tuple[Row, frozenset[str]]] = []
        for number, line in enumerate(lines):
            is_told = line.if_unknown.rank > policy.lowest.rank
            questions = line.questions
            row = Row(line, str(line.condition), place[number, 0], place[number, 1], is_told, questions)
            if len(questions) == 1:
                self._alone.setdefault(questions[0], []).append(row)
            else:
                self._together.append((row, frozenset(questions)))
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
            for line, asks, if_unknown, if_yes, is_told, _ in alone.get(question, ()):
                told[if_unknown] = None
                answer = each.answer
                if answer == _YES:
                    told[if_yes] = made(Reason, (line.code, asks, answer, line.floor, line.basis, each.at, (each,)))
                elif is_told and answer == _UNKNOWN:
                    told[if_unknown] = made(
                        Reason, (line.code, asks, answer, line.if_unknown, line.basis, each.at, (each,))
                    )

    def _tell_together(self, told: list[Reason | None], heard: Heard) -> None:
        asked = heard.answers.keys()
        stand = {**self._not_asked, **heard.answers}
        outcomes = self._combinations.outcomes(heard.gravities)
        for (row, questions), (gravity, carried_by, _) in zip(self._together, outcomes, strict=True):
            line, asks, if_unknown, if_yes, is_told, in_order = row
            if gravity == YES:
                told[if_unknown] = None
                place, answer, calls_for = if_yes, _YES, line.floor
            elif gravity != UNKNOWN or not is_told:
                told[if_unknown] = None
                continue
            elif asked.isdisjoint(questions):
                continue
            else:
                answer = _UNKNOWN if asked >= questions else NOT_ASKED
                place, calls_for = if_unknown, line.if_unknown
            at = _places([stand[each] for each in carried_by])
            every = tuple([stand[each] for each in in_order])
            told[place] = tuple.__new__(Reason, (line.code, asks, answer, calls_for, line.basis, at, every))


def held(plan: Plan, heard: Heard, level: RiskLevel) -> tuple[Held, ...]:
    """The guards that hold ``level`` up. Without them it would be the lowest of the scheme."""
    if level.rank != plan.guarded:
        return ()
    up = plan.guards_up(plan.rank(heard.gravities), heard.gravities)
    return tuple(
        Held(each.code, level, each.basis, _places([one for one in answers if one.answer != _NO]), answers)
        for each in up
        if (answers := tuple(map(heard.answered, each.questions)))
    )


def _places(answers: Iterable[Answered]) -> tuple[str, ...]:
    """Every field that gives one of ``answers``, once."""
    return tuple(dict.fromkeys([at for each in answers for at in each.at]))
