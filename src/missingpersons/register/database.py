"""The file that a register is kept in: how it is made, and how it is known for one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from missingpersons.findings import CannotRun

APPLICATION_ID = 0x4D505247
"""What the file's header says that it is: MPRG."""

VERSION = 5
"""The version of the tables."""

_WAIT_SECONDS = 20.0

_WAIT_FOR_READERS_SECONDS = 0.2
"""How long an erasure waits for whoever is reading. If it is longer, the rest is done later."""


def create(path: str | Path) -> sqlite3.Connection:
    """Make the file, readable by its owner only. Raises ``CannotRun`` if it is there, or cannot be made."""
    problem = "there is a file of that name already; nothing was changed"
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        problem = f"the register cannot be made: {error.strerror}"
    else:
        connection = _connection(path)
        connection.execute("PRAGMA journal_mode = WAL")
        tables = files(__package__).joinpath("tables.sql").read_text(encoding="utf-8")
        marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
        connection.executescript(f"BEGIN; {tables} {marks} COMMIT;")
        return connection
    raise CannotRun(problem)


def connect(path: str | Path) -> sqlite3.Connection:
    """Open the file. Raises ``CannotRun`` if there is none, or it is no register of this version."""
    problem = "there is no register there: `missingpersons register init` makes one"
    if Path(path).is_file():
        connection = _connection(path)
        try:
            kind, version = (
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
            )
        except sqlite3.DatabaseError:
            kind = version = None
        if kind == APPLICATION_ID and version == VERSION:
            return connection
        connection.close()
        problem = "that file is not a register"
        if kind == APPLICATION_ID:
            problem = (
                f"that register has tables of version {version}; this library reads version {VERSION}: make a new one "
                "with `missingpersons register init`, and receive the messages again"
            )
    raise CannotRun(problem)


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[bool]:
    """All that is written inside is kept, or none of it. Gives whether it is no part of another such block.

    Raises ``CannotRun`` if another process is writing for too long.
    """
    inner = connection.in_transaction
    locked = False
    try:
        connection.execute("SAVEPOINT message" if inner else "BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        locked = True
    if locked:
        raise CannotRun("the register cannot be written now: another process may be writing; try again")
    try:
        yield not inner
    except BaseException:
        _undo(connection, inner=inner)
        raise
    connection.execute("RELEASE message" if inner else "COMMIT")


def fold_in(connection: sqlite3.Connection) -> bool:
    """Fold the log of writes into the file: what was erased is still in it until then, and in the file.

    False if somebody is reading what was there before, and it must be tried again. Whoever closes the file last does
    it in any case.
    """
    connection.execute(f"PRAGMA busy_timeout = {int(_WAIT_FOR_READERS_SECONDS * 1000)}")
    (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.execute(f"PRAGMA busy_timeout = {int(_WAIT_SECONDS * 1000)}")
    return not busy


def _undo(connection: sqlite3.Connection, *, inner: bool) -> None:
    # A full disk has SQLite undo everything by itself; then there is nothing left to undo.
    if connection.in_transaction:
        connection.execute("ROLLBACK TO message" if inner else "ROLLBACK")
        if inner:
            connection.execute("RELEASE message")


def _connection(path: str | Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    # What is erased is overwritten, and not only marked as free.
    connection.execute("PRAGMA secure_delete = ON")
    return connection
