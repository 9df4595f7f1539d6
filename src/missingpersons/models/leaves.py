"""Whether a value may stand at one place of a record, whatever stands around it.

Structure looks at each value by itself: no model has a validator that sees two of them. So a document is sound if each
value may stand where it does, and every part has what is required of it. Both are read off pydantic's own schema of the
record, and where that has on the way to a place anything but plain models and lists, there is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import CoreConfig, SchemaError, SchemaValidator, core_schema

from missingpersons.models._base import Record

Judge = Callable[[Iterable[str]], bool]
"""Whether all of some values, each as JSON writes it, may stand at a place."""

_Schema = Mapping[str, Any]
MOST_IN_LIST = 1000
"""So many entries may stand in any list."""

EXTENSIONS = "extensions"
_OWNER_AND_NAME = 3
"""How long the place of a local field is."""

_NAMES = frozenset({"type", "schema", "metadata"})
_WAYS = frozenset({"type", "items_schema", "variadic_item_index", "min_length", "max_length", "ref", "metadata"})


@lru_cache(maxsize=1024)
def judge_of(kind: type[Record], place: tuple[str | int, ...]) -> Judge | None:
    """How to judge the values at a place of a record; None where that cannot be said of a value alone."""
    # Local fields are judged one by one too, but by a function that is given all of them.
    is_local = place[0] == EXTENSIONS and len(place) == _OWNER_AND_NAME
    found = _found(kind, place[:1] if is_local else place)
    if found is None or found[0]["type"] in ("model", "tuple") or (place[0] == EXTENSIONS and not is_local):
        return None
    leaf, config = found
    # A list of local values is a local value if each of them is one.
    before, after = (f'{{"{place[1]}":{{"{place[2]}":[', "]}}") if is_local else ("[", "]")
    try:
        validate = SchemaValidator(leaf if is_local else core_schema.list_schema(leaf), config).validate_json
    except SchemaError:
        return None

    def judge(values: Iterable[str]) -> bool:
        try:
            validate(f"{before}{','.join(values)}{after}")
        except ValidationError:
            return False
        return True

    return judge


@lru_cache(maxsize=1024)
def required_at(kind: type[Record], place: tuple[str | int, ...]) -> frozenset[str] | None:
    """What is required of the part of a record at a place; None where that cannot be said."""
    if place[0] == EXTENSIONS and len(place) < _OWNER_AND_NAME:
        return frozenset()
    found = _found(kind, place)
    if found is None or found[0]["type"] not in ("model", "tuple"):
        return None
    fields = found[0]["schema"]["fields"] if found[0]["type"] == "model" else {}
    return frozenset(name for name, field in fields.items() if field["schema"]["type"] != "default")


def _found(kind: type[Record], place: tuple[str | int, ...]) -> tuple[Any, CoreConfig] | None:
    kind.model_rebuild()
    whole: Any = kind.__pydantic_core_schema__
    shared: dict[str, _Schema] = {}
    if whole["type"] == "definitions":
        shared = {each["ref"]: each for each in whole["definitions"]}
        whole = whole["schema"]
    return _part(whole, place, shared, CoreConfig())


def _part(
    part: _Schema, place: tuple[str | int, ...], shared: Mapping[str, _Schema], config: CoreConfig
) -> tuple[Any, CoreConfig] | None:
    """The schema of what stands at a place, and how the models around it are read."""
    while True:
        if part["type"] == "definition-ref":
            part = shared[part["schema_ref"]]
        elif part["type"] == "nullable" or (part["type"] == "default" and "on_error" not in part):
            part = part["schema"]
        else:
            break
    if (part["type"] == "tuple" and not _is_plain_list(part)) or (
        part["type"] == "model" and not _is_plain_model(part)
    ):
        return None
    if not place:
        return part, config
    step, rest = place[0], place[1:]
    if part["type"] == "tuple" and isinstance(step, int):
        (items,) = part["items_schema"]
        return _part(items, rest, shared, config)
    field = part["schema"]["fields"].get(step) if part["type"] == "model" else None
    if field is None or not field.keys() <= _NAMES:
        return None
    return _part(field["schema"], rest, shared, part["config"])


def _is_plain_list(part: _Schema) -> bool:
    """Whether a list is of entries of one kind, of any number that is usual."""
    is_open = part.get("min_length") is None and (part.get("max_length") or MOST_IN_LIST) >= MOST_IN_LIST
    return is_open and part.keys() <= _WAYS and len(part["items_schema"]) == 1


def _is_plain_model(part: _Schema) -> bool:
    """Whether a model does nothing but read its fields."""
    has_more = part.get("custom_init") or part.get("root_model") or part.get("post_init")
    return part["schema"]["type"] == "model-fields" and not has_more
