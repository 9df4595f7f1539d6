"""The commands on a register: init, trust, receive, lookup, count and audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from missingpersons.cli.asking import OrBlank, question, unread
from missingpersons.cli.printing import (
    exit_with,
    format_option,
    print_findings,
    print_json,
    print_table,
    watched,
)
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.cli.showing import NOBODY, TOO_LITTLE, print_candidates
from missingpersons.cli.trusting import load_trust
from missingpersons.cli.writing import is_standard_output, outputs
from missingpersons.codes import ProcessingRegime
from missingpersons.exchange.audited import digest
from missingpersons.exchange.keys import PublicKey, load_directory, load_public
from missingpersons.exchange.opening import NO_BATCH
from missingpersons.findings import CannotRun, Severity
from missingpersons.register.audit_events import audit_events
from missingpersons.register.lookup import asks_enough
from missingpersons.register.lookup import lookup as look_up
from missingpersons.register.store import Receipt, Register
from missingpersons.statistics.counts import counts
from missingpersons.wire import dump

_DATABASE = click.argument("database", metavar="DB", type=click.Path(path_type=Path))
_KEYS = click.Path(path_type=Path)


@click.group()
def register() -> None:
    """Keep what forces have sent, look people up, count, and show who asked."""


@register.command()
@_DATABASE
@click.option("--keys", "directory", type=_KEYS, help="A folder of public keys (*.public.json) to trust.")
@format_option
def init(database: Path, directory: Path | None, form: str) -> None:
    """Make a new, empty register in the file DB."""
    trusted = load_directory(directory) if directory else {}
    with Register.create(database) as made:
        made.trust(trusted.values())
    if form == "json":
        print_json(_trusting(database, trusted))
        return
    told = f"trusting {len(trusted)} key(s)" if trusted else "trusting no key yet: `missingpersons register trust`"
    click.echo(f"{database.name}: a new register, {told}")


@register.command()
@_DATABASE
@click.option("--keys", "directory", type=_KEYS, help="A folder of public keys (*.public.json).")
@click.option(
    "--trust", "given", type=_KEYS, help="A list of keys, with --root. It counts from then on, and keys do not."
)
@click.option("--root", type=_KEYS, help="The public key that signs the list.")
@format_option
def trust(database: Path, directory: Path | None, given: Path | None, root: Path | None, form: str) -> None:
    """Believe what these keys sign from now on: those in a folder, or those of the newest list.

    A list judges what was received before too: what a revoked key signed counts no more, unless the list names it.
    """
    if given and root and not directory:
        trusted = {kid: each.key for kid, each in load_trust(given, root).keys.items()}
        with Register.open(database) as opened:
            found = opened.believe(given.read_bytes(), load_public(root))
        print_findings(given.name, found, aside=form == "json")
    elif directory and not (given or root):
        trusted = load_directory(directory)
        with Register.open(database) as opened:
            opened.trust(trusted.values())
    else:
        raise CannotRun("say whom to trust: --keys, or --trust and --root")
    told = _trusting(database, trusted)
    if form == "json":
        print_json(told)
    else:
        click.echo(f"{database.name}: {told['keys']} key(s) trusted, of {', '.join(told['forces'])}")


def _trusting(database: Path, trusted: Mapping[str, PublicKey]) -> dict[str, Any]:
    forces = sorted({each.force for each in trusted.values()})
    return {"register": database.name, "keys": len(trusted), "forces": forces}


@register.command()
@_DATABASE
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--keys", "directory", type=_KEYS, help="Trust these public keys as well, from now on.")
@format_option
def receive(database: Path, files: tuple[str, ...], directory: Path | None, form: str) -> None:
    """Take in messages. What cannot be trusted is refused, what cannot be applied yet is held.

    What is found in a message that is applied is printed too: above all, that another claim to the episode stands.
    """
    outcomes: Counter[str] = Counter()
    errors = False
    with Register.open(database) as opened:
        if directory:
            opened.trust(load_directory(directory).values())
        # One block for them all: what is printed is kept, unless the process dies first.
        with opened.writing():
            for source, receipt in _received(opened, watched(documents(files), "receiving")):
                outcomes[receipt.outcome] += 1
                errors = errors or any(each.severity is Severity.ERROR for each in receipt.findings)
                if form == "json":
                    print_json(
                        {
                            "source": source,
                            "message_id": receipt.message_id,
                            "outcome": receipt.outcome,
                            "findings": [each.as_dict() for each in receipt.findings],
                        }
                    )
                else:
                    print_findings(f"{source}: {receipt.outcome}", receipt.findings)
    if form == "text":
        click.echo(", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items())) or "no message")
    exit_with(errors)


def _received(opened: Register, messages: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, Receipt]]:
    """What became of every message. One whose batch is not here is tried once more when all have come."""
    waiting = []
    for source, data in messages:
        receipt = opened.receive(data, source=source)
        if receipt.outcome == "try_again" and any(each.code == NO_BATCH for each in receipt.findings):
            waiting.append((source, data))
        else:
            yield source, receipt
    for source, data in waiting:
        yield source, opened.receive(data, source=source)


@register.command()
@_DATABASE
@click.option("--reason", required=True, metavar="CODE", help="Why you ask: a code of the list `lookup_reasons`.")
@click.option("--reference", metavar="TEXT", help="A log or incident number. Never a name.")
@click.option("--actor", metavar="NUMBER", help="Who asks, as an officer's number. Never a name.")
@click.option(
    "--regime",
    type=click.Choice([str(each) for each in ProcessingRegime]),
    help="Which data protection law the look-up rests on.",
)
@click.option("--family", help="Family name, as heard.")
@click.option("--given", help="Given name, as heard.")
@click.option("--born", metavar="DATE", help="Date of birth, as far as it is known: 1990, 1990-06, 1990-06-03.")
@click.option(
    "--age",
    metavar="N|N-M|N-|-N",
    help="Age, or the span it seems to lie in: 34, 30-39, 30- (or older), -12 (or younger).",
)
@click.option("--sex", help="A code of the list `sexes`.")
@click.option("--ethnicity", metavar="CODE", help="How they look: a code of the list `ethnicities_observed`.")
@click.option("--height", type=OrBlank(click.INT), metavar="CM", help="Height in centimetres.")
@click.option("--build", help="A code of the list `builds`.")
@click.option("--hair", metavar="CODE", help="A code of the list `hair_colours`.")
@click.option("--wearing", multiple=True, metavar="TEXT", help="A garment, in any words. Give it again for another.")
@click.option("--mark", multiple=True, metavar="TEXT", help="A scar or tattoo, in any words.")
@click.option("--phone", help="A telephone number.")
@click.option("--identifier", help="A number that some scheme gave them, such as a PNC ID.")
@click.option("--place", help="Where you are, in words.")
@click.option("--near", metavar="LAT,LON", help="Where you are, in degrees (WGS 84).")
@click.option("--at", type=OrBlank(MOMENT), help="When you met them; by default now.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many to show.")
@format_option
def lookup(
    database: Path, reason: str, reference: str | None, actor: str | None, regime: str | None, form: str, **asked: Any
) -> None:
    """Ask whether the person in front of you is missing anywhere. Every question is logged with its reason.

    Say what is known; what is blank is not asked. The answer "none" says whether nobody fits, or too little
    was asked to tell anybody apart; with --format json, standard error says it. Both end with 0.
    """
    limit: int = asked.pop("limit")
    encounter = question(asked)
    with Register.open(database) as opened:
        rests_on = ProcessingRegime(regime) if regime else None
        found = look_up(
            opened, encounter, reason=reason, reference=reference, actor=actor, regime=rests_on, limit=limit
        )
        none = NOBODY if found or asks_enough(opened, encounter) else TOO_LITTLE
    for sentence in unread(encounter):
        click.echo(sentence, err=form == "json")
    if form == "json":
        for each in found:
            print_json(each.as_dict())
        if not found:
            click.echo(none, err=True)
    else:
        print_candidates(found, none)


@register.command()
@_DATABASE
@click.option("--suppress", is_flag=True, help="Show x for any number from 1 to 5.")
@format_option
def count(database: Path, suppress: bool, form: str) -> None:
    """Count incidents and individuals by year, force, status, age and risk. Each row says its unit."""
    with Register.open(database) as opened:
        rows = [asdict(each) for each in counts(opened, suppress=suppress)]
    if form == "json":
        for row in rows:
            print_json(row)
    elif rows:
        print_table("", tuple(rows[0]), [tuple("" if cell is None else cell for cell in row.values()) for row in rows])
    else:
        click.echo("nothing to count: the register has no episode")


@register.command()
@_DATABASE
@click.option("--verify", is_flag=True, help="Say whether any row was changed or taken out.")
@click.option("--head", metavar="HASH", help="With --verify: an earlier head that the log must still lead from.")
@click.option(
    "--out", "target", metavar="OUT.ndjson", help="Write the log as audit events of the standard, one a line."
)
@click.option("--force", metavar="CODE", help="With --out: the force whose register this is.")
@format_option
def audit(database: Path, verify: bool, head: str | None, target: str | None, force: str | None, form: str) -> None:
    """Show who asked what, when and why; or, with --verify, whether the log is whole.

    With --out, the log is written for whoever inspects it: without any personal data, each event naming the one before.
    """
    if (target is None) != (force is None) or (target and verify):
        raise click.UsageError("--out needs --force, and goes without --verify")
    with Register.open(database) as opened:
        if target and force:
            _write_events(opened, target, force, database)
            return
        if not verify:
            events = [each.as_dict() for each in opened.audit]
            if form == "json":
                for event in events:
                    print_json(event)
            else:
                shown = ("sequence", "at", "operation", "reason", "reference", "outcome", "asked")
                print_table("", shown, [[_cell(event.get(name)) for name in shown] for event in events])
            return
        verdict = opened.audit.verify(expected_head=head)
    if form == "json":
        print_json(asdict(verdict))
    elif verdict.ok:
        click.echo(f"whole: {verdict.rows} row(s), head {verdict.head}")
    else:
        click.echo(f"broken at row {verdict.first_broken} of {verdict.rows}")
    exit_with(not verdict.ok)


def _write_events(opened: Register, target: str, force: str, database: Path) -> None:
    last = None
    with outputs([target], reading=[str(database)]) as (stream,):
        for last in audit_events(opened.audit, force):
            stream.write(dump(last) + b"\n")
    told = f"{last.sequence} event(s), the last of digest {digest(last)}" if last else "no event"
    click.echo(told, err=is_standard_output(target))


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
