"""Each published list is what its metadata says, read by a small reader that knows the metadata and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from missingpersons import publish
from missingpersons.codes import codelists
from missingpersons.models._base import In
from missingpersons.publish.csvw import list_metadata
from missingpersons.resources import schema, schemas_directory

FOLDER = schemas_directory() / "codelists"
METADATA = "csv-metadata.json"


def faults(folder: Path) -> Iterator[tuple[str, str]]:
    """What in a folder is not as its metadata says: the file, and what is wrong with it."""
    group = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    described = {table["url"]: table["tableSchema"] for table in group["tables"]}
    there = {path.name for path in folder.iterdir()} - {METADATA}
    yield from ((name, "not described") for name in sorted(there - described.keys()))
    yield from ((name, "not there") for name in sorted(described.keys() - there))
    for name in sorted(described.keys() & there):
        yield from ((name, fault) for fault in _in_table(folder / name, described[name], group["dialect"]))


def _in_table(path: Path, schema: dict[str, Any], dialect: dict[str, Any]) -> Iterator[str]:
    text = path.read_bytes().decode(dialect["encoding"])
    header, *rows = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect["delimiter"],
        quotechar=dialect["quoteChar"],
        doublequote=dialect["doubleQuote"],
        strict=True,
    )
    columns = schema["columns"]
    if header != [each["titles"] for each in columns]:
        yield "another header"
        return
    if any(len(row) != len(columns) for row in rows):
        yield "a row of another length"
        return
    key = [each["name"] for each in columns].index(schema["primaryKey"])
    if len({row[key] for row in rows}) < len(rows):
        yield "a key twice"
    for number, column in enumerate(columns):
        cells = [row[number] for row in rows]
        if column.get("required") and "" in cells:
            yield f"no {column['name']}"
        form = column["datatype"]["format"] if isinstance(column["datatype"], dict) else ""
        if form and not all(re.fullmatch(form.removeprefix("^").removesuffix("$"), cell) for cell in cells if cell):
            yield f"a {column['name']} of another form"
        if any(cell != cell.strip() for cell in cells):
            yield f"a {column['name']} with blanks around it"


def changed(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


SEEDS = {
    "a column more": (changed("sides.csv", ",source", ",source,more"), [("sides.csv", "another header")]),
    "columns in another order": (changed("sides.csv", "code,title", "title,code"), [("sides.csv", "another header")]),
    "a cell more": (changed("sides.csv", ",library list", ",library,list"), [("sides.csv", "a row of another length")]),
    "a code twice": (changed("sides.csv", "\nright,", "\nleft,"), [("sides.csv", "a key twice")]),
    "no code": (changed("sides.csv", "\nleft,", "\n,"), [("sides.csv", "no code")]),
    "no source": (changed("sides.csv", ",library list", ","), [("sides.csv", "no source")]),
    "a code in capitals": (changed("sides.csv", "\nleft,", "\nLEFT,"), [("sides.csv", "a code of another form")]),
    "a country in small letters": (
        changed("countries.csv", "\nGBR,", "\ngbr,"),
        [("countries.csv", "a code of another form")],
    ),
    "a version that is none": (changed("sides.csv", ",1.0,", ",one,"), [("sides.csv", "a since of another form")]),
    "a blank after a title": (
        changed("sides.csv", ",Left,", ",Left ,"),
        [("sides.csv", "a title with blanks around it")],
    ),
    "a kind of list that is none": (
        changed("index.csv", ",closed,", ",shut,"),
        [("index.csv", "a kind of another form")],
    ),
    "a list that is not described": (
        lambda folder: (folder / "moons.csv").write_text("code\n", encoding="utf-8"),
        [("moons.csv", "not described")],
    ),
    "a list that is not there": (lambda folder: (folder / "sides.csv").unlink(), [("sides.csv", "not there")]),
}


class TestLists:
    def test_are_what_the_metadata_says(self):
        assert list(faults(FOLDER)) == []

    @pytest.mark.parametrize(("seed", "expected"), SEEDS.values(), ids=SEEDS)
    def test_what_is_not_is_noticed(self, tmp_path, seed, expected):
        folder = Path(shutil.copytree(FOLDER, tmp_path / "codelists"))
        seed(folder)

        assert list(faults(folder)) == expected

    @pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
    def test_have_no_byte_order_mark_and_end_each_line_alike(self, path):
        data = path.read_bytes()

        assert not data.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in data
        assert data.endswith(b"\n")

    @pytest.mark.parametrize("name", codelists())
    def test_what_takes_the_place_of_a_code_is_a_code(self, name):
        rows = list(csv.DictReader(io.StringIO((FOLDER / f"{name}.csv").read_text(encoding="utf-8"), newline="")))

        assert {row["use_instead"] for row in rows if row["use_instead"]} <= {row["code"] for row in rows}
        assert [row["code"] for row in rows if row["use_instead"] and not row["deprecated"]] == []


class TestMetadata:
    def test_describes_every_list_and_the_index(self):
        urls = [table["url"] for table in list_metadata()["tables"]]

        assert urls == ["index.csv", *(f"{name}.csv" for name in codelists())]

    def test_says_what_each_list_is_for_in_its_own_words(self):
        for table in list_metadata()["tables"][1:]:
            about = codelists()[table["url"].removesuffix(".csv")]
            assert (table["dc:title"], table["dc:description"]) == (about["title"], about["description"])

    def test_says_whose_it_is_and_what_may_be_done_with_it(self):
        licence = (Path(__file__).resolve().parents[2] / "LICENSE-standard").read_text(encoding="utf-8")

        assert list_metadata()["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
        assert "Creative Commons Attribution 4.0" in licence

    def test_gives_codes_the_form_that_the_fields_have(self):
        forms = {
            table["url"].removesuffix(".csv"): table["tableSchema"]["columns"][0]["datatype"]["format"]
            for table in list_metadata()["tables"]
        }
        wrong = [
            (record, field, name)
            for record, field, name, part in coded_fields()
            if part.get("items", part).get("pattern") != forms[name]
        ]

        assert wrong == []


def coded_fields() -> Iterator[tuple[str, str, str, Any]]:
    """Every field with the codes of an open list: its record, its name, the list, its part of the schema."""
    wholes = [(record.__name__, schema(name)) for name, record in publish.RECORDS.items()]
    parts = dict(wholes) | {name: part for _, whole in wholes for name, part in whole["$defs"].items()}
    for record in publish.records():
        for name, field in record.model_fields.items():
            for mark in field.metadata:
                if isinstance(mark, In):
                    yield record.__name__, name, mark.name, parts[record.__name__]["properties"][name]
