"""The command that makes of episodes what one audience may see: view."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import click

from missingpersons import wire
from missingpersons.cli.printing import exit_with, format_option, print_findings, print_json, watched
from missingpersons.cli.reading import MOMENT, documents
from missingpersons.cli.writing import STANDARD_OUTPUT, is_standard_output, outputs
from missingpersons.codes import Audience, codelist
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.views import APPEALS, View, Withheld
from missingpersons.views import view as view_of


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--audience",
    required=True,
    type=click.Choice([str(each) for each in Audience]),
    help="Who it is for: a code of the list `audiences`.",
)
@click.option(
    "--channel",
    metavar="CODE",
    help="Where it is told: a code of the list `publicity_channels`. For charity (there missing_people is meant "
    "if none is given) and public.",
)
@click.option("--as-of", type=MOMENT, help="The moment at which it is told; by default each document's recorded_at.")
@click.option("--out", "target", default=STANDARD_OUTPUT, metavar="OUT.ndjson", help="Where the views go, one a line.")
@format_option
def view(
    files: tuple[str, ...], audience: str, channel: str | None, as_of: datetime | None, target: str, form: str
) -> None:
    """Make of each episode what one audience may see: a document of its own, in which the rest is counted.

    For charity and public only what a ground for publicity covers is shown, for that channel and at that moment:
    give the moment at which you publish. What is said of each episode goes to standard error, unless --out names
    a file. A document that could not be read gives no view, and exit status 1.
    """
    _possible(audience, channel)
    unread = False
    aside = is_standard_output(target)
    with outputs([target], reading=files) as (stream,):
        for source, data in watched(documents(files), "viewing"):
            episode, read = wire.read(data, Episode)
            if episode is None:
                unread = True
                if form == "json":
                    findings = [each.as_dict() for each in read]
                    print_json({"source": source, "ok": False, "findings": findings}, aside=aside)
                else:
                    print_findings(source, read, aside=aside)
                continue
            made = view_of(episode, audience, channel=channel, as_of=as_of)
            stream.write(made.dump() + b"\n")
            if form == "json":
                print_json({"source": source, "ok": True, "withheld": made.as_dict()["withheld"]}, aside=aside)
            else:
                click.echo(f"{source}: {_told(made)}", err=aside)
    exit_with(unread)


def _possible(audience: str, channel: str | None) -> None:
    if channel is None:
        return
    if audience not in APPEALS:
        raise CannotRun(f"--channel: {audience} is told through no channel; it is for charity and public")
    if channel not in codelist("publicity_channels"):
        raise CannotRun(
            "--channel: not a code of the list publicity_channels; `missingpersons codes publicity_channels` shows it"
        )


def _told(made: View) -> str:
    counts: Counter[Withheld] = Counter(made.withheld)
    withheld = ", ".join(f"{counts[reason]} {_WORDS[reason]}" for reason in Withheld if counts[reason])
    shown = "something is shown" if made.shown else "nothing is shown"
    return f"{shown}; withheld: {withheld or 'nothing'}"


_WORDS = {
    Withheld.AUDIENCE: "not for this audience",
    Withheld.BASIS: "without a ground for publicity",
    Withheld.FREE_TEXT: "in free text",
    Withheld.WISH: "by a wish",
    Withheld.UNSAFE: "about an unsafe contact",
    Withheld.HANDLING: "by the handling",
}
