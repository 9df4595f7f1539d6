"""How one episode stands between two judgements, what holds the higher one, and how far the two agree."""

from __future__ import annotations

import json
import pickle
from datetime import datetime
from typing import Any

import pytest
from tests.unit.test_cli_judging import EPISODE

from missingpersons.backtest import Comparison, Counts, Standing, agreement, backtest
from missingpersons.backtest.bands import BANDS, band
from missingpersons.backtest.comparison import GUARDED, OF_AGE
from missingpersons.codes import RiskLevel, codelist
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.risk import Policy, library_policy, read_policy, review
from missingpersons.values.dates import moment
from missingpersons.wire import parse

CALM = {**EPISODE, "exploitation_indicators": [], "person": {"date_of_birth": "1980-05-06"}}
"""An adult; every question is answered no."""

HERE = library_policy("app-very-low")


def episode(**changes: Any) -> Episode:
    return parse(json.dumps({**CALM, **changes}), Episode)


def yes(*questions: str) -> list[dict[str, str]]:
    every = codelist("risk_questions").entries
    return [{"question": each, "answer": "yes" if each in questions else "no"} for each in every]


def assessed(*told: tuple[str | None, str | None]) -> list[dict[str, Any]]:
    return [{k: v for k, v in (("scheme", scheme), ("level", level)) if v} for scheme, level in told]


def policy(lines: str, scheme: str = "app-very-low", lowest: str = "very_low") -> Policy:
    head = (
        f'name="test"\nversion="1"\nscheme="{scheme}"\nlowest="{lowest}"\nstatus="test"\nwithout_guards=["suicide"]\n'
    )
    return read_policy((head + lines).encode(), "test.toml")


def line(code: str, floor: str, question: str) -> str:
    return f'[[line]]\ncode="{code}"\nquestion="{question}"\nfloor="{floor}"\nif_unknown="very_low"\nbasis="test"\n'


class TestRecorded:
    @pytest.mark.parametrize(
        ("assessments", "standing", "before", "translated"),
        [
            ([], Standing.NOT_ASSESSED, None, False),
            (assessed((None, "high")), Standing.NO_LEVEL, None, False),
            (assessed(("app-very-low", None)), Standing.NO_LEVEL, None, False),
            (assessed(("scotland", "very_low")), Standing.NO_LEVEL, None, False),
            (assessed(("app-very-low", "very_low")), Standing.SAME, RiskLevel.VERY_LOW, False),
            (assessed(("app-very-low", "low"), ("scotland", "high")), Standing.DOWN, RiskLevel.LOW, False),
            (assessed(("scotland", "medium"), ("scotland", "high")), Standing.DOWN, RiskLevel.HIGH, True),
            (assessed(("app-2017", "no_apparent_risk")), Standing.SAME, RiskLevel.VERY_LOW, True),
            (assessed(("app-very-low", "high"), (None, "low")), Standing.DOWN, RiskLevel.HIGH, False),
        ],
    )
    def test_is_the_last_of_the_policys_scheme_or_else_of_any(
        self, assessments: list[Any], standing: Standing, before: RiskLevel | None, translated: bool
    ) -> None:
        found = Comparison(None, HERE).of(episode(assessments=assessments))

        assert (found.standing, found.before, found.translated) == (standing, before, translated)
        assert found.after is RiskLevel.VERY_LOW

    def test_a_category_and_what_the_other_scheme_lacks_have_no_counterpart(self) -> None:
        absent = [{"scheme": "acpo-2013", "category": "absent"}]
        scotland, acpo = library_policy("scotland"), library_policy("acpo-2013")

        assert Comparison(None, acpo).of(episode(assessments=absent)).standing is Standing.NO_COUNTERPART
        very_low = assessed(("app-very-low", "very_low"))
        assert Comparison(None, scotland).of(episode(assessments=very_low)).standing is Standing.NO_COUNTERPART

    @pytest.mark.parametrize(
        "told",
        [
            {"scheme": "acpo-2013", "category": "absent", "level": "medium"},
            {"category": "absent", "level": "medium"},
            {"category": "absent"},
        ],
    )
    def test_what_was_decided_is_what_a_review_takes_it_for(self, told: dict[str, str]) -> None:
        record = episode(assessments=[told])

        own, other = (Comparison(None, library_policy(each)).of(record) for each in ("acpo-2013", "app-2017"))

        assert [(each.recorded, each.scheme) for each in review(record)] == [("absent", "acpo-2013")]
        assert (own.standing, own.before) == (Standing.NO_COUNTERPART, None)
        assert (other.before, other.translated) == (RiskLevel.NO_APPARENT_RISK, True)


