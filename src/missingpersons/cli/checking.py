"""The command that says what is wrong with documents: check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from missingpersons import wire
from missingpersons.cli.jobs import done, jobs_option
from missingpersons.cli.printing import exit_with, findings_text, format_option, json_text, print_json, watched
from missingpersons.cli.reading import MOMENT, OWNER_AND_FILE, documents, extension_schemas
from missingpersons.cli.summing_up import as_tree, print_summary
from missingpersons.findings import profiles
from missingpersons.quality import Quality
from missingpersons.rules import given_by


@dataclass(slots=True)
class Checked:
    """What came of checking some documents."""

    read: int = 0
    faulty: int = 0
    quality: Quality = field(default_factory=Quality)

    def merge(self, other: Checked) -> None:
        """Add what came of others."""
        self.read += other.read
        self.faulty += other.faulty
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
@jobs_option
@format_option
def check(
    files: tuple[str, ...],
    profile: str,
    as_of: datetime | None,
    owners: tuple[tuple[str, Path], ...],
    summary: bool | None,
    jobs: int,
    form: str,
) -> None:
    """Say everything that is wrong with documents, where, and how grave it is."""
    if profile not in profiles():
        raise click.BadParameter(f"there is {', '.join(profiles())}", param_hint="--profile")
    schemas = extension_schemas(owners)
    # A schema that cannot be used is said before any document is read.
    given_by(schemas)
    counts = form == "text" if summary is None else summary
    checked = Checked()
    work = Checking(profile, as_of, schemas, form, counts)
    for text in done(work, watched(documents(files), "checking"), jobs, checked):
        click.echo(text, nl=False)
    if form == "json":
        if counts:
            print_json(as_tree(checked.quality, profile, profiles()), aside=True)
    else:
        if counts and (summary or checked.read > 1):
            print_summary(checked.quality, profile)
        whole, faulty = checked.read, checked.faulty
        click.echo(f"{whole} document(s) checked: {whole - faulty} without errors, {faulty} with errors")
    exit_with(checked.faulty > 0)
