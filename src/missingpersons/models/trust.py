"""The list of everybody's keys, signed by a key that each receiver is given: whose they are, and which still count."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from missingpersons.codes import DocumentType
from missingpersons.models._base import In, Record
from missingpersons.models.standard import StandardVersion
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, Digest, ForceSlug

KeyPart = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$", max_length=43)]

MOST_KEYS = 10_000
MOST_STILL_TRUSTED = 100_000


class Jwk(Record):
    """A public key, as a JSON Web Key (RFC 7517)."""

    kty: Literal["OKP", "EC"]
    """The type of key: `OKP` for Ed25519, `EC` for ES256."""
    crv: Literal["Ed25519", "P-256"]
    """The curve: `Ed25519`, or `P-256` for ES256."""
    x: KeyPart
    """The key, or the first coordinate of its point, in base64url."""
    y: KeyPart | None = None
    """The second coordinate of its point, in base64url. Only of `P-256`."""


class Revocation(Record):
    """That a key no longer counts, but for what is named here. No date is believed: whoever took it can write any."""

    reason: Annotated[Code, In("key_revocation_reasons")]
    """Why: a code of the list `key_revocation_reasons`."""
    still_trusted: Annotated[tuple[Digest, ...], Field(max_length=MOST_STILL_TRUSTED)] = ()
    """The digests of the messages under the key that still count, in order. What a batch lists counts with it."""


class ListedKey(Record):
    """One key, whose it is, and how far it counts."""

    kid: KeyPart
    """The key's name: its RFC 7638 thumbprint."""
    force: Annotated[ForceSlug, In("forces")]
    """The force that holds it: a code of the list `forces`. It stays the same in every later list."""
    jwk: Jwk
    """The key."""
    alg: Literal["Ed25519", "ES256"]
    """The one algorithm that it is for."""
    valid_from: Timestamp | None = None
    """The first moment that a message under it may give as its own time. Absent: any."""
    valid_until: Timestamp | None = None
    """The last moment that a message under it may give as its own time. Absent: any."""
    revoked: Revocation | None = None
    """That it no longer counts, and for what it still does."""


class TrustList(Record):
    """Everybody's keys. Of several lists the one with the highest serial counts, and it alone."""

    document_type: Literal[DocumentType.TRUST_LIST]
    """Always `trust_list`."""
    standard_version: StandardVersion
    """The version of the standard that it is written to."""
    serial: Annotated[int, Field(ge=1, le=1_000_000_000)]
    """Its number: each list has a higher one than the list before."""
    issued_at: Timestamp
    """When it was made, by its maker's clock, which proves nothing."""
    keys: Annotated[tuple[ListedKey, ...], Field(max_length=MOST_KEYS)] = ()
    """The keys, in the order of their names. A key that was listed once is in every later list."""
    mpsignature: (
        Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,600}\\.\\.[A-Za-z0-9_-]{1,200}$", max_length=802)] | None
    ) = None
    """The signature of the root key: a detached JWS (RFC 7515, appendix F) over the RFC 8785 form of all the rest."""
