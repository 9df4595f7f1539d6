"""Folds what was found in many documents into counts, in memory that does not grow with their number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import NamedTuple, TypeVar

from missingpersons.codes import codelist
from missingpersons.due.facts import may_be_child, start_of_window
from missingpersons.findings import Severity, profiles
from missingpersons.models import Episode
from missingpersons.rules.judged import Judged, gravities
from missingpersons.values.dates import moment

UNREADABLE = "unreadable"
"""What a document counts as that cannot be read: nobody knows what it is."""

UNLISTED = "unlisted"
"""The force of an episode whose owner is on no list. Its own word is not shown: it may be anything."""

HOW_THINGS_STAND = frozenset({"MP-R-100", "MP-R-101"})
"""Codes that say how things stand, found or still missing, and are no fault: there is nothing to mend."""

CHILD, ADULT = "may be a child", "adult"
"""Whether an episode may be about a child. Where nothing tells the age, it may."""


_Key = TypeVar("_Key")


class Cell(NamedTuple):
    """What episodes are counted by."""

    force: str
    age: str
    ready: tuple[str, ...]
    """The profiles that they are ready for."""
    standing: tuple[str, ...]
    """The profiles that are no question as things stand: to be closed, when somebody is still missing."""


AT_ONCE = 3
"""How many codes are counted as standing together between an episode and a purpose. More is not soon mended."""


@dataclass(slots=True)
class Quality:
    """What was found in many documents, as counts.

    Two that counted different documents add up: ``merge`` gives what one would have that counted all. Its
    size is bounded by the standard's own codes, places, forces and profiles, however many documents there are.
    """

    documents: Counter[str] = field(default_factory=Counter)
    """Documents, by type; those that cannot be read are ``unreadable``."""
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Findings, by code and place, with ``*`` for any entry of a list."""
    holding: Counter[str] = field(default_factory=Counter)
    """Documents in which a code was found, by code."""
    faulty: Counter[str] = field(default_factory=Counter)
    """Documents with an error for a profile, by profile: those of every type, and those that cannot be read."""
    episodes: Counter[Cell] = field(default_factory=Counter)
    """Episodes that can be read, by owner, by age, by what they are ready for, and by what is no question for them."""
    stops: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Episodes that a code keeps from being ready, by profile and code, where the profile is a question."""
    ways: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    """The same by all that keeps them from it, in the order of the codes, where that is at most ``AT_ONCE`` codes."""
    unread: Counter[str] = field(default_factory=Counter)
    """Documents that cannot be read, by a code that was found in them."""
    unread_alone: Counter[str] = field(default_factory=Counter)
    """Those of them in which no other code was found."""

    def add(self, judged: Judged) -> None:
        """Count one document."""
        places = [(code, starred(at)) for code, at in judged.places]
        places += [(each.code, starred(each.at)) for each in judged.read]
        found = frozenset([code for code, _ in places])
        verdict = _verdict(found)
        record = judged.record
        self.documents[str(record.document_type) if record else UNREADABLE] += 1
        _count(self.faulty, verdict.faulty)
        _count(self.holding, found)
        _count(self.found, places)
        if record is None:
            _count(self.unread, found)
            if len(found) == 1:
                _count(self.unread_alone, found)
        elif isinstance(record, Episode):
            self.episodes[Cell(_force(record), _age(record), verdict.ready, verdict.standing)] += 1
            _count(self.stops, verdict.stops)
            _count(self.ways, verdict.ways)

    def merge(self, other: Quality) -> None:
        """Count what ``other`` has counted."""
        for each in fields(self):
            getattr(self, each.name).update(getattr(other, each.name))

    @property
    def total(self) -> int:
        """How many documents were counted."""
        return self.documents.total()


def _count(counts: Counter[_Key], some: Iterable[_Key]) -> None:
    # For so few at a time, Counter.update takes longer to find out what it was given than to count it.
    for each in some:
        counts[each] += 1


class _Verdict(NamedTuple):
    """What a set of codes means for each profile."""

    ready: tuple[str, ...]
    faulty: tuple[str, ...]
    standing: tuple[str, ...]
    stops: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, tuple[str, ...]], ...]


# Documents of one source have much the same codes: a verdict is seldom worked out twice, and never kept for long.
@lru_cache(maxsize=4096)
def _verdict(found: frozenset[str]) -> _Verdict:
    wrong = {
        name: tuple(sorted(code for code in found if gravities(name)[code] is Severity.ERROR)) for name in profiles()
    }
    stopped = {name: codes for name, codes in wrong.items() if codes and HOW_THINGS_STAND.isdisjoint(codes)}
    return _Verdict(
        ready=tuple(name for name, codes in wrong.items() if not codes),
        faulty=tuple(name for name, codes in wrong.items() if codes),
        standing=tuple(name for name, codes in wrong.items() if not HOW_THINGS_STAND.isdisjoint(codes)),
        stops=tuple((name, code) for name, codes in stopped.items() for code in codes),
        ways=tuple((name, codes) for name, codes in stopped.items() if len(codes) <= AT_ONCE),
    )


_INDEX = re.compile(r"/[0-9]+(?=/|$)")


@lru_cache(maxsize=4096)
def starred(at: str) -> str:
    """A place with ``*`` for any entry of a list, and without the names of an owner's own fields.

    >>> starred("/person/names/0/family"), starred("/extensions/uk.police.test-north/beat")
    ('/person/names/*/family', '/extensions')
    """
    head, extensions, _ = at.partition("/extensions")
    return _INDEX.sub("/*", head) + extensions


def _force(episode: Episode) -> str:
    slug = str(episode.owner_force)
    return slug if slug in codelist("forces").entries else UNLISTED


def _age(episode: Episode) -> str:
    day = moment(start_of_window(episode.missing_since) or episode.recorded_at).date()
    return CHILD if may_be_child(episode.person, day) else ADULT
