"""Each kind of cell: what it becomes, and the finding when it cannot be read."""

from __future__ import annotations

import io
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from missingpersons.converters import Fate, Row
from missingpersons.converters.cells import Found
from missingpersons.converters.places import Origin, Part
from missingpersons.converters.records import Record
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.converters.times import Format, Span, span

TOP = 'name = "invented"\nowner_force = "test-north"\ntimezone = "Europe/London"\n'
TIMES = 'as = "local_time"\nformats = ["%Y-%m-%d %H:%M", "%d/%m/%Y"]\n'
WINDOW = 'to = ["/missing_since/earliest", "/missing_since/latest"]'


def row(column: str, cell: str) -> Row:
    """What one cell of the column ``c`` becomes, in a row with a reference."""
    text = f'{TOP}[[column]]\nname = "ref"\nto = "/local_reference"\n[[column]]\nname = "c"\n{column}\n'
    quoted = cell.replace('"', '""')
    data = f'ref,c\nA1,"{quoted}"\n'.encode()
    (only,) = convert(io.BytesIO(data), read_mapping(text), name="in.csv", recorded_at="2026-03-01T09:00:00Z")
    return only


def tree(given: Row) -> dict[str, Any]:
    assert given.document is not None
    return dict(json.loads(given.document))


def found(given: Row) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in given.findings]


def fate(given: Row) -> Fate:
    return dict(given.cells)["/c"]


class TestText:
    def test_text_is_carried_without_the_blanks_around_it(self) -> None:
        result = row('to = "/circumstances"', "  left home\nafter tea \t")

        assert tree(result)["circumstances"] == "left home\nafter tea"
        assert (fate(result), found(result)) == (Fate.CARRIED, [])

    def test_blanks_alone_are_empty(self) -> None:
        result = row('to = "/circumstances"', " \t ")

        assert "circumstances" not in tree(result)
        assert (fate(result), found(result)) == (Fate.EMPTY, [])

    def test_declared_no_value_is_counted_and_nothing_comes_with_it(self) -> None:
        result = row('to = "/circumstances"\nno_value = ["NULL", "-"]\nwith = { "/status" = "closed" }', "NULL")

        assert tree(result)["status"] == "open"
        assert (fate(result), found(result)) == (Fate.NO_VALUE, [])

    def test_a_no_value_that_is_not_declared_is_text(self) -> None:
        assert tree(row('to = "/circumstances"', "NULL"))["circumstances"] == "NULL"

    def test_several_places(self) -> None:
        result = tree(row('to = ["/missing_from/text", "/extensions/x/from"]', "a bus shelter"))

        assert result["missing_from"] == {"text": "a bus shelter"}
        assert result["extensions"] == {"x": {"from": "a bus shelter"}}

    def test_what_comes_with_a_value(self) -> None:
        column = 'to = "/person/relations/4/name"\nwith = { "/person/relations/4/informant" = "yes" }'

        result = tree(row(column, "Avery Example"))

        assert result["person"]["relations"] == [{"name": "Avery Example", "informant": "yes"}]

    def test_too_long_for_its_field_is_set_aside_and_the_episode_arrives(self) -> None:
        result = row('to = "/person/occupation"', "x" * 301)

        assert tree(result)["local_reference"] == "A1"
        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-014", "/c")])

    def test_ignored(self) -> None:
        result = row('ignore = "an internal counter"\nno_value = "0"', "17")

        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-005", "/c")])

    def test_no_value_in_an_ignored_column(self) -> None:
        result = row('ignore = "an internal counter"\nno_value = "0"', "0")

        assert (fate(result), found(result)) == (Fate.NO_VALUE, [])


class TestCode:
    COLUMN = 'as = "code"\ncodes = { M = "male", F = "female" }\nto = "/person/sex"'

    def test_translated(self) -> None:
        assert tree(row(self.COLUMN, "F"))["person"] == {"sex": "female"}

    def test_not_in_the_table_is_set_aside(self) -> None:
        result = row(self.COLUMN, "f")

        assert tree(result)["person"] == {}
        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-006", "/c")])

    def test_the_stated_default_is_reported(self) -> None:
        result = row(f'{self.COLUMN}\notherwise = "unknown"', "X")

        assert tree(result)["person"] == {"sex": "unknown"}
        assert (fate(result), found(result)) == (Fate.APPROXIMATED, [("MP-C-007", "/c")])

    def test_a_table_with_a_name(self) -> None:
        column = 'as = "answer"\ncodes = "yn"\nto = "/out_of_character"\n[tables.yn]\nY = "yes"'

        assert tree(row(column, "Y"))["out_of_character"] == "yes"

    def test_a_cell_stands_before_a_constant_of_the_mapping(self) -> None:
        column = 'as = "code"\ncodes = { C = "closed" }\nto = "/status"\n[constants]\n"/status" = "located"'

        assert tree(row(column, "C"))["status"] == "closed"
        assert tree(row(column, ""))["status"] == "located"


