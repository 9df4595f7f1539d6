"""Whether two names, or two ways of reaching somebody, may be of one person: rather yes than no."""

from __future__ import annotations

import pytest

from missingpersons.views.alike import is_equal_name, is_same_name, is_same_way


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivo Testley", "ivo TESTLEY"),
        ("Ivo Testley", "Mr Testley"),
        ("Ivo Testley", "I Testley"),
        ("Ivo Testley", "I. Testley"),
        ("Ivo Testley", "Testley, I"),
        ("Ivo Testley", "I\u200bvo Testley"),
        ("Ivo Testley", "Iv\u043e Testley"),
        ("Ivo Testley", "\u0418\u0432\u043e"),
        ("Ivo O'Testley", "Ivo OTestley"),
        ("Ivo O\u2019Testley", "Ivo OTestley"),
        ("Jean-Ivo Testley", "Jeanivo Testley"),
        ("Ivan Wołek", "Ivan Wolek"),
        ("Søren Testley", "Soren Testley"),
        ("Ana Bea Testley", "Ana Bea Other"),
    ],
)
def test_names_that_may_be_of_one(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivo Testley", "Ana Testley"),
        ("Ivo Testley", "A Testley"),
        ("Ivo Testley", "Ivana Testley"),
        ("Ivo Testley", None),
        ("Mr", "Mr"),
        ("\u0418\u0432\u043e", "\u0410\u043d\u043d\u0430"),
    ],
)
def test_names_that_are_not(one: str, other: str | None) -> None:
    assert not is_same_name(one, other)
    assert not is_same_name(other, one)


def test_an_equal_name_has_the_same_words() -> None:
    assert is_equal_name("Mr Ivo Testley", "TESTLEY, Ivo")
    assert not is_equal_name("Ivo Testley", "Testley")
    assert not is_equal_name(None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("07700 900123", "+44 7700 900123"),
        ("07700 900123 or 07700 900456", "07700900123"),
        ("07700 900456 07700 900123", "07700900456"),
        ("07700 900123 (evenings 6-9)", "+447700900123"),
        ("home 01632 960001, 9 to 5", "01632 960001"),
        ("\uff10\uff17\uff17\uff10\uff10 900123", "07700 900123"),
        ("ivo@example.org, 07700 900123", "IVO@example.org"),
        ("<ivo@example.org>", "mailto:ivo@example.org"),
        ("chat: @ivo_99", "ivo_99"),
        ("At the Priory", "at  the priory"),
    ],
)
def test_ways_that_reach_one(one: str, other: str) -> None:
    assert is_same_way(one, other)
    assert is_same_way(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("07700 900123", "07700 900124"),
        ("ivo@example.org", "ana@example.org"),
        ("evenings 6-9", "mornings 6-9"),
        ("call her mother", "call his mother"),
        ("07700 900123", None),
        ("12345", "12345 Example"),
    ],
)
def test_ways_that_do_not(one: str, other: str | None) -> None:
    assert not is_same_way(one, other)
    assert not is_same_way(other, one)
