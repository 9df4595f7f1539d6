"""What clocks ask of an episode: whether the person is still missing, at what level, and whether it may be a child."""

from __future__ import annotations

from datetime import date

from missingpersons.codes import Status
from missingpersons.due.intervals import NOT_ASSESSED, Interval, Intervals
from missingpersons.models import Episode
from missingpersons.models.common import Window
from missingpersons.models.person import Person
from missingpersons.models.risk import RiskAssessment
from missingpersons.values.dates import Timestamp, moment

ADULT_AGE = 18


def is_missing(episode: Episode) -> bool:
    """Whether the person is still missing: the episode is open, and no time is recorded at which they were found."""
    return episode.status is Status.OPEN and found_at(episode) is None


def found_at(episode: Episode) -> Timestamp | None:
    """When the person was found, if that is recorded."""
    return episode.outcome.found_at if episode.outcome else None


def level_of(assessment: RiskAssessment | None) -> str:
    """The level decided, or the category that is no level."""
    return str((assessment and (assessment.level or assessment.category)) or NOT_ASSESSED)


def level_when(episode: Episode, until: Timestamp | None) -> str:
    """The level that held at ``until``, or holds now. An assessment without a time held from the beginning."""
    held = [
        each
        for each in episode.assessments
        if until is None or each.assessed_at is None or not until < each.assessed_at
    ]
    return level_of(held[-1] if held else None)


def may_be_child(person: Person, day: date) -> bool:
    """Whether the person may be under eighteen on ``day``. Where nothing tells the age, they may."""
    birth = person.date_of_birth
    ages = birth.living_ages_on(day) if birth else range(0)
    if not ages and person.age:
        ages = person.age.years
    return not ages or ages[0] < ADULT_AGE


def line_for(
    code: str, episode: Episode, intervals: Intervals, level: str, start: Timestamp | None = None
) -> Interval | None:
    """The interval for a clock of the episode. The age is that on the day of ``start``, or of the record."""
    child = may_be_child(episode.person, moment(start or episode.recorded_at).date())
    return intervals.line(code, level, episode.owner_force, child)


def start_of_window(window: Window | None) -> Timestamp | None:
    """The earliest moment of a window, or else the latest: what falls due too early is better than too late."""
    return (window.earliest or window.latest) if window else None


def counted_from(episode: Episode, names: tuple[str, ...]) -> Timestamp | None:
    """The first of the named moments that is recorded."""
    moments = {
        "reported_at": episode.reported_at,
        "missing_since": start_of_window(episode.missing_since),
        "last_seen": start_of_window(episode.last_seen.window if episode.last_seen else None),
        "found_at": found_at(episode),
        "recorded_at": episode.recorded_at,
    }
    return next((moments[name] for name in names if moments[name]), None)
