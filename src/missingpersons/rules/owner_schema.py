"""A schema that an owner gives for its local fields: whether it can be used, and what in the fields it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import create
from pydantic_core import SchemaError as PatternError
from pydantic_core import SchemaValidator, core_schema
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from missingpersons.findings import CannotRun
from missingpersons.values.text import is_local_name

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_REFERENCES = ("$ref", "$dynamicRef")
_SAME_VALUE = ("not", "if", "then", "else")
_SAME_VALUE_LISTS = ("allOf", "anyOf", "oneOf")

MAX_DEPTH = 64
"""How many levels of an owner's fields are judged. Beyond, it would depend on the caller's stack how it ends."""

Part = dict[str, Any]
"""One schema inside a schema. A schema that is only true or false is none."""


@dataclass(frozen=True, slots=True)
class OwnerSchema:
    """The schema of one owner, ready to judge."""

    validator: Validator
    names: frozenset[str]
    """The field names that the schema spells: with these, and no others, a place is told."""

    def refused(self, fields: Mapping[str, Any]) -> Iterator[str]:
        """The place, inside the owner's fields, of each value that the schema refuses; each once."""
        if _is_deep(fields):
            yield ""
            return
        places: dict[str, None] = {}
        try:
            for error in self.validator.iter_errors(fields):
                places.update(dict.fromkeys(self._places(error)))
        except RecursionError:
            # A schema of references to references can take many steps for each level.
            places[""] = None
        yield from places

    def _places(self, error: ValidationError) -> Iterator[str]:
        at = ""
        for segment in error.absolute_path:
            if not (isinstance(segment, int) or segment in self.names):
                # Nobody can tell whether a name that the schema does not spell is personal: point at its parent.
                yield at
                return
            at = f"{at}/{segment}"
        if error.validator == "required":
            required: Any = error.validator_value
            fields: Any = error.instance
            yield from (f"{at}/{name}" if name in self.names else at for name in required if name not in fields)
        else:
            yield at


def _is_deep(value: Any, left: int = MAX_DEPTH) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return left == 0 or any(_is_deep(each, left - 1) for each in inside)


def owner_schema(owner: object, schema: object) -> OwnerSchema:
    """The schema that ``owner`` gives, ready to judge. Nothing outside it is ever read, by file or by network.

    Raises ``CannotRun``, in one line, for one that cannot be used. What is ready is kept by the schema's text,
    so that a file of many documents is judged by it at once, and one that is changed in between is made ready again.
    """
    if not (isinstance(owner, str) and is_local_name(owner)):
        raise CannotRun("extension schemas: a schema is given for a name that no owner can have")
    if not isinstance(schema, Mapping):
        raise CannotRun(f"extension schema of {owner}: it is not a JSON object")
    reason = "it is nested too deeply"
    try:
        text = _text(schema)
        if text:
            return _ready(owner, text)
        reason = "it is not plain JSON"
    except RecursionError:
        pass
    raise CannotRun(f"extension schema of {owner}: {reason}")


def _text(schema: Mapping[str, Any]) -> str:
    try:
        return json.dumps(dict(schema), allow_nan=False)
    except (TypeError, ValueError):
        return ""


@lru_cache(maxsize=64)
def _ready(owner: str, text: str) -> OwnerSchema:
    schema: Part = json.loads(text)
    if reason := _unusable(schema):
        raise CannotRun(f"extension schema of {owner}: {reason}")
    schema.pop("$schema", None)
    names: set[str] = set()
    for part, _ in _parts(schema):
        names.update(part.get("properties", ()), part.get("required", ()))
        _spell_out_false(part)
    validator = _Judge(schema, registry=Registry())
    return OwnerSchema(validator, frozenset(filter(is_local_name, names)))


def _spell_out_false(part: Part) -> None:
    """Write false, as the schema of a field or an entry, in a form whose place the validator does not lose."""
    never: Part = {"not": {}}
    if "properties" in part:
        part["properties"] = {name: never if each is False else each for name, each in part["properties"].items()}
    if "prefixItems" in part:
        part["prefixItems"] = [never if each is False else each for each in part["prefixItems"]]


