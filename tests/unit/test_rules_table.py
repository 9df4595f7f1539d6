"""The table of rules, and how a purpose raises, lowers or silences what a rule finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.drawn import examples

from missingpersons import rules as module
from missingpersons import wire
from missingpersons.codes import LEVELS, RiskLevel
from missingpersons.findings import Severity, profiles
from missingpersons.models import AnyDocument, Call, Episode, UnidentifiedCase
from missingpersons.rules import OF_EVERY_DOCUMENT, OF_SOME, RULES, RULES_OF, SUBJECTS, SURVEYED, plan, run
from missingpersons.testing.strategies import episodes
from missingpersons.values.dates import moment

RECORD = dict(profiles()["record"])


def found(episode: Episode, purpose: dict[str, str], **options: Any) -> list[tuple[str, str, Severity]]:
    ran = run(episode, moment(episode.recorded_at), plan(Episode, RECORD | purpose), **options)
    return [(each.code, each.at, each.severity) for each in ran]


class TestTable:
    def test_is_in_the_order_of_the_codes_each_once(self) -> None:
        codes = [code for code, _ in RULES]

        assert codes == sorted(set(codes))

    @pytest.mark.parametrize(("code", "rule"), RULES)
    def test_each_rule_says_its_code(self, code: str, rule: Callable[..., object]) -> None:
        assert (rule.__doc__ or "").startswith(f"{code}: ")

    @pytest.mark.parametrize(
        ("code", "kinds"),
        [
            *((code, {Episode, UnidentifiedCase, Call}) for code in sorted(OF_EVERY_DOCUMENT)),
            *OF_SOME.items(),
            ("MP-R-001", {Episode}),
        ],
    )
    def test_each_rule_is_about_these_documents(self, code: str, kinds: set[type[AnyDocument]]) -> None:
        assert module._documents(code) == kinds

    def test_there_are_enough(self) -> None:
        assert len(RULES) >= 15


class TestSubjects:
    """A rule whose subject a document does not have is not run: it would find nothing."""

    def test_each_is_of_a_rule_of_the_table(self) -> None:
        assert SUBJECTS.keys() <= {code for code, _ in RULES}

    def test_every_scheme_has_the_levels_that_are_taken_for_plain(self) -> None:
        plain = {RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH}

        assert all(plain <= levels for levels in LEVELS.values())
        assert set(RiskLevel) - plain == {RiskLevel.VERY_LOW, RiskLevel.NO_APPARENT_RISK}

    @pytest.mark.no_cover
    @settings(max_examples=examples(120), suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(episodes())
    def test_without_its_subject_a_rule_finds_nothing(self, tree: dict[str, Any]) -> None:
        episode = wire.build(tree, Episode)
        rules = dict(RULES)

        for code, subject in SUBJECTS.items():
            if not subject(episode):
                assert list(rules[code](episode, moment(episode.recorded_at))) == []

    @pytest.mark.parametrize("kind", [Episode, UnidentifiedCase, Call])
    def test_a_plan_has_every_rule_of_its_kind_that_is_not_off(self, kind: type[Episode]) -> None:
        planned = plan(kind, {"MP-R-020": "off", "MP-R-070": "error"})

        grouped = [row for _, rows in planned.groups for row in rows]
        grouped += [row for by in (planned.told, planned.told_of_person) for rows in by.values() for row in rows]
        rows = {each.code: each for each in (*planned.surveyed, *planned.always, *grouped)}
        assert rows.keys() == {code for code, _ in RULES_OF[kind]} - {"MP-R-020"}
        assert rows["MP-R-070"].gravity is Severity.ERROR
        assert {each.code for each in planned.surveyed} == SURVEYED - {"MP-R-020"}
        # Only the rules of an episode are kept from looking where there is nothing to look at.
        assert {row.code for row in grouped} == (SUBJECTS.keys() - SURVEYED if kind is Episode else set())


class TestRun:
    def test_a_good_episode_has_nothing_found(self, good: dict[str, Any]) -> None:
        assert found(wire.build(good), {}) == []

    @pytest.mark.parametrize(
        ("purpose", "severity"),
        [
            ({}, Severity.WARNING),
            ({"MP-R-040": "error"}, Severity.ERROR),
            ({"MP-R-040": "advice"}, Severity.ADVICE),
            ({"MP-R-041": "off"}, Severity.WARNING),
        ],
    )
    def test_a_finding_is_as_grave_as_the_purpose_says(
        self, good: dict[str, Any], purpose: dict[str, str], severity: Severity
    ) -> None:
        del good["reported_at"]

        assert found(wire.build(good), purpose) == [("MP-R-040", "/reported_at", severity)]

    def test_a_rule_that_is_off_finds_nothing(self, good: dict[str, Any]) -> None:
        del good["reported_at"]

        assert found(wire.build(good), {"MP-R-040": "off"}) == []

    def test_a_rule_known_to_be_clear_is_not_run(self, good: dict[str, Any]) -> None:
        good["reporting_force"] = "test-nowhere"

        assert found(wire.build(good), {}, clear=SURVEYED - {"MP-R-020"}) != []
        assert found(wire.build(good), {}, clear={"MP-R-020"}) == []
        assert found(wire.build(good), {}, clear=SURVEYED) == []

    @pytest.mark.parametrize("profile", profiles())
    def test_no_purpose_finds_fault_with_a_good_episode(self, good: dict[str, Any], profile: str) -> None:
        expected = [("MP-R-101", "/outcome")] if profile == "close" else []

        report = wire.check_record(wire.build(good), profile=profile)

        assert [(each.code, each.at) for each in report] == expected

    def test_nothing_is_future_from_a_later_moment(self, good: dict[str, Any]) -> None:
        episode = wire.build(good)
        late, early = datetime(2999, 1, 1, tzinfo=UTC), moment(episode.reported_at or "") - timedelta(minutes=1)

        assert [each.at for each in run(episode, late, plan(Episode, {})) if each.code == "MP-R-005"] == []
        assert [each.at for each in run(episode, early, plan(Episode, {})) if each.code == "MP-R-005"] == [
            "/reported_at"
        ]

    def test_nobody_is_too_old_from_a_moment_before_birth(self, good: dict[str, Any]) -> None:
        good["person"]["date_of_birth"] = "1994"

        ran = run(wire.build(good), datetime(900, 1, 1, tzinfo=UTC), plan(Episode, {}))

        assert [each.at for each in ran if each.code == "MP-R-013"] == []


BARE = {
    "missing_since",
    "reported_at",
    "last_seen",
    "missing_from",
    "officer_in_charge",
    "assessments",
    "actions",
    "review_due_at",
}


def bare(good: dict[str, Any]) -> dict[str, Any]:
    """The episode with only what must be there, and a person of whom nothing is known."""
    return {name: value for name, value in good.items() if name not in BARE} | {"person": {}}


class TestWhatIsNotThere:
    """A rule that has nothing to judge finds nothing, or the one thing that is not there."""

    def test_an_empty_open_episode(self, good: dict[str, Any]) -> None:
        episode = wire.build(bare(good))

        assert sorted((code, at) for code, at, _ in found(episode, {})) == [
            ("MP-R-019", "/person"),
            ("MP-R-030", "/assessments"),
            ("MP-R-040", "/reported_at"),
            ("MP-R-041", "/missing_since"),
            ("MP-R-042", "/actions"),
            ("MP-R-043", "/review_due_at"),
            ("MP-R-044", "/officer_in_charge"),
        ]

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"status": "closed"}, [("MP-R-051", "/prevention_interview"), ("MP-R-052", "/outcome")]),
            ({"status": "located"}, [("MP-R-052", "/outcome")]),
            ({"status": "cancelled"}, []),
            ({"status": "closed", "outcome": {}}, [("MP-R-051", "/prevention_interview"), ("MP-R-052", "/outcome")]),
            ({"outcome": {}}, []),
            ({"outcome": {"place": {}}}, []),
            ({"missing_since": {}}, [("MP-R-041", "/missing_since")]),
            ({"last_seen": {}}, []),
            ({"last_seen": {"window": {}, "place": {}}}, []),
            ({"last_contact": {}}, []),
            ({"missing_from": {}}, []),
            ({"missing_from": {"place": {}}}, []),
            ({"intended_destination": {}}, []),
            ({"sightings": [{}]}, [("MP-R-155", "/sightings/0")]),
            ({"sightings": [{"window": {}, "place": {}}]}, []),
            ({"care": {}}, []),
            ({"officer_in_charge": {"role": "supervisor"}}, [("MP-R-044", "/officer_in_charge")]),
            ({"assessments": [{"category": "absent", "scheme": "acpo-2013", "rationale": "x"}]}, []),
        ],
    )
    def test_an_empty_part(self, good: dict[str, Any], change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
        episode = wire.build(good | change)

        assert [(code, at) for code, at, _ in found(episode, {})] == expected

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"names": [{}]}, [("MP-R-155", "/person/names/0")]),
            ({"addresses": [{}]}, []),
            ({"addresses": [{"place": {}}]}, []),
            ({"relations": [{}]}, []),
            ({"relations": [{"informant": "yes"}]}, []),
            ({"age": {}}, []),
            ({"age": {"min": 5}, "date_of_birth": "2030"}, [("MP-R-011", "/person/date_of_birth")]),
            ({"age": {"max": 3}, "date_of_birth": "2010"}, [("MP-R-010", "/person/age")]),
            (
                {"age": {"min": 121, "max": 130}, "date_of_birth": "1900"},
                [("MP-R-013", "/person/age"), ("MP-R-013", "/person/date_of_birth")],
            ),
            ({"date_of_birth": "1906"}, []),
            ({"identifiers": [{"scheme": "no_check", "value": "7"}]}, [("MP-R-070", "/person/identifiers/0/scheme")]),
        ],
    )
    def test_an_empty_part_of_the_person(
        self, good: dict[str, Any], change: dict[str, Any], expected: list[tuple[str, str]]
    ) -> None:
        good["person"] |= change

        episode = wire.build(good)

        assert sorted((code, at) for code, at, _ in found(episode, {})) == expected


LOWEST = {"scheme": "app-very-low", "level": "very_low", "rationale": "x"}


class TestExploitedChild:
    """MP-R-036, of which each condition alone is not enough."""

    @pytest.mark.parametrize(
        ("person", "assessment", "indicators", "expected"),
        [
            ({"date_of_birth": "2015"}, LOWEST, ["gifts"], ["/assessments/0"]),
            ({"age": {"min": 17}}, LOWEST, ["gifts"], ["/assessments/0"]),
            ({"age": {"min": 18}}, LOWEST, ["gifts"], []),
            ({"age": {"max": 17}}, LOWEST, ["gifts"], ["/assessments/0"]),
            ({}, LOWEST, ["gifts"], []),
            ({"date_of_birth": "1990"}, LOWEST, ["gifts"], []),
            ({"date_of_birth": "2030"}, LOWEST, ["gifts"], []),
            ({"date_of_birth": "2015"}, LOWEST, [], []),
            ({"date_of_birth": "2015"}, LOWEST | {"level": "low"}, ["gifts"], []),
            ({"date_of_birth": "2015"}, {"scheme": "acpo-2013", "category": "absent"}, ["gifts"], ["/assessments/0"]),
            ({"date_of_birth": "2015"}, {"scheme": "acpo-2013"}, ["gifts"], []),
        ],
    )
    def test_only_all_together(
        self,
        good: dict[str, Any],
        person: dict[str, Any],
        assessment: dict[str, Any],
        indicators: list[str],
        expected: list[str],
    ) -> None:
        good |= {"person": person, "assessments": [assessment], "exploitation_indicators": indicators, "answers": []}
        episode = wire.build(good)

        places = [at for code, at, _ in found(episode, {}) if code == "MP-R-036"]

        assert places == expected

    @pytest.mark.parametrize(("answer", "expected"), [("yes", ["/assessments/0"]), ("no", []), ("unknown", [])])
    def test_an_answer_is_a_sign_too(self, good: dict[str, Any], answer: str, expected: list[str]) -> None:
        answers = [{"question": "criminal_exploitation", "answer": answer}]
        good |= {"person": {"date_of_birth": "2015"}, "assessments": [LOWEST], "answers": answers}

        places = [at for code, at, _ in found(wire.build(good), {}) if code == "MP-R-036"]

        assert places == expected