class TestTwoPolicies:
    def test_the_second_moves_it(self) -> None:
        ours = policy(line("drugs", "high", "substance_dependency"))
        told = episode(answers=yes("substance_dependency"))

        up, down = Comparison(HERE, ours).of(told), Comparison(ours, HERE).of(told)

        assert (up.standing, up.before, up.after) == (Standing.UP, RiskLevel.MEDIUM, RiskLevel.HIGH)
        assert (down.standing, down.before, down.after) == (Standing.DOWN, RiskLevel.HIGH, RiskLevel.MEDIUM)

    def test_another_scheme_is_translated_and_told_to_be_lossy(self) -> None:
        comparison = Comparison(library_policy("scotland"), HERE)

        found = comparison.of(episode())
        assert comparison.is_lossy
        assert (found.standing, found.before, found.after) == (Standing.DOWN, RiskLevel.LOW, RiskLevel.VERY_LOW)
        other_way = Comparison(HERE, library_policy("scotland")).of(episode())
        assert (other_way.standing, other_way.before) == (Standing.NO_COUNTERPART, None)

    def test_the_same_twice_is_refused(self) -> None:
        with pytest.raises(CannotRun, match="the same"):
            Comparison(HERE, library_policy("app-very-low"))


class TestWhatIsCounted:
    def test_questions_without_those_of_age_and_of_nobodys_list(self) -> None:
        found = Comparison(None, HERE).of(
            episode(answers=[*yes("child", "suicide_risk", "homeless"), {"question": "odd_one", "answer": "yes"}])
        )

        assert sorted(found.yes) == [GUARDED, "homeless", "suicide_risk"]
        assert set(codelist("risk_questions").entries) >= OF_AGE

    def test_no_guard_without_its_question(self) -> None:
        assert Comparison(None, HERE).of(episode(answers=yes("homeless"))).yes == ("homeless",)

    def test_a_time_without_an_offset_is_refused(self) -> None:
        with pytest.raises(CannotRun, match="offset"):
            Comparison(None, HERE).of(episode(), datetime(2026, 1, 1))

    @pytest.mark.parametrize(
        ("person", "code"),
        [
            ({}, "unknown"),
            ({"date_of_birth": "2014-06-16"}, "age_0_11"),
            ({"date_of_birth": "2014-06-15"}, "age_12_17"),
            ({"date_of_birth": "2008-06-16"}, "age_12_17"),
            ({"date_of_birth": "2008-06-15"}, "age_18_24"),
            ({"date_of_birth": "2001-06-15"}, "age_25_39"),
            ({"date_of_birth": "1986-06-15"}, "age_40_59"),
            ({"date_of_birth": "1966-06-15"}, "age_60_over"),
            ({"age": {"min": 10, "max": 13}}, "child_age_unknown"),
            ({"age": {"max": 17}}, "child_age_unknown"),
            ({"age": {"min": 18}}, "adult_age_unknown"),
            ({"age": {"min": 17, "max": 18}}, "unknown"),
            ({"date_of_birth": "20XX", "age": {"min": 14, "max": 14}}, "age_12_17"),
            ({"date_of_birth": "1990", "age": {"min": 8, "max": 8}}, "unknown"),
        ],
    )
    def test_bands_are_of_the_published_list(self, person: dict[str, Any], code: str) -> None:
        assert band(episode(person=person), moment(episode().recorded_at)) == code
        assert set(BANDS) <= set(codelist("age_bands").entries)

    def test_counts_add_up_and_pickle(self) -> None:
        comparison = Comparison(None, HERE)
        one, two, all_ = Counts(), Counts(), Counts()
        for counts in (one, all_):
            counts.add(comparison.of(episode(answers=yes("suicide_risk"))))
            counts.add(None)
        for counts in (two, all_):
            counts.add(comparison.of(episode(assessments=[])))

        merged = pickle.loads(pickle.dumps(one))
        merged.merge(two)

        assert merged == all_
        assert backtest(all_, pickle.loads(pickle.dumps(comparison))).unread == 1


class TestAgreement:
    def test_full_none_and_the_opposite(self) -> None:
        full, none, opposite = agreement([[10, 0], [0, 10]]), agreement([[5, 5], [5, 5]]), agreement([[0, 10], [10, 0]])

        assert full
        assert none
        assert opposite
        assert (full.kappa, none.kappa, opposite.kappa) == (1.0, 0.0, -1.0)
        assert none.is_chance
        assert not full.is_chance

    def test_is_weighted_as_worked_out_by_hand(self) -> None:
        found = agreement([[20, 10, 0], [5, 30, 5], [0, 10, 20]])

        # Observed: 70 of 100 the same and 30 one step apart, which is half: 0.85.
        # Expected, from rows .3 .4 .3 and columns .25 .5 .25: .35 the same and .5 one step apart: 0.6.
        assert found
        assert found.observed == pytest.approx(0.85)
        assert found.expected == pytest.approx(0.6)
        assert found.kappa == pytest.approx(0.25 / 0.4)

    def test_the_error_of_two_levels_is_the_known_one(self) -> None:
        found = agreement([[30, 20], [10, 40]])

        # Unweighted: sqrt(pe + pe**2 - sum of p(q)(p+q)) / ((1 - pe) sqrt(n)), with pe = 0.5.
        known = (0.5 + 0.25 - (0.5 * 0.4 * 0.9 + 0.5 * 0.6 * 1.1)) ** 0.5 / (0.5 * 10)
        assert found
        assert found.chance == pytest.approx(1.96 * known)

    @pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[9, 3], [0, 0]], [[9, 0], [3, 0]]])
    def test_says_nothing_where_there_is_nothing_to_say(self, table: list[list[int]]) -> None:
        assert agreement(table) is None
