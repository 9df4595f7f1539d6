"""Rules about places, forces and how to reach people: true of every type of document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from missingpersons.codes import codelist
from missingpersons.models import AnyDocument, Episode
from missingpersons.models._routes import Routes, coded_in, of_kind
from missingpersons.models.common import Place
from missingpersons.models.contact import Phone
from missingpersons.values.contact import EMAIL, LONGEST_EMAIL, POSTCODE, SHORTEST_EMAIL, is_postcode, phone_e164
from missingpersons.values.grid import GRID_REFERENCE
from missingpersons.values.kind import Kind, Verdict
from missingpersons.values.places import UPRN
from missingpersons.values.vehicles import LONGEST as LONGEST_MARK
from missingpersons.values.vehicles import VEHICLE_MARK

FORCES = Routes(coded_in("forces"))
PLACES = Routes(of_kind(Place))
PHONES = Routes(of_kind(Phone))

HOME = "GBR"
MOST_SOUTHERN, MOST_NORTHERN, MOST_WESTERN, MOST_EASTERN = 48.0, 62.5, -15.0, 4.0
"""Library bounds, in degrees: the United Kingdom and the seas around it, from beyond Rockall to the Dutch coast."""

WITH_OUR_POSTCODES = frozenset({HOME, "GGY", "JEY", "IMN"})
"""The countries whose postcodes have an area: the United Kingdom and the Crown dependencies."""

_inland = re.compile("[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
_OF_NO_PLACE = ("ZZ99", "BF1 ", "GX11")
"""The codes of statistics for those who live abroad, of forces' mail abroad, and of Gibraltar."""


def has_odd_postcode(place: Place) -> bool:
    """Whether the postcode does not have the form of one, or its area does not exist."""
    return place.postcode is not None and not _is_postcode(place.postcode)


def cannot_be_dialled(phone: Phone) -> bool:
    """Whether the number cannot be dialled as it is written."""
    return phone_e164(phone.number) is None


def is_misplaced(place: Place) -> bool:
    """Whether the property number or the grid reference does not have the form of one."""
    return (place.uprn is not None and _is_malformed(UPRN, place.uprn)) or (
        place.grid_reference is not None and _is_malformed(GRID_REFERENCE, place.grid_reference)
    )


def is_off_the_map(place: Place) -> bool:
    """Whether the point cannot be where the place is said to be."""
    point = place.point
    if point is None:
        return False
    north, east = float(point.latitude), float(point.longitude)
    if MOST_SOUTHERN <= north <= MOST_NORTHERN and MOST_WESTERN <= east <= MOST_EASTERN:
        return False
    if north == east == 0:
        return True
    return place.country == HOME or (
        place.country is None and MOST_SOUTHERN <= east <= MOST_NORTHERN and MOST_WESTERN <= north <= MOST_EASTERN
    )


def has_postcode_of_elsewhere(place: Place) -> bool:
    """Whether the postcode is one of the United Kingdom, and the country another."""
    return (
        place.country is not None
        and place.country not in WITH_OUR_POSTCODES
        and place.postcode is not None
        and _is_inland(place.postcode)
    )


@lru_cache(maxsize=4096)
def _is_inland(postcode: str) -> bool:
    normal = POSTCODE.normal(postcode)
    return is_postcode(postcode) and _inland.fullmatch(normal) is not None and not normal.startswith(_OF_NO_PLACE)


# The same places come again and again in a force's records.
_is_postcode = lru_cache(maxsize=16_384)(is_postcode)


@lru_cache(maxsize=16_384)
def _is_malformed(kind: Kind, text: str) -> bool:
    return kind.judge(text) is Verdict.MALFORMED


def force_unlisted(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-020: a force's code is not in the list of forces."""
    forces = codelist("forces")
    return FORCES.where(document, lambda force: force not in forces)


def postcode_malformed(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-021: a postcode does not have the form of one, or its area does not exist."""
    return (f"{at}/postcode" for at in PLACES.where(document, has_odd_postcode))


def place_number_malformed(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-025: a property reference number or a grid reference does not have the form of one."""
    return PLACES.where(document, is_misplaced)


def point_off_the_map(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-158: the point on the map cannot be where the place is said to be."""
    return (f"{at}/point" for at in PLACES.where(document, is_off_the_map))


def postcode_of_elsewhere(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-159: the postcode is one of the United Kingdom, and the country another."""
    return (f"{at}/country" for at in PLACES.where(document, has_postcode_of_elsewhere))


def email_or_mark_malformed(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-026: an e-mail address or a registration mark of the United Kingdom does not have the form of one."""
    for index, email in enumerate(episode.person.emails):
        if SHORTEST_EMAIL <= len(email) <= LONGEST_EMAIL and _is_malformed(EMAIL, email):
            yield f"/person/emails/{index}"
    for index, vehicle in enumerate(episode.vehicles):
        mark = vehicle.registration
        at_home = vehicle.country in (None, "GBR")
        if mark and at_home and len(mark) <= LONGEST_MARK and _is_malformed(VEHICLE_MARK, mark):
            yield f"/vehicles/{index}/registration"


def phone_unreadable(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-022: a telephone number cannot be dialled as it is written."""
    return (f"{at}/number" for at in PHONES.where(document, cannot_be_dialled))
