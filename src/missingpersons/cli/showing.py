"""How the answer to a look-up is printed: candidates, with every claim where it is not settled which is right."""

from __future__ import annotations

import click

from missingpersons.findings import finding
from missingpersons.register.lookup import Candidate, Claim

NOBODY = "none: nobody in the register fits enough of what was asked"
TOO_LITTLE = (
    "none: too little was asked to tell anybody apart; add a name, a number, a date of birth, or what they wear"
)
"""The two answers that show nobody. Only the first says anything about the register."""


def print_candidates(found: tuple[Candidate, ...], none: str = NOBODY) -> None:
    """The candidates, with how to reach whoever leads, and why each is shown; or else the sentence ``none``."""
    if not found:
        click.echo(none)
        return
    for each in found:
        risk = f"{each.level} ({each.scheme})" if each.level else "not assessed"
        click.echo(f"{each.rank}. {each.status}, owned by {each.owner_force}; call {each.contact or '(not recorded)'}")
        click.echo(f"   risk: {risk}; score {each.score}; episode {each.episode_id}")
        click.echo(f"   why: {'; '.join(each.reasons)}")
        if each.found_by:
            click.echo(f"   reported found by {', '.join(each.found_by)}; the owner's word is what counts")
        if each.seen_by:
            click.echo(f"   sightings reported by {', '.join(each.seen_by)}")
        if each.unsettled:
            print_claims(each.claims)
    click.echo("A candidate is not an identification: speak to the owner before acting on it.")


def print_claims(claims: tuple[Claim, ...]) -> None:
    """Every claim to one episode that stands, and what speaks against it."""
    for each in claims:
        doubts = " ".join(f"{finding(code).message} [{code}]" for code in each.doubts)
        risk = f"{each.level} ({each.scheme})" if each.level else "not assessed"
        click.echo(f"   claim: {each.status}, by {each.owner_force} (tenure {each.tenure}, revision {each.revision})")
        click.echo(f"      call {each.contact or '(not recorded)'}; risk: {risk}; {doubts}")
