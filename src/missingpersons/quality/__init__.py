"""How good many documents are: what is wrong with them, where, what it stops, and what to mend first.

Counts and codes only: nothing here holds what a document says of anybody.
"""

from missingpersons.quality.fold import Quality
from missingpersons.quality.mending import Mend, Way, mend_first, shortest_way
from missingpersons.quality.tables import (
    Code,
    Group,
    Part,
    Purpose,
    codes,
    groups,
    in_question,
    parts,
    purposes,
    severities,
)

__all__ = [
    "Code",
    "Group",
    "Mend",
    "Part",
    "Purpose",
    "Quality",
    "Way",
    "codes",
    "groups",
    "in_question",
    "mend_first",
    "parts",
    "purposes",
    "severities",
    "shortest_way",
]
