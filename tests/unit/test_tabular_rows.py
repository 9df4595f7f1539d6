"""A file with something wrong in it: each fault has its finding, and the good rows around it arrive."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.converters import Fate, Row, Tally, records
from missingpersons.converters._cutting import FIELD_LIMIT
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.findings import CannotRun

TOP = 'name = "invented"\nowner_force = "test-north"\n'
REFERENCE = """
[[column]]
name = "ref"
to = "/local_reference"
"""
COLUMNS = f"""{REFERENCE}
[[column]]
name = "what"
to = "/circumstances"
[[column]]
name = "job"
to = "/person/occupation"
"""
HEADER = b"ref,what,job\n"


def rows(data: bytes, mapping: str = TOP + COLUMNS) -> list[Row]:
    return list(convert(io.BytesIO(data), read_mapping(mapping), name="in.csv", recorded_at="2026-03-01T09:00:00Z"))


def found(row: Row) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in row.findings]


def tree(row: Row) -> dict[str, Any]:
    assert row.document is not None
    return dict(json.loads(row.document))


def references(given: list[Row]) -> list[str | None]:
    """The reference of each row's episode; None for a row without one."""
    return [tree(row)["local_reference"] if row.document else None for row in given]


class TestWholeFiles:
    @pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\r\n\n"])
    def test_empty(self, data: bytes) -> None:
        with pytest.raises(CannotRun, match=r"^in\.csv: the file is empty$"):
            rows(data)

    @pytest.mark.parametrize(
        "data",
        [
            b"ref;what;job\nA1;x;y\n",
            b"Reports of May,,\nref,what,job\nA1,x,y\n",
            b"\x1f\x8b\x08\x00\xff\n",
            "ref,what\n".encode("utf-16"),
            b"x" * 9_000_000,
        ],
    )
    def test_wrong_delimiter_or_no_such_table(self, data: bytes) -> None:
        with pytest.raises(CannotRun) as caught:
            rows(data)

        assert str(caught.value).startswith("in.csv: the first row has none of the mapping's columns")
        assert str(caught.value).endswith("is there no title above the header (header_row)?")
        assert "\n" not in str(caught.value)

    def test_rows_above_the_headings_are_accounted_for(self) -> None:
        data = b"Reports of May,,Lanyon\n\n,,\n" + HEADER + b"A1,x,y\n"

        title, row = rows(data, f"header_row = 2\n{TOP}{COLUMNS}")

        assert (title.source, row.source) == ("in.csv:0", "in.csv:1")
        assert [(each.code, each.at) for each in title.findings] == [
            ("MP-C-037", "/row_1/column_1"),
            ("MP-C-037", "/row_1/column_3"),
        ]
        assert [fate for _, fate in title.cells] == [Fate.SET_ASIDE, Fate.EMPTY, Fate.SET_ASIDE]
        assert tree(row)["local_reference"] == "A1"

    def test_a_row_of_nothing_is_not_counted_before_the_headings(self) -> None:
        (row,) = rows(b",,\n" + HEADER + b"A1,x,y\n")

        assert (row.source, row.findings) == ("in.csv:1", ())

    def test_a_row_above_the_headings_that_cannot_be_read_is_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(records, "LINE_LIMIT", 40)

        title, row = rows(b"x" * 100 + b"\n" + HEADER + b"A1,x,y\n", f"header_row = 2\n{TOP}{COLUMNS}")

        assert [(each.code, each.at) for each in title.findings] == [("MP-C-022", "/row_1")]
        assert tree(row)["local_reference"] == "A1"

    def test_a_file_that_ends_above_its_headings(self) -> None:
        with pytest.raises(CannotRun, match=r"^in\.csv: the file ends before its header_row$"):
            rows(HEADER, f"header_row = 3\n{TOP}{COLUMNS}")

    def test_header_alone(self) -> None:
        assert rows(HEADER) == []

    def test_bom(self) -> None:
        assert references(rows(b"\xef\xbb\xbf" + HEADER + b"A1,x,y\n")) == ["A1"]

    def test_declared_encoding_and_delimiter(self) -> None:
        mapping = f'encoding = "windows-1252"\ndelimiter = ";"\n{TOP}{COLUMNS}'

        (row,) = rows("ref;what;job\nA1;caf\u00e9 \u2013 late;\n".encode("windows-1252"), mapping)

        assert tree(row)["circumstances"] == "café – late"

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_line_end_and_no_last_one(self, end: str) -> None:
        data = end.join(["ref,what,job", "A1,x,y", "", "A2,x,y"]).encode()

        assert [row.source for row in rows(data)] == ["in.csv:1", "in.csv:2"]

    def test_recorded_at_that_is_no_time(self) -> None:
        with pytest.raises(CannotRun, match=r"^--recorded-at: needs a time with seconds and an offset"):
            convert(io.BytesIO(HEADER), read_mapping(TOP + COLUMNS), name="in.csv", recorded_at="yesterday")

    def test_the_stream_is_let_go_of_and_not_closed(self) -> None:
        stream = io.BytesIO(HEADER + b"A1,x,y\nA2,x,y\n")

        stopped = convert(stream, read_mapping(TOP + COLUMNS), name="in.csv", recorded_at="2026-03-01T09:00:00Z")
        next(stopped)
        stopped.close()  # type: ignore[attr-defined]

        assert not stream.closed

    @pytest.mark.parametrize("declared", ["utf-16", "utf-32"])
    def test_no_text_of_the_declared_encoding_at_all(self, declared: str) -> None:
        with pytest.raises(CannotRun, match=r"^in\.csv: is not in the encoding that the mapping declares$") as caught:
            rows(HEADER + b"A1,x,y\n", f'encoding = "{declared}"\n{TOP}{COLUMNS}')

        assert caught.value.__context__ is None

    def test_cut_in_the_middle_of_a_character(self) -> None:
        data = "ref,what,job\nA1,x,y\nA2,x,y".encode("utf-16")[:-1]

        first, second = rows(data, f'encoding = "utf-16"\n{TOP}{COLUMNS}')

        assert found(first) == []
        assert (tree(second)["local_reference"], found(second)) == ("A2", [("MP-C-015", "/job")])


