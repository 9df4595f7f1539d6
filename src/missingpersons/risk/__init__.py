"""What an open policy calls for, with every reason. The library suggests; a person decides."""

from missingpersons.risk.corrections import Correction
from missingpersons.risk.default import default_policy
from missingpersons.risk.disagreements import Disagreement
from missingpersons.risk.library import library_policy, load_policy, named_policy, read_policy
from missingpersons.risk.policy import Line, Policy
from missingpersons.risk.review import Review, Reviewed, review
from missingpersons.risk.schemes import Mapped, schemes, translate
from missingpersons.risk.suggest import suggest
from missingpersons.risk.suggestion import Suggestion
from missingpersons.risk.told import Reason
from missingpersons.risk.verdicts import Verdict

__all__ = [
    "Correction",
    "Disagreement",
    "Line",
    "Mapped",
    "Policy",
    "Reason",
    "Review",
    "Reviewed",
    "Suggestion",
    "Verdict",
    "default_policy",
    "library_policy",
    "load_policy",
    "named_policy",
    "read_policy",
    "review",
    "schemes",
    "suggest",
    "translate",
]
