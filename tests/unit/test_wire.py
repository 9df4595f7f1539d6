"""The one door: what can be read is read, what is wrong is found once, and nothing in a document raises."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from missingpersons import wire
from missingpersons.codes import Sex, Status
from missingpersons.findings import InvalidDocument, Report
from missingpersons.models import DOCUMENTS, Call, Episode, UnidentifiedCase
from missingpersons.testing.strategies import complete
from missingpersons.wire import MAX_BYTES, build, check, dump, parse

PUBLISHED, RECEIPT = "uk.missingpersons.episode.published.v1", "uk.missingpersons.receipt.issued.v1"
UUID = "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"


@pytest.fixture
def message(good: dict[str, Any]) -> dict[str, Any]:
    """A message whose form is right, whoever signed it."""
    return {
        "data": {
            "episode": good,
            "quality": {
                "profile": "transfer",
                "judged_as_of": good["recorded_at"],
                "errors": 0,
                "warnings": 0,
                "advice": 0,
            },
        },
        "datacontenttype": "application/json",
        "id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a11",
        "mpsignature": "test..test",
        "source": "urn:missingpersons:force:test-north",
        "specversion": "1.0",
        "subject": good["episode_id"],
        "time": good["recorded_at"],
        "type": "uk.missingpersons.episode.published.v1",
    }


def found(document: wire.Document, **options: Any) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in check(document, **options)]


def text(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False)


# Each changes the bytes of a good document, and is one defect.
BROKEN: dict[str, tuple[Callable[[bytes], bytes], tuple[str, str]]] = {
    "not UTF-8": (lambda data: data.replace(b"Left", b"L\xe9ft"), ("MP-S-001", "")),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), ("MP-S-001", "")),
    "empty": (lambda _: b"", ("MP-S-002", "")),
    "blank": (lambda _: b" \t\r\n ", ("MP-S-002", "")),
    "truncated": (lambda data: data[:-1], ("MP-S-003", "")),
    "truncated in the middle": (lambda data: data[: len(data) // 2], ("MP-S-003", "")),
    "no JSON": (lambda _: b"episode", ("MP-S-003", "")),
    "two documents": (lambda data: data + data, ("MP-S-003", "")),
    "only a mark of order": (lambda _: b"\xef\xbb\xbf", ("MP-S-003", "")),
    "NUL": (lambda data: data.replace(b"Left", b"L\x00ft"), ("MP-S-003", "")),
    "nested lists": (lambda _: b"[" * 100_000, ("MP-S-004", "")),
    "nested lists, closed": (lambda _: b"[" * 100_000 + b"]" * 100_000, ("MP-S-004", "")),
    "nested objects": (lambda _: b'{"a":' * 100_000, ("MP-S-004", "")),
    "nested in local fields": (
        lambda data: data.replace(b'"beat": "N1"', b'"beat": ' + b"[" * 300 + b"]" * 300),
        ("MP-S-004", ""),
    ),
    "a name repeated": (lambda data: data[:-1] + b', "status": "open"}', ("MP-S-005", "")),
    "a name repeated deep inside": (
        lambda data: data.replace(b'"given": ', b'"family": "Varley", "given": ', 1),
        ("MP-S-005", "/person/names/0"),
    ),
    "a name repeated in another spelling": (
        lambda data: data.replace(b'"revision": 1', b'"revision": 1, "revisio\\u006e": 1'),
        ("MP-S-005", ""),
    ),
    "a local name repeated": (
        lambda data: data.replace(b'"beat": "N1"', b'"beat": "N1", "beat": "N1"'),
        ("MP-S-005", "/extensions"),
    ),
    "NaN": (lambda data: data.replace(b'"revision": 1', b'"revision": NaN'), ("MP-S-006", "/revision")),
    "Infinity": (lambda data: data.replace(b'"tenure": 1', b'"tenure": Infinity'), ("MP-S-006", "/tenure")),
    "-Infinity": (lambda data: data.replace(b'"beat": "N1"', b'"beat": -Infinity'), ("MP-S-006", "/extensions")),
    "half a character": (
        lambda data: data.replace(b"Left on foot", b"\\ud83d"),
        ("MP-S-007", "/last_seen/doing"),
    ),
    "the other half": (lambda data: data.replace(b"Left on foot", b"\\uDE00"), ("MP-S-007", "/last_seen/doing")),
    "half a character in a name": (
        lambda data: data.replace(b'"beat"', b'"be\\ud800at"'),
        ("MP-S-007", "/extensions"),
    ),
    "null": (lambda data: data.replace(b'"status": "open"', b'"status": null'), ("MP-S-008", "/status")),
    "null in a list": (
        lambda data: data.replace(b'"flags": ["demo", ', b'"flags": [null, '),
        ("MP-S-008", "/extensions"),
    ),
    "null where nothing need be": (
        lambda data: data.replace(b'"rank": "sergeant"', b'"rank": null', 1),
        ("MP-S-008", "/officer_in_charge/rank"),
    ),
    "1.0": (lambda data: data.replace(b'"revision": 1', b'"revision": 1.0'), ("MP-S-009", "/revision")),
    "1e0": (lambda data: data.replace(b'"revision": 1', b'"revision": 1e0'), ("MP-S-009", "/revision")),
    "1E400": (lambda data: data.replace(b'"revision": 1', b'"revision": 1E400'), ("MP-S-009", "/revision")),
    "-0": (
        lambda data: data.replace(b'"languages"', b'"previous_missing": {"count": -0}, "languages"'),
        ("MP-S-009", "/person/previous_missing/count"),
    ),
    "-0 in a local list": (
        lambda data: data.replace(b'"beat": "N1"', b'"beat": [1, \n-0]'),
        ("MP-S-009", "/extensions"),
    ),
    "5,000 digits": (
        lambda data: data.replace(b'"revision": 1', b'"revision": ' + b"9" * 5000),
        ("MP-S-009", "/revision"),
    ),
    "5,000 digits in a local field": (
        lambda data: data.replace(b'"beat": "N1"', b'"beat": -' + b"9" * 5000),
        ("MP-S-009", "/extensions"),
    ),
    "2^53": (lambda data: data.replace(b'"beat": "N1"', b'"beat": 9007199254740992'), ("MP-S-029", "/extensions")),
    "2^64": (
        lambda data: data.replace(b'"revision": 1', b'"revision": 18446744073709551616'),
        ("MP-S-009", "/revision"),
    ),
    "larger than a reader accepts": (lambda data: data + b" " * MAX_BYTES, ("MP-S-010", "")),
    "a list": (lambda data: b"[" + data + b"]", ("MP-S-011", "")),
    "a number": (lambda _: b"1", ("MP-S-011", "")),
    "a text": (lambda _: b'"episode"', ("MP-S-011", "")),
    "true": (lambda _: b"true", ("MP-S-011", "")),
    "null alone": (lambda _: b"null", ("MP-S-008", "")),
    "NaN alone": (lambda _: b"NaN", ("MP-S-006", "")),
    "a fraction alone": (lambda _: b"1.5", ("MP-S-009", "")),
    "half a character alone": (lambda _: b'"\\ud800"', ("MP-S-007", "")),
}


class TestBytes:
    def test_a_good_document_has_nothing_found(self, good: dict[str, Any]) -> None:
        assert found(text(good).encode()) == []

    @pytest.mark.parametrize(("broken", "expected"), BROKEN.values(), ids=BROKEN)
    def test_one_defect_gives_one_finding(
        self, good: dict[str, Any], broken: Callable[[bytes], bytes], expected: tuple[str, str]
    ) -> None:
        document = broken(text(good).encode())

        assert found(document) == [expected]

    @pytest.mark.parametrize(("broken", "expected"), BROKEN.values(), ids=BROKEN)
    def test_what_cannot_be_read_raises_with_the_same_report_and_nothing_behind_it(
        self, good: dict[str, Any], broken: Callable[[bytes], bytes], expected: tuple[str, str]
    ) -> None:
        document = broken(text(good).encode())

        with pytest.raises(InvalidDocument) as raised:
            parse(document)

        assert raised.value.report == check(document)
        assert (raised.value.__cause__, raised.value.__context__) == (None, None)

    def test_a_byte_order_mark_is_passed_over(self, good: dict[str, Any]) -> None:
        assert found(b"\xef\xbb\xbf" + text(good).encode()) == []
        assert found("\ufeff" + text(good)) == []

    @pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, bytes.decode])
    def test_any_bytes_or_text_will_do(self, good: dict[str, Any], kind: Callable[[bytes], Any]) -> None:
        document = kind(text(good).encode())

        assert parse(document) == build(good)

    def test_half_a_character_in_text_is_found_as_in_bytes(self, good: dict[str, Any]) -> None:
        assert found(text(good).replace("Left on foot", "\ud800")) == [("MP-S-007", "/last_seen/doing")]

    def test_a_document_of_the_greatest_size_is_read(self, good: dict[str, Any]) -> None:
        document = text(good).encode().ljust(MAX_BYTES)

        assert found(document) == []

    @pytest.mark.parametrize("depth", [90, 190])
    def test_local_fields_may_be_deep(self, good: dict[str, Any], depth: int) -> None:
        document = text(good).replace('"N1"', "[" * depth + "]" * depth)

        assert found(document) == []

    @pytest.mark.parametrize(
        "words", ["null", '":', '\\":', "-0", '\\\\":', "NaN", "\\ud83d\\ude00", '{"a":null,"a":-0}']
    )
    def test_text_may_say_anything(self, good: dict[str, Any], words: str) -> None:
        good["circumstances"] = words
        good["person"]["previous_missing"] = {"count": 0}

        assert found(json.dumps(good)) == []
        assert parse(json.dumps(good)).circumstances == words

    def test_all_of_several_defects_are_found_in_document_order(self, good: dict[str, Any]) -> None:
        good |= {"status": None, "owner_force": "Nowhere", "unknown": 1}
        good["person"]["names"][1]["full"] = ""
        del good["tenure"]

        assert found(text(good)) == [
            ("MP-S-021", ""),
            ("MP-S-024", "/owner_force"),
            ("MP-S-026", "/person/names/1/full"),
            ("MP-S-008", "/status"),
            ("MP-S-020", "/tenure"),
        ]

    def test_a_local_name_is_never_told_though_it_is_one_of_ours(self, good: dict[str, Any]) -> None:
        good["extensions"] = {"person": {"names": [{"family": None}]}}

        assert found(text(good)) == [("MP-S-008", "/extensions")]

    def test_a_name_that_is_not_ours_is_never_told(self, good: dict[str, Any]) -> None:
        good["person"]["Carys Penhale"] = {"is": None}

        assert found(text(good)) == [("MP-S-008", "/person")]


STRUCTURE: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "a field that does not exist": ({"colour": "red"}, ("MP-S-021", "")),
    "text for a number": ({"revision": "1"}, ("MP-S-022", "/revision")),
    "true for a number": ({"revision": True}, ("MP-S-022", "/revision")),
    "a number for text": ({"circumstances": 1}, ("MP-S-022", "/circumstances")),
    "an object for a list": ({"answers": {}}, ("MP-S-022", "/answers")),
    "a list for an object": ({"person": []}, ("MP-S-022", "/person")),
    "a code of no closed list": ({"status": "Open"}, ("MP-S-023", "/status")),
    "text of another form": ({"recorded_at": "2026-06-03"}, ("MP-S-024", "/recorded_at")),
    "text with a new line behind it": ({"owner_force": "test-north\n"}, ("MP-S-024", "/owner_force")),
    "text that is too long": ({"local_reference": "x" * 101}, ("MP-S-025", "/local_reference")),
    "text that is empty": ({"circumstances": ""}, ("MP-S-026", "/circumstances")),
    "a number that is too small": ({"revision": 0}, ("MP-S-027", "/revision")),
    "a number that is too great": ({"tenure": 1_000_001}, ("MP-S-027", "/tenure")),
    "a list that is too long": ({"reasons": ["other"] * 1001}, ("MP-S-028", "/reasons")),
    "local fields without an owner": ({"extensions": {"beat": "N1"}}, ("MP-S-029", "/extensions")),
    "local fields that are no object": ({"extensions": "beat"}, ("MP-S-029", "/extensions")),
    "a local name that is not ASCII": ({"extensions": {"test": {"é": 1}}}, ("MP-S-029", "/extensions")),
    "a type of document that does not exist": ({"document_type": "person"}, ("MP-S-030", "/document_type")),
    "a type that is no text": ({"document_type": 1}, ("MP-S-023", "/document_type")),
    "a version that is none": ({"standard_version": "first"}, ("MP-S-024", "/standard_version")),
    "a version without a minor": ({"standard_version": "1"}, ("MP-S-024", "/standard_version")),
    "a version that is no text": ({"standard_version": 1}, ("MP-S-022", "/standard_version")),
    "another major version": ({"standard_version": "2.0"}, ("MP-V-001", "/standard_version")),
}


class TestStructure:
    @pytest.mark.parametrize(("change", "expected"), STRUCTURE.values(), ids=STRUCTURE)
    def test_one_defect_gives_one_finding(
        self, good: dict[str, Any], change: dict[str, Any], expected: tuple[str, str]
    ) -> None:
        assert found(text(good | change)) == [expected]

    @pytest.mark.parametrize(
        "name",
        [
            "document_type",
            "standard_version",
            "episode_id",
            "revision",
            "tenure",
            "recorded_at",
            "owner_force",
            "status",
            "person",
        ],
    )
    def test_what_must_be_there(self, good: dict[str, Any], name: str) -> None:
        del good[name]

        assert found(text(good)) == [("MP-S-020", f"/{name}")]

    def test_what_must_be_there_is_enough(self, good: dict[str, Any]) -> None:
        least = {name: good[name] for name in good if Episode.model_fields[name].is_required()}

        assert parse(text(least | {"person": {}})).answers == ()

    def test_a_list_may_be_empty_and_an_object_too(self, good: dict[str, Any]) -> None:
        good |= {"sightings": [], "handling": {}, "extensions": {}}

        assert found(text(good)) == []

    def test_another_major_version_hides_the_rest(self, good: dict[str, Any]) -> None:
        good = {"standard_version": "3.1", "colour": "red"}

        assert found(text(good)) == [("MP-V-001", "/standard_version")]


class TestNewerMinor:
    def test_is_read_and_said(self, good: dict[str, Any]) -> None:
        good["standard_version"] = "1.7"

        assert found(text(good)) == [("MP-V-002", "")]
        assert parse(text(good)).standard_version == "1.7"

    def test_what_is_unknown_is_set_aside_wherever_it_is(self, good: dict[str, Any]) -> None:
        newer = copy.deepcopy(good) | {"standard_version": "1.7", "new": {"a": [1]}, "other": "x"}
        newer["person"]["names"][1]["new"] = "x"
        newer["assessments"][0]["assessed_by"]["new"] = "x"

        assert found(text(newer)) == [("MP-V-002", "")]
        assert parse(text(newer)) == build(good | {"standard_version": "1.7"})

    def test_another_defect_is_still_a_defect_and_what_is_new_is_none(self, good: dict[str, Any]) -> None:
        good |= {"standard_version": "1.7", "new": 1, "status": "paused"}

        assert found(text(good)) == [("MP-S-023", "/status")]

    def test_a_required_field_is_still_required(self, good: dict[str, Any]) -> None:
        good |= {"standard_version": "1.7", "new": 1}
        del good["tenure"]

        assert found(text(good)) == [("MP-S-020", "/tenure")]

    def test_local_fields_still_obey_the_wires_rules(self, good: dict[str, Any]) -> None:
        good |= {"standard_version": "1.7", "extensions": {"test": "x"}}

        assert found(text(good)) == [("MP-S-029", "/extensions")]

    def test_a_null_is_still_a_null(self, good: dict[str, Any]) -> None:
        good |= {"standard_version": "1.7", "circumstances": None}

        assert found(text(good)) == [("MP-S-008", "/circumstances")]


class TestRules:
    def test_are_judged_from_when_the_document_was_recorded(self, good: dict[str, Any]) -> None:
        good["person"]["date_of_birth"] = "2027"

        assert found(text(good)) == [("MP-R-011", "/person/date_of_birth")]
        assert found(text(good), as_of=datetime(2028, 1, 1, tzinfo=UTC)) == [("MP-R-131", "/person/date_of_birth")]

    def test_are_as_grave_as_the_purpose_says(self, good: dict[str, Any]) -> None:
        del good["reported_at"]

        assert check(text(good)).ok
        assert not check(text(good), profile="transfer").ok

    def test_a_purpose_that_does_not_exist_is_a_fault_of_the_caller(self, good: dict[str, Any]) -> None:
        with pytest.raises(KeyError, match="'curiosity'"):
            check(text(good), profile="curiosity")
        with pytest.raises(KeyError):
            wire.check_record(build(good), profile="curiosity")

    def test_find_the_same_in_a_record_that_was_read(self, good: dict[str, Any]) -> None:
        good["reasons"] = ["a_new_one"]

        assert wire.check_record(parse(text(good))) == check(text(good))
        assert found(text(good)) == [("MP-R-070", "/reasons/0")]

    def test_reading_gives_the_record_and_what_its_version_gives_cause_to_say(self, good: dict[str, Any]) -> None:
        del good["reported_at"]

        episode, report = wire.read(text(good))

        assert episode == build(good)
        assert list(report) == []

    def test_reading_what_cannot_be_read_gives_no_record(self) -> None:
        episode, report = wire.read(b"{")

        assert episode is None
        assert [each.code for each in report] == ["MP-S-003"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.dictionaries(st.sampled_from(sorted(Episode.model_fields)), JSON, max_size=6)


class TestNothingRaises:
    @given(st.binary(max_size=200))
    def test_any_bytes(self, document: bytes) -> None:
        assert isinstance(check(document), Report)

    @given(st.text(st.characters(), max_size=100))
    def test_any_text(self, document: str) -> None:
        assert isinstance(check(document), Report)

    @given(JSON)
    def test_any_json(self, tree: Any) -> None:
        assert not check(json.dumps(tree)).ok

    @given(fields=FIELDS)
    def test_any_value_in_any_field(self, fields: dict[str, Any]) -> None:
        least = {
            "document_type": "episode",
            "standard_version": "1.0",
            "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
            "revision": 1,
            "tenure": 1,
            "recorded_at": "2026-06-03T12:00:00Z",
            "owner_force": "test-north",
            "status": "open",
            "person": {},
        }

        assert isinstance(check(json.dumps(least | fields)), Report)

    @given(position=st.integers(0, 4000), byte=st.integers(0, 255))
    def test_any_byte_changed(self, position: int, byte: int) -> None:
        document = bytearray(GOOD)
        document[position % len(document)] = byte

        assert isinstance(check(document), Report)


GOOD = (
    b'{"document_type":"episode","episode_id":"0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10","extensions":{"test":{"a":0}},'
    b'"owner_force":"test-north","person":{"names":[{"full":"Carys"}]},"recorded_at":"2026-06-03T12:00:00Z",'
    b'"revision":1,"standard_version":"1.0","status":"open","tenure":1}'
)


class TestDump:
    def test_is_compact_sorted_and_what_was_read(self, good: dict[str, Any]) -> None:
        dumped = dump(build(good))

        assert dumped == json.dumps(good, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert dump(parse(dumped)) == dumped
        assert dump(parse(GOOD)) == GOOD

    def test_the_tree_is_of_what_json_has_and_nothing_else(self, good: dict[str, Any]) -> None:
        assert wire.to_tree(build(good)) == good
        assert type(wire.to_tree(build(good))["status"]) is str

    def test_is_the_form_of_rfc_8785(self, good: dict[str, Any]) -> None:
        good["circumstances"] = 'Ŵyn said "no" \\ \u0007 \u2028 \U0001f600'

        assert dump(build(good)) == rfc8785.dumps(good)

    def test_equal_records_are_equal_bytes(self, good: dict[str, Any]) -> None:
        turned = dict(reversed(good.items())) | {"sightings": []}
        one, other = parse(text(good)), parse(json.dumps(turned, indent=3))

        assert one == other
        assert dump(one) == dump(other)


class TestBuild:
    def test_takes_dates_moments_tuples_and_sets(self, good: dict[str, Any]) -> None:
        good["person"] |= {"date_of_birth": date(2001, 2, 3), "nationalities": ("GBR",), "sex": Sex.FEMALE}
        good |= {
            "recorded_at": datetime(2026, 12, 1, 12, tzinfo=UTC),
            "status": Status.OPEN,
            "reasons": {"other"},
            "exploitation_indicators": frozenset(),
        }

        built = build(good)

        assert built.person.date_of_birth == "2001-02-03"
        assert built.recorded_at == "2026-12-01T12:00:00+00:00"
        assert (built.person.nationalities, built.reasons) == (("GBR",), ("other",))

    def test_leaves_out_what_is_none(self, good: dict[str, Any]) -> None:
        good |= {"circumstances": None}
        good["person"]["sex"] = None

        built = build(good)

        assert (built.circumstances, built.person.sex) == (None, None)

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"recorded_at": datetime(2026, 12, 1)}, ("MP-S-024", "/recorded_at")),
            ({"recorded_at": date(2026, 12, 1)}, ("MP-S-024", "/recorded_at")),
            ({"revision": float("nan")}, ("MP-S-006", "/revision")),
            ({"revision": 1.0}, ("MP-S-009", "/revision")),
            ({"revision": 10**5000}, ("MP-S-022", "")),
            ({"revision": Decimal(1)}, ("MP-S-022", "")),
            ({"circumstances": b"bytes"}, ("MP-S-022", "")),
            ({"circumstances": object()}, ("MP-S-022", "")),
            ({"circumstances": "\ud800"}, ("MP-S-007", "/circumstances")),
            ({"reasons": [None]}, ("MP-S-008", "/reasons/0")),
            ({"reasons": {"other", 1}}, ("MP-S-022", "/reasons/1")),
            ({("a", "tuple"): 1}, ("MP-S-022", "")),
        ],
    )
    def test_fails_as_reading_does(
        self, good: dict[str, Any], change: dict[Any, Any], expected: tuple[str, str]
    ) -> None:
        with pytest.raises(InvalidDocument) as raised:
            build(good | change)

        assert [(each.code, each.at) for each in raised.value.report] == [expected]
        assert (raised.value.__cause__, raised.value.__context__) == (None, None)

    def test_a_tree_that_holds_itself_is_no_record(self, good: dict[str, Any]) -> None:
        good["extensions"] = {"test": good}

        with pytest.raises(InvalidDocument):
            build(good)


class TestKindOfRecord:
    """The record that a caller can use: another is refused like one that cannot be read."""

    def test_the_one_that_is_asked_for_is_read(self, good: dict[str, Any]) -> None:
        call = complete("call")

        assert isinstance(parse(text(good), Episode), Episode)
        assert isinstance(parse(text(call), Call), Call)
        assert wire.read(text(call), Call) == (parse(text(call)), Report(()))
        assert build(call, Call) == build(call)

    @pytest.mark.parametrize("kind", [Episode, UnidentifiedCase])
    def test_another_is_refused_at_its_type(self, kind: type[Any]) -> None:
        call = complete("call")

        for refuse in (lambda: parse(text(call), kind), lambda: build(call, kind)):
            with pytest.raises(InvalidDocument) as raised:
                refuse()
            assert [(each.code, each.at) for each in raised.value.report] == [("MP-S-031", "/document_type")]
        record, report = wire.read(text(call), kind)
        assert (record, [(each.code, each.at) for each in report]) == (None, [("MP-S-031", "/document_type")])

    def test_what_cannot_be_read_is_told_as_ever(self, good: dict[str, Any]) -> None:
        record, report = wire.read(text(good | {"status": "paused"}), Call)

        assert (record, [(each.code, each.at) for each in report]) == (None, [("MP-S-023", "/status")])

    @pytest.mark.parametrize("kind", ["episode", "unidentified_case", "call"])
    def test_the_guess_is_the_type_that_is_told_first(self, kind: str) -> None:
        told = f'{{"document_type" : "{kind}", "x": {{"document_type": "episode"}}}}'

        assert wire._likely_kind(told.encode()) is DOCUMENTS[kind]
        assert wire._likely_kind(b'{"document_type": "person"}') is Episode
        assert wire._likely_kind(b"{}") is Episode


class TestJudge:
    """Judging once for all purposes, of bytes and of a record that was read."""

    LATE = datetime(2028, 1, 1, tzinfo=UTC)
    OWNER = "org.example.test"
    SCHEMA: Mapping[str, Any] = MappingProxyType({"properties": {"beat": {"type": "integer"}}})

    @pytest.mark.parametrize("profile", ["record", "transfer", "close"])
    def test_agrees_with_check(self, good: dict[str, Any], profile: str) -> None:
        good["person"]["date_of_birth"] = "2027"
        good["extensions"] = {self.OWNER: {"beat": "N1"}}
        schemas = {self.OWNER: self.SCHEMA}
        document, record = text(good), build(good)

        for options in ({}, {"as_of": self.LATE}, {"extension_schemas": schemas}):
            expected = check(document, profile=profile, **options)
            assert wire.check_record(record, profile=profile, **options) == expected
            assert wire.judge(document, **options).report(profile) == expected
            assert wire.judge_record(record, **options).report(profile) == expected

    def test_keeps_the_record_and_what_reading_it_found(self, good: dict[str, Any]) -> None:
        good["standard_version"] = "1.7"

        judged = wire.judge(text(good))

        assert judged.record == build(good)
        assert [each.code for each in judged.read] == ["MP-V-002"]
        assert wire.judge_record(build(good)) == replace(judged, read=())

    def test_of_what_cannot_be_read_there_is_no_record(self) -> None:
        judged = wire.judge(b"{")

        assert judged.record is None
        assert [each.code for each in judged.read] == ["MP-S-003"]

    def test_a_local_field_is_judged_by_the_schema_given_this_time(self, good: dict[str, Any]) -> None:
        good["extensions"] = {self.OWNER: {"beat": "N1"}}
        expected = [("MP-R-072", f"/extensions/{self.OWNER}/beat")]

        assert found(text(good), extension_schemas={self.OWNER: self.SCHEMA}) == expected
        assert found(text(good), extension_schemas={self.OWNER: {}}) == []
        assert found(text(good)) == []


class TestVersion:
    @pytest.mark.parametrize(
        ("version", "expected"),
        [
            ("1.0", ""),
            ("1.1", "minor"),
            ("1.10", "minor"),
            ("2.0", "major"),
            ("10.0", "major"),
            ("", ""),
            ("2", ""),
            ("2.", ""),
            (".2", ""),
            ("2.x", ""),
            ("x.2", ""),
            ("2.1.1", ""),
            ("\u0662.1", ""),
            ("2.\u0661", ""),
            (2, ""),
            (None, ""),
        ],
    )
    def test_is_another_only_if_it_is_one(self, version: Any, expected: str) -> None:
        assert wire._other_version({"standard_version": version}) == expected

    def test_none_is_none(self) -> None:
        assert wire._other_version({}) == ""


class TestWithin:
    """A place inside one that the first look found fault with is not told again."""

    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            ("/a", True),
            ("/a/b", True),
            ("/a/b/0", True),
            ("/ab", False),
            ("/b", False),
            ("", False),
            ("/c/a", False),
        ],
    )
    def test_by_whole_names(self, place: str, expected: bool) -> None:
        assert wire._within(place, {"", "/a"}) is expected

    def test_the_root_is_a_place_of_its_own(self) -> None:
        assert wire._within("/a", {""}) is False


class TestMessage:
    def test_a_plain_one_is_sound(self, message: dict[str, Any]) -> None:
        assert wire.read_event(wire.encode(message)) == (message, [], True)
        assert list(wire.read_message(message)) == []

    def test_one_that_is_odd_is_looked_at_closely(self, message: dict[str, Any]) -> None:
        data = wire.encode(message)
        repeated = data.replace(b'"specversion":', b'"specversion":"1.0","specversion":')

        tree, odd, sound = wire.read_event(repeated)

        assert (tree, [(each.code, each.at) for each in odd], sound) == (message, [("MP-S-005", "")], False)

    def test_one_of_another_form_is_a_tree_all_the_same(self, message: dict[str, Any]) -> None:
        message["specversion"] = "0.3"

        assert wire.read_event(wire.encode(message)) == (message, [], False)
        assert [(each.code, each.at) for each in wire.read_message(message)] == [("MP-S-023", "/specversion")]

    def test_one_of_the_greatest_size_is_read_and_none_beyond(self, message: dict[str, Any]) -> None:
        data = wire.encode(message).ljust(MAX_BYTES)

        tree, odd, sound = wire.read_event(data + b" ")

        assert wire.read_event(data) == (message, [], True)
        assert (tree, [(each.code, each.at) for each in odd], sound) == (None, [("MP-S-010", "")], False)

    @pytest.mark.parametrize(("data", "code"), [(b"", "MP-S-002"), (b"{", "MP-S-003"), (b"\xff", "MP-S-001")])
    def test_what_is_no_json_is_no_tree(self, data: bytes, code: str) -> None:
        tree, odd, sound = wire.read_event(data)

        assert (tree, [(each.code, each.at) for each in odd], sound) == (None, [(code, "")], False)

    def test_each_defect_of_an_envelope_is_found(self) -> None:
        report = wire.read_message({"specversion": "0.3", "type": PUBLISHED, "extra": 1})

        assert [(each.code, each.at) for each in report] == [
            ("MP-S-021", ""),
            ("MP-S-020", "/data"),
            ("MP-S-020", "/datacontenttype"),
            ("MP-S-020", "/id"),
            ("MP-S-020", "/source"),
            ("MP-S-023", "/specversion"),
            ("MP-S-020", "/subject"),
            ("MP-S-020", "/time"),
        ]

    @pytest.mark.parametrize(
        ("type_", "code"), [({}, "MP-S-020"), ({"type": "x"}, "MP-S-023"), ({"type": []}, "MP-S-023")]
    )
    def test_of_an_unknown_type_only_that_is_said(self, type_: dict[str, Any], code: str) -> None:
        report = wire.read_message({"specversion": "0.3", "extra": 1, **type_})

        assert [(each.code, each.at) for each in report] == [(code, "/type")]

    def test_each_is_judged_as_its_own_type(self) -> None:
        receipt = {"message": "0" * 64, "outcome": "ok"}
        envelope = {"specversion": "1.0", "id": UUID, "source": "urn:missingpersons:force:test-north", "subject": UUID}
        event = {**envelope, "time": "2026-03-01T10:00:00Z", "datacontenttype": "application/json"}

        assert wire.read_message({**event, "type": RECEIPT, "data": receipt}).ok
        assert [
            (each.code, each.at)
            for each in wire.read_message({**event, "type": RECEIPT, "data": {**receipt, "outcome": "mislaid"}})
        ] == [("MP-S-023", "/data/outcome")]


def test_half_a_character_behind_a_backslash_is_not_taken_for_an_escape() -> None:
    # "\" and then U+D800: neither an escape nor a character, whatever it would look like if it were spelt out.
    document = '{"document_type":"\\\ud800"}'

    assert [each.code for each in check(document)] == ["MP-S-001"]


def test_a_set_gives_the_same_bytes_every_time(good: dict[str, Any]) -> None:
    one = build({**good, "exploitation_indicators": {"hotel", "taxi", "gang"}})

    assert list(one.exploitation_indicators) == ["gang", "hotel", "taxi"]


@pytest.mark.parametrize(("levels", "codes"), [(197, []), (198, ["MP-S-004"]), (250, ["MP-S-004"])])
def test_nesting_is_judged_alike_however_the_document_is_written(
    good: dict[str, Any], levels: int, codes: list[str]
) -> None:
    local = {"org.example.test": {"a": [0]}}
    deep = json.dumps({**good, "extensions": local}).replace("[0]", "[" * levels + "1" + "]" * levels)

    assert [each.code for each in check(deep)] == codes
    assert [each.code for each in check(deep.replace('"a":', '"a" :'))] == codes
