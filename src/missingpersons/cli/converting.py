"""The command that reads other systems' data: convert."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from missingpersons import wire
from missingpersons.cli.printing import exit_with, format_option, print_json, print_table, watched
from missingpersons.cli.reading import MOMENT, STANDARD_INPUT, spoken, standard_input
from missingpersons.cli.writing import is_standard_output, outputs
from missingpersons.converters import Fate, Row, Tally
from missingpersons.converters.tabular import convert as convert_table
from missingpersons.converters.tabular import load_mapping
from missingpersons.findings import CannotRun, Severity, entry


@dataclass
class _Account:
    """What a table came to."""

    source: str
    rows: int = 0
    episodes: int = 0
    errors: int = 0
    found: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)

    def add(self, row: Row) -> None:
        self.rows += 1
        self.episodes += row.document is not None
        self.errors += sum(each.severity is Severity.ERROR for each in row.findings)
        self.found.update(each.code for each in row.findings)
        self.tally.add(row)

    def by_column(self, fate: Fate) -> dict[str, int]:
        """How many cells of each column met a fate, where any did."""
        return {place: counts[fate] for place, counts in self.tally.columns.items() if counts[fate]}

    def as_dict(self) -> dict[str, Any]:
        cells = sum(self.tally.columns.values(), Counter[Fate]())
        return {
            "source": self.source,
            "episodes": self.episodes,
            "errors": self.errors,
            "findings": dict(sorted(self.found.items())),
            "cells": {str(fate): cells[fate] for fate in Fate},
            "set_aside": self.by_column(Fate.SET_ASIDE),
            "no_value": self.by_column(Fate.NO_VALUE),
        }


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
    its episode from arriving. With --out - or --report -, what it came to is said on standard error.
    """
    del kind
    rules = load_mapping(mapping)
    account = _Account("standard input" if table == STANDARD_INPUT else spoken(table))
    given = recorded_at.isoformat() if recorded_at else None
    names = [target, *([report_name] if report_name else [])]
    with (
        _opened(table) as stream,
        outputs(names, reading=(table, mapping)) as (episodes_out, *reports_out),
        _saying_how_far(account),
    ):
        rows = convert_table(stream, rules, name=account.source, recorded_at=given)
        for row in watched(rows, "converting"):
            account.add(row)
            if row.document:
                episodes_out.write(row.document + b"\n")
            for report_out in reports_out:
                _write_report(report_out, row)
    aside = any(map(is_standard_output, names))
    if form == "json":
        print_json(account.as_dict(), aside=aside)
    else:
        _print_summary(account, aside=aside)
    exit_with(account.errors > 0)


@contextlib.contextmanager
def _opened(table: str) -> Iterator[BinaryIO]:
    if table == STANDARD_INPUT:
        yield standard_input()
        return
    try:
        stream = Path(table).open("rb")  # noqa: SIM115 - closed below, whatever happens
    except OSError as error:
        reason = error.strerror or "cannot be read"
    else:
        with stream:
            yield stream
        return
    raise CannotRun(f"{spoken(table)}: {reason}")


@contextlib.contextmanager
def _saying_how_far(account: _Account) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if account.rows and not isinstance(error, BrokenPipeError):
            error.add_note(f"{account.rows} row(s) of {account.source} had been read")
        raise


def _write_report(stream: BinaryIO, row: Row) -> None:
    for each in row.findings:
        stream.write(wire.encode({"source": row.source, **each.as_dict()}) + b"\n")


def _print_summary(account: _Account, *, aside: bool) -> None:
    if account.found:
        rows = [
            (code, entry(code).severity, number, entry(code).message) for code, number in account.found.most_common()
        ]
        title = "What was found in the cells"
        print_table(title, ("code", "severity", "found", "what it means"), rows, aside=aside)
    if lost := account.by_column(Fate.SET_ASIDE):
        of = {place: account.tally.set_aside([place])[1] for place in lost}
        shares = [(place, number, of[place], f"{number / of[place]:.1%}") for place, number in lost.items()]
        print_table("What was set aside, by column", ("column", "set aside", "of", "share"), shares, aside=aside)
    absent = account.by_column(Fate.NO_VALUE)
    if absent:
        title = "What stands for no value, by column"
        print_table(title, ("column", "no value"), list(absent.items()), aside=aside)
    lost_cells, cells = account.tally.set_aside()
    share = f"{lost_cells / cells:.2%}" if cells else "0%"
    click.echo(
        f"{account.source}: {account.episodes} episode(s); {cells - lost_cells} of {cells} cells carried, "
        f"{lost_cells} ({share}) set aside and reported; {sum(absent.values())} stood for no value",
        err=aside,
    )
