"""INTERPOL's yellow notice: who is ready for one, what the public may not see, and what a notice is read as."""

from __future__ import annotations

import io
import json
from typing import Any, ClassVar

import pytest

from missingpersons import wire
from missingpersons.converters import Fate, Row, interpol, interpol_values
from missingpersons.converters.formats import Reading, Writing, Written
from missingpersons.converters.interpol_codes import LANGUAGES, countries, languages_read
from missingpersons.converters.interpol_values import KEYS
from missingpersons.findings import CannotRun, Severity
from missingpersons.models import Episode
from missingpersons.values.episode_ids import episode_id

WHEN = "2026-03-01T14:00:00Z"
NOTICE = {
    "entity_id": "2026/12345",
    "name": "LANYON",
    "forename": "AMARA",
    "birth_name": "ABARA",
    "date_of_birth": "2011/06/03",
    "place_of_birth": "Lagos",
    "country_of_birth_id": "NG",
    "nationalities": ["GB", "NG"],
    "sex_id": "F",
    "height": 1.65,
    "weight": 55,
    "eyes_colors_id": ["BRO"],
    "hairs_id": ["BLA"],
    "distinguishing_marks": "scar on the chin",
    "languages_spoken_ids": ["ENG", "FRE"],
    "father_name": "LANYON",
    "father_forename": "PETROC",
    "mother_name": None,
    "mother_forename": "-",
    "date_of_event": "2026/02/27",
    "place": "Marlow Cross",
    "country": "GB",
    "issuing_country": "GB",
    "countries_likely_to_be_visited": ["FR"],
    "_links": {"self": {"href": "https://example.org/notices/1"}},
}


def rows(data: bytes, when: str | None = WHEN, **options: str) -> list[Row]:
    return list(interpol.read(io.BytesIO(data), Reading("in.json", when, options or {"owner_force": "test-north"})))


