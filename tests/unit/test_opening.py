"""Opening a message of any type: proven, waiting, void or refused, by what it is and never by when it came."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from tests.bodies import BODIES, ENQUIRY, FOUND, PUBLISHED, SIGHTING, SUBJECT, TIME

from missingpersons import wire
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import ALGORITHMS, PrivateKey, new_key, new_root_key
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.seal import seal_message, write_message
from missingpersons.exchange.signature import BATCH, SIGNATURE, digest_of, sign, signed_bytes
from missingpersons.exchange.trust import NOBODY, Trust, read_trust
from missingpersons.models.messages import MESSAGES
from missingpersons.wire import MAX_BYTES

NORTH = {alg: new_key("test-north", alg) for alg in ALGORITHMS}
SOUTH = new_key("test-south")
ROOT = new_root_key()
TRUST = Trust.of([*(key.public for key in NORTH.values()), SOUTH.public])
NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture(params=ALGORITHMS)
def north(request: pytest.FixtureRequest) -> PrivateKey:
    return NORTH[request.param]


def message(type_: str = SIGHTING, key: PrivateKey = NORTH["Ed25519"]) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(seal_message(type_, SUBJECT, BODIES[type_], key, time=TIME))
    return tree


def signed(event: Mapping[str, Any], key: PrivateKey) -> bytes:
    """The event, signed by ``key`` as it is, whoever it says that it comes from."""
    return wire.encode({**event, SIGNATURE: sign(signed_bytes(event), key)})


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def said(opened: Opened) -> tuple[str, list[tuple[str, str]]]:
    return opened.outcome, [(each.code, each.at) for each in opened.findings]


def trusting(keys: Any, after: Trust = NOBODY) -> Trust:
    """What the root's list of the keys comes to, when it has gone over the wire."""
    read, found = read_trust(sign_trust(keys, ROOT, time=TIME, after=after), ROOT.public)
    assert read, found
    return read


class TestEveryType:
    def test_has_a_body_here(self) -> None:
        assert set(BODIES) == set(MESSAGES)

    @pytest.mark.parametrize("type_", BODIES)
    def test_opens_as_what_was_sealed(self, type_: str, north: PrivateKey) -> None:
        data = seal_message(type_, SUBJECT, BODIES[type_], north, time=TIME)

        opened = open_message(data, TRUST)

        assert said(opened) == ("ok", [])
        assert (opened.type, opened.subject, opened.time) == (type_, SUBJECT, TIME)
        assert (opened.force, opened.kid, opened.batch, opened.waits_for) == (
            "test-north",
            north.public.kid,
            None,
            None,
        )
        assert opened.body == json.loads(data)["data"] == BODIES[type_]
        assert opened.digest == digest_of(json.loads(data))
        assert (opened.document is None) is (type_ != PUBLISHED)

    @pytest.mark.parametrize("type_", BODIES)
    def test_is_a_cloudevent_for_anybody_who_reads_cloudevents(self, type_: str) -> None:
        event = message(type_)

        read = JSONFormat().read(CloudEvent, wire.encode(event))

        assert (read.get_type(), read.get_source()) == (type_, "urn:missingpersons:force:test-north")
        assert (read.get_subject(), read.get_id(), read.get_data()) == (SUBJECT, event["id"], event["data"])
        assert read.get_extension("mpsignature") == event["mpsignature"]

    @pytest.mark.parametrize("type_", BODIES)
    def test_however_it_is_spelt(self, type_: str) -> None:
        event = message(type_)
        turned = json.dumps(dict(reversed(event.items())), indent=4, ensure_ascii=True).encode()

        assert open_message(turned, TRUST) == open_message(wire.encode(event), TRUST)

    @pytest.mark.parametrize("type_", BODIES)
    def test_shows_nothing_of_what_it_says(self, type_: str) -> None:
        shown = repr(open_message(wire.encode(message(type_)), TRUST))

        assert not [text for text in ("bus station", "Monday", "call at", "Penhale", "01632") if text in shown]

    @pytest.mark.parametrize("type_", [each for each in BODIES if each != PUBLISHED])
    def test_with_a_body_that_cannot_be_read_is_held(self, type_: str, north: PrivateKey) -> None:
        event = message(type_, north)
        event["data"]["hearsay"] = "x"

        opened = open_message(signed(event, north), TRUST)

        assert said(opened) == ("held", [("MP-X-009", "/data"), ("MP-S-021", "/data")])
        assert (opened.force, opened.subject, opened.type) == ("test-north", SUBJECT, type_)
        assert dict(opened.body) == {}

    @pytest.mark.parametrize("type_", BODIES)
    def test_of_another_version_is_held(self, type_: str, north: PrivateKey) -> None:
        event = message(type_, north) | {"type": type_.replace(".v1", ".v2")}

        opened = open_message(signed(event, north), TRUST)

        assert said(opened) == ("held", [("MP-X-008", "/type")])
        assert (opened.force, opened.subject, opened.type) == ("test-north", SUBJECT, None)

    def test_that_says_it_is_another_is_held(self, north: PrivateKey) -> None:
        event = message(FOUND, north) | {"type": ENQUIRY}

        opened = open_message(signed(event, north), TRUST)

        assert opened.outcome == "held"
        assert {"MP-X-009", "MP-S-020", "MP-S-021"} == {each.code for each in opened.findings}

    def test_whose_words_name_another_type_is_read_as_what_it_is(self, north: PrivateKey) -> None:
        body = {"episode": json.loads(json.dumps(BODIES[PUBLISHED]["episode"]))}
        body["episode"]["extensions"] = {"test": {"of": {"type": SIGHTING}}}

        opened = open_message(seal_message(PUBLISHED, SUBJECT, {**BODIES[PUBLISHED], **body}, north, time=TIME), TRUST)

        assert said(opened) == ("ok", [])


