"""Local fields: how an owner is named, and whether the fields fit the schema that the owner gave."""

from __future__ import annotations

import json
from typing import Any

import pytest

import missingpersons as mp
from missingpersons import wire
from missingpersons.findings import Severity, profiles
from missingpersons.rules import given_by, plan, run
from missingpersons.testing.strategies import complete
from missingpersons.values.dates import moment

NORTH = "org.example.test-north"
SOUTH = "org.example.test-south"
OURS = {
    "type": "object",
    "required": ["beat"],
    "additionalProperties": False,
    "properties": {
        "beat": {"type": "string", "pattern": "^[A-Z][0-9]{1,2}$"},
        "units": {"type": "array", "maxItems": 3, "items": {"$ref": "#/$defs/unit"}},
        "phones": {"type": "object", "propertyNames": {"maxLength": 8}, "additionalProperties": {"type": "string"}},
        "either": {"oneOf": [{"type": "string"}, {"properties": {"crew": {"type": "integer"}}, "type": "object"}]},
    },
    "$defs": {
        "unit": {
            "required": ["callsign"],
            "properties": {"callsign": {"type": "string"}, "crew": {"type": "integer", "minimum": 1}},
            "dependentRequired": {"crew": ["leader"]},
        }
    },
}
KINDS = {"episode": mp.Episode, "unidentified-case": mp.UnidentifiedCase, "call": mp.Call}


def local(good: dict[str, Any], **owners: Any) -> str:
    return json.dumps({**good, "extensions": {NORTH: owners} if owners else {}})


def found(document: str | dict[str, Any], schemas: Any, **options: Any) -> list[tuple[str, str]]:
    text = document if isinstance(document, str) else json.dumps(document)
    return [(each.code, each.at) for each in mp.check(text, extension_schemas=schemas, **options)]


def unfit(*places: str) -> list[tuple[str, str]]:
    return [("MP-R-072", f"/extensions/{NORTH}{each}") for each in places]


class TestOwner:
    @pytest.mark.parametrize(
        "owner", ["uk.police.test-north", "example.test", "a.b", "com.example.9", "x.-", "a" * 32 + "." + "b" * 31]
    )
    def test_a_domain_turned_round(self, good: dict[str, Any], owner: str) -> None:
        assert found({**good, "extensions": {owner: {}}}, {}) == []

    @pytest.mark.parametrize("owner", ["test", "misper_reports", "a.", "a..b", "A.b", "a.B", "a.b_c", "a-b", "a.b."])
    def test_any_other_is_read_all_the_same(self, good: dict[str, Any], owner: str) -> None:
        document = json.dumps({**good, "extensions": {owner: {"beat": "N1"}}})

        assert found(document, {}) == [("MP-R-071", "/extensions")]
        assert mp.check(document).ok
        assert mp.parse(document).extensions == {owner: {"beat": "N1"}}

    def test_several_are_one_finding(self, good: dict[str, Any]) -> None:
        assert found({**good, "extensions": {"a": {}, "b": {}, "c.d": {}}}, {}) == [("MP-R-071", "/extensions")]

    @pytest.mark.parametrize("good_of", KINDS)
    def test_every_type_of_document(self, good_of: str) -> None:
        document = {**complete(good_of), "extensions": {"test": {}}}

        assert ("MP-R-071", "/extensions") in found(document, {})


