"""Rules about places, forces and how to reach people: true of every type of document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def has_odd_postcode(place: Place) -> bool:
    """Whether the postcode does not have the form of one, or its area does not exist."""
    return place.postcode is not None and not is_postcode(place.postcode)


def cannot_be_dialled(phone: Phone) -> bool:
    """Whether the number cannot be dialled as it is written."""
    return phone_e164(phone.number) is None


def force_unlisted(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-020: a force's code is not in the list of forces."""
    forces = codelist("forces")
    return FORCES.where(document, lambda force: force not in forces)


def postcode_malformed(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-021: a postcode does not have the form of one, or its area does not exist."""
    return (f"{at}/postcode" for at in PLACES.where(document, has_odd_postcode))


def phone_unreadable(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-022: a telephone number cannot be dialled as it is written."""
    return (f"{at}/number" for at in PHONES.where(document, cannot_be_dialled))
