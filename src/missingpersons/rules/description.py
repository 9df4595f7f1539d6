"""Rules about what the person looks like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from missingpersons.models import AnyDocument, Episode
from missingpersons.models._routes import Routes, of_kind
from missingpersons.models.description import Description
from missingpersons.rules.identity import PLACEHOLDER_DATES, is_born_that_day
from missingpersons.values.dates import OLDEST, moment

AT = "/person/description"
DESCRIPTIONS = Routes(of_kind(Description))

HEIGHTS = range(20, 301)
"""Centimetres. Library bounds: from the smallest newborn to above the tallest adult known."""
WEIGHTS = range(1, 501)
"""Kilograms. Library bounds."""


TALLEST = ((1, 110), (3, 140), (6, 170), (10, 200))
"""Library bounds: up to which age, in years, nobody is taller than so many centimetres."""
HEAVIEST = ((1, 30), (3, 50), (6, 80), (10, 130))
"""Library bounds: up to which age nobody is heavier than so many kilograms."""
GROWING = TALLEST[-1][0] + 2
"""How many years back the last child of the bounds can be born."""
GROWN, SMALLEST, LIGHTEST = 16, 80, 20
"""Library bounds: from which age nobody is smaller or lighter. Inches and stones in a metric field are."""
THINNEST, STOUTEST = 7, 100
"""Library bounds in kilograms for each square metre of height, for every age."""

HAIRLESS = frozenset({"bald", "none"})
"""The codes of style, length and colour that say there is no hair on the head."""
HAIR_LENGTHS = frozenset({"very_short", "short", "collar", "shoulder", "long", "very_long"})
HAIR_STYLES = frozenset(
    {
        "short",
        "collar_length",
        "shoulder_length",
        "long",
        "straight",
        "wavy",
        "curly",
        "afro",
        "afro_textured",
        "braids",
        "cornrows",
        "locs",
        "twists",
        "ponytail",
        "bunches",
        "bun",
        "bob",
        "fringe",
        "fade_or_undercut",
        "mohican",
        "mullet",
        "quiff_or_spiked",
        "combed_over",
    }
)
"""Library list. The styles that need hair. A wig, hair that was added, and a covered or shaved head do not."""


def has_measures_turned_round(looks: Description) -> bool:
    """Whether the least height or weight is above the greatest."""
    return _above(looks.height_min_cm, looks.height_max_cm) or _above(looks.weight_min_kg, looks.weight_max_kg)


def has_impossible_measures(looks: Description) -> bool:
    """Whether a height or weight is one that nobody has."""
    return (
        _outside(HEIGHTS, looks.height_min_cm)
        or _outside(HEIGHTS, looks.height_max_cm)
        or _outside(WEIGHTS, looks.weight_min_kg)
        or _outside(WEIGHTS, looks.weight_max_kg)
    )


def measures_turned_round(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-023: the least height or weight is above the greatest."""
    return DESCRIPTIONS.where(document, has_measures_turned_round)


def measures_impossible(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-024: a height or weight is one that nobody has."""
    return DESCRIPTIONS.where(document, has_impossible_measures)


def hair_and_none(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-166: the person is said to have no hair, and hair."""
    looks = episode.person.description
    if looks is None or HAIRLESS.isdisjoint((looks.hair_style, looks.hair_length, looks.hair_colour)):
        return ()
    return (AT,) if looks.hair_length in HAIR_LENGTHS or looks.hair_style in HAIR_STYLES else ()


def height_and_weight_of_two(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-167: the height and the weight are not of one person."""
    looks = episode.person.description
    if looks is None:
        return ()
    least, most = looks.weight_min_kg, looks.weight_max_kg
    thin = most and looks.height_min_cm and most * 10_000 < THINNEST * looks.height_min_cm**2
    stout = least and looks.height_max_cm and least * 10_000 > STOUTEST * looks.height_max_cm**2
    return (AT,) if (thin or stout) and not _is_told(looks) and not _is_of_other_age(episode, looks) else ()


def measures_of_other_age(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-168: nobody of the person's age has the height or weight that is recorded."""
    looks = episode.person.description
    return (AT,) if looks and _is_of_other_age(episode, looks) and not _is_told(looks) else ()


def _is_told(looks: Description) -> bool:
    """Whether another rule says already that a measure is wrong."""
    return has_measures_turned_round(looks) or has_impossible_measures(looks)


def _is_of_other_age(episode: Episode, looks: Description) -> bool:
    small = _under(SMALLEST, looks.height_max_cm) or _under(LIGHTEST, looks.weight_max_kg)
    if not small and not may_be_small(episode):
        return False
    ages = _ages(episode)
    if not ages:
        return False
    return (small and ages[0] >= GROWN) or any(
        ages[-1] <= age and _above(measure, most)
        for bounds, measure in ((TALLEST, looks.height_min_cm), (HEAVIEST, looks.weight_min_kg))
        for age, most in bounds
    )


def may_be_small(episode: Episode) -> bool:
    """False where the year of birth alone says that the person is no small child: most people, and quick to see."""
    birth = episode.person.date_of_birth
    if birth is None or birth in PLACEHOLDER_DATES:
        return True
    before, after = _years_of_others((episode.reported_at or episode.recorded_at)[:4])
    return not before < birth[:4] <= after


@cache
def _years_of_others(year: str) -> tuple[str, str]:
    """The years between which somebody is born who lives and is no small child in ``year``."""
    return str(int(year) - OLDEST), str(int(year) - GROWING)


def _ages(episode: Episode) -> range:
    """The ages that the person may have on the day of the report: by the date of birth or, without one, as recorded."""
    birth, age = episode.person.date_of_birth, episode.person.age
    day = moment(episode.reported_at or episode.recorded_at).date()
    told = birth is not None and birth not in PLACEHOLDER_DATES and not is_born_that_day(episode)
    if birth and told and (ages := birth.living_ages_on(day)):
        return ages
    return age.years if age else range(0)


def _under(bound: int, measure: int | None) -> bool:
    return measure is not None and measure < bound


def _outside(bounds: range, measure: int | None) -> bool:
    return measure is not None and measure not in bounds


def _above(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most
