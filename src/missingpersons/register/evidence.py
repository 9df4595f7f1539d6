"""What each level of agreement is worth, in bits: the table, and what the register itself says about it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2

_NOT_LEVELS = frozenset({"basis", "threshold", "estimate", "alike"})


@dataclass(frozen=True, slots=True)
class Weight:
    """One row of the table: ``m`` and ``u``, whether ``u`` is counted in the register, and the sentences."""

    m: float
    u: float
    estimate: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """How much evidence is needed before anybody is shown."""

    identified: float
    anonymous_margin: float
    anonymous_crowd: int
    anonymous_worn: float
    block_years: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The table of what agreement is worth."""

    basis: str
    threshold: Threshold
    strength: float
    most_bits: float
    weights: Mapping[tuple[str, str], Weight]
    alike: Mapping[str, tuple[frozenset[str], ...]]

    def bits(self, attribute: str, level: str, *, hits: int = 0, of: int = 0) -> float:
        """What a level is worth; ``hits`` of ``of`` records here are at it, where that is counted."""
        weight = self.weights[attribute, level]
        if not weight.estimate or not of:
            return log2(weight.m / weight.u)
        u = (hits + self.strength * weight.u) / (of + self.strength)
        return max(0.0, min(self.most_bits, log2(weight.m / u)))

    def reason(self, attribute: str, level: str, count: int = 1) -> str:
        """The sentence for ``count`` of a level."""
        reasons = self.weights[attribute, level].reasons
        return reasons[min(count, len(reasons)) - 1]


@cache
def evidence() -> Evidence:
    """The table that ships with the library."""
    table = tomllib.loads(files(__package__).joinpath("evidence.toml").read_text(encoding="utf-8"))
    return Evidence(
        basis=table["basis"],
        threshold=Threshold(**table["threshold"]),
        strength=table["estimate"]["strength"],
        most_bits=table["estimate"]["most_bits"],
        weights={
            (attribute, level): Weight(row["m"], row["u"], row.get("estimate", False), tuple(row["reasons"]))
            for attribute, rows in table.items()
            if attribute not in _NOT_LEVELS
            for level, row in rows.items()
        },
        alike={name: tuple(map(frozenset, groups)) for name, groups in table["alike"].items()},
    )
