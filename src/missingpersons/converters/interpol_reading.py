"""INTERPOL's public yellow notices as episodes: each value to its place, and an account of every value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.encodings import is_marked
from missingpersons.converters.formats import Reading
from missingpersons.converters.gathered import Gathered
from missingpersons.converters.identity import digest
from missingpersons.converters.interpol_values import BESIDE, ISSUER, KEYS, MANY, NO_MEANING, NOT_KNOWN, READERS, text
from missingpersons.converters.naming import Naming
from missingpersons.converters.places import Origin, Part
from missingpersons.converters.rows import NUL, UNDECODABLE
from missingpersons.findings import CannotRun, finding

NO_FIELD = "MP-C-080"
NOT_A_RECORD = "MP-C-088"
OTHER_PAGES = "MP-C-130"

WHOLE = "/document"
_NUMBER = ("person", "identifiers", 0, "value")
_AROUND = ("total", "query", "_embedded", "_links")
"""What the public service writes around notices. Any other key may be a name, and is told by its number."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What stands around the notices of an answer: the place of each value, and whether there are other pages."""

    places: tuple[str, ...]
    has_other_pages: bool

    def row(self, name: str) -> Row:
        found = [finding(NO_FIELD, place) for place in self.places]
        if self.has_other_pages:
            found.append(finding(OTHER_PAGES, "/total"))
        return Row(f"{name}:0", None, tuple(found), tuple((place, Fate.SET_ASIDE) for place in self.places))


def read(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """Each notice, one a line or all in one document, as an episode of the force that is named."""
    naming = Naming(reading, "interpol-yellow")
    if not reading.recorded_at:
        naming.close()
        raise CannotRun(f"{reading.name}: a notice does not say when it was recorded, so give --recorded-at")
    return _rows(stream, reading.name, naming)


def _rows(stream: BinaryIO, name: str, naming: Naming) -> Iterator[Row]:
    with closing(naming):
        number = 0
        for notice in _notices(stream, name):
            if isinstance(notice, _Answer):
                yield notice.row(name)
                continue
            number += 1
            source = f"{name}:{number}"
            if isinstance(notice, dict) and _is_notice(notice):
                yield naming.row(source, _draft(notice))
            else:
                yield Row(source, None, (finding(NOT_A_RECORD),), ((WHOLE, Fate.SET_ASIDE),))


def _notices(stream: BinaryIO, name: str) -> Iterator[Any]:
    """Every record in the stream; None for one that cannot be read."""
    lines = _lines(stream)
    first = next(lines, None)
    if first is None:
        raise CannotRun(f"{name}: the file is empty")
    told = _json(first)
    begun = [] if told is not None else [first]
    if begun:
        # One document over several lines is read whole, as far as one may be long.
        size = len(first)
        while size <= wire.MAX_BYTES and (line := next(lines, None)) is not None:
            begun.append(line)
            size += len(line)
        told = _json(b"".join(begun)) if size <= wire.MAX_BYTES else None
    if told is not None:
        yield from _in_document(told)
        begun = []
    for line in chain(begun, lines):
        yield from _in_document(_json(line))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Every line that is not blank. Of one that is too long, no more than shows that it is."""
    while line := stream.readline(wire.MAX_BYTES + 1):
        data = line
        while line and not line.endswith(b"\n"):
            # The rest of a line that is too long is passed over: the next is still read.
            line = stream.readline(wire.MAX_BYTES + 1)
        if data.strip():
            yield data


def _in_document(told: Any) -> Iterator[Any]:
    """The notices of an answer of the public service and what is around them, of a list, or the one that it is."""
    embedded = told.get("_embedded") if isinstance(told, dict) else None
    many = embedded.get("notices") if isinstance(embedded, dict) else told
    if isinstance(many, list):
        if many is not told and (answer := _around(told, len(many))).places:
            yield answer
        yield from many
    else:
        yield told


def _around(told: dict[str, Any], here: int) -> _Answer:
    places: list[str] = []
    for number, (key, value) in enumerate(told.items(), 1):
        if key == "_embedded":
            beside = [n for n, each in enumerate(value) if each != "notices"]
            places += [place for n in beside for place in _places(f"/_embedded/{n}", list(value.values())[n])]
        else:
            places += _places(f"/{key}" if key in _AROUND else f"/key_{number}", value)
    total = told.get("total")
    return _Answer(tuple(places), isinstance(total, int | float) and total > here)


def _is_notice(told: dict[str, Any]) -> bool:
    """Whether an object says anything that a notice says, or is a notice in which nothing is filled in."""
    known = [key for key in told if key in KEYS]
    if len(known) == len(told):
        return bool(told)
    return any(not _is_blank(told[key]) for key in known)


def _is_blank(value: Any) -> bool:
    return value is None or value in ({}, []) or (isinstance(value, str) and not value.strip())


def _json(data: bytes) -> Any:
    if len(data) > wire.MAX_BYTES:
        return None
    try:
        told = json.loads(data, object_pairs_hook=_once, parse_constant=_no_constant)
        # What is too deep to be written is too deep to be read.
        json.dumps(told)
        return told
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _no_constant(_: str) -> None:
    raise ValueError("not a number")


def _draft(notice: dict[str, Any]) -> Gathered:
    draft = Gathered(digest=digest([("notice", json.dumps(notice, sort_keys=True))]))
    for number, (key, value) in enumerate(notice.items(), 1):
        if key not in KEYS:
            for place in _places(f"/key_{number}", value):
                draft.judge(place, Fate.SET_ASIDE, NO_FIELD)
        elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            for index, each in enumerate(value):
                _value(draft, notice, key, f"/{key}/{index}", each, index)
        elif isinstance(value, dict | list) and value:
            for place in _places(f"/{key}", value):
                draft.judge(place, Fate.SET_ASIDE, NO_MEANING)
        else:
            _value(draft, notice, key, f"/{key}", value, 0)
    # The owner's own references have another form: none of them is ever taken for the number of a notice.
    draft.reference = next((f"{ISSUER}\n{part.value}" for part in draft.parts if part.path == _NUMBER), None)
    return draft


def _places(place: str, value: Any) -> Iterator[str]:
    """A place for every value below one, by number: a key that nobody knows may be a name."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    waiting = [(place, inner)]
    while waiting:
        at, held = waiting.pop()
        if not held:
            yield at
            continue
        for number, each in enumerate(held):
            below = list(each.values()) if isinstance(each, dict) else each if isinstance(each, list) else None
            waiting.append((f"{at}/{number}", below))


def _value(draft: Gathered, notice: dict[str, Any], key: str, place: str, value: Any, index: int) -> None:
    column = len(draft.places)
    if _is_blank(value):
        draft.judge(place, Fate.EMPTY)
    elif isinstance(value, str) and is_marked(value):
        draft.judge(place, Fate.SET_ASIDE, UNDECODABLE)
    elif isinstance(value, str) and "\0" in value:
        draft.judge(place, Fate.SET_ASIDE, NUL)
    elif not isinstance(value, bool) and value in NOT_KNOWN:
        draft.judge(place, Fate.NO_VALUE)
    elif index and key not in MANY:
        draft.judge(place, Fate.SET_ASIDE, NO_MEANING)
    else:
        parts, code = READERS.get(key, text)(key, value, index, notice)
        fate = Fate.SET_ASIDE if not parts else Fate.APPROXIMATED if code else Fate.CARRIED
        draft.judge(place, fate, code or None)
        draft.parts += [Part(column, Origin.CELL, path, each) for path, each in parts]
        if parts:
            draft.parts += [Part(column, Origin.WITH, path, each) for path, each in BESIDE.get(key, ())]
