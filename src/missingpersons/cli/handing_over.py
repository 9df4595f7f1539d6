"""The commands by which an episode is handed over: each seals one message."""

from __future__ import annotations

from datetime import datetime

import click

from missingpersons.cli.printing import exit_with, print_findings
from missingpersons.cli.reading import MOMENT, Listed
from missingpersons.cli.speaking import Speaker, speaks
from missingpersons.codes import TransferAnswer, TransferEnding
from missingpersons.exchange import handshake
from missingpersons.exchange.seal import NotReady, request_transfer
from missingpersons.findings import Report

_RATIONALE = click.option("--rationale", metavar="TEXT", help="Why, in words. Write nothing of anybody in it.")
_REQUEST = click.option("--request", metavar="DIGEST", help="Which request, if there are several.")


@click.group()
def transfer() -> None:
    """Hand an episode over: ask, accept, refuse, withdraw, let lapse, escalate."""


@transfer.command()
@speaks
@click.option("--force", "asked", required=True, type=Listed("forces"), metavar="SLUG", help="The force that is asked.")
@click.option(
    "--reason",
    required=True,
    type=Listed("transfer_reasons"),
    metavar="CODE",
    help="Why: a code of the list `transfer_reasons`.",
)
@click.option("--rationale", required=True, metavar="TEXT", help="Why, in words. Write nothing of anybody in it.")
@click.option("--answer-by", type=MOMENT, help="By when an answer is needed.")
def request(by: Speaker, asked: str, reason: str, rationale: str, answer_by: datetime | None) -> None:
    """Ask another force to take the EPISODE over. Until it accepts, the sender owns it.

    What the version lacks for a transfer is printed, and then nothing is sealed.
    """
    more = {"to": by.to, "requested_by": by.role, "answer_by": answer_by.isoformat() if answer_by else None}
    said = handshake.ask_transfer(by.state, by.force, asked, reason, rationale, **more)
    version = handshake.own_version(by.state, by.force)
    found = Report(())
    try:
        message = request_transfer(version.document, version.digest, said.body, by.key, time=by.time)
    except NotReady as error:
        found = error.report
    else:
        by.write(message)
    print_findings(by.state.episode_id, found, aside=True)
    exit_with(not found.ok)


@transfer.command()
@speaks
@_RATIONALE
@_REQUEST
def accept(by: Speaker, rationale: str | None, request: str | None) -> None:
    """Take the EPISODE over: the force owns it from now on, and publishes it next."""
    more = {"to": by.to, "answered_by": by.role, "rationale": rationale}
    by.say(handshake.answer_transfer(by.state, by.force, TransferAnswer.ACCEPTED, request, **more))


@transfer.command()
@speaks
@click.option(
    "--reason",
    required=True,
    type=Listed("refusal_reasons"),
    metavar="CODE",
    help="Why: a code of the list `refusal_reasons`.",
)
@_RATIONALE
@_REQUEST
def refuse(by: Speaker, reason: str, rationale: str | None, request: str | None) -> None:
    """Say no, and why. The sender owns the EPISODE as before."""
    more = {"to": by.to, "answered_by": by.role, "reason": reason, "rationale": rationale}
    by.say(handshake.answer_transfer(by.state, by.force, TransferAnswer.REFUSED, request, **more))


@transfer.command()
@speaks
@_RATIONALE
@_REQUEST
def withdraw(by: Speaker, rationale: str | None, request: str | None) -> None:
    """Take a request back. An acceptance that crosses it counts all the same."""
    more = {"to": by.to, "by": by.role, "rationale": rationale}
    by.say(handshake.end_transfer(by.state, by.force, TransferEnding.WITHDRAWN, request, **more))


@transfer.command()
@speaks
@_RATIONALE
@_REQUEST
def lapse(by: Speaker, rationale: str | None, request: str | None) -> None:
    """Say that nobody answered a request in time."""
    more = {"to": by.to, "by": by.role, "rationale": rationale}
    by.say(handshake.end_transfer(by.state, by.force, TransferEnding.LAPSED, request, **more))


@transfer.command()
@speaks
@click.option("--rationale", required=True, metavar="TEXT", help="What the two forces disagree about.")
@_REQUEST
def escalate(by: Speaker, rationale: str, request: str | None) -> None:
    """Say that it has gone to more senior people. The owner remains the owner."""
    more = {"to": by.to, "by": by.role}
    by.say(handshake.escalate_transfer(by.state, by.force, rationale, request, **more))
