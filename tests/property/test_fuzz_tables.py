"""Damaged tables, workbooks and files of episodes, for a moment: ``fuzz_tables 600`` takes its time."""

from __future__ import annotations

import random

import pytest
from tests.property.fuzz_tables import kinds, look

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("name", ["csv", "workbook", "standard", "episodes"])
def test_nothing_is_raised_and_everything_is_accounted_for(name):
    chance = random.Random(7)
    turn = kinds()[name]

    read = [turn(chance) for _ in range(40)]

    assert sum(map(len, read)) > 40
    for rows in read:
        look(rows)


def test_a_draft_and_a_check_raise_nothing_and_show_nobody():
    chance = random.Random(7)
    turn = kinds()["mapping"]

    for _ in range(40):
        turn(chance)
