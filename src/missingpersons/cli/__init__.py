"""The command line: each command is one call to the library, and one way to print what came of it."""

from __future__ import annotations

import sys

import click

from missingpersons import __version__
from missingpersons.cli import (
    assessing,
    backtesting,
    checking,
    converting,
    demo,
    exchanging,
    explaining,
    falling_due,
    judging,
    listing,
    mapping,
    readying,
    registering,
    telling,
    viewing,
)
from missingpersons.cli.ending import Commands, run


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="missingpersons")
def commands() -> None:
    """Read, check, judge, exchange and look up missing-person records.

    Exit status: 0 clean, 1 findings at error, 2 could not run, 130 stopped, 141 whoever read the output left
    before its end. `-` is standard input or output; a `.json` file is one document, an `.ndjson` file one
    document a line. A file is written whole or not at all. Nothing is ever sent anywhere.
    """


commands.add_command(demo.demo)
commands.add_command(checking.check)
commands.add_command(assessing.quality)
commands.add_command(judging.suggest)
commands.add_command(judging.review)
commands.add_command(judging.policy)
commands.add_command(backtesting.backtest)
commands.add_command(falling_due.clocks)
commands.add_command(readying.readiness)
commands.add_command(viewing.view)
commands.add_command(converting.convert)
commands.add_command(listing.formats)
commands.add_command(mapping.mapping)
commands.add_command(explaining.explain)
commands.add_command(explaining.codes)
commands.add_command(explaining.schema)
commands.add_command(exchanging.keys)
commands.add_command(exchanging.seal)
commands.add_command(exchanging.open_messages)
commands.add_command(registering.register)
commands.add_command(telling.exchange)


def main() -> None:
    """Run the command line, and end the process with its exit status."""
    sys.exit(run(commands))
