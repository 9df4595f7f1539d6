"""A few of the invented episodes of ``tests.property.risk``, under every library policy and under random ones."""

from __future__ import annotations

import random

import pytest
from tests.property import risk

from missingpersons.codes import RiskScheme
from missingpersons.risk import library_policy
from missingpersons.risk.schemes import lowest_level

NUMBER = 60


@pytest.mark.parametrize("scheme", RiskScheme)
def test_the_library_keeps_every_promise(scheme: RiskScheme) -> None:
    policy = library_policy(str(scheme))

    broken = [each for tree, chance in risk.episodes(NUMBER, 3) for each in risk.faults(tree, policy, chance)]

    assert broken == []


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
