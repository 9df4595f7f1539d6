"""The bundled and the dereferenced build say what the ordinary schemas say."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

import jsonschema
import jsonschema_rs
import pytest
from referencing import Registry, Resource

from missingpersons.models.messages import MESSAGES, schema_name
from missingpersons.publish.builds import LEVELS
from missingpersons.publish.schemas import RECORDS
from missingpersons.resources import schema, schema_names, schemas_directory

from .messages import every_type
from .mutations import good_documents, minimal_episode, mutations

NUMBER = 3000
"""How many mutations every build judges."""
FEWER = 80
"""How many of them python-jsonschema judges too, which takes a thousand times as long."""


class Builds(NamedTuple):
    """What each build says of a document of one kind."""

    ordinary: bool
    bundled: bool
    top: bool
    """The bundled document, asked without saying what kind of document it is."""
    dereferenced: bool


def published(place: str) -> Any:
    return json.loads((schemas_directory() / place).read_text(encoding="utf-8"))


@cache
def fast(of: str) -> tuple[jsonschema_rs.Draft202012Validator, ...]:
    bundled = published("bundled.json")
    only_the_bundle = jsonschema_rs.Registry([(bundled["$id"], bundled)])
    nothing = jsonschema_rs.Registry([])
    return (
        jsonschema_rs.Draft202012Validator(schema(of), registry=nothing),
        jsonschema_rs.Draft202012Validator({"$ref": schema(of)["$id"]}, registry=only_the_bundle),
        jsonschema_rs.Draft202012Validator(bundled, registry=nothing),
        jsonschema_rs.Draft202012Validator(published(f"dereferenced/{of}.schema.json"), registry=nothing),
    )


@cache
def slow(of: str) -> tuple[jsonschema.Draft202012Validator, ...]:
    bundled = published("bundled.json")
    only_the_bundle = Registry().with_resource(bundled["$id"], Resource.from_contents(bundled)).crawl()
    return (
        jsonschema.Draft202012Validator(schema(of), registry=Registry()),
        jsonschema.Draft202012Validator({"$ref": schema(of)["$id"]}, registry=only_the_bundle),
        jsonschema.Draft202012Validator(bundled, registry=Registry()),
        jsonschema.Draft202012Validator(published(f"dereferenced/{of}.schema.json"), registry=Registry()),
    )


def verdicts(of: str, tree: Any, validators: Any = fast) -> Builds:
    return Builds(*(each.is_valid(tree) for each in validators(of)))


def kind_of(tree: Any) -> str | None:
    """What a document says it is: what the top of the bundle goes by."""
    if not isinstance(tree, dict):
        return None
    for name in RECORDS:
        kind = schema(name)["properties"].get("document_type", {}).get("const")
        if tree.get("document_type") == kind and kind:
            return name
    type_ = tree.get("type")
    if isinstance(type_, str) and type_ in MESSAGES:
        return schema_name(type_)
    return "audit-event" if "event_id" in tree else None


def cut(tree: Any, levels: int | None = None) -> Any:
    """The document with true in place of whatever is more than ``LEVELS`` down in a local field."""
    if levels == 0:
        return True
    if isinstance(tree, list):
        return [cut(each, None if levels is None else levels - 1) for each in tree]
    if not isinstance(tree, dict):
        return tree
    if levels is not None:
        return {name: cut(each, levels - 1) for name, each in tree.items()}
    # An owner, and a field: the value is the third thing down.
    return {name: cut(each, LEVELS + 2) if name == "extensions" else cut(each) for name, each in tree.items()}


class TestVerdicts:
    @pytest.mark.no_cover
    @pytest.mark.parametrize(("validators", "number"), [(fast, NUMBER), (slow, FEWER)])
    def test_every_build_says_the_same(self, validators, number):
        judged = 0
        for each in mutations(number):
            said = verdicts(each.of, each.tree, validators)
            kind = kind_of(each.tree)
            assert said.bundled is said.ordinary, each.kind
            assert said.top is (kind is not None and verdicts(kind, each.tree, validators).ordinary), each.kind
            if said.dereferenced is not said.ordinary:
                # The named exception: what is wrong is too far down for a build that cannot refer to itself.
                assert said.dereferenced is True, each.kind
                assert verdicts(each.of, cut(each.tree), validators).ordinary, each.kind
            judged += said.ordinary

        assert number / 5 < judged < number

    def test_good_documents_are_good_to_all(self):
        said = [verdicts(of, tree) for of, tree in good_documents()]

        assert said == [Builds(ordinary=True, bundled=True, top=True, dereferenced=True)] * len(said)


class TestTheNamedException:
    @pytest.mark.parametrize(("levels", "seen"), [(0, True), (LEVELS - 1, True), (LEVELS, False), (LEVELS + 5, False)])
    def test_what_is_wrong_far_down_in_a_local_field(self, levels, seen):
        wrong: Any = None
        for _ in range(levels):
            wrong = [wrong]
        tree = {**minimal_episode(), "extensions": {"test": {"local": wrong}}}

        said = verdicts("episode", tree)

        assert said == Builds(ordinary=False, bundled=False, top=False, dereferenced=not seen)


class TestTop:
    """The bundle by itself refuses whatever does not say what it is, and never accepts by silence."""

    @pytest.mark.parametrize("tree", [{}, [], 1, "episode", None, True, {"document_type": "poem"}, {"specversion": 1}])
    def test_what_is_none_of_ours_is_refused(self, tree):
        assert not fast("episode")[2].is_valid(tree)
        assert not slow("episode")[2].is_valid(tree)

    def test_an_episode_with_the_mark_of_a_message_is_still_judged_as_an_episode(self):
        tree = {**minimal_episode(), "specversion": "1.0"}

        assert verdicts("episode", tree).top is False

    def test_a_message_is_judged_by_its_type(self):
        message = every_type(minimal_episode())[1]
        whole = fast("episode")[2]

        assert whole.is_valid(message)
        assert not whole.is_valid({**message, "specversion": "2.0"})
        assert not whole.is_valid({**message, "type": "uk.missingpersons.found.reported.v1"})
        assert not whole.is_valid({**message, "type": "uk.missingpersons.sighting.reported.v2"})


class TestForms:
    @pytest.mark.no_cover
    def test_the_bundle_is_valid_2020_12_and_open_to_nothing(self):
        bundled = published("bundled.json")
        last = bundled["else"]
        while isinstance(last, dict):
            last = last["else"]

        jsonschema.Draft202012Validator.check_schema(bundled)
        assert last is False

    def test_the_bundle_holds_every_schema_word_for_word_under_its_address(self):
        whole = {schema(name)["$id"]: schema(name) for name in schema_names()}

        assert published("bundled.json")["$defs"] == whole

    @pytest.mark.parametrize("name", schema_names())
    def test_a_dereferenced_build_refers_to_nothing(self, name):
        text = (schemas_directory() / f"dereferenced/{name}.schema.json").read_text(encoding="utf-8")

        assert "$ref" not in text
        assert "$defs" not in text

    @pytest.mark.parametrize("name", schema_names())
    def test_it_says_where_it_is_and_where_it_is_cut(self, name):
        tree = published(f"dereferenced/{name}.schema.json")
        text = json.dumps(tree)

        assert tree["$id"] == schema(name)["$id"].replace("/1.0/", "/1.0/dereferenced/")
        assert ("Anything is accepted here" in text) is ("ExtensionValue" in schema(name).get("$defs", {}))

    def test_there_is_one_of_each(self):
        made = {path.name for path in (schemas_directory() / "dereferenced").iterdir()}

        assert made == {f"{each}.schema.json" for each in schema_names()}
