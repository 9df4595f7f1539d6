"""The command that lists the formats which other systems' data is read and written in: formats."""

from __future__ import annotations

import click

from missingpersons.cli.printing import format_option, print_json, print_table
from missingpersons.converters.formats import Format, clashes, format_names, load_format
from missingpersons.findings import CannotRun, MissingExtra


@click.command()
@format_option
def formats(form: str) -> None:
    """List the formats that `convert` reads and writes, with their options.

    Of one that another package adds and that cannot be used, a line on standard error says what is wrong.
    """
    loaded, unusable = _loaded()
    if form == "json":
        for each in loaded:
            print_json(
                {
                    "format": each.name,
                    "title": each.title,
                    "media_type": each.media_type,
                    "reads": each.read is not None,
                    "writes": each.write is not None,
                    "options": dict(each.options),
                }
            )
    else:
        rows = [
            (each.name, _does(each), each.title, "\n".join(f"{name}: {means}" for name, means in each.options.items()))
            for each in loaded
        ]
        print_table("Formats", ("format", "does", "what it is", "options (--set)"), rows)
    for line in unusable:
        click.echo(f"missingpersons: {line}", err=True)


def _loaded() -> tuple[list[Format], list[str]]:
    """Every format that can be used, and a sentence about each that cannot."""
    loaded: list[Format] = []
    unusable = list(clashes().values())
    for name in format_names():
        try:
            loaded.append(load_format(name))
        except (CannotRun, MissingExtra) as error:
            unusable.append(str(error))
    return loaded, unusable


def _does(each: Format) -> str:
    return " and ".join(word for word, does in (("reads", each.read), ("writes", each.write)) if does)
