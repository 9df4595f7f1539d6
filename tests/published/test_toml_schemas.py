"""The schemas of risk policies and of mappings say what their loaders say, wherever structure alone decides.

What only a loader can see is named here, and stands in the ``$comment`` of each schema.
"""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import jsonschema
import pytest
from referencing import Registry

from missingpersons.converters._keys import Keys
from missingpersons.converters.cells import KINDS
from missingpersons.converters.mapping import _mapping
from missingpersons.findings import CannotRun
from missingpersons.publish import mappings, policies
from missingpersons.resources import schema
from missingpersons.risk.extending import extended
from missingpersons.risk.library import library_policy
from missingpersons.risk.policy_file import policy_of

ROOT = Path(__file__).resolve().parents[2]
POLICIES = sorted((ROOT / "src/missingpersons/risk/policies").glob("*.toml"))
MAPPINGS = sorted(
    [*(ROOT / "examples/mappings").glob("*.toml"), *(ROOT / "src/missingpersons/testing/mappings").glob("*.toml")]
)

SEED = 20260301
NUMBER = 600
"""At most how many changes to each document are judged."""

POLICY = tomllib.loads("""
name = "invented"
version = "1.0"
scheme = "scotland"
lowest = "low"
status = "a test"
basis = "A test."
line = [
  { code = "a", question = "child", floor = "high", if_unknown = "medium", basis = "A test." },
  { code = "b", all_of = ["child", "looked_after"], floor = "medium", if_unknown = "low", basis = "A test." },
  { code = "d", any_of = ["child", { all_of = ["child"] }], floor = "high", if_unknown = "low", basis = "A test." },
]
without_guards = ["suicide"]
""")

EXTENDING = tomllib.loads("""
name = "invented"
version = "1.0"
status = "a test"
extends = "library-scotland"
lowers = ["suicide-risk"]
without_guards = ["suicide", "medication"]
line = [
  { code = "suicide-risk", floor = "medium", if_unknown = "low", basis = "A test." },
  { code = "mental-health", floor = "high", basis = "A test." },
  { code = "e", all_of = ["child", { any_of = ["child"] }], floor = "high", if_unknown = "low", basis = "A test." },
]
""")

MAPPING = tomllib.loads("""
name = "invented"
owner_force = "test-north"
timezone = "Europe/London"
encoding = "windows-1252"
delimiter = ";"
recorded_at = ["Reported"]
constants = { "/status" = "open", "/extensions/invented/kept" = true, "/tenure" = 2 }
tables = { answers = { "Y" = "yes", "N" = "no" }, unused = {} }

[[column]]
name = "Ref"
to = "/local_reference"
no_value = "NULL"

[[column]]
name = "Note"
ignore = "Not used since 2019."
no_value = ["N/A", ""]

[[column]]
name = "Reported"
as = "local_time"
formats = ["%d/%m/%Y %H:%M", "%d/%m/%y %H:%M"]
latest_year = 2026
to = ["/reported_at", "/missing_since/latest"]

[[column]]
name = "Born"
as = "date"
formats = "%d/%m/%Y"
to = "/person/date_of_birth"

[[column]]
name = "Unusual"
as = "answer"
codes = "answers"
to = "/out_of_character"
also = [{ as = "answer", codes = "answers", otherwise = "unknown", to = "/answers/0/answer" }]
with = { "/answers/0/question" = "out_of_character" }

[[column]]
name = "Sex"
as = "code"
codes = { "F" = "female", "M" = "male" }
otherwise = "unknown"
to = "/person/sex"

[[column]]
name = "Age"
as = "whole_number"
to = "/person/age/min"

[[column]]
name = "Clothes"
as = "list"
separator = ","
to = "/person/clothing/-/text"

[[column]]
name = "From"
as = "text"
to = "/missing_from/place/text"

[[column.also]]
as = "postcode_at_end"
to = "/missing_from/place/postcode"

[[column]]
names = ["Date", "Time"]
joined_by = " "
as = "local_time"
formats = "%d/%m/%Y %H:%M"
to = "/outcome/found_at"

[[column]]
names = ["Tel", "Tel"]
to = "/person/phones/-/number"
with = { "/person/phones/-/kind" = "mobile" }

[[column]]
name = "Armed"
as = "boolean"
true = ["Y", "yes"]
false = "N"
to = ["/extensions/invented/armed", "/money_and_travel/passport_with_them"]

[[column]]
name = "Height"
as = "measure"
unit = "feet_and_inches"
to = "/person/description/height_min_cm"

[[join]]
name = "sightings"
sheet = "Seen"
key = "Ref no"
matches = "Ref"

[[join.column]]
name = "Where"
to = "/sightings/-/place/text"

[[join.column]]
names = ["On", "At"]
joined_by = " "
as = "local_time"
formats = "%d/%m/%Y %H:%M"
to = "/sightings/-/window/earliest"
""")


class Subject(NamedTuple):
    """One kind of TOML file: its schema, its loader, and what only the loader sees, as it says it."""

    schema: str
    load: Callable[[Any], object]
    document: Any
    only_loader_refuses: tuple[str, ...]
    only_schema_refuses: tuple[str, ...]
    """Places, as patterns, where the loader takes what the schema refuses."""


