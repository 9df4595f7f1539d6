"""What rules ask of a person's age: whether they may be a child, and whether they certainly were one, or none."""

from __future__ import annotations

from datetime import datetime

from missingpersons.models import Episode
from missingpersons.models.person import Person
from missingpersons.rules.identity import PLACEHOLDER_DATES
from missingpersons.values.dates import moment

ADULT_AGE = 18


def may_be_child(person: Person, as_of: datetime) -> bool:
    """Whether anything recorded says that the person is, or may be, under eighteen."""
    if person.date_of_birth and (ages := person.date_of_birth.living_ages_on(as_of.date())):
        return ages[0] < ADULT_AGE
    return person.age is not None and len(person.age.years) > 0 and person.age.years[0] < ADULT_AGE


def was_child(episode: Episode) -> bool:
    """Whether the person was certainly under eighteen when the report was made."""
    day = moment(episode.reported_at or episode.recorded_at).date()
    birth, age = episode.person.date_of_birth, episode.person.age
    if birth and (ages := birth.living_ages_on(day)):
        return ages[-1] < ADULT_AGE
    if age is None or age.max is None or age.max >= ADULT_AGE:
        return False
    return age.at is None or age.at.latest() >= day


def was_adult(episode: Episode) -> bool:
    """Whether the person was certainly eighteen or more when the report was made."""
    day = moment(episode.reported_at or episode.recorded_at).date()
    birth, age = episode.person.date_of_birth, episode.person.age
    if age and age.max is not None and age.max < ADULT_AGE:
        return False
    if birth and birth not in PLACEHOLDER_DATES and (ages := birth.living_ages_on(day)):
        return ages[0] >= ADULT_AGE and not birth.is_qualified
    if age is None or age.min is None or age.min < ADULT_AGE:
        return False
    return age.at is None or age.at.latest() <= day
