"""How a question stands by one fact: worked out once, kept for the next time, and always the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from missingpersons.risk import heard
from missingpersons.risk.heard import Answered, Heard, answered
from missingpersons.risk.keeping import MOST_PLACES

kept_derived, kept_recorded = heard._DERIVED, heard._RECORDED

FACT = ("child", 2, ("/person/age",))


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Nothing is kept from other tests, which would never be worked out here."""
    kept = [(each, dict(each)) for each in (kept_derived, kept_recorded)]
    for each, _ in kept:
        each.clear()
    yield
    for each, before in kept:
        each.clear()
        each.update(before)


def test_a_derived_answer_is_worked_out_and_kept() -> None:
    first, again = answered(FACT), answered(("child", 2, ("/person/age",)))

    assert first == Answered("child", "yes", "derived", ("/person/age",))
    assert again is first
    assert (kept_derived, kept_recorded) == ({FACT: first}, {})


def test_a_recorded_answer_is_worked_out_and_kept_apart() -> None:
    at = ("/answers/0",)
    fact = ("child", 1, at)

    first, again = (Heard({"child": fact}, {}).answered("child") for _ in range(2))

    assert first == Answered("child", "unknown", "recorded", at)
    assert again is first
    assert (kept_derived, kept_recorded) == ({}, {fact: first})


@pytest.mark.parametrize(
    "fact",
    [
        ("a question of nobody's list", 2, ("/answers/0",)),
        ("child", 2, tuple(f"/answers/{index}" for index in range(MOST_PLACES + 1))),
    ],
)
def test_what_anybody_may_have_written_is_not_kept(fact: tuple[str, int, tuple[str, ...]]) -> None:
    told = answered(fact)

    assert told == Answered(fact[0], "yes", "derived", fact[2])
    assert kept_derived == {}


def test_what_has_as_many_places_as_are_kept_is_kept() -> None:
    fact = ("child", 2, tuple(f"/answers/{index}" for index in range(MOST_PLACES)))

    told = answered(fact)

    assert kept_derived == {fact: told}
