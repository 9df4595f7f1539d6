"""Several episodes of one person: what the cases of the rules do not show."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

import missingpersons as mp
from missingpersons import findings, together, wire
from missingpersons.models import Episode
from missingpersons.rules.together import TOGETHER
from missingpersons.rules.together.history import joined

START = datetime(2001, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def named(number: int) -> str:
    return str(UUID(int=number, version=5))


def episode(number: int, begins: float, lasts: float = 2, **fields: Any) -> Episode:
    """One that began at an hour counted from ``START`` and lasted so many."""
    since = START + begins * HOUR
    tree = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": named(number),
        "revision": 1,
        "tenure": 1,
        "recorded_at": datetime(2026, 3, 1, tzinfo=UTC),
        "owner_force": "test-north",
        "status": "closed",
        "missing_since": {"earliest": since, "latest": since},
        "outcome": {"found_at": since + lasts * HOUR},
        "person": {},
    }
    return wire.build({**tree, **fields}, Episode)


def found(*episodes: Episode, **options: Any) -> list[tuple[int, str, str, str]]:
    reports = mp.check_together(episodes, **options)
    return [(which, each.code, each.at, each.severity) for which, report in enumerate(reports) for each in report]


class TestCheckTogether:
    def test_each_episode_has_a_report_in_the_order_given(self) -> None:
        reports = mp.check_together([episode(2, 1), episode(1, 0)])

        assert [report.ok for report in reports] == [True, True]
        assert [(each.code, each.at) for each in reports[0]] == [("MP-R-252", "/missing_since")]
        assert list(reports[1]) == []

    def test_nobody_has_no_report(self) -> None:
        assert mp.check_together([]) == ()

    def test_one_alone_has_nothing_found(self) -> None:
        assert found(episode(1, 0)) == []

    def test_a_fork_is_an_error(self) -> None:
        reports = mp.check_together([episode(1, 0), episode(1, 0, circumstances="Went out.")])

        assert [report.ok for report in reports] == [False, False]

    def test_what_is_wrong_with_each_is_not_said(self) -> None:
        one = episode(1, 0, status="open")

        by_itself = [each.code for each in mp.check(mp.dump(one))]

        assert "MP-R-050" in by_itself
        assert found(one) == []

    def test_a_profile_that_does_not_exist_is_the_caller_s_fault(self) -> None:
        with pytest.raises(KeyError):
            mp.check_together([], profile="nosuch")

    @pytest.mark.parametrize(
        ("purpose", "told"),
        [
            ({}, [(1, "MP-R-252", "/missing_since", "warning")]),
            ({"MP-R-252": "error"}, [(1, "MP-R-252", "/missing_since", "error")]),
            ({"MP-R-252": "advice", "MP-R-253": "off"}, [(1, "MP-R-252", "/missing_since", "advice")]),
            ({"MP-R-252": "off"}, []),
        ],
    )
    def test_a_purpose_raises_lowers_and_silences(
        self, monkeypatch: pytest.MonkeyPatch, purpose: dict[str, str], told: list[tuple[int, str, str, str]]
    ) -> None:
        monkeypatch.setattr(together, "profiles", lambda: {**findings.profiles(), "ours": purpose})

        assert found(episode(1, 0), episode(2, 1), profile="ours") == told

    def test_what_was_recorded_later_is_not_looked_at_and_has_an_empty_report(self) -> None:
        later = episode(2, 1, recorded_at=datetime(2026, 3, 1, 0, 0, 1, tzinfo=UTC))

        reports = mp.check_together([episode(1, 0), later], as_of=datetime(2026, 3, 1, tzinfo=UTC))

        assert [list(report) for report in reports] == [[], []]

    def test_the_order_in_which_they_are_given_changes_nothing_that_is_said_of_each(self) -> None:
        several = [
            episode(1, 0, outcome={"found_at": START + 3 * HOUR, "harms": ["assault"]}),
            episode(2, 2, person={"sex": "male"}),
            episode(3, 9, person={"sex": "female", "previous_missing": {"count": 1}}),
            episode(
                4,
                20,
                status="open",
                reported_at=START + 21 * HOUR,
                related=[{"episode_id": str(UUID(int=1, version=5)), "relation": "same_person"}],
            ),
        ]
        expected = {(several[which].episode_id, code, at) for which, code, at, _ in found(*several)}

        assert len(expected) == 6
        for order in permutations(several):
            assert {(order[which].episode_id, code, at) for which, code, at, _ in found(*order)} == expected


def test_every_rule_has_a_code_of_its_section() -> None:
    assert list(TOGETHER) == [f"MP-R-{number}" for number in range(250, 260)]


def test_what_is_linked_through_others_is_one() -> None:
    one = joined([("a", "b"), ("c", "d"), ("d", "a"), ("e", "e")])

    assert len({one[each] for each in "abcd"}) == 1
    assert one["e"] == "e"


def after_each_other(number: int) -> list[Episode]:
    return [episode(each, 10 * each) for each in range(number)]


def all_at_once(number: int) -> list[Episode]:
    return [episode(each, each / 100, lasts=10_000) for each in range(number)]


def all_versions_of_one(number: int) -> list[Episode]:
    return [episode(1, 0, revision=1 + each % 2, circumstances=str(each)) for each in range(number)]


def a_chain_of_duplicates(number: int) -> list[Episode]:
    def link(each: int) -> list[dict[str, str]]:
        return [{"episode_id": named(each + 1), "relation": "duplicate"}]

    return [episode(each, 10 * each, related=link(each)) for each in range(number)]


def each_with_a_period(number: int) -> list[Episode]:
    told = {"previous_missing": {"periods": [{"earliest": START, "latest": START + HOUR}]}}
    return [episode(each, 100 * each, person=told) for each in range(number)]


def each_with_a_number_of_its_own(number: int) -> list[Episode]:
    def person(each: int) -> dict[str, Any]:
        return {"identifiers": [{"scheme": "national_insurance", "value": f"AA{each:06}A"}], "date_of_birth": "1994"}

    return [episode(each, 10 * each, person=person(each), status="open") for each in range(number)]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "made",
    [
        after_each_other,
        all_at_once,
        all_versions_of_one,
        a_chain_of_duplicates,
        each_with_a_period,
        each_with_a_number_of_its_own,
    ],
)
def test_no_rule_is_worse_than_n_log_n(made: Callable[[int], list[Episode]]) -> None:
    """Eight times as many take less than thirty times as long; what grows with the square takes sixty-four."""
    few, many = made(500), made(4000)

    assert _took(many) < 30 * _took(few) + 0.05


def _took(episodes: list[Episode]) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        mp.check_together(episodes)
        times.append(time.process_time() - start)
    return min(times)
