"""The rows of further tables, found again by key: kept out of memory, each given once, and none lost."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from missingpersons.converters.records import Record

MOST_JOINED = 1000
"""The most rows of one table that one episode takes: no list of the record is longer."""


class Kept(NamedTuple):
    """A row that was kept: of which table, by its place among them, where it stood, and what it holds."""

    table: int
    number: int
    record: Record


class Rows:
    """Rows of several tables by key, in bounded memory.

    SQLite keeps a small part in memory and the rest in a temporary file without a name, which ends with the run. A
    key is kept as a hash under a key of its own.
    """

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute(
            "CREATE TABLE kept (id INTEGER PRIMARY KEY, tab INTEGER, key BLOB, number INTEGER, cells TEXT, "
            "taken INTEGER)"
        )
        self._rows.execute("CREATE INDEX by_key ON kept (tab, key)")
        self._rows.execute("BEGIN")

    def close(self) -> None:
        """Drop the temporary file."""
        self._rows.close()

    def add(self, table: int, key: str, number: int, record: Record) -> None:
        """Keep a row under a key; under an empty one it belongs to nobody."""
        held = json.dumps([record.cells, record.problem, sorted(record.dated), sorted((record.notes or {}).items())])
        values = (table, self._hash(key) if key else b"", number, held)
        self._rows.execute("INSERT INTO kept (tab, key, number, cells, taken) VALUES (?, ?, ?, ?, 0)", values)

    def taken(self, table: int, key: str, *, most: int = MOST_JOINED) -> tuple[list[Kept], bool]:
        """The rows of a table with this key, so many at most, and whether any was taken before."""
        if not key:
            return [], False
        found = self._rows.execute(
            "SELECT id, number, cells, taken FROM kept WHERE tab = ? AND key = ? ORDER BY id LIMIT ?",
            (table, self._hash(key), most),
        ).fetchall()
        self._rows.executemany("UPDATE kept SET taken = 1 WHERE id = ?", [(row[0],) for row in found])
        return [_kept(table, number, cells) for _, number, cells, _ in found], any(row[3] for row in found)

    def left(self) -> Iterator[tuple[Kept, bool]]:
        """The rows that nobody took, and for each whether rows of the same key were taken."""
        first = 0
        while True:
            found = self._rows.execute(
                "SELECT id, tab, number, cells, EXISTS (SELECT 1 FROM kept AS other WHERE other.tab = kept.tab "
                "AND other.key = kept.key AND other.taken = 1) FROM kept WHERE id > ? AND taken = 0 "
                "ORDER BY id LIMIT 500",
                (first,),
            ).fetchall()
            for _, table, number, cells, beyond in found:
                yield _kept(table, number, cells), bool(beyond)
            if not found:
                return
            first = found[-1][0]

    def _hash(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16, key=self._secret).digest()


def _kept(table: int, number: int, held: str) -> Kept:
    cells, problem, dated, notes = json.loads(held)
    return Kept(table, number, Record(cells, problem, number, frozenset(dated), dict(notes)))
