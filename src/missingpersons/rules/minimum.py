"""Rules about the least that must be known of a person before somebody elsewhere is asked to look for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Availability, Sex
from missingpersons.models import Episode
from missingpersons.models.description import Description
from missingpersons.models.person import Person
from missingpersons.rules.identity import PLACEHOLDER_DATES
from missingpersons.rules.pole import SAYS_NOTHING, no_family_name, no_given_name

SHOW_THE_PERSON = frozenset({None, "face", "profile", "head_and_shoulders", "full_length", "document_photo"})
"""Library list. What a photograph shows of a person that they can be known by. Without a code, it is taken to."""

PRINTS_AND_DNA = frozenset({"fingerprints", "dna_profile_held"})
"""Library list. Materials that can be compared as they are. Belongings and relatives' samples cannot, yet."""

DENTAL = frozenset({"dental_records", "dental_xrays", "dental_model"})

_CODED = (
    "build",
    "complexion",
    "hair_colour",
    "hair_style",
    "hair_length",
    "facial_hair",
    "eye_left",
    "eye_right",
    "eyewear",
)
_MEASURED = ("height_min_cm", "height_max_cm", "weight_min_kg", "weight_max_kg", "gait", "text")


def names_incomplete(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-102: a name is recorded, but not both a family name and a given name."""
    if is_named(episode.person):
        yield from no_family_name(episode, as_of)
        yield from no_given_name(episode, as_of)


def sex_not_told(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-103: the sex of the person is not known."""
    if episode.person.sex not in (Sex.MALE, Sex.FEMALE):
        yield "/person/sex"


def no_year_of_birth(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-104: a name is recorded, but no year of birth."""
    birth = episode.person.date_of_birth
    if not is_named(episode.person):
        return
    if birth is None or birth in PLACEHOLDER_DATES or birth.earliest().year != birth.latest().year:
        yield "/person/date_of_birth"


def named_without_means(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-105: a name is recorded, but nothing to know the person by."""
    person = episode.person
    if is_named(person) and not is_described(person) and not has_means(person):
        yield "/person"


def unnamed_without_both(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-106: no name is recorded, nor both what the person looks like and something to compare them with."""
    person = episode.person
    if not is_named(person) and not (is_described(person) and has_means(person)):
        yield "/person"


def no_photo(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-108: there is no photograph that shows the person."""
    if not is_pictured(episode.person):
        yield "/person/photos"


def dental_not_asked(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-109: it is not recorded whether there are dental records."""
    asked = (each.kind for each in episode.person.availability if each.availability is not Availability.NOT_ASKED)
    if DENTAL.isdisjoint(asked):
        yield "/person/availability"


def is_named(person: Person) -> bool:
    """Whether any name is recorded, an alias too."""
    return any(name.given or name.family or name.full for name in person.names)


def is_described(person: Person) -> bool:
    """Whether anything is recorded of what the person's body looks like. Clothes do not count: they are changed."""
    looks = person.description
    return (looks is not None and _says_something(looks)) or any(
        mark.kind or mark.site or mark.text for mark in person.marks
    )


def is_pictured(person: Person) -> bool:
    """Whether there is a photograph that shows the person."""
    return any(photo.shows in SHOW_THE_PERSON for photo in person.photos)


def has_means(person: Person) -> bool:
    """Whether there is a photograph, and else whether somebody holds fingerprints or DNA."""
    return is_pictured(person) or any(
        each.kind in PRINTS_AND_DNA and each.availability is Availability.HELD for each in person.availability
    )


def _says_something(looks: Description) -> bool:
    return any(getattr(looks, name) not in SAYS_NOTHING for name in _CODED) or any(
        getattr(looks, name) is not None for name in _MEASURED
    )
