"""Rules about what every report needs: a time, a decision on risk, something to do, and a time to look again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Status
from missingpersons.models import Episode


def no_report_time(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-040: it is not recorded when the police were told."""
    if episode.reported_at is None:
        yield "/reported_at"


def no_missing_time(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-041: it is not recorded since when the person is missing."""
    window = episode.missing_since
    if window is None or (window.earliest is None and window.latest is None):
        yield "/missing_since"


def open_without_action(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-042: nothing was agreed to be done in an episode that is open."""
    if episode.status is Status.OPEN and not episode.actions:
        yield "/actions"


def open_without_review_time(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-043: no time was set to look again at an episode that is open."""
    if episode.status is not Status.OPEN or episode.review_due_at:
        return
    if not any(each.review_due_at for each in episode.assessments):
        yield "/review_due_at"


def open_without_contact(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-044: it is not recorded how another force reaches whoever leads an open episode."""
    if episode.status is not Status.OPEN:
        return
    if episode.officer_in_charge is None or episode.officer_in_charge.contact_point is None:
        yield "/officer_in_charge"
