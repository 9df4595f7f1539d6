"""What the reader's walk asks of a part: it sends nobody to look where there is nothing to find."""

from __future__ import annotations

from typing import Any

import pytest

from missingpersons import wire
from missingpersons._survey import Survey
from missingpersons.models import Episode
from missingpersons.rules import moments

NINE, TEN, ELEVEN = (f"2026-01-02T{hour:02d}:00:00Z" for hour in (9, 10, 11))

PAIRS = [
    ("MP-R-121", lambda a, b: {"hypotheses": [{"text": "At work.", "made_at": a, "ruled_out_at": b}]}),
    ("MP-R-121", lambda a, b: {"referral": {"referred_at": a, "reasonable_grounds_at": b}}),
    ("MP-R-121", lambda a, b: {"publicity": [{"basis": "consent", "given_at": a, "withdrawn_at": b}]}),
    ("MP-R-122", lambda a, b: {"actions": [{"code": "search_home", "agreed_at": a, "due_at": b}]}),
    ("MP-R-122", lambda a, b: {"actions": [{"code": "search_home", "agreed_at": a, "done_at": b}]}),
    ("MP-R-122", lambda a, b: {"prevention_interview": {"offered_at": a, "held_at": b}}),
    ("MP-R-122", lambda a, b: {"return_interview": {"offered_at": a, "held_at": b}}),
]


def odd(changes: dict[str, Any]) -> set[str]:
    bare = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        "revision": 1,
        "tenure": 1,
        "recorded_at": "2026-03-01T14:00:00Z",
        "owner_force": "test-north",
        "status": "cancelled",
        "person": {},
    }
    return Survey(wire.build(bare | changes, Episode)).odd


class TestWalk:
    @pytest.mark.parametrize(("code", "told"), PAIRS)
    def test_sees_two_steps_out_of_order(self, code, told):
        assert odd(told(TEN, NINE)) == {code}

    @pytest.mark.parametrize(("code", "told"), PAIRS)
    @pytest.mark.parametrize(("first", "then"), [(TEN, TEN), (TEN, ELEVEN), (TEN, None), (None, NINE), (None, None)])
    def test_passes_by_steps_in_order(self, code, told, first, then):
        assert odd(told(first, then)) == set()

    @pytest.mark.parametrize(
        ("since", "until", "expected"),
        [
            ("2020-05", "2020-04", {"MP-R-121"}),
            ("2020-05", "2020-05", set()),
            ("2020-05", None, set()),
            (None, "2020-04", set()),
            ("2020-05", "2020-04~", set()),
            ("2020-05?", "2020-04", set()),
        ],
    )
    def test_sees_an_address_left_too_soon(self, since, until, expected):
        assert odd({"person": {"addresses": [{"since": since, "until": until}]}}) == expected


class TestOneDefect:
    """Rules that leave something to another rule know its code by its function."""

    def test_a_time_from_no_clock_is_known_to_nobody(self):
        assert not moments.is_known("1970-01-01T00:00:00Z", TEN)
        assert moments.is_known("1970-01-01T00:00:01Z", TEN)
        assert moments.is_known(TEN, TEN)
        assert not moments.is_known(ELEVEN, TEN)
        assert not moments.is_known(None, TEN)
