"""How a list of keys is made by whoever holds the root key: keys are added and revoked, and none is ever left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.exchange.keys import PrivateKey, PublicKey
from missingpersons.exchange.signature import SIGNATURE, sign
from missingpersons.exchange.trust import NOBODY, Listed, Trust, read_trust
from missingpersons.findings import CannotRun, InvalidDocument
from missingpersons.models.standard import STANDARD_VERSION
from missingpersons.models.trust import TrustList


def sign_trust(keys: Iterable[Listed], root: PrivateKey, *, time: str, after: Trust = NOBODY) -> bytes:
    """The signed list of ``keys`` that follows ``after``, with the next serial.

    Raises ``CannotRun`` if a key of ``after`` is not in it, or is another force's: what was signed under it would be
    lost without a word. Raises ``InvalidDocument`` for a list that nobody could read.
    """
    listed = {each.key.kid: each for each in keys}
    for kid, before in after.keys.items():
        if kid not in listed:
            raise CannotRun(f"key {kid} was listed and is not any more: revoke it instead")
        if listed[kid].key.force != before.key.force:
            raise CannotRun(f"key {kid} was listed as another force's: a key never changes hands")
    tree, found = wire.as_written(
        {
            "document_type": "trust_list",
            "standard_version": STANDARD_VERSION,
            "serial": after.serial + 1,
            "issued_at": time,
            "keys": [_tree(each) for _, each in sorted(listed.items())],
        },
        TrustList,
    )
    if tree is None:
        raise InvalidDocument(found)
    data = wire.encode({**tree, SIGNATURE: sign(wire.encode(tree), root)})
    made, found = read_trust(data, root.public)
    if made is None:
        raise InvalidDocument(found)
    return data


def extended(
    trust: Trust,
    keys: Iterable[PublicKey],
    *,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> tuple[Listed, ...]:
    """The keys of ``trust`` with ``keys`` among them, which count from one moment to another.

    A key that is listed already gets the bounds that are given, and keeps the others: so an old key is given its last
    moment while the new one counts already.
    """
    listed = dict(trust.keys)
    for key in keys:
        before = listed.get(key.kid, Listed(key))
        if before.key.force != key.force:
            raise CannotRun(f"key {key.kid} is listed as another force's: a key never changes hands")
        listed[key.kid] = replace(
            before,
            valid_from=valid_from or before.valid_from,
            valid_until=valid_until or before.valid_until,
        )
    return tuple(listed.values())


def revoked(trust: Trust, kid: str, reason: str, still_trusted: Iterable[str]) -> tuple[Listed, ...]:
    """The keys of ``trust``, of which one no longer counts but for the messages whose digests are given.

    What an earlier revocation named stays named.
    """
    if kid not in trust.keys:
        raise CannotRun("no key of the list has that name")
    if reason not in codelist("key_revocation_reasons"):
        raise CannotRun("that is no reason to revoke a key: see `missingpersons codes key_revocation_reasons`")
    before = trust.keys[kid]
    named = before.still_trusted.union(still_trusted)
    return tuple({**trust.keys, kid: replace(before, revoked=reason, still_trusted=named)}.values())


def _tree(listed: Listed) -> dict[str, Any]:
    key = listed.key
    tree: dict[str, Any] = {"kid": key.kid, "force": key.force, "jwk": dict(key.jwk), "alg": key.alg}
    for name, bound in (("valid_from", listed.valid_from), ("valid_until", listed.valid_until)):
        if bound:
            tree[name] = bound.isoformat().replace("+00:00", "Z")
    if listed.revoked:
        tree["revoked"] = {"reason": listed.revoked, "still_trusted": sorted(listed.still_trusted)}
    return tree
