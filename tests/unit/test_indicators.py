"""What the episode itself answers to a risk question: yes, no, unknown, or nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.codes import Answer, codelist
from missingpersons.risk.indicators import _VULNERABILITY_ANSWERS, INDICATORS, derive

AS_OF = datetime(2026, 6, 15, 12, tzinfo=UTC)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
BIRTH, AGE, CARE = "/person/date_of_birth", "/person/age", "/care/status"

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

FROM_THE_PERSON: list[tuple[str, dict[str, Any], tuple[Answer, str] | None]] = [
    ("child", {}, None),
    ("child", {"date_of_birth": "2008-06-16"}, (YES, BIRTH)),
    ("child", {"date_of_birth": "2008-06-15"}, (NO, BIRTH)),
    ("child", {"date_of_birth": "2008-06"}, (UNKNOWN, BIRTH)),
    ("child", {"date_of_birth": "2027"}, None),
    ("child", {"date_of_birth": "2027", "age": {"min": 8, "max": 8}}, (YES, AGE)),
    ("child", {"date_of_birth": "9999-12-31", "age": {"min": 8, "max": 8}}, (YES, AGE)),
    ("child", {"date_of_birth": "0001-01-01", "age": {"min": 8, "max": 8}}, (YES, AGE)),
    ("child", {"date_of_birth": "0001-01-01"}, None),
    ("child", {"date_of_birth": "1905", "age": {"min": 8, "max": 8}}, (NO, BIRTH)),
    ("very_young_or_old", {"date_of_birth": "1900-01-01"}, None),
    ("child", {"date_of_birth": "1990", "age": {"min": 8, "max": 8}}, (NO, BIRTH)),
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
    ("very_young_or_old", {"age": {"max": 9}}, (YES, AGE)),
    ("very_young_or_old", {"age": {"min": 85}}, (YES, AGE)),
    ("very_young_or_old", {"age": {"min": 12}}, (UNKNOWN, AGE)),
    ("very_young_or_old", {"age": {"min": 80, "max": 80}}, (YES, AGE)),
    ("previous_missing", {}, None),
    ("previous_missing", {"previous_missing": {}}, None),
    ("previous_missing", {"previous_missing": {"count": 0}}, (NO, "/person/previous_missing/count")),
    ("previous_missing", {"previous_missing": {"count": 3}}, (YES, "/person/previous_missing/count")),
    ("harmed_when_missing_before", {}, None),
    ("harmed_when_missing_before", {"previous_missing": {"count": 3}}, None),
    ("harmed_when_missing_before", {"previous_missing": {"harmed": "yes"}}, (YES, "/person/previous_missing/harmed")),
    ("harmed_when_missing_before", {"previous_missing": {"harmed": "no"}}, (NO, "/person/previous_missing/harmed")),
    ("medication_essential", {}, None),
    ("medication_essential", {"medication": [{}]}, (UNKNOWN, "/person/medication")),
    ("medication_essential", {"medication": [{}, {"hours_until_serious": 0}]}, (YES, "/person/medication/1")),
    ("medication_essential", {"medication": [{"effect_if_missed": "Fits."}]}, (YES, "/person/medication/0")),
    ("illness_or_disability", {}, None),
    ("illness_or_disability", {"health": [{"text": "Asthma."}]}, (YES, "/person/health")),
    ("suicide_risk", {}, None),
    ("suicide_risk", {"vulnerabilities": ["dementia"]}, None),
    ("suicide_risk", {"vulnerabilities": ["dementia", "suicide_ideation"]}, (YES, "/person/vulnerabilities/1")),
    ("dementia_or_neurological", {"vulnerabilities": ["dementia"]}, (YES, "/person/vulnerabilities/0")),
    ("risk_to_others", {"vulnerabilities": ["dementia"]}, None),
]

FROM_THE_EPISODE: list[tuple[str, dict[str, Any], tuple[Answer, str] | None]] = [
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
        (UNKNOWN, "/exploitation_indicators"),
    ),
    (
        "sexual_exploitation_or_trafficking",
        {"exploitation_indicators": ["gifts"], "person": {"vulnerabilities": ["cse"]}},
        (YES, "/person/vulnerabilities/0"),
    ),
    (
        "criminal_exploitation",
        {"exploitation_indicators": ["gifts"], "person": {"vulnerabilities": ["cse"]}},
        (UNKNOWN, "/exploitation_indicators"),
    ),
]


@pytest.mark.parametrize(("question", "person", "derived"), FROM_THE_PERSON)
def test_what_the_person_answers(question: str, person: dict[str, Any], derived: tuple[Answer, str] | None) -> None:
    episode = wire.build(EPISODE | {"person": person})

    assert derive(question, episode, AS_OF) == derived


@pytest.mark.parametrize(("question", "change", "derived"), FROM_THE_EPISODE)
def test_what_the_episode_answers(question: str, change: dict[str, Any], derived: tuple[Answer, str] | None) -> None:
    episode = wire.build({**EPISODE, "person": {}, **change})

    assert derive(question, episode, AS_OF) == derived


@pytest.mark.parametrize("question", [*INDICATORS, *_VULNERABILITY_ANSWERS])
def test_every_question_that_is_answered_is_listed(question: str) -> None:
    assert question in codelist("risk_questions")


@pytest.mark.parametrize(("question", "codes"), _VULNERABILITY_ANSWERS.items())
def test_every_vulnerability_that_answers_is_listed(question: str, codes: frozenset[str]) -> None:
    assert codes <= set(codelist("vulnerabilities").entries)
