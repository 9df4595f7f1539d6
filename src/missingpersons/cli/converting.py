"""The command that reads other systems' data: convert."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from missingpersons import wire
from missingpersons.cli.exchanging import output
from missingpersons.cli.printing import exit_with, format_option, print_json, print_table, watched
from missingpersons.cli.reading import MOMENT
from missingpersons.converters import Fate, Row, Tally
from missingpersons.converters.tabular import convert as convert_table
from missingpersons.converters.tabular import load_mapping
from missingpersons.findings import CannotRun, Severity, catalogue


@click.command()
@click.option("--from", "kind", required=True, type=click.Choice(["tabular"]), help="What kind of data it is.")
@click.option("--mapping", required=True, metavar="MAP.toml", help="Which column goes where: docs/converting.md.")
@click.argument("table", metavar="IN")
@click.option("--out", "target", required=True, metavar="OUT.ndjson", help="Where the episodes go, one a line.")
@click.option("--report", "report_name", metavar="REPORT.ndjson", help="Where the findings go, one a line.")
@click.option("--recorded-at", type=MOMENT, help="When the export was made, if the data does not say.")
@format_option
def convert(
    kind: str,
    mapping: str,
    table: str,
    target: str,
    report_name: str | None,
    recorded_at: datetime | None,
    form: str,
) -> None:
    """Turn another system's data into episodes, and account for every cell.

    Each cell is carried, stands for no value, or is reported by code and column. A bad cell never keeps
    its episode from arriving.
    """
    del kind
    rules = load_mapping(mapping)
    tally, found = Tally(), Counter[str]()
    episodes = errors = 0
    name = "standard input" if table == "-" else Path(table).name
    reporting = output(report_name) if report_name else nullcontext()
    with _opened(table) as stream, output(target) as episodes_out, reporting as report_out:
        given = recorded_at.isoformat() if recorded_at else None
        for row in watched(convert_table(stream, rules, name=name, recorded_at=given), "converting"):
            tally.add(row)
            found.update(each.code for each in row.findings)
            errors += sum(each.severity is Severity.ERROR for each in row.findings)
            if row.document:
                episodes += 1
                episodes_out.write(row.document + b"\n")
            if report_out:
                _write_report(report_out, row)
    quiet = "-" in (target, report_name)
    if form == "json":
        if not quiet:
            print_json(
                {
                    "source": name,
                    "episodes": episodes,
                    "errors": errors,
                    "findings": dict(sorted(found.items())),
                }
            )
    elif not quiet:
        _print_summary(name, episodes, tally, found)
    exit_with(errors > 0)


def _opened(table: str) -> BinaryIO:
    if table == "-":
        return sys.stdin.buffer
    try:
        return Path(table).open("rb")
    except OSError as error:
        reason = error.strerror or "cannot be read"
    raise CannotRun(f"{Path(table).name}: {reason}")


def _write_report(stream: BinaryIO, row: Row) -> None:
    for each in row.findings:
        stream.write(wire.encode({"source": row.source, **each.as_dict()}) + b"\n")


def _print_summary(name: str, episodes: int, tally: Tally, found: Counter[str]) -> None:
    entries = catalogue()
    if found:
        rows = [(code, entries[code].severity, number, entries[code].message) for code, number in found.most_common()]
        print_table("What was found in the cells", ("code", "severity", "found", "what it means"), rows)
    lost = [
        (
            place,
            counts[Fate.SET_ASIDE],
            counts[Fate.CARRIED] + counts[Fate.APPROXIMATED] + counts[Fate.SET_ASIDE],
        )
        for place, counts in tally.columns.items()
        if counts[Fate.SET_ASIDE]
    ]
    if lost:
        shown = [(place, aside, of, f"{aside / of:.1%}") for place, aside, of in lost]
        print_table("What was set aside, by column", ("column", "set aside", "of", "share"), shown)
    aside, of = tally.set_aside()
    share = f"{aside / of:.2%}" if of else "0%"
    click.echo(
        f"{name}: {episodes} episode(s); {of - aside} of {of} cells carried, {aside} ({share}) set aside and reported"
    )
