"""The part of a row that the record can hold: what structure would refuse is taken out, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from missingpersons import wire
from missingpersons.converters.places import Origin, Part, Path, Value, compact, grow, positions
from missingpersons.findings import Finding
from missingpersons.models import STANDARD_VERSION, Episode

_TYPE_OR_PLACE = frozenset({"MP-S-021", "MP-S-022", "MP-S-029"})
PLACEHOLDER_ID = "00000000-0000-5000-8000-000000000000"
"""Stands in a row's tree until it is known which episode it is; never in a document."""
_ANY_TIME = "2000-01-01T00:00:00Z"


def least(owner_force: str) -> tuple[Part, ...]:
    """The constants without which nothing is an episode: ``open``, unless the mapping says otherwise."""
    fields: dict[str, Value] = {
        "document_type": "episode",
        "standard_version": STANDARD_VERSION,
        "episode_id": PLACEHOLDER_ID,
        "revision": 1,
        "tenure": 1,
        "recorded_at": _ANY_TIME,
        "owner_force": owner_force,
        "status": "open",
    }
    return tuple(Part(-1, Origin.CONSTANT, (name,), value) for name, value in fields.items())


def fit(constants: Sequence[Part], parts: Sequence[Part]) -> tuple[dict[str, Any], frozenset[int]]:
    """The tree of the parts that structure accepts together, and the columns that it would refuse.

    The constants alone must be readable: then the loop ends at the latest when no cell is left.
    """
    refused: set[int] = set()
    while True:
        slots = _grown([*constants, *parts])
        tree = compact(slots)
        episode, found = wire.read(wire.encode(tree), Episode)
        if episode is not None:
            return tree, frozenset(refused)
        parts, columns = _without(parts, found.findings, dict(positions(slots)))
        refused |= columns


def refusals(owner_force: str, values: Sequence[tuple[Path, Value]]) -> tuple[Finding, ...]:
    """What structure says of the least episode with ``values`` in it."""
    parts = [*least(owner_force), *(Part(-1, Origin.WITH, path, value) for path, value in values)]
    return wire.read(wire.encode(compact(_grown(parts))), Episode)[1].findings


def refusal(path: Path, value: Value, *, kind_only: bool) -> Finding | None:
    """Why structure would never take ``value`` at ``path``, whatever stands around it; None if it would.

    With ``kind_only``, whether there is such a place and it holds that kind of value, not this very one.
    """
    plain = tuple(0 if isinstance(segment, int) or segment == "-" else segment for segment in path)
    slots = _grown([*least("test-probe"), Part(0, Origin.CELL, plain, value)])
    pointer = dict(positions(slots))[plain]
    for each in wire.read(wire.encode(compact(slots)), Episode)[1]:
        if each.code == "MP-S-020":
            continue
        if each.code in _TYPE_OR_PLACE or (each.at == pointer and not kind_only):
            return each
    return None


def _grown(parts: Sequence[Part]) -> dict[str, Any]:
    tree = grow(parts)
    # "A boy of about eight" is an episode, and so is a report about nobody known.
    tree.setdefault("person", {})
    return tree


def _without(parts: Sequence[Part], found: Sequence[Finding], pointers: dict[Path, str]) -> tuple[list[Part], set[int]]:
    """The parts less those that the findings blame, and the columns whose own cell was blamed."""
    blamed: set[int] = set()
    dropped: set[int] = set()
    for each in found:
        near = _near(each.at, [pointers[part.path] for part in parts])
        if not near:
            # The document as a whole is at fault, so it is too large: the largest cell goes first.
            near = [max(range(len(parts)), key=lambda index: len(str(parts[index].value)))]
        asides = [index for index in near if parts[index].origin is Origin.ALSO]
        for index in asides or near:
            dropped.add(index)
            if parts[index].origin is Origin.CELL:
                blamed.add(parts[index].column)
    kept = [part for index, part in enumerate(parts) if index not in dropped and part.column not in blamed]
    return kept, blamed


def _near(at: str, pointers: Sequence[str]) -> list[int]:
    """The parts at, in or around a place, or else, since it is empty, those of what it is part of."""
    while at:
        if near := [index for index, pointer in enumerate(pointers) if _touch(at, pointer)]:
            return near
        at = at.rpartition("/")[0]
    return []


def _touch(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
