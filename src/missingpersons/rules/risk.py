"""Rules about risk as it was recorded. What level was right is for the risk policies to suggest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import LEVELS, RiskCategory, RiskLevel, RiskScheme, Status
from missingpersons.models import Episode
from missingpersons.models.risk import RiskAssessment
from missingpersons.rules.ages import may_be_child
from missingpersons.rules.exploitation import speaks_of_exploitation


def open_without_assessment(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-030: nobody has assessed the risk of an episode that is open."""
    if episode.status is Status.OPEN and not episode.assessments:
        yield "/assessments"


def level_without_scheme(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-031: a risk level or category is recorded without the scheme it belongs to."""
    for index, each in enumerate(episode.assessments):
        if each.scheme is None and (each.level or each.category):
            yield f"/assessments/{index}"


def level_not_of_scheme(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-032: the risk level or category is not one that its scheme has."""
    for index, each in enumerate(episode.assessments):
        if each.scheme is None:
            continue
        if each.level and each.level not in LEVELS[each.scheme]:
            yield f"/assessments/{index}/level"
        if each.category and each.scheme is not RiskScheme.ACPO_2013:
            yield f"/assessments/{index}/category"


def lowered_without_rationale(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-033: the risk level was lowered and nobody wrote down why."""
    for index in range(1, len(episode.assessments)):
        before, after = episode.assessments[index - 1], episode.assessments[index]
        if not after.rationale and is_lowered(before, after):
            yield f"/assessments/{index}"


def assessment_without_rationale(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-034: the first assessment of risk has no rationale."""
    if episode.assessments and not episode.assessments[0].rationale:
        yield "/assessments/0"


def below_suggestion_without_rationale(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-035: the level decided is below the one suggested with it, and nobody wrote down why."""
    for index, each in enumerate(episode.assessments):
        if each.suggested and not each.rationale and _rank(each) < each.suggested.level.rank:
            yield f"/assessments/{index}"


def child_lowest_with_exploitation(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-036: a child with signs of exploitation is graded at the lowest level."""
    if not episode.assessments:
        return
    latest = len(episode.assessments) - 1
    if (
        is_lowest(episode.assessments[latest])
        and speaks_of_exploitation(episode)
        and may_be_child(episode.person, as_of)
    ):
        yield f"/assessments/{latest}"


def is_lowest(assessment: RiskAssessment) -> bool:
    """Whether it is the lowest grade of the schemes that have one below low."""
    return assessment.category is RiskCategory.ABSENT or (assessment.level is not None and assessment.level.rank == 0)


def is_lowered(before: RiskAssessment, after: RiskAssessment) -> bool:
    """Whether the level is lower than in the assessment before it, of the same scheme."""
    return before.scheme is after.scheme and _rank(after) < _rank(before)


def _rank(assessment: RiskAssessment) -> int:
    if assessment.level is None:
        return -1 if assessment.category else RiskLevel.HIGH.rank + 1
    return assessment.level.rank
