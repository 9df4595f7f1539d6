"""NIEM, read independently: each value that is said to be carried stands in its element, with its unit and its words.

The elements and words are written here from the reference, and not from the converter's own tables.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.property.carried import example_episodes, generated_episodes

from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.converters import niem
from missingpersons.converters.formats import Writing
from missingpersons.models import Episode
from missingpersons.testing import complete

Tree = dict[str, Any]

WORDS = {
    "build": ("nc:PersonBuildText", "builds"),
    "complexion": ("nc:PersonComplexionText", "complexions"),
    "hair_colour": ("nc:PersonHairColorText", "hair_colours"),
    "hair_style": ("nc:PersonHairStyleText", "hair_styles"),
    "hair_length": ("nc:PersonHairLengthText", "hair_lengths"),
    "facial_hair": ("nc:PersonFacialHairText", "facial_hair"),
    "eyewear": ("nc:PersonEyewearText", "eyewear"),
    "handedness": ("nc:PersonHandednessText", "handedness"),
}
BORN = {10: "nc:Date", 7: "nc:YearMonthDate", 4: "nc:YearDate"}


def title(listed: str, code: str) -> str:
    return codelist(listed).entries[code].title


def bounds(told: Tree, least: str, most: str, unit: str) -> str | None:
    low, high = told.get(least), told.get(most)
    if low is None and high is None:
        return None
    if high is None:
        return f"at least {low} {unit}"
    if low is None:
        return f"at most {high} {unit}"
    return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"


def expected(tree: Tree) -> Iterator[tuple[str, Any]]:
    """Each element that the reference promises of an episode, with what it should hold."""
    person, looks = tree["person"], tree["person"].get("description", {})
    numbers = [("episode_id", tree["episode_id"]), ("local_reference", tree.get("local_reference"))]
    yield (
        "j:MissingPersonIdentification",
        [
            {
                "nc:IdentificationID": value,
                "nc:IdentificationCategoryText": kind,
                "nc:IdentificationIssuerText": tree["owner_force"],
            }
            for kind, value in numbers
            if value
        ],
    )
    yield "j:MissingPersonFoundIndicator", {"open": False, "located": True}.get(tree["status"])
    yield "j:MissingPersonDeclarationDate", moment(tree.get("reported_at"))
    yield "j:MissingPersonFoundDate", moment(tree.get("outcome", {}).get("found_at"))
    seen = tree.get("last_seen", {})
    window, place = seen.get("window", {}), seen.get("place", {})
    yield "j:MissingPersonLastSeenDate", moment(window.get("latest") or window.get("earliest"))
    where = place.get("text") or ", ".join(place.get("lines", []))
    yield "j:MissingPersonLastSeenLocation", {"nc:Address": {"nc:AddressFullText": where}} if where else None
    reasons = [title("reasons", each) for each in tree.get("reasons", [])]
    yield "j:MissingPersonCircumstanceText", [*([tree["circumstances"]] if "circumstances" in tree else []), *reasons]
    yield "nc:PersonName", [name for each in person.get("names", []) if (name := named(each))]
    born = person.get("date_of_birth", "")
    yield "nc:PersonBirthDate", {BORN[len(born)]: born} if born.replace("-", "").isdigit() else None
    age = person.get("age", {})
    yield "nc:PersonAgeDescriptionText", bounds(age, "min", "max", "years")
    yield "nc:PersonHeightDescriptionText", bounds(looks, "height_min_cm", "height_max_cm", "cm")
    yield "nc:PersonWeightDescriptionText", bounds(looks, "weight_min_kg", "weight_max_kg", "kg")
    for field, (element, listed) in WORDS.items():
        yield element, title(listed, looks[field]) if field in looks else None
    eyes = {side: title("eye_colours", looks[f"eye_{side}"]) for side in ("left", "right") if f"eye_{side}" in looks}
    alike = len(eyes) == 2 and len(set(eyes.values())) == 1
    yield "nc:PersonEyeColorText", [eyes["left"]] if alike else [f"{side} {each}" for side, each in eyes.items()]
    yield "nc:PersonJobTitleText", person.get("occupation")
    yield "nc:PersonSexText", person.get("sex")
    yield "nc:PersonAccentText", looks.get("accent")
    yield "nc:PersonDescriptionText", looks.get("text")
    yield "nc:PersonMedicationRequiredText", [each["name"] for each in person.get("medication", []) if "name" in each]
    yield "nc:PersonMedicalDescriptionText", [each["text"] for each in person.get("health", []) if "text" in each]
    worn = [{"j:ClothingDescriptionText": each["text"]} for each in person.get("clothing", [])]
    yield "j:PersonAugmentation", {"j:PersonClothing": worn} if worn else None
    for passport, element in ((True, "nc:PersonPassportIdentification"), (False, "nc:PersonOtherIdentification")):
        kept = [each for each in person.get("identifiers", []) if (each["scheme"] == "passport") == passport]
        yield element, [identified(each) for each in kept]
    yield (
        "nc:PersonGeneralAppearanceDescriptionText",
        [words for each in person.get("marks", []) if (words := marked(each))],
    )


def test_each_element_is_named_by_the_table_that_is_its_documentation():
    """What changes in the output when a value is not there is what the table says of the value's path."""
    full = complete("episode")
    before = elements(full)
    assert before
    for line in niem.FORMAT.table:
        left = json.loads(json.dumps(full))
        *way, last = line.path.split("/")[1:]
        remove(left, way, last)
        after = elements(left)
        if after is not None:
            changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
            assert {name.partition(":")[2] for name in changed} <= set(NAME.findall(line.there)), line.path


