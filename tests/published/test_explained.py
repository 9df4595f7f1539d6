"""The examples that ``explain`` prints: each code has one at fault and one that is not, short, and true."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.due import clocks
from missingpersons.explanations import HERE, circumstances, examples, lines
from missingpersons.findings import CannotRun, catalogue
from missingpersons.models import Call, Episode
from missingpersons.publish import explained
from missingpersons.publish.explained import explained_document
from missingpersons.together import check_together
from tests.grouped import by_family, grouped

EXPLAINED: dict[str, Any] = dict(explained_document()["examples"])
WITH_DOCUMENT = sorted(code for code, each in EXPLAINED.items() if "document" in each["at_fault"])
OF_SEVERAL = sorted(code for code, each in EXPLAINED.items() if "episodes" in each["at_fault"])
OF_RULES = [code for code in WITH_DOCUMENT if code.startswith("MP-R-")]
OF_CLOCKS = [code for code in WITH_DOCUMENT if code.startswith("MP-K-")]
OF_STRUCTURE = sorted(code for code in catalogue() if code[3] in "SV")
OF_TABLES = sorted(code for code in catalogue() if "MP-C-" <= code < "MP-C-034")
"""From 034 on they are of workbooks, joined tables and the other formats, whose own tests find them."""

HEAD = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-03-01T14:00:00Z",
    "owner_force": "test-north",
    "status": "cancelled",
    "person": {},
}
"""What stands for … in a text, less what the text itself has."""

OTHER_HEADS = {
    "call": {
        "standard_version": "1.0",
        "call_id": HEAD["episode_id"],
        "force": "test-north",
        "recorded_at": HEAD["recorded_at"],
    },
    "unidentified_case": {
        "standard_version": "1.0",
        "case_id": HEAD["episode_id"],
        "status": "open",
        "revision": 1,
        "tenure": 1,
        "recorded_at": HEAD["recorded_at"],
        "owner_force": "test-north",
    },
}

TOO_LARGE_TO_SHOW = {
    "MP-S-002": "\n",
    "MP-S-004": "[" * 100_000,
    "MP-S-010": '{…, "circumstances": "' + "x" * 9_000_000 + '"}',
    "MP-S-025": '{…, "person": {"occupation": "' + "x" * 301 + '"}}',
    "MP-S-028": '{…, "person": {"names": [' + ",".join(['{"full": "Amara Lanyon"}'] * 1001) + "]}}",
}
"""What the examples at fault say in words, because the text would be too long."""

TABLES_TOO_LARGE_TO_SHOW = {
    "MP-C-022": "ref,note\nA1," + "x," * 4_500_000 + "\n",
    "MP-C-032": "ref,note\nA1," + "x" * 2_000_000 + "\n",
}

TOGETHER = {
    "MP-C-001": {"MP-C-004"},
    "MP-C-002": {"MP-C-003"},
    "MP-C-003": {"MP-C-002"},
    "MP-C-018": {"MP-C-019"},
    "MP-C-019": {"MP-C-018"},
    "MP-C-031": {"MP-C-004"},
}
"""What is always found with another, since one is of the file or the row and the other of its cell."""

MAPPING = 'name = "invented"\nowner_force = "test-north"\ntimezone = "Europe/London"\n'
REFERENCE = '[[column]]\nname = "ref"\nto = "/local_reference"\n'


def data_of(text: str, encoding: str = "utf-8") -> bytes:
    """The bytes of a text, with what every document needs in place of …."""
    given = "\n" if text == "\n" else text
    head = {name: value for name, value in HEAD.items() if f'"{name}":' not in given}
    return given.replace("…", json.dumps(head)[1:-1]).replace("{, ", "{").encode(encoding)


def found_in(text: str, encoding: str = "utf-8") -> set[str]:
    return {each.code for each in wire.check(data_of(text, encoding))}


def whole(example: dict[str, Any]) -> dict[str, Any]:
    """The document of an example with what it leaves out because it does not matter."""
    kind = example["document"].get("document_type", "episode")
    return {**OTHER_HEADS.get(kind, HEAD), **example["document"]}


def moment_of(example: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(example["as_of"]) if "as_of" in example else None


def of_rules(example: dict[str, Any]) -> set[tuple[str, str]]:
    document = json.dumps(whole(example))
    report = wire.check(document, as_of=moment_of(example), profile=example.get("profile", "record"))
    return {(each.code, each.at) for each in report}


def of_several(example: dict[str, Any]) -> set[tuple[str, str]]:
    episodes = [wire.build({**HEAD, **each}, Episode) for each in example["episodes"]]
    reports = check_together(episodes, as_of=moment_of(example), profile=example.get("profile", "record"))
    return {(each.code, f"/{index}{each.at}") for index, report in enumerate(reports) for each in report}


def of_clocks(example: dict[str, Any]) -> set[tuple[str, str]]:
    record = wire.parse(json.dumps(whole(example)))
    assert not isinstance(record, Call)
    return {(each.code, each.at) for each in clocks(record, as_of=moment_of(example)) if each.state == "overdue"}


def of_table(example: dict[str, Any], given: str, text: str) -> set[str]:
    data = io.BytesIO(text.replace("␀", "\0").encode(example.get("encoding", "utf-8")))
    mapping = read_mapping(MAPPING + given + REFERENCE)
    at = None if "recorded_at" in given else "2026-03-01T14:00:00Z"
    return {each.code for row in convert(data, mapping, name="in.csv", recorded_at=at) for each in row.findings}


class TestEvery:
    @grouped("code", by_family(catalogue()))
    def test_code_has_one_at_fault_and_one_that_is_not(self, code):
        told = EXPLAINED[code]

        assert told.keys() == {"at_fault", "sound"}
        assert all(re.fullmatch(r"[^\s.].*[^\s.]", each["said"]) for each in told.values())
        assert told["at_fault"] != told["sound"]

    @grouped("code", by_family(catalogue()))
    def test_example_is_a_few_lines(self, code):
        for each in EXPLAINED[code].values():
            shown = list(lines(each))
            assert len(shown) <= (45 if "episodes" in each else 20)
            assert all(len(line) <= 130 for line in shown)

    @grouped("code", by_family([*WITH_DOCUMENT, *OF_SEVERAL]))
    def test_place_at_fault_is_marked_and_no_other(self, code):
        marked = [line for line in lines(EXPLAINED[code]["at_fault"]) if HERE in line]

        assert len(marked) == len(EXPLAINED[code]["at_fault"]["at"])
        assert HERE not in "\n".join(lines(EXPLAINED[code]["sound"]))

    @grouped("code", by_family(code for code, each in EXPLAINED.items() if "here" in each["at_fault"]))
    def test_line_at_fault_of_a_text_is_marked_once(self, code):
        assert [HERE in line for line in lines(EXPLAINED[code]["at_fault"])].count(True) == 1

    def test_no_code_is_explained_that_the_catalogue_does_not_have(self):
        assert EXPLAINED.keys() == catalogue().keys()

    @grouped("code", by_family(catalogue()))
    def test_what_is_published_is_what_is_read(self, code):
        assert examples(code) == EXPLAINED[code]


def test_a_code_without_cases_is_not_published(monkeypatch, tmp_path):
    monkeypatch.setattr(explained, "_CASES", tmp_path)
    explained.explained_document.cache_clear()

    with pytest.raises(CannotRun, match=r"^MP-K-001 has neither cases nor an example of its own"):
        explained.explained_document()


def test_nothing_is_published_where_there_are_no_cases(monkeypatch, tmp_path):
    monkeypatch.setattr(explained, "_CASES", tmp_path / "nosuch")
    explained.explained_document.cache_clear()

    with pytest.raises(CannotRun, match=r"from a copy of the repository$"):
        explained.explained_document()


class TestTrue:
    """What is shown is enough: with what every document needs, it is found at fault, and the other is not."""

    @grouped("code", by_family(OF_RULES))
    def test_of_rules(self, code):
        told = EXPLAINED[code]

        assert {(code, place) for place in told["at_fault"]["at"]} <= of_rules(told["at_fault"])
        assert code not in {each for each, _ in of_rules(told["sound"])}

    @grouped("code", by_family(OF_CLOCKS))
    def test_of_clocks(self, code):
        told = EXPLAINED[code]

        assert {(code, place) for place in told["at_fault"]["at"]} <= of_clocks(told["at_fault"])
        assert code not in {each for each, _ in of_clocks(told["sound"])}

    @grouped("code", by_family(code for code in OF_STRUCTURE if code != "MP-S-031"))
    def test_of_structure_and_version(self, code):
        faulty, sound = EXPLAINED[code]["at_fault"], EXPLAINED[code]["sound"]

        text = faulty.get("text", TOO_LARGE_TO_SHOW.get(code, ""))
        assert {each for each in found_in(text, faulty.get("encoding", "utf-8")) if each[3] in "SV"} == {code}
        assert not [each for each in found_in(sound["text"]) if each[3] in "SV"]

    def test_of_another_type_than_is_needed(self):
        call = (Path(__file__).resolve().parents[2] / "examples" / "call_that_became_no_episode.json").read_bytes()

        _, report = wire.read(call, Episode)
        _, sound = wire.read(data_of(EXPLAINED["MP-S-031"]["sound"]["text"]), Episode)

        assert [each.code for each in report] == ["MP-S-031"]
        assert len(sound) == 0

    @pytest.mark.no_cover
    @grouped("code", by_family(OF_TABLES))
    def test_of_tables(self, code):
        faulty, sound = EXPLAINED[code]["at_fault"], EXPLAINED[code]["sound"]
        given = sound.get("given", faulty.get("given"))

        text = faulty.get("text", TABLES_TOO_LARGE_TO_SHOW.get(code, ""))
        found = of_table(faulty, faulty.get("given", given), text)
        assert found == {code, *TOGETHER.get(code, ())}
        assert of_table(sound, given, sound["text"]) == set()

    def test_of_an_owners_schema(self):
        told = EXPLAINED["MP-R-072"]
        schemas = {"org.example.test-north": json.loads(told["at_fault"]["given"])}

        faulty, sound = (
            {each.code for each in wire.check(data_of(told[part]["text"]), extension_schemas=schemas)}
            for part in ("at_fault", "sound")
        )

        assert faulty - sound == {"MP-R-072"}


class TestLines:
    def test_a_field_that_is_not_there_is_said_in_its_parent(self):
        example = {"document": {"status": "open", "person": {}}, "at": ["/person/sex"]}

        assert list(lines(example)) == [
            "{",
            '  "status": "open",',
            '  "person": {',
            f"    (no sex)  {HERE}",
            "  }",
            "}",
        ]

    def test_what_json_does_not_have_can_be_a_comment(self):
        example = {"document": {"status": "open"}, "at": ["/status", "/assessments"]}

        assert list(lines(example, "// ")) == [
            "{",
            f'  "status": "open"  // {HERE}',
            f"  // (no assessments)  {HERE}",
            "}",
        ]

    def test_an_entry_of_a_list_and_the_document_as_a_whole(self):
        assert list(lines({"document": {"a": [1, 2]}, "at": ["/a/1"]})) == [
            "{",
            '  "a": [',
            "    1,",
            f"    2  {HERE}",
            "  ]",
            "}",
        ]
        assert list(lines({"document": {}, "at": [""]})) == [f"{{}}  {HERE}"]

    def test_what_is_given_stands_first(self):
        assert list(lines({"given": "a\n", "text": "b\nc\n", "here": "c"})) == ["a", "", "b", f"c  {HERE}"]

    @pytest.mark.parametrize(
        ("example", "told"),
        [
            ({}, ""),
            ({"profile": "transfer"}, "for transfer"),
            ({"as_of": "2026-03-01T14:00:00Z", "profile": "close"}, "for close, as of 2026-03-01T14:00:00Z"),
        ],
    )
    def test_circumstances(self, example, told):
        assert circumstances(example) == told


class TestSeveral:
    """What is shown of several episodes is enough, as it is for one."""

    def test_each_rule_about_several_is_shown_by_several(self):
        assert [code for code in catalogue() if code.startswith("MP-R-25")] == OF_SEVERAL

    @pytest.mark.parametrize("code", OF_SEVERAL)
    def test_the_faulty_are_found_and_the_sound_are_not(self, code):
        faulty, sound = EXPLAINED[code]["at_fault"], EXPLAINED[code]["sound"]

        assert {(code, at) for at in faulty["at"]} == {each for each in of_several(faulty) if each[0] == code}
        assert code not in {each for each, _ in of_several(sound)}