class TestUnproven:
    @pytest.mark.parametrize("type_", BODIES)
    def test_waits_for_a_key_that_is_not_known(self, type_: str, north: PrivateKey) -> None:
        event = message(type_, north)

        opened = open_message(wire.encode(event), Trust.of([SOUTH.public]))

        assert said(opened) == ("unproven", [("MP-X-003", "/mpsignature")])
        assert (opened.waits_for, opened.batch, opened.digest) == (north.public.kid, None, digest_of(event))
        assert (opened.force, opened.kid, opened.subject, dict(opened.body)) == (None, None, None, {})

    def test_is_proven_when_the_key_comes(self, north: PrivateKey) -> None:
        data = wire.encode(message(SIGHTING, north))

        before, after = open_message(data, NOBODY), open_message(data, Trust.of([north.public]))

        assert (before.outcome, after.outcome) == ("unproven", "ok")
        assert before.digest == after.digest

    def test_of_an_algorithm_that_nobody_takes_waits_for_nothing(self, north: PrivateKey) -> None:
        event = message(SIGHTING, north)
        event[SIGNATURE] = "eyJhbGciOiJub25lIiwia2lkIjoiIn0.." + "A" * 86

        assert said(open_message(wire.encode(event), NOBODY)) == ("refused", [("MP-X-004", "/mpsignature")])


class TestProof:
    def test_by_a_key_for_another_algorithm(self) -> None:
        one, other = NORTH["Ed25519"], NORTH["ES256"]
        event = message(SIGHTING, other)
        header = json.dumps({"alg": "ES256", "kid": one.public.kid}).encode()
        event[SIGNATURE] = f"{encoded(header)}..{event[SIGNATURE].partition('..')[2]}"

        assert said(open_message(wire.encode(event), TRUST)) == ("refused", [("MP-X-024", "/mpsignature")])

    @pytest.mark.parametrize("batch", ["", "x", "0" * 64 + ".0", None, 1])
    def test_both_ways_at_once(self, north: PrivateKey, batch: Any) -> None:
        event = message(SIGHTING, north) | {BATCH: batch}
        odd = [("MP-S-008", "")] if batch is None else [("MP-X-025", "/mpbatch")]

        assert said(open_message(json.dumps(event).encode(), TRUST)) == ("refused", odd)

    def test_neither_way(self, north: PrivateKey) -> None:
        event = message(SIGHTING, north)
        del event[SIGNATURE]

        assert said(open_message(wire.encode(event), TRUST)) == ("refused", [("MP-X-002", "/mpsignature")])

    def test_of_another_force(self) -> None:
        event = message(SIGHTING) | {"source": "urn:missingpersons:force:test-south"}

        assert said(open_message(signed(event, NORTH["Ed25519"]), TRUST)) == ("refused", [("MP-X-006", "/source")])

    def test_a_forged_copy_has_the_digest_of_the_true_one(self, north: PrivateKey) -> None:
        event = message(SIGHTING, north)
        forged = signed(event, new_key("test-north"))

        true, copy = open_message(wire.encode(event), TRUST), open_message(forged, TRUST)

        assert (true.outcome, copy.outcome) == ("ok", "unproven")
        assert true.digest == copy.digest


EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)


class TestValidity:
    """A message is held to the time that it gives itself, so that everybody comes to the same outcome."""

    @pytest.mark.parametrize(
        ("valid_from", "valid_until", "outcome"),
        [
            (None, None, "ok"),
            (EARLIER, None, "ok"),
            (None, LATER, "ok"),
            (NOW, NOW, "ok"),
            (LATER, None, "void"),
            (None, EARLIER, "void"),
            (NOW + timedelta(seconds=1), None, "void"),
            (None, NOW - timedelta(seconds=1), "void"),
        ],
    )
    def test_bounds_are_moments_that_count(
        self, north: PrivateKey, valid_from: datetime | None, valid_until: datetime | None, outcome: str
    ) -> None:
        trust = trusting(extended(NOBODY, [north.public], valid_from=valid_from, valid_until=valid_until))

        opened = open_message(wire.encode(message(SIGHTING, north)), trust)

        assert said(opened) == (outcome, [] if outcome == "ok" else [("MP-X-020", "/time")])
        assert (opened.force, opened.kid) == ("test-north", north.public.kid)

    def test_the_offset_of_the_message_is_understood(self, north: PrivateKey) -> None:
        trust = trusting(extended(NOBODY, [north.public], valid_until=NOW))
        data = seal_message(SIGHTING, SUBJECT, BODIES[SIGHTING], north, time="2026-12-01T11:00:00+01:00")

        assert said(open_message(data, trust)) == ("ok", [])

    def test_a_later_list_may_give_the_key_longer(self, north: PrivateKey) -> None:
        short = trusting(extended(NOBODY, [north.public], valid_until=EARLIER))
        long = trusting(extended(short, [north.public], valid_until=LATER), short)
        data = wire.encode(message(SIGHTING, north))

        outcomes = [open_message(data, trust).outcome for trust in (short, long, Trust.newest([long, short]))]

        assert outcomes == ["void", "ok", "ok"]

    def test_a_time_that_is_none_is_held_for_its_envelope(self, north: PrivateKey) -> None:
        trust = trusting(extended(NOBODY, [north.public], valid_until=EARLIER))

        opened = open_message(signed(message(SIGHTING, north) | {"time": "yesterday"}, north), trust)

        assert said(opened) == ("held", [("MP-X-007", ""), ("MP-S-024", "/time")])


class TestRevoked:
    def test_only_what_is_named_counts(self, north: PrivateKey) -> None:
        kept, lost = message(SIGHTING, north), message(FOUND, north)
        before = trusting(extended(NOBODY, [north.public, SOUTH.public]))
        trust = trusting(revoked(before, north.public.kid, "compromised", [digest_of(kept)]), before)

        opened = [open_message(wire.encode(each), trust) for each in (kept, lost)]

        assert [said(each) for each in opened] == [("ok", []), ("void", [("MP-X-021", "/mpsignature")])]
        assert open_message(wire.encode(message(SIGHTING, SOUTH)), trust).outcome == "ok"

    @pytest.mark.parametrize("time", ["1999-01-01T00:00:00Z", "2026-12-01T09:59:59Z", "2999-01-01T00:00:00Z"])
    def test_no_date_makes_another_count(self, north: PrivateKey, time: str) -> None:
        before = trusting(extended(NOBODY, [north.public]))
        trust = trusting(revoked(before, north.public.kid, "compromised", []), before)
        back_dated = seal_message(SIGHTING, SUBJECT, BODIES[SIGHTING], north, time=time)

        assert said(open_message(back_dated, trust)) == ("void", [("MP-X-021", "/mpsignature")])

    def test_one_that_cannot_be_read_is_void_as_well(self, north: PrivateKey) -> None:
        before = trusting(extended(NOBODY, [north.public]))
        trust = trusting(revoked(before, north.public.kid, "compromised", []), before)

        opened = open_message(signed(message(SIGHTING, north) | {"type": "x"}, north), trust)

        assert said(opened) == ("void", [("MP-X-021", "/mpsignature")])

    def test_a_signature_that_does_not_fit_is_refused_and_not_void(self, north: PrivateKey) -> None:
        before = trusting(extended(NOBODY, [north.public]))
        trust = trusting(revoked(before, north.public.kid, "compromised", []), before)
        event = message(SIGHTING, north) | {"subject": "5c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"}

        assert said(open_message(wire.encode(event), trust)) == ("refused", [("MP-X-005", "/mpsignature")])


