"""Why a level is called for: which lines of a policy and which guards do, and what each of them stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from missingpersons.codes import RiskLevel
from missingpersons.risk.definitions import UNKNOWN, YES
from missingpersons.risk.heard import NOT_ASKED, WORDS, Answered, Heard, nobody_answered
from missingpersons.risk.keeping import keep, may_be_kept
from missingpersons.risk.told import Held, Reason

if TYPE_CHECKING:
    from missingpersons.risk.plan import Plan
    from missingpersons.risk.policy import Line, Policy


_NO, _UNKNOWN, _YES = WORDS

_NOBODY = -1
"""In place of how grave an answer is, of a question that has none."""


class Row(NamedTuple):
    """A line, and where its reason stands among those of every line: if it is unknown, and if it is yes."""

    line: Line
    asks: str
    if_unknown: int
    if_yes: int
    is_told: bool
    """Whether it is a reason while nobody knows: it then calls for more than the lowest level."""
    questions: tuple[str, ...]


class Change(NamedTuple):
    """What becomes of a line that asks several questions, as these stand: it is no reason any more, or another one."""

    row: Row
    answer: str | None
    """What it comes to; None if it is no reason."""
    carried_by: tuple[str, ...]
    """The questions that were asked and whose answer is at least as grave."""


class Reasoning:
    """The lines of a policy, made ready for telling which are reasons.

    Every line has two places in the order of reasons, one for each level that it calls for. What is told where nobody
    asked anything is made once; an episode changes it by what was answered. What one answer changes is the same
    wherever it is given in the same place, and so it is kept.
    """

    __slots__ = ("_alone", "_combinations", "_kept", "_nobody", "_not_asked", "_states", "_together")

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
        self._together: list[Row] = []
        self._kept: dict[Answered, tuple[tuple[int, Reason | None], ...]] = {}
        self._states: dict[tuple[int, ...], tuple[Change, ...]] = {}
        for number, line in enumerate(lines):
            is_told = line.if_unknown.rank > policy.lowest.rank
            questions = line.questions
            row = Row(line, str(line.condition), place[number, 0], place[number, 1], is_told, questions)
            if len(questions) == 1:
                self._alone.setdefault(questions[0], []).append(row)
            else:
                self._together.append(row)
            if is_told:
                answers = tuple([self._not_asked[each] for each in questions])
                self._nobody[row.if_unknown] = _reason(row, NOT_ASKED, (), answers)

    def reasons(self, heard: Heard) -> tuple[Reason, ...]:
        """Every line that calls for more than the lowest level, and every one that is answered yes. Gravest first."""
        told, kept, answers = self._nobody.copy(), self._kept, heard.answers
        for each in answers.values():
            changes = kept.get(each)
            if changes is None:
                changes = self._alone_by(each)
            for place, reason in changes:
                told[place] = reason
        self._tell_together(told, heard.gravities, answers)
        return tuple(filter(None, told))

    def _alone_by(self, answered: Answered) -> tuple[tuple[int, Reason | None], ...]:
        """What an answer changes in the reasons of the lines that ask nothing else."""
        question, answer, _, at = answered
        changes: list[tuple[int, Reason | None]] = []
        for row in self._alone.get(question, ()):
            changes.append((row.if_unknown, None))
            if answer == _YES:
                changes.append((row.if_yes, _reason(row, answer, at, (answered,))))
            elif row.is_told and answer == _UNKNOWN:
                changes[-1] = row.if_unknown, _reason(row, answer, at, (answered,))
        made = tuple(changes)
        return keep(self._kept, answered, made) if may_be_kept(question, at) else made

    def _tell_together(self, told: list[Reason | None], of: Mapping[str, int], answers: Mapping[str, Answered]) -> None:
        state = self._combinations.state(of, _NOBODY)
        changes = self._states.get(state)
        if changes is None:
            changes = keep(self._states, state, self._together_by(of))
        for row, answer, carried_by in changes:
            told[row.if_unknown] = None
            if answer is not None:
                not_asked = self._not_asked
                every = tuple([answers.get(each) or not_asked[each] for each in row.questions])
                at = (
                    answers[carried_by[0]].at
                    if len(carried_by) == 1
                    else _places([answers[each] for each in carried_by])
                )
                told[row.if_yes if answer == _YES else row.if_unknown] = _reason(row, answer, at, every)

    def _together_by(self, of: Mapping[str, int]) -> tuple[Change, ...]:
        """What the answers change in the reasons of the lines that ask several questions."""
        changes = []
        for row, outcome in zip(self._together, self._combinations.outcomes(of), strict=True):
            carried_by = tuple([each for each in outcome.carried_by if each in of])
            if outcome.gravity == YES:
                changes.append(Change(row, _YES, carried_by))
            elif not row.is_told:
                continue
            elif outcome.gravity != UNKNOWN:
                changes.append(Change(row, None, ()))
            elif not of.keys().isdisjoint(row.questions):
                answer = _UNKNOWN if of.keys() >= set(row.questions) else NOT_ASKED
                changes.append(Change(row, answer, carried_by))
        return tuple(changes)


def _reason(row: Row, answer: str, at: tuple[str, ...], answers: tuple[Answered, ...]) -> Reason:
    line = row.line
    calls_for = line.floor if answer == _YES else line.if_unknown
    return Reason(line.code, row.asks, answer, calls_for, line.basis, at, answers)


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
