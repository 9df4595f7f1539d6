"""The command that says what risk level a policy calls for: suggest."""

from __future__ import annotations

from datetime import datetime

import click

from missingpersons import wire
from missingpersons.cli.printing import (
    exit_with,
    format_option,
    print_findings,
    print_json,
    print_table,
    watched,
)
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.models import Episode
from missingpersons.risk import Suggestion, library_policy, load_policy
from missingpersons.risk import suggest as suggest_level


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