class TestColumns:
    def test_missing_column(self) -> None:
        header, row = rows(b"ref,what\nA1,x\n")

        assert (header.source, header.document, found(header)) == ("in.csv:0", None, [("MP-C-001", "/job")])
        assert (tree(row)["circumstances"], found(row)) == ("x", [])

    def test_doubled_column(self) -> None:
        header, row = rows(b"ref,what,job,what,what\nA1,x,y,z,\n")

        assert found(header) == [("MP-C-002", "/what")]
        assert (tree(row)["circumstances"], found(row)) == ("x", [("MP-C-003", "/what")])
        assert [fate for place, fate in row.cells if place == "/what"] == [
            Fate.CARRIED,
            Fate.SET_ASIDE,
            Fate.EMPTY,
        ]

    def test_column_that_the_mapping_does_not_describe(self) -> None:
        first, second = rows(b"ref,what,job,shoe size\nA1,x,y,44\nA2,x,y,\n")

        assert found(first) == [("MP-C-004", "/column_4")]
        assert found(second) == []

    def test_header_that_is_personal_is_never_quoted(self) -> None:
        (header, row) = rows(b"ref,what,job,Amara_Lanyon,07700900123,Amara_Lanyon\nA1,x,y,1,2,3\n")

        assert found(header) == [("MP-C-002", "/column_6")]
        assert found(row) == [("MP-C-004", "/column_4"), ("MP-C-004", "/column_5"), ("MP-C-003", "/column_6")]
        assert [place for place, _ in row.cells] == ["/ref", "/what", "/job", "/column_4", "/column_5", "/column_6"]

    def test_column_without_a_name(self) -> None:
        (row,) = rows(b"ref,what,job,\nA1,x,y,44\n")

        assert found(row) == [("MP-C-004", "/column_4")]

    def test_missing_column_whose_name_cannot_be_said(self) -> None:
        mapping = f'{TOP}{COLUMNS}[[column]]\nname = "a\\nb"\nto = "/extensions/x/y"\n'

        header, _ = rows(HEADER + b"A1,x,y\n", mapping)

        assert found(header) == [("MP-C-001", "/column_4")]

    def test_a_column_of_the_mapping_goes_by_its_name_as_a_pointer_writes_it(self) -> None:
        mapping = f'{TOP}{REFERENCE}[[column]]\nname = "Größe / ~cm"\nignore = "x"\n'

        (row,) = rows("ref,Größe / ~cm,mine own\nA1,180,x\n".encode(), mapping)

        assert found(row) == [("MP-C-005", "/Größe ~1 ~0cm"), ("MP-C-004", "/column_3")]

    def test_header_whose_quotes_are_odd(self) -> None:
        header, row = rows(b'ref,what,"job\nA1,x,y\n')

        assert found(header) == [("MP-C-021", "")]
        assert found(row) == []


