"""Rules about what the minimum POLE data standards want recorded of a missing person (entity P_014)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import NameKind
from missingpersons.models import Episode
from missingpersons.models.common import Address
from missingpersons.models.person import Name, Person

LIVED_IN = frozenset(
    {
        None,
        "home",
        "placement",
        "care_home",
        "term_time",
        "temporary",
        "hostel_or_shelter",
        "approved_premises",
        "no_fixed_abode",
    }
)
"""Library list. The kinds of address at which a person lives now. Without a kind, an address is taken for a home."""

SAYS_NOTHING = frozenset({None, "unknown", "not_specified", "prefer_not_to_say", "not_recorded"})
"""Library list. Codes that tell nobody what a person looks like: that it was asked is not yet a descriptor."""

DESCRIPTORS = 4
"""P_014: how many of the eight descriptors there are to be."""


def no_given_name(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-080: no given name is recorded."""
    names = _own_names(episode.person)
    if not any(name.given or name.full for _, name in names):
        yield f"/person/names/{names[0][0]}/given" if names else "/person/names"


def no_family_name(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-081: no family name is recorded."""
    names = _own_names(episode.person)
    if not any(name.family or name.full for _, name in names):
        yield f"/person/names/{names[0][0]}/family" if names else "/person/names"


def no_date_of_birth(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-082: no date of birth is recorded."""
    if episode.person.date_of_birth is None and _tells_age(episode.person):
        yield "/person/date_of_birth"


def no_age(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-083: no age is recorded, and no date of birth that it would follow from."""
    if episode.person.date_of_birth is None and not _tells_age(episode.person):
        yield "/person/age"


def no_gender(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-084: no gender is recorded."""
    if episode.person.gender is None:
        yield "/person/gender"


def no_contact(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-085: neither a home address nor a telephone number nor an e-mail address is recorded."""
    person = episode.person
    if not person.phones and not person.emails and not any(map(_is_home, person.addresses)):
        yield "/person"


def few_descriptors(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-086: fewer than four of the eight descriptors are recorded."""
    person, looks = episode.person, episode.person.description
    told = [
        person.gender not in SAYS_NOTHING,
        person.ethnicity_self_defined not in SAYS_NOTHING or person.ethnicity_observed not in SAYS_NOTHING,
        any(mark.kind or mark.site or mark.text for mark in person.marks),
    ]
    if looks:
        codes = (looks.build, looks.complexion, looks.eye_left, looks.eye_right, looks.hair_colour)
        told.extend(code not in SAYS_NOTHING for code in codes)
    if sum(told) < DESCRIPTORS:
        yield "/person/description"


def _tells_age(person: Person) -> bool:
    age = person.age
    return age is not None and (age.min is not None or age.max is not None)


def _own_names(person: Person) -> list[tuple[int, Name]]:
    """The names with their numbers, but not those that the person is taken for somebody else by."""
    return [(index, name) for index, name in enumerate(person.names) if name.kind is not NameKind.ALIAS]


def _is_home(address: Address) -> bool:
    place = address.place
    if address.kind not in LIVED_IN:
        return False
    if address.kind == "no_fixed_abode":
        return True
    return place is not None and any(
        (place.text, place.lines, place.postcode, place.uprn, place.point, place.grid_reference)
    )
