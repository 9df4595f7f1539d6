"""Several episodes of one person, in order: which of them count, when each had begun, and which came before which."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from missingpersons.codes import EpisodeRelation, Status
from missingpersons.models import Episode
from missingpersons.values.dates import moment

Where = tuple[int, str]
"""Which of the episodes, from 0 in the order in which they were given, and the place in it."""

ONE_DISAPPEARANCE = frozenset({EpisodeRelation.DUPLICATE, EpisodeRelation.SUPERSEDED})
"""What relates two records of one disappearance: whoever wrote that down knows of it already."""


class Spell(NamedTuple):
    """One time of being missing, as far as its record knows it."""

    which: int
    """Which of the records given it is, from 0."""
    episode: Episode
    not_before: datetime
    """The person had not gone missing earlier than this."""
    begun: datetime
    """The person had gone missing by now."""
    found: datetime | None
    """When the person was found, if it is recorded."""


class History:
    """The episodes given as one person's. What is derived from them is derived once, when a rule first asks."""

    def __init__(self, episodes: Sequence[Episode], as_of: datetime | None = None) -> None:
        seen = enumerate(episodes)
        self.given: tuple[tuple[int, Episode], ...] = tuple(
            (index, each) for index, each in seen if as_of is None or moment(each.recorded_at) <= as_of
        )
        """Every record that was there by ``as_of``, with its place among those given."""

    @cached_property
    def current(self) -> dict[str, tuple[int, Episode]]:
        """The newest version of each episode that was not cancelled, by its identity."""
        newest: dict[str, tuple[int, Episode]] = {}
        for index, each in self.given:
            other = newest.get(each.episode_id)
            if other is None or _version(each) > _version(other[1]):
                newest[each.episode_id] = index, each
        return {name: known for name, known in newest.items() if known[1].status is not Status.CANCELLED}

    @cached_property
    def spells(self) -> tuple[Spell, ...]:
        """The times of being missing, in the order in which they had begun: each disappearance once."""
        kept: list[Spell] = []
        seen: set[str] = set()
        for each in sorted((_spell(*known) for known in self.current.values()), key=_order):
            same = self._same_disappearance.get(each.episode.episode_id, each.episode.episode_id)
            if same not in seen:
                seen.add(same)
                kept.append(each)
        return tuple(kept)

    @cached_property
    def begun(self) -> tuple[datetime, ...]:
        """When each time of being missing had begun, in order."""
        return tuple(each.begun for each in self.spells)

    @cached_property
    def last_start(self) -> datetime:
        """The latest moment before which one of them had not begun. There must be one."""
        return max(each.not_before for each in self.spells)

    def earlier(self, spell: Spell) -> int:
        """How many had certainly begun before this one began."""
        return bisect_left(self.begun, spell.not_before)

    @cached_property
    def _same_disappearance(self) -> dict[str, str]:
        """For each episode that is linked as a record of the same disappearance, one identity for all of them."""
        links = (
            (name, other.episode_id)
            for name, (_, episode) in self.current.items()
            for other in episode.related
            if other.relation in ONE_DISAPPEARANCE and other.episode_id in self.current
        )
        return joined(links)


def joined(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For whatever is linked, directly or through others, one of them that stands for all."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while (above := parent.setdefault(name, name)) != name:
            # Each step halves the way up for whoever asks next.
            parent[name] = name = parent[above]
        return name

    for one, other in links:
        parent[root(one)] = root(other)
    return {name: root(name) for name in list(parent)}


def _version(episode: Episode) -> tuple[int, int]:
    return episode.tenure, episode.revision


def _spell(index: int, episode: Episode) -> Spell:
    window = episode.missing_since
    told = (window.latest if window else None) or episode.reported_at or episode.recorded_at
    found = moment(episode.outcome.found_at) if episode.outcome and episode.outcome.found_at else None
    # Whoever was found had gone missing by then.
    begun = min(moment(told), found) if found else moment(told)
    earliest = moment(window.earliest) if window and window.earliest else begun
    return Spell(index, episode, min(earliest, begun), begun, found)


def _order(spell: Spell) -> tuple[datetime, int]:
    return spell.begun, spell.which
