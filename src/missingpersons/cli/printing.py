"""How the command line prints: tables and sentences for people, or one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from missingpersons.findings import Finding

_Item = TypeVar("_Item")
_Command = TypeVar("_Command", bound=Callable[..., Any])

FOUND_ERRORS = 1

WIDTH = 110
"""How wide tables are where nobody knows how wide the reader's window is."""


def format_option(command: _Command) -> _Command:
    """Give a command ``--format``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="text for people; json prints one object a line and nothing else.",
    )(command)


def print_json(tree: Mapping[str, Any], *, aside: bool = False) -> None:
    """One JSON object on one line of standard output; or, ``aside``, of standard error."""
    click.echo(json_text(tree), err=aside, nl=False)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        # Rich would end the process here, with the status that means findings.
        raise BrokenPipeError


def console(*, aside: bool = False) -> Console:
    """Standard output, or standard error, as rich writes to it: no colour codes unless it is a terminal."""
    stream = sys.stderr if aside else sys.stdout
    return _Console(file=stream, highlight=False, width=None if stream.isatty() else WIDTH)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, aside: bool = False) -> None:
    """A table that a person can read."""
    table = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        # The name of a column may have brackets, which would be read as colours.
        table.add_row(*(escape(f"{each}") for each in row))
    console(aside=aside).print(table)


def print_findings(source: str, findings: Iterable[Finding], *, aside: bool = False) -> None:
    """One line a finding, as compilers write them."""
    click.echo(findings_text(source, findings), err=aside, nl=False)


def findings_text(source: str, findings: Iterable[Finding]) -> str:
    """What ``print_findings`` prints."""
    return "".join(f"{source}: {each.severity}: {each.at or '/'}: {each.message} [{each.code}]\n" for each in findings)


def json_text(tree: Mapping[str, Any]) -> str:
    """What ``print_json`` prints."""
    return json.dumps(tree, ensure_ascii=False) + "\n"


def watched(items: Iterable[_Item], doing: str, total: int | None = None) -> Iterator[_Item]:
    """The same items, with progress on standard error if that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = (SpinnerColumn(), TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=total)


def exit_with(errors: bool) -> None:
    """End the command with the status that says whether anything was found at error."""
    if errors:
        raise click.exceptions.Exit(FOUND_ERRORS)
