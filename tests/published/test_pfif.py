"""What is written as PFIF is PFIF by a grammar of its own, and comes back less exactly what the report says."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Reading, Writing, Written
from missingpersons.converters.pfif import FORMAT, outward, serializing
from missingpersons.models import Episode
from missingpersons.testing import Generator
from missingpersons.testing.strategies import complete_episode, episodes
from tests.drawn import examples
from tests.published.pfif.account import differences, expected

etree = pytest.importorskip("lxml.etree")

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ("1.1", "1.2", "1.3", "1.4")
GRAMMARS = {
    version: etree.RelaxNG(etree.parse(Path(__file__).parent / "pfif" / f"pfif-{version}.rng")) for version in VERSIONS
}
EXAMPLES = {
    path.stem: path.read_bytes()
    for path in sorted((ROOT / "examples").glob("*.json"))
    if json.loads(path.read_bytes())["document_type"] == "episode"
}
INVENTED = list(Generator(seed=7).documents(60))


@pytest.fixture
def all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything may be told to the public: no less can go wrong then."""
    tell_all(monkeypatch)


def tell_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "shown", lambda episode, _: wire.to_tree(episode))


def written(document: bytes, **options: str) -> tuple[Written, bytes]:
    out = io.BytesIO()
    (told,) = FORMAT.write([("in:1", wire.parse(document, Episode))], out, Writing(options))
    return told, out.getvalue()


def read(data: bytes) -> list[Row]:
    return list(FORMAT.read(io.BytesIO(data), Reading("back.xml", None, {"owner_force": "test-north"})))


def assert_back_is_the_same_less_the_report(document: bytes, version: str, **options: str) -> None:
    told, data = written(document, version=version, **options)

    back = [json.loads(row.document) for row in read(data) if row.document]

    grammar = GRAMMARS[version]
    assert grammar.validate(etree.fromstring(data)), str(grammar.error_log.last_error)
    assert len(back) == 1
    assert differences(expected(json.loads(document), told.findings), back[0]) == []


def assert_every_value_has_a_fate(document: bytes, version: str, **options: str) -> None:
    told, _ = written(document, version=version, **options)

    places = [each.at for each in told.findings]
    assert [each.at for each in told.leaves] == list(pointers(json.loads(document)))
    for leaf in told.leaves:
        is_reported = any(leaf.at == at or leaf.at.startswith(f"{at}/") for at in places)
        assert leaf.fate is Fate.CARRIED or is_reported


def pointers(tree: Any, at: str = "") -> list[str]:
    if isinstance(tree, dict) and tree:
        return [each for name in sorted(tree) for each in pointers(tree[name], f"{at}/{escaped(name)}")]
    if isinstance(tree, list) and tree:
        return [each for index, entry in enumerate(tree) for each in pointers(entry, f"{at}/{index}")]
    return [at]


def escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


@pytest.mark.usefixtures("all_told")
@pytest.mark.parametrize("version", VERSIONS)
class TestAllTold:
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_an_example_comes_back_less_the_report(self, name: str, version: str) -> None:
        assert_back_is_the_same_less_the_report(wire.dump(wire.parse(EXAMPLES[name])), version)

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_every_value_of_an_example_has_a_fate(self, name: str, version: str) -> None:
        assert_every_value_has_a_fate(wire.dump(wire.parse(EXAMPLES[name])), version)

    def test_invented_episodes_come_back_less_the_report(self, version: str) -> None:
        for document in INVENTED:
            assert_back_is_the_same_less_the_report(document, version)

    def test_the_complete_record_comes_back_less_the_report(self, version: str) -> None:
        document = wire.dump(wire.build(complete_episode()))

        assert_back_is_the_same_less_the_report(document, version)
        assert_every_value_has_a_fate(document, version)


@pytest.mark.usefixtures("all_told")
@pytest.mark.parametrize("version", VERSIONS)
def test_all_that_is_ever_written_stands_in_order(version: str) -> None:
    tree = json.loads(EXAMPLES["baby_taken_by_a_parent"])
    tree["person"]["photos"] = [{"photo_id": "https://example.org/photo.jpg"}]
    tree["person"]["names"] = [{"full": "Amara Lanyon", "given": ["Amara"], "family": "Lanyon"}, {"full": "Ama"}]
    tree["person"]["social_accounts"] = [{"platform": "example.org", "handle": "https://example.org/ama"}]
    tree["related"] = [{"episode_id": tree["episode_id"], "relation": "same_person"}]
    tree["status"] = "located"
    document = wire.dump(wire.build(tree))

    assert_back_is_the_same_less_the_report(document, version)
    _, data = written(document, version=version)

    assert b"<pfif:photo_url>" in data
    assert data.count(b"<pfif:note>") == 1


