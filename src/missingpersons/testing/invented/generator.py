"""Invented episodes without end: the same from the same seed, on every machine and every version of Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import count as counting
from itertools import islice
from typing import Any

from missingpersons.testing.invented.chance import Chance
from missingpersons.testing.invented.clock import DAY, day_of, minute_of
from missingpersons.testing.invented.course import course
from missingpersons.testing.invented.episode import episode
from missingpersons.testing.invented.person import Individual, individual
from missingpersons.testing.invented.plots import plots

BLOCK = 64
"""How many episodes are made together: those of one person are all in one block."""

_FIRST, _LAST = minute_of(date(2024, 6, 1)), minute_of(date(2026, 6, 1))
"""Between which days the first episode of anybody begins."""

_HOURS = (6, 7, 8, 8, 9, 10, 11, 12, 13, 14, 15, 15, 16, 16, 17, 18, 18, 19, 19, 20, 20, 21, 21, 22, 23)
"""At which hours: most people are last seen in the evening."""

_MOST = 8
"""How many episodes are told of one person at most."""

# What ``wire.encode`` writes, from an encoder that is made once.
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


class Generator:
    """Invented people and their episodes.

    More than half of the episodes are of children, some of whom have many. Rules find no error in any of them. Nobody
    exists: names are made up, telephone numbers are from Ofcom's ranges for drama, and forces, postcodes and
    identifiers are reserved for tests or marked as such.

    >>> first, again = (next(Generator(seed=14).documents(1)) for _ in range(2))
    >>> first == again
    True
    """

    def __init__(self, seed: int = 0) -> None:
        if seed < 0:
            raise ValueError("a seed is nought or more")
        self.seed = seed
        self._plots = tuple(each for each in plots() for _ in range(each.share))

    def documents(self, count: int | None = None) -> Iterator[bytes]:
        """``count`` episodes, or without end, each as the bytes that ``dump`` would write: one line of NDJSON."""
        return islice((each for number in counting() for each in self.block(number)), count)

    def episodes(self, count: int | None = None) -> Iterator[dict[str, Any]]:
        """The same episodes as JSON trees, each your own to change."""
        return map(json.loads, self.documents(count))

    def people(self, count: int | None = None) -> Iterator[dict[str, Any]]:
        """``count`` people, or without end, each as the ``person`` of the first episode that is told of them."""
        return islice(self._people(), count)

    def block(self, number: int) -> list[bytes]:
        """The episodes from ``BLOCK`` times ``number`` on, ``BLOCK`` of them, in the order of their reports."""
        return [_encode(tree).encode() for tree in self._trees(number)]

    def _people(self) -> Iterator[dict[str, Any]]:
        for number in counting():
            known: set[str] = set()
            for tree in map(json.loads, self.block(number)):
                person = tree["person"]
                if person["person_reference"] not in known:
                    known.add(person["person_reference"])
                    yield person

    def _trees(self, number: int) -> list[dict[str, Any]]:
        """The trees of a block. They share parts with one another: not to be given away."""
        c = Chance(self.seed, number)
        made: list[tuple[int, dict[str, Any]]] = []
        while len(made) < BLOCK:
            made.extend(self._life(c, BLOCK * number + len(made) + 1))
        return [tree for _, tree in sorted(made[:BLOCK], key=_reported)]

    def _life(self, c: Chance, number: int) -> Iterator[tuple[int, dict[str, Any]]]:
        """The episodes of one person, each with the minute of its report."""
        plot = c.one(self._plots)
        begins = _some_time(c, c.between(_FIRST, _LAST))
        who = individual(c, plot, day_of(begins), number)
        for each in range(number, number + _MOST):
            again = c.random() < plot.again
            when = course(c, plot, begins, last=not again)
            tree = episode(c, who, when, each)
            yield when.reported, tree
            begins = _some_time(c, when.recorded + c.between(DAY, 40 * DAY))
            died = "fatal_outcome" in tree.get("outcome", {})
            if died or not again or who.age_on(day_of(begins)) > plot.ages[1]:
                return
            who.episodes.append((tree["episode_id"], tree["missing_since"]["earliest"], tree["outcome"]["found_at"]))
            _remember(who, tree)


def _remember(who: Individual, tree: dict[str, Any]) -> None:
    """What came of an episode, for whoever takes the next report."""
    interview = tree.get("return_interview", {})
    spoken = {} if interview.get("may_be_shared") == "no" else interview
    for kept, name, parts in (
        (who.harms, "harms", (tree["outcome"], spoken)),
        (who.signs, "exploitation_indicators", (tree, spoken)),
    ):
        told = dict.fromkeys(code for part in parts for code in part.get(name, ()))
        kept.extend(code for code in told if code not in kept)


def _some_time(c: Chance, minute: int) -> int:
    """A time at which people go missing, on the day of ``minute`` or the day after."""
    return minute // DAY * DAY + DAY + c.one(_HOURS) * 60 + c.below(60)


def _reported(each: tuple[int, dict[str, Any]]) -> int:
    return each[0]
