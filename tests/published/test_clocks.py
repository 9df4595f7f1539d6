"""Every clock has cases that any implementation can run: a document, a moment, and every clock with its state."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import missingpersons as mp
from missingpersons.codes import codelist
from missingpersons.due import State, clocks, library_intervals
from missingpersons.due.clocks import CLOCKS, CLOCKS_OF_CASES
from missingpersons.due.intervals import COUNTS_FROM
from missingpersons.findings import catalogue
from missingpersons.resources import schema

from .test_conformance import in_schema

FOLDER = Path(__file__).resolve().parents[1] / "conformance"
FILES = sorted(FOLDER.glob("MP-K-*.json"))
CODES = sorted(code for code in catalogue() if code.startswith("MP-K-"))

NO_TIME_NEEDED = {"MP-K-003", "MP-K-008", "MP-K-010"}
"""Clocks that always have a time to count from: without it there is none."""

NEVER_DONE = {"MP-K-009", "MP-K-010"}
"""Clocks that begin again instead."""


def cases(path: Path) -> list[dict[str, Any]]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded["cases"]


EVERY_CASE = tuple(
    pytest.param(case, id=f"{path.stem}-{number}") for path in FILES for number, case in enumerate(cases(path))
)


def found(case: dict[str, Any]) -> list[dict[str, str]]:
    as_of = datetime.fromisoformat(case["as_of"]) if "as_of" in case else None
    record = mp.parse(json.dumps(case["document"]))
    assert not isinstance(record, mp.Call)
    told = [each.as_dict() for each in clocks(record, as_of=as_of)]
    return [{name: each[name] for name in ("code", "at", "state", "due_at") if name in each} for each in told]


class TestCases:
    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_exactly_these_clocks_stand_so(self, case):
        assert found(case) == case["expect"]

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_a_file_shows_every_state_that_the_clock_can_have_and_a_near_miss(self, path):
        expected = [[each["state"] for each in case["expect"] if each["code"] == path.stem] for case in cases(path)]
        possible = set(State)
        if path.stem in NO_TIME_NEEDED:
            possible -= {State.CANNOT_TELL}
        if path.stem in NEVER_DONE:
            possible -= {State.DONE, State.DONE_LATE}

        assert {state for states in expected for state in states} == possible
        assert any(case["why"].startswith("near miss: ") for case in cases(path))

    @pytest.mark.parametrize("case", EVERY_CASE)
    def test_its_document_fits_the_schema_and_speaks_of_test_forces_only(self, case):
        name = case["document"]["document_type"].replace("_", "-")

        jsonschema.Draft202012Validator(schema(name)).validate(case["document"])
        assert case["document"]["owner_force"].startswith("test-")

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_a_file_has_the_form_that_implementers_are_told_of(self, path):
        whole = json.loads(path.read_text(encoding="utf-8"))

        assert whole.keys() == {"why", "cases"}
        assert all(case.keys() - {"as_of"} == {"why", "document", "expect"} for case in whole["cases"])
        assert len({case["why"] for case in whole["cases"]}) == len(whole["cases"])


class TestJoin:
    """Catalogue, table of clocks, intervals and cases are joined by code, and none lacks the others."""

    def test_each_has_a_sentence_a_function_and_a_file(self):
        assert sorted({code for code, _ in (*CLOCKS, *CLOCKS_OF_CASES)}) == CODES
        assert [path.stem for path in FILES] == CODES

    @pytest.mark.parametrize(("code", "clock"), [*CLOCKS, *CLOCKS_OF_CASES])
    def test_its_docstring_starts_with_its_code(self, code, clock):
        assert clock.__doc__.startswith(f"{code}: ")

    @pytest.mark.parametrize("code", CODES)
    def test_it_can_be_implemented_from_the_catalogue(self, code):
        entry = catalogue()[code]

        assert entry.definition.endswith(".")
        assert entry.reads
        assert [each for each in entry.reads if not in_schema(each)] == []

    def test_only_what_has_a_recorded_time_has_no_interval_of_the_library(self):
        with_lines = {each.code for each in library_intervals().lines}

        assert set(CODES) - with_lines == {"MP-K-003", "MP-K-008"}
        assert with_lines <= set(COUNTS_FROM)

    def test_the_nations_are_those_of_the_codes_of_forces(self, root):
        rows = (root / "src/missingpersons/codelists/force_codes.csv").read_text(encoding="utf-8").splitlines()[1:]
        country = dict(row.split(",")[:4:3] for row in rows)
        names = {"england": "England", "wales": "Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland"}
        real = {force: nation for force, nation in library_intervals().nations.items() if not force.startswith("test-")}

        assert real.keys() == {force for force, name in country.items() if name in names.values()}
        assert all(names[nation] == country[force] for force, nation in real.items())
        assert set(library_intervals().nations) <= set(codelist("forces").entries)
