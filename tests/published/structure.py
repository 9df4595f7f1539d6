"""The structure cases: for every constraint of the published schemas a document that breaks it and nothing else.

``python -m tests.published.structure`` (from the repository's root, ``src`` on the path) writes
``tests/conformance/structure/``. What is expected is derived from the schema's own keyword, never from what the
library's reader says: a test asks the reader whether it agrees.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from missingpersons.models.messages import MESSAGES, schema_name
from missingpersons.resources import schema
from missingpersons.testing.strategies import complete

from .mutations import FORMS, form_of, minimal_call, minimal_case, minimal_episode, put

FOLDER = Path(__file__).resolve().parents[1] / "conformance" / "structure"

BASES: dict[str, dict[str, Any]] = {
    "episode": complete("episode"),
    "unidentified-case": complete("unidentified-case"),
    "call": complete("call"),
    **{name: complete(name) for name in map(schema_name, MESSAGES)},
    "audit-event": complete("audit-event"),
    "trust-list": complete("trust-list"),
}
"""For each schema, the document that is changed: it has every field, so that each can be broken alone."""

PUBLISHED = "message-episode-published"

# What is in the episode is shown by the episode's own cases.
BASES[PUBLISHED] = put(BASES[PUBLISHED], ("data", "episode"), minimal_episode())

LEAST = {"episode": minimal_episode(), "unidentified-case": minimal_case(), "call": minimal_call()}

CODES = {
    "required": "MP-S-020",
    "additionalProperties": "MP-S-021",
    "type": "MP-S-022",
    "enum": "MP-S-023",
    "const": "MP-S-023",
    "pattern": "MP-S-024",
    "maxLength": "MP-S-025",
    "minLength": "MP-S-026",
    "minimum": "MP-S-027",
    "maximum": "MP-S-027",
    "maxItems": "MP-S-028",
}
"""The finding that stands for each keyword. In local fields every one of them is MP-S-029, at ``extensions``."""

LOCAL = "MP-S-029"
NO_WHOLE_NUMBER = "MP-S-009"
OTHER_MAJOR = "MP-V-001"
OTHER_TYPE = "MP-S-030"
NO_OBJECT = "MP-S-011"
NO_MESSAGE = "MP-X-001"
NO_LIST = "MP-X-030"

LARGEST = 2**53 - 1


class Spot(NamedTuple):
    """One part of a schema, with the place of a value in the base document that it is about."""

    part: Mapping[str, Any]
    constraint: str
    at: str
    value: Any


def is_message(name: str) -> bool:
    """Whether a schema is that of a type of message."""
    return name.startswith("message-")


def shared(name: str) -> frozenset[str]:
    """The definitions of a schema that the episode's has as well: its own cases are about them."""
    if not is_message(name):
        return frozenset()
    episode = schema("episode")
    known = {**episode["$defs"], "Episode": {key: each for key, each in episode.items() if key[0] != "$"}}
    return frozenset(each for each, part in schema(name)["$defs"].items() if known.get(each) == part)


def cases(name: str) -> list[dict[str, Any]]:
    """Every case about the schema ``name``, the outermost fields first."""
    made = _Cases(name)
    return list(made.all())


