"""What an open policy calls for, with every reason. The library suggests; a person decides."""

from missingpersons.risk.policy import Policy, library_policy, load_policy
from missingpersons.risk.suggest import Reason, Suggestion, suggest

__all__ = ["Policy", "Reason", "Suggestion", "library_policy", "load_policy", "suggest"]
