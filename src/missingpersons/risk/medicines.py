"""What the medicines that a person takes answer: whether one is essential, and whether it is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from missingpersons.models.needs import Medication
from missingpersons.risk.elapsed import Elapsed
from missingpersons.risk.facts import UNKNOWN, YES, Facts, fact, of_entries

A_DAY = timedelta(hours=24)
"""The library's own threshold, where nobody said after how long going without becomes serious."""

_perhaps_essential = of_entries("medication_essential", UNKNOWN, "/person/medication/*")


def medicines(taken: tuple[Medication, ...], elapsed: Elapsed, found: Facts) -> None:
    """What each medicine answers. Never that it is not overdue: no field says when the last dose was.

    Each field says it by itself: what comes in later takes nothing from what was known.
    """
    for index, each in enumerate(taken):
        at = f"/person/medication/{index}"
        found.append(_perhaps_essential(index))
        if each.hours_until_serious is not None:
            found.append(fact("medication_essential", YES, (f"{at}/hours_until_serious",)))
        if each.effect_if_missed is not None:
            found.append(fact("medication_essential", YES, (f"{at}/effect_if_missed",)))
        for limit, fields in _limits(each):
            gravity, moments = _reached(elapsed, limit)
            found.append(fact("medication_overdue", gravity, (*[f"{at}/{name}" for name in fields], *moments)))


def _limits(medicine: Medication) -> Iterator[tuple[timedelta | None, tuple[str, ...]]]:
    """After how long without it is overdue, if anybody can tell, and the fields that say so."""
    if medicine.hours_until_serious is not None:
        yield timedelta(hours=medicine.hours_until_serious), ("hours_until_serious",)
        return
    if medicine.effect_if_missed is not None:
        yield A_DAY, ("effect_if_missed",)
    if medicine.needed_every_hours is None:
        return
    every = timedelta(hours=medicine.needed_every_hours)
    # A dose was missed by then. Where nobody said what happens without it, that matters after a day of several; many
    # people take something once a day, and nobody can tell of that alone.
    yield A_DAY if every < A_DAY else None, ("needed_every_hours",)
    if medicine.effect_if_missed is not None and every < A_DAY:
        yield every, ("needed_every_hours", "effect_if_missed")


def _reached(elapsed: Elapsed, limit: timedelta | None) -> tuple[int, tuple[str, ...]]:
    if limit is not None and elapsed.least is not None and elapsed.least >= limit:
        return YES, elapsed.least_at
    return UNKNOWN, tuple(dict.fromkeys((*elapsed.most_at, *elapsed.least_at)))
