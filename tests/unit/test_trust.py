"""Lists of keys: signed by the root alone, of which the newest counts, and in which no key is ever lost."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.bodies import BODIES, SIGHTING, SUBJECT, TIME

from missingpersons import wire
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import ALGORITHMS, PrivateKey, PublicKey, new_key, new_root_key
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.seal import seal_message
from missingpersons.exchange.signature import SIGNATURE, digest_of, sign, signed_bytes
from missingpersons.exchange.trust import MAX_TRUST_BYTES, NOBODY, Trust, read_trust
from missingpersons.findings import CannotRun, InvalidDocument, Report
from missingpersons.models.trust import MOST_STILL_TRUSTED
from missingpersons.wire import MAX_BYTES

NORTH, SOUTH, NEWER = new_key("test-north"), new_key("test-south", "ES256"), new_key("test-north")
ROOT = new_root_key()
MARCH, JUNE = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


def made(*keys: PublicKey, after: Trust = NOBODY, time: str = TIME) -> bytes:
    return sign_trust(extended(after, keys), ROOT, time=time, after=after)


def trusted(data: bytes) -> Trust:
    read, found = read_trust(data, ROOT.public)
    assert read is not None, found
    return read


def said(found: Report) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in found]


def changed(data: bytes, change: Callable[[dict[str, Any]], object], key: PrivateKey = ROOT) -> bytes:
    """The list with something else in it, signed again."""
    tree = json.loads(data)
    change(tree)
    return wire.encode({**tree, SIGNATURE: sign(signed_bytes(tree), key)})


class TestMade:
    def test_is_read_as_it_was_made(self) -> None:
        keys = extended(NOBODY, [NORTH.public, SOUTH.public], valid_from=MARCH, valid_until=JUNE)
        data = sign_trust(keys, ROOT, time=TIME)

        read = trusted(data)

        assert (read.serial, read.digest, read.findings) == (1, digest_of(json.loads(data)), ())
        assert {kid: each.key for kid, each in read.keys.items()} == {
            NORTH.public.kid: NORTH.public,
            SOUTH.public.kid: SOUTH.public,
        }
        assert {(each.valid_from, each.valid_until) for each in read.keys.values()} == {(MARCH, JUNE)}

    @pytest.mark.parametrize("alg", ALGORITHMS)
    def test_by_a_root_of_either_algorithm(self, alg: str) -> None:
        root = new_root_key(alg)
        data = sign_trust(extended(NOBODY, [NORTH.public]), root, time=TIME)

        assert read_trust(data, root.public)[0] is not None

    def test_the_same_keys_in_any_order_give_the_same_list(self) -> None:
        one, other = made(NORTH.public, SOUTH.public), made(SOUTH.public, NORTH.public)

        assert one == other

    def test_the_next_has_the_next_serial(self) -> None:
        first = trusted(made(NORTH.public))

        second = trusted(made(SOUTH.public, after=first))

        assert (first.serial, second.serial) == (1, 2)
        assert set(first.keys) < set(second.keys)

    def test_no_key_is_left_out(self) -> None:
        before = trusted(made(NORTH.public, SOUTH.public))
        without = [each for each in before.keys.values() if each.key.force != "test-south"]

        with pytest.raises(CannotRun, match=f"key {SOUTH.public.kid} was listed and is not any more: revoke it"):
            sign_trust(without, ROOT, time=TIME, after=before)

    def test_no_key_changes_hands(self) -> None:
        before = trusted(made(NORTH.public))
        taken = PublicKey("test-south", NORTH.public.kid, NORTH.public.jwk)

        with pytest.raises(CannotRun, match="never changes hands"):
            extended(before, [taken])
        with pytest.raises(CannotRun, match="never changes hands"):
            sign_trust(extended(NOBODY, [taken]), ROOT, time=TIME, after=before)

    @pytest.mark.parametrize("key", [ROOT.public, PublicKey("test-north", ROOT.public.kid, ROOT.public.jwk)])
    def test_the_root_is_nobodys_key(self, key: PublicKey) -> None:
        with pytest.raises(InvalidDocument) as raised:
            made(key)

        assert said(raised.value.report) == [("MP-X-033", "/keys/0")]

    def test_at_what_is_no_time(self) -> None:
        with pytest.raises(InvalidDocument) as raised:
            made(NORTH.public, time="yesterday")

        assert said(raised.value.report) == [("MP-S-024", "/issued_at")]


class TestRevoked:
    @pytest.mark.parametrize(
        ("kid", "reason"), [("x", "compromised"), (NORTH.public.kid, "tired of it")], ids=["key", "reason"]
    )
    def test_only_a_listed_key_for_a_listed_reason(self, kid: str, reason: str) -> None:
        with pytest.raises(CannotRun, match=r"has that name|no reason"):
            revoked(trusted(made(NORTH.public)), kid, reason, [])

    def test_what_still_counts_is_carried_in_order_and_added_to(self) -> None:
        first = trusted(made(NORTH.public))
        second = trusted(sign_trust(revoked(first, NORTH.public.kid, "other", ["b" * 64, "a" * 64]), ROOT, time=TIME))
        data = sign_trust(revoked(second, NORTH.public.kid, "compromised", ["c" * 64]), ROOT, time=TIME, after=second)

        told = json.loads(data)["keys"][0]["revoked"]

        assert told == {"reason": "compromised", "still_trusted": ["a" * 64, "b" * 64, "c" * 64]}
        assert trusted(data).keys[NORTH.public.kid].revoked == "compromised"

    def test_names_a_hundred_thousand_messages_and_no_more(self) -> None:
        first = trusted(made(NORTH.public, SOUTH.public))
        digests = [f"{number:064x}" for number in range(MOST_STILL_TRUSTED)]

        data = sign_trust(revoked(first, NORTH.public.kid, "compromised", digests), ROOT, time=TIME, after=first)

        assert len(data) < MAX_BYTES
        assert len(trusted(data).keys[NORTH.public.kid].still_trusted) == MOST_STILL_TRUSTED
        with pytest.raises(InvalidDocument) as raised:
            sign_trust(revoked(first, NORTH.public.kid, "compromised", [*digests, "f" * 64]), ROOT, time=TIME)
        assert said(raised.value.report) == [
            ("MP-S-028", f"/keys/{sorted(first.keys).index(NORTH.public.kid)}/revoked/still_trusted")
        ]

    @pytest.mark.no_cover
    def test_a_list_larger_than_any_message_is_read(self) -> None:
        digests = [f"{number:064x}" for number in range(MOST_STILL_TRUSTED)]
        trust = trusted(made(NORTH.public, SOUTH.public))
        for key in (NORTH, SOUTH):
            keys = revoked(trust, key.public.kid, "compromised", digests)
            data = sign_trust(keys, ROOT, time=TIME, after=trust)
            trust = trusted(data)

        assert MAX_BYTES < len(data) < MAX_TRUST_BYTES


class TestRotation:
    """The new key counts before the old one stops: no message falls between."""

    def test_both_count_while_they_overlap(self) -> None:
        first = trusted(made(NORTH.public))
        second = trusted(sign_trust(extended(first, [NEWER.public], valid_from=MARCH), ROOT, time=TIME, after=first))
        third = trusted(sign_trust(extended(second, [NORTH.public], valid_until=JUNE), ROOT, time=TIME, after=second))

        def outcomes(time: str) -> list[str]:
            sealed = [seal_message(SIGHTING, SUBJECT, BODIES[SIGHTING], key, time=time) for key in (NORTH, NEWER)]
            return [str(open_message(each, third).outcome) for each in sealed]

        assert outcomes("2026-02-01T00:00:00Z") == ["ok", "void"]
        assert outcomes("2026-04-01T00:00:00Z") == ["ok", "ok"]
        assert outcomes("2026-07-01T00:00:00Z") == ["void", "ok"]


class TestNewest:
    def test_is_that_with_the_highest_serial_in_any_order_and_however_often(self) -> None:
        first = trusted(made(NORTH.public))
        second = trusted(made(SOUTH.public, after=first))
        third = trusted(made(NEWER.public, after=second))

        for order in itertools.permutations([first, second, third, second]):
            assert Trust.newest(order) == third

    def test_of_two_with_one_serial_the_lower_digest_counts_and_it_is_said(self) -> None:
        first = trusted(made(NORTH.public))
        rivals = sorted(
            (trusted(made(key, after=first)) for key in (SOUTH.public, NEWER.public)), key=lambda x: x.digest
        )

        for order in itertools.permutations([first, *rivals, rivals[1]]):
            newest = Trust.newest(order)
            assert (newest.digest, newest.serial) == (rivals[0].digest, 2)
            assert [(each.code, each.at) for each in newest.findings] == [("MP-X-032", "/serial")]

    def test_a_later_list_ends_the_doubt(self) -> None:
        first, rival = trusted(made(NORTH.public)), trusted(made(SOUTH.public))
        last = trusted(made(NEWER.public, after=first))

        assert Trust.newest([rival, first, last]) == last

    def test_of_none_trusts_nobody(self) -> None:
        assert (Trust.newest([]).keys, Trust.newest([]).serial) == ({}, 0)

    def test_the_same_list_signed_twice_is_one(self) -> None:
        root = new_root_key("ES256")
        twice = [read_trust(sign_trust(extended(NOBODY, [NORTH.public]), root, time=TIME), root.public) for _ in "ab"]

        assert Trust.newest(each for each, _ in twice if each).findings == ()


BAD = {
    "empty": (b"", [("MP-S-002", "")]),
    "no JSON": (b"{", [("MP-S-003", "")]),
    "not UTF-8": (b"\xff", [("MP-S-001", "")]),
    "nested": (b"[" * 100_000, [("MP-S-004", "")]),
    "a list": (b"[]", [("MP-X-030", "")]),
    "an object": (b"{}", [("MP-X-030", "/document_type")]),
    "another document": (b'{"document_type":"episode"}', [("MP-X-030", "/document_type")]),
    "a member twice": (b'{"document_type":"trust_list","document_type":"trust_list"}', [("MP-S-005", "")]),
    "unsigned": (b'{"document_type":"trust_list"}', [("MP-X-031", "/mpsignature")]),
    "signed with a number": (b'{"document_type":"trust_list","mpsignature":1}', [("MP-X-031", "/mpsignature")]),
    "too large": (b" " * (MAX_TRUST_BYTES + 1), [("MP-S-010", "")]),
}


class TestNotRead:
    @pytest.mark.parametrize(("data", "expected"), BAD.values(), ids=BAD)
    def test_what_is_none(self, data: bytes, expected: list[tuple[str, str]]) -> None:
        read, found = read_trust(data, ROOT.public)

        assert read is None
        assert said(found) == expected

    @pytest.mark.parametrize("key", [new_root_key(), NORTH, new_root_key("ES256")])
    def test_what_another_key_signed(self, key: PrivateKey) -> None:
        data = changed(made(NORTH.public), lambda tree: None, key)

        assert said(read_trust(data, ROOT.public)[1]) == [("MP-X-031", "/mpsignature")]

    def test_what_a_stranger_signed_and_says_is_the_roots(self) -> None:
        posing = PrivateKey(PublicKey("root", ROOT.public.kid, ROOT.public.jwk), new_root_key().secret)
        tree = json.loads(made(NORTH.public))
        del tree[SIGNATURE]
        stranger = new_root_key()
        head = sign(b"", ROOT).partition(".")[0]

        data = wire.encode({**tree, SIGNATURE: f"{head}..{sign(wire.encode(tree), stranger).rpartition('.')[2]}"})

        assert posing.public == ROOT.public
        assert said(read_trust(data, ROOT.public)[1]) == [("MP-X-031", "/mpsignature")]

    @pytest.mark.parametrize("place", range(0, 1200, 11))
    def test_one_byte_changed(self, place: int) -> None:
        data = bytearray(made(NORTH.public, SOUTH.public))
        data[place % len(data)] ^= 0x01

        assert read_trust(bytes(data), ROOT.public)[0] is None

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            (lambda tree: tree.update(more=1), [("MP-S-021", ""), ("MP-X-030", "")]),
            (lambda tree: tree.update(serial=0), [("MP-X-030", ""), ("MP-S-027", "/serial")]),
            (lambda tree: tree.pop("issued_at"), [("MP-X-030", ""), ("MP-S-020", "/issued_at")]),
            (lambda tree: tree["keys"][0].update(alg="ES384"), [("MP-X-030", ""), ("MP-S-023", "/keys/0/alg")]),
            (lambda tree: tree["keys"][0].update(alg="ES256"), [("MP-X-033", "/keys/0")]),
            (lambda tree: tree["keys"][0].update(kid="A" * 43), [("MP-X-033", "/keys/0")]),
            (lambda tree: tree["keys"][0]["jwk"].update(x="A" * 43), [("MP-X-033", "/keys/0")]),
            (lambda tree: tree["keys"][0]["jwk"].update(y="A" * 43), [("MP-X-033", "/keys/0")]),
            (lambda tree: tree["keys"][0]["jwk"].update(kty="EC"), [("MP-X-033", "/keys/0")]),
            (lambda tree: tree["keys"].append(tree["keys"][0]), [("MP-X-033", "/keys/1")]),
            (
                lambda tree: tree["keys"].append({**tree["keys"][0], "force": "test-south"}),
                [("MP-X-033", "/keys/1")],
            ),
        ],
    )
    def test_what_the_root_signed_and_is_amiss(
        self, change: Callable[[dict[str, Any]], object], expected: list[tuple[str, str]]
    ) -> None:
        data = changed(made(NORTH.public), change)

        read, found = read_trust(data, ROOT.public)

        assert read is None
        assert said(found) == expected

    def test_spelt_otherwise_it_is_the_same_list(self) -> None:
        data = made(NORTH.public, SOUTH.public)
        turned = json.dumps(dict(reversed(json.loads(data).items())), indent=2).encode()

        assert trusted(turned) == trusted(data)


class TestByHand:
    def test_keys_without_a_list_count_without_limit(self) -> None:
        trust = Trust.of([NORTH.public])
        sealed = seal_message(SIGHTING, SUBJECT, BODIES[SIGHTING], NORTH, time="1999-01-01T00:00:00Z")

        assert open_message(sealed, trust) == open_message(sealed, {NORTH.public.kid: NORTH.public})
        assert open_message(sealed, trust).outcome == "ok"
