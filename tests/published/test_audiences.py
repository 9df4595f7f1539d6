"""Who may see what, as it is published: every field of every document, and as the records have it, both ways."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from missingpersons.codes import Audience, codelist
from missingpersons.models import DOCUMENTS
from missingpersons.models._base import ShownTo
from missingpersons.resources import schema, schemas_directory
from missingpersons.views import AROUND

PUBLISHED = json.loads((schemas_directory() / "audiences.json").read_text(encoding="utf-8"))

NAMES = {str(name): str(name).replace("_", "-") for name in DOCUMENTS}

TOLD_TO_THE_PUBLIC = {
    "/countries_likely_visited": "possible_places",
    "/document_type": None,
    "/last_seen": None,
    "/last_seen/place": "last_seen_place",
    "/last_seen/place/country": "last_seen_place",
    "/last_seen/window": "last_seen_time",
    "/last_seen/window/earliest": "last_seen_time",
    "/last_seen/window/latest": "last_seen_time",
    "/last_seen_force": "last_seen_place",
    "/local_reference": None,
    "/missing_from": None,
    "/missing_from/place": "missing_from_place",
    "/missing_from/place/country": "missing_from_place",
    "/missing_since": "last_seen_time",
    "/missing_since/earliest": "last_seen_time",
    "/missing_since/latest": "last_seen_time",
    "/officer_in_charge": None,
    "/officer_in_charge/contact_point": None,
    "/outcome": None,
    "/outcome/condition": "found_condition",
    "/owner_force": None,
    "/person": None,
    "/person/age": "age",
    "/person/age/max": "age",
    "/person/age/min": "age",
    "/person/clothing": "clothing",
    "/person/clothing/*/brand": "clothing",
    "/person/clothing/*/colours": "clothing",
    "/person/description": "description",
    "/person/description/build": "description",
    "/person/description/complexion": "description",
    "/person/description/eye_left": "description",
    "/person/description/eye_right": "description",
    "/person/description/eyewear": "description",
    "/person/description/facial_hair": "description",
    "/person/description/hair_colour": "description",
    "/person/description/hair_length": "description",
    "/person/description/hair_style": "description",
    "/person/description/height_max_cm": "description",
    "/person/description/height_min_cm": "description",
    "/person/description/weight_max_kg": "description",
    "/person/description/weight_min_kg": "description",
    "/person/effects": "clothing",
    "/person/effects/*/brand": "clothing",
    "/person/effects/*/kind": "clothing",
    "/person/ethnicity_observed": "description",
    "/person/marks": "mark",
    "/person/marks/*/kind": "mark",
    "/person/marks/*/side": "mark",
    "/person/marks/*/site": "mark",
    "/person/names": "name",
    "/person/names/*/family": "name",
    "/person/names/*/full": "name",
    "/person/names/*/given": "name",
    "/person/names/*/script": "name",
    "/person/photos": "photo",
    "/person/photos/*/digest": "photo",
    "/person/photos/*/media_type": "photo",
    "/person/photos/*/photo_id": "photo",
    "/person/photos/*/shows": "photo",
    "/person/photos/*/taken_on": "photo",
    "/person/sex": "description",
    "/residence_force": "missing_from_place",
    "/standard_version": None,
    "/status": "found",
    "/vehicles": "vehicle",
    "/vehicles/*/colour": "vehicle",
    "/vehicles/*/country": "vehicle",
    "/vehicles/*/kind": "vehicle",
    "/vehicles/*/make": "vehicle",
    "/vehicles/*/model": "vehicle",
    "/vehicles/*/registration": "vehicle",
}
"""Every field of an episode that the public may ever be told, with the scope that a ground must name. By hand."""

TOLD_TO_A_CHARITY_BESIDES = {
    "/person/communication_needs": "approach_advice",
    "/person/description/accent": "description",
    "/person/description/gait": "description",
    "/person/gender": "description",
    "/person/health": "health_need",
    "/person/health/*/condition": "health_need",
    "/person/languages": "approach_advice",
    "/person/languages/*/code": "approach_advice",
    "/person/languages/*/interpreter_needed": "approach_advice",
    "/person/mobility": "approach_advice",
    "/person/names/*/kind": "name",
    "/person/vulnerabilities": "vulnerability",
}

NEVER_BEYOND_THE_POLICE = (
    *("/call_references", "/person/person_reference", "/recorded_by", "/hypotheses", "/devices", "/money_and_travel"),
    *("/provenance", "/extensions", "/person/availability", "/person/place_of_birth", "/assessments/*/evidence"),
    *("/assessments/*/rationale", "/answers/*/explanation", "/sightings/*/text", "/actions/*/notes"),
)


@cache
def fields(name: str) -> dict[str, Mapping[str, Any]]:
    """Every field of a document as its schema has it: its path, with ``*`` for any entry of a list, and its part."""
    whole = schema(NAMES[name])
    return dict(_fields(whole, whole["$defs"], ""))


def _fields(
    part: Mapping[str, Any], definitions: Mapping[str, Any], at: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, each in part["properties"].items():
        inner = each
        here = f"{at}/{name}"
        inside = here
        if each.get("type") == "array":
            inner, inside = each["items"], f"{here}/*"
        if "$ref" in inner:
            inner = definitions[inner["$ref"].rpartition("/")[2]]
        yield here, inner
        if "properties" in inner:
            yield from _fields(inner, definitions, inside)


def with_audience(audience: Audience) -> set[str]:
    return {at for at, each in PUBLISHED["audiences"]["episode"].items() if audience in each}


@pytest.mark.parametrize("name", NAMES)
class TestEveryField:
    def test_is_listed_and_nothing_else(self, name: str) -> None:
        assert set(PUBLISHED["audiences"][name]) == set(fields(name))

    def test_has_the_audiences_that_the_records_mark(self, name: str) -> None:
        for at, audiences in PUBLISHED["audiences"][name].items():
            assert frozenset(audiences) == marked(DOCUMENTS[name], at.removeprefix("/").replace("/*", "").split("/")), (
                at
            )

    def test_is_seen_by_the_police_and_by_nobody_unknown(self, name: str) -> None:
        for audiences in PUBLISHED["audiences"][name].values():
            assert "police" in audiences
            assert audiences == sorted(set(audiences) & set(codelist("audiences").entries))

    def test_that_holds_others_is_seen_by_whoever_sees_one_of_them(self, name: str) -> None:
        audiences = PUBLISHED["audiences"][name]
        for at, seen in audiences.items():
            inner = [set(each) for other, each in audiences.items() if other.startswith(f"{at}/")]

            assert not inner or set().union(*inner) == set(seen), at


def marked(kind: type[Any], steps: list[str]) -> frozenset[str]:
    """Who sees a field by the marks in the records alone, read without the library's own reading of them."""
    seen = frozenset(map(str, Audience))
    for step in steps:
        field = kind.model_fields[step]
        marks = [mark for mark in field.metadata if isinstance(mark, ShownTo)]
        seen &= {"police"}.union(*(map(str, mark.audiences) for mark in marks))
        kind = _record_in(field.annotation)
    return frozenset(seen)


