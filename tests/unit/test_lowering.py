"""Whether a line in the place of another may call for less: held against every state of the answers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from random import Random

import pytest

from missingpersons.codes import RiskLevel
from missingpersons.risk import lowering
from missingpersons.risk.conditions import Condition, one
from missingpersons.risk.facts import NO, UNKNOWN, YES
from missingpersons.risk.lowering import is_met_with, may_call_for_less
from missingpersons.risk.policy import Line

ASKED = ("child", "homeless", "pregnant", "drugs", "weather")
LEVELS = (RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH)


def any_of(*items: str | Condition) -> Condition:
    return Condition(every=False, items=items)


def all_of(*items: str | Condition) -> Condition:
    return Condition(every=True, items=items)


def line(condition: Condition, floor: RiskLevel = RiskLevel.HIGH, if_unknown: RiskLevel = RiskLevel.LOW) -> Line:
    return Line("c", condition, floor, if_unknown, "A test.")


def random_line(random: Random) -> Line:
    """One level of conditions inside another, as a policy may have."""
    outer, inner = random.choice(((any_of, all_of), (all_of, any_of)))
    items = [
        inner(*random.sample(ASKED, random.randint(1, 3))) if random.random() < 0.4 else random.choice(ASKED)
        for _ in range(random.randint(1, 3))
    ]
    if_unknown, floor = sorted(random.choices(LEVELS, k=2), key=lambda level: level.rank)
    return line(outer(*items), floor, if_unknown)


def calls(of: Line, answers: dict[str, int]) -> int:
    """The rank that a line calls for; below every level where it calls for nothing."""
    return {NO: -1, UNKNOWN: of.if_unknown.rank, YES: of.floor.rank}[of.condition.gravity(answers)]


def calls_for_less(old: Line, new: Line) -> bool:
    """Whether there are answers by which the new line calls for less: every one is tried, not asked too."""
    asked = tuple({*old.questions, *new.questions})
    states = (
        {each: state for each, state in zip(asked, of, strict=True) if state is not None}
        for of in product((NO, UNKNOWN, YES, None), repeat=len(asked))
    )
    return any(calls(new, of) < calls(old, of) for of in states)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(8))
def test_it_is_what_trying_every_answer_finds(seed: int) -> None:
    random = Random(seed)
    pairs = [(random_line(random), random_line(random)) for _ in range(250)]

    found = [may_call_for_less(*each) for each in pairs]

    assert found == [calls_for_less(*each) for each in pairs]
    assert found.count(False) > 10


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (any_of("child", "homeless"), any_of("homeless", "child")),
        (all_of("drugs", any_of("child", "homeless")), all_of(any_of("homeless", "child"), "drugs")),
        (one("child"), any_of("child", "homeless")),
        (all_of("child", "homeless"), one("child")),
        (all_of("child", "homeless"), any_of("pregnant", "homeless")),
        (
            any_of(all_of("child", "drugs"), "homeless"),
            all_of(any_of("child", "homeless"), any_of("drugs", "homeless")),
        ),
        (all_of("child", any_of("drugs", "homeless")), any_of(all_of("child", "drugs"), all_of("child", "homeless"))),
    ],
)
def test_what_asks_the_same_or_for_less_calls_for_no_less(old: Condition, new: Condition) -> None:
    assert not may_call_for_less(line(old), line(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (one("child"), one("homeless")),
        (one("child"), all_of("child", "homeless")),
        (any_of("child", "homeless"), one("child")),
        (any_of("child", "homeless"), all_of("child", "homeless")),
        (
            all_of("child", any_of("drugs", "homeless")),
            any_of(all_of("child", "drugs"), all_of("pregnant", "homeless")),
        ),
    ],
)
def test_what_asks_for_more_or_for_something_else_may(old: Condition, new: Condition) -> None:
    assert may_call_for_less(line(old), line(new))


@pytest.mark.parametrize(
    ("floor", "if_unknown", "less"),
    [
        (RiskLevel.HIGH, RiskLevel.LOW, True),
        (RiskLevel.MEDIUM, RiskLevel.MEDIUM, True),
        (RiskLevel.HIGH, RiskLevel.MEDIUM, False),
        (RiskLevel.HIGH, RiskLevel.HIGH, False),
    ],
)
def test_a_wider_question_makes_up_for_no_lower_level(floor: RiskLevel, if_unknown: RiskLevel, less: bool) -> None:
    old = line(one("child"), RiskLevel.HIGH, RiskLevel.MEDIUM)

    assert may_call_for_less(old, line(any_of("child", "homeless"), floor, if_unknown)) == less


class TestTooMany:
    """Where there are too many ways to try, it counts as lowering, unless the one look at each entry is enough."""

    OLD = all_of(any_of("child", "homeless"), any_of("drugs", "pregnant"))
    WIDER = any_of("child", "homeless")

    @pytest.mark.parametrize(("most", "met"), [(4, True), (3, False)])
    def test_any_of_in_the_place_of_all_of(self, monkeypatch: pytest.MonkeyPatch, most: int, met: bool) -> None:
        monkeypatch.setattr(lowering, "MOST_WAYS", most)

        assert is_met_with(self.OLD, self.WIDER) == met

    @pytest.mark.parametrize(("old", "new"), [(all_of, all_of), (any_of, any_of), (any_of, all_of)])
    def test_a_hundred_entries_of_a_hundred_are_compared_at_once(
        self, old: Callable[..., Condition], new: Callable[..., Condition]
    ) -> None:
        other = {all_of: any_of, any_of: all_of}
        entries = [[f"question-{row}-{column}" for column in range(100)] for row in range(100)]

        first = old(*(other[old](*each) for each in entries))
        second = new(*(other[new](*reversed(each)) for each in reversed(entries)))

        assert is_met_with(first, second) == (old is new)
