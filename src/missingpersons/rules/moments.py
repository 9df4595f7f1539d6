"""Rules about single moments: what cannot have happened by then, and what no clock showed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from missingpersons.models import AnyDocument, Episode
from missingpersons.models._routes import Routes
from missingpersons.models._shape import Shape
from missingpersons.values.dates import PartialDate, Timestamp, moment

AHEAD = frozenset({"due_at", "review_due_at", "expires_at"})
"""Fields that say until when or by when, and may lie in the future of any record."""

MAY_COME = AHEAD | {"given_at", "withdrawn_at"}
"""These too: a ground for publicity may be given, or taken back, from a later moment on (MP-R-107)."""

DAYS_THAT_CAME = frozenset({"died_on", "taken_on", "updated_on", "photo_taken_on", "at"})
"""Dates that say when something was. Others say from when something holds, or when somebody was born."""

JUDGED_FROM_LATER = frozenset({"/outcome/found_at", "/missing_since/earliest"})
"""MP-R-005 judges these, from whatever moment the caller gives."""

EMPTY_CLOCKS = frozenset({"1900-01-01", "1901-01-01", "1970-01-01"})
"""Library list. Days at whose first moment a system writes a time that it does not have; others are before 1900."""

FIRST_YEAR = 1900
"""Library bound. Nobody whom a record of today is about went missing before it."""

RECENT = "1970-01-02"
"""From this day on, as it is written, every time may be one that somebody read from a clock."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_moment(field: Shape) -> bool:
    """Whether a field says when something was: not by when, and not when the document itself was recorded."""
    if Timestamp in field.kinds:
        return field.name not in AHEAD and field.name != "recorded_at"
    return PartialDate in field.kinds and field.name in DAYS_THAT_CAME


def _has_happened(field: Shape) -> bool:
    # A report after its record is MP-R-004. The latest moment of a window may be yet to come.
    return is_moment(field) and field.name not in MAY_COME | {"reported_at", "latest"}


HAPPENED = Routes(_has_happened)
MOMENTS = Routes(lambda field: is_moment(field) and Timestamp in field.kinds)


def recorded_before_it_happened(document: AnyDocument, as_of: datetime) -> Iterator[str]:
    """MP-R-120: something happened after the moment at which it was recorded."""
    limit, last_day = moment(document.recorded_at), last_day_at(document.recorded_at)
    for at, value in HAPPENED.of(document):
        later = value.moment > limit if isinstance(value, Timestamp) else is_after_day(value, last_day)
        if later and at not in JUDGED_FROM_LATER:
            # Then the time of the record is what is wrong, and not each of the others.
            if isinstance(document, Episode) and is_recorded_too_soon(document, as_of):
                return
            yield at


def is_recorded_too_soon(episode: Episode, as_of: datetime) -> bool:
    """Whether the record is from before the report, which had been made by the moment that it is judged from."""
    reported = episode.reported_at
    return reported is not None and episode.recorded_at < reported and not moment(reported) > as_of


def clock_not_set(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-134: a time is one that systems write when they have none, or before 1900."""
    for at, value in MOMENTS.of(document):
        if is_no_time(value):
            yield at


def is_no_time(value: str) -> bool:
    """Whether no clock of a missing person's case showed this time."""
    if value[: len(RECENT)] >= RECENT:
        return False
    told = moment(value)
    if told == _EPOCH or told.year < FIRST_YEAR:
        return True
    return told.time() == time.min and told.date().isoformat() in EMPTY_CLOCKS


def only_days_kept(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-135: the report and another event were both exactly at midnight."""
    reported = episode.reported_at
    if reported is None or not is_midnight(reported) or is_no_time(reported):
        return
    found = episode.outcome.found_at if episode.outcome else None
    if is_midnight(episode.recorded_at) or (found and is_midnight(found)):
        yield "/reported_at"


def is_midnight(value: Timestamp) -> bool:
    """Whether the clock, where the moment was written, stood at midnight exactly."""
    return value[11:19] == "00:00:00" and value.moment.time() == time.min


def is_known(value: str | None, recorded: str) -> bool:
    """Whether a moment is told, and is not later than its record or a clock that was not set: rules of their own."""
    return value is not None and not moment(value) > moment(recorded) and not is_no_time(value)


def is_after_day(value: PartialDate, day: date) -> bool:
    """Whether a date is certainly after a day: by its earliest, and never if it says of itself that it is uncertain."""
    return value.earliest() > day and not value.is_qualified


def is_before_day(value: PartialDate, day: date) -> bool:
    """Whether a date is certainly before a day: by its latest, and never if it says of itself that it is uncertain."""
    return value.latest() < day and not value.is_qualified


def last_day_at(value: str) -> date:
    """The latest day that it is anywhere at a moment: that of the offset +14:00."""
    return (moment(value).astimezone(UTC) + timedelta(hours=14)).date()


def first_day_at(value: str) -> date:
    """The earliest day that it is anywhere at a moment: that of the offset -12:00."""
    return (moment(value).astimezone(UTC) - timedelta(hours=12)).date()
