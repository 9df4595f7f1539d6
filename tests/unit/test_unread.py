"""What was recorded under a code that is on no list is told, and no grade is consistent beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import missingpersons as mp
from missingpersons import cli
from missingpersons.codes import codelist
from missingpersons.models import Episode
from missingpersons.risk import Reviewed, Verdict, review, suggest
from missingpersons.risk.definitions import code_answers
from missingpersons.risk.verdicts import Why

EARLY, NOON, LATE = "2026-06-15T08:00:00Z", "2026-06-15T12:00:00Z", "2026-06-15T18:00:00Z"
ODD = "nobodys_code"
SUICIDAL: dict[str, Any] = {"vulnerabilities": ["suicidal"]}


def tree(**fields: Any) -> dict[str, Any]:
    return {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        "revision": 1,
        "tenure": 1,
        "recorded_at": "2026-06-16T12:00:00Z",
        "owner_force": "test-north",
        "status": "open",
        "person": {},
        **fields,
    }


def episode(**fields: Any) -> Episode:
    return mp.build(tree(**fields))


def holding(field: str, *given: str) -> dict[str, Any]:
    """What has the codes in ``field``: an entry for each, where it is of a list."""
    before, of_a_list, leaf = field.strip("/").partition("/*")
    also = {"value": "TEST-0001"} if leaf == "/scheme" else {}
    entries = [{leaf.strip("/"): each, **also} if leaf else each for each in given]
    value: Any = entries if of_a_list else given[-1]
    for part in reversed(before.split("/")):
        value = {part: value}
    return dict(value)


FIELDS = sorted({*code_answers()} - {"/person/relations/*/unsafe_to_contact"})
"""Every field of which codes are read, but the one whose answers are all that can be written there."""
LISTED = {field: next(iter(code_answers()[field].answers)) for field in FIELDS}


class TestTold:
    @pytest.mark.parametrize("field", FIELDS)
    def test_in_every_field_of_which_codes_are_read(self, field: str) -> None:
        suggestion = suggest(episode(**holding(field, LISTED[field], ODD)))

        assert suggestion.unread == (field.replace("*", "1"),)

    @pytest.mark.parametrize("field", FIELDS)
    def test_not_where_the_code_is_listed(self, field: str) -> None:
        assert suggest(episode(**holding(field, LISTED[field]))).unread == ()

    @pytest.mark.parametrize(("answer", "told"), [("yes", ("/answers/0",)), ("unknown", ("/answers/0",)), ("no", ())])
    def test_an_answer_to_a_question_that_is_on_no_list(self, answer: str, told: tuple[str, ...]) -> None:
        answers = [{"question": "suicide", "answer": answer}, {"question": "suicide_risk", "answer": "yes"}]

        assert suggest(episode(answers=answers)).unread == told

    def test_all_of_them_and_never_the_codes(self) -> None:
        given = episode(answers=[{"question": ODD, "answer": "yes"}], person={"vulnerabilities": ["cse", ODD, ODD]})

        told = suggest(given).as_dict()

        assert told["unread"] == ["/answers/0", "/person/vulnerabilities/1", "/person/vulnerabilities/2"]
        assert ODD not in json.dumps(told)

    def test_nothing_of_an_empty_record(self) -> None:
        assert suggest(episode()).unread == ()

    def test_on_the_command_line(self, tmp_path: Path) -> None:
        file = tmp_path / "episode.json"
        file.write_text(json.dumps(tree(person=SUICIDAL)), encoding="utf-8")

        result = CliRunner().invoke(cli.commands, ["suggest", str(file)])

        assert "not judged, since the code is on no list: /person/vulnerabilities/0\n" in result.stdout
        assert "suicidal" not in result.stdout

    def test_no_question_that_is_on_no_list_is_told_as_corrected(self) -> None:
        answers = [
            {"question": ODD, "answer": "yes", "answered_at": EARLY},
            {"question": ODD, "answer": "no", "answered_at": NOON},
        ]

        assert suggest(episode(answers=answers)).corrections == ()


def reviewed(level: str = "very_low", **fields: Any) -> Reviewed:
    (only,) = review(
        episode(**fields, assessments=[{"scheme": "app-very-low", "level": level, "assessed_at": NOON}]),
    )
    return only


def every_no(**answers: str) -> list[dict[str, Any]]:
    asked = dict.fromkeys(codelist("risk_questions").entries, "no") | answers
    return [{"question": each, "answer": answer, "answered_at": EARLY} for each, answer in asked.items()]


def dated(at: str) -> list[dict[str, Any]]:
    return [{"at": "/person", "basis": "fact", "obtained_at": at}]


class TestReview:
    @pytest.mark.parametrize(
        ("provenance", "recorded_at", "expected"),
        [
            (dated(EARLY), LATE, (Verdict.CANNOT_TELL, Why.UNREAD)),
            (dated(NOON), LATE, (Verdict.CANNOT_TELL, Why.UNREAD)),
            ([], LATE, (Verdict.CANNOT_TELL, Why.UNREAD)),
            (dated(LATE), NOON, (Verdict.CANNOT_TELL, Why.UNREAD)),
            (dated(LATE), LATE, (Verdict.CONSISTENT, None)),
        ],
        ids=["known", "known just then", "undated", "in the record", "known later"],
    )
    def test_no_grade_is_consistent_beside_what_may_have_been_known(
        self, provenance: list[dict[str, Any]], recorded_at: str, expected: tuple[Verdict, Why | None]
    ) -> None:
        found = reviewed(answers=every_no(), person=SUICIDAL, provenance=provenance, recorded_at=recorded_at)

        assert (found.verdict, found.why) == expected

    def test_the_highest_level_is(self) -> None:
        found = reviewed("high", answers=every_no(suicide_risk="yes"), person=SUICIDAL)

        assert (found.verdict, found.why) == (Verdict.CONSISTENT, None)

    def test_a_grade_that_is_too_low_or_higher_stays_so(self) -> None:
        low = reviewed("low", answers=every_no(suicide_risk="yes"), person=SUICIDAL)
        high = reviewed("high", answers=every_no(), person=SUICIDAL)

        assert (low.verdict, high.verdict) == (Verdict.LOWER_WITHOUT, Verdict.HIGHER)

    def test_is_said_in_words(self, tmp_path: Path) -> None:
        file, grade = tmp_path / "episode.json", {"scheme": "app-very-low", "level": "very_low", "assessed_at": NOON}
        whole = tree(answers=every_no(), person=SUICIDAL, assessments=[grade])
        file.write_text(json.dumps(whole), encoding="utf-8")

        result = CliRunner().invoke(cli.commands, ["review", str(file)])

        assert "cannot tell: very_low was recorded" in result.stdout
        assert "(unread)\n  something stands under a code that is on no list, and was not judged" in result.stdout
        assert "suicidal" not in result.stdout

    @pytest.mark.parametrize(
        "fields",
        [
            {"person": {"relations": [{"relation": ODD}]}},
            {"companions": [{"relation": ODD}]},
            {"vehicles": [{"use": ODD}]},
            {"actions": [{"code": ODD}]},
            {"notifications": [{"to": ODD}]},
            {"preparedness": {"protocol": ODD}},
        ],
    )
    def test_what_says_nothing_of_how_the_person_is_is_told_and_no_more(self, fields: dict[str, Any]) -> None:
        found = reviewed(answers=every_no(), **fields)

        assert (found.verdict, found.why) == (Verdict.CONSISTENT, None)
        assert len(suggest(episode(**fields)).unread) == 1
