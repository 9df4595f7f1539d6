"""What an assessment decided: a level or a category, and of which scheme."""

from __future__ import annotations

from typing import NamedTuple

from missingpersons.codes import LEVELS, RiskCategory, RiskLevel, RiskScheme
from missingpersons.models.risk import RiskAssessment, Suggested
from missingpersons.risk.library import LIBRARY, PREFIX
from missingpersons.risk.schemes import schemes


class Decided(NamedTuple):
    """What was decided, as far as it is recorded.

    A category is what was decided, though a level stands beside it; and one that only one scheme has says which, where
    nobody wrote it.
    """

    scheme: RiskScheme | None
    step: RiskLevel | RiskCategory | None

    def of_scheme(self) -> tuple[RiskScheme, RiskLevel | RiskCategory] | None:
        """Both, if the scheme has such a level or category."""
        scheme, step = self
        if scheme is None or step is None:
            return None
        return (scheme, step) if step in LEVELS[scheme] or step in _categories(scheme) else None


def decided(assessment: RiskAssessment) -> Decided:
    """What ``assessment`` decided."""
    scheme, category = assessment.scheme, assessment.category
    if scheme is None and category is not None:
        having = [each for each in schemes() if category in _categories(each)]
        scheme = having[0] if len(having) == 1 else None
    return Decided(scheme, category or assessment.level)


def is_below_suggested(assessment: RiskAssessment) -> bool:
    """Whether it is below the level that was suggested with it. A category is below every level of its scheme."""
    (scheme, _), suggested = decided(assessment), assessment.suggested
    if suggested is None or not _may_be_of(scheme, suggested):
        return False
    if assessment.category is not None:
        return True
    return assessment.level is not None and assessment.level.rank < suggested.level.rank


def _may_be_of(scheme: RiskScheme | None, suggested: Suggested) -> bool:
    """Whether a level that was suggested may be one of ``scheme``: across two schemes a rank says nothing."""
    if scheme is None:
        return True
    name = suggested.policy.split(" ", 1)[0]
    named = next((each for each in LIBRARY if name == f"{PREFIX}{each}"), scheme)
    return named == scheme and suggested.level in LEVELS[scheme]


def _categories(scheme: RiskScheme) -> set[RiskLevel | RiskCategory]:
    return {each.code for each in schemes()[scheme].categories}
