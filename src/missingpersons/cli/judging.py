"""The commands that judge risk: suggest, review, and policy. A person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click

from missingpersons import wire
from missingpersons.cli.printing import exit_with, format_option, print_findings, print_json, print_table, watched
from missingpersons.cli.reading import MOMENT, documents, spoken
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.risk import (
    Correction,
    Policy,
    Review,
    Reviewed,
    Suggestion,
    Verdict,
    load_policy,
    named_policy,
)
from missingpersons.risk import review as review_episode
from missingpersons.risk import suggest as suggest_level
from missingpersons.risk.library import NOT_COMPARED, is_compared
from missingpersons.risk.verdicts import Why

_POLICY_HELP = "A policy file (TOML), or the scheme or the name of a library policy."


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--policy",
    metavar="FILE",
    help=f"{_POLICY_HELP} By default the library's own for the scheme of each episode's nation.",
)
@click.option("--as-of", type=MOMENT, help="The moment to judge from; by default each document's recorded_at.")
@format_option
def suggest(files: tuple[str, ...], policy: str | None, as_of: datetime | None, form: str) -> None:
    """Say what risk level a policy calls for, with every reason and what to ask next. A person decides."""
    chosen = None if policy is None else named_policy(policy)
    unread = False
    for source, episode in _episodes(files, form):
        if episode is None:
            unread = True
            continue
        suggestion = suggest_level(episode, policy=chosen, as_of=as_of)
        if form == "json":
            print_json({"source": source, **suggestion.as_dict()})
        else:
            _print_suggestion(source, suggestion)
    exit_with(unread)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--policy", metavar="FILE", help=f"{_POLICY_HELP} It judges the assessments of its own scheme.")
@format_option
def review(files: tuple[str, ...], policy: str | None, form: str) -> None:
    """Hold each recorded assessment against what was known at that time.

    Exit status 1 if an assessment is lower than what was known called for, without a rationale and an approval,
    or if a document cannot be read.
    """
    chosen = None if policy is None else named_policy(policy)
    failed = False
    counted: Counter[str] = Counter()
    for source, episode in _episodes(files, form):
        if episode is None:
            failed = True
            continue
        made = review_episode(episode, policy=chosen)
        counted.update(str(each.verdict) for each in made)
        failed |= any(each.verdict is Verdict.LOWER_WITHOUT for each in made)
        if form == "json":
            print_json({"source": source, **made.as_dict()})
        else:
            _print_review(source, made)
    if form == "text":
        told = ", ".join(f"{counted[each]} {each.replace('_', ' ')}" for each in Verdict if counted[each])
        click.echo(f"{counted.total()} assessment(s) reviewed{': ' if told else ''}{told}")
    exit_with(failed)


@click.group()
def policy() -> None:
    """Check a risk policy, or show one."""


@policy.command("check")
@click.argument("file")
@format_option
def check_policy(file: str, form: str) -> None:
    """Say whether a policy file can be used, and show its lines, what it lowers, and its digest.

    Exit status 1 if it cannot, with the place; 2 if there is no such file.
    """
    problem = ""
    try:
        _show(spoken(file), load_policy(file), form)
    except CannotRun as error:
        problem = str(error)
    if problem and not Path(file).is_file():
        raise CannotRun(problem)
    if problem and form == "json":
        print_json({"source": spoken(file), "ok": False, "problem": problem})
    elif problem:
        click.echo(problem)
    exit_with(bool(problem))


@policy.command("show")
@click.argument("name")
@format_option
def show_policy(name: str, form: str) -> None:
    """Show a policy: the scheme or the name of a library policy, or a file."""
    _show(spoken(name), named_policy(name), form)


def _episodes(files: tuple[str, ...], form: str) -> Iterator[tuple[str, Episode | None]]:
    """Every episode in the files. What cannot be read is said, and given as None."""
    for source, data in watched(documents(files), "judging"):
        episode, report = wire.read(data, Episode)
        if episode is None:
            if form == "json":
                print_json({"source": source, "ok": False, "findings": [each.as_dict() for each in report]})
            else:
                print_findings(source, report)
        yield source, episode


def _print_suggestion(source: str, suggestion: Suggestion) -> None:
    click.echo(f"{source}: {suggestion.policy} ({suggestion.scheme}) calls for: {suggestion.level}")
    click.echo(f"as of {suggestion.as_of.isoformat().replace('+00:00', 'Z')}; digest: {suggestion.digest}")
    rows = [
        (each.calls_for, each.code, each.question, each.answer, _places(each.at), each.basis)
        for each in suggestion.reasons
    ]
    print_table("", ("calls for", "line", "question", "answer", "where", "basis"), rows)
    for held in suggestion.guards:
        where = f" ({_places(held.at)})" if held.at else ""
        click.echo(f"held up by the guard {held.code}: {held.basis}{where}")
    for each in suggestion.disagreements:
        places = ", ".join((*each.recorded_at, *each.derived_at))
        click.echo(f"{each.question}: recorded {each.recorded}, the episode itself says {each.derived} ({places})")
    for answer in suggestion.corrections:
        click.echo(_corrected(answer))
    if suggestion.unread:
        click.echo(f"not judged, since the code is on no list: {_places(suggestion.unread)}")
    for told in _weaker(suggestion):
        click.echo(told)
    if suggestion.ask_next:
        click.echo(f"ask next: {', '.join(suggestion.ask_next[:5])}\n")


def _print_review(source: str, made: Review) -> None:
    for each in made:
        click.echo(f"{source}: {each.at}: {_told(each)}")
        rows = [(reason.calls_for, reason.question, reason.answer, _places(reason.at)) for reason in each.reasons[:8]]
        if rows and each.verdict not in (Verdict.CONSISTENT, Verdict.HIGHER):
            print_table("", ("called for", "question", "answer", "where"), rows)
        if each.lacks:
            click.echo(f"  lacks: {', '.join(str(lack).replace('_', ' ') for lack in each.lacks)}")
        if each.called_for is None and each.called_for_now:
            click.echo(f"  by all that is recorded now it calls for: {each.called_for_now}")
        if each.below_suggested:
            click.echo(f"  below what was suggested with it: {each.suggested} ({each.at}/suggested)")
        if each.why is Why.UNREAD:
            click.echo("  something stands under a code that is on no list, and was not judged: suggest says where")
        for told in _weaker(each):
            click.echo(f"  {told}")
        if each.later:
            click.echo(f"  known later: {_places(each.later)}")
        if each.undated:
            click.echo(f"  nobody says when it was known: {_places(each.undated)}")


def _corrected(answer: Correction) -> str:
    counts, says = (f"{answer.counts} ({_places(answer.counts_at)})", f"{answer.says} ({_places(answer.says_at)})")
    both = f"{counts}, later {says}" if answer.order == "later" else f"{counts} and {says}, nobody says which came last"
    return f"{answer.question}: answered {both}: {answer.counts} counts until its entry is put right"


def _weaker(by: Suggestion | Reviewed) -> Iterator[str]:
    """Where the policy may call for less than the library's, as far as it says so."""
    if by.policy and not is_compared(by.policy, by.extends):
        yield f"{NOT_COMPARED}: {by.policy}"
    if by.lowered:
        yield f"lowered by this policy: {', '.join(by.lowered)}"
    if by.without_guards:
        yield f"without the guards: {', '.join(by.without_guards)}"


