"""Rules about places, forces and how to reach people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import codelist
from missingpersons.models import Episode
from missingpersons.models.common import Place
from missingpersons.values.contact import is_postcode, phone_e164


def force_unlisted(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-020: a force's code is not in the list of forces."""
    forces = codelist("forces")
    for at, force in _forces(episode):
        if force is not None and force not in forces:
            yield at


def postcode_malformed(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-021: a postcode does not have the form of one, or its area does not exist."""
    for at, place in _places(episode):
        if place.postcode and not is_postcode(place.postcode):
            yield f"{at}/postcode"


def phone_unreadable(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-022: a telephone number cannot be dialled as it is written."""
    for index, phone in enumerate(episode.person.phones):
        if phone_e164(phone.number) is None:
            yield f"/person/phones/{index}/number"


def _forces(episode: Episode) -> Iterator[tuple[str, str | None]]:
    yield "/owner_force", episode.owner_force
    yield "/reporting_force", episode.reporting_force
    yield "/residence_force", episode.residence_force
    yield "/last_seen_force", episode.last_seen_force
    if episode.outcome:
        yield "/outcome/found_in_force", episode.outcome.found_in_force
    for index, sighting in enumerate(episode.sightings):
        yield f"/sightings/{index}/reported_by_force", sighting.reported_by_force


def _places(episode: Episode) -> Iterator[tuple[str, Place]]:
    if episode.missing_from and episode.missing_from.place:
        yield "/missing_from/place", episode.missing_from.place
    if episode.last_seen and episode.last_seen.place:
        yield "/last_seen/place", episode.last_seen.place
    if episode.intended_destination:
        yield "/intended_destination", episode.intended_destination
    if episode.outcome and episode.outcome.place:
        yield "/outcome/place", episode.outcome.place
    for index, sighting in enumerate(episode.sightings):
        if sighting.place:
            yield f"/sightings/{index}/place", sighting.place
    for index, address in enumerate(episode.person.addresses):
        if address.place:
            yield f"/person/addresses/{index}/place", address.place
