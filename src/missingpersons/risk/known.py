"""What an episode shows to have been known at a moment, known only later, or known nobody says when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from missingpersons.models import Episode
from missingpersons.risk.elapsed import MISSING_SINCE_EARLIEST, MISSING_SINCE_LATEST, REPORTED_AT
from missingpersons.risk.facts import NO, RECORDED, Fact
from missingpersons.risk.heard import Heard, gravest, recorded
from missingpersons.risk.indicators import derived
from missingpersons.values.dates import Timestamp, moment

MISSING_SINCE = "/missing_since"

_DECISIONS = ("/referral/reasonable_grounds", "/referral/conclusive_grounds")
"""What is decided on a referral comes after it: the time of the referral says nothing of it."""

_OF_THE_REPORT = frozenset({REPORTED_AT, MISSING_SINCE_EARLIEST, MISSING_SINCE_LATEST})
"""What a report says of itself. It is known from the report on, and alone it is no evidence of anything."""


@dataclass(frozen=True, eq=False, repr=False)
class Known:
    """The two ends of what may have been known at a moment.

    ``least`` is how the questions stood if the undated facts that would raise nothing are all that came in; ``most``
    if those came in that raise. Whatever was known, what a policy called for lies between what it calls for in both.
    """

    least: Heard
    most: Heard
    shown: Heard
    """How the questions stood by what is shown to have been known, and nothing else."""
    evidence: bool
    """Whether any fact, beyond the times of the report, is shown to have been known."""
    known: tuple[str, ...]
    later: tuple[str, ...]
    undated: tuple[str, ...]


class Times:
    """When each field of an episode was known, as far as the episode says."""

    __slots__ = ("_answered", "_below", "_found", "_own", "_told")

    def __init__(self, episode: Episode) -> None:
        self._found: dict[str, datetime | None] = {}
        self._told: dict[str, datetime] = {}
        self._below: dict[str, datetime] = {}
        """The earliest that any provenance says, at each place itself and anywhere below each place."""
        for each in episode.provenance:
            if each.obtained_at is not None:
                when = moment(each.obtained_at)
                _keep_earliest(self._told, each.at, when)
                for place in _upwards(each.at):
                    _keep_earliest(self._below, place, when)
        self._answered = {
            f"/answers/{index}": moment(each.answered_at)
            for index, each in enumerate(episode.answers)
            if each.answered_at is not None
        }
        own: dict[str, Timestamp | None] = dict.fromkeys((REPORTED_AT, MISSING_SINCE), episode.reported_at)
        found_at = episode.outcome.found_at if episode.outcome is not None else None
        own["/outcome"] = found_at
        if episode.return_interview is not None:
            own["/return_interview"] = episode.return_interview.held_at or found_at
        if episode.referral is not None:
            own["/referral"] = episode.referral.referred_at
            decided = (episode.referral.reasonable_grounds_at, episode.referral.conclusive_grounds_at)
            own.update(zip(_DECISIONS, decided, strict=True))
        own.update((f"/related/{index}", each.decided_at) for index, each in enumerate(episode.related))
        own.update((f"/actions/{index}", each.agreed_at or each.done_at) for index, each in enumerate(episode.actions))
        own.update((f"/notifications/{index}", each.sent_at) for index, each in enumerate(episode.notifications))
        self._own = {at: moment(when) for at, when in own.items() if when is not None}

    def of(self, at: str) -> datetime | None:
        """When the field at ``at`` was known; None if nothing says so.

        What has a time of its own is known from then: an answer from answered_at, the report from reported_at, the
        referral from referred_at and each decision on it from its own, a related episode from decided_at, an action
        from agreed_at, or else done_at, a notification from sent_at, the outcome from found_at, the return interview
        from held_at, or else found_at; and whatever is in it. The provenance of the list around it says nothing of that
        entry. Provenance at its own place may say that an answer was known earlier, and of anything else when the force
        came to know; that of a part may only say that it was earlier. Whatever has no time of its own was known from
        obtained_at of the provenance at its own place, or else at the nearest place above it, or else the earliest
        below it.
        """
        if at not in self._found:
            self._found[at] = self._of(at)
        return self._found[at]

    def _of(self, at: str) -> datetime | None:
        answered = self._answered.get(at)
        if answered is not None:
            return min(answered, self._below.get(at, answered))
        for place in _upwards(at):
            told, own = self._told.get(place), self._own.get(place)
            if told is not None:
                return told
            if own is not None and (place == at or at not in _DECISIONS):
                return min(own, self._below.get(at, own))
        return self._below.get(at)


def _upwards(at: str) -> Iterator[str]:
    """A place, and every place above it, the nearest first."""
    while at:
        yield at
        at = at.rpartition("/")[0]


def _keep_earliest(of: dict[str, datetime], place: str, when: datetime) -> None:
    of[place] = min(when, of.get(place, when))


def known_at(episode: Episode, then: datetime, times: Times) -> Known:
    """What ``episode`` shows to have been known at ``then``.

    A fact is known when every field that gives it is. Whatever the document holds was known when it was recorded. What
    came in later takes nothing away: where a field of ``_TAKES`` did, the facts are those without it. Where nobody says
    when one came in, the facts without it may have been all: they are in ``most``.
    """
    all_known = moment(episode.recorded_at) <= then
    known: list[Fact] = []
    later: list[Fact] = []
    undated: list[Fact] = []
    perhaps: list[Fact] = []
    shown = derived(episode, then)
    if not all_known and (given := {at: times.of(at) for at in _taking(episode)}):
        before = _without(episode, [at for at, when in given.items() if when is not None and when > then])
        if before is not episode:
            later += [each for each in shown if (when := _when(each, times)) is not None and when > then]
            shown = derived(before, then)
        if silent := [at for at, when in given.items() if when is None]:
            alone = derived(_without(before, silent), then)
            perhaps = [each for each in alone if (when := _when(each, times)) is not None and when <= then]
    for fact in (*recorded(episode), *shown):
        when = then if all_known else _when(fact, times)
        if when is None:
            undated.append(fact)
        elif when <= then:
            known.append(fact)
        else:
            later.append(fact)
    gravest_undated: dict[str, int] = {}
    for fact in undated:
        gravest_undated[fact.question] = max(fact.gravity, gravest_undated.get(fact.question, NO))
    # Of what may or may not have been known, a no can only quieten, and beside anything as grave it does not.
    quiet = [each for each in undated if each.gravity == NO]
    loud = [each for each in undated if gravest_undated[each.question] > NO]
    return Known(
        least=_heard([*known, *quiet]),
        most=_heard([*known, *loud, *perhaps]),
        shown=_heard(known),
        evidence=any(set(fact.at) - _OF_THE_REPORT for fact in known),
        known=_places(known),
        later=_places(later),
        undated=_places(undated),
    )


_TAKES = {
    ("person",): ("date_of_birth",),
    ("person", "age"): ("min", "max", "basis", "at"),
    ("missing_since",): ("earliest", "latest"),
}
"""The fields that may take a fact away, beside those of a medicine: another date goes before the one that gave it."""


def _taking(episode: Episode) -> Iterator[str]:
    """The places of the fields of ``episode`` that may take a fact away that is there without them."""
    for path, names in _TAKES.items():
        record: Any = episode
        for name in path:
            record = getattr(record, name) if record is not None else None
        for name in names:
            if record is not None and getattr(record, name) is not None:
                yield f"/{'/'.join(path)}/{name}"
    for index, each in enumerate(episode.person.medication):
        if each.hours_until_serious is not None:
            yield f"/person/medication/{index}/hours_until_serious"


def _without(episode: Episode, places: Iterable[str]) -> Episode:
    """``episode`` as if nothing were recorded at ``places``; itself if there are none."""
    for at in places:
        episode = _cleared(episode, at.split("/")[1:])
    return episode


def _cleared(record: Any, path: list[str]) -> Any:
    """A copy of a record, or of a list of them, as if nothing were recorded where ``path`` leads."""
    name, *rest = path
    if isinstance(record, tuple):
        return tuple(_cleared(each, rest) if str(index) == name else each for index, each in enumerate(record))
    return record.model_copy(update={name: _cleared(getattr(record, name), rest) if rest else None})


def _when(fact: Fact, times: Times) -> datetime | None:
    moments = [times.of(at) for at in fact.at]
    dated = [each for each in moments if each is not None]
    return max(dated) if len(dated) == len(moments) else None


def _heard(facts: list[Fact]) -> Heard:
    answers = [each for each in facts if each.source == RECORDED]
    return Heard(gravest(answers), gravest(each for each in facts if each.source != RECORDED))


def _places(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(at for fact in facts for at in fact.at if at not in _OF_THE_REPORT))
