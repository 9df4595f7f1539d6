"""Whom a register believes: the newest list of keys that it was given, or else the keys given by hand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from missingpersons.exchange.keys import PublicKey
from missingpersons.exchange.trust import Trust, read_trust


class Trusting:
    """The tables of keys and of lists of keys. Call what writes inside ``Register.writing()``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read: dict[str, Trust | None] = {}

    def add_keys(self, keys: Iterable[PublicKey]) -> None:
        """Believe what these keys sign, until a list of keys comes."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO trusted_key VALUES (?, ?, ?)",
            [(key.kid, key.force, json.dumps(dict(key.jwk), sort_keys=True)) for key in keys],
        )

    def add_list(self, listed: Trust, data: bytes, root: PublicKey) -> None:
        """Keep a list of keys that was read under ``root``."""
        told = json.dumps(root.as_dict(), sort_keys=True)
        self._connection.execute("INSERT OR IGNORE INTO trust_list VALUES (?, ?, ?)", (listed.digest, told, data))

    def keys(self) -> dict[str, PublicKey]:
        """The keys that were given by hand, by ``kid``."""
        rows = self._connection.execute("SELECT force, kid, jwk FROM trusted_key ORDER BY kid")
        return {kid: PublicKey(force, kid, json.loads(jwk)) for force, kid, jwk in rows}

    def newest(self) -> Trust:
        """The list with the highest serial; without any, the keys given by hand."""
        digests = [digest for (digest,) in self._connection.execute("SELECT digest FROM trust_list ORDER BY digest")]
        lists = [each for each in map(self._list, digests) if each is not None]
        return Trust.newest(lists) if lists else Trust.of(self.keys().values())

    def _list(self, digest: str) -> Trust | None:
        # A list may name hundreds of thousands of messages: it is read once.
        if digest not in self._read:
            rows = self._connection.execute("SELECT body, root FROM trust_list WHERE digest = ?", (digest,))
            body, root = next(rows)
            self._read[digest] = read_trust(body, PublicKey.from_dict(json.loads(root)))[0]
        return self._read[digest]
