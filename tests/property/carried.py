"""What holds of every format: each value has a fate, the report says so, and what comes back is what it says.

``python -m tests.property.carried NUMBER`` tries as many generated episodes in each format that this library writes.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.fitting import least
from missingpersons.converters.formats import GROUP, Format, Line, Reading, Writing, Written
from missingpersons.models import Episode
from missingpersons.testing import Generator

Tree = dict[str, Any]
Place = tuple[str | int, ...]

EXAMPLES = Path(__file__).parents[2] / "examples"
REQUIRED = frozenset(str(part.path[0]) for part in least("test-north")) | {"person"}
"""What an episode always has. Where a format does not carry it, whoever reads gives it."""
RECORDED_AT = "2026-03-01T14:00:00Z"
TO_READ_BACK = {"owner_force": "test-north", "layout": "standard"}
"""What a format's own reader must be told, of the options that it has."""
DELETED, TO_BE_DELETED = "MP-C-055", "MP-C-068"
"""What is said of a placeholder by who writes it and by who reads it."""


CHANGED = ("MP-C-041", "MP-C-051")
"""What says that there is something else than there was, or something where nothing was."""


class Anything:
    """Stands for a value of which the report says that it is near, and for whatever is beside it."""


ANYTHING = Anything()


def example_episodes() -> Iterator[tuple[str, Episode]]:
    """Every example that is an episode."""
    for path in sorted(EXAMPLES.glob("*.json")):
        data = path.read_bytes()
        if json.loads(data)["document_type"] == "episode":
            yield path.stem, wire.parse(data, Episode)


def generated_episodes(number: int, seed: int = 11) -> Iterator[tuple[str, Episode]]:
    """As many invented episodes."""
    for count, document in enumerate(Generator(seed=seed).documents(number)):
        yield f"generated-{seed}-{count}", wire.parse(document, Episode)


def written(format_: Format, name: str, episode: Episode, options: Mapping[str, str]) -> tuple[Written, bytes]:
    """One episode in a format, with what was said of it."""
    assert format_.write
    out = io.BytesIO()
    (told,) = format_.write([(name, episode)], out, Writing(options))
    return told, out.getvalue()


def back(format_: Format, data: bytes, options: Mapping[str, str]) -> list[Row]:
    """What the format's own reader makes of it."""
    assert format_.read
    return list(format_.read(io.BytesIO(data), Reading("back", RECORDED_AT, {**to_read(format_), **options})))


def to_read(format_: Format) -> dict[str, str]:
    """The options without which the format's reader does not know what it reads."""
    return {name: value for name, value in TO_READ_BACK.items() if name in format_.options}


def is_accounted_for(episode: Episode, told: Written) -> None:
    """Each value has one fate, and what is not carried is in the report."""
    tree = wire.to_tree(episode)
    assert [each.at for each in told.leaves] == [pointer(place) for place in leaves(tree, ())]
    for each in told.leaves:
        if each.fate is not Fate.CARRIED:
            assert any(within(each.at, one.at) for one in told.findings if one.code != "MP-C-131"), each
        else:
            assert not any(one.at == each.at and one.code in ("MP-C-040", "MP-C-041") for one in told.findings), each


def agrees_with_table(format_: Format, told: Written) -> set[tuple[str, Fate]]:
    """What the table says of each value is what became of it; which lines of the table were used, and how."""
    used = set()
    for each in told.leaves if told.written else ():
        line = line_of(format_.table, each.at)
        if line is None:
            assert each.fate is Fate.SET_ASIDE, f"{each.at} is {each.fate}, and the table has no line for it"
            continue
        used.add((line.path, each.fate))
        if each.fate is Fate.SET_ASIDE:
            assert line.note, f"{each.at} is lost, and the table does not say when"
        elif each.fate is Fate.APPROXIMATED:
            assert line.how == "approximated" or line.note, f"{each.at} is only near, and the table does not say when"
        else:
            assert line.how == "carried", f"{each.at} is carried, and the table says that it is only near"
    return used


def line_of(table: tuple[Line, ...], at: str) -> Line | None:
    """The line of the table that speaks of a place: the one with the longest path."""
    steps = [("*" if step.isdigit() else step) for step in at.split("/")[1:]]
    found = None
    for line in table:
        path = line.path.split("/")[1:]
        if steps[: len(path)] == path and (found is None or len(path) > found.path.count("/")):
            found = line
    return found


def expected(episode: Episode, told: Written, with_it: Tree) -> Tree:
    """The episode less exactly what the report says, with what the reader was given in its place."""
    lost = {each.at for each in told.leaves if each.fate is Fate.SET_ASIDE}
    near = {each.at for each in told.leaves if each.fate is Fate.APPROXIMATED}
    near |= {each.at for each in told.findings if each.code in CHANGED or _all_near(told, each.at)}
    left = _less(wire.to_tree(episode), (), lost, near)
    assert isinstance(left, dict)
    for name in REQUIRED:
        left.setdefault(name, with_it.get(name))
    for at in near:
        if at.rpartition("/")[0] and not _there(left, at):
            _stand_in(left, at)
    return left


