"""Every rule has cases that any implementation can run, a sentence, a definition, and a function that says so."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry

from missingpersons import check_together, wire
from missingpersons.findings import Severity, catalogue, profiles
from missingpersons.models import DOCUMENTS, Call, Episode, UnidentifiedCase
from missingpersons.resources import schema
from missingpersons.rules import (
    LOCAL_FIELDS_FIT,
    OF_EVERY_DOCUMENT,
    OF_SOME,
    RULES,
    RULES_OF,
    chronology,
    identity,
    moments,
    place,
    silence,
)
from missingpersons.rules.together import TOGETHER
from tests.grouped import by_family, grouped

FOLDER = Path(__file__).resolve().parents[1] / "conformance"
FILES = sorted(FOLDER.glob("MP-R-*.json"))
INPUT = FOLDER / "input.json"
RULE_CODES = sorted(code for code in catalogue() if code.startswith("MP-R-"))


def cases(path: Path) -> list[dict[str, Any]]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded["cases"]


EVERY_RULE = (*RULES, *TOGETHER.items())
CASES = {
    path.stem: {f"{path.stem}-{number}": (path.stem, case) for number, case in enumerate(cases(path))} for path in FILES
}
FILES_BY_TEN = {group: {each: (FOLDER / f"{each}.json",) for each in of} for group, of in by_family(RULE_CODES).items()}
EVERY_INPUT = tuple(pytest.param(case, id=case["why"]) for case in cases(INPUT))

UNSEEN = "MP-S-009"
"""How a number is spelt, which no schema can see: to one, 0.0 is the whole number nought."""


def found(case: dict[str, Any]) -> list[dict[str, Any]]:
    as_of = datetime.fromisoformat(case["as_of"]) if "as_of" in case else None
    if "documents" in case:
        episodes = [wire.parse(json.dumps(each), Episode) for each in case["documents"]]
        told = enumerate(check_together(episodes, as_of=as_of, profile=case["profile"]))
        return [{"document": which, "code": each.code, "at": each.at} for which, report in told for each in report]
    schemas = case.get("extension_schemas", {})
    report = wire.check(json.dumps(case["document"]), as_of=as_of, profile=case["profile"], extension_schemas=schemas)
    return [{"code": each.code, "at": each.at} for each in report]


def documents(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The document of a case, or the several that it judges together."""
    return case["documents"] if "documents" in case else [case["document"]]


class TestCases:
    @grouped("code, case", CASES)
    def test_exactly_this_is_found(self, code, case):
        assert found(case) == case["expect"]

    @grouped("path", FILES_BY_TEN)
    def test_a_file_has_the_finding_and_a_near_miss(self, path):
        expected = [{each["code"] for each in case["expect"]} for case in cases(path)]

        assert any(path.stem in each for each in expected)
        assert any(path.stem not in each for each in expected)
        assert any(each == set() for each in expected)

    @grouped("path", FILES_BY_TEN)
    def test_a_file_shows_the_rule_alone(self, path):
        alone = [case for case in cases(path) if {each["code"] for each in case["expect"]} == {path.stem}]

        assert alone

    @pytest.mark.parametrize("path", [*FILES, INPUT], ids=lambda path: path.stem)
    def test_a_file_has_the_form_that_implementers_are_told_of(self, path):
        whole = json.loads(path.read_text(encoding="utf-8"))
        optional = {"as_of", "extension_schemas"}

        assert whole.keys() == {"why", "cases"}
        together = path.stem in TOGETHER
        for case in whole["cases"]:
            assert case.keys() - optional == {"why", "documents" if together else "document", "profile", "expect"}
            assert case["profile"] in profiles()
            assert all(each.keys() - {"document"} == {"code", "at"} for each in case["expect"])
            assert all(("document" in each) is together for each in case["expect"])

    @pytest.mark.no_cover
    @grouped("code, case", CASES)
    def test_its_document_fits_the_schema(self, code, case):
        assert [misfits(each) for each in documents(case)] == [[] for _ in documents(case)]

    @pytest.mark.no_cover
    @grouped("code, case", CASES)
    def test_its_document_speaks_of_test_forces_only(self, code, case):
        for document in documents(case):
            assert document.get("owner_force", document.get("force")).startswith("test-")


class TestInput:
    """What people and systems write: what is read as it is, what is read with a finding, and what is refused."""

    @pytest.mark.parametrize("case", EVERY_INPUT)
    def test_exactly_this_is_found(self, case):
        assert found(case) == case["expect"]

    @pytest.mark.parametrize("case", EVERY_INPUT)
    def test_the_schema_refuses_what_is_refused_and_nothing_else(self, case):
        refused = any(each["code"].startswith("MP-S-") for each in case["expect"])
        unseen = any(each["code"] == UNSEEN for each in case["expect"])

        assert bool(misfits(case["document"])) is refused or unseen

    @pytest.mark.no_cover
    @pytest.mark.parametrize("case", EVERY_INPUT)
    def test_its_document_speaks_of_test_forces_only(self, case):
        assert case["document"]["owner_force"].startswith("test-")

    def test_no_two_cases_are_told_alike(self):
        told = [case["why"] for case in cases(INPUT)]

        assert len(set(told)) == len(told)


