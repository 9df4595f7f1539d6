"""How the record lies flat in a workbook: a sheet of episodes, and one for each list, with headings for people.

It is made from the published schema, so it has a column for every field. What has none, which is local fields and
empty parts, stands in a sheet of its own by pointer: nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from missingpersons.resources import schema

EPISODES = "Episodes"
FURTHER = "Further values"
KEY = "Episode"
"""The heading under which every sheet has the number of the episode, from 1: one file may hold two versions of one."""
NUMBERS = ("No.", "No. within")
"""The headings of which entry a row is, from 1: of a list, and of a list in such an entry."""
PLACE, KIND, VALUE = "Place", "Kind", "Value"

LONGEST_TITLE = 31
"""The most characters that the name of a sheet may have."""

Segments = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: the path below its sheet's, and what its cells are."""

    path: Segments
    kind: str
    """``text``, ``number``, ``list``: a list of texts, one a line."""

    @property
    def heading(self) -> str:
        """What people read over the column."""
        return _words(": ".join(self.path))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet: the list whose entries its rows are, with ``*`` for a position, and its columns."""

    title: str
    path: Segments
    fields: tuple[Field, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The headings that say which entry a row is."""
        return NUMBERS[: self.path.count("*")]


@cache
def sheets() -> tuple[Leaf, ...]:
    """The sheets in their order, that of the episodes first."""
    tree = schema("episode")
    found: dict[Segments, list[Field]] = {(): []}
    for stem, field in _fields(tree, tree["$defs"], (), ()):
        found.setdefault(stem, []).append(field)
    return tuple(Leaf(_title(path), path, tuple(fields)) for path, fields in found.items())


def _title(path: Segments) -> str:
    return _words(" ".join(each for each in path if each != "*"))[:LONGEST_TITLE] if path else EPISODES


def _words(text: str) -> str:
    plain = text.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _fields(
    part: Mapping[str, Any], definitions: Mapping[str, Any], stem: Segments, path: Segments
) -> Iterator[tuple[Segments, Field]]:
    """Every field at or below a part, with the path of the sheet that it stands in."""
    part = _resolved(part, definitions)
    if part.get("type") == "object":
        for name, each in part.get("properties", {}).items():
            yield from _fields(each, definitions, stem, (*path, name))
    elif part.get("type") == "array":
        item = _resolved(part["items"], definitions)
        if item.get("type") == "object":
            yield from _fields(item, definitions, (*stem, *path, "*"), ())
        else:
            yield stem, Field(path, "list")
    else:
        yield stem, Field(path, "number" if part.get("type") == "integer" else "text")


def _resolved(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = part.get("$ref", "")
    return definitions[reference.rpartition("/")[2]] if reference else part
