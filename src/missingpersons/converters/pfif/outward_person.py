"""The fields of a person that an episode gives, and what becomes of each value."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from missingpersons.converters.leaving import Leaving, Path
from missingpersons.converters.pfif.composing import at, composed
from missingpersons.converters.pfif.parsing import MAX_TEXT
from missingpersons.converters.pfif.serializing import is_writable, writable
from missingpersons.converters.pfif.vocabulary import MANDATORY, PERSON, fields
from missingpersons.values.dates import PartialDate, day_of, moment

DERIVED = "MP-C-051"
EMPTY = "MP-C-123"

_DAYS_IN_YEAR = 365.25
_OLDEST_WRITTEN = 999
_CAPITALS_ONLY = "1.1"
_WITHOUT_ACCENTS = str.maketrans(
    {"ß": "SS", "æ": "AE", "œ": "OE", "ø": "O", "ł": "L", "đ": "D", "ð": "D", "þ": "TH", "ı": "I"}
    | {"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-"}
)
"""What has no accent to be taken off, and letters near it."""


class PersonOut:
    """Puts what is shown of a person into the fields of one version."""

    def __init__(
        self, leaving: Leaving, seen: Mapping[str, Any], version: str, out: dict[str, str], recorded_at: datetime
    ) -> None:
        self._leaving = leaving
        self._seen = seen
        self._known = fields(PERSON, version)
        self._version = version
        self._out = out
        self._recorded_at = recorded_at
        self._first_name: Path = ("person", "names")

    def put(self) -> None:
        """Every field of the person."""
        self._names()
        self._empty()
        self._description()
        if "sex" in self._known and at(self._seen, ("person", "sex")) in ("female", "male"):
            self._out["sex"] = str(self._leaving.carry("person", "sex"))
        if "age" in self._known:
            self._age()
        self._photo()

    def _names(self) -> None:
        names = [
            (index, name)
            for index, name in enumerate(at(self._seen, ("person", "names")) or ())
            if name and any(cleaned(each) for each in _words(name))
        ]
        if not names:
            return
        index, name = names[0]
        given, family, full = _given(name), cleaned(name.get("family", "")), one_line(name.get("full", ""))
        stem = self._first_name = ("person", "names", index)
        has_full = "full_name" in self._known
        if has_full:
            self._full_name(stem, name, full, " ".join(filter(None, (given, family))))
        elif full and not (given or family) and self._as_written(full):
            # These versions have no field for a name in one piece, and nobody splits one: better so than no name.
            given = full
            self._leaving.approximate(*stem, "full")
            self._leaving.note(DERIVED, *stem, "given")
        self._one_name(stem, name, given, family)
        if len(names) > 1 and has_full:
            self._further("alternate_names" if "alternate_names" in self._known else "full_name", names[1:])

    def _full_name(self, stem: Path, name: Mapping[str, Any], full: str, made: str) -> None:
        self._out["full_name"] = full or made
        if not full:
            self._leaving.note(DERIVED, *stem, "full")
        else:
            self._judge(full == name["full"], *stem, "full")

    def _one_name(self, stem: Path, name: Mapping[str, Any], given: str, family: str) -> None:
        told = name.get("given")
        for field, value, is_same in (
            ("given", given, told == [given]),
            ("family", family, name.get("family") == family),
        ):
            if written := self._as_written(value):
                self._out[f"{field}_name"] = written
                self._judge(is_same and written == value, *stem, field)

    def _empty(self) -> None:
        """Say which names stand there empty: the version must have them, and nobody splits a name or makes one up."""
        names = [each for each in MANDATORY[PERSON][self._version] if each.endswith("_name")]
        if not any(each in self._out for each in names):
            self._leaving.note(EMPTY, *self._first_name)
            return
        for each in names:
            if each not in self._out:
                self._leaving.note(EMPTY, *self._first_name, each.removesuffix("_name"))

    def _as_written(self, name: str) -> str:
        """A name as the version has it, or nothing where it has no way to write it."""
        return _in_capitals(name) if self._version == _CAPITALS_ONLY else name

    def _further(self, element: str, names: list[tuple[int, Mapping[str, Any]]]) -> None:
        lines = [self._out[element]] if element in self._out else []
        for index, name in names:
            stem: Path = ("person", "names", index)
            full = one_line(name.get("full", ""))
            made = full or one_line(" ".join(filter(None, (_given(name), name.get("family", "")))))
            if not made or sum(map(len, lines)) + len(lines) + len(made) > MAX_TEXT:
                continue
            lines.append(made)
            if full:
                self._judge(full == name["full"], *stem, "full")
            else:
                self._leaving.note(DERIVED, *stem, "full")
                for part in ("given", "family"):
                    if name.get(part):
                        self._leaving.approximate(*stem, part)
        if lines:
            self._out[element] = "\n".join(lines)

    def _description(self) -> None:
        lines, said = composed(self._seen)
        if not (whole := cleaned("\n".join(map(writable, lines)))):
            return
        self._out["description"] = whole[:MAX_TEXT].strip()
        for path in said:
            self._leaving.approximate(*path)
        self._leaving.note(DERIVED, "person", "description", "text")

    def _age(self) -> None:
        age = at(self._seen, ("person", "age")) or {}
        least, most = age.get("min"), age.get("max")
        if least is None and most is None:
            return
        own = self._leaving.look("person", "age") or {}
        is_derived = (own.get("min"), own.get("max")) != (least, most)
        years = 0.0 if is_derived else self._years_since_told(age)
        low, high = (least or 0) + int(years), (120 if most is None else most) + int(years) + (years % 1 > 0)
        if not low <= high <= _OLDEST_WRITTEN:
            return
        self._out["age"] = str(low) if low == high else f"{low}-{high}"
        if is_derived:
            self._leaving.note(DERIVED, "person", "age")
        elif (low, high) == (least, most):
            for name in ("min", "max"):
                self._leaving.carry("person", "age", name)
        else:
            self._leaving.approximate("person", "age")

    def _years_since_told(self, age: Mapping[str, Any]) -> float:
        """How many years ago somebody was of the age that was told: PFIF has the age at the time of the record."""
        told_at = age.get("at") or self._leaving.look("person", "age", "at")
        reported = self._leaving.look("reported_at")
        if told_at:
            day = PartialDate(told_at).latest()
        elif reported:
            day = day_of(moment(reported))
        else:
            return 0.0
        years = (day_of(self._recorded_at) - day).days / _DAYS_IN_YEAR
        return years if years >= 1 else 0.0

    def _photo(self) -> None:
        for index, photo in enumerate(at(self._seen, ("person", "photos")) or ()):
            address = (photo or {}).get("photo_id", "")
            if address.startswith(("http://", "https://")) and address == one_line(address):
                self._out["photo_url"] = self._leaving.carry("person", "photos", index, "photo_id")
                return

    def _judge(self, is_same: bool, *path: str | int) -> None:
        (self._leaving.carry if is_same else self._leaving.approximate)(*path)


def cleaned(text: str) -> str:
    """The text as it can stand in XML, without blanks around it."""
    return (text if is_writable(text) else writable(text)).strip()


def one_line(text: str) -> str:
    """The text on one line, where several values stand on a line each."""
    return cleaned(text.replace("\n", " "))


def _words(name: Mapping[str, Any]) -> list[str]:
    return [name.get("full", ""), name.get("family", ""), *(each or "" for each in name.get("given", ()))]


def _given(name: Mapping[str, Any]) -> str:
    return cleaned(" ".join(each for each in name.get("given", ()) if each and each.strip()))


def _in_capitals(text: str) -> str:
    """As PFIF 1.1 has names: capitals without accents, on one line. Nothing if it has no such form."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_WITHOUT_ACCENTS))
    plain = "".join(each for each in apart if not unicodedata.combining(each)).upper()
    on_one_line = " ".join(plain.split())
    return on_one_line if on_one_line.isascii() and on_one_line.isprintable() else ""
