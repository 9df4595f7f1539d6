"""A draft says only what headings and values prove, and a check shows where each column goes, with values masked."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.unit.workbook_made import number, row, sheet, text, workbook

from missingpersons import cli
from missingpersons.codes import codelists
from missingpersons.converters import drafting
from missingpersons.converters.cells import KINDS
from missingpersons.converters.drafting import draft
from missingpersons.converters.fitting import refusal
from missingpersons.converters.glimpses import Glimpse, masked
from missingpersons.converters.headings import plain
from missingpersons.converters.mapping import TableMapping, read_mapping
from missingpersons.converters.places import parse_pointer
from missingpersons.findings import CannotRun

HEADINGS = list(csv.DictReader(io.StringIO((Path(drafting.__file__).parent / "headings.csv").read_text("utf-8"))))


def drafted(data: str | bytes, **more: Any) -> str:
    raw = data.encode() if isinstance(data, str) else data
    return draft(io.BytesIO(raw), name="in.csv", owner_force="test-north", **more)


def column(told: str, name: str) -> str:
    return next(each for each in told.split("\n\n") if f'name = "{name}"' in each)


def loaded(told: str) -> TableMapping:
    return read_mapping(told, name="m.toml")


class TestHeadings:
    @pytest.mark.parametrize("line", HEADINGS, ids=[line["heading"] for line in HEADINGS])
    def test_each_goes_to_a_place_that_takes_it(self, line: dict[str, str]) -> None:
        assert line["as"] in {*KINDS, "height", "weight"}
        assert not line["list"] or line["list"] in codelists()
        for pointer in line["to"].split():
            path = parse_pointer(pointer)
            whole = line["as"] in ("whole_number", "height", "weight")
            assert path
            assert refusal(path, 1 if whole else "x", kind_only=True) is None

    def test_no_heading_means_two_things(self) -> None:
        meanings = {(plain(each), line["to"]) for line in HEADINGS for each in line["heading"].split("|")}

        assert len({heading for heading, _ in meanings}) == len(meanings)


class TestDates:
    @pytest.mark.parametrize(
        ("values", "formats"),
        [
            (["13/02/2026", "01/02/2026"], ("%d/%m/%Y",)),
            (["02/13/2026", "01/02/2026"], ("%m/%d/%Y",)),
            (["2026-02-13 10:00:00", "2026-02-13"], ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")),
            (["13.02.2026 10:00"], ("%d.%m.%Y %H:%M",)),
            (["3 Mar 2026"], ("%d %b %Y",)),
        ],
    )
    def test_what_is_proved(self, values: list[str], formats: tuple[str, ...]) -> None:
        assert seen(values).dates().formats == formats

    @pytest.mark.parametrize(
        ("values", "doubt"),
        [
            (["01/02/2026", "03/04/2026"], "no value proves"),
            (["13/02/2026", "02/13/2026"], "some values put the day first"),
            (["13/02/26"], "two digits"),
            (["2026-13-02"], "of a form that is known"),
            (["yesterday", "13/02/2026"], "of a form that is known"),
            ([], "of a form that is known"),
        ],
    )
    def test_what_is_not(self, values: list[str], doubt: str) -> None:
        dates = seen(values).dates()

        assert dates.formats == ()
        assert doubt in dates.doubt


def seen(values: list[str]) -> Glimpse:
    glimpse = Glimpse("x")
    for each in values:
        glimpse.see(each)
    return glimpse


class TestDraft:
    def test_it_is_a_mapping_and_what_is_not_proved_is_a_todo(self) -> None:
        told = drafted("CrimeRef;DOB;Reported;Colour;Height\nA1;13/02/2010;01/02/2026 10:00;Green;5ft\n")

        assert [each.name for each in loaded(told).columns] == ["CrimeRef", "DOB", "Reported", "Colour", "Height"]
        assert 'delimiter = ";"' in told
        assert 'formats = "%d/%m/%Y"' in column(told, "DOB")
        assert "TODO: no value proves whether the day or the month comes first" in column(told, "Reported")
        assert "TODO: nobody has said where this goes" in column(told, "Colour")
        assert "TODO: say as = 'measure' and the unit" in column(told, "Height")

    def test_a_title_above_the_headings_is_asked_about_and_passed_over(self) -> None:
        table = "Reports of May\n,,\nCrimeRef,Surname,DOB\nA1,Lanyon,13/02/2010\n"

        told = drafted(table)
        again = drafted(table, header_row=2)

        assert "# TODO: rows have more cells than there are headings. Is this row a title? Say --header-row." in told
        assert [each.name for each in loaded(again).columns] == ["CrimeRef", "Surname", "DOB"]
        assert loaded(again).header_row == 2
        assert "title" not in again

    def test_nobodys_words_are_in_it_but_codes(self) -> None:
        told = drafted(
            "Surname,Notes,Sex\nLanyon,Amara Lanyon left,F\nLanyon,Her phone 07700 900123,F\nLanyon,,Robot\n"
        )

        assert "Lanyon" not in told
        assert "900123" not in told
        assert "Robot" not in told
        assert '"xxxxx xxxxxx xxxx"' in column(told, "Notes")
        assert 'codes = { "F" = "female" }' in column(told, "Sex")

    def test_a_value_that_looks_like_a_code_is_asked_about(self) -> None:
        told = drafted("Sex\nF\nM\nUNK\nUNK\n")

        assert '# TODO: what is "UNK"?' in column(told, "Sex")

    @pytest.mark.parametrize(
        "table",
        [
            "Surname,Sex\nX,F\nX,M\nX,Lanyon\nX,Lanyon\n",
            "Surname,Sex\nX,F\nX,M\nX,amara lanyon\nX,amara lanyon\n",
            "Surname,Sex\nLI,F\nLI,M\nX,LI\nX,LI\n",
            "Surname,Sex\nX,F\nX,LI\nX,LI\n",
            "Surname,Sex\nX,F\nX,M\nX,LI\n",
            "Surname,Sex\nX,F\nX,M\nX,07700 900123\nX,07700 900123\n",
        ],
        ids=["a word", "two words", "a name of the table", "the most", "once", "a phone number"],
    )
    def test_a_value_that_may_be_a_name_is_counted_and_not_quoted(self, table: str) -> None:
        told = drafted(table)

        assert "# TODO: what are 1 other value(s)? They are not quoted" in column(told, "Sex")
        assert not any(each in told.casefold() for each in ("lanyon", 'li"', "900123"))

    def test_columns_of_one_name_are_entries_of_a_list(self) -> None:
        told = drafted("Phone,Ref,Phone\n07700 900123,A1,07700 900124\n,A2,\n")

        assert 'names = ["Phone", "Phone"]\nto = "/person/phones/-/number"' in told
        assert "# 2 value(s), 2 different" in told
        assert [each.headings for each in loaded(told).columns] == [(("Phone", 1),), (("Phone", 2),), (("Ref", 1),)]

    def test_columns_of_one_name_that_nobody_knows_are_set_aside_together(self) -> None:
        told = drafted("Colour,Colour\nx,y\n")

        assert 'names = ["Colour", "Colour"]\nignore = "TODO: nobody has said where this goes"' in told
        assert len(loaded(told).columns) == 2

    @pytest.mark.parametrize("data", [b"\x93\x81\xff,a\nx,y\n", b"a\0,b\nx,y\n", bytes(range(256)) * 9])
    def test_what_is_no_text_is_refused_in_one_line(self, data: bytes) -> None:
        with pytest.raises(CannotRun, match=r"^in.csv: the first row is no text in [a-z0-9-]+: is it a table\?$"):
            drafted(data)

    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [
            ("07700900123,Lanyon", "07700900124,Okafor", "its column 1 has a phone number"),
            ("Lanyon,01/02/1990", "Okafor,14/02/1990", "its column 2 has a date in numbers"),
            ("Lanyon,1990-02-01", "Okafor,1991-02-01", "its column 2 has a date"),
            ("Lanyon,amara@example.org", "Okafor,b@example.org", "its column 2 has an e-mail address"),
            ("Lanyon,ZZ99 1AA", "", "its column 2 has a postcode"),
            ("1,Lanyon,Y", "2,Okafor,Y", "what its column 3 says comes again below"),
        ],
    )
    def test_a_first_row_that_is_somebodys_is_refused(self, first: str, second: str, said: str) -> None:
        with pytest.raises(CannotRun, match=f"^in.csv: the first row has no headings: {said}; put headings") as caught:
            drafted(f"{first}\n{second}\n")

        assert "Lanyon" not in str(caught.value)

    @pytest.mark.parametrize("table", ["Ref,2024-01-01\nA1,x\n", "Ref,Status\nA1,Status\n", "a,b\na,b\nx,y\n"])
    def test_headings_that_are_odd_are_headings(self, table: str) -> None:
        assert loaded(drafted(table))

    def test_two_columns_for_one_place_are_not_both_mapped(self) -> None:
        told = drafted("Surname,Last Name\nLanyon,Lanyon\n")

        assert "TODO: another column goes to the same place" in column(told, "Last Name")
        assert loaded(told).columns[0].reading

    def test_columns_without_a_name_or_with_the_name_of_another(self) -> None:
        told = drafted("ref,,ref\nA1,x,y\n")

        assert "# TODO: a column without a name." in told
        assert "# TODO: a column of the same name as another." in told
        assert loaded(told)

    def test_another_encoding_is_said(self) -> None:
        told = drafted("ref,note\nA1,Zoë\n".encode("cp1252"))

        assert 'encoding = "windows-1252"  # TODO' in told

    def test_whose_it_is_must_be_said(self) -> None:
        told = draft(io.BytesIO(b"ref\nA1\n"), name="in.csv")

        with pytest.raises(CannotRun, match="line 3: owner_force"):
            read_mapping(told, name="m.toml")

    def test_a_workbook_whose_dates_are_dates(self) -> None:
        book = workbook({"R": sheet(row(text("dob")), row(number("40238", 1)))}, styles=("dd/mm/yyyy",))

        told = drafted(book)

        assert 'formats = "%Y-%m-%d"' in column(told, "dob")

    @pytest.mark.parametrize("data", [b"", b"\n\n"])
    def test_a_table_without_a_header_is_refused(self, data: bytes) -> None:
        with pytest.raises(CannotRun, match=r"in.csv: there is no first row"):
            drafted(data)

    def test_odd_headings_are_written_as_toml(self) -> None:
        name = 'a "quoted"\ttab\\ \x7f'

        told = drafted(f'"{name.replace(chr(34), chr(34) * 2)}"\nx\n')

        assert loaded(told).columns[0].name == name


def test_masked() -> None:
    assert masked("Zoë Lanyon, 07700 900123") == "xxx xxxxxx, 99999 999999"
    assert masked("x" * 40) == "x" * 24 + "…"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Zoe\u0308 Lanyon", "xxxx xxxxxx"),
        ("\udcd0\udcd1\udcc3", "xxx"),
        ("O\u2019Neil", "xxxxxx"),
        ("\u0661\u0662/1", "99/9"),
        ("a\u200db \u3042\U0001f600", "xxx xx"),
        ("a_b-c [d]\\^`~", "x_x-x [x]\\^`~"),
        ("a\tb\nc\u2028d", "x x x x"),
        ("\0\x7f\u0300", "xxx"),
    ],
)
def test_only_blanks_and_signs_of_ascii_are_shown(text: str, form: str) -> None:
    assert masked(text) == form


def test_a_glimpse_never_shows_what_was_seen() -> None:
    assert "Lanyon" not in repr(seen(["Lanyon"]))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.commands, ["mapping", *map(str, arguments)])


class TestCommands:
    TABLE = "CrimeRef,DOB,Notes\nA1,13/02/2010,Amara left\nA2,soon,\n"

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "in.csv").write_text(self.TABLE, encoding="utf-8")
        result = run("draft", tmp_path / "in.csv", "--owner-force", "test-north", "--out", tmp_path / "m.toml")
        assert result.exit_code == 0
        mapping = (tmp_path / "m.toml").read_text(encoding="utf-8")
        dates = 'as = "date"\nformats = "%d/%m/%Y"\nto = "/person/date_of_birth"'
        reason = "its values are not dates of a form that is known here: say formats"
        (tmp_path / "m.toml").write_text(mapping.replace(f'ignore = "TODO: {reason}"', dates), encoding="utf-8")
        return tmp_path

    def test_a_check_shows_each_column(self, folder: Path) -> None:
        result = run("check", folder / "m.toml", folder / "in.csv", "--format", "json")

        told = {each["column"]: each for each in map(json.loads, result.stdout.splitlines())}
        assert told["/DOB"] == {
            "column": "/DOB",
            "to": ["/person/date_of_birth"],
            "values": 2,
            "converted": 1,
            "approximated": 0,
            "set_aside": 1,
            "no_value": 0,
            "empty": 0,
            "codes": {"MP-C-008": 1},
            "such_as": ["99/99/9999"],
            "set_aside_such_as": ["xxxx"],
        }
        assert told["/Notes"]["why"] == "TODO: nobody has said where this goes"
        assert told["/Notes"]["set_aside_such_as"] == ["xxxxx xxxx"]

    def test_a_check_for_people(self, folder: Path) -> None:
        result = run("check", folder / "m.toml", folder / "in.csv")

        assert result.exit_code == 0
        assert "in.csv: 3 of 5 values convert, in 3 column(s)" in result.stdout
        assert "Amara" not in result.stdout

    def test_a_check_shows_what_is_missing_and_what_is_not_described(self, folder: Path) -> None:
        (folder / "in.csv").write_text("CrimeRef,Medical\nA1,Asthma\n", encoding="utf-8")

        result = run("check", folder / "m.toml", folder / "in.csv", "--format", "json")

        told = {each["column"]: each.get("why") for each in map(json.loads, result.stdout.splitlines())}
        assert told == {
            "/CrimeRef": None,
            "/column_2": "the mapping does not describe it",
            "/DOB": "the table does not have it",
            "/Notes": "the table does not have it",
        }

    def test_a_check_of_a_joined_table(self, folder: Path) -> None:
        join = '[[join]]\nname = "seen"\nkey = "ref"\nmatches = "CrimeRef"\n[[join.column]]\nname = "where"\n'
        mapping = (folder / "m.toml").read_text(encoding="utf-8") + join + 'to = "/sightings/-/place/text"\n'
        (folder / "m.toml").write_text(mapping, encoding="utf-8")
        (folder / "seen.csv").write_text("ref,where,who\nA9,Park,\nA1,Pier,Amara\n", encoding="utf-8")

        result = run("check", folder / "m.toml", folder / "in.csv", "--joined", folder / "seen.csv", "--format", "json")

        told = {each["column"]: each for each in map(json.loads, result.stdout.splitlines())}
        assert (told["seen/where"]["to"], told["seen/where"]["converted"]) == (["/sightings/-/place/text"], 1)
        assert told["seen/where"]["codes"] == {"MP-C-078": 1}
        assert told["seen/where"]["such_as"] == ["xxxx"]
        assert told["seen/where"]["set_aside_such_as"] == ["xxxx"]
        assert told["seen/column_1"]["why"] == "the key: its rows are found by it, as 'CrimeRef' of the first table"
        assert told["seen/column_3"]["why"] == "the mapping does not describe it"
        assert told["seen/column_3"]["set_aside_such_as"] == ["xxxxx"]

    def test_a_check_of_columns_of_one_name(self, folder: Path) -> None:
        mapping = 'name = "x"\nowner_force = "test-north"\n[[column]]\nnames = ["Phone", "Phone"]\n'
        (folder / "m.toml").write_text(mapping + 'to = "/person/phones/-/number"\n', encoding="utf-8")
        many = "9" * 400
        (folder / "in.csv").write_text(f"Phone,Phone\n07700 900123,{many}\n,07700 900124\n", encoding="utf-8")

        result = run("check", folder / "m.toml", folder / "in.csv", "--format", "json")

        told = [json.loads(line) for line in result.stdout.splitlines()]
        assert [(each["column"], each["to"], each["converted"], each["codes"]) for each in told] == [
            ("/Phone", ["/person/phones/0/number"], 1, {}),
            ("/Phone (2)", ["/person/phones/1/number"], 1, {"MP-C-014": 1}),
        ]

    def test_a_check_of_a_join_whose_file_is_not_given_says_how(self, folder: Path) -> None:
        join = '[[join]]\nname = "seen"\nkey = "ref"\nmatches = "CrimeRef"\n[[join.column]]\nname = "where"\n'
        mapping = (folder / "m.toml").read_text(encoding="utf-8") + join + 'to = "/sightings/-/place/text"\n'
        (folder / "m.toml").write_text(mapping, encoding="utf-8")

        result = run("check", folder / "m.toml", folder / "in.csv")

        assert isinstance(result.exception, CannotRun)
        assert "the join 'seen' is not given: say --joined FILE to mapping check" in str(result.exception)

    def test_a_check_of_the_wrong_encoding_shows_nobodys_name(self, folder: Path) -> None:
        (folder / "in.csv").write_bytes("CrimeRef,DOB,Notes\nA1,,Ланьон\n".encode("cp1251"))

        result = run("check", folder / "m.toml", folder / "in.csv", "--format", "json")

        told = {each["column"]: each for each in map(json.loads, result.stdout.splitlines())}
        assert told["/Notes"]["set_aside_such_as"] == ["xxxxxx"]

    @pytest.mark.parametrize("command", [("draft", "-"), ("draft", "none.csv")])
    def test_what_cannot_be_read(self, command: tuple[str, str]) -> None:
        assert isinstance(run(*command).exception, CannotRun)
