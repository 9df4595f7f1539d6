"""The code lists of the annual data return, as far as they have been seen, and what of the record each takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from missingpersons.values.dates import OLDEST

SEEN = ""
SECOND_HAND = "secondary source"
UNVERIFIED = "unverified"
LIBRARY = "library list"


@dataclass(frozen=True, slots=True)
class Labels:
    """What the return calls a code of the record: exactly, or the nearest that it has."""

    exact: Mapping[str, str]
    near: Mapping[str, str]


def _labels(exact: str, near: str = "") -> Labels:
    return Labels(*(MappingProxyType(dict(pair.split("=") for pair in text.split())) for text in (exact, near)))


GENDERS = _labels("male=male female=female unknown=unknown", "trans_male=transgender trans_female=transgender")
SEXES = _labels("", "male=male female=female unknown=unknown")
OBSERVED = _labels(
    "black=BLACK asian=ASIAN chinese_japanese_se_asian=CHINESE_JAPANESE_SEA mixed=MIXED",
    "white_north_european=WHITE white_south_european=WHITE arabic_north_african=MIDDLE_EASTERN "
    "not_recorded=OTHER_UNKNOWN",
)
SELF_DEFINED = _labels(
    "",
    "white_british=WHITE white_irish=WHITE white_gypsy_or_irish_traveller=WHITE white_roma=WHITE white_other=WHITE "
    "mixed_white_and_black_caribbean=MIXED mixed_white_and_black_african=MIXED mixed_white_and_asian=MIXED "
    "mixed_other=MIXED asian_indian=ASIAN asian_pakistani=ASIAN asian_bangladeshi=ASIAN asian_other=ASIAN "
    "asian_chinese=CHINESE_JAPANESE_SEA black_african=BLACK black_caribbean=BLACK black_other=BLACK "
    "arab=MIDDLE_EASTERN other=OTHER_UNKNOWN prefer_not_to_say=OTHER_UNKNOWN unknown=OTHER_UNKNOWN",
)
LEVELS = _labels("no_apparent_risk=NO_APPARENT_RISK low=LOW medium=MEDIUM high=HIGH", "very_low=NO_APPARENT_RISK")
CATEGORIES = _labels("", "absent=NO_APPARENT_RISK")
VULNERABILITIES = _labels(
    "cse=CSE cce=CCE county_lines=COUNTY_LINES mental_health=MENTAL_HEALTH dementia=DEMENTIA looked_after=LOOKED_AFTER "
    "learning_disability=LEARNING_DISABILITY trafficking_modern_slavery=MODERN_SLAVERY_TRAFFICKING "
    "physical_disability_illness=PHYSICAL_DISABILITY_MEDICAL",
    "domestic_abuse_victim=DOMESTIC_ABUSE substance_drugs=DRUGS_ALCOHOL substance_alcohol=DRUGS_ALCOHOL "
    "suicide_ideation=SELF_HARM_SUICIDE self_harm_history=SELF_HARM_SUICIDE",
)
HARMS = _labels(
    "none=NONE physical_injury=HURT_OR_HARMED sexual_offence=SEXUAL_OFFENCE fatal=FATAL",
    "assault=HURT_OR_HARMED overdose=HURT_OR_HARMED exposure=HURT_OR_HARMED missed_medication=HURT_OR_HARMED "
    "sexual_exploitation=SEXUAL_OFFENCE self_harm=SELF_HARM_OR_ATTEMPTED_SUICIDE "
    "suicide_attempt=SELF_HARM_OR_ATTEMPTED_SUICIDE robbery_or_theft=OTHER_CRIME other_crime=OTHER_CRIME "
    "criminal_exploitation=OTHER_CRIME trafficking=OTHER_CRIME abduction=OTHER_CRIME domestic_abuse=OTHER_CRIME",
)
FATAL = _labels(
    "suicide=SUICIDE accident=ACCIDENT_OR_MISADVENTURE natural_causes=NATURAL_CAUSES homicide=HOMICIDE",
    "undetermined=UNDETERMINED_OR_NOT_KNOWN not_yet_known=UNDETERMINED_OR_NOT_KNOWN",
)
FOUND_BY = _labels(
    "police=POLICE returned_self=RETURNED_SELF family=FAMILY friend=FRIEND member_of_public=PUBLIC "
    "care_or_health_staff=STAFF other_agency=OTHER_AGENCY unknown=UNKNOWN",
    "made_contact=CONTACT_BY_PHONE",
)
MISSING_FROM = _labels(
    "home=HOME foster_home=FOSTER childrens_home=CHILDRENS_HOME hospital=HOSPITAL_GENERAL care_home=CARE_HOME_ADULT "
    "mental_health_unit=HOSPITAL_MH school=SCHOOL public_place=PUBLIC_PLACE other=OTHER",
    "supported_accommodation=SUPPORTED_16_17 other_home=OTHER residential_school=OTHER asylum_accommodation=OTHER "
    "hostel=OTHER health_service=OTHER college_or_university=OTHER work=OTHER open_country=OTHER near_water=OTHER "
    "shop=OTHER food_or_drink=OTHER leisure=OTHER event=OTHER place_of_worship=OTHER transport=OTHER hotel=OTHER "
    "custody=OTHER",
)
REASONS = _labels(
    "family_conflict=FAMILY_CONFLICT relationship=RELATIONSHIP mental_health=MENTAL_HEALTH school=SCHOOL debt=DEBT "
    "dementia_or_confusion=DEMENTIA_OR_CONFUSION care_placement=CARE_PLACEMENT drugs_or_alcohol=DRUGS_OR_ALCOHOL "
    "exploitation=EXPLOITATION domestic_abuse=DOMESTIC_ABUSE boundary_testing=BOUNDARY_TESTING "
    "lost_or_unintentional=LOST_OR_UNINTENTIONAL not_missing=NOT_MISSING unknown=UNKNOWN",
    "suicide_intent=MENTAL_HEALTH trafficking=EXPLOITATION",
)
PUBLICITY = _labels(
    "missing_people=MISSING_PEOPLE_CHARITY",
    "force_website=PRESS_SOCIAL force_social_media=PRESS_SOCIAL press_release=PRESS_SOCIAL local_media=PRESS_SOCIAL "
    "national_media=PRESS_SOCIAL press_conference=PRESS_SOCIAL",
)
CARE = _labels(
    "",
    "looked_after_s20=yes looked_after_s31=yes remand=yes police_protection=yes uasc=yes not_cared_for=no "
    "care_leaver=no child_protection_plan=no child_in_need=no",
)
"""Whether somebody is in care. Library's reading: who is helped at home, or has left care, is not."""

