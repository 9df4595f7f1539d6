"""How old somebody is, and how long they have been missing, as far as the episode says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from missingpersons.codes import Status
from missingpersons.models import Episode
from missingpersons.values.dates import OLDEST, moment

MISSING_SINCE_EARLIEST = "/missing_since/earliest"
MISSING_SINCE_LATEST = "/missing_since/latest"
REPORTED_AT = "/reported_at"
FOUND_AT = "/outcome/found_at"
DATE_OF_BIRTH = "/person/date_of_birth"
AGE = "/person/age"

_NOTHING = timedelta()


class Elapsed(NamedTuple):
    """How long the person has been missing: for certain at least, and at most. A bound that nobody recorded is None.

    ``least_at`` and ``most_at`` name the fields that give the bounds.
    """

    least: timedelta | None
    most: timedelta | None
    least_at: tuple[str, ...]
    most_at: tuple[str, ...]


_NOBODY_SAYS = Elapsed(None, None, (), ())


def missing_for(episode: Episode, as_of: datetime) -> Elapsed:
    """How long the person has been missing at ``as_of``, or had been when they were found.

    Of an episode that is open again nobody knows whether they are: for certain they were until they were found, and
    at most until ``as_of``. Found before they had gone, they were not found of this absence.
    """
    outcome, since = episode.outcome, episode.missing_since
    earliest = since.earliest if since is not None else None
    latest, latest_at = (since.latest if since is not None else None), MISSING_SINCE_LATEST
    if episode.reported_at is not None and (latest is None or moment(episode.reported_at) < moment(latest)):
        # Whoever was reported was missing by then, whatever else is written.
        latest, latest_at = episode.reported_at, REPORTED_AT
    end = most_end = as_of
    ended: tuple[str, ...] = ()
    most_ended: tuple[str, ...] = ()
    if outcome is not None and outcome.found_at is not None:
        found = moment(outcome.found_at)
        if found < as_of and not any(found < moment(each) for each in (earliest, latest) if each):
            end, ended = found, (FOUND_AT,)
            if episode.status is not Status.OPEN:
                most_end, most_ended = end, ended
    return Elapsed(
        max(end - moment(latest), _NOTHING) if latest else None,
        max(most_end - moment(earliest), _NOTHING) if earliest else None,
        (latest_at, *ended) if latest else (),
        (MISSING_SINCE_EARLIEST, *most_ended) if earliest else (),
    )


def reported_after(episode: Episode) -> Elapsed:
    """How long the person had been missing when they were reported."""
    since, reported = episode.missing_since, episode.reported_at
    if since is None or reported is None:
        return _NOBODY_SAYS
    told = moment(reported)
    return Elapsed(
        told - moment(since.latest) if since.latest else None,
        told - moment(since.earliest) if since.earliest else None,
        (MISSING_SINCE_LATEST, REPORTED_AT) if since.latest else (),
        (MISSING_SINCE_EARLIEST, REPORTED_AT) if since.earliest else (),
    )


def ages(episode: Episode, as_of: datetime) -> list[tuple[range, str]]:
    """Every age that the person may have at ``as_of``, and the field that says so.

    It is the date of birth, or else the age; and both, each by itself, where they have no age in common.
    """
    birth, day = episode.person.date_of_birth, as_of.date()
    told = birth.living_ages_on(day) if birth else range(0)
    if told and episode.person.age is None:
        return [(told, DATE_OF_BIRTH)]
    stated = _stated(episode, day)
    if not told:
        return [(stated, AGE)] if stated else []
    if stated and (stated[-1] < told[0] or told[-1] < stated[0]):
        return [(told, DATE_OF_BIRTH), (stated, AGE)]
    return [(told, DATE_OF_BIRTH)]


def ages_on_going(episode: Episode, by: str) -> tuple[range, tuple[str, ...]]:
    """Every age that the person may have had when they went, by the field ``by``, and what gives the day.

    It is that of ``missing_since.latest``, or else of the report, and every day from ``missing_since.earliest`` on
    where that is earlier. Nothing gives it where neither is recorded: then the ages are those of the day of the record,
    by which they had gone.
    """
    since = episode.missing_since
    gone_at: tuple[str, ...]
    if since is not None and since.latest:
        gone, gone_at = since.latest, (MISSING_SINCE_LATEST,)
    elif episode.reported_at is not None:
        gone, gone_at = episode.reported_at, (REPORTED_AT,)
    else:
        gone, gone_at = episode.recorded_at, ()
    day = moment(gone).date()
    birth = episode.person.date_of_birth
    then = birth.living_ages_on(day) if birth and by == DATE_OF_BIRTH else _stated(episode, day)
    if since is not None and since.earliest and (first := moment(since.earliest).date()) < day:
        before = birth.living_ages_on(first) if birth and by == DATE_OF_BIRTH else _stated(episode, first)
        if before and then and before[0] < then[0]:
            return range(before[0], then[-1] + 1), (MISSING_SINCE_EARLIEST, *gone_at)
    return then, gone_at


def _stated(episode: Episode, day: date) -> range:
    age = episode.person.age
    if age is None or (age.min is None and age.max is None):
        return range(0)
    if age.at is not None:
        since_latest, since_earliest = age.at.latest(), age.at.earliest()
    elif episode.reported_at is not None:
        since_latest = since_earliest = moment(episode.reported_at).date()
    else:
        since_latest = since_earliest = day
    youngest = (age.min or 0) + _whole_years(since_latest, day)
    oldest = OLDEST if age.max is None else age.max + _whole_years(since_earliest, day)
    return range(youngest, oldest + 1)


def _whole_years(start: date, end: date) -> int:
    return max(0, end.year - start.year - ((end.month, end.day) < (start.month, start.day)))
