"""Which versions of the standard are released, and that nothing in a released folder ever changes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from missingpersons.findings import CannotRun
from missingpersons.models import STANDARD_VERSION
from missingpersons.publish.compatible import Break, folder_changes

SUMS = "SHA256SUMS"
"""The file that makes a folder a released one: what ``sha256sum --check`` reads, run in that folder."""

_LINE = re.compile("([0-9a-f]{64})  (.+)")
_VERSION = re.compile("([1-9][0-9]{0,3})\\.(0|[1-9][0-9]{0,2})")


def released(root: Path) -> tuple[Path, ...]:
    """Every released folder below ``root``, the oldest first."""
    folders = [path.parent for path in (root / "schemas").glob(f"*/{SUMS}") if _VERSION.fullmatch(path.parent.name)]
    return tuple(sorted(folders, key=lambda each: _version(each.name)))


def release(root: Path, version: str = STANDARD_VERSION) -> None:
    """Make the folder of ``version`` below ``root`` a released one, for good.

    Raises ``CannotRun`` if it is one already, or breaks what a released minor version of the same major promised.
    """
    folder = root / "schemas" / version
    if not _VERSION.fullmatch(version) or not folder.is_dir():
        raise CannotRun("there is no folder of that version")
    if (folder / SUMS).exists():
        raise CannotRun(f"schemas/{version} is released already")
    if broken := incompatible(root, version):
        raise CannotRun(f"schemas/{version} breaks what an earlier version promised: {broken[0]}")
    (folder / SUMS).write_text(_sums(folder), encoding="utf-8", newline="\n")


def thawed(root: Path) -> tuple[str, ...]:
    """The files of released folders below ``root`` that are not what was released: changed, added or gone."""
    return tuple(f"schemas/{folder.name}/{place}" for folder in released(root) for place in _wrong(folder))


def incompatible(root: Path, version: str = STANDARD_VERSION) -> tuple[Break, ...]:
    """What the folder of ``version`` breaks of what the released earlier versions of the same major promised."""
    own = _version(version)
    earlier = [each for each in released(root) if own[:1] == _version(each.name)[:1] and _version(each.name) < own]
    return tuple(
        Break(f"schemas/{folder.name}/{each.at}", each.kind)
        for folder in earlier
        for each in folder_changes(folder, root / "schemas" / version)
        if isinstance(each, Break)
    )


def _wrong(folder: Path) -> list[str]:
    lines = [_LINE.fullmatch(each) for each in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    said = {line[2]: line[1] for line in lines if line}
    there = dict(_digests(folder))
    wrong = [place for place in said.keys() | there if said.get(place) != there.get(place)]
    return sorted([*wrong, *([] if all(lines) and said else [SUMS])])


def _sums(folder: Path) -> str:
    return "".join(f"{digest}  {place}\n" for place, digest in _digests(folder))


def _digests(folder: Path) -> list[tuple[str, str]]:
    paths = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
    return [(place, hashlib.sha256(paths[place].read_bytes()).hexdigest()) for place in sorted(paths) if place != SUMS]


def _version(name: str) -> tuple[int, int]:
    major, _, minor = name.partition(".")
    return int(major), int(minor)
