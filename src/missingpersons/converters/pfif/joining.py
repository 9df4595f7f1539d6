"""Persons and the notes about them, wherever each stands in the file, in bounded memory."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from missingpersons.converters.pfif.parsing import Record

_CACHE_KIB = 16 * 1024


@dataclass(slots=True, repr=False)
class Numbered:
    """A record and which of its kind it is in the file, from 1."""

    number: int
    record: Record


@dataclass(slots=True, repr=False)
class Joined:
    """A person with the notes about it, in the order of the file."""

    person: Numbered
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
        self._rows.execute("CREATE TABLE newest (id BLOB PRIMARY KEY, date TEXT, number INTEGER) WITHOUT ROWID")
        self._rows.execute("BEGIN")
        self._persons = self._notes = 0

    def close(self) -> None:
        """Drop the temporary file."""
        self._rows.close()

    def add(self, record: Record, date: str | None) -> None:
        """Keep a person, its notes too, or a note. ``date`` is when it last changed, in Universal Time."""
        if record.kind != "person":
            self._add_note(record, record.fields.get("person_record_id"))
            return
        self._persons += 1
        told = record.fields.get("person_record_id")
        # A record without an id is like no other, and has the notes that stand in it.
        key = self._hash(told.strip() if told else f"\n{self._persons}")
        self._rows.execute("INSERT INTO person VALUES (?, ?, ?, ?)", (self._persons, key, date, _written(record)))
        self._rows.execute(
            "INSERT INTO newest VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET date = excluded.date, "
            "number = excluded.number WHERE excluded.date > newest.date",
            (key, date or "", self._persons),
        )
        for note in record.notes:
            self._add_note(note, note.fields.get("person_record_id", told or f"\n{self._persons}"))

    def joined(self) -> Iterator[Joined]:
        """Every person, in the order of the file."""
        persons = self._rows.execute(
            "SELECT person.number, person.id, body, newest.number FROM person JOIN newest USING (id) ORDER BY 1"
        )
        for number, key, body, newest in persons:
            is_newest = number == newest
            notes = self._about(key) if is_newest and self._notes else iter(())
            yield Joined(_read(number, body), notes, is_newest)

    def about_nobody(self) -> Iterator[Numbered]:
        """Every note about a record that is not in the file."""
        notes = "SELECT number, body FROM note WHERE id NOT IN (SELECT id FROM newest) ORDER BY 1"
        for number, body in self._rows.execute(notes):
            yield _read(number, body)

    def first_date(self) -> str | None:
        """When the first person that says so last changed."""
        found = self._rows.execute("SELECT date FROM person WHERE date IS NOT NULL ORDER BY number LIMIT 1").fetchone()
        return found[0] if found else None

    def _about(self, key: bytes) -> Iterator[Numbered]:
        notes = self._rows.execute("SELECT number, body FROM note WHERE id = ? ORDER BY 1", (key,))
        return (_read(number, body) for number, body in notes)

    def _add_note(self, note: Record, about: str | None) -> None:
        if not self._notes:
            self._rows.execute("CREATE INDEX about ON note (id)")
        self._notes += 1
        key = self._hash((about or "").strip())
        self._rows.execute("INSERT INTO note VALUES (?, ?, ?)", (self._notes, key, _written(note)))

    def _hash(self, told: str) -> bytes:
        return hashlib.blake2b(told.encode(), digest_size=16, key=self._key).digest()


def _written(record: Record) -> str:
    return json.dumps(record.as_list(), ensure_ascii=False, separators=(",", ":"))


def _read(number: int, body: str) -> Numbered:
    return Numbered(number, Record.of_list(json.loads(body)))
