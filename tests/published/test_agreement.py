"""The parser, python-jsonschema, jsonschema-rs and ajv give one verdict on every document of this version.

What no JSON Schema can see is named here, each with what they say of it. ajv is asked where Node and ajv are at hand.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from missingpersons import wire
from missingpersons.publish.schemas import RECORDS
from missingpersons.resources import schema, schema_names

from .ajv import Ajv, AjvError, absence, published
from .mutations import (
    FORMS,
    NO_SCHEMA_SEES,
    Verdicts,
    ask_ajv,
    encoded,
    form_of,
    good_documents,
    judge,
    minimal_episode,
    mutations,
    put,
    reads,
    verdicts,
)

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

NUMBER = 4000 if absence() is None else 2000
"""How many mutations are made in each run: more where ajv is asked too, as it is in ``.ci/run``; the fewer are of every
kind. ``python -m tests.published.mutations`` makes any number."""

ALL = Verdicts(parser=True, python_jsonschema=True, jsonschema_rs=True)
NONE = Verdicts(parser=False, python_jsonschema=False, jsonschema_rs=False)
ONLY_PARSER_REFUSES = Verdicts(parser=False, python_jsonschema=True, jsonschema_rs=True)
ONLY_PARSER_ACCEPTS = Verdicts(parser=True, python_jsonschema=False, jsonschema_rs=False)
ONLY_PYTHON_JSONSCHEMA_ACCEPTS = Verdicts(parser=False, python_jsonschema=True, jsonschema_rs=False)


def codes(data: bytes) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in wire.read(data)[1]]


def minimal_with(**fields: object) -> dict[str, object]:
    return {**minimal_episode(), **fields}


@pytest.fixture(scope="module")
def ajv_if_at_hand():
    if absence():
        yield None
    else:
        with ask_ajv() as ajv:
            yield ajv


@pytest.fixture
def ajv(ajv_if_at_hand):
    if ajv_if_at_hand is None:
        pytest.skip(absence())
    return ajv_if_at_hand


@cache
def judged_by(ajv_if_at_hand):
    return judge(mutations(NUMBER), ajv_if_at_hand)


@pytest.fixture
def judged(ajv_if_at_hand):
    """What was said of the mutations: asked for in the test, which is not traced, and once."""
    return lambda: judged_by(ajv_if_at_hand)


@pytest.mark.no_cover
class TestMutations:
    def test_the_readers_agree_and_are_right(self, judged):
        _, wrong = judged()

        assert [(each.kind, each.of, said) for each, said in wrong] == []

    def test_ajv_was_asked_about_every_one(self, ajv, judged):
        tally, _ = judged()

        assert tally.by_ajv == tally.total == NUMBER

    def test_there_are_enough_of_both_verdicts(self, judged):
        tally, _ = judged()
        print(tally)

        assert tally.total >= 2000
        assert tally.single >= tally.total / 2
        assert tally.accepted.total() >= tally.total / 5
        assert tally.refused.total() >= tally.total / 5

    def test_several_changes_are_judged_both_ways(self, judged):
        tally, _ = judged()

        assert tally.accepted["several changes"] >= 100
        assert tally.refused["several changes"] >= 100

    def test_every_kind_of_change_is_there(self, judged):
        tally, _ = judged()
        made = tally.accepted.keys() | tally.refused.keys()

        assert {f"{form}: {kind}" for form, (_, _, bad) in FORMS.items() for kind in bad} <= made
        assert {f"{form}: {kind}" for form, (_, good, _) in FORMS.items() for kind in good} <= made
        assert len(made) > 300

    def test_the_same_seed_makes_the_same_mutations(self):
        first = [json.dumps(each) for each in mutations(200)]

        assert first == [json.dumps(each) for each in mutations(200)]
        assert first != [json.dumps(each) for each in mutations(200, seed=2)]

    def test_no_mutation_is_made_twice(self):
        made = Counter((each.kind, json.dumps(each.tree)) for each in mutations(NUMBER) if each.edits == 1)

        assert len(made) > 0.9 * made.total()


class TestGoodDocuments:
    def test_all_three_take_them(self):
        said = [verdicts(of, tree) for of, tree in good_documents()]

        assert said == [ALL] * len(said)

    def test_there_is_one_of_every_type_of_document_and_of_message(self):
        assert {of for of, _ in good_documents()} == set(RECORDS)

    def test_the_complete_one_has_every_field(self):
        complete = good_documents()[0][1]

        assert complete.keys() == schema("episode")["properties"].keys()
        for name, part in schema("episode")["$defs"].items():
            if "properties" in part:
                wanted = part["properties"].keys()
                assert any(each.keys() == wanted for each in objects(complete)), name

    def test_every_pattern_of_the_schemas_has_a_form_with_good_and_bad_examples(self):
        for of in {of for of, _ in good_documents()}:
            for pattern in patterns(schema(of)):
                _, good, bad = FORMS[form_of(pattern)]
                assert good
                assert bad


class TestNamedExceptions:
    """What no JSON Schema can see belongs to the wire's own first look. Nothing else is an exception."""

    def test_a_repeated_name_is_gone_before_a_schema_is_asked(self):
        data = json.dumps(minimal_episode()).replace('"person"', '"tenure": 1, "person"').encode()

        assert codes(data) == [("MP-S-005", "")]
        assert verdicts("episode", json.loads(data)) == ALL

    def test_a_repeated_name_deep_down_in_extensions(self):
        good = minimal_with(extensions={"test": {"a": {"b": 1}}})
        data = json.dumps(good).replace('{"b": 1}', '{"b": 1, "b": 1}').encode()

        assert codes(data) == [("MP-S-005", "/extensions")]

    @pytest.mark.parametrize("number", ["1.0", "1e0", "1E+0", "10e-1"])
    def test_a_whole_number_spelt_otherwise(self, number):
        data = json.dumps(minimal_episode()).replace('"tenure": 1', f'"tenure": {number}').encode()

        assert codes(data) == [("MP-S-009", "/tenure")]
        assert said(data) == ONLY_PARSER_REFUSES

    def test_a_negative_nought(self):
        data = json.dumps(minimal_with(person={"age": {"min": 0}})).replace(": 0}", ": -0}").encode()

        assert codes(data) == [("MP-S-009", "/person/age/min")]
        assert said(data) == ONLY_PARSER_REFUSES

    @pytest.mark.parametrize("number", ["1.0", "1e0", "-0", "-0.0", "9007199254740991.0"])
    def test_a_number_in_extensions_spelt_otherwise(self, number):
        data = json.dumps(minimal_with(extensions={"test": {"a": 7}})).replace("7}", f"{number}}}").encode()

        assert codes(data) == [("MP-S-009", "/extensions")]
        assert said(data) == ONLY_PARSER_REFUSES

    @pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
    def test_not_a_number_is_no_json(self, word):
        data = json.dumps(minimal_episode()).replace('"tenure": 1', f'"tenure": {word}').encode()

        assert codes(data) == [("MP-S-006", "/tenure")]

    @pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "\\udc00\\ud800", "words \\ud83d words"])
    def test_half_a_character(self, half):
        data = json.dumps(minimal_with(circumstances="HERE")).replace("HERE", half).encode()

        assert codes(data) == [("MP-S-007", "/circumstances")]
        assert schema_takes_as_text(json.loads(data))

    def test_a_whole_character_written_as_two_halves_is_no_exception(self):
        data = json.dumps(minimal_with(circumstances="🙂"), ensure_ascii=True).encode()

        assert b"\\ud83d\\ude42" in data
        assert said(data) == ALL

    def test_the_final_newline_that_python_jsonschema_overlooks(self):
        tree = minimal_with(owner_force="test-north\n")

        assert verdicts("episode", tree) == ONLY_PYTHON_JSONSCHEMA_ACCEPTS

    def test_the_length_beside_a_pattern_stops_the_newline_where_it_can(self):
        tree = minimal_with(episode_id=f"{minimal_episode()['episode_id']}\n")

        assert verdicts("episode", tree) == NONE

    def test_a_newer_minor_version_has_its_own_schema(self):
        tree = minimal_with(standard_version="1.1", zz_newer="words")

        assert codes(json.dumps(tree).encode()) == [("MP-V-002", "")]
        assert verdicts("episode", tree) == ONLY_PARSER_ACCEPTS

    def test_another_major_version_is_refused_by_all(self):
        tree = minimal_with(standard_version="2.0")

        assert codes(json.dumps(tree).encode()) == [("MP-V-001", "/standard_version")]
        assert verdicts("episode", tree) == NONE


