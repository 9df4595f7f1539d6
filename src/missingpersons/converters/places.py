"""Where cells go: places in an episode, and the tree that values at places make.

A number in a place is a slot of its row, not a position: unused slots vanish, so ``/answers/3`` is the
first entry of the list when nothing else was answered. ``-`` is a new slot for each entry of a list cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

Value = str | int
Segment = str | int
Path = tuple[Segment, ...]

NEXT = "-"
"""The segment that stands for a new slot."""

_POINTER = re.compile(r"(/([A-Za-z][A-Za-z0-9_.-]{0,63}|[0-9]{1,4}|-)){1,16}", re.ASCII)
_SLOTS_OF_A_COLUMN = 100_000
"""More than the entries of one cell, and than any slot that a mapping writes."""


class Origin(IntEnum):
    """Why a value is in the tree. Where two are for one place, the greater stands."""

    CONSTANT = 0
    """The mapping puts it into every episode."""
    WITH = 1
    """The mapping puts it there because a cell has a value."""
    ALSO = 2
    """A part of a cell that is carried whole elsewhere."""
    CELL = 3
    """The cell itself."""


# A row makes a hundred of these, and setting a field of a frozen one costs four times as much.
@dataclass(slots=True, repr=False)
class Part:
    """One value for one place, and the column that gave it (-1 for constants)."""

    column: int
    origin: Origin
    path: Path
    value: Value
    key: str = ""
    """Where it stands in the document, as ``assembling`` orders it."""
    text: str = ""
    """What it writes there."""


class _Slots(dict[int, Any]):
    """A list that is still being filled, by slot."""


def parse_pointer(text: str) -> Path | None:
    """The path that a JSON Pointer of a mapping writes, or None if it is not one."""
    if not _POINTER.fullmatch(text):
        return None
    return tuple(int(segment) if segment.isdigit() else segment for segment in text.split("/")[1:])


def pointer_text(path: Path) -> str:
    """The JSON Pointer of ``path``, as the mapping writes it."""
    return "".join(f"/{segment}" for segment in path)


def in_new_slot(path: Path, column: int, entry: int) -> Path:
    """The path with a slot of its own for ``-``, after every slot that a mapping can write."""
    slot = (column + 1) * _SLOTS_OF_A_COLUMN + entry
    return tuple(slot if segment == NEXT else segment for segment in path)


def grow(parts: Iterable[Part]) -> dict[str, Any]:
    """The tree that the parts make, its lists still in slots. Where two are for one place, the later stands."""
    tree: dict[str, Any] = {}
    branches: dict[Path, dict[Any, Any]] = {(): tree}
    for part in parts:
        path = part.path
        branch = branches.get(path[:-1])
        if branch is None:
            branch = _branch(branches, path, len(path) - 1)
        branch[path[-1]] = part.value
    return tree


def _branch(branches: dict[Path, dict[Any, Any]], path: Path, length: int) -> dict[Any, Any]:
    """The branch at the first ``length`` segments of a path, which is new."""
    above = branches.get(path[: length - 1])
    if above is None:
        above = _branch(branches, path, length - 1)
    branch = branches[path[:length]] = _Slots() if isinstance(path[length], int) else {}
    above[path[length - 1]] = branch
    return branch


def compact(tree: Any) -> Any:
    """The JSON tree: each list without its unused slots."""
    if isinstance(tree, _Slots):
        return [compact(tree[slot]) for slot in sorted(tree)]
    if isinstance(tree, dict):
        return {name: compact(each) for name, each in tree.items()}
    return tree


def positions(tree: Any, path: Path = (), pointer: str = "") -> Iterator[tuple[Path, str]]:
    """For every value in a tree with slots, its path and the JSON Pointer that it has once compacted."""
    if isinstance(tree, _Slots):
        for index, slot in enumerate(sorted(tree)):
            yield from positions(tree[slot], (*path, slot), f"{pointer}/{index}")
    elif isinstance(tree, dict) and tree:
        for name, each in tree.items():
            yield from positions(each, (*path, name), f"{pointer}/{name}")
    else:
        yield path, pointer


def clash(paths: Iterable[Path]) -> tuple[Path, Path] | None:
    """Two of the paths that cannot stand in one tree: one inside the other, or a name beside a slot."""
    ends: dict[Path, Path] = {}
    branches: dict[Path, tuple[bool, Path]] = {}
    for path in paths:
        for length, segment in enumerate(path):
            stem = path[:length]
            if stem in ends:
                return ends[stem], path
            is_slot = isinstance(segment, int) or segment == NEXT
            was_slot, other = branches.setdefault(stem, (is_slot, path))
            if was_slot != is_slot:
                return other, path
        if path in branches:
            return branches[path][1], path
        ends[path] = path
    return None