class TestJoin:
    """Catalogue, table of rules and cases are joined by code, and none lacks the others."""

    def test_each_rule_of_the_catalogue_is_in_the_table_and_the_other_way_round(self):
        assert sorted([*(code for code, _ in RULES), LOCAL_FIELDS_FIT, *TOGETHER]) == RULE_CODES

    def test_each_rule_has_a_file_of_cases_and_the_other_way_round(self):
        assert [path.stem for path in FILES] == RULE_CODES

    def test_no_function_is_two_rules(self):
        assert len({rule for _, rule in EVERY_RULE}) == len(EVERY_RULE)

    @pytest.mark.parametrize(("code", "rule"), EVERY_RULE, ids=[code for code, _ in EVERY_RULE])
    def test_its_docstring_starts_with_its_code(self, code, rule):
        assert rule.__doc__.startswith(f"{code}: ")
        assert rule.__doc__.endswith(".")

    @grouped("code", by_family(RULE_CODES))
    def test_it_has_a_sentence_a_definition_and_what_it_reads(self, code):
        entry = catalogue()[code]

        assert entry.message.endswith(".")
        assert entry.basis
        assert entry.definition.endswith(".")
        assert entry.reads
        assert all(each.startswith("/") for each in entry.reads)

    @grouped("code", by_family(code for code in RULE_CODES if code not in ("MP-R-070", "MP-R-243")))
    def test_what_it_reads_is_in_the_schema(self, code):
        assert [each for each in catalogue()[code].reads if each != "/*" and not in_schema(each)] == []

    @pytest.mark.parametrize(
        ("code", "parts", "fields"),
        [
            ("MP-R-003", chronology.WINDOWS, [""]),
            ("MP-R-012", identity.AGES, [""]),
            ("MP-R-020", place.FORCES, [""]),
            ("MP-R-021", place.PLACES, ["/postcode"]),
            ("MP-R-022", place.PHONES, ["/number"]),
            ("MP-R-093", place.PLACES, ["/lines", "/text"]),
            ("MP-R-094", place.PHONES, ["/number", "/e164"]),
            ("MP-R-134", moments.MOMENTS, [""]),
            ("MP-R-155", silence.ENTRIES, [""]),
            ("MP-R-158", place.PLACES, ["/point", "/country"]),
            ("MP-R-159", place.PLACES, ["/postcode", "/country"]),
        ],
    )
    def test_a_rule_about_every_part_of_a_kind_reads_all_of_them(self, code, parts, fields):
        paths = [path for kind in DOCUMENTS.values() for path in parts.paths(kind)]
        there = {f"{path}{field}" for path in paths for field in fields}

        assert set(catalogue()[code].reads) == there
        assert len(there) >= 2

    @pytest.mark.parametrize("kind", [UnidentifiedCase, Call])
    def test_the_rules_of_another_document_are_of_the_table(self, kind):
        some = {code for code, kinds in OF_SOME.items() if kind in kinds}

        assert {code for code, _ in RULES_OF[kind]} == OF_EVERY_DOCUMENT | some

    def test_an_episode_has_every_rule_but_those_of_other_documents_alone(self):
        others = {code for code, kinds in OF_SOME.items() if Episode not in kinds}

        assert {code for code, _ in RULES_OF[Episode]} == {code for code, _ in RULES} - others
        assert others == {"MP-R-245"}

    def test_what_happened_is_all_that_says_when_something_was(self):
        paths = {path for kind in DOCUMENTS.values() for path in moments.HAPPENED.paths(kind)}

        assert set(catalogue()["MP-R-120"].reads) == paths - moments.JUDGED_FROM_LATER | {
            "/recorded_at",
            "/reported_at",
        }

    @pytest.mark.parametrize("code", OF_SOME)
    def test_a_rule_of_some_documents_has_a_case_and_a_near_miss_of_each(self, code):
        shown = [case for case in cases(FOLDER / f"{code}.json") if code in {each["code"] for each in case["expect"]}]
        clean = [case for case in cases(FOLDER / f"{code}.json") if not case["expect"]]

        for some in (shown, clean):
            assert {DOCUMENTS[case["document"]["document_type"]] for case in some} == OF_SOME[code]

    @grouped("code, case", CASES)
    def test_its_places_are_near_what_it_reads(self, code, case):
        for each in case["expect"]:
            place = starred(each["at"])
            reads = [starred(one) for one in catalogue()[each["code"]].reads]
            assert "/*" in reads or any(one.startswith(place) or place.startswith(one) for one in reads), each

    def test_profiles_speak_of_rules_that_exist_and_severities_that_exist(self):
        for table in profiles().values():
            assert table.keys() <= set(RULE_CODES)
            assert set(table.values()) <= {*(str(each) for each in Severity), "off"}


def misfits(document: dict[str, Any]) -> list[str]:
    """Where a document does not fit the schema of its type."""
    name = document["document_type"].replace("_", "-")
    return [each.json_path for each in validator(name).iter_errors(document)]


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(name), registry=Registry())


def starred(pointer: str) -> str:
    """The pointer with a star for each number: any entry."""
    return re.sub("/[0-9]+", "/*", pointer)


def in_schema(pointer: str) -> bool:
    """Whether a path of a rule (``*`` for any entry) leads to a part of the schema of some document."""
    return any(_in_schema(pointer, schema(name)) for name in ("episode", "unidentified-case", "call"))


def _in_schema(pointer: str, whole: dict[str, Any]) -> bool:
    part = whole
    for segment in pointer.split("/")[1:]:
        part = part["items"] if segment.isdigit() or segment == "*" else part.get("properties", {}).get(segment)
        if part is None:
            return False
        if "$ref" in part:
            part = whole["$defs"][part["$ref"].rpartition("/")[2]]
    return True
