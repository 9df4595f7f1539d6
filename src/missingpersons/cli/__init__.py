"""The command line: each command is one call to the library, and one way to print what came of it."""

from __future__ import annotations

import sys

import click

from missingpersons import __version__
from missingpersons.cli import checking, converting, demo, exchanging, explaining, registering
from missingpersons.findings import CannotRun, InvalidDocument, MissingExtra

COULD_NOT_RUN = 2
INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="missingpersons")
def commands() -> None:
    """Read, check, judge, exchange and look up missing-person records.

    Exit status: 0 clean, 1 findings at error, 2 could not run. `-` is standard input; a `.json` file is one
    document, an `.ndjson` file one document a line. Nothing is ever sent anywhere.
    """


commands.add_command(demo.demo)
commands.add_command(checking.check)
commands.add_command(checking.suggest)
commands.add_command(converting.convert)
commands.add_command(explaining.explain)
commands.add_command(explaining.codes)
commands.add_command(explaining.schema)
commands.add_command(exchanging.keys)
commands.add_command(exchanging.seal)
commands.add_command(exchanging.open_messages)
commands.add_command(registering.register)


def main() -> None:
    """Run the command line, and end the process with its exit status."""
    try:
        status = commands.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except click.Abort:
        click.echo("stopped", err=True)
        status = INTERRUPTED
    except (CannotRun, MissingExtra, InvalidDocument) as error:
        click.echo(f"missingpersons: {error}", err=True)
        status = COULD_NOT_RUN
    except BrokenPipeError:
        # Whoever reads the output has seen enough: say nothing more, and nothing at exit either.
        sys.stdout = None
        status = 0
    sys.exit(status if isinstance(status, int) else 0)
