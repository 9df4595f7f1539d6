"""Every place that the page of concepts names exists, and every field of a document is on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from missingpersons.resources import schema

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "concepts.md").read_text(encoding="utf-8")
SCHEMAS = {"episode": "episode", "unidentified_case": "unidentified-case", "call": "call"}
ROWS = [
    (what, re.findall(r"`([^`]+)`", where))
    for what, where in re.findall(r"^\| (.+?) \| (.+?) \|.*\|$", PAGE, re.MULTILINE)
    if what not in ("concept", "what")
]
PLACES = [(what, place) for what, places in ROWS for place in places]


def part_at(place: str) -> dict[str, Any] | None:
    """The part of a schema that a place on the page leads to, or None."""
    kind, _, pointer = place.rpartition(":")
    whole = schema(SCHEMAS[kind or "episode"])
    part = whole
    for segment in pointer.split("/")[1:]:
        inner = part.get("items") if segment == "*" else part.get("properties", {}).get(segment)
        if inner is None:
            return None
        part = whole["$defs"][inner["$ref"].rpartition("/")[2]] if "$ref" in inner else inner
    return part


def test_every_row_has_a_place() -> None:
    assert len(ROWS) > 60
    assert [what for what, places in ROWS if not places] == []


@pytest.mark.parametrize(("what", "place"), PLACES, ids=[place for _, place in PLACES])
def test_every_place_exists(what: str, place: str) -> None:
    assert part_at(place) is not None


@pytest.mark.parametrize("place", ["/person/tattoos", "/person/names/kind", "/marks/*", "call:/person", "/person/*"])
def test_a_place_that_does_not_exist_is_noticed(place: str) -> None:
    assert part_at(place) is None


@pytest.mark.parametrize(
    ("kind", "at", "fields"),
    [
        ("", "", schema("episode")["properties"]),
        ("", "/person", schema("episode")["$defs"]["Person"]["properties"]),
        ("unidentified_case:", "", schema("unidentified-case")["properties"]),
        ("call:", "", schema("call")["properties"]),
    ],
    ids=["episode", "person", "unidentified_case", "call"],
)
def test_every_field_of_a_document_has_a_row(kind: str, at: str, fields: dict[str, Any]) -> None:
    named = {place for _, place in PLACES}

    absent = [name for name in fields if not any(f"{place}/".startswith(f"{kind}{at}/{name}/") for place in named)]
    assert absent == []
