"""The commands that show what is published: explain, codes and schema."""

from __future__ import annotations

import dataclasses
import json
import re
from difflib import get_close_matches
from textwrap import fill

import click

from missingpersons.cli.printing import WIDTH, format_option, print_json, print_table
from missingpersons.codes import codelist, codelists
from missingpersons.explanations import SUBJECTS, circumstances, examples, gravity, lines
from missingpersons.findings import CannotRun, Entry, catalogue, profiles
from missingpersons.resources import schema as published_schema
from missingpersons.resources import schema_names


@click.command()
@click.argument("code", required=False, metavar="[CODE]")
@format_option
def explain(code: str | None, form: str) -> None:
    """Say what a finding's CODE means, why it matters and how to mend it, or which codes there are.

    With an example at fault and one that is not. MP-R-001 may be written mp-r-1.
    """
    if code is None:
        _list_codes(form)
        return
    told = _entry(code)
    if form == "json":
        graves = {name: profile.get(told.code, str(told.severity)) for name, profile in profiles().items()}
        whole = {**dataclasses.asdict(told), "severity": str(told.severity), "reads": list(told.reads)}
        print_json({**whole, "profiles": graves, "examples": dict(examples(told.code))})
        return
    click.echo(f"{told.code}: {told.message}\n")
    _say("Severity", f"{gravity(told)} (since {told.since})")
    _say("Why it matters", told.why)
    _say("Basis", told.basis)
    _say("Exactly", told.definition)
    _say("Reads", ", ".join(told.reads))
    for title, example in zip(("At fault", "Not at fault"), examples(told.code).values(), strict=False):
        when = f" ({about})" if (about := circumstances(example)) else ""
        click.echo(f"\n{title}: {example['said']}{when}")
        for line in lines(example):
            click.echo(f"    {line}".rstrip())
    click.echo("")
    _say("How to mend it", told.mend)


def _say(title: str, text: str) -> None:
    if text:
        # A path or a code is never broken: somebody will copy it.
        words = f"{title}: {text}"
        click.echo(fill(words, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))


def _entry(asked: str) -> Entry:
    """The entry of a code, however somebody wrote it."""
    told = re.fullmatch("(?:MP-?)?([A-Z])-?0*([0-9]{1,3})", asked.strip().upper())
    code = f"MP-{told[1]}-{told[2]:0>3}" if told else asked.strip().upper()
    if found := catalogue().get(code):
        return found
    near = get_close_matches(code, catalogue(), cutoff=0.7)
    nearest = f"; the nearest are {', '.join(sorted(near))}" if near else ""
    raise CannotRun(f"there is no such code{nearest}; `missingpersons explain` lists them all")


def _list_codes(form: str) -> None:
    for subject in SUBJECTS:
        entries = [catalogue()[code] for code in subject.codes()]
        if form == "json":
            for each in entries:
                print_json(
                    {
                        "code": each.code,
                        "subject": subject.name,
                        "severity": str(each.severity),
                        "message": each.message,
                    }
                )
        elif entries:
            rows = [(each.code, each.severity, each.message) for each in entries]
            print_table(subject.title, ("code", "severity", "sentence"), rows)


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