def read(notice: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    (row,) = rows(json.dumps(notice).encode())
    assert row.document
    return json.loads(row.document), [(each.code, each.at) for each in row.findings if each.code != "MP-C-023"]


def written(tree: dict[str, Any], audience: str = "police") -> tuple[Written, dict[str, Any] | None]:
    out = io.BytesIO()
    given = Writing({"audience": audience})
    (told,) = interpol.write([("in:1", wire.parse(wire.encode(tree), Episode))], out, given)
    return told, json.loads(out.getvalue()) if out.getvalue() else None


@pytest.fixture
def ready(good: dict[str, Any]) -> dict[str, Any]:
    """An open episode of somebody who is ready for a notice."""
    left = {name: each for name, each in good.items() if name not in ("outcome", "prevention_interview")}
    person = {
        "names": [{"given": ["Amara"], "family": "Lanyon"}],
        "date_of_birth": "2011-06-03",
        "sex": "female",
        "description": {
            "height_min_cm": 165,
            "height_max_cm": 165,
            "build": "slim",
            "hair_colour": "black",
            "eye_left": "brown",
            "eye_right": "brown",
        },
        "marks": [{"text": "scar on the chin"}],
        "photos": [{"photo_id": "P1", "shows": "face"}],
    }
    return {**left, "status": "open", "person": person}


class TestOut:
    def test_one_that_is_ready_is_written_in_the_shape_of_a_public_notice(self, ready):
        told, notice = written(ready)

        assert told.written
        assert notice
        assert tuple(notice) == KEYS
        assert {key: each for key, each in notice.items() if each is not None and "date_of_event" not in key} == {
            "name": "Lanyon",
            "forename": "Amara",
            "date_of_birth": "2011/06/03",
            "sex_id": "F",
            "height": 1.65,
            "eyes_colors_id": ["BRO"],
            "hairs_id": ["BLA"],
            "distinguishing_marks": "scar on the chin",
        }

    def test_one_that_is_not_ready_is_not_written_and_what_is_missing_is_said(self, ready):
        del ready["person"]["date_of_birth"]

        told, notice = written(ready)

        assert (told.written, notice) == (False, None)
        assert {each.fate for each in told.leaves} == {Fate.SET_ASIDE}
        first, *missing = told.findings
        assert (first.code, first.at) == ("MP-C-042", "")
        assert [(each.code, each.at) for each in missing] == [("MP-R-104", "/person/date_of_birth")]
        assert all(each.severity is Severity.ERROR for each in missing)

    def test_an_address_and_scars_of_self_harm_are_never_told(self, ready):
        ready["missing_from"] = {"place": {"text": "14 Hallow Road", "lines": ["14 Hallow Road"], "country": "GBR"}}
        ready["person"]["marks"] = [{"kind": "self_harm_scars", "text": "left arm"}, {"kind": "mole", "site": "chin"}]

        told, notice = written(ready)

        assert notice
        assert (notice["place"], notice["country"]) == (None, "GB")
        assert notice["distinguishing_marks"] == "mole, chin"
        assert [each.at for each in told.findings if each.code == "MP-C-090"] == [
            "/missing_from/place/lines",
            "/missing_from/place/text",
            "/person/marks/0",
        ]

    def test_which_eye_is_which_is_said_in_words(self, ready):
        ready["person"]["description"]["eye_left"] = "blue"

        told, notice = written(ready)

        assert notice
        assert notice["eyes_colors_id"] is None
        assert notice["distinguishing_marks"] == "Eyes: left blue, right brown; scar on the chin"
        assert ("MP-C-041", "/person/description/eye_left") in [(each.code, each.at) for each in told.findings]

    def test_a_code_that_nobody_has_seen_is_not_made_up(self, ready):
        ready["person"]["description"]["hair_colour"] = "auburn"
        ready["person"]["languages"] = [{"code": "cy"}, {"code": "en"}]

        told, notice = written(ready)

        assert notice
        assert (notice["hairs_id"], notice["languages_spoken_ids"]) == (None, ["ENG"])
        assert [each.at for each in told.findings if each.code == "MP-C-084"] == [
            "/person/description/hair_colour",
            "/person/languages/0",
        ]

    def test_one_that_is_not_ready_never_keeps_another_from_being_written(self, ready):
        bad = {**ready, "person": {}}
        out = io.BytesIO()

        episodes = [(str(n), wire.parse(wire.encode(each), Episode)) for n, each in enumerate([ready, bad, ready])]
        told = list(interpol.write(episodes, out, Writing({"audience": "police"})))

        assert [each.written for each in told] == [True, False, True]
        assert len(out.getvalue().splitlines()) == 2


class TestForThePublic:
    GROUND: ClassVar = {"basis": "consent", "given_by": "mother", "scope": ["name"]}

    def test_without_a_ground_nothing_is_written(self, ready):
        told, notice = written({**ready, "publicity": []}, "public")

        assert (told.written, notice) == (False, None)
        assert {each.code for each in told.findings} == {"MP-C-050", "MP-C-054"}
        assert {each.fate for each in told.leaves} == {Fate.SET_ASIDE}

    def test_only_what_the_ground_covers_is_written(self, ready):
        told, notice = written({**ready, "publicity": [self.GROUND]}, "public")

        whole = written({**ready, "publicity": [self.GROUND]})[1]
        assert notice is not None
        assert notice["name"] == whole["name"]
        assert (notice["date_of_birth"], whole["date_of_birth"] is None) == (None, False)
        assert ("MP-C-050", "/person/date_of_birth") in [(each.code, each.at) for each in told.findings]

    def test_a_ground_for_another_channel_is_none(self, ready):
        ground = {**self.GROUND, "channels": ["posters"]}

        told, notice = written({**ready, "publicity": [ground]}, "public")

        assert (told.written, notice) == (False, None)

    def test_it_is_for_the_public_unless_the_police_are_named(self, ready):
        out = io.BytesIO()
        tree = {**ready, "publicity": []}

        (told,) = interpol.write([("in:1", wire.parse(wire.encode(tree), Episode))], out, Writing())

        assert (told.written, out.getvalue()) == (False, b"")

    @pytest.mark.parametrize("wrong", [{"audience": "charity"}, {"as_of": "today"}])
    def test_an_option_that_means_nothing_is_refused(self, wrong):
        with pytest.raises(CannotRun, match=r"^interpol-yellow: a"):
            interpol.write([], io.BytesIO(), Writing(wrong))


class TestIn:
    def test_a_notice(self):
        episode, found = read(NOTICE)

        assert episode["person"] == {
            "identifiers": [{"scheme": "other", "value": "2026/12345", "issuer": "INTERPOL", "country": "GBR"}],
            "names": [{"given": ["AMARA"], "family": "LANYON"}, {"kind": "maiden", "family": "ABARA"}],
            "date_of_birth": "2011-06-03",
            "place_of_birth": "Lagos",
            "nationalities": ["GBR", "NGA"],
            "sex": "female",
            "description": {
                "height_min_cm": 165,
                "height_max_cm": 165,
                "weight_min_kg": 55,
                "weight_max_kg": 55,
                "eye_left": "brown",
                "eye_right": "brown",
                "hair_colour": "black",
            },
            "marks": [{"text": "scar on the chin"}],
            "languages": [{"code": "en"}, {"code": "fr"}],
            "relations": [{"relation": "father", "name": "PETROC LANYON"}],
        }
        assert episode["missing_from"] == {"place": {"text": "Marlow Cross", "country": "GBR"}}
        assert episode["missing_since"] == {"earliest": "2026-02-27T00:00:00Z", "latest": "2026-02-27T23:59:59Z"}
        assert episode["countries_likely_visited"] == ["FRA"]
        assert found == [
            ("MP-C-091", "/country_of_birth_id"),
            ("MP-C-089", "/date_of_event"),
            ("MP-C-080", "/key_25/0/0"),
        ]

    @pytest.mark.parametrize(
        ("key", "value", "code"),
        [
            ("date_of_birth", "03/06/2011", "MP-C-081"),
            ("date_of_birth", "2011/02/30", "MP-C-014"),
            ("height", "1.65", "MP-C-081"),
            ("height", True, "MP-C-081"),
            ("height", 1e999, "MP-C-088"),
            ("height", 1.655, "MP-C-089"),
            ("weight", 10**30, "MP-C-081"),
            ("eyes_colors_id", ["BRO", "BLU"], "MP-C-081"),
            ("eyes_colors_id", ["BLA"], "MP-C-089"),
            ("hairs_id", ["ZZZ"], "MP-C-081"),
            ("nationalities", ["ZZ"], "MP-C-081"),
            ("nationalities", [1, {"a": "b"}], "MP-C-081"),
            ("sex_id", ["F", "M"], "MP-C-081"),
            ("name", "L\0", "MP-C-016"),
            ("place_of_birth", "x" * 1000, "MP-C-014"),
            ("forename", {"a": 1}, "MP-C-081"),
        ],
    )
    def test_a_value_that_is_none_is_set_aside_alone(self, key, value, code):
        rest = {"name": "LANYON"} if key != "name" else {"forename": "AMARA"}

        (row,) = rows(json.dumps({**rest, key: value}).encode())

        assert {each.code for each in row.findings} - {"MP-C-023"} == {code}
        assert (row.document is None) == (code == "MP-C-088")

    @pytest.mark.parametrize("key", sorted(set(KEYS) - interpol_values.MANY - {"height", "weight"}))
    def test_of_several_where_one_is_expected_the_first_is_read_and_the_rest_is_reported(self, key):
        values = {
            "sex_id": ["F", "M"],
            "date_of_birth": ["2011", "2012"],
            "date_of_event": ["2026/02/27", "2026/02/28"],
        }
        several = values.get(key, ["GB", "FR"])

        (row,) = rows(json.dumps({"nationalities": ["NG"], key: several}).encode())

        assert [fate in (Fate.CARRIED, Fate.APPROXIMATED) for place, fate in row.cells if key in place] in (
            [True, False],
            [False, False],
        )
        assert ("MP-C-081", f"/{key}/1") in [(each.code, each.at) for each in row.findings]

    @pytest.mark.parametrize("broken", ["\ud800", "a\0b", "-", " "])
    def test_a_part_of_a_name_that_cannot_be_carried_never_spoils_the_other(self, broken):
        episode, found = read({"father_name": "LANYON", "father_forename": broken})

        assert episode["person"] == {"relations": [{"relation": "father", "name": "LANYON"}]}
        assert len(found) <= 1

    @pytest.mark.parametrize("nothing", [None, "", "-", 0, []])
    def test_nothing_is_nothing(self, nothing):
        (row,) = rows(json.dumps({"name": "LANYON", "forename": nothing}).encode())

        assert row.cells[1][1] in (Fate.EMPTY, Fate.NO_VALUE)
        assert [each.code for each in row.findings] == ["MP-C-023"]

    def test_a_document_of_many_and_lines_of_one_are_the_same(self):
        three = [{"name": "LANYON"}, {"name": "ABARA"}, {"name": "OKORO"}]
        lines = b"\n".join(json.dumps(each).encode() for each in three)

        told = rows(lines)

        assert rows(json.dumps(three).encode()) == told
        assert rows(json.dumps({"total": 3, "_embedded": {"notices": three}}, indent=2).encode())[1:] == told
        assert [row.document is not None for row in told] == [True] * 3

    def test_what_stands_around_the_notices_is_reported_and_never_quoted(self):
        answer = {
            "total": 500,
            "query": {"page": 1, "name": "SECRET NAME"},
            "_embedded": {"notices": [{"entity_id": "1", "name": "LANYON"}], "SECRET NAME": 1},
            "SECRET NAME": "extra",
            "_links": {},
        }

        around, notice = rows(json.dumps(answer).encode())

        at = ["/total", "/query/0", "/query/1", "/_embedded/1", "/key_4", "/_links"]
        assert (around.source, around.document) == ("in.json:0", None)
        assert sorted(each.at for each in around.findings if each.code == "MP-C-080") == sorted(at)
        assert [(each.code, each.at) for each in around.findings if each.code != "MP-C-080"] == [("MP-C-130", "/total")]
        assert dict(around.cells) == dict.fromkeys(at, Fate.SET_ASIDE)
        assert "SECRET" not in str(around.findings)
        assert (notice.source, notice.findings) == ("in.json:1", ())

    def test_an_answer_that_has_all_it_counts_says_nothing_of_other_pages(self):
        around, _ = rows(json.dumps({"total": 1, "_embedded": {"notices": [{"entity_id": "1"}]}}).encode())

        assert [(each.code, each.at) for each in around.findings] == [("MP-C-080", "/total")]

    def test_what_has_nothing_of_a_notice_makes_nobody_missing(self, good):
        others = [{"error": "rate limited", "status": 429}, {"name": None, "error": "no such notice"}, {}, good]

        told = rows(b"\n".join(json.dumps(each).encode() for each in others))

        said = [(row.document, [(each.code, each.at) for each in row.findings]) for row in told]
        assert said == [(None, [("MP-C-088", "")])] * 4

    def test_a_notice_in_which_nothing_is_filled_in_is_an_empty_one(self):
        (row,) = rows(b'{"name": null}')

        assert (row.document, [each.code for each in row.findings]) == (None, ["MP-C-026"])

    def test_a_notice_that_is_read_again_with_another_weight_is_the_same_episode(self):
        ids = []
        for weight in (55, 57):
            (row,) = rows(json.dumps({"entity_id": "2026/12345", "name": "LANYON", "weight": weight}).encode())
            assert row.document
            assert row.findings == ()
            ids.append(json.loads(row.document)["episode_id"])

        assert ids[0] == ids[1]
        assert ids[0] != episode_id("test-north", "2026/12345")

    def test_two_notices_of_one_number_in_a_file_are_both_kept(self):
        two = [{"entity_id": "1", "name": "LANYON"}, {"entity_id": "1", "name": "ABARA"}]

        first, second = rows(json.dumps(two).encode())

        assert first.document
        assert second.document
        assert json.loads(first.document)["episode_id"] != json.loads(second.document)["episode_id"]
        assert ([each.code for each in first.findings], [each.code for each in second.findings]) == ([], ["MP-C-024"])

    def test_one_that_is_cut_off_never_stops_the_rest(self):
        data = b'{"name": "LANYON\n{"name": "ABARA"}\n[1]\n"x"\n{"name": "A", "name": "B"}\n' + b"[" * 100_000 + b"\n"
        data += b'{"name": "' + b"x" * wire.MAX_BYTES + b'"}\n{"name": "OKORO"}\n'

        told = [(row.document is not None, [each.code for each in row.findings]) for row in rows(data)]

        assert [code for _, found in told for code in found if code != "MP-C-023"] == ["MP-C-088"] * 6
        assert [arrived for arrived, _ in told].count(True) == 2

    def test_without_a_moment_nothing_is_read(self):
        with pytest.raises(CannotRun, match="does not say when it was recorded"):
            rows(b"{}", when=None)

    def test_without_a_force_nobody_is_made_an_episode(self):
        (row,) = interpol.read(io.BytesIO(b'{"name": "LANYON"}'), Reading("in.json", WHEN, {}))

        assert (row.document, [each.code for each in row.findings]) == (None, ["MP-C-085"])


def test_codes_go_there_and_back():
    assert countries()["GBR"] == "GB"
    assert len(set(countries().values())) == len(countries()) > 200
    assert all(languages_read()[three] == code for code, three in LANGUAGES.items())
    assert languages_read()["WEL"] == languages_read()["CYM"] == "cy"
