"""A policy made ready for judging many episodes: what each question alone calls for, and the combinations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from missingpersons.codes import LEVELS, RiskLevel
from missingpersons.risk.combination import Combination, combined
from missingpersons.risk.facts import UNKNOWN, YES
from missingpersons.risk.guards import GUARDS, Guard
from missingpersons.risk.schemes import above_lowest

if TYPE_CHECKING:
    from missingpersons.risk.policy import Policy

Calls = tuple[int, int, int]
"""The ranks that a no, an unknown and a yes call for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A policy as ``suggest`` works through it. Ranks are those of the levels."""

    lowest: int
    alone: tuple[tuple[str, Calls], ...]
    """Each question that a line asks by itself, with the most that such lines call for: what calls for most first."""
    together: tuple[tuple[Combination, Calls], ...]
    """Every combination, in the same order."""
    guards: tuple[Guard, ...]
    guarded: int
    """The rank that a guard holds up to."""
    levels: Mapping[int, RiskLevel]

    def rank(self, of: Mapping[str, int]) -> int:
        """The highest rank that any line calls for, by the gravity ``of`` each answered question. No guard counts."""
        most = self.lowest
        for question, calls in self.alone:
            if calls[YES] <= most:
                break
            called = calls[of.get(question, UNKNOWN)]
            if called > most:
                most = called
        for combination, calls in self.together:
            if calls[YES] <= most:
                break
            called = calls[combination.outcome(of).gravity]
            if called > most:
                most = called
        return most

    def level(self, of: Mapping[str, int]) -> RiskLevel:
        """The level that the lines and the guards call for together. Nothing but the answers counts."""
        rank = self.rank(of)
        return self.levels[self.guarded if self.guards_up(rank, of) else rank]

    def guards_up(self, rank: int, of: Mapping[str, int]) -> tuple[Guard, ...]:
        """The guards that hold ``rank`` up."""
        if rank >= self.guarded:
            return ()
        return tuple(each for each in self.guards if each.is_up(of))


def _most_first(each: tuple[object, Calls]) -> int:
    return -each[1][YES]


def compiled(policy: Policy) -> Plan:
    """The plan of ``policy``."""
    lowest = policy.lowest.rank
    alone: dict[str, Calls] = {}
    together = []
    for line in policy.lines:
        calls = (lowest, max(lowest, line.if_unknown.rank), max(lowest, line.floor.rank))
        questions = line.questions
        if len(questions) == 1:
            (question,) = questions
            no, unknown, yes = alone.get(question, (lowest, lowest, lowest))
            alone[question] = (no, max(unknown, calls[1]), max(yes, calls[2]))
        else:
            together.append((combined(line.condition), calls))
    return Plan(
        lowest=lowest,
        alone=tuple(sorted(alone.items(), key=_most_first)),
        together=tuple(sorted(together, key=_most_first)),
        guards=tuple(guard for code, guard in GUARDS.items() if code not in policy.without_guards),
        guarded=above_lowest(policy.scheme).rank,
        levels={level.rank: level for level in LEVELS[policy.scheme]},
    )
