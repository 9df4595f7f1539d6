"""Which policy is meant: the library's own for a scheme, or a file, with every file that it extends."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from missingpersons.findings import CannotRun
from missingpersons.risk.claims import refuse_claims
from missingpersons.risk.extending import extended
from missingpersons.risk.nearest import instead
from missingpersons.risk.places import THE_POLICY, Misplaced, refuse, with_line
from missingpersons.risk.policy import Policy
from missingpersons.risk.policy_file import MAX_BYTES, decoded, policy_of

LIBRARY = ("acpo-2010", "acpo-2013", "app-2017", "app-very-low", "scotland")
"""The schemes for which the library ships a policy of its own: all of them. None is official."""

PREFIX = "library-"

NOT_COMPARED = "it rests on no policy of the library, so nobody has compared what it lowers"
"""What is said of a policy that does not."""

FILE_NAME = "[A-Za-z0-9_][A-Za-z0-9_. -]*\\.toml"
"""What the name of a file that another extends looks like: it is in the same folder."""

MAX_NAME = 255

MAX_CHAIN = 8
"""How many files may extend one another."""


@cache
def library_policy(scheme: str = "app-very-low") -> Policy:
    """The library's own policy for ``scheme``. Raises ``CannotRun`` if there is none."""
    if scheme not in LIBRARY:
        raise CannotRun(f"the library has no policy for that scheme; it has: {', '.join(LIBRARY)}")
    return read_policy(_shipped(scheme), f"{scheme.replace('-', '_')}.toml")


def named_policy(name: str) -> Policy:
    """The policy that ``name`` means on the command line: a scheme, a library policy's name, or else a file."""
    if not name.strip():
        raise CannotRun(f"no policy is named; the library's policies are {', '.join(LIBRARY)}")
    scheme = name.removeprefix(PREFIX)
    if scheme in LIBRARY:
        return library_policy(scheme)
    if not name.endswith(".toml") and (here := _real(Path(name))) and not here.exists():
        raise CannotRun(f"{Path(name).name}: no such file, and the library's policies are {', '.join(LIBRARY)}")
    return load_policy(name)


def load_policy(path: str | Path) -> Policy:
    """The policy in a file. Raises ``CannotRun``, in one line that names the place, if it is not one."""
    return _load(Path(path), ())


def read_policy(data: bytes, source: str) -> Policy:
    """The policy that ``data`` (TOML) writes; ``source`` names it in what is raised.

    It may extend a library policy, and no file: nobody says in which folder to look.
    """
    return _read(data, source, None, (), ())


def _load(path: Path, chain: tuple[Path, ...], by: tuple[str, ...] = ()) -> Policy:
    """The policy in a file. ``chain`` are the files that led to it, and ``by`` their names, the nearest first."""
    told = f"{path.name} (extended by {', by '.join(by)})" if by else path.name
    here = _real(path)
    if here is None:
        raise CannotRun("no file can have the name that is given for a policy")
    if here in chain:
        raise CannotRun(f"{told}: it extends itself")
    if len(chain) >= MAX_CHAIN:
        raise CannotRun(f"{told}: more than {MAX_CHAIN} files extend one another")
    try:
        with here.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problem = error.strerror
    else:
        return _read(data, told, path.parent, (*chain, here), (path.name, *by))
    raise CannotRun(f"{told}: {problem}")


def _real(path: Path) -> Path | None:
    """Where a file really is; None if no file can have that name."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        # A null character, or half of a surrogate pair.
        return None


def _read(data: bytes, source: str, folder: Path | None, chain: tuple[Path, ...], by: tuple[str, ...]) -> Policy:
    table, digest = decoded(data, source)
    try:
        return _policy(table, digest, source, folder, chain, by)
    except Misplaced as error:
        problem = with_line(error, source, data)
    raise CannotRun(problem)


def _policy(
    table: dict[str, Any], digest: str, source: str, folder: Path | None, chain: tuple[Path, ...], by: tuple[str, ...]
) -> Policy:
    if digest not in _digests():
        refuse_claims(table, source)
    if "extends" not in table:
        return policy_of(table, source, digest)
    base = table["extends"]
    if not isinstance(base, str) or not base:
        refuse(source, THE_POLICY, "extends", "extends must be the name of a library policy, or of a file beside it")
    if base.removeprefix(PREFIX) in LIBRARY and base.startswith(PREFIX):
        return extended(table, library_policy(base.removeprefix(PREFIX)), source, digest)
    if not re.fullmatch(FILE_NAME, base) or len(base) > MAX_NAME:
        names = [f"{PREFIX}{each}" for each in LIBRARY]
        may_be = f"{', '.join(names)}, or a .toml file in the same folder"
        refuse(source, THE_POLICY, "extends", f"extends must be one of {may_be}{instead(base, names)}")
    if folder is None:
        refuse(source, THE_POLICY, "extends", "a policy that is no file of its own can extend only a library policy")
    return extended(table, _load(folder / base, chain, by), source, digest)


def _shipped(scheme: str) -> bytes:
    return files(__package__).joinpath("policies", f"{scheme.replace('-', '_')}.toml").read_bytes()


@cache
def _digests() -> frozenset[str]:
    """Those of the library's own files: a copy of one, byte for byte, is still the library's."""
    return frozenset(hashlib.sha256(_shipped(scheme)).hexdigest() for scheme in LIBRARY)


def is_compared(name: str, extends: Sequence[str]) -> bool:
    """Whether the policy ``name`` rests on one of the library, so that what it lowers was compared with something."""
    return (extends[-1] if extends else name).startswith(PREFIX)
