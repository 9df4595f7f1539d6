"""The commands about mappings of tables: mapping draft, mapping check."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from missingpersons.cli.printing import format_option, print_json, print_table
from missingpersons.cli.reading import STANDARD_INPUT, spoken
from missingpersons.cli.writing import STANDARD_OUTPUT, outputs
from missingpersons.converters.coverage import coverage
from missingpersons.converters.drafting import draft
from missingpersons.converters.joined import opened
from missingpersons.converters.mapping import MOST_ABOVE, load_mapping
from missingpersons.findings import CannotRun


@click.group()
def mapping() -> None:
    """Draft a mapping for a table, or see how far one covers it."""


@mapping.command("draft")
@click.argument("table", metavar="IN")
@click.option("--out", "target", default=STANDARD_OUTPUT, metavar="MAP.toml", help="Where the draft goes.")
@click.option("--owner-force", metavar="CODE", help="Whose episodes these are; else a TODO.")
@click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook; else the first.")
@click.option(
    "--header-row",
    type=click.IntRange(1, MOST_ABOVE),
    default=1,
    metavar="N",
    help="The row of the headings, if a title stands above them: rows with anything in them count, from 1.",
)
def draft_mapping(table: str, target: str, owner_force: str | None, sheet: str, header_row: int) -> None:
    """Propose a mapping for IN, from its headings and values.

    What they do not prove is a TODO: a column nobody has described, codes that no list has, dates that do not show
    whether the day or the month comes first. Of the values only their form is written, and codes.
    """
    with _opened(table) as stream:
        text = draft(stream, name=spoken(table), owner_force=owner_force, sheet=sheet, header_row=header_row)
    with outputs([target], reading=(table,)) as (out,):
        out.write(text.encode())


@mapping.command("check")
@click.argument("map_name", metavar="MAP.toml")
@click.argument("table", metavar="IN")
@click.option("--joined", default="", metavar="FILE", help="The file of the mapping's join, as for convert.")
@format_option
def check_mapping(map_name: str, table: str, joined: str, form: str) -> None:
    """Show each column of IN: where it goes, how many of its values convert, and what the others look like.

    Values are masked: letters are x, digits 9.
    """
    loaded = load_mapping(map_name)
    covered = coverage(lambda: _opened(table), loaded, name=spoken(table), joined=lambda: opened(joined, loaded))
    if form == "json":
        for column in covered:
            print_json(column.as_dict())
        return
    rows = []
    for column in covered:
        goes = ", ".join(column.goes) or column.why
        share = f"{column.converted / column.values:.1%}" if column.values else ""
        such = "  ".join(each for each, _ in (column.lost or column.kept).most_common(2))
        lost = f"{such}  ({', '.join(sorted(column.codes))})" if column.codes else such
        rows.append((column.place, goes, column.values, column.converted, share, lost))
    title = "Where each column goes"
    print_table(title, ("column", "goes to", "values", "converted", "share", "set aside, or carried, such as"), rows)
    values, converted = sum(each.values for each in covered), sum(each.converted for each in covered)
    click.echo(f"{spoken(table)}: {converted} of {values} values convert, in {len(covered)} column(s)")


def _opened(table: str) -> BinaryIO:
    if table == STANDARD_INPUT:
        raise CannotRun("a mapping is drafted and checked from a file, which is read more than once: name it")
    try:
        return Path(table).open("rb")
    except OSError as error:
        reason = error.strerror or "cannot be read"
    raise CannotRun(f"{spoken(table)}: {reason}")