NAME = re.compile(r"[A-Z][A-Za-z]+")


def remove(tree: Any, way: list[str], last: str) -> None:
    if way:
        below = tree if way[0] == "*" else [tree[way[0]]] if way[0] in tree else []
        for each in below:
            remove(each, way[1:], last)
    elif last == "*":
        tree.clear()
    else:
        tree.pop(last, None)


def elements(tree: Tree) -> Tree | None:
    """The elements of an episode, and of its names; None if structure does not take it."""
    episode, _ = wire.read(wire.encode(tree), Episode)
    if episode is None:
        return None
    out = io.BytesIO()
    list(niem.write([("in", episode)], out, Writing({"category": "MP"})))
    made = json.loads(out.getvalue())["j:MissingPerson"]
    names = made.pop("nc:PersonName", [])
    made["j:PersonClothing"] = made.pop("j:PersonAugmentation", {}).get("j:PersonClothing")
    every = {element for name in names for element in name}
    return made | {element: [name.get(element) for name in names] for element in every}


def moment(told: str | None) -> Tree | None:
    return {"nc:DateTime": told} if told else None


def named(name: Tree) -> Tree:
    first, *middle = [*name.get("given", []), None]
    made = {
        "nc:PersonGivenName": first,
        "nc:PersonMiddleName": [each for each in middle if each],
        "nc:PersonMaidenName" if name.get("kind") == "maiden" else "nc:PersonSurName": name.get("family"),
        "nc:PersonFullName": name.get("full"),
        "nc:PersonNameCategoryText": name.get("kind"),
    }
    return {element: each for element, each in made.items() if each}


def identified(each: Tree) -> Tree:
    issuer = {"nc:IdentificationIssuerText": each["issuer"]} if "issuer" in each else {}
    return {"nc:IdentificationID": each["value"], "nc:IdentificationCategoryText": each["scheme"], **issuer}


def marked(mark: Tree) -> str:
    lists = {"kind": "mark_kinds", "side": "sides", "site": "body_sites"}
    words = [title(listed, mark[part]) for part, listed in lists.items() if part in mark]
    return ", ".join([*words, *([mark["text"]] if "text" in mark else [])])


def differing(episode: Episode) -> list[str]:
    """The elements that hold something else than the episode does, or that are too many."""
    out = io.BytesIO()
    list(niem.write([("in", episode)], out, Writing()))
    made = json.loads(out.getvalue())["j:MissingPerson"]
    wanted = {name: value for name, value in expected(wire.to_tree(episode)) if value not in (None, [], {})}
    return [name for name in sorted(made.keys() | wanted.keys()) if made.get(name) != wanted.get(name)]


def test_each_value_of_an_example_is_found_in_its_element():
    assert {name: differing(episode) for name, episode in example_episodes() if differing(episode)} == {}


@pytest.mark.parametrize("seed", [3, 11])
def test_each_value_of_a_generated_episode_is(seed):
    assert [name for name, episode in generated_episodes(40, seed) if differing(episode)] == []


def test_each_value_of_the_fullest_document_is():
    assert differing(wire.parse(json.dumps(complete("episode")), Episode)) == []
