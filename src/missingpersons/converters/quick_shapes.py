"""Rows that are filled alike: the fates of their cells are the same, and all of the document but the values.

Which row is like which, the effects of its cells say. In many tables hardly two rows are: what helps the next row is
made with the second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from missingpersons.converters import Fate
from missingpersons.converters.assembling import around, document_of, key_of
from missingpersons.converters.quick_cells import Effect
from missingpersons.models.leaves import MOST_IN_LIST

EPISODE_ID, OWNER, REFERENCE = key_of(("episode_id",)), key_of(("owner_force",)), key_of(("local_reference",))
RECORDED_AT = key_of(("recorded_at",))

_MOST_SHAPES = 512

Sources = dict[str, str | int]
"""What stands at each place of a document: a text, or the position of one among those of the row."""


@dataclass(slots=True, repr=False, eq=False)
class Shape:
    """What rows have in common whose cells have the same effects."""

    cells: tuple[tuple[str, Fate], ...]
    """The place and the fate of each cell."""
    is_sound: bool
    """Whether such a document can be read if each value may stand where it does."""
    document_of: Callable[[list[str]], bytes] | None = None
    """The document of a row's texts: one of each column, the episode's id, the time, then all of the columns that
    write several.
    """


class Shapes:
    """The shapes of a table's rows, over the constants that all of them have.

    ``several`` are the positions of the columns that may write several texts, each.
    """

    def __init__(self, constants: Mapping[str, str], several: Sequence[int]) -> None:
        self._constants = dict(constants)
        self._several = tuple(several)
        self._known: dict[tuple[Effect, ...], Shape] = {}

    def of(self, effects: tuple[Effect, ...]) -> Shape:
        """The shape of a row with these effects."""
        shape = self._known.get(effects)
        if shape is None:
            if len(self._known) >= _MOST_SHAPES:
                self._known.pop(next(iter(self._known)))
            shape = self._known[effects] = Shape(tuple([each.told for each in effects]), _is_whole(effects))
        elif shape.document_of is None:
            shape.document_of = _writer(self._sources(effects))
        return shape

    def document_of(
        self, shape: Shape, effects: tuple[Effect, ...], values: tuple[Any, ...], episode: str, time: str
    ) -> bytes:
        """The document of a row of that shape: ``values`` are what its cells write."""
        if shape.document_of is not None:
            texts: list[Any] = [*values, episode, time]
            for index in self._several:
                texts += values[index]
            return shape.document_of(texts)
        named = self._constants.copy()
        named[EPISODE_ID], named[RECORDED_AT] = episode, time
        for effect, value in zip(effects, values, strict=True):
            if effect.key:
                named[effect.key] = value
            elif effect.keys:
                named.update(zip(effect.keys, value, strict=True))
            else:
                continue
            if effect.beside:
                named.update(effect.beside)
        return document_of(named)

    def _sources(self, effects: tuple[Effect, ...]) -> Sources:
        sources: Sources = dict(self._constants)
        episode, time = len(effects), len(effects) + 1
        sources[EPISODE_ID], sources[RECORDED_AT] = episode, time
        last = time
        for index, effect in enumerate(effects):
            sources |= effect.beside
            if index not in self._several:
                sources |= dict.fromkeys(effect.keys, index)
                continue
            for key in effect.keys:
                last += 1
                sources[key] = last
        return sources


def _is_whole(effects: tuple[Effect, ...]) -> bool:
    """Whether everything that cells write has what is required of it."""
    needed = {key for each in effects if each.needs for key in each.needs}
    written = [key for each in effects if each.keys for key in (*each.keys, *each.beside)]
    return len(written) < MOST_IN_LIST and needed <= {*written}


def _writer(sources: Sources) -> Callable[[list[str]], bytes]:
    """What stands around the values, made beforehand, with every constant a part of that."""
    keys, joints = around(sources)
    pieces = [""]
    chosen: list[int] = []
    for key, joint in zip(keys, joints[:-1], strict=True):
        pieces[-1] += joint
        source = sources[key]
        if isinstance(source, str):
            pieces[-1] += source
        else:
            chosen.append(source)
            pieces += ("", "")
    pieces[-1] += joints[-1]
    pick = itemgetter(*chosen)

    def write(texts: list[str]) -> bytes:
        whole = pieces.copy()
        whole[1::2] = pick(texts)
        return "".join(whole).encode()

    return write
