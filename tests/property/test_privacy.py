"""No finding, exception, ``repr``, log line, warning or message attribute holds what a document says of a person.

A marker stands at one place of a document at a time, at every place in turn; then it is looked for in
everything that the library says.
"""

from __future__ import annotations

import json
import logging
import traceback
import warnings
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from missingpersons import check_together, clocks, readiness, review, suggest, wire
from missingpersons.exchange import keys, seal
from missingpersons.exchange.signature import SIGNATURE, sign, signed_bytes
from missingpersons.findings import CannotRun, InvalidDocument, profiles
from missingpersons.models import Episode
from missingpersons.models._base import Record
from missingpersons.models.common import Place, Window
from missingpersons.models.contact import Phone
from missingpersons.models.description import Clothing
from missingpersons.models.handover import RequestedTransfer
from missingpersons.models.message import EpisodePublished
from missingpersons.models.person import AgeRange, Identifier, Name, Person
from missingpersons.models.risk import RiskAnswer, RiskAssessment
from missingpersons.resources import schema
from missingpersons.testing.strategies import complete, complete_episode
from missingpersons.values.dates import PartialDate, Timestamp

pytestmark = pytest.mark.no_cover

MARKER = "zq7marker"
"""A text that is nowhere else. It is a well-formed code, name of a local field and segment of a pointer."""

SEALED_AT = "2026-03-02T10:00:00Z"


# --- Where the marker stands ---------------------------------------------------------------------------


def places(tree: Any, at: tuple[str | int, ...] = ()):
    yield at, tree
    if isinstance(tree, dict | list):
        for key, each in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from places(each, (*at, key))


def put(tree: Any, at: tuple[str | int, ...], value: Any) -> Any:
    if not at:
        return value
    copied = dict(tree) if isinstance(tree, dict) else list(tree)
    copied[at[0]] = put(tree[at[0]], at[1:], value)
    return copied


def name_of(at: tuple[str | int, ...]) -> str:
    return "/".join(map(str, at)) or "root"


@cache
def _musts(kind: str) -> frozenset[str]:
    """The names of fields that some part of a document must have."""
    whole = schema(kind)
    return frozenset(name for part in (whole, *whole["$defs"].values()) for name in part.get("required", ()))


def lean(whole: Any, at: tuple[str | int, ...], kind: str = "episode") -> Any:
    """A document with what is on the way to one place, what the parts there must have, and nothing else.

    A marker is at no other place in it than in the whole document, and it is read ten times as fast.
    """
    if not at:
        return whole
    if isinstance(whole, list):
        return [lean(each, at[1:], kind) if index == at[0] else each for index, each in enumerate(whole)]
    kept = {name: {} if isinstance(each, dict) else each for name, each in whole.items() if name in _musts(kind)}
    kept = {name: each for name, each in kept.items() if not isinstance(each, list)}
    return {**kept, at[0]: lean(whole[at[0]], at[1:], kind)}


def changed(at: tuple[str | int, ...], value: Any) -> Any:
    """A lean episode with another value at one place."""
    return put(lean(COMPLETE, at), at, value)


COMPLETE = complete_episode()
LEAVES = tuple(at for at, value in places(COMPLETE) if at and not isinstance(value, dict | list))
OBJECTS = tuple(at for at, value in places(COMPLETE) if isinstance(value, dict))
LISTS = tuple(at for at, value in places(COMPLETE) if isinstance(value, list))
EVERYWHERE = tuple(at for at, _ in places(COMPLETE))

VALUES: dict[str, Any] = {
    "as it is": MARKER,
    "in other words": f"Mx {MARKER.upper()}\n{MARKER} ",
    "too long": MARKER * 2500,
    "in a list": [MARKER],
    "in an object": {MARKER: MARKER},
    "in a code's form, too long": f"{MARKER}{'x' * 60}",
    "after a good start": f"2026-03-01T10:00:00Z{MARKER}",
}


