"""What rules are about: an episode that has none of it has nothing for them to find, and they are skipped together."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from missingpersons.codes import Status
from missingpersons.models import Episode

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


def _is_linked(episode: Episode) -> bool:
    """Whether another episode is named."""
    return bool(episode.related or episode.companions)


ANSWERS: Subject = attrgetter("answers")
ASSESSED: Subject = attrgetter("assessments")
BIRTH: Subject = attrgetter("person.date_of_birth")
CARE: Subject = attrgetter("care")
FROM: Subject = attrgetter("missing_from")
IDENTIFIERS: Subject = attrgetter("person.identifiers")
LINKED: Subject = _is_linked
LOCAL: Subject = attrgetter("extensions")
NAMES: Subject = attrgetter("person.names")
NUMBERS: Subject = _has_numbers
OPEN: Subject = _is_open
OUTCOME: Subject = attrgetter("outcome")
PHOTOS: Subject = attrgetter("person.photos")
PREVIOUS: Subject = attrgetter("person.previous_missing")
PROVENANCE: Subject = attrgetter("provenance")
PUBLICITY: Subject = attrgetter("publicity")
RELATIONS: Subject = attrgetter("person.relations")
SIGHTINGS: Subject = attrgetter("sightings")
