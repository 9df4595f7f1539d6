"""Whether the person an officer has in front of them is missing anywhere: candidates, scores and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from missingpersons.codes import Audience, AuditOperation
from missingpersons.findings import CannotRun
from missingpersons.register.audit import check_reason, check_reference
from missingpersons.register.blocking import block
from missingpersons.register.compare import Asked, Known, Level, garment_levels, levels
from missingpersons.register.encounter import Encounter
from missingpersons.register.evidence import Evidence, evidence
from missingpersons.register.store import Register
from missingpersons.views import view

__all__ = ["Candidate", "Contribution", "Encounter", "lookup"]

_IDENTITY = frozenset({"number", "local_number", "phone", "born", "family", "given"})
_WORTH_SAYING = 0.05
_WORN = frozenset({"garment", "mark"})


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one attribute adds to a score, in bits: above zero it speaks for, below zero against."""

    attribute: str
    level: str
    bits: float
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An episode that may be about the person met, with what an officer needs next and the reasons."""

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

    def as_dict(self) -> dict[str, Any]:
        """The candidate as the JSON object that is printed."""
        return {
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


def lookup(
    register: Register,
    encounter: Encounter,
    *,
    reason: str,
    reference: str | None = None,
    actor: str | None = None,
    limit: int = 10,
) -> tuple[Candidate, ...]:
    """Who in the register the person met may be: those missing now first, the best first. Empty means none.

    ``reason`` is a code of the list `lookup_reasons`; ``reference`` and ``actor`` are numbers, never
    names. The look-up is in the audit log before anything is given back, whatever it found.
    """
    check_reason(reason, reference)
    check_reference(actor)
    if not encounter.asked():
        raise CannotRun("nothing was asked: say something about the person")
    asked = encounter.comparable(register.clock())
    found = _scored(asked, block(register, encounter, asked), _crowd(register))
    with register.writing():
        shown = tuple(
            _shown(register, rank, told, contributions)
            for rank, (told, contributions) in enumerate(found[: max(limit, 0)], start=1)
        )
        register.audit.append(
            AuditOperation.CONSULTATION,
            reason=reason,
            reference=reference,
            actor=actor,
            outcome="shown" if shown else "none",
            asked=encounter.asked(),
            episodes=[each.episode_id for each in shown],
        )
    return shown


def _crowd(register: Register) -> int:
    (count,) = next(register.select("SELECT count(*) FROM episode WHERE missing_now = 1"))
    return int(count)


def _scored(asked: Asked, candidates: Sequence[Known], crowd: int) -> list[tuple[Known, tuple[Contribution, ...]]]:
    """The candidates with enough evidence: those missing now first, the best first."""
    table = evidence()
    compared = [(told, levels(asked, told), garment_levels(asked, told)) for told in candidates]
    usual = _Usual(compared)
    found: list[tuple[bool, float, Known, tuple[Contribution, ...]]] = []
    for told, plain, worn in compared:
        bits = [(*level, usual.bits(table, *level)) for level in plain]
        bits += [
            ("garment", level, usual.bits(table, "garment", level, place)) for place, level in enumerate(worn) if level
        ]
        if _is_enough(told, bits, crowd):
            score = sum(each[2] for each in bits)
            found.append((not told.missing_now, -score, told, _contributions(table, bits)))
    found.sort(key=lambda each: (each[0], each[1], each[2].episode_id))
    return [(told, contributions) for _, _, told, contributions in found]


class _Usual:
    """How usual a level is among those missing now: what is rare tells more."""

    def __init__(self, compared: Iterable[tuple[Known, Sequence[Level], Sequence[str | None]]]) -> None:
        self._of: Counter[str] = Counter()
        self._hits: Counter[tuple[str, str, int]] = Counter()
        for told, plain, worn in compared:
            if told.missing_now:
                self._of.update(attribute for attribute, _ in plain)
                self._hits.update((*level, -1) for level in plain)
                self._of["garment"] += bool(told.garments)
                self._hits.update(("garment", level, place) for place, level in enumerate(worn) if level)

    def bits(self, table: Evidence, attribute: str, level: str, place: int = -1) -> float:
        hits = self._hits[attribute, level, place]
        return table.bits(attribute, level, hits=hits, of=self._of[attribute])


def _is_enough(told: Known, bits: Sequence[tuple[str, str, float]], crowd: int) -> bool:
    needed = evidence().threshold
    score = sum(each[2] for each in bits)
    levels_ = {attribute: level for attribute, level, _ in bits}
    if not told.missing_now:
        full = all(levels_.get(name) == "agrees" for name in ("family", "born")) and levels_.get("given") in (
            "agrees",
            "short",
        )
        return (full or "number" in levels_) and score >= needed.identified
    if sum(worth for attribute, _, worth in bits if attribute in _IDENTITY) > 0:
        return score >= needed.identified
    worn = sum(worth for attribute, _, worth in bits if attribute in _WORN)
    crowded = log2(max(crowd, needed.anonymous_crowd))
    return worn >= needed.anonymous_worn and score >= crowded + needed.anonymous_margin


def _contributions(table: Evidence, bits: Iterable[tuple[str, str, float]]) -> tuple[Contribution, ...]:
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


def _shown(register: Register, rank: int, told: Known, contributions: tuple[Contribution, ...]) -> Candidate:
    """What an officer may see of the episode: only what its fields are marked for."""
    episode = register.current(told.episode_id)
    assert episode is not None
    seen = view(episode, Audience.ENCOUNTER)
    decided = [each for each in seen.get("assessments", ()) if "level" in each or "category" in each]
    risk = decided[-1] if decided else {}
    return Candidate(
        rank=rank,
        episode_id=told.episode_id,
        status=str(seen["status"]),
        owner_force=seen["owner_force"],
        contact=seen.get("officer_in_charge", {}).get("contact_point"),
        scheme=_text(risk.get("scheme")),
        level=_text(risk.get("level") or risk.get("category")),
        score=round(sum(each.bits for each in contributions), 1),
        reasons=tuple(each.reason for each in contributions),
        contributions=contributions,
    )


def _text(code: object) -> str | None:
    return None if code is None else str(code)
