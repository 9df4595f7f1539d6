"""Whether the evidence is enough to show anybody, and whether what was asked could ever be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log2

from missingpersons.register.compare import Asked, is_wide
from missingpersons.register.encounter import Encounter
from missingpersons.register.evidence import evidence

Bits = tuple[str, str, float]
"""An attribute, how far it agrees, and what that is worth."""

_IDENTITY = frozenset({"number", "local_number", "phone", "born", "family", "given"})
_WORN = frozenset({"garment", "mark"})


def is_enough(bits: Sequence[Bits], *, missing_now: bool, crowd: int) -> bool:
    """Whether so much agrees that the episode is shown. ``crowd`` is how many are missing now."""
    needed = evidence().threshold
    score = sum(each[2] for each in bits)
    levels = {attribute: level for attribute, level, _ in bits}
    if not missing_now:
        full = all(levels.get(name) == "agrees" for name in ("family", "born")) and levels.get("given") in (
            "agrees",
            "short",
        )
        return (full or "number" in levels) and score >= needed.identified
    if sum(worth for attribute, _, worth in bits if attribute in _IDENTITY) > 0:
        return score >= needed.identified
    worn = sum(worth for attribute, _, worth in bits if attribute in _WORN)
    crowded = log2(max(crowd, needed.anonymous_crowd))
    return worn >= needed.anonymous_worn and score >= crowded + needed.anonymous_margin


def tells_apart(encounter: Encounter, asked: Asked, *, crowd: int) -> bool:
    """Whether an episode in which all agrees that was asked would be shown, however long they are missing.

    If not, that nobody is shown says nothing. What is counted in the register counts here as in the table.
    """
    best = [(*level, evidence().bits(*level)) for level in _best(encounter, asked)]
    return is_enough(best, missing_now=True, crowd=crowd)


def _best(encounter: Encounter, asked: Asked) -> Iterator[tuple[str, str]]:
    """The best level of each attribute that was asked."""
    if asked.born:
        yield "born", "agrees" if asked.born[0] == asked.born[1] else "possible"
    elif asked.aged:
        yield "age", "within_wide" if is_wide(asked.aged) else "within"
    for name, value in (
        ("sex", asked.sex),
        ("ethnicity", asked.ethnicity),
        ("height", asked.height),
        ("build", asked.build),
        ("hair", asked.hair),
        ("family", asked.family),
        ("given", asked.given),
        ("phone", encounter.phone),
        ("number", encounter.identifier),
    ):
        if value:
            yield name, "agrees"
    if asked.point or asked.place_words:
        yield "place", "near" if asked.point else "named"
    yield from (("garment", "agrees") for _ in asked.garments)
    yield from (("mark", "agrees") for _ in asked.marks)
