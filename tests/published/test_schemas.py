"""The published schemas say the same in every language: their dialect, their words, their codes, their patterns."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from missingpersons import publish
from missingpersons.codes import CLOSED, codelist, codelists
from missingpersons.findings import Severity
from missingpersons.models._base import In
from missingpersons.models.messages import MESSAGES
from missingpersons.publish.schemas import _Plain
from missingpersons.resources import schema, schema_names, schemas_directory
from missingpersons.risk.library import LIBRARY, library_policy

from .portable import unportable

UNWANTED = {"title", "default", "discriminator", "prefixItems", "format", "patternProperties", "nullable", "oneOf"}

KEYWORDS = {
    *("$schema", "$id", "$ref", "$defs", "$comment", "description", "type", "enum", "const"),
    *("minLength", "maxLength", "pattern", "minimum", "maximum"),
    *("items", "minItems", "maxItems"),
    *("properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties"),
    *("anyOf", "not", "if", "then", "else", "dependentRequired"),
}
"""Every keyword that a published schema may use."""

NEVER_IN_A_RECORD = {"not", "if", "then", "else", "dependentRequired"}
"""Keywords that generators of types do not understand: no record has them."""

ELSEWHERE = {
    "age_bands": ("backtest/words.py", "age_bands"),
    "severities": ("findings.py", "class Severity"),
    "document_types": ("models/__init__.py", "DocumentType"),
    "languages": ("models/needs.py", "LanguageCode"),
    "source_gradings": ("models/about.py", "Grading"),
    "information_gradings": ("models/about.py", "Grading"),
    "grading_handling": ("models/about.py", "Grading"),
}
"""Lists that no field of a record names, with the module that uses each and how it is called there."""

TO_COME = {"transfer_states"}
"""Lists that nothing uses yet: of what is folded from messages."""

SOURCES = {f"{kind.__name__}.source" for kind in MESSAGES.values()}

WITHOUT_ENUM = {"severities", "transfer_states"}
"""Closed lists that are not in ``codes.CLOSED``: ``findings.Severity`` is one, and the other waits for transfers."""

_MARKED = re.compile("list `([a-z_]+)`")


def parts(part: Any, at: str = ""):
    """Every schema inside a schema, with its place: never the names of properties or definitions.

    Nor what a condition says again of a part that is described elsewhere.
    """
    if isinstance(part, list):
        for index, each in enumerate(part):
            yield from parts(each, f"{at}/{index}")
    if not isinstance(part, dict):
        return
    yield at, part
    for name, each in part.items():
        if name in ("properties", "$defs"):
            for inner, one in each.items():
                yield from parts(one, f"{at}/{name}/{inner}")
        elif name not in ("enum", "const", "required", "dependentRequired", "if", "then", "else", "not"):
            yield from parts(each, f"{at}/{name}")


@cache
def whole_schemas() -> dict[str, dict[str, Any]]:
    """Every published schema by name, the dereferenced ones too. The bundle holds these word for word: test_builds."""
    dereferenced = (schemas_directory() / "dereferenced").glob("*.json")
    return {
        **{name: schema(name) for name in schema_names()},
        **{f"dereferenced/{path.name}": json.loads(path.read_text(encoding="utf-8")) for path in dereferenced},
    }


def all_parts():
    for name, whole in whole_schemas().items():
        yield from parts(whole, name)


def is_local(at: str) -> bool:
    """Whether a place is of local fields, which alone are open."""
    return "ExtensionValue" in at or "/extensions" in at


def fields():
    """Every field of every record, with its owner, its own text and its annotation's marks."""
    for model in publish.records():
        texts = publish.field_texts(model)
        for name, field in model.model_fields.items():
            marks = [mark.name for mark in field.metadata if isinstance(mark, In)]
            yield f"{model.__name__}.{name}", " ".join(texts[name].split()), marks, field.annotation


def enums_in(annotation: Any):
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield annotation
    for each in getattr(annotation, "__args__", ()):
        yield from enums_in(each)


