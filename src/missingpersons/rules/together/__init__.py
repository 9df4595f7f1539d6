"""What is wrong between several episodes of one person: the table of these rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType

from missingpersons.rules.together import links, past, person, times, versions
from missingpersons.rules.together.history import History, Where

__all__ = ["TOGETHER", "History", "RuleTogether", "Where"]

RuleTogether = Callable[[History], Iterable[Where]]
"""Takes the episodes of one person; yields which of them its sentence is true of, and the place in it."""

TOGETHER = MappingProxyType[str, RuleTogether](
    {
        "MP-R-250": versions.forked,
        "MP-R-251": versions.given_twice,
        "MP-R-252": times.missing_again_before_found,
        "MP-R-253": times.may_be_one_disappearance,
        "MP-R-254": times.open_though_a_later_one_began,
        "MP-R-255": past.more_than_it_tells_of,
        "MP-R-256": past.harm_not_told_of,
        "MP-R-257": person.somebody_else,
        "MP-R-258": links.not_linked_back,
        "MP-R-259": links.said_to_be_somebody_else,
    }
)
"""Every rule about several episodes, by its code. None is worse than n log n in their number."""
