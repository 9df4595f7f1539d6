"""Which lines and guards call for the higher of two levels, as far as the counts tell that are shown anyway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from sys import maxsize
from typing import NamedTuple

from missingpersons.backtest.comparison import Comparison, Pair, Standing, standing_of
from missingpersons.backtest.hiding import LEAST_SHOWN, Shown, Sum
from missingpersons.backtest.possible import Possible, possible
from missingpersons.risk.conditions import Condition
from missingpersons.risk.guards import Guard
from missingpersons.risk.policy import Line, Policy


class Kind(StrEnum):
    """What kind of thing calls for a level."""

    LINE = "line"
    GUARD = "guard"
    LOWEST = "lowest"
    """The policy calls for no less, whatever the answers are."""


class Caller(NamedTuple):
    """What calls for a level. ``code`` is that of the line or the guard."""

    kind: Kind
    code: str = ""


@dataclass(frozen=True, slots=True)
class Calling:
    """What calls for the higher level where one policy judges higher than the other judgement does."""

    policy: Policy
    told: tuple[tuple[Caller, Sum], ...]
    """In how many of these episodes at the least it calls for that level, what does most often first. Several may in
    one episode."""
    untold: tuple[Caller, ...]
    """What may call for it too: nothing that is shown tells how often."""


class _Between(NamedTuple):
    least: int
    most: int


_NONE = _Between(0, 0)


def calling(
    comparison: Comparison, cells: Mapping[Pair, Shown], questions: Mapping[str, Mapping[Pair, Shown]]
) -> dict[Standing, Calling]:
    """By direction, what calls for the higher level.

    It is worked out from what is shown, and from nothing else, so that it gives nothing away. How often a line does so
    alone would: it tells how often its question is answered yes, and all the others are not.
    """
    moved: dict[Standing, list[_Moved]] = {Standing.UP: [], Standing.DOWN: []}
    for pair, whole in cells.items():
        of = moved.get(standing_of(pair))
        if of is None or whole == 0:
            continue
        before, after = possible(comparison, pair)
        higher = after if standing_of(pair) is Standing.UP else before
        if higher is not None:
            of.append(_Moved(higher, whole, {each: shown[pair] for each, shown in questions.items()}))
    policies = {Standing.UP: comparison.after, Standing.DOWN: comparison.before}
    return {each: _calling(policy, moved[each]) for each, policy in policies.items() if policy is not None}


class _Moved(NamedTuple):
    """Episodes with one pair of levels: what can call for the higher, how many there are, and how many yes to what."""

    by: Possible
    whole: Shown
    yes: Mapping[str, Shown]

    @property
    def any(self) -> _Between:
        """None of them, or all, or any number between."""
        return _Between(0, maxsize if self.whole is None else self.whole)


def _calling(policy: Policy, moved: list[_Moved]) -> Calling:
    found = {
        **{Caller(Kind.LINE, line.code): [_by_line(line, each) for each in moved] for line in policy.lines},
        **{Caller(Kind.GUARD, guard.code): [_by_guard(guard, each) for each in moved] for guard in policy.plan.guards},
        Caller(Kind.LOWEST): [_Between(each.whole or 0, each.any.most) if each.by.lowest else _NONE for each in moved],
    }
    numbers = {each: _Between(sum(n.least for n in of), sum(n.most for n in of)) for each, of in found.items()}
    told = {each: Sum(n.least, n.least == n.most) for each, n in numbers.items() if n.least >= LEAST_SHOWN}
    return Calling(
        policy=policy,
        told=tuple(sorted(told.items(), key=lambda each: -each[1].least)),
        untold=tuple(each for each, number in numbers.items() if number.most and each not in told),
    )


def _by_line(line: Line, moved: _Moved) -> _Between:
    by_yes = _yes(line.condition, moved) if line in moved.by.by_yes else _NONE
    return _Between(by_yes.least, moved.any.most) if line in moved.by.by_unknown else by_yes


def _by_guard(guard: Guard, moved: _Moved) -> _Between:
    if guard not in moved.by.guards:
        return _NONE
    # Whom it doubts to be of age is not told by question.
    return moved.any if guard.doubted else _Between(_yes(guard.holds, moved).least, moved.any.most)


def _yes(item: str | Condition, moved: _Moved) -> _Between:
    """In how many of the episodes it comes to yes, whichever of them those are that answer each question yes."""
    if isinstance(item, str):
        shown = moved.yes.get(item)
        return moved.any if shown is None else _Between(shown, shown)
    each = [_yes(inner, moved) for inner in item.items]
    if not item.every:
        return _Between(max(one.least for one in each), min(moved.any.most, sum(one.most for one in each)))
    without = sum(moved.any.most - one.least for one in each)
    return _Between(max(0, moved.any.most - without), min(one.most for one in each))
