"""NIEM: a missing person in JSON-LD, in elements that the model has, and no code that nobody stated."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.property.carried import example_episodes, generated_episodes

from missingpersons import wire
from missingpersons.converters import niem
from missingpersons.converters.formats import Writing
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.testing import complete

# As the model's own tables have them (6.0): which elements a type contains. For an abstract one, its text or its code.
CONTAINED = {
    "j:MissingPerson": (
        "j:MissingPersonCircumstanceText ncic:MissingPersonCircumstanceCode j:MissingPersonDeclarationDate "
        "ncic:MissingPersonDisappearanceCategoryCode j:MissingPersonFoundDate j:MissingPersonFoundIndicator "
        "j:MissingPersonIdentification j:MissingPersonLastSeenDate j:MissingPersonLastSeenLocation "
        "j:PersonAugmentation "
        "nc:PersonAccentText nc:PersonAgeDescriptionText nc:PersonBirthDate nc:PersonBuildText nc:PersonComplexionText "
        "nc:PersonDescriptionText nc:PersonEyeColorText nc:PersonEyewearText nc:PersonFacialHairText "
        "nc:PersonGeneralAppearanceDescriptionText nc:PersonHairColorText nc:PersonHairLengthText "
        "nc:PersonHairStyleText "
        "nc:PersonHandednessText nc:PersonHeightDescriptionText nc:PersonJobTitleText nc:PersonMedicalDescriptionText "
        "nc:PersonMedicationRequiredText nc:PersonName nc:PersonOtherIdentification nc:PersonPassportIdentification "
        "nc:PersonSexText nc:PersonWeightDescriptionText"
    ),
    "nc:PersonName": (
        "nc:PersonGivenName nc:PersonMiddleName nc:PersonSurName nc:PersonMaidenName nc:PersonFullName "
        "nc:PersonNameCategoryText"
    ),
    "nc:PersonBirthDate": "nc:Date nc:YearMonthDate nc:YearDate",
    "j:MissingPersonDeclarationDate": "nc:DateTime",
    "j:MissingPersonFoundDate": "nc:DateTime",
    "j:MissingPersonLastSeenDate": "nc:DateTime",
    "j:MissingPersonLastSeenLocation": "nc:Address",
    "nc:Address": "nc:AddressFullText",
    "j:PersonAugmentation": "j:PersonClothing",
    "j:PersonClothing": "j:ClothingDescriptionText",
    **dict.fromkeys(
        ("j:MissingPersonIdentification", "nc:PersonOtherIdentification", "nc:PersonPassportIdentification"),
        "nc:IdentificationID nc:IdentificationCategoryText nc:IdentificationIssuerText",
    ),
}
IRI = re.compile(r"https://docs\.oasis-open\.org/niemopen/ns/model/[a-z/-]+/6\.0/#[A-Za-z]+")


def written(tree: dict[str, Any], **options: str) -> tuple[dict[str, Any], set[tuple[str, str]]]:
    out = io.BytesIO()
    (told,) = niem.write([("in:1", wire.parse(wire.encode(tree), Episode))], out, Writing(options))
    return json.loads(out.getvalue()), {(each.code, each.at) for each in told.findings}


def places(value: Any, inside: str) -> Iterator[tuple[str, str]]:
    """Every element with the one that it stands in."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            for name, below in each.items():
                yield inside, name
                yield from places(below, name)


def expanded(value: Any, context: dict[str, str]) -> Iterator[str]:
    """The full name of every element, as JSON-LD's expansion gives it."""
    for _, name in places(value, ""):
        prefix, _, local = name.partition(":")
        yield f"{context[prefix]}{local}"


class TestShape:
    def test_every_element_stands_where_the_model_has_it(self):
        full = wire.parse(json.dumps(complete("episode")), Episode)

        for name, episode in [("full", full), *example_episodes(), *generated_episodes(25)]:
            out = io.BytesIO()
            list(niem.write([(name, episode)], out, Writing({"category": "MP", "circumstance": "N"})))
            document = json.loads(out.getvalue())
            for inside, element in places(document["j:MissingPerson"], "j:MissingPerson"):
                assert element in CONTAINED[inside].split(), (name, inside, element)

    def test_every_name_expands_to_one_of_the_model(self):
        for _, episode in example_episodes():
            out = io.BytesIO()
            list(niem.write([("in", episode)], out, Writing()))
            document = json.loads(out.getvalue())
            context = document.pop("@context")

            names = list(expanded(document, context))

            assert len(names) > 3
            assert all(IRI.fullmatch(name) for name in names)

    def test_nothing_is_empty(self):
        for _, episode in example_episodes():
            out = io.BytesIO()
            list(niem.write([("in", episode)], out, Writing()))

            assert not re.search(rb'(\{\}|\[\]|""|null)[,}\]]', out.getvalue())


