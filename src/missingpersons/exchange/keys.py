"""The keys that forces sign with, as JSON Web Keys in files. A key is for one algorithm, and says itself for which."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from missingpersons.codes import codelist
from missingpersons.findings import CannotRun, MissingExtra

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, OKPKey

ED25519 = "Ed25519"
"""The usual algorithm (RFC 9864)."""

ES256 = "ES256"
"""ECDSA with P-256 and SHA-256 (RFC 7518), for forces whose key store has nothing newer."""

ALGORITHMS: Mapping[str, tuple[str, str]] = {ED25519: ("OKP", "Ed25519"), ES256: ("EC", "P-256")}
"""The algorithms that are accepted, each with the one kind of key and curve that it is for."""

ROOT = "root"
"""Whoever signs the list of everybody's keys, in the place of a force. No force has this code."""

KID = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
"""32 bytes in base64url: a thumbprint, or a part of a key. Of its last character four bits count, and the rest are
nought: otherwise one key could be written, and named, in four ways."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key by which others recognise a force's signature. ``kid`` is its RFC 7638 thumbprint."""

    force: str
    kid: str
    jwk: Mapping[str, str]

    @property
    def alg(self) -> str:
        """The one algorithm that the key is for."""
        return ES256 if self.jwk["kty"] == "EC" else ED25519

    def as_dict(self) -> dict[str, str]:
        """The key as it is written to a file: a JWK with the force that holds it."""
        return {**self.jwk, "force": self.force, "kid": self.kid, "alg": self.alg, "use": "sig"}

    def verifying(self) -> OKPKey | ECKey:
        """The key as joserfc's, for verifying. Raises ``MissingExtra`` without the extra `exchange`."""
        return _verifying(**self.jwk)

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> Self:
        """The key that ``as_dict`` wrote. Raises ``ValueError`` if it is not one."""
        force = tree.get("force")
        jwk = public_jwk(tree)
        if not isinstance(force, str):
            raise ValueError("not a key with the force that holds it")
        return cls(force, thumbprint(jwk), jwk)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The key that a force signs with. Its ``repr`` does not show it."""

    public: PublicKey
    secret: str = field(repr=False)

    @property
    def force(self) -> str:
        """The force that holds it."""
        return self.public.force

    def jwk(self) -> OKPKey | ECKey:
        """The key as joserfc's."""
        return _signing(self.secret, **self.public.jwk)


def public_jwk(tree: Mapping[str, Any]) -> dict[str, str]:
    """What is public in a JWK, and nothing else. Raises ``ValueError`` if it is not of a kind that is accepted."""
    kind = (tree.get("kty"), tree.get("crv"))
    alg = next((alg for alg, wanted in ALGORITHMS.items() if wanted == kind), None)
    if alg is None or tree.get("alg", alg) != alg:
        raise ValueError("not an Ed25519 key, nor one for ES256")
    parts = {name: tree.get(name) for name in (("x", "y") if alg == ES256 else ("x",))}
    jwk = {"kty": str(kind[0]), "crv": str(kind[1])}
    for name, value in parts.items():
        if not (isinstance(value, str) and KID.fullmatch(value)):
            raise ValueError(f"not {'an Ed25519' if alg == ED25519 else 'an ES256'} key: a part of it is not one")
        jwk[name] = value
    try:
        _verifying(**jwk)
    except ValueError:
        pass
    else:
        return jwk
    raise ValueError("not an ES256 key: no point of its curve")


def thumbprint(jwk: Mapping[str, str]) -> str:
    """The RFC 7638 thumbprint of a public key."""
    return _verifying(**jwk).thumbprint()


def new_key(force: str, alg: str = ED25519) -> PrivateKey:
    """A new key for ``force``. Raises ``CannotRun`` for a force that the list does not have."""
    if force not in codelist("forces"):
        raise CannotRun("that is not a code of the list of forces: see `missingpersons codes forces`")
    return _made(force, alg)


def new_root_key(alg: str = ED25519) -> PrivateKey:
    """A new key for whoever signs the list of everybody's keys. It signs nothing else."""
    return _made(ROOT, alg)