def _unusable(schema: Part) -> str:
    """Why a schema cannot be used, or nothing."""
    if schema.get("$schema", DIALECT) not in (DIALECT, f"{DIALECT}#"):
        return f"its $schema is not {DIALECT}"
    refused: str | None = None
    try:
        # The formats of keywords (that a pattern is one, a reference one) are looked at below.
        Draft202012Validator.check_schema(schema, FormatChecker(()))
    except SchemaError as error:
        refused = "".join(f"/{each}" for each in error.absolute_path)
    if refused is not None:
        return f"it is not a JSON Schema (2020-12), at {refused!a}"
    try:
        parts = [*_parts(schema)]
    except ValueError:
        return "an $id in it is no address"
    if any("$schema" in part for part, _ in parts if part is not schema):
        return "$schema may stand at its root alone"
    for pattern in (each for part, _ in parts for each in _patterns(part)):
        if not _is_portable(pattern):
            return f"engines read the pattern {pattern!a} differently, or not at all (for \\d write [0-9])"
    return _astray(parts)


def _patterns(part: Part) -> Iterator[str]:
    if "pattern" in part:
        yield part["pattern"]
    yield from part.get("patternProperties", ())


def _parts(schema: Part) -> Iterator[tuple[Part, Any]]:
    """Every schema inside a schema, itself first, each with what resolves the references in it."""
    waiting = [(schema, Registry[Any]().resolver_with_root(DRAFT202012.create_resource(schema)))]
    while waiting:
        part, resolver = waiting.pop()
        if isinstance(part, dict):
            yield part, resolver
            inside = DRAFT202012.subresources_of(part)
            waiting += [(each, resolver.in_subresource(DRAFT202012.create_resource(each))) for each in inside]


def _astray(parts: list[tuple[Part, Any]]) -> str:
    """Why the references of a schema cannot be followed, or nothing. None is ever fetched."""
    known = {id(part) for part, _ in parts}
    same_value: dict[int, list[int]] = {}
    for part, resolver in parts:
        applied = [part[name] for name in _SAME_VALUE if name in part]
        applied += [each for name in _SAME_VALUE_LISTS for each in part.get(name, ())]
        applied += part.get("dependentSchemas", {}).values()
        for reference in [part[name] for name in _REFERENCES if name in part]:
            try:
                target = resolver.lookup(reference).contents
            except (Unresolvable, ValueError, TypeError):
                target = None
            if not (isinstance(target, bool) or id(target) in known):
                return f"a reference leads to no schema inside it, and nothing is fetched: {reference!a}"
            applied.append(target)
        same_value[id(part)] = [id(each) for each in applied if isinstance(each, dict)]
    try:
        TopologicalSorter(same_value).prepare()
    except CycleError:
        return "its references lead round in a circle"
    return ""


_PORTABLE = re.compile(
    r"""(?:
        \((?!\?) | \(\?:                                                                   # a group opens
    |   (?: [^\\()\[\]{}*+?] | \\[\\^$.*+?()\[\]{}|/nrtfv] | \)                            # a character, or it closes
        |   \[\^? (?: (?!&&|--|~~|\|\|) [^\\\[\]] | \\[\\^$.*+?()\[\]{}|/nrtfv-] )+ \]     # a class
        )
        (?: (?: [*+?] | \{[0-9]+(?:,[0-9]*)?\} ) \?? )?                                    # how often
    )*""",
    re.VERBOSE,
)


def _is_portable(pattern: str) -> bool:
    r"""Whether engines read a pattern alike, ends of lines apart: no ``\d`` or ``\w``, no looking around or back."""
    if not _PORTABLE.fullmatch(pattern):
        return False
    try:
        re.compile(pattern)
        _matcher(pattern)
    except (re.error, OverflowError, RecursionError, PatternError, UnicodeError):
        return False
    return True


@lru_cache(maxsize=512)
def _matcher(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern))


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """The keyword as pydantic's engine judges it: in linear time, and a final newline is a character like others."""
    if isinstance(value, str) and not _matcher(pattern).isinstance_python(value):
        yield ValidationError("")


_Judge = create(Draft202012Validator.META_SCHEMA, {**Draft202012Validator.VALIDATORS, "pattern": _pattern})
