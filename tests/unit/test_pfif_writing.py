"""Episodes as PFIF: what the public may see, a placeholder or nothing; and why each value is not there that is not."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from missingpersons import wire
from missingpersons.codes import Audience
from missingpersons.converters import Fate
from missingpersons.converters.formats import Reading, Writing, Written
from missingpersons.converters.pfif import FORMAT, outward
from missingpersons.converters.pfif.vocabulary import PERSON, VERSIONS, fields
from missingpersons.explanations import examples
from missingpersons.findings import CannotRun, catalogue
from missingpersons.models import Episode
from missingpersons.views.marks import paths

etree = pytest.importorskip("lxml.etree")

HEAD: dict[str, Any] = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-03-01T14:00:00Z",
    "owner_force": "test-north",
    "status": "open",
    "person": {},
}
RECORD_ID = "test-north.missingpersons.example/0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"
GROUND = {"basis": "consent", "given_by": "mother", "scope": ["name"]}
TAKEN_BACK = {**GROUND, "withdrawn_at": "2026-03-01T09:00:00Z"}

Found = list[tuple[str, str]]


@pytest.fixture
def all_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything may be told to the public."""
    monkeypatch.setattr(outward, "shown", lambda episode, _: wire.to_tree(episode))


@pytest.fixture
def told_alone(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], None]:
    """Only what is given may be told to the public."""
    return lambda tree: monkeypatch.setattr(outward, "shown", lambda *_: tree)


def episode(**parts: Any) -> Episode:
    return wire.build({**HEAD, **parts}, Episode)


def write(*episodes: Episode, **options: str) -> tuple[list[Written], bytes]:
    out = io.BytesIO()
    told = list(FORMAT.write(((f"in:{n}", each) for n, each in enumerate(episodes, 1)), out, Writing(options)))
    return told, out.getvalue()


def found(told: Written) -> Found:
    return [(each.code, each.at) for each in told.findings]


def elements(data: bytes) -> dict[str, str]:
    """The fields of the only person."""
    ((person,),) = [list(etree.fromstring(data))]
    return {each.tag.rpartition("}")[2]: each.text for each in person if not len(each)}


def notes(data: bytes) -> list[dict[str, str]]:
    root = etree.fromstring(data)
    return [{each.tag.rpartition("}")[2]: each.text for each in note} for note in root.iter("{*}note")]


class TestOptions:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"version": "1.5"}, r"there is no version '1.5': 1.1, 1.2, 1.3, 1.4"),
            ({"domain": "Police"}, r"a domain is written in small letters"),
            ({"domain": "a.b/c"}, r"a domain is written in small letters"),
            ({"channel": "carrier_pigeon"}, r"no code of the list publicity_channels"),
            ({"as_of": "yesterday"}, r"as_of needs a time with seconds and an offset"),
        ],
    )
    def test_what_cannot_be_is_said_in_one_line(self, options: dict[str, str], said: str) -> None:
        with pytest.raises(CannotRun, match=said) as caught:
            write(**options)

        assert caught.value.__context__ is None

    @pytest.mark.parametrize("version", VERSIONS)
    def test_nothing_is_still_a_file(self, version: str) -> None:
        _, data = write(version=version)

        assert etree.fromstring(data).tag == f"{{http://zesty.ca/pfif/{version}}}pfif"


