"""INTERPOL's yellow notice in the JSON shape of a public one, written when the record is ready for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from missingpersons import wire
from missingpersons.codes import NameKind
from missingpersons.converters.formats import Format, Source, Writing, Written
from missingpersons.converters.interpol_audience import Told, asked, told_to
from missingpersons.converters.interpol_codes import EYES, HAIR, LANGUAGES, SEXES, countries
from missingpersons.converters.interpol_reading import read
from missingpersons.converters.interpol_table import TABLE
from missingpersons.converters.interpol_values import ISSUER, KEYS
from missingpersons.converters.leaving import APPROXIMATED, Leaving
from missingpersons.findings import Finding, Severity, finding
from missingpersons.models import Episode

NOT_READY = "MP-C-042"
NOT_WHOLE = "MP-C-083"
NO_VALUE = "MP-C-084"
IN_ONE_PIECE = "MP-C-086"
WITHHELD = "MP-C-090"
NOTHING_TOLD = "MP-C-054"

PROFILE = "interpol-yellow"
NEVER_PUBLIC = frozenset({"self_harm_scars"})
"""Kinds of mark that the list ``mark_kinds`` keeps out of every appeal."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"([0-9]{4})(-[0-9]{2})?")


def write(episodes: Source, stream: BinaryIO, writing: Writing) -> Iterator[Written]:
    """A notice a line for each episode that is ready for one. Of another, the findings say what is missing."""
    return _written(episodes, stream, *asked(writing.options))


def _written(episodes: Source, stream: BinaryIO, audience: str, as_of: datetime | None) -> Iterator[Written]:
    for source, episode in episodes:
        leaving = Leaving(source, wire.to_tree(episode))
        if missing := _missing(episode):
            leaving.set_aside(code=NOT_READY)
            leaves = leaving.written(written=False).leaves
            yield Written(source, written=False, findings=(finding(NOT_READY), *missing), leaves=leaves)
            continue
        notice = _Notice(told_to(audience, as_of, episode, leaving)).filled()
        if not any(notice.values()):
            leaving.note(NOTHING_TOLD)
            yield leaving.written(written=False)
            continue
        stream.write(json.dumps({key: notice.get(key) for key in KEYS}, ensure_ascii=False).encode() + b"\n")
        yield leaving.written()


def _missing(episode: Episode) -> list[Finding]:
    """What keeps the episode from being asked for as a notice."""
    return [each for each in wire.check_record(episode, profile=PROFILE) if each.severity is Severity.ERROR]


