"""Which of the library's policies judges an episode where nobody names one: that of its nation's own scheme."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from missingpersons.models import Episode
from missingpersons.risk.library import library_policy
from missingpersons.risk.policy import Policy
from missingpersons.risk.schemes import schemes


def default_policy(episode: Episode) -> Policy:
    """The library's policy for the scheme of the definition of missing that was applied, or else of the owner force.

    Where neither is of one nation's own scheme, it is that of England and Wales now.
    """
    of = _schemes()
    scheme = of.definitions.get(episode.definition or "") or of.owner_forces.get(episode.owner_force)
    return library_policy(scheme or of.others)


class _Schemes(NamedTuple):
    definitions: Mapping[str, str]
    owner_forces: Mapping[str, str]
    others: str


@cache
def _schemes() -> _Schemes:
    told = {str(code): each.default_for for code, each in schemes().items()}
    (others,) = (code for code, each in told.items() if each.others)
    return _Schemes(
        {definition: code for code, each in told.items() for definition in each.definitions},
        {force: code for code, each in told.items() for force in each.owner_forces},
        others,
    )
