"""Whose key is whose, and how far it counts: lists of keys, read under a root key, of which the newest counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from missingpersons import wire
from missingpersons.exchange.keys import ROOT, PublicKey, public_jwk, thumbprint
from missingpersons.exchange.signature import SIGNATURE, digest_of, read_header, signed_bytes, verify
from missingpersons.findings import Finding, Report, finding, report
from missingpersons.models.trust import TrustList
from missingpersons.values.dates import moment

MAX_TRUST_BYTES = 64 * 1024 * 1024
"""The largest list of keys that is read: each revoked key may name 100,000 messages that still count."""

NO_LIST = "MP-X-030"
NOT_BY_ROOT = "MP-X-031"
SAME_SERIAL = "MP-X-032"
KEY_AMISS = "MP-X-033"

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed:
    """One key of a list, with what limits it."""

    key: PublicKey
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revoked: str | None = None
    """Why it is revoked, if it is."""
    still_trusted: frozenset[str] = field(default=NOTHING, repr=False)

    def held_at(self, time: datetime) -> bool:
        """Whether a message may give ``time`` as its own. The sender's clock proves nothing: this finds mistakes."""
        return not (
            (self.valid_from is not None and time < self.valid_from)
            or (self.valid_until is not None and time > self.valid_until)
        )

    def counts(self, digest: str, batch: str | None = None) -> bool:
        """Whether a message under this key counts: the key is not revoked, or the message or its batch is named."""
        return self.revoked is None or digest in self.still_trusted or batch in self.still_trusted


@dataclass(frozen=True, slots=True)
class Trust:
    """The keys that count, by ``kid``. The ``digest`` names the list; nought is the ``serial`` of no list."""

    keys: Mapping[str, Listed]
    serial: int = 0
    digest: str = ""
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, keys: Iterable[PublicKey]) -> Trust:
        """Keys that somebody was given by hand, and that count without any limit."""
        return cls(MappingProxyType({key.kid: Listed(key) for key in keys}))

    @classmethod
    def newest(cls, lists: Iterable[Trust]) -> Trust:
        """The list that counts of all that came, the same in any order: that with the highest serial.

        Of two different lists with that serial the one with the lower digest counts, and a finding says that there are
        two. Without any list, nobody is trusted.
        """
        known = {each.digest: each for each in lists}
        if not known:
            return NOBODY
        highest = max(each.serial for each in known.values())
        rivals = sorted(digest for digest, each in known.items() if each.serial == highest)
        counts = known[rivals[0]]
        found = (finding(SAME_SERIAL, "/serial"),) if len(rivals) > 1 else ()
        return Trust(counts.keys, counts.serial, counts.digest, found)


NOBODY = Trust(MappingProxyType({}))
"""Nobody is trusted: what there is before the first list comes."""


def read_trust(data: bytes, root: PublicKey) -> tuple[Trust | None, Report]:
    """The list of keys that ``data`` is, if ``root`` signed it; or None, and why. Never raises for what is in it."""
    if len(data) > MAX_TRUST_BYTES:
        return None, report([finding("MP-S-010")])
    read = wire.read_signed(data, TrustList)
    if read.odd or not isinstance(read.tree, dict):
        return None, report(read.odd or [finding(NO_LIST)])
    tree = read.tree
    if tree.get("document_type") != "trust_list":
        return None, report([finding(NO_LIST, "/document_type")])
    signature = tree.get(SIGNATURE)
    if not (isinstance(signature, str) and read_header(signature) and verify(signature, signed_bytes(tree), root)):
        return None, report([finding(NOT_BY_ROOT, f"/{SIGNATURE}")])
    found = report(()) if read.sound else wire.as_written(tree, TrustList)[1]
    if not found.ok:
        return None, report([finding(NO_LIST), *found])
    return _trust(tree, root)


def _trust(tree: Mapping[str, Any], root: PublicKey) -> tuple[Trust | None, Report]:
    keys: dict[str, Listed] = {}
    amiss: list[Finding] = []
    for index, told in enumerate(tree.get("keys", ())):
        listed = _listed(told)
        if listed is None or listed.key.kid in keys or listed.key.kid == root.kid or listed.key.force == ROOT:
            amiss.append(finding(KEY_AMISS, f"/keys/{index}"))
        else:
            keys[listed.key.kid] = listed
    if amiss:
        return None, report(amiss)
    return Trust(MappingProxyType(keys), tree["serial"], digest_of(tree)), report(())


def _listed(told: Mapping[str, Any]) -> Listed | None:
    """A key of a list; None if it is not what it says of itself."""
    try:
        jwk = public_jwk({**told["jwk"], "alg": told["alg"]})
    except ValueError:
        return None
    if jwk != told["jwk"] or thumbprint(jwk) != told["kid"]:
        return None
    revoked = told.get("revoked")
    return Listed(
        PublicKey(told["force"], told["kid"], jwk),
        moment(told["valid_from"]) if "valid_from" in told else None,
        moment(told["valid_until"]) if "valid_until" in told else None,
        revoked["reason"] if revoked else None,
        frozenset(revoked.get("still_trusted", ())) if revoked else NOTHING,
    )
