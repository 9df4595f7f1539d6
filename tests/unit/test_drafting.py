"""A draft says only what headings and values prove, and a check shows where each column goes, with values masked."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

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
from missingpersons.converters.mapping import TableMapping, read_mapping
from missingpersons.converters.places import parse_pointer
from missingpersons.findings import CannotRun

HEADINGS = list(csv.DictReader(io.StringIO((Path(drafting.__file__).parent / "headings.csv").read_text("utf-8"))))


def drafted(data: str | bytes, **more: str) -> str:
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
        plain = {(drafting._plain(each), line["to"]) for line in HEADINGS for each in line["heading"].split("|")}

        assert len({heading for heading, _ in plain}) == len(plain)


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

    def test_nobodys_words_are_in_it_but_codes(self) -> None:
        told = drafted(
            "Surname,Notes,Sex\nLanyon,Amara Lanyon left,F\nLanyon,Her phone 07700 900123,F\nLanyon,,Robot\n"
        )

        assert "Lanyon" not in told
        assert "900123" not in told
        assert "Robot" not in told
        assert '"xxxxx xxxxxx xxxx"' in column(told, "Notes")
        assert 'codes = { "F" = "female" }' in column(told, "Sex")

    def test_a_value_that_no_list_has_is_asked_about(self) -> None:
        told = drafted("Sex\nF\nBoth\nBoth\n")

        assert '# TODO: what is "Both"?' in column(told, "Sex")

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
        (folder / "seen.csv").write_text("ref,where\nA1,Pier\nA9,Park\n", encoding="utf-8")

        result = run("check", folder / "m.toml", folder / "in.csv", "--joined", folder / "seen.csv", "--format", "json")

        told = {each["column"]: each for each in map(json.loads, result.stdout.splitlines())}
        assert (told["seen/where"]["to"], told["seen/where"]["converted"]) == (["/sightings/-/place/text"], 1)
        assert told["seen/where"]["codes"] == {"MP-C-078": 1}

    @pytest.mark.parametrize("command", [("draft", "-"), ("draft", "none.csv")])
    def test_what_cannot_be_read(self, command: tuple[str, str]) -> None:
        assert isinstance(run(*command).exception, CannotRun)
