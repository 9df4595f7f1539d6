"""A file of PFIF as rows: each person an episode, each note with the person it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from missingpersons.converters import Row
from missingpersons.converters.fitting import refusals
from missingpersons.converters.formats import Reading
from missingpersons.converters.pfif.account import Account
from missingpersons.converters.pfif.assembling import EMPTY, Assembly
from missingpersons.converters.pfif.joining import Joining, Numbered
from missingpersons.converters.pfif.parsing import NOT_AS_DECLARED, Parser
from missingpersons.converters.pfif.places import moment_of
from missingpersons.converters.pfif.record import Record
from missingpersons.converters.pfif.scanning import Scanner
from missingpersons.converters.pfif.vocabulary import KEPT_IN_A_PLACEHOLDER, NAMESPACE
from missingpersons.findings import CannotRun, finding
from missingpersons.values.dates import Timestamp, moment

TIME_OF_ANOTHER = "MP-C-027"
ABOUT_NOBODY = "MP-C-059"
DOCTYPE = "MP-C-066"
EXPIRED = "MP-C-068"
NOT_THE_NEWEST = "MP-C-069"


def read(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """Every person as an episode and every note as a row of its own, joined however far apart they stand."""
    force = reading.options.get("owner_force")
    if not force or refusals(force, ()):
        raise CannotRun("pfif: whose episodes these are to be: give --set owner_force=FORCE, a code of the list forces")
    given = None
    if reading.recorded_at is not None and (given := _given(reading.recorded_at)) is None:
        raise CannotRun("--recorded-at: needs a time with seconds and an offset, as in 2026-03-01T09:00:00Z")
    return _rows(stream, reading.name, force, given, Parser())


def _given(text: str) -> Timestamp | None:
    try:
        return Timestamp.parse(text)
    except ValueError:
        return None


def _rows(stream: BinaryIO, name: str, force: str, given: Timestamp | None, parser: Parser) -> Iterator[Row]:
    scanner = Scanner(stream)
    with closing(Joining()) as joining:
        for record in parser.parse_all(scanner.pieces()):
            joining.add(record, last_changed(record))
        if not scanner.is_pfif:
            raise CannotRun(f"{name}: is no PFIF: it has no record, and nothing of the namespace {NAMESPACE}")
        seen = (
            (DOCTYPE, scanner.has_doctype),
            (NOT_AS_DECLARED, scanner.is_of_unknown_encoding),
        )
        if of_all := tuple(finding(code) for code, is_so in seen if is_so):
            yield Row(f"{name}:0", None, of_all)
        yield from scanner.around.rows(name)
        latest = None
        for joined in joining.joined():
            changed = Timestamp(joined.date) if joined.date else None
            latest = changed if changed and (latest is None or latest < changed) else latest
            person = Account(joined.person, name)
            if not joined.is_newest:
                yield person.set_aside(NOT_THE_NEWEST)
                continue
            at = changed or given or latest or moment_of(joining.first_date or "")
            yield from _joined(person, joined.notes, at, given, name, force, dated=bool(changed or given))
        for note in joining.about_nobody():
            yield Account(note, name).set_aside(ABOUT_NOBODY)


def last_changed(record: Record) -> Timestamp | None:
    """When a record last changed where it comes from or, failing that, where it was copied."""
    told_at = (moment_of(record.fields.get(name, "").strip()) for name in ("source_date", "entry_date"))
    return next((each for each in told_at if each), None)


def _joined(
    person: Account,
    notes: Iterator[Numbered],
    at: Timestamp | None,
    given: Timestamp | None,
    name: str,
    force: str,
    *,
    dated: bool,
) -> Iterator[Row]:
    """The row of a person, and those of the notes about it."""
    fields = {field: text.strip() for field, text in person.record.fields.items()}
    is_empty, is_placeholder = not fields, fields.keys() <= KEPT_IN_A_PLACEHOLDER and "expiry_date" in fields
    if is_empty or is_placeholder:
        yield person.set_aside(EMPTY if is_empty else EXPIRED)
        for note in notes:
            yield Account(note, name).set_aside(ABOUT_NOBODY if is_empty else EXPIRED)
        return
    if at is None:
        raise CannotRun(f"{name}: no record says when it was recorded, so give --recorded-at")
    if not dated:
        person.note(TIME_OF_ANOTHER)
    ends = moment_of(fields.get("expiry_date", ""))
    if ends and moment(ends) <= moment(given or at):
        person.note(EXPIRED, "expiry_date")
    yield from Assembly(person, fields, at, name, force).rows(notes)
