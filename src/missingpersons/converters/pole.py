"""The minimum POLE entity P_014, the missing person, as flat records: CSV, one row an episode, a column a DS number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from missingpersons import wire
from missingpersons.codes import NameKind
from missingpersons.converters.formats import Carriage, Format, Line, Source, Writing, Written
from missingpersons.converters.guarded import Sheet
from missingpersons.converters.leaving import APPROXIMATED, Leaving
from missingpersons.converters.pole_fields import (
    ACCOUNT,
    AGE,
    ALL,
    BORN,
    COLUMNS,
    FIELDS,
    HOME,
    IDENTIFIERS,
    LINES,
    NAMES,
    VEHICLE,
    WHERE_LINES_GO,
    Field,
    N,
    Path,
)
from missingpersons.converters.pole_reading import read
from missingpersons.findings import CannotRun
from missingpersons.rules.pole import LIVED_IN
from missingpersons.rules.pole_fields import ACCOUNT_JOINT

LONGER = "MP-C-082"
NOT_WHOLE = "MP-C-083"
NO_VALUE = "MP-C-084"
IN_ONE_PIECE = "MP-C-086"
LINES_IN_ORDER = "MP-C-087"

STYLES = ("pole", "ihub")
UNVERIFIED = "[iHub pairs: unverified]"
"""Stands in the heading of a column in which the iHub's pairs are written."""
WHOLE_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def write(episodes: Source, stream: BinaryIO, writing: Writing) -> Iterator[Written]:
    """Each episode as a row. A value that its field cannot hold as it is stays out: blank beats wrong."""
    style = writing.options.get("codes", "pole")
    if style not in STYLES:
        raise CannotRun(f"pole: codes is one of {', '.join(STYLES)}")
    doubtful = {name for name, each in COLUMNS.items() if style == "ihub" and each.field.pairs}
    heads = [f"{each.heading} {UNVERIFIED}" if name in doubtful else each.heading for name, each in COLUMNS.items()]
    sheet = Sheet(stream, heads)
    for source, episode in episodes:
        leaving = Leaving(source, wire.to_tree(episode))
        row = _Row(leaving, pairs=style == "ihub").filled()
        sheet.add([row.get(name, "") for name in COLUMNS])
        yield leaving.written()


class _Row:
    """One episode that is becoming a row."""

    def __init__(self, leaving: Leaving, *, pairs: bool) -> None:
        self._leaving = leaving
        self._pairs = pairs
        self._cells: dict[str, str] = {}

    def filled(self) -> dict[str, str]:
        """The cells by column. What is in none of them is lost, and the account says so."""
        self._leaving.carry("document_type")
        for each in (*FIELDS, ACCOUNT, VEHICLE):
            self._field(each)
        self._names()
        self._birth_and_age()
        self._home()
        self._identifiers()
        return self._cells

    def _field(self, each: Field) -> None:
        for number in range(min(each.many, self._count(each.path))):
            at = each.at(number)
            value = self._leaving.look(*at)
            if value is not None:
                self._put(each, number, at, value)

    def _put(self, each: Field, number: int, at: Path, value: object) -> None:
        if each is ACCOUNT:
            self._account(number, at, value)
        elif not each.labels:
            self._write(each, number, at, str(value))
        elif self._pairs and value in each.pairs:
            self._cells[each.columns[number]] = each.pairs[str(self._leaving.carry(*at))]
        elif value in each.labels:
            self._cells[each.columns[number]] = each.labels[str(self._leaving.carry(*at))]
        elif value in each.nearest:
            self._cells[each.columns[number]] = each.nearest[str(self._leaving.approximate(*at))]
        else:
            self._leaving.set_aside(*at, code=NO_VALUE)

    def _write(self, each: Field, number: int, at: Path, text: str) -> None:
        if "\0" in text or not text.strip():
            # In a row it would be read as an empty cell, or not at all.
            self._leaving.set_aside(*at, code=NO_VALUE)
            return
        self._leaving.carry(*at)
        self._cells[each.columns[number]] = text
        if each.longest is not None and len(text) > each.longest:
            self._leaving.note(LONGER, *at)

    def _count(self, path: Path) -> int:
        if N not in path:
            return 1
        return len(self._leaving.look(*path[: path.index(N)]) or ())

    def _account(self, number: int, at: Path, value: object) -> None:
        platform, handle = self._leaving.look(*at, "platform"), self._leaving.look(*at, "handle")
        if ACCOUNT_JOINT in platform or platform[-1:] + handle[:1] == "- ":
            # Nobody could tell again where the one ends and the other begins.
            self._leaving.approximate(*at)
            self._cells[ACCOUNT.columns[number]] = f"{platform}{ACCOUNT_JOINT}{handle}"
        else:
            self._write(ACCOUNT, number, at, f"{platform}{ACCOUNT_JOINT}{handle}")

    def _names(self) -> None:
        names = self._leaving.look("person", "names") or []
        own = [n for n, name in enumerate(names) if name.get("kind") != NameKind.ALIAS]
        in_parts = [n for n in own if names[n].get("given") or names[n].get("family")]
        first = next(iter(in_parts or own), None)
        given, family, alias = NAMES
        if first is not None and in_parts:
            for number, each in enumerate((names[first].get("given") or [])[: given.many]):
                self._write(given, number, ("person", "names", first, "given", number), each)
            if text := names[first].get("family"):
                self._write(family, 0, ("person", "names", first, "family"), text)
        elif first is not None and (text := names[first].get("full")):
            # Nobody splits it: in one piece it is at least found.
            self._leaving.approximate("person", "names", first, code=IN_ONE_PIECE)
            self._cells[family.key] = text
        others = [n for n in range(len(names)) if n != first][: alias.many]
        for number, n in enumerate(others):
            self._alias(number, n, names[n])
        if first is not None and first > 0:
            # Which name is used most is told by their order, and this row has another.
            self._leaving.note(APPROXIMATED, "person", "names")

    def _alias(self, number: int, n: int, name: dict[str, object]) -> None:
        alias, at = NAMES[2], ("person", "names", n)
        if name.get("kind") == NameKind.ALIAS and name.keys() <= {"kind", "full"} and "full" in name:
            self._leaving.carry(*at, "kind")
            self._write(alias, number, (*at, "full"), str(name["full"]))
            return
        given = name.get("given") or []
        parts = [*(given if isinstance(given, list) else []), name.get("family")]
        text = name.get("full") or " ".join(str(each) for each in parts if each)
        if text:
            self._leaving.approximate(*at)
            self._cells[alias.columns[number]] = str(text)

    def _birth_and_age(self) -> None:
        born = self._leaving.look(*BORN.path)
        if born is not None and WHOLE_DAY.fullmatch(born):
            self._write(BORN, 0, BORN.path, born)
        else:
            self._leaving.set_aside(*BORN.path, code=NOT_WHOLE)
        least, most = (self._leaving.look("person", "age", end) for end in ("min", "max"))
        if least is not None and least == most:
            self._leaving.carry("person", "age", "max")
            self._write(AGE, 0, AGE.path, str(least))
        else:
            for end in ("min", "max"):
                self._leaving.set_aside("person", "age", end, code=NOT_WHOLE)

    def _home(self) -> None:
        addresses = self._leaving.look("person", "addresses") or []
        lived_in = [n for n, each in enumerate(addresses) if each.get("place") and each.get("kind") in LIVED_IN]
        homes = [n for n in lived_in if addresses[n].get("kind") == "home"]
        for n in (homes or lived_in)[:1]:
            if homes:
                self._leaving.carry("person", "addresses", n, "kind")
            elif "kind" in addresses[n]:
                self._leaving.approximate("person", "addresses", n, "kind")
            else:
                self._leaving.note(APPROXIMATED, "person", "addresses", n, "kind")
            for each in HOME:
                if (text := self._leaving.look(*each.at(n))) is not None:
                    self._write(each, 0, each.at(n), text)
            self._lines(n, addresses[n]["place"].get("lines") or [])

    def _lines(self, n: int, lines: list[str]) -> None:
        for number, place in enumerate(WHERE_LINES_GO.get(len(lines), range(len(LINES)))[: len(lines)]):
            each = LINES[place]
            self._leaving.approximate("person", "addresses", n, "place", "lines", number, code=LINES_IN_ORDER)
            self._cells[each.key] = lines[number]

    def _identifiers(self) -> None:
        held = self._leaving.look("person", "identifiers") or []
        for scheme, each in IDENTIFIERS.items():
            n = next((n for n, one in enumerate(held) if one["scheme"] == scheme), None)
            if n is not None:
                self._leaving.carry("person", "identifiers", n, "scheme")
                self._write(each, 0, each.at(n), held[n]["value"])


