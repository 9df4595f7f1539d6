"""Whether the person an officer has in front of them is missing anywhere: candidates, scores and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from missingpersons.codes import AuditOperation, ProcessingRegime
from missingpersons.findings import CannotRun
from missingpersons.register.audit import check_reason, check_reference
from missingpersons.register.blocking import block
from missingpersons.register.candidates import Candidate, Claim, Contribution, contributions, shown
from missingpersons.register.compare import Asked, Known, Level, garment_levels, levels
from missingpersons.register.encounter import Encounter
from missingpersons.register.evidence import Evidence, evidence
from missingpersons.register.store import Register
from missingpersons.register.threshold import Bits, is_enough, tells_apart

__all__ = ["Candidate", "Claim", "Contribution", "Encounter", "asks_enough", "lookup"]


def lookup(
    register: Register,
    encounter: Encounter,
    *,
    reason: str,
    reference: str | None = None,
    actor: str | None = None,
    regime: ProcessingRegime | None = None,
    limit: int = 10,
) -> tuple[Candidate, ...]:
    """Who in the register the person met may be: those missing now first, the best first. Empty means none.

    ``reason`` is a code of the list `lookup_reasons`; ``reference`` and ``actor`` are numbers, never
    names; ``regime`` is the law that it rests on. The look-up is in the audit log before anything is
    given back, whatever it found.
    """
    check_reason(reason, reference)
    check_reference(actor)
    if not encounter.asked():
        raise CannotRun("nothing was asked: say something about the person")
    asked = encounter.comparable(register.clock())
    found = _scored(asked, block(register, encounter, asked), _crowd(register))
    with register.writing():
        candidates = tuple(
            shown(register, rank, told, contributions(evidence(), bits))
            for rank, (told, bits) in enumerate(found[: max(limit, 0)], start=1)
        )
        register.audit.append(
            AuditOperation.CONSULTATION,
            reason=reason,
            reference=reference,
            actor=actor,
            regime=regime,
            outcome="shown" if candidates else "none",
            asked=encounter.asked(),
            episodes=[each.episode_id for each in candidates],
        )
    return candidates


def asks_enough(register: Register, encounter: Encounter) -> bool:
    """Whether anybody could be shown for ``encounter``. "Nobody" is an answer only where this holds."""
    return tells_apart(encounter, encounter.comparable(register.clock()), crowd=_crowd(register))


def _crowd(register: Register) -> int:
    (count,) = next(register.select("SELECT count(*) FROM episode WHERE missing_now = 1"))
    return int(count)


def _scored(asked: Asked, claims: Sequence[Known], crowd: int) -> list[tuple[Known, list[Bits]]]:
    """The best claim of each episode with enough evidence: those missing now first, the best first."""
    table = evidence()
    compared = [(told, levels(asked, told), garment_levels(asked, told)) for told in claims]
    usual = _Usual(compared)
    found: list[tuple[bool, float, str, Known, list[Bits]]] = []
    for told, plain, worn in compared:
        bits = [(*level, usual.bits(table, *level)) for level in plain]
        bits += [
            ("garment", level, usual.bits(table, "garment", level, place)) for place, level in enumerate(worn) if level
        ]
        if is_enough(bits, missing_now=bool(told.missing_now), crowd=crowd):
            found.append((not told.missing_now, -sum(each[2] for each in bits), told.claim, told, bits))
    best: dict[str, tuple[Known, list[Bits]]] = {}
    for _, _, _, told, bits in sorted(found, key=lambda each: (each[0], each[1], each[3].episode_id, each[2])):
        best.setdefault(told.episode_id, (told, bits))
    return list(best.values())


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