class TestAjv:
    """In strict mode: a schema with a word that ajv does not know, or a type left open, would not be compiled."""

    @pytest.mark.usefixtures("ajv")
    def test_it_compiles_every_schema_that_is_published(self):
        assert published().keys() >= set(schema_names())

        with Ajv(published()) as each:
            assert not each.takes("report", b"{}")

    def test_it_takes_the_good_documents(self, ajv):
        assert [of for of, tree in good_documents() if not ajv.takes(of, encoded(tree))] == []

    def test_it_takes_every_example(self, ajv):
        examples = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]

        refused = [each for each in examples if not ajv.takes(each["document_type"].replace("_", "-"), encoded(each))]

        assert len(examples) >= 12
        assert refused == []

    def test_it_sees_through_what_every_object_of_its_language_has(self, ajv):
        tree = {**minimal_episode(), "person": {"__proto__": {}}}

        assert not ajv.takes("episode", encoded(tree))

    @pytest.mark.parametrize("name", sorted(NO_SCHEMA_SEES.keys() - {"NaN"}))
    def test_what_no_schema_sees_is_gone_before_it_is_asked(self, ajv, name):
        usual, odd = NO_SCHEMA_SEES[name]
        data = json.dumps(minimal_episode()).replace(usual, odd).encode()

        assert odd.encode() in data
        assert not reads("episode", data)
        assert ajv.takes("episode", data)

    def test_not_a_number_is_no_json_to_it_either(self, ajv):
        data = json.dumps(minimal_episode()).replace(*NO_SCHEMA_SEES["NaN"]).encode()

        assert b"NaN" in data
        assert not ajv.takes("episode", data)

    def test_a_final_newline_does_not_pass_it(self, ajv):
        assert not ajv.takes("episode", encoded(minimal_with(owner_force="test-north\n")))

    def test_a_line_separator_does_not_end_a_document(self, ajv):
        assert ajv.takes("episode", encoded(minimal_with(circumstances="one\u2028two")))

    @pytest.mark.usefixtures("ajv")
    @pytest.mark.parametrize("loose", [{"x-owner": "us"}, {"properties": {"at": {"pattern": "^a$"}}}])
    def test_a_schema_that_is_not_strict_is_not_compiled(self, tmp_path, loose, capfd):
        path = tmp_path / "loose.schema.json"
        path.write_text(json.dumps({**schema("finding"), **loose}))

        with pytest.raises(AjvError, match="strict"):
            Ajv({"loose": path})

        assert "strict mode" in capfd.readouterr().err


