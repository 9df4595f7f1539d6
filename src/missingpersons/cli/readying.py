"""The command that says what each episode is ready for, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import click

from missingpersons import wire
from missingpersons.cli.printing import exit_with, format_option, print_findings, print_json, print_table, watched
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.findings import Report, Severity, report
from missingpersons.models import Episode
from missingpersons.purposes import readiness as readiness_of


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as-of", type=MOMENT, help="The moment to judge from; by default each document's recorded_at.")
@format_option
def readiness(files: tuple[str, ...], as_of: datetime | None, form: str) -> None:
    """Say what each episode is ready for, and what is still missing.

    Ready means that nothing found is an error. Where it is not, the errors are told and the warnings
    counted; where it is, the warnings are told. Advice is left to check; json has everything. This is a
    question and no check: the exit status is 0 whatever is not ready, and 1 if a document could not be read.
    """
    unread = False
    for source, data in watched(documents(files), "judging"):
        episode, read = wire.read(data, Episode)
        if episode is None:
            unread = True
            if form == "json":
                print_json({"source": source, "ok": False, "findings": [each.as_dict() for each in read]})
            else:
                print_findings(source, read)
            continue
        found = readiness_of(episode, as_of=as_of)
        verdicts = {name: report([*read, *each]) for name, each in found.items()}
        if form == "json":
            print_json({"source": source, "profiles": {name: _as_tree(each) for name, each in verdicts.items()}})
        else:
            _print_readiness(source, verdicts)
    exit_with(unread)


def _as_tree(verdict: Report) -> dict[str, object]:
    return {"ready": verdict.ok, "findings": [each.as_dict() for each in verdict]}


def _print_readiness(source: str, verdicts: Mapping[str, Report]) -> None:
    ready = [name for name, verdict in verdicts.items() if verdict.ok]
    click.echo(f"{source}: ready for {', '.join(ready) or 'nothing yet'}")
    print_table("", ("for", "ready", "", "what is missing or wrong", "where"), _rows(verdicts))


def _rows(verdicts: Mapping[str, Report]) -> Iterator[tuple[str, str, str, str, str]]:
    """A purpose has a row for each thing that keeps it from being ready or, if nothing does, for each warning."""
    for name, verdict in verdicts.items():
        errors = [each for each in verdict if each.severity is Severity.ERROR]
        warnings = [each for each in verdict if each.severity is Severity.WARNING]
        told = [(str(each.severity), f"{each.message} [{each.code}]", each.at or "/") for each in errors or warnings]
        if errors and warnings:
            told.append(("warning", f"and {len(warnings)} more: check --profile {name}", ""))
        first = (name, "yes" if verdict.ok else "no")
        for row in told or [("", "", "")]:
            yield (*first, *row)
            first = ("", "")