class _Cases:
    def __init__(self, name: str) -> None:
        self._name = name
        self._definitions = schema(name)["$defs"]
        self._seen = set(shared(name))
        self._forms: set[str] = set()

    def all(self) -> Iterator[dict[str, Any]]:
        waiting = [Spot(schema(self._name), "", "", BASES[self._name])]
        while waiting:
            spot = waiting.pop(0)
            yield from self._about(spot)
            waiting.extend(self._inside(spot))

    def _about(self, spot: Spot) -> Iterator[dict[str, Any]]:
        part = spot.part
        if "$ref" in part:
            yield self._reference(spot)
        elif "anyOf" in part:
            yield from self._union(spot)
        elif "enum" in part or "const" in part:
            yield from self._codes(spot)
        else:
            yield from self._type(spot)
            yield from getattr(self, f"_{part['type']}")(spot)

    def _inside(self, spot: Spot) -> Iterator[Spot]:
        part = spot.part
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            if name not in self._seen:
                self._seen.add(name)
                yield Spot(self._definitions[name], f"/$defs/{name}", spot.at, spot.value)
        for name, each in part.get("properties", {}).items():
            yield Spot(each, f"{spot.constraint}/properties/{name}", f"{spot.at}/{name}", spot.value[name])
        if "items" in part:
            yield Spot(part["items"], f"{spot.constraint}/items", f"{spot.at}/0", spot.value[0])
        if isinstance(part.get("additionalProperties"), dict):
            name = next(iter(spot.value))
            inner = part["additionalProperties"]
            yield Spot(inner, f"{spot.constraint}/additionalProperties", f"{spot.at}/{name}", spot.value[name])

    # --- One keyword after another

    def _reference(self, spot: Spot) -> dict[str, Any]:
        part = self._resolved(spot.part)
        if "anyOf" in part:
            at = spot.at[: spot.at.index("/extensions") + len("/extensions")]
            change, expect = [_replace(spot.at, 1.5)], [(NO_WHOLE_NUMBER, at)]
            return self._case(spot, "$ref", f"{_told(spot)}: a fraction", change, expect)
        return self._bad(spot, "$ref", _wrong_type(part), CODES["enum" if "enum" in part else "type"])

    def _type(self, spot: Spot) -> Iterator[dict[str, Any]]:
        if spot.at:
            yield self._bad(spot, "type", _wrong_type(spot.part), CODES["type"])
        else:
            code = NO_LIST if self._name == "trust-list" else NO_MESSAGE if is_message(self._name) else NO_OBJECT
            yield self._case(spot, "type", "the document is a list", [_replace("", [])], [(code, "")])

    def _codes(self, spot: Spot) -> Iterator[dict[str, Any]]:
        keyword = "const" if "const" in spot.part else "enum"
        if spot.at == "/document_type" and self._name in LEAST:
            yield self._case(
                spot,
                keyword,
                "document_type: no type of document",
                [_replace(spot.at, "zz_not_listed")],
                [(OTHER_TYPE, spot.at)],
            )
            yield self._untold(spot, "type", 5, CODES[keyword])
            return
        yield self._bad(spot, "type", 5, CODES[keyword])
        yield self._bad(spot, keyword, "zz_not_listed", CODES[keyword])
        for code in spot.part.get("enum", ()):
            yield self._good(spot, keyword, code)

    def _integer(self, spot: Spot) -> Iterator[dict[str, Any]]:
        for keyword, beyond in (("minimum", -1), ("maximum", 1)):
            bound = spot.part[keyword]
            yield self._bad(spot, keyword, bound + beyond)
            yield self._good(spot, keyword, bound)

    def _string(self, spot: Spot) -> Iterator[dict[str, Any]]:
        part = spot.part
        longest = part["maxLength"]
        if "pattern" in part:
            yield from self._form(spot)
            return
        yield self._bad(spot, "maxLength", "x", times=longest + 1)
        yield self._good(spot, "maxLength", "x", times=longest)
        yield self._good(spot, "maxLength", "\U0001f642", times=longest)
        yield self._bad(spot, "minLength", "")
        yield self._good(spot, "minLength", "x")

    def _form(self, spot: Spot) -> Iterator[dict[str, Any]]:
        part = spot.part
        form = form_of(part["pattern"])
        sample, good, bad = FORMS[form]
        longest = part["maxLength"]
        stretched = sample + sample[-1] * (longest + 1 - len(sample))
        yield self._bad(spot, "maxLength", stretched)
        if re.fullmatch(part["pattern"], stretched[:-1]):
            yield self._good(spot, "maxLength", stretched[:-1])
        if form in self._forms:
            # Another field shows all of the form: here it is enough that there is one.
            bad, good = {"empty": ""}, {"of the form": sample}
        self._forms.add(form)
        for why, text in {**bad, "a newline after": f"{sample}\n"}.items():
            keyword = "maxLength" if len(text) > longest else "pattern"
            major = text.partition(".")[0]
            if form == "version" and self._name != "trust-list" and major.isdigit() and major != "1" and "." in text:
                change, expect = [_replace(spot.at, text)], [(OTHER_MAJOR, spot.at)]
                yield self._case(spot, keyword, f"{_told(spot)}: {why}", change, expect)
            else:
                yield self._bad(spot, keyword, text, why=why)
        for why, text in good.items():
            yield self._good(spot, "pattern", text, why=why)

    def _array(self, spot: Spot) -> Iterator[dict[str, Any]]:
        most = spot.part["maxItems"]
        entry = self._least(spot.part["items"], spot.value[0])
        yield self._bad(spot, "maxItems", [entry], times=most + 1)
        yield self._good(spot, "maxItems", [entry], times=most)
        yield self._good(spot, "maxItems", [])

    def _object(self, spot: Spot) -> Iterator[dict[str, Any]]:
        part = spot.part
        if "propertyNames" in part:
            yield from self._names(spot, spot.at, "")
            return
        for number, name in enumerate(part.get("required", ())):
            if spot.at == "" and name == "document_type" and self._name in LEAST:
                yield self._untold(spot, f"required/{number}", None, CODES["required"])
            else:
                change = [{"op": "remove", "path": f"{spot.at}/{name}"}]
                expect = [(CODES["required"], f"{spot.at}/{name}")]
                yield self._case(spot, f"required/{number}", f"{_told(spot)}: without {name}", change, expect)
        if "required" in part or spot.at:
            change = [_replace(spot.at, self._least(part, spot.value))]
            yield self._case(spot, "required", f"{_told(spot)}: only what is required", change, [])
        change = [{"op": "add", "path": f"{spot.at}/zz_unknown", "value": "words"}]
        expect = [(CODES["additionalProperties"], spot.at)]
        yield self._case(spot, "additionalProperties", f"{_told(spot)}: a field that is not there", change, expect)

    def _names(self, spot: Spot, at: str, branch: str) -> Iterator[dict[str, Any]]:
        """The names of local fields, and of what is in them."""
        names = spot.part["propertyNames"] if not branch else spot.part["anyOf"][4]["propertyNames"]
        longest = names["maxLength"]
        value = _within(spot)

        def named(name: str) -> list[dict[str, Any]]:
            return [_replace(at, {name: value})]

        yield self._case(
            spot, f"{branch}propertyNames/pattern", f"{_told(spot)}: a name with a blank", named("a b"), self._local(at)
        )
        yield self._case(
            spot,
            f"{branch}propertyNames/maxLength",
            f"{_told(spot)}: a name too long",
            named("k" * (longest + 1)),
            self._local(at),
        )
        yield self._case(
            spot, f"{branch}propertyNames/maxLength", f"{_told(spot)}: the longest name", named("k" * longest), []
        )
        yield self._case(spot, f"{branch}propertyNames/pattern", f"{_told(spot)}: a name", named("a.b-c_9"), [])

    def _union(self, spot: Spot) -> Iterator[dict[str, Any]]:
        """A local field: what fits no branch, and what each branch refuses."""
        at = spot.at
        place = at[: at.index("/extensions") + len("/extensions")]
        fraction = [(NO_WHOLE_NUMBER, place)]
        told = _told(spot)
        yield self._case(spot, "anyOf", f"{told}: a fraction", [_replace(at, 1.5)], fraction)
        yield self._case(spot, "anyOf/3/items/$ref", f"{told}: a fraction in a list", [_replace(at, [1.5])], fraction)
        inside = [_replace(at, {"a": 1.5})]
        yield self._case(spot, "anyOf/4/additionalProperties/$ref", f"{told}: a fraction inside", inside, fraction)
        for keyword, bound, beyond in (("minimum", -LARGEST, -1), ("maximum", LARGEST, 1)):
            constraint = f"anyOf/2/{keyword}"
            yield self._case(
                spot, constraint, f"{told}: beyond the {keyword}", [_replace(at, bound + beyond)], self._local(at)
            )
            yield self._case(spot, constraint, f"{told}: the {keyword}", [_replace(at, bound)], [])
        yield from self._names(spot, at, "anyOf/4/")
        for why, value in {"text": "", "true": True, "nought": 0, "a list": [], "an object": {}}.items():
            yield self._case(spot, "anyOf", f"{told}: {why}", [_replace(at, value)], [])

    # --- Making one

    def _untold(self, spot: Spot, keyword: str, value: object, code: str) -> dict[str, Any]:
        """A document that does not say what it is: it is read as an episode, and told what it lacks as one."""
        tree = {**LEAST[self._name]}
        del tree["document_type"]
        if value is not None:
            tree["document_type"] = value
        episode = schema("episode")
        lacking = [("MP-S-020", f"/{each}") for each in episode["required"] if each not in {*tree, "document_type"}]
        strange = [("MP-S-021", "")] if tree.keys() - episode["properties"].keys() else []
        expect = sorted([*strange, (code, "/document_type"), *lacking], key=lambda each: each[1])
        return self._case(spot, keyword, "a document that does not say what it is", [_replace("", tree)], expect)

    def _bad(
        self, spot: Spot, keyword: str, value: Any, code: str = "", times: int = 0, why: str = ""
    ) -> dict[str, Any]:
        expect = self._local(spot.at) if _is_local(spot.at) else [(code or CODES[keyword], spot.at)]
        return self._case(
            spot, keyword, f"{_told(spot)}: {why or _BROKEN[keyword]}", _change(spot, value, times), expect
        )

    def _good(self, spot: Spot, keyword: str, value: Any, times: int = 0, why: str = "") -> dict[str, Any]:
        return self._case(spot, keyword, f"{_told(spot)}: {why or _KEPT[keyword]}", _change(spot, value, times), [])

    def _case(
        self, spot: Spot, keyword: str, why: str, change: list[dict[str, Any]], expect: list[tuple[str, str]]
    ) -> dict[str, Any]:
        found = [{"code": code, "at": at} for code, at in expect]
        return {"why": why, "constraint": f"{spot.constraint}/{keyword}", "change": change, "expect": found}

    def _local(self, at: str) -> list[tuple[str, str]]:
        return [(LOCAL, at[: at.index("/extensions") + len("/extensions")])]

    def _resolved(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        resolved: Mapping[str, Any] = self._definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        return resolved

    def _least(self, part: Mapping[str, Any], value: Any) -> Any:
        """The value without what is not required in it."""
        part = self._resolved(part)
        if "properties" not in part:
            return {} if part.get("type") == "object" else value
        return {name: self._least(part["properties"][name], value[name]) for name in part.get("required", ())}


_BROKEN = {
    "$ref": "of another type",
    "type": "of another type",
    "enum": "a code that is not listed",
    "const": "another value",
    "minimum": "less than the least",
    "maximum": "more than the most",
    "maxLength": "too long",
    "minLength": "empty",
    "maxItems": "too many entries",
}
_KEPT = {
    "enum": "a listed code",
    "minimum": "the least",
    "maximum": "the most",
    "maxLength": "as long as can be",
    "minLength": "as short as can be",
    "maxItems": "as many entries as can be, or none",
}


def _is_local(at: str) -> bool:
    """Whether a place is in local fields: there each finding is MP-S-029, and stands at ``extensions``."""
    return "/extensions" in at


def _wrong_type(part: Mapping[str, Any]) -> object:
    """A value that is of another type, and of no other fault."""
    return {"integer": "5", "array": {}, "object": []}.get(part["type"], 5)


def _within(spot: Spot) -> Any:
    """What a local name may stand for at this depth."""
    return {} if spot.at.count("/") == spot.at[: spot.at.index("/extensions")].count("/") + 1 else 1


def _told(spot: Spot) -> str:
    names = [each for each in spot.at.split("/") if each and not each.isdigit()]
    return names[-1] if names else "the document"


def _replace(at: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": at, "value": value}


def _change(spot: Spot, value: Any, times: int) -> list[dict[str, Any]]:
    change = _replace(spot.at, value)
    return [{**change, "times": times} if times else change]


# --- Writing them ---------------------------------------------------------------------------


WHY = (
    "For every constraint of the schema a document that breaks it, and beside each bound documents that keep it. "
    "Each case is `document` with the JSON Patch `change`; `constraint` points into the schema. Generated."
)


def written(name: str) -> str:
    """The file of one schema: the base document, then a line for each case."""
    head = {"why": WHY, "schema": name, "document": BASES[name]}
    lines = ",\n".join(f"    {_line(each)}" for each in cases(name))
    start = ",\n".join(f"  {json.dumps(key)}: {_line(value)}" for key, value in head.items())
    return f'{{\n{start},\n  "cases": [\n{lines}\n  ]\n}}\n'


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def main() -> None:
    """Write every file, and no other."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for name in BASES:
        (FOLDER / f"{name}.json").write_text(written(name), encoding="utf-8")


if __name__ == "__main__":
    main()
