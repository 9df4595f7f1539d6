"""What the episode itself answers to a risk question: yes, no, unknown, or nothing."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.codes import Answer, codelist
from missingpersons.models import Episode
from missingpersons.resources import schemas_directory
from missingpersons.risk.definitions import code_answers, indicators, terms
from missingpersons.risk.elapsed import ages
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.indicators import derive, derived
from missingpersons.testing import Generator
from missingpersons.values.dates import moment

AS_OF = datetime(2026, 6, 15, 12, tzinfo=UTC)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
BIRTH, AGE, CARE = "/person/date_of_birth", "/person/age", "/care/status"

OTHER = "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a11"

EPISODE = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-06-15T12:00:00Z",
    "owner_force": "test-north",
    "status": "open",
}

FROM_THE_PERSON: list[tuple[str, dict[str, Any], tuple[Answer, str | tuple[str, ...]] | None]] = [
    ("child", {}, None),
    ("child", {"date_of_birth": "2008-06-16"}, (YES, BIRTH)),
    ("child", {"date_of_birth": "2008-06-15"}, (NO, BIRTH)),
    # One age in common is enough for the two to agree, and then the date says it.
    ("child", {"date_of_birth": "2008-06-16", "age": {"min": 16, "max": 17}}, (YES, BIRTH)),
    ("child", {"date_of_birth": "2008-06-16", "age": {"min": 17, "max": 18}}, (YES, BIRTH)),
    (
        "criminal_exploitation",
        {"relations": [{}, {"relation": "parent"}, {"relation": "person_of_concern"}]},
        (UNKNOWN, "/person/relations/2/relation"),
    ),
    ("child", {"date_of_birth": "2008-06"}, (UNKNOWN, BIRTH)),
    ("child", {"date_of_birth": "2027"}, None),
    ("child", {"date_of_birth": "2027", "age": {"min": 8, "max": 8}}, (YES, AGE)),
    ("child", {"date_of_birth": "9999-12-31", "age": {"min": 8, "max": 8}}, (YES, AGE)),
    ("child", {"date_of_birth": "0001-01-01", "age": {"min": 8, "max": 8}}, (YES, AGE)),
    ("child", {"date_of_birth": "0001-01-01"}, None),
    ("child", {"date_of_birth": "1905", "age": {"min": 8, "max": 8}}, (YES, AGE)),
    ("very_young_or_old", {"date_of_birth": "1900-01-01"}, None),
    ("child", {"date_of_birth": "1990", "age": {"min": 8, "max": 8}}, (YES, AGE)),
    ("child", {"date_of_birth": "2012", "age": {"min": 30, "max": 30}}, (YES, BIRTH)),
    # A date known in part, or uncertain by its own word, silences no age: each is a fact by itself.
    ("child", {"date_of_birth": "1990", "age": {"min": 8, "max": 40}}, (UNKNOWN, AGE)),
    ("child", {"date_of_birth": "1990-06-01", "age": {"min": 8, "max": 40}}, (NO, BIRTH)),
    ("child", {"date_of_birth": "1990-06-01?", "age": {"min": 8, "max": 40}}, (UNKNOWN, AGE)),
    ("child", {"date_of_birth": "2008", "age": {"min": 17, "max": 17}}, (YES, AGE)),
    ("child", {"date_of_birth": "2008-02", "age": {"min": 16, "max": 18}}, (UNKNOWN, AGE)),
    ("child", {"date_of_birth": "2008", "age": {"min": 17, "max": 18}}, (UNKNOWN, (BIRTH, AGE))),
    ("child", {"date_of_birth": "1990", "age": {"min": 35, "max": 36}}, (NO, (BIRTH, AGE))),
    ("very_young_or_old", {"date_of_birth": "2014", "age": {"min": 11, "max": 11}}, (YES, AGE)),
    ("very_young_or_old", {"date_of_birth": "1946", "age": {"min": 80, "max": 80}}, (YES, AGE)),
    ("turned_eighteen", {"date_of_birth": "2008", "age": {"min": 17, "max": 17}}, (UNKNOWN, BIRTH)),
    ("turned_eighteen", {"date_of_birth": "2008-12", "age": {"min": 16, "max": 19}}, (UNKNOWN, AGE)),
    ("child", {"age": {"min": 17, "max": 17}}, (YES, AGE)),
    ("child", {"age": {"min": 17, "max": 18}}, (UNKNOWN, AGE)),
    ("child", {"age": {"min": 18, "max": 30}}, (NO, AGE)),
    ("child", {"age": {"min": 17}}, (UNKNOWN, AGE)),
    ("child", {"age": {"min": 18}}, (NO, AGE)),
    ("child", {"age": {"max": 17}}, (YES, AGE)),
    ("child", {"age": {"max": 18}}, (UNKNOWN, AGE)),
    ("child", {"age": {"basis": "unknown"}}, None),
    ("child", {"age": {"min": 18, "max": 17}}, None),
    ("very_young_or_old", {"age": {"min": 11, "max": 11}}, (YES, AGE)),
    ("very_young_or_old", {"age": {"min": 12, "max": 12}}, (NO, AGE)),
    ("very_young_or_old", {"age": {"min": 11, "max": 12}}, (UNKNOWN, AGE)),
    ("very_young_or_old", {"age": {"min": 79, "max": 79}}, (NO, AGE)),
    ("very_young_or_old", {"age": {"min": 79, "max": 80}}, (UNKNOWN, AGE)),
    ("very_young_or_old", {"age": {"max": 9}}, (YES, AGE)),
    ("very_young_or_old", {"age": {"min": 85}}, (YES, AGE)),
    ("very_young_or_old", {"age": {"min": 12}}, (UNKNOWN, AGE)),
    ("very_young_or_old", {"age": {"min": 80, "max": 80}}, (YES, AGE)),
    # A doubtful age may be five years out: that makes unknown of a no, and takes nothing from a yes.
    ("child", {"date_of_birth": "2006~"}, (UNKNOWN, BIRTH)),
    ("child", {"date_of_birth": "2003-06-16?"}, (UNKNOWN, BIRTH)),
    ("child", {"date_of_birth": "2003-06-15%"}, (NO, BIRTH)),
    ("child", {"date_of_birth": "1986~/1990"}, (NO, BIRTH)),
    ("child", {"date_of_birth": "1986/2003-07~"}, (UNKNOWN, BIRTH)),
    ("child", {"date_of_birth": "2008-06-16~"}, (YES, BIRTH)),
    ("child", {"date_of_birth": "2010~"}, (YES, BIRTH)),
    ("child", {"age": {"min": 18, "max": 20, "basis": "apparent"}}, (UNKNOWN, AGE)),
    ("child", {"age": {"min": 22, "max": 25, "basis": "unknown"}}, (UNKNOWN, AGE)),
    ("child", {"age": {"min": 22, "max": 25, "basis": "estimated"}}, (UNKNOWN, AGE)),
    ("child", {"age": {"min": 23, "basis": "apparent"}}, (NO, AGE)),
    ("child", {"age": {"min": 40, "max": 40, "basis": "apparent"}}, (NO, AGE)),
    ("child", {"age": {"min": 16, "max": 17, "basis": "apparent"}}, (YES, AGE)),
    ("child", {"age": {"min": 18, "max": 18, "basis": "stated"}}, (NO, AGE)),
    ("child", {"age": {"min": 18, "max": 18, "basis": "from_date_of_birth"}}, (NO, AGE)),
    ("child", {"age": {"min": 18, "max": 18}}, (NO, AGE)),
    # A date without a qualifier that agrees leaves no doubt, whole or not. One that does not agree leaves it.
    ("child", {"date_of_birth": "2006-06-01", "age": {"min": 19, "max": 21, "basis": "apparent"}}, (NO, BIRTH)),
    ("child", {"date_of_birth": "2006", "age": {"min": 19, "max": 21, "basis": "apparent"}}, (NO, (BIRTH, AGE))),
    ("child", {"date_of_birth": "2003-06-01", "age": {"min": 19, "max": 20, "basis": "apparent"}}, (UNKNOWN, AGE)),
    ("child", {"date_of_birth": "2003-06-01", "age": {"min": 19, "max": 20, "basis": "stated"}}, (NO, (BIRTH, AGE))),
    ("child", {"date_of_birth": "2006~", "age": {"min": 20, "max": 20, "basis": "stated"}}, (UNKNOWN, BIRTH)),
    ("child", {"date_of_birth": "2006~", "age": {"min": 20, "max": 20, "basis": "apparent"}}, (UNKNOWN, (BIRTH, AGE))),
    ("very_young_or_old", {"date_of_birth": "2010~"}, (UNKNOWN, BIRTH)),
    ("very_young_or_old", {"date_of_birth": "2009-06-15~"}, (NO, BIRTH)),
    ("very_young_or_old", {"date_of_birth": "1951-06-15?"}, (UNKNOWN, BIRTH)),
    ("very_young_or_old", {"date_of_birth": "1951-06-16?"}, (NO, BIRTH)),
    ("very_young_or_old", {"date_of_birth": "1946~"}, (UNKNOWN, BIRTH)),
    ("very_young_or_old", {"date_of_birth": "1945~"}, (YES, BIRTH)),
    ("very_young_or_old", {"age": {"min": 16, "max": 17, "basis": "apparent"}}, (UNKNOWN, AGE)),
    ("very_young_or_old", {"age": {"min": 17, "max": 74, "basis": "apparent"}}, (NO, AGE)),
    ("very_young_or_old", {"age": {"min": 70, "max": 75, "basis": "apparent"}}, (UNKNOWN, AGE)),
    ("very_young_or_old", {"age": {"min": 11, "max": 11, "basis": "apparent"}}, (YES, AGE)),
    ("turned_eighteen", {"date_of_birth": "2006~"}, (UNKNOWN, BIRTH)),
    ("turned_eighteen", {"date_of_birth": "2010~"}, (NO, BIRTH)),
    ("turned_eighteen", {"age": {"min": 23, "basis": "apparent"}}, None),
    ("previous_missing", {}, None),
    ("previous_missing", {"previous_missing": {}}, None),
    ("previous_missing", {"previous_missing": {"count": 0}}, (NO, "/person/previous_missing/count")),
    ("previous_missing", {"previous_missing": {"count": 1}}, (YES, "/person/previous_missing/count")),
    ("previous_missing", {"previous_missing": {"count": 3}}, (YES, "/person/previous_missing/count")),
    ("harmed_when_missing_before", {}, None),
    ("harmed_when_missing_before", {"previous_missing": {"count": 3}}, None),
    ("harmed_when_missing_before", {"previous_missing": {"harmed": "yes"}}, (YES, "/person/previous_missing/harmed")),
    ("harmed_when_missing_before", {"previous_missing": {"harmed": "no"}}, (NO, "/person/previous_missing/harmed")),
    ("medication_essential", {}, None),
    ("medication_essential", {"medication": [{}]}, (UNKNOWN, "/person/medication/0")),
    (
        "medication_essential",
        {"medication": [{}, {"hours_until_serious": 0}]},
        (YES, "/person/medication/1/hours_until_serious"),
    ),
    (
        "medication_essential",
        {"medication": [{"effect_if_missed": "Fits."}]},
        (YES, "/person/medication/0/effect_if_missed"),
    ),
    (
        "medication_essential",
        {"medication": [{"effect_if_missed": "Fits.", "hours_until_serious": 6}]},
        (YES, ("/person/medication/0/hours_until_serious", "/person/medication/0/effect_if_missed")),
    ),
    ("illness_or_disability", {}, None),
    ("illness_or_disability", {"health": [{"text": "Asthma."}]}, (YES, "/person/health/0")),
    ("illness_or_disability", {"health": [{"condition": "none"}]}, None),
    (
        "illness_or_disability",
        {"health": [{"condition": "none", "text": "Says so himself."}]},
        (YES, "/person/health/0"),
    ),
    ("illness_or_disability", {"health": [{"condition": "unknown"}]}, (UNKNOWN, "/person/health/0")),
    ("illness_or_disability", {"health": [{}]}, (UNKNOWN, "/person/health/0")),
    ("illness_or_disability", {"disabilities": ["none"]}, None),
    ("illness_or_disability", {"disabilities": ["none", "deaf"]}, (YES, "/person/disabilities/1")),
    ("illness_or_disability", {"disabilities": ["prefers_not_to_say"]}, (UNKNOWN, "/person/disabilities/0")),
    ("illness_or_disability", {"disabilities": ["none", "unknown"]}, (UNKNOWN, "/person/disabilities/1")),
    (
        "illness_or_disability",
        {"health": [{"condition": "none"}], "disabilities": ["none"]},
        (NO, ("/person/health", "/person/disabilities")),
    ),
    (
        "illness_or_disability",
        {"health": [{"condition": "none"}, {"condition": "unknown"}], "disabilities": ["none"]},
        (UNKNOWN, "/person/health/1"),
    ),
    ("dementia_or_neurological", {"health": [{"condition": "parkinsons"}]}, (YES, "/person/health/0/condition")),
    ("child", {"protection_plan": {"kind": "child_in_need"}}, (UNKNOWN, "/person/protection_plan/kind")),
    ("child", {"protection_plan": {"kind": "child_protection"}}, (UNKNOWN, "/person/protection_plan/kind")),
    # One goes to twenty-five, one is of somebody who leaves care.
    ("child", {"protection_plan": {"kind": "education_health_care_plan"}}, None),
    ("child", {"protection_plan": {"kind": "pathway_plan"}}, None),
    ("child", {"identifiers": [{"scheme": "ictg", "value": "X"}]}, (UNKNOWN, "/person/identifiers/0/scheme")),
    ("child", {"relations": [{"relation": "child_trafficking_guardian"}]}, (UNKNOWN, "/person/relations/0/relation")),
    ("medication_essential", {"health": [{"condition": "epilepsy"}]}, (UNKNOWN, "/person/health/0/condition")),
    ("medication_essential", {"health": [{"condition": "diabetes"}]}, None),
    ("medication_essential", {"health": [{"condition": "diabetes_insulin"}]}, (YES, "/person/health/0/condition")),
    ("pregnant", {"health": [{"condition": "pregnancy"}]}, (YES, "/person/health/0/condition")),
    ("communication_need", {"communication_needs": ["none"]}, None),
    ("communication_need", {"communication_needs": ["unknown"]}, (UNKNOWN, "/person/communication_needs/0")),
    ("communication_need", {"communication_needs": ["lip_reading"]}, (YES, "/person/communication_needs/0")),
    (
        "communication_need",
        {"languages": [{"code": "ur", "interpreter_needed": "yes"}]},
        (YES, "/person/languages/0/interpreter_needed"),
    ),
    ("communication_need", {"languages": [{"code": "en", "interpreter_needed": "no"}]}, None),
    ("suicide_risk", {"protection_plan": {"kind": "suicide_safety_plan"}}, (YES, "/person/protection_plan/kind")),
    ("suicide_risk", {"protection_plan": {"kind": "none"}}, None),
    ("previous_missing", {"previous_missing": {"periods": [{}]}}, (YES, "/person/previous_missing/periods")),
    (
        "previous_missing",
        {"previous_missing": {"count": 2, "harmed": "yes", "harms": ["injury"]}},
        (
            YES,
            ("/person/previous_missing/count", "/person/previous_missing/harmed", "/person/previous_missing/harms/0"),
        ),
    ),
    (
        "previous_missing",
        {"previous_missing": {"count": 0, "periods": [{}]}},
        (YES, "/person/previous_missing/periods"),
    ),
    (
        "harmed_when_missing_before",
        {"previous_missing": {"harms": ["injury"]}},
        (YES, "/person/previous_missing/harms/0"),
    ),
    (
        "vulnerable_age_or_infirmity",
        {"vulnerabilities": ["age_young", "age_older"]},
        (YES, ("/person/vulnerabilities/0", "/person/vulnerabilities/1")),
    ),
    ("turned_eighteen", {"date_of_birth": "2008-06-15"}, None),
    ("turned_eighteen", {"age": {"min": 18}}, None),
    ("turned_eighteen", {"age": {"max": 17}}, (NO, (AGE,))),
    ("turned_eighteen", {"age": {"min": 16, "max": 20}}, (UNKNOWN, (AGE,))),
    ("suicide_risk", {}, None),
    ("suicide_risk", {"vulnerabilities": ["dementia"]}, None),
    ("suicide_risk", {"vulnerabilities": ["dementia", "suicide_ideation"]}, (YES, "/person/vulnerabilities/1")),
    ("dementia_or_neurological", {"vulnerabilities": ["dementia"]}, (YES, "/person/vulnerabilities/0")),
    ("risk_to_others", {"vulnerabilities": ["dementia"]}, None),
    # What by its definition is of a child, or may be, leaves it open; a date of birth that says otherwise is as old.
    ("child", {"vulnerabilities": ["age_older", "age_young"]}, (UNKNOWN, "/person/vulnerabilities/1")),
    ("child", {"vulnerabilities": ["uasc"], "date_of_birth": "1990-01-01"}, (UNKNOWN, "/person/vulnerabilities/0")),
    ("child", {"vulnerabilities": ["care_leaver"]}, None),
    ("vulnerable_age_or_infirmity", {"mobility": "cannot_walk"}, (YES, "/person/mobility")),
    ("illness_or_disability", {"mobility": "cannot_walk"}, (YES, "/person/mobility")),
    ("illness_or_disability", {"mobility": "unsteady"}, (UNKNOWN, "/person/mobility")),
    ("illness_or_disability", {"mobility": "good_walker"}, None),
    ("very_young_or_old", {"mobility": "crawls_or_carried"}, (YES, "/person/mobility")),
    ("child", {"mobility": "crawls_or_carried"}, (YES, "/person/mobility")),
    (
        "domestic_abuse",
        {"relations": [{"relation": "spouse"}, {"unsafe_to_contact": "no"}, {"unsafe_to_contact": "yes"}]},
        (UNKNOWN, "/person/relations/2/unsafe_to_contact"),
    ),
    (
        "forced_marriage_or_honour_abuse",
        {"relations": [{"unsafe_to_contact": "yes"}]},
        (UNKNOWN, "/person/relations/0/unsafe_to_contact"),
    ),
    ("domestic_abuse", {"relations": [{"unsafe_to_contact": "unknown"}]}, None),
]

FROM_THE_EPISODE: list[tuple[str, dict[str, Any], tuple[Answer, str | tuple[str, ...]] | None]] = [
    ("looked_after", {}, None),
    ("looked_after", {"care": {}}, None),
    ("looked_after", {"care": {"status": "looked_after_s20"}}, (YES, CARE)),
    ("looked_after", {"care": {"status": "not_cared_for"}}, (NO, CARE)),
    ("looked_after", {"care": {"status": "unknown"}}, None),
    ("out_of_area_placement", {}, None),
    ("out_of_area_placement", {"care": {}}, None),
    ("out_of_area_placement", {"care": {"out_of_area": "yes"}}, (YES, "/care/out_of_area")),
    ("out_of_area_placement", {"care": {"out_of_area": "no"}}, (NO, "/care/out_of_area")),
    ("out_of_area_placement", {"care": {"out_of_area": "unknown"}}, (UNKNOWN, "/care/out_of_area")),
    ("out_of_character", {}, None),
    ("out_of_character", {"out_of_character": "no"}, (NO, "/out_of_character")),
    ("out_of_character", {"out_of_character": "yes"}, (YES, "/out_of_character")),
    ("sexual_exploitation_or_trafficking", {}, None),
    (
        "sexual_exploitation_or_trafficking",
        {"exploitation_indicators": ["gifts"]},
        (UNKNOWN, "/exploitation_indicators/0"),
    ),
    (
        "sexual_exploitation_or_trafficking",
        {"exploitation_indicators": ["gifts"], "person": {"vulnerabilities": ["cse"]}},
        (YES, "/person/vulnerabilities/0"),
    ),
    (
        "criminal_exploitation",
        {"exploitation_indicators": ["gifts"], "person": {"vulnerabilities": ["cse"]}},
        (UNKNOWN, "/exploitation_indicators/0"),
    ),
    # A sign that by its own definition says that somebody exploits them, or is in contact, is a yes; no number is.
    (
        "criminal_exploitation",
        {"exploitation_indicators": ["hotel", "cuckoo"]},
        (YES, "/exploitation_indicators/1"),
    ),
    (
        "sexual_exploitation_or_trafficking",
        {"return_interview": {"exploitation_indicators": ["known_perpetrator"]}},
        (YES, "/return_interview/exploitation_indicators/0"),
    ),
    (
        "sexual_exploitation_or_trafficking",
        {"exploitation_indicators": ["gang", "drug_debt", "older_assoc"]},
        (UNKNOWN, tuple(f"/exploitation_indicators/{each}" for each in range(3))),
    ),
    ("criminal_exploitation", {"referral": {}}, (UNKNOWN, "/referral")),
    (
        "criminal_exploitation",
        {"referral": {"exploitation_types": ["criminal"]}},
        (YES, "/referral/exploitation_types/0"),
    ),
    # A type says nothing against the other question, and one that is on no list says no less than none.
    ("criminal_exploitation", {"referral": {"exploitation_types": ["sexual"]}}, (UNKNOWN, "/referral")),
    ("criminal_exploitation", {"referral": {"exploitation_types": ["cuckooed"]}}, (UNKNOWN, "/referral")),
    ("sexual_exploitation_or_trafficking", {"referral": {"exploitation_types": ["cuckooed"]}}, (UNKNOWN, "/referral")),
    ("sexual_exploitation_or_trafficking", {"referral": {"exploitation_types": ["criminal"]}}, (UNKNOWN, "/referral")),
    # What was decided on the referral: grounds are a yes, and whatever else was decided takes nothing away.
    (
        "sexual_exploitation_or_trafficking",
        {"referral": {"reasonable_grounds": "positive"}},
        (YES, "/referral/reasonable_grounds"),
    ),
    (
        "sexual_exploitation_or_trafficking",
        {"referral": {"reasonable_grounds": "positive", "conclusive_grounds": "negative"}},
        (YES, "/referral/reasonable_grounds"),
    ),
    (
        "sexual_exploitation_or_trafficking",
        {"referral": {"conclusive_grounds": "positive", "exploitation_types": ["criminal"]}},
        (YES, "/referral/conclusive_grounds"),
    ),
    (
        "criminal_exploitation",
        {"referral": {"conclusive_grounds": "positive", "exploitation_types": ["criminal"]}},
        (YES, "/referral/exploitation_types/0"),
    ),
    ("criminal_exploitation", {"referral": {"conclusive_grounds": "positive"}}, (UNKNOWN, "/referral")),
    (
        "sexual_exploitation_or_trafficking",
        {"referral": {"reasonable_grounds": "negative", "conclusive_grounds": "withdrawn"}},
        (UNKNOWN, "/referral"),
    ),
    ("previous_missing", {"exploitation_indicators": ["missing_repeat"]}, (YES, "/exploitation_indicators/0")),
    (
        "criminal_exploitation",
        {"return_interview": {"exploitation_indicators": ["gifts", "taxi"]}},
        (UNKNOWN, tuple(f"/return_interview/exploitation_indicators/{each}" for each in range(2))),
    ),
    (
        "previous_missing",
        {"return_interview": {"exploitation_indicators": ["missing_repeat"]}},
        (YES, "/return_interview/exploitation_indicators/0"),
    ),
    ("previous_missing", {"return_interview": {"harms": ["assault"]}, "outcome": {"harms": ["assault"]}}, None),
    ("harmed_when_missing_before", {"outcome": {"harms": ["assault"]}}, None),
    ("reason_to_go", {"outcome": {"reasons": ["exploitation"]}}, None),
    ("looked_after", {"care": {"status": "care_leaver"}}, (NO, CARE)),
    ("child", {"care": {"status": "care_leaver"}}, None),
    ("child", {"care": {"status": "looked_after_s20"}}, (UNKNOWN, CARE)),
    ("child", {"care": {"legal_status": "c2"}}, (UNKNOWN, "/care/legal_status")),
    ("child", {"care": {"legal_status": "v4"}}, (UNKNOWN, "/care/legal_status")),
    # An old order that is kept for history: whoever it freed is grown by now.
    ("child", {"care": {"legal_status": "d1"}}, None),
    ("child", {"care": {"placement": "u1"}}, (UNKNOWN, "/care/placement")),
    ("child", {"care": {"missing_type": "away"}}, (UNKNOWN, "/care/missing_type")),
    ("child", {"missing_from": {"kind": "childrens_home"}}, (UNKNOWN, "/missing_from/kind")),
    # A young adult may stay on with a foster carer, and a school is left by those who work there too.
    ("child", {"missing_from": {"kind": "foster_home"}}, None),
    ("child", {"missing_from": {"kind": "school"}}, None),
    ("child", {"preparedness": {"protocol": "philomena"}}, (UNKNOWN, "/preparedness/protocol")),
    ("child", {"companions": [{"relation": "child_trafficking_guardian"}]}, (UNKNOWN, "/companions/0/relation")),
    ("child", {"actions": [{"code": "cctv"}, {"code": "child_rescue_alert"}]}, (UNKNOWN, "/actions/1/code")),
    ("mental_health", {"missing_from": {"kind": "mental_health_unit"}}, (UNKNOWN, "/missing_from/kind")),
    ("dementia_or_neurological", {"preparedness": {"protocol": "herbert"}}, (YES, "/preparedness/protocol")),
    ("dementia_or_neurological", {"preparedness": {"protocol": "winnie"}}, (UNKNOWN, "/preparedness/protocol")),
    ("looked_after", {"preparedness": {"protocol": "philomena"}}, (UNKNOWN, "/preparedness/protocol")),
    ("dementia_or_neurological", {"preparedness": {"version": "3"}}, None),
    (
        "environment_hazard",
        {"places_of_interest": [{"kind": "high_risk_location"}]},
        (YES, "/places_of_interest/0/kind"),
    ),
    ("care_leaver", {"care": {"status": "care_leaver"}}, (YES, CARE)),
    ("child_protection_register", {"care": {"status": "child_protection_plan"}}, (YES, CARE)),
    ("suicide_risk", {"reasons": ["unknown", "suicide_intent"]}, (YES, "/reasons/1")),
    ("reason_to_go", {"reasons": ["unknown", "debt"]}, (YES, "/reasons/1")),
    ("reason_to_go", {"reasons": ["lost_or_unintentional"]}, None),
    ("preparations_made", {"preparations": "None that anybody saw."}, (UNKNOWN, "/preparations")),
    ("intentions_not_completed", {"failed_intentions": "Did not meet her."}, (UNKNOWN, "/failed_intentions")),
    ("previous_missing", {"related": [{"episode_id": OTHER, "relation": "same_person"}]}, (YES, "/related/0")),
    ("previous_missing", {"related": [{"episode_id": OTHER, "relation": "same_place"}]}, None),
    (
        "previous_missing",
        {
            "outcome": {"found_at": "2026-06-15T08:00:00Z"},
            "related": [{"episode_id": OTHER, "relation": "same_person", "decided_at": "2026-06-15T10:00:00Z"}],
        },
        # It may be of a later time. Nothing in a link says which was first, and the graver counts.
        (YES, "/related/0"),
    ),
]

TABLETS = {"medication": [{"hours_until_serious": 6}]}
HOURS, LATEST, EARLIEST = "/person/medication/0/hours_until_serious", "/missing_since/latest", "/missing_since/earliest"
INSULIN = {"medication": [{"name": "insulin", "needed_every_hours": 6}]}
FITS = {"medication": [{"needed_every_hours": 6, "effect_if_missed": "Fits."}]}
DAILY = {"medication": [{"needed_every_hours": 24}], "health": [{"text": "Asthma."}, {"condition": "adrenal"}]}
WEEKLY = {
    "medication": [{"needed_every_hours": 168}],
    "health": [{"condition": "transplant"}, {"condition": "adrenal"}],
}
ADRENAL = "/person/health/1/condition"
EVERY, EFFECT = "/person/medication/0/needed_every_hours", "/person/medication/0/effect_if_missed"
REPORTED, FOUND = "/reported_at", "/outcome/found_at"

BY_TIME: list[tuple[str, dict[str, Any], tuple[Answer, tuple[str, ...]] | None]] = [
    ("missing_long", {}, None),
    ("missing_long", {"reported_at": "2026-06-14T12:00:00Z"}, (YES, (REPORTED,))),
    ("missing_long", {"reported_at": "2026-06-14T12:00:01Z"}, (UNKNOWN, (REPORTED,))),
    ("missing_long", {"missing_since": {"earliest": "2026-06-14T12:00:01Z"}}, (NO, (EARLIEST,))),
    ("missing_long", {"missing_since": {"earliest": "2026-06-14T12:00:00Z"}}, (UNKNOWN, (EARLIEST,))),
    ("missing_long", {"missing_since": {"latest": "2026-06-14T12:00:00Z"}}, (YES, (LATEST,))),
    (
        "missing_long",
        {"missing_since": {"latest": "2026-06-14T12:00:00Z"}, "reported_at": "2026-06-14T12:00:00Z"},
        (YES, (LATEST,)),
    ),
    (
        "missing_long",
        {"missing_since": {"latest": "2026-06-14T13:00:00Z"}, "reported_at": "2026-06-01T12:00:00Z"},
        (YES, (REPORTED,)),
    ),
    (
        "missing_long",
        {"reported_at": "2026-06-10T12:00:00Z", "outcome": {"found_at": "2026-06-10T13:00:00Z"}},
        (UNKNOWN, (REPORTED, FOUND)),
    ),
    (
        "missing_long",
        {
            "status": "closed",
            "missing_since": {"earliest": "2026-06-10T12:00:00Z"},
            "outcome": {"found_at": "2026-06-10T13:00:00Z"},
        },
        (NO, (EARLIEST, FOUND)),
    ),
    (
        # Open again: they may be missing still, or have been found for good.
        "missing_long",
        {
            "missing_since": {"earliest": "2026-06-10T12:00:00Z", "latest": "2026-06-10T12:30:00Z"},
            "outcome": {"found_at": "2026-06-10T13:00:00Z"},
        },
        (UNKNOWN, (EARLIEST, LATEST, FOUND)),
    ),
    (
        "missing_long",
        {
            "missing_since": {"earliest": "2026-06-10T12:00:00Z", "latest": "2026-06-10T12:30:00Z"},
            "outcome": {"found_at": "2026-06-12T13:00:00Z"},
        },
        (YES, (LATEST, FOUND)),
    ),
    (
        "missing_long",
        {
            "missing_since": {"earliest": "2026-06-15T06:00:00Z", "latest": "2026-06-15T07:00:00Z"},
            "outcome": {"found_at": "2026-06-15T08:00:00Z"},
        },
        (NO, (EARLIEST,)),
    ),
    (
        # Found before they had gone is not found of this absence.
        "missing_long",
        {
            "status": "located",
            "missing_since": {"earliest": "2026-06-10T12:00:00Z", "latest": "2026-06-14T12:00:00Z"},
            "outcome": {"found_at": "2026-06-14T11:59:59Z"},
        },
        (YES, (LATEST,)),
    ),
    (
        "missing_long",
        {
            "status": "located",
            "missing_since": {"earliest": "2026-06-14T11:00:00Z"},
            "outcome": {"found_at": "2026-06-14T10:59:59Z"},
        },
        (UNKNOWN, (EARLIEST,)),
    ),
    (
        "missing_long",
        {
            "status": "located",
            "missing_since": {"earliest": "2026-06-14T11:00:00Z", "latest": "2026-06-14T12:00:00Z"},
            "outcome": {"found_at": "2026-06-14T12:00:00Z"},
        },
        (NO, (EARLIEST, FOUND)),
    ),
    (
        "missing_long",
        {"reported_at": "2026-06-15T06:00:00Z", "outcome": {"found_at": "2026-06-18T12:00:00Z"}},
        (UNKNOWN, (REPORTED,)),
    ),
    (
        "missing_long",
        {"reported_at": "2026-06-15T06:00:00Z", "outcome": {"found_at": "2026-06-15T12:00:00Z"}},
        (UNKNOWN, (REPORTED,)),
    ),
    ("missing_long", {"missing_since": {"earliest": "2027-06-10T12:00:00Z"}}, (NO, (EARLIEST,))),
    ("medication_overdue", {}, None),
    ("medication_overdue", {"person": {"medication": [{}]}}, None),
    ("medication_overdue", {"person": TABLETS}, (UNKNOWN, (HOURS,))),
    ("medication_overdue", {"person": TABLETS, "reported_at": "2026-06-15T06:00:00Z"}, (YES, (HOURS, REPORTED))),
    ("medication_overdue", {"person": TABLETS, "reported_at": "2026-06-15T06:00:01Z"}, (UNKNOWN, (HOURS, REPORTED))),
    (
        "medication_overdue",
        # The hours count from the last dose, and nobody wrote when that was: only somebody's answer is a no.
        {"person": TABLETS, "missing_since": {"earliest": "2026-06-15T06:00:01Z"}},
        (UNKNOWN, (HOURS, EARLIEST)),
    ),
    (
        "medication_overdue",
        {
            "person": {"medication": [{"effect_if_missed": "Fits."}]},
            "missing_since": {"latest": "2026-06-14T12:00:00Z"},
        },
        (YES, ("/person/medication/0/effect_if_missed", LATEST)),
    ),
    (
        "medication_overdue",
        {
            "person": {"medication": [{"effect_if_missed": "Fits."}]},
            "missing_since": {"earliest": "2026-06-15T11:00:00Z"},
        },
        (UNKNOWN, ("/person/medication/0/effect_if_missed", EARLIEST)),
    ),
    # Of a medicine that must be taken every so often a dose was missed after that long. Whether one matters, nobody
    # said: a day of several does, and the first if somebody said what happens without it.
    ("medication_overdue", {"person": INSULIN}, (UNKNOWN, (EVERY,))),
    ("medication_overdue", {"person": INSULIN, "reported_at": "2026-06-14T12:00:00Z"}, (YES, (EVERY, REPORTED))),
    ("medication_overdue", {"person": INSULIN, "reported_at": "2026-06-14T12:00:01Z"}, (UNKNOWN, (EVERY, REPORTED))),
    (
        "medication_overdue",
        {"person": INSULIN, "missing_since": {"earliest": "2026-06-15T11:00:00Z"}},
        (UNKNOWN, (EVERY, EARLIEST)),
    ),
    (
        "medication_overdue",
        {"person": {"medication": [{"needed_every_hours": 23}]}, "reported_at": "2026-06-14T12:00:00Z"},
        (YES, (EVERY, REPORTED)),
    ),
    (
        "medication_overdue",
        {"person": {"medication": [{"needed_every_hours": 24}]}, "reported_at": "2026-06-01T12:00:00Z"},
        (UNKNOWN, (EVERY, REPORTED)),
    ),
    # Whoever by a condition's own definition depends on medicine has missed it after that long.
    ("medication_overdue", {"person": DAILY, "reported_at": "2026-06-14T12:00:00Z"}, (YES, (EVERY, ADRENAL, REPORTED))),
    (
        "medication_overdue",
        {"person": DAILY, "reported_at": "2026-06-14T12:00:01Z"},
        (UNKNOWN, (EVERY, REPORTED, ADRENAL)),
    ),
    # Each condition by itself: one that came in later takes nothing from the other.
    (
        "medication_overdue",
        {"person": WEEKLY, "reported_at": "2026-06-08T12:00:00Z"},
        (YES, (EVERY, "/person/health/0/condition", REPORTED, ADRENAL)),
    ),
    (
        "medication_overdue",
        {"person": WEEKLY, "reported_at": "2026-06-08T12:00:01Z"},
        (UNKNOWN, (EVERY, REPORTED, "/person/health/0/condition", ADRENAL)),
    ),
    # Many have epilepsy, and something once a day that is not for it.
    (
        "medication_overdue",
        {
            "person": {"medication": [{"needed_every_hours": 24}], "health": [{"condition": "epilepsy"}]},
            "reported_at": "2026-06-01T12:00:00Z",
        },
        (UNKNOWN, (EVERY, REPORTED)),
    ),
    # Where somebody said after how long, that alone counts.
    (
        "medication_overdue",
        {
            "person": {
                "medication": [{"needed_every_hours": 24, "hours_until_serious": 72}],
                "health": [{"condition": "adrenal"}],
            },
            "reported_at": "2026-06-14T12:00:00Z",
        },
        (UNKNOWN, (HOURS, REPORTED)),
    ),
    ("medication_overdue", {"person": FITS, "reported_at": "2026-06-15T06:00:00Z"}, (YES, (EVERY, EFFECT, REPORTED))),
    (
        "medication_overdue",
        {"person": FITS, "reported_at": "2026-06-15T06:00:01Z"},
        (UNKNOWN, (EFFECT, REPORTED, EVERY)),
    ),
    # Once a day says no more than that a day without is serious.
    (
        "medication_overdue",
        {
            "person": {"medication": [{"needed_every_hours": 24, "effect_if_missed": "Fits."}]},
            "reported_at": "2026-06-14T12:00:00Z",
        },
        (YES, (EFFECT, REPORTED)),
    ),
    # Each says it by itself, so that one that came in later takes nothing from the other.
    ("medication_overdue", {"person": FITS, "reported_at": "2026-06-14T12:00:00Z"}, (YES, (EFFECT, REPORTED, EVERY))),
    (
        "medication_overdue",
        {
            "person": {"medication": [{"needed_every_hours": 672, "effect_if_missed": "Voices."}]},
            "reported_at": "2026-06-14T12:00:00Z",
        },
        (YES, (EFFECT, REPORTED)),
    ),
    (
        "medication_overdue",
        {
            "person": {"medication": [{"needed_every_hours": 6, "hours_until_serious": 48}]},
            "reported_at": "2026-06-14T12:00:00Z",
        },
        (UNKNOWN, (HOURS, REPORTED)),
    ),
    ("medication_essential", {"person": INSULIN}, (UNKNOWN, ("/person/medication/0",))),
    ("report_delay", {"reported_at": "2026-06-15T06:00:00Z"}, None),
    (
        "report_delay",
        {"reported_at": "2026-06-15T06:00:00Z", "missing_since": {"latest": "2026-06-14T06:00:00Z"}},
        (YES, (LATEST, REPORTED)),
    ),
    (
        "report_delay",
        {"reported_at": "2026-06-15T06:00:00Z", "missing_since": {"earliest": "2026-06-14T06:00:01Z"}},
        (NO, (EARLIEST, REPORTED)),
    ),
    (
        "report_delay",
        {"reported_at": "2026-06-15T06:00:00Z", "missing_since": {"earliest": "2026-06-14T06:00:00Z"}},
        (UNKNOWN, (EARLIEST, REPORTED)),
    ),
    (
        "report_delay",
        {"reported_at": "2026-06-15T06:00:00Z", "missing_since": {"latest": "2026-06-15T05:00:00Z"}},
        (UNKNOWN, (LATEST, REPORTED)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2026-06-14T06:00:00Z", "person": {"date_of_birth": "2008-06-15"}},
        (YES, (BIRTH, REPORTED)),
    ),
    (
        "turned_eighteen",
        {"missing_since": {"latest": "2026-06-14T06:00:00Z"}, "person": {"date_of_birth": "2008-06"}},
        (UNKNOWN, (BIRTH, LATEST)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2026-06-14T06:00:00Z", "person": {"date_of_birth": "2008-06-16"}},
        (NO, (BIRTH, REPORTED)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2026-06-15T06:00:00Z", "person": {"date_of_birth": "2008-06-15"}},
        None,
    ),
    (
        "turned_eighteen",
        {"missing_since": {"latest": "2026-06-14T06:00:00Z"}, "person": {"date_of_birth": "2007"}},
        None,
    ),
    (
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-14T05:00:00Z", "latest": "2026-06-14T06:00:00Z"},
            "person": {"date_of_birth": "2007"},
        },
        (NO, (BIRTH, EARLIEST, LATEST)),
    ),
    (
        "turned_eighteen",
        {"missing_since": {"earliest": "2026-06-15T06:00:00Z"}, "person": {"date_of_birth": "2008-06-15"}},
        (NO, (BIRTH, EARLIEST)),
    ),
    (
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-10T06:00:00Z", "latest": "2026-06-14T06:00:00Z"},
            "person": {"date_of_birth": "2008-06-13"},
        },
        (YES, (BIRTH, EARLIEST, LATEST)),
    ),
    (
        "turned_eighteen",
        {"missing_since": {"earliest": "2026-06-10T06:00:00Z"}, "person": {"date_of_birth": "1990-06-13"}},
        (NO, (BIRTH, EARLIEST)),
    ),
    (
        "turned_eighteen",
        {"missing_since": {"latest": "2025-06-15T06:00:00Z"}, "person": {"date_of_birth": "2007"}},
        (YES, (BIRTH, LATEST)),
    ),
    (
        # No older at the end than at the beginning: the earliest moment gives nothing of it.
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-10T06:00:00Z", "latest": "2026-06-14T06:00:00Z"},
            "person": {"date_of_birth": "2008-06-15"},
        },
        (YES, (BIRTH, LATEST)),
    ),
    (
        # At the most seventeen on every day on which they can have gone, and perhaps still.
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2024-06-14T06:00:00Z", "latest": "2025-06-15T06:00:00Z"},
            "person": {"date_of_birth": "2008"},
        },
        (YES, (BIRTH, EARLIEST, LATEST)),
    ),
    (
        # Told to be eighteen half a year after they went, and a year and a half: they may have been seventeen, or were.
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2025-11-20T06:00:00Z", "latest": "2025-11-20T08:00:00Z"},
            "reported_at": "2025-11-20T09:00:00Z",
            "person": {"age": {"min": 18, "max": 18, "at": "2026-06-10"}},
        },
        (UNKNOWN, (AGE, LATEST)),
    ),
    (
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2024-11-20T06:00:00Z", "latest": "2024-11-20T08:00:00Z"},
            "person": {"age": {"min": 18, "max": 18, "at": "2026-06-10"}},
        },
        (YES, (AGE, LATEST)),
    ),
    (
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2024-11-20T06:00:00Z", "latest": "2024-11-20T08:00:00Z"},
            "person": {"age": {"min": 20, "max": 20, "at": "2026-06-10"}},
        },
        (NO, (AGE, EARLIEST, LATEST)),
    ),
    (
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2024-11-20T06:00:00Z", "latest": "2024-11-20T08:00:00Z"},
            "person": {"age": {"min": 19, "at": "2026-06-10"}},
        },
        (UNKNOWN, (AGE, LATEST)),
    ),
    (
        # Without a report, and without a day of the age, it was told by the time of the record.
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-14T06:00:00Z", "latest": "2026-06-14T08:00:00Z"},
            "person": {"age": {"min": 18, "max": 18}},
        },
        (UNKNOWN, (AGE, LATEST)),
    ),
    (
        # The day of the age may be as late as the record, and no later.
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-14T06:00:00Z"},
            "reported_at": "2026-06-14T06:00:00Z",
            "person": {"age": {"min": 18, "max": 18, "at": "2026"}},
        },
        (UNKNOWN, (AGE, REPORTED)),
    ),
    (
        "very_young_or_old",
        {"missing_since": {"latest": "2026-06-14T06:00:00Z"}, "person": {"date_of_birth": "2014-06-15"}},
        (YES, (BIRTH, LATEST)),
    ),
    (
        "very_young_or_old",
        {"reported_at": "2026-06-14T06:00:00Z", "person": {"date_of_birth": "2014-06-15"}},
        (YES, (BIRTH, REPORTED)),
    ),
    (
        # On the first day on which they may have gone they were eleven for certain.
        "very_young_or_old",
        {
            "missing_since": {"earliest": "2026-06-10T06:00:00Z", "latest": "2026-06-14T06:00:00Z"},
            "person": {"date_of_birth": "2014-06-13"},
        },
        (YES, (BIRTH, EARLIEST)),
    ),
    (
        "very_young_or_old",
        {
            "missing_since": {"earliest": "2025-06-10T06:00:00Z", "latest": "2025-06-14T06:00:00Z"},
            "person": {"date_of_birth": "2013"},
        },
        (UNKNOWN, (BIRTH, EARLIEST)),
    ),
    (
        "very_young_or_old",
        {"missing_since": {"latest": "2026-06-14T06:00:00Z"}, "person": {"date_of_birth": "2014-06-14"}},
        (NO, (BIRTH,)),
    ),
    (
        "very_young_or_old",
        {
            "missing_since": {"latest": "2026-06-14T06:00:00Z"},
            "reported_at": "2026-06-15T06:00:00Z",
            "person": {"age": {"min": 12, "max": 12}},
        },
        (UNKNOWN, (AGE, LATEST)),
    ),
    (
        "very_young_or_old",
        {"reported_at": "2025-06-15T06:00:00Z", "person": {"age": {"min": 11, "max": 11}}},
        (YES, (AGE, REPORTED)),
    ),
    (
        # The date and the age cannot both be: each is looked at by itself.
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-10T06:00:00Z", "latest": "2026-06-14T06:00:00Z"},
            "person": {"date_of_birth": "2016-06-15", "age": {"min": 30, "max": 30}},
        },
        (NO, (BIRTH, LATEST, AGE, EARLIEST)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2025-06-15T06:00:00Z", "person": {"age": {"min": 17, "max": 17}}},
        (YES, (AGE, REPORTED)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2025-06-15T06:00:00Z", "person": {"age": {"min": 17, "max": 30}}},
        (YES, (AGE, REPORTED)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2025-06-15T06:00:00Z", "person": {"age": {"max": 17}}},
        (YES, (AGE, REPORTED)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2025-06-15T06:00:00Z", "person": {"date_of_birth": "2008"}},
        (YES, (BIRTH, REPORTED)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2025-06-16T06:00:00Z", "person": {"age": {"min": 17, "max": 17}}},
        (NO, (AGE, REPORTED)),
    ),
    (
        "turned_eighteen",
        {"reported_at": "2026-06-15T06:00:00Z", "person": {"age": {"min": 18, "max": 18, "at": "2026"}}},
        None,
    ),
    (
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-15T05:00:00Z"},
            "reported_at": "2026-06-15T06:00:00Z",
            "person": {"age": {"min": 18, "max": 18, "at": "2026"}},
        },
        (NO, (AGE, EARLIEST, REPORTED)),
    ),
    (
        # About twenty-two on going, and twenty-three today: no birthday ends a doubt.
        "child",
        {"missing_since": {"latest": "2026-06-14T06:00:00Z"}, "person": {"date_of_birth": "2003-06-15~"}},
        (UNKNOWN, (BIRTH, LATEST)),
    ),
    (
        "child",
        {"missing_since": {"latest": "2026-06-15T06:00:00Z"}, "person": {"date_of_birth": "2003-06-15~"}},
        (NO, (BIRTH,)),
    ),
    (
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-14T05:00:00Z", "latest": "2026-06-14T06:00:00Z"},
            "person": {"date_of_birth": "2003-06-15~"},
        },
        (UNKNOWN, (BIRTH, LATEST)),
    ),
    (
        "turned_eighteen",
        {
            "missing_since": {"earliest": "2026-06-14T05:00:00Z", "latest": "2026-06-14T06:00:00Z"},
            "person": {"date_of_birth": "2003-06-14~"},
        },
        (NO, (BIRTH, EARLIEST, LATEST)),
    ),
    (
        "turned_eighteen",
        {"missing_since": {"latest": "2026-06-14T06:00:00Z"}, "person": {"date_of_birth": "2008-06-15~"}},
        (YES, (BIRTH, LATEST)),
    ),
    (
        "very_young_or_old",
        {"missing_since": {"latest": "2026-06-14T06:00:00Z"}, "person": {"date_of_birth": "2009-06-15~"}},
        (UNKNOWN, (BIRTH, LATEST)),
    ),
    ("child", {"reported_at": "2025-06-16T06:00:00Z", "person": {"age": {"min": 17, "max": 17}}}, (YES, (AGE,))),
    ("child", {"reported_at": "2025-06-15T06:00:00Z", "person": {"age": {"min": 17, "max": 17}}}, (NO, (AGE,))),
    ("child", {"reported_at": "2020-01-01T06:00:00Z", "person": {"age": {"max": 8}}}, (YES, (AGE,))),
    # Told on a day to come, by its own word: it was told by the time of the record.
    ("child", {"person": {"age": {"min": 18, "max": 18, "at": "2027-01-01"}}}, (NO, (AGE,))),
    ("child", {"person": {"age": {"min": 18, "max": 18, "at": "2026"}}}, (NO, (AGE,))),
    (
        # At as_of nobody had told it yet: the record is of later.
        "child",
        {"recorded_at": "2026-08-01T12:00:00Z", "person": {"age": {"min": 18, "max": 18, "at": "2026-07-01"}}},
        (UNKNOWN, (AGE,)),
    ),
    (
        "child",
        {"recorded_at": "2027-08-01T12:00:00Z", "person": {"age": {"min": 19, "max": 19, "at": "2027-07-01"}}},
        (UNKNOWN, (AGE,)),
    ),
    (
        "child",
        {"recorded_at": "2027-08-01T12:00:00Z", "person": {"age": {"min": 18, "max": 18, "at": "2027-07-01"}}},
        (YES, (AGE,)),
    ),
    (
        "child",
        {"recorded_at": "2032-08-01T12:00:00Z", "person": {"age": {"min": 3, "max": 4, "at": "2032-07-01"}}},
        (YES, (AGE,)),
    ),
    ("child", {"recorded_at": "2032-08-01T12:00:00Z", "person": {"age": {"min": 4, "max": 3}}}, None),
    (
        "child",
        {"reported_at": "2026-06-14T06:00:00Z", "person": {"age": {"min": 17, "max": 17, "at": "2025"}}},
        (UNKNOWN, (AGE,)),
    ),
]


def places(expected: tuple[Answer, str | tuple[str, ...]] | None) -> tuple[Answer, tuple[str, ...]] | None:
    """The place may be written alone."""
    if expected is None or isinstance(expected[1], tuple):
        return expected
    return expected[0], (expected[1],)


@pytest.mark.parametrize(("question", "person", "expected"), FROM_THE_PERSON)
def test_what_the_person_answers(
    question: str, person: dict[str, Any], expected: tuple[Answer, str | tuple[str, ...]] | None
) -> None:
    episode = wire.build(EPISODE | {"person": person})

    assert derive(question, episode, AS_OF) == places(expected)


@pytest.mark.parametrize(("question", "change", "expected"), [*FROM_THE_EPISODE, *BY_TIME])
def test_what_the_episode_answers(
    question: str, change: dict[str, Any], expected: tuple[Answer, str | tuple[str, ...]] | None
) -> None:
    episode = wire.build({**EPISODE, "person": {}, **change})

    assert derive(question, episode, AS_OF) == places(expected)


@pytest.mark.parametrize("health", [[{}], [{"condition": "none"}, {"text": "Asthma."}]])
def test_there_is_no_no_beside_what_is_graver(health: list[dict[str, Any]]) -> None:
    facts = derived(wire.build(EPISODE | {"person": {"health": health, "disabilities": ["none"]}}), AS_OF)

    assert 0 not in {each.gravity for each in facts if each.question == "illness_or_disability"}


@pytest.mark.parametrize(("age", "possible"), [({"max": 3}, range(4)), ({"min": 0, "max": 3}, range(4))])
def test_the_youngest_may_not_be_a_year_old(age: dict[str, Any], possible: range) -> None:
    assert ages(wire.build(EPISODE | {"person": {"age": age}}), AS_OF) == [(possible, AGE)]


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        ("2026-03-01", {"min": 0, "max": 0}),
        ("2026-03-01", {"max": 0}),
        ("2026-06-01", {"max": 0, "at": "2026"}),
    ],
)
def test_a_baby_and_the_age_of_one_agree(birth: str, age: dict[str, Any]) -> None:
    record = wire.build(EPISODE | {"person": {"date_of_birth": birth, "age": age}})

    assert ages(record, AS_OF) == [(range(1), BIRTH)]


@pytest.mark.parametrize("birth", ["1900-01-01", "0001-01-01", "1900"])
def test_a_date_on_which_nobody_alive_is_born_makes_no_doubtful_age_certain(birth: str) -> None:
    record = wire.build(EPISODE | {"person": {"date_of_birth": birth, "age": {"min": 18, "basis": "apparent"}}})

    assert derive("child", record, AS_OF) == (Answer.UNKNOWN, (AGE,))


LISTS = {
    "/care/status": "care_statuses",
    "/care/legal_status": "legal_statuses",
    "/care/placement": "placements",
    "/care/missing_type": "care_missing_types",
    "/missing_from/kind": "missing_from_kinds",
    "/preparedness/protocol": "protocols",
    "/person/mobility": "mobilities",
    "/person/relations/*/unsafe_to_contact": "answers",
    "/person/protection_plan/kind": "protection_plans",
    "/reasons/*": "reasons",
    "/referral/exploitation_types/*": "exploitation_types",
    "/referral/reasonable_grounds": "nrm_decisions",
    "/referral/conclusive_grounds": "nrm_decisions",
    "/person/previous_missing/harms/*": "harms",
    "/exploitation_indicators/*": "exploitation_indicators",
    "/return_interview/exploitation_indicators/*": "exploitation_indicators",
    "/return_interview/harms/*": "harms",
    "/outcome/harms/*": "harms",
    "/return_interview/reasons/*": "reasons",
    "/outcome/reasons/*": "reasons",
    "/person/health/*/condition": "health_conditions",
    "/person/disabilities/*": "disabilities",
    "/person/vulnerabilities/*": "vulnerabilities",
    "/person/identifiers/*/scheme": "identifier_schemes",
    "/person/relations/*/relation": "relations",
    "/companions/*/relation": "relations",
    "/person/addresses/*/kind": "address_kinds",
    "/places_of_interest/*/kind": "place_interests",
    "/vehicles/*/use": "vehicle_uses",
    "/actions/*/code": "actions",
    "/notifications/*/to": "notification_destinations",
    "/return_interview/referrals/*": "referrals",
}


def shape(at: str) -> str:
    """A place with ``*`` for any entry of a list."""
    return re.sub("/[0-9]+(?=/|$)", "/*", at)


@pytest.mark.parametrize("part", ["outcome", "return_interview"])
@pytest.mark.parametrize(
    "reason", sorted({*codelist("reasons").entries} - {"exploitation", "trafficking", "suicide_intent"})
)
def test_no_other_reason_of_a_time_that_is_over_answers_anything(part: str, reason: str) -> None:
    assert derived(wire.build(EPISODE | {"person": {}, part: {"reasons": [reason]}}), AS_OF) == []


class TestPublished:
    """What is published about the indicators is what they do, both ways."""

    def test_every_question_is_listed(self) -> None:
        assert set(indicators()) <= set(codelist("risk_questions").entries)
        asked = {each for table in code_answers().values() for given in table.answers.values() for each, _ in given}
        assert asked <= set(codelist("risk_questions").entries)

    def test_every_field_of_codes_is_known(self) -> None:
        assert set(code_answers()) == set(LISTS)

    @pytest.mark.parametrize("field", LISTS)
    def test_every_code_that_answers_is_listed(self, field: str) -> None:
        assert set(code_answers()[field].answers) <= set(codelist(LISTS[field]).entries)

    def test_every_vulnerability_answers_something(self) -> None:
        assert set(code_answers()["/person/vulnerabilities/*"].answers) == set(codelist("vulnerabilities").entries)

    def test_each_says_what_it_is_and_on_what_basis(self) -> None:
        assert all(each.definition and each.reads and each.places and each.basis for each in indicators().values())

    @pytest.mark.parametrize("question", indicators())
    def test_each_says_that_it_reads_every_field_whose_codes_answer_it(self, question: str) -> None:
        answering = {
            field
            for field, table in code_answers().items()
            if question in {each for given in table.answers.values() for each, _ in given}
        }

        assert answering <= set(indicators()[question].reads)
        assert answering <= set(indicators()[question].places)

    def test_what_invented_episodes_answer_is_defined_and_points_where_it_says(self) -> None:
        told = {
            (each.question, shape(at))
            for document in (json.loads(each) for each in Generator(seed=4).documents(400))
            for each in derived(wire.build(document), AS_OF)
            for at in each.at
        }
        defined = {(each.question, at) for each in indicators().values() for at in each.places}
        by_code = {
            (question, field)
            for field, table in code_answers().items()
            for given in table.answers.values()
            for question, _ in given
        }

        assert told - defined - by_code == set()
        assert {question for question, _ in told} >= set(indicators())

    @pytest.mark.parametrize("question", indicators())
    def test_each_says_that_it_reads_what_the_terms_read_that_it_rests_on(self, question: str) -> None:
        named = re.findall(r"\bterms\.(\w+)", indicators()[question].definition)

        assert {at for name in named for at in terms()[name].reads} <= set(indicators()[question].reads)

    def test_every_term_is_rested_on(self) -> None:
        said = " ".join(each.definition for each in (*indicators().values(), *terms().values()))

        assert set(re.findall(r"\bterms\.(\w+)", said)) | {"facts"} == set(terms())

    def test_terms_indicators_codes_and_guards_are_published_as_they_are(self) -> None:
        told = json.loads((schemas_directory() / "indicators.json").read_text(encoding="utf-8"))
        words = ("no", "unknown", "yes")

        assert {
            name: {"definition": each.definition, "reads": list(each.reads)} for name, each in terms().items()
        } == told["terms"]
        assert {
            question: {
                "definition": each.definition,
                "reads": list(each.reads),
                "places": list(each.places),
                "basis": each.basis,
            }
            for question, each in indicators().items()
        } == told["indicators"]
        assert {
            table.field: {
                "basis": table.basis,
                "answers": {
                    code: {question: words[each] for question, each in given} for code, given in table.answers.items()
                },
            }
            for table in code_answers().values()
        } == told["codes"]
        assert {code: each.as_dict() for code, each in GUARDS.items()} == told["guards"]

    def test_nothing_else_is_read(self) -> None:
        whole = json.loads(next(iter(Generator(seed=9).documents(1))))
        read = {at.split("/")[1] for each in (*indicators().values(), *terms().values()) for at in each.reads}
        read |= {field.split("/")[1] for field in LISTS}
        least = {key: each for key, each in whole.items() if key in read or key in EPISODE}

        assert derived(wire.build(least), AS_OF) == derived(wire.build(whole), AS_OF)


@pytest.mark.parametrize(
    ("stated", "fields"),
    [
        # Just twelve, and eleven when it was told: the two agree, also on days on which the age alone would say eleven.
        ({"min": 11, "max": 11, "at": "2025-07"}, {BIRTH}),
        ({"min": 10, "max": 11, "at": "2025-07"}, {BIRTH}),
        ({"min": 11, "max": 11, "at": "2026-06"}, {BIRTH}),
        ({"max": 11, "at": "2026-06-11"}, {BIRTH}),
        # What was told on that day was never so, and stays a fact where a later year would have made it true.
        ({"min": 11, "max": 11, "at": "2026-06-12"}, {BIRTH, AGE}),
        ({"min": 12, "max": 12, "at": "2026-06-11"}, {BIRTH, AGE}),
        ({"min": 11, "max": 11}, {BIRTH, AGE}),
        ({"min": 1, "max": 1, "at": "2014-06-11"}, {BIRTH, AGE}),
    ],
)
def test_whether_a_date_and_an_age_agree_is_the_same_on_every_day(stated: dict[str, Any], fields: set[str]) -> None:
    described: Episode = wire.build({**EPISODE, "person": {"date_of_birth": "2014-06-12", "age": stated}})
    days = [f"{year}-{month:02}-15T12:00:00Z" for year in (2026, 2027, 2028) for month in (6, 7, 12)]

    told = [{at for _, at in ages(described, moment(each))} for each in days]

    assert told == [fields] * len(days)
