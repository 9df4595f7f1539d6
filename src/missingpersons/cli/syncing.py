"""The commands by which forces meet over a folder that their machines share."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import click

from missingpersons.cli.clock import now
from missingpersons.cli.printing import exit_with, format_option, print_json, watched
from missingpersons.cli.reading import MOMENT, Listed
from missingpersons.codes import ProcessingRegime
from missingpersons.exchange.keys import load_private, load_public
from missingpersons.exchange.mailbox import TRUST, Mailbox
from missingpersons.exchange.sync import Synced, Taken, issue_receipt, noting, share_trust
from missingpersons.exchange.sync import sync as meet
from missingpersons.register.disclosed import Disclosing
from missingpersons.register.meeting import RegisterStore
from missingpersons.register.store import Register

CUT_OFF_AFTER = 24 * 60 * 60
"""How old a draft is, in seconds, when nobody can be writing it any more (library)."""

_PATH = click.Path(path_type=Path)
_MAILBOX = click.option("--mailbox", "folder", required=True, type=_PATH, metavar="DIR", help="The shared folder.")


@click.command()
@_MAILBOX
@click.option("--force", required=True, metavar="SLUG", help="The force's code in the list `forces`.")
@format_option
def box(folder: Path, force: str, form: str) -> None:
    """Make a force's box in a folder that the machines of several forces share. It may have one already."""
    folder.mkdir(exist_ok=True)
    mailbox = Mailbox(folder)
    mailbox.open_box(force)
    if form == "json":
        print_json({"mailbox": folder.name, "forces": list(mailbox.forces())})
    else:
        click.echo(f"{folder.name}: boxes of {', '.join(mailbox.forces())}")


@click.command()
@_MAILBOX
@click.option("--register", "database", required=True, type=_PATH, metavar="DB", help="What the force knows.")
@click.option("--key", required=True, type=_PATH, help="The force's private key, which signs its receipts.")
@click.option("--root", type=_PATH, help="The public key that signs lists of keys, to take in those in the folder.")
@click.option(
    "--to",
    multiple=True,
    type=Listed("forces"),
    metavar="FORCE",
    help="Send to this force only. Give it again for another.",
)
@click.option("--time", "sealed_at", type=MOMENT, help="When receipts are sealed; by default now.")
@click.option(
    "--reason",
    type=Listed("lookup_reasons"),
    metavar="CODE",
    help="Why messages are sent: a code of the list `lookup_reasons`. By default each message's kind says it.",
)
@click.option("--reference", metavar="TEXT", help="Where the reason is written down. Never a name.")
@click.option("--actor", metavar="NUMBER", help="Who sends, as an officer's or a system's number. Never a name.")
@click.option(
    "--regime",
    type=click.Choice([str(each) for each in ProcessingRegime]),
    help="Which data protection law the sending rests on.",
)
@format_option
def sync(
    folder: Path,
    database: Path,
    key: Path,
    root: Path | None,
    to: tuple[str, ...],
    sealed_at: datetime | None,
    reason: str | None,
    reference: str | None,
    actor: str | None,
    regime: str | None,
    form: str,
) -> None:
    """Take in what lies in the force's box, answer it, and send what others have not acknowledged.

    What is sent is logged in the register as a disclosure, with its reason, once for each message and force.
    Stop it anywhere and run it again. A message of the force's own is sent to those whom it names, or to every box.
    What is refused is moved to `set-aside` in the box, for a person to look at. The exit status is 1 then, and when
    a letter was not there in full or a box could not be written to: the others are done all the same.
    """
    private = load_private(key)
    mailbox = Mailbox(folder)
    at = sealed_at.isoformat() if sealed_at else now()
    disclosing = Disclosing(reason, reference, actor, ProcessingRegime(regime) if regime else None)

    def seal_receipt(taken: Taken) -> bytes:
        return issue_receipt(taken, private, time=at)

    with Register.open(database) as register:
        store = RegisterStore(register, private.force, load_public(root) if root else None, disclosing=disclosing)
        lists, faults = (0, 0), dict[str, str]()
        with noting(faults, TRUST):
            lists = share_trust(mailbox, store) if store.has_root else lists
        done = meet(mailbox, store, private.force, seal_receipt, to=to, watch=lambda some: watched(some, "taking in"))
    done = replace(done, faults=(*(f"{box}: {why}" for box, why in faults.items()), *done.faults))
    swept = sum(mailbox.sweep(each, older_than=time.time() - CUT_OFF_AFTER) for each in (private.force, TRUST))
    if form == "json":
        print_json({**asdict(done), "lists_taken": lists[0], "lists_sent": lists[1], "swept": swept})
    else:
        click.echo(_told(done, lists))
        for fault in done.faults:
            click.echo(fault, err=True)
    exit_with(bool(done.refused or done.unread or done.faults))


def _told(done: Synced, lists: tuple[int, int]) -> str:
    parts = (
        f"{done.sent} sent",
        f"{done.taken} taken in",
        *([f"{done.again} that were here"] if done.again else []),
        *([f"{done.refused} refused and set aside"] if done.refused else []),
        *([f"{done.try_again} to be tried again"] if done.try_again else []),
        *([f"{done.unread} left that could not be read"] if done.unread else []),
        *([f"{done.lost} asked for again"] if done.lost else []),
        f"{done.receipts} receipts",
        *([f"lists of keys: {lists[0]} taken in, {lists[1]} sent"] if any(lists) else []),
    )
    return ", ".join(parts)