@cache
def everything() -> dict[str, str]:
    """Documents as text, each with the marker somewhere, by what was done."""
    documents: dict[str, Any] = {}
    for at in LEAVES:
        for kind, value in VALUES.items():
            if kind in ("as it is", "in other words") or len(at) < 3:
                documents[f"{name_of(at)}: {kind}"] = changed(at, value)
    for at in EVERYWHERE[1:]:
        documents[f"{name_of(at)}: in its place, an object"] = changed(at, {MARKER: {MARKER: [MARKER]}})
    for at in OBJECTS:
        inside = dict(places(COMPLETE))[at]
        documents[f"{name_of(at)}: unknown field"] = changed(at, {**inside, MARKER: "x"})
        documents[f"{name_of(at)}: unknown field with a null"] = changed(at, {**inside, MARKER: None})
        documents[f"{name_of(at)}: unknown field with a fraction"] = changed(at, {**inside, MARKER: {MARKER: [1.5]}})
        documents[f"{name_of(at)}: strange field"] = changed(at, {**inside, f"{MARKER} é/~": MARKER})
    for at in LISTS:
        documents[f"{name_of(at)}: too many"] = changed(at, [MARKER] * 1001)
    for kind, value in _local_fields().items():
        documents[f"extensions: {kind}"] = {**COMPLETE, "extensions": value}
    for version in ("1.1", "2.0", MARKER, f"2.{MARKER}"):
        documents[f"version {version}"] = {**COMPLETE, "standard_version": version, MARKER: {MARKER: MARKER}}
    for kind in (MARKER, "call", "unidentified_case"):
        documents[f"type {kind}"] = {**COMPLETE, "document_type": kind, MARKER: MARKER}
    for kind in ("unidentified-case", "call"):
        documents |= _other_documents(kind)
    texts = {name: json.dumps(each) for name, each in documents.items()}
    return texts | _texts()


def _other_documents(kind: str) -> dict[str, Any]:
    """The documents that are no episode, with the marker at every place."""
    documents = {}
    for at, value in places(complete(kind)):
        whole = lean(complete(kind), at, kind)
        if isinstance(value, dict):
            documents[f"{kind} {name_of(at)}: unknown field"] = put(whole, at, {**value, MARKER: MARKER})
        if at:
            documents[f"{kind} {name_of(at)}: in its place, an object"] = put(whole, at, {MARKER: {MARKER: [MARKER]}})
        if not isinstance(value, dict | list):
            documents[f"{kind} {name_of(at)}: as it is"] = put(whole, at, MARKER)
            documents[f"{kind} {name_of(at)}: in other words"] = put(whole, at, VALUES["in other words"])
    return documents


def _local_fields() -> dict[str, Any]:
    return {
        "owner, name and value": {MARKER: {MARKER: MARKER}},
        "deep": {"test": {MARKER: [{MARKER: [MARKER]}]}},
        "owner with a text": {MARKER: MARKER},
        "strange owner": {f"{MARKER} é": {"a": 1}},
        "strange name": {"test": {f"{MARKER}/": 1}},
        "null": {MARKER: {MARKER: None}},
        "fraction": {MARKER: {MARKER: [0.5]}},
        "large": {MARKER: {MARKER: 2**60}},
        "long name": {"test": {MARKER * 10: MARKER}},
        "owner is a name of the record": {"person": {MARKER: None}},
    }


