"""A mapping file that is wrong is refused before any row is read, in one line that names file and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from missingpersons._toml_lines import line_of
from missingpersons.converters.tabular import load_mapping, read_mapping
from missingpersons.findings import CannotRun

TOP = 'name = "invented"\nowner_force = "test-north"\ntimezone = "Europe/London"\n'


def two(one: str, other: str) -> str:
    return f'{TOP}[[column]]\nname = "a"\nto = "{one}"\n[[column]]\nname = "b"\nto = "{other}"\n'


REFERENCE = '[[column]]\nname = "ref"\nto = "/local_reference"\n'


def column(body: str) -> str:
    return f'{TOP}[[column]]\nname = "c"\n{body}\n'


WRONG = {
    "not TOML, with its line": ("name = \n", "map.toml: not TOML: Invalid value (at line 1"),
    "no name": ('owner_force = "test-north"', "map.toml: name: is needed"),
    "empty name": ('name = ""', "map.toml: name: must be text"),
    "name of another type": ("name = 1", "map.toml: name: must be text"),
    "no force": ('name = "x"', "map.toml: owner_force: is needed"),
    "no such time zone": (TOP.replace("London", "Londn"), "timezone: there is no such time zone"),
    "time zone that is a path": (
        TOP.replace("Europe/London", "../x"),
        "timezone: there is no such time zone",
    ),
    "no such encoding": (f'encoding = "utf-9"\n{TOP}', "encoding: there is no such text encoding"),
    "encoding of no text": (f'encoding = "rot13"\n{TOP}', "encoding: there is no such text encoding"),
    "encoding that stops at an error": (
        f'encoding = "idna"\n{TOP}',
        "encoding: there is no such text encoding",
    ),
    "delimiter of two": (f'delimiter = ";;"\n{TOP}', "delimiter: must be one character"),
    "delimiter that quotes": (f"delimiter = '\"'\n{TOP}", "delimiter: must be one character"),
    "recorded_at of another type": (
        f"recorded_at = 1\n{TOP}",
        "recorded_at: must be text or a list of texts",
    ),
    "recorded_at without its column": (
        f'recorded_at = "when"\n{TOP}{REFERENCE}',
        "recorded_at: 'when' is not a column that is read as local_time",
    ),
    "no column": (TOP, "map.toml: column: there is none"),
    "column of another type": (f"column = 1\n{TOP}", "column: must be a list of tables"),
    "unknown key": (f"colour = 1\n{TOP}{REFERENCE}", "map.toml: colour: there is no such key here, only column,"),
    "force that is no slug": (
        f"{TOP}{REFERENCE}".replace("test-north", "Test North"),
        "owner_force: The text does not have the form",
    ),
    "tables of another type": (f"{TOP}tables = 1\n{REFERENCE}", "tables: must be a table"),
    "table of another type": (f"{TOP}[tables]\nx = 1\n{REFERENCE}", "tables.x: must be a table"),
    "table with no code": (f"{TOP}[tables.x]\na = 1\n{REFERENCE}", "tables.x: each code must be text"),
    "constants of another type": (f"{TOP}constants = 1\n{REFERENCE}", "constants: must be a table"),
    "constant at no place": (
        f'{TOP}[constants]\n"status" = "open"\n{REFERENCE}',
        "constants: 'status' is not a place that a constant can go to",
    ),
    "constant that is ours": (
        f'{TOP}[constants]\n"/standard_version" = "1.7"\n{REFERENCE}',
        "constants: '/standard_version' is not a place",
    ),
    "constant with a fraction": (
        f'{TOP}[constants]\n"/revision" = 1.5\n{REFERENCE}',
        "constants: '/revision' must be text, a whole number",
    ),
    "constant that structure refuses": (
        f'{TOP}[constants]\n"/status" = "opne"\n{REFERENCE}',
        "constants: '/status' cannot hold that: The code is not in the closed list",
    ),
    "constant that needs another": (
        f'{TOP}[constants]\n"/answers/0/question" = "suicide_risk"\n{REFERENCE}',
        "constants: at /answers/0",
    ),
    "column twice": (f"{TOP}{REFERENCE}{REFERENCE}", "column: 'ref' is described twice"),
    "two cells at one place": (
        f"{TOP}{REFERENCE}" + REFERENCE.replace('"ref"', '"other"'),
        "column: two cells go to '/local_reference', so one would be lost",
    ),
    "one place in another": (
        two("/extensions/x/y", "/extensions/x/y/z"),
        "column: '/extensions/x/y' and '/extensions/x/y/z' cannot both be filled",
    ),
    "one place around another": (
        two("/extensions/x/y/z", "/extensions/x/y"),
        "column: '/extensions/x/y/z' and '/extensions/x/y' cannot both be filled",
    ),
    "name beside a slot": (
        two("/extensions/x/y/0", "/extensions/x/y/z"),
        "column: '/extensions/x/y/0' and '/extensions/x/y/z' cannot both be filled",
    ),
    "no target": (column(""), "map.toml: column 1: column 'c': to: is needed"),
    "no such kind": (column('as = "number"\nto = "/circumstances"'), "as: must be one of text, code"),
    "no pointer": (column('to = "circumstances"'), "to: 'circumstances' is not a place"),
    "no such place": (column('to = "/circumstence"'), "to: '/circumstence' cannot take it: There is a field"),
    "ours": (column('to = "/document_type"'), "to: '/document_type' is not a place"),
    "a record, not a value": (
        column('to = "/person"'),
        "to: '/person' cannot take it: The value is not of the type",
    ),
    "text for a number": (
        column('to = "/person/age/min"'),
        "'/person/age/min' cannot take it: The value is not",
    ),
    "number for a text": (
        column('as = "whole_number"\nto = "/circumstances"'),
        "'/circumstances' cannot take it: The value is not of the type",
    ),
    "date for a moment": (
        column('as = "date"\nformats = "%Y-%m-%d"\nto = "/reported_at"'),
        "'/reported_at' cannot take it: The text does not have the form",
    ),
    "extension without a field": (
        column('to = "/extensions/x"'),
        "'/extensions/x' cannot take it: The extensions",
    ),
    "dash in what is no list": (column('to = "/reasons/-"'), "to: '/reasons/-': as = 'list' needs one '-'"),
    "list without a dash": (
        column('as = "list"\nseparator = ","\nto = "/person/emails/0"'),
        "to: '/person/emails/0': as = 'list' needs one '-'",
    ),
    "list without a separator": (column('as = "list"\nto = "/person/emails/-"'), "separator: is needed"),
    "codes missing": (column('as = "code"\nto = "/status"'), "codes: is needed: a table, or the name of one"),
    "codes of no table": (
        column('as = "code"\ncodes = "x"\nto = "/status"'),
        "codes: there is no [tables.x]",
    ),
    "codes of another type": (column('as = "code"\ncodes = 1\nto = "/status"'), "codes: must be a table"),
    "code of another type": (
        column('as = "code"\ncodes = { a = 1 }\nto = "/status"'),
        "codes: each code must be text",
    ),
    "code that structure refuses": (
        column('as = "code"\ncodes = { a = "opne" }\nto = "/status"'),
        "codes: 'opne' cannot go there: The code is not in the closed list",
    ),
    "default that structure refuses": (
        column('as = "code"\ncodes = { a = "open" }\notherwise = "opne"\nto = "/status"'),
        "codes: 'opne' cannot go there",
    ),
    "default without codes": (
        column('as = "list"\nseparator = ","\notherwise = "other"\nto = "/reasons/-"'),
        "otherwise: needs codes",
    ),
    "answer that is none": (
        column('as = "answer"\ncodes = { a = "maybe" }\nto = "/out_of_character"'),
        "codes: an answer is yes, no or unknown",
    ),
    "key of another kind": (
        column('otherwise = "x"\nto = "/circumstances"'),
        "otherwise: there is no such key here, only also, as, ignore, joined_by, name, names, no_value, to, with",
    ),
    "no formats": (column('as = "date"\nto = "/person/date_of_birth"'), "formats: is needed"),
    "brackets without end": ("a = " + "[" * 20_000, "map.toml: not TOML: too many brackets are inside each other"),
    "latest_year that leaves no hundred years": (
        column('as = "date"\nlatest_year = 99\nformats = "%d/%m/%y"\nto = "/person/date_of_birth"'),
        "latest_year: must be a year from 100 to 9999",
    ),
    "header_row before the first": (f"header_row = 0\n{TOP}{REFERENCE}", "header_row: must be from 1"),
    "latest_year of another type": (
        column('as = "date"\nlatest_year = true\nformats = "%d/%m/%y"\nto = "/person/date_of_birth"'),
        "latest_year: must be a whole number",
    ),
    "date with a time": (
        column('as = "date"\nformats = "%Y-%m-%d %H"\nto = "/person/date_of_birth"'),
        "formats: a date has no time of day",
    ),
    "time without its day": (
        column('as = "local_time"\nformats = "%Y-%m"\nto = "/reported_at"'),
        "formats: a time needs its day",
    ),
    "local time in no zone": (
        column('as = "local_time"\nformats = "%Y-%m-%d %H:%M"\nto = "/reported_at"').replace("timezone", "#"),
        "formats: local times need the file's timezone",
    ),
    "part of a cell as the whole": (
        column('as = "postcode_at_end"\nto = "/missing_from/place/postcode"'),
        "as: postcode_at_end carries a part of the cell",
    ),
    "also of another type": (column('to = "/circumstances"\nalso = 1'), "also: must be a list of tables"),
    "also without a target": (
        column('to = "/circumstances"\nalso = [{ as = "text" }]'),
        "map.toml: column 1: column 'c': also 1: to: is needed",
    ),
    "no_value of another type": (
        column('to = "/circumstances"\nno_value = [1]'),
        "no_value: must be text or a list of texts",
    ),
    "with of another type": (column('to = "/circumstances"\nwith = 1'), "with: must be a table"),
    "with that structure refuses": (
        column('to = "/circumstances"\nwith = { "/status" = "opne" }'),
        "with: '/status' cannot hold that",
    ),
    "ignored and carried": (
        column('ignore = "unused"\nto = "/circumstances"'),
        "to: there is no such key here, only ignore, joined_by, name, names, no_value",
    ),
    "ignored without a reason": (column('ignore = ""'), "ignore: must be text"),
}


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG.keys())
def test_wrong_mapping_is_refused_in_one_line(text: str, says: str) -> None:
    with pytest.raises(CannotRun) as caught:
        read_mapping(text, name="map.toml")

    assert says in re.sub("line [0-9]+: ", "", str(caught.value))
    assert "\n" not in str(caught.value)


WRONG_FORMATS = {
    "%d/%m": "has no year",
    "%Y-%d": "has a day but no month",
    "%Y-%m %H": "has a time but no day",
    "%d/%m/%y": "has a year of two digits: say latest_year too",
    "%Y-%m-%d %I:%M": "has an hour of twelve but no %p",
    "%Y-%m-%d%z": "has an offset but no time",
    "%c": "has %c, which is not one of",
    "%Y-%j": "has %j, which is not one of",
}


@pytest.mark.parametrize(("format_", "says"), WRONG_FORMATS.items())
def test_format_that_leaves_something_to_be_guessed_is_refused(format_: str, says: str) -> None:
    text = column(f'as = "local_time"\nformats = "{format_}"\nto = "/reported_at"')

    with pytest.raises(CannotRun) as caught:
        read_mapping(text)

    assert f"formats: {format_!r} {says}" in str(caught.value)


class TestFiles:
    def test_a_file_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "map.toml"
        file.write_text(TOP + REFERENCE, encoding="utf-8")

        mapping = load_mapping(file)

        assert (mapping.name, mapping.owner_force) == ("invented", "test-north")
        assert [each.name for each in mapping.columns] == ["ref"]

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"^none\.toml: the mapping cannot be opened$"):
            load_mapping(tmp_path / "none.toml")

    def test_not_utf8(self, tmp_path: Path) -> None:
        file = tmp_path / "map.toml"
        file.write_bytes(b'name = "caf\xe9"')

        with pytest.raises(CannotRun, match=r"^map\.toml: the mapping is not UTF-8$"):
            load_mapping(file)


def test_the_column_that_goes_to_recorded_at_says_when_a_row_was_recorded() -> None:
    text = column('as = "local_time"\nformats = "%Y-%m-%d %H:%M"\nto = "/recorded_at"')

    assert read_mapping(text).recorded_at == ("c",)


def test_a_time_with_its_own_offset_needs_no_timezone() -> None:
    text = column('as = "local_time"\nformats = "%Y-%m-%d %H:%M%z"\nto = "/reported_at"')

    assert read_mapping(text.replace("timezone", "#")).columns[0].name == "c"


LINES = '''name = "x"
owner_force = "test-north"
[tables.answers]
"Y" = "yes"

[[column]]
name = "a"   # [[column]]
to = "/local_reference"
[[column]]
name = "b"
# as = "date"
note_of_nobody = """
[[column]]
as = "text"
"""
to = "/circumstances"
[[column.also]]
to = "/person/occupation"
as = "codes"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("tables", "answers"), 3),
        (("tables", "answers", "Y"), 4),
        (("column", 0, "to"), 8),
        (("column", 0, "formats"), 6),
        (("column", 1, "to"), 16),
        (("column", 1, "also", 0, "as"), 19),
        (("column", 7, "as"), None),
        (("nothing",), None),
    ],
)
def test_the_line_of_a_key(path: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(LINES, path) == line


def test_the_line_and_the_key_are_said() -> None:
    said = r"^m.toml: line 19: column 2: column 'b': also 1: as: must be one of text, "

    with pytest.raises(CannotRun, match=said) as caught:
        read_mapping(LINES, name="m.toml")

    assert caught.value.__context__ is None
