"""How old somebody is, and how long they have been missing, as far as the episode says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from missingpersons.codes import AgeBasis, Status
from missingpersons.models import Episode
from missingpersons.values.dates import OLDEST, PartialDate, moment

MISSING_SINCE_EARLIEST = "/missing_since/earliest"
MISSING_SINCE_LATEST = "/missing_since/latest"
REPORTED_AT = "/reported_at"
FOUND_AT = "/outcome/found_at"
DATE_OF_BIRTH = "/person/date_of_birth"
AGE = "/person/age"

MARGIN = 5
"""By how many years a doubtful age may be out, either way. Library judgement: no official margin is verified."""

_DOUBTFUL = frozenset({AgeBasis.ESTIMATED, AgeBasis.APPARENT, AgeBasis.UNKNOWN})
"""An age that somebody judged, or saw, or of which nobody knows whence it is. One without a basis is as one stated."""

_NOTHING = timedelta()
_OPEN = Status.OPEN

_SINCE_EARLIEST = (MISSING_SINCE_EARLIEST,)
_SINCE_LATEST = (MISSING_SINCE_LATEST,)
_SINCE_REPORT = (REPORTED_AT,)
_UNTIL_FOUND = (MISSING_SINCE_EARLIEST, FOUND_AT)


_of_episode = itemgetter("missing_since", "reported_at", "outcome")
_of_person = itemgetter("date_of_birth", "age")
_of_window = itemgetter("earliest", "latest")


class Elapsed(NamedTuple):
    """How long the person has been missing: for certain at least, and at most. A bound that nobody recorded is None.

    ``least_at`` and ``most_at`` name the fields that give the bounds.
    """

    least: timedelta | None
    most: timedelta | None
    least_at: tuple[str, ...]
    most_at: tuple[str, ...]


_NOBODY_SAYS = Elapsed(None, None, (), ())


class Moments:
    """The moments of an absence, each read once. What nobody recorded is None."""

    __slots__ = ("earliest", "found", "latest", "reported")

    def __init__(self, episode: Episode) -> None:
        since, reported, outcome = _of_episode(episode.__dict__)
        self.earliest: datetime | None = None
        self.latest: datetime | None = None
        self.found: datetime | None = None
        self.reported: datetime | None = moment(reported) if reported is not None else None
        if since is not None:
            earliest, latest = _of_window(since.__dict__)
            if earliest is not None:
                self.earliest = moment(earliest)
            if latest is not None:
                self.latest = moment(latest)
        if outcome is not None and outcome.found_at is not None:
            self.found = moment(outcome.found_at)


def missing_for(episode: Episode, moments: Moments, as_of: datetime) -> Elapsed:
    """How long the person has been missing at ``as_of``, or had been when they were found.

    Of an episode that is open again nobody knows whether they are: for certain they were until they were found, and
    at most until ``as_of``. Found before they had gone, they were not found of this absence.
    """
    earliest, latest, found = moments.earliest, moments.latest, moments.found
    latest_at: tuple[str, ...]
    most_at: tuple[str, ...]
    latest_at, most_at = _SINCE_LATEST, _SINCE_EARLIEST
    if moments.reported is not None and (latest is None or moments.reported < latest):
        # Whoever was reported was missing by then, whatever else is written.
        latest, latest_at = moments.reported, _SINCE_REPORT
    end = most_end = as_of
    if (
        found is not None
        and found < as_of
        and not (earliest is not None and found < earliest)
        and not (latest is not None and found < latest)
    ):
        end, latest_at = found, (*latest_at, FOUND_AT)
        if episode.status is not _OPEN:
            most_end, most_at = found, _UNTIL_FOUND
    least = most = None
    if latest is None:
        latest_at = ()
    elif (least := end - latest) < _NOTHING:
        least = _NOTHING
    if earliest is None:
        most_at = ()
    elif (most := most_end - earliest) < _NOTHING:
        most = _NOTHING
    return Elapsed(least, most, latest_at, most_at)


def reported_after(moments: Moments) -> Elapsed:
    """How long the person had been missing when they were reported."""
    earliest, latest, reported = moments.earliest, moments.latest, moments.reported
    if reported is None:
        return _NOBODY_SAYS
    return Elapsed(
        reported - latest if latest is not None else None,
        reported - earliest if earliest is not None else None,
        (MISSING_SINCE_LATEST, REPORTED_AT) if latest is not None else (),
        (MISSING_SINCE_EARLIEST, REPORTED_AT) if earliest is not None else (),
    )


def ages(episode: Episode, as_of: datetime) -> list[tuple[range, str]]:
    """Every age that the person may have at ``as_of``, and the field that says so.

    It is the date of birth, or else the age; and both, each by itself, where the date is not one certain day, or they
    had no age in common when the age was told. Whether they had is the same on every day: so no birthday lowers.
    """
    (birth, age), day = _of_person(episode.person.__dict__), as_of.date()
    told = birth.living_ages_on(day) if birth else range(0)
    if birth and told and (age is None or (birth.is_exact and _agree(birth, episode))):
        return [(told, DATE_OF_BIRTH)]
    stated = _stated(episode, day)
    if not birth or not told:
        return [(stated, AGE)] if stated else []
    return [(told, DATE_OF_BIRTH), (stated, AGE)] if stated else [(told, DATE_OF_BIRTH)]


def margin(episode: Episode, by: str) -> int:
    """By how many years the ages that the field ``by`` tells may be out: 0 where nothing says that it is doubtful.

    A date of birth with a qualifier is doubtful, and so is an age that was judged or seen, or of which nobody knows
    whence it is; but not beside a date without a qualifier that agrees with it.
    """
    birth = episode.person.date_of_birth
    if by == DATE_OF_BIRTH:
        return MARGIN if birth is not None and birth.is_qualified else 0
    age = episode.person.age
    if age is None or age.basis not in _DOUBTFUL:
        return 0
    return 0 if birth is not None and not birth.is_qualified and _agree(birth, episode) else MARGIN


class Going(NamedTuple):
    """Every age that the person may have had when they went, and on the first day on which they may have gone.

    ``at`` and ``first_at`` name what gives the days, where anything does.
    """

    ages: range
    at: tuple[str, ...]
    first: range
    first_at: tuple[str, ...]


def ages_on_going(episode: Episode, moments: Moments, by: str) -> Going:
    """Every age that the person may have had when they went, by the field ``by``.

    The day is that of ``missing_since.latest``, or else of the report, and every day from ``missing_since.earliest`` on
    where that is earlier. Nothing gives it where neither is recorded: then the ages are those of the day of the record,
    by which they had gone.
    """
    at: tuple[str, ...]
    if moments.latest is not None:
        day, at = moments.latest.date(), _SINCE_LATEST
    elif moments.reported is not None:
        day, at = moments.reported.date(), _SINCE_REPORT
    else:
        day, at = moment(episode.recorded_at).date(), ()
    birth = episode.person.date_of_birth if by == DATE_OF_BIRTH else None
    then = birth.living_ages_on(day) if birth else _stated(episode, day)
    if moments.earliest is not None and (first := moments.earliest.date()) < day:
        before = birth.living_ages_on(first) if birth else _stated(episode, first)
        if before and then:
            if before[0] == then[0]:
                return Going(then, at, before, _SINCE_EARLIEST)
            return Going(range(before[0], then[-1] + 1), (MISSING_SINCE_EARLIEST, *at), before, _SINCE_EARLIEST)
    return Going(then, at, then, at)


def _agree(birth: PartialDate, episode: Episode) -> bool:
    """Whether somebody born then may have had the age that was told, on a day on which it may have been told."""
    age = episode.person.age
    if age is None:
        return True
    first, last = _told_on(episode)
    recorded = moment(episode.recorded_at).date()
    youngest = birth.ages_on(min(first, recorded))
    oldest = youngest if first == last else birth.ages_on(min(last, recorded))
    lowest = youngest[0] if youngest else 0
    # A date on which nobody alive is born tells no age, and agrees with none.
    return bool(oldest) and (age.min or 0) <= oldest[-1] and lowest <= (OLDEST if age.max is None else age.max)


def _told_on(episode: Episode) -> tuple[date, date]:
    """The first and the last day on which the age may have been told."""
    age = episode.person.age
    if age is not None and age.at is not None:
        return age.at.earliest(), age.at.latest()
    day = moment(episode.reported_at if episode.reported_at is not None else episode.recorded_at).date()
    return day, day


def _stated(episode: Episode, day: date) -> range:
    """Every age that the person may have on ``day`` by the age that was told, which may have been told later."""
    age = episode.person.age
    if age is None or (age.min is None and age.max is None):
        return range(0)
    youngest, oldest = age.min or 0, OLDEST if age.max is None else age.max
    first, last = _told_on(episode)
    if age.at is None and episode.reported_at is None:
        first = last = max(day, last)
    if youngest > oldest:
        return range(0)
    # Whatever the record holds was told by the time of the record, whatever day is written.
    told = last if day >= last else min(last, moment(episode.recorded_at).date())
    if day < told:
        youngest = max(0, youngest - _whole_years(day, told) - 1)
    else:
        youngest += _whole_years(last, day)
    if age.max is not None:
        younger = _whole_years(day, min(first, told)) if day < first else 0
        oldest = max(0, oldest + _whole_years(first, day) - younger)
    return range(youngest, oldest + 1)


def _whole_years(start: date, end: date) -> int:
    return max(0, end.year - start.year - ((end.month, end.day) < (start.month, start.day)))
