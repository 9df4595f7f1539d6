"""Rules about what whoever looks for the person needs beside the least that every report needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Answer, Availability, Status
from missingpersons.models import Episode
from missingpersons.rules.states import is_circulated
from missingpersons.values.dates import moment

ABOUT_BEFORE = frozenset({"check_records", "check_places"})
"""Actions that look into where the person was when they were missing before."""

NEED_A_LANGUAGE = frozenset({"interpreter", "little_english"})
"""Communication needs that say that English will not do, and not what will."""

ENGLISH = frozenset({"en", "eng"})

GIVES_MATERIAL = {
    "obtain_dna": frozenset({"dna_own_item", "dna_medical_sample", "dna_relative", "dna_profile_held"}),
    "obtain_fingerprints": frozenset({"fingerprints", "fingerprints_own_item"}),
}
"""What an action obtains, as kinds of material. Dental records are another rule's."""

TO_BE_HAD = frozenset({Availability.HELD, Availability.CAN_BE_GOT})


def nothing_left_to_do(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-200: everything agreed is done, the time to look again has passed, and the person is still missing."""
    if episode.status is not Status.OPEN or not episode.actions or (episode.outcome and episode.outcome.found_at):
        return
    if any(each.done_at is None for each in episode.actions):
        return
    times = [episode.review_due_at, *(each.review_due_at for each in episode.assessments)]
    due = [moment(each) for each in times if each]
    if due and max(due) <= as_of:
        yield "/actions"


def essential_medicine_unnamed(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-201: the person needs a medicine to be safe, and nothing says which."""
    if _is_essential_and_unexplained(episode) and not episode.person.medication:
        yield "/person/medication"


def essential_medicine_without_time(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-202: the person needs a medicine to be safe, and nothing says how soon or what happens without it."""
    if not episode.person.medication or any(
        each.needed_every_hours is not None or each.hours_until_serious is not None or each.effect_if_missed
        for each in episode.person.medication
    ):
        return
    if _is_essential_and_unexplained(episode):
        yield "/person/medication"


def interpreter_without_language(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-203: the person needs an interpreter, and no language is recorded but English."""
    person = episode.person
    if episode.status is not Status.OPEN or NEED_A_LANGUAGE.isdisjoint(person.communication_needs):
        return
    if all(each.code in ENGLISH for each in person.languages):
        yield "/person/languages"


def circulated_without_anybody_to_ask(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-204: officers elsewhere look for the person, and nobody who knows them can be asked."""
    if not is_circulated(episode) or (episode.care and episode.care.contact_point):
        return
    if not any(each.contact_point and each.unsafe_to_contact is not Answer.YES for each in episode.person.relations):
        yield "/person/relations"


def circulated_without_last_seen(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-205: officers elsewhere look for the person, and neither when nor where they were last seen is recorded."""
    if not is_circulated(episode):
        return
    seen = episode.last_seen
    when = seen.window if seen else None
    if (seen is None or seen.place is None) and (when is None or not (when.earliest or when.latest)):
        yield "/last_seen"


def device_untraceable(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-206: the person has a device with them, and nothing recorded says how to find it."""
    if episode.status is not Status.OPEN:
        return
    for index, each in enumerate(episode.devices):
        if each.with_them is Answer.YES and not (each.phone or each.imei or each.text):
            yield f"/devices/{index}"


def photo_obtained_not_recorded(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-207: a photograph was obtained, and none is recorded."""
    if not episode.person.photos and any(each.code == "obtain_photo" and each.done_at for each in episode.actions):
        yield "/person/photos"


def material_obtained_not_recorded(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-208: DNA or fingerprints were obtained, and none are recorded as held or to be had."""
    had: set[str] | None = None
    for index, action in enumerate(episode.actions):
        kinds = GIVES_MATERIAL.get(action.code)
        if kinds is None or action.done_at is None:
            continue
        if had is None:
            had = {each.kind for each in episode.person.availability if each.availability in TO_BE_HAD}
        if kinds.isdisjoint(had):
            yield f"/actions/{index}"


def missing_before_without_where(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-209: the person was missing before, and neither where they were found nor that anybody asked is recorded."""
    before = episode.person.previous_missing
    if episode.status is not Status.OPEN or before is None or not before.count:
        return
    if before.found_where is None and not before.periods and not any(a.code in ABOUT_BEFORE for a in episode.actions):
        yield "/person/previous_missing/found_where"


def _is_essential_and_unexplained(episode: Episode) -> bool:
    """Whether the person is missing, somebody said that a medicine is essential, and nobody said in words which."""
    if episode.status is not Status.OPEN:
        return False
    said = [
        each.explanation
        for each in episode.answers
        if each.question == "medication_essential" and each.answer is Answer.YES
    ]
    return bool(said) and not any(said)
