"""Rules about what the person said in the return interview, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from missingpersons.codes import Answer
from missingpersons.models import Episode

NO_HARM = frozenset({"none", "unknown"})


def said_but_not_recorded(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-196: the person speaks of harm or exploitation, and the record knows of none."""
    said = episode.return_interview
    if said is None or said.may_be_shared is Answer.NO:
        return
    if _harm(said.harms) and not _harm(episode.outcome.harms if episode.outcome else ()):
        yield "/outcome/harms"
    if said.exploitation_indicators and not episode.exploitation_indicators:
        yield "/exploitation_indicators"


def not_to_be_shared(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-197: the person does not want it shared what they said, and it is in the record."""
    said = episode.return_interview
    if said is None or said.may_be_shared is not Answer.NO:
        return
    if said.where or said.with_whom or said.notes:
        yield "/return_interview"


def _harm(codes: Collection[str]) -> bool:
    return not NO_HARM.issuperset(codes)
