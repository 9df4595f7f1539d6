"""What docs/pfif.md says that becomes of each field is what becomes of it, and no field is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from missingpersons.converters.pfif.naming import OWNER
from missingpersons.converters.pfif.notes import ALIVE, AUTHOR, DEAD, MISSING, told
from missingpersons.converters.pfif.places import PERSON_PLACES
from missingpersons.converters.pfif.vocabulary import LATEST, NOTE, PERSON, fields, meanings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "pfif.md").read_text(encoding="utf-8")
SAMPLES = {
    "sex": "female",
    "date_of_birth": "2011-06",
    "age": "9-11",
    "home_country": "GB",
    "profile_urls": "https://example.org/a\nhttps://example.org/b",
    **dict.fromkeys(("full_name", "alternate_names"), "Amara\nAma"),
}
"""For each field something that has a place. What may stand on several lines stands on two."""
A_NOTE = {
    "status": AUTHOR,
    "source_date": "2026-03-01T09:00:00Z",
    "text": "By the mill.",
    "linked_person_record_id": "example.org/p.2",
    "last_known_location": "51.5,-0.1",
}


def table(heading: str) -> dict[str, tuple[set[str], set[str]]]:
    """For each field that a table of the page names: its names before, and the places that it goes to."""
    _, _, after = PAGE.partition(f"| {heading} | before |")
    lines = after.partition("\n\n")[0].splitlines()[2:]
    rows = [[re.findall("`([^`]+)`", cell) for cell in line.split("|")[1:4]] for line in lines]
    return {name: (set(before), set(places)) for names, before, places in rows for name in names}


def pointers(paths: list[tuple[str | int, ...]]) -> set[str]:
    """The places, with `*` for a position in a list that depends on the data."""
    several = len(paths) > 1
    return {
        "".join(
            f"/{'*' if isinstance(step, int) and _varies(path, at, several) else step}" for at, step in enumerate(path)
        )
        for path in paths
    }


def _varies(path: tuple[str | int, ...], at: int, several: bool) -> bool:
    return path[at - 1] == "lines" or (several and path[at - 1] in ("names", "social_accounts"))


@pytest.mark.parametrize(("kind", "heading"), [(PERSON, "PFIF 1.4"), (NOTE, "field of a note")])
def test_every_field_is_there_with_the_names_that_it_had(kind: str, heading: str) -> None:
    before: dict[str, set[str]] = {name: set() for name in fields(kind, LATEST)}
    for (of, name), (latest, _) in meanings().items():
        if of == kind and name != latest:
            before[latest].add(name)

    assert {name: names for name, (names, _) in table(heading).items()} == before


@pytest.mark.parametrize("name", sorted(fields(PERSON, LATEST)))
def test_a_field_of_a_person_goes_where_the_page_says(name: str) -> None:
    _, places = table("PFIF 1.4")[name]

    if name in PERSON_PLACES:
        assert places == pointers([path for path, _ in PERSON_PLACES[name](SAMPLES.get(name, "Amara"))])
    else:
        assert places <= {f"/extensions/{OWNER}", f"/extensions/{OWNER}/{name}"}
        assert places


def said(note: dict[str, str]) -> set[tuple[str | int, ...]]:
    """The places of the record at which a note says something."""
    return {path for path, _ in told(note, 0, "example.org/p.1", "test-north", "", is_ours=False).besides}


@pytest.mark.parametrize("name", sorted(fields(NOTE, LATEST)))
def test_a_field_of_a_note_says_what_the_page_says(name: str) -> None:
    without = {each: text for each, text in A_NOTE.items() if each != name}
    if name == "status":
        without["status"] = ALIVE

    lost = said(A_NOTE) - said(without)
    if name == "linked_person_record_id":
        # The reason and the time of a link are gone with it, and come from fields of their own.
        lost = {path for path in lost if path[-1] in ("episode_id", "relation")}

    _, places = table("field of a note")[name]
    assert places == {"".join(f"/{'*' if step == 0 else step}" for step in path) for path in lost}


@pytest.mark.parametrize("contact", ["true", "false", None])
@pytest.mark.parametrize("status", [ALIVE, AUTHOR, DEAD, MISSING, "information_sought", None])
def test_what_makes_a_sighting_is_what_the_page_says(status: str | None, contact: str | None) -> None:
    note = {name: each for name, each in (("status", status), ("author_made_contact", contact)) if each}

    found = [
        code for code, _ in told({**note, "text": "x"}, 0, "example.org/p.1", "test-north", "", is_ours=False).found
    ]

    assert ("MP-C-057" in found) == (status in (ALIVE, AUTHOR) or (contact == "true" and status not in (DEAD, MISSING)))
    assert f"of `{MISSING}` or `{DEAD}` no sighting is made" in PAGE
