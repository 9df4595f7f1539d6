"""NIEM 6.0 as JSON-LD, one missing person a line, in elements that the published model has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, BinaryIO

from missingpersons import wire
from missingpersons.codes import NameKind, Status, codelist
from missingpersons.converters.formats import Format, Source, Writing, Written
from missingpersons.converters.leaving import Leaving
from missingpersons.converters.niem_elements import DATES, LISTS, LOOKS, SAME, TABLE
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.values.dates import PartialDate, day_of, moment

NOT_WHOLE = "MP-C-083"
NO_CATEGORY = "MP-C-131"

_MODEL = "https://docs.oasis-open.org/niemopen/ns/model"
CONTEXT = MappingProxyType(
    {
        "j": f"{_MODEL}/domains/justice/6.0/#",
        "nc": f"{_MODEL}/niem-core/6.0/#",
        "ncic": f"{_MODEL}/codes/ncic/6.0/#",
    }
)
"""The namespaces of version 6.0, as its table of namespaces has them."""

CATEGORIES = MappingProxyType({"MP": "missing person", "CA": "child abduction", "AA": "AMBER alert", "DV": "disaster"})
"""NCIC's kinds of disappearance (MNP), from an excerpt of a page: unverified."""
CIRCUMSTANCES = MappingProxyType({"N": "taken by a parent", "R": "left home", "S": "taken by a stranger"})
"""NCIC's circumstances (MPC) as the code list of NIEM 2.0 has them. Written only if somebody asks for one."""

_CATEGORY = "ncic:MissingPersonDisappearanceCategoryCode"


def write(episodes: Source, stream: BinaryIO, writing: Writing) -> Iterator[Written]:
    """Each episode as a JSON-LD document on a line of its own."""
    codes: dict[str, str] = {}
    for name, known in (("category", CATEGORIES), ("circumstance", CIRCUMSTANCES)):
        code = writing.options.get(name)
        if code is not None and code not in known:
            raise CannotRun(f"niem: {name} is one of {', '.join(known)}")
        if code is not None:
            codes[_CATEGORY if name == "category" else "ncic:MissingPersonCircumstanceCode"] = code
    for source, episode in episodes:
        leaving = Leaving(source, wire.to_tree(episode))
        person = _Person(leaving).made()
        if _is_abducted_child(episode):
            person[_CATEGORY] = "CA"
        person |= codes
        if _CATEGORY not in person:
            leaving.note(NO_CATEGORY)
        document = {"@context": dict(CONTEXT), "j:MissingPerson": dict(sorted(person.items()))}
        stream.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
        yield leaving.written()


def _is_abducted_child(episode: Episode) -> bool:
    """Whether the record itself tells it: that harm was established, of somebody who was certainly a child."""
    if episode.outcome is None or "abduction" not in episode.outcome.harms:
        return False
    born, age = episode.person.date_of_birth, episode.person.age
    told = day_of(moment(episode.reported_at or episode.recorded_at))
    ages = PartialDate.parse(born).living_ages_on(told) if born is not None else range(0)
    if not ages and age is not None:
        ages = age.years
    return bool(ages) and ages[-1] < 18