def _texts() -> dict[str, str]:
    """Documents that no tree stands for."""
    good = json.dumps({**COMPLETE, "circumstances": MARKER})
    inside = json.dumps(COMPLETE)
    return {
        "repeated name at the root": good.replace("{", f'{{"{MARKER}":1,"{MARKER}":"{MARKER}",', 1),
        "repeated field": good.replace("{", f'{{"circumstances":"{MARKER}",', 1),
        "repeated name in extensions": inside.replace('"beat"', f'"{MARKER}":1,"{MARKER}":2,"beat"', 1),
        "repeated name in the person": inside.replace('"names"', f'"{MARKER}":1,"{MARKER}":2,"names"', 1),
        "half a character": good.replace(MARKER, f"{MARKER}\\ud800", 1),
        "half a character in a name": inside.replace('"beat"', f'"{MARKER}\\udfff"', 1),
        "NaN below an unknown name": good.replace("{", f'{{"{MARKER}":{{"{MARKER}":NaN}},', 1),
        "negative nought below an unknown name": good.replace("{", f'{{"{MARKER}":[-0],', 1),
        "broken off": good[: good.index(MARKER) + len(MARKER)],
        "broken escape": good.replace(MARKER, f"{MARKER}\\q", 1),
        "no JSON": MARKER,
        "a text": f'"{MARKER}"',
        "a list": f'["{MARKER}"]',
        "words after the end": f"{good}{MARKER}",
        "a control character": good.replace(MARKER, f"{MARKER}\x01", 1),
        "too deep": "[" * 500 + f'"{MARKER}"' + "]" * 500,
        "too deep in extensions": inside.replace('"N7"', "[" * 300 + f'"{MARKER}"' + "]" * 300, 1),
        "a very long number": good.replace("{", f'{{"{MARKER}":{"9" * 5000},', 1),
        "a surrogate in the text itself": good.replace(MARKER, f"{MARKER}\ud800", 1),
        "too large": json.dumps({**COMPLETE, "circumstances": MARKER * 1_000_000}),
    }


# --- What the library says -------------------------------------------------------------------------------


def records_in(value: Any):
    if isinstance(value, Record):
        yield value
        for each in value.__dict__.values():
            yield from records_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from records_in(each)


def said_of_record(record: Record) -> str:
    shown = [f"{each!r} {each!s} {each} {each:}" for each in records_in(record)]
    shown += [repr(list(each.__repr_args__())) for each in records_in(record)]
    shown += [repr((record, [record], {"record": record}))]
    return "\n".join(shown)


def said_of_error(error: BaseException) -> str:
    lines = traceback.format_exception(error)
    return "\n".join([str(error), repr(error), repr(error.args), repr(vars(error)), "".join(without_source(lines))])


def without_source(lines: list[str]) -> list[str]:
    """A traceback's text without this file's own lines, which may name the marker."""
    return [each for each in lines if __file__ not in each]


def said_of_report(report: Any) -> str:
    findings = [f"{each!r} {each!s} {each.code} {each.at} {each.message} {each.as_dict()}" for each in report]
    return "\n".join([str(report), repr(report), *findings])


def raised(call: Any, *args: Any, **kwargs: Any) -> BaseException | None:
    try:
        call(*args, **kwargs)
    except (InvalidDocument, CannotRun, AttributeError, TypeError, ValueError) as error:
        return error
    return None


@pytest.fixture
def silent(caplog, capfd):
    """After the test, nothing that was logged, warned of or printed holds the marker."""
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield
    out, err = capfd.readouterr()
    logged = [f"{each.getMessage()} {each.__dict__}" for each in caplog.records]
    assert MARKER not in "\n".join([out, err, *logged, *(str(each.message) for each in warned)]).lower()


def assert_silent(text: str) -> None:
    __tracebackhide__ = True
    assert MARKER not in text.lower()


# --- Reading -----------------------------------------------------------------------------------------------


class TestTheTestItself:
    def test_the_marker_is_nowhere_else(self):
        assert MARKER not in json.dumps(COMPLETE)
        assert len(LEAVES) > 150
        assert len(OBJECTS) > 30

    def test_it_is_in_each_document(self):
        assert [name for name, text in everything().items() if MARKER not in text.lower()] == []

    def test_many_documents_are_read_and_many_refused(self):
        read = sum(wire.read(text)[0] is not None for text in everything().values())

        assert read > 100
        assert len(everything()) - read > 500


