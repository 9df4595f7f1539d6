"""What the age of the person answers: a child or not, very young or very old, turned eighteen while missing."""

from __future__ import annotations

from datetime import datetime

from missingpersons.models import Episode
from missingpersons.risk.elapsed import AGE, DATE_OF_BIRTH, MISSING_SINCE_EARLIEST, Moments, ages, ages_on_going, margin
from missingpersons.risk.facts import NO, UNKNOWN, YES, Fact, Facts, fact

ADULT_AGE = 18
VERY_YOUNG_BELOW = 12
VERY_OLD_FROM = 80

_child = {at: [Fact("child", each, (at,)) for each in (NO, UNKNOWN, YES)] for at in (DATE_OF_BIRTH, AGE)}
_very_young_or_old = {at: [Fact("very_young_or_old", each, (at,)) for each in (NO, UNKNOWN, YES)] for at in _child}


def answered_by_age(episode: Episode, moments: Moments, as_of: datetime, found: Facts) -> None:
    """Whether they are a child, very young or very old, or turned eighteen while missing, at ``as_of``."""
    for possible, at in ages(episode, as_of):
        _of_age(episode, moments, possible, at, found)


def _of_age(episode: Episode, moments: Moments, possible: range, at: str, found: Facts) -> None:
    youngest, oldest, doubt = possible[0], possible[-1], margin(episode, at)
    # What is doubtful makes no answer of yes, and takes from none: of what would be no, it leaves nobody certain.
    child = _all_or_some(oldest < ADULT_AGE, youngest - doubt < ADULT_AGE)
    found.append(_child[at][child])
    certain = oldest < VERY_YOUNG_BELOW or youngest >= VERY_OLD_FROM
    either = _all_or_some(certain, youngest - doubt < VERY_YOUNG_BELOW or oldest + doubt >= VERY_OLD_FROM)
    found.append(_very_young_or_old[at][either])
    then, gone_at, first, first_at = ages_on_going(episode, moments, at)
    if not then:
        return
    if doubt and child == NO and then[0] - doubt < ADULT_AGE:
        # What was doubtful on going is so still: no birthday ends a doubt.
        found.append(fact("child", UNKNOWN, (at, *gone_at)))
    if first[0] - doubt < VERY_YOUNG_BELOW and either != YES:
        # Whoever was very young on going is so still: nothing of the danger is less because of a birthday.
        was = YES if first[-1] < VERY_YOUNG_BELOW else UNKNOWN
        if was > either:
            found.append(fact("very_young_or_old", was, (at, *first_at)))
    if oldest < ADULT_AGE:
        found.append(fact("turned_eighteen", NO, (at, *gone_at)))
    elif then[0] - doubt >= ADULT_AGE:
        # Whoever was reported, or gone by some moment, may have gone long before, as a child.
        if moments.earliest is not None:
            since = gone_at if MISSING_SINCE_EARLIEST in gone_at else (MISSING_SINCE_EARLIEST, *gone_at)
            found.append(fact("turned_eighteen", NO, (at, *since)))
    elif then[0] >= ADULT_AGE:
        found.append(fact("turned_eighteen", UNKNOWN, (at, *gone_at)))
    else:
        # One end is certain: a child then, or an adult now. No birthday may leave them with less than the day before.
        certain = then[-1] < ADULT_AGE or (youngest >= ADULT_AGE and not _told_adult(episode, at))
        found.append(fact("turned_eighteen", YES if certain else UNKNOWN, (at, *gone_at)))


def _told_adult(episode: Episode, at: str) -> bool:
    # Of whom nobody told anything else than that they were an adult, later than they went: they may have been one then.
    age = episode.person.age
    return at == AGE and age is not None and age.min is not None and age.min >= ADULT_AGE


def _all_or_some(every: bool, some: bool) -> int:
    return YES if every else UNKNOWN if some else NO
