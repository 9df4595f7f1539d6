"""A few of the invented episodes of ``tests.property.risk``, under every library policy and under random ones."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.property import risk

from missingpersons.codes import RiskScheme
from missingpersons.risk import Suggestion, library_policy
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.plan import Calls, Plan
from missingpersons.risk.schemes import lowest_level

pytestmark = pytest.mark.no_cover

NUMBER = 60


@pytest.mark.parametrize("scheme", RiskScheme)
def test_the_library_keeps_every_promise(scheme: RiskScheme) -> None:
    policy = library_policy(str(scheme))

    broken = [each for tree, chance in risk.episodes(NUMBER, 3) for each in risk.faults(tree, policy, chance)]

    assert broken == []


@pytest.mark.parametrize("scheme", RiskScheme)
def test_nothing_that_is_later_or_undated_takes_from_what_was_known(scheme: RiskScheme) -> None:
    policy = library_policy(str(scheme))

    broken = [each for tree, chance in risk.episodes(NUMBER * 2, 6) for each in risk.forgotten(tree, policy, chance)]

    assert broken == []


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
    every = vars(Suggestion)["reasons"].func
    known = property(lambda made: tuple(each for each in every(made) if each.answer == "yes"))
    monkeypatch.setattr(Suggestion, "reasons", known)

    broken = {each for tree, chance in risk.episodes(NUMBER, 3) for each in risk.faults(tree, policy, chance)}

    assert "a line that is unknown is no reason" in broken


def test_a_random_policy_keeps_every_promise() -> None:
    broken = [
        each
        for tree, chance in risk.episodes(NUMBER, 4)
        for each in risk.faults(tree, risk.random_policy(chance), chance)
    ]

    assert broken == []


@pytest.mark.parametrize("seed", range(20))
def test_an_empty_episode_never_suggests_the_lowest_level(seed: int) -> None:
    empty = {
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

    for policy in (*risk.policies(), risk.random_policy(random.Random(seed))):
        assert risk.judge(empty, policy).level is not lowest_level(policy.scheme)


def test_the_invented_episodes_reach_the_lowest_level_and_the_highest() -> None:
    policy = library_policy()

    levels = {str(risk.judge(tree, policy).level) for tree, _ in risk.episodes(200, 5)}

    assert levels >= {"low", "medium", "high"}
