"""Rules about where the person was, and which force and whose care that makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from missingpersons.codes import Answer, Status, codelist
from missingpersons.models import Episode

AT_HOME = "GBR"
ABROAD = "abroad"


def recorded_by_another_force(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-160: the first owner is not the force that took the report."""
    reported_to, owner = episode.reporting_force, episode.owner_force
    if reported_to == owner or reported_to is None or episode.tenure > 1:
        return ()
    # A force that is not in the list is a rule of its own.
    forces = codelist("forces")
    return ("/owner_force",) if reported_to in forces and owner in forces else ()


def abroad_and_at_home(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-161: the person is said to be found abroad, and in the United Kingdom."""
    outcome = episode.outcome
    if outcome and outcome.place and outcome.place.country == AT_HOME and outcome.how == ABROAD:
        yield "/outcome/place/country"


def in_care_and_in_none(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-162: the person is said to be in nobody's care, and what is recorded beside it says otherwise."""
    care, place = episode.care, episode.missing_from
    if care is None or care.status != "not_cared_for":
        return
    if care.legal_status or care.placement or care.placing_authority or (place and place.kind == "childrens_home"):
        yield "/care/status"


def confirmed_sighting_without_time_or_place(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-163: a sighting of somebody still missing was confirmed, and it is not recorded when, or where."""
    if episode.status is not Status.OPEN:
        return
    for index, each in enumerate(episode.sightings):
        if each.confirmed is Answer.YES:
            if each.window is None or (each.window.earliest is None and each.window.latest is None):
                yield f"/sightings/{index}/window"
            if each.place is None:
                yield f"/sightings/{index}/place"
