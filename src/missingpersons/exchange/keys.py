"""The keys that forces sign with, as JSON Web Keys in files."""

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
    from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"
"""The one signature algorithm (RFC 9864)."""

_PART = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The key by which others recognise a force's signature. ``kid`` is its RFC 7638 thumbprint."""

    force: str
    kid: str
    jwk: Mapping[str, str]

    def as_dict(self) -> dict[str, str]:
        """The key as it is written to a file: a JWK with the force that holds it."""
        return {**self.jwk, "force": self.force, "kid": self.kid, "alg": ALGORITHM, "use": "sig"}

    def verifying(self) -> OKPKey:
        """The key as joserfc's, for verifying. Raises ``MissingExtra`` without the extra `exchange`."""
        return _verifying(self.jwk["x"])

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> Self:
        """The key that ``as_dict`` wrote. Raises ``ValueError`` if it is not one."""
        x, force = tree.get("x"), tree.get("force")
        if tree.get("kty") != "OKP" or tree.get("crv") != ALGORITHM:
            raise ValueError("not an Ed25519 key")
        if not (isinstance(x, str) and _PART.fullmatch(x) and isinstance(force, str)):
            raise ValueError("not an Ed25519 key with the force that holds it")
        jwk = {"kty": "OKP", "crv": ALGORITHM, "x": x}
        return cls(force, _okp(jwk).thumbprint(), jwk)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """The key that a force signs with. Its ``repr`` does not show it."""

    public: PublicKey
    secret: str = field(repr=False)

    @property
    def force(self) -> str:
        """The force that holds it."""
        return self.public.force

    def jwk(self) -> OKPKey:
        """The key as joserfc's."""
        return _okp({**self.public.jwk, "d": self.secret})


def new_key(force: str) -> PrivateKey:
    """A new key for ``force``. Raises ``CannotRun`` for a force that the list does not have."""
    if force not in codelist("forces"):
        raise CannotRun("that is not a code of the list of forces: see `missingpersons codes forces`")
    made = _okp_class().generate_key("Ed25519").as_dict(private=True)
    jwk = {"kty": "OKP", "crv": ALGORITHM, "x": str(made["x"])}
    return PrivateKey(PublicKey(force, _okp(jwk).thumbprint(), jwk), str(made["d"]))


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
    if not isinstance(secret, str) or not _PART.fullmatch(secret):
        raise CannotRun(f"{path.name}: this is not a private key; `missingpersons keys new` makes one")
    key = PrivateKey(_public(tree, path), secret)
    if _public_part(key) != key.public.jwk["x"]:
        raise CannotRun(f"{path.name}: its two halves are of different keys: nobody could open what it signs")
    return key


def _public_part(key: PrivateKey) -> str:
    made: Any = key.jwk().private_key
    return base64.urlsafe_b64encode(made.public_key().public_bytes_raw()).rstrip(b"=").decode()


def load_directory(directory: Path) -> dict[str, PublicKey]:
    """Every public key in ``directory`` (``*.public.json``), by ``kid``. Raises ``CannotRun`` if there is none."""
    files = sorted(directory.glob("*.public.json"))
    if not files:
        raise CannotRun(f"{directory}: there is no public key (*.public.json) here")
    keys: dict[str, PublicKey] = {}
    for path in files:
        key = _public(_tree(path), path)
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


@lru_cache(maxsize=256)
def _verifying(x: str) -> OKPKey:
    return _okp({"kty": "OKP", "crv": ALGORITHM, "x": x})


def _okp(jwk: Mapping[str, str]) -> OKPKey:
    return _okp_class().import_key(dict(jwk))


def _okp_class() -> type[OKPKey]:
    try:
        from joserfc.jwk import OKPKey
    except ImportError:
        pass
    else:
        return OKPKey
    raise MissingExtra("exchange", "signing and opening messages")