class TestAlso:
    ADDRESS = (
        'to = "/missing_from/place/text"\nalso = [{ as = "postcode_at_end", to = "/missing_from/place/postcode" }]'
    )

    def test_a_part_of_the_cell_goes_elsewhere_too(self) -> None:
        result = row(self.ADDRESS, "1 Example Road, ze1 0aa")

        assert tree(result)["missing_from"]["place"] == {
            "text": "1 Example Road, ze1 0aa",
            "postcode": "ZE1 0AA",
        }

    def test_finding_no_part_is_silent_since_the_cell_is_carried(self) -> None:
        result = row(self.ADDRESS, "the bus shelter")

        assert tree(result)["missing_from"]["place"] == {"text": "the bus shelter"}
        assert (fate(result), found(result)) == (Fate.CARRIED, [])

    def test_a_default_is_reported_there_as_well(self) -> None:
        column = (
            'to = "/missing_from/text"\n'
            '[[column.also]]\nas = "code"\ncodes = { Home = "home" }\notherwise = "other"\n'
            'to = "/missing_from/kind"'
        )

        result = row(column, "Lighthouse")

        assert tree(result)["missing_from"] == {"text": "Lighthouse", "kind": "other"}
        assert (fate(result), found(result)) == (Fate.CARRIED, [("MP-C-007", "/c")])

    def test_a_part_that_structure_refuses_leaves_the_cell(self) -> None:
        result = row('to = "/circumstances"\nalso = [{ to = "/person/occupation" }]', "x" * 301)

        assert "occupation" not in tree(result)["person"]
        assert (fate(result), found(result)) == (Fate.CARRIED, [])


class TestWholeNumber:
    COLUMN = 'as = "whole_number"\nto = ["/person/age/min", "/person/age/max"]'

    @pytest.mark.parametrize(("cell", "value"), [("34", 34), ("34.0", 34), ("034", 34), ("+34", 34)])
    def test_read(self, cell: str, value: int) -> None:
        assert tree(row(self.COLUMN, cell))["person"]["age"] == {"min": value, "max": value}

    @pytest.mark.parametrize("cell", ["34.5", "thirty", "3e1", "٣٤", "1" * 5000])
    def test_not_a_whole_number(self, cell: str) -> None:
        result = row(self.COLUMN, cell)

        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-009", "/c")])

    @pytest.mark.parametrize("cell", ["9007199254740991", "-9007199254740991", "9007199254740991.0"])
    def test_the_largest_that_the_wire_carries(self, cell: str) -> None:
        result = row('as = "whole_number"\nto = "/extensions/org.example.test/n"', cell)

        assert tree(result)["extensions"] == {"org.example.test": {"n": int(cell.removesuffix(".0"))}}
        assert (fate(result), found(result)) == (Fate.CARRIED, [])

    @pytest.mark.parametrize("cell", ["9007199254740992", "-9999999999999999"])
    def test_one_that_it_does_not(self, cell: str) -> None:
        result = row('as = "whole_number"\nto = "/extensions/org.example.test/n"', cell)

        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-014", "/c")])

    @pytest.mark.parametrize("cell", ["-1", "99999"])
    def test_outside_the_range_of_the_field(self, cell: str) -> None:
        result = row(self.COLUMN, cell)

        assert tree(result)["person"] == {}
        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-014", "/c")])


