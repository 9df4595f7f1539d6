"""Where each field of a person goes in the record. What has no place there is a local field, as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from urllib.parse import urlsplit

from missingpersons.codes import codelist
from missingpersons.converters.pfif.naming import OWNER
from missingpersons.converters.places import Path, Value
from missingpersons.values.dates import PartialDate, Timestamp

Values = list[tuple[Path, Value]]
"""What a field says, at its places; nothing if the record has no place that takes it."""

LOCAL = ("extensions", OWNER)
"""Where the local fields of PFIF are."""

_AGE = re.compile(r"([0-9]{1,3})(?:\s*-\s*([0-9]{1,3}))?", re.ASCII)
_DAY = len("2026-03-01")
_TWO_LETTERS = re.compile(r"The two-letter code is ([A-Z]{2})\.")
_NAMES = ("person", "names")
_HOME = ("person", "addresses", 0, "place")
_IS_HOME = (("person", "addresses", 0, "kind"), "home")
_AFTER_FULL_NAMES = 100_000
"""The slot of the first alternate name: after every line that a full name can have."""


def moment_of(text: str) -> Timestamp | None:
    """The moment that a field writes, always in Universal Time, or None if it is not one."""
    if not text.endswith("Z"):
        return None
    try:
        return Timestamp.parse(text)
    except ValueError:
        return None


@cache
def country_codes() -> Mapping[str, str]:
    """The codes of countries in three letters, by those in two."""
    told = ((code, _TWO_LETTERS.search(entry.definition)) for code, entry in codelist("countries").entries.items())
    return MappingProxyType({found[1]: code for code, found in told if found})


def lines(text: str) -> list[str]:
    """The values of a field that has one on each line."""
    return [line for each in text.split("\n") if (line := each.strip())]


def _full_name(text: str) -> Values:
    if "\n" not in text:
        return [((*_NAMES, 0, "full"), text)]
    return [((*_NAMES, slot, "full"), line) for slot, line in enumerate(lines(text))]


def _alternate_names(text: str) -> Values:
    return [((*_NAMES, _AFTER_FULL_NAMES + slot, "full"), line) for slot, line in enumerate(lines(text))]


@lru_cache(maxsize=64)
def _sex(text: str) -> Values:
    return [(("person", "sex"), text)] if text in ("female", "male") else []


def _date_of_birth(text: str) -> Values:
    if len(text) > _DAY or not text.replace("-", "").isdigit():
        return []
    try:
        return [(("person", "date_of_birth"), PartialDate.parse(text))]
    except ValueError:
        return []


@lru_cache(maxsize=512)
def _age(text: str) -> Values:
    found = _AGE.fullmatch(text)
    if found is None:
        return []
    return [(("person", "age", "min"), int(found[1])), (("person", "age", "max"), int(found[2] or found[1]))]


@lru_cache(maxsize=512)
def _country(text: str) -> Values:
    code = country_codes().get(text.upper())
    return [((*_HOME, "country"), code), _IS_HOME] if code else []


def _home(slot: int) -> Callable[[str], Values]:
    path = (*_HOME, "lines", slot)

    def read(text: str) -> Values:
        return [(path, text), _IS_HOME]

    return read


def _postcode(text: str) -> Values:
    return [((*_HOME, "postcode"), text), _IS_HOME]


def _profiles(text: str) -> Values:
    values: Values = []
    for slot, line in enumerate(lines(text)):
        try:
            host = urlsplit(line).hostname
        except ValueError:
            return []
        if not host:
            return []
        stem = ("person", "social_accounts", slot)
        values += [((*stem, "platform"), host), ((*stem, "handle"), line)]
    return values


def _at(*path: str | int) -> Callable[[str], Values]:
    return lambda text: [(path, text)]


PERSON_PLACES: dict[str, Callable[[str], Values]] = {
    "full_name": _full_name,
    "given_name": _at(*_NAMES, 0, "given", 0),
    "family_name": _at(*_NAMES, 0, "family"),
    "alternate_names": _alternate_names,
    "description": _at("person", "description", "text"),
    "sex": _sex,
    "date_of_birth": _date_of_birth,
    "age": _age,
    "home_street": _home(0),
    "home_neighborhood": _home(1),
    "home_city": _home(2),
    "home_state": _home(3),
    "home_postal_code": _postcode,
    "home_country": _country,
    "photo_url": _at("person", "photos", 0, "photo_id"),
    "profile_urls": _profiles,
}
"""How each field is read. A field that is not here is a local field, whatever it says."""
