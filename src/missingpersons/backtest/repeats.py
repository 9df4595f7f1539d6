"""How many documents are of an episode that was counted before, in memory that does not grow with their number."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from hashlib import blake2b

from missingpersons.backtest.hiding import Sum

KEPT = 4096
"""Of how many episodes it is remembered how often each came: those with the least digests, which are as good as drawn
by lot. What is said of them is exact."""

_BYTES = 8


def digest_of(episode_id: str) -> int:
    """Eight bytes of the digest of an episode's id, by which it is known again. The id cannot be had back from it."""
    return int.from_bytes(blake2b(episode_id.encode(), digest_size=_BYTES).digest())


@dataclass(slots=True)
class Repeats:
    """How often each of some episodes came. Two that counted different documents add up (``update``)."""

    times: dict[int, int] = field(default_factory=dict)
    more: bool = False
    """Whether there are more episodes than are kept."""
    _greatest: list[int] = field(default_factory=list, compare=False)

    def add(self, digest: int, times: int = 1) -> None:
        """Count an episode that came, ``times`` times."""
        if digest in self.times:
            self.times[digest] += times
            return
        heapq.heappush(self._greatest, -digest)
        self.times[digest] = times
        if len(self.times) > KEPT:
            # Whatever is left out has a greater digest than all that are kept, and so it never comes in again.
            self.more = True
            del self.times[-heapq.heappop(self._greatest)]

    def update(self, other: Repeats) -> None:
        """Count what ``other`` has counted."""
        for digest, times in other.times.items():
            self.add(digest, times)
        self.more = self.more or other.more

    @property
    def again(self) -> Sum:
        """How many documents came after the first of their episode; at the least, if there are more than are kept."""
        return Sum(sum(self.times.values()) - len(self.times), exact=not self.more)
