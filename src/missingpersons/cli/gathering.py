"""Which episodes in a run of documents are one person's, and the records of those of whom there are several.

The documents are read twice: the first time little more is kept of each than a few numbers, the second time the
records of one person are kept until all of them have come. Nothing is written down anywhere in between.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from zlib import crc32

from missingpersons import wire
from missingpersons.codes import EpisodeRelation
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.values.dates import moment
from missingpersons.values.identifiers import IDENTIFIERS, Verdict, pnc_id_normal
from missingpersons.values.kind import tidy

ONE_PERSON_S = frozenset(
    {"pnc_id", "cro", "nhs", "chi", "hc", "national_insurance", "passport", "driving_licence", "upn"}
)
"""Schemes whose numbers one person has and nobody else. Library list: a Home Office reference may be a family's."""

HEALTH = frozenset({"nhs", "chi", "hc"})
"""Three health services whose numbers are made alike, so that each is taken under the name of another."""

SAME = frozenset({EpisodeRelation.SAME_PERSON, EpisodeRelation.DUPLICATE, EpisodeRelation.SUPERSEDED})
"""What an episode may be to another that is of the same person."""

HERE = "GBR"
SHORTEST = 5
"""A passport number of another country with fewer characters is taken for no number."""

_NO_EPISODE = -1

Gathered = tuple[tuple[str, Episode], ...]
"""The episodes of one person, each with where it is."""


class Gathering:
    """The documents of a run, as they come, and who of them is one person."""

    def __init__(self) -> None:
        self._sums = array("L")
        self._above = array("q")
        self._holders: dict[int, int] = {}

    def note(self, data: bytes) -> None:
        """Take down what a document tells of who it is about."""
        which = len(self._sums)
        self._sums.append(crc32(data))
        episode, _ = wire.read(data, Episode)
        if episode is None:
            self._above.append(_NO_EPISODE)
            return
        self._above.append(which)
        for key in keys(episode):
            holder = self._holders.setdefault(key, which)
            self._above[self._first(which)] = self._first(holder)

    def several(self, again: Iterable[tuple[str, bytes]]) -> Iterator[Gathered]:
        """The episodes of each person of whom there is more than one, given the same documents once more.

        Raises ``CannotRun`` if they are not the same.
        """
        self._holders.clear()
        sizes = Counter(self._first(which) for which, above in enumerate(self._above) if above != _NO_EPISODE)
        waiting: dict[int, list[tuple[str, Episode]]] = {}
        number = 0
        for which, (source, data) in enumerate(again):
            number = which + 1
            if number > len(self._sums) or self._sums[which] != crc32(data):
                raise CannotRun("a file changed between being read and being read again")
            if self._above[which] == _NO_EPISODE:
                continue
            first = self._first(which)
            if sizes[first] > 1:
                gathered = waiting.setdefault(first, [])
                gathered.append((source, wire.parse(data, Episode)))
                if len(gathered) == sizes[first]:
                    yield tuple(waiting.pop(first))
        if number < len(self._sums):
            raise CannotRun("a file changed between being read and being read again")

    def _first(self, which: int) -> int:
        above = self._above
        while above[which] != which:
            # Each step halves the way for whoever asks next.
            above[which] = above[above[which]]
            which = above[which]
        return which


def keys(episode: Episode) -> Iterator[int]:
    """What an episode shares with others of the same person: numbers that tell nothing by themselves."""
    for parts in _told(episode):
        yield int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest(), "big")


def _told(episode: Episode) -> Iterator[tuple[str, ...]]:
    yield "episode", episode.episode_id
    yield from (("episode", each.episode_id) for each in episode.related if each.relation in SAME)
    if episode.person.person_reference:
        yield "reference", episode.owner_force, episode.person.person_reference
    for each in episode.person.identifiers:
        number = _number(each.scheme, each.value, each.country or HERE, moment(episode.recorded_at).year)
        if number:
            yield ("health" if each.scheme in HEALTH else each.scheme), each.country or HERE, number


def _number(scheme: str, value: str, country: str, year: int) -> str | None:
    """The number in the one form in which equal ones are equal texts. None for what does not tell who it is."""
    if scheme not in ONE_PERSON_S:
        return None
    if country != HERE:
        number = tidy(value)
        return number if scheme == "passport" and len(number) >= SHORTEST else None
    if IDENTIFIERS[scheme].judge(value) is not Verdict.GOOD:
        return None
    return pnc_id_normal(value, year) if scheme == "pnc_id" else IDENTIFIERS[scheme].normal(value)
