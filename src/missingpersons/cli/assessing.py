"""The command that says how good many documents are, in tables or as a page: quality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import click

from missingpersons import wire
from missingpersons.cli.jobs import Item, done, jobs_option
from missingpersons.cli.printing import format_option, print_json, watched
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.cli.summing_up import as_tree, print_quality
from missingpersons.cli.writing import is_standard_output, outputs
from missingpersons.findings import profiles
from missingpersons.quality import Quality


@dataclass(frozen=True, slots=True)
class Assessing:
    """Counts a document for every purpose, and prints nothing of it."""

    as_of: datetime | None

    def tally(self) -> Quality:
        """Nothing counted."""
        return Quality()

    def __call__(self, source: str, data: bytes, tally: Quality) -> str:
        """Nothing: what is wrong with one document is asked of ``check``."""
        tally.add(wire.judge(data, as_of=self.as_of))
        return ""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--html", "page", metavar="OUT.html", help="Write one page with charts, complete in itself.")
@click.option("--as-of", type=MOMENT, help="The moment to judge from; by default each document's recorded_at.")
@click.option(
    "--for",
    "asked",
    multiple=True,
    type=click.Choice(list(profiles())),
    help="A purpose that matters for what to mend first; may be given several times. By default all.",
)
@click.option("--by-force", is_flag=True, help="Say what is ready by force too.")
@jobs_option
@format_option
def quality(
    files: tuple[str, ...],
    page: str | None,
    as_of: datetime | None,
    asked: tuple[str, ...],
    by_force: bool,
    jobs: int,
    form: str,
) -> None:
    """Say how good many documents are: what is wrong, where, what it stops, and what to mend first.

    Counts and codes only, of nobody. This is a question and no check: the exit status is 0 whatever is found.
    """
    if page is not None:
        # A missing extra is said before any document is read.
        from missingpersons.pages.frame import require

        require()
    counted = Quality()
    read = watched(documents(files), "counting")
    if page is None:
        _count(counted, as_of, read, jobs)
    else:
        from missingpersons.pages.quality import quality_page

        with outputs([page], reading=files) as (stream,):
            _count(counted, as_of, read, jobs)
            stream.write(quality_page(counted, as_of=as_of, asked=asked, files=len(files), by_force=by_force))
    aside = page is not None and is_standard_output(page)
    if form == "json":
        print_json(as_tree(counted, "record", asked, by_force=by_force), aside=aside)
    elif page is None:
        print_quality(counted, asked, by_force=by_force)
    else:
        click.echo(f"{counted.total} document(s) counted", err=aside)


def _count(counted: Quality, as_of: datetime | None, read: Iterable[Item], jobs: int) -> None:
    for _ in done(Assessing(as_of), read, jobs, counted):
        pass