_HOME_ALONE = "Of the home alone; another address is lost."
_FIRST_NAME = "Of the first name that has parts and is no alias"
_NOTES = {
    "DS_034": "Left blank unless it is one whole day.",
    "DS_120": "Left blank unless youngest and oldest are the same.",
    "DS_031": f"{_FIRST_NAME}: the first five. Of other names, near, with the alias.",
    "DS_032": f"{_FIRST_NAME}. Of other names, near, with the alias.",
    "DS_055": "The first four, joined by a hyphen; near where the platform has one of its own.",
    **{each.key: _HOME_ALONE for each in HOME},
}


def _table() -> Iterator[Line]:
    yield Line("/document_type", "every row")
    for each in ALL:
        if each in LINES or each in IDENTIFIERS.values() or each is NAMES[2]:
            continue
        path = "".join(f"/{'*' if isinstance(step, int) else step}" for step in each.path)
        note = _NOTES.get(each.key, f"The first {each.many}." if each.many > 1 else "")
        if each.labels:
            note = "A code that POLE does not have is near or lost." if each.nearest else "A code of ours is lost."
        yield Line(path, f"{each.key} {each.title}" if each.key[:3] == "DS_" else each.key, note=note)
    yield Line("/person/age/max", "DS_120 Age", note=_NOTES["DS_120"])
    yield Line("/person/names/*/full", "DS_033 Alias", note="Of an alias. Of a name without parts, near: DS_032.")
    yield Line("/person/names/*/kind", "DS_033 Alias", note="That a name is an alias. Another kind is near or lost.")
    yield Line("/person/names/*/script", "DS_033 Alias", Carriage.APPROXIMATED, "Lost, or near where the name is.")
    yield Line("/person/addresses/*/kind", "home address", note="A home. Where somebody lives otherwise, near.")
    lines = "DS_005 to DS_009 Site, premises, street, town, county"
    yield Line("/person/addresses/*/place/lines/*", lines, Carriage.APPROXIMATED, f"{_HOME_ALONE} Five lines.")
    for path in ("scheme", "value"):
        yield Line(f"/person/identifiers/*/{path}", "DS_071 CRO number, DS_072 PNC ID", note="The first of each.")


FORMAT = Format(
    name="pole",
    title="Minimum POLE entity P_014 (missing person) as flat records, one row an episode",
    media_type="text/csv",
    read=read,
    write=write,
    options={
        "codes": "How ethnicity is written: pole (the dictionary's numbers) or ihub (pairs as ESDD_W1: unverified).",
        "owner_force": "Whose episodes they are, where the file does not say: a code of the list forces.",
    },
    table=tuple(_table()),
)