class TestPublic:
    def test_without_a_ground_nothing_is_written(self) -> None:
        (told,), data = write(episode(person={"names": [{"full": "Amara Lanyon"}]}))

        assert (told.written, found(told)[0]) == (False, ("MP-C-054", ""))
        assert {code for code, _ in found(told)[1:]} == {"MP-C-050"}
        assert {leaf.fate for leaf in told.leaves} == {Fate.SET_ASIDE}
        assert len(etree.fromstring(data)) == 0

    def test_what_a_ground_covers_is_written_and_no_more(self) -> None:
        person = {"names": [{"full": "Amara Lanyon"}], "sex": "female", "date_of_birth": "2011-06"}

        (told,), data = write(episode(person=person, publicity=[GROUND]))

        assert elements(data) == {
            "person_record_id": RECORD_ID,
            "entry_date": "2026-03-01T14:00:00Z",
            "source_name": "Test force North",
            "source_date": "2026-03-01T14:00:00Z",
            "full_name": "Amara Lanyon",
        }
        assert {(leaf.at, leaf.fate) for leaf in told.leaves if leaf.at.startswith("/person")} == {
            ("/person/names/0/full", Fate.CARRIED),
            ("/person/sex", Fate.SET_ASIDE),
            ("/person/date_of_birth", Fate.SET_ASIDE),
        }
        assert {code for code, _ in found(told)} == {"MP-C-050"}

    @pytest.mark.parametrize("channel", [None, "posters"])
    def test_a_ground_for_another_channel_is_none(self, channel: str | None) -> None:
        ground = {**GROUND, "channels": ["missing_people"]}
        record = episode(person={"names": [{"full": "Amara Lanyon"}]}, publicity=[ground])

        (_,), here = write(record, channel="missing_people")
        (_,), there = write(record, **({"channel": channel} if channel else {}))

        assert (b"Lanyon" in here, b"Lanyon" in there) == (True, False)

    def test_what_is_not_shown_is_withheld_and_what_is_shown_finds_its_place(self, told_alone: Any) -> None:
        told_alone({"person": {"names": [{"full": "Amara Lanyon"}], "age": {"min": 14, "max": 14}}})
        names = [{"full": "Mary Lanyon", "kind": "legal"}, {"full": "Amara Lanyon"}]

        (told,), data = write(episode(person={"names": names, "date_of_birth": "2011-06", "sex": "female"}))

        assert elements(data)["full_name"] == "Amara Lanyon"
        assert elements(data)["age"] == "14"
        assert found(told) == [
            ("MP-C-051", "/person/age"),
            *(("MP-C-050", f"/person/{name}") for name in ("date_of_birth", "names/0", "sex")),
            *(("MP-C-050", f"/{name}") for name in ("revision", "status", "tenure")),
        ]
        assert b"Mary" not in data

    def test_a_record_ends_with_the_first_ground_that_holds(self, all_told: None) -> None:
        ends = ["2026-02-01T00:00:00Z", "2026-06-01T01:00:00+01:00", "2026-09-01T00:00:00Z"]
        grounds = [{**GROUND, "expires_at": each} for each in ends]

        (told,), data = write(episode(publicity=grounds))
        (_,), later = write(episode(publicity=grounds), as_of="2026-07-01T00:00:00Z")

        assert elements(data)["expiry_date"] == "2026-06-01T00:00:00Z"
        assert elements(later)["expiry_date"] == "2026-09-01T00:00:00Z"
        assert ("MP-C-051", "/extensions/ca.zesty.pfif/expiry_date") in found(told)

    def test_a_ground_for_another_channel_does_not_count(self, all_told: None) -> None:
        ground = {**GROUND, "expires_at": "2026-06-01T00:00:00Z", "channels": ["missing_people"]}

        (_,), here = write(episode(publicity=[ground]), channel="missing_people")
        (_,), there = write(episode(publicity=[ground]), channel="posters")

        assert ("expiry_date" in elements(here), "expiry_date" in elements(there)) == (True, False)


