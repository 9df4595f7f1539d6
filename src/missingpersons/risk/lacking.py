"""What a grade below the one called for is without: a rationale that says something, and an approval that counts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from missingpersons.codes import Answer
from missingpersons.models import Episode
from missingpersons.models.common import Role
from missingpersons.models.risk import RiskAssessment
from missingpersons.risk.indicators import derive
from missingpersons.values.reasons import says_no_reason
from missingpersons.values.usual import says_nothing_besides, says_only_labels, says_only_usual, words_of

SYSTEM = "system"

RANKS = (
    frozenset({"sergeant", "detective_sergeant"}),
    frozenset({"inspector", "detective_inspector"}),
    frozenset({"chief_inspector", "detective_chief_inspector"}),
    frozenset({"superintendent", "detective_superintendent"}),
    frozenset({"chief_superintendent", "detective_chief_superintendent"}),
    frozenset({"commander", "assistant_chief_constable"}),
    frozenset({"deputy_assistant_commissioner", "deputy_chief_constable"}),
    frozenset({"assistant_commissioner", "chief_constable"}),
    frozenset({"deputy_commissioner"}),
    frozenset({"commissioner"}),
)
"""Library list. The ranks that supervise, the first line first; those of one entry are equal."""

BELOW = frozenset({"constable", "detective_constable", "pcso"})
"""Library list. Ranks that supervise in no role."""

STANDS_BY_ROLE = frozenset({"staff", "special_constable"})
"""Library list. Ranks that say nothing of how high somebody stands: their role does."""

ROLES = (
    frozenset({"supervisor", "control_room_supervisor"}),
    frozenset(
        {"duty_inspector", "authorising_officer", "senior_investigating_officer", "tactical_lead", "strategic_lead"}
    ),
)
"""Library list. Roles that show somebody to be a sergeant, or an inspector, at least, where their rank does not say."""

_BY_RANK = {code: grade for grade, codes in enumerate(RANKS, 1) for code in codes} | dict.fromkeys(BELOW, 0)
_BY_ROLE = {code: grade for grade, codes in enumerate(ROLES, 1) for code in codes}


class Lack(StrEnum):
    """What a grade below the one called for is without."""

    RATIONALE = "rationale"
    RATIONALE_SAYS_NOTHING = "rationale_says_nothing"
    RATIONALE_ONLY_USUAL = "rationale_only_usual"
    """It says only that going missing is usual for them, which is itself a risk factor and lowers nothing."""
    RATIONALE_ONLY_LABELS = "rationale_only_labels"
    """It says only what the person is called, or of a child that it is their own doing: that lowers nothing."""
    APPROVAL = "approval"
    APPROVED_BY_NOBODY = "approved_by_nobody"
    """It has neither a role nor a rank."""
    APPROVED_BY_SYSTEM = "approved_by_system"
    APPROVED_AS_ASSESSED = "approved_as_assessed"
    """The same role, rank and contact as assessed it: nothing shows that a second person looked."""
    APPROVED_BY_NO_SUPERVISOR = "approved_by_no_supervisor"
    """Neither rank nor role shows a sergeant at least."""
    APPROVED_BY_NO_HIGHER_RANK = "approved_by_no_higher_rank"
    """It is a supervisor, and nothing shows that their rank is above that of whoever assessed it."""


def lacks(episode: Episode, assessment: RiskAssessment, then: datetime) -> tuple[Lack, ...]:
    """What keeps ``assessment``, made ``then``, from being one with a rationale and an approval."""
    found = (_of_rationale(episode, assessment.rationale, then), _of_approval(assessment))
    return tuple(each for each in found if each is not None)


def _of_rationale(episode: Episode, rationale: str | None, then: datetime) -> Lack | None:
    if rationale is None:
        return Lack.RATIONALE
    names, of_child = _names(episode), _may_be_a_child(episode, then)
    if says_only_usual(rationale, names, of_child=of_child):
        return Lack.RATIONALE_ONLY_USUAL
    if says_only_labels(rationale, names, of_child=of_child):
        return Lack.RATIONALE_ONLY_LABELS
    says_nothing = says_no_reason(rationale) or says_nothing_besides(rationale, names, of_child=of_child)
    return Lack.RATIONALE_SAYS_NOTHING if says_nothing else None


def _may_be_a_child(episode: Episode, then: datetime) -> bool:
    """Whether nobody says that they were none ``then``, or anything recorded leaves it open."""
    told = {each.answer for each in episode.answers if each.question == "child"}
    shown = derive("child", episode, then)
    return told | ({shown[0]} if shown else set()) != {Answer.NO}


def _of_approval(assessment: RiskAssessment) -> Lack | None:
    by = assessment.approved_by
    if by is None:
        return Lack.APPROVAL
    if by.role is None and by.rank is None:
        return Lack.APPROVED_BY_NOBODY
    if by.role == SYSTEM:
        return Lack.APPROVED_BY_SYSTEM
    if by == assessment.assessed_by:
        return Lack.APPROVED_AS_ASSESSED
    if not _grade(by):
        return Lack.APPROVED_BY_NO_SUPERVISOR
    is_above = _is_known(assessment.assessed_by) and _grade(by) > _grade(assessment.assessed_by)
    return None if is_above else Lack.APPROVED_BY_NO_HIGHER_RANK


def _is_known(by: Role | None) -> bool:
    """Whether it can be told how high somebody stands: a rank of no list may be any."""
    return by is None or by.rank is None or by.rank in _BY_RANK or by.rank in STANDS_BY_ROLE


def _grade(by: Role | None) -> int:
    """How high somebody stands among those who supervise; 0 where nothing shows that they do."""
    if by is None:
        return 0
    return _BY_RANK.get(by.rank or "", _BY_ROLE.get(by.role or "", 0))


def _names(episode: Episode) -> set[str]:
    parts = (part for each in episode.person.names for part in (*each.given, each.family, each.full) if part)
    return {of for part in parts for word in words_of(part) for of in (word, f"{word}s")}
