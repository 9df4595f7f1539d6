"""Whether a published folder is a new minor of an older one: every change that a new minor may not make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from missingpersons.findings import CannotRun
from missingpersons.publish.compatible.changes import Break, Breaks, Change, Note, Notes
from missingpersons.publish.compatible.data import (
    audience_changes,
    catalogue_changes,
    closed_lists,
    index_changes,
    list_changes,
)
from missingpersons.publish.compatible.schemas import changes, compare

__all__ = ["Break", "Breaks", "Change", "Note", "Notes", "changes", "compare", "folder_changes"]


def folder_changes(old: Path, new: Path) -> tuple[Change, ...]:
    """What changed from the published folder ``old`` to ``new``, file by file.

    The bundled and the dereferenced build, the policies, the lists' metadata and the examples that explain the
    codes are looked for, and not compared: the first two follow from the schemas, and the others are not normative.
    """
    for folder in (old, new):
        if not (folder / "rules.json").is_file():
            raise CannotRun(f"{folder}: not a folder of the published standard")
    found: list[Change] = []
    closed = closed_lists(_text(old / "codelists" / "index.csv"))
    for path in sorted(each for each in old.rglob("*") if each.is_file() and each.name != "SHA256SUMS"):
        place = path.relative_to(old).as_posix()
        if (new / place).is_file():
            found.extend(_in_file(path, new / place, place, closed))
        else:
            found.append(Break(place, Breaks.FILE_REMOVED))
    return tuple(found)


def _in_file(old: Path, new: Path, place: str, closed: frozenset[str]) -> Iterator[Change]:
    for each in sorted(_changes(old, new, place, closed), key=lambda each: (each.at, each.kind)):
        yield replace(each, at=f"{place}{each.at}")


def _changes(old: Path, new: Path, place: str, closed: frozenset[str]) -> Iterator[Change]:
    folder, _, name = place.rpartition("/")
    if name.endswith(".schema.json") and not folder:
        yield from (replace(each, at=f"#{each.at}") for each in changes(_tree(old), _tree(new)))
    elif place == "rules.json":
        yield from catalogue_changes(_tree(old), _tree(new))
    elif place == "audiences.json":
        yield from audience_changes(_tree(old), _tree(new))
    elif place == "codelists/index.csv":
        yield from index_changes(_text(old), _text(new))
    elif folder == "codelists" and name.endswith(".csv"):
        yield from list_changes(_text(old), _text(new), closed=name.removesuffix(".csv") in closed)


def _tree(path: Path) -> Any:
    return json.loads(_text(path))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
