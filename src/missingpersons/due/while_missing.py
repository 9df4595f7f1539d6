"""What falls due while the person is missing: circulation, the national unit, publicity and the picture."""

from __future__ import annotations

from collections.abc import Iterator

from missingpersons.codes import CaseStatus, Status, UnidentifiedKind
from missingpersons.due.clock import RECORDED, Running
from missingpersons.due.facts import counted_from, is_missing, level_when, line_for, start_of_window
from missingpersons.due.intervals import NOT_ASSESSED, OF_CASES, Intervals
from missingpersons.models import Episode, UnidentifiedCase
from missingpersons.models.doing import Notification
from missingpersons.models.publicity import Publicity
from missingpersons.values.dates import Timestamp

CIRCULATED = "circulate_pnc"
"""The action that circulates nationally. Its due time is this module's, and no agreed action's besides."""

NATIONAL_UNIT = "ukmpu"

NOT_THE_PERSON = frozenset(
    {"mark_or_tattoo", "clothing", "effect", "vehicle", "place", "age_progressed", "reconstruction"}
)
"""What a picture may show without showing what the person looks like now."""


def circulated(episode: Episode, intervals: Intervals) -> Iterator[Running]:
    """MP-K-001: the person is circulated as missing on the national computer."""
    actions = [(index, each) for index, each in enumerate(episode.actions) if each.code == CIRCULATED]
    done = min(((each.done_at, index) for index, each in actions if each.done_at), default=None)
    if episode.status is Status.CANCELLED or not (done or is_missing(episode)):
        return
    done_at = done[0] if done else None
    line = line_for("MP-K-001", episode, intervals, level_when(episode, done_at))
    agreed = min((each.due_at for _, each in actions if each.due_at), default=None)
    if line is None and agreed is None and done is None:
        return
    start = counted_from(episode, line.counts_from if line else ("reported_at",))
    due = agreed or (line.after(start) if line and start else None)
    at = f"/actions/{done[1] if done else actions[0][0]}" if actions else "/actions"
    yield Running("MP-K-001", at, start, due, done_at, done is not None, RECORDED if agreed or not line else line.told)


def unit_told(episode: Episode, intervals: Intervals) -> Iterator[Running]:
    """MP-K-004: the UK Missing Persons Unit is told of a person who is still missing."""
    sent = _sent(episode.notifications)
    if episode.status is Status.CANCELLED or not (sent or is_missing(episode)):
        return
    line = line_for("MP-K-004", episode, intervals, level_when(episode, sent[0] if sent else None))
    start = counted_from(episode, line.counts_from if line else ("reported_at",))
    due = line.after(start) if line and start else None
    yield from _told("MP-K-004", episode.notifications, start, due, line.told if line else None)


def unit_told_of_unidentified(case: UnidentifiedCase, intervals: Intervals) -> Iterator[Running]:
    """MP-K-005: the UK Missing Persons Unit is told of somebody who is still unidentified."""
    if case.kind is UnidentifiedKind.ARTICLES or case.status is CaseStatus.CANCELLED:
        return
    named = case.status is not CaseStatus.OPEN or (case.identification and case.identification.identified_at)
    if named and not _sent(case.notifications):
        return
    # No line of this clock asks for a level or an age.
    line = intervals.line(OF_CASES, NOT_ASSESSED, case.owner_force, child=True)
    start = start_of_window(case.found)
    due = line.after(start) if line and start else None
    yield from _told(OF_CASES, case.notifications, start, due, line.told if line else None)


def publicity_renewed(episode: Episode, intervals: Intervals) -> Iterator[Running]:
    """MP-K-008: the ground for publicity is renewed before it lapses."""
    line = line_for("MP-K-008", episode, intervals, level_when(episode, None))
    for index, each in enumerate(episode.publicity):
        if each.withdrawn_at or episode.status is Status.CANCELLED:
            continue
        due = each.expires_at or (line.after(each.given_at) if line and each.given_at else None)
        if due is None and line is None:
            continue
        renewals = (other.given_at for other in episode.publicity if _renews(other, each))
        renewed = min((given_at for given_at in renewals if given_at), default=None)
        if renewed or is_missing(episode):
            basis = line.told if line and not each.expires_at else RECORDED
            yield Running("MP-K-008", f"/publicity/{index}", each.given_at, due, renewed, renewed is not None, basis)


def photo_renewed(episode: Episode, intervals: Intervals) -> Iterator[Running]:
    """MP-K-009: the newest picture of the person is replaced before it is too old."""
    pictures = [each.taken_on for each in episode.person.photos if each.shows not in NOT_THE_PERSON]
    if episode.preparedness and episode.preparedness.photo_taken_on:
        pictures.append(episode.preparedness.photo_taken_on)
    line = line_for("MP-K-009", episode, intervals, level_when(episode, None))
    if not (pictures and line and is_missing(episode)):
        return
    taken = max((each.earliest() for each in pictures if each), default=None)
    start = Timestamp(f"{taken.isoformat()}T00:00:00Z") if taken else None
    yield Running("MP-K-009", "/person/photos", start, line.after(start) if start else None, basis=line.told)


def _renews(other: Publicity, each: Publicity) -> bool:
    return (
        other is not each
        and other.basis is each.basis
        and other.withdrawn_at is None
        and other.given_at is not None
        and each.given_at is not None
        and other.given_at > each.given_at
        and set(other.scope) >= set(each.scope)
    )


def _sent(notifications: tuple[Notification, ...]) -> tuple[Timestamp, int] | None:
    told = ((each.sent_at, index) for index, each in enumerate(notifications) if each.to == NATIONAL_UNIT)
    return min(((sent_at, index) for sent_at, index in told if sent_at), default=None)


def _told(
    code: str,
    notifications: tuple[Notification, ...],
    start: Timestamp | None,
    due: Timestamp | None,
    basis: str | None,
) -> Iterator[Running]:
    to_unit = [(index, each) for index, each in enumerate(notifications) if each.to == NATIONAL_UNIT]
    agreed = min((each.due_at for _, each in to_unit if each.due_at), default=None)
    sent = _sent(notifications)
    if basis is None and agreed is None and sent is None:
        return
    # Urgent cases are told of earlier. What was agreed never puts off what the interval asks for.
    sooner = agreed is not None and (due is None or agreed < due)
    place = sent[1] if sent else to_unit[0][0] if to_unit else None
    yield Running(
        code,
        "/notifications" if place is None else f"/notifications/{place}",
        start,
        agreed if sooner else due,
        sent[0] if sent else None,
        sent is not None,
        RECORDED if sooner or basis is None else basis,
    )
