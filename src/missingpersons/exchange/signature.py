"""A detached signature over bytes: a JWS whose header says the algorithm and the key, and nothing else."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from missingpersons import wire
from missingpersons.exchange.keys import ALGORITHMS, PrivateKey, PublicKey
from missingpersons.findings import MissingExtra

if TYPE_CHECKING:
    from joserfc.jws import JWSRegistry

SIGNATURE = "mpsignature"
"""The attribute that holds the signature."""

BATCH = "mpbatch"
"""The attribute that holds a message's place in a batch, in the stead of a signature of its own."""

_FORM = re.compile(r"([A-Za-z0-9_-]{1,600})\.\.([A-Za-z0-9_-]{86})")
# Both algorithms sign with 64 bytes. Of the last character two bits count, and the rest are nought.
_LAST = frozenset("AQgw")


class Header(NamedTuple):
    """What a signature says of itself. ``kid`` may be anything, and need not be text."""

    alg: str
    kid: Any


def signed_bytes(event: Mapping[str, Any]) -> bytes:
    """What is signed of an event: the RFC 8785 form of all of it but the two attributes that prove it."""
    unproven = {name: value for name, value in event.items() if name not in (SIGNATURE, BATCH)}
    data = wire.encode(unproven)
    # Names of the standard are in ASCII. Others may be held, and must have one form for everybody until then: RFC 8785
    # sorts by UTF-16, which is another order where a character is beyond U+FFFF.
    if any(lead in data for lead in _BEYOND):
        return _SORTED_ALREADY.encode(_in_utf16_order(unproven)).encode()
    return data


_BEYOND = tuple(bytes([lead]) for lead in range(0xF0, 0xF5))
"""How a character beyond U+FFFF begins in UTF-8."""

_SORTED_ALREADY = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False)


def _in_utf16_order(value: Any) -> Any:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: str(name).encode("utf-16-be"))
        return {name: _in_utf16_order(value[name]) for name in names}
    return [_in_utf16_order(each) for each in value] if isinstance(value, list | tuple) else value


def digest_of(event: Mapping[str, Any]) -> str:
    """The name by which other messages speak of this one: the SHA-256 of what is signed of it."""
    return hashlib.sha256(signed_bytes(event)).hexdigest()


def sign(data: bytes, key: PrivateKey) -> str:
    """The detached JWS of ``key`` over ``data``, by the algorithm that the key is for."""
    header, alg = {"alg": key.public.alg, "kid": key.public.kid}, key.public.alg
    private, registry = key.jwk(), _registry(alg)
    from joserfc import jws

    return jws.detach_content(jws.serialize_compact(header, data, private, registry=registry))


def read_header(signature: str) -> Header | None:
    """The header of a detached JWS; None if it is not of the one form: an accepted `alg`, a `kid`, and nothing else."""
    head, _, _ = signature.partition(".")
    return _header(head) if len(head) <= 600 else None


def verify(signature: str, data: bytes, key: PublicKey) -> bool:
    """Whether ``signature`` is that of ``key`` over ``data``, by the algorithm that the key is for and no other."""
    header = read_header(signature)
    form = _FORM.fullmatch(signature)
    if not (header and form and form[2][-1] in _LAST and header == (key.alg, key.kid)):
        return False
    verifying, registry = key.verifying(), _registry(key.alg)
    from joserfc import jws
    from joserfc.errors import JoseError

    try:
        jws.deserialize_compact(signature, verifying, registry=registry, payload=data)
    except (JoseError, ValueError):
        return False
    return True


# A force signs with few keys: its header is the same text each time.
@lru_cache(maxsize=1024)
def _header(head: str) -> Header | None:
    try:
        raw = base64.b64decode(head + "=" * (-len(head) % 4), b"-_", validate=True)
        # Of one text in base64url there must not be two spellings.
        plain = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == head
        told = json.loads(raw.decode(), object_pairs_hook=list)
    except (ValueError, RecursionError, binascii.Error):
        return None
    if not (plain and isinstance(told, list) and len(told) == 2 and all(isinstance(each, tuple) for each in told)):
        return None
    named = dict(told)
    if set(named) != {"alg", "kid"} or not isinstance(named["alg"], str) or named["alg"] not in ALGORITHMS:
        return None
    return Header(named["alg"], named["kid"])


@cache
def _registry(alg: str) -> JWSRegistry:
    try:
        from joserfc.jws import JWSRegistry
    except ImportError:
        pass
    else:
        return JWSRegistry(algorithms=[alg])
    raise MissingExtra("exchange", "signing and opening messages")
