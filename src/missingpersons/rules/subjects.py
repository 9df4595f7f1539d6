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


def _has_died(episode: Episode) -> bool:
    """Whether a day of death is recorded."""
    return episode.outcome is not None and episode.outcome.died_on is not None


def _is_judged_out_of_step(episode: Episode) -> bool:
    """Whether report, decisions on risk and their reviews are not plainly one after the other."""
    reported, review = episode.reported_at, episode.review_due_at
    if reported and review and review < reported:
        return True
    before = reported
    for each in episode.assessments:
        assessed, due = each.assessed_at, each.review_due_at
        if assessed is None:
            continue
        if each.evidence or (before and assessed < before) or (due and due < assessed):
            return True
        before = assessed
    return False


def _is_found_out_of_step(episode: Episode) -> bool:
    """Whether something is told of the time before or after being found that is not plainly before or after it."""
    found = episode.outcome.found_at if episode.outcome else None
    if found is None:
        return False
    for seen in (episode.last_seen, episode.last_contact, *episode.sightings):
        if seen and seen.window and seen.window.earliest and found < seen.window.earliest:
            return True
    for interview in (episode.prevention_interview, episode.return_interview):
        if interview and interview.held_at and interview.held_at < found:
            return True
    return False


def _is_missing_again_out_of_step(episode: Episode) -> bool:
    """Whether the earlier times of being missing are not all counted, or not plainly one after the other."""
    previous = episode.person.previous_missing
    if previous is None:
        return False
    if previous.count is not None and previous.count < len(previous.periods):
        return True
    end = None
    for each in previous.periods:
        if each.earliest is None or each.latest is None or (end and each.earliest < end):
            return True
        end = each.latest
    since = (episode.missing_since.latest if episode.missing_since else None) or episode.reported_at
    return bool(end and since and since < end)


AGAIN_OUT_OF_STEP: Subject = _is_missing_again_out_of_step
ANSWERS: Subject = attrgetter("answers")
ASSESSED: Subject = attrgetter("assessments")
BIRTH: Subject = attrgetter("person.date_of_birth")
CARE: Subject = attrgetter("care")
DIED: Subject = _has_died
FOUND_OUT_OF_STEP: Subject = _is_found_out_of_step
FROM: Subject = attrgetter("missing_from")
IDENTIFIERS: Subject = attrgetter("person.identifiers")
JUDGED_OUT_OF_STEP: Subject = _is_judged_out_of_step
LINKED: Subject = _is_linked
LOCAL: Subject = attrgetter("extensions")
NAMES: Subject = attrgetter("person.names")
NUMBERS: Subject = _has_numbers
OPEN: Subject = _is_open
OUTCOME: Subject = attrgetter("outcome")
PHOTOS: Subject = attrgetter("person.photos")
PROVENANCE: Subject = attrgetter("provenance")
PUBLICITY: Subject = attrgetter("publicity")
RELATIONS: Subject = attrgetter("person.relations")
SIGHTINGS: Subject = attrgetter("sightings")
