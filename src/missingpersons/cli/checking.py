"""The command that checks documents: check."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from missingpersons import wire
from missingpersons.cli.printing import (
    exit_with,
    format_option,
    print_findings,
    print_json,
    print_table,
    watched,
)
from missingpersons.cli.reading import MOMENT, OWNER_AND_FILE, documents, extension_schemas
from missingpersons.findings import catalogue, profiles
from missingpersons.rules import given_by


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--profile",
    default="record",
    show_default=True,
    metavar="P",
    help=f"The purpose to judge for: {', '.join(profiles())}.",
)
@click.option("--as-of", type=MOMENT, help="The moment to judge from; by default each document's recorded_at.")
@click.option(
    "--extension-schema",
    "owners",
    type=OWNER_AND_FILE,
    multiple=True,
    metavar="OWNER=FILE",
    help="A JSON Schema (2020-12) for the local fields of one owner; may be given for several.",
)
@format_option
def check(
    files: tuple[str, ...], profile: str, as_of: datetime | None, owners: tuple[tuple[str, Path], ...], form: str
) -> None:
    """Say everything that is wrong with documents, where, and how grave it is."""
    if profile not in profiles():
        raise click.BadParameter(f"there is {', '.join(profiles())}", param_hint="--profile")
    schemas = extension_schemas(owners)
    # A schema that cannot be used is said before any document is read.
    given_by(schemas)
    counted: Counter[str] = Counter()
    read = faulty = 0
    for source, data in watched(documents(files), "checking"):
        report = wire.check(data, as_of=as_of, profile=profile, extension_schemas=schemas)
        read += 1
        faulty += not report.ok
        counted.update(each.code for each in report)
        if form == "json":
            findings = [each.as_dict() for each in report]
            print_json({"source": source, "ok": report.ok, "findings": findings})
        else:
            print_findings(source, report)
    if form == "text":
        entries = catalogue()
        rows = [(code, entries[code].severity, number, entries[code].message) for code, number in counted.most_common()]
        if len(rows) > 1 and read > 1:
            print_table("", ("code", "severity", "found", "what it means"), rows)
        click.echo(f"{read} document(s) checked: {read - faulty} without errors, {faulty} with errors")
    exit_with(faulty > 0)
