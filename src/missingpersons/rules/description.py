"""Rules about what the person looks like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from missingpersons.models import AnyDocument
from missingpersons.models._routes import Routes, of_kind
from missingpersons.models.description import Description

DESCRIPTIONS = Routes(of_kind(Description))

HEIGHTS = range(20, 301)
"""Centimetres. Library bounds: from the smallest newborn to above the tallest adult known."""
WEIGHTS = range(1, 501)
"""Kilograms. Library bounds."""


def has_measures_turned_round(looks: Description) -> bool:
    """Whether the least height or weight is above the greatest."""
    return _above(looks.height_min_cm, looks.height_max_cm) or _above(looks.weight_min_kg, looks.weight_max_kg)


def has_impossible_measures(looks: Description) -> bool:
    """Whether a height or weight is one that nobody has."""
    return (
        _outside(HEIGHTS, looks.height_min_cm)
        or _outside(HEIGHTS, looks.height_max_cm)
        or _outside(WEIGHTS, looks.weight_min_kg)
        or _outside(WEIGHTS, looks.weight_max_kg)
    )


def measures_turned_round(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-023: the least height or weight is above the greatest."""
    return DESCRIPTIONS.where(document, has_measures_turned_round)


def measures_impossible(document: AnyDocument, _: datetime) -> Sequence[str]:
    """MP-R-024: a height or weight is one that nobody has."""
    return DESCRIPTIONS.where(document, has_impossible_measures)


def _outside(bounds: range, measure: int | None) -> bool:
    return measure is not None and measure not in bounds


def _above(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most
