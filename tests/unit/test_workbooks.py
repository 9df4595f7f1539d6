"""Workbooks: what each way of holding a cell comes to, and what is refused before it is unpacked."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import examples
from tests.unit.workbook_made import LINKS, MAIN, PACKAGE, number, row, sheet, text, workbook

from missingpersons import wire
from missingpersons.converters import Fate, Row, _strings, workbooks
from missingpersons.converters.serials import Shown, serial_text, shown_by
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.findings import CannotRun

MAPPING = """
name = "invented"
owner_force = "test-north"
timezone = "Europe/London"
[[column]]
name = "ref"
to = "/local_reference"
[[column]]
name = "note"
to = "/circumstances"
[[column]]
name = "born"
as = "date"
formats = "%d/%m/%Y"
to = "/person/date_of_birth"
[[column]]
name = "told"
as = "local_time"
formats = "%d/%m/%Y %H:%M"
to = "/reported_at"
[[column]]
name = "age"
as = "whole_number"
to = "/person/age/min"
"""
HEADER = row(*map(text, ("ref", "note", "born", "told", "age")), at=1)
DATES = ("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "mmm yyyy", "00000", "hh:mm", '0.00" days"')


def rows(data: bytes, mapping: str = MAPPING) -> list[Row]:
    at = "2026-03-01T09:00:00Z"
    return list(convert(io.BytesIO(data), read_mapping(mapping), name="in.xlsx", recorded_at=at))


def one(*cells: str, mapping: str = MAPPING, **more: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The episode of a sheet with one row, and what was found."""
    told = rows(workbook({"Reports": sheet(HEADER, row(*cells))}, styles=DATES, **more), mapping)
    document = next((each.document for each in told if each.document), None)
    return json.loads(document or b"{}"), [(each.code, each.at) for row in told for each in row.findings]


