"""The national return: one row an incident, nothing by which somebody is known, and nothing surer than it is."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from tests.property.carried import example_episodes, generated_episodes

from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.converters import ukmpu, ukmpu_lists
from missingpersons.converters.formats import Writing
from missingpersons.models import Episode


def row(tree: dict[str, Any]) -> tuple[dict[str, str], set[tuple[str, str]]]:
    out = io.BytesIO()
    (told,) = ukmpu.write([("in:1", wire.parse(wire.encode(tree), Episode))], out, Writing())
    header, cells = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    filled = {name.partition(" ")[0]: cell for name, cell in zip(header, cells, strict=True) if cell}
    return filled, {(each.code, each.at) for each in told.findings}


@pytest.fixture
def bare(good: dict[str, Any]) -> dict[str, Any]:
    must = ("document_type", "standard_version", "episode_id", "revision", "tenure", "recorded_at", "owner_force")
    return {**{name: good[name] for name in must}, "status": "closed", "person": {}}


def test_an_incident_of_which_little_is_known(bare):
    cells, found = row(bare)

    assert cells == {"force": bare["owner_force"], "status": "closed", "risk": "NOT_STATED"}
    assert {code for code, _ in found} == {"MP-C-040"}


def test_an_incident_of_which_much_is_known(bare):
    bare |= {
        "reporting_force": "test-south",
        "reported_at": "2026-03-31T23:30:00+01:00",
        "person": {
            "date_of_birth": "2011-06",
            "gender": "trans_male",
            "sex": "female",
            "ethnicity_observed": "arabic_north_african",
            "ethnicity_self_defined": "arab",
            "vulnerabilities": ["cse", "substance_drugs", "substance_alcohol", "gangs"],
        },
        "assessments": [
            {"scheme": "app-2017", "level": "high"},
            {"scheme": "app-very-low", "level": "very_low"},
        ],
        "reasons": ["debt"],
        "outcome": {
            "found_at": "2026-04-01T07:29:59+01:00",
            "found_by": "made_contact",
            "harms": ["none"],
            "reasons": ["school", "bullying"],
            "distance": "km_1_5",
        },
        "missing_from": {"kind": "hotel"},
        "care": {"status": "child_in_need"},
        "publicity": [{"basis": "consent", "channels": ["local_media", "force_website", "partner_agencies"]}],
    }

    cells, found = row(bare)

    assert cells == {
        "force": "test-south",
        "year": "2025/26",
        "status": "closed",
        "child_or_adult": "child",
        "age_band_2016": "A12_14",
        "age_band_2019": "A12_17",
        "gender": "transgender",
        "ethnicity": "MIDDLE_EASTERN",
        "risk": "NO_APPARENT_RISK",
        "risk_scheme": "app-very-low",
        "vulnerability": "CSE; DRUGS_ALCOHOL",
        "duration": "H00_08",
        "harm": "NONE",
        "found_by": "CONTACT_BY_PHONE",
        "reason": "SCHOOL",
        "missing_from": "OTHER",
        "missing_from_care": "no",
        "distance": "km_1_5",
        "publicity": "PRESS_SOCIAL",
    }
    assert {at for code, at in found if code == "MP-C-084"} == {
        "/person/vulnerabilities/3",
        "/outcome/reasons/1",
        "/publicity/0/channels/2",
    }
    assert {("MP-C-040", "/assessments/0"), ("MP-C-040", "/reasons"), ("MP-C-040", "/person/sex")} <= found


@pytest.mark.parametrize(
    ("born", "child_or_adult", "band"),
    [("2008-03-01", "adult", "A18_24"), ("2008-03-02", "child", "A15_17"), ("2008", None, None), ("1900", None, None)],
)
def test_eighteen_on_the_day(bare, born, child_or_adult, band):
    cells, _ = row({**bare, "reported_at": "2026-03-01T10:00:00Z", "person": {"date_of_birth": born}})

    assert (cells.get("child_or_adult"), cells.get("age_band_2016")) == (child_or_adult, band)


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ({"date_of_birth": "2007"}, {"/person"}),
        ({"age": {"min": 10, "max": 40, "basis": "stated"}}, {"/person/age/min", "/person/age/max"}),
    ],
)
def test_an_age_that_is_in_no_band_is_set_aside(bare, told, at):
    cells, found = row({**bare, "reported_at": "2025-09-01T10:00:00Z", "person": told})

    assert cells.keys().isdisjoint(("child_or_adult", "age_band_2016", "age_band_2019"))
    assert {place for code, place in found if code == "MP-C-084"} == at
    assert {place for code, place in found if code == "MP-C-041"} == {"/reported_at"}


@pytest.mark.parametrize(
    ("hours", "band"),
    [(0, "H00_08"), (8, "H08_16"), (23, "H16_24"), (24, "H24_48"), (48, "D02_07"), (168, "D07_28"), (672, "D28_OVER")],
)
def test_how_long(bare, hours, band):
    found = f"2026-03-{1 + hours // 24:02}T{hours % 24:02}:00:00Z"

    cells, _ = row({**bare, "reported_at": "2026-03-01T00:00:00Z", "outcome": {"found_at": found}})

    assert cells["duration"] == band


def test_found_before_it_was_reported_lasts_nothing_that_can_be_said(bare):
    since = {"latest": "2026-03-01T10:00:00Z"}

    cells, found = row({**bare, "missing_since": since, "outcome": {"found_at": "2026-03-01T09:00:00Z"}})

    assert "duration" not in cells
    assert {("MP-C-040", "/missing_since"), ("MP-C-040", "/outcome")} <= found


def test_nothing_by_which_somebody_is_known_is_written():
    for name, episode in [*example_episodes(), *generated_episodes(25)]:
        out = io.BytesIO()
        list(ukmpu.write([(name, episode)], out, Writing()))

        _, cells = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))

        person = episode.person
        said = {text for each in person.names for text in (*each.given, each.family, each.full) if text}
        said |= {str(episode.episode_id), str(episode.local_reference), str(person.date_of_birth)}
        assert not said & set(cells)


@pytest.mark.parametrize(
    "name", sorted(name for name in vars(ukmpu_lists) if isinstance(getattr(ukmpu_lists, name), ukmpu_lists.Labels))
)
def test_every_code_is_one_of_the_record_and_has_one_label(name):
    lists = {
        "GENDERS": "genders",
        "SEXES": "sexes",
        "OBSERVED": "ethnicities_observed",
        "SELF_DEFINED": "ethnicities_self_defined",
        "LEVELS": "risk_levels",
        "CATEGORIES": "risk_categories",
        "VULNERABILITIES": "vulnerabilities",
        "HARMS": "harms",
        "FATAL": "fatal_outcomes",
        "FOUND_BY": "found_by",
        "MISSING_FROM": "missing_from_kinds",
        "REASONS": "reasons",
        "PUBLICITY": "publicity_channels",
        "CARE": "care_statuses",
    }
    labels = getattr(ukmpu_lists, name)

    assert not labels.exact.keys() & labels.near.keys()
    assert labels.exact.keys() | labels.near.keys() <= codelist(lists[name]).entries.keys()


def test_what_nobody_has_confirmed_says_so_in_its_heading():
    out = io.BytesIO()

    list(ukmpu.write([], out, Writing()))

    (header,) = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    unmarked = {name for name in header if "[" not in name}
    assert unmarked == {"year", "child_or_adult", "publicity"}
    assert {"duration [unverified]", "fatal_outcome [unverified]", "found_by [unverified]"} <= set(header)


LABELS = """
missing_from kind: home HOME, foster_home FOSTER, childrens_home CHILDRENS_HOME, hospital HOSPITAL_GENERAL,
 care_home CARE_HOME_ADULT, mental_health_unit HOSPITAL_MH, school SCHOOL, public_place PUBLIC_PLACE, other OTHER,
 supported_accommodation SUPPORTED_16_17, residential_school OTHER, custody OTHER
