"""Flat POLE records: what a cell means, what a name in one piece becomes, and one bad row among many."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.converters import Fate, Row, pole
from missingpersons.converters.formats import Reading, Writing
from missingpersons.converters.guarded import Sheet, guard, unguard
from missingpersons.converters.pole_labels import OBSERVED_PAIRS, SELF_DEFINED_PAIRS
from missingpersons.findings import CannotRun
from missingpersons.models import Episode

WHOSE = {"owner_force": "test-north"}
WHEN = "2026-03-01T14:00:00Z"


def rows(text: str, when: str | None = WHEN, **options: str) -> list[Row]:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return list(pole.read(io.BytesIO(data), Reading("in.csv", when, options or WHOSE)))


def person(text: str) -> dict[str, Any]:
    (row,) = rows(text)
    assert row.document
    return json.loads(row.document)["person"]


def found(row: Row) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in row.findings if each.code != "MP-C-023"]


def written(good: dict[str, Any], told: dict[str, Any], **options: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The cells of an episode about a person of whom this is told, and what was found there."""
    episode = wire.parse(wire.encode({**good, "person": told}), Episode)
    out = io.BytesIO()
    (said,) = pole.write([("in:1", episode)], out, Writing(options))
    ((header), (cells)) = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    names = [each.partition(" ")[0] for each in header]
    filled = {name: cell for name, cell in zip(names, cells, strict=True) if cell and "DS_" in name}
    return filled, [(each.code, each.at) for each in said.findings if each.at.startswith("/person")]


class TestGuard:
    @pytest.mark.parametrize("cell", ["=1+1", "+441134960000", "-0.1", "@here", "\tx", "\rx", "'=x", "''+1", "'"])
    def test_what_was_guarded_is_what_it_was_again(self, cell):
        assert unguard(guard(cell)) == cell

    @pytest.mark.parametrize("cell", ["=1+1", "+44", "-0.1", "@here", "\t=1", "'=x"])
    def test_nothing_that_could_run_is_written(self, cell):
        out = io.BytesIO()

        Sheet(out, ["a"]).add([cell])

        ((_,), (seen,)) = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
        assert seen[0] == "'"

    @pytest.mark.parametrize("cell", ["'Arry", "", "O'Hara", "1+1", "a=b"])
    def test_everything_else_stays(self, cell):
        assert guard(cell) == unguard(cell) == cell


class TestOut:
    def test_names_and_what_they_are_not(self, good):
        told = {"names": [{"given": ["Amara", "Efua"], "family": "Lanyon"}, {"kind": "alias", "full": "Ama"}]}

        assert written(good, told) == (
            {"DS_031.1": "Amara", "DS_031.2": "Efua", "DS_032": "Lanyon", "DS_033.1": "Ama"},
            [],
        )

    def test_a_name_in_one_piece_is_never_split(self, good):
        told = {"gender": "female", "names": [{"full": "Amara Lanyon"}]}

        cells, said = written(good, told)

        assert (cells["DS_032"], said) == ("Amara Lanyon", [("MP-C-086", "/person/names")])

    def test_a_month_of_birth_and_an_age_between_bounds_are_left_blank(self, good):
        told = {"gender": "female", "date_of_birth": "2011-06", "age": {"min": 14, "max": 15}}

        assert written(good, told) == (
            {"DS_037": "Female"},
            [("MP-C-083", "/person/age"), ("MP-C-083", "/person/date_of_birth")],
        )

    def test_a_day_of_birth_and_one_age_are_not(self, good):
        told = {"date_of_birth": "2011-06-03", "age": {"min": 14, "max": 14}}

        assert written(good, told) == ({"DS_034": "2011-06-03", "DS_120": "14"}, [])

    def test_a_long_surname_is_written_whole(self, good):
        told = {"names": [{"family": "x" * 36}]}

        cells, said = written(good, told)

        assert (cells, said) == ({"DS_032": "x" * 36}, [("MP-C-082", "/person/names/0/family")])

    @pytest.mark.parametrize(
        ("style", "code", "cell", "said"),
        [
            ("pole", "asian_pakistani", "10", []),
            ("ihub", "asian_pakistani", "ESDD_A2", []),
            ("pole", "white_roma", "4", ["MP-C-041"]),
            ("ihub", "white_roma", "4", ["MP-C-041"]),
            ("ihub", "prefer_not_to_say", "19", []),
            ("ihub", "unknown", "Unknown", []),
        ],
    )
    def test_ethnicity_in_both_styles(self, good, style, code, cell, said):
        cells, told = written(good, {"ethnicity_self_defined": code}, codes=style)

        assert (cells, [each for each, _ in told]) == ({"DS_038": cell}, said)

    @pytest.mark.parametrize(("style", "marked"), [("pole", []), ("ihub", ["DS_038", "DS_112"])])
    def test_a_column_of_pairs_that_nobody_confirmed_says_so(self, style, marked):
        out = io.BytesIO()

        list(pole.write([], out, Writing({"codes": style})))

        (header,) = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
        assert [each.partition(" ")[0] for each in header if "[iHub pairs: unverified]" in each] == marked

    def test_a_code_that_pole_does_not_have(self, good):
        told = {"description": {"hair_colour": "unknown", "eye_left": "other", "eye_right": "other"}}

        assert written(good, told) == (
            {"DS_042": "Unmapped Local Code"},
            [
                ("MP-C-084", "/person/description/eye_left"),
                ("MP-C-041", "/person/description/eye_right"),
                ("MP-C-084", "/person/description/hair_colour"),
            ],
        )

    def test_the_lines_of_an_address_stand_in_their_order(self, good):
        place = {"lines": ["14 Hallow Road", "Marlow Cross"], "postcode": "ZZ99 3CZ"}

        cells, said = written(good, {"addresses": [{"kind": "home", "place": place}]})

        assert cells == {"DS_007": "14 Hallow Road", "DS_008": "Marlow Cross", "DS_010": "ZZ99 3CZ"}
        assert said == [("MP-C-087", "/person/addresses/0/place/lines")]

    def test_where_somebody_lives_who_has_no_home_is_near_one(self, good):
        place = {"text": "Priory House"}

        cells, said = written(good, {"gender": "male", "addresses": [{"kind": "placement", "place": place}]})

        assert cells == {"DS_016": "Priory House", "DS_037": "Male"}
        assert said == [("MP-C-041", "/person/addresses/0/kind")]

    @pytest.mark.parametrize("text", ["\0", "Rowan\0", "\x1f", "\u2028"])
    def test_what_a_row_would_not_give_back_is_set_aside(self, good, text):
        assert written(good, {"gender": "male", "names": [{"family": text}]}) == (
            {"DS_037": "Male"},
            [("MP-C-084", "/person/names")],
        )

    def test_another_style_is_refused(self):
        with pytest.raises(CannotRun, match="codes is one of pole, ihub"):
            list(pole.write([], io.BytesIO(), Writing({"codes": "ours"})))


