"""Rows that are filled alike: the fates of their cells are the same, and all of the document but the values.

Which row is like which, the effects of its cells say. In many tables hardly two rows are: what helps the next row is
made with the second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from missingpersons.converters import Fate
from missingpersons.converters.assembling import document_of, key_of, writer
from missingpersons.converters.quick_cells import Effect
from missingpersons.models.leaves import MOST_IN_LIST

EPISODE_ID, OWNER, REFERENCE = key_of(("episode_id",)), key_of(("owner_force",)), key_of(("local_reference",))
RECORDED_AT = key_of(("recorded_at",))

_MOST_SHAPES = 512


@dataclass(slots=True, repr=False, eq=False)
class Shape:
    """What rows have in common whose cells have the same effects."""

    cells: tuple[tuple[str, Fate], ...]
    """The place and the fate of each cell."""
    is_sound: bool = False
    """Whether such a document can be read if each value may stand where it does."""
    write: Callable[[list[str]], bytes] | None = None
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

    def written(
        self, effects: tuple[Effect, ...], values: tuple[Any, ...], episode: str, time: str
    ) -> tuple[Shape, bytes]:
        """The shape of a row with these effects, and its document: ``values`` are what its cells write."""
        shape = self._known.get(effects)
        if shape is None:
            return self._first(effects, values, episode, time)
        if shape.write is None:
            shape.write = self._write(effects)
        texts: list[Any] = [*values, episode, time]
        for index in self._several:
            texts += values[index]
        return shape, shape.write(texts)

    def _first(
        self, effects: tuple[Effect, ...], values: tuple[Any, ...], episode: str, time: str
    ) -> tuple[Shape, bytes]:
        named = self._constants.copy()
        named[EPISODE_ID], named[RECORDED_AT] = episode, time
        needed: set[str] = set()
        for effect, value in zip(effects, values, strict=True):
            if effect.key:
                named[effect.key] = value
            elif effect.keys:
                named.update(zip(effect.keys, value, strict=True))
            else:
                continue
            if effect.beside:
                named.update(effect.beside)
            if effect.needs:
                needed |= effect.needs
        if len(self._known) >= _MOST_SHAPES:
            self._known.pop(next(iter(self._known)))
        is_whole = needed <= named.keys() and len(named) < MOST_IN_LIST
        shape = self._known[effects] = Shape(tuple([each.told for each in effects]), is_whole)
        return shape, document_of(named)

    def _write(self, effects: tuple[Effect, ...]) -> Callable[[list[str]], bytes]:
        """How to write the documents of rows with these effects."""
        constants = self._constants.copy()
        episode, time = len(effects), len(effects) + 1
        chosen = {EPISODE_ID: episode, RECORDED_AT: time}
        last = time
        for index, effect in enumerate(effects):
            constants |= effect.beside
            if index not in self._several:
                chosen |= dict.fromkeys(effect.keys, index)
                continue
            for key in effect.keys:
                last += 1
                chosen[key] = last
        return writer(constants, chosen)
