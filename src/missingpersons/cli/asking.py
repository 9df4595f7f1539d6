"""How an officer's question is read from the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import click

from missingpersons.findings import CannotRun
from missingpersons.register.encounter import Encounter

_AGES = re.compile(r"([0-9]{1,3})?\s*(-?)\s*([0-9]{1,3})?")


class OrBlank(click.ParamType[Any]):
    """A value of another type, or a blank: systems that ask for an officer send the fields that are empty too."""

    def __init__(self, kind: click.ParamType[Any]) -> None:
        self.name = kind.name
        self._kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """What the other type makes of ``value``; None of a blank."""
        if isinstance(value, str) and not value.strip():
            return None
        return self._kind.convert(value, param, ctx)


def unread(encounter: Encounter) -> Iterator[str]:
    """A sentence for each field that was asked in vain: no word of it can be compared. None of them is quoted."""
    for name, number in encounter.unread().items():
        given = getattr(encounter, name)
        of = 1 if isinstance(given, str) else len(given)
        those = "none of the words" if number == of else f"none of the words of {number} of {of}"
        yield f"{name}: {those} can be compared; nothing was asked by them"


def question(asked: Mapping[str, Any]) -> Encounter:
    """The encounter that the options of ``lookup`` tell of. Raises ``CannotRun`` for what cannot be asked."""
    youngest, oldest = _ages(asked["age"] or "")
    latitude, longitude = _point(asked["near"] or "")
    at: datetime | None = asked["at"]
    return Encounter(
        family=asked["family"],
        given=asked["given"],
        born=asked["born"],
        age_min=youngest,
        age_max=oldest,
        sex=asked["sex"],
        ethnicity_observed=asked["ethnicity"],
        height_cm=asked["height"],
        build=asked["build"],
        hair_colour=asked["hair"],
        wearing=asked["wearing"],
        marks=asked["mark"],
        phone=asked["phone"],
        identifier=asked["identifier"],
        latitude=latitude,
        longitude=longitude,
        place=asked["place"],
        at=at.isoformat() if at else None,
    )


def _ages(text: str) -> tuple[int | None, int | None]:
    if not text.strip():
        return None, None
    said = _AGES.fullmatch(text.strip().replace("\N{EN DASH}", "-"))
    if not (said and (said[1] or said[3]) and (said[2] or not said[3])):
        raise CannotRun("--age is a number of years, or a span such as 30-39, 30- or -12")
    first, last = (int(each) if each else None for each in (said[1], said[3]))
    return first, last if said[2] else first


def _point(text: str) -> tuple[str | None, str | None]:
    if not text.strip():
        return None, None
    latitude, comma, longitude = text.partition(",")
    if not comma:
        raise CannotRun("--near is a latitude and a longitude with a comma between them")
    return latitude.strip(), longitude.strip()
