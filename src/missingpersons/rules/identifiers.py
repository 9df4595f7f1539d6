"""Rules about what a person's identifiers say together, and of the date of birth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType

from missingpersons.models import Episode
from missingpersons.models.person import Identifier
from missingpersons.rules.identity import ISSUED_HERE, PLACEHOLDER_DATES, PLACEHOLDER_NAMES, verdict_of
from missingpersons.values.dates import PartialDate
from missingpersons.values.identifiers import IDENTIFIERS, Verdict, pnc_id_normal

ONE_FOR_LIFE = frozenset({"nhs", "chi", "hc", "pnc_id", "national_insurance"})
"""Schemes of which one person has one number, however often it is written."""

SHORTEST_FILLER = 6
"""Library bound: how many noughts, and no other digit, are a filler."""

_other_than_digits = re.compile("[^0-9]+")


def _born_by_chi(number: str, born: date) -> bool:
    return number[:6] == f"{born:%d%m}{born.year % 100:02}"


def _born_by_licence(number: str, born: date) -> bool:
    if number.isdigit():
        return True  # Of Northern Ireland: it says nothing of a birth.
    decade, month, day, year = number[5], int(number[6:8]) % 50, int(number[8:10]), number[10]
    return (decade + year, month, day) == (f"{born.year % 100:02}", born.month, born.day)


TELL_A_BIRTH: Mapping[str, Callable[[str, date], bool]] = MappingProxyType(
    {"chi": _born_by_chi, "driving_licence": _born_by_licence}
)
"""Schemes whose numbers have a date of birth in them, each with the question whether it can be this one."""


def birth_in_identifier_differs(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-148: the date of birth within an identifier is not the one that is recorded."""
    for index, each in enumerate(episode.person.identifiers):
        agrees = TELL_A_BIRTH.get(each.scheme)
        if agrees is None or not _is_good(each):
            continue
        birth = _birth(episode)
        if birth and birth.is_exact and not agrees(IDENTIFIERS[each.scheme].normal(each.value), birth.earliest()):
            yield f"/person/identifiers/{index}/value"


def number_before_birth(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-149: a PNC ID is of a year before the person was born."""
    for index, each in enumerate(episode.person.identifiers):
        if each.scheme != "pnc_id":
            continue
        born = episode.person.date_of_birth
        if born is None or (each.value[4:5] == "/" and each.value[:4] >= born[:4]):
            continue  # Most of them, and quick to see: of the year of birth or later, in the long form.
        birth = _birth(episode)
        if birth and _is_good(each) and int(_normal(each, episode)[:4]) < birth.earliest().year:
            yield f"/person/identifiers/{index}/value"


def two_numbers_of_a_scheme(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-150: two different numbers are recorded of a scheme that gives one person one."""
    held = episode.person.identifiers
    if len({each.scheme for each in held}) == len(held):
        return
    first: dict[str, str] = {}
    for index, each in enumerate(held):
        if each.scheme in ONE_FOR_LIFE and _is_good(each):
            number = _normal(each, episode)
            if first.setdefault(each.scheme, number) != number:
                yield f"/person/identifiers/{index}/value"


def identifier_filler(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-151: an identifier is what people write when they have none."""
    for index, each in enumerate(episode.person.identifiers):
        if (_is_noughts(each.value) or _is_word(each.value)) and (each.country not in ISSUED_HERE or _is_good(each)):
            yield f"/person/identifiers/{index}/value"


def _is_noughts(value: str) -> bool:
    return value.count("0") >= SHORTEST_FILLER and set(_other_than_digits.sub("", value)) == {"0"}


def _is_word(value: str) -> bool:
    return value.strip().casefold() in PLACEHOLDER_NAMES


def _is_good(each: Identifier) -> bool:
    """Whether an identifier of the United Kingdom has its form and a right check: if not, another rule says so."""
    return each.country in ISSUED_HERE and verdict_of(each.scheme, each.value) is Verdict.GOOD


def _birth(episode: Episode) -> PartialDate | None:
    """The date of birth, unless it is a placeholder or in years to come: then another rule says so."""
    birth = episode.person.date_of_birth
    if birth is None or birth in PLACEHOLDER_DATES or birth.earliest().year > int(episode.recorded_at[:4]):
        return None
    return birth


def _normal(each: Identifier, episode: Episode) -> str:
    """The number as it is compared: one that is written in two ways is one."""
    if each.scheme == "pnc_id":
        return pnc_id_normal(each.value, int(episode.recorded_at[:4]))
    number = IDENTIFIERS[each.scheme].normal(each.value)
    return number[:8] if each.scheme == "national_insurance" else number
