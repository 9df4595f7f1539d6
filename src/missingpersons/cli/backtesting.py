"""The command that says how two judgements of risk differ over many episodes: backtest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import click

from missingpersons import wire
from missingpersons.backtest import Backtest, Comparison, Confusion, Counts, as_tree
from missingpersons.backtest import backtest as shown_of
from missingpersons.backtest.comparison import COMPARED
from missingpersons.backtest.words import (
    COUNTED,
    HIDING,
    RECORDED,
    STANDINGS,
    again,
    band_title,
    caller_title,
    came_again,
    departures,
    number,
    question_title,
    sides,
    translated,
    verdict,
)
from missingpersons.cli.jobs import Item, done, jobs_option
from missingpersons.cli.printing import exit_with, findings_text, format_option, print_json, print_table, watched
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.cli.writing import is_standard_output, outputs
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.risk import Policy, named_policy

MOST_POLICIES = 2


@dataclass(frozen=True, slots=True)
class Backtesting:
    """Counts how one episode stands between two judgements. Says only what is wrong with a document it cannot read."""

    comparison: Comparison
    as_of: datetime | None

    def tally(self) -> Counts:
        """Nothing counted."""
        return Counts()

    def __call__(self, source: str, data: bytes, tally: Counts) -> str:
        """The findings of a document that cannot be read as an episode; else nothing."""
        episode, report = wire.read(data, Episode)
        tally.add(self.comparison.of(episode, self.as_of) if episode is not None else None)
        return findings_text(source, report) if episode is None else ""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    required=True,
    metavar="FILE",
    help="A policy file (TOML), or the scheme or the name of a library policy. One is held against what was "
    "recorded; of two, the second against the first.",
)
@click.option("--html", "page", metavar="OUT.html", help="Write one page with charts, complete in itself.")
@click.option("--as-of", type=MOMENT, help="The moment to judge from; by default each document's recorded_at.")
@jobs_option
@format_option
def backtest(
    files: tuple[str, ...],
    policies: tuple[str, ...],
    page: str | None,
    as_of: datetime | None,
    jobs: int,
    form: str,
) -> None:
    """Say how two policies, or a policy and the recorded levels, differ over many episodes.

    Counts only; none from 1 to 4 is shown, nor what would give one away. Exit status 1 if a document cannot be read.
    """
    comparison = _comparison(policies)
    if page is not None:
        # A missing extra is said before any document is read.
        from missingpersons.pages.frame import require

        require()
    counts = Counts()
    work = Backtesting(comparison, as_of)
    read = watched(documents(files), "comparing")
    if page is None:
        _count(work, read, jobs, counts)
    else:
        from missingpersons.pages.backtest import backtest_page

        with outputs([page], reading=files) as (stream,):
            _count(work, read, jobs, counts)
            stream.write(backtest_page(shown_of(counts, comparison), as_of=as_of))
    made = shown_of(counts, comparison)
    aside = page is not None and is_standard_output(page)
    if form == "json":
        print_json(as_tree(made), aside=aside)
    elif page is None:
        _print(made)
    else:
        click.echo(_read(made), err=aside)
    exit_with(made.unread > 0)


def _comparison(policies: tuple[str, ...]) -> Comparison:
    if len(policies) > MOST_POLICIES:
        raise CannotRun("--policy is given once or twice")
    *before, after = map(named_policy, policies)
    return Comparison(before[0] if before else None, after)


def _count(work: Backtesting, read: Iterable[Item], jobs: int, counts: Counts) -> None:
    for findings in done(work, read, jobs, counts):
        if findings:
            click.echo(findings, err=True, nl=False)


def _print(made: Backtest) -> None:
    before, after = sides(made.comparison)
    _print_side("from", made.comparison.before)
    _print_side("to", made.comparison.after)
    if made.comparison.is_lossy:
        click.echo("the two are of different schemes: the levels of the first are translated, at a loss")
    elif told := translated(made):
        click.echo(told)
    rows = [(STANDINGS[each], number(shown)) for each, shown in made.standing.items() if shown != 0]
    print_table("", ("episodes", "number"), rows)
    _print_confusion(made, f"{before} (down), {after} (across)")
    click.echo(verdict(made))
    if made.agreement:
        found = made.agreement
        click.echo(f"weighted kappa {found.kappa:.2f}; by chance alone within {found.chance:.2f} of 0\n")
    _print_groups(made.ages, "age", band_title)
    _print_groups(made.questions, "answered yes", question_title)
    for standing, calling in made.calling.items():
        rows = [(caller_title(each), number(shown)) for each, shown in calling.told]
        if rows:
            print_table("", (f"{STANDINGS[standing]}: what calls for it in {calling.policy}", "number"), rows)
        if calling.untold:
            untold = ", ".join(map(caller_title, calling.untold))
            click.echo(f"{STANDINGS[standing]}: may call for it too, how often cannot be told: {untold}\n")
    click.echo(HIDING)
    click.echo(COUNTED)
    click.echo(_read(made))


def _print_side(which: str, policy: Policy | None) -> None:
    click.echo(f"{which + ':':5} {f'{policy} ({policy.scheme})' if policy else RECORDED}")
    for each in departures(policy) if policy else ():
        click.echo(f"      {each}")


def _print_confusion(made: Backtest, title: str) -> None:
    if not made.confusion.where().least:
        return
    rows = []
    for before in made.levels:
        cells = [number(made.confusion.cells[before, after]) for after in made.levels]
        rows.append((before, *cells, number(made.confusion.where(before=before))))
    rows.append(("all", *(number(made.confusion.where(after=after)) for after in made.levels), ""))
    print_table("", (title, *made.levels, "all"), rows)


def _print_groups(groups: Mapping[str, Confusion], of: str, title: Callable[[str], str]) -> None:
    rows = [
        (title(code), *(number(each.where(standing=standing)) for standing in COMPARED))
        for code, each in groups.items()
    ]
    if rows:
        print_table("", (of, *(STANDINGS[standing] for standing in COMPARED)), rows)


def _read(made: Backtest) -> str:
    told = f"{number(made.episodes)} episode(s) compared, {made.unread} document(s) cannot be read as an episode"
    return f"{told}; {again(made)}" if came_again(made) else told
