"""What was asked about risk, what was answered, and what a person decided."""

from __future__ import annotations

from typing import Annotated

from missingpersons.codes import Answer, RiskCategory, RiskLevel, RiskScheme
from missingpersons.models._base import COUNTED, MET_AND_COUNTED, In, Record
from missingpersons.models.common import Role
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, Line, Text


class RiskAnswer(Record):
    """The answer to one risk question. A question that was not asked has no entry."""

    question: Annotated[Code, COUNTED, In("risk_questions")]
    """The question: a code of the list `risk_questions`."""
    answer: Annotated[Answer, COUNTED]
    """Yes, no, or unknown: asked, and not known."""
    explanation: Text | None = None
    """What was said, in words."""
    answered_at: Annotated[Timestamp | None, COUNTED] = None
    """When it was answered."""


class Suggested(Record):
    """What a risk policy called for when the assessment was made."""

    level: Annotated[RiskLevel, COUNTED]
    """The level that the policy called for: a code of the list `risk_levels`."""
    policy: Annotated[Line, COUNTED]
    """The policy's name and version."""


class RiskAssessment(Record):
    """A person's decision on risk. Assessments are only ever added, the first one first."""

    scheme: Annotated[RiskScheme | None, MET_AND_COUNTED] = None
    """The scheme that the level belongs to: a code of the list `risk_schemes`. Never leave it out."""
    level: Annotated[RiskLevel | None, MET_AND_COUNTED] = None
    """The level decided: a code of the list `risk_levels`."""
    category: Annotated[RiskCategory | None, MET_AND_COUNTED] = None
    """A category of the scheme that is no level: a code of the list `risk_categories`."""
    assessed_at: Annotated[Timestamp | None, COUNTED] = None
    """When it was decided."""
    assessed_by: Annotated[Role | None, COUNTED] = None
    """Who decided, as a role and a rank."""
    rationale: Text | None = None
    """Why."""
    approved_by: Annotated[Role | None, COUNTED] = None
    """Who approved it, as a role and a rank."""
    suggested: Annotated[Suggested | None, COUNTED] = None
    """What a policy called for at that time."""
    review_due_at: Annotated[Timestamp | None, COUNTED] = None
    """When it must be looked at again."""
