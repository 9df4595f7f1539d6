"""The schemes of levels as data: what each has, and what a level is in another."""

from __future__ import annotations

import itertools
import json

import pytest

from missingpersons.codes import LEVELS, RiskCategory, RiskLevel, RiskScheme, codelist
from missingpersons.due.intervals import library_intervals
from missingpersons.resources import schemas_directory
from missingpersons.risk.schemes import Mapped, above_lowest, lowest_level, schemes, translate

ABSENT = RiskCategory.ABSENT
NO_APPARENT_RISK, VERY_LOW, LOW, MEDIUM, HIGH = RiskLevel
OLD, WITH_ABSENT, APP_2017, CURRENT, SCOTLAND = RiskScheme


class TestJoin:
    def test_every_scheme_is_described_and_no_other(self) -> None:
        assert list(schemes()) == list(RiskScheme) == [RiskScheme(each) for each in codelist("risk_schemes").entries]

    @pytest.mark.parametrize("scheme", RiskScheme)
    def test_a_scheme_has_the_levels_of_the_enumeration_from_the_lowest(self, scheme: RiskScheme) -> None:
        levels = [each.code for each in schemes()[scheme].levels]

        assert set(levels) == LEVELS[scheme]
        assert [each.step for each in schemes()[scheme].levels] == [RiskLevel(each).rank for each in levels]
        assert levels == sorted(levels, key=lambda level: RiskLevel(level).rank)

    def test_absent_is_a_category_of_one_scheme_and_a_level_of_none(self) -> None:
        having = {scheme: [each.code for each in about.categories] for scheme, about in schemes().items()}

        assert having == {each: [ABSENT] if each is WITH_ABSENT else [] for each in RiskScheme}

    @pytest.mark.parametrize("scheme", RiskScheme)
    def test_each_says_what_is_not_verified_and_whose_it_is(self, scheme: RiskScheme) -> None:
        about = schemes()[scheme]

        assert about.title == codelist("risk_schemes").entries[scheme].title
        assert all((about.source, about.not_verified, about.nation, about.began))
        assert {each.verified for each in about.levels} <= {"read", "secondary", "unverified"}
        assert all(each.label and each.definition for each in (*about.levels, *about.categories))

    def test_what_could_not_be_read_is_not_said_to_have_been(self) -> None:
        assert {each.verified for each in schemes()[CURRENT].levels} == {"unverified"}

    @pytest.mark.parametrize(
        ("scheme", "lowest", "above"),
        [
            (OLD, LOW, MEDIUM),
            (WITH_ABSENT, LOW, MEDIUM),
            (APP_2017, NO_APPARENT_RISK, LOW),
            (CURRENT, VERY_LOW, LOW),
            (SCOTLAND, LOW, MEDIUM),
        ],
    )
    def test_the_lowest_and_the_one_above(self, scheme: RiskScheme, lowest: RiskLevel, above: RiskLevel) -> None:
        assert (lowest_level(scheme), above_lowest(scheme)) == (lowest, above)


class TestPublished:
    """What risk.json says of a scheme is what its description says, word for word."""

    @pytest.mark.parametrize("scheme", RiskScheme)
    def test_a_scheme_is_published_as_it_is(self, scheme: RiskScheme) -> None:
        told = json.loads((schemas_directory() / "risk.json").read_text(encoding="utf-8"))["schemes"][scheme]

        assert schemes()[scheme].as_dict() == {key: each for key, each in told.items() if key != "translations"}

    def test_what_there_is_not_is_left_out(self) -> None:
        current, absent = schemes()[CURRENT].as_dict(), schemes()[WITH_ABSENT].as_dict()

        assert {"until", "categories"} & set(current) == set()
        assert (schemes()[CURRENT].ended, schemes()[CURRENT].no_lower_step) == ("", "")
        assert (absent["until"], [each["code"] for each in absent["categories"]]) == ("2017-01", ["absent"])


