"""How a document moves to another major version: only when asked, on a copy."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from missingpersons.findings import CannotRun
from missingpersons.models import STANDARD_MAJOR

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Mapping[str, Step] = MappingProxyType({})
"""One step for each major version that can be left, by that version. None exists yet: 1 is the first."""


def upgrade(tree: Mapping[str, Any], *, steps: Mapping[str, Step] = STEPS, to: str = STANDARD_MAJOR) -> dict[str, Any]:
    """A copy of a document's tree in major version ``to``. What was given is left as it was.

    Raises ``CannotRun`` if no step leads there, or if the tree does not say its version.
    """
    upgraded = copy.deepcopy(dict(tree))
    left: set[str] = set()
    while (major := _major(upgraded)) != to:
        step = steps.get(major)
        # A step that leads back to a version that was left would go round for ever.
        if step is None or major in left:
            raise CannotRun("there is no way from this document's version of the standard to the one asked for")
        left.add(major)
        upgraded = step(upgraded)
    return upgraded


def _major(tree: Mapping[str, Any]) -> str:
    version = tree.get("standard_version")
    if not isinstance(version, str):
        raise CannotRun("the document does not say which version of the standard it was written to")
    return version.partition(".")[0]
