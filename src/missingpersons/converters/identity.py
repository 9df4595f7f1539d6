"""Whether a row came earlier in the file: the same export converted again gives the same episodes."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable
from enum import Enum


def digest(cells: Iterable[tuple[str, str]]) -> str:
    """A digest of a row's cells, by column, whatever the order of the columns."""
    written = json.dumps(sorted(pair for pair in cells if pair[1].strip()), ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


class Before(Enum):
    """Whether a row with this identity came earlier in the file."""

    NEVER = "never"
    SAME = "same"
    """Yes, with the same cells."""
    OTHER = "other"
    """Yes, with other cells."""


class Seen:
    """The identities that have passed, with the digest of each row, in bounded memory.

    SQLite keeps a small part in memory and the rest in a temporary file without a name. What is kept is a
    hash under a key that ends with the run, so the file says nothing of anybody.
    """

    def __init__(self) -> None:
        # A copy of a hash that has its key costs half of what another one would.
        self._keyed = hashlib.blake2b(digest_size=16, key=secrets.token_bytes(32))
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("CREATE TABLE seen (identity BLOB PRIMARY KEY, digest BLOB) WITHOUT ROWID")
        self._rows.execute("BEGIN")

    def close(self) -> None:
        """Drop the temporary file."""
        self._rows.close()

    def add(self, identity: str, row_digest: str) -> Before:
        """Note that a row with this identity and digest passes, and say whether one did before."""
        key, row = self._hash(identity), self._hash(row_digest)
        if self._rows.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, row)).rowcount:
            return Before.NEVER
        ((earlier,),) = self._rows.execute("SELECT digest FROM seen WHERE identity = ?", (key,))
        return Before.SAME if earlier == row else Before.OTHER

    def _hash(self, text: str) -> bytes:
        keyed = self._keyed.copy()
        keyed.update(text.encode("utf-8", "surrogatepass"))
        return keyed.digest()
