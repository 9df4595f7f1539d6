"""Rules about what must be coded before an episode can be counted without reading its story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Status
from missingpersons.models import Episode

FOUND = frozenset({Status.LOCATED, Status.CLOSED})
"""The statuses in which the person is said to be found."""


def neither_sex_nor_gender(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-110: neither sex nor gender is recorded."""
    if episode.person.sex is None and episode.person.gender is None:
        yield "/person/gender"


def no_ethnicity(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-111: no ethnicity is recorded, neither self-defined nor observed."""
    person = episode.person
    if person.ethnicity_self_defined is None and person.ethnicity_observed is None:
        yield "/person/ethnicity_self_defined"


def no_risk_level(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-112: the last assessment has no level, or there is none."""
    if not episode.assessments:
        yield "/assessments"
        return
    last = episode.assessments[-1]
    if last.level is None and last.category is None:
        yield f"/assessments/{len(episode.assessments) - 1}/level"


def outcome_not_coded(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-113: it is not coded who found the person, or in what state."""
    outcome = episode.outcome
    if outcome is None or episode.status not in FOUND:
        return
    if outcome.found_by is None:
        yield "/outcome/found_by"
    if outcome.condition is None and outcome.fatal_outcome is None and not outcome.harms:
        yield "/outcome/condition"


def no_reason(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-114: the person was found, and no reason for being missing is coded."""
    outcome, interview = episode.outcome, episode.return_interview
    if outcome is None or episode.status not in FOUND:
        return
    if not outcome.reasons and not episode.reasons and (interview is None or not interview.reasons):
        yield "/outcome/reasons"


def no_kind_of_place(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-115: it is not coded what kind of place the person is missing from."""
    gone = episode.missing_from
    if gone is None or (gone.kind is None and (gone.place is None or gone.place.kind is None)):
        yield "/missing_from/kind"


def not_told_where_found(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-116: the person was found, and it is recorded neither where nor in which force's area."""
    outcome = episode.outcome
    if outcome is None or episode.status not in FOUND:
        return
    if outcome.place is None and outcome.found_in_force is None:
        yield "/outcome/place"