class TestLimitsOfAReader:
    """A reader may limit what it takes (RFC 8259, section 9). A schema cannot say how deep or how large."""

    def test_a_hundred_levels_are_read(self):
        tree = minimal_with(extensions={"test": {"a": nested(95)}})

        assert reads("episode", json.dumps(tree).encode())

    def test_too_many_levels_are_not(self):
        tree = minimal_with(extensions={"test": {"a": nested(300)}})

        assert codes(json.dumps(tree).encode()) == [("MP-S-004", "")]

    def test_a_document_that_is_too_large_is_not(self):
        tree = minimal_with(extensions={"test": {"a": "x" * wire.MAX_BYTES}})

        assert codes(json.dumps(tree).encode()) == [("MP-S-010", "")]


def said(data: bytes) -> Verdicts:
    """The verdicts on bytes that a tree cannot stand for."""
    tree = json.loads(data)
    return verdicts("episode", tree)._replace(parser=reads("episode", data))


def schema_takes_as_text(tree: dict[str, object]) -> bool:
    """Whether a schema has nothing against half a character. jsonschema-rs cannot be given one."""
    from .mutations import _python_jsonschema

    return _python_jsonschema("episode").is_valid(put(tree, ("circumstances",), tree["circumstances"]))


def nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


def objects(tree: object):
    if isinstance(tree, dict):
        yield tree
        for each in tree.values():
            yield from objects(each)
    elif isinstance(tree, list):
        for each in tree:
            yield from objects(each)


def patterns(part: object):
    for each in objects(part):
        if isinstance(each.get("pattern"), str) and "type" in each:
            yield each["pattern"]
