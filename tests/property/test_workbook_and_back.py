"""Out to a workbook and back is the same episode, less exactly what the report says: which is nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import examples

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters._written_book import neutral, restored
from missingpersons.converters.formats import Reading, Writing, Written
from missingpersons.converters.layout import sheets
from missingpersons.converters.sheets import unescaped
from missingpersons.converters.tabular import FORMAT
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.testing import Generator, strategies

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
BACK = Reading("back.xlsx", None, {"layout": "standard"})


def out(*episodes: Episode) -> tuple[bytes, list[Written]]:
    assert FORMAT.write
    stream = io.BytesIO()
    told = list(FORMAT.write([(f"in:{n}", each) for n, each in enumerate(episodes, 1)], stream, Writing()))
    return stream.getvalue(), told


def back(data: bytes) -> list[Row]:
    assert FORMAT.read
    return list(FORMAT.read(io.BytesIO(data), BACK))


def documents(rows: list[Row]) -> list[bytes]:
    return [each.document for each in rows if each.document]


def findings(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row.source, each.code, each.at) for row in rows for each in row.findings]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example(path: Path) -> None:
    episode = wire.parse(path.read_bytes())
    if not isinstance(episode, Episode):
        pytest.skip("no episode")

    data, told = out(episode)
    rows = back(data)

    assert documents(rows) == [wire.dump(episode)]
    assert ([each.findings for each in told], findings(rows)) == ([()], [])
    assert {leaf.fate for each in told for leaf in each.leaves} == {Fate.CARRIED}
    assert {fate for row in rows for _, fate in row.cells} <= {Fate.CARRIED, Fate.EMPTY}


@pytest.mark.no_cover
@settings(max_examples=examples(30))
@given(strategies.episodes())
def test_every_episode(tree: dict[str, Any]) -> None:
    episode = wire.build(tree, Episode)

    rows = back(out(episode)[0])

    assert documents(rows) == [wire.dump(episode)]
    assert findings(rows) == []


def test_the_complete_record() -> None:
    episode = wire.build(strategies.complete_episode(), Episode)

    assert documents(back(out(episode)[0])) == [wire.dump(episode)]


def test_many_at_once_and_two_versions_of_one() -> None:
    episodes = [wire.parse(each, Episode) for each in Generator(seed=7).documents(40)]
    later = wire.build({**wire.to_tree(episodes[0]), "revision": 99, "sightings": []}, Episode)

    rows = back(out(*episodes, later)[0])

    assert documents(rows) == [wire.dump(each) for each in (*episodes, later)]
    assert findings(rows) == []


AWKWARD = st.text(
    st.one_of(st.characters(blacklist_categories=["Cs"]), st.sampled_from("=+-@'\t\r\n \\_x0041_\x00\x01\ufffe")),
    min_size=1,
    max_size=60,
)


@settings(max_examples=examples(100))
@given(AWKWARD, AWKWARD)
def test_whatever_the_text(
    text: str,
    other: str,
) -> None:
    tree = {**BARE, "circumstances": text, "person": {"names": [{"given": [text, other]}]}}
    tree["extensions"] = {"org.example": {"a": text, "b": [[], {}, [other, True, -5, {"c": {}}]]}}
    report = wire.check(json.dumps(tree))
    if not report.ok and any(each.code.startswith("MP-S") for each in report):
        return
    episode = wire.build(tree, Episode)

    assert documents(back(out(episode)[0])) == [wire.dump(episode)]


BARE: dict[str, Any] = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-03-01T14:00:00Z",
    "owner_force": "test-north",
    "status": "open",
    "person": {},
}


@pytest.mark.parametrize("text", ["x" * 20_000, "\U0001f600" * 20_000, "\x01" * 20_000, "_x0041_" * 2_500])
def test_texts_longer_than_a_cell(text: str) -> None:
    episode = wire.build({**BARE, "circumstances": text, "extensions": {"org.example": {"a": text * 3}}}, Episode)

    data, _ = out(episode)

    assert documents(back(data)) == [wire.dump(episode)]
    held = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet for cell in row]
    assert max(len(unescaped(each).encode("utf-16-le")) // 2 for each in held if each) <= 32_767


class TestForPeople:
    def test_another_program_reads_it_and_sees_text_and_no_formula(self) -> None:
        tree = {**BARE, "circumstances": '=HYPERLINK("http://example.org")', "person": {"emails": ["@a", "b"]}}
        data, _ = out(wire.build(tree, Episode))

        sheet = openpyxl.load_workbook(io.BytesIO(data))["Episodes"]

        told = {head.value: cell for head, cell in zip(*sheet.iter_rows(), strict=True)}
        assert told["Circumstances"].value == '\'=HYPERLINK("http://example.org")'
        assert told["Person: emails"].value == "'@a\nb"
        assert {(cell.data_type, cell.number_format) for cell in told.values()} == {("s", "@")}

    def test_it_is_the_same_once_another_program_has_saved_it(self) -> None:
        episodes = [wire.parse(each, Episode) for each in Generator(seed=3).documents(10)]
        book = openpyxl.load_workbook(io.BytesIO(out(*episodes)[0]))
        again = io.BytesIO()
        book.save(again)

        assert documents(back(again.getvalue())) == [wire.dump(each) for each in episodes]

    def test_the_same_episodes_give_the_same_bytes(self, good: dict[str, Any]) -> None:
        episode = wire.build(good, Episode)

        assert out(episode)[0] == out(episode)[0]

    def test_sheets_have_names_of_their_own_that_a_spreadsheet_takes(self) -> None:
        titles = [leaf.title for leaf in sheets()]

        assert len({title[:26].casefold() for title in titles}) == len(titles)
        assert max(map(len, titles)) <= 31
        for leaf in sheets():
            headings = [field.heading for field in leaf.fields]
            assert len(set(headings)) == len(headings)
            assert not {"Episode", *leaf.numbers} & set(headings)

    @given(st.text())
    def test_what_is_neutral_is_restored(self, text: str) -> None:
        assert restored(neutral(text)) == text
        assert neutral(text)[:1] not in tuple("=+-@\t\r\n")


class TestEdited:
    """What somebody changed in the workbook is read or reported; nothing is made up."""

    def book(self, tree: dict[str, Any]) -> Any:
        return openpyxl.load_workbook(io.BytesIO(out(wire.build(tree, Episode))[0]))

    def rows(self, book: Any) -> list[Row]:
        stream = io.BytesIO()
        book.save(stream)
        return back(stream.getvalue())

    def at(self, sheet: Any, heading: str) -> Any:
        column = next(cell.column for cell in sheet[1] if cell.value == heading)
        return sheet.cell(2, column)

    def test_a_value_that_structure_refuses_is_set_aside_alone(self) -> None:
        book = self.book({**BARE, "person": {"date_of_birth": "2010-03-01", "occupation": "Baker"}})
        cell = self.at(book["Episodes"], "Person: date of birth")
        cell.value = "soon"

        rows = self.rows(book)

        assert json.loads(documents(rows)[0])["person"] == {"occupation": "Baker"}
        assert findings(rows) == [("back.xlsx:1", "MP-C-014", f"/column_{cell.column}")]

    @pytest.mark.parametrize("heading", ["Recorded at", "Owner force", "Episode id", "Revision", "Status", "Tenure"])
    def test_without_what_makes_it_an_episode_there_is_none(self, heading: str) -> None:
        book = self.book({**BARE, "person": {"occupation": "Baker"}})
        self.at(book["Episodes"], heading).value = None

        rows = self.rows(book)

        assert documents(rows) == []
        assert {each[1] for each in findings(rows)} == {"MP-C-014"}
        assert {fate for _, fate in rows[0].cells} == {Fate.SET_ASIDE, Fate.EMPTY}

    def test_rows_of_nobody_columns_of_nobody_and_sheets_of_nobody(self) -> None:
        book = self.book({**BARE, "sightings": [{"text": "At the pier"}]})
        self.at(book["Sightings"], "Episode").value = "7"
        book["Episodes"].cell(1, 40).value = "Mood"
        book["Episodes"].cell(2, 40).value = "calm"
        book.create_sheet("Notes")

        rows = self.rows(book)

        assert [each for each in findings(rows) if each[1] != "MP-C-078"] == [
            ("back.xlsx:0", "MP-C-075", "/sheet_3"),
            ("back.xlsx:1", "MP-C-004", "/column_40"),
        ]
        assert [each[0] for each in findings(rows) if each[1] == "MP-C-078"] == ["back.xlsx[Sightings]:1"] * 4
        assert len(documents(rows)) == 1

    def test_a_row_twice_is_not_read_over_the_first(self) -> None:
        book = self.book({**BARE, "sightings": [{"text": "At the pier"}]})
        book["Sightings"].append(["1", "1", "In the park"])

        rows = self.rows(book)

        assert json.loads(documents(rows)[0])["sightings"] == [{"text": "At the pier"}]
        assert findings(rows) == [("back.xlsx[Sightings]:2", "MP-C-079", "/column_3")]

    def test_numbers_that_a_person_typed_are_read(self) -> None:
        book = self.book({**BARE, "person": {"age": {"min": 15, "max": 16}}})
        self.at(book["Episodes"], "Person: age: min").value = 14

        assert json.loads(documents(self.rows(book))[0])["person"]["age"] == {"min": 14, "max": 16}


GOOD, _ = out(*[wire.parse(each, Episode) for each in Generator(seed=5).documents(2)])


@pytest.mark.no_cover
@settings(max_examples=examples(75))
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_the_bytes(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value

    try:
        rows = back(bytes(data))
    except CannotRun:
        return

    for row in rows:
        assert row.document is None or wire.parse(row.document)


CLEAN = st.characters(min_codepoint=32, max_codepoint=0x2FFF)


@pytest.mark.no_cover
@settings(max_examples=60)
@given(st.data())
def test_whatever_the_cells(data: st.DataObject) -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    cells = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row]
    for _ in range(data.draw(st.integers(1, 5))):
        cell = cells[data.draw(st.integers(0, len(cells) - 1))]
        cell.value = data.draw(st.one_of(st.text(CLEAN, max_size=5), st.integers(-3, 10**6), st.booleans(), st.none()))
    stream = io.BytesIO()
    book.save(stream)

    rows = back(stream.getvalue())

    for row in rows:
        assert row.document is None or wire.parse(row.document)
        reported = {each.at for each in row.findings}
        assert all(place in reported for place, fate in row.cells if fate is Fate.SET_ASIDE)
