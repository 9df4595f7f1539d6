"""What rules are about: an episode that has none of it has nothing for them to find, and they are skipped together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from missingpersons.codes import Answer, Status
from missingpersons.models import Episode
from missingpersons.rules.description import HAIRLESS, SMALLEST, may_be_small
from missingpersons.rules.risk import is_lowest
from missingpersons.rules.states import FOR_LATER, is_circulated, tells_death
from missingpersons.rules.usual import (
    has_email_or_vehicle,
    has_odd_number,
    has_odd_text,
    is_ended_oddly,
    is_judged_oddly,
    is_over_without_a_time,
    is_reported_at_midnight,
    is_reported_out_of_step,
    is_told_against_itself,
    is_told_in_part,
)

Subject = Callable[[Any], object]
"""Gets from an episode what a rule is about. Nothing, an empty list or False: the rule need not be run."""


class Told:
    """That a field of an episode, or with ``person.`` before it of its person, is told: quicker than to get it."""

    __slots__ = ("field", "of_person")

    def __init__(self, field: str) -> None:
        head, _, tail = field.rpartition(".")
        self.of_person = head == "person"
        self.field = tail

    def __call__(self, episode: Episode) -> object:
        """What is told, if anything."""
        return getattr(episode.person if self.of_person else episode, self.field)


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


def _was_missing_before(episode: Episode) -> object:
    return episode.person.previous_missing and episode.person.previous_missing.count


_OF_NOTE = FOR_LATER | {"obtain_photo", "obtain_dna", "obtain_fingerprints", "publicity"}


def _has_doings_of_note(episode: Episode) -> bool:
    """Whether the public was to be told, or anything to be done that another part of the record depends on."""
    return not _OF_NOTE.isdisjoint([each.code for each in episode.actions]) or "media" in [
        each.to for each in episode.notifications
    ]


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


def _is_seen_out_of_step(episode: Episode) -> bool:
    """Whether the person was last seen after they are said to have gone missing."""
    seen, gone = episode.last_seen and episode.last_seen.window, episode.missing_since
    return bool(seen and gone and seen.earliest and gone.latest and gone.latest < seen.earliest)


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
ANSWERED: Subject = Told("answers")
ASSESSED: Subject = Told("assessments")
ASSESSED_AGAIN: Subject = _is_assessed_again
AT_MIDNIGHT: Subject = is_reported_at_midnight
BEFORE: Subject = _was_missing_before
BIRTH: Subject = Told("person.date_of_birth")
CARE: Subject = Told("care")
CIRCULATED: Subject = is_circulated
COMMUNICATION: Subject = Told("person.communication_needs")
DEATH: Subject = tells_death
DEVICES: Subject = Told("devices")
DIED: Subject = _has_died
ENDED_ODDLY: Subject = is_ended_oddly
FOUND_OUT_OF_STEP: Subject = _is_found_out_of_step
FROM: Subject = Told("missing_from")
HAIRLESS_HEAD: Subject = _has_no_hair
JUDGED_ODDLY: Subject = is_judged_oddly
JUDGED_OUT_OF_STEP: Subject = _is_judged_out_of_step
LINKED: Subject = _is_linked
LOCAL: Subject = Told("extensions")
ODD_TEXTS: Subject = has_odd_text
LOWEST: Subject = _is_lowest
MEASURES: Subject = _has_telling_measures
NAMES: Subject = Told("person.names")
NOTED: Subject = _has_doings_of_note
NO_TIME_OF_FIND: Subject = is_over_without_a_time
ODD_NUMBERS: Subject = has_odd_number
OPEN: Subject = _is_open
OUTCOME: Subject = Told("outcome")
PHOTOS: Subject = Told("person.photos")
PROVENANCE: Subject = Told("provenance")
PUBLICITY: Subject = Told("publicity")
REACHED_OR_DRIVEN: Subject = has_email_or_vehicle
REPORTED_OUT_OF_STEP: Subject = is_reported_out_of_step
RETURNED: Subject = Told("return_interview")
SEEN_OUT_OF_STEP: Subject = _is_seen_out_of_step
SEVERAL_IDENTIFIERS: Subject = _has_several_identifiers
SEVERAL_NAMES: Subject = _has_several_names
SIGHTINGS: Subject = Told("sightings")
TELEPHONES: Subject = _has_telephones
TOLD_AGAINST_ITSELF: Subject = is_told_against_itself
TOLD_IN_PART: Subject = is_told_in_part
UNSAFE: Subject = _has_unsafe
UNUSUAL_NAMES: Subject = _has_unusual_name
VULNERABLE: Subject = Told("person.vulnerabilities")
