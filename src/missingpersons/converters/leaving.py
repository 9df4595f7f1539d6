"""An episode on its way out: a value is carried when it is taken, and reported when it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from missingpersons.converters import Fate
from missingpersons.converters.formats import Leaf, Written
from missingpersons.findings import Finding, finding

NO_PLACE = "MP-C-040"
APPROXIMATED = "MP-C-041"

Path = tuple[str | int, ...]


class Leaving:
    """The account of one episode that is written in another format.

    Start from the tree that ``wire.to_tree`` gives. Whatever a writer does not take is lost, and ``written`` reports
    it: at the highest place below which everything is lost, so that a part that has no place is one finding.
    """

    def __init__(self, source: str, tree: Mapping[str, Any]) -> None:
        self._source = source
        self._tree = tree
        self._fates: dict[Path, tuple[Fate, str]] = {}
        self._notes: list[Finding] = []

    def look(self, *path: str | int) -> Any:
        """The value at ``path``, or None; nothing is said of what becomes of it."""
        return value_at(self._tree, path)

    def carry(self, *path: str | int) -> Any:
        """The value at ``path``, or None. It, and all below it, is in the output as it is."""
        return self._judge(path, Fate.CARRIED, "")

    def approximate(self, *path: str | int, code: str = APPROXIMATED) -> Any:
        """The value at ``path``, or None. Something stands for it in the output, and ``code`` says so."""
        return self._judge(path, Fate.APPROXIMATED, code)

    def set_aside(self, *path: str | int, code: str = NO_PLACE) -> Any:
        """The value at ``path``, or None. It is not in the output, for the reason that ``code`` gives."""
        return self._judge(path, Fate.SET_ASIDE, code)

    def note(self, code: str, *path: str | int) -> None:
        """A finding about the episode that is no fate of a value."""
        self._notes.append(finding(code, _pointer(path)))

    def written(self, *, written: bool = True) -> Written:
        """What became of each value, and a finding for all that is not carried as it is."""
        leaves = tuple(_leaves(self._tree, ()))
        fates = {path: self._fate(path) for path in leaves}
        found = [finding(code, _pointer(at)) for at, code in _highest(self._tree, (), fates)]
        told = tuple(Leaf(_pointer(path), fate) for path, (fate, _) in fates.items())
        return Written(self._source, written, (*self._notes, *found), told)

    def _judge(self, path: Path, fate: Fate, code: str) -> Any:
        value = self.look(*path)
        if value is not None:
            self._fates[path] = (fate, code)
        return value

    def _fate(self, path: Path) -> tuple[Fate, str]:
        """What was said of the place itself or, failing that, of the nearest above it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self._fates:
                return self._fates[path[:length]]
        return Fate.SET_ASIDE, NO_PLACE


def value_at(tree: Any, path: Path) -> Any:
    """The value at ``path`` of a tree, or None."""
    for step in path:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def _leaves(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, dict) and value:
        for name in sorted(value):
            yield from _leaves(value[name], (*path, name))
    elif isinstance(value, list) and value:
        for number, each in enumerate(value):
            yield from _leaves(each, (*path, number))
    else:
        yield path


def _highest(value: Any, path: Path, fates: Mapping[Path, tuple[Fate, str]]) -> Iterator[tuple[Path, str]]:
    """The places at or below ``path``, as high as can be, all of whose values have one code."""
    codes = {fates[each][1] for each in _leaves(value, path)}
    if codes == {""}:
        return
    if len(codes) == 1 and path:
        yield path, codes.pop()
        return
    children = sorted(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for each in children:
        yield from _highest(value[each], (*path, each), fates)


def _pointer(path: Path) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
