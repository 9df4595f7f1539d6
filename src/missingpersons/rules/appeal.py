"""Rules about whether the public may be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.models import Episode
from missingpersons.models.publicity import Publicity
from missingpersons.values.dates import moment


def nothing_may_be_told(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-107: no ground that is in force names anything that the public may be told."""
    if not any(each.scope and is_in_force(each, as_of) for each in episode.publicity):
        yield "/publicity"


def is_in_force(ground: Publicity, as_of: datetime) -> bool:
    """Whether a ground was given, and neither taken back nor run out, at ``as_of``."""
    if ground.given_at and moment(ground.given_at) > as_of:
        return False
    ends = (ground.withdrawn_at, ground.expires_at)
    return all(end is None or moment(end) > as_of for end in ends)
