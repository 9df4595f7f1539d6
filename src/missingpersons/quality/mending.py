"""What to mend first: what the most becomes readable or ready by, counted and not guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from missingpersons.findings import Severity
from missingpersons.quality.fold import HOW_THINGS_STAND, Quality
from missingpersons.quality.tables import gravest, in_question


@dataclass(frozen=True, slots=True)
class Mend:
    """One code, and what comes of mending it, and nothing else, wherever it was found."""

    code: str
    severity: Severity
    """How grave it is for the gravest of the purposes asked about."""
    documents: int
    """Documents in which it was found."""
    unread: int
    """Documents that cannot be read in which it was found."""
    readable: int
    """Those of them in which nothing else was found. What they are ready for once they are read, nobody knows yet."""
    gains: Mapping[str, int]
    """Episodes that become ready, by profile: nothing else keeps them from it."""
    stops: Mapping[str, int]
    """Episodes that it keeps from being ready, alone or with others, by profile."""

    @property
    def gain(self) -> int:
        """Verdicts that become *ready*: an episode that becomes ready for two purposes counts twice."""
        return sum(self.gains.values())

    @property
    def stopped(self) -> int:
        """Verdicts of *not ready* that it has a part in."""
        return sum(self.stops.values())


def mend_first(quality: Quality, asked: Iterable[str] = ()) -> tuple[Mend, ...]:
    """Every code found that can be mended, in the order in which mending it helps most.

    First what keeps documents from being read: the more that nothing else is found in, the sooner. Then what
    the most episodes become ready by, over the purposes ``asked`` (left out: all eight); then what stops the
    most together with other codes; then warnings, and advice, by how many documents they are in. A code that
    says how things stand is no fault, and one that no purpose in question asks about is left out.
    """
    asked = in_question(quality, asked)
    mends = [
        Mend(
            code,
            severity,
            documents,
            quality.unread[code],
            quality.unread_alone[code],
            {name: quality.ways[name, (code,)] for name in asked if quality.ways[name, (code,)]},
            {name: quality.stops[name, code] for name in asked if quality.stops[name, code]},
        )
        for code, documents in quality.holding.items()
        if code not in HOW_THINGS_STAND and (severity := gravest(code, asked))
    ]
    return tuple(sorted(mends, key=_order))


@dataclass(frozen=True, slots=True)
class Way:
    """The codes that bring the most episodes to one purpose when they are mended together."""

    codes: tuple[str, ...]
    episodes: int
    """Episodes that become ready: nothing but these codes, or some of them, keeps them from it."""


def shortest_way(quality: Quality, profile: str) -> Way | None:
    """What to mend together for one purpose: at most three codes, the fewest where two ways bring as many.

    None where everything is ready, or more than that stands between every episode and the purpose.
    """
    ways = {codes: number for (name, codes), number in quality.ways.items() if name == profile}
    brought = [Way(codes, sum(number for some, number in ways.items() if set(some) <= set(codes))) for codes in ways]
    return min(brought, key=lambda way: (-way.episodes, len(way.codes), way.codes), default=None)


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def _order(each: Mend) -> tuple[bool, int, int, int, int, int, str]:
    return (
        not each.unread,
        -each.readable,
        -each.gain,
        -each.stopped,
        _RANK[each.severity],
        -each.documents,
        each.code,
    )