class TestDate:
    def test_as_exact_as_it_is_written(self) -> None:
        column = 'as = "date"\nformats = ["%d/%m/%Y", "%m/%Y", "%Y"]\nto = "/person/date_of_birth"'

        dates = [tree(row(column, cell))["person"]["date_of_birth"] for cell in ("05/06/2011", "06/2011", "2011")]

        assert dates == ["2011-06-05", "2011-06", "2011"]

    @pytest.mark.parametrize(
        ("cell", "born"), [("05/06/26", "1926-06-05"), ("05/06/25", "2025-06-05"), ("05/06/99", "1999-06-05")]
    )
    def test_the_century_of_two_digits_is_declared(self, cell: str, born: str) -> None:
        column = 'as = "date"\nformats = "%d/%m/%y"\nlatest_year = 2025\nto = "/person/date_of_birth"'

        assert tree(row(column, cell))["person"]["date_of_birth"] == born

    @pytest.mark.parametrize("cell", ["2011-06-05", "31/02/2011", "05/06/11", "soon"])
    def test_in_no_declared_format(self, cell: str) -> None:
        result = row('as = "date"\nformats = "%d/%m/%Y"\nto = "/person/date_of_birth"', cell)

        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-008", "/c")])

    def test_a_leap_day_of_a_century_that_had_none(self) -> None:
        column = 'as = "date"\nformats = "%d/%m/%y"\nlatest_year = 1999\nto = "/person/date_of_birth"'

        assert found(row(column, "29/02/00")) == [("MP-C-008", "/c")]

    @pytest.mark.parametrize("cell", ["0203-01-01", "0001-01-01", "9999-12-31"])
    def test_a_year_in_which_nobody_is_born_is_carried_for_the_rules_to_find(self, cell: str) -> None:
        result = row('as = "date"\nformats = "%Y-%m-%d"\nto = "/person/date_of_birth"', cell)

        assert tree(result)["person"]["date_of_birth"] == cell
        assert (fate(result), found(result)) == (Fate.CARRIED, [])

    def test_there_is_no_year_0(self) -> None:
        result = row('as = "date"\nformats = "%Y-%m-%d"\nto = "/person/date_of_birth"', "0000-01-01")

        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-008", "/c")])


class TestLocalTime:
    @pytest.mark.parametrize(
        ("cell", "time"),
        [
            ("2024-01-15 10:00", "2024-01-15T10:00:00+00:00"),
            ("2024-07-15 10:00", "2024-07-15T10:00:00+01:00"),
        ],
    )
    def test_winter_and_summer(self, cell: str, time: str) -> None:
        assert tree(row(f'{TIMES}to = "/reported_at"', cell))["reported_at"] == time

    def test_a_window_of_one_moment(self) -> None:
        result = tree(row(TIMES + WINDOW, "2024-01-15 10:00"))

        assert result["missing_since"] == {
            "earliest": "2024-01-15T10:00:00+00:00",
            "latest": "2024-01-15T10:00:00+00:00",
        }

    def test_the_hour_that_happens_twice_is_a_span_in_a_window(self) -> None:
        result = row(TIMES + WINDOW, "2024-10-27 01:30")

        assert tree(result)["missing_since"] == {
            "earliest": "2024-10-27T01:30:00+01:00",
            "latest": "2024-10-27T01:30:00+00:00",
        }
        assert (fate(result), found(result)) == (Fate.APPROXIMATED, [("MP-C-011", "/c")])

    def test_the_hour_that_happens_twice_is_set_aside_for_one_moment(self) -> None:
        result = row(f'{TIMES}to = "/reported_at"', "2024-10-27 01:30")

        assert "reported_at" not in tree(result)
        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-012", "/c")])

    @pytest.mark.parametrize("cell", ["2024-10-27 00:59", "2024-10-27 02:00"])
    def test_just_outside_the_hour_that_happens_twice(self, cell: str) -> None:
        assert found(row(f'{TIMES}to = "/reported_at"', cell)) == []

    @pytest.mark.parametrize("target", ['to = "/reported_at"', WINDOW])
    def test_the_hour_that_never_happens_is_set_aside(self, target: str) -> None:
        result = row(TIMES + target, "2024-03-31 01:30")

        assert not {"reported_at", "missing_since"} & set(tree(result))
        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-010", "/c")])

    @pytest.mark.parametrize("cell", ["2024-03-31 00:59", "2024-03-31 02:00"])
    def test_just_outside_the_hour_that_never_happens(self, cell: str) -> None:
        assert found(row(f'{TIMES}to = "/reported_at"', cell)) == []

    def test_a_day_is_the_whole_day_in_a_window(self) -> None:
        result = row(TIMES + WINDOW, "31/03/2024")

        assert tree(result)["missing_since"] == {
            "earliest": "2024-03-31T00:00:00+00:00",
            "latest": "2024-03-31T23:59:59+01:00",
        }
        assert (fate(result), found(result)) == (Fate.CARRIED, [])

    def test_a_day_is_set_aside_for_one_moment(self) -> None:
        result = row(f'{TIMES}to = "/reported_at"', "31/03/2024")

        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-013", "/c")])

    def test_a_day_ends_with_the_second_of_two_last_hours(self) -> None:
        zone = ZoneInfo("America/Sao_Paulo")

        day = span("17/02/2018", (Format("%d/%m/%Y"),), zone)

        assert isinstance(day, Span)
        assert (day.earliest, day.latest) == ("2018-02-17T00:00:00-02:00", "2018-02-17T23:59:59-03:00")

    def test_its_own_offset_is_kept(self) -> None:
        column = 'as = "local_time"\nformats = "%Y-%m-%dT%H:%M:%S%z"\nto = "/reported_at"'

        assert tree(row(column, "2024-07-15T10:00:00+0530"))["reported_at"] == "2024-07-15T10:00:00+05:30"

    @pytest.mark.parametrize("cell", ["15/07/2024 10:00", "2024-13-01 10:00", "yesterday"])
    def test_in_no_declared_format(self, cell: str) -> None:
        result = row(f'{TIMES}to = "/reported_at"', cell)

        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-008", "/c")])

    @pytest.mark.parametrize("cell", ["0001-01-01 00:00", "9999-12-31 23:59"])
    def test_the_ends_of_the_calendar_raise_nothing(self, cell: str) -> None:
        assert row(f'{TIMES}to = "/reported_at"', cell).document is not None