class _Notice:
    """One episode that is becoming a notice, as much of it as may be told."""

    def __init__(self, told: Told) -> None:
        self._leaving = told
        self._made: dict[str, Any] = {}

    def filled(self) -> dict[str, Any]:
        """The fields of the notice. What is in none of them is lost, and the account says so."""
        self._names()
        self._born()
        self._coded("sex_id", ("person", "sex"), SEXES)
        self._looks()
        self._lists()
        self._event()
        self._identifier()
        return self._made

    def _at(self, *path: str | int) -> Any:
        return self._leaving.at(*path)

    def _names(self) -> None:
        names = [name or {} for name in self._at("person", "names") or []]
        own = [n for n, name in enumerate(names) if name.get("kind") not in (NameKind.ALIAS, NameKind.MAIDEN)]
        first = next((n for n in own if names[n].get("family") or names[n].get("given")), None)
        if first is None and own and (text := names[own[0]].get("full")):
            self._leaving.approximate("person", "names", own[0], code=IN_ONE_PIECE)
            self._made["name"] = text
            first = own[0]
        elif first is not None:
            at = ("person", "names", first)
            self._made["name"] = self._leaving.carry(*at, "family")
            if given := [each for each in names[first].get("given") or () if each]:
                # Nobody can tell again where one of several ends.
                (self._leaving.carry if len(given) == 1 else self._leaving.approximate)(*at, "given")
                self._made["forename"] = " ".join(given)
        maiden = next((n for n, name in enumerate(names) if name.get("kind") == NameKind.MAIDEN), None)
        if maiden is not None and names[maiden].get("family"):
            for part in ("kind", "family"):
                self._leaving.carry("person", "names", maiden, part)
            self._made["birth_name"] = names[maiden]["family"]
            if first is not None and maiden < first:
                self._leaving.note(APPROXIMATED, "person", "names")

    def _born(self) -> None:
        at = ("person", "date_of_birth")
        born = self._at(*at) or ""
        if _DAY.fullmatch(born):
            self._made["date_of_birth"] = str(self._leaving.carry(*at)).replace("-", "/")
        elif year := _YEAR.fullmatch(born):
            (self._leaving.approximate if year[2] else self._leaving.carry)(*at)
            self._made["date_of_birth"] = year[1]
        else:
            self._leaving.set_aside(*at, code=NOT_WHOLE)
        self._made["place_of_birth"] = self._leaving.carry("person", "place_of_birth")

    def _coded(self, key: str, at: tuple[str, ...], codes: Mapping[str, str]) -> None:
        value = self._at(*at)
        if value in codes:
            self._leaving.carry(*at)
            self._made[key] = codes[value]
        else:
            self._leaving.set_aside(*at, code=NO_VALUE)

    def _looks(self) -> None:
        looks = ("person", "description")
        for key, measure, unit in (("height", "height", "cm"), ("weight", "weight", "kg")):
            ends = [(*looks, f"{measure}_{end}_{unit}") for end in ("min", "max")]
            least, most = (self._at(*end) for end in ends)
            if least == most == 0:
                # In a notice nought means that it is not known.
                for end in ends:
                    self._leaving.set_aside(*end, code=NO_VALUE)
            elif least is not None and least == most:
                for end in ends:
                    self._leaving.carry(*end)
                self._made[key] = least / 100 if unit == "cm" else least
            else:
                for end in ends:
                    self._leaving.set_aside(*end, code=NOT_WHOLE)
        if (hair := self._at(*looks, "hair_colour")) in HAIR:
            self._leaving.carry(*looks, "hair_colour")
            self._made["hairs_id"] = [HAIR[hair]]
        else:
            self._leaving.set_aside(*looks, "hair_colour", code=NO_VALUE)
        self._eyes_and_marks()

    def _eyes_and_marks(self) -> None:
        eyes = {side: self._at("person", "description", f"eye_{side}") for side in ("left", "right")}
        at = [("person", "description", f"eye_{side}") for side in eyes]
        told = {code for code in eyes.values() if code}
        said: list[str] = []
        if len(told) == 2:
            # The notice has one list for both eyes, in which nobody can tell which is which.
            for each in at:
                self._leaving.approximate(*each)
            said.append(f"Eyes: left {eyes['left']}, right {eyes['right']}")
        elif told and told <= EYES.keys():
            for each in at:
                (self._leaving.carry if all(eyes.values()) else self._leaving.approximate)(*each)
            self._made["eyes_colors_id"] = [EYES[told.pop()]]
        else:
            for each in at:
                self._leaving.set_aside(*each, code=NO_VALUE)
        marks = self._at("person", "marks") or []
        for number, mark in enumerate(marks):
            if not mark:
                continue
            if mark.get("kind") in NEVER_PUBLIC:
                self._leaving.set_aside("person", "marks", number, code=WITHHELD)
                continue
            as_it_is = len(marks) == 1 and not said and mark.keys() == {"text"}
            words = [str(mark[part]).replace("_", " ") for part in ("kind", "site", "side", "text") if mark.get(part)]
            (self._leaving.carry if as_it_is else self._leaving.approximate)("person", "marks", number)
            if words:
                said.append(", ".join(words))
        self._made["distinguishing_marks"] = "; ".join(said) or None

    def _lists(self) -> None:
        person, abroad = ("person",), ("countries_likely_visited",)
        held: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
            "nationalities": ((*person, "nationalities"), ()),
            "countries_likely_to_be_visited": (abroad, ()),
            "languages_spoken_ids": ((*person, "languages"), ("code",)),
        }
        for key, (path, part) in held.items():
            codes = LANGUAGES if part else countries()
            places: list[tuple[str | int, ...]] = [(*path, number, *part) for number in self._entries(*path)]
            for at in places:
                if self._at(*at) in codes:
                    self._made.setdefault(key, []).append(codes[self._leaving.carry(*at)])
                else:
                    self._leaving.set_aside(*at, code=NO_VALUE)

    def _entries(self, *path: str) -> range:
        return range(len(self._at(*path) or ()))

    def _event(self) -> None:
        ends = [end for end in ("earliest", "latest") if self._at("missing_since", end)]
        if ends:
            self._made["date_of_event"] = self._at("missing_since", ends[0])[:10].replace("-", "/")
            for end in ends:
                self._leaving.approximate("missing_since", end)
        at = ("missing_from", "place", "country")
        if self._at(*at) in countries():
            self._made["country"] = countries()[self._leaving.carry(*at)]
        for each in ("text", "lines", "postcode", "uprn", "point", "grid_reference"):
            # It may be somebody's home.
            self._leaving.set_aside(*at[:2], each, code=WITHHELD)

    def _identifier(self) -> None:
        for n in self._entries("person", "identifiers"):
            at = ("person", "identifiers", n)
            each = self._at(*at)
            if each and each.get("scheme") == "other" and each.get("issuer") == ISSUER and each.get("value"):
                for part in ("scheme", "value", "issuer"):
                    self._leaving.carry(*at, part)
                self._made["entity_id"] = each["value"]
                if each.get("country") in countries():
                    self._made["issuing_country"] = countries()[self._leaving.carry(*at, "country")]
                return


FORMAT = Format(
    name=PROFILE,
    title="INTERPOL yellow notice, in the JSON shape of a public notice, one a line",
    media_type="application/x-ndjson",
    read=read,
    write=write,
    options={
        "owner_force": "Reading: whose episodes they become, a code of the list forces.",
        "audience": "Writing: public (what a ground covers; the default), or police, who ask for the notice.",
        "as_of": "Writing for the public: the moment at which a ground must hold, by default the present.",
    },
    table=TABLE,
)