class TestFit:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"beat": "N1"}, []),
            ({"beat": "N1", "units": [{"callsign": "NA1"}]}, []),
            ({"beat": 1}, ["/beat"]),
            ({"beat": "north"}, ["/beat"]),
            ({"units": []}, ["/beat"]),
            ({"beat": "N1", "units": {}}, ["/units"]),
            (
                {"beat": "N1", "units": [{"callsign": "NA1"}, {}, {"callsign": 2}]},
                ["/units/1/callsign", "/units/2/callsign"],
            ),
            ({"beat": "N1", "units": [{"callsign": "NA1", "crew": 0, "leader": ""}]}, ["/units/0/crew"]),
            ({"beat": "N1", "units": [{"callsign": "NA1", "crew": 1}]}, ["/units/0"]),
            ({"beat": "N1", "units": [{"callsign": "NA1"}] * 4}, ["/units"]),
            ({"beat": "N1", "amara": 1}, [""]),
            ({"beat": "N1", "amara": 1, "bel": 2}, [""]),
            ({"beat": "N1", "phones": {"amara": 1}}, ["/phones"]),
            ({"beat": "N1", "phones": {"amara_lanyon": "x"}}, ["/phones"]),
            ({"beat": "N1", "either": {"crew": "x"}}, ["/either"]),
            ({"beat": "N1", "phones": {"callsign": 1}}, ["/phones/callsign"]),
        ],
    )
    def test_a_place_is_told_as_far_as_the_schema_spells_it(
        self, good: dict[str, Any], fields: dict[str, Any], expected: list[str]
    ) -> None:
        assert found(local(good, **fields), {NORTH: OURS}) == unfit(*expected)

    def test_places_are_in_document_order(self, good: dict[str, Any]) -> None:
        schema = {"properties": {name: {"items": False} for name in ("a", "b")}, "required": ["d", "c"]}

        assert found(local(good, b=[0] * 11, a=[0]), {NORTH: schema}) == unfit("/a", "/b", "/c", "/d")

    def test_a_required_name_that_no_field_can_have(self, good: dict[str, Any]) -> None:
        assert found(local(good, beat=1), {NORTH: {"required": ["a/b", "c\nd"]}}) == unfit("")

    def test_nothing_fits_false(self, good: dict[str, Any]) -> None:
        schema = {"properties": {"beat": False}, "unevaluatedProperties": False}

        assert found(local(good, beat=1), {NORTH: schema}) == unfit("/beat")
        assert found(local(good, zone=1), {NORTH: schema}) == unfit("")

    def test_nor_does_an_entry_of_a_list(self, good: dict[str, Any]) -> None:
        schema = {"properties": {"beat": {"prefixItems": [True, False]}}}

        assert found(local(good, beat=[1, 2]), {NORTH: schema}) == unfit("/beat/1")

    def test_each_owner_is_judged_by_its_own(self, good: dict[str, Any]) -> None:
        good["extensions"] = {NORTH: {"beat": 1}, SOUTH: {"beat": 1}, "org.example.none": {"beat": 1}}
        schemas = {SOUTH: {"properties": {"beat": {"type": "integer"}}}, NORTH: OURS, "org.example.absent": OURS}

        assert found(good, schemas) == unfit("/beat")

    @pytest.mark.parametrize("extensions", [None, {}, {SOUTH: {}}])
    def test_an_owner_that_is_not_there_lacks_nothing(self, good: dict[str, Any], extensions: Any) -> None:
        del good["extensions"]
        document = good if extensions is None else {**good, "extensions": extensions}

        assert found(document, {NORTH: OURS}) == []

    def test_an_owner_with_no_fields_is_there(self, good: dict[str, Any]) -> None:
        assert found({**good, "extensions": {NORTH: {}}}, {NORTH: OURS}) == unfit("/beat")

    def test_an_owner_that_is_no_domain_may_give_a_schema(self, good: dict[str, Any]) -> None:
        good["extensions"] = {"test": {"beat": 1}}

        assert found(good, {"test": OURS}) == [("MP-R-071", "/extensions"), ("MP-R-072", "/extensions/test/beat")]

    @pytest.mark.parametrize("name", KINDS)
    def test_every_type_of_document(self, name: str) -> None:
        document = {**complete(name), "extensions": {NORTH: {"beat": 1}}}
        before = found(document, {})

        report = mp.check(json.dumps(document), extension_schemas={NORTH: OURS})

        assert type(mp.parse(json.dumps(document))) is KINDS[name]
        assert set(found(document, {NORTH: OURS})) - set(before) == set(unfit("/beat"))
        assert not report.ok

    def test_the_record_is_read_all_the_same(self, good: dict[str, Any]) -> None:
        document = local(good, beat=1)

        assert not mp.check(document, extension_schemas={NORTH: OURS}).ok
        assert mp.parse(document).extensions == {NORTH: {"beat": 1}}

    def test_a_document_that_cannot_be_read_is_not_judged(self, good: dict[str, Any]) -> None:
        del good["episode_id"]

        assert found(local(good, beat=1), {NORTH: OURS}) == [("MP-S-020", "/episode_id")]

    def test_a_newer_minor_version_is_judged(self, good: dict[str, Any]) -> None:
        newer = {**good, "standard_version": "1.7", "zz_newer": 1}

        assert found(local(newer, beat=1), {NORTH: OURS}) == [("MP-V-002", ""), *unfit("/beat")]

    def test_a_record_is_judged_as_its_document_is(self, good: dict[str, Any]) -> None:
        document = local(good, beat=1, units=[{}])

        report = wire.check_record(mp.parse(document), extension_schemas={NORTH: OURS})

        assert report == mp.check(document, extension_schemas={NORTH: OURS})
        assert len(report) == 2


class TestHowGrave:
    @pytest.mark.parametrize("profile", profiles())
    def test_an_error_for_every_purpose(self, good: dict[str, Any], profile: str) -> None:
        report = mp.check(local(good, beat=1), profile=profile, extension_schemas={NORTH: OURS})

        still_missing = [("MP-R-101", Severity.ERROR)] if profile == "close" else []
        told = sorted((each.code, each.severity) for each in report)
        assert told == [("MP-R-072", Severity.ERROR), *still_missing]

    @pytest.mark.parametrize(("gravity", "expected"), [("advice", [Severity.ADVICE]), ("off", [])])
    def test_a_purpose_may_say_otherwise(self, good: dict[str, Any], gravity: str, expected: list[Severity]) -> None:
        record = mp.parse(local(good, beat=1))
        given = given_by({NORTH: OURS})

        ran = run(
            record, moment(record.recorded_at), plan(type(record), {**profiles()["record"], "MP-R-072": gravity}, given)
        )

        assert [each.severity for each in ran] == expected

    def test_no_schema_makes_no_rule(self) -> None:
        assert given_by({}) == ()