def without(part: str, workbook: bytes) -> bytes:
    """A workbook less one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            if name != part:
                archive.writestr(name, whole.read(name))
    return out.getvalue()


class TestCells:
    def test_text_and_numbers_are_what_they_say(self) -> None:
        tree, found = one(text("A1"), text(" Left after tea "), "<c/>", "<c/>", number("15"))

        assert (tree["local_reference"], tree["circumstances"], tree["person"]) == (
            "A1",
            "Left after tea",
            {"age": {"min": 15}},
        )
        assert found == []

    @pytest.mark.parametrize(
        ("held", "said"),
        [
            (number("7"), "7"),
            (number("0.30000000000000004"), "0.3"),
            (number("1.5E3"), "1500"),
            (number("100000000000000"), "100000000000000"),
            (number("1.0E+2"), "100"),
            (number("42", 4), "00042"),
            (number("1.5", 6), "1.5"),
            ('<c t="b"><v>1</v></c>', "TRUE"),
            ('<c t="b"><v>true</v></c>', "TRUE"),
            ('<c t="b"><v>0</v></c>', "FALSE"),
            ('<c t="str"><v>from a formula</v></c>', "from a formula"),
            ('<c t="s"><v>0</v></c>', "of two runs"),
            ('<c t="inlineStr"><is><t>a_x0041_b</t></is></c>', "aAb"),
            ('<x:c xmlns:x="' + MAIN + '" t="inlineStr"><x:is><x:t>prefixed</x:t></x:is></x:c>', "prefixed"),
            (number("46082", 1), "2026-03-01"),
            (number("46082.5", 1), "2026-03-01 12:00:00"),
            (number("46082.604166666664", 2), "2026-03-01 14:30:00"),
            (number("46082", 3), "2026-03"),
            (number("46083", 3), "2026-03-02"),
            (number("0.604166666666667", 5), "14:30:00"),
            ('<c t="d"><v>2026-03-01T14:30:00</v></c>', "2026-03-01 14:30:00"),
            ('<c t="d"><v>2026-03-01T14:30:00.000</v></c>', "2026-03-01 14:30:00"),
            ('<c t="d"><v>2026-03-01T00:00:00Z</v></c>', "2026-03-01 00:00:00"),
            ('<c t="d"><v>2026-06-01T14:30:00Z</v></c>', "2026-06-01T14:30:00Z"),
            ('<c t="d"><v>2026-03-01T14:30:00.5</v></c>', "2026-03-01T14:30:00.5"),
        ],
    )
    def test_each_way_of_holding_a_cell(self, held: str, said: str) -> None:
        shared = ("<r><t>of </t></r><r><t>two runs</t></r><rPh><t>how it is said</t></rPh>",)

        tree, found = one(text("A1"), held, shared=shared)

        assert (tree["circumstances"], found) == (said, [])

    @pytest.mark.parametrize(
        ("held", "code"),
        [
            ('<c t="e"><v>#N/A</v></c>', "MP-C-070"),
            ("<c><f>TODAY()</f></c>", "MP-C-072"),
            (number("1234567890123456"), "MP-C-076"),
            (number("1.23456789012346E+20"), "MP-C-076"),
            ('<c t="s"><v>99</v></c>', "MP-C-077"),
            ('<c t="b"><v>yes</v></c>', "MP-C-077"),
            ('<c r="B2" t="str"><v>one</v></c><c r="B2" t="str"><v>another</v></c>', "MP-C-077"),
            ("<c><v>nothing</v></c>", "MP-C-077"),
            ("<c><v>1e999999</v></c>", "MP-C-077"),
            (number("60", 1), "MP-C-008"),
            (number("-1", 1), "MP-C-008"),
            ('<c t="inlineStr"><is><t>a_x0000_b</t></is></c>', "MP-C-016"),
            ('<c t="inlineStr"><is><t>a_xD800_b</t></is></c>', "MP-C-015"),
        ],
    )
    def test_what_cannot_be_read_is_set_aside_alone(self, held: str, code: str) -> None:
        tree, found = one(text("A1"), held)

        assert (tree["local_reference"], "circumstances" in tree, found) == ("A1", False, [(code, "/note")])

    def test_what_a_formula_came_to_is_carried_and_said(self) -> None:
        tree, found = one(text("A1"), '<c t="str"><f>A1&amp;B1</f><v>Left after tea</v></c>')

        assert (tree["circumstances"], found) == ("Left after tea", [("MP-C-071", "/note")])

    def test_dates_need_no_format_where_the_workbook_holds_them_as_dates(self) -> None:
        tree, found = one(text("A1"), "<c/>", number("40238", 1), number("46082.604166666664", 2))

        assert (tree["person"]["date_of_birth"], tree["reported_at"]) == ("2010-03-01", "2026-03-01T14:30:00+00:00")
        assert found == []

    def test_the_months_of_a_date_are_never_read_by_the_formats_of_text(self) -> None:
        mapping = MAPPING.replace("%d/%m/%Y", "%Y-%d-%m", 1)

        tree, _ = one(text("A1"), "<c/>", number("40238", 1), mapping=mapping)

        assert tree["person"]["date_of_birth"] == "2010-03-01"

    def test_a_birth_date_with_a_time_of_day_is_set_aside_and_one_at_midnight_is_a_date(self) -> None:
        _, at_noon = one(text("A1"), "<c/>", number("40238.5", 2))
        tree, at_midnight = one(text("A1"), "<c/>", number("40238", 2))

        assert (at_noon, at_midnight) == ([("MP-C-008", "/born")], [])
        assert tree["person"]["date_of_birth"] == "2010-03-01"

    def test_days_are_counted_from_1904_where_the_workbook_says_so(self) -> None:
        tree, _ = one(text("A1"), "<c/>", number("38776", 1), from_1904=True)

        assert tree["person"]["date_of_birth"] == "2010-03-01"

    def test_a_number_that_no_format_shows_as_a_date_is_none(self) -> None:
        _, found = one(text("A1"), "<c/>", number("40238"))

        assert found == [("MP-C-008", "/born")]

    @pytest.mark.parametrize("system", [False, True], ids=["1900", "1904"])
    def test_days_are_those_of_another_program(self, system: bool) -> None:
        book = openpyxl.Workbook()
        book.epoch = datetime.datetime(1904, 1, 1) if system else datetime.datetime(1899, 12, 30)
        days = [datetime.datetime(1904, 1, 2) + datetime.timedelta(days=n * 997, minutes=n * 7) for n in range(80)]
        for day in (None, *days):
            book.active.append([day or "note"])
        out = io.BytesIO()
        book.save(out)

        told = rows(out.getvalue(), MAPPING)

        said = [json.loads(each.document)["circumstances"] for each in told if each.document]
        assert said == [f"{day:%Y-%m-%d %H:%M:%S}" for day in days]


class TestShown:
    @pytest.mark.parametrize(
        ("code", "shown"),
        [
            ("General", None),
            ("0.00E+00", None),
            ("#,##0.00;[Red]-#,##0.00", None),
            ('0" days"', None),
            ("dd/mm/yyyy", Shown.DAY),
            ("[$-809]d mmmm yyyy;@", Shown.DAY),
            ("mmm-yy", Shown.MONTH),
            ("yyyy\\-mm\\-dd hh:mm", Shown.MOMENT),
            ("h:mm AM/PM", Shown.TIME),
            ("[h]:mm:ss", Shown.ELAPSED),
            ("mm:ss.0", Shown.TIME),
            ("@", None),
        ],
    )
    def test_formats(self, code: str, shown: Shown | None) -> None:
        assert shown_by(code) is shown

    @pytest.mark.parametrize(
        ("serial", "shown", "said"),
        [
            (1, Shown.DAY, "1900-01-01"),
            (59, Shown.DAY, "1900-02-28"),
            (60, Shown.DAY, None),
            (61, Shown.DAY, "1900-03-01"),
            (0, Shown.DAY, None),
            (2_958_465, Shown.DAY, "9999-12-31"),
            (2_958_466, Shown.DAY, None),
            (float("nan"), Shown.DAY, None),
            (1.1, Shown.ELAPSED, "26:24:00"),
            (46082.999999999, Shown.MOMENT, "2026-03-02 00:00:00"),
        ],
    )
    def test_serials(self, serial: float, shown: Shown, said: str | None) -> None:
        assert serial_text(serial, shown, from_1904=False) == said


class TestSheets:
    def test_rows_are_numbered_as_they_stand_and_gaps_are_none(self) -> None:
        told = rows(workbook({"Reports": sheet(HEADER, row(text("A1"), at=2), row(at=3), row(text("A2"), at=7))}))

        assert [each.source for each in told] == ["in.xlsx:1", "in.xlsx:6"]
        assert [each.findings for each in told] == [(), ()]

    def test_a_title_over_the_table_is_no_header(self) -> None:
        with pytest.raises(CannotRun, match="none of the mapping's columns"):
            rows(workbook({"Reports": sheet(row(text("All reports"), at=1), HEADER.replace('r="1"', 'r="3"'))}))

    def test_headings_below_a_title_are_as_wide_as_they_are(self) -> None:
        title = row(text("Reports of May"), at=2)
        named = row(*map(text, ("ref", "note", "born", "told", "age")), at=5)

        above, first = rows(
            workbook({"Reports": sheet(title, named, row(text("A1"), at=7))}), f"header_row = 2\n{MAPPING}"
        )

        assert (above.source, first.source) == ("in.xlsx:0", "in.xlsx:2")
        assert [(each.code, each.at) for each in above.findings] == [("MP-C-037", "/row_1/column_1")]
        assert first.findings == ()
        assert len(first.cells) == 5

    def test_other_sheets_and_hidden_ones_are_said_and_never_named(self) -> None:
        sheets = {"Secret": sheet(HEADER), "Reports": sheet(HEADER, row(text("A1"))), "Other": sheet(HEADER)}

        told = rows(workbook(sheets, hidden=("Secret",)))

        assert [(each.code, each.at) for each in told[0].findings] == [
            ("MP-C-074", "/sheet_1"),
            ("MP-C-075", "/sheet_3"),
        ]
        assert [each.source for each in told] == ["in.xlsx:0", "in.xlsx:1"]

    def test_a_sheet_whose_part_is_not_there_is_said_to_be_damaged(self) -> None:
        whole = workbook({"Reports": sheet(HEADER, row(text("A1"))), "Other": sheet(HEADER), "More": sheet(HEADER)})

        told = rows(without("xl/worksheets/sheet2.xml", whole))

        assert [(each.code, each.at) for each in told[0].findings] == [
            ("MP-C-075", "/sheet_2"),
            ("MP-C-077", "/sheet_2"),
            ("MP-C-075", "/sheet_3"),
        ]

    def test_the_mapping_chooses_the_sheet_even_a_hidden_one(self) -> None:
        sheets = {"Reports": sheet(HEADER), "Kept": sheet(HEADER, row(text("A1")))}

        told = rows(workbook(sheets, hidden=("Kept",)), 'sheet = "KEPT"\n' + MAPPING)

        assert [each.source for each in told if each.document] == ["in.xlsx:1"]

    def test_a_sheet_that_is_not_there_and_a_sheet_of_a_csv_are_refused(self) -> None:
        mapping = 'sheet = "Gone"\n' + MAPPING

        with pytest.raises(CannotRun, match="the workbook has no sheet 'Gone'"):
            rows(workbook({"Reports": sheet(HEADER)}), mapping)
        with pytest.raises(CannotRun, match="names a sheet, and this is not a workbook"):
            rows(b"ref,note\nA1,x\n", mapping)

    def test_merged_cells_have_the_value_in_the_first_alone(self) -> None:
        merged = '<mergeCells count="1"><mergeCell ref="B2:B3"/><mergeCell ref="D2:E2"/></mergeCells>'
        body = sheet(HEADER, row(text("A1"), text("Both"), at=2), row(text("A2"), at=3), after=merged)

        first, second = rows(workbook({"Reports": body}))

        assert [(each.code, each.at) for each in first.findings] == [("MP-C-073", "/age")]
        assert [(each.code, each.at) for each in second.findings] == [("MP-C-073", "/note")]
        assert dict(second.cells)["/note"] is Fate.EMPTY

    def test_two_thousand_columns(self) -> None:
        names = ["ref", *(f"c{n}" for n in range(1999))]

        *_, told = rows(workbook({"Reports": sheet(row(*map(text, names)), row(*map(text, ["A1"] * 2000)))}))

        assert len(told.cells) == 2000
        assert {each.code for each in told.findings} == {"MP-C-004"}
        assert json.loads(told.document or b"")["local_reference"] == "A1"

    def test_a_sheet_cut_short_gives_the_rows_before_and_says_so(self) -> None:
        body = sheet(HEADER, *(row(text(f"A{n}"), at=n + 2) for n in range(2000)))

        told = rows(workbook({"Reports": body[: len(body) // 2]}))

        assert sum(each.document is not None for each in told) > 500
        assert [(each.code, each.at) for each in told[-1].findings] == [("MP-C-077", "")]

    @pytest.mark.parametrize("kind", ["comments", "threadedComment"])
    def test_comments_and_links_are_told_cell_by_cell(self, kind: str) -> None:
        links = f'<hyperlinks xmlns:r="{LINKS}"><hyperlink r:id="r9" ref="A2"/><hyperlink ref="A2:B3"/></hyperlinks>'
        element = "comment" if kind == "comments" else kind
        told = "".join(f'<{element} ref="{ref}"><text>found dead</text></{element}>' for ref in ("B2", "no cell"))
        parts = {
            "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
            f'Type="{LINKS}/{kind}" Target="../notes.xml"/></Relationships>'.encode(),
            "xl/notes.xml": f'<comments xmlns="{MAIN}">{told}</comments>'.encode(),
        }
        body = sheet(HEADER, row(text("A1"), text("x"), at=2), after=links)

        file, one = rows(workbook({"Reports": body}, parts=parts))

        assert (file.source, [(each.code, each.at) for each in file.findings]) == (
            "in.xlsx:0",
            [("MP-C-035", "/sheet_1/B2"), ("MP-C-035", "/sheet_1"), ("MP-C-036", "/sheet_1/A2")],
        )
        assert (one.document is not None, one.findings) == (True, ())

    def test_comments_that_cannot_be_read_are_told(self) -> None:
        parts = {
            "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
            f'Type="{LINKS}/comments" Target="/xl/notes.xml"/></Relationships>'.encode(),
            "xl/notes.xml": b"<comments><comment ref='B2'>",
        }

        file, _ = rows(workbook({"Reports": sheet(HEADER, row(text("A1"), at=2))}, parts=parts))

        assert [(each.code, each.at) for each in file.findings] == [
            ("MP-C-035", "/sheet_1/B2"),
            ("MP-C-077", "/sheet_1"),
        ]

    def test_hidden_rows_are_read_like_the_others(self) -> None:
        body = sheet(HEADER, row(text("A1"), at=2).replace("<row", '<row hidden="1"'))

        assert [each.document is not None for each in rows(workbook({"Reports": body}))] == [True]

    def test_a_stray_cell_beyond_the_header_is_no_report(self) -> None:
        stray = '<c r="Z9" t="inlineStr"><is><t>far away</t></is></c>'

        told = rows(workbook({"Reports": sheet(HEADER, row(text("A1"), at=2), row(stray, at=9))}))

        assert [each.document is not None for each in told] == [True, False]
        assert [(each.code, each.at) for each in told[1].findings] == [
            ("MP-C-018", ""),
            ("MP-C-019", "/column_26"),
            ("MP-C-031", ""),
        ]
        assert [place for place, fate in told[1].cells if fate is Fate.SET_ASIDE] == ["/column_26"]

    def test_a_cell_longer_than_any_is_set_aside_alone(self) -> None:
        long = "x" * 1_100_000
        shared = (f"<t>{long}1</t>", f"<t>{long}2</t>")
        second, third = (f'<c t="s"><v>{n}</v></c>' for n in (0, 1))
        body = sheet(HEADER, *(row(text("A1"), each, number("60000")) for each in (text(long), second, third)))

        told = rows(workbook({"Reports": body}, shared=shared))

        assert [[(each.code, each.at) for each in one.findings] for one in told] == [
            [("MP-C-032", "/note"), ("MP-C-008", "/born")],
            [("MP-C-032", "/note"), ("MP-C-008", "/born"), ("MP-C-024", "")],
            [("MP-C-032", "/note"), ("MP-C-008", "/born"), ("MP-C-024", "")],
        ]
        assert [json.loads(one.document or b"")["local_reference"] for one in told] == ["A1"] * 3

    def test_many_shared_texts_are_kept_out_of_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_strings, "MOST_HELD", 100)
        shared = tuple(f"<t>note {n}</t>" for n in range(9000))
        body = sheet(HEADER, *(row(text(f"A{n}"), f'<c t="s"><v>{n}</v></c>') for n in range(9000)))

        told = rows(workbook({"Reports": body}, shared=shared))

        assert [json.loads(each.document or b"")["circumstances"] for each in told] == [
            f"note {n}" for n in range(9000)
        ]

    def test_a_pipe_is_read_too(self) -> None:
        class Pipe(io.BytesIO):
            def seekable(self) -> bool:
                return False

        data = workbook({"Reports": sheet(HEADER, row(text("A1")))})

        told = list(
            convert(Pipe(data), read_mapping(MAPPING), name="in", recorded_at="2026-03-01T09:00:00Z")  # type: ignore[arg-type]
        )

        assert [each.source for each in told] == ["in:1"]


class TestRefused:
    def test_a_bomb_is_refused_by_its_directory_and_nothing_is_unpacked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as part:
            for _ in range(1001):
                part.write(bytes(1_000_000))
        monkeypatch.setattr(zipfile.ZipFile, "open", None)

        with pytest.raises(CannotRun, match=r"^in.xlsx: the workbook would be 1001 MB unpacked"):
            rows(out.getvalue())

    def test_one_that_is_packed_too_tight_is_refused(self) -> None:
        bomb = {"xl/media/a.bin": bytes(70_000_000)}

        with pytest.raises(CannotRun, match="packed far tighter"):
            rows(workbook({"Reports": sheet(HEADER)}, parts=bomb))

    def test_a_directory_that_lies_gives_a_damaged_sheet(self) -> None:
        body = sheet(HEADER, *(row(text(f"A{n}")) for n in range(5000)))
        data = workbook({"Reports": body})

        told = rows(data.replace(len(body).to_bytes(4, "little"), (200_000).to_bytes(4, "little")))

        assert sum(each.document is not None for each in told) > 1000
        assert [each.code for each in told[-1].findings] == ["MP-C-077"]

    @pytest.mark.parametrize(
        "doctype",
        [
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
            '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]>',
        ],
    )
    def test_document_types_are_refused_wherever_they_stand(self, doctype: str) -> None:
        body = sheet(HEADER, row(text("A1")))
        styles = {"xl/styles.xml": f'{doctype}<styleSheet xmlns="{MAIN}"/>'.encode()}

        with pytest.raises(CannotRun, match="it has a document type"):
            rows(workbook({"Reports": body}, parts=styles))
        with pytest.raises(CannotRun, match="the first row, which names the columns, cannot be read"):
            rows(workbook({"Reports": doctype + body}))

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"PK\x03\x04" + b"x" * 100, "is not a workbook that can be read"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "is an old workbook"),
        ],
    )
    def test_what_is_no_workbook(self, data: bytes, said: str) -> None:
        with pytest.raises(CannotRun, match=said) as caught:
            rows(data)

        assert caught.value.__context__ is None

    def test_a_zip_of_something_else(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

        with pytest.raises(CannotRun, match="is not a workbook that can be read"):
            rows(out.getvalue())

    def test_sizes_are_said_where_there_are_too_many_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbooks, "MOST_PARTS", 3)

        with pytest.raises(CannotRun, match="in 6 parts: save it as CSV"):
            rows(workbook({"Reports": sheet(HEADER)}))


GOOD = workbook(
    {"Reports": sheet(HEADER, *(row(text(f"A{n}"), '<c t="s"><v>0</v></c>', number(f"{n}", 1)) for n in range(20)))},
    styles=DATES,
    shared=("<t>Left after tea</t>",),
)
BODY = sheet(
    HEADER, row(text("A1"), '<c t="s"><v>0</v></c>', number("40000", 1), number("7", 2), '<c t="b"><v>1</v></c>')
)


class TestAnything:
    @settings(max_examples=examples(150), deadline=None, database=None)
    @given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
    def test_bytes_changed_anywhere(self, changes: list[tuple[int, int]]) -> None:
        data = bytearray(GOOD)
        for at, value in changes:
            data[at] = value

        self.never_raises(bytes(data))

    @settings(max_examples=examples(150), deadline=None, database=None)
    @given(st.data())
    def test_xml_changed_anywhere(self, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(BODY) - 1))
        gone = data.draw(st.integers(0, 12))
        put = data.draw(
            st.one_of(st.text(max_size=4), st.sampled_from(["<c>", "</c>", "<v>", '<row r="9">', "<is>", "<f/>"]))
        )
        body = BODY[:at] + put + BODY[at + gone :]

        self.never_raises(workbook({"Reports": body}, styles=DATES, shared=("<t>x</t>",)))

    @staticmethod
    def never_raises(data: bytes) -> None:
        try:
            told = rows(data)
        except CannotRun:
            return
        for each in told:
            assert each.document is None or wire.parse(each.document)
            reported = {found.at for found in each.findings}
            assert all(place in reported for place, fate in each.cells if fate is Fate.SET_ASIDE)
