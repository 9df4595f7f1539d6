"""Rules about who the person is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from missingpersons.codes import AgeBasis, Sex
from missingpersons.models import AnyDocument, Episode
from missingpersons.models._routes import Routes, of_kind
from missingpersons.models.person import AgeRange
from missingpersons.values.dates import OLDEST, moment
from missingpersons.values.handsets import IMEI
from missingpersons.values.identifiers import IDENTIFIERS, Verdict

AGES = Routes(of_kind(AgeRange))

PLACEHOLDER_DATES = frozenset(
    {"0001-01-01", "1111-11-11", "1899-12-31", "1900-01-01", "1901-01-01", "1970-01-01", "9999-12-31"}
)
"""Library list. A date of birth that is one of these says nothing of an age, so no other rule judges it."""

PLACEHOLDER_NAMES = frozenset(
    {
        "unknown",
        "not known",
        "n/k",
        "nk",
        "u/k",
        "uk",
        "n/a",
        "none",
        "null",
        "test",
        "xxx",
        "unk",
        "-",
        "?",
        "tbc",
    }
)

ISSUED_HERE = frozenset({None, "GBR"})
"""The countries whose identifiers are judged: the forms are those of the United Kingdom."""

_A_DAY = len("2024-03-01")

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "master", "dr", "rev", "sir", "lady", "lord", "prof"})


def age_disagrees_with_birth(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-010: the age recorded is not one that the date of birth allows."""
    birth, age = episode.person.date_of_birth, episode.person.age
    if birth is None or age is None or birth in PLACEHOLDER_DATES:
        return
    day = moment(episode.reported_at or episode.recorded_at).date()
    first, last = (age.at.earliest(), age.at.latest()) if age.at else (day, day)
    youngest, oldest = birth.ages_on(first), birth.ages_on(last)
    if not oldest:
        return  # Born after that day: a rule of its own.
    too_old = age.min is not None and age.min > oldest[-1]
    too_young = age.max is not None and len(youngest) > 0 and age.max < youngest[0]
    if too_old or too_young:
        yield "/person/age"


def born_in_the_future(episode: Episode, as_of: datetime) -> Sequence[str]:
    """MP-R-011: the date of birth lies after the moment it is judged from."""
    birth = episode.person.date_of_birth
    return (
        ("/person/date_of_birth",)
        if birth and birth[:4] >= str(as_of.year) and birth.earliest() > as_of.date() and birth not in PLACEHOLDER_DATES
        else ()
    )


def is_upside_down(age: AgeRange) -> bool:
    """Whether the youngest age is above the oldest."""
    return age.min is not None and age.max is not None and age.min > age.max


def age_range_turned_round(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-012: the youngest age is above the oldest."""
    return AGES.where(document, is_upside_down)


def too_old(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-013: the person would be more than 120 years old."""
    birth, age = episode.person.date_of_birth, episode.person.age
    if birth and birth[:4] <= str(as_of.year - OLDEST) and birth not in PLACEHOLDER_DATES:
        ages = birth.ages_on(as_of.date())
        if len(ages) > 0 and ages[0] > OLDEST:
            yield "/person/date_of_birth"
    if age and max(age.min or 0, age.max or 0) > OLDEST:
        yield "/person/age"


def birth_date_placeholder(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-014: the date of birth is one that systems write when none is known."""
    if episode.person.date_of_birth in PLACEHOLDER_DATES:
        yield "/person/date_of_birth"


def name_placeholder(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-015: a name is a word that people write when no name is known."""
    for index, name in enumerate(episode.person.names):
        if name.family and name.family.strip().casefold() in PLACEHOLDER_NAMES:
            yield f"/person/names/{index}/family"
        if name.full and name.full.strip().casefold() in PLACEHOLDER_NAMES:
            yield f"/person/names/{index}/full"
        for place, given in enumerate(name.given):
            if given.strip().casefold() in PLACEHOLDER_NAMES:
                yield f"/person/names/{index}/given/{place}"


def title_in_given_name(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-016: a given name begins with a title."""
    for index, name in enumerate(episode.person.names):
        for place, given in enumerate(name.given):
            if given.split(" ", 1)[0].rstrip(".").casefold() in TITLES:
                yield f"/person/names/{index}/given/{place}"


def identifier_check_wrong(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-017: the check letter or digit of an identifier does not agree with the rest of it."""
    return _identifiers(episode, Verdict.WRONG_CHECK)


def identifier_malformed(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-018: an identifier does not have the form that its scheme has."""
    return _identifiers(episode, Verdict.MALFORMED)


def nobody_to_recognise(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-019: nothing is recorded by which anybody could recognise the person."""
    person = episode.person
    known = (person.names, person.identifiers, person.description, person.marks, person.clothing)
    return (
        ("/person",)
        if not any(known) and (person.sex is None or (person.age is None and person.date_of_birth is None))
        else ()
    )


def sex_not_applicable(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-147: the sex of a person is recorded as one that cannot apply."""
    return ("/person/sex",) if episode.person.sex is Sex.NOT_APPLICABLE else ()


def born_on_the_day_of_the_report(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-152: the date of birth is the day of the report, and no age is recorded."""
    if not is_born_that_day(episode):
        return ()
    age = episode.person.age
    return ("/person/date_of_birth",) if age is None or (age.min is None and age.max is None) else ()


def is_born_that_day(episode: Episode) -> bool:
    """Whether the date of birth is the day of the report or of the record, and so most often nobody's."""
    birth = episode.person.date_of_birth
    if birth is None or len(birth) != _A_DAY:
        return False
    return episode.recorded_at.startswith(birth) or (episode.reported_at or "").startswith(birth)


def age_of_a_birth_date_that_is_not_there(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-153: the age is said to follow from a date of birth, and none is recorded."""
    person = episode.person
    return (
        ("/person/date_of_birth",)
        if person.date_of_birth is None
        and person.names
        and person.age
        and person.age.basis is AgeBasis.FROM_DATE_OF_BIRTH
        else ()
    )


def _identifiers(episode: Episode, verdict: Verdict) -> Iterator[str]:
    for index, identifier in enumerate(episode.person.identifiers):
        if identifier.country not in ISSUED_HERE:
            continue
        if verdict_of(identifier.scheme, identifier.value) is verdict:
            yield f"/person/identifiers/{index}/value"
    for index, device in enumerate(episode.devices):
        if device.imei is not None and verdict_of(HANDSET, device.imei) is verdict:
            yield f"/devices/{index}/imei"


HANDSET = "imei"
"""Not a scheme of the person's identifiers: the number of a device, judged with them."""


@lru_cache(maxsize=4096)
def verdict_of(scheme: str, value: str) -> Verdict:
    """What can be said of an identifier, or of a handset's number, as it is written. Others are taken to be good."""
    kind = IMEI if scheme == HANDSET else IDENTIFIERS.get(scheme)
    return kind.judge(value) if kind else Verdict.GOOD
