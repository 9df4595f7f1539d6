"""How two judgements of risk differ over many episodes: two policies, or a policy and what was recorded.

Counts only, none of them below five: nothing here holds what a document says of anybody.
"""

from missingpersons.backtest.agreement import Agreement, agreement
from missingpersons.backtest.comparison import Compared, Comparison, Standing
from missingpersons.backtest.fold import Counts
from missingpersons.backtest.tables import Backtest, Confusion, backtest
from missingpersons.backtest.tree import as_tree

__all__ = [
    "Agreement",
    "Backtest",
    "Compared",
    "Comparison",
    "Confusion",
    "Counts",
    "Standing",
    "agreement",
    "as_tree",
    "backtest",
]
