"""The command that shows what is due and what is overdue: clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

import click

from missingpersons import wire
from missingpersons.cli.printing import exit_with, format_option, print_findings, print_json, print_table, watched
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.codes import codelist
from missingpersons.due import Clock, State, load_intervals
from missingpersons.due import clocks as clocks_of
from missingpersons.due.clock import RECORDED
from missingpersons.models import AnyDocument, Call
from missingpersons.values.dates import moment

AGREED = "MP-K-003"
"""The clock of what was agreed, which is told by what it was."""

_TO_BE_DONE = (State.OVERDUE, State.DUE, State.CANNOT_TELL)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--as-of", type=MOMENT, help="The moment to ask about; by default each document's recorded_at.")
@click.option(
    "--intervals", metavar="FILE", help="Your force's own intervals (TOML); the library's fill what it leaves."
)
@format_option
def clocks(files: tuple[str, ...], as_of: datetime | None, intervals: str | None, form: str) -> None:
    """Show what is due and overdue in documents: what, by when, how long there is, and on what basis.

    The library's intervals are not official except where the basis says so. Something overdue is no fault of the
    document, so the exit status is 0; it is 1 only if a document cannot be read. With --format json each
    document is one object, with what was done too.
    """
    chosen = load_intervals(intervals) if intervals else None
    counted: Counter[State] = Counter()
    read = unread = 0
    for source, data in watched(documents(files), "asking"):
        record, report = wire.read(data)
        read += 1
        if record is None:
            unread += 1
            if form == "json":
                print_json({"source": source, "ok": False, "findings": [each.as_dict() for each in report]})
            else:
                print_findings(source, report)
            continue
        now = as_of or moment(record.recorded_at)
        # Nothing falls due in a call: whatever it led to is an episode's.
        found = () if isinstance(record, Call) else clocks_of(record, as_of=now, intervals=chosen)
        counted.update(each.state for each in found)
        if form == "json":
            told = [each.as_dict() for each in found]
            print_json({"source": source, "ok": True, "as_of": _written(now), "clocks": told})
        else:
            _print_clocks(source, record, found, now)
    if form == "text":
        states = ", ".join(f"{counted[state]} {_words(state)}" for state in _TO_BE_DONE)
        click.echo(f"{read} document(s), {unread} of them not readable: {states}")
    exit_with(unread > 0)


def _print_clocks(source: str, record: AnyDocument, found: Iterable[Clock], now: datetime) -> None:
    asked = [each for each in found if each.state in _TO_BE_DONE]
    if not asked:
        return
    click.echo(f"{source}, as of {_written(now)}")
    rows = [
        (_words(each.state), each.due_at or "-", _left(each, now), _what(each, record), each.at or "/", _whose(each))
        for each in asked
    ]
    print_table("", ("state", "due", "how long", "what", "where", "basis"), rows)
    for told in dict.fromkeys(f"{each.name} {each.basis}" for each in asked if each.basis != RECORDED):
        click.echo(f"- {told}")


def _what(clock: Clock, record: AnyDocument) -> str:
    """What is to be done. Of what was agreed, the title of its code, if it is one of the list."""
    if clock.code != AGREED or isinstance(record, Call):
        return clock.name
    _, part, index = clock.at.split("/")
    if part == "actions":
        action = codelist("actions").entries.get(record.actions[int(index)].code)
        return action.title if action else clock.name
    told = codelist("notification_destinations").entries.get(record.notifications[int(index)].to)
    return f"Tell: {told.title}" if told else clock.name


def _whose(clock: Clock) -> str:
    if clock.basis == RECORDED:
        return "recorded"
    return "official" if clock.basis.startswith("Official") else "not official"


def _words(state: State) -> str:
    return "cannot tell" if state is State.CANNOT_TELL else str(state)


def _left(clock: Clock, now: datetime) -> str:
    if clock.due_at is None:
        return "no time to count from"
    left = clock.due_at.moment - now
    return f"{_length(-left)} ago" if left < timedelta(0) else f"in {_length(left)}"


def _length(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    if span >= timedelta(days=3):
        return f"{span.days} days"
    return f"{minutes // 60} h {minutes % 60} min"


def _written(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
