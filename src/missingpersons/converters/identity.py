"""Which episode a row is: the same export converted again gives the same episodes."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable
from enum import Enum
from uuid import UUID

NAMESPACE = UUID("b0e8c4f6-3f0d-5d0a-9c55-6d1f6f2b7a10")
"""The namespace of the episode ids that are made from an owner and its reference (RFC 9562, version 5)."""


def episode_id(owner_force: str, reference: str) -> str:
    """The id of the episode that ``owner_force`` calls ``reference``."""
    name = f"{owner_force}\n{reference}".encode()
    # As uuid5 does, without an object for each: a file may have a million.
    made = bytearray(hashlib.sha1(NAMESPACE.bytes + name, usedforsecurity=False).digest()[:16])
    made[6], made[8] = made[6] & 0x0F | 0x50, made[8] & 0x3F | 0x80
    told = made.hex()
    return f"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}"


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
        self._key = secrets.token_bytes(32)
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
        return hashlib.blake2b(text.encode(), digest_size=16, key=self._key).digest()