class TestEnded:
    """What ends an appeal, and what never does."""

    NAMED: ClassVar[dict[str, Any]] = {"names": [{"full": "Amara Lanyon"}]}
    ON_POSTERS: ClassVar[dict[str, Any]] = {**GROUND, "channels": ["posters"]}
    ON_POSTERS_ONCE: ClassVar[dict[str, Any]] = {**TAKEN_BACK, "channels": ["posters"]}
    PLACEHOLDER = ("MP-C-055", "")
    NEVER = ("MP-C-054", "")
    UNSAID = ("MP-C-120", "")

    @pytest.mark.parametrize("version", ["1.3", "1.4"])
    @pytest.mark.parametrize("as_of", [None, "2026-05-01T12:00:00+01:00"])
    def test_copies_of_what_ended_are_told_so_by_the_newest_version(self, version: str, as_of: str | None) -> None:
        given = {"as_of": as_of} if as_of else {}
        at = "2026-05-01T11:00:00Z" if as_of else "2026-03-01T14:00:00Z"

        (told,), data = write(episode(person=self.NAMED, publicity=[TAKEN_BACK]), version=version, **given)

        assert (told.written, found(told)[0]) == (True, self.PLACEHOLDER)
        assert elements(data) == {
            "person_record_id": RECORD_ID,
            "entry_date": at,
            "expiry_date": at,
            "source_date": at,
            "full_name": None,
        }
        assert b"Lanyon" not in data
        assert (("MP-C-040", "/recorded_at") in found(told)) == (as_of is not None)

    def test_a_placeholder_is_of_no_moment_before_the_record(self) -> None:
        (_,), data = write(episode(publicity=[TAKEN_BACK]), as_of="2026-03-01T10:00:00Z")

        assert elements(data)["source_date"] == "2026-03-01T14:00:00Z"

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_read_with_what_it_ends_the_placeholder_counts(self, order: tuple[int, int]) -> None:
        record = episode(person=self.NAMED, publicity=[{**GROUND, "expires_at": "2026-06-01T00:00:00Z"}])
        both = [write(record, as_of=f"2026-0{month}-01T09:00:00Z")[1].decode() for month in (4, 7)]
        persons = [data[data.index("  <pfif:person>") : data.index("</pfif:pfif>")] for data in both]
        feed = "".join(persons[each] for each in order).join(both[0].split(persons[0]))

        read = FORMAT.read(io.BytesIO(feed.encode()), Reading("in.xml", None, {"owner_force": "test-north"}))  # type: ignore[misc]

        told = [(row.document, row.findings[0].code) for row in read]
        assert [told[order.index(each)] for each in (0, 1)] == [(None, "MP-C-069"), (None, "MP-C-068")]

    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    def test_before_1_3_there_is_no_placeholder(self, version: str) -> None:
        (told,), data = write(episode(person=self.NAMED, publicity=[TAKEN_BACK]), version=version)

        assert b"Lanyon" not in data
        assert (told.written, found(told)[0]) == (False, self.NEVER)

    @pytest.mark.parametrize(
        ("grounds", "channel", "code"),
        [
            ([ON_POSTERS], None, UNSAID),
            ([ON_POSTERS_ONCE], None, UNSAID),
            ([ON_POSTERS, TAKEN_BACK], None, UNSAID),
            ([ON_POSTERS_ONCE, TAKEN_BACK], None, PLACEHOLDER),
            ([TAKEN_BACK], None, PLACEHOLDER),
            ([ON_POSTERS], "missing_people", NEVER),
            ([ON_POSTERS_ONCE], "missing_people", NEVER),
            ([ON_POSTERS_ONCE], "posters", PLACEHOLDER),
            ([ON_POSTERS, TAKEN_BACK], "missing_people", PLACEHOLDER),
            ([{**GROUND, "given_at": "2026-06-01T00:00:00Z"}], "posters", NEVER),
            ([{**TAKEN_BACK, "given_at": "2026-06-01T00:00:00Z"}], "posters", NEVER),
            ([{**GROUND, "scope": ["photo"]}], "posters", NEVER),
            ([], None, NEVER),
        ],
    )
    def test_only_a_ground_for_this_channel_that_holds_no_longer_ends_a_record(
        self, grounds: list[dict[str, Any]], channel: str | None, code: tuple[str, str]
    ) -> None:
        given = {"channel": channel} if channel else {}

        (told,), data = write(episode(person=self.NAMED, publicity=grounds), **given)

        assert (found(told)[0], told.written) == (code, code == self.PLACEHOLDER)
        assert {each for each, _ in found(told)[1:]} == {"MP-C-050"}
        assert data.count(b"<pfif:person>") == told.written

    @pytest.mark.parametrize(("channel", "code"), [("posters", PLACEHOLDER), ("missing_people", NEVER), (None, UNSAID)])
    def test_an_appeal_ends_when_somebody_is_found_where_it_was(
        self, channel: str | None, code: tuple[str, str]
    ) -> None:
        given = {"channel": channel} if channel else {}

        (told,), _ = write(episode(person=self.NAMED, status="located", publicity=[self.ON_POSTERS]), **given)

        assert found(told)[0] == code

    def test_only_its_own_repository_ends_anothers_record(self) -> None:
        copied = {"ca.zesty.pfif": {"person_record_id": "example.org/p.1"}}

        (told,), data = write(episode(person=self.NAMED, publicity=[TAKEN_BACK], extensions=copied))

        assert (told.written, found(told)[0]) == (False, ("MP-C-121", ""))
        assert b"example.org" not in data

    @pytest.mark.parametrize("as_of", [None, "2026-05-01T00:00:00Z"])
    def test_that_a_ground_may_have_run_out_is_said_unless_the_moment_is(self, as_of: str | None) -> None:
        grounds = [
            {**GROUND, "channels": ["posters"], "expires_at": "2026-05-01T00:00:00Z"},
            {**GROUND, "expires_at": "2026-06-01T00:00:00Z"},
        ]
        given = {"as_of": as_of} if as_of else {}

        (told,), data = write(episode(person=self.NAMED, publicity=grounds), **given)

        assert b"Lanyon" in data
        assert [at for code, at in found(told) if code == "MP-C-122"] == ([] if as_of else ["/publicity/1/expires_at"])


