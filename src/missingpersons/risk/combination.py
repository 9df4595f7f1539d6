"""What a line that asks several questions comes to, and a yes to which of them would change that."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from missingpersons.risk.conditions import Condition
from missingpersons.risk.definitions import UNKNOWN, YES

MOST_KEPT = 4096
"""For how many states of its questions a combination keeps what it comes to. Six questions have 729."""


class Outcome(NamedTuple):
    """What a combination comes to as its questions stand."""

    gravity: int
    rises: tuple[tuple[str, int], ...]
    """Each open question to which a yes would make it graver, and how grave it would be then."""


class Combination:
    """A condition of several questions. What it comes to is worked out once for each state of them."""

    __slots__ = ("_kept", "condition", "questions")

    def __init__(self, condition: Condition) -> None:
        self.condition = condition
        self.questions = condition.questions
        self._kept: dict[tuple[int, ...], Outcome] = {}

    def outcome(self, of: Mapping[str, int]) -> Outcome:
        """What it comes to, by the gravity ``of`` each question that has an answer."""
        state = tuple([of.get(each, UNKNOWN) for each in self.questions])
        found = self._kept.get(state)
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[state] = self._worked_out(dict(zip(self.questions, state, strict=True)))
        return found

    def _worked_out(self, of: dict[str, int]) -> Outcome:
        gravity = self.condition.gravity(of)
        open_questions = [each for each, now in of.items() if now == UNKNOWN]
        then = [(each, self.condition.gravity({**of, each: YES})) for each in open_questions]
        return Outcome(gravity, tuple([each for each in then if each[1] > gravity]))


combined = lru_cache(maxsize=1024)(Combination)
"""The combination of a condition. Lines that ask the same share what was worked out, whatever their policy."""
