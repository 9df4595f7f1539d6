"""Which counts are shown: none from 1 to 4, and none by which one of those could be worked out.

Counts here are a tree: what an episode's kind is divided into comes to that kind's own count, which everybody may know.
Nothing is shown that goes across (no sum of a row or of a column), so that each division can be looked at alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_SHOWN = 5
"""The least count of episodes that is shown. Nought is shown too."""

_MOST_HIDDEN = LEAST_SHOWN - 1

Shown = int | None
"""A count, or None where it is hidden."""


def single(count: int) -> Shown:
    """A count of which no part and no whole is known."""
    return None if 0 < count < LEAST_SHOWN else count


def divided(whole: Shown, parts: Sequence[int]) -> tuple[Shown, ...]:
    """Those of ``parts`` that can be shown to whoever knows the ``whole`` that they come to.

    If no part is from 1 to 4, all are shown. Else all below 5 are hidden, noughts too. If what is hidden comes to so
    little or so much that one of them could be worked out, further parts are hidden, in their order, until any hidden
    part may be any number from 1 to 4, even for somebody who knows this rule. Of a hidden whole, every part is hidden.
    """
    if whole is None:
        return (None,) * len(parts)
    hidden = {index for index, each in enumerate(parts) if each < LEAST_SHOWN}
    small = [parts[index] for index in hidden if parts[index]]
    if not small:
        return tuple(parts)
    # Each of these may then be any number from 1 to 4, for what the others can come to. Noughts do not count as others:
    # somebody may know that no episode can be of that kind.
    together = sum(small)
    safe = LEAST_SHOWN <= together <= _MOST_HIDDEN * (len(small) - 1) + 1
    for index in [] if safe else [each for each in range(len(parts)) if each not in hidden]:
        hidden.add(index)
        together += parts[index]
        # More than the small ones could come to by themselves: one of them is large, and nobody can tell which.
        if together > _MOST_HIDDEN * len(hidden):
            break
    return tuple(None if index in hidden else each for index, each in enumerate(parts))


@dataclass(frozen=True, slots=True)
class Sum:
    """What is shown of several counts: ``least`` in all, and perhaps more that is hidden."""

    least: int
    exact: bool


def total(counts: Sequence[Shown]) -> Sum:
    """What the shown counts come to: nothing that they do not tell already."""
    return Sum(sum(each for each in counts if each is not None), None not in counts)