@pytest.mark.usefixtures("all_told")
class TestPerson:
    def test_a_name_in_parts_is_put_together_and_said_to_be(self) -> None:
        (told,), data = write(episode(person={"names": [{"given": ["Amara", "May"], "family": "Lanyon"}]}))

        assert elements(data)["full_name"] == "Amara May Lanyon"
        assert ("MP-C-051", "/person/names/0/full") in found(told)
        assert ("MP-C-041", "/person/names/0/given") in found(told)

    @pytest.mark.parametrize(
        ("version", "expected"),
        [
            ("1.4", {"full_name": "Zoë Lanyon", "alternate_names": "Zo\nZ. L."}),
            ("1.3", {"full_name": "Zoë Lanyon\nZo\nZ. L."}),
            ("1.2", {"first_name": "Zoë Lanyon", "last_name": None}),
            ("1.1", {"first_name": "ZOE LANYON", "last_name": None}),
        ],
    )
    def test_names_stand_where_the_version_has_them(self, version: str, expected: dict[str, str]) -> None:
        names = [{"full": "Zoë Lanyon"}, {"full": "Zo"}, {"full": "Z. L."}]

        (_,), data = write(episode(person={"names": names}), version=version)

        known = {"full_name", "first_name", "last_name", "given_name", "family_name", "alternate_names"}
        assert {name: text for name, text in elements(data).items() if name in known} == expected

    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    @pytest.mark.parametrize(
        ("name", "first", "last", "empty"),
        [
            ({"full": "AMARA LANYON"}, "AMARA LANYON", None, "/person/names/0/family"),
            ({"given": ["AMARA"]}, "AMARA", None, "/person/names/0/family"),
            ({"family": "LANYON"}, None, "LANYON", "/person/names/0/given"),
            ({"given": ["AMARA"], "family": "LANYON"}, "AMARA", "LANYON", None),
            (None, None, None, "/person/names"),
        ],
    )
    def test_a_first_and_a_last_name_are_always_there(
        self, name: dict[str, Any] | None, first: str | None, last: str | None, empty: str | None, version: str
    ) -> None:
        person = {"names": [name]} if name else {"sex": "female"}

        (told,), data = write(episode(person=person), version=version)

        assert {each: text for each, text in elements(data).items() if each in ("first_name", "last_name")} == {
            "first_name": first,
            "last_name": last,
        }
        assert [at for code, at in found(told) if code == "MP-C-123"] == ([empty] if empty else [])

    @pytest.mark.parametrize("version", ["1.3", "1.4"])
    def test_where_no_name_may_be_told_the_full_name_is_empty_and_said_to_be(self, version: str) -> None:
        (told,), data = write(episode(person={"sex": "female"}), version=version)

        assert elements(data)["full_name"] is None
        assert ("MP-C-123", "/person/names") in found(told)

    @pytest.mark.parametrize(
        ("given", "capitals"),
        [
            ("Zoë", "ZOE"),
            ("Søren", "SOREN"),
            ("Łucja", "LUCJA"),
            ("O\u2019Hara", "O'HARA"),
            ("Weiß", "WEISS"),
            ("Æthel", "AETHEL"),
            ("Ann\nMay", "ANN MAY"),
            ("Анна", None),
            ("אמה", None),
        ],
    )
    def test_1_1_has_capitals_of_ascii_or_says_that_it_has_none(self, given: str, capitals: str | None) -> None:
        (told,), data = write(episode(person={"names": [{"given": [given], "family": "LANYON"}]}), version="1.1")

        assert (elements(data)["first_name"], elements(data)["last_name"]) == (capitals, "LANYON")
        code = "MP-C-041" if capitals else "MP-C-040"
        assert (code, "/person/names/0/given") in found(told)

    def test_an_age_that_was_told_years_ago_is_moved_on(self) -> None:
        age = {"min": 14, "max": 14}
        (told,), data = write(episode(person={"age": age, "sex": "male"}, reported_at="2015-09-01T12:00:00Z"))
        (same,), recent = write(episode(person={"age": age}, reported_at="2026-02-01T12:00:00Z"))

        assert (elements(data)["age"], elements(recent)["age"]) == ("24-25", "14")
        assert ("MP-C-041", "/person/age") in found(told)
        assert "/person/age" not in {at for _, at in found(same)}

    def test_where_somebody_lives_is_never_written(self) -> None:
        place = {"lines": ["Chapel Row"], "postcode": "ZZ99 3VZ"}
        (told,), data = write(episode(person={"addresses": [{"kind": "home", "place": place}], "sex": "male"}))

        assert b"Chapel Row" not in data
        assert ("MP-C-040", "/person/addresses") in found(told)

    def test_looks_are_told_in_words_and_what_is_not_with_them_is_not(self) -> None:
        effects = [{"text": "blue inhaler", "with_them": "no"}, {"text": "felt owl", "with_them": "yes"}]
        seen = {"window": {"earliest": "2026-02-28T15:00:00Z", "latest": "2026-02-28T15:20:00Z"}}
        looks = {"text": "Limps a little.", "height_min_cm": 130, "height_max_cm": 135, "hair_colour": "black"}

        (told,), data = write(episode(person={"description": looks, "effects": effects}, last_seen=seen))

        assert elements(data)["description"].split("\n") == [
            "Height: 130 to 135 cm.",
            "Hair: Black.",
            "With them: felt owl.",
            "Last seen: between 2026-02-28 15:00 and 2026-02-28 15:20.",
        ]
        assert ("MP-C-040", "/person/effects/0") in found(told)
        assert ("MP-C-041", "/last_seen") in found(told)

    def test_what_xml_cannot_carry_is_marked_and_reported(self) -> None:
        (told,), data = write(
            episode(person={"names": [{"full": "Amara\u0007 & <Lanyon>\r", "kind": "legal"}], "sex": "male"})
        )

        assert elements(data)["full_name"] == "Amara\ufffd & <Lanyon>"
        assert ("MP-C-041", "/person/names/0/full") in found(told)

    @pytest.mark.parametrize("version", VERSIONS)
    def test_no_version_has_an_element_of_another(self, version: str) -> None:
        (_,), data = write(episode(person={"sex": "female", "names": [{"full": "A"}, {"full": "B"}]}), version=version)

        assert len(elements(data)) <= len(fields(PERSON, version))
        assert ("sex" in elements(data)) == (version != "1.1")