class TestRows:
    def test_too_short(self) -> None:
        first, second = rows(HEADER + b"A1,x\nA2,x,y\n")

        assert found(first) == [("MP-C-017", "")]
        assert first.cells[-1] == ("/job", Fate.EMPTY)
        assert found(second) == []

    def test_too_long(self) -> None:
        first, second = rows(HEADER + b"A1,x,y,z,\nA2,x,y\n")

        assert found(first) == [("MP-C-018", ""), ("MP-C-019", "/column_4")]
        assert first.cells[-2:] == (("/column_4", Fate.SET_ASIDE), ("/column_5", Fate.EMPTY))
        assert found(second) == []

    def test_empty_row(self) -> None:
        first, second = rows(HEADER + b", ,\nA2,x,y\n")

        assert (first.document, found(first)) == (None, [("MP-C-026", "")])
        assert second.document is not None

    @pytest.mark.parametrize("total", [b",,,Total: 2", b", ,,,Total: 2"])
    def test_a_row_with_nothing_in_the_mapped_columns_is_no_report(self, total: bytes) -> None:
        first, second, third = rows(b"ref,what,job,sum\nA1,x,y,\n" + total + b"\nA2,x,y,\n")

        assert references([first, second, third]) == ["A1", None, "A2"]
        assert ("MP-C-031", "") in found(second)
        assert [fate for _, fate in second.cells].count(Fate.SET_ASIDE) == 1
        assert (found(first), found(third)) == ([], [])

    def test_nor_one_whose_only_value_the_mapping_leaves(self) -> None:
        mapping = f'{TOP}{COLUMNS}[[column]]\nname = "print"\nignore = "who printed it"\n'

        (row,) = rows(b"ref,what,job,print\n,,,x\n", mapping)

        assert (row.document, found(row)) == (None, [("MP-C-005", "/print"), ("MP-C-031", "")])
        assert row.cells[-1] == ("/print", Fate.SET_ASIDE)

    def test_a_row_whose_only_mapped_cell_cannot_be_read_is_a_report_all_the_same(self) -> None:
        (row,) = rows(HEADER + b",caf\xe9,\n")

        assert row.document is not None
        assert found(row) == [("MP-C-015", "/what"), ("MP-C-023", "")]

    def test_so_is_one_with_a_value_in_the_second_column_of_a_mapped_name(self) -> None:
        _, row = rows(b"ref,what,what\n,,x\n", TOP + COLUMNS.rpartition("[[column]]")[0])

        assert row.document is not None
        assert found(row) == [("MP-C-003", "/what"), ("MP-C-023", "")]

    def test_windows_bytes_in_a_file_said_to_be_utf8(self) -> None:
        first, second = rows(HEADER + b"A1,caf\xe9,y\nA2,caf\xc3\xa9,y\n")

        assert "circumstances" not in tree(first)
        assert (tree(first)["local_reference"], found(first)) == ("A1", [("MP-C-015", "/what")])
        assert (tree(second)["circumstances"], found(second)) == ("café", [])

    def test_nul(self) -> None:
        first, second = rows(HEADER + b"A1,x\x00x,y\nA2,x,y\n")

        assert "circumstances" not in tree(first)
        assert found(first) == [("MP-C-016", "/what")]
        assert found(second) == []

    def test_several_lines_in_one_cell(self) -> None:
        first, second = rows(HEADER + b'A1,"left\nhome, ""late""",y\nA2,x,y\n')

        assert tree(first)["circumstances"] == 'left\nhome, "late"'
        assert (second.source, found(first), found(second)) == ("in.csv:2", [], [])


