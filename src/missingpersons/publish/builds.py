"""The other builds of the schemas: all of them in one document, and each without any reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from missingpersons.publish.addresses import BASE, head

Schema = Mapping[str, Any]

LEVELS = 3
"""How many levels of a local field's value the dereferenced build looks at."""

_CUT = {
    "description": "A value in a local field.",
    "$comment": f"Anything is accepted here, {LEVELS} levels down: what refers to itself cannot be written without a "
    "reference. The ordinary schema judges every level.",
}
_ANNOTATIONS = {"description", "$comment"}


def bundled(schemas: Mapping[str, Schema]) -> dict[str, Any]:
    """One compound document (JSON Schema 2020-12, 9.3) with every schema in it, each under its own address."""
    return {
        **head("bundled.json"),
        "$comment": "For validators, not for making types: those are better made from the single schemas. To judge "
        "anything else than a document, refer to its schema by address.",
        "description": "Every schema of the standard in one document. By itself it judges whatever travels on its own: "
        "a document by its `document_type`, a message by its `type`, an audit event by its `event_id`. It refuses "
        "all else.",
        "type": "object",
        **_by_kind({name: each for name, each in schemas.items() if _mark(each)}),
        "$defs": {each["$id"]: each for each in schemas.values()},
    }


def dereferenced(name: str, schema: Schema) -> dict[str, Any]:
    """The schema with every reference replaced by what it refers to."""
    whole = {key: each for key, each in schema.items() if key != "$defs"}
    made: dict[str, Any] = _inlined(whole, schema.get("$defs", {}), ())
    return {**made, "$id": f"{BASE}dereferenced/{name}.schema.json"}


def _mark(schema: Schema) -> dict[str, Any]:
    """What tells what travels on its own from everything else; empty for what does not."""
    properties = schema["properties"]
    if "document_type" in properties:
        kind = {"description": "The kind of document.", "const": properties["document_type"]["const"]}
        return {"properties": {"document_type": kind}, "required": ["document_type"]}
    if "specversion" in properties:
        kind = {"description": "The type of message.", "const": properties["type"]["const"]}
        return {"properties": {"type": kind}, "required": ["type"]}
    if "event_id" in properties:
        identity = {"description": "The identity of an audit event."}
        return {"properties": {"event_id": identity}, "required": ["event_id"]}
    return {}


def _by_kind(schemas: Mapping[str, Schema]) -> dict[str, Any]:
    made: Any = False
    for each in reversed(list(schemas.values())):
        made = {"if": _mark(each), "then": {"$ref": each["$id"]}, "else": made}
    return dict(made)


def _inlined(part: Any, definitions: Schema, inside: tuple[str, ...]) -> Any:
    if isinstance(part, list):
        return [_inlined(each, definitions, inside) for each in part]
    if not isinstance(part, Mapping):
        return part
    if "$ref" not in part:
        return {key: _inlined(each, definitions, inside) for key, each in part.items()}
    beside = {key: each for key, each in part.items() if key != "$ref"}
    assert beside.keys() <= _ANNOTATIONS, "a reference says nothing more than what is beside it"
    name = part["$ref"].removeprefix("#/$defs/")
    if inside.count(name) == LEVELS:
        return {**_CUT, **beside}
    return {**_inlined(definitions[name], definitions, (*inside, name)), **beside}
