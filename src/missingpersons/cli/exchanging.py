"""The commands for crossing a boundary: keys, seal and open."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click

from missingpersons.cli.printing import exit_with, format_option, print_findings, print_json, watched
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.cli.writing import is_standard_output, outputs
from missingpersons.exchange import keys as force_keys
from missingpersons.exchange import seal as sealing


def now() -> str:
    """The moment it is, as the wire writes it. Only the command line and the register read the machine's clock."""
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


@click.group()
def keys() -> None:
    """Make the keys that a force signs with."""


@keys.command()
@click.option("--force", required=True, metavar="SLUG", help="The force's code in the list `forces`.")
@click.option("--out", "directory", required=True, type=click.Path(path_type=Path), help="The folder to write to.")
@format_option
def new(force: str, directory: Path, form: str) -> None:
    """Make a signing key for a force: a private file to keep and a public one to give away."""
    key = force_keys.new_key(force)
    private, public = force_keys.save(key, directory)
    if form == "json":
        print_json({"force": force, "kid": key.public.kid, "private": str(private), "public": str(public)})
    else:
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

    With --after, a changed episode becomes the next revision and an unchanged one is skipped. With --out -, what
    is said of each episode goes to standard error.
    """
    from missingpersons.cli.revising import Revisions

    private = force_keys.load_private(key)
    time = sealed_at.isoformat() if sealed_at else now()
    outcomes: Counter[str] = Counter()
    aside = is_standard_output(target)
    read = [*files, str(key), *([str(after)] if after else [])]
    with outputs([target], reading=read) as (stream,), Revisions(after) as revisions:
        for source, data in watched(documents(files), "sealing"):
            outcome, message, report = revisions.seal(data, private, time)
            outcomes[outcome] += 1
            if message:
                stream.write(message + b"\n")
            if form == "json":
                findings = [each.as_dict() for each in report]
                print_json({"source": source, "outcome": outcome, "findings": findings}, aside=aside)
            elif outcome == "refused":
                print_findings(source, report, aside=aside)
    if form == "text":
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items())) or "nothing to seal"
        click.echo(told, err=aside)
    exit_with(outcomes["refused"] > 0)


@click.command("open")
@click.option("--keys", "directory", required=True, type=click.Path(path_type=Path), help="Public keys to trust.")
@click.argument("files", nargs=-1, required=True, metavar="IN...")
@click.option("--out", "target", metavar="OUT.ndjson", help="Where the episodes go, one a line.")
@format_option
def open_messages(directory: Path, files: tuple[str, ...], target: str | None, form: str) -> None:
    """Open messages: who signed them, what they carry, and whether anything was changed on the way.

    With --out -, what is said of each message goes to standard error.
    """
    trusted = force_keys.load_directory(directory)
    refused = False
    aside = is_standard_output(target)
    read = [*files, *map(str, directory.glob("*.public.json"))]
    with outputs([target] if target else [], reading=read) as streams:
        for source, data in watched(documents(files), "opening"):
            opened = sealing.open_message(data, trusted)
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
                        "force": opened.force,
                        "episode_id": opened.episode_id,
                        "findings": [each.as_dict() for each in opened.findings],
                    },
                    aside=aside,
                )
            else:
                by = f", signed by {opened.force}" if opened.force else ""
                click.echo(f"{source}: {opened.outcome}{by}", err=aside)
                print_findings(source, opened.findings, aside=aside)
    exit_with(refused)