class TestQuotes:
    def test_a_quote_that_is_never_closed_swallows_no_other_row(self) -> None:
        result = rows(HEADER + b'A1,"x,y\nA2,x,y\nA3,x,y\n')

        assert references(result) == ["A1", "A2", "A3"]
        assert [found(row) for row in result] == [[("MP-C-020", "/what")], [], []]
        assert result[0].cells == (("/ref", Fate.CARRIED), ("/what", Fate.SET_ASIDE), ("/job", Fate.EMPTY))

    def test_nor_where_a_later_row_has_quotes(self) -> None:
        result = rows(HEADER + b'A1,"x,y\nA2,"x",y\nA3,x,y\n')

        assert references(result) == ["A1", "A2", "A3"]
        assert [found(row) for row in result] == [[("MP-C-020", "/what")], [], []]

    def test_nor_in_the_last_row(self) -> None:
        result = rows(HEADER + b'A1,x,y\nA2,"x,y')

        assert references(result) == ["A1", "A2"]
        assert found(result[1]) == [("MP-C-020", "/what")]

    def test_quotes_inside_a_quoted_cell(self) -> None:
        first, second = rows(HEADER + b'A1,"she said "late" twice",y\nA2,x,y\n')

        assert tree(first)["circumstances"].startswith("she said late")
        assert found(first) == [("MP-C-021", "")]
        assert found(second) == []

    def test_more_lines_than_a_record_has(self) -> None:
        lines = b"".join(b"A%d,x,y\n" % number for number in range(2, records.RECORD_LINES + 100))

        result = rows(HEADER + b'A1,"x,y\n' + lines)

        assert len(result) == records.RECORD_LINES + 99
        assert found(result[0]) == [("MP-C-020", "/what")]
        assert all(found(row) == [] for row in result[1:])


