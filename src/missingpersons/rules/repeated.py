"""Rules about what is said twice: alike, so that it counts twice, or differently, so that neither can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.models import Episode, UnidentifiedCase
from missingpersons.models._base import Record

COUNTED = (
    ("call_references", "reference"),
    ("actions", "code"),
    ("notifications", "to"),
    ("sightings", "text"),
    ("related", "episode_id"),
)
"""Lists whose entries are counted, each with a field that two equal entries have alike."""

_UNSETTLED = frozenset({"other", "unknown"})


def entry_repeated(document: Episode | UnidentifiedCase, _: datetime) -> Iterator[str]:
    """MP-R-240: an entry of a list is repeated word for word."""
    values = document.__dict__
    for name, key in COUNTED:
        entries: tuple[Record, ...] = values.get(name, ())
        # Most lists have no two entries of one kind, and then nothing need be compared as a whole.
        if len(entries) < 2 or len({entry.__dict__[key] for entry in entries}) == len(entries):
            continue
        known: set[Record] = set()
        for index, entry in enumerate(entries):
            if entry in known:
                yield f"/{name}/{index}"
            known.add(entry)


def two_kinds_of_place(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-244: the place that the person is missing from is said to be of two kinds."""
    missing_from = episode.missing_from
    if missing_from is None or missing_from.place is None:
        return
    kinds = (missing_from.kind, missing_from.place.kind)
    if None not in kinds and kinds[0] != kinds[1] and _UNSETTLED.isdisjoint(kinds):
        yield "/missing_from/place/kind"
