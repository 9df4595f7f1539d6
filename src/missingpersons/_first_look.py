"""What no JSON Schema can see: repeated names, nulls, NaN, half characters, and how a number is spelt."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from missingpersons._survey import Survey
from missingpersons.findings import Finding, finding
from missingpersons.models import DOCUMENTS
from missingpersons.models._base import Record

MAX_DEPTH = 200
"""How many levels deep a document is read. No record has more than ten; only extensions can be deep."""

_BLANKS = b" \t\r\n"
_NEGATIVE_ZEROS = (b":-0", b",-0", b"[-0")
_SURROGATE = re.compile("[\ud800-\udfff]")


def is_plain(data: bytes, survey: Survey) -> bool:
    r"""Whether bytes certainly hold nothing that the reader overlooked, given the survey of what it read.

    A fast answer that may be a needless no, never a wrong yes. A name that is repeated is read once, so
    the bytes then hold more names than the record: ``":`` ends a name and, inside text, is always
    written ``\":``. A null, or a nought that may be written ``-0``, is looked at closely.
    """
    if b"null" in data:
        return False
    dense = data.translate(None, _BLANKS)
    names = dense.count(b'":')
    if b"\\" in dense:
        names -= dense.count(b'\\":')
    if survey.noughts and any(each in dense for each in _NEGATIVE_ZEROS):
        return False
    return names == survey.names


class _Repeated(dict[str, Any]):
    """An object in which a name is repeated."""


class _Odd:
    """A number that is not a whole number in its plain form."""


class _NotANumber:
    """NaN or an infinity."""


_ODD: Final = _Odd()
_NOT_A_NUMBER: Final = _NotANumber()
_CODES: Final = {type(None): "MP-S-008", _Odd: "MP-S-009", _NotANumber: "MP-S-006"}


def look(data: bytes) -> tuple[Any, list[Finding]]:
    """The tree without what is odd, and a finding for each oddity. The tree is None if there is none."""
    if not data.strip():
        return None, [finding("MP-S-002")]
    found: list[Finding] = []
    try:
        text = data.decode("utf-8")
        tree = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_float=lambda _: _ODD,
            parse_int=_whole_number,
            parse_constant=lambda _: _NOT_A_NUMBER,
        )
        return _cleaned(tree, _Place(), found), found
    except UnicodeDecodeError:
        failure = "MP-S-001"
    except RecursionError:
        failure = "MP-S-004"
    except json.JSONDecodeError:
        failure = "MP-S-003"
    return None, [finding(failure)]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    return tree if len(tree) == len(pairs) else _Repeated(tree)


def _whole_number(text: str) -> object:
    if text == "-0" or len(text) > 17:
        return _ODD
    return int(text)


def _cleaned(value: Any, place: _Place, found: list[Finding]) -> Any:
    """The value with ``None`` for everything odd, so that the places of the rest stay as they are."""
    if code := _CODES.get(type(value)):
        found.append(finding(code, place.pointer))
        return None
    if isinstance(value, str) and _SURROGATE.search(value):
        found.append(finding("MP-S-007", place.pointer))
        return None
    if place.depth >= MAX_DEPTH and isinstance(value, list | dict):
        raise RecursionError
    if isinstance(value, list):
        return [_cleaned(each, place.step(index), found) for index, each in enumerate(value)]
    if isinstance(value, dict):
        return _cleaned_object(value, place, found)
    return value


def _cleaned_object(value: dict[str, Any], place: _Place, found: list[Finding]) -> dict[str, Any]:
    if isinstance(value, _Repeated):
        found.append(finding("MP-S-005", place.pointer))
    kept = {}
    for name, each in value.items():
        if _SURROGATE.search(name):
            found.append(finding("MP-S-007", place.pointer))
        else:
            kept[name] = _cleaned(each, place.step(name), found)
    return kept


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a document, told only as far as its names are the standard's own: others may be personal."""

    pointer: str = ""
    ours: bool = True
    depth: int = 0

    def step(self, segment: str | int) -> _Place:
        depth = self.depth + 1
        if not self.ours or (isinstance(segment, str) and segment not in _known_names()):
            return _Place(self.pointer, ours=False, depth=depth)
        return _Place(f"{self.pointer}/{segment}", ours=segment != "extensions", depth=depth)


@cache
def _known_names() -> frozenset[str]:
    return names_of(tuple(DOCUMENTS.values()))


@cache
def names_of(kinds: tuple[type[Record], ...]) -> frozenset[str]:
    """The name of every field of some kinds of record, and of the records in them."""
    names: set[str] = set()
    waiting: list[Any] = [*kinds]
    seen: set[Any] = set()
    while waiting:
        kind = waiting.pop()
        if kind not in seen:
            seen.add(kind)
            waiting.extend(getattr(kind, "__args__", ()))
            if isinstance(kind, type) and issubclass(kind, Record):
                names.update(kind.model_fields)
                waiting.extend(field.annotation for field in kind.model_fields.values())
    return frozenset(names)