BANDS_2016 = ((0, 4), (5, 8), (9, 11), (12, 14), (15, 17), (18, 24), (25, 39), (40, 59), (60, OLDEST))
BANDS_2019 = ((0, 11), (12, 17), (18, 24), (25, 39), (40, 59), (60, OLDEST))
"""The bands of children are those of the published tables, at second hand; those of adults nobody has confirmed."""

HOURS = ((8, "H00_08"), (16, "H08_16"), (24, "H16_24"), (48, "H24_48"), (168, "D02_07"), (672, "D07_28"))
LONGER = "D28_OVER"
"""Codes of our own: what is written 5-8 becomes a day in August in a spreadsheet."""

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "force": LIBRARY,
        "year": SEEN,
        "status": LIBRARY,
        "child_or_adult": SEEN,
        "age_band_2016": f"{SECOND_HAND}; adults {UNVERIFIED}",
        "age_band_2019": f"{SECOND_HAND}; adults {UNVERIFIED}",
        "gender": SECOND_HAND,
        "ethnicity": f"MIXED {UNVERIFIED}",
        "risk": f"{SECOND_HAND}; partly {UNVERIFIED}",
        "risk_scheme": LIBRARY,
        "vulnerability": f"{UNVERIFIED} but CSE, MENTAL_HEALTH",
        "duration": UNVERIFIED,
        "harm": f"{UNVERIFIED} but NONE, HURT_OR_HARMED, SEXUAL_OFFENCE, FATAL",
        "fatal_outcome": UNVERIFIED,
        "found_by": UNVERIFIED,
        "reason": UNVERIFIED,
        "missing_from": UNVERIFIED,
        "missing_from_care": LIBRARY,
        "distance": LIBRARY,
        "publicity": SEEN,
    }
)
"""The columns in order, and what is known of the values of each. Nothing beside a column: its values were seen."""
