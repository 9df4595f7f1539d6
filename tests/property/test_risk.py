"""A few of the invented episodes of ``tests.property.risk``, under every library policy and under random ones."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from tests.property import risk
from tests.property.birthdays import lowered
from tests.property.exploited import WAYS
from tests.property.forgotten import forgotten
from tests.property.risk_policies import drawn, random_policy

from missingpersons.codes import RiskScheme
from missingpersons.risk import Suggestion, aged, library_policy
from missingpersons.risk.elapsed import Going
from missingpersons.risk.guards import GUARDS, Guard
from missingpersons.risk.library import read_policy
from missingpersons.risk.plan import Calls, Plan
from missingpersons.risk.schemes import lowest_level

pytestmark = pytest.mark.no_cover

NUMBER = 60

EMPTY = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-06-15T12:00:00Z",
    "owner_force": "test-north",
    "status": "open",
    "person": {},
}


@pytest.mark.parametrize("scheme", RiskScheme)
def test_the_library_keeps_every_promise(scheme: RiskScheme) -> None:
    policy = library_policy(str(scheme))

    broken = [each for tree, chance in risk.episodes(NUMBER, 3) for each in risk.faults(tree, policy, chance)]

    assert broken == []


@pytest.mark.parametrize("scheme", RiskScheme)
def test_nothing_that_is_later_or_undated_takes_from_what_was_known(scheme: RiskScheme) -> None:
    policy = library_policy(str(scheme))

    broken = [each for tree, chance in risk.episodes(NUMBER * 2, 6) for each in forgotten(tree, policy, chance)]

    assert broken == []


@pytest.mark.parametrize("scheme", RiskScheme)
def test_no_birthday_lowers(scheme: RiskScheme) -> None:
    policy = library_policy(str(scheme))

    broken = [each for tree, chance in risk.episodes(NUMBER * 4, 7) for each in lowered(tree, policy, chance)]

    assert broken == []


@pytest.mark.parametrize("then", [12, 18])
def test_a_birthday_that_lowers_is_found(then: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # As if everybody had been so old when they went, whatever is recorded.
    policy, gone = library_policy(), range(then, then + 1)
    monkeypatch.setattr(aged, "ages_on_going", lambda *_: Going(gone, (), gone, ()))

    broken = [each for tree, chance in risk.episodes(NUMBER * 4, 7) for each in lowered(tree, policy, chance)]

    assert broken


def test_a_doubtful_age_that_is_taken_for_certain_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = library_policy()
    monkeypatch.setattr(aged, "margin", lambda *_: 0)

    broken = {each for tree, chance in risk.episodes(NUMBER * 2, 3) for each in risk.faults(tree, policy, chance)}

    assert broken == {"somebody whose age is doubtful is taken for an adult"}


def _as_if_no(plan: Plan) -> Plan:
    """A plan that takes what nobody knows, and what nobody asked, for no."""

    def forgetting(calls: Calls) -> Calls:
        return (calls[0], plan.lowest, calls[2])

    return replace(
        plan,
        alone=tuple((question, forgetting(calls)) for question, calls in plan.alone),
        together=tuple((condition, forgetting(calls)) for condition, calls in plan.together),
    )


@pytest.mark.parametrize("scheme", RiskScheme)
def test_a_plan_that_takes_unknown_for_no_is_found(scheme: RiskScheme) -> None:
    # Without guards, which would hold some of the levels up and hide it.
    policy = replace(library_policy(str(scheme)), without_guards=tuple(GUARDS))
    vars(policy)["plan"] = _as_if_no(policy.plan)

    broken = {each for tree, chance in risk.episodes(NUMBER, 3) for each in risk.faults(tree, policy, chance)}

    assert "the level is below what a line calls for that is unknown" in broken


@pytest.mark.parametrize("scheme", RiskScheme)
def test_reasons_that_leave_out_what_nobody_knows_are_found(
    scheme: RiskScheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = library_policy(str(scheme))
    every = vars(Suggestion)["reasons"].fget
    known = property(lambda made: tuple(each for each in every(made) if each.answer == "yes"))
    monkeypatch.setattr(Suggestion, "reasons", known)

    broken = {each for tree, chance in risk.episodes(NUMBER, 3) for each in risk.faults(tree, policy, chance)}

    assert "a line that is unknown is no reason" in broken


def test_a_random_policy_keeps_every_promise() -> None:
    broken = []
    for tree, chance in risk.episodes(NUMBER * 2, 4):
        made_by = drawn(chance)
        broken += [*risk.faults(tree, made_by.policy, chance), *made_by.faults(), *risk.extending(tree, made_by)]

    assert broken == []


def test_random_policies_extend_raise_lower_and_do_without() -> None:
    made = [drawn(random.Random(seed)) for seed in range(200)]

    extending = [each for each in made if each.base]

    assert {str(each.base) for each in extending} == {str(each) for each in risk.policies()}
    assert any(not each.lowers and each.policy.lines != each.base.lines for each in extending if each.base)
    assert any(len(each.lowers) > 1 for each in extending)
    assert {guard for each in extending for guard in each.without} == set(GUARDS)
    assert {guard for each in made if not each.base for guard in each.without} == set(GUARDS)


CALLS_FOR_NOTHING = """name = "nothing"
version = "1"
scheme = "app-very-low"
lowest = "very_low"
status = "made up"
[[line]]
code = "nothing"
question = "homeless"
floor = "very_low"
if_unknown = "very_low"
basis = "Made up."
"""


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_being_exploited_holds_a_child_up_by_itself(way: str, seed: int) -> None:
    chance = random.Random(seed)
    quiet = risk.quiet_child(EMPTY, chance)
    told = json.loads(json.dumps(quiet))
    WAYS[way](told, chance)
    nothing = read_policy(CALLS_FOR_NOTHING.encode(), "nothing.toml")
    unguarded = read_policy(f'without_guards = ["child-exploitation"]\n{CALLS_FOR_NOTHING}'.encode(), "nothing.toml")

    levels = [risk.judge(quiet, nothing).level, risk.judge(told, nothing).level, risk.judge(told, unguarded).level]

    assert levels == ["very_low", "low", "very_low"]


@pytest.mark.parametrize("way", WAYS)
def test_a_guard_that_overlooks_a_way_is_found(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2)
    tree = risk.quiet_child(EMPTY, chance)
    WAYS[way](tree, chance)
    policy = read_policy(CALLS_FOR_NOTHING.encode(), "nothing.toml")
    monkeypatch.setattr(Guard, "is_up", lambda _, __: False)

    assert "the lowest level, and a child may be exploited" in set(risk.faults(tree, policy, chance))


@pytest.mark.parametrize("seed", range(20))
def test_an_empty_episode_never_suggests_the_lowest_level(seed: int) -> None:
    chance = random.Random(seed)
    # Of somebody of whom nothing is known each guard holds: only a file that names them all does without them all.
    made_up = next(each for each in iter(lambda: random_policy(chance), None) if len(each.without_guards) < len(GUARDS))

    for policy in (*risk.policies(), made_up):
        assert risk.judge(EMPTY, policy).level is not lowest_level(policy.scheme)


def test_the_invented_episodes_reach_the_lowest_level_and_the_highest() -> None:
    policy = library_policy()

    levels = {str(risk.judge(tree, policy).level) for tree, _ in risk.episodes(200, 5)}

    assert levels >= {"low", "medium", "high"}
