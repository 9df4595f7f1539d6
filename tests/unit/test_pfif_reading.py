"""Feeds with something wrong in them: what can be carried is, the rest is reported, and nothing takes others along."""

from __future__ import annotations

import io
import json
import socket
import sys
import tracemalloc
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Reading
from missingpersons.converters.pfif import FORMAT
from missingpersons.converters.pfif.parsing import Parser
from missingpersons.converters.pfif.places import PERSON_PLACES
from missingpersons.findings import CannotRun, MissingExtra

etree = pytest.importorskip("lxml.etree")

NS = "http://zesty.ca/pfif/"
DATE = "<source_date>2026-03-01T09:00:00Z</source_date>"
OURS = "test-south.missingpersons.example/0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"

Found = list[tuple[str, str]]


def feed(*records: str, version: str = "1.4") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<pfif xmlns="{NS}{version}">{"".join(records)}</pfif>'


def person(inner: str = "", record_id: str = "example.org/p.1", date: str = DATE) -> str:
    told = f"<person_record_id>{record_id}</person_record_id>" if record_id else ""
    return f"<person>{told}{date}{inner}</person>"


def note(inner: str = "", about: str = "", number: int = 1) -> str:
    told = f"<person_record_id>{about}</person_record_id>" if about else ""
    own = f"<note_record_id>example.org/n.{number}</note_record_id>"
    return f"<note>{own}{told}<source_date>2026-03-02T10:00:00Z</source_date>{inner}</note>"


def rows(data: str | bytes, recorded_at: str | None = None) -> list[Row]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(FORMAT.read(stream, Reading("in.xml", recorded_at, {"owner_force": "test-north"})))


def found(row: Row) -> Found:
    return [(each.code, each.at) for each in row.findings]


def tree(row: Row) -> dict[str, Any]:
    assert row.document
    assert wire.parse(row.document)
    return json.loads(row.document)


def local(row: Row) -> dict[str, Any]:
    return tree(row)["extensions"]["ca.zesty.pfif"]


class TestOptions:
    @pytest.mark.parametrize("options", [{}, {"owner_force": ""}, {"owner_force": "No Force"}])
    def test_whose_episodes_they_are_must_be_said(self, options: dict[str, str]) -> None:
        with pytest.raises(CannotRun, match=r"--set owner_force=FORCE") as caught:
            FORMAT.read(io.BytesIO(b""), Reading("in.xml", None, options))  # type: ignore[misc]

        assert caught.value.__context__ is None

    def test_a_time_that_is_none_is_refused(self) -> None:
        with pytest.raises(CannotRun, match="--recorded-at") as caught:
            rows(feed(person()), "yesterday")

        assert caught.value.__context__ is None

    def test_without_lxml_one_line_names_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "lxml", None)

        with pytest.raises(MissingExtra, match=r"^reading PFIF needs an extra: pip install 'missingpersons\[xml\]'$"):
            rows(feed(person()))

    @pytest.mark.parametrize("data", [feed(), f'<feed xmlns:pfif="{NS}1.2"/>'])
    def test_a_file_without_records_has_no_rows(self, data: str) -> None:
        assert rows(data) == []

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b" \n",
            b"<?xml version='1.0'?>",
            b"name,age\nAmara,9\n",
            b'{"document_type": "episode"}\n' * 50_000,
            b"%PDF-1.7\n<< /Type /Catalog >>",
            b"PK\x03\x04" + bytes(range(256)) * 20,
            b"<html><body>Amara</body></html>",
        ],
    )
    def test_a_file_that_is_no_pfif_is_refused_in_one_line(self, data: bytes) -> None:
        with pytest.raises(
            CannotRun, match=r"^in.xml: is no PFIF: it has no record, and nothing of the names"
        ) as caught:
            rows(data)

        assert caught.value.__context__ is None


