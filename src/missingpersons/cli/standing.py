"""The command that says how episodes stand between forces: who owns them, what is asked, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from missingpersons.cli.printing import format_option, print_json
from missingpersons.exchange.state import State
from missingpersons.findings import CannotRun, finding
from missingpersons.register.store import Register


@click.command("state")
@click.option(
    "--register", "database", required=True, type=click.Path(path_type=Path), metavar="DB", help="A register."
)
@click.argument("episodes", nargs=-1, metavar="[EPISODE...]")
@format_option
def state(database: Path, episodes: tuple[str, ...], form: str) -> None:
    """Say how episodes stand between forces: owner, tenure, transfers, forks, gaps, and what waits for what.

    Without EPISODE, of all of them. Forces, codes and digests only: nothing that is said of anybody.
    """
    with Register.open(database) as register:
        for each in episodes or register.known():
            told = register.state(each)
            if episodes and not (told.claims or told.owners or told.held or told.sightings or told.found):
                raise CannotRun("the register has nothing about an episode of that id")
            acknowledged = {digest: list(register.acknowledged(digest)) for digest in _asked_about(told)}
            if form == "json":
                print_json({**told.as_dict(), "acknowledged": {one: by for one, by in acknowledged.items() if by}})
            else:
                click.echo("\n".join(_lines(told, acknowledged)))


def _asked_about(told: State) -> Iterator[str]:
    """What somebody wants to know the receipts of: versions that stand, and requests that are open."""
    yield from (each.digest for each in told.claims)
    yield from (each.request for each in told.open_transfers)


def _lines(told: State, acknowledged: dict[str, list[str]]) -> Iterator[str]:
    owners = ", ".join(f"{force} (tenure {tenure})" for tenure, force in told.owners) or "nobody that is known of"
    yield f"{told.episode_id}: owned by {owners}{', in dispute' if told.disputed else ''}"
    if told.retracted:
        yield f"  taken back: {told.retracted}"
    for each in told.claims:
        doubts = f" [{' '.join(each.doubts)}]" if each.doubts else ""
        yield f"  version: {each.status}, by {each.force}, tenure {each.tenure}, revision {each.revision}{doubts}"
        yield from _had_by(acknowledged.get(each.digest, ()))
    for transfer in told.transfers:
        yield f"  transfer: {transfer.asker} asked {transfer.asked}: {transfer.state} ({transfer.request[:12]})"
        yield from _had_by(acknowledged.get(transfer.request, ()))
    for enquiry in told.enquiries:
        came = ", ".join(step.code for step in enquiry.answers) or "open"
        yield f"  enquiry: {enquiry.asker} asked {enquiry.asked} ({enquiry.action}): {came} ({enquiry.request[:12]})"
    for name, reports in (("sighting", told.sightings), ("found", told.found)):
        yield from (f"  {name}: reported by {one.force} ({one.digest[:12]})" for one in reports)
    for fork in told.forks:
        yield f"  fork: {', '.join(one[:12] for one in fork)}"
    for gap in told.gaps:
        yield f"  missing: tenure {gap.tenure} of {gap.force}, {_span(gap.first, gap.last)}"
    for held in told.held:
        waits = f"; it waits for {held.waits_for[:12]}" if held.waits_for else ""
        yield f"  waits: {held.kind or 'a message'} by {held.force} ({held.digest[:12]}) [{held.code}]{waits}"
    for correction in told.corrections:
        yield f"  correction: {correction.force} said that {correction.message[:12]} was wrong"
    for code in dict.fromkeys(one.code for one in told.findings):
        yield f"  {finding(code).severity}: {finding(code).message} [{code}]"


def _had_by(forces: Iterable[Any]) -> Iterator[str]:
    if told := ", ".join(forces):
        yield f"    acknowledged by {told}"


def _span(first: int, last: int) -> str:
    return f"revision {first}" if first == last else f"revisions {first} to {last}"
