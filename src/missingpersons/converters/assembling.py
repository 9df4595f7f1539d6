"""The parts of an episode as the bytes of its document, without making a tree first: what a large table needs most.

The parts are put in the order in which their names stand in the document. Between two of them stands what closes the
one and opens the other, and that is the same whenever the two follow each other: it is made once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from missingpersons.converters.places import Origin, Part, Path, Value

_MOST_KEPT = 50_000
"""How many pairs and paths are remembered: lists have slots without end."""

_PERSON = "person\0"
_between: dict[tuple[str, str], str] = {}
_keys: dict[Path, str] = {}


def part_of(column: int, origin: Origin, path: Path, value: Value) -> Part:
    """A part that knows where it stands in the document and what it writes there."""
    return Part(column, origin, path, value, key_of(path), _written(value))


def assembled(parts: Sequence[Part]) -> bytes:
    """The document of the parts, in the order of their origins: where two are for one place, the later stands.

    It is what ``wire.encode`` makes of their tree.
    """
    return document_of({part.key: part.text for part in parts})


def document_of(named: Mapping[str, str]) -> bytes:
    """The document that has these texts at these places. There is always a person in it, if an empty one."""
    keys, joints = around(named)
    pieces = [""] * (len(keys) + len(joints))
    pieces[::2] = joints
    pieces[1::2] = [named.get(key, NOTHING) for key in keys]
    return "".join(pieces).encode()


def document_like_others(named: Mapping[str, str]) -> bytes:
    """The same, for documents of which many have the same places: what stands around them is made once."""
    return _writer_of(tuple(named))(named)


@lru_cache(maxsize=512)
def _writer_of(places: tuple[str, ...]) -> Callable[[Any], bytes]:
    return writer({}, {place: place for place in places})


def writer(constants: Mapping[str, str], chosen: Mapping[str, Any]) -> Callable[[Any], bytes]:
    """How to write documents that have the same places: ``chosen`` says by what to look up the text of each.

    What stands around the texts is made beforehand, with every constant a part of that.
    """
    keys, joints = around({**constants, **chosen})
    pieces = [""]
    picked = []
    for key, joint in zip(keys, joints[:-1], strict=True):
        pieces[-1] += joint
        if key in chosen:
            picked.append(chosen[key])
            pieces += ("", "")
        else:
            pieces[-1] += constants.get(key, NOTHING)
    pieces[-1] += joints[-1]
    # Nothing is an episode without an id, a time and a force, so these are more than one.
    pick = itemgetter(*picked)

    def write(texts: Any) -> bytes:
        whole = pieces.copy()
        whole[1::2] = pick(texts)
        return "".join(whole).encode()

    return write


NOTHING = "{}"
"""What stands where nothing is known of anybody: the report is one all the same."""


def around(named: Iterable[str]) -> tuple[list[str], list[str]]:
    """The places in their order, one of them the person, and what stands before each of them and after the last."""
    keys = sorted(named)
    person = bisect_left(keys, _PERSON)
    if person == len(keys) or not keys[person].startswith(_PERSON):
        keys.insert(person, _PERSON)
    pairs = [*zip(["", *keys], [*keys, ""], strict=True)]
    joints = [*map(_between.get, pairs)]
    return keys, [_joint(*pair) if joint is None else joint for joint, pair in zip(joints, pairs, strict=True)]


def key_of(path: Path) -> str:
    """A text by which paths are in the order of the document: names as they are spelt, slots by number."""
    return _keys.get(path) or _key(path)


def place_of(key: str) -> Path:
    """The place that a key stands for, with any slot of a list as its first."""
    return tuple([0 if each[0].isdigit() else each for each in key.split("\0")[:-1]])


def _written(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is True or value is False:
        return "true" if value else "false"
    return str(value)


def _key(path: Path) -> str:
    key = "".join([f"{each:012d}\0" if isinstance(each, int) else f"{each}\0" for each in path])
    if len(_keys) >= _MOST_KEPT:
        _keys.clear()
    _keys[path] = key
    return key


def _joint(one: str, other: str) -> str:
    """What stands between the values of two places: brackets, and the names that lead to the second."""
    if len(_between) >= _MOST_KEPT:
        _between.clear()
    closed, opened = one.split("\0")[:-1], other.split("\0")[:-1]
    shared = 0
    while shared < min(len(closed), len(opened)) and closed[shared] == opened[shared]:
        shared += 1
    ends = "".join("]" if each[0].isdigit() else "}" for each in reversed(closed[shared + 1 :]))
    if not opened:
        text = ends + "}"
    else:
        begins = "".join("[" if each[0].isdigit() else f'{{"{each}":' for each in opened[shared + 1 :])
        first = opened[shared]
        name = "" if first[0].isdigit() else f'"{first}":'
        text = f"{ends}{',' if closed else '{'}{name}{begins}"
    _between[one, other] = text
    return text
