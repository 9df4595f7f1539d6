"""The commands by which a force tells others something about an episode: each seals one message."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click

from missingpersons.cli.handing_over import transfer
from missingpersons.cli.reading import MOMENT, Listed, documents
from missingpersons.cli.speaking import Speaker, speaks
from missingpersons.cli.standing import state
from missingpersons.cli.syncing import box, sync
from missingpersons.codes import EnquiryOutcome, RetractionManner
from missingpersons.exchange import handshake
from missingpersons.findings import CannotRun

_OUTCOMES = click.Choice([each.value for each in EnquiryOutcome])
_MANNERS = click.Choice([each.value for each in RetractionManner])
_TEXT = click.option("--text", metavar="TEXT", help="In words.")
_REFERENCE = click.option("--reference", metavar="TEXT", help="The force's own reference. Never a name.")
_REASON = click.option(
    "--reason",
    required=True,
    type=Listed("retraction_reasons"),
    metavar="CODE",
    help="Why: a code of the list `retraction_reasons`.",
)


@click.group()
def exchange() -> None:
    """Say to other forces what an episode needs, and see how episodes stand between them."""


exchange.add_command(state)
exchange.add_command(transfer)
exchange.add_command(box)
exchange.add_command(sync)


@exchange.group()
def enquiry() -> None:
    """Ask another force to do something, or say what came of it. It moves no ownership."""


@enquiry.command()
@speaks
@click.option("--force", "asked", required=True, type=Listed("forces"), metavar="SLUG", help="The force that is asked.")
@click.option(
    "--action",
    required=True,
    type=Listed("actions"),
    metavar="CODE",
    help="What is asked for: a code of the list `actions`.",
)
@click.option("--text", required=True, metavar="TEXT", help="What is asked for, in words.")
@click.option("--answer-by", type=MOMENT, help="By when an answer is needed.")
def ask(by: Speaker, asked: str, action: str, text: str, answer_by: datetime | None) -> None:
    """Ask another force to do something about the EPISODE."""
    more = {"to": by.to, "requested_by": by.role, "answer_by": answer_by.isoformat() if answer_by else None}
    by.say(handshake.ask_enquiry(by.state, asked, action, text, **more))


@enquiry.command()
@speaks
@click.option(
    "--outcome", required=True, type=click.Choice([each.value for each in EnquiryOutcome]), help="What came of it."
)
@click.option("--request", metavar="DIGEST", help="Which enquiry, if there are several.")
@_TEXT
def answer(by: Speaker, outcome: str, request: str | None, text: str | None) -> None:
    """Say what came of what the force was asked to do."""
    more = {"to": by.to, "answered_by": by.role, "text": text}
    by.say(handshake.answer_enquiry(by.state, by.force, outcome, request, **more))


@exchange.command()
@speaks
@click.argument("file")
@_REFERENCE
def sighting(by: Speaker, file: str, reference: str | None) -> None:
    """Report that the person was seen: FILE is a sighting as an episode holds it, one JSON object."""
    by.say(handshake.report_sighting(by.state, _object(file), to=by.to, reported_by=by.role, reference=reference))


@exchange.command()
@speaks
@click.argument("file")
@_REFERENCE
def found(by: Speaker, file: str, reference: str | None) -> None:
    """Report the person found: FILE is an outcome as an episode holds it. Only the owner closes the episode."""
    by.say(handshake.report_found(by.state, _object(file), to=by.to, reported_by=by.role, reference=reference))


@exchange.command()
@speaks
@click.option(
    "--manner",
    required=True,
    type=click.Choice([each.value for each in RetractionManner]),
    help="No longer meant, or to be held no more.",
)
@_REASON
@click.option("--message", metavar="DIGEST", help="Take back this one message, and not the episode.")
@_REFERENCE
def retract(by: Speaker, manner: str, reason: str, message: str | None, reference: str | None) -> None:
    """Take the EPISODE back, as its owner, or one message, as its sender. Nothing undoes it."""
    how = RetractionManner(manner)
    whole = message or handshake.own_version(by.state, by.force).digest
    more: dict[str, Any] = {"to": by.to or by.register.recipients(whole), "by": by.role, "reference": reference}
    if message:
        by.say(handshake.retract_message(by.state, message, how, reason, **more))
    else:
        by.say(handshake.retract_episode(by.state, by.force, how, reason, **more))


@exchange.command()
@speaks
@_REASON
@click.option("--message", metavar="DIGEST", help="Which message was wrong; by default the newest version.")
@click.option("--at", multiple=True, metavar="POINTER", help="What in its body was wrong. Give it again for another.")
@click.option("--replaced-by", metavar="DIGEST", help="The message that says it rightly.")
@_REFERENCE
def correct(
    by: Speaker,
    reason: str,
    message: str | None,
    at: tuple[str, ...],
    replaced_by: str | None,
    reference: str | None,
) -> None:
    """Say that a message was wrong. It goes to every force that is known to have received it."""
    wrong = message or handshake.own_version(by.state, by.force).digest
    to = sorted({*by.to, *by.register.recipients(wrong)})
    said = handshake.correct(by.state, wrong, reason, at, to=to, replaced_by=replaced_by, reference=reference)
    by.say(said)


def _object(file: str) -> dict[str, Any]:
    """The one JSON object in a file, which is read as closely when the message is sealed."""
    for source, data in documents([file]):
        try:
            tree = json.loads(data)
        except (ValueError, RecursionError):
            tree = None
        if isinstance(tree, dict):
            return tree
        raise CannotRun(f"{source}: not one JSON object")
    raise CannotRun("the file is empty")
