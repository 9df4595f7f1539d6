"""What a message says of the quality of an episode, worked out when it is sealed (Data Protection Act 2018, s38(5))."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from missingpersons import wire
from missingpersons.findings import Severity, profiles
from missingpersons.models import Episode
from missingpersons.models.about import Provenance
from missingpersons.rules.judged import Judged, gravities


def quality_of(episode: Episode, profile: str, judged: Judged | None = None) -> dict[str, Any]:
    """The quality block of an episode for one purpose: codes and counts, and nothing that the episode says.

    ``judged`` is what the rules found in it, where that is known. Raises ``KeyError`` for a profile that there is not.
    """
    gravity = gravities(profile)
    judged = judged or wire.judge_record(episode)
    found = Counter(code for code, _ in judged.places)
    asked = {code: number for code, number in found.items() if gravity[code]}
    graves: Counter[Severity | None] = Counter()
    for code, number in asked.items():
        graves[gravity[code]] += number
    tree = {
        "profile": profile,
        "judged_as_of": str(episode.recorded_at),
        "errors": graves[Severity.ERROR],
        "warnings": graves[Severity.WARNING],
        "advice": graves[Severity.ADVICE],
        "codes": sorted(asked),
        "readiness": _unready(found),
        **_provenance(episode.provenance),
    }
    return {name: value for name, value in tree.items() if value not in ([], {}, None)}


def _unready(found: Counter[str]) -> list[dict[str, Any]]:
    """The purposes that the episode is not ready for, in the order of the profiles."""
    unready = []
    for name in profiles():
        gravity = gravities(name)
        errors = sum(number for code, number in found.items() if gravity[code] is Severity.ERROR)
        if errors:
            unready.append({"profile": name, "errors": errors})
    return unready


def _provenance(stated: Iterable[Provenance]) -> dict[str, Any]:
    stated = tuple(stated)
    gradings = Counter(each.grading for each in stated if each.grading)
    verified = [each.obtained_at for each in stated if each.obtained_at]
    return {
        "last_verified_at": str(max(verified)) if verified else None,
        "gradings": [{"grading": grading, "statements": number} for grading, number in sorted(gradings.items())],
        "bases": dict(Counter(str(each.basis) for each in stated)),
    }
