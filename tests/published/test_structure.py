"""Every constraint of the published schemas has a document that breaks it, and the reader says exactly so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from missingpersons import wire
from missingpersons.exchange.seal import open_message
from missingpersons.resources import schema

from . import structure
from .changes import changed
from .mutations import trust_list_findings
from .structure import BASES, CODES, shared

NAMES = tuple(BASES)

ASSERTIONS = {*CODES, "anyOf", "$ref"} - {"required"}
"""The keywords that refuse. Those that stand for more than one constraint are walked into."""

SAY_NOTHING = {"$schema", "$id", "$defs", "description", "properties", "items", "propertyNames"}
"""The keywords that refuse nothing themselves."""


def committed(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((structure.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def constraints(part: dict[str, Any], at: str = "", *, branch: bool = False) -> Iterator[str]:
    """Every constraint that stands in a schema, by its place: found without following a reference.

    The types of the branches of a union are no constraints of their own: what fits none of them breaks the union.
    """
    for keyword, value in part.items():
        place = f"{at}/{keyword}"
        if keyword == "required":
            yield from (f"{place}/{number}" for number, _ in enumerate(value))
        elif keyword in ("properties", "$defs"):
            for name, each in value.items():
                yield from constraints(each, f"{place}/{name}")
        elif keyword in ("items", "propertyNames") or (keyword == "additionalProperties" and value is not False):
            yield from constraints(value, place)
        elif keyword == "anyOf":
            yield place
            for number, each in enumerate(value):
                yield from constraints(each, f"{place}/{number}", branch=True)
        elif keyword in ASSERTIONS:
            if not (branch and keyword == "type"):
                yield place
        else:
            assert keyword in SAY_NOTHING, place


def said(name: str, tree: Any) -> list[dict[str, str]]:
    """What the library's reader finds in the structure of a document."""
    data = json.dumps(tree).encode()
    if structure.is_message(name):
        event = wire.read_event(data)
        is_object = isinstance(event.tree, dict)
        found = event.odd or (wire.read_message(event.tree) if is_object else open_message(data, {}).findings)
    elif name == "audit-event":
        found = wire.read_audit_event(data)[1]
    elif name == "trust-list":
        found = trust_list_findings(data)
    else:
        found = wire.read(data)[1]
    return [{"code": each.code, "at": each.at} for each in found]


@pytest.mark.parametrize("name", NAMES)
class TestStructure:
    def test_the_committed_file_is_what_would_be_written_now(self, name):
        assert (structure.FOLDER / f"{name}.json").read_text(encoding="utf-8") == structure.written(name)

    def test_every_constraint_of_the_schema_is_broken_by_a_case(self, name):
        elsewhere = tuple(f"/$defs/{each}/" for each in shared(name))
        there = {each for each in constraints(schema(name)) if not each.startswith(elsewhere or "\0")}
        broken = {each["constraint"] for each in committed(name)["cases"] if each["expect"]}

        assert broken == there

    def test_every_bound_has_a_case_that_keeps_it(self, name):
        bounds = ("/minimum", "/maximum", "/maxItems", "/minLength", "/enum")
        cases = committed(name)["cases"]
        broken = {each["constraint"] for each in cases if each["expect"] and each["constraint"].endswith(bounds)}
        kept = {each["constraint"] for each in cases if not each["expect"]}

        assert broken
        assert broken <= kept

    @pytest.mark.no_cover
    def test_exactly_this_is_found(self, name):
        whole = committed(name)
        found = [(each["why"], said(name, changed(whole["document"], each["change"]))) for each in whole["cases"]]

        assert [
            (why, got) for (why, got), each in zip(found, whole["cases"], strict=True) if got != each["expect"]
        ] == []

    def test_each_breaks_the_constraint_that_it_names(self, name):
        validator = jsonschema_rs.Draft202012Validator(schema(name))
        whole = committed(name)

        assert validator.is_valid(whole["document"])
        for each in whole["cases"]:
            tree = changed(whole["document"], each["change"])
            assert validator.is_valid(tree) is (not each["expect"]), each["why"]
            if each["expect"] and not each["constraint"].endswith("/$ref"):
                assert as_told(each["constraint"]) in broken_by(validator, tree), each

    def test_the_base_has_no_fault(self, name):
        assert said(name, committed(name)["document"]) == []


def broken_by(validator: jsonschema_rs.Draft202012Validator, tree: Any) -> set[str]:
    """Each constraint that a document breaks: of those required and of a union, only that some of them is."""
    return {"".join(f"/{each}" for each in error.schema_path) for error in validator.iter_errors(tree)}


def as_told(constraint: str) -> str:
    """A constraint, as a validator tells of it."""
    union = constraint.find("/anyOf")
    if union >= 0:
        return constraint[: union + len("/anyOf")]
    return re.sub("/required/[0-9]+$", "/required", constraint)


def test_the_files_are_those_of_the_documents():
    assert {path.stem for path in structure.FOLDER.glob("*.json")} == set(NAMES)