found_by: police POLICE, returned_self RETURNED_SELF, family FAMILY, friend FRIEND, member_of_public PUBLIC,
 care_or_health_staff STAFF, other_agency OTHER_AGENCY, unknown UNKNOWN, made_contact CONTACT_BY_PHONE
fatal_outcome: suicide SUICIDE, accident ACCIDENT_OR_MISADVENTURE, natural_causes NATURAL_CAUSES, homicide HOMICIDE,
 undetermined UNDETERMINED_OR_NOT_KNOWN, not_yet_known UNDETERMINED_OR_NOT_KNOWN
harm: none NONE, physical_injury HURT_OR_HARMED, sexual_offence SEXUAL_OFFENCE, fatal FATAL, assault HURT_OR_HARMED,
 overdose HURT_OR_HARMED, exposure HURT_OR_HARMED, missed_medication HURT_OR_HARMED,
 sexual_exploitation SEXUAL_OFFENCE, self_harm SELF_HARM_OR_ATTEMPTED_SUICIDE,
 suicide_attempt SELF_HARM_OR_ATTEMPTED_SUICIDE, robbery_or_theft OTHER_CRIME, other_crime OTHER_CRIME,
 criminal_exploitation OTHER_CRIME, trafficking OTHER_CRIME, abduction OTHER_CRIME, domestic_abuse OTHER_CRIME
