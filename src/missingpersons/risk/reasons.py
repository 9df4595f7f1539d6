"""Why a level is called for: which lines of a policy and which guards do, and what each of them stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from missingpersons.codes import RiskLevel
from missingpersons.risk.combination import Combination, combined
from missingpersons.risk.facts import NOT_ASKED, UNKNOWN, WORDS, YES, Answered, Fact, nobody_answered
from missingpersons.risk.heard import Heard
from missingpersons.risk.keeping import keep
from missingpersons.risk.told import Held, Reason

if TYPE_CHECKING:
    from missingpersons.risk.plan import Plan
    from missingpersons.risk.policy import Line, Policy


_NO, _UNKNOWN, _YES = WORDS


Changes = tuple[tuple[int, Reason | None], ...]
"""What an answer, or several, make of reasons: by their place, another reason or none."""


class Row(NamedTuple):
    """A line, and where its reason stands among those of every line: if it is unknown, and if it is yes."""

    line: Line
    asks: str
    if_unknown: int
    if_yes: int
    is_told: bool
    """Whether it is a reason while nobody knows: it then calls for more than the lowest level."""
    questions: tuple[str, ...]

    def reason(self, answer: str, at: tuple[str, ...], answers: tuple[Answered, ...]) -> Reason:
        """The line as a reason."""
        line = self.line
        calls_for = line.floor if answer == _YES else line.if_unknown
        return Reason(line.code, self.asks, answer, calls_for, line.basis, at, answers)


class Together:
    """A line that asks several questions. What their answers make of its reason is kept, by how they stand."""

    __slots__ = ("_combination", "_row", "kept", "questions")

    def __init__(self, row: Row, combination: Combination) -> None:
        self._row = row
        self._combination = combination
        self.questions = row.questions
        self.kept: dict[tuple[Fact | None, ...], Changes] = {}

    def changes(self, state: tuple[Fact | None, ...]) -> Changes:
        """What is told otherwise than where nobody asked anything, as its questions stand."""
        stand = [None if each is None else each.answered for each in state]
        found = self._worked_out(stand)
        if all(each is None or each.is_kept for each in state):
            keep(self.kept, state, found)
        return found

    def _worked_out(self, stand: list[Answered | None]) -> Changes:
        row = self._row
        asked = {each.question: each for each in stand if each is not None}
        of = {question: WORDS.index(each.answer) for question, each in asked.items()}
        gravity, carried_by, _ = self._combination.outcome(of)
        at = _places([asked[each] for each in carried_by if each in asked])
        every = tuple([asked.get(each) or nobody_answered(each) for each in row.questions])
        if gravity == YES:
            return (row.if_unknown, None), (row.if_yes, row.reason(_YES, at, every))
        if gravity != UNKNOWN or not row.is_told:
            return ((row.if_unknown, None),)
        if not asked:
            return ()
        answer = _UNKNOWN if len(asked) == len(row.questions) else NOT_ASKED
        return ((row.if_unknown, row.reason(answer, at, every)),)


class Reasoning:
    """The lines of a policy, made ready for telling which are reasons.

    Every line has two places in the order of reasons, one for each level that it calls for. What is told where nobody
    asked anything is made once; an episode changes it by what was answered. What an answer changes is the same in
    every episode where it is given at the same places, and so it is kept.
    """

    __slots__ = ("_alone", "_kept", "_nobody", "_together")

    def __init__(self, policy: Policy) -> None:
        lines = policy.lines
        called = [
            (-rank.rank, number, is_yes)
            for number, line in enumerate(lines)
            for is_yes, rank in enumerate((line.if_unknown, line.floor))
        ]
        place = {each[1:]: at for at, each in enumerate(sorted(called))}
        self._nobody: list[Reason | None] = [None] * len(called)
        self._alone: dict[str, list[Row]] = {}
        self._kept: dict[Fact, Changes] = {}
        self._together: list[Together] = []
        for number, line in enumerate(lines):
            is_told = line.if_unknown.rank > policy.lowest.rank
            questions = line.questions
            row = Row(line, str(line.condition), place[number, 0], place[number, 1], is_told, questions)
            if len(questions) == 1:
                self._alone.setdefault(questions[0], []).append(row)
            else:
                self._together.append(Together(row, combined(line.condition)))
            if is_told:
                nobody = tuple(map(nobody_answered, questions))
                self._nobody[row.if_unknown] = row.reason(NOT_ASKED, (), nobody)

    def reasons(self, heard: Heard) -> tuple[Reason, ...]:
        """Every line that calls for more than the lowest level, and every one that is answered yes. Gravest first."""
        told, kept, standing = self._nobody.copy(), self._kept, heard.standing
        for each in standing.values():
            changes = kept.get(each)
            if changes is None:
                changes = self._changes(each)
            for place, reason in changes:
                told[place] = reason
        for line in self._together:
            state = tuple(map(standing.get, line.questions))
            changes = line.kept.get(state)
            if changes is None:
                changes = line.changes(state)
            for place, reason in changes:
                told[place] = reason
        return tuple(filter(None, told))

    def _changes(self, stands: Fact) -> Changes:
        """What an answer changes in the reasons of the lines that ask nothing else."""
        counts = stands.answered
        question, answer, _, at = counts
        changes: list[tuple[int, Reason | None]] = []
        for row in self._alone.get(question, ()):
            changes.append((row.if_unknown, None))
            if answer == _YES:
                changes.append((row.if_yes, row.reason(answer, at, (counts,))))
            elif row.is_told and answer == _UNKNOWN:
                changes[-1] = row.if_unknown, row.reason(answer, at, (counts,))
        made = tuple(changes)
        return keep(self._kept, stands, made) if stands.is_kept else made


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
