"""A schema that an owner gives: which can be used, what is never fetched, and what is said of the others."""

from __future__ import annotations

import http.server
import json
import threading
import urllib.request
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jsonschema
import pytest
from referencing.exceptions import Unresolvable

import missingpersons as mp
from missingpersons.rules import owner_schema as module
from missingpersons.rules.owner_schema import MAX_DEPTH, owner_schema

OWNER = "org.example.test-north"
REFERENCE = "a reference leads to no schema inside it, and nothing is fetched: "


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What an earlier test made ready is made ready again, so that each test asks the code and not what was kept."""
    module._ready.cache_clear()
    module._matcher.cache_clear()


def refused(schema: dict[str, Any], fields: dict[str, Any]) -> list[str]:
    return [*owner_schema(OWNER, schema).refused(fields)]


def reason(schema: Any, owner: Any = OWNER) -> str:
    """Why a schema cannot be used: one line, without the sentence of any other library behind it."""
    with pytest.raises(mp.CannotRun) as caught:
        owner_schema(owner, schema)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    text = str(caught.value)
    assert "\n" not in text
    return text.removeprefix(f"extension schema of {OWNER}: ")


def nested(schema: dict[str, Any], levels: int, name: str) -> dict[str, Any]:
    for _ in range(levels):
        schema = {name: schema}
    return schema


def circular() -> dict[str, Any]:
    schema: dict[str, Any] = {}
    schema["not"] = schema
    return schema


UNUSABLE: dict[str, tuple[Any, str]] = {
    "a list": ([], "it is not a JSON object"),
    "true": (True, "it is not a JSON object"),
    "text": ("{}", "it is not a JSON object"),
    "a set": ({"enum": {1}}, "it is not plain JSON"),
    "no number": ({"const": float("nan")}, "it is not plain JSON"),
    "itself": (circular(), "it is not plain JSON"),
    "very deep": (nested({}, 50_000, "not"), "it is nested too deeply"),
    "deep": (nested({}, 400, "not"), "it is nested too deeply"),
    "another dialect": (
        {"$schema": "http://json-schema.org/draft-07/schema#"},
        "its $schema is not https://json-schema.org/draft/2020-12/schema",
    ),
    "a dialect that nobody knows": (
        {"$schema": "http://127.0.0.1/dialect"},
        "its $schema is not https://json-schema.org/draft/2020-12/schema",
    ),
    "a dialect that is none": ({"$schema": []}, "its $schema is not https://json-schema.org/draft/2020-12/schema"),
    "another dialect inside": (
        {"properties": {"beat": {"$schema": "http://json-schema.org/draft-07/schema#"}}},
        "$schema may stand at its root alone",
    ),
    "a type that is none": ({"type": "text"}, "it is not a JSON Schema (2020-12), at '/type'"),
    "a keyword inside": (
        {"properties": {"beat\n": {"maxLength": -1}}},
        "it is not a JSON Schema (2020-12), at '/properties/beat\\n/maxLength'",
    ),
    "properties that are none": ({"properties": []}, "it is not a JSON Schema (2020-12), at '/properties'"),
    "a reference that is no text": ({"$ref": 1}, "it is not a JSON Schema (2020-12), at '/$ref'"),
    "an address that is none": (
        {"$id": "http://test.example/a", "$defs": {"b": {"$id": "//["}}},
        "an $id in it is no address",
    ),
    "a reference by network": ({"$ref": "http://127.0.0.1/x"}, f"{REFERENCE}'http://127.0.0.1/x'"),
    "a reference to a file": ({"$ref": "file:///etc/hostname"}, f"{REFERENCE}'file:///etc/hostname'"),
    "a reference to a neighbour": ({"properties": {"a": {"$ref": "b.json"}}}, f"{REFERENCE}'b.json'"),
    "a dynamic reference by network": ({"$dynamicRef": "http://127.0.0.1/#x"}, f"{REFERENCE}'http://127.0.0.1/#x'"),
    "a reference below its own address": (
        {"$id": "http://127.0.0.1/ours.json", "$defs": {"a": {"$ref": "theirs.json"}}},
        f"{REFERENCE}'theirs.json'",
    ),
    "the metaschema": (
        {"$ref": "https://json-schema.org/draft/2020-12/schema"},
        f"{REFERENCE}'https://json-schema.org/draft/2020-12/schema'",
    ),
    "nowhere": ({"$ref": "#/$defs/unit"}, f"{REFERENCE}'#/$defs/unit'"),
    "an anchor that is none": ({"$ref": "#unit"}, f"{REFERENCE}'#unit'"),
    "an anchor that cannot be": ({"$ref": "#a/b"}, f"{REFERENCE}'#a/b'"),
    "no entry of a list": ({"$ref": "#/allOf/x", "allOf": [True]}, f"{REFERENCE}'#/allOf/x'"),
    "below a number": ({"$ref": "#/maxLength/1", "maxLength": 1}, f"{REFERENCE}'#/maxLength/1'"),
    "what is no schema": ({"$ref": "#/properties", "properties": {}}, f"{REFERENCE}'#/properties'"),
    "no address at all": ({"$ref": "http://["}, f"{REFERENCE}'http://['"),
    "two lines": ({"$ref": "#/a\nb"}, f"{REFERENCE}'#/a\\nb'"),
    "round in a circle": ({"$ref": "#"}, "its references lead round in a circle"),
    "round by way of others": (
        {"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"if": {"$dynamicRef": "#/$defs/a"}}}},
        "its references lead round in a circle",
    ),
    "round under a condition": (
        {"dependentSchemas": {"beat": {"$ref": "#"}}},
        "its references lead round in a circle",
    ),
    "a pattern that is none": (
        {"properties": {"a": {"pattern": "("}}},
        "engines read the pattern '(' differently, or not at all (for \\d write [0-9])",
    ),
    "a pattern that is read differently": (
        {"patternProperties": {"^\\d": True}},
        "engines read the pattern '^\\\\d' differently, or not at all (for \\d write [0-9])",
    ),
}

USABLE: dict[str, dict[str, Any]] = {
    "its dialect": {"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["zone"]},
    "its dialect with a fragment": {"$schema": "https://json-schema.org/draft/2020-12/schema#", "required": ["zone"]},
    "a definition": {"$ref": "#/$defs/all", "$defs": {"all": {"required": ["zone"]}}},
    "an old word for definitions": {"$ref": "#/definitions/all", "definitions": {"all": {"required": ["zone"]}}},
    "an anchor": {"$ref": "#all", "$defs": {"all": {"$anchor": "all", "required": ["zone"]}}},
    "a dynamic anchor": {"$dynamicRef": "#all", "$defs": {"all": {"$dynamicAnchor": "all", "required": ["zone"]}}},
    "an address of its own": {
        "$id": "https://test.example/ours.json",
        "$ref": "zone.json",
        "$defs": {"zone": {"$id": "zone.json", "required": ["zone"]}},
    },
    "the whole by its address": {
        "$id": "https://test.example/ours.json",
        "required": ["zone"],
        "properties": {"beat": {"$ref": "ours.json"}},
    },
    "a name that looks like a keyword": {"required": ["zone"], "properties": {"$ref": {}, "$schema": {}}},
    "a value that looks like a reference": {"required": ["zone"], "properties": {"a": {"const": {"$ref": "x"}}}},
    "true by reference": {"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": True}, "required": ["zone"]},
}

PORTABLE = (
    "",
    "^[0-9]{1,4}$",
    "^(?:N|S)[0-9]+$",
    "a|b",
    "[^a-c]",
    "a*?b",
    r"\.",
    r"[\\\-a]",
    r"\)+",
    "^Llŷn",
    "^.{1,20}$",
    r"a\/b",
    "[-a]",
)
NOT_PORTABLE = (
    r"\d",
    r"[\d]",
    r"\w",
    r"\s",
    r"\bx",
    r"\p{L}",
    r"\-",
    r"\Aa",
    r"a\z",
    r"a\Z",
    r"(a)\1",
    r"\u0041",
    r"\x41",
    "(?=x)",
    "(?!x)",
    "(?<=x)",
    "(?P<n>a)",
    "(?<n>a)",
    "(?i)a",
    "(?#c)a",
    "(?>a)",
    "a++",
    "a**",
    "a{2}{3}",
    "a{,2}",
    "a{",
    "a{2",
    "*a",
    "}",
    "]",
    "[]a]",
    "[",
    "(",
    ")",
    "[b-a]",
    "[[:alpha:]]",
    "[a-z&&[b]]",
    "[a--b]",
    "[a||b]",
    "a{99999999999999999999}",
    "(a{1000}){1000}",
)


class TestWhatCannotBeUsed:
    @pytest.mark.parametrize(("schema", "expected"), UNUSABLE.values(), ids=UNUSABLE)
    def test_it_is_said_in_one_line(self, schema: Any, expected: str) -> None:
        assert reason(schema) == expected

    @pytest.mark.parametrize("owner", ["", "a b", "é", "1.example", "a" * 65, "test\n", 1, None])
    def test_a_name_that_no_owner_can_have(self, owner: Any) -> None:
        assert reason({}, owner) == "extension schemas: a schema is given for a name that no owner can have"

    @pytest.mark.parametrize("document", [b"", b"{", b"{}"])
    def test_it_is_said_before_the_document_is_read(self, document: bytes) -> None:
        with pytest.raises(mp.CannotRun):
            mp.check(document, extension_schemas={OWNER: {"type": "text"}})

    @pytest.mark.parametrize("schema", USABLE.values(), ids=USABLE)
    def test_what_looks_like_it_and_can(self, schema: dict[str, Any]) -> None:
        assert refused(schema, {}) == ["/zone"]
        assert refused(schema, {"zone": 1}) == []


class TestPlaces:
    """A place is told by names that the schema spells and a field can have, and by no others."""

    @pytest.mark.parametrize(
        ("schema", "fields", "expected"),
        [
            ({"required": ["beat", "a/b"]}, {}, ["/beat", ""]),
            ({"properties": {"beat": {"required": ["c d"]}}}, {"beat": {}}, ["/beat"]),
            ({"properties": {"a b": False}}, {"a b": 1}, [""]),
            ({"patternProperties": {"^p": False}}, {"plan": 1}, [""]),
            ({"properties": {"beat": False}}, {"beat": 1}, ["/beat"]),
            ({"properties": {"flags": {"prefixItems": [True, False]}}}, {"flags": [1, 2]}, ["/flags/1"]),
        ],
    )
    def test_of_what_is_refused(self, schema: dict[str, Any], fields: dict[str, Any], expected: list[str]) -> None:
        assert refused(schema, fields) == expected


class TestPatterns:
    @pytest.mark.parametrize("pattern", PORTABLE)
    def test_these_can_be_used(self, pattern: str) -> None:
        assert module._is_portable(pattern)

    @pytest.mark.parametrize("pattern", NOT_PORTABLE)
    def test_these_cannot(self, pattern: str) -> None:
        assert not module._is_portable(pattern)

    def test_a_final_newline_is_a_character_like_others(self) -> None:
        assert refused({"properties": {"beat": {"pattern": "^N1$"}}}, {"beat": "N1\n"}) == ["/beat"]

    def test_so_it_is_wherever_the_schema_comes_back_to_itself(self) -> None:
        schema = {"$schema": module.DIALECT, "properties": {"beat": {"pattern": "^N1$"}, "of": {"$ref": "#"}}}

        assert refused(schema, {"of": {"beat": "N1\n"}}) == ["/of/beat"]

    def test_it_is_searched_for_as_json_schema_says(self) -> None:
        assert refused({"properties": {"beat": {"pattern": "N"}}}, {"beat": "beat N1"}) == []

    def test_it_is_about_text_alone(self) -> None:
        assert refused({"properties": {"beat": {"pattern": "N"}}}, {"beat": 1}) == []

    @pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "(a*)*b"])
    def test_no_pattern_takes_for_ever(self, pattern: str) -> None:
        # An engine that tries every way round would not end in the life of the universe.
        assert refused({"properties": {"beat": {"pattern": pattern}}}, {"beat": "a" * 5000 + "!"}) == ["/beat"]


class TestDepth:
    TREE: Mapping[str, Any] = MappingProxyType({"properties": {"n": {"$ref": "#"}}, "additionalProperties": False})

    @pytest.mark.parametrize(("levels", "expected"), [(MAX_DEPTH - 1, []), (MAX_DEPTH, [""]), (190, [""])])
    def test_so_deep_and_no_deeper(self, levels: int, expected: list[str]) -> None:
        assert refused(dict(self.TREE), nested({}, levels, "n")) == expected

    def test_lists_are_levels_too(self) -> None:
        fields: Any = 1
        for _ in range(MAX_DEPTH):
            fields = [fields]

        assert refused({}, {"n": fields}) == [""]

    def test_more_steps_than_the_stack_holds_is_a_finding(self) -> None:
        chain = {f"d{number}": {"$ref": f"#/$defs/d{number + 1}"} for number in range(100)}
        schema = {"properties": {"n": {"$ref": "#/$defs/d0"}}, "$defs": {**chain, "d100": {"$ref": "#"}}}

        assert refused(schema, nested({}, 60, "n")) == [""]
        assert refused(schema, {"n": {}}) == []


class TestKept:
    def test_it_is_made_ready_once(self) -> None:
        schema = {"properties": {"beat": {"type": "string"}}}

        assert owner_schema(OWNER, schema) is owner_schema(OWNER, json.loads(json.dumps(schema)))

    def test_a_schema_that_is_changed_is_made_ready_again(self) -> None:
        schema: dict[str, Any] = {"properties": {"beat": {"type": "string"}}}
        first = refused(schema, {"beat": 1})

        schema["properties"]["beat"]["type"] = "integer"

        assert (first, refused(schema, {"beat": 1})) == (["/beat"], [])

    def test_the_callers_own_is_left_as_it_is(self) -> None:
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}
        before = json.dumps(schema)

        owner_schema(OWNER, schema)

        assert json.dumps(schema) == before

    def test_any_mapping_will_do(self) -> None:
        assert [*owner_schema(OWNER, MappingProxyType({"required": ["zone"]})).refused({})] == ["/zone"]


class _Counting(http.server.BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"type": "object"}')

    def log_message(self, *_: Any) -> None:
        """Nothing is logged."""


@pytest.fixture
def server(socket_enabled: None) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes what it is asked for, and answers everything with a schema."""
    asked: list[str] = []
    handler = type("Noting", (_Counting,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}", asked
        running.shutdown()
        thread.join()


REMOTE: dict[str, str] = {
    "a reference": '{"$ref": "URL/x"}',
    "deep down": '{"properties": {"beat": {"items": {"anyOf": [{"$ref": "URL/x#/a"}]}}}}',
    "in a definition that nothing uses": '{"$defs": {"a": {"$ref": "URL/x"}}}',
    "relative to its address": '{"$id": "URL/ours.json", "properties": {"beat": {"$ref": "theirs.json"}}}',
    "relative to an address inside": '{"$defs": {"a": {"$id": "URL/a/", "properties": {"b": {"$ref": "b"}}}}}',
    "a dynamic reference": '{"properties": {"beat": {"$dynamicRef": "URL/x#node"}}}',
    "a dialect": '{"$schema": "URL/dialect"}',
    "a dialect inside": '{"properties": {"beat": {"$schema": "URL/dialect"}}}',
}
KEPT: dict[str, str] = {
    "an old kind of reference": '{"$recursiveRef": "URL/x"}',
    "an address": '{"$id": "URL/ours.json", "properties": {"beat": {"type": "string"}}}',
    "vocabularies": '{"$vocabulary": {"URL/vocabulary": true}}',
    "the schema of a content": '{"properties": {"beat": {"contentSchema": {"$id": "URL/content.json"}}}}',
    "a value": '{"properties": {"beat": {"examples": [{"$ref": "URL/x"}]}}}',
}


class TestNothingIsFetched:
    def test_the_server_counts(self, server: tuple[str, list[str]]) -> None:
        url, asked = server

        with urllib.request.urlopen(f"{url}/here", timeout=10) as answer:
            answer.read()

        assert asked == ["/here"]

    def test_the_validator_alone_would_fetch(self, server: tuple[str, list[str]]) -> None:
        url, asked = server

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            jsonschema.Draft202012Validator({"$ref": f"{url}/x"}).is_valid({})

        assert asked == ["/x"]

    @pytest.mark.parametrize("schema", REMOTE.values(), ids=REMOTE)
    def test_what_leads_out_is_refused_and_nobody_asked(
        self, server: tuple[str, list[str]], good: dict[str, Any], schema: str
    ) -> None:
        url, asked = server

        with pytest.raises(mp.CannotRun):
            mp.check(json.dumps(good), extension_schemas={OWNER: json.loads(schema.replace("URL", url))})

        assert asked == []

    @pytest.mark.parametrize("schema", KEPT.values(), ids=KEPT)
    def test_what_leads_nowhere_is_judged_by_and_nobody_asked(
        self, server: tuple[str, list[str]], good: dict[str, Any], schema: str
    ) -> None:
        url, asked = server

        report = mp.check(json.dumps(good), extension_schemas={OWNER: json.loads(schema.replace("URL", url))})

        assert (list(report), asked) == ([], [])

    def test_no_file_is_read(self, tmp_path: Path) -> None:
        there = tmp_path / "there.json"
        there.write_text('{"type": "object"}', encoding="utf-8")

        assert reason({"$ref": there.as_uri()}) == f"{REFERENCE}{there.as_uri()!r}"

    def test_the_judge_itself_knows_nobody_to_ask(
        self, server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url, asked = server
        monkeypatch.setattr(module, "_astray", lambda _: "")

        with pytest.raises(Unresolvable):
            refused({"$ref": f"{url}/x"}, {})

        assert asked == []
