"""What a policy calls for in one episode: the level, every reason, and what to ask next."""

from __future__ import annotations

from datetime import datetime

from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.risk.default import default_policy
from missingpersons.risk.heard import hear
from missingpersons.risk.policy import Policy
from missingpersons.risk.suggestion import Suggestion, judged
from missingpersons.values.dates import moment


def suggest(episode: Episode, *, policy: Policy | None = None, as_of: datetime | None = None) -> Suggestion:
    """The highest level that any line of ``policy`` calls for at ``as_of``, with every reason.

    ``policy`` is by default the library's own for the scheme of the episode's nation (``default_policy``); ``as_of`` is
    by default when the episode was recorded. What was not asked counts as unknown, and unknown is never no. Where a
    recorded answer and the rest of the episode disagree, the graver counts, and the suggestion says so.
    """
    at = as_of or moment(episode.recorded_at)
    if at.tzinfo is None:
        raise CannotRun("as_of needs an offset from Universal Time: a moment, not a time on some clock")
    return judged(policy or default_policy(episode), hear(episode, at), at)
