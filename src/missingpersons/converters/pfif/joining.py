"""Persons and the notes about them, wherever each stands in the file, in bounded memory."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import count
from tempfile import SpooledTemporaryFile

from missingpersons.converters.pfif.record import Record
from missingpersons.converters.pfif.vocabulary import PERSON

_IN_MEMORY = 4 * 1024 * 1024
_AT_ONCE = 1000
_SIZE = 8
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
    notes: Iterator[Numbered]
    date: str | None
    """When it last changed."""
    is_newest: bool
    """False if the file has a newer version of the same record: the notes are with that."""


class Joining:
    """Everything in one file, until the last note has been read.

    A part is kept in memory and the rest in temporary files without a name, which are gone with the run. What is
    looked up is a hash of the id, under a key that ends with the run.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._bodies = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by close()
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("CREATE TABLE person (number INTEGER PRIMARY KEY, id BLOB, date TEXT, place INTEGER)")
        self._rows.execute("CREATE TABLE note (number INTEGER PRIMARY KEY, id BLOB, body TEXT)")
        self._rows.execute("BEGIN")
        self._waiting: list[tuple[int, bytes, str | None, int]] = []
        self._persons = self._notes = self._end = 0
        self._stands_apart = False
        """Whether there is a note that does not stand in the person that it is about."""
        self.first_date: str | None = None
        """When the first person that says so last changed."""

    def close(self) -> None:
        """Drop the temporary files."""
        self._rows.close()
        self._bodies.close()

    def add(self, record: Record, date: str | None) -> None:
        """Keep a person with its notes, or a note. ``date`` is when it last changed, in Universal Time."""
        if record.kind != PERSON:
            self._add_note(record, record.fields.get("person_record_id", ""))
            return
        self._persons += 1
        told = self._told(self._persons, record)
        parts = [date or "", record.packed()]
        for note in record.notes:
            about = note.fields.get("person_record_id")
            if about is None or about.strip() == told:
                self._notes += 1
                parts.append(f"{self._notes}\x1d{note.packed()}")
            else:
                self._add_note(note, about)
        body = _BETWEEN.join(parts).encode()
        self._waiting.append((self._persons, self._hash(told), date, self._end))
        self._end += self._bodies.write(len(body).to_bytes(_SIZE) + body)
        if self.first_date is None:
            self.first_date = date
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def joined(self) -> Iterator[Joined]:
        """Every person, in the order of the file."""
        self._flush()
        is_again = self._find_those_again()
        place = 0
        for number in count(1):
            body, place = self._body(place)
            if not body:
                return
            date, person, *inside = body.split(_BETWEEN)
            told = Numbered(number, Record.unpacked(person))
            if not (is_again or self._stands_apart):
                yield Joined(told, map(_note, inside), date or None, is_newest=True)
                continue
            key = self._hash(self._told(number, told.record))
            is_newest = self._newest(key) in (None, number)
            yield Joined(told, self._about(key) if is_newest else iter(()), date or None, is_newest)

    def about_nobody(self) -> Iterator[Numbered]:
        """Every note about a record that is not in the file."""
        notes = "SELECT number, body FROM note WHERE id NOT IN (SELECT id FROM person) ORDER BY 1"
        for number, body in self._rows.execute(notes):
            yield Numbered(number, Record.unpacked(body))

    def _find_those_again(self) -> bool:
        """Note which version of a record is the newest, or the first of equals, where there are several."""
        self._rows.execute("CREATE INDEX by_id ON person (id)")
        self._rows.execute("CREATE INDEX about ON note (id)")
        self._rows.execute("CREATE TABLE again (id BLOB PRIMARY KEY, number INTEGER) WITHOUT ROWID")
        return bool(
            self._rows.execute(
                "INSERT INTO again SELECT id, (SELECT number FROM person AS other WHERE other.id = person.id "
                "ORDER BY coalesce(date, '') DESC, number LIMIT 1) FROM person GROUP BY id HAVING count(*) > 1"
            ).rowcount
        )

    def _newest(self, key: bytes) -> int | None:
        found = self._rows.execute("SELECT number FROM again WHERE id = ?", (key,)).fetchone()
        return found[0] if found else None

    def _about(self, key: bytes) -> Iterator[Numbered]:
        """The notes about a person, those that stand in any version of it and those that stand apart, in order."""
        places = self._rows.execute("SELECT place FROM person WHERE id = ? ORDER BY number", (key,))
        inside = (_note(each) for (place,) in places for each in self._body(place)[0].split(_BETWEEN)[2:])
        apart = self._rows.execute("SELECT number, body FROM note WHERE id = ? ORDER BY 1", (key,))
        return merge(inside, (Numbered(number, Record.unpacked(body)) for number, body in apart), key=_number)

    def _body(self, place: int) -> tuple[str, int]:
        """What is written at a place, and the next place; nothing at the end."""
        if self._bodies.tell() != place:
            self._bodies.seek(place)
        size = int.from_bytes(self._bodies.read(_SIZE))
        return self._bodies.read(size).decode(), place + _SIZE + size

    def _told(self, number: int, record: Record) -> str:
        """What a person is called. A record without an id is like no other, and has the notes that stand in it."""
        return record.fields.get("person_record_id", f"<{number}>").strip()

    def _add_note(self, note: Record, about: str) -> None:
        self._notes += 1
        self._stands_apart = True
        row = (self._notes, self._hash(about.strip()), note.packed())
        self._rows.execute("INSERT INTO note VALUES (?, ?, ?)", row)

    def _flush(self) -> None:
        self._rows.executemany("INSERT INTO person VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()
        self._bodies.seek(self._end)

    def _hash(self, told: str) -> bytes:
        return hashlib.blake2b(told.encode(), digest_size=16, key=self._key).digest()


def _note(packed: str) -> Numbered:
    number, _, body = packed.partition("\x1d")
    return Numbered(int(number), Record.unpacked(body))


def _number(told: Numbered) -> int:
    return told.number
