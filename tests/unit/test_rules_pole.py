"""The minimum POLE data standards as rules: what the cases of the standard do not reach."""

from __future__ import annotations

from typing import Any

import pytest

from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.findings import Severity
from missingpersons.rules import pole, pole_fields

BOY = {"age": {"min": 7, "max": 9}, "sex": "male"}
"""A boy of about eight. Nobody knows who he is."""

THREE = {"build": "slim", "complexion": "pale", "hair_colour": "none"}
"""Three descriptors of eight."""

MINIMUM = ["MP-R-080", "MP-R-081", "MP-R-082", "MP-R-083", "MP-R-084", "MP-R-085", "MP-R-086"]
OF_NOBODY = [code for code in MINIMUM if code != "MP-R-082"]
"""Where neither an age nor a date of birth is recorded, that is one thing that is missing: MP-R-083."""

FIELDS = ["MP-R-090", "MP-R-091", "MP-R-092", "MP-R-093", "MP-R-094", "MP-R-095"]


def found(tree: dict[str, Any], profile: str, codes: list[str]) -> list[tuple[str, Severity]]:
    report = wire.check_record(wire.build(tree), profile=profile)
    return sorted((each.code, each.severity) for each in report if each.code in codes)


class TestHowGrave:
    """Nobody is asked while a report is taken, nobody is kept back from circulating, and nothing is refused."""

    @pytest.mark.parametrize(
        ("profile", "severity"),
        [("circulate", Severity.WARNING), ("transfer", Severity.ERROR), ("close", Severity.WARNING)],
    )
    def test_what_is_missing_of_an_empty_person(self, good: dict[str, Any], profile: str, severity: Severity) -> None:
        good["person"] = {}

        assert found(good, profile, MINIMUM) == [(code, severity) for code in OF_NOBODY]

    def test_nothing_is_said_while_the_report_is_taken(self, good: dict[str, Any]) -> None:
        good["person"] = {}

        assert found(good, "record", MINIMUM) == []

    def test_a_boy_whose_name_nobody_knows_can_be_circulated(self, good: dict[str, Any]) -> None:
        good["person"] = BOY

        assert wire.check_record(wire.build(good), profile="circulate").ok

    @pytest.mark.parametrize(
        ("profile", "codes"),
        [("record", FIELDS[:2]), ("circulate", FIELDS), ("transfer", FIELDS), ("close", FIELDS)],
    )
    def test_what_does_not_fit_a_field_is_advice(self, good: dict[str, Any], profile: str, codes: list[str]) -> None:
        names = [{"given": ["A" * 36, "Amara Zoe"], "family": "Lanyon 2"}]
        good["person"] |= {"names": names, "phones": [{"number": "07700 900123"}]}
        good |= {"vehicles": [{"registration": "TE57 VRM"}], "last_seen": {"place": {"lines": ["L" * 36]}}}

        assert found(good, profile, FIELDS) == [(code, Severity.ADVICE) for code in codes]


class TestDescriptors:
    """Each of the eight counts, and counts once."""

    @pytest.mark.parametrize(
        "person",
        [
            {"gender": "non_binary"},
            {"ethnicity_self_defined": "arab"},
            {"ethnicity_observed": "black"},
            {"marks": [{}, {"kind": "scar"}]},
            {"marks": [{"site": "left_hand"}]},
            {"marks": [{"text": "an anchor"}]},
            {"description": THREE | {"eye_left": "blue"}},
            {"description": THREE | {"eye_right": "blue"}},
        ],
    )
    def test_is_the_fourth(self, good: dict[str, Any], person: dict[str, Any]) -> None:
        good["person"] = {"description": THREE} | person

        assert found(good, "circulate", ["MP-R-086"]) == []

    @pytest.mark.parametrize(
        "person",
        [
            {},
            {"sex": "female"},
            {"gender": "unknown"},
            {"ethnicity_self_defined": "prefer_not_to_say", "ethnicity_observed": "not_recorded"},
            {"marks": [{}, {"side": "left"}]},
            {"description": THREE | {"eye_left": "unknown", "hair_style": "short", "text": "tall"}},
        ],
    )
    def test_is_not_a_fourth(self, good: dict[str, Any], person: dict[str, Any]) -> None:
        good["person"] = {"description": THREE} | person

        assert found(good, "circulate", ["MP-R-086"]) == [("MP-R-086", Severity.WARNING)]


class TestJoin:
    def test_every_kind_of_home_is_in_its_list(self) -> None:
        assert pole.LIVED_IN - {None} <= set(codelist("address_kinds").entries)

    def test_every_code_that_says_nothing_is_in_a_list_of_a_descriptor(self) -> None:
        lists = ("genders", "builds", "complexions", "eye_colours", "hair_colours")
        ethnicities = ("ethnicities_self_defined", "ethnicities_observed")
        listed = {code for name in (*lists, *ethnicities) for code in codelist(name).entries}

        assert pole.SAYS_NOTHING - {None} <= listed


class TestNames:
    @pytest.mark.parametrize("name", ["D'Arcy", "Nic-Dhonnchadha", "de la Cruz", "Ó Súilleabháin", "Zoe\u0308", "小明"])
    def test_is_a_name(self, good: dict[str, Any], name: str) -> None:
        good["person"]["names"] = [{"given": ["Amara"], "family": name}]

        assert found(good, "circulate", FIELDS) == []

    @pytest.mark.parametrize(
        "name", ["Lanyon2", "Lan.yon", "Lanyon;", "Lan\tyon", "Lan_yon", "Lan\u00a0yon", "\u0308", "-'"]
    )
    def test_has_something_that_no_name_has(self, good: dict[str, Any], name: str) -> None:
        good["person"]["names"] = [{"given": ["Amara"], "family": name}]

        assert found(good, "record", FIELDS) == [("MP-R-091", Severity.ADVICE)]

    @pytest.mark.parametrize("mark", sorted(pole_fields.APOSTROPHES | pole_fields.JOINERS))
    def test_one_list_of_marks_is_enough(self, mark: str) -> None:
        # What is a letter anyway need not be listed.
        assert not mark.isalpha()