def tree_of(path: Path) -> Any:
    return tomllib.loads(path.read_text(encoding="utf-8").replace("@FORCE@", "test-north"))


ONLY_A_LOADER = (
    "must name questions of the list risk_questions(, or .*|, and not .*)?$",
    "(lowest|floor|if_unknown) must be one of ",
    "if_unknown calls for more than floor does$",
    "the code of a line is used twice",
    "names the same twice$",
    "must name guards: ",
)

SUBJECTS = {
    "risk-policy": Subject(
        "risk-policy",
        lambda tree: policy_of(tree, "p.toml", ""),
        POLICY,
        ONLY_A_LOADER,
        # The loader never reads the basis of the whole policy: it is for people.
        ("/basis",),
    ),
    "risk-policy-that-extends": Subject(
        "risk-policy",
        lambda tree: extended(tree, library_policy("scotland"), "p.toml", ""),
        EXTENDING,
        (
            *ONLY_A_LOADER,
            "it lowers .*, and lowers does not name it$",
            "lowers names what is not lowered: ",
            "lowers must name lines of the policy that is extended, or 'lowest'(, and not .*)?$",
            "scheme must be one of ",
            "(question, all_of or any_of must name questions of the list risk_questions.*|must be given, as text)$",
        ),
        # Which policy is extended is read before the rest.
        ("/basis", "/extends"),
    ),
    "mapping": Subject(
        "mapping",
        lambda tree: _mapping(Keys(tree, "m.toml")),
        MAPPING,
        (
            "is not a place that a (cell|constant) can go to$",
            "(to|with|constants): '.*' cannot (take it|hold that): ",
            "constants: at /",
            "codes: '.*' cannot go there: ",
            "codes: an answer is yes, no or unknown$",
            "codes: there is no \\[tables\\.",
            "needs one '-' in it, and nothing else has any$",
            "column: two cells go to ",
            "column: '.*' is described twice$",
            "column: '.*' and '.*' cannot both be filled$",
            "recorded_at: '.*' is not a column that is read as local_time$",
            "(timezone: there is no such time zone|encoding: there is no such text encoding)$",
            "formats: ('.*' has |a date has no time of day|a time needs its day|local times need)",
            "(otherwise: needs codes|codes: is needed: a table, or the name of one under .*)$",
            "as: a column is one entry here, and list makes several of each cell$",
            "needs one '-' in it, which each column or row is an entry of$",
            "(matches: '.*' is no column of the first table|join: '.*' is described twice)$",
            "false: '.*' is true already$",
        ),
        # An empty text is what the loader takes for none.
        ("/timezone", "(/join/[0-9]+)?/column/[0-9]+(/also/[0-9]+)?/otherwise"),
    ),
}

VALUES: tuple[Any, ...] = (
    1,
    True,
    1.5,
    "",
    "x",
    "/status",
    "two words",
    [],
    ["x"],
    [1],
    [[]],
    {},
    {"x": "y"},
    {"x": 1},
)
KEYS = (
    "colour",
    "ignore",
    "to",
    "as",
    "codes",
    "formats",
    "separator",
    "otherwise",
    "latest_year",
    "question",
    "all_of",
)
KEYS_OF_A_POLICY = (*KEYS, "any_of", "extends", "lowers")


def places(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for name, each in inner:
        yield from places(each, (*path, name))


def at(tree: Any, path: tuple[str | int, ...]) -> Any:
    for segment in path:
        tree = tree[segment]
    return tree


def changes(tree: Any, keys: tuple[str, ...] = KEYS) -> Iterator[tuple[str, Any]]:
    """Every single change that this page knows, with its place."""
    for path in places(tree):
        pointer = "".join(f"/{each}" for each in path)
        if isinstance(at(tree, path), dict):
            for key in keys:
                for value in ("x", "/circumstances"):
                    changed = copy.deepcopy(tree)
                    at(changed, path).setdefault(key, value)
                    yield f"{pointer}/{key}", changed
        if path:
            for value in VALUES:
                changed = copy.deepcopy(tree)
                at(changed, path[:-1])[path[-1]] = value
                yield pointer, changed
            changed = copy.deepcopy(tree)
            del at(changed, path[:-1])[path[-1]]
            yield pointer, changed


def sample(subject: Subject) -> list[tuple[str, Any]]:
    made = list(changes(subject.document, KEYS_OF_A_POLICY if subject.schema == "risk-policy" else KEYS))
    return Random(SEED).sample(made, min(NUMBER, len(made)))


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(name), registry=Registry())


def refusal(load: Callable[[Any], object], tree: Any) -> str:
    try:
        load(tree)
    except CannotRun as error:
        return str(error)
    return ""


def disagreements(subject: Subject) -> Iterator[tuple[str, str]]:
    """Each change about which loader and schema disagree, with what the loader says."""
    for place, tree in sample(subject):
        said = refusal(subject.load, tree)
        if bool(said) == validator(subject.schema).is_valid(tree):
            yield place, said


