"""A value is judged at its place alone as it is in a whole document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missingpersons import wire
from missingpersons.converters.fitting import refusal
from missingpersons.models import Episode
from missingpersons.models.leaves import judge_of, required_at

PLACES = [
    ("local_reference",),
    ("recorded_at",),
    ("status",),
    ("tenure",),
    ("last_seen", "place", "point", "latitude"),
    ("missing_since", "earliest"),
    ("person", "age", "min"),
    ("person", "date_of_birth"),
    ("person", "names", 0, "given", 0),
    ("person", "phones", 0, "number"),
    ("person", "phones", 0, "kind"),
    ("person", "sex"),
    ("answers", 0, "answer"),
    ("answers", 0, "explanation"),
    ("extensions", "test-north", "shift"),
    ("outcome", "found_at"),
]
VALUES: list[str | int] = [
    *("", "x", "x" * 301, "x" * 20_001, "\x00", "\u2028", "é", "open", "yes", "male", "legal", "mobile", "a b"),
    *("2026-03-01", "2026-02-30", "2026-03-01T09:00:00Z", "2026-03-01T25:00:00Z", "51.5", "-200.1", "+447700900123"),
    *(0, 1, -1, 17, 2**53, 2**53 - 1, True, False),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "/".join(map(str, place)))
@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:24])
def test_as_in_a_whole_document(place: tuple[str | int, ...], value: str | int) -> None:
    judge = judge_of(Episode, place)

    assert judge is not None
    assert judge([_json(value)]) == (refusal(place, value, kind_only=False) is None)


@given(st.lists(st.sampled_from(VALUES), min_size=1), st.sampled_from(PLACES))
def test_many_are_judged_as_each_is(values: list[str | int], place: tuple[str | int, ...]) -> None:
    judge = judge_of(Episode, place)

    assert judge is not None
    assert judge([_json(each) for each in values]) == all(judge([_json(each)]) for each in values)


@pytest.mark.parametrize(
    "place",
    [
        ("person",),
        ("answers",),
        ("answers", 0),
        ("nowhere",),
        ("person", "nowhere"),
        ("answers", "answer"),
        ("person", 0),
        ("sex", "more"),
        ("extensions", "test-north"),
        ("extensions", "test-north", "shift", "more"),
    ],
)
def test_what_is_no_value_has_no_judge(place: tuple[str | int, ...]) -> None:
    assert judge_of(Episode, place) is None


def test_what_is_required() -> None:
    assert required_at(Episode, ("answers",)) == frozenset()
    assert required_at(Episode, ("answers", 0)) == {"question", "answer"}
    assert required_at(Episode, ("extensions", "test-north")) == frozenset()
    assert required_at(Episode, ("answers", 0, "answer")) is None


def _json(value: Any) -> str:
    return wire.encode({"v": value})[5:-1].decode()
