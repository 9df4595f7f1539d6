"""The commands that judge documents: check and suggest."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from missingpersons import wire
from missingpersons.cli.gathering import Gathered, Gathering
from missingpersons.cli.printing import (
    exit_with,
    format_option,
    print_findings,
    print_json,
    print_table,
    watched,
)
from missingpersons.cli.reading import MOMENT, OWNER_AND_FILE, documents, extension_schemas, readable_twice
from missingpersons.findings import entry, profiles
from missingpersons.models import Episode
from missingpersons.risk import Suggestion, library_policy, load_policy
from missingpersons.risk import suggest as suggest_level
from missingpersons.rules import given_by
from missingpersons.together import check_together


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
@click.option(
    "--together",
    is_flag=True,
    help="Afterwards judge together the episodes that are one person's: those of one identity or one person_reference "
    "of one force, related as the same person, or with the same PNC ID, health, National Insurance or other "
    "number of their own.",
)
@format_option
def check(
    files: tuple[str, ...],
    profile: str,
    as_of: datetime | None,
    owners: tuple[tuple[str, Path], ...],
    together: bool,
    form: str,
) -> None:
    """Say everything that is wrong with documents, where, and how grave it is."""
    if profile not in profiles():
        raise click.BadParameter(f"there is {', '.join(profiles())}", param_hint="--profile")
    schemas = extension_schemas(owners)
    # A schema that cannot be used, and a file that cannot be read twice, are said before any document is read.
    given_by(schemas)
    if together:
        readable_twice(files)
    gathering = Gathering()
    counted: Counter[str] = Counter()
    read = faulty = 0
    for source, data in watched(documents(files), "checking"):
        report = wire.check(data, as_of=as_of, profile=profile, extension_schemas=schemas)
        read += 1
        faulty += not report.ok
        counted.update(each.code for each in report)
        if together:
            gathering.note(data)
        if form == "json":
            findings = [each.as_dict() for each in report]
            print_json({"source": source, "ok": report.ok, "findings": findings})
        else:
            print_findings(source, report)
    if form == "text":
        rows = [(code, entry(code).severity, number, entry(code).message) for code, number in counted.most_common()]
        if len(rows) > 1 and read > 1:
            print_table("", ("code", "severity", "found", "what it means"), rows)
        click.echo(f"{read} document(s) checked: {read - faulty} without errors, {faulty} with errors")
    if together:
        again = watched(documents(files, again=True), "judging together")
        faulty += _check_together(gathering.several(again), profile, as_of, form)
    if form == "text" and counted and sys.stdout.isatty():
        click.echo("`missingpersons explain CODE` says why a finding matters and how to mend it")
    exit_with(faulty > 0)


def _check_together(persons: Iterable[Gathered], profile: str, as_of: datetime | None, form: str) -> int:
    """Print what is wrong between the episodes of each person, and give the number of those with errors."""
    number = judged = found = faulty = 0
    for person in persons:
        reports = check_together([episode for _, episode in person], as_of=as_of, profile=profile)
        told = [(source, report) for (source, _), report in zip(person, reports, strict=True)]
        number += 1
        judged += len(told)
        found += sum(len(report) > 0 for _, report in told)
        faulty += sum(not report.ok for _, report in told)
        if form == "json":
            findings = [{"source": source, **each.as_dict()} for source, report in told for each in report]
            sources = [source for source, _ in told]
            print_json({"together": sources, "ok": all(report.ok for report in reports), "findings": findings})
        else:
            for source, report in told:
                print_findings(source, report)
    if form == "text":
        click.echo(
            f"{number} person(s) with several episodes: {judged} document(s) judged together, {found} with findings"
        )
    return faulty


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--policy", metavar="FILE", help="A policy file (TOML), or the scheme of a library policy.")
@click.option("--as-of", type=MOMENT, help="The moment to judge from; by default each document's recorded_at.")
@format_option
def suggest(files: tuple[str, ...], policy: str | None, as_of: datetime | None, form: str) -> None:
    """Say what risk level a policy calls for, with every reason and what to ask next. A person decides."""
    if policy is None or policy in ("app-very-low", "scotland"):
        chosen = library_policy(policy or "app-very-low")
    else:
        chosen = load_policy(policy)
    unread = False
    for source, data in watched(documents(files), "judging"):
        episode, report = wire.read(data, Episode)
        if episode is None:
            unread = True
            if form == "json":
                print_json({"source": source, "ok": False, "findings": [each.as_dict() for each in report]})
            else:
                print_findings(source, report)
            continue
        suggestion = suggest_level(episode, policy=chosen, as_of=as_of)
        if form == "json":
            print_json({"source": source, **suggestion.as_dict()})
        else:
            _print_suggestion(source, suggestion)
    exit_with(unread)


def _print_suggestion(source: str, suggestion: Suggestion) -> None:
    click.echo(f"{source}: {suggestion.policy} ({suggestion.scheme}) calls for: {suggestion.level}")
    rows = [(each.calls_for, each.question, each.answer, each.basis) for each in suggestion.reasons]
    print_table("", ("calls for", "question", "answer", "basis"), rows)
    if suggestion.ask_next:
        click.echo(f"ask next: {', '.join(suggestion.ask_next[:5])}\n")