class TestIn:
    def test_a_file_of_pole_alone(self):
        header = "DS_031,DS_032 Surname,DS_034,DS_120,DS_037,DS_038,DS_112,DS_040,DS_043,DS_053,DS_055"
        cells = "Amara,Lanyon,2011-06-03,14,not specified,ESDD_O1,EOVD_IC4,Allow,Tattoo,+441134960000,Chat - ama"

        assert person(f"{header}\n{cells}\n") == {
            "names": [{"given": ["Amara"], "family": "Lanyon"}],
            "date_of_birth": "2011-06-03",
            "age": {"min": 14, "max": 14},
            "gender": "not_specified",
            "ethnicity_self_defined": "asian_chinese",
            "ethnicity_observed": "asian",
            "description": {"complexion": "sallow"},
            "marks": [{"kind": "tattoo"}],
            "phones": [{"number": "+441134960000", "e164": "+441134960000"}],
            "social_accounts": [{"platform": "Chat", "handle": "ama"}],
        }

    def test_a_telephone_in_another_form_has_only_been_told(self):
        assert person("DS_053\n0113 496 0000\n") == {"phones": [{"number": "0113 496 0000"}]}

    @pytest.mark.parametrize("cell", [" 14", "14\x1e", "14\u2007"])
    def test_what_nobody_sees_beside_a_number_is_no_part_of_it(self, cell):
        assert person(f"DS_120\n{cell}\n") == {"age": {"min": 14, "max": 14}}

    @pytest.mark.parametrize(("code", "pair"), [*SELF_DEFINED_PAIRS.items()])
    def test_pairs_of_the_self_defined(self, code, pair):
        assert person(f"DS_038\n{pair}\n") == {"ethnicity_self_defined": code}

    @pytest.mark.parametrize(("code", "pair"), [*OBSERVED_PAIRS.items()])
    def test_pairs_of_the_observed(self, code, pair):
        assert person(f"DS_112\n{pair}\n") == {"ethnicity_observed": code}

    def test_a_pair_that_nobody_can_say_the_meaning_of(self):
        (row,) = rows("DS_032,DS_112\nLanyon,EOVD_IC7\n")

        assert found(row) == [("MP-C-081", "/DS_112")]
        assert row.cells == (("/DS_032", Fate.CARRIED), ("/DS_112", Fate.SET_ASIDE))

    @pytest.mark.parametrize(
        ("column", "cell", "path"),
        [
            ("DS_042", "Unmapped Local Code", ("description", "eye_right")),
            ("DS_043", "unmapped local code", ("marks", 0, "kind")),
            ("DS_038", "ESDD_NS", ("ethnicity_self_defined",)),
        ],
    )
    def test_what_is_only_near_says_so(self, column, cell, path):
        (row,) = rows(f"DS_032,{column}\nLanyon,{cell}\n")

        assert row.document
        value = json.loads(row.document)["person"]
        for step in path:
            value = value[step]
        assert value in ("other", "unknown")
        assert [code for code, _ in found(row)] == ["MP-C-089"]
        assert row.cells[1][1] is Fate.APPROXIMATED

    def test_what_was_damaged_is_set_aside(self):
        (row,) = rows("DS_032,DS_039\nLan\0yon,Slim\n")

        assert found(row) == [("MP-C-016", "/DS_032")]

    def test_a_row_with_values_in_unknown_columns_alone_is_no_report(self):
        first, second = rows("DS_032,mine\n,Total: 1\nLanyon,\n")

        assert (first.document, found(first)) == (None, [("MP-C-080", "/column_2"), ("MP-C-031", "")])
        assert second.document is not None

    def test_one_bad_row_never_stops_the_rest(self):
        text = 'DS_032,DS_041,DS_120,mine\nLanyon,blue,x,y\n"open\n\nAbara,Violet,14,\n,,,\n'
        text += "Okoro,U/K,200000000000,z,more\n"

        result = rows(text)

        assert [(row.source, row.document is not None, found(row)) for row in result] == [
            ("in.csv:1", True, [("MP-C-009", "/DS_120"), ("MP-C-080", "/column_4")]),
            ("in.csv:2", True, [("MP-C-020", "/DS_032")]),
            ("in.csv:3", True, [("MP-C-081", "/DS_041")]),
            ("in.csv:4", False, [("MP-C-026", "")]),
            (
                "in.csv:5",
                True,
                [("MP-C-018", ""), ("MP-C-009", "/DS_120"), ("MP-C-080", "/column_4"), ("MP-C-019", "/column_5")],
            ),
        ]

    def test_what_structure_would_refuse_is_set_aside_alone(self):
        (row,) = rows("DS_032,DS_034,DS_014\nLanyon,03/06/2011,51.5\n")

        assert row.document
        assert json.loads(row.document)["person"] == {"names": [{"family": "Lanyon"}]}
        assert found(row) == [("MP-C-014", "/DS_034"), ("MP-C-014", "/DS_014")]

    def test_nobody_is_made_an_episode_of_no_force(self):
        (row,) = pole.read(io.BytesIO(b"DS_032\nLanyon\n"), Reading("in.csv", WHEN, {}))

        assert (row.document, found(row)) == (None, [("MP-C-085", "")])
        assert row.cells == (("/DS_032", Fate.SET_ASIDE),)

    def test_a_moment_is_taken_from_the_rows_before(self):
        text = "recorded_at,DS_032\n2026-03-01T09:00:00Z,Lanyon\nyesterday,Abara\n"

        first, second = rows(text, None)

        assert second.document
        assert json.loads(second.document)["recorded_at"] == "2026-03-01T09:00:00Z"
        assert found(first) == []
        assert found(second) == [("MP-C-014", "/recorded_at"), ("MP-C-027", "")]

    def test_the_same_row_again_is_the_same_episode(self):
        first, second = rows("DS_032\nLanyon\nLanyon\n")

        assert first.document
        assert (second.document, found(second)) == (None, [("MP-C-025", "")])
        assert second.cells == (("/DS_032", Fate.REPEATED),)

    def test_two_versions_of_one_episode_are_two(self, good):
        episodes = [wire.parse(wire.encode({**good, "revision": each}), Episode) for each in (1, 2, 2)]
        out = io.BytesIO()
        list(pole.write([(str(n), each) for n, each in enumerate(episodes)], out, Writing({})))

        result = list(pole.read(io.BytesIO(out.getvalue()), Reading("back", None, {})))

        first, second, again = result
        assert [json.loads(row.document or b"")["revision"] for row in (first, second)] == [1, 2]
        assert {json.loads(row.document or b"")["episode_id"] for row in (first, second)} == {good["episode_id"]}
        assert (again.document, found(again)) == (None, [("MP-C-025", "")])

    @pytest.mark.parametrize("text", ["", "\n", "Lanyon,Amara\nAbara,Ngozi\n"])
    def test_what_is_no_such_file_is_refused_at_once(self, text):
        with pytest.raises(CannotRun, match="has no DS number"):
            rows(text)

    def test_a_force_that_is_none_is_refused(self):
        with pytest.raises(CannotRun, match="owner_force is the code of a force"):
            rows("DS_032\nLanyon\n", owner_force="Essex Police")

    def test_bytes_that_are_no_text_are_set_aside(self):
        (row,) = rows(b"DS_032,DS_039\nLany\xf6n,Slim\n")

        assert found(row) == [("MP-C-015", "/DS_032")]
