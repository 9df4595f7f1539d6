"""Rules about the order of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from missingpersons.models import AnyDocument, Episode
from missingpersons.models._routes import Routes, of_kind
from missingpersons.models.common import Window
from missingpersons.rules.moments import is_no_time, is_recorded_too_soon
from missingpersons.values.dates import Timestamp, moment

WINDOWS = Routes(of_kind(Window))


def found_before_missing(episode: Episode, as_of: datetime) -> Sequence[str]:
    """MP-R-001: the person was found before they went missing."""
    return (
        ("/outcome/found_at",)
        if episode.outcome and _is_before_gone(episode.outcome.found_at, episode.missing_since, as_of)
        else ()
    )


def reported_before_missing(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-002: the report was made before the person went missing."""
    reported = episode.reported_at
    if _is_before_gone(reported, episode.missing_since, as_of) and reported and not is_no_time(reported):
        yield "/reported_at"


def is_turned_round(window: Window) -> bool:
    """Whether the span ends before it begins."""
    return window.earliest is not None and window.latest is not None and window.latest < window.earliest


def window_ends_before_it_begins(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-003: a span of time ends before it begins."""
    return WINDOWS.where(document, is_turned_round)


def recorded_before_reported(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-004: this version was recorded before the report was made."""
    if is_recorded_too_soon(episode, as_of):
        yield "/recorded_at"


def in_the_future(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-005: something is said to have happened later than the moment it is judged from."""
    reported, missing = episode.reported_at, _earliest(episode.missing_since)
    if reported and moment(reported) > as_of:
        yield "/reported_at"
    if episode.outcome and episode.outcome.found_at and moment(episode.outcome.found_at) > as_of:
        yield "/outcome/found_at"
    if missing and moment(missing) > as_of:
        yield "/missing_since/earliest"


def found_before_reported(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-006: the person was found before the report was made."""
    if not episode.outcome or not _before(episode.outcome.found_at, episode.reported_at):
        return
    if not found_before_missing(episode, as_of):
        yield "/outcome/found_at"


def seen_before_missing(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-007: a sighting ended before the person can have gone missing."""
    missing = _earliest(episode.missing_since)
    for index, sighting in enumerate(episode.sightings):
        if sighting.window and _before(sighting.window.latest, missing):
            yield f"/sightings/{index}/window"


def _is_before_gone(when: Timestamp | None, since: Window | None, as_of: datetime) -> bool:
    """Whether it was before the person can have gone missing: by a time that MP-R-005 and MP-R-134 leave standing."""
    gone = _earliest(since)
    return gone is not None and _before(when, gone) and not moment(gone) > as_of and not is_no_time(gone)


def _earliest(window: Window | None) -> Timestamp | None:
    return window.earliest if window else None


def _before(first: Timestamp | None, second: Timestamp | None) -> bool:
    return first is not None and second is not None and first < second
