"""The commands on lists of keys: make one, add a key, revoke a key, and see what a list says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from missingpersons.cli.clock import now
from missingpersons.cli.printing import exit_with, format_option, print_findings, print_json, print_table
from missingpersons.cli.reading import MOMENT, documents, spoken
from missingpersons.cli.writing import outputs
from missingpersons.exchange import keys as force_keys
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import PublicKey
from missingpersons.exchange.signature import digest_of
from missingpersons.exchange.trust import MAX_TRUST_BYTES, NOBODY, Listed, Trust, read_trust
from missingpersons.findings import CannotRun, Report
from missingpersons.wire import read_event

_FILE = click.Path(path_type=Path)
_ROOT = click.option("--root", required=True, type=_FILE, help="The root's private key, which signs the list.")
_OUT = click.option("--out", "target", required=True, metavar="OUT.json", help="Where the new list goes.")
_TIME = click.option("--time", "issued_at", type=MOMENT, help="When it is made; by default now.")
_FROM = click.option("--valid-from", type=MOMENT, help="The first moment that a message under the keys may give.")
_UNTIL = click.option("--valid-until", type=MOMENT, help="The last moment that a message under the keys may give.")
_LIST = click.argument("given", metavar="LIST", type=_FILE)


@click.group()
def trust() -> None:
    """Make and read lists of keys, which a root key signs: whose key is whose, and which still count."""


@trust.command()
@click.argument("files", nargs=-1, required=True, metavar="KEY...", type=_FILE)
@_ROOT
@_OUT
@_FROM
@_UNTIL
@_TIME
@format_option
def new(
    files: tuple[Path, ...],
    root: Path,
    target: str,
    valid_from: datetime | None,
    valid_until: datetime | None,
    issued_at: datetime | None,
    form: str,
) -> None:
    """Make the first list, of public keys (KEY.public.json)."""
    keys = extended(NOBODY, _given(files), valid_from=valid_from, valid_until=valid_until)
    _sign(keys, NOBODY, root, target, issued_at, form, [*files])


@trust.command()
@_LIST
@click.argument("files", nargs=-1, required=True, metavar="KEY...", type=_FILE)
@_ROOT
@_OUT
@_FROM
@_UNTIL
@_TIME
@format_option
def extend(
    given: Path,
    files: tuple[Path, ...],
    root: Path,
    target: str,
    valid_from: datetime | None,
    valid_until: datetime | None,
    issued_at: datetime | None,
    form: str,
) -> None:
    """Make the list that follows LIST, with more keys; or with other bounds for keys that it has.

    A force changes its key so: list the new one, and then give the old one its last moment.
    """
    before = _own(given, root)
    keys = extended(before, _given(files), valid_from=valid_from, valid_until=valid_until)
    _sign(keys, before, root, target, issued_at, form, [given, *files])


@trust.command()
@_LIST
@click.option("--kid", required=True, help="The key that no longer counts, by its thumbprint.")
@click.option("--reason", required=True, metavar="CODE", help="A code of the list `key_revocation_reasons`.")
@click.option(
    "--still-trusted",
    multiple=True,
    metavar="FILE",
    help="Messages under the key that still count: the messages, or a digest on each line. Give it again for more.",
)
@_ROOT
@_OUT
@_TIME
@format_option
def revoke(
    given: Path,
    kid: str,
    reason: str,
    still_trusted: tuple[str, ...],
    root: Path,
    target: str,
    issued_at: datetime | None,
    form: str,
) -> None:
    """Make the list that follows LIST, in which one key counts for nothing but the messages that are named."""
    before = _own(given, root)
    keys = revoked(before, kid, reason, _digests(still_trusted))
    _sign(keys, before, root, target, issued_at, form, [given, *map(Path, still_trusted)])


@trust.command()
@click.argument("files", nargs=-1, required=True, metavar="LIST...", type=_FILE)
@click.option("--root", required=True, type=_FILE, help="The root's public key, as it was given by hand.")
@format_option
def verify(files: tuple[Path, ...], root: Path, form: str) -> None:
    """Say whether the root signed the lists, which of them counts, and whose keys it has."""
    key = force_keys.load_public(root)
    lists: list[Trust] = []
    refused = False
    for path in files:
        read, found = _read(path, key)
        refused = refused or read is None
        if read:
            lists.append(read)
        elif form == "json":
            print_json({"source": spoken(str(path)), "findings": [each.as_dict() for each in found]})
        else:
            print_findings(spoken(str(path)), found)
    newest = Trust.newest(lists)
    rows = [_row(each) for each in newest.keys.values()]
    if form == "json":
        findings = [each.as_dict() for each in newest.findings]
        print_json({"serial": newest.serial, "digest": newest.digest, "findings": findings, "keys": rows})
    else:
        print_findings(f"serial {newest.serial}", newest.findings)
        title = f"serial {newest.serial}, digest {newest.digest}" if lists else "no list: nobody is trusted"
        print_table(title, ("force", "kid", "alg", "from", "until", "revoked", "still trusted"), map(_cells, rows))
    exit_with(refused or not lists or bool(newest.findings))


def load_trust(path: Path, root: Path) -> Trust:
    """The list of keys in a file. Raises ``CannotRun`` if the root did not sign it, or it cannot be read."""
    return _trusted(path, force_keys.load_public(root))


def _own(path: Path, root: Path) -> Trust:
    return _trusted(path, force_keys.load_private(root).public)


def _trusted(path: Path, root: PublicKey) -> Trust:
    read, found = _read(path, root)
    if read is None:
        codes = ", ".join(dict.fromkeys(f"{each.message} [{each.code}]" for each in found))
        raise CannotRun(f"{spoken(str(path))}: {codes}")
    return read


def _read(path: Path, root: PublicKey) -> tuple[Trust | None, Report]:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_TRUST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "cannot be read"
    else:
        return read_trust(data, root)
    raise CannotRun(f"{spoken(str(path))}: {reason}")


def _given(files: Iterable[Path]) -> Iterator[PublicKey]:
    for path in files:
        key = force_keys.load_public(path)
        if key.force == force_keys.ROOT:
            raise CannotRun(f"{spoken(str(path))}: this is a root's key, which signs lists of keys and no messages")
        yield key


_DIGEST = re.compile(rb"[0-9a-f]{64}")


def _digests(files: Iterable[str]) -> Iterator[str]:
    for source, data in documents(files):
        for line in data.split(b"\n") if _DIGEST.match(data.lstrip()) else [data]:
            if _DIGEST.fullmatch(line.strip()):
                yield line.strip().decode()
            elif line.strip():
                tree = read_event(line).tree
                if not isinstance(tree, dict):
                    raise CannotRun(f"{source}: neither a message nor a digest")
                yield digest_of(tree)


def _sign(
    keys: Iterable[Listed],
    after: Trust,
    root: Path,
    target: str,
    issued_at: datetime | None,
    form: str,
    read: list[Path],
) -> None:
    private = force_keys.load_private(root)
    if private.force != force_keys.ROOT:
        raise CannotRun(f"{spoken(str(root))}: this is a force's key; `missingpersons keys root` makes a root's")
    data = sign_trust(keys, private, time=issued_at.isoformat() if issued_at else now(), after=after)
    with outputs([target], reading=[*map(str, read), str(root)]) as (stream,):
        stream.write(data + b"\n")
    made, _ = read_trust(data, private.public)
    assert made is not None
    if form == "json":
        print_json({"serial": made.serial, "digest": made.digest, "keys": len(made.keys)})
    else:
        click.echo(f"serial {made.serial}: {len(made.keys)} key(s), digest {made.digest}")


def _row(listed: Listed) -> dict[str, Any]:
    return {
        "force": listed.key.force,
        "kid": listed.key.kid,
        "alg": listed.key.alg,
        "valid_from": listed.valid_from.isoformat() if listed.valid_from else None,
        "valid_until": listed.valid_until.isoformat() if listed.valid_until else None,
        "revoked": listed.revoked,
        "still_trusted": len(listed.still_trusted) if listed.revoked else None,
    }


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in row.values())
