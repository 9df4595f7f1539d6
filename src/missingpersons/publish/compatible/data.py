"""What changed between two versions of the code lists, the catalogue of findings, and who may see what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from missingpersons.findings import Severity
from missingpersons.publish.compatible.changes import Break, Breaks, Change, Note, Notes

_BY_WEIGHT = list(reversed(Severity))


def index_changes(old: str, new: str) -> Iterator[Change]:
    """What changed in the index of the lists: ``index.csv``, before and after."""
    before, after = _rows(old, "name"), _rows(new, "name")
    for name, row in before.items():
        at = f"#/{name}"
        if name not in after:
            yield Break(at, Breaks.LIST_REMOVED)
        elif row["kind"] != after[name]["kind"]:
            yield Break(f"{at}/kind", Breaks.LIST_CLOSED if row["kind"] == "open" else Breaks.LIST_OPENED)
        if name in after:
            yield from _reworded(row, after[name], at, ("title", "description"))


def list_changes(old: str, new: str, *, closed: bool) -> Iterator[Change]:
    """What changed in one list: its CSV, before and after."""
    before, after = _rows(old, "code"), _rows(new, "code")
    for column in _columns(old):
        if column not in _columns(new):
            yield Break(f"#/{column}", Breaks.COLUMN_REMOVED)
    for code, row in before.items():
        if code in after:
            yield from _reworded(row, after[code], f"#/{code}", ("title", "definition"))
        else:
            yield Break(f"#/{code}", Breaks.CODE_LOST)
    if closed:
        # A reader of the old version refuses a document with a code that its closed list does not have.
        yield from (Break(f"#/{code}", Breaks.CODE_ADDED) for code in after if code not in before)


def catalogue_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What changed in the catalogue: ``rules.json``, before and after."""
    before, after = old["entries"], new["entries"]
    for code, entry in before.items():
        at = f"#/entries/{code}"
        if code not in after:
            yield Break(at, Breaks.FINDING_REMOVED)
            continue
        weights = [_BY_WEIGHT.index(Severity(each["severity"])) for each in (entry, after[code])]
        if weights[0] != weights[1]:
            raised = weights[0] < weights[1]
            place = f"{at}/severity"
            yield Break(place, Breaks.SEVERITY_RAISED) if raised else Note(place, Notes.SEVERITY_LOWERED)
        for part in ("definition", "reads"):
            if entry.get(part) != after[code].get(part):
                yield Break(f"{at}/{part}", Breaks.MEANING_CHANGED)
        yield from _reworded(entry, after[code], at, ("message",))
    for code, entry in after.items():
        if code not in before and entry["severity"] == Severity.ERROR:
            yield Note(f"#/entries/{code}", Notes.NEW_ERROR)


def audience_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What changed in who may see what: ``audiences.json``, before and after. Showing less breaks nobody."""
    for document, fields in old["audiences"].items():
        for place, audiences in new["audiences"].get(document, {}).items():
            if not set(audiences) <= set(fields.get(place, audiences)):
                yield Break(_field("audiences", document, place), Breaks.AUDIENCE_ADDED)
    for document, scopes in old["scopes"].items():
        for place, scope in scopes.items():
            if new["scopes"].get(document, {}).get(place) != scope and "charity" in _seen(new, document, place):
                yield Break(_field("scopes", document, place), Breaks.SCOPE_CHANGED)


def closed_lists(index: str) -> frozenset[str]:
    """The lists that an ``index.csv`` says are closed."""
    return frozenset(name for name, row in _rows(index, "name").items() if row["kind"] == "closed")


def _seen(whole: Mapping[str, Any], document: str, place: str) -> list[str]:
    audiences: list[str] = whole["audiences"].get(document, {}).get(place, [])
    return audiences


def _field(part: str, document: str, place: str) -> str:
    escaped = place.replace("/", "~1")
    return f"#/{part}/{document}/{escaped}"


def _reworded(old: Mapping[str, Any], new: Mapping[str, Any], at: str, parts: tuple[str, ...]) -> Iterator[Note]:
    for part in parts:
        # A column that is gone has a break of its own.
        if part in new and old.get(part) != new[part]:
            yield Note(f"{at}/{part}", Notes.REWORDED)


def _columns(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline="")), [])


def _rows(text: str, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
