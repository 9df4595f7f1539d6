"""The command that reads and writes other systems' data: convert."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Generator, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from missingpersons import wire
from missingpersons.cli.accounting import Account, print_account
from missingpersons.cli.clock import now
from missingpersons.cli.printing import exit_with, format_option, print_json, watched
from missingpersons.cli.reading import MOMENT, STANDARD_INPUT, spoken, standard_input
from missingpersons.cli.writing import is_standard_output, outputs
from missingpersons.converters import Row
from missingpersons.converters.formats import (
    Format,
    Reading,
    Writing,
    Written,
    is_ours,
    load_format,
)
from missingpersons.converters.received import with_silence_said
from missingpersons.converters.strangers import accounted, files_named, judged
from missingpersons.findings import CannotRun, Finding
from missingpersons.models import Episode

EPISODES = "episodes"

_AS_OF = "as_of"
"""The option of a format that is the moment at which what may be told must hold."""


class NameAndValue(click.ParamType[tuple[str, str]]):
    """An option of a format on the command line: ``NAME=VALUE``."""

    name = "name=value"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The name and the value that ``value`` writes."""
        name, equals, given = str(value).partition("=")
        if not (name and equals):
            self.fail("an option of a format is written like version=1.4", param, ctx)
        return name, given


@click.command()
@click.option("--from", "source", default=EPISODES, metavar="FORMAT", help="What IN is; by default episodes.")
@click.option("--to", "goal", default=EPISODES, metavar="FORMAT", help="What OUT is to be; by default episodes.")
@click.option("--mapping", metavar="MAP.toml", help="Which column of a table goes where: docs/converting.md.")
@click.option("--set", "options", multiple=True, type=NameAndValue(), help="An option of the formats. Repeatable.")
@click.argument("table", metavar="IN")
@click.option("--out", "target", required=True, metavar="OUT", help="Where what was converted goes.")
@click.option("--report", "report_name", metavar="REPORT.ndjson", help="Where the findings go, one a line.")
@click.option("--recorded-at", type=MOMENT, help="When the export was made, if the data does not say.")
@format_option
def convert(
    source: str,
    goal: str,
    mapping: str | None,
    options: tuple[tuple[str, str], ...],
    table: str,
    target: str,
    report_name: str | None,
    recorded_at: datetime | None,
    form: str,
) -> None:
    """Turn data of one format into another, and account for every value.

    Each value is carried, stands for no value, or is reported by code and place. A bad value never keeps its
    episode from arriving. `missingpersons formats` lists the formats and their options. With --out - or --report -,
    what it came to is said on standard error.
    """
    reader, writer = _chosen(source, goal)
    given = {**dict(options), **({"mapping": mapping} if mapping else {})}
    _check(given, reader, writer)
    if _AS_OF in writer.options:
        # What is published is judged by the present, which a converter does not know.
        given.setdefault(_AS_OF, now())
    account = Account("standard input" if table == STANDARD_INPUT else spoken(table))
    told = recorded_at.isoformat() if recorded_at else None
    names = [target, *([report_name] if report_name else [])]
    with (
        _opened(table) as stream,
        outputs(names, reading=(table, *_files_named(given, reader, writer))) as (out, *reports_out),
        _saying_how_far(account),
    ):
        if isinstance(stream, io.BufferedReader) and not stream.peek(1):
            # Nothing tells an export that failed from one in which there is nothing to say.
            raise CannotRun(f"{account.source}: the file is empty")
        assert reader.read
        read_by = reader.read if is_ours(source) else partial(judged, reader)
        read = read_by(stream, Reading(account.source, told, _known(reader, given)))
        rows_of_all = with_silence_said(read, name=account.source)
        # What reads the stream lets go of it before the stream is closed, whatever happens.
        with _let_go(read), _let_go(watched(rows_of_all, "converting")) as rows:
            for place, findings in _converted(
                rows, None if goal == EPISODES else writer, out, account, _known(writer, given)
            ):
                for report_out in reports_out:
                    for each in findings:
                        report_out.write(wire.encode({"source": place, **each.as_dict()}) + b"\n")
    aside = any(map(is_standard_output, names))
    if form == "json":
        print_json(account.as_dict(), aside=aside)
    else:
        print_account(account, aside=aside)
    exit_with(account.errors > 0)


def _chosen(source: str, goal: str) -> tuple[Format, Format]:
    reader, writer = load_format(source), load_format(goal)
    if reader.read is None:
        raise CannotRun(f"{source} is written and never read: see `missingpersons formats`")
    if writer.write is None:
        raise CannotRun(f"{goal} is read and never written: see `missingpersons formats`")
    return reader, writer


def _check(given: dict[str, str], reader: Format, writer: Format) -> None:
    """Raise ``CannotRun`` for an option that neither format has."""
    for name in given:
        if name not in reader.options and name not in writer.options:
            known = ", ".join(dict.fromkeys([*reader.options, *writer.options])) or "none"
            raise CannotRun(f"there is no option {name!r} from {reader.name} to {writer.name}: there is {known}")


def _known(each: Format, given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name in each.options}


def _files_named(given: dict[str, str], *formats: Format) -> list[str]:
    return [
        file
        for each in formats
        for file in (each.files_named(given) if is_ours(each.name) else files_named(each, given))
    ]


def _converted(
    rows: Iterator[Row], writer: Format | None, out: BinaryIO, account: Account, options: dict[str, str]
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The findings of every place, read and written, while what was converted goes to ``out``.

    Without a ``writer`` the documents go there as they are.
    """
    read: list[Row] = []

    def episodes() -> Iterator[tuple[str, Episode]]:
        for row in rows:
            account.add(row)
            read.append(row)
            if row.document:
                yield row.source, wire.parse(row.document, Episode)

    def told() -> Iterator[tuple[str, tuple[Finding, ...]]]:
        while read:
            row = read.pop(0)
            yield row.source, row.findings

    if writer is None:
        for row in rows:
            account.add(row)
            if row.document:
                out.write(row.document + b"\n")
            yield row.source, row.findings
        return
    assert writer.write
    write = writer.write if is_ours(writer.name) else partial(accounted, writer)
    written: Written
    for written in write(episodes(), out, Writing(options)):
        account.add_written(written)
        yield from told()
        yield written.source, written.findings
    yield from told()


@contextlib.contextmanager
def _let_go(rows: Iterator[Row]) -> Iterator[Iterator[Row]]:
    """The rows; at the end, or after a failure, what gives them is told that no more are wanted."""
    try:
        yield rows
    finally:
        if isinstance(rows, Generator):
            rows.close()


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
def _saying_how_far(account: Account) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        if account.rows and not isinstance(error, BrokenPipeError):
            error.add_note(f"{account.rows} row(s) of {account.source} had been read")
        raise
