"""Rules about one version of an episode that is given more than once."""

from __future__ import annotations

from collections.abc import Iterator

from missingpersons.models import Episode
from missingpersons.rules.together.history import History, Where


def forked(history: History) -> Iterator[Where]:
    """MP-R-250: one version of an episode is given twice, and not alike."""
    for records in _versions(history):
        if any(each != records[0][1] for _, each in records):
            yield from ((index, "/revision") for index, _ in records)


def given_twice(history: History) -> Iterator[Where]:
    """MP-R-251: one version of an episode is given twice, word for word."""
    for records in _versions(history):
        if all(each == records[0][1] for _, each in records):
            yield from ((index, "/revision") for index, _ in records[1:])


def _versions(history: History) -> Iterator[list[tuple[int, Episode]]]:
    """The records of each version, in the order given."""
    versions: dict[tuple[str, int, int], list[tuple[int, Episode]]] = {}
    for index, each in history.given:
        versions.setdefault((each.episode_id, each.tenure, each.revision), []).append((index, each))
    return iter(versions.values())