class TestPerson:
    def test_a_person_is_an_episode_with_the_id_of_its_record(self) -> None:
        inner = "<full_name>Amara Lanyon</full_name><given_name>Amara</given_name><family_name>Lanyon</family_name>"
        (row,) = rows(feed(person(inner)))
        (again,) = rows(feed(person("<full_name>Amara L</full_name>")))

        assert found(row) == []
        assert tree(row)["person"]["names"] == [{"full": "Amara Lanyon", "given": ["Amara"], "family": "Lanyon"}]
        assert tree(row)["owner_force"] == "test-north"
        assert local(row) == {"person_record_id": "example.org/p.1"}
        assert tree(row)["episode_id"] == tree(again)["episode_id"]

    @pytest.mark.parametrize(
        ("element", "text", "field"),
        [
            ("sex", "other", "sex"),
            ("age", "about thirty", "age"),
            ("date_of_birth", "1970-13", "date_of_birth"),
            ("date_of_birth", "1 May 1970", "date_of_birth"),
            ("home_country", "Narnia", "home_country"),
            ("full_name", "x" * 301, "full_name"),
            ("profile_urls", "everywhere", "profile_urls"),
            ("profile_urls", "http://[", "profile_urls"),
            ("age", "30-9999", "age"),
        ],
    )
    def test_what_its_place_does_not_take_is_kept_as_it_is(self, element: str, text: str, field: str) -> None:
        (row,) = rows(feed(person(f"<{element}>{text}</{element}>")))

        assert found(row) == [("MP-C-052", f"/person/{field}")]
        assert dict(row.cells)[f"/person/{field}"] is Fate.APPROXIMATED
        assert local(row)[field] == text

    def test_a_field_of_a_million_characters_is_set_aside_alone(self) -> None:
        (row,) = rows(feed(person(f"<author_phone>{'0' * 1_000_000}</author_phone><sex>female</sex>")))

        assert found(row) == [("MP-C-053", "/person/author_phone")]
        assert dict(row.cells)["/person/author_phone"] is Fate.SET_ASIDE
        assert tree(row)["person"] == {"sex": "female"}

    def test_a_field_that_stands_twice_counts_once(self) -> None:
        (row,) = rows(feed(person("<sex>female</sex><sex>male</sex>")))

        assert found(row) == [("MP-C-063", "/person/sex")]
        assert tree(row)["person"]["sex"] == "female"

    def test_of_two_versions_the_newest_counts_wherever_it_stands(self) -> None:
        newer = person("<sex>male</sex>", date="<source_date>2026-03-05T09:00:00Z</source_date>")
        first, second, third = rows(feed(person("<sex>female</sex>"), newer, person("<sex>other</sex>")))

        assert [found(first), found(second), found(third)] == [[("MP-C-069", "")], [], [("MP-C-069", "")]]
        assert [each.document is None for each in (first, second, third)] == [True, False, True]
        assert tree(second)["person"]["sex"] == "male"
        assert {fate for _, fate in first.cells} == {Fate.SET_ASIDE}

    def test_of_two_alike_the_first_counts(self) -> None:
        first, second = rows(feed(person(), person()))

        assert (first.document is None, found(first)) == (False, [])
        assert (second.document, found(second)) == (None, [("MP-C-069", "")])

    def test_an_empty_record_is_no_episode(self) -> None:
        empty, written_short = rows(feed("<person></person>", "<person/>"))

        assert [found(empty), found(written_short)] == [[("MP-C-026", "")], [("MP-C-026", "")]]

    def test_a_record_without_an_id_is_known_by_what_it_says(self) -> None:
        one, other = rows(
            feed(person("<sex>male</sex>", ""), person("<sex>female</sex>" + note("<text>x</text>"), ""))
        )[:2]

        assert found(one) == found(other) == [("MP-C-023", "")]
        assert tree(one)["episode_id"] != tree(other)["episode_id"]

    def test_a_note_in_a_record_without_an_id_stays_with_it(self) -> None:
        first, second, told = rows(feed(person("", ""), person(note("<text>x</text>"), "")))

        assert "extensions" not in tree(first)
        assert [each["text"] for each in local(second)["notes"]] == ["x"]
        assert found(told) == []

    def test_a_forces_own_episode_keeps_its_id_and_is_said_to_be_unproved(self) -> None:
        (row,) = rows(feed(person("<source_name>Test force South</source_name>", OURS)))

        assert found(row) == [("MP-C-060", "/person/person_record_id")]
        assert tree(row)["episode_id"] == OURS.partition("/")[2]
        assert tree(row)["owner_force"] == "test-south"
        assert "extensions" not in tree(row)

    @pytest.mark.parametrize(
        ("other", "description"),
        [
            ("description:\n    tall\n    and fair", "tall\nand fair"),
            ("description: tall", "tall"),
            ("description:\n    tall\nhair:\n    fair", "description:\n    tall\nhair:\n    fair"),
            ("tall", "tall"),
            ("description:\ntall", "description:\ntall"),
        ],
    )
    def test_a_description_stands_under_its_label_alone(self, other: str, description: str) -> None:
        (row,) = rows(feed(person(f"<other>{other}</other>"), version="1.3"))

        assert found(row) == []
        assert tree(row)["person"]["description"]["text"] == description


