"""A message: sealed by its owner, opened by whoever trusts the key, and never ok when anything was changed."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import sys
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from tests.bodies import BODIES, ENQUIRY, REQUESTED, SUBJECT
from tests.grouped import grouped

from missingpersons import wire
from missingpersons.exchange import keys
from missingpersons.exchange.keys import PrivateKey, PublicKey, new_key
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.quality import quality_of
from missingpersons.exchange.seal import NotReady, request_transfer, seal, seal_message, sealed, write_message
from missingpersons.exchange.signature import SIGNATURE, sign, signed_bytes
from missingpersons.findings import CannotRun, InvalidDocument, MissingExtra, catalogue, profiles
from missingpersons.models import Episode
from missingpersons.testing import Generator
from missingpersons.wire import MAX_BYTES

TIME = "2026-12-01T10:00:00Z"
PUBLISHED = "uk.missingpersons.episode.published.v1"
Trust = dict[str, PublicKey]


@pytest.fixture(scope="session")
def north() -> PrivateKey:
    return new_key("test-north")


@pytest.fixture(scope="session")
def south() -> PrivateKey:
    return new_key("test-south")


@pytest.fixture(scope="session")
def trusted(north: PrivateKey, south: PrivateKey) -> Trust:
    return {key.public.kid: key.public for key in (north, south)}


@pytest.fixture
def event(good: dict[str, Any], north: PrivateKey) -> dict[str, Any]:
    """A sealed message of a good episode, as a tree."""
    tree: dict[str, Any] = json.loads(seal(wire.encode(good), north, time=TIME))
    return tree


def signed(event: dict[str, Any], key: PrivateKey) -> bytes:
    """The event, signed again by ``key`` as it now is."""
    return wire.encode({**event, SIGNATURE: sign(signed_bytes(event), key)})


def said(opened: Opened) -> tuple[str, list[tuple[str, str]]]:
    return opened.outcome, [(each.code, each.at) for each in opened.findings]


UNKNOWN_KEY = ("unproven", [("MP-X-003", "/mpsignature")])


class TestSealed:
    def test_opens_as_what_was_sealed(self, good: dict[str, Any], north: PrivateKey, trusted: Trust) -> None:
        document = wire.encode(good)

        opened = open_message(seal(document, north, time=TIME), trusted)

        assert said(opened) == ("ok", [])
        assert (opened.force, opened.type, opened.subject) == ("test-north", PUBLISHED, good["episode_id"])
        assert opened.document == document

    def test_is_a_cloudevent_for_anybody_who_reads_cloudevents(self, event: dict[str, Any]) -> None:
        read = JSONFormat().read(CloudEvent, wire.encode(event))

        assert read.get_type() == "uk.missingpersons.episode.published.v1"
        assert read.get_source() == "urn:missingpersons:force:test-north"
        assert read.get_subject() == event["data"]["episode"]["episode_id"]
        assert read.get_data() == event["data"]
        assert read.get_extension("mpsignature") == event["mpsignature"]

    def test_says_what_the_senders_checks_found(self, good: dict[str, Any], north: PrivateKey) -> None:
        del good["reported_at"]
        good["person"]["date_of_birth"] = "2027"

        sealed = json.loads(seal(wire.encode(good), north, time=TIME, profile="transfer"))

        assert sealed["data"]["quality"] == {
            "profile": "transfer",
            "judged_as_of": good["recorded_at"],
            "errors": 1 + (catalogue()["MP-R-011"].severity == "error"),
            "warnings": 0 + (catalogue()["MP-R-011"].severity == "warning"),
            "advice": 0,
            "codes": ["MP-R-011", "MP-R-040"],
            "readiness": sealed["data"]["quality"]["readiness"],
            "bases": {"opinion": 1},
            "gradings": [{"grading": "2BP", "statements": 1}],
            "last_verified_at": "2026-08-25T16:00:00Z",
        }
        assert {"profile": "transfer", "errors": 2} in sealed["data"]["quality"]["readiness"]

    @pytest.mark.parametrize("profile", profiles())
    def test_says_for_which_purpose_whatever_its_name(
        self, good: dict[str, Any], north: PrivateKey, profile: str
    ) -> None:
        sealed = seal(wire.encode(good), north, time=TIME, profile=profile)

        assert json.loads(sealed)["data"]["quality"]["profile"] == profile
        assert wire.read_message(json.loads(sealed)).ok

    def test_an_episode_without_findings_has_no_codes(self, event: dict[str, Any]) -> None:
        assert event["data"]["quality"]["errors"] == 0
        assert "codes" not in event["data"]["quality"]

    def test_the_same_content_has_the_same_id_at_any_time(self, good: dict[str, Any], north: PrivateKey) -> None:
        first = json.loads(seal(wire.encode(good), north, time=TIME))
        again = json.loads(seal(json.dumps(good, indent=2), north, time="2026-12-02T10:00:00+01:00"))
        other = json.loads(seal(wire.encode(good | {"revision": 2}), north, time=TIME))

        assert first["id"] == again["id"]
        assert first["id"] != other["id"]

    def test_the_signature_is_detached_and_names_its_key(self, event: dict[str, Any], north: PrivateKey) -> None:
        header, payload, _ = event["mpsignature"].split(".")

        assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "Ed25519", "kid": north.public.kid}
        assert payload == ""

    def test_the_order_of_names_and_blanks_do_not_matter(self, event: dict[str, Any], trusted: Trust) -> None:
        turned = json.dumps(dict(reversed(event.items())), indent=4).encode()

        opened, original = open_message(turned, trusted), open_message(wire.encode(event), trusted)

        assert opened == original
        assert opened.outcome == "ok"

    def test_a_message_of_the_greatest_size_is_opened(self, event: dict[str, Any], trusted: Trust) -> None:
        message = wire.encode(event).ljust(MAX_BYTES)

        assert said(open_message(message, trusted)) == ("ok", [])

    @pytest.mark.parametrize("padding", [b" ", b"\n\t", b'{"id": "another"} '])
    def test_what_is_put_before_it_is_judged_too(self, event: dict[str, Any], trusted: Trust, padding: bytes) -> None:
        opened = open_message(padding + wire.encode(event), trusted)

        assert (opened.outcome == "ok") is (padding.strip() == b"")

    def test_nothing_of_the_episode_is_shown(self, good: dict[str, Any], north: PrivateKey, trusted: Trust) -> None:
        opened = open_message(seal(wire.encode(good), north, time=TIME), trusted)

        assert good["person"]["names"][0]["family"] not in repr(opened)


class TestNotSealed:
    def test_by_a_force_that_does_not_own_it(self, good: dict[str, Any], south: PrivateKey) -> None:
        with pytest.raises(CannotRun, match="only the force that owns an episode may publish it"):
            seal(wire.encode(good), south, time=TIME)

    @pytest.mark.parametrize("time", ["", "yesterday", "2026-12-01", "2026-12-01T10:00:00"])
    def test_at_what_is_no_time(self, good: dict[str, Any], north: PrivateKey, time: str) -> None:
        with pytest.raises(CannotRun, match=r"^not a timestamp") as raised:
            seal(wire.encode(good), north, time=time)

        assert raised.value.__context__ is None

    def test_when_it_cannot_be_read(self, north: PrivateKey) -> None:
        with pytest.raises(InvalidDocument):
            seal(b"{", north, time=TIME)

    def test_for_a_purpose_that_does_not_exist(self, good: dict[str, Any], north: PrivateKey) -> None:
        with pytest.raises(KeyError):
            seal(wire.encode(good), north, time=TIME, profile="curiosity")


FLIPPED = {
    f"bit {bit:#x}": {f"place {place} bit {bit:#x}": (place, bit) for place in range(0, 5000, 13)}
    for bit in (0x01, 0x02, 0x20, 0x80)
}
"""The bits that are turned round, and in which of the bytes."""


class TestChanged:
    """A message in which one byte is another proves nothing, whichever byte it is.

    It is refused, or it names another key now, and waits for one that nobody has.
    """

    @pytest.mark.no_cover
    @grouped("place, bit", FLIPPED)
    def test_anywhere(self, event: dict[str, Any], trusted: Trust, place: int, bit: int) -> None:
        message = bytearray(wire.encode(event))
        message[place % len(message)] ^= bit

        opened = open_message(bytes(message), trusted)

        assert opened.outcome == "refused" or said(opened) == UNKNOWN_KEY
        assert opened.findings
        assert (opened.document, opened.force, dict(opened.body)) == (None, None, {})

    @pytest.mark.no_cover
    @grouped("place", {"signature": {f"place {place}": (place,) for place in range(1, 220)}})
    def test_in_the_signature(self, event: dict[str, Any], trusted: Trust, place: int) -> None:
        signature = event["mpsignature"]
        place %= len(signature)
        other = "A" if signature[place] != "A" else "B"
        changed = {**event, "mpsignature": signature[:place] + other + signature[place + 1 :]}

        opened = open_message(wire.encode(changed), trusted)

        assert opened.outcome == "refused" or said(opened) == UNKNOWN_KEY

    @pytest.mark.parametrize("last", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    def test_in_its_last_character_whose_bits_are_not_all_used(
        self, event: dict[str, Any], trusted: Trust, last: str
    ) -> None:
        original = event["mpsignature"]
        event["mpsignature"] = original[:-1] + last

        assert (open_message(wire.encode(event), trusted).outcome == "ok") is (last == original[-1])

    @pytest.mark.parametrize(
        "name", ["specversion", "id", "type", "source", "subject", "time", "datacontenttype", "data"]
    )
    def test_by_leaving_out(self, event: dict[str, Any], trusted: Trust, name: str) -> None:
        del event[name]

        assert said(open_message(wire.encode(event), trusted)) == ("refused", [("MP-X-005", "/mpsignature")])

    def test_by_putting_in(self, event: dict[str, Any], trusted: Trust) -> None:
        event["priority"] = "high"

        assert said(open_message(wire.encode(event), trusted)) == ("refused", [("MP-X-005", "/mpsignature")])

    @pytest.mark.parametrize(
        ("before", "after", "code"),
        [
            (b'"tenure":1', b'"tenure":1,"tenure":1', "MP-S-005"),
            (b'"errors":0', b'"errors":-0', "MP-S-009"),
            (b'"errors":0', b'"errors":0.0', "MP-S-009"),
            (b'"revision":1', b'"revision":1,"rank":null', "MP-S-008"),
            (b'"revision":1', b'"revision":NaN', "MP-S-006"),
        ],
    )
    def test_in_its_spelling(
        self, event: dict[str, Any], trusted: Trust, before: bytes, after: bytes, code: str
    ) -> None:
        message = wire.encode(event)

        opened = open_message(message.replace(before, after, 1), trusted)

        assert opened.outcome == "refused"
        assert [each.code for each in opened.findings] == [code]

    def test_in_the_episode(self, event: dict[str, Any], trusted: Trust) -> None:
        event["data"]["episode"]["status"] = "closed"

        opened = open_message(wire.encode(event), trusted)

        assert said(opened) == ("refused", [("MP-X-005", "/mpsignature")])
        assert (opened.message_id, opened.force, opened.subject) == (event["id"], None, None)


NO_MESSAGE = {
    "empty": (b"", ("MP-S-002", "")),
    "no JSON": (b"{", ("MP-S-003", "")),
    "not UTF-8": (b"\xff", ("MP-S-001", "")),
    "nested": (b"[" * 100_000, ("MP-S-004", "")),
    "repeated": (b'{"id": "a", "id": "b"}', ("MP-S-005", "")),
    "null": (b'{"id": null}', ("MP-S-008", "")),
    "too large": (b" " * (MAX_BYTES + 1), ("MP-S-010", "")),
    "a list": (b"[]", ("MP-X-001", "")),
    "a text": (b'"message"', ("MP-X-001", "")),
    "unsigned": (b"{}", ("MP-X-002", "/mpsignature")),
    "signed with a number": (b'{"mpsignature": 1}', ("MP-X-002", "/mpsignature")),
}


class TestNoMessage:
    @pytest.mark.parametrize(("data", "expected"), NO_MESSAGE.values(), ids=NO_MESSAGE)
    def test_is_refused_with_its_reason(self, trusted: Trust, data: bytes, expected: tuple[str, str]) -> None:
        assert said(open_message(data, trusted)) == ("refused", [expected])

    def test_an_episode_is_no_message(self, good: dict[str, Any], trusted: Trust) -> None:
        assert said(open_message(wire.encode(good), trusted)) == ("refused", [("MP-X-002", "/mpsignature")])


HEADERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no algorithm": lambda header: {"kid": header["kid"]},
    "alg none": lambda header: header | {"alg": "none"},
    "alg HS256": lambda header: header | {"alg": "HS256"},
    "alg RS256": lambda header: header | {"alg": "RS256"},
    "alg EdDSA": lambda header: header | {"alg": "EdDSA"},
    "alg in small letters": lambda header: header | {"alg": "ed25519"},
    "alg that is a list": lambda header: header | {"alg": ["Ed25519"]},
    "no kid": lambda _: {"alg": "Ed25519"},
    "crit": lambda header: header | {"crit": ["b64"]},
    "b64": lambda header: header | {"b64": False},
    "jwk": lambda header: header | {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}},
    "jku": lambda header: header | {"jku": "https://missingpersons.example/keys"},
    "typ": lambda header: header | {"typ": "JWT"},
    "a list": lambda header: [header],
    "nothing": lambda _: {},
}

UNKNOWN_KEYS: dict[str, Any] = {"another": "another", "empty": "", "a number": 1, "a list": ["x"], "an object": {}}

SIGNATURES = (
    "",
    ".",
    "..",
    "x",
    "!!!..!!!",
    "e30..",
    "é..é",
    "bnVsbA..AAAA",
    "/w..AAAA",
    base64.urlsafe_b64encode(b"[" * 100_000).decode() + "..AAAA",
)


def with_header(signature: str, header: Any) -> str:
    first = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return f"{first}..{signature.split('.')[2]}"


class TestSignature:
    @pytest.mark.parametrize("change", HEADERS.values(), ids=HEADERS)
    def test_only_one_kind_of_header_is_accepted(
        self, event: dict[str, Any], north: PrivateKey, trusted: Trust, change: Callable[[dict[str, Any]], Any]
    ) -> None:
        header = change({"alg": "Ed25519", "kid": north.public.kid})
        event["mpsignature"] = with_header(event["mpsignature"], header)

        assert said(open_message(wire.encode(event), trusted)) == ("refused", [("MP-X-004", "/mpsignature")])

    @pytest.mark.parametrize("kid", UNKNOWN_KEYS.values(), ids=UNKNOWN_KEYS)
    def test_a_key_that_nobody_trusts(self, event: dict[str, Any], trusted: Trust, kid: Any) -> None:
        event["mpsignature"] = with_header(event["mpsignature"], {"alg": "Ed25519", "kid": kid})

        assert said(open_message(wire.encode(event), trusted)) == ("refused", [("MP-X-003", "/mpsignature")])

    def test_a_rightly_signed_message_of_a_force_that_is_not_trusted(
        self, event: dict[str, Any], north: PrivateKey, south: PrivateKey
    ) -> None:
        trust = {south.public.kid: south.public}

        opened = open_message(wire.encode(event), trust)

        assert said(opened) == UNKNOWN_KEY
        assert (opened.waits_for, opened.force) == (north.public.kid, None)

    def test_the_name_of_another_key(self, event: dict[str, Any], south: PrivateKey, trusted: Trust) -> None:
        event["mpsignature"] = with_header(event["mpsignature"], {"alg": "Ed25519", "kid": south.public.kid})

        assert said(open_message(wire.encode(event), trusted)) == ("refused", [("MP-X-005", "/mpsignature")])

    @pytest.mark.parametrize("signature", SIGNATURES, ids=range(len(SIGNATURES)))
    def test_that_is_malformed(self, event: dict[str, Any], trusted: Trust, signature: str) -> None:
        event["mpsignature"] = signature

        assert said(open_message(wire.encode(event), trusted)) == ("refused", [("MP-X-004", "/mpsignature")])

    @pytest.mark.parametrize("rest", ["", ".", "..", "..!", "..AAAA", "..é", ".AAAA.AAAA", "..AAAA.AAAA", "..A"])
    def test_that_breaks_off(self, event: dict[str, Any], trusted: Trust, rest: str) -> None:
        event["mpsignature"] = event["mpsignature"].partition(".")[0] + rest

        assert said(open_message(wire.encode(event), trusted)) == ("refused", [("MP-X-005", "/mpsignature")])

    def test_that_holds_its_payload(self, event: dict[str, Any], trusted: Trust) -> None:
        unsigned = {name: value for name, value in event.items() if name != "mpsignature"}
        payload = base64.urlsafe_b64encode(wire.encode(unsigned)).decode().rstrip("=")
        event["mpsignature"] = event["mpsignature"].replace("..", f".{payload}.")

        assert open_message(wire.encode(event), trusted).outcome != "ok"

    def test_without_the_extra_one_line_says_how_to_install_it(
        self, event: dict[str, Any], trusted: Trust, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keys, "_verifying", keys._verifying.__wrapped__)
        monkeypatch.setitem(sys.modules, "joserfc", None)
        monkeypatch.setitem(sys.modules, "joserfc.jwk", None)

        with pytest.raises(MissingExtra, match=r"opening messages needs an extra: pip install") as raised:
            open_message(wire.encode(event), trusted)

        assert raised.value.__context__ is None


class TestWhoMaySay:
    def test_a_force_speaks_for_itself_alone(self, event: dict[str, Any], south: PrivateKey, trusted: Trust) -> None:
        assert said(open_message(signed(event, south), trusted)) == ("refused", [("MP-X-006", "/source")])

    def test_only_the_owner_publishes(self, event: dict[str, Any], south: PrivateKey, trusted: Trust) -> None:
        event["source"] = "urn:missingpersons:force:test-south"

        assert said(open_message(signed(event, south), trusted)) == ("refused", [("MP-X-010", "/subject")])

    def test_a_message_is_about_the_episode_it_carries(
        self, event: dict[str, Any], north: PrivateKey, trusted: Trust
    ) -> None:
        event["subject"] = "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"

        assert said(open_message(signed(event, north), trusted)) == ("refused", [("MP-X-010", "/subject")])


class TestHeld:
    """What a proven sender says and this version cannot read is kept, and shown by owner and id."""

    @pytest.mark.parametrize("kind", ["uk.missingpersons.sighting.reported.v2", "", 1])
    def test_a_type_that_is_not_known(
        self, event: dict[str, Any], north: PrivateKey, trusted: Trust, kind: object
    ) -> None:
        event["type"] = kind

        opened = open_message(signed(event, north), trusted)

        assert said(opened) == ("held", [("MP-X-008", "/type")])
        assert (opened.force, opened.subject, opened.message_id) == ("test-north", event["subject"], event["id"])

    @pytest.mark.parametrize("body", ["text", 1, [], {}, {"episode": "text"}, {"quality": {}}])
    def test_a_body_that_is_none(self, event: dict[str, Any], north: PrivateKey, trusted: Trust, body: object) -> None:
        event["data"] = body

        assert said(open_message(signed(event, north), trusted)) == ("held", [("MP-X-009", "/data")])

    def test_an_episode_that_cannot_be_read(self, event: dict[str, Any], north: PrivateKey, trusted: Trust) -> None:
        event["data"]["episode"]["person"]["sex"] = "f"
        del event["data"]["episode"]["status"]

        opened = open_message(signed(event, north), trusted)

        assert said(opened) == (
            "held",
            [("MP-X-009", "/data"), ("MP-S-023", "/data/episode/person/sex"), ("MP-S-020", "/data/episode/status")],
        )
        assert opened.document is None

    def test_an_episode_of_another_major_version(
        self, event: dict[str, Any], north: PrivateKey, trusted: Trust
    ) -> None:
        event["data"]["episode"]["standard_version"] = "2.0"

        assert said(open_message(signed(event, north), trusted)) == (
            "held",
            [("MP-X-009", "/data"), ("MP-V-001", "/data/episode/standard_version")],
        )

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"priority": "high"}, ("MP-S-021", "")),
            ({"specversion": "1.1"}, ("MP-S-023", "/specversion")),
            ({"time": "yesterday"}, ("MP-S-024", "/time")),
            ({"id": "not a UUID"}, ("MP-S-024", "/id")),
        ],
    )
    def test_an_envelope_that_cannot_be_read(
        self,
        event: dict[str, Any],
        north: PrivateKey,
        trusted: Trust,
        change: dict[str, Any],
        expected: tuple[str, str],
    ) -> None:
        message = signed(event | change, north)

        assert said(open_message(message, trusted)) == ("held", [("MP-X-007", ""), expected])

    def test_an_id_that_is_none_is_not_repeated(self, event: dict[str, Any], north: PrivateKey, trusted: Trust) -> None:
        opened = open_message(signed(event | {"id": "Carys Penhale", "subject": 1}, north), trusted)

        assert (opened.outcome, opened.message_id, opened.subject) == ("held", None, None)

    def test_quality_that_cannot_be_read(self, event: dict[str, Any], north: PrivateKey, trusted: Trust) -> None:
        event["data"]["quality"]["errors"] = -1

        assert said(open_message(signed(event, north), trusted)) == (
            "held",
            [("MP-X-007", ""), ("MP-S-027", "/data/quality/errors")],
        )


class TestNewerMinor:
    def test_is_said_though_nothing_in_it_is_new(self, good: dict[str, Any], north: PrivateKey, trusted: Trust) -> None:
        message = seal(wire.encode(good | {"standard_version": "1.4"}), north, time=TIME)

        assert said(open_message(message, trusted)) == ("ok", [("MP-V-002", "")])

    def test_is_ok_and_its_bytes_are_kept_whole(self, event: dict[str, Any], north: PrivateKey, trusted: Trust) -> None:
        newer = copy.deepcopy(event["data"]["episode"]) | {"standard_version": "1.4", "new": "x"}
        event["data"]["episode"] = newer

        opened = open_message(signed(event, north), trusted)

        assert said(opened) == ("ok", [("MP-V-002", "")])
        assert opened.document == wire.encode(newer)


class TestEveryType:
    """What the structure refuses is not sealed: nobody could read it."""

    @pytest.mark.parametrize("type_", BODIES)
    def test_is_sealed_from_plain_python(self, type_: str, north: PrivateKey, trusted: Trust) -> None:
        body = {"to": [], "processing_regime": None, **BODIES[type_]}

        event = json.loads(seal_message(type_, SUBJECT, body, north, time=TIME))

        assert event["data"] == BODIES[type_]
        assert wire.read_message(event).ok
        assert rfc8785.dumps(event) == wire.encode(event)

    @pytest.mark.parametrize("type_", BODIES)
    def test_the_same_again_has_the_same_id_and_another_force_has_another(
        self, type_: str, north: PrivateKey, south: PrivateKey
    ) -> None:
        ids = [
            json.loads(seal_message(type_, SUBJECT, BODIES[type_], key, time=time))["id"]
            for key, time in ((north, TIME), (north, "2027-01-01T00:00:00Z"), (south, TIME))
        ]

        assert ids[0] == ids[1] != ids[2]

    @pytest.mark.parametrize(
        ("subject", "change", "expected"),
        [
            (SUBJECT, {"text": None}, ("MP-S-020", "/data/text")),
            (SUBJECT, {"text": ""}, ("MP-S-026", "/data/text")),
            (SUBJECT, {"text": 1}, ("MP-S-022", "/data/text")),
            (SUBJECT, {"hearsay": "x"}, ("MP-S-021", "/data")),
            (SUBJECT, {"to": ["Test North"]}, ("MP-S-024", "/data/to/0")),
            (SUBJECT, {"requested_by": {"role": "Carys Penhale"}}, ("MP-S-024", "/data/requested_by/role")),
            (SUBJECT, {"text": "\ud800"}, ("MP-S-022", "")),
            (SUBJECT, {"text": object()}, ("MP-S-022", "")),
            (SUBJECT, {"text": float("nan")}, ("MP-S-022", "")),
            (SUBJECT, {"text": 1.5}, ("MP-S-022", "/data/text")),
            ("Carys Penhale", {}, ("MP-S-024", "/subject")),
        ],
    )
    def test_what_the_structure_refuses(
        self, north: PrivateKey, subject: str, change: dict[str, Any], expected: tuple[str, str]
    ) -> None:
        with pytest.raises(InvalidDocument) as raised:
            seal_message(ENQUIRY, subject, {**BODIES[ENQUIRY], **change}, north, time=TIME)

        codes = [(each.code, each.at) for each in raised.value.report]
        assert codes == [expected if change.get("text", "") is not None else ("MP-S-022", "/data/text")]
        assert "Penhale" not in str(raised.value)
        assert raised.value.__context__ is None

    def test_a_body_within_itself(self, north: PrivateKey) -> None:
        body: dict[str, Any] = dict(BODIES[ENQUIRY])
        body["requested_by"] = body

        with pytest.raises(InvalidDocument, match="MP-S-022"):
            seal_message(ENQUIRY, SUBJECT, body, north, time=TIME)

    @pytest.mark.parametrize("type_", ["", "episode.published", "uk.missingpersons.enquiry.requested.v2"])
    def test_a_type_that_does_not_exist(self, north: PrivateKey, type_: str) -> None:
        with pytest.raises(CannotRun, match="no type of message"):
            seal_message(type_, SUBJECT, {}, north, time=TIME)

    def test_more_than_is_read(self, north: PrivateKey, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wire, "MAX_BYTES", 1000)

        with pytest.raises(InvalidDocument, match="MP-S-010"):
            seal_message(ENQUIRY, SUBJECT, {**BODIES[ENQUIRY], "text": "x" * 900}, north, time=TIME)

    def test_local_fields_that_are_nested_deeper_than_is_read(self, good: dict[str, Any], north: PrivateKey) -> None:
        deep: Any = "x"
        for _ in range(196):
            deep = [deep]
        document = wire.encode(good | {"extensions": {"test": {"deep": deep}}})
        assert wire.check(document).ok

        with pytest.raises(InvalidDocument) as raised:
            seal(document, north, time=TIME)

        assert [(each.code, each.at) for each in raised.value.report] == [("MP-S-004", "")]

    def test_what_another_force_wrote(self, south: PrivateKey) -> None:
        event = write_message(ENQUIRY, SUBJECT, BODIES[ENQUIRY], "test-north", time=TIME)

        with pytest.raises(CannotRun, match="a force seals only what it says itself"):
            sealed(event, south)


class TestTenure:
    def test_a_later_one_names_the_transfer(self, good: dict[str, Any], north: PrivateKey, trusted: Trust) -> None:
        document = wire.encode(good | {"tenure": 2})

        message = seal(document, north, time=TIME, transfer="a" * 64, to=["test-south"], processing_regime="part_3")

        opened = open_message(message, trusted)
        assert said(opened) == ("ok", [])
        assert {name: opened.body[name] for name in ("transfer", "to", "processing_regime")} == {
            "transfer": "a" * 64,
            "to": ["test-south"],
            "processing_regime": "part_3",
        }

    def test_a_transfer_that_is_none(self, good: dict[str, Any], north: PrivateKey) -> None:
        with pytest.raises(InvalidDocument) as raised:
            seal(wire.encode(good), north, time=TIME, transfer="yesterday's")

        assert [(each.code, each.at) for each in raised.value.report] == [("MP-S-024", "/data/transfer")]


REQUEST = {name: value for name, value in BODIES[REQUESTED].items() if name not in ("quality", "tenure", "version")}


class TestTransferRequest:
    def test_is_sealed_for_a_version_that_is_ready(
        self, good: dict[str, Any], north: PrivateKey, trusted: Trust
    ) -> None:
        message = request_transfer(wire.encode(good), "a" * 64, REQUEST, north, time=TIME)

        opened = open_message(message, trusted)
        assert said(opened) == ("ok", [])
        assert (opened.subject, opened.body["version"]) == (good["episode_id"], "a" * 64)
        assert (opened.body["quality"]["profile"], opened.body["quality"]["errors"]) == ("transfer", 0)

    def test_is_not_for_one_that_is_not_and_says_why(self, good: dict[str, Any], north: PrivateKey) -> None:
        del good["actions"]

        with pytest.raises(NotReady) as raised:
            request_transfer(wire.encode(good), "a" * 64, REQUEST, north, time=TIME)

        found = wire.check(wire.encode(good), profile="transfer")
        assert raised.value.report == found
        assert not found.ok
        assert {each.code for each in found if each.severity == "error"} == set(
            str(raised.value).split(": ")[1].split(", ")
        )
        assert pickle.loads(pickle.dumps(raised.value)).report == found

    def test_is_not_by_another_force(self, good: dict[str, Any], south: PrivateKey) -> None:
        with pytest.raises(CannotRun, match="only the force that owns an episode may hand it over"):
            request_transfer(wire.encode(good), "a" * 64, REQUEST, south, time=TIME)

    @pytest.mark.parametrize("change", [{"errors": 1}, {"profile": "circulate"}])
    def test_cannot_be_sealed_with_a_quality_that_says_otherwise(
        self, north: PrivateKey, change: dict[str, Any]
    ) -> None:
        body = {**BODIES[REQUESTED], "quality": {**BODIES[REQUESTED]["quality"], **change}}

        with pytest.raises(InvalidDocument) as raised:
            seal_message(REQUESTED, SUBJECT, body, north, time=TIME)

        assert [(each.code, each.at) for each in raised.value.report] == [("MP-X-083", "/data/quality")]


class TestQuality:
    """Codes and counts by which a receiver judges accuracy, completeness, reliability and currency."""

    def quality(self, tree: dict[str, Any], profile: str = "circulate") -> dict[str, Any]:
        return quality_of(wire.parse(wire.encode(tree), Episode), profile)

    @pytest.mark.no_cover
    @pytest.mark.parametrize("profile", profiles())
    def test_agrees_with_check_for_every_purpose(self, profile: str) -> None:
        for document in Generator(seed=3).documents(40):
            episode = wire.read(document, Episode)[0]
            if episode is None:
                continue
            found = wire.check_record(episode, profile=profile)
            everywhere = {name: wire.check_record(episode, profile=name) for name in profiles()}

            told = quality_of(episode, profile)

            assert told["codes"] if found.findings else "codes" not in told
            assert told.get("codes", []) == sorted({each.code for each in found})
            assert [told["errors"], told["warnings"], told["advice"]] == [
                sum(each.severity == grave for each in found) for grave in ("error", "warning", "advice")
            ]
            assert {each["profile"]: each["errors"] for each in told.get("readiness", [])} == {
                name: sum(each.severity == "error" for each in report)
                for name, report in everywhere.items()
                if not report.ok
            }

    def test_counts_what_provenance_says(self, good: dict[str, Any]) -> None:
        good["provenance"] = [
            {"at": "/person", "basis": "fact", "grading": "1AP", "obtained_at": "2026-03-01T10:00:00+01:00"},
            {"at": "/person/sex", "basis": "fact", "grading": "2BP", "obtained_at": "2026-03-01T09:30:00Z"},
            {"at": "/circumstances", "basis": "opinion", "grading": "1AP"},
            {"at": "/answers", "basis": "unknown"},
        ]

        told = self.quality(good)

        assert told["last_verified_at"] == "2026-03-01T09:30:00Z"
        assert told["gradings"] == [{"grading": "1AP", "statements": 2}, {"grading": "2BP", "statements": 1}]
        assert told["bases"] == {"fact": 2, "opinion": 1, "unknown": 1}

    def test_says_nothing_where_nothing_is_said(self, good: dict[str, Any]) -> None:
        good.pop("provenance", None)

        assert {"last_verified_at", "gradings", "bases"} & set(self.quality(good)) == set()

    def test_repeats_nothing_of_the_episode(self, good: dict[str, Any]) -> None:
        good["person"]["date_of_birth"] = "2027"
        text = json.dumps(self.quality(good))

        assert good["person"]["names"][0]["family"] not in text
        assert "2027" not in text