def _told(each: Reviewed) -> str:
    recorded = each.recorded or "no level"
    called = str(each.called_for) if each.called_for else "nothing that can be told"
    if each.could_call_for and each.could_call_for is not each.called_for:
        called = f"{called} to {each.could_call_for}"
    why = f" ({each.why})" if each.why else ""
    return f"{str(each.verdict).replace('_', ' ')}: {recorded} was recorded, {each.policy} called for {called}{why}"


def _places(at: Iterable[str]) -> str:
    return ", ".join(at)


def _show(source: str, shown: Policy, form: str) -> None:
    if form == "json":
        print_json({"source": source, "ok": True, **shown.as_dict(), "idle": [code for code, _ in shown.idle]})
        return
    click.echo(f"{source}: {shown} ({shown.scheme}), {shown.status}\ndigest: {shown.digest}")
    if shown.extends:
        click.echo(f"extends: {', '.join(shown.extends)}")
    rows = [(each.code, each.condition, each.floor, each.if_unknown, each.basis) for each in shown.lines]
    print_table("", ("line", "asks", "floor", "if unknown", "basis"), rows)
    lowers = ", ".join(shown.lowered) or "nothing"
    if not is_compared(str(shown), shown.extends):
        lowers = f"{lowers} of what it extends; {NOT_COMPARED}" if shown.extends else NOT_COMPARED
    click.echo(f"lowest: {shown.lowest}; lowers: {lowers}")
    click.echo(f"without guards: {', '.join(shown.without_guards) or 'none, all are kept'}")
    for code, over in shown.idle:
        because = f"{over} always calls for as much" if over else "it calls for no more than the lowest level"
        click.echo(f"{code} never changes the level: {because}")
