"""The commands for crossing a boundary: keys, seal and open."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click

from missingpersons import wire
from missingpersons.cli.printing import exit_with, format_option, print_findings, print_json, watched
from missingpersons.cli.reading import MOMENT, STANDARD_INPUT, documents
from missingpersons.exchange import keys as force_keys
from missingpersons.exchange import seal as sealing
from missingpersons.findings import CannotRun


@contextlib.contextmanager
def output(name: str) -> Iterator[BinaryIO]:
    """The file called ``name`` for writing, or standard output. Raises ``CannotRun`` if it cannot be written."""
    if name == STANDARD_INPUT:
        yield sys.stdout.buffer
        return
    try:
        stream = Path(name).open("wb")  # noqa: SIM115 - closed below, whatever happens
    except OSError as error:
        reason = error.strerror or "cannot be written"
    else:
        with stream:
            yield stream
        return
    raise CannotRun(f"{Path(name).name}: {reason}")


def now() -> str:
    """The moment it is, as the wire writes it. Only the command line and the register read the machine's clock."""
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


@click.group()
def keys() -> None:
    """Make the keys that a force signs with."""


@keys.command()
@click.option("--force", required=True, metavar="SLUG", help="The force's code in the list `forces`.")
@click.option("--out", "directory", required=True, type=click.Path(path_type=Path), help="The folder to write to.")
def new(force: str, directory: Path) -> None:
    """Make a signing key for a force: a private file to keep and a public one to give away."""
    private, public = force_keys.save(force_keys.new_key(force), directory)
    click.echo(f"keep secret: {private}\ngive to others: {public}")


@click.command()
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The force's private key.")
@click.argument("files", nargs=-1, required=True, metavar="IN...")
@click.option("--out", "target", required=True, metavar="OUT.ndjson", help="Where the messages go, one a line.")
@click.option("--after", type=click.Path(path_type=Path), metavar="DB", help="Skip what this register already has.")
@click.option("--time", "sealed_at", type=MOMENT, help="When it is sealed; by default now.")
@format_option
def seal(
    key: Path, files: tuple[str, ...], target: str, after: Path | None, sealed_at: datetime | None, form: str
) -> None:
    """Sign episodes as messages that other forces can trust.

    With --after, a changed episode becomes the next revision and an unchanged one is skipped.
    """
    from missingpersons.cli.revising import Revisions

    private = force_keys.load_private(key)
    time = sealed_at.isoformat() if sealed_at else now()
    outcomes: Counter[str] = Counter()
    with output(target) as stream, Revisions(after) as revisions:
        for source, data in watched(documents(files), "sealing"):
            outcome, message, report = revisions.seal(data, private, time)
            outcomes[outcome] += 1
            if message:
                stream.write(message + b"\n")
            if form == "json":
                findings = [each.as_dict() for each in report]
                click.echo(
                    wire.encode({"source": source, "outcome": outcome, "findings": findings}).decode(),
                    err=target == STANDARD_INPUT,
                )
            elif outcome == "refused":
                print_findings(source, report)
    if form == "text":
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items())) or "nothing to seal"
        click.echo(told, err=target == STANDARD_INPUT)
    exit_with(outcomes["refused"] > 0)


@click.command("open")
@click.option("--keys", "directory", required=True, type=click.Path(path_type=Path), help="Public keys to trust.")
@click.argument("files", nargs=-1, required=True, metavar="IN...")
@click.option("--out", "target", metavar="OUT.ndjson", help="Where the episodes go, one a line.")
@format_option
def open_messages(directory: Path, files: tuple[str, ...], target: str | None, form: str) -> None:
    """Open messages: who signed them, what they carry, and whether anything was changed on the way."""
    trusted = force_keys.load_directory(directory)
    refused = False
    with output(target) if target else contextlib.nullcontext() as stream:
        for source, data in watched(documents(files), "opening"):
            opened = sealing.open_message(data, trusted)
            refused = refused or opened.outcome != "ok"
            if stream and opened.document:
                stream.write(opened.document + b"\n")
            if form == "json":
                print_json(
                    {
                        "source": source,
                        "message_id": opened.message_id,
                        "outcome": opened.outcome,
                        "force": opened.force,
                        "episode_id": opened.episode_id,
                        "findings": [each.as_dict() for each in opened.findings],
                    }
                )
            else:
                by = f", signed by {opened.force}" if opened.force else ""
                click.echo(f"{source}: {opened.outcome}{by}")
                print_findings(source, opened.findings)
    exit_with(refused)