class TestBounds:
    """The quick way is right: what it takes without asking, structure takes."""

    @pytest.mark.parametrize("length", [100, 101, 300, 301, 20_000])
    @pytest.mark.parametrize("name", sorted({*PERSON_PLACES, "author_name", "entry_date", "source_name"}))
    def test_every_field_of_any_length_is_in_the_episode(self, name: str, length: int) -> None:
        (row,) = rows(feed(person(f"<{name}>{'x' * length}</{name}>")))

        assert "x" * length in (row.document or b"").decode()
        assert wire.parse(row.document or b"")
        assert {each.code for each in row.findings} <= {"MP-C-052"}

    @pytest.mark.parametrize("number", [999, 1000, 1001, 3000])
    def test_lists_of_any_length_are_in_the_episode(self, number: int) -> None:
        lines = "\n".join(str(n) for n in range(number))

        (row,) = rows(feed(person(f"<full_name>x</full_name><alternate_names>{lines}</alternate_names>")))

        assert wire.parse(row.document or b"")
        assert str(number - 1) in (row.document or b"").decode()

    @pytest.mark.parametrize("length", [100, 101, 20_000])
    def test_a_note_of_any_length_is_in_the_episode(self, length: int) -> None:
        text = "x" * length
        inner = f"<status>is_note_author</status><text>{text}</text><last_known_location>{text}</last_known_location>"

        told, _ = rows(feed(person(note(inner + "<linked_person_record_id>a.b/2</linked_person_record_id>"))))

        assert tree(told)["sightings"][0]["place"] == {"text": text}
        assert tree(told)["related"][0]["rationale"] == text

    def test_the_longest_that_is_read_is_a_document(self) -> None:
        linked = "<status>believed_alive</status><linked_person_record_id>a.b/2</linked_person_record_id>"
        notes = (note(f"<text>{'😀' * 19_800}</text>{linked}", number=n) for n in range(20))
        others = "".join(f"<{name}>{'😀' * 20_000}</{name}>" for name in sorted({*PERSON_PLACES, "author_name"}))

        told, *its_notes = rows(feed(person(others + "".join(notes))))

        assert 5_000_000 < len(told.document or b"") < wire.MAX_BYTES
        assert wire.parse(told.document or b"")
        assert {code for each in its_notes for code, _ in found(each)} == {"MP-C-057", "MP-C-058"}


class TestTime:
    @pytest.mark.parametrize(
        ("dates", "given", "recorded_at", "code"),
        [
            (
                DATE + "<entry_date>2026-03-09T09:00:00Z</entry_date>",
                "2026-04-01T09:00:00Z",
                "2026-03-01T09:00:00Z",
                [],
            ),
            ("<entry_date>2026-03-09T09:00:00Z</entry_date>", None, "2026-03-09T09:00:00Z", []),
            ("", "2026-04-01T09:00:00Z", "2026-04-01T09:00:00Z", []),
        ],
    )
    def test_a_record_is_of_its_last_change(self, dates: str, given: str | None, recorded_at: str, code: Found) -> None:
        (row,) = rows(feed(person(date=dates)), given)

        assert (tree(row)["recorded_at"], found(row)) == (recorded_at, code)

    def test_a_date_that_is_none_is_kept_as_it_is(self) -> None:
        (row,) = rows(feed(person(date="<source_date>1 March</source_date>")), "2026-04-01T09:00:00Z")

        assert found(row) == []
        assert local(row)["source_date"] == "1 March"

    def test_another_record_stands_in_for_a_record_without_a_date(self) -> None:
        later = "<source_date>2026-03-05T09:00:00Z</source_date>"
        first, _, third = rows(feed(person(date=""), person("", "a.b/2", later), person("", "a.b/3", "")))

        assert found(first) == found(third) == [("MP-C-027", "")]
        assert tree(first)["recorded_at"] == tree(third)["recorded_at"] == "2026-03-05T09:00:00Z"

    def test_where_nothing_has_a_date_it_must_be_given(self) -> None:
        with pytest.raises(CannotRun, match="no record says when it was recorded, so give --recorded-at"):
            rows(feed(person(date="")))


class TestExpiry:
    ENDS = "<expiry_date>2026-03-01T09:00:00Z</expiry_date>"

    def test_a_placeholder_is_no_episode_and_neither_are_its_notes(self) -> None:
        told, its_note = rows(feed(person(f"{self.ENDS}<full_name></full_name>{note('<text>x</text>')}")))

        assert (told.document, found(told)) == (None, [("MP-C-068", "")])
        assert (its_note.document, found(its_note)) == (None, [("MP-C-068", "")])
        assert dict(told.cells)["/person/full_name"] is Fate.EMPTY

    def test_an_expired_record_with_data_is_converted_and_said_to_be_over(self) -> None:
        (row,) = rows(feed(person(f"{self.ENDS}<sex>male</sex>")))

        assert found(row) == [("MP-C-068", "/person/expiry_date")]
        assert tree(row)["person"] == {"sex": "male"}
        assert local(row)["expiry_date"] == "2026-03-01T09:00:00Z"

    @pytest.mark.parametrize(("given", "is_over"), [("2026-03-31T09:00:00Z", False), ("2026-04-01T09:00:00Z", True)])
    def test_when_it_is_read_decides(self, given: str, is_over: bool) -> None:
        ends = "<expiry_date>2026-04-01T09:00:00Z</expiry_date><sex>male</sex>"

        (row,) = rows(feed(person(ends)), given)

        assert found(row) == ([("MP-C-068", "/person/expiry_date")] if is_over else [])


