"""The command that says what is wrong with documents: check."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from missingpersons import wire
from missingpersons.cli.gathering import Gathered, Gathering
from missingpersons.cli.jobs import done, jobs_option
from missingpersons.cli.printing import (
    exit_with,
    findings_text,
    format_option,
    json_text,
    print_findings,
    print_json,
    watched,
)
from missingpersons.cli.reading import MOMENT, OWNER_AND_FILE, documents, extension_schemas, readable_twice
from missingpersons.cli.summing_up import as_tree, print_summary
from missingpersons.findings import profiles
from missingpersons.quality import Quality
from missingpersons.rules import given_by
from missingpersons.together import check_together


@dataclass(slots=True)
class Checked:
    """What came of checking some documents."""

    read: int = 0
    faulty: int = 0
    found: int = 0
    quality: Quality = field(default_factory=Quality)

    def merge(self, other: Checked) -> None:
        """Add what came of others."""
        self.read += other.read
        self.faulty += other.faulty
        self.found += other.found
        self.quality.merge(other.quality)


@dataclass(frozen=True, slots=True)
class Checking:
    """Checks a document for one purpose and, where all is summed up at the end, counts it for every purpose."""

    profile: str
    as_of: datetime | None
    schemas: Mapping[str, Mapping[str, Any]]
    form: str
    counts: bool

    def tally(self) -> Checked:
        """Nothing checked."""
        return Checked()

    def __call__(self, source: str, data: bytes, tally: Checked) -> str:
        """What is printed of the document."""
        if self.counts:
            judged = wire.judge(data, as_of=self.as_of, extension_schemas=self.schemas)
            tally.quality.add(judged)
            report = judged.report(self.profile)
        else:
            report = wire.check(data, as_of=self.as_of, profile=self.profile, extension_schemas=self.schemas)
        tally.read += 1
        tally.faulty += not report.ok
        tally.found += len(report)
        if self.form == "json":
            findings = [each.as_dict() for each in report]
            return json_text({"source": source, "ok": report.ok, "findings": findings})
        return findings_text(source, report)


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
    "--summary/--no-summary",
    default=None,
    help=(
        "Sum up by severity, by code and by purpose. By default where text is printed of several documents. "
        "With json it is one object on standard error."
    ),
)
@click.option(
    "--together",
    is_flag=True,
    help="Afterwards judge together the episodes that are one person's: those of one identity or one person_reference "
    "of one force, related as the same person, or with the same PNC ID, health, National Insurance or other "
    "number of their own.",
)
@jobs_option
@format_option
def check(
    files: tuple[str, ...],
    profile: str,
    as_of: datetime | None,
    owners: tuple[tuple[str, Path], ...],
    summary: bool | None,
    together: bool,
    jobs: int,
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
    counts = form == "text" if summary is None else summary
    checked = Checked()
    work = Checking(profile, as_of, schemas, form, counts)
    told = documents(files)
    for text in done(work, watched(_noted(told, gathering) if together else told, "checking"), jobs, checked):
        click.echo(text, nl=False)
    faulty, closing = checked.faulty, ""
    if together:
        again = watched(documents(files, again=True), "judging together")
        of_several, closing = _check_together(gathering.several(again), profile, as_of, form)
        faulty += of_several
    if form == "json":
        if counts:
            print_json(as_tree(checked.quality, profile, profiles()), aside=True)
    else:
        if counts and (summary or checked.read > 1):
            print_summary(checked.quality, profile)
        whole, wrong = checked.read, checked.faulty
        click.echo(
            f"{whole} document(s) checked: {whole - wrong} without errors, {wrong} with errors\n{closing}", nl=False
        )
    if form == "text" and (checked.found or together) and sys.stdout.isatty():
        click.echo("`missingpersons explain CODE` says why a finding matters and how to mend it")
    exit_with(faulty > 0)


def _noted(told: Iterable[tuple[str, bytes]], gathering: Gathering) -> Iterator[tuple[str, bytes]]:
    """The documents as they come, each noted so that those of one person can be gathered afterwards."""
    for source, data in told:
        gathering.note(data)
        yield source, data


def _check_together(persons: Iterable[Gathered], profile: str, as_of: datetime | None, form: str) -> tuple[int, str]:
    """Print what is wrong between the episodes of each person. Gives how many have errors, and a closing line.

    The tables at the end are of documents one by one: what is found between several is counted in this line.
    """
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
    closing = f"{number} person(s) with several episodes: {judged} document(s) judged together, {found} with findings\n"
    return faulty, closing