class TestReading:
    def test_findings_hold_nothing(self, silent):
        for text in everything().values():
            report = wire.check(text)

            assert_silent(said_of_report(report))

    @pytest.mark.parametrize("profile", profiles())
    def test_nor_do_they_for_another_purpose_or_moment(self, profile, silent):
        for name, text in everything().items():
            if name.endswith("as it is"):
                report = wire.check(text, profile=profile, as_of=datetime(2020, 1, 1, tzinfo=UTC))

                assert_silent(said_of_report(report))

    def test_places_are_the_standards_own_words(self, silent):
        known = wire._first_look._known_names()
        for text in everything().values():
            for each in wire.check(text):
                segments = [one for one in each.at.split("/")[1:] if not one.isdigit()]
                assert set(segments) <= known
                assert "extensions" not in segments[:-1]

    def test_records_show_nothing(self, silent):
        for text in everything().values():
            record, report = wire.read(text)

            assert_silent(said_of_report(report))
            if record is not None:
                assert_silent(said_of_record(record))

    def test_refusals_hold_nothing(self, silent):
        refused = 0
        for text in everything().values():
            error = raised(wire.parse, text)
            if error is not None:
                refused += 1
                assert type(error) is InvalidDocument
                assert error.__cause__ is None
                assert error.__context__ is None
                assert_silent(said_of_error(error))
                assert_silent(said_of_report(error.report))

        assert refused > 500

    def test_bytes_and_text_alike(self, silent):
        for text in _texts().values():
            data = text.encode("utf-8", "surrogatepass")
            assert_silent(said_of_report(wire.check(data)))
            assert_silent(said_of_report(wire.check(data[:-1] + b"\xff")))
            assert_silent(said_of_report(wire.check(bytearray(data))))

    def test_building_from_plain_python(self, silent):
        no_trees = _texts().keys()
        trees = [json.loads(text) for name, text in everything().items() if name not in no_trees]
        odd = [
            {**COMPLETE, "circumstances": object_with_marker()},
            {**COMPLETE, MARKER: {1, 2}},
            {**COMPLETE, "circumstances": MARKER.encode()},
            {**COMPLETE, (MARKER, 1): "x"},
            {**COMPLETE, "circumstances": f"{MARKER}\ud800"},
            {MARKER: float("nan")},
        ]
        for tree in (*trees, *odd):
            error = raised(wire.build, tree)
            if error is not None:
                assert type(error) is InvalidDocument
                assert error.__cause__ is None
                assert error.__context__ is None
                assert_silent(said_of_error(error))


def object_with_marker() -> object:
    class Shown:
        def __repr__(self) -> str:
            return MARKER

    return Shown()


# --- Building records directly --------------------------------------------------------------------------------


BUILT = [
    (Name, {"given": MARKER}),
    (Name, {"given": (MARKER, 1)}),
    (Name, {"kind": MARKER}),
    (Name, {"family": [MARKER]}),
    (Name, {MARKER: MARKER}),
    (Name, {"full": MARKER * 100}),
    (Person, {"names": [{"full": MARKER}]}),
    (Person, {"names": (MARKER,)}),
    (Person, {"date_of_birth": MARKER}),
    (Person, {"sex": MARKER}),
    (Person, {"age": {"min": MARKER}}),
    (Person, {"nationalities": (MARKER,)}),
    (Person, {MARKER: {MARKER: MARKER}}),
    (AgeRange, {"min": MARKER}),
    (Identifier, {"scheme": MARKER.upper(), "value": MARKER}),
    (Identifier, {"value": MARKER}),
    (Phone, {"number": [MARKER]}),
    (Clothing, {"text": MARKER * 100}),
    (Window, {"earliest": MARKER}),
    (Place, {"point": MARKER}),
    (RiskAnswer, {"question": MARKER, "answer": MARKER}),
    (RiskAssessment, {"level": MARKER}),
    (Episode, {"episode_id": MARKER}),
    (Episode, {"document_type": MARKER, MARKER: MARKER}),
    (Episode, {"extensions": {MARKER: {MARKER: None}}}),
    (EpisodePublished, {"type": MARKER, MARKER: MARKER}),
    (RequestedTransfer, {"rationale": MARKER, "force": [MARKER]}),
]