class TestNotes:
    @pytest.mark.parametrize(
        ("inner", "code", "place"),
        [
            ("<status>believed_alive</status>", "MP-C-057", "status"),
            ("<status>is_note_author</status>", "MP-C-057", "status"),
            ("<author_made_contact>true</author_made_contact>", "MP-C-057", "author_made_contact"),
            ("<status>believed_dead</status>", "MP-C-056", "status"),
        ],
    )
    def test_what_a_note_says_is_reported(self, inner: str, code: str, place: str) -> None:
        told, its_note = rows(feed(person(note(inner))))

        assert found(its_note) == [(code, f"/note/{place}")]
        assert ("sightings" in tree(told)) == (code == "MP-C-057")

    @pytest.mark.parametrize(
        "inner",
        [
            "<status>information_sought</status><last_known_location>The mill</last_known_location>",
            "<status>believed_missing</status><author_made_contact>true</author_made_contact>",
            "<author_made_contact>false</author_made_contact>",
            "<text>Seen by the mill.</text>",
        ],
    )
    def test_a_note_that_does_not_say_so_is_no_sighting(self, inner: str) -> None:
        told, its_note = rows(feed(person(note(inner))))

        assert found(its_note) == []
        assert "sightings" not in tree(told)
        assert len(local(told)["notes"]) == 1

    @pytest.mark.parametrize("status", ["believed_dead", "believed_alive", "is_note_author"])
    def test_no_note_ends_an_episode(self, status: str) -> None:
        contact = "<author_made_contact>true</author_made_contact>"
        told, _ = rows(feed(person(note(f"<status>{status}</status>{contact}"))))

        assert tree(told)["status"] == "open"
        assert "outcome" not in tree(told)

    @pytest.mark.parametrize("status", ["believed_dead", "believed_alive"])
    def test_nor_one_that_only_looks_like_a_forces_own(self, status: str) -> None:
        forged = note(f"<status>{status}</status>").replace("example.org/n.1", f"{OURS}.found")
        told, _ = rows(feed(person(forged)))

        assert tree(told)["status"] == "open"
        assert "outcome" not in tree(told)

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_a_note_finds_its_person_wherever_it_stands(self, order: tuple[int, int]) -> None:
        records = [person(), note("<text>x</text>", "example.org/p.1")]

        told, its_note = rows(feed(*(records[each] for each in order)))

        assert (its_note.source, found(its_note)) == ("in.xml:note 1", [])
        assert [each["text"] for each in local(told)["notes"]] == ["x"]

    def test_a_note_about_nobody_is_an_error_and_all_of_it_is_set_aside(self) -> None:
        told, lost = rows(feed(person(), note("<text>x</text>", "example.org/p.9")))

        assert found(told) == []
        assert (lost.document, found(lost)) == (None, [("MP-C-059", "")])
        assert {fate for _, fate in lost.cells} == {Fate.SET_ASIDE}

    def test_a_note_that_stands_in_another_record_is_taken_by_what_it_says(self) -> None:
        inside = note("<text>x</text>", "example.org/p.2")
        first, second, _ = rows(feed(person(inside), person("", "example.org/p.2")))

        assert "notes" not in local(first)
        assert [each["text"] for each in local(second)["notes"]] == ["x"]

    def test_a_note_that_is_there_again_is_taken_once(self) -> None:
        told, first, second = rows(feed(person(note("<text>x</text>") * 2)))

        assert len(local(told)["notes"]) == 1
        assert (found(first), found(second)) == ([], [("MP-C-025", "")])
        assert {fate for _, fate in second.cells} == {Fate.REPEATED}

    def test_a_link_is_the_same_person_and_merges_nothing(self) -> None:
        linked = "<linked_person_record_id>example.org/p.2</linked_person_record_id><text>Same tattoo.</text>"
        one, its_note, other = rows(feed(person(note(linked)), person("", "example.org/p.2")))

        assert found(its_note) == [("MP-C-058", "/note/linked_person_record_id")]
        assert tree(one)["related"] == [
            {
                "episode_id": tree(other)["episode_id"],
                "relation": "same_person",
                "rationale": "Same tattoo.",
                "decided_at": "2026-03-02T10:00:00Z",
            }
        ]

    def test_an_episode_takes_up_a_thousand_notes_and_reports_the_rest(self) -> None:
        notes = (note(f"<status>believed_alive</status><text>{n}</text>", number=n) for n in range(1002))
        told, *its_notes = rows(feed(person("".join(notes))))

        assert len(tree(told)["sightings"]) == len(local(told)["notes"]) == 1000
        assert [found(each) for each in its_notes[1000:]] == [[("MP-C-053", "")]] * 2

    def test_notes_of_so_many_characters_and_no_more(self) -> None:
        notes = (note(f"<text>{'x' * 19_000}</text><status>{n}</status>", number=n) for n in range(120))
        told, *its_notes = rows(feed(person("".join(notes))))

        assert len(local(told)["notes"]) == sum(found(each) == [] for each in its_notes) == 21
        assert found(its_notes[-1]) == [("MP-C-053", "")]


