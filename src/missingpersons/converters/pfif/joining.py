"""Persons and the notes about them, wherever each stands in the file, in bounded memory."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from missingpersons.converters.pfif.parsing import Record
from missingpersons.converters.pfif.vocabulary import PERSON

_CACHE_KIB = 16 * 1024
_BETWEEN = "\x1c"
"""Stands between a person and its notes. No XML can hold it."""


@dataclass(slots=True, repr=False)
class Numbered:
    """A record and which of its kind it is in the file, from 1."""

    number: int
    record: Record


@dataclass(slots=True, repr=False)
class Joined:
    """A person with the notes about it, in the order of the file."""

    person: Numbered
    date: str | None
    """When it last changed."""
    notes: Iterator[Numbered]
    is_newest: bool
    """False if the file has a newer version of the same record: the notes are with that."""


class Joining:
    """Everything in one file, until the last note has been read.

    SQLite keeps a part in memory and the rest in a temporary file without a name, which is gone with the run. What
    is looked up is a hash of the id, under a key that ends with the run.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._rows.execute("CREATE TABLE person (number INTEGER PRIMARY KEY, id BLOB, date TEXT, body TEXT)")
        self._rows.execute("CREATE TABLE note (number INTEGER PRIMARY KEY, id BLOB, body TEXT)")
        self._rows.execute("BEGIN")
        self._persons = self._notes = 0
        self._stands_apart = False
        """Whether there is a note that does not stand in the person that it is about."""

    def close(self) -> None:
        """Drop the temporary file."""
        self._rows.close()

    def add(self, record: Record, date: str | None) -> None:
        """Keep a person with its notes, or a note. ``date`` is when it last changed, in Universal Time."""
        if record.kind != PERSON:
            self._add_note(record, record.fields.get("person_record_id", ""))
            return
        self._persons += 1
        # A record without an id is like no other, and has the notes that stand in it.
        told = record.fields.get("person_record_id", f"<{self._persons}>").strip()
        parts = [record.packed()]
        for note in record.notes:
            about = note.fields.get("person_record_id")
            if about is None or about.strip() == told:
                self._notes += 1
                parts.append(f"{self._notes}\x1d{note.packed()}")
            else:
                self._add_note(note, about)
        body = _BETWEEN.join(parts)
        self._rows.execute("INSERT INTO person VALUES (?, ?, ?, ?)", (self._persons, self._hash(told), date, body))

    def joined(self) -> Iterator[Joined]:
        """Every person, in the order of the file."""
        self._find_those_again()
        again = self._rows.execute("SELECT count(*) FROM again").fetchone() != (0,)
        for number, key, date, body in self._rows.execute("SELECT number, id, date, body FROM person ORDER BY 1"):
            person, *inside = body.split(_BETWEEN)
            told = Numbered(number, Record.unpacked(person))
            newest = self._newest(key) if again else None
            if newest not in (None, number):
                yield Joined(told, date, iter(()), is_newest=False)
                continue
            notes = map(_note, inside)
            is_alone = newest is None and not self._stands_apart
            yield Joined(told, date, notes if is_alone else self._about(key), is_newest=True)

    def about_nobody(self) -> Iterator[Numbered]:
        """Every note about a record that is not in the file."""
        notes = "SELECT number, body FROM note WHERE id NOT IN (SELECT id FROM person) ORDER BY 1"
        for number, body in self._rows.execute(notes):
            yield Numbered(number, Record.unpacked(body))

    def first_date(self) -> str | None:
        """When the first person that says so last changed."""
        found = self._rows.execute("SELECT date FROM person WHERE date IS NOT NULL ORDER BY number LIMIT 1").fetchone()
        return found[0] if found else None

    def _find_those_again(self) -> None:
        """Note which version of a record is the newest, or the first of equals, where there are several."""
        self._rows.execute("CREATE INDEX by_id ON person (id)")
        self._rows.execute("CREATE INDEX about ON note (id)")
        self._rows.execute("CREATE TABLE again (id BLOB PRIMARY KEY, number INTEGER) WITHOUT ROWID")
        self._rows.execute(
            "INSERT INTO again SELECT id, (SELECT number FROM person AS other WHERE other.id = person.id "
            "ORDER BY coalesce(date, '') DESC, number LIMIT 1) FROM person GROUP BY id HAVING count(*) > 1"
        )

    def _newest(self, key: bytes) -> int | None:
        found = self._rows.execute("SELECT number FROM again WHERE id = ?", (key,)).fetchone()
        return found[0] if found else None

    def _about(self, key: bytes) -> Iterator[Numbered]:
        """The notes about a person, those that stand in any version of it and those that stand apart, in order."""
        apart = self._rows.execute("SELECT number, body FROM note WHERE id = ? ORDER BY 1", (key,))
        inside = self._rows.execute("SELECT body FROM person WHERE id = ? ORDER BY number", (key,))
        told_inside = (_note(each) for (body,) in inside for each in body.split(_BETWEEN)[1:])
        told_apart = (Numbered(number, Record.unpacked(body)) for number, body in apart)
        return merge(told_inside, told_apart, key=_number)

    def _add_note(self, note: Record, about: str) -> None:
        self._notes += 1
        self._stands_apart = True
        row = (self._notes, self._hash(about.strip()), note.packed())
        self._rows.execute("INSERT INTO note VALUES (?, ?, ?)", row)

    def _hash(self, told: str) -> bytes:
        return hashlib.blake2b(told.encode(), digest_size=16, key=self._key).digest()


def _note(packed: str) -> Numbered:
    number, _, body = packed.partition("\x1d")
    return Numbered(int(number), Record.unpacked(body))


def _number(told: Numbered) -> int:
    return told.number
