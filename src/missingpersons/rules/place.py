"""Rules about places, forces and how to reach people: true of every type of document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import codelist
from missingpersons.models import AnyDocument
from missingpersons.models._routes import Routes, coded_in, of_kind
from missingpersons.models.common import Place
from missingpersons.models.contact import Phone
from missingpersons.values.contact import is_postcode, phone_e164

FORCES = Routes(coded_in("forces"))
PLACES = Routes(of_kind(Place))
PHONES = Routes(of_kind(Phone))


def force_unlisted(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-020: a force's code is not in the list of forces."""
    forces = codelist("forces")
    for at, force in FORCES.of(document):
        if force not in forces:
            yield at


def postcode_malformed(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-021: a postcode does not have the form of one, or its area does not exist."""
    for at, place in PLACES.of(document):
        if place.postcode and not is_postcode(place.postcode):
            yield f"{at}/postcode"


def phone_unreadable(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-022: a telephone number cannot be dialled as it is written."""
    for at, phone in PHONES.of(document):
        if phone_e164(phone.number) is None:
            yield f"{at}/number"
