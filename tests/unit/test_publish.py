"""What is published is written from the code and its data, and differs from neither."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from missingpersons import publish
from missingpersons.findings import catalogue
from missingpersons.models import Episode
from missingpersons.models._base import Record
from missingpersons.models.messages import MESSAGES

RECORDS = publish.records()
SCHEMAS = publish.schemas()


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["publish", *map(str, arguments)])
    return publish.main()


def names_in(schema: Any) -> set[str]:
    """Every name of an object in a schema, and not the names of the fields that it describes."""
    if isinstance(schema, list):
        return {name for each in schema for name in names_in(each)}
    if not isinstance(schema, dict):
        return set()
    inner = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
    rest = [value for name, value in schema.items() if name not in ("properties", "$defs", "description")]
    return set(schema) | names_in(inner) | names_in(rest)


class TestFieldTexts:
    @pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.__name__)
    def test_every_field_of_every_record_has_one(self, record: type[BaseModel]) -> None:
        texts = publish.field_texts(record)

        assert set(texts) == set(record.model_fields)
        assert all(re.match("[A-Z]", each) and each.rstrip().endswith((".", '".')) for each in texts.values())

    @pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.__name__)
    def test_every_record_has_one(self, record: type[BaseModel]) -> None:
        assert (record.__doc__ or "").strip()

    def test_every_record_is_reached_once(self) -> None:
        assert len(set(RECORDS)) == len(RECORDS) > 20
        assert {*MESSAGES.values(), Episode} <= set(RECORDS)


class TestSchemas:
    @pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
    def test_make_good_types_in_every_language(self, name: str, schema: dict[str, Any]) -> None:
        used = names_in(schema)

        assert used.isdisjoint({"title", "default", "discriminator", "format", "allOf"})
        assert '"null"' not in json.dumps(schema)
        assert schema["$id"] == f"{publish.BASE}{name}.schema.json"

    @pytest.mark.parametrize("name", publish.RECORDS)
    def test_describe_every_field(self, name: str) -> None:
        schema = SCHEMAS[name]

        parts = [schema, *(each for each in schema["$defs"].values() if "properties" in each)]

        assert all(field["description"] for part in parts for field in part["properties"].values())
        assert all(part["additionalProperties"] is False for part in parts)

    def test_use_only_patterns_that_every_engine_reads_alike(self) -> None:
        text = json.dumps(SCHEMAS)
        patterns = re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', text)

        assert len(patterns) > 20
        assert not [each for each in patterns if re.search(r"\\\\[dDwWsSbBpP]|\(\?", each)]


class Undescribed(Record):
    text: str
    """A field of a record that says nothing of itself."""


def test_a_record_alone_has_only_what_it_needs() -> None:
    schema = publish.model_schema("undescribed", Undescribed)

    assert schema["$defs"] == {}
    assert "description" not in schema
    assert schema["properties"] == {
        "text": {"type": "string", "description": "A field of a record that says nothing of itself."}
    }


class TestRules:
    def test_have_every_code_with_its_sentence(self) -> None:
        document = publish.rules_document()

        assert set(document["entries"]) == set(catalogue())
        assert document["entries"]["MP-S-001"]["message"] == "The document is not UTF-8."
        assert "definition" not in document["entries"]["MP-S-001"]
        assert document["entries"]["MP-R-001"]["reads"] == ["/outcome/found_at", "/missing_since/earliest"]
        assert document["profiles"]["close"]["MP-R-050"] == "error"

    def test_say_what_each_profile_is_for(self) -> None:
        document = publish.rules_document()

        assert list(document["purposes"]) == list(document["profiles"])
        assert document["purposes"]["close"]["title"] == "Close"
        assert all(each.keys() == {"title", "description", "basis"} for each in document["purposes"].values())


class TestMain:
    def test_what_was_written_does_not_differ(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        written = run(monkeypatch, tmp_path)
        checked = run(monkeypatch, "--check", tmp_path)

        assert (written, checked) == (0, 0)
        assert capsys.readouterr() == ("", "")
        assert (tmp_path / "schemas" / "1.0" / "episode.schema.json").read_bytes().endswith(b"}\n")

    def test_writing_twice_changes_nothing_and_removes_what_no_longer_is(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        run(monkeypatch, tmp_path)
        stray = tmp_path / "schemas" / "1.0" / "old.schema.json"
        stray.write_text("{}", encoding="utf-8")

        run(monkeypatch, tmp_path)

        assert not stray.exists()
        assert publish.drift(tmp_path) == ()

    def test_what_differs_is_said_place_by_place(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(monkeypatch, tmp_path)
        (tmp_path / "docs" / "reference" / "record.md").write_text("by hand", encoding="utf-8")
        (tmp_path / "schemas" / "1.0" / "rules.json").unlink()
        (tmp_path / "schemas" / "1.0" / "stray.json").write_text("{}", encoding="utf-8")

        status = run(monkeypatch, "--check", tmp_path)

        assert status == 1
        assert capsys.readouterr().err.splitlines() == [
            "differs from what the code says: docs/reference/record.md",
            "differs from what the code says: schemas/1.0/rules.json",
            "differs from what the code says: schemas/1.0/stray.json",
        ]

    def test_where_nothing_is_everything_differs(self, tmp_path: Path) -> None:
        assert publish.drift(tmp_path) == tuple(sorted(place for place, _ in publish.documents()))

    def test_without_a_root_it_is_the_folder_one_is_in(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.chdir(tmp_path)

        run(monkeypatch)

        assert publish.drift(tmp_path) == ()

    def test_a_check_says_what_is_thawed_and_what_is_broken(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(monkeypatch, tmp_path)
        folder = tmp_path / "schemas" / "1.0"
        publish.release(tmp_path, "1.0")
        (folder / "stray.json").write_text("{}", encoding="utf-8")

        status = run(monkeypatch, "--check", tmp_path)

        assert status == 1
        assert capsys.readouterr().err.splitlines() == [
            "differs from what the code says: schemas/1.0/stray.json",
            "differs from what was released: schemas/1.0/stray.json",
        ]

    def test_what_cannot_be_done_is_said_in_one_line(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status = run(monkeypatch, "--compatible", tmp_path, tmp_path)

        assert status == 2
        assert capsys.readouterr().err == f"{tmp_path}: not a folder of the published standard\n"

    def test_it_is_a_program(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(sys, "argv", ["publish", "--check", str(tmp_path)])

        with pytest.raises(SystemExit) as stopped:
            runpy.run_module("missingpersons.publish", run_name="__main__")

        assert stopped.value.code == 1


class TestCompatible:
    @pytest.fixture
    def folders(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Path, Path]:
        run(monkeypatch, tmp_path)
        old = tmp_path / "schemas" / "1.0"
        return old, Path(shutil.copytree(old, tmp_path / "new"))

    def test_breaks_and_notes_are_printed_and_only_breaks_are_counted(
        self, monkeypatch: pytest.MonkeyPatch, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        old, new = folders
        rules = json.loads((new / "rules.json").read_text(encoding="utf-8"))
        rules["entries"]["MP-S-001"]["message"] = "Words."
        (new / "rules.json").write_text(json.dumps(rules), encoding="utf-8")

        reworded = run(monkeypatch, "--compatible", old, new)
        (new / "bundled.json").unlink()
        broken = run(monkeypatch, "--compatible", old, new)

        note = "note: rules.json#/entries/MP-S-001/message: the words were changed: do they mean the same?"
        assert (reworded, broken) == (0, 1)
        assert capsys.readouterr().out.splitlines() == [note, "break: bundled.json: the file was removed", note]

    def test_the_new_folder_is_the_one_that_is_written_here(
        self, monkeypatch: pytest.MonkeyPatch, folders: tuple[Path, Path], tmp_path: Path
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (folders[1] / "bundled.json").unlink()

        assert run(monkeypatch, "--compatible", folders[1]) == 0
        assert run(monkeypatch, "--compatible", folders[0], folders[1]) == 1

    def test_three_folders_are_too_many(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit):
            run(monkeypatch, "--compatible", "a", "b", "c")

        assert "--compatible compares two folders" in capsys.readouterr().err


class TestRelease:
    def test_a_release_freezes_and_is_done_once(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(monkeypatch, tmp_path)

        first = run(monkeypatch, "--release", "1.0", tmp_path)
        again = run(monkeypatch, "--release", "1.0", tmp_path)

        assert (first, again) == (0, 2)
        assert capsys.readouterr().err == "schemas/1.0 is released already\n"
        assert (tmp_path / "schemas" / "1.0" / "SHA256SUMS").is_file()

    def test_what_differs_from_the_code_is_not_released(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(monkeypatch, tmp_path)
        (tmp_path / "schemas" / "1.0" / "rules.json").write_text("{}", encoding="utf-8")

        status = run(monkeypatch, "--release", "1.0", tmp_path)

        assert status == 1
        assert capsys.readouterr().err == "differs from what the code says: schemas/1.0/rules.json\n"
        assert publish.released(tmp_path) == ()

    def test_another_version_cannot_be_released_from_here(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status = run(monkeypatch, "--release", "1.1", tmp_path)

        assert status == 2
        assert capsys.readouterr().err.startswith("this is version 1.0 of the standard")


class TestPages:
    def test_the_reference_has_every_field_code_and_list(self) -> None:
        pages = {place: data.decode() for place, data in publish.documents() if place.endswith(".md")}

        assert "| `missing_since` |  | When the person went missing" in pages["docs/reference/record.md"]
        assert "| `status` | **must** |" in pages["docs/reference/record.md"]
        assert all(f'<a id="{code.lower()}">' in pages["docs/reference/findings.md"] for code in catalogue())
        assert "## forces\n" in pages["docs/reference/codelists.md"]

    def test_each_code_has_a_place_on_one_page_and_the_table_leads_there(self) -> None:
        made = {place: data.decode() for place, data in publish.documents() if place.endswith(".md")}
        pages = {place: text for place, text in made.items() if "/findings/" in place}
        index = made["docs/reference/findings.md"]

        for code, entry in catalogue().items():
            (place,) = (place for place, text in pages.items() if f"\n## {code}\n" in text)
            told = pages[place].partition(f"\n## {code}\n")[2].partition("\n## ")[0]
            assert f"]({place.removeprefix('docs/reference/')}#{code.lower()})" in index
            assert all(text in told for text in (entry.message, entry.why, entry.basis, entry.mend))
            assert "\nAt fault: " in told
            assert "\nNot at fault: " in told
