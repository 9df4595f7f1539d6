"""What each audience may see of an episode, from the marks on its fields."""

from __future__ import annotations

from functools import cache
from typing import Any

from missingpersons.codes import Audience
from missingpersons.models import Episode
from missingpersons.models._base import Record, ShownTo
from missingpersons.wire import to_tree

_FORCES = frozenset({Audience.OWNER, Audience.FORCE})


def view(episode: Episode, audience: Audience) -> dict[str, Any]:
    """The JSON tree of an episode with only the fields that ``audience`` may see.

    A police force sees the whole; anyone else sees a field only if its mark says so, so that a field
    without a mark is never shown by mistake.
    """
    if audience in _FORCES:
        return to_tree(episode)
    return _shown(episode, audience)


def _shown(record: Record, audience: Audience) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name in _visible(type(record), audience):
        value = getattr(record, name)
        if isinstance(value, Record):
            tree[name] = _shown(value, audience)
        elif isinstance(value, tuple):
            if value:
                tree[name] = [_shown(each, audience) if isinstance(each, Record) else each for each in value]
        elif value is not None:
            tree[name] = value
    return tree


@cache
def _visible(kind: type[Record], audience: Audience) -> tuple[str, ...]:
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if any(isinstance(mark, ShownTo) and audience in mark.audiences for mark in field.metadata)
    )
