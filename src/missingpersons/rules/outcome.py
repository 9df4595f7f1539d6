"""Rules about being found, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Status
from missingpersons.models import Episode
from missingpersons.rules.ending import is_dead


def found_but_open(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-050: the person was found, and the episode is still open."""
    if episode.status is Status.OPEN and episode.outcome and episode.outcome.found_at:
        yield "/status"


def closed_without_prevention_interview(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-051: the episode is closed, and no prevention interview is recorded."""
    if episode.status is not Status.CLOSED or is_dead(episode.outcome):
        return
    if episode.prevention_interview is None or episode.prevention_interview.held_at is None:
        yield "/prevention_interview"


def located_without_found_time(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-052: the person is said to be found, and it is not recorded when."""
    if episode.status in (Status.LOCATED, Status.CLOSED) and not (episode.outcome and episode.outcome.found_at):
        yield "/outcome"


def not_missing(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-100: the person is no longer missing."""
    if episode.status is not Status.OPEN:
        yield "/status"


def still_missing(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-101: nothing says that the person was found."""
    if episode.status is Status.OPEN and (episode.outcome is None or episode.outcome.found_at is None):
        yield "/outcome"