class TestTranslate:
    @pytest.mark.parametrize(
        ("level", "source", "target", "expected"),
        [
            (ABSENT, WITH_ABSENT, APP_2017, NO_APPARENT_RISK),
            (ABSENT, WITH_ABSENT, CURRENT, VERY_LOW),
            (NO_APPARENT_RISK, APP_2017, CURRENT, VERY_LOW),
            (VERY_LOW, CURRENT, APP_2017, NO_APPARENT_RISK),
            (LOW, SCOTLAND, CURRENT, LOW),
            (MEDIUM, OLD, SCOTLAND, MEDIUM),
            (HIGH, CURRENT, OLD, HIGH),
        ],
    )
    def test_goes_by_the_order(
        self, level: RiskLevel | RiskCategory, source: RiskScheme, target: RiskScheme, expected: RiskLevel
    ) -> None:
        mapped = translate(level, source, target)

        assert (mapped.level, mapped.lossy) == (expected, True)
        assert mapped.reason

    @pytest.mark.parametrize(
        ("level", "source", "target"),
        [
            (ABSENT, WITH_ABSENT, SCOTLAND),
            (ABSENT, WITH_ABSENT, OLD),
            (NO_APPARENT_RISK, APP_2017, SCOTLAND),
            (VERY_LOW, CURRENT, SCOTLAND),
            (VERY_LOW, CURRENT, OLD),
            (VERY_LOW, CURRENT, WITH_ABSENT),
        ],
    )
    def test_is_undefined_where_the_other_has_no_such_step_and_says_why(
        self, level: RiskLevel | RiskCategory, source: RiskScheme, target: RiskScheme
    ) -> None:
        mapped = translate(level, source, target)

        assert (mapped.level, mapped.lossy) == (None, True)
        assert mapped.reason == (
            schemes()[SCOTLAND].no_lower_step
            if target is SCOTLAND
            else "The other scheme has no level below low, and a category is no level."
        )

    def test_low_in_scotland_may_be_very_low_elsewhere_and_says_so(self) -> None:
        assert "declined to adopt absent" in translate(LOW, SCOTLAND, CURRENT).reason
        assert "declined to adopt absent" not in translate(LOW, SCOTLAND, OLD).reason

    def test_within_a_scheme_nothing_is_lost(self) -> None:
        assert [translate(each, CURRENT, CURRENT) for each in (VERY_LOW, HIGH)] == [
            Mapped(VERY_LOW, lossy=False, reason="The same scheme."),
            Mapped(HIGH, lossy=False, reason="The same scheme."),
        ]

    def test_a_category_is_no_level_of_its_own_scheme(self) -> None:
        reason = "It is a category of the same scheme, and no level."

        assert translate(ABSENT, WITH_ABSENT, WITH_ABSENT) == Mapped(None, lossy=False, reason=reason)

    @pytest.mark.parametrize(
        ("level", "source", "target", "reason"),
        [
            (HIGH, CURRENT, OLD, "The order is the same; the definitions differ."),
            (
                ABSENT,
                WITH_ABSENT,
                CURRENT,
                "A category of people who were not treated as missing becomes the lowest level.",
            ),
        ],
    )
    def test_it_says_what_is_lost(
        self, level: RiskLevel | RiskCategory, source: RiskScheme, target: RiskScheme, reason: str
    ) -> None:
        assert translate(level, source, target).reason == reason

    @pytest.mark.parametrize(("level", "scheme"), [(VERY_LOW, SCOTLAND), (ABSENT, APP_2017), (NO_APPARENT_RISK, OLD)])
    def test_a_level_that_the_scheme_has_not_is_refused(
        self, level: RiskLevel | RiskCategory, scheme: RiskScheme
    ) -> None:
        with pytest.raises(ValueError, match=r"^that scheme has no such level or category$"):
            translate(level, scheme, CURRENT)

    def test_never_changes_the_order(self) -> None:
        for source, target in itertools.product(RiskScheme, repeat=2):
            steps = (translate(each.code, source, target).level for each in schemes()[source].levels)
            ranks = [each.rank for each in steps if each]
            assert ranks == sorted(ranks)


class TestDefault:
    def test_one_scheme_is_for_all_that_no_other_is_for(self) -> None:
        assert [code for code, each in schemes().items() if each.default_for.others] == [CURRENT]

    def test_the_others_are_for_definitions_and_forces_that_there_are_each_once(self) -> None:
        definitions = [each for about in schemes().values() for each in about.default_for.definitions]
        forces = [each for about in schemes().values() for each in about.default_for.owner_forces]

        assert sorted(set(definitions)) == sorted(definitions) == ["scotland_2017"]
        assert sorted(set(forces)) == sorted(forces)
        assert set(forces) <= set(codelist("forces").entries)

    def test_the_forces_of_scotland_are_those_of_its_intervals(self) -> None:
        nations = library_intervals().nations

        assert set(schemes()[SCOTLAND].default_for.owner_forces) == {
            force for force, nation in nations.items() if nation == "scotland"
        }
