"""The consolidated list of questions, and the published forms and factors that it stands for."""

from __future__ import annotations

import json

import pytest

from missingpersons.codes import codelist
from missingpersons.resources import schemas_directory
from missingpersons.risk.definitions import indicators
from missingpersons.risk.questions import forms, questions
from missingpersons.rules import exploitation

QUESTIONS = codelist("risk_questions").entries


def test_every_form_is_there() -> None:
    assert {name: len(form.entries) for name, form in forms().items()} == {
        "national-25": 25,
        "call-taker": 10,
        "app": 4,
        "taught": 14,
        "local-authority": 18,
        "factors": len(codelist("vulnerabilities").entries),
    }


@pytest.mark.parametrize(("form", "letter", "number"), [("national-25", "S", 25), ("call-taker", "Q", 10)])
def test_no_code_of_a_numbered_form_is_left_out(form: str, letter: str, number: int) -> None:
    assert [each.code for each in forms()[form].entries] == [f"{letter}{place:02}" for place in range(1, number + 1)]


def test_every_factor_of_the_list_is_there() -> None:
    assert [each.code for each in forms()["factors"].entries] == list(codelist("vulnerabilities").entries)


@pytest.mark.parametrize("form", forms())
def test_every_entry_is_mapped_or_said_to_be_no_question_with_why(form: str) -> None:
    for each in forms()[form].entries:
        assert bool(each.questions) != bool(each.no_question), each.code
        assert set(each.questions) <= set(QUESTIONS), each.code
        assert each.text, each.code


def test_what_is_a_question_has_no_reason_why_not() -> None:
    reasons = {each.no_question for form in forms().values() for each in form.entries if each.questions}

    assert reasons == {""}


def test_what_is_no_question_is_little() -> None:
    none = [each.code for form in forms().values() for each in form.entries if each.no_question]

    assert none == ["Q01", "Q02", "L13"]


def test_every_question_is_described_and_no_other() -> None:
    assert list(questions()) == [each.code for each in questions().values()] == list(QUESTIONS)
    assert all(each.text and each.definition and each.source for each in questions().values())


@pytest.mark.parametrize("question", sorted(exploitation.QUESTIONS))
def test_a_question_on_exploitation_says_of_signs_what_they_answer(question: str) -> None:
    """A sign is no yes by itself, and whoever is asked may suspect it all the same."""
    definition = questions()[question].definition

    assert definition.startswith("Answer yes when anything makes you suspect that ")
    assert definition.endswith(" A recorded sign may leave it open until somebody answers.")
    assert "sign is no finding" in indicators()["sexual_exploitation_or_trafficking"].definition


def test_a_question_says_where_it_is_asked_and_how_well_that_is_known() -> None:
    suicide, delay, eighteen = (questions()[each] for each in ("suicide_risk", "report_delay", "turned_eighteen"))

    assert dict(suicide.asked_by) == {
        "national-25": ("S01",),
        "call-taker": ("Q08",),
        "taught": ("T09",),
        "factors": ("suicide_ideation",),
    }
    assert (suicide.verified, delay.verified, eighteen.verified) == ("read", "secondary", "library")
    assert eighteen.asked_by == {}


def test_they_are_published_as_they_are() -> None:
    told = json.loads((schemas_directory() / "risk.json").read_text(encoding="utf-8"))

    assert {each.code: each.as_dict() for each in forms().values()} == told["forms"]
    assert {code: each.as_dict() for code, each in questions().items()} == told["questions"]


def test_only_questions_that_no_form_asks_call_themselves_the_librarys() -> None:
    asked = {code for code, each in questions().items() if "national-25" in each.asked_by}
    said = {code for code, each in questions().items() if each.source.startswith("25-question national form")}

    assert said <= asked
    assert {questions()[each].source.partition(";")[0] for each in set(questions()) - asked} == {"library list"}