@pytest.mark.usefixtures("all_told")
class TestNotes:
    @pytest.mark.parametrize(
        ("condition", "status"), [("safe_and_well", "believed_alive"), ("deceased", "believed_dead")]
    )
    def test_that_somebody_was_found_is_a_note(self, condition: str, status: str) -> None:
        (_,), data = write(episode(status="located", outcome={"condition": condition}))

        assert [each["status"] for each in notes(data)] == [status]

    def test_a_cancelled_episode_says_nothing_of_being_found(self) -> None:
        (told,), data = write(episode(status="cancelled"))

        assert notes(data) == []
        assert ("MP-C-040", "/status") in found(told)

    @pytest.mark.parametrize(
        "told",
        [
            {"sightings": [{"text": "By the mill."}]},
            {"related": [{"episode_id": "1c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10", "relation": "same_person"}]},
            {"person": {"date_of_birth": "2011", "sex": "male"}},
            {
                "person": {
                    "social_accounts": [{"platform": "example.org", "handle": "https://example.org/a"}],
                    "sex": "male",
                }
            },
            {"person": {"description": {"text": "Limps."}, "sex": "male"}},
        ],
    )
    def test_what_is_never_public_has_no_place_even_if_a_view_showed_it(self, told: dict[str, Any]) -> None:
        (reported,), data = write(episode(**told))

        lost = [at for code, at in found(reported) if code == "MP-C-040"]
        assert any(at.startswith(("/sightings", "/related", "/person/")) for at in lost)
        assert notes(data) == []
        assert {"date_of_birth", "profile_urls", "description"}.isdisjoint(elements(data))


