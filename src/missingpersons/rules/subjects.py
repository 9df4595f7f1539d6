"""What rules are about: an episode that has none of it has nothing for them to find, and they are skipped together."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from missingpersons.codes import Answer, Status
from missingpersons.models import Episode
from missingpersons.rules.risk import is_lowest

Subject = Callable[[Any], object]
"""Gets from an episode what a rule is about. Nothing, an empty list or False: the rule need not be run."""

ALWAYS: Subject | None = None
"""The rule is about every document, or about what is not recorded."""


def _is_open(episode: Episode) -> bool:
    """Whether the person is still missing."""
    return episode.status is Status.OPEN


def _is_lowest(episode: Episode) -> bool:
    """Whether the last decision on risk is the lowest grade."""
    return bool(episode.assessments) and is_lowest(episode.assessments[-1])


def _is_assessed_again(episode: Episode) -> bool:
    """Whether the risk was assessed more than once."""
    return len(episode.assessments) > 1


def _has_unsafe(episode: Episode) -> bool:
    """Whether anybody is marked as unsafe to contact."""
    return any(each.unsafe_to_contact is Answer.YES for each in episode.person.relations)


def _has_numbers(episode: Episode) -> bool:
    """Whether any number or reference is recorded that has a form."""
    return bool(episode.person.identifiers or episode.devices)


ANSWERED: Subject = attrgetter("answers")
ASSESSED: Subject = attrgetter("assessments")
ASSESSED_AGAIN: Subject = _is_assessed_again
BIRTH: Subject = attrgetter("person.date_of_birth")
CARE: Subject = attrgetter("care")
LOCAL: Subject = attrgetter("extensions")
LOWEST: Subject = _is_lowest
NAMES: Subject = attrgetter("person.names")
NUMBERS: Subject = _has_numbers
OPEN: Subject = _is_open
OUTCOME: Subject = attrgetter("outcome")
RELATIONS: Subject = attrgetter("person.relations")
RETURNED: Subject = attrgetter("return_interview")
SIGHTINGS: Subject = attrgetter("sightings")
UNSAFE: Subject = _has_unsafe
VULNERABLE: Subject = attrgetter("person.vulnerabilities")
