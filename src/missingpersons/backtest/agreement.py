"""How far two judgements of the same episodes agree beyond what chance would give: Cohen's kappa, weighted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

CHANCE = 1.96
"""How many standard errors from nought chance alone seldom goes beyond: in one of twenty."""


_ALL = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cohen's kappa with linear weights: 1 is full agreement, 0 what chance gives, below 0 less than that."""

    kappa: float
    chance: float
    """How far from nought kappa goes by chance alone in nineteen of twenty sets of as many episodes."""
    observed: float
    """The mean agreement: 1 for the same level, less the further they are apart, 0 for the two ends."""
    expected: float
    """The same if the grades were dealt out at random, each as often as it is."""

    @property
    def is_chance(self) -> bool:
        """Whether they agree no more than chance would."""
        return self.kappa <= self.chance


def agreement(table: Sequence[Sequence[float]]) -> Agreement | None:
    """The agreement in a square ``table``, rows and columns from the lowest level to the highest.

    None where it says nothing: nobody is counted, or one of the two has one level for everybody.
    """
    size = range(len(table))
    number = sum(map(sum, table))
    if number <= 0:
        return None
    rows = [sum(table[i]) / number for i in size]
    columns = [sum(table[i][j] for i in size) / number for j in size]
    if max(*rows, *columns) > _ALL:
        return None
    weight = [[1 - abs(i - j) / (len(table) - 1) for j in size] for i in size]
    observed = sum(weight[i][j] * table[i][j] / number for i in size for j in size)
    expected = sum(weight[i][j] * rows[i] * columns[j] for i in size for j in size)
    # The variance if there is no agreement (Fleiss, Cohen and Everitt 1969).
    of_row = [sum(columns[j] * weight[i][j] for j in size) for i in size]
    of_column = [sum(rows[i] * weight[i][j] for i in size) for j in size]
    spread = sum(rows[i] * columns[j] * (weight[i][j] - of_row[i] - of_column[j]) ** 2 for i in size for j in size)
    variance = max(0.0, spread - expected**2) / number
    return Agreement(
        (observed - expected) / (1 - expected), CHANCE * math.sqrt(variance) / (1 - expected), observed, expected
    )