class TestBrokenXml:
    GOOD = person("<full_name>Amara Lanyon</full_name>", "example.org/good")

    @pytest.mark.no_cover
    @pytest.mark.parametrize(
        "bad",
        [
            "<person><person_record_id>a.b/1</person_record_id><sex>female</sexx></person>",
            "<person><person_record_id>a.b/1</person_record_id><sex>female",
            "<person><person_record_id>a.b/1</person_record_id><!-- ",
            "<person><person_record_id>a.b/1</person_record_id><![CDATA[ </person>",
            "<person><person_record_id>a.b/1</person_record_id><text>a & b</text></person>",
            "<person><person_record_id>a.b/1</person_record_id>&lol;</person>",
            "<person><person_record_id>a.b/1</person_record_id>\x00</person>",
            "<person><person_record_id>a.b/1</person_record_id><note><text>x</person>",
            "<person a='><person_record_id>a.b/1</person_record_id></person>",
        ],
    )
    def test_one_bad_record_among_a_thousand_stops_nothing(self, bad: str) -> None:
        good = [person(f"<full_name>Amara {n}</full_name>", f"example.org/p.{n}") for n in range(999)]

        told = rows(feed(*good[:500], bad, *good[500:]))

        names = [
            tree(row)["person"]["names"][0]["full"] for row in told if row.document and "names" in tree(row)["person"]
        ]
        assert names == [f"Amara {n}" for n in range(999)]
        (broken,) = [row for row in told if "MP-C-064" in {each.code for each in row.findings}]
        assert broken.source == "in.xml:person 501"

    def test_what_stands_whole_is_carried_and_the_rest_is_reported(self) -> None:
        (row,) = rows(feed(person("<full_name>A & B</full_name><sex>female</sex>loose<age>9</age>")))

        assert found(row) == [("MP-C-064", ""), ("MP-C-064", "/person/full_name"), ("MP-C-064", "/person/damaged")]
        assert tree(row)["person"] == {"sex": "female", "age": {"min": 9, "max": 9}}
        assert dict(row.cells)["/person/full_name"] is dict(row.cells)["/person/damaged"] is Fate.SET_ASIDE

    def test_a_note_in_a_broken_record_stays_a_note(self) -> None:
        told, its_note = rows(feed(person(f"<sex>female</sexx>{note('<status>believed_dead</status>')}")))

        assert found(told) == [("MP-C-064", ""), ("MP-C-064", "/person/damaged")]
        assert found(its_note) == [("MP-C-056", "/note/status")]

    def test_a_record_without_an_end_ends_where_the_next_begins(self) -> None:
        first, second = rows(feed("<person><person_record_id>a.b/1</person_record_id>" + DATE, self.GOOD))

        assert [each.code for each in first.findings] == ["MP-C-064"]
        assert tree(second)["person"]["names"][0]["full"] == "Amara Lanyon"

    def test_the_end_of_the_file_may_be_missing(self) -> None:
        (row,) = rows(f'<pfif xmlns="{NS}1.4">{self.GOOD}')

        assert found(row) == []

    def test_a_record_longer_than_any_is_read_as_far_as_the_bound_and_the_next_in_full(self) -> None:
        endless = "<person><person_record_id>a.b/1</person_record_id>" + DATE + "x" * 9_000_000

        first, second = rows(feed(endless, self.GOOD))

        assert found(first) == [("MP-C-064", ""), ("MP-C-064", "/person/damaged")]
        assert tree(second)["person"]["names"][0]["full"] == "Amara Lanyon"

    def test_comments_and_cdata_hide_what_they_hide(self) -> None:
        hidden = "<!-- </person><person> --><description><![CDATA[</person> & ]]></description><?x </person>?>"
        (row,) = rows(feed(person(hidden)))

        assert found(row) == []
        assert tree(row)["person"]["description"]["text"] == "</person> &"


