"""The counts say what they count: incidents and individuals, by year, force, status, age and risk."""

from __future__ import annotations

from typing import Any

import pytest
from test_register_store import new_id, put, register, tree

from missingpersons.register.store import Register
from missingpersons.statistics.counts import UNITS, counts

__all__ = ["register"]

CHILD = {"date_of_birth": "2012-06", "person_reference": "P1"}


def cells(register: Register, unit: str = "incidents", **options: bool) -> list[tuple[Any, ...]]:
    return [
        (each.year, each.force, each.status, each.age_group, each.scheme, each.level, each.number)
        for each in counts(register, **options)
        if each.unit == unit
    ]


def test_calls_are_said_not_to_be_counted() -> None:
    assert list(UNITS) == ["calls", "incidents", "individuals", "unsettled"]
    assert "Not counted yet" in UNITS["calls"]


def test_one_child_twice_is_two_incidents_and_one_individual(register: Register) -> None:
    made = {"reported_at": "2026-05-01T10:00:00+01:00", "person": CHILD}
    risk = {"assessments": [{"scheme": "app-2017", "level": "low"}, {"scheme": "app-2017", "level": "high"}]}
    put(register, tree(**made, **risk), tree(new_id(), **made, **risk))

    cell = ("2026/27", "test-north", "open", "child", "app-2017", "high")

    assert cells(register) == [(*cell, 2)]
    assert cells(register, "individuals") == [(*cell, 1)]


def test_the_same_reference_in_two_forces_is_two_individuals(register: Register) -> None:
    put(register, tree(person=CHILD), tree(new_id(), owner_force="test-south", person=CHILD))

    assert [each[-1] for each in cells(register, "individuals")] == [1, 1]


def test_without_a_reference_nobody_is_an_individual(register: Register) -> None:
    put(register, tree())

    assert cells(register) == [("unknown", "test-north", "open", "unknown", "not_assessed", "not_assessed", 1)]
    assert cells(register, "individuals") == []


@pytest.mark.parametrize(
    ("reported_at", "year"),
    [("2026-03-31T23:30:00+01:00", "2025/26"), ("2026-04-01T00:10:00+01:00", "2026/27")],
)
def test_the_year_starts_on_the_first_of_april_where_it_was_reported(
    register: Register, reported_at: str, year: str
) -> None:
    put(register, tree(reported_at=reported_at))

    assert [each[0] for each in cells(register)] == [year]


@pytest.mark.parametrize(
    ("person", "group"),
    [
        ({"date_of_birth": "2008-11-22"}, "child"),
        ({"date_of_birth": "2008-11-20"}, "adult"),
        ({"date_of_birth": "2008"}, "unknown"),
        ({"date_of_birth": "2030", "age": {"min": 40}}, "adult"),
        ({"date_of_birth": "9999-12-31", "age": {"max": 9}}, "child"),
        ({"date_of_birth": "0001-01-01", "age": {"max": 9}}, "child"),
        ({"date_of_birth": "0001-01-01"}, "unknown"),
        ({"age": {"min": 14, "max": 17}}, "child"),
        ({"age": {"max": 40}}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_child_or_adult_on_the_day_of_the_report(register: Register, person: dict[str, Any], group: str) -> None:
    put(register, tree(person=person, reported_at="2026-11-21T09:00:00Z"))

    assert [each[3] for each in cells(register)] == [group]


@pytest.mark.parametrize(
    ("assessment", "cell"),
    [
        ({"scheme": "acpo-2013", "category": "absent"}, ("acpo-2013", "absent")),
        ({"level": "high"}, ("unknown", "high")),
        ({"rationale": "invented"}, ("not_assessed", "not_assessed")),
    ],
)
def test_a_risk_keeps_its_scheme(register: Register, assessment: dict[str, Any], cell: tuple[str, str]) -> None:
    put(register, tree(assessments=[assessment]))

    assert [each[4:6] for each in cells(register)] == [cell]


def test_small_numbers_are_hidden_only_when_asked(register: Register) -> None:
    put(register, *(tree(new_id(), person=CHILD) for _ in range(6)), tree(new_id(), status="closed"))

    shown = {each[2]: each[-1] for each in cells(register)}
    hidden = {each[2]: each[-1] for each in cells(register, suppress=True)}

    assert shown == {"open": 6, "closed": 1}
    assert hidden == {"open": 6, "closed": "x"}
    assert counts(register, suppress=True)[-1].as_dict()["number"] == "x"


def test_a_figure_prints_as_one_object(register: Register) -> None:
    put(register, tree())

    assert counts(register)[0].as_dict() == {
        "unit": "incidents",
        "year": "unknown",
        "force": "test-north",
        "status": "open",
        "age_group": "unknown",
        "scheme": "not_assessed",
        "level": "not_assessed",
        "number": 1,
    }