class TestList:
    COLUMN = 'as = "list"\nseparator = ";"\nto = "/person/clothing/-/text"'

    def test_each_entry_has_its_own(self) -> None:
        result = row(self.COLUMN, "navy coat; red scarf;")

        assert tree(result)["person"]["clothing"] == [{"text": "navy coat"}, {"text": "red scarf"}]
        assert (fate(result), found(result)) == (Fate.CARRIED, [])

    def test_separators_alone_are_set_aside(self) -> None:
        assert found(row(self.COLUMN, "; ;")) == [("MP-C-014", "/c")]

    CODES = 'as = "list"\nseparator = "/"\ncodes = { debt = "money" }\nto = "/reasons/-"'

    def test_an_entry_that_is_not_in_the_table(self) -> None:
        result = row(self.CODES, "debt/sea")

        assert tree(result)["reasons"] == ["money"]
        assert (fate(result), found(result)) == (Fate.APPROXIMATED, [("MP-C-028", "/c")])

    def test_two_lists_of_one_cell_stand_side_by_side(self) -> None:
        words = 'as = "list"\nseparator = ","\nto = "/places_of_interest/-/place/text"'
        codes = '{ as = "list", separator = ",", codes = { gym = "leisure" }, to = "/places_of_interest/-/place/kind" }'

        result = row(f"{words}\nalso = [{codes}]", "the wood,gym")

        assert tree(result)["places_of_interest"] == [
            {"place": {"text": "the wood"}},
            {"place": {"kind": "leisure", "text": "gym"}},
        ]

    def test_no_entry_is_in_the_table(self) -> None:
        result = row(self.CODES, "sea/sky")

        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-006", "/c")])

    def test_every_entry_is_in_the_table(self) -> None:
        assert found(row(self.CODES, "debt")) == []

    def test_the_stated_default_is_reported(self) -> None:
        result = row(f'{self.CODES}\notherwise = "other"', "debt/sea")

        assert tree(result)["reasons"] == ["money", "other"]
        assert (fate(result), found(result)) == (Fate.APPROXIMATED, [("MP-C-007", "/c")])

    def test_more_entries_than_the_field_may_have(self) -> None:
        result = row(self.COLUMN, "x;" * 1001)

        assert tree(result)["person"] == {}
        assert (fate(result), found(result)) == (Fate.SET_ASIDE, [("MP-C-014", "/c")])


@pytest.mark.parametrize(
    "thing",
    [
        Record(["Avery Example"]),
        Part(0, Origin.CELL, ("circumstances",), "Avery Example"),
        Found(((("circumstances",), "Avery Example"),)),
        row('to = "/circumstances"', "Avery Example"),
    ],
)
def test_nothing_shows_what_it_holds(thing: object) -> None:
    assert "Avery" not in repr(thing)
