"""What a line that asks several questions comes to, and a yes to which of them would change that."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from missingpersons.risk.conditions import Condition
from missingpersons.risk.facts import UNKNOWN, YES
from missingpersons.risk.keeping import keep


class Outcome(NamedTuple):
    """What a combination comes to as its questions stand."""

    gravity: int
    carried_by: tuple[str, ...]
    """Every question whose answer is at least as grave."""
    rises: tuple[tuple[str, int], ...]
    """Each open question to which a yes would make it graver, and how grave it would be then."""


class Combination:
    """A condition of several questions. What it comes to is worked out once for each state of them."""

    __slots__ = ("_kept", "condition", "questions")

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self.questions = condition.questions
        self._kept: dict[tuple[int | None, ...], Outcome] = {}

    def outcome(self, of: Mapping[str, int]) -> Outcome:
        """What it comes to, by the gravity ``of`` each question that has an answer."""
        given = tuple(map(of.get, self.questions))
        return self._kept.get(given) or self._found(given)

    def _found(self, given: tuple[int | None, ...]) -> Outcome:
        # What nobody answered counts as unknown, and is another state only until it is looked up.
        state = tuple([UNKNOWN if each is None else each for each in given])
        found = self._kept.get(state)
        if found is None:
            found = worked_out(self.condition, dict(zip(self.questions, state, strict=True)))
        return keep(self._kept, state, keep(self._kept, given, found))


def worked_out(condition: Condition, of: Mapping[str, int]) -> Outcome:
    """What ``condition`` comes to where each of its questions is as grave as ``of`` says."""
    gravity = condition.gravity(of)
    open_questions = [each for each, now in of.items() if now == UNKNOWN]
    then = [(each, condition.gravity({**of, each: YES})) for each in open_questions]
    return Outcome(
        gravity,
        tuple([each for each, now in of.items() if now >= gravity]),
        tuple([each for each in then if each[1] > gravity]),
    )


combined = lru_cache(maxsize=1024)(Combination)
"""The combination of a condition. Lines that ask the same share what was worked out, whatever their policy."""
