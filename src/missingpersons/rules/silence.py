"""Rules about what looks recorded and says nothing: empty entries, words in place of an answer, none beside some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from missingpersons.models import AnyDocument, Episode
from missingpersons.models._base import Record
from missingpersons.models._routes import Routes
from missingpersons.models.circumstances import Companion, Device, PlaceOfInterest, Vehicle
from missingpersons.models.found import Sighting
from missingpersons.models.person import Name

IN_PLACE_OF_WORDS = frozenset(
    {
        "unknown",
        "not known",
        "n/k",
        "nk",
        "u/k",
        "unk",
        "n/a",
        "null",
        "tbc",
        "tba",
        "test",
        "xxx",
        "-",
        "?",
        "not recorded",
        "not stated",
        "not given",
        "to be confirmed",
    }
)
"""Library list. What is written where nothing is known. ``none`` and ``uk`` are not in it: they can be answers."""

LONGEST = max(map(len, IN_PLACE_OF_WORDS))

FILLED_IN: tuple[type[Record], ...] = (Name, PlaceOfInterest, Companion, Vehicle, Device, Sighting)
"""The records that others count on as soon as there is one, and that need no field: an empty one can be read."""

ENTRIES = Routes(lambda field: field.record in FILLED_IN)

NONE = "none"


def is_empty(entry: Record) -> bool:
    """Whether nothing is recorded in an entry. None of these records has a number, and none more than one list."""
    return len(entry.__pydantic_fields_set__) <= 1 and not any(entry.__dict__.values())


def entry_empty(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-155: an entry is recorded with nothing in it."""
    return ENTRIES.where(document, is_empty)


def words_that_say_nothing(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-156: a text is one that people write when they know nothing."""
    person, leads, care = episode.person, episode.officer_in_charge, episode.care
    found: list[str] = []
    if leads and leads.contact_point and _says_nothing(leads.contact_point):
        found.append("/officer_in_charge/contact_point")
    if care and care.contact_point and _says_nothing(care.contact_point):
        found.append("/care/contact_point")
    if person.description and person.description.text and _says_nothing(person.description.text):
        found.append("/person/description/text")
    for index, relation in enumerate(person.relations):
        if relation.contact_point and _says_nothing(relation.contact_point):
            found.append(f"/person/relations/{index}/contact_point")
    return found


def none_beside_some(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-157: the code for none stands beside another code in one list."""
    person, outcome, interview = episode.person, episode.outcome, episode.return_interview
    found: list[str] = []
    if person.communication_needs and _has_both(person.communication_needs):
        found.append("/person/communication_needs")
    if person.disabilities and _has_both(person.disabilities):
        found.append("/person/disabilities")
    if person.previous_missing and _has_both(person.previous_missing.harms):
        found.append("/person/previous_missing/harms")
    if outcome and _has_both(outcome.harms):
        found.append("/outcome/harms")
    if interview and _has_both(interview.harms):
        found.append("/return_interview/harms")
    if interview and _has_both(interview.referrals):
        found.append("/return_interview/referrals")
    return found


def _says_nothing(text: str) -> bool:
    return len(text) <= LONGEST and text.strip().casefold() in IN_PLACE_OF_WORDS


def _has_both(codes: tuple[str, ...]) -> bool:
    return NONE in codes and any(code != NONE for code in codes)
