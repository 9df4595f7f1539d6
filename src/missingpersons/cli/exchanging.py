"""The commands for crossing a boundary: keys, seal and open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from missingpersons.cli.clock import now
from missingpersons.cli.printing import exit_with, format_option, print_findings, print_json, watched
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.cli.trusting import load_trust, trust
from missingpersons.cli.writing import is_standard_output, outputs
from missingpersons.exchange import keys as force_keys
from missingpersons.exchange.batch import USUAL, Waiting, seal_batches
from missingpersons.exchange.keys import ALGORITHMS, ED25519, PrivateKey, PublicKey
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.seal import sealed
from missingpersons.exchange.trust import Trust
from missingpersons.findings import CannotRun
from missingpersons.values.dates import moment

_ALG = click.option(
    "--alg", type=click.Choice(list(ALGORITHMS)), default=ED25519, show_default=True, help="What the key is for."
)
_OUT = click.option(
    "--out", "directory", required=True, type=click.Path(path_type=Path), help="The folder to write to."
)


@click.group()
def keys() -> None:
    """Make the keys that a force signs with, and the list of everybody's keys."""


keys.add_command(trust)


@keys.command()
@click.option("--force", required=True, metavar="SLUG", help="The force's code in the list `forces`.")
@_ALG
@_OUT
@format_option
def new(force: str, alg: str, directory: Path, form: str) -> None:
    """Make a signing key for a force: a private file to keep and a public one to give away."""
    _save(force_keys.new_key(force, alg), directory, form)


@keys.command()
@_ALG
@_OUT
@format_option
def root(alg: str, directory: Path, form: str) -> None:
    """Make the key that signs the list of everybody's keys. Give its public half to each receiver by hand."""
    _save(force_keys.new_root_key(alg), directory, form)


def _save(key: PrivateKey, directory: Path, form: str) -> None:
    private, public = force_keys.save(key, directory)
    if form == "json":
        print_json({"force": key.force, "kid": key.public.kid, "private": str(private), "public": str(public)})
    else:
        click.echo(f"keep secret: {private}\ngive to others: {public}")


@click.command()
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The force's private key.")
@click.argument("files", nargs=-1, required=True, metavar="IN...")
@click.option("--out", "target", required=True, metavar="OUT.ndjson", help="Where the messages go, one a line.")
@click.option("--after", type=click.Path(path_type=Path), metavar="DB", help="Skip what this register already has.")
@click.option("--batch", is_flag=True, help=f"One signature for up to {USUAL} messages, as for a first load.")
@click.option("--time", "sealed_at", type=MOMENT, help="When it is sealed; by default now.")
@format_option
def seal(
    key: Path,
    files: tuple[str, ...],
    target: str,
    after: Path | None,
    batch: bool,
    sealed_at: datetime | None,
    form: str,
) -> None:
    """Sign episodes as messages that other forces can trust.

    With --after, a changed episode becomes the next revision and an unchanged one is skipped. With --batch, a message
    that lists them comes before the messages that it lists: send it with them. With --out -, what is said of each
    episode goes to standard error.
    """
    from missingpersons.cli.revising import revisions as revising

    private = force_keys.load_private(key)
    time = sealed_at.isoformat() if sealed_at else now()
    outcomes: Counter[str] = Counter()
    aside = is_standard_output(target)
    read = [*files, str(key), *([str(after)] if after else [])]
    with outputs([target], reading=read) as (stream,), revising(after) as revisions:

        def written() -> Iterator[dict[str, Any]]:
            for source, data in watched(documents(files), "sealing"):
                outcome, event, report = revisions.write(data, private.force, time)
                outcomes[outcome] += 1
                if event:
                    yield event
                if form == "json":
                    findings = [each.as_dict() for each in report]
                    print_json({"source": source, "outcome": outcome, "findings": findings}, aside=aside)
                elif outcome == "refused":
                    print_findings(source, report, aside=aside)

        events = written()
        messages = seal_batches(events, private, time=time) if batch else (sealed(each, private) for each in events)
        for message in messages:
            stream.write(message + b"\n")
    if form == "text":
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items())) or "nothing to seal"
        click.echo(told, err=aside)
    exit_with(outcomes["refused"] > 0)


@click.command("open")
@click.option("--keys", "directory", type=click.Path(path_type=Path), help="Public keys to trust.")
@click.option("--trust", "given", type=click.Path(path_type=Path), help="The list of keys to trust, with --root.")
@click.option("--root", type=click.Path(path_type=Path), help="The public key that signs the list.")
@click.argument("files", nargs=-1, required=True, metavar="IN...")
@click.option("--out", "target", metavar="OUT.ndjson", help="Where the episodes go, one a line.")
@format_option
def open_messages(
    directory: Path | None, given: Path | None, root: Path | None, files: tuple[str, ...], target: str | None, form: str
) -> None:
    """Open messages: who signed them, what they carry, and whether anything was changed on the way.

    Give --keys, a folder of public keys, or --trust and --root. The messages of a batch and the message that lists it
    may come in any order. A sender's clock that is ahead of this machine's is a warning. With --out -, what is said of
    each message goes to standard error.
    """
    trusted, own = _trusted(directory, given, root)
    refused = False
    aside = is_standard_output(target)
    with outputs([target] if target else [], reading=[*files, *own]) as streams:
        for source, opened in _opened(watched(documents(files), "opening"), trusted):
            refused = refused or opened.outcome != "ok"
            if opened.document:
                for stream in streams:
                    stream.write(opened.document + b"\n")
            if form == "json":
                print_json(
                    {
                        "source": source,
                        "message_id": opened.message_id,
                        "outcome": opened.outcome,
                        "type": opened.type,
                        "force": opened.force,
                        "episode_id": opened.subject,
                        "waits_for": opened.waits_for,
                        "findings": [each.as_dict() for each in opened.findings],
                    },
                    aside=aside,
                )
            else:
                by = f", signed by {opened.force}" if opened.force else ""
                click.echo(f"{source}: {opened.outcome}{by}", err=aside)
                print_findings(source, opened.findings, aside=aside)
    exit_with(refused)


def _trusted(
    directory: Path | None, given: Path | None, root: Path | None
) -> tuple[Trust | Mapping[str, PublicKey], list[str]]:
    """Whom to believe, and the files that say so."""
    if directory and not (given or root):
        return force_keys.load_directory(directory), [str(each) for each in directory.glob("*.public.json")]
    if given and root and not directory:
        return load_trust(given, root), [str(given), str(root)]
    raise CannotRun("say whom to trust: --keys, or --trust and --root")


def _opened(
    messages: Iterable[tuple[str, bytes]], trusted: Trust | Mapping[str, PublicKey]
) -> Iterator[tuple[str, Opened]]:
    """Every message, opened: one in a batch when the message that lists the batch has come, or at the end."""
    waiting, at = Waiting(), moment(now())
    for source, data in messages:
        opened = open_message(data, trusted, waiting.batches, now=at)
        if waiting.put_aside(source, data, opened):
            continue
        yield source, opened
        for there, listed in waiting.released(opened):
            yield there, open_message(listed, trusted, waiting.batches, now=at)
    for source, data in waiting.left():
        yield source, open_message(data, trusted, waiting.batches, now=at)
