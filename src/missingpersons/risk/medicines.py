"""What the medicines that a person takes answer: whether one is essential, and whether it is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from missingpersons.models.needs import HealthCondition, Medication
from missingpersons.risk.definitions import CodeAnswers
from missingpersons.risk.elapsed import Elapsed
from missingpersons.risk.facts import UNKNOWN, YES, Facts, fact, of_entries

A_DAY = timedelta(hours=24)
"""The library's own threshold, where nobody said after how long going without becomes serious."""

_NEEDS_IT = ("medication_essential", YES)
_perhaps_essential = of_entries("medication_essential", UNKNOWN, "/person/medication/*")


def medicines(
    taken: tuple[Medication, ...],
    health: tuple[HealthCondition, ...],
    conditions: CodeAnswers,
    elapsed: Elapsed,
    found: Facts,
) -> None:
    """What each medicine answers. Never that it is not overdue: no field says when the last dose was.

    Each field says it by itself: what comes in later takes nothing from what was known.
    """
    depended = _depended_on(health, conditions)
    for index, each in enumerate(taken):
        at = f"/person/medication/{index}"
        found.append(_perhaps_essential(index))
        if each.hours_until_serious is not None:
            found.append(fact("medication_essential", YES, (f"{at}/hours_until_serious",)))
        if each.effect_if_missed is not None:
            found.append(fact("medication_essential", YES, (f"{at}/effect_if_missed",)))
        for limit, places in _limits(each, at, depended):
            gravity, moments = _reached(elapsed, limit)
            found.append(fact("medication_overdue", gravity, (*places, *moments)))


def _depended_on(health: tuple[HealthCondition, ...], conditions: CodeAnswers) -> list[str]:
    """Where a condition stands that by its definition is of somebody who depends on medicine."""
    answers = conditions.answers
    return [
        conditions.place(index) for index, each in enumerate(health) if _NEEDS_IT in answers.get(each.condition, ())
    ]


def _limits(medicine: Medication, at: str, depended: list[str]) -> Iterator[tuple[timedelta | None, tuple[str, ...]]]:
    """After how long without it is overdue, if anybody can tell, and the places that say so."""
    if medicine.hours_until_serious is not None:
        yield timedelta(hours=medicine.hours_until_serious), (f"{at}/hours_until_serious",)
        return
    if medicine.effect_if_missed is not None:
        yield A_DAY, (f"{at}/effect_if_missed",)
    if medicine.needed_every_hours is None:
        return
    every = timedelta(hours=medicine.needed_every_hours)
    said = f"{at}/needed_every_hours"
    # A dose was missed by then. Where nobody said what happens without it, that matters after a day of several; many
    # people take something once a day, and nobody can tell of that alone.
    yield A_DAY if every < A_DAY else None, (said,)
    if medicine.effect_if_missed is not None and every < A_DAY:
        yield every, (said, f"{at}/effect_if_missed")
    # Nobody says which medicine a condition needs, and of somebody who depends on one any may be it.
    if every >= A_DAY:
        for condition in depended:
            yield every, (said, condition)


def _reached(elapsed: Elapsed, limit: timedelta | None) -> tuple[int, tuple[str, ...]]:
    if limit is not None and elapsed.least is not None and elapsed.least >= limit:
        return YES, elapsed.least_at
    return UNKNOWN, tuple(dict.fromkeys((*elapsed.most_at, *elapsed.least_at)))