@pytest.mark.no_cover
@settings(max_examples=examples(75))
@given(episodes(), st.sampled_from(VERSIONS))
def test_any_episode_comes_back_less_the_report(tree: dict[str, Any], version: str) -> None:
    document = wire.dump(wire.build(tree))

    with pytest.MonkeyPatch.context() as patch:
        tell_all(patch)
        assert_back_is_the_same_less_the_report(document, version)
        assert_every_value_has_a_fate(document, version)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_what_the_public_may_see_of_an_example_is_pfif(name: str, version: str) -> None:
    document = wire.dump(wire.parse(EXAMPLES[name]))

    _, data = written(document, version=version)

    grammar = GRAMMARS[version]
    assert grammar.validate(etree.fromstring(data)), str(grammar.error_log.last_error)
    assert_every_value_has_a_fate(document, version)


GROUNDS = {
    "consent": {"basis": "consent", "given_by": "mother"},
    "authority": {
        "basis": "authorised",
        "authorised_by": {"role": "authorising_officer", "rank": "superintendent"},
        "rationale": "Nobody who may consent could be reached.",
    },
}
SCOPES = ("name", "age", "photo", "description", "mark", "clothing", "vehicle", "last_seen_time", "last_seen_place")


def with_a_ground(document: bytes, basis: str, *scopes: str) -> bytes:
    """The episode of somebody who is still missing, with one ground to tell the public of them on posters."""
    tree = json.loads(document)
    for name in ("outcome", "handling", "return_interview", "prevention_interview"):
        tree.pop(name, None)
    photos = [{"photo_id": "https://example.org/photo.jpg"}, *tree["person"].get("photos", ())]
    tree["person"]["photos"] = photos
    tree["status"] = "open"
    tree["publicity"] = [
        {
            **GROUNDS[basis],
            "given_at": tree["recorded_at"],
            "scope": list(scopes),
            "channels": ["posters"],
            "photo_ids": [photos[0]["photo_id"]],
            "expires_at": "2099-01-01T00:00:00Z",
        }
    ]
    return wire.dump(wire.build(tree))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("basis", GROUNDS)
class TestOnAGround:
    """Nothing stands in for the public's view here: the ground is one, and what it covers goes out and comes back."""

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_an_example_comes_back_less_the_report(self, name: str, basis: str, version: str) -> None:
        document = with_a_ground(EXAMPLES[name], basis, *SCOPES)

        assert_back_is_the_same_less_the_report(document, version, channel="posters")

        assert_every_value_has_a_fate(document, version, channel="posters")

    def test_the_ground_is_for_its_channel(self, basis: str, version: str) -> None:
        document = with_a_ground(EXAMPLES["resident_missing_abroad"], basis, *SCOPES)

        _, here = written(document, version=version, channel="posters")
        _, there = written(document, version=version, channel="press_release")

        assert (b"photo.jpg" in here, b"photo.jpg" in there) == (True, False)

    def test_a_ground_for_the_name_tells_the_name_alone(self, basis: str, version: str) -> None:
        document = with_a_ground(EXAMPLES["resident_missing_abroad"], basis, "name")

        _, data = written(document, version=version, channel="posters")

        ((person,),) = [list(etree.fromstring(data))]
        told = {each.tag.rpartition("}")[2] for each in person}
        around = {"person_record_id", "entry_date", "expiry_date", "source_name", "source_date"}
        assert told - around <= {"full_name", "given_name", "family_name", "first_name", "last_name"}
        assert "EASTLEIGH" in data.decode().upper()