class _Person:
    """One episode that is becoming a missing person of NIEM."""

    def __init__(self, leaving: Leaving) -> None:
        self._leaving = leaving
        self._made: dict[str, Any] = {}

    def made(self) -> dict[str, Any]:
        """The elements. What is in none of them is lost, and the account says so."""
        self._leaving.carry("document_type")
        self._identity()
        self._times_and_places()
        self._names_and_age()
        for _, at, element in SAME:
            self._set(element, self._leaving.carry(*at))
        self._looks()
        self._items()
        return {name: value for name, value in self._made.items() if value not in (None, [], {})}

    def _set(self, element: str, value: Any) -> None:
        if value is not None:
            self._made[element] = value

    def _identity(self) -> None:
        force = self._leaving.carry("owner_force")
        known = [("episode_id", self._leaving.carry("episode_id"))]
        if (reference := self._leaving.carry("local_reference")) is not None:
            known.append(("local_reference", reference))
        self._made["j:MissingPersonIdentification"] = [_identification(*each, force) for each in known]
        status = self._leaving.look("status")
        if status in (Status.OPEN, Status.LOCATED):
            self._leaving.approximate("status")
            self._made["j:MissingPersonFoundIndicator"] = status == Status.LOCATED

    def _times_and_places(self) -> None:
        for at, element in ((("reported_at",), "Declaration"), (("outcome", "found_at"), "Found")):
            if (told := self._leaving.carry(*at)) is not None:
                self._made[f"j:MissingPerson{element}Date"] = {"nc:DateTime": told}
        seen = ("last_seen", "window")
        earliest, latest = (self._leaving.look(*seen, end) for end in ("earliest", "latest"))
        if latest or earliest:
            for end in ("earliest", "latest"):
                (self._leaving.carry if earliest == latest else self._leaving.approximate)(*seen, end)
            self._made["j:MissingPersonLastSeenDate"] = {"nc:DateTime": latest or earliest}
        place = ("last_seen", "place")
        text = self._leaving.carry(*place, "text")
        if text is None and (lines := self._leaving.approximate(*place, "lines")):
            text = ", ".join(lines)
        if text is not None:
            self._made["j:MissingPersonLastSeenLocation"] = {"nc:Address": {"nc:AddressFullText": text}}
        told = [self._leaving.carry("circumstances")]
        for number, reason in enumerate(self._leaving.look("reasons") or ()):
            self._leaving.approximate("reasons", number)
            told.append(_title("reasons", reason))
        self._made["j:MissingPersonCircumstanceText"] = [each for each in told if each is not None]

    def _names_and_age(self) -> None:
        names = []
        for number, name in enumerate(self._leaving.look("person", "names") or ()):
            at = ("person", "names", number)
            family = "nc:PersonMaidenName" if name.get("kind") == NameKind.MAIDEN else "nc:PersonSurName"
            given = name.get("given") or []
            # What comes after the first given name is a middle name there.
            (self._leaving.carry if len(given) < 2 else self._leaving.approximate)(*at, "given")
            made = {
                "nc:PersonGivenName": given[0] if given else None,
                "nc:PersonMiddleName": given[1:] or None,
                family: self._leaving.carry(*at, "family"),
                "nc:PersonFullName": self._leaving.carry(*at, "full"),
                "nc:PersonNameCategoryText": self._leaving.carry(*at, "kind"),
            }
            names.append({element: value for element, value in made.items() if value is not None})
        self._made["nc:PersonName"] = [each for each in names if each]
        born = self._leaving.look("person", "date_of_birth") or ""
        kind = next((element for form, element in DATES if form.fullmatch(born)), None)
        if kind:
            self._made["nc:PersonBirthDate"] = {kind: self._leaving.carry("person", "date_of_birth")}
        else:
            self._leaving.set_aside("person", "date_of_birth", code=NOT_WHOLE)
        self._between("nc:PersonAgeDescriptionText", ("person", "age"), "min", "max", "years")

    def _between(self, element: str, at: tuple[str, ...], least: str, most: str, unit: str) -> None:
        """Bounds in words."""
        ends = [self._leaving.approximate(*at, end) for end in (least, most)]
        if None not in ends:
            self._made[element] = f"{ends[0]} {unit}" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]} {unit}"
        elif ends != [None, None]:
            self._made[element] = f"at least {ends[0]} {unit}" if ends[0] is not None else f"at most {ends[1]} {unit}"

    def _looks(self) -> None:
        looks = ("person", "description")
        for field, element, listed in LOOKS:
            if (code := self._leaving.approximate(*looks, field)) is not None:
                self._made[element] = _title(listed, code)
        self._between("nc:PersonHeightDescriptionText", looks, "height_min_cm", "height_max_cm", "cm")
        self._between("nc:PersonWeightDescriptionText", looks, "weight_min_kg", "weight_max_kg", "kg")
        eyes = [(side, self._leaving.approximate(*looks, f"eye_{side}")) for side in ("left", "right")]
        told = [f"{side} {_title('eye_colours', code)}" for side, code in eyes if code is not None]
        if len({code for _, code in eyes}) == 1:
            told = [_title("eye_colours", code) for _, code in eyes[:1] if code is not None]
        self._made["nc:PersonEyeColorText"] = told

    def _items(self) -> None:
        for path, field, element in LISTS:
            entries = range(len(self._leaving.look(*path) or ()))
            told = [self._leaving.carry(*path, number, field) for number in entries]
            self._made[element] = [each for each in told if each is not None]
        clothes = range(len(self._leaving.look("person", "clothing") or ()))
        worn = [self._leaving.carry("person", "clothing", number, "text") for number in clothes]
        if worn:
            wears = [{"j:ClothingDescriptionText": each} for each in worn]
            self._made["j:PersonAugmentation"] = {"j:PersonClothing": wears}
        for number, each in enumerate(self._leaving.look("person", "identifiers") or ()):
            at = ("person", "identifiers", number)
            for part in ("scheme", "value", "issuer"):
                self._leaving.carry(*at, part)
            element = (
                "nc:PersonPassportIdentification" if each["scheme"] == "passport" else "nc:PersonOtherIdentification"
            )
            self._made.setdefault(element, []).append(
                _identification(each["scheme"], each["value"], each.get("issuer"))
            )
        features = []
        for number, mark in enumerate(self._leaving.look("person", "marks") or ()):
            words = [_title(listed, mark[part]) for part, listed in _MARK if part in mark]
            if words:
                self._leaving.approximate("person", "marks", number)
                features.append(", ".join(words))
        self._made["nc:PersonGeneralAppearanceDescriptionText"] = features


_MARK = (("kind", "mark_kinds"), ("side", "sides"), ("site", "body_sites"), ("text", ""))


def _identification(category: str, value: str, issuer: str | None) -> dict[str, str]:
    made = {"nc:IdentificationID": value, "nc:IdentificationCategoryText": category}
    return {**made, "nc:IdentificationIssuerText": issuer} if issuer else made


def _title(listed: str, code: str) -> str:
    """The title of a code, or the code itself where the list does not have it."""
    entry = codelist(listed).entries.get(code) if listed else None
    return entry.title if entry else code


FORMAT = Format(
    name="niem",
    title="NIEM 6.0 as JSON-LD (j:MissingPerson), one missing person a line",
    media_type="application/x-ndjson",
    write=write,
    options={
        "category": "An NCIC code for the kind of disappearance, before what is told: MP, CA, AA or DV. Unverified.",
        "circumstance": "An NCIC code for the circumstance, for all of the file: N, R or S.",
    },
    table=TABLE,
)
