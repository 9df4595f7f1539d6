"""A detached signature: by the one algorithm that its key is for, spelt in one way, over exactly these bytes."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey

from missingpersons.exchange.keys import ALGORITHMS, PrivateKey, new_key
from missingpersons.exchange.signature import digest_of, read_header, sign, signed_bytes, verify

DATA = b'{"data":{},"id":"1"}'
KEYS = {alg: new_key("test-north", alg) for alg in ALGORITHMS}


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def with_header(signature: str, header: bytes) -> str:
    return f"{encoded(header)}..{signature.rpartition('.')[2]}"


@pytest.fixture(params=ALGORITHMS)
def key(request: pytest.FixtureRequest) -> PrivateKey:
    return KEYS[request.param]


class TestSign:
    def test_is_verified_by_its_own_key_alone(self, key: PrivateKey) -> None:
        signature = sign(DATA, key)

        assert verify(signature, DATA, key.public)
        assert not verify(signature, DATA, new_key("test-north", key.public.alg).public)
        assert not verify(signature, DATA + b" ", key.public)
        assert not verify(signature, b"", key.public)

    def test_is_a_detached_jws_for_anybody_who_reads_jws(self, key: PrivateKey) -> None:
        signature = sign(DATA, key)
        # What another program was given: the public JWK alone.
        theirs = (ECKey if key.public.alg == "ES256" else OKPKey).import_key(dict(key.public.jwk))

        read = jws.deserialize_compact(signature, theirs, [key.public.alg], payload=DATA)

        assert read.headers() == {"alg": key.public.alg, "kid": key.public.kid}
        assert signature.split(".")[1] == ""

    def test_what_another_program_signed_is_verified(self, key: PrivateKey) -> None:
        header = {"kid": key.public.kid, "alg": key.public.alg}
        token = jws.serialize_compact(header, DATA, key.jwk(), [key.public.alg])

        assert verify(jws.detach_content(token), DATA, key.public)

    def test_large_things_are_signed_whole(self, key: PrivateKey) -> None:
        large = b"x" * 10_000_000

        signature = sign(large, key)

        assert verify(signature, large, key.public)
        assert not verify(signature, large[:-1] + b"y", key.public)


class TestPinned:
    """The key says which algorithm, and never the message."""

    @pytest.mark.parametrize("alg", ["none", "HS256", "HS512", "RS256", "EdDSA", "ES384", "ed25519", "Ed448"])
    def test_no_other_algorithm(self, key: PrivateKey, alg: str) -> None:
        header = json.dumps({"alg": alg, "kid": key.public.kid}).encode()

        assert read_header(with_header(sign(DATA, key), header)) is None
        assert not verify(with_header(sign(DATA, key), header), DATA, key.public)

    def test_nor_the_other_of_the_two(self) -> None:
        one, other = KEYS["Ed25519"], KEYS["ES256"]
        header = json.dumps({"alg": "ES256", "kid": one.public.kid}).encode()

        forged = with_header(sign(DATA, other), header)

        assert read_header(forged) == ("ES256", one.public.kid)
        assert not verify(forged, DATA, one.public)

    def test_nor_the_public_key_as_a_secret(self, key: PrivateKey) -> None:
        secret = OctKey.import_key(json.dumps(dict(key.public.jwk)))
        header = {"alg": "HS256", "kid": key.public.kid}

        forged = jws.detach_content(jws.serialize_compact(header, DATA, secret, ["HS256"]))

        assert not verify(forged, DATA, key.public)

    def test_an_empty_signature_of_none(self, key: PrivateKey) -> None:
        forged = f"{encoded(json.dumps({'alg': 'none', 'kid': key.public.kid}).encode())}.."

        assert not verify(forged, DATA, key.public)


HEADERS: dict[str, Callable[[str, str], bytes]] = {
    "a member more": lambda alg, kid: json.dumps({"alg": alg, "kid": kid, "typ": "JWT"}).encode(),
    "crit": lambda alg, kid: json.dumps({"alg": alg, "kid": kid, "crit": ["b64"], "b64": False}).encode(),
    "crit alone": lambda alg, kid: json.dumps({"alg": alg, "crit": []}).encode(),
    "b64": lambda alg, kid: json.dumps({"alg": alg, "kid": kid, "b64": False}).encode(),
    "jwk": lambda alg, kid: json.dumps({"alg": alg, "kid": kid, "jwk": {"kty": "oct", "k": "AA"}}).encode(),
    "jku": lambda alg, kid: json.dumps({"alg": alg, "kid": kid, "jku": "https://keys.example/"}).encode(),
    "x5c": lambda alg, kid: json.dumps({"alg": alg, "kid": kid, "x5c": []}).encode(),
    "a member twice": lambda alg, kid: f'{{"alg":"{alg}","kid":"{kid}","kid":"{kid}"}}'.encode(),
    "a member twice, and another not": lambda alg, kid: f'{{"alg":"{alg}","alg":"{alg}"}}'.encode(),
    "alg none, and then right": lambda alg, kid: f'{{"alg":"none","kid":"{kid}","alg":"{alg}"}}'.encode(),
    "no kid": lambda alg, kid: json.dumps({"alg": alg}).encode(),
    "no alg": lambda alg, kid: json.dumps({"kid": kid}).encode(),
    "pairs": lambda alg, kid: json.dumps([["alg", alg], ["kid", kid]]).encode(),
    "a text": lambda alg, kid: json.dumps(alg).encode(),
    "a null": lambda alg, kid: b"null",
    "alg a list": lambda alg, kid: json.dumps({"alg": [alg], "kid": kid}).encode(),
    "alg an object": lambda alg, kid: json.dumps({"alg": {alg: 1}, "kid": kid}).encode(),
    "UTF-16": lambda alg, kid: json.dumps({"alg": alg, "kid": kid}).encode("utf-16"),
    "not UTF-8": lambda alg, kid: b'{"alg":"\xff"}',
    "nested": lambda alg, kid: b"[" * 400,
    "nothing": lambda alg, kid: b"",
    "too long": lambda alg, kid: json.dumps({"alg": alg, "kid": kid * 20}).encode(),
}


class TestHeader:
    @pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
    def test_of_any_other_form_is_none(self, key: PrivateKey, header: Callable[[str, str], bytes]) -> None:
        signature = with_header(sign(DATA, key), header(key.public.alg, key.public.kid))

        assert read_header(signature) is None
        assert not verify(signature, DATA, key.public)

    def test_that_is_signed_with_a_member_more_is_none_all_the_same(self, key: PrivateKey) -> None:
        header: dict[str, Any] = {"alg": key.public.alg, "kid": key.public.kid, "typ": "JOSE"}
        signature = jws.detach_content(jws.serialize_compact(header, DATA, key.jwk(), [key.public.alg]))

        assert not verify(signature, DATA, key.public)

    @pytest.mark.parametrize("kid", [1, None, True, ["x"], {"x": 1}, ""])
    def test_a_kid_may_be_anything_and_names_no_key(self, key: PrivateKey, kid: Any) -> None:
        signature = with_header(sign(DATA, key), json.dumps({"alg": key.public.alg, "kid": kid}).encode())

        header = read_header(signature)

        assert header is not None
        assert header.alg == key.public.alg
        assert not verify(signature, DATA, key.public)

    def test_of_the_key_under_another_name_does_not_fit(self, key: PrivateKey) -> None:
        header = {"alg": key.public.alg, "kid": "A" * 43}
        signature = jws.detach_content(jws.serialize_compact(header, DATA, key.jwk(), [key.public.alg]))

        assert read_header(signature) == (key.public.alg, "A" * 43)
        assert not verify(signature, DATA, key.public)


class TestOneSpelling:
    """What is signed cannot be made to look like another message by spelling its signature otherwise."""

    def test_bits_that_do_not_count_are_nought(self, key: PrivateKey) -> None:
        signature = sign(DATA, key)
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

        fitting = [last for last in letters if verify(signature[:-1] + last, DATA, key.public)]

        assert fitting == [signature[-1]]

    def test_nor_in_the_header(self, key: PrivateKey) -> None:
        # A blank makes the length such that the last character has bits that do not count.
        for blanks in range(3):
            header = json.dumps({"alg": key.public.alg, "kid": key.public.kid}).encode() + b" " * blanks
            head = encoded(header)
            letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

            read = [last for last in letters if read_header(f"{head[:-1]}{last}..A") is not None]

            assert head[-1] in read
            assert all(base64.urlsafe_b64decode(f"{head[:-1]}{last}===") != header for last in read if last != head[-1])

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: text + "=",
            lambda text: text + "\n",
            lambda text: " " + text,
            lambda text: text.replace("..", "...", 1),
            lambda text: text.replace("..", ".e30.", 1),
            lambda text: text.replace("..", ".", 1),
            lambda text: text + ".",
            lambda text: text[:-1],
            lambda text: text + "A",
            lambda text: text.partition(".")[0] + "=.." + text.rpartition(".")[2],
            lambda text: text[:-1] + "é",
            lambda text: text[:-1] + "\ud800",
            lambda text: "",
        ],
    )
    def test_no_other_form(self, key: PrivateKey, change: Callable[[str], str]) -> None:
        assert not verify(change(sign(DATA, key)), DATA, key.public)

    def test_plain_base64_is_none(self, key: PrivateKey) -> None:
        signature = sign(DATA, key)
        while "-" not in signature.rpartition(".")[2] and "_" not in signature.rpartition(".")[2]:
            key = new_key("test-north", key.public.alg)
            signature = sign(DATA, key)
        head, _, tail = signature.rpartition(".")

        assert not verify(f"{head}.{tail.replace('-', '+').replace('_', '/')}", DATA, key.public)


class TestSigned:
    def test_is_everything_but_what_proves_it(self) -> None:
        event = {"id": "1", "data": {"mpsignature": "kept"}, "mpsignature": "a", "mpbatch": "b"}

        assert signed_bytes(event) == b'{"data":{"mpsignature":"kept"},"id":"1"}'
        assert digest_of(event) == digest_of({"id": "1", "data": {"mpsignature": "kept"}})
