"""What an episode is ready for: each purpose's own verdict on one record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import missingpersons as mp
from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.findings import Severity, profiles
from missingpersons.models import Episode
from missingpersons.rules import minimum


def ready(tree: dict[str, Any]) -> set[str]:
    return {name for name, report in mp.readiness(wire.build(tree, Episode)).items() if report.ok}


def found(tree: dict[str, Any], name: str) -> list[tuple[str, Severity, str]]:
    return [(each.code, each.severity, each.at) for each in mp.readiness(wire.build(tree, Episode))[name]]


def first_minute(good: dict[str, Any]) -> dict[str, Any]:
    kept = {"document_type", "standard_version", "episode_id", "revision", "tenure", "recorded_at", "owner_force"}
    return {name: value for name, value in good.items() if name in kept} | {"status": "open", "person": {}}


class TestReadiness:
    def test_has_every_profile_in_order(self, good: dict[str, Any]) -> None:
        assert list(mp.readiness(wire.build(good, Episode))) == list(profiles())

    @pytest.mark.parametrize("name", profiles())
    def test_a_verdict_is_what_check_says_for_that_profile(self, good: dict[str, Any], name: str) -> None:
        tree = first_minute(good)

        verdict = mp.readiness(wire.build(tree, Episode))[name]

        assert verdict == mp.check(wire.encode(tree), profile=name)

    def test_a_good_episode_is_ready_for_everything_but_its_end(self, good: dict[str, Any]) -> None:
        assert ready(good) == set(profiles()) - {"close"}

    def test_a_report_in_its_first_minute_is_ready_to_be_recorded(self, good: dict[str, Any]) -> None:
        assert ready(first_minute(good)) == {"record"}

    def test_a_moment_may_be_given(self, good: dict[str, Any]) -> None:
        good["publicity"][0]["expires_at"] = "2030-01-01T00:00:00Z"
        episode = wire.build(good, Episode)

        late = mp.readiness(episode, as_of=datetime(2030, 1, 1, tzinfo=UTC))

        assert [name for name, report in late.items() if not report.ok] == ["close", "appeal"]
        assert [each.code for each in late["appeal"]] == ["MP-R-107"]

    def test_nobody_can_change_it(self, good: dict[str, Any]) -> None:
        verdicts = mp.readiness(wire.build(good, Episode))

        with pytest.raises(TypeError):
            verdicts["record"] = mp.Report(())  # type: ignore[index]


class TestWhatIsMissing:
    """Each purpose names its own gaps, and how grave they are for it."""

    @pytest.mark.parametrize(
        ("name", "errors"),
        [
            ("record", []),
            (
                "notify-ukmpu",
                [("MP-R-041", "/missing_since"), ("MP-R-044", "/officer_in_charge"), ("MP-R-019", "/person")],
            ),
            ("appeal", [("MP-R-019", "/person"), ("MP-R-107", "/publicity")]),
            (
                "statistics",
                [
                    ("MP-R-112", "/assessments"),
                    ("MP-R-041", "/missing_since"),
                    ("MP-R-083", "/person/age"),
                    ("MP-R-110", "/person/gender"),
                    ("MP-R-040", "/reported_at"),
                ],
            ),
            (
                "interpol-yellow",
                [("MP-R-106", "/person"), ("MP-R-103", "/person/sex"), ("MP-R-040", "/reported_at")],
            ),
        ],
    )
    def test_in_the_first_minute(self, good: dict[str, Any], name: str, errors: list[tuple[str, str]]) -> None:
        told = found(first_minute(good), name)

        assert [(code, at) for code, severity, at in told if severity is Severity.ERROR] == errors

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("notify-ukmpu", [("MP-R-100", Severity.WARNING, "/status")]),
            ("appeal", [("MP-R-100", Severity.ERROR, "/status")]),
            ("interpol-yellow", [("MP-R-100", Severity.ERROR, "/status")]),
            ("statistics", []),
            ("close", [("MP-R-219", Severity.WARNING, "/publicity/0")]),
            ("circulate", [("MP-R-219", Severity.ADVICE, "/publicity/0")]),
        ],
    )
    def test_of_somebody_who_was_found(
        self, good: dict[str, Any], name: str, expected: list[tuple[str, Severity, str]]
    ) -> None:
        at = good["recorded_at"]
        outcome = {"found_at": at, "found_by": "police", "condition": "safe_and_well", "reasons": ["school"]}
        outcome["found_in_force"] = "test-north"
        good |= {"status": "closed", "outcome": outcome, "prevention_interview": {"held_at": at}}

        assert found(good, name) == expected

    @pytest.mark.parametrize("name", ["appeal", "interpol-yellow"])
    def test_of_somebody_who_was_found_and_is_still_open(self, good: dict[str, Any], name: str) -> None:
        good["outcome"] = {"found_at": good["recorded_at"]}

        assert found(good, name) == [("MP-R-050", Severity.ERROR, "/status")]


class TestDescribed:
    """Every field that says what a body looks like is a description, and no other is."""

    @pytest.mark.parametrize(
        "looks",
        [
            {"build": "slim"},
            {"complexion": "pale"},
            {"hair_colour": "grey"},
            {"hair_style": "curly"},
            {"hair_length": "long"},
            {"facial_hair": "beard"},
            {"eye_left": "blue"},
            {"eye_right": "blue"},
            {"eyewear": "glasses"},
            {"height_min_cm": 150},
            {"height_max_cm": 150},
            {"weight_min_kg": 50},
            {"weight_max_kg": 50},
            {"gait": "a limp"},
            {"text": "freckles"},
        ],
    )
    def test_is_a_description(self, good: dict[str, Any], looks: dict[str, Any]) -> None:
        good["person"] = {"description": looks}

        assert minimum.is_described(wire.build(good, Episode).person)

    @pytest.mark.parametrize(
        "person",
        [
            {},
            {"description": {}},
            {"description": {"build": "unknown", "handedness": "left", "accent": "Welsh"}},
            {"marks": [{}, {"side": "left"}]},
            {"clothing": [{"text": "red coat"}], "effects": [{"text": "a ring"}]},
        ],
    )
    def test_is_none(self, good: dict[str, Any], person: dict[str, Any]) -> None:
        good["person"] = person

        assert not minimum.is_described(wire.build(good, Episode).person)

    @pytest.mark.parametrize("mark", [{"kind": "scar"}, {"site": "left_hand"}, {"text": "an anchor"}])
    def test_a_mark_is_one(self, good: dict[str, Any], mark: dict[str, str]) -> None:
        good["person"] = {"marks": [mark]}

        assert minimum.is_described(wire.build(good, Episode).person)


class TestMeans:
    @pytest.mark.parametrize("shows", sorted(each for each in minimum.SHOW_THE_PERSON if each))
    def test_a_picture_of_the_person_is_one(self, good: dict[str, Any], shows: str) -> None:
        good["person"] = {"photos": [{"photo_id": "TEST-P-1", "shows": shows}]}

        assert minimum.has_means(wire.build(good, Episode).person)

    @pytest.mark.parametrize("kind", sorted(minimum.PRINTS_AND_DNA | minimum.DENTAL | {"dna_relative"}))
    @pytest.mark.parametrize("availability", ["held", "can_be_got", "not_available", "not_asked"])
    def test_a_material_is_one_if_it_is_held_and_can_be_compared(
        self, good: dict[str, Any], kind: str, availability: str
    ) -> None:
        good["person"] = {"availability": [{"kind": kind, "availability": availability}]}

        expected = kind in ("fingerprints", "dna_profile_held") and availability == "held"
        assert minimum.has_means(wire.build(good, Episode).person) is expected


class TestJoin:
    def test_every_code_is_in_its_list(self) -> None:
        assert minimum.SHOW_THE_PERSON - {None} <= set(codelist("photo_subjects").entries)
        assert set(codelist("identifying_materials").entries) >= minimum.PRINTS_AND_DNA | minimum.DENTAL
