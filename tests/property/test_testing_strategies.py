"""The strategies that the library gives its users: good documents of every kind, and bad ones with one known defect."""

from __future__ import annotations

import json
from functools import cache

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from tests.drawn import examples

import missingpersons as mp
from missingpersons import wire
from missingpersons.exchange import keys
from missingpersons.exchange.seal import open_message
from missingpersons.models import DOCUMENTS
from missingpersons.models.messages import MESSAGES, schema_name
from missingpersons.resources import schema
from missingpersons.testing import (
    calls,
    complete,
    defects,
    documents,
    episodes,
    invalid,
    messages,
    signed_messages,
    strategies,
    unidentified_cases,
)
from missingpersons.testing.sites import sites

SETTINGS = settings(max_examples=examples(20), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
FEW = settings(SETTINGS, max_examples=examples(8))

GOOD = {"episode": episodes, "unidentified-case": unidentified_cases, "call": calls}
KEY = keys.new_key("test-north")

ONLY_IN_BYTES = {f"MP-S-{number:03d}" for number in range(1, 12)}
"""The codes of defects that no JSON Schema sees."""


@cache
def validator(name):
    return jsonschema_rs.validator_for(schema(name))


def without_empty_lists(value, *, local=False):
    """The tree without the empty lists of the standard's own fields, which mean the same as none."""
    if isinstance(value, dict):
        return {
            name: without_empty_lists(each, local=local or name == "extensions")
            for name, each in value.items()
            if local or each != []
        }
    if isinstance(value, list):
        return [without_empty_lists(each, local=local) for each in value]
    return value


@pytest.mark.parametrize("name", GOOD)
class TestGoodDocuments:
    def test_each_is_read_and_written_back_as_it_was(self, name):
        @SETTINGS
        @given(GOOD[name]())
        def each(tree):
            canonical = wire.encode(without_empty_lists(tree))

            assert tree["document_type"] == name.replace("-", "_")
            assert validator(name).is_valid(tree)
            assert mp.dump(mp.parse(wire.encode(tree))) == canonical
            assert mp.dump(mp.parse(canonical)) == canonical

        each()

    def test_the_complete_document_has_every_field(self, name):
        tree = complete(name)

        assert set(tree) == set(schema(name)["properties"])
        assert json.loads(mp.dump(mp.parse(wire.encode(tree)))) == tree


@pytest.mark.parametrize(("name", "field"), [("unidentified-case", "photos"), ("call", "subject")])
def test_optional_fields_are_drawn(name, field):
    first = settings(SETTINGS, max_examples=2000, phases=[Phase.generate], database=None)

    assert field in find(GOOD[name](), lambda tree: field in tree, settings=first)


class TestMessages:
    @SETTINGS
    @given(messages())
    def test_each_is_good_and_about_the_episode_in_it(self, tree):
        episode = tree["data"].get("episode")

        assert wire.read_message(tree).ok
        assert validator(schema_name(tree["type"])).is_valid(tree)
        if episode:
            assert tree["subject"] == episode["episode_id"]
            assert tree["source"] == f"urn:missingpersons:force:{episode['owner_force']}"

    @pytest.mark.no_cover
    @pytest.mark.parametrize("of", MESSAGES)
    def test_there_are_some_of_every_type(self, of):
        @settings(SETTINGS, max_examples=examples(3))
        @given(documents(schema_name(of)))
        def each(tree):
            assert tree["type"] == of
            assert validator(schema_name(of)).is_valid(tree)

        each()

    def test_every_type_is_drawn(self, monkeypatch):
        # Of nothing but their types: what is in them is most of the time, and is drawn by the test above.
        bare = {schema_name(of): st.just({"type": of, "data": {}}) for of in MESSAGES}
        monkeypatch.setattr(strategies, "documents", bare.__getitem__)
        drawn = set()

        @settings(SETTINGS, max_examples=400)
        @given(messages())
        def each(tree):
            drawn.add(tree["type"])

        each()

        assert drawn == set(MESSAGES)

    @FEW
    @given(signed_messages(KEY))
    def test_each_signed_one_opens_with_its_key(self, message):
        opened = open_message(message, {KEY.public.kid: KEY.public})

        assert (opened.outcome, opened.force, opened.findings) == ("ok", "test-north", ())


class TestDefects:
    @pytest.mark.parametrize(("name", "code"), [(name, code) for name in GOOD for code in defects(name)])
    def test_one_defect_gives_one_finding(self, name, code):
        @FEW
        @given(invalid(name, code))
        def each(defective):
            found = [(finding.code, finding.at) for finding in mp.check(defective.document)]

            assert found == [(defective.code, defective.at)]
            assert defective.code == code
            assert code in ONLY_IN_BYTES or not validator(name).is_valid(json.loads(defective.document))

        each()

    @SETTINGS
    @given(invalid())
    def test_without_a_code_it_is_any_of_them(self, defective):
        found = [(finding.code, finding.at) for finding in mp.check(defective.document)]

        assert found == [(defective.code, defective.at)]
        assert defective.code in defects()

    def test_every_code_of_structure_is_made(self):
        structure = {code for code in mp.catalogue() if code.startswith("MP-S-")}

        # MP-S-031 depends on the type that its caller needs; MP-V-001 refuses a document too.
        assert set(defects()) == structure - {"MP-S-031"} | {"MP-V-001"}
        assert set(defects()) - set(defects("unidentified-case")) == set()
        assert set(defects()) - set(defects("call")) == {"MP-S-027", "MP-S-028"}

    @pytest.mark.parametrize("name", ["message-episode-published", "report", "nothing"])
    def test_only_documents_that_stand_on_their_own_have_defects(self, name):
        with pytest.raises(KeyError):
            defects(name)
        with pytest.raises(KeyError):
            invalid(name)

    @pytest.mark.parametrize(("name", "code"), [("call", "MP-S-027"), ("episode", "MP-S-031"), ("episode", "MP-R-001")])
    def test_a_code_that_no_document_shows_is_not_made(self, name, code):
        with pytest.raises(KeyError):
            invalid(name, code)

    @FEW
    @given(invalid("call", "MP-S-010"))
    def test_a_large_one_is_shown_in_short(self, defective):
        assert repr(defective).startswith("<MP-S-010 at / in 8388609 bytes: b'{")
        assert len(repr(defective)) < 4000

    @pytest.mark.parametrize("name", GOOD)
    def test_a_defect_can_be_at_every_field(self, name):
        def fields(part, way=()):
            part = schema(name)["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
            yield way
            if "items" in part:
                yield from fields(part["items"], (*way, None))
            for field, each in part.get("properties", {}).items():
                yield from fields(each, (*way, field))

        assert {each.steps for each in sites(name)} == {*fields(schema(name)), ("extensions", "test", "local")}


def test_every_document_type_has_a_strategy():
    assert {name.replace("_", "-") for name in DOCUMENTS} == set(GOOD)
    assert documents("episode") is documents("episode")