class TestJudging:
    """What is made of a record that was read: what is due, ready, suggested, reviewed, and found between several."""

    def test_what_is_made_of_a_record_holds_nothing(self, silent):
        episodes = [record for text in everything().values() if isinstance(record := wire.read(text)[0], Episode)]
        made = [
            made
            for each in episodes
            for made in (*clocks(each), *readiness(each).values(), *check_together([each, episodes[0]]))
        ]
        trees = [made.as_dict() for each in episodes for made in (suggest(each), review(each))]

        assert len(episodes) > 100
        assert_silent("\n".join(f"{each!r} {each!s}" for each in made))
        assert_silent("\n".join(repr(made) for each in episodes for made in (suggest(each), review(each))))
        assert_silent(json.dumps(trees))


class TestBuildingRecords:
    @pytest.mark.parametrize(
        ("model", "fields"), BUILT, ids=[f"{model.__name__}-{n}" for n, (model, _) in enumerate(BUILT)]
    )
    def test_refusals_hold_nothing(self, model, fields, silent):
        error = raised(model, **fields)

        assert type(error) is InvalidDocument
        assert error.__cause__ is None
        assert error.__context__ is None
        assert_silent(said_of_error(error))
        assert_silent(said_of_report(error.report))

    def test_records_show_nothing(self, silent):
        record = Person(names=(Name(full=MARKER, given=(MARKER,)),), emails=(MARKER,), phones=(Phone(number=MARKER),))

        assert_silent(said_of_record(record))

    @pytest.mark.parametrize("door", ["model_validate", "model_validate_json", "model_validate_strings"])
    def test_the_doors_that_are_not_doors_hold_nothing(self, door, silent):
        error = raised(getattr(Name, door), {"given": MARKER})

        assert type(error) is TypeError
        assert_silent(said_of_error(error))

    def test_a_record_cannot_be_changed_and_says_so_without_the_data(self, silent):
        error = raised(setattr, Name(full="Amara Lanyon"), "full", MARKER)

        assert type(error) is AttributeError
        assert error.__context__ is None
        assert_silent(said_of_error(error))

    def test_nor_can_a_part_be_taken_away(self, silent):
        error = raised(delattr, Name(full=MARKER), "full")

        assert error is not None
        assert_silent(said_of_error(error))

    @pytest.mark.parametrize("kind", [Timestamp, PartialDate])
    def test_values_that_are_refused(self, kind, silent):
        error = raised(kind.parse, MARKER)

        assert type(error) is ValueError
        assert error.__context__ is None
        assert_silent(said_of_error(error))


# --- Owners' schemas ---------------------------------------------------------------------------------------------

OWNER = "org.example.test-north"
LOCAL = {
    "beat": "N1",
    "units": [{"callsign": "NA1", "crew": {"driver": "first", "others": ["second", 3]}}, {"callsign": "NA2"}],
    "flags": ["demo", True],
    "note": {"of": {"what": 1}},
}
NAMED = {"beat", "units", "callsign", "crew", "driver", "zone"}
"""The names that each schema below spells, at most."""