@pytest.mark.parametrize("path", [*POLICIES, *MAPPINGS], ids=lambda path: path.stem)
def test_the_published_ones_fit(path):
    name = "risk-policy" if path in POLICIES else "mapping"

    assert [each.json_path for each in validator(name).iter_errors(tree_of(path))] == []


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_good_ones_are_good_to_both(subject):
    assert refusal(subject.load, subject.document) == ""
    assert validator(subject.schema).is_valid(subject.document)


@pytest.mark.no_cover
@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_loader_and_schema_agree_but_for_what_is_named(subject):
    strange = []
    for place, said in disagreements(subject):
        if said:
            named = any(re.search(each, said) for each in subject.only_loader_refuses)
        else:
            named = any(re.fullmatch(each, place) for each in subject.only_schema_refuses)
        if not named:
            strange.append((place, said or "only the schema refuses"))

    assert strange == []


@pytest.mark.no_cover
@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_there_are_enough_of_both_verdicts(subject):
    made = [tree for _, tree in sample(subject)]
    accepted = sum(validator(subject.schema).is_valid(tree) for tree in made)

    assert 30 < accepted < len(made) - 200


class TestOnlyOneOf:
    """A line has a question or all_of; a column is read or ignored; each kind has its own keys."""

    @pytest.mark.parametrize("gone", [(), ("question",)])
    def test_a_line_with_both_or_neither(self, gone):
        tree = copy.deepcopy(POLICY)
        tree["line"][0] = {key: each for key, each in tree["line"][0].items() if key not in gone}
        if not gone:
            tree["line"][0]["all_of"] = ["child"]

        assert not validator("risk-policy").is_valid(tree)
        assert refusal(SUBJECTS["risk-policy"].load, tree)

    @pytest.mark.parametrize(
        "column",
        [
            {"ignore": "unused", "to": "/circumstances"},
            {"as": "date", "to": "/person/date_of_birth"},
            {"as": "code", "codes": {}, "to": "/status"},
            {"as": "list", "to": "/person/health/-"},
            {"as": "text", "separator": ",", "to": "/circumstances"},
            {"formats": "%Y", "to": "/circumstances"},
            {"as": "postcode_at_end", "to": "/missing_from/place/postcode"},
            {"to": []},
            {},
        ],
    )
    def test_a_column_with_the_keys_of_another_kind(self, column):
        tree = {"name": "x", "owner_force": "test-north", "column": [{"name": "c", **column}]}

        assert not validator("mapping").is_valid(tree)
        assert refusal(SUBJECTS["mapping"].load, tree)

    @pytest.mark.parametrize("delimiter", ['"', "\r", "\n", "", ";;"])
    def test_a_delimiter_that_is_none(self, delimiter):
        tree = {**MAPPING, "delimiter": delimiter}

        assert not validator("mapping").is_valid(tree)
        assert refusal(SUBJECTS["mapping"].load, tree)


class TestNamedExceptions:
    """Besides those of ``SUBJECTS``: how numbers are spelt and final newlines."""

    def test_a_whole_number_spelt_as_a_fraction(self):
        tree = copy.deepcopy(MAPPING)
        tree["column"][2]["latest_year"] = 2026.0

        assert validator("mapping").is_valid(tree)
        assert refusal(SUBJECTS["mapping"].load, tree).endswith("latest_year: must be a whole number")

    def test_a_final_newline_that_python_jsonschema_overlooks(self):
        tree = copy.deepcopy(MAPPING)
        tree["column"][0]["to"] = "/local_reference\n"

        assert validator("mapping").is_valid(tree)
        assert refusal(SUBJECTS["mapping"].load, tree).endswith("is not a place that a cell can go to")

    def test_more_lines_than_anybody_writes(self):
        tree = copy.deepcopy(POLICY)
        tree["line"] = [{**tree["line"][0], "code": str(number)} for number in range(1001)]

        assert not validator("risk-policy").is_valid(tree)
        assert refusal(SUBJECTS["risk-policy"].load, tree).endswith("a policy has at most 1000 lines")

    @pytest.mark.parametrize(("name", "module"), [("risk-policy", policies), ("mapping", mappings)])
    def test_the_schema_says_what_it_leaves_to_the_loader(self, name, module):
        assert schema(name)["$comment"] == module.NOT_STRUCTURE


def test_the_kinds_of_the_schema_are_those_of_the_converter():
    definitions = schema("mapping")["$defs"]

    assert definitions["Also"]["properties"]["as"]["enum"] == list(KINDS)
    assert definitions["Column"]["properties"]["as"]["enum"] == [each for each in KINDS if each != "postcode_at_end"]


def test_the_manual_names_every_key_of_a_mapping():
    manual = (ROOT / "docs/converting.md").read_text(encoding="utf-8")
    tree = schema("mapping")
    keys = [*tree["properties"], *tree["$defs"]["Column"]["properties"], *tree["$defs"]["Also"]["properties"]]

    assert [key for key in keys if f"`{key}`" not in manual and f"[{key}" not in manual] == []


def test_what_is_judged_is_json():
    for subject in SUBJECTS.values():
        assert json.loads(json.dumps(subject.document)) == subject.document
