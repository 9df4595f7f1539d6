"""What rules are about: an episode that has none of it has nothing for them to find, and they are skipped together."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from missingpersons.codes import Status
from missingpersons.models import Episode
from missingpersons.rules.description import HAIRLESS, SMALLEST, may_be_small

Subject = Callable[[Any], object]
"""Gets from an episode what a rule is about. Nothing, an empty list or False: the rule need not be run."""

ALWAYS: Subject | None = None
"""The rule is about every document, or about what is not recorded."""


def _is_open(episode: Episode) -> bool:
    """Whether the person is still missing."""
    return episode.status is Status.OPEN


def _has_numbers(episode: Episode) -> bool:
    """Whether any number or reference is recorded that has a form."""
    return bool(episode.person.identifiers or episode.devices)


def _has_unusual_name(episode: Episode) -> bool:
    """Whether a name has a script, a family name of several words, or a family name beside the whole name."""
    names = episode.person.names
    return bool([1 for name in names if name.script or (name.family and (name.full or " " in name.family))])


def _has_telling_measures(episode: Episode) -> bool:
    """Whether a weight is recorded, a very small height, or any measure of what may be a small child."""
    looks = episode.person.description
    if looks is None:
        return False
    if looks.weight_min_kg is not None or looks.weight_max_kg is not None:
        return True
    return (looks.height_max_cm is not None and looks.height_max_cm < SMALLEST) or may_be_small(episode)


def _has_no_hair(episode: Episode) -> bool:
    """Whether something says that there is no hair on the person's head."""
    looks = episode.person.description
    return looks is not None and (
        looks.hair_colour in HAIRLESS or looks.hair_style in HAIRLESS or looks.hair_length in HAIRLESS
    )


def _has_several_names(episode: Episode) -> bool:
    """Whether more names than one are recorded."""
    return len(episode.person.names) > 1


def _has_several_identifiers(episode: Episode) -> bool:
    """Whether more identifiers than one are recorded."""
    return len(episode.person.identifiers) > 1


def _has_telephones(episode: Episode) -> bool:
    """Whether any telephone is recorded that may be the person's."""
    return bool(episode.person.phones or episode.devices)


ASSESSED: Subject = attrgetter("assessments")
BIRTH: Subject = attrgetter("person.date_of_birth")
CARE: Subject = attrgetter("care")
IDENTIFIERS: Subject = attrgetter("person.identifiers")
LOCAL: Subject = attrgetter("extensions")
HAIRLESS_HEAD: Subject = _has_no_hair
MEASURES: Subject = _has_telling_measures
NAMES: Subject = attrgetter("person.names")
NUMBERS: Subject = _has_numbers
OPEN: Subject = _is_open
OUTCOME: Subject = attrgetter("outcome")
RELATIONS: Subject = attrgetter("person.relations")
SEVERAL_IDENTIFIERS: Subject = _has_several_identifiers
SEVERAL_NAMES: Subject = _has_several_names
SIGHTINGS: Subject = attrgetter("sightings")
TELEPHONES: Subject = _has_telephones
UNUSUAL_NAMES: Subject = _has_unusual_name