BY_NAME = {
    "units": {"items": {"properties": {"crew": {"properties": {"driver": False}}, "callsign": {"type": "boolean"}}}},
    "beat": {"enum": ["S1"]},
}
SCHEMAS: dict[str, Any] = {
    "false": {"not": {}},
    "closed": {"additionalProperties": False},
    "closed by evaluation": {"allOf": [{"properties": {"beat": True}}], "unevaluatedProperties": False},
    "every value refused": {"additionalProperties": {"type": "null"}},
    "every value refused, deep down": {
        "$ref": "#/$defs/any",
        "$defs": {
            "any": {
                "type": ["object", "array"],
                "items": {"$ref": "#/$defs/any"},
                "additionalProperties": {"$ref": "#/$defs/any"},
            }
        },
    },
    "by name": {"properties": BY_NAME},
    "closed, by name": {"properties": BY_NAME, "additionalProperties": False, "required": ["zone", "beat"]},
    "names": {"propertyNames": {"pattern": "^[A-Z]"}},
    "patterns of names": {"patternProperties": {"^[a-z]": {"maxLength": 1, "maxItems": 0, "maxProperties": 0}}},
    "one of": {"oneOf": [{"properties": {"beat": {"const": 1}}}, {"required": ["zone"]}]},
    "any of, deep down": {"properties": {"units": {"items": {"anyOf": [{"required": ["zone"]}, {"type": "string"}]}}}},
    "if, then": {"if": {"required": ["beat"]}, "then": {"properties": {"beat": {"type": "integer"}}}},
    "dependents": {"dependentRequired": {"beat": ["zone"]}, "dependentSchemas": {"beat": {"maxProperties": 1}}},
    "lists": {"properties": {"units": {"contains": {"type": "integer"}, "maxItems": 1, "uniqueItems": True}}},
    "lengths": {"additionalProperties": {"maxLength": 0}, "maxProperties": 1},
}


def keys_and_values():
    """Local fields with the marker at one place, as a name or as a value; at every place in turn."""
    for at, value in places(LOCAL):
        if at:
            yield f"{name_of(at)}: value", put(LOCAL, at, MARKER)
            yield f"{name_of(at)}: in a list", put(LOCAL, at, [MARKER, {MARKER: MARKER}])
        if isinstance(value, dict):
            yield f"{name_of(at)}: one more", put(LOCAL, at, {**value, MARKER: MARKER})
            for name in value:
                renamed = {MARKER if each == name else each: inner for each, inner in value.items()}
                yield f"{name_of(at)}: instead of {name}", put(LOCAL, at, renamed)


class TestOwnersSchemas:
    """A place is told with names that the schema spells, and no others: who gave the schema has published them."""

    @pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
    def test_findings_hold_nothing(self, schema, silent):
        found = 0
        for _, local in keys_and_values():
            report = wire.check(
                json.dumps({**COMPLETE, "extensions": {OWNER: local}}), extension_schemas={OWNER: schema}
            )
            unfit = [each for each in report if each.code == "MP-R-072"]
            found += len(unfit)

            assert_silent(said_of_report(report))
            for each in unfit:
                assert each.at.startswith(f"/extensions/{OWNER}")
                told = each.at.removeprefix(f"/extensions/{OWNER}").split("/")[1:]
                assert {one for one in told if not one.isdigit()} <= NAMED

        assert found > 20

    def test_an_owner_of_whom_nobody_spoke_is_not_named(self, silent):
        for owner in (MARKER, f"org.example.{MARKER}"):
            document = {**COMPLETE, "extensions": {owner: {MARKER: MARKER}, OWNER: {MARKER: MARKER}}}

            report = wire.check(json.dumps(document), extension_schemas={OWNER: SCHEMAS["false"]})

            assert "MP-R-072" in {each.code for each in report}
            assert_silent(said_of_report(report))

    def test_what_is_too_deep_shows_nothing(self, silent):
        for levels in (60, 70, 190):
            local = MARKER
            for _ in range(levels):
                local = {MARKER: local}
            document = json.dumps({**COMPLETE, "extensions": {OWNER: local}})

            assert_silent(said_of_report(wire.check(document, extension_schemas={OWNER: SCHEMAS["closed"]})))

    def test_a_schema_that_cannot_be_used_shows_nothing_of_the_document(self, silent):
        document = json.dumps({**COMPLETE, "extensions": {OWNER: {MARKER: MARKER}}})
        for unusable in ([], {"type": "text"}, {"$ref": "file:///x"}, {"$ref": "#"}, {"pattern": "("}, {"const": {1}}):
            error = raised(wire.check, document, extension_schemas={OWNER: unusable})

            assert type(error) is CannotRun
            assert error.__context__ is None
            assert_silent(said_of_error(error))