@pytest.mark.usefixtures("all_told")
class TestIds:
    def test_a_domain_of_their_own_is_no_longer_the_forces_and_said_so(self) -> None:
        (told,), data = write(episode(), domain="police.example.org")

        assert elements(data)["person_record_id"] == "police.example.org/0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"
        assert {("MP-C-041", "/episode_id"), ("MP-C-041", "/owner_force")} <= set(found(told))

    def test_a_copy_keeps_its_id_its_source_and_its_end_and_has_no_notes_of_ours(self) -> None:
        feed = (
            '<pfif xmlns="http://zesty.ca/pfif/1.4"><person><person_record_id>example.org/p.1</person_record_id>'
            "<source_date>2026-03-01T09:00:00Z</source_date><source_name>A site</source_name>"
            "<source_url>https://example.org/p.1</source_url><expiry_date>2026-04-01T09:00:00Z</expiry_date>"
            "<author_phone>01632 960123</author_phone><note><status>believed_alive</status></note></person></pfif>"
        )
        reading = Reading("in.xml", None, {"owner_force": "test-north"})
        row, _ = FORMAT.read(io.BytesIO(feed.encode()), reading)

        (told,), data = write(wire.parse(row.document, Episode))

        assert elements(data) == {
            "person_record_id": "example.org/p.1",
            "expiry_date": "2026-04-01T09:00:00Z",
            "source_name": "A site",
            "source_date": "2026-03-01T09:00:00Z",
            "source_url": "https://example.org/p.1",
            "full_name": None,
        }
        assert notes(data) == []
        assert ("MP-C-040", "/extensions/ca.zesty.pfif/author_phone") in found(told)


READ = [code for code in catalogue() if "MP-C-052" <= code <= "MP-C-069" and code not in ("MP-C-054", "MP-C-055")]
TOO_LONG = (
    '<pfif xmlns="http://zesty.ca/pfif/1.4"><person><author_phone>'
    + "0" * 1_000_000
    + "</author_phone></person></pfif>"
)


@pytest.mark.parametrize("code", READ)
def test_what_is_explained_of_reading_is_so(code: str) -> None:
    told = examples(code)

    found_in = []
    for part in ("at_fault", "sound"):
        text = told[part].get("text", TOO_LONG).encode(told[part].get("encoding", "utf-8"))
        given = Reading("in.xml", "2026-03-01T10:00:00Z", {"owner_force": "test-north"})
        found_in.append({each.code for row in FORMAT.read(io.BytesIO(text), given) for each in row.findings})

    faulty, sound = found_in
    assert code in faulty
    assert code not in sound


@pytest.mark.parametrize(
    ("code", "at"),
    [
        *((code, "") for code in ("MP-C-054", "MP-C-055", "MP-C-120", "MP-C-121")),
        ("MP-C-122", "/publicity/0/expires_at"),
        ("MP-C-123", "/person/names"),
    ],
)
def test_what_is_explained_of_writing_is_so(code: str, at: str) -> None:
    faulty, sound = (filled_in(examples(code)[part]["text"]) for part in ("at_fault", "sound"))

    (told,), _ = write(wire.parse(faulty, Episode))
    (well,), data = write(wire.parse(sound, Episode))

    assert found(told)[0] == (code, at)
    assert {each for each, _ in found(well)} - {"MP-C-040"} == {"MP-C-050"}
    assert elements(data)["full_name"] == "Amara Lanyon"


def filled_in(text: str) -> str:
    """An example with what it leaves out."""
    left_out = {name: value for name, value in HEAD.items() if f'"{name}"' not in text}
    return text.replace("…", json.dumps(left_out)[1:-1])


def test_the_table_names_only_paths_of_the_record() -> None:
    assert len({line.path for line in FORMAT.table}) == len(FORMAT.table)
    assert all(line.there for line in FORMAT.table)


def test_the_table_names_only_what_the_public_may_be_told() -> None:
    public = {path for path, seen in paths(Episode) if Audience.PUBLIC in seen.audiences}
    around = {"/episode_id", "/recorded_at"}

    told = {line.path.removesuffix("/*") for line in FORMAT.table if not line.path.startswith("/extensions/")}

    assert told - around <= public
