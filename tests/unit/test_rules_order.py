"""What the reader's walk asks of a part: it sends nobody to look where there is nothing to find."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

from missingpersons import wire
from missingpersons._survey import Survey
from missingpersons.findings import catalogue
from missingpersons.models import DOCUMENTS, Episode
from missingpersons.models._routes import Routes
from missingpersons.rules import RULES, moments, subjects
from missingpersons.values.dates import moment

NINE, TEN, ELEVEN, NOON = (f"2026-01-02T{hour:02d}:00:00Z" for hour in (9, 10, 11, 12))

PAIRS = [
    ("MP-R-121", lambda a, b: {"hypotheses": [{"text": "At work.", "made_at": a, "ruled_out_at": b}]}),
    ("MP-R-121", lambda a, b: {"referral": {"referred_at": a, "reasonable_grounds_at": b}}),
    ("MP-R-121", lambda a, b: {"publicity": [{"basis": "consent", "given_at": a, "withdrawn_at": b}]}),
    ("MP-R-122", lambda a, b: {"actions": [{"code": "search_home", "agreed_at": a, "due_at": b}]}),
    ("MP-R-122", lambda a, b: {"actions": [{"code": "search_home", "agreed_at": a, "done_at": b}]}),
    ("MP-R-122", lambda a, b: {"prevention_interview": {"offered_at": a, "held_at": b}}),
    ("MP-R-122", lambda a, b: {"return_interview": {"offered_at": a, "held_at": b}}),
]


BARE = {
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


def odd(changes: dict[str, Any]) -> set[str]:
    return Survey(wire.build(BARE | changes, Episode)).odd


class TestWalk:
    @pytest.mark.parametrize(("code", "told"), PAIRS)
    def test_sees_two_steps_out_of_order(self, code, told):
        assert odd(told(TEN, NINE)) == {code}

    @pytest.mark.parametrize(("code", "told"), PAIRS)
    @pytest.mark.parametrize(("first", "then"), [(TEN, TEN), (TEN, ELEVEN), (TEN, None), (None, NINE), (None, None)])
    def test_passes_by_steps_in_order(self, code, told, first, then):
        assert odd(told(first, then)) == set()

    @pytest.mark.parametrize(("code", "told"), PAIRS)
    @pytest.mark.parametrize(("first", "then", "many"), [(TEN, NINE, 1), (TEN, TEN, 0), (TEN, ELEVEN, 0)])
    def test_sends_to_a_rule_that_sees_the_same(self, code, told, first, then, many):
        episode = wire.build(BARE | told(first, then), Episode)

        assert len(list(dict(RULES)[code](episode, moment(episode.recorded_at)))) == many

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


def seen(*earliest: str | None) -> dict[str, Any]:
    return {"window": {"earliest": earliest[0]}} if earliest else {}


def decided(*told: tuple[str | None, str | None]) -> dict[str, Any]:
    return {"assessments": [{"scheme": "app-2017", "assessed_at": at, "review_due_at": due} for at, due in told]}


def before(*periods: tuple[str | None, str | None], **rest: Any) -> dict[str, Any]:
    missed = {"periods": [{"earliest": first, "latest": last} for first, last in periods], **rest}
    return {"person": {"previous_missing": missed}}


class TestSubjects:
    """What is plainly in order is looked at once for several rules; what is not, by each."""

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, False),
            ({"reported_at": TEN, "review_due_at": NINE}, True),
            ({"reported_at": TEN, "review_due_at": TEN}, False),
            ({"reported_at": TEN}, False),
            ({"review_due_at": NINE}, False),
            ({"reported_at": TEN} | decided((NINE, None)), True),
            ({"reported_at": TEN} | decided((TEN, TEN), (ELEVEN, NOON)), False),
            (decided((None, NINE), (TEN, None)), False),
            (decided((TEN, NINE)), True),
            (decided((None, None), (TEN, None), (None, None), (NINE, None)), True),
            (decided((TEN, None), (TEN, None)), False),
            ({"assessments": [{"assessed_at": TEN, "evidence": [{"statement": "A note."}]}]}, True),
            ({"assessments": [{"evidence": [{"statement": "A note."}]}]}, False),
        ],
    )
    def test_judged_out_of_step(self, changes: dict[str, Any], expected: bool) -> None:
        assert bool(subjects.JUDGED_OUT_OF_STEP(wire.build(BARE | changes))) is expected

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"outcome": {}}, False),
            ({"outcome": {"found_at": TEN}}, False),
            ({"last_seen": seen(ELEVEN)}, False),
            ({"outcome": {"found_at": TEN}, "last_seen": seen(ELEVEN)}, True),
            ({"outcome": {"found_at": TEN}, "last_seen": seen(TEN)}, False),
            ({"outcome": {"found_at": TEN}, "last_seen": seen(None)}, False),
            ({"outcome": {"found_at": TEN}, "last_seen": seen()}, False),
            ({"outcome": {"found_at": TEN}, "last_contact": seen(ELEVEN)}, True),
            ({"outcome": {"found_at": TEN}, "sightings": [seen(NINE), seen(ELEVEN)]}, True),
            ({"outcome": {"found_at": TEN}, "prevention_interview": {"held_at": NINE}}, True),
            ({"outcome": {"found_at": TEN}, "prevention_interview": {"held_at": TEN}}, False),
            ({"outcome": {"found_at": TEN}, "return_interview": {"held_at": NINE}}, True),
            ({"outcome": {"found_at": TEN}, "return_interview": {"offered_at": NINE}}, False),
        ],
    )
    def test_found_out_of_step(self, changes: dict[str, Any], expected: bool) -> None:
        assert bool(subjects.FOUND_OUT_OF_STEP(wire.build(BARE | changes))) is expected

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, False),
            (before(count=0), False),
            (before((NINE, TEN), count=0), True),
            (before((NINE, TEN), count=1), False),
            (before((NINE, TEN), (TEN, ELEVEN)), False),
            (before((NINE, ELEVEN), (TEN, NOON)), True),
            (before((NINE, None)), True),
            (before((None, TEN)), True),
            (before((NINE, TEN)) | {"missing_since": {"latest": NINE}}, True),
            (before((NINE, TEN)) | {"missing_since": {"latest": TEN}, "reported_at": NINE}, False),
            (before((NINE, TEN)) | {"missing_since": {"earliest": NINE}, "reported_at": NINE}, True),
            (before((NINE, TEN)) | {"reported_at": TEN}, False),
        ],
    )
    def test_missing_again_out_of_step(self, changes: dict[str, Any], expected: bool) -> None:
        assert bool(subjects.AGAIN_OUT_OF_STEP(wire.build(BARE | changes))) is expected

    @pytest.mark.parametrize(
        ("changes", "expected"), [({}, False), ({"outcome": {}}, False), ({"outcome": {"died_on": "2026"}}, True)]
    )
    def test_died(self, changes: dict[str, Any], expected: bool) -> None:
        assert bool(subjects.DIED(wire.build(BARE | changes))) is expected


def test_the_fields_that_say_what_has_happened() -> None:
    # Asked anew: what the rules ask was worked out when the first document was read.
    told, happened = (
        {at for kind in DOCUMENTS.values() for at in Routes(wanted).paths(kind)}
        for wanted in (moments.is_moment, moments._has_happened)
    )

    assert happened - moments.JUDGED_FROM_LATER | {"/recorded_at", "/reported_at"} == set(catalogue()["MP-R-120"].reads)
    assert happened < told
    assert "/recorded_at" not in told
    assert {at.rpartition("/")[2] for at in told - happened} == {"given_at", "latest", "reported_at", "withdrawn_at"}


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_days_of_a_moment_are_the_same_wherever_the_machine_is(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        days = [each(at) for each in (moments.first_day_at, moments.last_day_at) for at in (NINE, NOON)]
    finally:
        monkeypatch.undo()
        time.tzset()

    assert days == [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 2), date(2026, 1, 3)]
