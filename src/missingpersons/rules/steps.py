"""Rules about steps that follow one another: agreed and done, made and ruled out, decided and decided again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from missingpersons.models import AnyDocument, Episode
from missingpersons.models._base import Record
from missingpersons.models._routes import Routes, of_kind
from missingpersons.models.circumstances import Hypothesis
from missingpersons.models.common import Address
from missingpersons.models.doing import Action
from missingpersons.models.exploitation import NrmReferral
from missingpersons.models.found import PreventionInterview, ReturnInterview
from missingpersons.models.publicity import Publicity
from missingpersons.models.risk import RiskAssessment
from missingpersons.rules.moments import AHEAD, MAY_COME, is_known, is_no_time
from missingpersons.values.dates import Timestamp

BEFORE_THE_REPORT = timedelta(hours=1)
"""Library grace. Whoever takes the call may grade it before the report has its time."""

ENDS: Mapping[type[Record], tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        Hypothesis: (("made_at", "ruled_out_at"),),
        NrmReferral: (
            ("referred_at", "reasonable_grounds_at"),
            ("reasonable_grounds_at", "conclusive_grounds_at"),
            ("referred_at", "conclusive_grounds_at"),
        ),
        Publicity: (("given_at", "expires_at"), ("given_at", "withdrawn_at")),
    }
)
"""What cannot end, or be decided, before it began: the earlier step and the later."""

AGREED: Mapping[type[Record], tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        Action: (("agreed_at", "due_at"), ("agreed_at", "done_at")),
        PreventionInterview: (("offered_at", "held_at"),),
        ReturnInterview: (("offered_at", "held_at"),),
    }
)
"""What is hardly due or done before it was agreed or offered."""

_ADDRESSES = Routes(of_kind(Address))
_ENDING = tuple(Routes(of_kind(kind)) for kind in ENDS)
_AGREEING = tuple(Routes(of_kind(kind)) for kind in AGREED)


def _turned_round(part: Record, steps: tuple[tuple[str, str], ...], recorded: str) -> list[Timestamp]:
    """The later steps that are told as earlier, where both can be true of the record: others are another rule's."""
    told = part.__dict__
    return [
        told[then]
        for first, then in steps
        if told[first] is not None and told[then] is not None and told[then] < told[first]
        if _counts(first, told[first], recorded) and _counts(then, told[then], recorded)
    ]


def _counts(name: str, told: Timestamp, recorded: str) -> bool:
    """Whether a step can be true of the record. What may come later is not judged by when it was recorded."""
    return name in AHEAD or (not is_no_time(told) if name in MAY_COME else is_known(told, recorded))


def is_ended_too_soon(part: Record) -> bool:
    """Whether something ended, or was decided, before it began."""
    told = part.__dict__
    for first, then in ENDS[type(part)]:
        if told[first] is not None and told[then] is not None and told[then] < told[first]:
            return True
    return False


def is_left_too_soon(address: Address) -> bool:
    """Whether the person left an address before they came to it."""
    since, until = address.since, address.until
    if since is None or until is None or since.is_qualified or until.is_qualified:
        return False
    return until.latest() < since.earliest()


def is_agreed_too_late(action: Action) -> bool:
    """Whether an action is due or done before it was agreed."""
    agreed, due, done = action.agreed_at, action.due_at, action.done_at
    return agreed is not None and ((due is not None and due < agreed) or (done is not None and done < agreed))


def is_offered_too_late(interview: PreventionInterview | ReturnInterview) -> bool:
    """Whether an interview was held before it was offered."""
    offered, held = interview.offered_at, interview.held_at
    return offered is not None and held is not None and held < offered


def ends_before_it_begins(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-121: something ended, or was decided, before it began."""
    recorded = document.recorded_at
    for routes in _ENDING:
        for at, part in routes.of(document):
            if _turned_round(part, ENDS[type(part)], recorded):
                yield at
    yield from _ADDRESSES.where(document, is_left_too_soon)


def done_before_agreed(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-122: something is due, done or held before it was agreed or offered."""
    recorded = document.recorded_at
    found = document.outcome.found_at if isinstance(document, Episode) and document.outcome else None
    for routes in _AGREEING:
        for at, part in routes.of(document):
            turned = _turned_round(part, AGREED[type(part)], recorded)
            # An interview before the person was found is MP-R-128.
            if turned and not (found and not isinstance(part, Action) and turned[0] < found):
                yield at


def review_due_too_soon(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-123: a review is due before the decision or the report that it follows."""
    for index, each in enumerate(episode.assessments):
        due, assessed = each.review_due_at, each.assessed_at
        if due and assessed and due < assessed and is_known(assessed, episode.recorded_at):
            yield f"/assessments/{index}/review_due_at"
    due, reported = episode.review_due_at, episode.reported_at
    if due and reported and due < reported and _is_settled(reported, episode, as_of):
        yield "/review_due_at"


def assessed_before_reported(episode: Episode, as_of: datetime) -> Sequence[str]:
    """MP-R-125: a decision on risk is dated more than an hour before the police were told."""
    first = next((at for at, each in enumerate(episode.assessments) if _is_before_report(each, episode, as_of)), None)
    return () if first is None else (f"/assessments/{first}/assessed_at",)


def _is_before_report(assessment: RiskAssessment, episode: Episode, as_of: datetime) -> bool:
    assessed, reported = assessment.assessed_at, episode.reported_at
    if assessed is None or reported is None or not assessed < reported:
        return False
    if not reported.moment - assessed.moment > BEFORE_THE_REPORT or not is_known(assessed, episode.recorded_at):
        return False
    found = episode.outcome.found_at if episode.outcome else None
    # If the person was found before the report, that is MP-R-006, and the time of the report may be what is wrong.
    return _is_settled(reported, episode, as_of) and not (found and found < reported)


def _is_settled(reported: Timestamp, episode: Episode, as_of: datetime) -> bool:
    """Whether the time of the report can be counted from: one in the future is MP-R-004 or MP-R-005."""
    return is_known(reported, episode.recorded_at) and not reported.moment > as_of


def assessments_out_of_order(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-126: a decision on risk is dated before the one that it follows."""
    before: Timestamp | None = None
    for index, each in enumerate(episode.assessments):
        assessed = each.assessed_at
        if assessed is None or not is_known(assessed, episode.recorded_at):
            continue
        if before and assessed < before and not _is_before_report(each, episode, as_of):
            yield f"/assessments/{index}/assessed_at"
        before = assessed


def evidence_after_decision(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-127: a decision on risk rests on information that was obtained after it."""
    for index, each in enumerate(episode.assessments):
        assessed = each.assessed_at
        if assessed is None or not each.evidence:
            continue
        if any(
            one.obtained_at and assessed < one.obtained_at and is_known(one.obtained_at, episode.recorded_at)
            for one in each.evidence
        ):
            said = {*assessed_before_reported(episode, as_of), *assessments_out_of_order(episode, as_of)}
            if f"/assessments/{index}/assessed_at" not in said and is_known(assessed, episode.recorded_at):
                yield f"/assessments/{index}/evidence"
