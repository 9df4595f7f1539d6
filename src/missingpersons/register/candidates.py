"""What an officer is shown of an episode that may be about the person met: every claim, and the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from missingpersons.codes import Audience
from missingpersons.exchange.versions import NOT_ITS_OWN, WAITS_FOR_TRANSFER
from missingpersons.exchange.versions import REPORTED_FOUND as FOUND_DOUBT
from missingpersons.models import Episode
from missingpersons.register.compare import Known, Level
from missingpersons.register.evidence import Evidence
from missingpersons.register.store import Register, Version
from missingpersons.views import view
from missingpersons.wire import parse

DISAGREE = "the claims to this episode disagree: speak to every owner"
WAITING = "a claim waits for the transfer that made its sender the owner"
NOT_THE_OWNERS = "shown as an earlier owner told it, since the owner has published nothing that stands: speak to"
REPORTED_FOUND = "reported found by another force, and the owner has not closed the episode: ring both"

_WORTH_SAYING = 0.05


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one attribute adds to a score, in bits: above zero it speaks for, below zero against."""

    attribute: str
    level: str
    bits: float
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An episode as one force tells it: where it stands, how to reach them, and the current decision on risk.

    ``doubts`` are the codes of the findings that speak against this claim; empty for nearly all.
    """

    owner_force: str
    status: str
    contact: str | None
    scheme: str | None
    level: str | None
    tenure: int
    revision: int
    doubts: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The claim as it is printed within its candidate."""
        return {**{name: getattr(self, name) for name in self.__slots__}, "doubts": list(self.doubts)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An episode that may be about the person met, with what an officer needs next and the reasons.

    Status, owner, contact and risk are of the first of ``claims``, by which the person is missing if they
    are by any. Where there are several, show them all.
    """

    rank: int
    episode_id: str
    status: str
    owner_force: str
    contact: str | None
    scheme: str | None
    level: str | None
    score: float
    reasons: tuple[str, ...]
    contributions: tuple[Contribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    found_by: tuple[str, ...] = ()
    """The forces that report the person found. Only the owner closes an episode."""
    seen_by: tuple[str, ...] = ()
    """The forces that report a sighting."""

    @property
    def unsettled(self) -> bool:
        """Whether anything speaks against taking the first claim for the state of the episode."""
        return len(self.claims) > 1 or any(each.doubts for each in self.claims)

    def as_dict(self) -> dict[str, Any]:
        """The candidate as the JSON object that is printed: with its claims where they are not settled."""
        shown = {
            "rank": self.rank,
            "episode_id": self.episode_id,
            "status": self.status,
            "owner_force": self.owner_force,
            "contact": self.contact,
            "scheme": self.scheme,
            "level": self.level,
            "score": self.score,
            "reasons": list(self.reasons),
        }
        reported = (("reported_found_by", self.found_by), ("sightings_by", self.seen_by))
        shown.update((name, list(forces)) for name, forces in reported if forces)
        return {**shown, "claims": [each.as_dict() for each in self.claims]} if self.unsettled else shown


def shown(register: Register, rank: int, told: Known, contributions: tuple[Contribution, ...]) -> Candidate:
    """What an officer may see of the episode: only what its fields are marked for."""
    claims = tuple(_claim(each) for each in register.claims(told.episode_id))
    first = claims[0]
    state = register.state(told.episode_id)
    doubted = any(FOUND_DOUBT in each.doubts for each in claims)
    warnings = [DISAGREE] if len(claims) > 1 else []
    warnings += [REPORTED_FOUND] if doubted else []
    handed_on = any(NOT_ITS_OWN in each.doubts for each in claims)
    warnings += [f"{NOT_THE_OWNERS} {', '.join(force for _, force in state.owners)}"] if handed_on else []
    warnings += [WAITING] if any(WAITS_FOR_TRANSFER in each.doubts for each in claims) else []
    return Candidate(
        rank=rank,
        episode_id=told.episode_id,
        status=first.status,
        owner_force=first.owner_force,
        contact=first.contact,
        scheme=first.scheme,
        level=first.level,
        score=round(sum(each.bits for each in contributions), 1),
        reasons=(*warnings, *(each.reason for each in contributions)),
        contributions=contributions,
        claims=claims,
        found_by=tuple(sorted({each.force for each in state.found})),
        seen_by=tuple(sorted({each.force for each in state.sightings})),
    )


def contributions(table: Evidence, bits: Iterable[tuple[str, str, float]]) -> tuple[Contribution, ...]:
    """One for each level, with its count in words, the weightiest first."""
    total: dict[Level, list[float]] = {}
    for attribute, level, worth in bits:
        total.setdefault((attribute, level), []).append(worth)
    made = [
        Contribution(*level, round(sum(worth), 2), table.reason(*level, len(worth)))
        for level, worth in total.items()
        if abs(sum(worth)) >= _WORTH_SAYING
    ]
    return tuple(sorted(made, key=lambda each: (-each.bits, each.attribute, each.level)))


def _claim(version: Version) -> Claim:
    told = view(parse(version.document, Episode), Audience.ENCOUNTER)
    seen = told.shown
    decided = [each for each in seen.get("assessments", ()) if "level" in each or "category" in each]
    risk = decided[-1] if decided else {}
    return Claim(
        owner_force=told.owner_force,
        status=seen["status"],
        contact=seen.get("officer_in_charge", {}).get("contact_point"),
        scheme=_text(risk.get("scheme")),
        level=_text(risk.get("level") or risk.get("category")),
        tenure=version.tenure,
        revision=version.revision,
        doubts=version.doubts,
    )


def _text(code: object) -> str | None:
    return None if code is None else str(code)
