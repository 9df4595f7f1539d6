"""What changed between two JSON Schemas, keyword by keyword: whatever the new one refuses that the old one took."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from missingpersons.publish.compatible.changes import Break, Breaks, Change, Note, Notes

Schema = Mapping[str, Any]

_LEAST = ("minLength", "minItems", "minimum", "minProperties")
_MOST = ("maxLength", "maxItems", "maximum", "maxProperties")
_TEXT = (*_LEAST, *_MOST, "pattern")
_CODES = ("enum", "const")
_SILENT = {"$id", "$comment", "$defs", "$ref"}
_KNOWN = {
    *_TEXT,
    *_CODES,
    *_SILENT,
    *("description", "type", "properties", "required", "additionalProperties", "propertyNames", "items", "anyOf"),
}


def compare(old: Schema, new: Schema) -> tuple[Break, ...]:
    """Every change from ``old`` to ``new`` that a new minor version may not make, in the order of their places."""
    return tuple(each for each in changes(old, new) if isinstance(each, Break))


def changes(old: Schema, new: Schema) -> tuple[Change, ...]:
    """Every change from ``old`` to ``new`` that breaks a reader, or that somebody should look at."""
    return tuple(sorted(dict.fromkeys(_Walk(old, new).whole()), key=lambda each: (each.at, each.kind)))


class _Walk:
    """A walk through two schemas at once. Definitions are compared by name, each once."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new
        self._old_parts: Schema = old.get("$defs", {})
        self._new_parts: Schema = new.get("$defs", {})
        self._inside: list[tuple[str, str]] = []

    def whole(self) -> Iterator[Change]:
        yield from self._part(self._old, self._new, "")
        for name, part in self._old_parts.items():
            at = f"/$defs/{name}"
            if name in self._new_parts:
                yield from self._part(part, self._new_parts[name], at)
            else:
                yield Break(at, Breaks.DEFINITION_REMOVED)

    def _part(self, old: Any, new: Any, at: str) -> Iterator[Change]:
        if old == new:
            return
        if isinstance(old, bool) or isinstance(new, bool):
            yield Note(at, Notes.WIDER) if new is True or old is False else Break(at, Breaks.BOUND_NARROWED)
            return
        pair = (old.get("$ref", ""), new.get("$ref", ""))
        if pair[0] != pair[1]:
            # What a reference is called is of no matter to a document, only what it refers to.
            old, new = _meant(old, self._old_parts), _meant(new, self._new_parts)
        if old.get("description") != new.get("description"):
            yield Note(f"{at}/description", Notes.REWORDED)
        if pair[0] == pair[1]:
            yield from self._keywords(old, new, at)
        elif not all(pair) or pair not in self._inside:
            self._inside.append(pair)
            yield from self._keywords(old, new, at)
            self._inside.pop()

    def _keywords(self, old: Schema, new: Schema, at: str) -> Iterator[Change]:
        if old.get("type") != new.get("type"):
            yield Break(f"{at}/type", Breaks.TYPE_CHANGED)
            return
        if any(each in old or each in new for each in _CODES):
            yield from _codes(old, new, at)
        if any(each in old for each in _CODES) == any(each in new for each in _CODES):
            yield from _bounds(old, new, at)
        yield from self._fields(old, new, at)
        for keyword in ("items", "propertyNames"):
            yield from self._part(old.get(keyword, True), new.get(keyword, True), f"{at}/{keyword}")
        yield from self._alternatives(old.get("anyOf", ()), new.get("anyOf", ()), f"{at}/anyOf")
        for keyword in (old.keys() | new.keys()) - _KNOWN:
            if old.get(keyword) != new.get(keyword):
                yield Break(f"{at}/{keyword}", Breaks.KEYWORD_CHANGED)

    def _fields(self, old: Schema, new: Schema, at: str) -> Iterator[Change]:
        before, after = old.get("properties", {}), new.get("properties", {})
        free, still_free = old.get("additionalProperties", True), new.get("additionalProperties", True)
        for name, part in before.items():
            if name in after:
                yield from self._part(part, after[name], f"{at}/properties/{name}")
            else:
                yield Break(f"{at}/properties/{name}", Breaks.FIELD_REMOVED)
        if free is not False:
            yield from (Break(f"{at}/properties/{name}", Breaks.OBJECT_CLOSED) for name in after if name not in before)
        needed, needed_now = set(old.get("required", ())), set(new.get("required", ()))
        yield from (Break(f"{at}/properties/{name}", Breaks.NEWLY_REQUIRED) for name in needed_now - needed)
        yield from (Note(f"{at}/properties/{name}", Notes.WIDER) for name in (needed - needed_now) & after.keys())
        if free is not False and still_free is False:
            yield Break(f"{at}/additionalProperties", Breaks.OBJECT_CLOSED)
        else:
            yield from self._part(free, still_free, f"{at}/additionalProperties")

    def _alternatives(self, old: Any, new: Any, at: str) -> Iterator[Change]:
        if bool(old) != bool(new):
            yield Note(at, Notes.WIDER) if old else Break(at, Breaks.BOUND_NARROWED)
            return
        for number, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from self._part(before, after, f"{at}/{number}")
        yield from (Break(f"{at}/{number}", Breaks.ALTERNATIVE_LOST) for number in range(len(new), len(old)))
        yield from (Note(f"{at}/{number}", Notes.WIDER) for number in range(len(old), len(new)))


def _meant(part: Schema, definitions: Schema) -> Schema:
    """The part with what it refers to written out."""
    if "$ref" not in part:
        return part
    beside = {keyword: each for keyword, each in part.items() if keyword != "$ref"}
    return {**definitions.get(part["$ref"].removeprefix("#/$defs/"), {}), **beside}


def _codes(old: Schema, new: Schema, at: str) -> Iterator[Change]:
    before, after = _listed(old), _listed(new)
    if before is None:
        yield Break(f"{at}/enum", Breaks.LIST_CLOSED)
    elif after is None:
        yield Break(f"{at}/enum", Breaks.LIST_OPENED)
    else:
        yield from (Break(f"{at}/enum/{code}", Breaks.CODE_LOST) for code in before if code not in after)
        yield from (Break(f"{at}/enum/{code}", Breaks.CODE_ADDED) for code in after if code not in before)


def _listed(part: Schema) -> list[Any] | None:
    listed: list[Any] | None = part.get("enum", [part["const"]] if "const" in part else None)
    return listed


def _bounds(old: Schema, new: Schema, at: str) -> Iterator[Change]:
    for keyword in _TEXT:
        before, after = old.get(keyword), new.get(keyword)
        if before == after:
            continue
        if keyword == "pattern" and after is not None:
            yield Break(f"{at}/pattern", Breaks.PATTERN_CHANGED)
        elif after is None or (before is not None and (after < before) is (keyword in _LEAST)):
            yield Note(f"{at}/{keyword}", Notes.WIDER)
        else:
            yield Break(f"{at}/{keyword}", Breaks.BOUND_NARROWED)
