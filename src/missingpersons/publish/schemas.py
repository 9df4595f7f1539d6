"""The JSON Schemas that are published: generated from the records, with the text of their fields."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from missingpersons.findings import Severity
from missingpersons.models import STANDARD_VERSION, Call, Episode, UnidentifiedCase
from missingpersons.models.message import Message
from missingpersons.values.text import EXTENSION_VALUE_SCHEMA, EXTENSIONS_SCHEMA

BASE = f"https://missingpersons.example/schemas/{STANDARD_VERSION}/"
"""Where the schemas say they are, until someone owns an address. The one place that says it."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Plain(GenerateJsonSchema):
    """Schemas without null, default and title, which every language makes good types from."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema that is published, by its name."""
    return {
        "episode": model_schema("episode", Episode),
        "unidentified-case": model_schema("unidentified-case", UnidentifiedCase),
        "call": model_schema("call", Call),
        "message": model_schema("message", Message),
        "finding": _finding_schema(),
        "report": _report_schema(),
    }


def model_schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, with the text of its fields."""
    model.model_rebuild()
    made = model.model_json_schema(schema_generator=_Plain, ref_template="#/$defs/{model}", mode="validation")
    described = {each.__name__: field_texts(each) for each in models_in(model)}
    definitions = made.pop("$defs", {})
    _describe(made, described[model.__name__])
    for each, schema in definitions.items():
        _describe(schema, described.get(each, {}))
    if any("extensions" in each.model_fields for each in models_in(model)):
        definitions["ExtensionValue"] = EXTENSION_VALUE_SCHEMA
    made = _without_titles(made)
    definitions = _without_titles(definitions)
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}{name}.schema.json",
        **made,
        "$defs": dict(sorted(definitions.items())),
    }


def models_in(model: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """``model`` and every record inside it, each once, in the order of the fields."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[Any] = [model]
    while waiting:
        kind = waiting.pop(0)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind in found:
                continue
            found[kind] = None
            waiting.extend(field.annotation for field in kind.model_fields.values())
        waiting.extend(getattr(kind, "__args__", ()))
    return tuple(found)


@cache
def field_texts(model: type[BaseModel]) -> Mapping[str, str]:
    """The text of each field: the docstring below it in the source."""
    body = ast.parse(inspect.cleandoc("\n" + inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    texts = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            texts[field.target.id] = inspect.cleandoc(str(text.value.value))
    return texts


def _describe(schema: dict[str, Any], texts: Mapping[str, str]) -> None:
    for name, each in schema.get("properties", {}).items():
        if name == "extensions":
            each.update(EXTENSIONS_SCHEMA)
        each["description"] = " ".join(texts[name].split())
    if "description" in schema:
        schema["description"] = " ".join(schema["description"].split())


def _without_titles(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            name: {each: _without_titles(inner) for each, inner in value.items()}
            if name in ("properties", "$defs")
            else _without_titles(value)
            for name, value in schema.items()
            if name != "title" or not isinstance(value, str)
        }
    return schema


def _finding_schema() -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}finding.schema.json",
        "description": "One thing found in a document: which, how grave, where, and a constant sentence.",
        "type": "object",
        "properties": _finding_properties(),
        "required": ["code", "severity", "at", "message"],
        "additionalProperties": False,
    }


def _finding_properties() -> dict[str, Any]:
    return {
        "code": {
            "description": "Which: a code of the catalogue.",
            "type": "string",
            "pattern": "^MP-[A-Z]-[0-9]{3}$",
            "maxLength": 8,
        },
        "severity": {
            "description": "error: do not exchange it as it is; warning: someone should look; advice: could be better.",
            "type": "string",
            "enum": [each.value for each in Severity],
        },
        "at": {
            "description": "Where: a JSON Pointer (RFC 6901) from the document's root; in a table, the column.",
            "type": "string",
            "maxLength": 1000,
        },
        "message": {"description": "The catalogue's sentence. It never quotes the data.", "type": "string"},
    }


def _report_schema() -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "$id": f"{BASE}report.schema.json",
        "description": "Everything found in one document, in document order, as the command line prints it.",
        "type": "object",
        "properties": {
            "source": {
                "description": "The document: a file's name, with the line in a file of many.",
                "type": "string",
            },
            "ok": {"description": "True when nothing found is an error.", "type": "boolean"},
            "findings": {
                "description": "What was found.",
                "type": "array",
                "items": {"$ref": "#/$defs/Finding"},
            },
        },
        "required": ["source", "ok", "findings"],
        "additionalProperties": False,
        "$defs": {
            "Finding": {
                "description": "One thing found.",
                "type": "object",
                "properties": _finding_properties(),
                "required": ["code", "severity", "at", "message"],
                "additionalProperties": False,
            }
        },
    }