def _made(holder: str, alg: str) -> PrivateKey:
    if alg not in ALGORITHMS:
        raise CannotRun(f"that is not an algorithm of this standard: {' or '.join(ALGORITHMS)}")
    kty, curve = ALGORITHMS[alg]
    made = _class(kty).generate_key(curve).as_dict(private=True)
    jwk = public_jwk({**made, "alg": alg})
    return PrivateKey(PublicKey(holder, thumbprint(jwk), jwk), str(made["d"]))


def save(key: PrivateKey, directory: Path) -> tuple[Path, Path]:
    """Write the private and the public half to ``directory``. Never over a key that is there."""
    directory.mkdir(parents=True, exist_ok=True)
    private = directory / f"{key.force}.private.json"
    public = directory / f"{key.force}.public.json"
    if private.exists() or public.exists():
        raise CannotRun(f"{directory}: there is a key of {key.force} already; nothing was written")
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({**key.public.as_dict(), "d": key.secret}, file, indent=2)
    public.write_text(json.dumps(key.public.as_dict(), indent=2) + "\n", encoding="utf-8")
    return private, public


def load_private(path: Path) -> PrivateKey:
    """The private key in a file. Raises ``CannotRun`` if it is not one."""
    tree = _tree(path)
    secret = tree.get("d")
    if not isinstance(secret, str) or not KID.fullmatch(secret):
        raise CannotRun(f"{path.name}: this is not a private key; `missingpersons keys new` makes one")
    key = PrivateKey(_public(tree, path), secret)
    if not _fits(key):
        raise CannotRun(f"{path.name}: its two halves are of different keys: nobody could open what it signs")
    return key


def _fits(key: PrivateKey) -> bool:
    """Whether the private half is that of the public one. A library that is given both may believe either."""
    if key.public.alg == ED25519:
        made: Any = key.jwk().private_key
        public = made.public_key().public_bytes_raw()
        return base64.urlsafe_b64encode(public).rstrip(b"=").decode() == key.public.jwk["x"]
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

    try:
        numbers = derive_private_key(_number(key.secret), SECP256R1()).public_key().public_numbers()
    except ValueError:
        return False
    return (numbers.x, numbers.y) == (_number(key.public.jwk["x"]), _number(key.public.jwk["y"]))


def _number(part: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(part + "="), "big")


def load_public(path: Path) -> PublicKey:
    """The public key in a file: a force's, or the root's. Raises ``CannotRun`` if it is not one."""
    return _public(_tree(path), path)


def load_directory(directory: Path) -> dict[str, PublicKey]:
    """Every public key in ``directory`` (``*.public.json``), by ``kid``. Raises ``CannotRun`` if there is none."""
    files = sorted(directory.glob("*.public.json"))
    if not files:
        raise CannotRun(f"{directory}: there is no public key (*.public.json) here")
    keys: dict[str, PublicKey] = {}
    for path in files:
        key = _public(_tree(path), path)
        if key.force == ROOT:
            raise CannotRun(f"{path.name}: this is a root's key, which signs lists of keys and no messages")
        if keys.setdefault(key.kid, key).force != key.force:
            raise CannotRun(f"{path.name}: the same key is there as another force's")
    return keys


def _public(tree: Mapping[str, Any], path: Path) -> PublicKey:
    try:
        return PublicKey.from_dict(tree)
    except ValueError as error:
        reason = str(error)
    raise CannotRun(f"{path.name}: {reason}")


def _tree(path: Path) -> dict[str, Any]:
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "cannot be read"
    except (ValueError, RecursionError):
        reason = "not a JSON file"
    else:
        if isinstance(tree, dict):
            return tree
        reason = "not a key"
    raise CannotRun(f"{path.name}: {reason}")


# To import a key takes as long as to use it.
@lru_cache(maxsize=1024)
def _verifying(**jwk: str) -> OKPKey | ECKey:
    made: OKPKey | ECKey = _class(jwk["kty"]).import_key(jwk)
    return made


@lru_cache(maxsize=16)
def _signing(secret: str, **jwk: str) -> OKPKey | ECKey:
    made: OKPKey | ECKey = _class(jwk["kty"]).import_key({**jwk, "d": secret})
    return made


def _class(kty: str) -> Any:
    try:
        from joserfc.jwk import ECKey, OKPKey
    except ImportError:
        pass
    else:
        return ECKey if kty == "EC" else OKPKey
    raise MissingExtra("exchange", "signing and opening messages")
