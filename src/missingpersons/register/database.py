"""The file that a register is kept in: how it is made, and how it is known for one."""

from __future__ import annotations

import os
import sqlite3
from importlib.resources import files
from pathlib import Path

from missingpersons.findings import CannotRun

APPLICATION_ID = 0x4D505247
"""What the file's header says that it is: MPRG."""

VERSION = 3
"""The version of the tables."""

_WAIT_SECONDS = 20.0


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
            problem = f"that register has tables of version {version}; this library reads version {VERSION}"
    raise CannotRun(problem)


def _connection(path: str | Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection
