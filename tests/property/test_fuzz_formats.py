"""Readers of damaged files, for a moment: ``python -m tests.property.fuzz_formats 600`` takes its time."""

from __future__ import annotations

import random

import pytest
from tests.property.fuzz_formats import COMMON, READ, TOKENS, given_to, look, mutated, seeds

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("name", sorted(READ))
def test_nothing_is_raised_and_everything_is_accounted_for(name):
    chance = random.Random(5)
    begin = seeds(READ[name])
    given, _ = given_to(READ[name])
    tokens = [*TOKENS.get(name, []), *COMMON]

    rows = sum(look(READ[name], mutated(chance, chance.choice(begin), begin, tokens), given) for _ in range(150))

    assert rows > 100
