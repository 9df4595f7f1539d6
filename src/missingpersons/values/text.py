"""Text as the wire carries it: lines, paragraphs, codes, references and local extensions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints, WithJsonSchema

MAX_SAFE_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader carries exactly (RFC 7493)."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""One line of text: a name, a title, a label."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
"""Prose of any number of lines."""

Reference = Annotated[str, StringConstraints(min_length=1, max_length=100)]
"""A reference that another system made, as written."""

Code = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]*$", max_length=64)]
"""A code of an open list; a rule says when the list does not have it."""

CountryCode = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$", max_length=3)]
"""An ISO 3166-1 alpha-3 country code."""

LanguageCode = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$", max_length=3)]
"""An ISO 639 language code of two or three letters; ``bfi`` is British Sign Language."""

ForceSlug = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9-]*$", max_length=40)]
"""A police force's code in the open list ``forces``."""

Uuid = Annotated[
    str,
    StringConstraints(
        pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", max_length=36
    ),
]
"""A UUID (RFC 9562) in its canonical lower-case form."""

Pointer = Annotated[str, StringConstraints(pattern="^(/[A-Za-z0-9_.-]{1,64}){1,16}$", max_length=400)]
"""A JSON Pointer (RFC 6901) into the same document."""

Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$", max_length=64)]
"""A SHA-256 digest, in lower-case hexadecimal."""

E164 = Annotated[str, StringConstraints(pattern="^[+][1-9][0-9]{6,14}$", max_length=16)]
"""A telephone number in the international form of ITU-T E.164."""

ScriptCode = Annotated[str, StringConstraints(pattern="^[A-Z][a-z]{3}$", max_length=4)]
"""An ISO 15924 code of a script."""

MediaType = Annotated[str, StringConstraints(pattern="^[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,60}$", max_length=82)]
"""A media type (RFC 6838) in lower case, without parameters."""

LastDigits = Annotated[str, StringConstraints(pattern="^[0-9]{1,4}$", max_length=4)]
"""The last digits of a number that is never carried whole."""

Grading = Annotated[str, StringConstraints(pattern="^[1-3][A-E][PC]$", max_length=3)]
"""An intelligence grading in the 3x5x2 form: source, information, handling."""

_EXTENSION_KEY = "^[A-Za-z][A-Za-z0-9_.-]*$"
_EXTENSION_KEY_LENGTH = 64


def is_local_name(key: str) -> bool:
    """Whether ``key`` can be the name of an owner or of a local field."""
    return (
        len(key) <= _EXTENSION_KEY_LENGTH
        and key.isascii()
        and key[:1].isalpha()
        and key.replace("_", "").replace(".", "").replace("-", "").isalnum()
    )


def _is_wire_value(value: object) -> bool:
    if isinstance(value, bool | str):
        return True
    if isinstance(value, int):
        return -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER
    if isinstance(value, list):
        return all(map(_is_wire_value, value))
    if isinstance(value, dict):
        return all(is_local_name(key) and _is_wire_value(each) for key, each in value.items())
    return False


def _check_extensions(value: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    if not _is_wire_value(value):
        raise ValueError("extensions")
    return value


_KEYS = {"pattern": _EXTENSION_KEY, "maxLength": _EXTENSION_KEY_LENGTH}

EXTENSION_VALUE_SCHEMA: dict[str, Any] = {
    "description": "A value in a local field: text, true or false, a whole number, or lists and objects of these.",
    "anyOf": [
        {"type": "string"},
        {"type": "boolean"},
        {"type": "integer", "minimum": -MAX_SAFE_INTEGER, "maximum": MAX_SAFE_INTEGER},
        {"type": "array", "items": {"$ref": "#/$defs/ExtensionValue"}},
        {
            "type": "object",
            "propertyNames": _KEYS,
            "additionalProperties": {"$ref": "#/$defs/ExtensionValue"},
        },
    ],
}
"""The schema behind ``#/$defs/ExtensionValue``."""

EXTENSIONS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "propertyNames": _KEYS,
    "additionalProperties": {
        "type": "object",
        "propertyNames": _KEYS,
        "additionalProperties": {"$ref": "#/$defs/ExtensionValue"},
    },
}
"""The schema of all local fields of a document."""

Extensions = Annotated[dict[str, dict[str, Any]], AfterValidator(_check_extensions), WithJsonSchema({"type": "object"})]
"""Local fields, by owner and then by name. They obey the wire's rules: ASCII keys, no null, no fraction.

pydantic cannot generate a schema that refers to itself from here: ``publish`` puts in ``EXTENSIONS_SCHEMA``.
"""