FILLED = {
    **dict.fromkeys(("person_record_id", "linked_person_record_id"), "example.org/p.1"),
    "note_record_id": "example.org/n.1",
    **dict.fromkeys(("entry_date", "source_date", "expiry_date"), "2026-03-01T09:00:00Z"),
    **dict.fromkeys(("source_url", "photo_url", "profile_urls"), "https://example.org/1"),
    "sex": "female",
    "date_of_birth": "2011",
    "age": "14",
    "status": "believed_alive",
    "author_made_contact": "true",
    "home_postal_code": "12345",
    **dict.fromkeys(("author_name", "author_email", "author_phone", "source_name", "full_name"), "X"),
    **dict.fromkeys(("given_name", "family_name", "alternate_names", "description"), "X"),
    **dict.fromkeys(("home_street", "home_neighborhood", "home_city", "home_state", "home_country"), "XY"),
    **dict.fromkeys(("email_of_found_person", "phone_of_found_person", "last_known_location", "text"), "X"),
}
"""Something that every field of any version takes, under the names of 1.4."""


@pytest.mark.parametrize("version", VERSIONS)
class TestEveryField:
    """The grammar names every element of its version, in order: what is written in any other is refused."""

    def test_all_stand_in_the_order_of_the_version(self, version: str) -> None:
        root = self.root(version)

        grammar = GRAMMARS[version]
        assert grammar.validate(root), str(grammar.error_log.last_error)
        ((person,),) = [list(root)]
        assert {self.name(each) for each in (*person, *person[-1])} == self.named(version)

    def test_two_that_change_places_are_refused_where_the_order_is_fixed(self, version: str) -> None:
        ((person,),) = [list(self.root(version))]
        numbers = [(record, number) for record in (0, 1) for number in range(len((person, person[-1])[record]) - 1)]

        for which, number in numbers:
            root = self.root(version)
            ((person,),) = [list(root)]
            record = (person, person[-1])[which]
            record.insert(number, record[number + 1])

            assert GRAMMARS[version].validate(root) == (version in ("1.3", "1.4"))

    def root(self, version: str) -> Any:
        record = serializing.person(FILLED, [FILLED], version)
        return etree.fromstring((serializing.head(version) + record + serializing.FOOT).encode())

    def name(self, element: Any) -> str:
        return str(element.tag.rpartition("}")[2])

    def named(self, version: str) -> set[str]:
        """Every element that the grammar names, but for the outermost."""
        grammar = etree.parse(Path(__file__).parent / "pfif" / f"pfif-{version}.rng")
        return {each.get("name") for each in grammar.iter("{*}element")} - {"pfif", "person"}


NAMED = "<first_name>AMARA</first_name><last_name/>"


class TestGrammar:
    """The grammar refuses what the specification does not allow: else it would show nothing."""

    @pytest.mark.parametrize(
        ("version", "inner"),
        [
            ("1.1", f"{NAMED}<sex>female</sex>"),
            ("1.1", f"<photo_url>https://example.org/1</photo_url>{NAMED}"),
            ("1.1", "<first_name>AMARA</first_name>"),
            ("1.1", "<last_name>AMARA</last_name>"),
            ("1.1", "<first_name>Amara</first_name><last_name/>"),
            ("1.1", "<first_name>AMÁRA</first_name><last_name/>"),
            ("1.1", f"{NAMED}<note><note_record_id>a.b/n</note_record_id></note>"),
            ("1.2", "<first_name>AMARA</first_name>"),
            ("1.2", f"{NAMED}<age>9</age><sex>female</sex>"),
            ("1.2", f"{NAMED}<note><note_record_id>a.b/n</note_record_id></note>"),
            ("1.3", ""),
            ("1.3", "<full_name>A</full_name><given_name>A</given_name>"),
            ("1.4", "<full_name>A</full_name><first_name>A</first_name>"),
            ("1.4", "<full_name>A</full_name><age>about nine</age>"),
            ("1.4", "<full_name>A</full_name><sex>girl</sex>"),
            ("1.4", "<full_name>A</full_name><note><note_record_id>a.b/n</note_record_id></note>"),
        ],
    )
    def test_refuses(self, version: str, inner: str) -> None:
        dated = "<source_date>2026-03-01T09:00:00Z</source_date>"
        record = f"<person><person_record_id>a.b/c</person_record_id>{dated}{inner}</person>"

        root = etree.fromstring(f'<pfif xmlns="http://zesty.ca/pfif/{version}">{record}</pfif>')

        assert not GRAMMARS[version].validate(root)
