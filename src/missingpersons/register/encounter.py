"""Someone an officer has in front of them: what is known of them, and that form in which it is compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from math import inf
from typing import Any

from missingpersons.codes import codelist
from missingpersons.findings import CannotRun
from missingpersons.register import names
from missingpersons.register.clothing import Garment, garments, vocabulary
from missingpersons.register.columns import born_between, known, mark_features
from missingpersons.register.compare import Asked, Span
from missingpersons.register.words import phone_key, words
from missingpersons.values.dates import PartialDate, Timestamp

MAX_AGE = 130

_LISTS = {
    "sex": "sexes",
    "ethnicity_observed": "ethnicities_observed",
    "build": "builds",
    "hair_colour": "hair_colours",
}


@dataclass(frozen=True, slots=True, repr=False)
class Encounter:
    """Whatever is known of the person met. Everything is optional; what is not known is left out, or blank.

    ``wearing`` and ``marks`` are in whatever words were used, one garment or several in each. ``born`` is a
    ``PartialDate`` and ``at`` a ``Timestamp``, as text. Raises ``CannotRun`` for what cannot be asked.
    """

    family: str | None = None
    given: str | None = None
    born: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    sex: str | None = None
    ethnicity_observed: str | None = None
    height_cm: int | None = None
    build: str | None = None
    hair_colour: str | None = None
    wearing: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    phone: str | None = None
    identifier: str | None = None
    latitude: str | float | None = None
    longitude: str | float | None = None
    place: str | None = None
    at: str | None = None

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, _unless_blank(getattr(self, each.name)))
        for name, list_name in _LISTS.items():
            code = getattr(self, name)
            if code is not None and code not in codelist(list_name):
                raise CannotRun(f"{name}: that is not in the list: see `missingpersons codes {list_name}`")
        if not 0 <= (self.age_min or 0) <= (MAX_AGE if self.age_max is None else self.age_max) <= MAX_AGE:
            raise CannotRun(f"age: give whole years from 0 to {MAX_AGE}, the lower first")
        _parsed(PartialDate, self.born, "born")
        _parsed(Timestamp, self.at, "at")
        self.point()

    def __repr__(self) -> str:
        return "<Encounter>"

    def asked(self) -> tuple[str, ...]:
        """The names of the fields that were given, never what they hold."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) not in (None, ()))

    def point(self) -> tuple[float, float] | None:
        """Where the person was met, in degrees."""
        if self.latitude is None and self.longitude is None:
            return None
        try:
            point = float(str(self.latitude)), float(str(self.longitude))
        except ValueError:
            point = (inf, inf)
        if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
            raise CannotRun("place: give latitude and longitude together, in degrees, as decimal numbers")
        return point

    def comparable(self, now: datetime) -> Asked:
        """The encounter in the form in which it is compared. ``now`` stands in where ``at`` is not given."""
        at = Timestamp(self.at).moment if self.at else now
        day = at.date()
        first, last = born_between(self.age_min, self.age_max, day)
        aged: Span | None = None
        if first is not None or last is not None:
            aged = (first or 0, last or day.toordinal())
        born = PartialDate(self.born) if self.born else None
        if self.family or self.given:
            names.require()
        return Asked(
            sex=known(self.sex, "unknown", "not_applicable"),
            ethnicity=known(self.ethnicity_observed, "not_recorded"),
            born=(born.earliest().toordinal(), born.latest().toordinal()) if born else None,
            aged=aged,
            height=self.height_cm,
            build=known(self.build, "unknown"),
            hair=known(self.hair_colour, "unknown", "other", "multi"),
            family=names.latin(self.family) if self.family else (),
            given=names.latin(self.given) if self.given else (),
            garments=self.garments(),
            marks=tuple(frozenset(made.split()) for each in self.marks if (made := mark_features(each))),
            point=self.point(),
            place_words=place_words(self.place or ""),
            at=at.timestamp(),
        )

    def unread(self) -> dict[str, int]:
        """Of which fields how many texts have no word that can be compared: they are asked in vain."""
        if self.family or self.given:
            names.require()
        texts: dict[str, tuple[tuple[str, ...], Callable[[str], object]]] = {
            "family": ((self.family,) if self.family else (), names.latin),
            "given": ((self.given,) if self.given else (), names.latin),
            "wearing": (self.wearing, garments),
            "marks": (self.marks, mark_features),
            "phone": ((self.phone,) if self.phone else (), phone_key),
            "place": ((self.place,) if self.place and not self.point() else (), place_words),
        }
        counted = {name: sum(not read(text) for text in given) for name, (given, read) in texts.items()}
        return {name: number for name, number in counted.items() if number}

    def garments(self) -> tuple[Garment, ...]:
        """What the words for the clothes were understood as, each garment once."""
        return tuple(dict.fromkeys(each for text in self.wearing for each in garments(text)))


def place_words(text: str) -> frozenset[str]:
    """The words by which a place is known: none of those that many places share."""
    return frozenset(word for word in words(text) if len(word) > 2) - vocabulary().ignored


def _unless_blank(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, tuple | list):
        return tuple(each for each in value if each.strip())
    return value


def _parsed(kind: type[PartialDate] | type[Timestamp], text: str | None, name: str) -> None:
    if text is None:
        return
    try:
        kind.parse(text)
    except ValueError as error:
        reason = str(error)
    else:
        return
    raise CannotRun(f"{name}: {reason}")
