"""The commands that show what is published: explain, codes and schema."""

from __future__ import annotations

import dataclasses
import json

import click

from missingpersons.cli.printing import format_option, print_json, print_table
from missingpersons.codes import codelist, codelists
from missingpersons.findings import CannotRun, catalogue
from missingpersons.resources import schema as published_schema
from missingpersons.resources import schema_names


@click.command()
@click.argument("code")
@format_option
def explain(code: str, form: str) -> None:
    """Say what a finding's CODE means, on what basis, and what it looks at."""
    entry = catalogue().get(code.upper())
    if entry is None:
        raise CannotRun("there is no such code; a code looks like MP-R-001")
    if form == "json":
        print_json({**dataclasses.asdict(entry), "severity": str(entry.severity), "reads": list(entry.reads)})
        return
    click.echo(f"{entry.code} ({entry.severity}, since {entry.since})\n\n{entry.message}\n\nBasis: {entry.basis}")
    if entry.why:
        click.echo(f"Why it matters: {entry.why}")
    if entry.mend:
        click.echo(f"How to mend it: {entry.mend}")
    if entry.definition:
        click.echo(f"Exactly: {entry.definition}\nReads: {', '.join(entry.reads)}")


@click.command()
@click.argument("name", required=False, metavar="[LIST]")
@format_option
def codes(name: str | None, form: str) -> None:
    """Show one code LIST, or which lists there are."""
    if name is None:
        rows = list(codelists().values())
        if form == "json":
            for row in rows:
                print_json(row)
        else:
            print_table("", ("list", "kind", "title"), [(row["name"], row["kind"], row["title"]) for row in rows])
        return
    if name not in codelists():
        raise CannotRun("there is no such list; `missingpersons codes` names them")
    listed = codelist(name)
    if form == "json":
        for entry in listed.entries.values():
            print_json(dataclasses.asdict(entry))
        return
    click.echo(f"{listed.title} ({listed.kind}). {listed.description}\nSource: {listed.source}")
    entries = listed.entries.values()
    print_table("", ("code", "title", "definition"), [(each.code, each.title, each.definition) for each in entries])


@click.command()
@click.argument("name")
@format_option
def schema(name: str, form: str) -> None:
    """Print the published JSON Schema called NAME; with --format json, on one line."""
    if name not in schema_names():
        raise CannotRun(f"there is no such schema; there is: {', '.join(schema_names())}")
    published = published_schema(name)
    if form == "json":
        print_json(published)
    else:
        click.echo(json.dumps(published, indent=2, ensure_ascii=False))
