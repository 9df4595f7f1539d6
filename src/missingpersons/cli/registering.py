"""The commands on a register: init, trust, receive, lookup, count and audit."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from missingpersons.cli.printing import (
    exit_with,
    format_option,
    print_findings,
    print_json,
    print_table,
    watched,
)
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.exchange.keys import load_directory
from missingpersons.findings import CannotRun
from missingpersons.register.encounter import Encounter
from missingpersons.register.lookup import Candidate
from missingpersons.register.lookup import lookup as look_up
from missingpersons.register.store import Register
from missingpersons.statistics.counts import counts

_DATABASE = click.argument("database", metavar="DB", type=click.Path(path_type=Path))
_KEYS = click.Path(path_type=Path)


@click.group()
def register() -> None:
    """Keep what forces have sent, look people up, count, and show who asked."""


@register.command()
@_DATABASE
@click.option("--keys", "directory", type=_KEYS, help="A folder of public keys (*.public.json) to trust.")
def init(database: Path, directory: Path | None) -> None:
    """Make a new, empty register in the file DB."""
    trusted = load_directory(directory) if directory else {}
    with Register.create(database) as made:
        made.trust(trusted.values())
    told = f"trusting {len(trusted)} key(s)" if trusted else "trusting no key yet: `missingpersons register trust`"
    click.echo(f"{database.name}: a new register, {told}")


@register.command()
@_DATABASE
@click.option("--keys", "directory", required=True, type=_KEYS, help="A folder of public keys (*.public.json).")
def trust(database: Path, directory: Path) -> None:
    """Believe what these keys sign from now on."""
    trusted = load_directory(directory)
    with Register.open(database) as opened:
        opened.trust(trusted.values())
    forces = ", ".join(sorted({each.force for each in trusted.values()}))
    click.echo(f"{database.name}: {len(trusted)} key(s) trusted, of {forces}")


@register.command()
@_DATABASE
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--keys", "directory", type=_KEYS, help="Trust these public keys as well, from now on.")
@format_option
def receive(database: Path, files: tuple[str, ...], directory: Path | None, form: str) -> None:
    """Take in messages. What cannot be trusted is refused, what cannot be applied yet is held."""
    outcomes: Counter[str] = Counter()
    with Register.open(database) as opened:
        if directory:
            opened.trust(load_directory(directory).values())
        # One block for them all: what is printed is kept, unless the process dies first.
        with opened.writing():
            for source, data in watched(documents(files), "receiving"):
                receipt = opened.receive(data, source=source)
                outcomes[receipt.outcome] += 1
                if form == "json":
                    print_json(
                        {
                            "source": source,
                            "message_id": receipt.message_id,
                            "outcome": receipt.outcome,
                            "findings": [each.as_dict() for each in receipt.findings],
                        }
                    )
                elif receipt.outcome in ("held", "refused"):
                    print_findings(f"{source}: {receipt.outcome}", receipt.findings)
    if form == "text":
        click.echo(", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items())) or "no message")
    exit_with(outcomes["refused"] > 0)


@register.command()
@_DATABASE
@click.option("--reason", required=True, metavar="CODE", help="Why you ask: a code of the list `lookup_reasons`.")
@click.option("--reference", metavar="TEXT", help="A log or incident number. Never a name.")
@click.option("--actor", metavar="NUMBER", help="Who asks, as an officer's number. Never a name.")
@click.option("--family", help="Family name, as heard.")
@click.option("--given", help="Given name, as heard.")
@click.option("--born", metavar="DATE", help="Date of birth, as far as it is known: 1990, 1990-06, 1990-06-03.")
@click.option("--age", metavar="N|N-M", help="Age, or the span it seems to lie in.")
@click.option("--sex", help="A code of the list `sexes`.")
@click.option("--ethnicity", metavar="CODE", help="How they look: a code of the list `ethnicities_observed`.")
@click.option("--height", type=int, metavar="CM", help="Height in centimetres.")
@click.option("--build", help="A code of the list `builds`.")
@click.option("--hair", metavar="CODE", help="A code of the list `hair_colours`.")
@click.option("--wearing", multiple=True, metavar="TEXT", help="A garment, in any words. Give it again for another.")
@click.option("--mark", multiple=True, metavar="TEXT", help="A scar or tattoo, in any words.")
@click.option("--phone", help="A telephone number.")
@click.option("--identifier", help="A number that some scheme gave them, such as a PNC ID.")
@click.option("--place", help="Where you are, in words.")
@click.option("--near", metavar="LAT,LON", help="Where you are, in degrees (WGS 84).")
@click.option("--at", type=MOMENT, help="When you met them; by default now.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="How many to show.")
@format_option
def lookup(database: Path, reason: str, reference: str | None, actor: str | None, form: str, **asked: Any) -> None:
    """Ask whether the person in front of you is missing anywhere. Every question is logged with its reason."""
    limit: int = asked.pop("limit")
    encounter = _encounter(asked)
    with Register.open(database) as opened:
        found = look_up(opened, encounter, reason=reason, reference=reference, actor=actor, limit=limit)
    if form == "json":
        for each in found:
            print_json(each.as_dict())
    else:
        print_candidates(found)


def print_candidates(found: tuple[Candidate, ...]) -> None:
    """The candidates, with how to reach whoever leads, and why each is shown."""
    if not found:
        click.echo("none: nobody in the register fits what was asked")
        return
    for each in found:
        risk = f"{each.level} ({each.scheme})" if each.level else "not assessed"
        click.echo(f"{each.rank}. {each.status}, owned by {each.owner_force}; call {each.contact or '(not recorded)'}")
        click.echo(f"   risk: {risk}; score {each.score}; episode {each.episode_id}")
        click.echo(f"   why: {'; '.join(each.reasons)}")
    click.echo("A candidate is not an identification: speak to the owner before acting on it.")


def _encounter(asked: dict[str, Any]) -> Encounter:
    youngest, oldest = _ages(asked["age"])
    latitude, longitude = _point(asked["near"])
    at: datetime | None = asked["at"]
    return Encounter(
        family=asked["family"],
        given=asked["given"],
        born=asked["born"],
        age_min=youngest,
        age_max=oldest,
        sex=asked["sex"],
        ethnicity_observed=asked["ethnicity"],
        height_cm=asked["height"],
        build=asked["build"],
        hair_colour=asked["hair"],
        wearing=asked["wearing"],
        marks=asked["mark"],
        phone=asked["phone"],
        identifier=asked["identifier"],
        latitude=latitude,
        longitude=longitude,
        place=asked["place"],
        at=at.isoformat() if at else None,
    )


def _ages(text: str | None) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or "0").isdecimal()):
        raise CannotRun("--age is a number of years, or a span such as 30-39")
    return int(first), int(last or first)


def _point(text: str | None) -> tuple[str | None, str | None]:
    if text is None:
        return None, None
    latitude, comma, longitude = text.partition(",")
    if not comma:
        raise CannotRun("--near is a latitude and a longitude with a comma between them")
    return latitude.strip(), longitude.strip()


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
@format_option
def audit(database: Path, verify: bool, head: str | None, form: str) -> None:
    """Show who asked what, when and why; or, with --verify, whether the log is whole."""
    with Register.open(database) as opened:
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


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