gender: male male, female female, unknown unknown, trans_male transgender, trans_female transgender
ethnicity: black BLACK, asian ASIAN, chinese_japanese_se_asian CHINESE_JAPANESE_SEA, mixed MIXED,
 white_north_european WHITE, white_south_european WHITE, arabic_north_african MIDDLE_EASTERN,
 not_recorded OTHER_UNKNOWN
risk: no_apparent_risk NO_APPARENT_RISK, low LOW, medium MEDIUM, high HIGH, very_low NO_APPARENT_RISK
missing_from_care: looked_after_s20 yes, looked_after_s31 yes, remand yes, police_protection yes, uasc yes,
 not_cared_for no, care_leaver no, child_protection_plan no, child_in_need no
vulnerability: cse CSE, cce CCE, county_lines COUNTY_LINES, mental_health MENTAL_HEALTH, dementia DEMENTIA,
 looked_after LOOKED_AFTER, learning_disability LEARNING_DISABILITY,
 trafficking_modern_slavery MODERN_SLAVERY_TRAFFICKING, physical_disability_illness PHYSICAL_DISABILITY_MEDICAL,
 domestic_abuse_victim DOMESTIC_ABUSE, substance_drugs DRUGS_ALCOHOL, substance_alcohol DRUGS_ALCOHOL,
 suicide_ideation SELF_HARM_SUICIDE, self_harm_history SELF_HARM_SUICIDE
reason: family_conflict FAMILY_CONFLICT, relationship RELATIONSHIP, mental_health MENTAL_HEALTH, school SCHOOL,
 debt DEBT, dementia_or_confusion DEMENTIA_OR_CONFUSION, care_placement CARE_PLACEMENT,
 drugs_or_alcohol DRUGS_OR_ALCOHOL, exploitation EXPLOITATION, domestic_abuse DOMESTIC_ABUSE,
 boundary_testing BOUNDARY_TESTING, lost_or_unintentional LOST_OR_UNINTENTIONAL, not_missing NOT_MISSING,
 unknown UNKNOWN, suicide_intent MENTAL_HEALTH, trafficking EXPLOITATION
publicity: missing_people MISSING_PEOPLE_CHARITY, force_website PRESS_SOCIAL, force_social_media PRESS_SOCIAL,
 press_release PRESS_SOCIAL, local_media PRESS_SOCIAL, national_media PRESS_SOCIAL, press_conference PRESS_SOCIAL
"""
# Written by hand from the published tables and what they say of each value: never from the converter's own lists.
PUT = {
    "missing_from": lambda code: {"missing_from": {"kind": code}},
    "found_by": lambda code: {"outcome": {"found_by": code}},
    "fatal_outcome": lambda code: {"outcome": {"fatal_outcome": code}},
    "harm": lambda code: {"outcome": {"harms": [code]}},
    "gender": lambda code: {"person": {"gender": code}},
    "ethnicity": lambda code: {"person": {"ethnicity_observed": code}},
    "risk": lambda code: {"assessments": [{"scheme": "app-2017", "level": code}]},
    "missing_from_care": lambda code: {"care": {"status": code}},
    "vulnerability": lambda code: {"person": {"vulnerabilities": [code]}},
    "reason": lambda code: {"reasons": [code]},
    "publicity": lambda code: {"publicity": [{"basis": "consent", "channels": [code]}]},
}
EXPECTED = [
    (column.split()[0], *pair.split())
    for column, _, pairs in (line.partition(":") for line in LABELS.replace("\n ", " ").strip().splitlines())
    for pair in pairs.split(",")
]


@pytest.mark.parametrize(("column", "code", "label"), EXPECTED)
def test_each_code_stands_under_its_own_label(bare, column, code, label):
    cells, _ = row({**bare, **PUT[column](code)})

    assert cells[column] == label