class TestSizes:
    def test_a_cell_over_the_limit(self) -> None:
        result = rows(HEADER + b"A1,x,y\nA2," + b"x" * (FIELD_LIMIT + 1) + b",y\nA3,x,y\n")

        assert references(result) == ["A1", "A2", "A3"]
        assert found(result[1]) == [("MP-C-032", "/what")]
        assert result[1].cells == (("/ref", Fate.CARRIED), ("/what", Fate.SET_ASIDE), ("/job", Fate.CARRIED))
        assert (tree(result[1])["person"], "circumstances" in tree(result[1])) == ({"occupation": "y"}, False)

    def test_a_cell_at_the_limit_is_read(self) -> None:
        mapping = f'{TOP}{REFERENCE}[[column]]\nname = "all"\nto = "/extensions/x/all"\n'

        (row,) = rows(b"ref,all\nA1," + b"x" * FIELD_LIMIT + b"\n", mapping)

        assert (len(tree(row)["extensions"]["x"]["all"]), found(row)) == (FIELD_LIMIT, [])

    def test_a_quoted_cell_over_the_limit_of_several_lines(self) -> None:
        long = b"a, b\n" * 900 + b"x" * FIELD_LIMIT

        first, second = rows(HEADER + b'A1,"' + long + b'",y\nA2,x,y\n')

        assert (tree(first)["person"], found(first)) == ({"occupation": "y"}, [("MP-C-032", "/what")])
        assert (second.source, found(second)) == ("in.csv:2", [])

    def test_cells_over_the_limit_are_told_apart(self) -> None:
        long = b"x" * FIELD_LIMIT

        result = rows(HEADER + b"A1," + long + b"1,y\nA1," + long + b"2,y\nA1," + long + b"1,y\n")

        assert [found(row) for row in result] == [
            [("MP-C-032", "/what")],
            [("MP-C-032", "/what"), ("MP-C-024", "")],
            [("MP-C-032", "/what"), ("MP-C-025", "")],
        ]

    def test_a_heading_over_the_limit(self) -> None:
        header, row = rows(b"ref,what,job," + b"x" * (FIELD_LIMIT + 1) + b"\nA1,x,y,z\n")

        assert found(header) == [("MP-C-032", "/column_4")]
        assert found(row) == [("MP-C-004", "/column_4")]

    def test_a_cell_over_the_limit_where_the_process_allows_more(self) -> None:
        before = csv.field_size_limit(2**31 - 1)
        try:
            result = rows(HEADER + b"A2," + b"x" * (FIELD_LIMIT + 1) + b",y\nA3,x,y\n")
        finally:
            csv.field_size_limit(before)

        assert references(result) == ["A2", "A3"]
        assert found(result[0]) == [("MP-C-032", "/what")]

    def test_a_line_over_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(records, "LINE_LIMIT", 40)

        result = rows(HEADER + b"A1,x,y\nA2," + b"x" * 100 + b",y\nA3,x,y\n")

        assert references(result) == ["A1", None, "A3"]
        assert found(result[1]) == [("MP-C-022", "")]
        assert result[1].cells == tuple((place, Fate.SET_ASIDE) for place in ("/ref", "/what", "/job"))

    @pytest.mark.parametrize("end", ["\n", "\r\n", ""])
    @pytest.mark.parametrize("quote", ["", '"'])
    def test_a_line_over_the_limit_for_one_cell_is_read_without_it(
        self, monkeypatch: pytest.MonkeyPatch, end: str, quote: str
    ) -> None:
        monkeypatch.setattr(records, "LINE_LIMIT", 3 * FIELD_LIMIT)
        long = f"{quote}{'x' * 5 * FIELD_LIMIT}{quote}"

        result = rows(HEADER + f"A1,x,y\nA2,{long},y{end}".encode() + (b"A3,x,y\n" if end else b""))

        assert references(result) == ["A1", "A2", "A3"][: 3 if end else 2]
        assert found(result[1]) == [("MP-C-032", "/what")]
        assert tree(result[1])["person"] == {"occupation": "y"}

    def test_what_is_never_held_of_two_cells_tells_them_apart(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(records, "LINE_LIMIT", 2 * FIELD_LIMIT)
        long = b"x" * 3 * FIELD_LIMIT

        result = rows(HEADER + b"A1,y," + long + b"1\nA1,y," + long + b"2\nA1,y," + long + b"1")

        assert [[code for code, _ in found(row)] for row in result] == [
            ["MP-C-032"],
            ["MP-C-032", "MP-C-024"],
            ["MP-C-032", "MP-C-025"],
        ]

    def test_a_line_over_the_limit_after_a_quote_that_is_not_closed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(records, "LINE_LIMIT", 40)

        result = rows(HEADER + b'A1,"x,y\nA2,' + b"x" * 100 + b",y\nA3,x,y\n")

        assert references(result) == ["A1", None, "A3"]
        assert [found(row) for row in result] == [[("MP-C-020", "/what")], [("MP-C-022", "")], []]

    def test_the_last_line_is_over_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(records, "LINE_LIMIT", 40)

        assert references(rows(HEADER + b"A1,x,y\nA2," + b"x" * 100)) == ["A1", None]

    def test_a_document_too_large_loses_its_largest_cell(self) -> None:
        columns = "".join(f'[[column]]\nname = "c{n}"\nto = "/extensions/x/c{n}"\n' for n in range(5))
        header = b"ref," + b",".join(b"c%d" % n for n in range(5)) + b"\n"
        cells = ",".join("é" * (FIELD_LIMIT - n) for n in range(5)).encode()

        (row,) = rows(header + b"A1," + cells + b"\n", TOP + REFERENCE + columns)

        assert found(row) == [("MP-C-014", "/c0"), ("MP-C-014", "/c1")]
        assert row.document is not None
        assert len(row.document) < wire.MAX_BYTES


class TestFitting:
    ANSWERS = """
[[column]]
name = "ref"
to = "/local_reference"
[[column]]
name = "q1"
as = "answer"
codes = { Y = "yes", N = "no" }
to = "/answers/1/answer"
with = { "/answers/1/question" = "suicide_risk" }
[[column]]
name = "e1"
to = "/answers/1/explanation"
[[column]]
name = "q2"
as = "answer"
codes = { Y = "yes", N = "no" }
to = "/answers/2/answer"
with = { "/answers/2/question" = "crime_suspected" }
"""

    def answered(self, cells: str) -> Row:
        (row,) = rows(f"ref,q1,e1,q2\n{cells}\n".encode(), TOP + self.ANSWERS)
        return row

    def test_slots_that_are_not_used_vanish(self) -> None:
        assert tree(self.answered("A1,,,N"))["answers"] == [{"question": "crime_suspected", "answer": "no"}]

    def test_an_explanation_without_an_answer_invents_none(self) -> None:
        row = self.answered("A1,,said so,Y")

        assert tree(row)["answers"] == [{"question": "crime_suspected", "answer": "yes"}]
        assert found(row) == [("MP-C-014", "/e1")]

    def test_an_answer_that_is_not_understood_takes_its_explanation_with_it(self) -> None:
        row = self.answered("A1,perhaps,said so,Y")

        assert tree(row)["answers"] == [{"question": "crime_suspected", "answer": "yes"}]
        assert found(row) == [("MP-C-006", "/q1"), ("MP-C-014", "/e1")]

    def test_what_comes_with_a_value_and_stands_alone_goes_without_a_word(self) -> None:
        mapping = COLUMNS.replace(
            'to = "/person/occupation"',
            'to = "/person/occupation"\nwith = { "/answers/0/question" = "suicide_risk" }',
        )

        (row,) = rows(HEADER + b"A1,x,y\n", TOP + mapping)

        assert "answers" not in tree(row)
        assert (tree(row)["person"], found(row)) == ({"occupation": "y"}, [])

    def test_an_aside_goes_before_the_cell_beside_it(self) -> None:
        mapping = """
[[column]]
name = "ref"
to = "/local_reference"
also = [{ to = "/answers/0/question" }]
[[column]]
name = "why"
to = "/answers/0/explanation"
"""

        (row,) = rows(b"ref,why\nA1,x\n", TOP + mapping)

        assert (tree(row)["local_reference"], found(row)) == ("A1", [("MP-C-014", "/why")])

    def test_an_aside_goes_and_the_cell_beside_it_stays(self) -> None:
        mapping = f"""{REFERENCE}
[[column]]
name = "health"
as = "list"
separator = ";"
to = "/person/emails/-"
[[column]]
name = "notes"
to = "/circumstances"
also = [{{ as = "list", separator = ";", to = "/person/emails/-" }}]
"""
        many = "x;" * 600

        (row,) = rows(f"ref,health,notes\nA1,{many},{many}\n".encode(), TOP + mapping)

        assert (tree(row)["person"]["emails"], found(row)) == (["x"] * 600, [])
        assert tree(row)["circumstances"] == many


class TestContradictions:
    OUTCOMES = f"""{REFERENCE}
[[column]]
name = "found"
to = "/circumstances"
with = {{ "/status" = "located" }}
[[column]]
name = "cancelled on"
to = "/outcome/text"
with = {{ "/status" = "cancelled" }}
"""

    def test_two_cells_with_which_the_mapping_says_two_things(self) -> None:
        both, one, other = rows(b"ref,found,cancelled on\nA1,x,y\nA2,x,\nA3,,y\n", TOP + self.OUTCOMES)

        assert found(both) == [("MP-C-033", "/found"), ("MP-C-033", "/cancelled on")]
        assert [fate for _, fate in both.cells] == [Fate.CARRIED, Fate.APPROXIMATED, Fate.APPROXIMATED]
        assert tree(both)["status"] == "cancelled"
        assert (tree(one)["status"], found(one)) == ("located", [])
        assert (tree(other)["status"], found(other)) == ("cancelled", [])

    def test_two_cells_with_which_it_says_the_same(self) -> None:
        mapping = TOP + self.OUTCOMES.replace('"cancelled" }', '"located" }')

        (row,) = rows(b"ref,found,cancelled on\nA1,x,y\n", mapping)

        assert (tree(row)["status"], found(row)) == ("located", [])


class TestTally:
    def test_the_fates_of_cells_add_up(self) -> None:
        tally = Tally()
        for row in rows(b"ref,what,job,extra\nA1,x,,1\nA2,x,y,\nA1,x,,1\n"):
            tally.add(row)

        assert dict(tally.columns["/ref"]) == {Fate.CARRIED: 2, Fate.REPEATED: 1}
        assert dict(tally.columns["/job"]) == {Fate.CARRIED: 1, Fate.EMPTY: 2}
        assert dict(tally.columns["/column_4"]) == {Fate.SET_ASIDE: 1, Fate.REPEATED: 1, Fate.EMPTY: 1}
        assert tally.set_aside() == (1, 6)
        assert tally.set_aside(["/column_4"]) == (1, 1)

    def test_columns_of_several_tables_are_kept_apart(self) -> None:
        tally = Tally()
        for source, fate in (("in.csv:1", "carried"), ("seen:1", "set_aside"), ("in.csv:2", "set_aside")):
            tally.add(Row(source, None, (), (("/column_4", Fate(fate)),)))

        assert {place: dict(counts) for place, counts in tally.columns.items()} == {
            "/column_4": {Fate.CARRIED: 1, Fate.SET_ASIDE: 1},
            "seen/column_4": {Fate.SET_ASIDE: 1},
        }
        assert (tally.set_aside(["/column_4"]), tally.set_aside(["seen/column_4"])) == ((1, 2), (1, 1))

    def test_sheets_of_a_workbook_are_kept_apart(self) -> None:
        tally = Tally()
        for source in ("in.xlsx:1", "in.xlsx[Sightings]:1", "in.xlsx[Answers]:1"):
            tally.add(Row(source, None, (), (("/column_1", Fate.CARRIED),)))

        assert list(tally.columns) == ["/column_1", "in.xlsx[Sightings]/column_1", "in.xlsx[Answers]/column_1"]
