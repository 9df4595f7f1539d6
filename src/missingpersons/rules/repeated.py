"""Rules about what is said twice: alike, so that it counts twice, or differently, so that neither can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.models import Episode, UnidentifiedCase
from missingpersons.models._base import Record
from missingpersons.models.person import Identifier
from missingpersons.models.risk import RiskAnswer
from missingpersons.values.identifiers import IDENTIFIERS
from missingpersons.values.kind import Verdict

COUNTED = (
    ("call_references", "reference"),
    ("actions", "code"),
    ("notifications", "to"),
    ("sightings", "text"),
    ("related", "episode_id"),
)
"""Lists whose entries are counted, each with a field that two equal entries have alike."""

ONE_EACH = frozenset({"pnc_id", "nhs", "chi", "hc", "national_insurance"})
"""Library list. Schemes that give a person one number for life: a CRO number may stand beside that of a small file."""

_WITHOUT_SUFFIX = 8
"""A National Insurance number is the same with and without its last letter."""

_UNSETTLED = frozenset({"other", "unknown"})


def entry_repeated(document: Episode | UnidentifiedCase, _: datetime) -> Iterator[str]:
    """MP-R-240: an entry of a list is repeated word for word."""
    values = document.__dict__
    for name, key in COUNTED:
        entries: tuple[Record, ...] = values.get(name, ())
        # Most lists have no two entries of one kind, and then nothing need be compared as a whole.
        if len(entries) < 2 or len({entry.__dict__[key] for entry in entries}) == len(entries):
            continue
        known: set[Record] = set()
        for index, entry in enumerate(entries):
            if entry in known:
                yield f"/{name}/{index}"
            known.add(entry)


def answered_twice(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-241: one question has two different answers, and nothing says which is the newer."""
    answers = episode.answers
    if len({each.question for each in answers}) == len(answers):
        return
    before: dict[str, RiskAnswer] = {}
    for index, each in enumerate(answers):
        other = before.get(each.question)
        if other and other.answer is not each.answer and not _differ_in_time(other, each):
            yield f"/answers/{index}"
        before[each.question] = each


def _differ_in_time(one: RiskAnswer, other: RiskAnswer) -> bool:
    if one.answered_at is None or other.answered_at is None:
        return False
    return one.answered_at.moment != other.answered_at.moment


def two_numbers_of_one_scheme(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-242: the person has two numbers of a scheme that gives each person one."""
    identifiers = episode.person.identifiers
    if len({each.scheme for each in identifiers}) == len(identifiers):
        return
    first: dict[str, str] = {}
    for index, each in enumerate(identifiers):
        number = _number(each)
        if number and first.setdefault(each.scheme, number) != number:
            yield f"/person/identifiers/{index}/value"


def _number(identifier: Identifier) -> str | None:
    """The number in its normal form, if it has the form of one and a person has only one of it."""
    if identifier.scheme not in ONE_EACH or identifier.country not in (None, "GBR"):
        return None
    kind = IDENTIFIERS[identifier.scheme]
    if kind.judge(identifier.value) is not Verdict.GOOD:
        return None
    number = kind.normal(identifier.value)
    return number[:_WITHOUT_SUFFIX] if identifier.scheme == "national_insurance" else number


def two_kinds_of_place(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-244: the place that the person is missing from is said to be of two kinds."""
    missing_from = episode.missing_from
    if missing_from is None or missing_from.place is None:
        return
    kinds = (missing_from.kind, missing_from.place.kind)
    if None not in kinds and kinds[0] != kinds[1] and _UNSETTLED.isdisjoint(kinds):
        yield "/missing_from/place/kind"
