"""What an episode is ready for: every purpose's own verdict on the same record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from missingpersons.findings import Report, profiles
from missingpersons.models import Episode
from missingpersons.wire import judge_record


def readiness(episode: Episode, *, as_of: datetime | None = None) -> Mapping[str, Report]:
    """For each profile, in the order of the profiles, what its rules find: ready where ``report.ok``.

    ``as_of`` is the moment to judge from, by default the episode's own ``recorded_at``. It is a question that
    stops nothing: what is not ready for a purpose may still be read, sealed and sent.
    """
    judged = judge_record(episode, as_of=as_of)
    return MappingProxyType({name: judged.report(name) for name in profiles()})