class TestHostileXml:
    LAUGHS = (
        '<!DOCTYPE pfif [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + "]>"
    )

    def test_billions_of_laughs_are_never_laughed(self) -> None:
        tracemalloc.start()
        told = rows(self.LAUGHS + feed(person("<description>&j;</description><sex>male</sex>"))[38:])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert [found(row) for row in told] == [
            [("MP-C-066", "")],
            [("MP-C-064", ""), ("MP-C-064", "/person/description")],
        ]
        assert tree(told[1])["person"] == {"sex": "male"}
        assert peak < 8_000_000

    @pytest.mark.parametrize(
        "doctype",
        [
            '<!DOCTYPE pfif SYSTEM "http://192.0.2.1/pfif.dtd">',
            '<!DOCTYPE pfif PUBLIC "-//x" "http://192.0.2.1/pfif.dtd">',
            '<!DOCTYPE pfif [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE pfif [<!ENTITY % x SYSTEM "http://192.0.2.1/x"> %x;]>',
            '<!doctype pfif [<!ENTITY x "]>">]>',
        ],
    )
    def test_nothing_that_a_document_type_names_is_fetched(self, doctype: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise AssertionError("the network was asked")

        monkeypatch.setattr(socket, "socket", refuse)
        told = rows(doctype + feed(person("<description>&x;</description><sex>male</sex>"))[38:])

        assert ("MP-C-066", "") in found(told[0])
        assert tree(told[-1])["person"] == {"sex": "male"}

    def test_nests_of_elements_are_not_followed(self) -> None:
        deep = "<a>" * 100_000 + "</a>" * 100_000

        (row,) = rows(feed(f"<pfif>{deep}</pfif>", person(f"{deep}<sex>male</sex>")))

        assert {each.code for each in row.findings} <= {"MP-C-064", "MP-C-061"}
        assert tree(row)["person"] == {"sex": "male"}


class TestNamespaces:
    @pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4"])
    def test_a_version_that_lies_is_read_as_what_it_means(self, version: str) -> None:
        (row,) = rows(feed(person("<first_name>Amara</first_name><family_name>Lanyon</family_name>"), version=version))

        lies = "/person/given_name" if version == "1.4" else "/person/family_name"
        assert found(row) == [("MP-C-062", lies)]
        assert tree(row)["person"]["names"] == [{"given": ["Amara"], "family": "Lanyon"}]

    def test_a_version_that_does_not_exist_is_read_as_the_last(self) -> None:
        (row,) = rows(feed(person("<given_name>Amara</given_name>"), version="9.9"))

        assert found(row) == [("MP-C-062", "")]
        assert tree(row)["person"]["names"] == [{"given": ["Amara"]}]

    def test_versions_may_be_mixed(self) -> None:
        first = person("<o:first_name>Amara</o:first_name>").replace("<person>", f'<person xmlns:o="{NS}1.2">')

        (row,) = rows(feed(first))

        assert found(row) == [("MP-C-062", "/person/given_name")]

    def test_an_element_of_something_else_is_set_aside_and_never_quoted(self) -> None:
        inner = '<x:full_name xmlns:x="urn:x">Amara</x:full_name><Penrose>1</Penrose><sex>male</sex>'

        (row,) = rows(feed(person(inner)))

        assert found(row) == [("MP-C-061", "/person/unknown_element")] * 2
        assert tree(row)["person"] == {"sex": "male"}

    def test_markup_in_a_text_is_left_out_of_it(self) -> None:
        (row,) = rows(feed(person("<description>Has <b>red</b> hair.</description>")))

        assert found(row) == [("MP-C-061", "/person/description")]
        assert tree(row)["person"]["description"]["text"] == "Has red hair."

    @pytest.mark.parametrize("start", ["<pfif:pfif>", "<pfif>", ""])
    def test_a_prefix_that_nobody_declared_is_taken_at_its_word(self, start: str) -> None:
        inner = "<pfif:person_record_id>a.b/1</pfif:person_record_id><pfif:sex>male</pfif:sex>"

        (row,) = rows(f"{start}<pfif:person>{inner}</pfif:person>", "2026-03-01T09:00:00Z")

        assert tree(row)["person"] == {"sex": "male"}

    def test_a_person_of_another_format_is_none_of_ours(self) -> None:
        around, row = rows(feed('<person xmlns="urn:x"><sex>female</sex></person>', person("<sex>male</sex>")))

        assert (around.source, found(around)) == ("in.xml:line 2", [("MP-C-067", "/pfif/person/sex")])
        assert tree(row)["person"] == {"sex": "male"}


class TestFeeds:
    ATOM = (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:pfif="{NS}1.4"><title>Everybody</title>'
        "<entry><id>pfif:a.b/1</id><author><name>Another</name></author>%s</entry></feed>"
    )
    RSS = (
        f'<rss version="2.0" xmlns:pfif="{NS}1.4"><channel><title>All</title>'
        "<item><author>x</author>%s</item></channel></rss>"
    )

    @pytest.mark.parametrize(
        ("envelope", "paths"),
        [
            (ATOM, ["/feed/title", "/feed/entry/id", "/feed/entry/author/name"]),
            (RSS, ["/rss/attribute", "/rss/channel/title", "/rss/channel/item/author"]),
        ],
        ids=["atom", "rss"],
    )
    def test_records_of_a_feed_are_read_and_each_value_around_them_is_set_aside(
        self, envelope: str, paths: list[str]
    ) -> None:
        inner = (person("<sex>male</sex>", "a.b/1") + note("<text>x</text>", "a.b/1")).replace("</", "</pfif:")
        prefixed = "".join(f"<pfif:{part}" if part[:1].isalpha() else f"<{part}" for part in inner.split("<") if part)

        *around, told, its_note = rows(envelope % prefixed)

        assert [(each.source, found(each)) for each in around] == [
            ("in.xml:line 1", [("MP-C-067", path)]) for path in paths
        ]
        assert [each.cells for each in around] == [((path, Fate.SET_ASIDE),) for path in paths]
        assert (found(told), found(its_note)) == ([], [])
        assert [each["text"] for each in local(told)["notes"]] == ["x"]


class TestAround:
    """Every value that is in no record is counted, with its path and line, and never told."""

    def around(self, inner: str) -> list[tuple[str, str, int]]:
        told = [row for row in rows(feed(inner, person())) if row.source.startswith("in.xml:line")]

        assert all(row.document is None for row in told)
        assert all({place for place, _ in row.cells} == {each.at for each in row.findings} for row in told)
        return [(row.source.partition(":")[2], row.findings[0].at, len(row.cells)) for row in told]

    def test_a_person_whom_only_the_feed_names_is_set_aside_by_path_and_line(self) -> None:
        entry = "<entry>\n<title>Penrose</title>\n<author><email>a@example.org</email></author></entry>\n"

        assert self.around(entry * 2) == [
            ("lines 3 to 6", "/pfif/entry/title", 2),
            ("lines 4 to 7", "/pfif/entry/author/email", 2),
        ]

    @pytest.mark.parametrize(
        ("inner", "expected"),
        [
            ('<o:person xmlns:o="urn:x"><o:name>Bob</o:name></o:person>', [("line 2", "/pfif/person/name", 1)]),
            ("<Penrose>1</Penrose>", [("line 2", "/pfif/unknown_element", 1)]),
            ("loose<!-- no -->\nhere", [("line 2", "/pfif", 1)]),
            ("\n\n loose", [("line 4", "/pfif", 1)]),
            ("a < b", [("line 2", "/pfif", 1)]),
            ("<![CDATA[loose <x> ]]>", [("line 2", "/pfif", 1)]),
            ('<link rel="x" href="y" title=" "/>', [("line 2", "/pfif/link/attribute", 2)]),
            ("<link xmlns='urn:x' xmlns:y='urn:y'/><entry></entry> \n", []),
            ("<title>a<b>c</b>d</title>", [("line 2", "/pfif/title", 2), ("line 2", "/pfif/title/unknown_element", 1)]),
        ],
    )
    def test_every_value_is_counted(self, inner: str, expected: list[tuple[str, str, int]]) -> None:
        assert self.around(inner) == expected

    def test_what_belongs_to_nothing_has_a_place_too(self) -> None:
        loose, _ = rows(f"before\n{feed(person())}\nafter")

        assert (loose.source, found(loose)) == ("in.xml:lines 1 to 4", [("MP-C-067", "/text")])
        assert loose.cells == (("/text", Fate.SET_ASIDE),) * 2

    def test_many_are_counted_in_bounded_rows(self) -> None:
        assert [count for _, _, count in self.around("<title>x</title>" * 2_500)] == [1000, 1000, 500]

    def test_paths_are_bounded(self) -> None:
        names = ("title", "author", "name", "id", "entry", "item", "link", "uri", "rights", "email", "updated")
        nests = (f"<{a}><{b}><{c}>x</{c}></{b}></{a}>" for a in names for b in names for c in names)

        told = self.around("".join(nests))

        assert len({path for _, path, _ in told}) == 1001
        assert sum(count for _, _, count in told) == 11**3
        assert "/unknown_element" in {path for _, path, _ in told}

    def test_the_line_is_right_behind_a_record_that_is_too_long(self) -> None:
        endless = "<person><person_record_id>a.b/1</person_record_id>" + DATE + "x\n" * 4_500_000

        told = [row.source for row in rows(feed(endless, person(), "\n<title>x</title>")) if "line" in row.source]

        assert told == ["in.xml:line 4500003"]


class TestStrays:
    """What stands in a record and in no field of it is counted, and said at its place."""

    @pytest.mark.parametrize(
        ("inner", "places"),
        [
            ("stray 07700 900999", {"stray_text": 1}),
            ("<author_name>A</author_name>stray<author_phone>9</author_phone>again", {"stray_text": 2}),
            ('<author_name xml:lang="cy">N</author_name>', {"author_name/attribute": 1}),
            ('<author_name xml:lang="cy" a="1">N</author_name>', {"author_name/attribute": 2}),
            ('<author_phone a="1"></author_phone>', {"author_phone/attribute": 1}),
            ("<Penrose>1<b>2</b>3</Penrose>", {"unknown_element": 3}),
            ('<Penrose a="1"><b c="2">3</b></Penrose>', {"unknown_element": 1, "unknown_element/attribute": 2}),
            ("<![CDATA[stray]]>", {"stray_text": 1}),
            ("<author_phone/>stray", {"stray_text": 1}),
            ("<author_phone></author_phone>stray", {"stray_text": 1}),
            ("<author_phone>1</author_phone><!-- no -->stray", {"stray_text": 1}),
            ("<author_name>1</author_name><?no?>stray", {"stray_text": 1}),
        ],
    )
    @pytest.mark.parametrize("kind", ["person", "note"])
    @pytest.mark.parametrize("others", [0, 3])
    def test_each_is_set_aside(self, inner: str, places: dict[str, int], kind: str, others: int) -> None:
        inside = inner if kind == "person" else note(inner)

        told = rows(feed(person(inside), *(person("", f"a.b/{n}") for n in range(others))))

        row = next(each for each in told if each.source == f"in.xml:{kind} 1")
        told_of = {each.at for each in row.findings if each.code == "MP-C-061"}
        assert told_of == {f"/{kind}/{place}" for place in places}
        aside = [place for place, fate in row.cells if fate is Fate.SET_ASIDE]
        assert {place: aside.count(place) for place in aside} == {f"/{kind}/{at}": n for at, n in places.items()}
        assert all(found(each) == [] for each in told if each is not row)

    def test_attributes_of_the_record_itself_are_told_too(self) -> None:
        (row,) = rows(feed(person("<sex>male</sex>").replace("<person>", '<person lang="cy" note="secret">')))

        assert found(row) == [("MP-C-061", "/person/attribute")]
        assert [place for place, fate in row.cells if fate is Fate.SET_ASIDE] == ["/person/attribute"] * 2
        assert tree(row)["person"] == {"sex": "male"}

    @pytest.mark.parametrize("kind", ["person", "note"])
    def test_text_with_which_a_record_begins_is_told_too(self, kind: str) -> None:
        begun = person(note()).replace(f"<{kind}>", f"<{kind}> stray ")

        told = rows(feed(begun, person("", "a.b/2")))

        row = next(each for each in told if each.source == f"in.xml:{kind} 1")
        assert found(row) == [("MP-C-061", f"/{kind}/stray_text")]

    def test_in_a_broken_record_too(self) -> None:
        broken = person('<age>9</agee><sex a="1">male</sex>').replace("<person>", '<person lang="cy">')

        (row,) = rows(feed(broken))

        assert found(row) == [("MP-C-064", ""), ("MP-C-061", "/person/sex/attribute"), ("MP-C-064", "/person/damaged")]
        assert tree(row)["person"] == {"sex": "male"}

    def test_what_the_parser_would_not_do_by_itself(self) -> None:
        """No entity, no document type and no network, even if a whole file were given to it."""
        parser = Parser()

        root = parser._read(b"", b"<a>&amp;</a>")
        assert root is not None
        assert parser._read(b"", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>") is None
        whole = etree.fromstring(b"<!DOCTYPE a [<!ENTITY x 'y'><!ATTLIST a b CDATA 'c'>]><a>&x;</a>", parser._parser)
        assert whole.text is None
        assert whole.attrib == {}
        assert b"y" not in etree.tostring(whole, encoding="utf-8").rpartition(b"]>")[2]


class TestEncodings:
    NAMED = person("<full_name>Zoë Lanyon</full_name>")

    def test_one_record_in_latin_1_leaves_the_others_in_utf_8(self) -> None:
        other = person("<full_name>Zoë Penrose</full_name>", "a.b/2")
        before, _, after = feed(self.NAMED, other).partition(other)

        data = before.encode() + other.encode("latin-1") + after.encode()
        first, second = rows(data)

        assert (found(first), found(second)) == ([], [("MP-C-065", "")])
        assert [tree(each)["person"]["names"][0]["full"] for each in (first, second)] == ["Zoë Lanyon", "Zoë Penrose"]

    @pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-16-le", "utf-8-sig", "utf-32"])
    def test_an_encoding_that_is_declared_or_marked_is_read(self, encoding: str) -> None:
        data = feed(self.NAMED).replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)

        (row,) = rows(data)

        assert found(row) == []
        assert tree(row)["person"]["names"][0]["full"] == "Zoë Lanyon"

    @pytest.mark.parametrize("encoding", ["rot13", "no-such", "utf-16", "idna", "unicode_escape"])
    def test_one_that_is_none_or_cannot_be_is_read_as_utf_8(self, encoding: str) -> None:
        around, row = rows(feed(self.NAMED).replace("UTF-8", encoding))

        assert found(around) == [("MP-C-065", "")]
        assert tree(row)["person"]["names"][0]["full"] == "Zoë Lanyon"


class TestBlocks:
    @pytest.mark.parametrize("size", [1, 2, 7, 64])
    def test_where_a_block_ends_makes_no_difference(self, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
        data = feed(
            "<!-- x -->", person(note("<text>a</text>")), person("<sex>female</sexx>", "a.b/2"), person("", "a.b/3")
        )
        whole = rows(data)

        monkeypatch.setattr("missingpersons.converters.pfif.decoding.BLOCK", size)

        assert rows(data) == whole
        assert len(whole) == 4

    def test_memory_does_not_grow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Endless(io.RawIOBase):
            def __init__(self, number: int) -> None:
                self._left = (self._record(n) for n in range(number))
                self._data = f'<pfif xmlns="{NS}1.4">'.encode()

            def _record(self, n: int) -> bytes:
                return person(f"<full_name>Amara {n}</full_name>" + note(f"<text>{n}</text>"), f"a.b/{n}").encode()

            def read(self, size: int = -1) -> bytes:
                while len(self._data) < size and (more := next(self._left, None)):
                    self._data += more
                data, self._data = self._data[:size], self._data[size:]
                return data

        monkeypatch.setattr("missingpersons.converters.pfif.joining._IN_MEMORY", 10_000)
        peaks = []
        for number in (1_500, 4_500):
            tracemalloc.start()
            stream: Any = Endless(number)
            count = sum(1 for _ in FORMAT.read(stream, Reading("in.xml", None, {"owner_force": "test-north"})))  # type: ignore[misc]
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert count == 2 * number

        assert peaks[1] < peaks[0] * 1.3


def test_nothing_that_is_found_quotes_the_data() -> None:
    told = rows(feed(person("<full_name>Penrose & Co</full_name><Penrose>1</Penrose><age>Penrose</age>")))

    assert "Penrose" not in repr([(row, row.findings) for row in told])
