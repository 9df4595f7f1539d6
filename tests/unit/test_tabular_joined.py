"""Several columns to one value, several to a list, units, booleans, and rows of further tables by key."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from tests.unit.workbook_made import number, row, sheet, text, workbook

from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Reading
from missingpersons.converters.measures import Unit, read_measure
from missingpersons.converters.tabular import FORMAT, convert, read_mapping
from missingpersons.findings import CannotRun

HEAD = """
name = "invented"
owner_force = "test-north"
timezone = "Europe/London"
[[column]]
name = "ref"
to = "/local_reference"
"""
SIGHTINGS = """
[[join]]
name = "sightings"
key = "report"
matches = "ref"
[[join.column]]
name = "where"
to = "/sightings/-/place/text"
[[join.column]]
name = "when"
as = "local_time"
formats = "%d/%m/%Y %H:%M"
to = ["/sightings/-/window/earliest", "/sightings/-/window/latest"]
"""


def rows(given: str, data: str | bytes, **joined: str) -> list[Row]:
    files = {name: io.BytesIO(each.encode()) for name, each in joined.items()}
    data = data.encode() if isinstance(data, str) else data
    mapping = read_mapping(HEAD + given)
    return list(convert(io.BytesIO(data), mapping, name="in", recorded_at="2026-03-01T09:00:00Z", joined=files))


def trees(told: list[Row]) -> list[dict[str, Any]]:
    return [json.loads(each.document) for each in told if each.document]


def found(told: list[Row]) -> list[tuple[str, str, str]]:
    return [(each.source, finding.code, finding.at) for each in told for finding in each.findings]


class TestTogether:
    TIME = """
    [[column]]
    names = ["day", "time"]
    joined_by = " "
    no_value = "NK"
    as = "local_time"
    formats = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]
    to = ["/missing_since/earliest", "/missing_since/latest"]
    """
    LINES = """
    [[column]]
    names = ["line 1", "line 2", "town"]
    joined_by = ", "
    to = "/missing_from/place/text"
    [[column.also]]
    as = "postcode_at_end"
    to = "/missing_from/place/postcode"
    """

    def test_a_day_and_a_time_are_one_moment(self) -> None:
        told = rows(self.TIME, "ref,day,time\nA1,01/03/2026,14:30\nA2,01/03/2026,NK\n")

        first, second = trees(told)
        assert first["missing_since"]["earliest"] == "2026-03-01T14:30:00+00:00"
        assert second["missing_since"]["latest"] == "2026-03-01T23:59:59+00:00"
        assert [fate for _, fate in told[1].cells] == [Fate.CARRIED, Fate.CARRIED, Fate.NO_VALUE]
        assert found(told) == []

    def test_what_cannot_be_read_together_is_set_aside_together(self) -> None:
        told = rows(self.TIME, "ref,day,time\nA1,01/03/2026,half past two\n")

        assert [fate for _, fate in told[0].cells] == [Fate.CARRIED, Fate.SET_ASIDE, Fate.SET_ASIDE]
        assert found(told) == [("in:1", "MP-C-008", "/day"), ("in:1", "MP-C-008", "/time")]

    def test_lines_of_an_address_are_one_text_without_the_blank_ones(self) -> None:
        told = rows(self.LINES, "ref,line 1,line 2,town\nA1,1 Marlow Road,,Lerwick ZE1 0AA\n")

        place = trees(told)[0]["missing_from"]["place"]
        assert place == {"text": "1 Marlow Road, Lerwick ZE1 0AA", "postcode": "ZE1 0AA"}

    def test_what_structure_refuses_is_set_aside_with_all_its_columns(self) -> None:
        given = '[[column]]\nnames = ["a", "b"]\njoined_by = "-"\nto = "/person/occupation"\n'
        told = rows(given, f"ref,a,b\nA1,{'x' * 200},{'y' * 200}\n")

        assert found(told) == [("in:1", "MP-C-014", "/a"), ("in:1", "MP-C-014", "/b")]
        assert trees(told)[0]["local_reference"] == "A1"

    def test_a_date_and_a_time_that_a_workbook_holds_as_such(self) -> None:
        body = sheet(row(*map(text, ("ref", "day", "time"))), row(text("A1"), number("46082", 1), number("0.5", 2)))

        told = rows(self.TIME, workbook({"A": body}, styles=("dd/mm/yyyy", "hh:mm")))

        assert trees(told)[0]["missing_since"]["earliest"] == "2026-03-01T12:00:00+00:00"

    @pytest.mark.parametrize(
        ("day", "time"),
        [
            (number("46082", 1), text("12:00")),
            (number("46082", 2), text("12:00")),
            (text("01/03/2026"), number("0.5", 3)),
        ],
    )
    def test_one_that_is_held_and_one_that_is_written(self, day: str, time: str) -> None:
        body = sheet(row(*map(text, ("ref", "day", "time"))), row(text("A1"), day, time))

        told = rows(self.TIME, workbook({"A": body}, styles=("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm")))

        assert trees(told)[0]["missing_since"]["earliest"] == "2026-03-01T12:00:00+00:00"
        assert found(told) == []

    @pytest.mark.parametrize(
        ("day", "time"),
        [
            (number("46082.25", 2), text("12:00")),
            (number("46082", 1), text("noon")),
            (number("46082", 1), text("01/03/2026")),
        ],
    )
    def test_a_second_time_or_another_form_is_not_guessed(self, day: str, time: str) -> None:
        body = sheet(row(*map(text, ("ref", "day", "time"))), row(text("A1"), day, time))

        told = rows(self.TIME, workbook({"A": body}, styles=("dd/mm/yyyy", "dd/mm/yyyy hh:mm")))

        assert found(told) == [("in:1", "MP-C-008", "/day"), ("in:1", "MP-C-008", "/time")]

    def test_a_column_that_the_file_lacks_is_said_and_the_rest_is_read(self) -> None:
        told = rows(self.LINES, "ref,line 1,town\nA1,1 Marlow Road,Lerwick\n")

        assert found(told) == [("in:0", "MP-C-001", "/line 2")]
        assert trees(told)[0]["missing_from"]["place"]["text"] == "1 Marlow Road, Lerwick"


class TestLists:
    PHONES = """
    [[column]]
    names = ["tel", "tel", "mobile"]
    to = "/person/phones/-/number"
    with = { "/person/phones/-/kind" = "mobile" }
    """

    def test_each_column_is_an_entry_and_columns_of_one_name_too(self) -> None:
        told = rows(self.PHONES, "ref,tel,tel,mobile\nA1,01632 960001,,07700 900001\nA2,,01632 960002,\n")

        first, second = trees(told)
        assert [each["number"] for each in first["person"]["phones"]] == ["01632 960001", "07700 900001"]
        assert second["person"]["phones"] == [{"number": "01632 960002", "kind": "mobile"}]
        assert found(told) == []

    def test_a_column_of_the_name_more_than_the_mapping_says(self) -> None:
        told = rows(self.PHONES, "ref,tel,tel,tel,mobile\nA1,,,01632 960001,\n")

        assert found(told) == [("in:0", "MP-C-002", "/tel"), ("in:1", "MP-C-003", "/tel")]


class TestBooleans:
    GIVEN = """
    [[column]]
    name = "armed"
    as = "boolean"
    true = ["Y", "TRUE"]
    false = "N"
    to = ["/extensions/org.example/armed", "/out_of_character"]
    """

    def test_true_is_yes_where_the_place_holds_an_answer(self) -> None:
        told = rows(self.GIVEN, "ref,armed\nA1,Y\nA2,N\nA3,maybe\n")

        first, second, third = trees(told)
        assert (first["extensions"]["org.example"]["armed"], first["out_of_character"]) == (True, "yes")
        assert (second["extensions"]["org.example"]["armed"], second["out_of_character"]) == (False, "no")
        assert ("extensions" in third, found(told)) == (False, [("in:3", "MP-C-006", "/armed")])

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ('true = "Y"\n', "false: is needed"),
            ('true = "Y"\nfalse = "Y"\n', "false: 'Y' is true already"),
            ('true = "Y"\nfalse = "N"\nto = "/person/age/min"\n', "'/person/age/min' cannot take it"),
        ],
    )
    def test_what_is_wrong_with_one_is_said(self, given: str, said: str) -> None:
        to = "" if "to =" in given else 'to = "/out_of_character"\n'

        with pytest.raises(CannotRun, match=f"^mapping: line [0-9]+: column 2: column 'a': .*{said}"):
            read_mapping(HEAD + f'[[column]]\nname = "a"\nas = "boolean"\n{to}{given}')


class TestMeasures:
    @pytest.mark.parametrize(
        ("said", "unit", "whole", "exact"),
        [
            ("5'11\"", "feet_and_inches", 180, False),
            ("5 ft 11 in", "feet_and_inches", 180, False),
            ("6 feet", "feet_and_inches", 183, False),
            ("5ft 10.5ins", "feet_and_inches", 179, False),
            ("50", "inches", 127, True),
            ("180 cm", "cm", 180, True),
            ("1.80m", "m", 180, True),
            ("180.5", "cm", 181, False),
            ("11st 4lb", "stones_and_pounds", 72, False),
            ("11 stone", "stones_and_pounds", 70, False),
            ("154 lbs", "pounds", 70, False),
            ("70kg", "kg", 70, True),
        ],
    )
    def test_what_is_said_in_a_unit(self, said: str, unit: Unit, whole: int, exact: bool) -> None:
        assert read_measure(said, unit) == (whole, exact)

    @pytest.mark.parametrize(
        ("said", "unit"),
        [
            ("5.11", "feet_and_inches"),
            ("5'12\"", "feet_and_inches"),
            ("5.5ft 3in", "feet_and_inches"),
            ("5'6 - 5'8", "feet_and_inches"),
            ("180", "feet_and_inches"),
            ("5ft", "cm"),
            ("11st 14lb", "stones_and_pounds"),
            ("tall", "cm"),
            ("-5 cm", "cm"),
            ("", "cm"),
        ],
    )
    def test_what_is_not_certain_is_nothing(self, said: str, unit: Unit) -> None:
        assert read_measure(said, unit) is None

    def test_a_rounded_one_says_so(self) -> None:
        given = """
        [[column]]
        name = "h"
        as = "measure"
        unit = "feet_and_inches"
        to = "/person/description/height_min_cm"
        """

        told = rows(given, "ref,h\nA1,5ft 11\nA2,5.11\n")

        assert trees(told)[0]["person"]["description"] == {"height_min_cm": 180}
        assert [dict(each.cells)["/h"] for each in told] == [Fate.APPROXIMATED, Fate.SET_ASIDE]
        assert found(told) == [("in:1", "MP-C-029", "/h"), ("in:2", "MP-C-030", "/h")]


class TestJoined:
    SEEN = "report,where,when\nA2,Pier,01/03/2026 10:00\nA1,Station,01/03/2026 11:00\nA2,Park,\nA9,Shop,\n"

    def test_rows_go_to_the_episode_of_their_key_in_their_order(self) -> None:
        told = rows(SIGHTINGS, "ref\nA1\nA2\nA3\n", sightings=self.SEEN)

        first, second, third = trees(told)
        assert [each["place"]["text"] for each in first["sightings"]] == ["Station"]
        assert [each["place"]["text"] for each in second["sightings"]] == ["Pier", "Park"]
        assert second["sightings"][0]["window"]["earliest"] == "2026-03-01T10:00:00+00:00"
        assert "sightings" not in third

    def test_a_row_of_nobody_is_reported_cell_by_cell_and_none_is_lost(self) -> None:
        told = rows(SIGHTINGS, "ref\nA1\nA2\n", sightings=self.SEEN)

        beside = [each for each in told if each.source.startswith("sightings")]
        assert sorted(each.source for each in beside) == [f"sightings:{n}" for n in (1, 2, 3, 4)]
        assert found(told) == [("sightings:4", "MP-C-078", at) for at in ("", "/column_1", "/where")]
        assert [fate for _, fate in beside[0].cells] == [Fate.CARRIED] * 3

    def test_what_cannot_be_carried_is_said_where_it_stands(self) -> None:
        seen = f"report,where,when\nA1,Station,yesterday\nA1,{'x' * 30_000},\n"

        told = rows(SIGHTINGS, "ref\nA1\n", sightings=seen)

        assert found(told) == [("sightings:1", "MP-C-008", "/when"), ("sightings:2", "MP-C-014", "/where")]
        assert trees(told)[0]["sightings"] == [{"place": {"text": "Station"}}]

    def test_a_place_for_one_takes_the_first_row_and_reports_the_second(self) -> None:
        given = '[[join]]\nname = "found"\nkey = "ref"\n[[join.column]]\nname = "how"\nto = "/outcome/text"\n'

        told = rows(given, "ref\nA1\n", found="ref,how\nA1,By a ranger\nA1,By a driver\n")

        assert trees(told)[0]["outcome"]["text"] == "By a ranger"
        assert found(told) == [("found:2", "MP-C-079", "/how")]

    def test_a_report_twice_has_the_rows_twice_and_they_are_counted_once(self) -> None:
        given = SIGHTINGS + '[[column]]\nname = "note"\nto = "/circumstances"\n'

        told = rows(given, "ref,note\nA1,one\nA1,two\n", sightings="report,where,when\nA1,Pier,\n")

        assert [len(each["sightings"]) for each in trees(told)] == [1, 1]
        assert [len(each.cells) for each in told if each.source == "sightings:1"] == [3, 0]
        assert found(told) == [("in:2", "MP-C-024", ""), ("sightings:1", "MP-C-034", "")]

    def test_a_report_word_for_word_again_gives_its_rows_to_no_second_episode(self) -> None:
        told = rows(SIGHTINGS, "ref\nA1\nA1\n", sightings="report,where,when\nA1,Pier,\n")

        assert found(told) == [("in:2", "MP-C-025", "")]

    def test_more_rows_than_an_episode_holds(self) -> None:
        seen = "report,where,when\n" + "".join(f"A1,Place {n},\n" for n in range(1003))

        told = rows(SIGHTINGS, "ref\nA1\n", sightings=seen)

        assert len(trees(told)[0]["sightings"]) == 1000
        assert {each[1] for each in found(told)} == {"MP-C-079"}
        assert sum(not each.document for each in told) == 1003

    def test_a_sheet_of_the_same_workbook(self) -> None:
        reports = sheet(row(text("ref")), row(text("A1")), row(text("A2")))
        seen = sheet(row(*map(text, ("report", "where", "when"))), row(text("A2"), text("Pier"), number("46082.5", 1)))
        given = SIGHTINGS.replace('name = "sightings"', 'name = "sightings"\nsheet = "Seen"', 1)

        told = rows(given, workbook({"Reports": reports, "Seen": seen}, styles=("dd/mm/yyyy hh:mm",)))

        assert trees(told)[1]["sightings"][0]["window"]["latest"] == "2026-03-01T12:00:00+00:00"
        assert [each.source for each in told] == ["in:1", "in:2", "in[sightings]:1"]
        assert found(told) == []

    def test_every_cell_of_both_tables_has_a_fate(self) -> None:
        told = rows(SIGHTINGS, "ref\nA1\nA2\n", sightings=self.SEEN)

        fates = [fate for each in told for _, fate in each.cells]
        assert len(fates) == 2 + 4 * 3

    def test_a_file_that_is_not_given_or_has_no_key_is_refused(self) -> None:
        with pytest.raises(CannotRun, match="the file of the join 'sightings' is not given"):
            rows(SIGHTINGS, "ref\nA1\n")
        with pytest.raises(CannotRun, match="sightings: the first row has no column 'report'"):
            rows(SIGHTINGS, "ref\nA1\n", sightings="where\nPier\n")

    def test_the_files_are_named_by_an_option(self, tmp_path: Any) -> None:
        (tmp_path / "map.toml").write_text(HEAD + SIGHTINGS, encoding="utf-8")
        (tmp_path / "seen.csv").write_text(self.SEEN, encoding="utf-8")
        assert FORMAT.read
        for joined in (f"{tmp_path}/seen.csv", f"sightings={tmp_path}/seen.csv"):
            options = {"mapping": str(tmp_path / "map.toml"), "joined": joined}

            told = list(FORMAT.read(io.BytesIO(b"ref\nA1\n"), Reading("in", "2026-03-01T09:00:00Z", options)))

            assert len(trees(told)[0]["sightings"]) == 1
        with pytest.raises(CannotRun, match="no join of that name: sightings"):
            FORMAT.read(io.BytesIO(b""), Reading("in", None, {**options, "joined": "seen=x.csv"}))
        with pytest.raises(CannotRun, match="'sightings' cannot be opened"):
            FORMAT.read(io.BytesIO(b""), Reading("in", None, {**options, "joined": f"{tmp_path}/none.csv"}))


def test_tab_separated_values_are_a_matter_of_the_delimiter() -> None:
    mapping = read_mapping('delimiter = "\\t"\n' + HEAD)

    (told,) = convert(io.BytesIO(b"ref\nA, 1\n"), mapping, name="in.tsv", recorded_at="2026-03-01T09:00:00Z")

    assert json.loads(told.document or b"")["local_reference"] == "A, 1"
