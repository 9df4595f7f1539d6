"""Rules about what the fields of the minimum POLE data standards can hold. A longer name is a name all the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from unicodedata import category

from missingpersons.codes import NameKind
from missingpersons.models import AnyDocument, Episode
from missingpersons.rules.identity import identifier_malformed, name_placeholder, title_in_given_name
from missingpersons.rules.names import name_filler, title_in_family_name
from missingpersons.rules.place import PHONES, PLACES
from missingpersons.values.contact import phone_e164

LONGEST_NAME = 35
"""POLE DS_031 to DS_033, and DS_035 for the place of birth."""
SHORTEST_EMAIL, LONGEST_EMAIL = 5, 120
"""POLE DS_054."""
LONGEST_ACCOUNT, ACCOUNT_JOINT = 120, " - "
"""POLE DS_055: the platform and the name there, joined."""
LONGEST_LINE, LONGEST_PLACE = 35, 100
"""POLE DS_006 to DS_009 (premises, street, town, county), and DS_016 (location area)."""
LONGEST_MARK = 11
"""POLE DS_065."""

APOSTROPHES = frozenset("'`\u00b4\u2018\u2019\u201b\u2032\uff07\u055a\u05f3")
"""Library list. What people type for an apostrophe, but for those that Unicode itself counts among the letters."""
JOINERS = frozenset("\u200c\u200d")
"""They cannot be seen, and some scripts cannot be spelt without them."""

# Most names, so that the long way is for few. Letters of any script alone are known by str.isalpha.
_ordinary_name = re.compile("[A-Za-z][A-Za-z'-]*(?: [A-Za-z'-]+)*")
_pole_phone = re.compile("[+][1-9][0-9]{9,14}")
_pole_identifier = {
    "pnc_id": re.compile("[0-9]{4}/[0-9]{7}[A-Z]"),
    "cro": re.compile("[0-9]{1,6}/[0-9]{2}[A-Z]|SF[0-9]{2}/[0-9]{1,6}[A-Z]"),
}


def text_of_wrong_length(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-090: a name, place of birth, e-mail address or social account is too long, or too short, for its field."""
    person = episode.person
    yield from _names(episode, _is_too_long)
    if person.place_of_birth and len(person.place_of_birth) > LONGEST_NAME:
        yield "/person/place_of_birth"
    for index, email in enumerate(person.emails):
        if not SHORTEST_EMAIL <= len(email) <= LONGEST_EMAIL:
            yield f"/person/emails/{index}"
    for index, account in enumerate(person.social_accounts):
        if len(account.platform) + len(ACCOUNT_JOINT) + len(account.handle) > LONGEST_ACCOUNT:
            yield f"/person/social_accounts/{index}"


def name_of_odd_characters(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-091: a name has characters that no name field takes, two blanks in a row, or no letter."""
    return _not_yet_said(
        [*_names(episode, _is_odd)],
        episode,
        as_of,
        name_placeholder,
        title_in_given_name,
        name_filler,
        title_in_family_name,
    )


def names_in_one_entry(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-092: an entry for one given name has several."""
    several = [
        f"/person/names/{index}/given/{number}"
        for index, name in enumerate(episode.person.names)
        for number, given in enumerate(name.given)
        if " " in given.strip()
    ]
    return _not_yet_said(several, episode, as_of, name_placeholder, title_in_given_name, name_filler)


def place_too_long(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-093: a place or a line of its address is too long for its field."""
    for at, place in PLACES.of(document):
        if place.text and len(place.text) > LONGEST_PLACE:
            yield f"{at}/text"
        for index, line in enumerate(place.lines):
            if len(line) > LONGEST_LINE:
                yield f"{at}/lines/{index}"


def phone_not_international(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-094: a telephone number that can be dialled is not written in the international form."""
    for at, phone in PHONES.of(document):
        if not _pole_phone.fullmatch(phone.e164 or phone.number) and phone_e164(phone.number) is not None:
            yield f"{at}/e164"


def number_not_as_stored(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-095: a PNC ID, CRO number or vehicle mark is not written as POLE systems store it."""
    for index, vehicle in enumerate(episode.vehicles):
        mark = vehicle.registration
        if mark and (" " in mark or len(mark) > LONGEST_MARK):
            yield f"/vehicles/{index}/registration"
    otherwise = [
        f"/person/identifiers/{index}/value"
        for index, each in enumerate(episode.person.identifiers)
        if each.scheme in _pole_identifier and not _pole_identifier[each.scheme].fullmatch(each.value)
    ]
    yield from _not_yet_said(otherwise, episode, as_of, identifier_malformed)


def _names(episode: Episode, fault: Callable[[str], bool]) -> Iterator[str]:
    """Where a name with the fault is, of those that go into a name field: given and family names, and a whole alias."""
    for index, name in enumerate(episode.person.names):
        for number, given in enumerate(name.given):
            if fault(given):
                yield f"/person/names/{index}/given/{number}"
        if name.family and fault(name.family):
            yield f"/person/names/{index}/family"
        if name.full and name.kind is NameKind.ALIAS and fault(name.full):
            yield f"/person/names/{index}/full"


def _is_too_long(name: str) -> bool:
    return len(name) > LONGEST_NAME


def _is_odd(name: str) -> bool:
    if name.isalpha() or _ordinary_name.fullmatch(name):
        return False
    kinds = set(map(_kind, name))
    return "?" in kinds or "L" not in kinds or "  " in name


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """The letter of the character's category, with ``?`` for one that no name has."""
    if character in APOSTROPHES or character in JOINERS or character == " ":
        return "P"
    known = category(character)
    return known[0] if known[0] in "LM" or known == "Pd" else "?"


def _not_yet_said(
    places: list[str], episode: Episode, as_of: datetime, *rules: Callable[[Episode, datetime], Iterable[str]]
) -> Iterator[str]:
    """The places of which none of the rules has said already what is wrong: one defect is one finding."""
    if places:
        said = {at for rule in rules for at in rule(episode, as_of)}
        yield from (at for at in places if at not in said)
