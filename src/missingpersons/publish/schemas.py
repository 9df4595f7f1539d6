"""The JSON Schemas that are published: generated from the records, with the text of their fields."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from missingpersons.models import DOCUMENTS
from missingpersons.models.audit import AuditEvent
from missingpersons.models.messages import MESSAGES, schema_name
from missingpersons.models.trust import TrustList
from missingpersons.publish.addresses import head
from missingpersons.publish.mappings import mapping_schema
from missingpersons.publish.policies import policy_schema
from missingpersons.publish.reports import finding_schema, report_schema
from missingpersons.publish.view_schema import view_schema
from missingpersons.values.text import EXTENSION_VALUE_SCHEMA, EXTENSIONS_SCHEMA

RECORDS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        **{kind.replace("_", "-"): record for kind, record in DOCUMENTS.items()},
        **{schema_name(kind): record for kind, record in MESSAGES.items()},
        "audit-event": AuditEvent,
        "trust-list": TrustList,
    }
)
"""The records that travel on their own, by the name of their schema: each type of document and of message, and the
entry of a log."""


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
    made = {name: model_schema(name, record) for name, record in RECORDS.items()}
    return {
        **made,
        "view": view_schema(made["episode"]),
        "finding": finding_schema(),
        "report": report_schema(),
        "risk-policy": policy_schema(),
        "mapping": mapping_schema(),
    }


def records() -> tuple[type[BaseModel], ...]:
    """Every record of the standard, each once, the ones that travel on their own with what is in them."""
    alone: tuple[type[BaseModel], ...] = (*RECORDS.values(), TrustList)
    return tuple(dict.fromkeys(each for record in alone for each in models_in(record)))


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
        **head(f"{name}.schema.json"),
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
    """The text of each field: the docstring below it in the source, of the record or of one that it extends."""
    body = ast.parse(inspect.cleandoc("\n" + inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    texts = {
        name: text
        for base in model.__bases__
        if issubclass(base, BaseModel) and base.model_fields
        for name, text in field_texts(base).items()
    }
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
