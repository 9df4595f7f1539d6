"""Person Finder's own vectors and feeds, read in place: they mean what they say, and are written as they are."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Reading, Writing
from missingpersons.converters.pfif import FORMAT, outward, serializing
from missingpersons.converters.pfif.parsing import Parser
from missingpersons.converters.pfif.record import Record
from missingpersons.converters.pfif.scanning import Scanner
from missingpersons.models import Episode

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("MISSINGPERSONS_TEST_DATA", ROOT / "../shared/data")) / "pfif"
VECTORS = DATA / "parse_write_vectors.json"

pytestmark = pytest.mark.skipif(
    not VECTORS.is_file(), reason="the PFIF feeds are not here: set MISSINGPERSONS_TEST_DATA to the folder of pfif/"
)
etree = pytest.importorskip("lxml.etree")

LINKED, SEEN, ABOUT_NOBODY, LOCAL = "MP-C-058", "MP-C-057", "MP-C-059", "MP-C-052"
OF_A_PERSON = [
    ("note 1", [(LINKED, "/note/linked_person_record_id")]),
    ("note 2", [(SEEN, "/note/author_made_contact")]),
    ("note 3", [(SEEN, "/note/status")]),
    ("note 4", []),
]
FEEDS: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {
    "global-test.pfif-1.2-source.xml": [("person 1", [])],
    "test.pfif-1.1.xml": [("person 1", []), ("note 1", [(SEEN, "/note/author_made_contact")]), ("note 2", [])],
    "test.pfif-1.2-badrecord.xml": [("person 1", []), *OF_A_PERSON, ("person 2", [])],
    "test.pfif-1.2-believed-dead.xml": [("note 1", [(ABOUT_NOBODY, "")])],
    "test.pfif-1.2-note.xml": [("note 1", [(ABOUT_NOBODY, "")]), ("note 2", [(ABOUT_NOBODY, "")])],
    "test.pfif-1.2-notification.xml": [("note 1", [(ABOUT_NOBODY, "")])],
    "test.pfif-1.2-source.xml": [("person 1", [])],
    "test.pfif-1.2.xml": [("person 1", []), *OF_A_PERSON],
    "test.pfif-1.4.xml": [("person 1", [(LOCAL, "/person/profile_urls")]), *OF_A_PERSON],
}
"""Every row of every feed with all that is found in it. The addresses in the last but one are no addresses."""


def vectors() -> list[dict[str, Any]]:
    return json.loads(VECTORS.read_bytes()) if VECTORS.is_file() else []


def records(data: bytes) -> list[Record]:
    return list(Parser().parse_all(Scanner(io.BytesIO(data)).pieces()))


def rows(data: bytes) -> list[Row]:
    return list(FORMAT.read(io.BytesIO(data), Reading("in.xml", None, {"owner_force": "test-north"})))


def test_there_are_sixteen() -> None:
    assert len(vectors()) == 16
    assert {path.name for path in DATA.glob("*.xml")} == set(FEEDS)


@pytest.mark.parametrize("vector", [each for each in vectors() if each["do_parse_test"]], ids=lambda each: each["name"])
def test_a_vector_means_what_it_means(vector: dict[str, Any]) -> None:
    read = records(vector["xml"].encode())

    said = [each for record in read for each in record.said()]
    assert [each for each in said if "note_record_id" not in each] == vector["person_records"]
    assert [each for each in said if "note_record_id" in each] == vector["note_records"]
    assert [record.found for record in read] == [[] for _ in read]


@pytest.mark.parametrize("vector", [each for each in vectors() if each["do_write_test"]], ids=lambda each: each["name"])
def test_a_vector_is_written_as_it_is(vector: dict[str, Any]) -> None:
    version = vector["pfif_version"]
    persons = [serializing.placeholder(p) if vector["is_expired"] else p for p in vector["person_records"]]

    body = [serializing.person(person, vector["note_records"], version) for person in persons]

    assert serializing.head(version) + "".join(body) + serializing.FOOT == vector["xml"]


@pytest.mark.parametrize("vector", [each for each in vectors() if each["do_parse_test"]], ids=lambda each: each["name"])
def test_every_value_of_a_vector_has_a_fate(vector: dict[str, Any]) -> None:
    given = Reading("in.xml", "2010-03-01T09:00:00Z", {"owner_force": "test-north"})

    told = list(FORMAT.read(io.BytesIO(vector["xml"].encode()), given))

    elements = [f"</{prefix}{name}>" for prefix in ("", "pfif:") for name in ("pfif", "person", "note")]
    number = vector["xml"].count("</") - sum(vector["xml"].count(each) for each in elements)
    assert sum(len(row.cells) for row in told) == number
    assert all(wire.parse(row.document) for row in told if row.document)


@pytest.mark.parametrize("vector", [each for each in vectors() if each["do_write_test"]], ids=lambda each: each["name"])
def test_a_vector_that_was_read_is_written_with_what_the_public_may_see(
    vector: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the writer itself, as if everything might be told: each field under the name of its version, in its order."""
    monkeypatch.setattr(outward, "shown", lambda episode, _: wire.to_tree(episode))
    given = Reading("in.xml", "2010-03-01T09:00:00Z", {"owner_force": "test-north"})
    read = FORMAT.read(io.BytesIO(vector["xml"].encode()), given)
    episodes = [(row.source, wire.parse(row.document, Episode)) for row in read if row.document]
    out = io.BytesIO()

    list(FORMAT.write(episodes, out, Writing({"version": vector["pfif_version"]})))

    written, given_there = _names(out.getvalue()), _names(vector["xml"].encode())
    assert bool(written) == (not vector["is_expired"])
    assert [each for each in written if each in given_there] == [each for each in given_there if each in written]
    assert {"person_record_id", "source_date"} <= set(written) or not written


def _names(data: bytes) -> list[str]:
    """What the fields of the only person are called, in order."""
    return [each.tag.rpartition("}")[2] for person in etree.fromstring(data) for each in person if not len(each)]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_has_these_findings_and_no_other(name: str) -> None:
    read = rows((DATA / name).read_bytes())

    found = [(row.source.partition(":")[2], [(each.code, each.at) for each in row.findings]) for row in read]
    assert found == FEEDS[name]
    assert [row.document is not None for row in read] == [row.source.startswith("in.xml:person") for row in read]


def test_a_feed_is_carried_in_full() -> None:
    person, *notes = rows((DATA / "test.pfif-1.4.xml").read_bytes())

    assert person.document
    tree = json.loads(person.document)
    assert tree["recorded_at"] == "2000-01-01T00:00:00Z"
    assert [name["full"] for name in tree["person"]["names"]] == [
        *("_test_full_name1", "_test_full_name2", "_test_alternate_name1", "_test_alternate_name2")
    ]
    assert tree["person"]["addresses"][0]["place"]["country"] == "USA"
    assert tree["person"]["addresses"][0]["place"]["lines"][2] == "_test_home_city"
    assert [each.get("reported_by") for each in tree["sightings"]] == [None, "self"]
    assert tree["sightings"][0]["place"]["point"] == {"latitude": "19.1659243", "longitude": "-71.9384766"}
    assert [each["relation"] for each in tree["related"]] == ["same_person"]
    assert len(tree["extensions"]["ca.zesty.pfif"]["notes"]) == len(notes) == 4
    assert "outcome" not in tree
    assert {fate for row in notes for _, fate in row.cells} == {Fate.CARRIED, Fate.EMPTY}
