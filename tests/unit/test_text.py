"""Text values: the forms of codes and references, and what may stand in a local field."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from missingpersons.values.text import (
    MAX_SAFE_INTEGER,
    Code,
    CountryCode,
    Digest,
    Extensions,
    ForceSlug,
    LanguageCode,
    Line,
    Pointer,
    Reference,
    Text,
    Uuid,
)

GOOD = [
    (Line, "a" * 300),
    (Line, "O’Brien-Ŵyn"),
    (Text, "two\nlines"),
    (Reference, "TEST/1"),
    (Code, "local_authority"),
    (Code, "a1"),
    (CountryCode, "GBR"),
    (LanguageCode, "cy"),
    (LanguageCode, "bfi"),
    (ForceSlug, "test-north"),
    (Uuid, "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"),
    (Pointer, "/person/names/0"),
    (Digest, "0" * 64),
]

BAD = [
    (Line, ""),
    (Line, "a" * 301),
    (Line, 1),
    (Text, ""),
    (Text, "a" * 20_001),
    (Reference, "a" * 101),
    (Code, "Local"),
    (Code, "1a"),
    (Code, "a-b"),
    (Code, "a" * 65),
    (Code, "a\n"),
    (CountryCode, "UK"),
    (CountryCode, "gbr"),
    (LanguageCode, "c"),
    (LanguageCode, "welsh"),
    (ForceSlug, "Test"),
    (ForceSlug, "-north"),
    (ForceSlug, "a" * 41),
    (Uuid, "0C1D7A52-8A5E-5C3E-9B0E-7D2F1F6B9A10"),
    (Uuid, "0c1d7a52-8a5e-0c3e-9b0e-7d2f1f6b9a10"),
    (Uuid, "0c1d7a52-8a5e-5c3e-7b0e-7d2f1f6b9a10"),
    (Uuid, "0c1d7a528a5e5c3e9b0e7d2f1f6b9a10"),
    (Pointer, ""),
    (Pointer, "person"),
    (Pointer, "/person/"),
    (Pointer, "/a" * 17),
    (Digest, "A" * 64),
    (Digest, "0" * 63),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_value_of_the_form(kind: Any, value: str) -> None:
    assert TypeAdapter(kind).validate_python(value, strict=True) == value


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_a_value_of_another_form(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value, strict=True)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"test": {}},
        {"test": {"beat": "N1", "urgent": True, "count": MAX_SAFE_INTEGER, "least": -MAX_SAFE_INTEGER}},
        {"test": {"deep": [{"a.b-c_d": [[1, "x", False]]}]}},
        {"a" * 64: {"b" * 64: ""}},
    ],
)
def test_local_fields_by_owner_and_name(value: dict[str, Any]) -> None:
    assert TypeAdapter(Extensions).validate_python(value, strict=True) == value


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"test": "no name"},
        {"test": {"null": None}},
        {"test": {"fraction": 1.5}},
        {"test": {"deep": [{"fraction": 1.0}]}},
        {"test": {"big": MAX_SAFE_INTEGER + 1}},
        {"test": {"small": -MAX_SAFE_INTEGER - 1}},
        {"test": {"é": 1}},
        {"test": {"1a": 1}},
        {"test": {"a b": 1}},
        {"test": {"": 1}},
        {"a" * 65: {}},
        {"test": {"b" * 65: 1}},
        {"test": {"object": object()}},
    ],
)
def test_local_fields_that_break_the_wires_rules(value: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Extensions).validate_python(value, strict=True)