class TestAhead:
    """The receiver's clock is asked only where it is given, and changes nothing."""

    @pytest.mark.parametrize(
        ("now", "found"),
        [
            (None, []),
            (NOW, []),
            (NOW - timedelta(minutes=5), []),
            (NOW - timedelta(minutes=5, seconds=1), [("MP-X-026", "/time")]),
            (NOW - timedelta(days=700), [("MP-X-026", "/time")]),
            (NOW + timedelta(days=700), []),
        ],
    )
    def test_is_said_and_counts(self, north: PrivateKey, now: datetime | None, found: list[tuple[str, str]]) -> None:
        opened = open_message(wire.encode(message(SIGHTING, north)), TRUST, now=now)

        assert said(opened) == ("ok", found)
        assert {each.severity for each in opened.findings} <= {"warning"}


class TestBadInput:
    """Whatever comes is refused or held with its code."""

    @pytest.mark.parametrize("type_", [SIGHTING, PUBLISHED])
    def test_cut_short_anywhere(self, type_: str) -> None:
        data = wire.encode(message(type_))

        told = [said(open_message(data[:place], TRUST)) for place in range(0, len(data), 7)]

        assert {outcome for outcome, _ in told} == {"refused"}
        assert {found[0][0] for _, found in told} <= {"MP-S-001", "MP-S-002", "MP-S-003"}

    def test_larger_than_is_read(self) -> None:
        assert said(open_message(b"{" + b" " * MAX_BYTES, TRUST)) == ("refused", [("MP-S-010", "")])

    @pytest.mark.parametrize("deep", [b"[" * 300 + b"]" * 300, b"[" * 500_000, b'{"data":' * 300 + b"1" + b"}" * 300])
    def test_nested_too_deeply(self, deep: bytes) -> None:
        assert said(open_message(deep, TRUST)) == ("refused", [("MP-S-004", "")])

    @pytest.mark.parametrize("name", ["id", "mpsignature", "data", "source"])
    def test_a_member_twice(self, name: str) -> None:
        event = message()
        twice = wire.encode(event)[:-1] + f',"{name}":'.encode() + json.dumps(event[name]).encode() + b"}"

        assert said(open_message(twice, TRUST)) == ("refused", [("MP-S-005", "")])

    @pytest.mark.parametrize("count", range(40))
    def test_noise(self, count: int) -> None:
        noise = random.Random(count).randbytes(count * 20)

        assert open_message(noise, TRUST).outcome == "refused"

    def test_an_integer_that_no_machine_writes(self) -> None:
        assert open_message(b'{"id":' + b"9" * 5000 + b"}", TRUST).outcome == "refused"

    @pytest.mark.parametrize("type_", BODIES)
    def test_every_message_with_one_bit_turned(self, type_: str) -> None:
        data = wire.encode(message(type_))
        chance = random.Random(7)

        for _ in range(150):
            turned = bytearray(data)
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
            opened = open_message(bytes(turned), TRUST)
            assert opened.outcome in ("refused", "unproven")
            assert opened.force is None


class TestAsWritten:
    def test_an_unsigned_message_is_refused(self) -> None:
        event = write_message(SIGHTING, SUBJECT, BODIES[SIGHTING], "test-north", time=TIME)

        assert said(open_message(wire.encode(event), TRUST)) == ("refused", [("MP-X-002", "/mpsignature")])