def _record_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return annotation
    return next(filter(None, map(_record_in, getattr(annotation, "__args__", ()))), None)


class TestEpisode:
    def test_the_public_is_told_these_and_no_others(self) -> None:
        assert with_audience(Audience.PUBLIC) == set(TOLD_TO_THE_PUBLIC)

    def test_a_charity_is_told_these_besides(self) -> None:
        assert with_audience(Audience.CHARITY) == {*TOLD_TO_THE_PUBLIC, *TOLD_TO_A_CHARITY_BESIDES}

    def test_under_these_scopes(self) -> None:
        told = {**TOLD_TO_THE_PUBLIC, **TOLD_TO_A_CHARITY_BESIDES}

        assert PUBLISHED["scopes"] == {"episode": {at: each for at, each in sorted(told.items()) if each}}
        assert set(PUBLISHED["scopes"]["episode"].values()) <= set(codelist("publicity_scopes").entries)

    def test_free_text_is_never_told(self) -> None:
        texts = {at for at, part in fields("episode").items() if part.get("maxLength") == 20_000}

        assert len(texts) > 20
        assert texts & (with_audience(Audience.PUBLIC) | with_audience(Audience.CHARITY)) == set()

    def test_what_never_leaves_the_police(self) -> None:
        beyond = {at for at, each in PUBLISHED["audiences"]["episode"].items() if set(each) != {"police"}}

        assert [at for at in beyond if at.startswith(NEVER_BEYOND_THE_POLICE)] == []

    def test_what_tells_the_exact_spot_never_leaves_the_police(self) -> None:
        spots = [at for at in PUBLISHED["audiences"]["episode"] if at.endswith(("/point", "/uprn", "/grid_reference"))]

        assert len(spots) > 10
        assert [at for at in spots if PUBLISHED["audiences"]["episode"][at] != ["police"]] == []

    def test_what_every_view_has_around_it_is_for_everybody(self) -> None:
        for name in AROUND:
            assert set(PUBLISHED["audiences"]["episode"][f"/{name}"]) == set(Audience)
