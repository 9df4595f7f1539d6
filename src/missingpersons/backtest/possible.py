"""What can call for a level in the episodes that have some pair of levels: what whoever has the policies knows.

Conditions know no "not", so that what calls for least is enough to try: the one answer, and no to everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from missingpersons.backtest.comparison import Comparison, Pair, counterpart
from missingpersons.codes import RiskLevel, RiskScheme
from missingpersons.risk.conditions import Condition
from missingpersons.risk.facts import NO, UNKNOWN, YES
from missingpersons.risk.guards import Guard
from missingpersons.risk.policy import Line, Policy

MOST_WAYS = 256
"""How many ways to meet one condition are gone through. If there are more, it is taken to be possible."""

Way = frozenset[str]
"""Questions that are enough, all answered alike."""


@dataclass(frozen=True, slots=True)
class Possible:
    """What can call for the level that a policy has in a pair, and not for more, nor the other policy for more."""

    level: RiskLevel
    by_yes: Mapping[Line, tuple[Way, ...] | None]
    """Each line that can do so by a yes, with the questions that are enough; None if there are too many ways."""
    by_unknown: frozenset[Line]
    guards: tuple[Guard, ...]
    lowest: bool
    never: tuple[Way, ...] | None
    """Questions that are never all answered yes: that would call for more. None if there are too many."""

    @property
    def is_by_yes(self) -> bool:
        """Whether every such episode has a yes that calls for the level."""
        return bool(self.by_yes) and not (self.by_unknown or self.guards or self.lowest)


def possible(comparison: Comparison, pair: Pair) -> tuple[Possible | None, Possible]:
    """What can call for the first level of a pair, if a policy does, and for the second."""
    before, after = comparison.before, comparison.after
    sides = [_Side(each, level, after.scheme) for each, level in zip((before, after), pair, strict=True) if each]
    found = [each.possible(sides) for each in sides]
    return (found[0] if before else None), found[-1]


@dataclass(frozen=True, slots=True)
class _Side:
    policy: Policy
    level: RiskLevel
    scheme: RiskScheme

    def allows(self, of: Mapping[str, int]) -> bool:
        """Whether the policy calls for no more than its level in the pair. A level without counterpart is no more."""
        told = counterpart(self.policy.plan.level(of), self.policy.scheme, self.scheme)
        return told is None or told.rank <= self.level.rank

    def possible(self, sides: list[_Side]) -> Possible:
        policy = self.policy
        every = {question for each in sides for question in each.policy.questions}

        def may(of: Mapping[str, int]) -> bool:
            answers = {**dict.fromkeys(every, NO), **_refused(sides), **of}
            return all(each.allows(answers) for each in sides)

        def met(line: Line, gravity: int) -> tuple[Way, ...] | None:
            found = ways(line.condition)
            return None if found is None else tuple(way for way in found if may(dict.fromkeys(way, gravity)))

        above = [line for line in policy.lines if line.floor.rank > policy.lowest.rank]
        by_yes = {line: met(line, YES) for line in above if self._is_at(line.floor)}
        unknown = [line for line in above if line.if_unknown.rank > policy.lowest.rank and self._is_at(line.if_unknown)]
        graver = [ways(line.condition) for line in policy.lines if self._is_above(line.floor)]
        guarded = policy.plan.levels[policy.plan.guarded]
        guards = policy.plan.guards if guarded.rank > policy.lowest.rank and self._is_at(guarded) else ()
        return Possible(
            level=self.level,
            by_yes={line: found for line, found in by_yes.items() if found != ()},
            by_unknown=frozenset(line for line in unknown if met(line, UNKNOWN) != ()),
            guards=tuple(each for each in guards if any(map(may, _held(each)))),
            lowest=self._is_at(policy.lowest),
            never=None if None in graver else tuple(way for found in graver for way in found or ()),
        )

    def _is_above(self, level: RiskLevel) -> bool:
        told = counterpart(level, self.policy.scheme, self.scheme)
        return told is not None and told.rank > self.level.rank

    def _is_at(self, level: RiskLevel) -> bool:
        return counterpart(level, self.policy.scheme, self.scheme) is self.level


def ways(item: str | Condition) -> tuple[Way, ...] | None:
    """Every least set of questions that meets ``item``; None if there are too many."""
    if isinstance(item, str):
        return (frozenset({item}),)
    found: set[Way] = {frozenset()} if item.every else set()
    for each in item.items:
        of = ways(each)
        if of is None:
            return None
        found = {one | other for one, other in product(found, of)} if item.every else found | set(of)
        if len(found) > MOST_WAYS:
            return None
    return tuple(sorted(found, key=sorted))


def _refused(sides: list[_Side]) -> dict[str, int]:
    return {question: NO for each in sides for guard in each.policy.plan.guards for question in guard.questions}


def _held(guard: Guard) -> Iterator[dict[str, int]]:
    """The least answers by which a guard holds."""
    for doubted in guard.doubted.questions if guard.doubted else (None,):
        of = {doubted: UNKNOWN} if doubted else {}
        yield from ({**of, question: guard.least} for question in guard.holds.questions)
