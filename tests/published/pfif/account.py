"""An episode less exactly what a report says of it: what a format that reads and writes must give back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from missingpersons.findings import Finding


class _Mark:
    """Stands for what is lost, or for what is something else or nothing."""


LOST = _Mark()
NEAR = _Mark()

_OF_LOSS = ("MP-C-040", "MP-C-050")
_OF_CHANGE = ("MP-C-041", "MP-C-051")


def expected(tree: Any, findings: Iterable[Finding]) -> Any:
    """The tree with a mark at each place that the findings name, less the entries of lists that are lost whole."""
    for each in findings:
        if each.code in (*_OF_LOSS, *_OF_CHANGE) and each.at:
            _mark(tree, _segments(each.at), LOST if each.code in _OF_LOSS else NEAR)
    return _without_lost(tree)


def differences(told: Any, back: Any, at: str = "") -> list[str]:
    """The places where what came back is not what is told."""
    if is_same(told, back):
        return []
    if isinstance(told, dict) and isinstance(back, dict):
        names = sorted({*told, *back})
        return [each for name in names for each in differences(told.get(name), back.get(name), f"{at}/{name}")] or [at]
    return [at]


def is_same(told: Any, back: Any) -> bool:
    """Whether what came back is what is told: alike wherever nothing is marked."""
    if isinstance(told, _Mark):
        return True
    if back is None:
        return _is_soft(told)
    if isinstance(told, dict):
        if not isinstance(back, dict) or not back.keys() <= told.keys():
            return False
        return all(is_same(told[name], back.get(name)) for name in told)
    if isinstance(told, list):
        return isinstance(back, list) and _same_lists(told, back)
    return bool(told == back)


def _same_lists(told: list[Any], back: list[Any]) -> bool:
    if not told:
        return not back
    if back and is_same(told[0], back[0]) and _same_lists(told[1:], back[1:]):
        return True
    return _is_soft(told[0]) and _same_lists(told[1:], back)


def _is_soft(told: Any) -> bool:
    if isinstance(told, dict):
        return all(map(_is_soft, told.values()))
    if isinstance(told, list):
        return all(map(_is_soft, told))
    return isinstance(told, _Mark)


def _segments(pointer: str) -> list[str]:
    return [each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:]]


def _mark(tree: Any, segments: list[str], mark: _Mark) -> None:
    *stem, last = segments
    for each in stem:
        tree = tree[int(each)] if isinstance(tree, list) else tree.setdefault(each, {})
        if isinstance(tree, _Mark):
            return
    if isinstance(tree, list):
        tree[int(last)] = mark
    else:
        tree[last] = mark


def _without_lost(tree: Any) -> Any:
    if isinstance(tree, dict):
        kept = {name: _without_lost(each) for name, each in tree.items()}
        return LOST if kept and all(each is LOST for each in kept.values()) else kept
    if isinstance(tree, list):
        entries = [each for each in map(_without_lost, tree) if each is not LOST]
        return entries if entries else LOST
    return tree
