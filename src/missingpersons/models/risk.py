"""What was asked about risk, what was answered, and what a person decided."""

from __future__ import annotations

from typing import Annotated

from missingpersons.codes import Answer, ProvenanceBasis, RiskCategory, RiskLevel, RiskScheme
from missingpersons.models._base import COUNTED, MET_AND_COUNTED, SHARED, In, Many, Record
from missingpersons.models.common import Role
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, Grading, Line, Text


class RiskAnswer(Record):
    """The answer to one risk question. A question that was not asked has no entry."""

    question: Annotated[Code, COUNTED, SHARED, In("risk_questions")]
    """The question: a code of the list `risk_questions`."""
    answer: Annotated[Answer, COUNTED, SHARED]
    """Yes, no, or unknown: asked, and not known."""
    explanation: Text | None = None
    """What was said, in words."""
    answered_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was answered."""


class Suggested(Record):
    """What a risk policy called for when the assessment was made."""

    level: Annotated[RiskLevel, COUNTED]
    """The level that the policy called for: a code of the list `risk_levels`."""
    policy: Annotated[Line, COUNTED]
    """The policy's name and version."""


class Evidence(Record):
    """One piece of information that an assessment rests on (College of Policing APP: record all that was used)."""

    statement: Text
    """What was said or known."""
    source: Annotated[Code | None, In("reporter_roles")] = None
    """Who supplied it, as a code of the list `reporter_roles`. Never a name."""
    contact_point: Line | None = None
    """How to reach whoever supplied it."""
    obtained_at: Annotated[Timestamp | None, COUNTED] = None
    """When it was obtained."""
    basis: ProvenanceBasis | None = None
    """Fact, assessment, opinion or unknown: a code of the list `provenance_bases`."""
    grading: Grading | None = None
    """The intelligence grading in the 3x5x2 form: source, information, handling."""


class RiskAssessment(Record):
    """A person's decision on risk. Assessments are only ever added, the first one first."""

    scheme: Annotated[RiskScheme | None, MET_AND_COUNTED, SHARED] = None
    """The scheme that the level belongs to: a code of the list `risk_schemes`. Never leave it out."""
    level: Annotated[RiskLevel | None, MET_AND_COUNTED, SHARED] = None
    """The level decided: a code of the list `risk_levels`."""
    category: Annotated[RiskCategory | None, MET_AND_COUNTED, SHARED] = None
    """A category of the scheme that is no level: a code of the list `risk_categories`."""
    assessed_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was decided."""
    assessed_by: Annotated[Role | None, SHARED] = None
    """Who decided, as a role and a rank."""
    rationale: Text | None = None
    """Why."""
    evidence: Many[Evidence] = ()
    """The information that the decision rests on."""
    approved_by: Annotated[Role | None, SHARED] = None
    """Who approved it, as a role and a rank."""
    suggested: Annotated[Suggested | None, COUNTED] = None
    """What a policy called for at that time."""
    review_due_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it must be looked at again."""
