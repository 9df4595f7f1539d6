"""How a run ends: with a status, and where it could not run, one line on standard error."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator
from typing import Any, TextIO

import click

from missingpersons.cli.reading import spoken
from missingpersons.findings import CannotRun, InvalidDocument, MissingExtra

COULD_NOT_RUN = 2
STOPPED = 130
READER_GONE = 141
"""What the shell says of a program that a closed pipe ended. Not 0: what was not printed was not said."""


class ReaderGone(Exception):  # noqa: N818 - reads as a sentence
    """Whoever reads the output has seen enough."""


class Commands(click.Group):
    """A group of commands that tells a closed pipe from findings: click itself ends both with 1."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """As click does, which prints what --help and --version ask for."""
        with _noticing_who_left():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does."""
        with _noticing_who_left():
            return super().invoke(ctx)


def run(commands: click.Group) -> int:
    """Run the command line, say in one line what kept it from running, and give its exit status."""
    if _is_closed(sys.stderr):
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    if _is_closed(sys.stdout):
        _tell("standard output is closed")
        return COULD_NOT_RUN
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    status = _status(commands)
    _let_go_of(sys.stdout)
    return status


def _status(commands: click.Group) -> int:
    status = COULD_NOT_RUN
    try:
        with _stopping_in_order():
            returned = commands.main(standalone_mode=False)
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except click.Abort as error:
        _tell("stopped", error.__cause__)
        status = STOPPED
    except ReaderGone as error:
        if notes := _notes(error.__cause__):
            _tell("; ".join(["whoever reads the output has gone", *notes]))
        status = READER_GONE
    except (CannotRun, MissingExtra, InvalidDocument) as error:
        _tell(str(error), error)
    except OSError as error:
        reason = error.strerror or "the system did not do what was asked"
        _tell(f"{spoken(error.filename)}: {reason}" if isinstance(error.filename, str) else reason, error)
    except sqlite3.Error as error:
        # SQLite's own sentence may quote what is in the file; the name of the error does not.
        name = getattr(error, "sqlite_errorname", "no name")
        _tell(f"the register could not be read or written: SQLite says {name}; is the file whole?", error)
    else:
        status = returned if isinstance(returned, int) else 0
    return status


@contextlib.contextmanager
def _noticing_who_left() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGone from error


@contextlib.contextmanager
def _stopping_in_order() -> Iterator[None]:
    """Stop on SIGTERM as on Ctrl-C, so that no half-written file is left behind."""
    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _is_closed(stream: TextIO | None) -> bool:
    return stream is None


def _speak_utf8(stream: TextIO) -> None:
    """Print in UTF-8, as JSON is written; a terminal is spoken to as it asks, and never in vain."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _tell(text: str, error: BaseException | None = None) -> None:
    with contextlib.suppress(OSError):
        click.echo(f"missingpersons: {'; '.join([text, *_notes(error)])}", err=True)


def _notes(error: BaseException | None) -> list[str]:
    return list(getattr(error, "__notes__", ()))


def _let_go_of(stream: TextIO) -> None:
    """Forget what could not be printed, or Python would try again at exit and complain in many lines."""
    try:
        stream.flush()
    except OSError:
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
