"""Code lists: each closed list is an enumeration and a table, and the two say the same."""

from __future__ import annotations

from importlib.resources import files

import pytest

from missingpersons.codes import CLOSED, LEVELS, RiskCategory, RiskLevel, RiskScheme, codelist, codelists


@pytest.mark.parametrize("name", codelists())
def test_every_list_has_codes_each_with_a_title_a_definition_and_a_source(name: str) -> None:
    listed = codelist(name)

    assert len(listed) > 0
    assert all(each.title and each.definition and each.source and each.since for each in listed.entries.values())


@pytest.mark.parametrize("name", codelists())
def test_what_takes_the_place_of_a_code_is_a_code_of_the_same_list(name: str) -> None:
    listed = codelist(name)

    assert {each.use_instead for each in listed.entries.values()} - {""} <= set(listed.entries)


def test_every_table_is_in_the_index() -> None:
    tables = {each.name for each in files("missingpersons").joinpath("codelists").iterdir()}

    assert tables - {f"{name}.csv" for name in codelists()} == {"index.csv", "force_codes.csv"}


@pytest.mark.parametrize(("name", "enumeration"), CLOSED.items())
def test_a_closed_list_and_its_enumeration_say_the_same(name: str, enumeration: type) -> None:
    listed = codelist(name)

    assert set(listed.entries) == {str(each) for each in enumeration}


def test_every_closed_list_has_an_enumeration_or_is_written_nowhere() -> None:
    closed = {name for name, about in codelists().items() if about["kind"] == "closed"}

    assert set(CLOSED) <= closed
    assert {about["kind"] for about in codelists().values()} == {"open", "closed"}


def test_a_list_says_what_it_holds() -> None:
    forces = codelist("forces")

    assert "test-north" in forces
    assert "Test North" not in forces
    assert (forces.name, forces.kind) == ("forces", "open")


def test_a_list_that_does_not_exist_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        codelist("../catalogue")


@pytest.mark.parametrize(
    ("level", "rank"),
    [
        (RiskLevel.NO_APPARENT_RISK, 0),
        (RiskLevel.VERY_LOW, 0),
        (RiskLevel.LOW, 1),
        (RiskLevel.MEDIUM, 2),
        (RiskLevel.HIGH, 3),
    ],
)
def test_levels_have_one_order_in_every_scheme(level: RiskLevel, rank: int) -> None:
    assert level.rank == rank


def test_only_one_scheme_has_each_lowest_level() -> None:
    with_none = {scheme for scheme, levels in LEVELS.items() if RiskLevel.NO_APPARENT_RISK in levels}
    with_very_low = {scheme for scheme, levels in LEVELS.items() if RiskLevel.VERY_LOW in levels}

    assert (with_none, with_very_low) == ({RiskScheme.APP_2017}, {RiskScheme.APP_VERY_LOW})
    assert set(LEVELS) == set(RiskScheme)


def test_absent_is_a_category_and_no_level() -> None:
    assert RiskCategory.ABSENT.value not in {each.value for each in RiskLevel}
