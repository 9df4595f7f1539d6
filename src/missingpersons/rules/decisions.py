"""Rules about each decision on risk: what, when, by whom, on what, and on whose approval. None says what was right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Answer, RiskScheme, Status
from missingpersons.models import Episode
from missingpersons.models.common import Role
from missingpersons.rules.exploitation import speaks_of_exploitation
from missingpersons.rules.risk import child_lowest_with_exploitation, is_lowered, is_lowest
from missingpersons.rules.safeguarding import LOOKED_AFTER
from missingpersons.values.reasons import says_no_reason

SYSTEM = "system"

SPEAKS_AGAINST_LOWEST = frozenset(
    {
        "suicide_risk",
        "self_harm",
        "medication_essential",
        "looked_after",
        "out_of_area_placement",
        "previous_missing",
        "harmed_when_missing_before",
        "abduction_suspected",
    }
)
"""Library list. Questions whose yes speaks against the lowest grade, so that it is nobody's to give alone: beside those
about exploitation."""

SINCE_2017 = frozenset({RiskScheme.APP_2017, RiskScheme.APP_VERY_LOW})

FIRST_YEAR = "2017"
"""The year in which the first of those schemes was published. Of the others, no source tells it."""


def without_decision(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-170: an assessment of an open episode says neither a level nor a category."""
    if episode.status is not Status.OPEN:
        return
    for index, each in enumerate(episode.assessments):
        if each.level is None and each.category is None:
            yield f"/assessments/{index}"


def without_time(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-171: it is not recorded when the risk was assessed."""
    for index, each in enumerate(episode.assessments):
        if each.assessed_at is None:
            yield f"/assessments/{index}/assessed_at"


def without_role(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-172: it is not recorded in which role somebody assessed the risk."""
    for index, each in enumerate(episode.assessments):
        if each.assessed_by is None or each.assessed_by.role is None:
            yield f"/assessments/{index}/assessed_by"


def lowered_without_approval(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-173: the risk level was lowered, and nobody approved it."""
    if episode.status is Status.CANCELLED:
        return
    for index in range(1, len(episode.assessments)):
        before, after = episode.assessments[index - 1], episode.assessments[index]
        if after.rationale and _is_nobody(after.approved_by) and is_lowered(before, after):
            yield f"/assessments/{index}"


def scheme_changed_without_rationale(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-174: the last assessment uses another scheme than the one before it, and nobody wrote down why."""
    if episode.status is not Status.OPEN or len(episode.assessments) < 2:
        return
    before, after = episode.assessments[-2:]
    if before.scheme and after.scheme and before.scheme is not after.scheme and not after.rationale:
        yield f"/assessments/{len(episode.assessments) - 1}"


def evidence_without_origin(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-176: it is not recorded who supplied a piece of information, or when."""
    for index, each in enumerate(episode.assessments):
        for place, evidence in enumerate(each.evidence):
            if evidence.source is None or evidence.obtained_at is None:
                yield f"/assessments/{index}/evidence/{place}"


def lowest_without_asking(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-177: the lowest grade was given, and no question and no information is recorded behind it."""
    if not _is_lowest_now(episode) or episode.answers or episode.assessments[-1].evidence:
        return
    if not any(child_lowest_with_exploitation(episode, as_of)):
        yield f"/assessments/{len(episode.assessments) - 1}"


def lowest_without_approval(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-178: the lowest grade stands beside something that speaks against it, and nobody approved it."""
    if not _is_lowest_now(episode) or not _is_nobody(episode.assessments[-1].approved_by):
        return
    lowered = len(episode.assessments) > 1 and is_lowered(*episode.assessments[-2:])
    if not lowered and _speaks_against_lowest(episode) and not any(child_lowest_with_exploitation(episode, as_of)):
        yield f"/assessments/{len(episode.assessments) - 1}"


def scheme_before_its_time(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-181: the risk was assessed by a scheme before that scheme was published."""
    for index, each in enumerate(episode.assessments):
        if each.assessed_at and each.assessed_at[:4] < FIRST_YEAR and each.scheme in SINCE_2017:
            yield f"/assessments/{index}/scheme"


def rationale_says_nothing(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-182: the reason given for a decision on risk is a word that says nothing."""
    for index, each in enumerate(episode.assessments):
        if each.rationale and says_no_reason(each.rationale):
            yield f"/assessments/{index}/rationale"


def decided_by_system(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-183: a system decided on the risk, and no person approved it."""
    for index, each in enumerate(episode.assessments):
        if each.assessed_by and each.assessed_by.role == SYSTEM and _is_nobody(each.approved_by):
            yield f"/assessments/{index}/assessed_by"


def _is_lowest_now(episode: Episode) -> bool:
    return bool(episode.assessments) and is_lowest(episode.assessments[-1]) and episode.status is not Status.CANCELLED


def _is_nobody(role: Role | None) -> bool:
    return role is None or role.role == SYSTEM or (role.role is None and role.rank is None)


def _speaks_against_lowest(episode: Episode) -> bool:
    care = episode.care
    return (
        (care is not None and (care.status in LOOKED_AFTER or care.out_of_area is Answer.YES))
        or speaks_of_exploitation(episode)
        or any(each.answer is Answer.YES and each.question in SPEAKS_AGAINST_LOWEST for each in episode.answers)
    )