class TestEverySchema:
    @pytest.mark.no_cover
    @pytest.mark.parametrize("name", whole_schemas())
    def test_is_valid_2020_12(self, name):
        jsonschema.Draft202012Validator.check_schema(whole_schemas()[name])

        assert whole_schemas()[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    @pytest.mark.parametrize("name", schema_names())
    def test_says_where_it_is_from_the_one_constant(self, name):
        assert schema(name)["$id"] == f"{publish.BASE}{name}.schema.json"
        assert publish.BASE == "https://missingpersons.example/schemas/1.0/"

    def test_has_no_keyword_that_languages_read_differently(self):
        assert [(at, name) for at, part in all_parts() for name in part if name in UNWANTED] == []

    def test_has_only_keywords_that_are_known_here(self):
        used = {(at, name) for at, part in all_parts() for name in part}

        assert [(at, name) for at, name in used if name not in KEYWORDS] == []
        assert [
            each for each in used if each[1] in NEVER_IN_A_RECORD and not re.search("mapping|risk-policy", each[0])
        ] == []

    def test_has_no_null(self):
        nulls = [at for at, part in all_parts() if part.get("type") == "null" or "null" in part.get("type", ())]

        assert nulls == []
        assert [at for at, part in all_parts() if None in part.get("enum", [part.get("const", "")])] == []

    def test_has_one_type_for_each_part(self):
        types = [part["type"] for _, part in all_parts() if "type" in part]

        assert {type(each) for each in types} == {str}

    def test_describes_itself_and_every_definition(self):
        for whole in whole_schemas().values():
            assert described(whole)
        for name in schema_names():
            assert [each for each, part in schema(name).get("$defs", {}).items() if not described(part)] == []

    def test_describes_every_field(self):
        bare = [
            f"{at}/{name}"
            for at, part in all_parts()
            for name, each in part.get("properties", {}).items()
            if not described(each)
        ]

        assert bare == []

    def test_closes_every_object(self):
        open_ones = [
            at
            for at, part in all_parts()
            if part.get("type") == "object" and part.get("additionalProperties") in (None, True)
        ]

        assert open_ones == []

    def test_opens_only_local_fields_and_tables_by_name(self):
        keyed = [at for at, part in all_parts() if isinstance(part.get("additionalProperties"), dict)]

        assert [at for at in keyed if not is_local(at) and "mapping" not in at] == []

    def test_says_what_is_in_a_list_and_how_much_of_it(self):
        lists = [(at, part) for at, part in all_parts() if part.get("type") == "array"]

        assert [at for at, part in lists if "items" not in part] == []
        assert [at for at, part in lists if "maxItems" not in part and not is_local(at)] == []

    def test_bounds_every_text_list_and_number_of_the_records(self):
        for name in publish.RECORDS:
            for at, part in parts(schema(name), name):
                kind = part.get("type")
                if is_local(at) or "const" in part or "enum" in part:
                    continue
                if kind == "string":
                    assert "maxLength" in part, at
                    assert "minLength" in part or "pattern" in part, at
                if kind == "array":
                    assert "maxItems" in part, at
                if kind == "integer":
                    assert {"minimum", "maximum"} <= part.keys(), at

    def test_refers_only_to_its_own_definitions(self):
        for name in schema_names():
            whole = schema(name)
            for at, part in parts(whole, name):
                if "$ref" in part:
                    head, _, definition = part["$ref"].rpartition("/")
                    assert head == "#/$defs", at
                    assert definition in whole["$defs"], at

    def test_uses_every_definition(self):
        for name in schema_names():
            used = {part["$ref"].rpartition("/")[2] for _, part in parts(schema(name)) if "$ref" in part}
            assert used == schema(name).get("$defs", {}).keys()

    @pytest.mark.parametrize("model", publish.RECORDS.values())
    def test_is_the_same_for_reading_and_for_writing(self, model):
        model.model_rebuild()
        options = {"schema_generator": _Plain, "ref_template": "#/$defs/{model}"}

        reading = model.model_json_schema(mode="validation", **options)

        assert model.model_json_schema(mode="serialization", **options) == reading


def described(part: dict[str, Any]) -> bool:
    text = part.get("description", "")
    return text == text.strip() and len(text) > 1 and text[-1] in ".)" and "\n" not in text


NOT_PORTABLE = [
    r"^\d+$",
    r"^\w+$",
    r"^\s$",
    r"^\bx$",
    r"^\p{L}$",
    "^(?!x)a$",
    "^(?=x)a$",
    "^(?<=x)a$",
    "^(?P<n>a)$",
    "^(?<n>a)$",
    "^(?i)a$",
    "^(?:a)$",
    r"\Aa\z",
    r"^a\Z$",
    "^[[:alpha:]]$",
    r"^a\-b$",
    r"^[\w-.]$",
    "^é$",
    "a",
    "^a",
    "a$",
    "^a|b$",
    "^a$b$",
    "^.$",
    r"^(a)\1$",
    "^a*?$",
    "^a++$",
    "^[a-z&&[b]]$",
    "^[^a]$",
    "^[a-Z]$",
    "^[z-a]$",
    "^a{2,1}$",
    "^a{,2}$",
    "^(a$",
    "^[a$",
    "^[]$",
    "^()$",
    "^(a|)$",
    "^[a~~b]$",
    r"^\x41$",
    r"^\u0041$",
    r"^[\]]$",
    "^[&&a]$",
    "^a$ ",
    "^a\n$",
    "^$",
]


class TestPatterns:
    """The subset that pydantic, python-jsonschema, jsonschema-rs and ajv read alike."""

    @pytest.mark.parametrize(
        "pattern", sorted({part["pattern"] for _, part in all_parts() if isinstance(part.get("pattern"), str)})
    )
    def test_is_portable(self, pattern):
        assert unportable(pattern) == ""

    def test_has_a_length_beside_it(self):
        assert [at for at, part in all_parts() if "pattern" in part and "maxLength" not in part] == []

    @pytest.mark.parametrize("pattern", NOT_PORTABLE)
    def test_what_is_not_portable_is_noticed(self, pattern):
        assert unportable(pattern)

    @pytest.mark.parametrize(
        "pattern",
        [
            r"^-?([0-8]?[0-9](\.[0-9]{1,7})?|90(\.0{1,7})?)$",
            "^[A-Za-z0-9_.-]{2,}$",
            "^[-a-z]+$",
            "^[?~%]$",
            "^a{3}(b|c)*$",
        ],
    )
    def test_what_is_portable_is_not(self, pattern):
        assert unportable(pattern) == ""
        assert re.compile(pattern)


def signs_of(inside: str) -> str:
    """The signs of a class in a pattern, a range written out."""
    ranges = {f"{first}-{last}": first + last for first, last in re.findall("(.)-(.)", inside)}
    for each, (first, last) in ranges.items():
        inside = inside.replace(each, "".join(map(chr, range(ord(first), ord(last) + 1))))
    return inside


class TestCodes:
    def test_each_field_names_the_open_list_that_it_is_marked_with(self):
        wrong = []
        for field, text, marks, annotation in fields():
            closed = {name for name, enum in CLOSED.items() if enum in set(enums_in(annotation))}
            named = set(_MARKED.findall(text)) - closed
            # A message's source ends with a force's code: it is not that code.
            if field not in SOURCES and named != set(marks):
                wrong.append((field, sorted(named), marks))

        assert wrong == []

    def test_no_field_names_a_closed_list_that_is_not_its_own(self):
        for field, text, _, annotation in fields():
            for name in _MARKED.findall(text):
                if name in CLOSED:
                    assert CLOSED[name] in set(enums_in(annotation)), field

    def test_each_list_that_is_named_exists_and_is_open_or_closed_as_it_is_used(self):
        for field, _, marks, annotation in fields():
            for name in marks:
                assert name in codelists(), field
                assert codelist(name).kind == "open", field
                assert not list(enums_in(annotation)), field

    def test_each_list_is_used_by_a_field_or_elsewhere_or_is_to_come(self):
        marked = {name for _, _, marks, _ in fields() for name in marks}
        enums = {enum for _, _, _, annotation in fields() for enum in enums_in(annotation)}
        named = {name for _, text, _, _ in fields() for name in _MARKED.findall(text)}
        used = marked | named | {name for name, enum in CLOSED.items() if enum in enums}

        assert codelists().keys() - used == ELSEWHERE.keys() | TO_COME
        assert used & (ELSEWHERE.keys() | TO_COME) == set()

    @pytest.mark.parametrize(("name", "use"), ELSEWHERE.items(), ids=ELSEWHERE)
    def test_what_is_used_elsewhere_is_used_there(self, name, use):
        module, word = use
        text = files("missingpersons").joinpath(*module.split("/")).read_text(encoding="utf-8")

        assert word in text

    @pytest.mark.parametrize("name", sorted(TO_COME))
    def test_what_is_to_come_is_used_nowhere_yet(self, name):
        sources = Path(publish.__file__).parents[1].rglob("*.py")

        assert [path.name for path in sources if f'"{name}"' in path.read_text(encoding="utf-8")] == []

    def test_the_types_of_document_are_those_that_have_a_schema(self):
        kinds = [schema(name).get("properties", {}).get("document_type", {}).get("const") for name in schema_names()]

        assert {each for each in kinds if each} == set(codelist("document_types").entries)

    def test_a_grading_has_a_sign_for_each_code_of_its_three_lists(self):
        lists = ("source_gradings", "information_gradings", "grading_handling")
        pattern = schema("episode")["$defs"]["Provenance"]["properties"]["grading"]["pattern"]
        signs = [len(signs_of(each)) for each in re.findall(r"\[([^]]*)\]", pattern)]

        assert signs == [len(codelist(name)) for name in lists]

    def test_a_policy_asks_what_the_list_has(self):
        questions = {question for name in LIBRARY for question in library_policy(name).questions}

        assert questions <= set(codelist("risk_questions").entries)

    def test_every_list_that_a_schema_speaks_of_exists(self):
        spoken = {(at, name) for at, part in all_parts() for name in _MARKED.findall(part.get("description", ""))}

        assert len(spoken) > 50
        assert [each for each in spoken if each[1] not in codelists()] == []

    def test_the_manual_has_every_list_and_no_other(self):
        page = dict(publish.documents())["docs/reference/codelists.md"].decode()
        told = re.findall(r"^## (\S+)\n\n.*? \((open|closed), ([0-9]+) codes\)", page, re.MULTILINE)

        assert told == [(name, codelist(name).kind, str(len(codelist(name)))) for name in codelists()]
        assert len(re.findall("^## ", page, re.MULTILINE)) == len(told)

    def test_closed_lists_are_the_enumerations_both_ways(self):
        closed = {name for name in codelists() if codelist(name).kind == "closed"}

        assert closed - CLOSED.keys() == WITHOUT_ENUM
        assert CLOSED.keys() - closed == set()

    @pytest.mark.parametrize("name", sorted(CLOSED))
    def test_a_closed_list_has_the_codes_of_its_enumeration(self, name):
        assert list(codelist(name).entries) == [each.value for each in CLOSED[name]] or set(codelist(name).entries) == {
            each.value for each in CLOSED[name]
        }

    def test_severities_are_those_of_findings(self):
        published = schema("finding")["properties"]["severity"]["enum"]

        assert set(codelist("severities").entries) == {each.value for each in Severity} == set(published)

    def test_each_enum_of_a_schema_is_a_closed_list(self):
        closed = [{each.value for each in enum} for enum in (*CLOSED.values(), Severity)]
        listed = [(at, part["enum"]) for at, part in all_parts() if "enum" in part]

        # A mapping names kinds of reading and keys of its own: test_toml_schemas compares them with the converter.
        # What a key says of itself is of the registries of JOSE.
        theirs = re.compile("mapping|/Jwk/|/jwk/|(/ListedKey|/keys/items)/properties/alg$")
        ours = [each for each in listed if not theirs.search(each[0])]
        assert [at for at, codes in ours if set(codes) not in closed] == []

    def test_each_enum_of_the_record_is_in_the_schema(self):
        enums = {enum for _, _, _, annotation in fields() for enum in enums_in(annotation)}
        published = [set(part["enum"]) for _, part in all_parts() if "enum" in part]

        assert [each for each in enums if {one.value for one in each} not in published] == []

    def test_the_published_lists_are_the_lists(self):
        made = dict(publish.documents())

        for name in codelists():
            assert f"schemas/1.0/codelists/{name}.csv" in made
