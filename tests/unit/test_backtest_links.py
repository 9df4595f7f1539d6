"""Whoever has the policies knows which answers call for a level, and works no count from 1 to 4 out of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from random import Random

import pytest
from tests.unit.test_backtest_hiding import SMALL, Equation, bounds

from missingpersons.backtest import Backtest, Comparison, Counts, backtest
from missingpersons.backtest.answers import by_question
from missingpersons.backtest.bands import UNKNOWN as NO_BAND
from missingpersons.backtest.comparison import COMPARED, GUARDED, GUARDED_QUESTIONS, Compared, Pair, standing_of
from missingpersons.codes import LEVELS, RiskScheme
from missingpersons.risk import Policy, read_policy
from missingpersons.risk.facts import NO, UNKNOWN, YES

ASKED = ("suicide_risk", "crime_suspected", "criminal_exploitation", "homeless", "pregnant", "mental_health")
LEVELS_HERE = sorted(LEVELS[RiskScheme.APP_VERY_LOW], key=lambda each: each.rank)
SEEDS = range(150)


def policy(floors: str, together: str = "", unknown: str = "very_low") -> Policy:
    """A policy with a floor for each question, by the first letter of the level, and perhaps a combination."""
    words = {each[0]: each for each in map(str, LEVELS_HERE)}
    lines = [(f'question="{each}"', words[floor]) for each, floor in zip(ASKED, floors, strict=True)]
    if together:
        lines.append((f"all_of={list(ASKED[3:])}".replace("'", '"'), words[together]))
    told = "".join(
        f'[[line]]\ncode="line-{index}"\n{asks}\nfloor="{floor}"\nif_unknown="{unknown}"\nbasis="test"\n'
        for index, (asks, floor) in enumerate(lines)
    )
    head = 'name="test"\nversion="1"\nscheme="app-very-low"\nlowest="very_low"\nstatus="test"\n'
    return read_policy(
        (head + 'without_guards=["suicide", "medication", "child-exploitation"]\n' + told).encode(), "test.toml"
    )


COMPARISONS = (
    Comparison(None, policy("hhhmmm")),
    Comparison(None, policy("hhhlll", "h")),
    Comparison(None, policy("hmmlll", "m", "low")),
    Comparison(policy("hlllll"), policy("hhhhll")),
    Comparison(policy("hhmmml"), policy("hhhhhl", "h")),
)


@dataclass
class Made:
    """What is shown of random episodes that are judged by the policies, and what is not shown."""

    comparison: Comparison
    counts: Counts = field(default_factory=Counts)
    alone: Counter[tuple[Pair, str]] = field(default_factory=Counter)
    """By pair and line: how many of those that would move up it alone calls for."""

    @property
    def shown(self) -> Backtest:
        return backtest(self.counts, self.comparison)

    def add(self, random: Random, rare: float) -> None:
        answers = {each: YES if random.random() < rare else random.choice((NO, NO, UNKNOWN)) for each in ASKED}
        if random.random() < 0.9:
            answers[random.choice(ASKED[:4])] = YES
        before, after = self.comparison.before, self.comparison.after
        pair = (
            before.plan.level(answers) if before else random.choice(LEVELS_HERE),
            after.plan.level(answers),
        )
        yes = [each for each in ASKED if answers[each] == YES]
        if any(each in GUARDED_QUESTIONS for each in yes):
            yes.append(GUARDED)
        self.counts.add(Compared(standing_of(pair), *pair, translated=False, band=NO_BAND, yes=tuple(yes)))
        calling = [line for line in after.lines if line.floor is pair[1] and line.condition.gravity(answers) == YES]
        if len(calling) == 1:
            self.alone[pair, calling[0].code] += 1


@cache
def made(seed: int) -> Made:
    random = Random(seed)
    found = Made(COMPARISONS[seed % len(COMPARISONS)])
    rare = random.choice((0.01, 0.03, 0.1))
    for _ in range(random.choice((25, 60, 150))):
        found.add(random, rare)
    return found


@cache
def clauses(comparison: Comparison, pair: Pair) -> list[dict[str, bool]]:
    """Every least set of answers of which each episode with this pair has one, found by trying all answers."""
    patterns = set()
    for gravities in product((NO, UNKNOWN, YES), repeat=len(ASKED)):
        answers = dict(zip(ASKED, gravities, strict=True))
        sides = zip((comparison.before, comparison.after), pair, strict=True)
        if all(each is None or each.plan.level(answers) is level for each, level in sides):
            patterns.add(tuple(each == YES for each in gravities))
    found: list[dict[str, bool]] = []
    tried = sorted(product((None, True, False), repeat=len(ASKED)), key=lambda each: len(ASKED) - each.count(None))
    for wanted in tried:
        clause = {each: yes for each, yes in zip(ASKED, wanted, strict=True) if yes is not None}
        if not any(each.items() <= clause.items() for each in found) and all(
            any(is_yes is yes for is_yes, yes in zip(pattern, wanted, strict=True) if yes is not None)
            for pattern in patterns
        ):
            found.append(clause)
    return found


def at_least(whole: int, pair: Pair, parts: dict[str, bool], shown: dict[object, int | None]) -> Equation:
    """That some of ``parts`` is so in every one of the episodes: what is not so leaves one at the least."""
    others = [(pair, question, not yes) for question, yes in parts.items()]
    free = ("free", pair, *parts.items())
    return (len(parts) - 1) * whole, [*((each, shown[each]) for each in others), (free, None)]


def equations(found: Made, *, told_alone: bool = False) -> list[Equation]:
    """Everything that is shown, and how it hangs together for whoever has the policies."""
    told, comparison, made = found.shown, found.comparison, found.counts
    cells = by_question(made, told.confusion.cells, comparison)
    wholes = {pair: whole for pair, whole in told.confusion.cells.items() if whole}
    shown: dict[object, int | None] = {}
    equal: list[Equation] = []
    for pair, whole in wholes.items():
        for question in (*ASKED, GUARDED):
            part = cells[question][pair]
            shown[pair, question, True], shown[pair, question, False] = part, None if part is None else whole - part
            equal.append((whole, [((pair, question, each), shown[pair, question, each]) for each in (True, False)]))
        guarded = [each for each in ASKED if each in GUARDED_QUESTIONS]
        for clause in clauses(comparison, pair):
            equal.append(at_least(whole, pair, clause, shown))
            if any(clause.get(each) for each in guarded):
                rest = {each: yes for each, yes in clause.items() if each not in guarded or not yes}
                equal.append(at_least(whole, pair, {**rest, GUARDED: True}, shown))
        equal += [at_least(whole, pair, {each: False, GUARDED: True}, shown) for each in guarded]
        equal.append(at_least(whole, pair, {**dict.fromkeys(guarded, True), GUARDED: False}, shown))
    return [*equal, *alone(found, wholes, shown, told_alone=told_alone), *called(told, wholes, shown)]


def alone(
    found: Made, wholes: dict[Pair, int], shown: dict[object, int | None], *, told_alone: bool
) -> Iterator[Equation]:
    """A line alone: its questions are answered yes, and no other line has a yes to all of its own."""
    up = [pair for pair in found.counts.pairs if standing_of(pair) is COMPARED[0]]
    for line in found.comparison.after.lines if all(pair in wholes for pair in up) else ():
        at = [pair for pair in up if pair[1] is line.floor and line.if_unknown is not line.floor]
        number = sum(found.alone[pair, line.code] for pair in at)
        if told_alone and number and number not in SMALL:
            yield number, [(("alone", pair, line.code), None) for pair in at]
        for pair in at:
            name = ("alone", pair, line.code)
            yield wholes[pair], [(name, None), (("free", *name), None)]
            for each in line.questions:
                others = (pair, each, False)
                yield wholes[pair], [(name, None), (others, shown[others]), (("free", *name, each), None)]
            for other in found.comparison.after.lines:
                if other.floor is line.floor and other is not line and len(other.questions) == 1:
                    others = (pair, other.questions[0], True)
                    yield wholes[pair], [(name, None), (others, shown[others]), (("free", *name, other.code), None)]


def called(told: Backtest, wholes: dict[Pair, int], shown: dict[object, int | None]) -> Iterator[Equation]:
    """In how many episodes a line calls for the higher level, where a single question tells."""
    for standing, calling in told.calling.items():
        lines = {each.code: each for each in calling.policy.lines}
        side = 1 if standing is COMPARED[0] else 0
        for caller, number in calling.told:
            line = lines.get(caller.code)
            if line is not None and len(line.questions) == 1 and line.floor is not line.if_unknown:
                pairs = [each for each in wholes if standing_of(each) is standing and each[side] is line.floor]
                names = [(pair, line.questions[0], False) for pair in pairs]
                rest = [] if number.exact else [(("free", caller), None)]
                whole = sum(wholes[pair] for pair in pairs) - number.least
                yield whole, [*((each, shown[each]) for each in names), *rest]


def narrowed(told: list[Equation]) -> list[object]:
    """Hidden counts that may be from 1 to 4, of which not every one of these numbers is left."""
    return [
        name
        for name, (low, high) in bounds(told).items()
        if isinstance(name, tuple) and name[0] not in ("free", "alone")
        if low <= SMALL[-1] and high >= SMALL[0] and not (low <= SMALL[0] and high >= SMALL[-1])
    ]


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_number_is_found(seed: int) -> None:
    assert narrowed(equations(made(seed))) == []


def test_what_a_line_alone_calls_for_would_give_numbers_away() -> None:
    assert [seed for seed in SEEDS if narrowed(equations(made(seed), told_alone=True))]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_of_a_line_is_true(seed: int) -> None:
    found = made(seed)
    told = found.shown.calling[COMPARED[0]].told
    lines = {each.code: each for each in found.comparison.after.lines}
    for caller, number in told:
        line = lines.get(caller.code)
        if line is not None and len(line.questions) == 1 and line.floor is not line.if_unknown:
            up = [each for each in found.counts.pairs if standing_of(each) is COMPARED[0] and each[1] is line.floor]
            exact = sum(found.counts.yes[pair, line.questions[0]] for pair in up)
            assert exact == number.least if number.exact else exact >= number.least
