"""Several episodes of one person, judged together: what no single record can show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from missingpersons.findings import Finding, Report, Severity, finding, profiles, report
from missingpersons.models import Episode
from missingpersons.rules.together import TOGETHER, History


def check_together(
    episodes: Sequence[Episode], *, as_of: datetime | None = None, profile: str = "record"
) -> tuple[Report, ...]:
    """What is wrong between episodes that are given as one person's: a report for each, in their order.

    Who is one person is for the caller to say. Versions recorded after ``as_of`` are not looked at; without it,
    all are. What is wrong with each episode by itself is for ``check``. Raises ``KeyError`` for a profile that
    does not exist.
    """
    purpose = profiles()[profile]
    history = History(episodes, as_of)
    found: list[list[Finding]] = [[] for _ in episodes]
    for code, rule in TOGETHER.items():
        grave = purpose.get(code)
        if grave == "off":
            continue
        gravity = Severity(grave) if grave else None
        for index, at in rule(history):
            found[index].append(finding(code, at, severity=gravity))
    return tuple(map(report, found))