class TestPerson:
    def test_names_and_birth(self, good):
        names = [{"given": ["Amara", "Efua"], "family": "Lanyon"}, {"kind": "maiden", "family": "Abara"}]

        document, found = written(
            {**good, "person": {"names": names, "date_of_birth": "2011-06", "occupation": "nurse"}}
        )

        person = document["j:MissingPerson"]
        assert person["nc:PersonName"] == [
            {"nc:PersonGivenName": "Amara", "nc:PersonMiddleName": ["Efua"], "nc:PersonSurName": "Lanyon"},
            {"nc:PersonMaidenName": "Abara", "nc:PersonNameCategoryText": "maiden"},
        ]
        assert person["nc:PersonBirthDate"] == {"nc:YearMonthDate": "2011-06"}
        assert {each for each in found if each[1].startswith("/person")} == {("MP-C-041", "/person/names/0/given")}

    @pytest.mark.parametrize(
        ("age", "words"), [((14, 14), "14 years"), ((14, 16), "14 to 16 years"), ((14, None), "at least 14 years")]
    )
    def test_bounds_are_words(self, good, age, words):
        told = {end: each for end, each in zip(("min", "max"), age, strict=True) if each is not None}

        document, _ = written({**good, "person": {"age": told}})

        assert document["j:MissingPerson"]["nc:PersonAgeDescriptionText"] == words

    def test_an_uncertain_birth_is_left_out(self, good):
        document, found = written({**good, "person": {"date_of_birth": "2011?", "sex": "female"}})

        assert "nc:PersonBirthDate" not in document["j:MissingPerson"]
        assert ("MP-C-083", "/person/date_of_birth") in found

    def test_where_somebody_was_found_is_never_told(self, good):
        outcome = {"found_at": "2026-03-01T12:00:00Z", "place": {"text": "a refuge"}}

        document, found = written({**good, "status": "located", "outcome": outcome})

        assert "refuge" not in json.dumps(document)
        assert document["j:MissingPerson"]["j:MissingPersonFoundDate"] == {"nc:DateTime": "2026-03-01T12:00:00Z"}
        assert ("MP-C-040", "/outcome/place") in found


class TestCodes:
    def test_none_is_inferred(self):
        for _, episode in example_episodes():
            out = io.BytesIO()
            list(niem.write([("in", episode)], out, Writing()))

            assert b'"ncic:MissingPerson' not in out.getvalue()

    @pytest.mark.parametrize(
        ("person", "harms", "code"),
        [
            ({"date_of_birth": "2011-06"}, ["abduction"], "CA"),
            ({"age": {"min": 8, "max": 10}}, ["abduction"], "CA"),
            ({"age": {"min": 16, "max": 18}}, ["abduction"], None),
            ({}, ["abduction"], None),
            ({"date_of_birth": "2011-06"}, ["none"], None),
        ],
    )
    def test_an_abduction_that_was_established_of_a_child_is_the_only_category_told(self, good, person, harms, code):
        tree = {**good, "person": person, "outcome": {"harms": harms}}

        document, found = written(tree)

        assert document["j:MissingPerson"].get("ncic:MissingPersonDisappearanceCategoryCode") == code
        assert (("MP-C-131", "") in found) == (code is None)
        assert written(tree, category="MP")[0]["j:MissingPerson"]["ncic:MissingPersonDisappearanceCategoryCode"] == "MP"

    def test_what_is_stated_is_written(self, good):
        document, _ = written(good, category="CA", circumstance="S")

        person = document["j:MissingPerson"]
        assert person["ncic:MissingPersonDisappearanceCategoryCode"] == "CA"
        assert person["ncic:MissingPersonCircumstanceCode"] == "S"

    @pytest.mark.parametrize("options", [{"category": "EMJ"}, {"circumstance": "L"}])
    def test_a_code_that_is_not_known_is_refused(self, options):
        with pytest.raises(CannotRun, match="is one of"):
            list(niem.write([], io.BytesIO(), Writing(options)))
