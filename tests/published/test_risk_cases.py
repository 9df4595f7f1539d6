"""What the policies call for in each vignette, told in plain words: any implementation can run the same cases."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import missingpersons as mp
from missingpersons.codes import LEVELS, RiskScheme
from missingpersons.models import Episode
from missingpersons.resources import schema
from missingpersons.risk import Policy, Verdict, library_policy, load_policy, named_policy, review, suggest
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.verdicts import Why
from tests.property.risk import resolve

FOLDER = Path(__file__).resolve().parents[1] / "conformance" / "risk"
FILES = sorted(FOLDER.glob("*.json"))
POLICIES = sorted(FOLDER.glob("policies/*.toml"))
LIBRARY = [library_policy(scheme) for scheme in RiskScheme]

FIRST_TO_ASK = 5
EIGHTEEN = 18


def cases(path: Path) -> list[dict[str, Any]]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded["cases"]


CASES = [case for path in FILES for case in cases(path)]
EVERY_CASE = [pytest.param(case, id=case["vignette"]) for case in CASES]
CHILDREN = [
    case for case in CASES if "child" in {r[0] for r in case["expect"]["library-scotland"]["reasons"] if r[1] == "yes"}
]


def episode(case: dict[str, Any]) -> Episode:
    read: Episode = mp.build(case["document"])
    return read


def policy(name: str) -> Policy:
    return load_policy(FOLDER / "policies" / name) if name.endswith(".toml") else named_policy(name)


def suggested(case: dict[str, Any], name: str) -> dict[str, Any]:
    made = suggest(episode(case), policy=policy(name), as_of=datetime.fromisoformat(case["as_of"]))
    told: dict[str, Any] = {
        "level": str(made.level),
        "reasons": [[each.code, each.answer, list(each.at)] for each in made.reasons],
        "guards": [[each.code, list(each.at)] for each in made.guards],
        "ask_next": list(made.ask_next[:FIRST_TO_ASK]),
    }
    if made.without_guards:
        told["without_guards"] = list(made.without_guards)
    if made.unread:
        told["unread"] = list(made.unread)
    return told


def reviewed(case: dict[str, Any]) -> list[dict[str, Any]]:
    names = ("at", "verdict", "why", "called_for", "could_call_for", "known", "later", "undated")
    told = [each.as_dict() for each in review(episode(case))]
    return [{name: each[name] for name in names if name in each} for each in told]


class TestCases:
    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_exactly_this_is_called_for(self, case: dict[str, Any]) -> None:
        assert {name: suggested(case, name) for name in case["expect"]} == case["expect"]

    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_exactly_these_answers_contradict_the_record(self, case: dict[str, Any]) -> None:
        made = suggest(episode(case), policy=LIBRARY[0], as_of=datetime.fromisoformat(case["as_of"]))

        assert [[each.question, each.recorded, each.derived] for each in made.disagreements] == case["disagreements"]

    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_exactly_this_is_said_of_each_assessment(self, case: dict[str, Any]) -> None:
        assert reviewed(case) == case["review"]

    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_exactly_this_is_found_by_the_rules(self, case: dict[str, Any]) -> None:
        report = mp.check(json.dumps(case["document"]), as_of=datetime.fromisoformat(case["as_of"]))

        assert [[each.code, each.at] for each in report] == case["findings"]


class TestForm:
    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_a_file_has_the_form_that_implementers_are_told_of(self, path: Path) -> None:
        whole = json.loads(path.read_text(encoding="utf-8"))
        names = [
            "vignette",
            "why",
            "told",
            "judgement",
            "graded",
            "document",
            "as_of",
            "expect",
            "disagreements",
            "review",
            "findings",
        ]

        assert whole.keys() == {"why", "cases"}
        assert [list(case) for case in whole["cases"]] == [names] * len(whole["cases"])

    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_its_document_fits_the_schema_and_speaks_of_test_forces_only(self, case: dict[str, Any]) -> None:
        jsonschema.Draft202012Validator(schema("episode")).validate(case["document"])

        assert case["document"]["owner_force"].startswith("test-")

    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_each_grade_is_marked_and_what_was_known_stands_in_the_document(self, case: dict[str, Any]) -> None:
        assert len(case["graded"]) == len(case["document"].get("assessments", []))
        assert all(list(mark) == ["too_low", "because", "known"] for mark in case["graded"])
        assert all(resolve(case["document"], at) is not None for mark in case["graded"] for at in mark["known"])

    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_every_scheme_is_judged(self, case: dict[str, Any]) -> None:
        assert [name for name in case["expect"] if not name.endswith(".toml")] == [each.name for each in LIBRARY]

    def test_no_two_are_called_or_told_alike(self) -> None:
        for name in ("vignette", "why", "told"):
            assert len({case[name] for case in CASES}) == len(CASES)


class TestTable:
    """The vignettes reach everything that there is to reach."""

    def test_there_are_enough_of_them_and_most_are_of_children(self) -> None:
        assert len(CASES) >= 60
        assert len(CHILDREN) > len(CASES) / 2

    @pytest.mark.parametrize("made_by", LIBRARY, ids=str)
    def test_every_line_is_a_reason_in_one_and_none_in_another(self, made_by: Policy) -> None:
        told = [{code: answer for code, answer, _ in case["expect"][made_by.name]["reasons"]} for case in CASES]
        yes = {code for reasons in told for code, answer in reasons.items() if answer == "yes"}
        absent = {line.code for line in made_by.lines if any(line.code not in reasons for reasons in told)}

        assert yes == absent == {line.code for line in made_by.lines}

    @pytest.mark.parametrize("made_by", LIBRARY, ids=str)
    def test_every_level_is_called_for(self, made_by: Policy) -> None:
        assert {case["expect"][made_by.name]["level"] for case in CASES} == set(LEVELS[made_by.scheme])

    def test_every_guard_holds_in_one_and_not_in_another(self) -> None:
        held = [
            {code for code, _ in each["guards"]}
            for case in CASES
            for name, each in case["expect"].items()
            if name in {path.name for path in POLICIES}
        ]

        assert set().union(*held) == set(GUARDS)
        assert set() in held

    def test_every_policy_of_a_force_is_used(self) -> None:
        assert {name for case in CASES for name in case["expect"] if name.endswith(".toml")} == {
            path.name for path in POLICIES
        }

    def test_every_verdict_and_every_why_occurs(self) -> None:
        told = [each for case in CASES for each in case["review"]]

        assert {each["verdict"] for each in told} == set(Verdict)
        assert {each["why"] for each in told if "why" in each} == set(Why)

    def test_an_assessment_of_every_scheme_is_reviewed(self) -> None:
        given = [each for case in CASES for each in case["document"].get("assessments", [])]

        assert {each["scheme"] for each in given if "scheme" in each} == set(RiskScheme)


def test_the_page_for_police_readers_tells_vignettes_as_they_are() -> None:
    page = (FOLDER.parents[2] / "docs" / "risk.md").read_text(encoding="utf-8")
    quoted = [line.removeprefix("> ") for line in page.splitlines() if line.startswith("> ")]
    told = {case["told"]: case["expect"]["library-app-very-low"]["level"] for case in CASES}

    assert [told[each] for each in quoted] == ["high", "medium"]
    assert "calls for **high**" in page
    assert "says **medium**" in page


@pytest.mark.parametrize("made_by", LIBRARY, ids=str)
@pytest.mark.parametrize("case", [pytest.param(case, id=case["vignette"]) for case in CHILDREN])
def test_the_eighteenth_birthday_lowers_nothing(case: dict[str, Any], made_by: Policy) -> None:
    born = case["document"]["person"].get("date_of_birth", "")
    if len(born) < len("YYYY-MM-DD") or "reported_at" not in case["document"]:
        born = "2008-06-15"
    birthday = datetime.fromisoformat(f"{int(born[:4]) + EIGHTEEN}{born[4:]}T12:00:00+00:00")
    document = {**case["document"], "person": {**case["document"]["person"], "date_of_birth": born}}
    record: Episode = mp.build(document)

    before, after = (suggest(record, policy=made_by, as_of=birthday + timedelta(days=days)) for days in (-1, 1))

    assert after.level is before.level


AGES = [{"min": 17, "max": 17}, {"min": 14, "max": 19}, {"max": 17}]


@pytest.mark.parametrize("made_by", LIBRARY, ids=str)
@pytest.mark.parametrize("case", [pytest.param(case, id=case["vignette"]) for case in CHILDREN])
def test_no_year_that_passes_lowers_where_only_an_age_was_told(case: dict[str, Any], made_by: Policy) -> None:
    person = {key: each for key, each in case["document"]["person"].items() if key != "date_of_birth"}
    told = datetime.fromisoformat(case["document"].get("reported_at", case["document"]["recorded_at"]))
    for age in AGES:
        record: Episode = mp.build({**case["document"], "person": {**person, "age": {**age, "at": str(told.date())}}})

        levels = [
            suggest(record, policy=made_by, as_of=told + timedelta(days=365 * years + 30)).level.rank
            for years in range(6)
        ]

        assert levels == sorted(levels)