# --- Exchange ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def key():
    return keys.new_key("test-north")


class TestExchange:
    """The envelope is read by brokers and gateways: it says nothing of the person. A refusal neither."""

    OWN = ("episode_id", "owner_force")
    """What the envelope says by design: about which episode, from which force."""

    def test_the_envelope_holds_nothing(self, key, silent):
        sealed = 0
        for name, text in everything().items():
            if wire.read(text, Episode)[0] is None or name.startswith(self.OWN):
                continue
            event = json.loads(seal.seal(text, key, time=SEALED_AT))
            body = event.pop("data")
            sealed += 1

            assert_silent(json.dumps(event))
            assert_silent(json.dumps(body["quality"]))

        assert sealed > 100

    def test_what_is_opened_shows_nothing(self, key, silent):
        trusted = {key.public.kid: key.public}
        for name, text in everything().items():
            if wire.read(text, Episode)[0] is None or name.startswith(self.OWN):
                continue
            opened = seal.open_message(seal.seal(text, key, time=SEALED_AT), trusted)

            assert opened.outcome == "ok"
            assert_silent(f"{opened!r} {opened!s} {opened.findings}")

    def test_refusing_to_seal_holds_nothing(self, key, silent):
        for text in everything().values():
            error = raised(seal.seal, text, key, time=SEALED_AT)
            if error is not None:
                assert isinstance(error, InvalidDocument | CannotRun)
                assert error.__context__ is None
                assert_silent(said_of_error(error))

    def test_a_time_that_is_none(self, key, silent):
        error = raised(seal.seal, json.dumps(COMPLETE | {"owner_force": "test-north"}), key, time=MARKER)

        assert type(error) is CannotRun
        assert_silent(said_of_error(error))

    def test_messages_that_are_refused_or_held_show_nothing(self, key, silent):
        trusted = {key.public.kid: key.public}
        event = json.loads(seal.seal(json.dumps(COMPLETE), key, time=SEALED_AT))
        names = [at for at, _ in places(event) if at and at[:2] != ("data", "episode")]
        changed = [put(event, at, MARKER) for at in names]
        changed += [put(event, at, {MARKER: MARKER}) for at in names]
        changed += [{**event, MARKER: MARKER}, {**event, "data": {**event["data"], MARKER: MARKER}}]
        changed += [put(event, ("data", "episode"), json.loads(text)) for text in _readable_as_trees()]
        outcomes = set()
        for each in changed:
            content = signed_bytes(each)
            signed = {**json.loads(content), SIGNATURE: sign(content, key)}
            for message in (each, signed):
                opened = seal.open_message(wire.encode(message), trusted)
                outcomes.add(opened.outcome)

                assert_silent(f"{opened!r} {opened!s} {opened.findings}")

        assert outcomes >= {"held", "refused"}

    def test_messages_that_are_no_json_show_nothing(self, key, silent):
        for text in _texts().values():
            opened = seal.open_message(text.encode("utf-8", "surrogatepass"), {key.public.kid: key.public})

            assert opened.outcome == "refused"
            assert_silent(f"{opened!r} {opened.findings}")

    def test_keys_show_no_secret(self, key):
        assert key.secret not in f"{key!r} {key!s} {key.public!r}"


def _readable_as_trees() -> list[str]:
    """Documents whose trees a message can carry: no null and no fraction, which the first look finds."""
    return [text for name, text in everything().items() if name.endswith(("an object", "as it is", "unknown field"))]
