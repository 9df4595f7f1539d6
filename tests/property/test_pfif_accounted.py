"""Every value of a feed of PFIF meets a fate, as another parser counts: a few of the feeds that pfif_fuzz makes."""

from __future__ import annotations

from random import Random

import pytest

pytest.importorskip("lxml")

from tests.property.pfif_fuzz import counted, feed, rows, trial, values

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("first", range(0, 500, 100))
def test_every_value_meets_a_fate_and_nothing_is_raised(first: int) -> None:
    for seed in range(first, first + 100):
        trial(seed)


def test_the_feeds_have_what_is_to_be_counted() -> None:
    made = [feed(Random(seed)) for seed in range(500)]
    told = [row for data in made for row in rows(data, "2026-03-01T09:00:00Z")]

    places = {place for row in told for place, _ in row.cells}
    assert {"/person/attribute", "/note/stray_text", "/feed/entry/author/name", "/pfif/link/attribute"} <= places
    assert counted(told) == sum(map(values, made))