def same(one: Any, other: Any) -> bool:
    """Whether two trees are the same, but for what stands for anything."""
    if one is ANYTHING:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        names = one.keys() | other.keys()
        return all(_alike(one.get(name), other.get(name)) for name in names)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def leaves(value: Any, place: Place) -> Iterator[Place]:
    """Every value of a tree, by its place."""
    if isinstance(value, dict) and value:
        for name in sorted(value):
            yield from leaves(value[name], (*place, name))
    elif isinstance(value, list) and value:
        for number, each in enumerate(value):
            yield from leaves(each, (*place, number))
    else:
        yield place


def pointer(place: Place) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in place)


def within(at: str, place: str) -> bool:
    return at == place or at.startswith(f"{place}/")


def _alike(one: Any, other: Any) -> bool:
    if one is None:
        return other is None
    if other is None:
        return _is_open(one)
    return same(one, other)


def _is_open(value: Any) -> bool:
    """Whether nothing at all will do for it."""
    if isinstance(value, dict):
        return all(map(_is_open, value.values()))
    if isinstance(value, list):
        return all(map(_is_open, value))
    return value is ANYTHING


def _less(value: Any, place: Place, lost: set[str], near: set[str]) -> Any:
    at = pointer(place)
    if at in near:
        return ANYTHING
    if at in lost:
        return None
    if value in ({}, []):
        return value
    if isinstance(value, dict):
        kept = {name: _less(each, (*place, name), lost, near) for name, each in value.items()}
        kept = {name: each for name, each in kept.items() if each is not None}
        return kept if kept or not place else None
    if isinstance(value, list):
        entries = [_less(each, (*place, number), lost, near) for number, each in enumerate(value)]
        return [each for each in entries if each is not None] or None
    return value


def _all_near(told: Written, at: str) -> bool:
    fates = {each.fate for each in told.leaves if within(each.at, at)}
    return fates == {Fate.APPROXIMATED}


def _there(tree: Any, at: str) -> bool:
    for step in at.split("/")[1:]:
        if isinstance(tree, dict) and step in tree:
            tree = tree[step]
        elif isinstance(tree, list) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        else:
            return tree is ANYTHING
    return True


def _stand_in(tree: Any, at: str) -> None:
    """Let anything stand where the report speaks of something near that the record does not have."""
    *stem, last = at.split("/")[1:]
    for step in stem:
        if isinstance(tree, list):
            # What was before it may be lost: the first that is left is meant.
            tree = tree[min(int(step), len(tree) - 1)]
        elif isinstance(tree, dict):
            tree = tree.setdefault(step, {})
    if isinstance(tree, dict):
        tree[last] = ANYTHING


def is_back(format_: Format, name: str, episode: Episode, options: Mapping[str, str]) -> Written:
    """Out and back is the episode less exactly what the report says."""
    told, data = written(format_, name, episode, options)
    is_accounted_for(episode, told)
    agrees_with_table(format_, told)
    if not (told.written and format_.read):
        return told
    # What belongs to the episode may have rows of its own beside it.
    rows = back(format_, data, options)
    documents = [row.document for row in rows if row.document]
    if not documents:
        (row,) = rows
        if any(each.code == DELETED for each in told.findings):
            assert [each.code for each in row.findings] == [TO_BE_DELETED], (name, row.findings)
            return told
        # Nothing of it has a place in the format.
        assert {fate for _, fate in row.cells} == {Fate.EMPTY}, (name, row.findings)
        assert {each.fate for each in told.leaves} == {Fate.SET_ASIDE}
        return told
    (document,) = documents
    tree = json.loads(document)
    want = expected(episode, told, tree)
    assert same(want, tree), difference(want, tree)
    for place, fate in (cell for row in rows for cell in row.cells):
        assert fate in (Fate.CARRIED, Fate.EMPTY, Fate.APPROXIMATED), (name, place, fate)
    return told


def difference(want: Any, got: Any, place: Place = ()) -> str:
    """Where two trees differ first. Everybody in them is invented."""
    if isinstance(want, dict) and isinstance(got, dict):
        for each in sorted(want.keys() | got.keys()):
            if not _alike(want.get(each), got.get(each)):
                return difference(want.get(each), got.get(each), (*place, each))
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for number, (one, other) in enumerate(zip(want, got, strict=True)):
            if not same(one, other):
                return difference(one, other, (*place, number))
    return f"{pointer(place)}: {re.sub('<.*?>', 'anything', repr(want))} is not {got!r}"


def points() -> dict[str, EntryPoint]:
    """The entry point of every format of this library, by name, whatever is installed."""
    told = tomllib.loads((EXAMPLES.parent / "pyproject.toml").read_text(encoding="utf-8"))
    return {name: EntryPoint(name, value, GROUP) for name, value in told["project"]["entry-points"][GROUP].items()}


def ours() -> dict[str, Format]:
    """Every format of this library that is written, by name."""
    return {name: each for name, point in points().items() if (each := point.load()).write}


def main(number: int) -> None:
    for format_ in ours().values():
        used: set[str] = set()
        for name, episode in [*example_episodes(), *generated_episodes(number)]:
            used |= {str(leaf.fate) for leaf in is_back(format_, name, episode, {}).leaves}
        print(f"{format_.name}: {', '.join(sorted(used))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
