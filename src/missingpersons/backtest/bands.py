"""The age bands that a backtest counts by: one set out of the published list ``age_bands``."""

from __future__ import annotations

from datetime import datetime

from missingpersons.models import Episode
from missingpersons.risk.elapsed import ages

ADULT_AGE = 18

_FROM = (
    (0, "age_0_11"),
    (12, "age_12_17"),
    (18, "age_18_24"),
    (25, "age_25_39"),
    (40, "age_40_59"),
    (60, "age_60_over"),
)

CHILD_UNKNOWN, ADULT_UNKNOWN, UNKNOWN = "child_age_unknown", "adult_age_unknown", "unknown"

BANDS = (*(code for _, code in _FROM), CHILD_UNKNOWN, ADULT_UNKNOWN, UNKNOWN)
"""Codes of the list ``age_bands`` that together have every age once. The bands of adults are the library's own."""


def band(episode: Episode, as_of: datetime) -> str:
    """The band that every age is in which the person may have; else whether child or adult, if that is certain."""
    told = [possible for possible, _ in ages(episode, as_of)]
    youngest, oldest = max((each[0] for each in told), default=0), min((each[-1] for each in told), default=-1)
    if youngest > oldest:
        # Nobody says it, or two fields say what cannot both be.
        return UNKNOWN
    lower, upper = _of(youngest), _of(oldest)
    if lower == upper:
        return lower
    if oldest < ADULT_AGE:
        return CHILD_UNKNOWN
    return ADULT_UNKNOWN if youngest >= ADULT_AGE else UNKNOWN


def _of(age: int) -> str:
    return next(code for start, code in reversed(_FROM) if age >= start)
