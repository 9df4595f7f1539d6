"""Rules about what lies before a person was found, what after, and what within a life."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from missingpersons.codes import Answer, UnidentifiedKind
from missingpersons.models import Episode, UnidentifiedCase
from missingpersons.models.common import Window
from missingpersons.rules.chronology import (
    found_before_missing,
    found_before_reported,
    in_the_future,
    is_turned_round,
)
from missingpersons.rules.identity import PLACEHOLDER_DATES, born_in_the_future, is_born_that_day
from missingpersons.rules.minimum import SHOW_THE_PERSON
from missingpersons.rules.moments import first_day_at, is_after_day, is_before_day, is_known, is_no_time, last_day_at
from missingpersons.values.dates import PartialDate, Timestamp, moment

DEAD = frozenset({UnidentifiedKind.BODY, UnidentifiedKind.REMAINS, UnidentifiedKind.BODY_PART})
"""What was found of somebody who had died by then."""

STILL_THERE = timedelta(hours=24)
"""Library bound. Whoever was seen so long after they went missing had not gone yet."""


def seen_after_found(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-124: the person was seen or heard of, as missing, after they were found."""
    found = episode.outcome.found_at if episode.outcome else None
    if found is None:
        return
    after: list[str] = []
    if episode.last_seen and _is_after(episode.last_seen.window, found, episode):
        after.append("/last_seen/window")
    if episode.last_contact and _is_after(episode.last_contact.window, found, episode):
        after.append("/last_contact/window")
    for index, sighting in enumerate(episode.sightings):
        if sighting.confirmed is not Answer.NO and _is_after(sighting.window, found, episode):
            after.append(f"/sightings/{index}/window")
    if after and _is_settled(found, episode, as_of):
        yield from after


def _is_after(window: Window | None, found: Timestamp, episode: Episode) -> bool:
    if window is None or window.earliest is None or not found < window.earliest:
        return False
    return is_known(window.earliest, episode.recorded_at) and not is_turned_round(window)


def seen_long_after_missing(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-137: the person was last seen more than a day after they are said to have gone missing."""
    seen, gone = episode.last_seen.window if episode.last_seen else None, episode.missing_since
    if seen is None or gone is None or seen.earliest is None or gone.latest is None:
        return
    if not moment(seen.earliest) - moment(gone.latest) > STILL_THERE or is_turned_round(seen) or is_turned_round(gone):
        return
    if not is_known(seen.earliest, episode.recorded_at) or is_no_time(gone.latest):
        return
    if "/missing_since/earliest" in in_the_future(episode, as_of):
        return
    if "/last_seen/window" not in seen_after_found(episode, as_of):
        yield "/last_seen/window"


def follows_being_found(document: Episode | UnidentifiedCase, _: datetime) -> Iterator[str]:
    """MP-R-128: an interview or identification is dated before the person was found."""
    recorded = document.recorded_at
    if isinstance(document, UnidentifiedCase):
        window, when = document.found, document.identification.identified_at if document.identification else None
        if window and _is_too_soon(when, window.earliest, recorded) and not is_turned_round(window):
            yield "/identification/identified_at"
    elif document.outcome and document.outcome.found_at:
        found = document.outcome.found_at
        for name in ("prevention_interview", "return_interview"):
            interview = document.__dict__[name]
            if interview and _is_too_soon(interview.held_at, found, recorded):
                yield f"/{name}/held_at"


def _is_too_soon(when: Timestamp | None, found: Timestamp | None, recorded: str) -> bool:
    if when is None or found is None or not when < found:
        return False
    return is_known(when, recorded) and is_known(found, recorded)


def died_after_found_dead(document: Episode | UnidentifiedCase, as_of: datetime) -> Iterator[str]:
    """MP-R-129: the death is dated after the body was found."""
    if isinstance(document, Episode):
        outcome = document.outcome
        if outcome is None or outcome.condition != "deceased" or outcome.died_on is None or outcome.found_at is None:
            return
        place, died, found = "/outcome/died_on", outcome.died_on, outcome.found_at
        if not _is_settled(found, document, as_of):
            return
    else:
        window = document.found
        if document.kind not in DEAD or document.died_on is None or window is None or window.latest is None:
            return
        place, died, found = "/died_on", document.died_on, window.latest
        if is_turned_round(window):
            return
    if is_after_day(died, last_day_at(found)) and not is_after_day(died, last_day_at(document.recorded_at)):
        yield place


def alive_after_death(episode: Episode, as_of: datetime) -> Sequence[str]:
    """MP-R-130: the person was seen, or went missing, after they had died."""
    died = episode.outcome.died_on if episode.outcome else None
    if died is None:
        return ()
    seen = episode.last_seen.window if episode.last_seen else None
    for window in (seen, episode.missing_since):
        if window is None or window.earliest is None or is_turned_round(window):
            continue
        alive = window.earliest
        if is_before_day(died, first_day_at(alive)) and is_known(alive, episode.recorded_at):
            return () if any(before_birth(episode, as_of)) else ("/outcome/died_on",)
    return ()


def before_birth(episode: Episode, as_of: datetime) -> Sequence[str]:
    """MP-R-131: something of the person's life is dated before they were born."""
    birth = episode.person.date_of_birth
    if birth is None:
        return ()
    if _is_born_after(birth, episode):
        # Then the date of birth is what is wrong; one in the future is MP-R-011.
        return (
            ("/person/date_of_birth",)
            if _is_told(birth, episode) and not any(born_in_the_future(episode, as_of))
            else ()
        )
    dates = _dates_of_life(episode)
    # The years decide it nearly always.
    before = [at for at, each in dates if each[:4] <= birth[:4] and is_before_day(each, birth.earliest())]
    return before if before and _is_told(birth, episode) else ()


def _is_told(birth: PartialDate, episode: Episode) -> bool:
    """Whether it tells a birth: neither a stand-in, nor uncertain, nor the day of the report (MP-R-152)."""
    return birth not in PLACEHOLDER_DATES and not birth.is_qualified and not is_born_that_day(episode)


def _is_born_after(birth: PartialDate, episode: Episode) -> bool:
    """Whether the person was born after they were reported or had gone missing."""
    reported, window, year = episode.reported_at, episode.missing_since, birth[:4]
    # The year decides it in all but a baby's record.
    if reported and not year < reported[:4] and _is_born_later(birth, reported, episode):
        return True
    gone = window.latest if window else None
    if window is None or gone is None or year < gone[:4] or is_turned_round(window):
        return False
    return _is_born_later(birth, gone, episode)


def _is_born_later(birth: PartialDate, when: Timestamp, episode: Episode) -> bool:
    return birth.earliest() > last_day_at(when) and is_known(when, episode.recorded_at)


def _dates_of_life(episode: Episode) -> list[tuple[str, PartialDate]]:
    person, outcome, dates = episode.person, episode.outcome, []
    if outcome and outcome.died_on:
        dates.append(("/outcome/died_on", outcome.died_on))
    if person.age and person.age.at:
        dates.append(("/person/age/at", person.age.at))
    for index, photo in enumerate(person.photos):
        if photo.taken_on and photo.shows in SHOW_THE_PERSON:
            dates.append((f"/person/photos/{index}/taken_on", photo.taken_on))
    return dates


def _is_settled(found: Timestamp, episode: Episode, as_of: datetime) -> bool:
    """Whether the time of being found can be counted from: no other rule finds that it cannot be true."""
    if not is_known(found, episode.recorded_at):
        return False
    others = (found_before_missing, found_before_reported, in_the_future)
    return not any("/outcome/found_at" in rule(episode, as_of) for rule in others)
