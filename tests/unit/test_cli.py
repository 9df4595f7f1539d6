"""The command line: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import sqlite3
import sys
from pathlib import Path
from random import Random
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import missingpersons as mp
from missingpersons import cli
from missingpersons.cli import checking, exchanging, explaining, printing, reading, writing
from missingpersons.exchange.audited import check_log
from missingpersons.findings import CannotRun, InvalidDocument, MissingExtra, Report
from missingpersons.testing.people import episode
from missingpersons.wire import MAX_BYTES

OPEN = episode(Random(1), 1)
CLOSED_BADLY = {**OPEN, "outcome": {"found_at": "2020-01-01T00:00:00Z"}, "status": "located"}
NIGHT = "2026-11-14T21:00:00Z"


def run(*arguments: str | Path, stdin: bytes | str | None = None) -> Result:
    return CliRunner().invoke(cli.commands, [str(each) for each in arguments], input=stdin)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.json").write_text(json.dumps(OPEN), encoding="utf-8")
    (tmp_path / "bad.json").write_text(json.dumps(CLOSED_BADLY), encoding="utf-8")
    mixed = [json.dumps(OPEN), "", "{", json.dumps(CLOSED_BADLY)]
    (tmp_path / "mixed.ndjson").write_text("\n".join(mixed), encoding="utf-8")
    return tmp_path


@pytest.fixture
def keyed(folder: Path) -> Path:
    assert run("keys", "new", "--force", "test-north", "--out", folder / "keys").exit_code == 0
    return folder


class TestCheck:
    def test_a_clean_document_ends_with_0(self, folder: Path) -> None:
        result = run("check", folder / "good.json")

        assert result.exit_code == 0
        assert result.stdout == "1 document(s) checked: 1 without errors, 0 with errors\n"

    def test_an_error_ends_with_1_and_says_where(self, folder: Path) -> None:
        result = run("check", folder / "bad.json")

        assert result.exit_code == 1
        assert "bad.json: error: /outcome/found_at: The person was found before they went missing. [MP-R-001]" in (
            result.stdout
        )

    def test_json_gives_one_object_a_document_and_nothing_else(self, folder: Path) -> None:
        result = run("check", folder / "mixed.ndjson", "--format", "json")

        told = lines(result)
        assert [(each["source"], each["ok"]) for each in told] == [
            ("mixed.ndjson:1", True),
            ("mixed.ndjson:3", False),
            ("mixed.ndjson:4", False),
        ]
        assert [each["code"] for each in told[1]["findings"]] == ["MP-S-003"]
        assert set(told[2]["findings"][0]) == {"code", "severity", "at", "message"}

    def test_many_documents_are_summed_up(self, folder: Path) -> None:
        result = run("check", folder / "mixed.ndjson", folder / "bad.json")

        assert "MP-S-003" in result.stdout
        assert "4 document(s) checked: 1 without errors, 3 with errors" in result.stdout

    def test_the_profile_and_the_moment_are_the_callers(self, folder: Path) -> None:
        person = {name: value for name, value in OPEN["person"].items() if name not in ("gender", "phones")}
        (folder / "open.json").write_text(json.dumps({**OPEN, "person": person}), encoding="utf-8")

        result = run(
            "check",
            folder / "open.json",
            "--profile",
            "transfer",
            "--as-of",
            "2000-01-01T00:00:00Z",
            "--format",
            "json",
        )

        assert [each["code"] for each in lines(result)[0]["findings"]] == ["MP-R-005", "MP-R-084", "MP-R-005"]

    @pytest.mark.parametrize("arguments", [["--profile", "nosuch"], ["--as-of", "yesterday"]])
    def test_a_wrong_option_ends_with_2(self, folder: Path, arguments: list[str]) -> None:
        assert run("check", folder / "good.json", *arguments).exit_code == 2

    def test_standard_input_may_be_one_document(self) -> None:
        result = run("check", "-", "--format", "json", stdin=json.dumps(OPEN, indent=2))

        assert [each["source"] for each in lines(result)] == ["standard input"]

    def test_standard_input_may_be_one_line(self) -> None:
        result = run("check", "-", "--format", "json", stdin=json.dumps(OPEN))

        assert [each["source"] for each in lines(result)] == ["standard input"]

    def test_standard_input_may_be_many_lines(self) -> None:
        result = run("check", "-", "--format", "json", stdin=json.dumps(OPEN) + "\n" + json.dumps(OPEN) + "\n")

        assert [each["source"] for each in lines(result)] == ["standard input:1", "standard input:2"]

    def test_a_line_that_is_far_too_long_does_not_hide_the_next(self, tmp_path: Path) -> None:
        with (tmp_path / "long.ndjson").open("wb") as file:
            for _ in range(3):
                file.write(b"x" * MAX_BYTES)
            file.write(b"\n" + json.dumps(OPEN).encode() + b"\n")

        told = lines(run("check", tmp_path / "long.ndjson", "--format", "json"))

        assert [(each["source"], [found["code"] for found in each["findings"]]) for each in told] == [
            ("long.ndjson:1", ["MP-S-010"]),
            ("long.ndjson:2", []),
        ]

    def test_two_hundred_megabytes_in_one_line_are_one_finding(self, tmp_path: Path) -> None:
        with (tmp_path / "huge.json").open("wb") as file:
            file.truncate(200 * 1024 * 1024)

        told = lines(run("check", tmp_path / "huge.json", "--format", "json"))

        assert [found["code"] for found in told[0]["findings"]] == ["MP-S-010"]

    def test_a_file_that_is_not_there_is_one_line_and_2(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "argv", ["missingpersons", "check", str(tmp_path / "nosuch.json")])

        with pytest.raises(SystemExit) as ended:
            cli.main()

        assert ended.value.code == 2
        assert capsys.readouterr().err == "missingpersons: nosuch.json: No such file or directory\n"

    @pytest.mark.parametrize("form", ["text", "json"])
    @pytest.mark.parametrize("content", ["", "\n \n"])
    def test_a_file_of_lines_without_a_document_says_so(self, tmp_path: Path, content: str, form: str) -> None:
        (tmp_path / "none.ndjson").write_text(content, encoding="utf-8")

        result = run("check", tmp_path / "none.ndjson", "--format", form)

        assert result.exit_code == 0
        assert result.stderr == "missingpersons: no document in none.ndjson\n"
        assert result.stdout == ("" if form == "json" else "0 document(s) checked: 0 without errors, 0 with errors\n")

    @pytest.mark.parametrize("name", ["none.json", "-"])
    def test_one_document_that_is_empty_is_a_finding(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "none.json").write_bytes(b"")

        result = run("check", name if name == "-" else tmp_path / name, "--format", "json", stdin=b"")

        assert result.exit_code == 1
        assert [found["code"] for found in lines(result)[0]["findings"]] == ["MP-S-002"]


OWNER = next(iter(OPEN["extensions"]))
OURS = {"properties": {"beat": {"type": "string"}, "priority": {"type": "string"}}, "required": ["zone"]}


class TestExtensionSchema:
    @pytest.fixture
    def ours(self, folder: Path) -> Path:
        (folder / "ours.json").write_text(json.dumps(OURS), encoding="utf-8")
        return folder / "ours.json"

    def test_what_does_not_fit_is_said_and_ends_with_1(self, folder: Path, ours: Path) -> None:
        result = run("check", folder / "good.json", "--extension-schema", f"{OWNER}={ours}")

        sentence = mp.catalogue()["MP-R-072"].message
        assert result.exit_code == 1
        assert result.stdout.splitlines() == [
            f"good.json: error: /extensions/{OWNER}/priority: {sentence} [MP-R-072]",
            f"good.json: error: /extensions/{OWNER}/zone: {sentence} [MP-R-072]",
            "1 document(s) checked: 0 without errors, 1 with errors",
        ]

    def test_json_has_it_as_any_other_finding(self, folder: Path, ours: Path) -> None:
        result = run("check", folder / "mixed.ndjson", "--extension-schema", f"{OWNER}={ours}", "--format", "json")

        told = [[(each["code"], each["at"]) for each in line["findings"]] for line in lines(result)]
        unfit = [("MP-R-072", f"/extensions/{OWNER}/priority"), ("MP-R-072", f"/extensions/{OWNER}/zone")]
        assert told[:2] == [unfit, [("MP-S-003", "")]]
        assert told[2][:2] == unfit

    def test_several_owners_may_give_one(self, folder: Path, ours: Path) -> None:
        (folder / "any.json").write_text('\ufeff{"type": "object"}', encoding="utf-8")

        other = f"org.example.test-south={ours}"
        result = run(
            "check",
            folder / "good.json",
            "--extension-schema",
            other,
            "--extension-schema",
            f"{OWNER}={folder}/any.json",
        )

        assert (result.exit_code, result.stdout) == (0, "1 document(s) checked: 1 without errors, 0 with errors\n")

    @pytest.mark.parametrize("value", ["ours.json", "=ours.json", f"{OWNER}=", "=", ""])
    def test_no_owner_or_no_file_ends_with_2(self, folder: Path, value: str) -> None:
        result = run("check", folder / "good.json", "--extension-schema", value)

        assert (result.exit_code, result.stdout) == (2, "")
        assert "are written like uk.police.test-north=ours.json" in result.stderr

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (None, "theirs.json: No such file or directory"),
            ("", "theirs.json: not JSON, or a name is repeated in it"),
            ("{", "theirs.json: not JSON, or a name is repeated in it"),
            ("[" * 100_000, "theirs.json: not JSON, or a name is repeated in it"),
            ('{"properties": {"a": {}, "a": {}}}', "theirs.json: not JSON, or a name is repeated in it"),
            (f'{{"minimum": {"9" * 5000}}}', "theirs.json: not JSON, or a name is repeated in it"),
            ("[]", "theirs.json: not a JSON object"),
            ("true", "theirs.json: not a JSON object"),
            ('{"minimum": NaN}', f"extension schema of {OWNER}: it is not plain JSON"),
            ('{"type": "text"}', f"extension schema of {OWNER}: it is not a JSON Schema (2020-12), at '/type'"),
            (
                '{"$ref": "http://127.0.0.1/x"}',
                f"extension schema of {OWNER}: a reference leads to no schema inside it, and nothing is fetched: "
                "'http://127.0.0.1/x'",
            ),
        ],
    )
    @pytest.mark.parametrize("document", ["good.json", "none.ndjson", "nosuch.json"])
    def test_a_schema_that_cannot_be_used_is_one_line_and_2_before_any_document(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        text: str | None,
        expected: str,
        document: str,
    ) -> None:
        (folder / "none.ndjson").write_bytes(b"")
        if text is not None:
            (folder / "theirs.json").write_text(text, encoding="utf-8")
        option = ["--extension-schema", f"{OWNER}={folder / 'theirs.json'}"]
        monkeypatch.setattr(sys, "argv", ["missingpersons", "check", str(folder / document), *option])

        with pytest.raises(SystemExit) as ended:
            cli.main()

        assert ended.value.code == 2
        assert capsys.readouterr() == ("", f"missingpersons: {expected}\n")

    @pytest.mark.parametrize(
        ("owners", "expected"),
        [
            ([OWNER, OWNER], f"--extension-schema: {OWNER} is given twice"),
            (["no owner"], "extension schemas: a schema is given for a name that no owner can have"),
        ],
    )
    def test_an_owner_who_cannot_give_it(self, folder: Path, ours: Path, owners: list[str], expected: str) -> None:
        options = [each for owner in owners for each in ("--extension-schema", f"{owner}={ours}")]

        result = run("check", folder / "good.json", *options)

        assert type(result.exception) is CannotRun
        assert str(result.exception) == expected
        assert result.stdout == ""


class TestSuggest:
    def test_it_prints_the_contract(self, folder: Path) -> None:
        told = lines(run("suggest", folder / "good.json", "--format", "json"))

        assert told[0]["source"] == "good.json"
        assert told[0]["scheme"] == "app-very-low"
        assert {"source", "scheme", "level", "policy", "reasons", "ask_next"} <= set(told[0])
        assert {"code", "question", "answer", "calls_for", "basis"} <= set(told[0]["reasons"][0])

    def test_text_names_the_policy_and_what_to_ask(self, folder: Path) -> None:
        result = run("suggest", folder / "good.json", "--as-of", NIGHT)

        assert result.exit_code == 0
        assert "library-app-very-low 1.0 (app-very-low) calls for" in result.stdout
        assert "ask next: " in result.stdout

    def test_nothing_to_ask_is_not_said(self, folder: Path, tmp_path: Path) -> None:
        policy = tmp_path / "one.toml"
        policy.write_text(
            'name="one"\nversion="1"\nscheme="scotland"\nlowest="low"\nstatus="test"\n'
            '[[line]]\ncode="c"\nquestion="child"\nfloor="high"\nif_unknown="low"\nbasis="test"\n',
            encoding="utf-8",
        )

        result = run("suggest", folder / "good.json", "--policy", policy)

        assert "one 1 (scotland) calls for" in result.stdout
        assert "ask next" not in result.stdout

    def test_a_library_policy_is_called_by_its_scheme(self, folder: Path) -> None:
        told = lines(run("suggest", folder / "good.json", "--policy", "scotland", "--format", "json"))

        assert told[0]["policy"] == "library-scotland 1.0"

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_document_that_cannot_be_read_ends_with_1(self, folder: Path, form: str) -> None:
        result = run("suggest", folder / "mixed.ndjson", "--format", form)

        assert result.exit_code == 1
        assert "MP-S-003" in result.stdout


class TestConvert:
    MAPPING = (
        'name="t"\nowner_force="test-north"\n[constants]\n"/status"="open"\n'
        '[[column]]\nname="ref"\nto="/local_reference"\n'
        '[[column]]\nname="age"\nas="whole_number"\nto="/person/age/min"\n'
    )

    @pytest.fixture
    def table(self, tmp_path: Path) -> Path:
        (tmp_path / "map.toml").write_text(self.MAPPING, encoding="utf-8")
        (tmp_path / "in.csv").write_text("ref,age\nA1,30\nA2,thirty\n", encoding="utf-8")
        return tmp_path

    def arguments(self, table: Path, *more: str | Path, name: str | Path = "in.csv") -> list[str | Path]:
        at = ["--recorded-at", NIGHT]
        return ["convert", "--from", "tabular", "--mapping", table / "map.toml", table / name, *at, *more]

    def test_good_rows_arrive_and_bad_cells_are_reported_by_place(self, table: Path) -> None:
        result = run(*self.arguments(table, "--out", table / "out.ndjson", "--report", table / "report.ndjson"))

        assert result.exit_code == 0
        assert len((table / "out.ndjson").read_bytes().splitlines()) == 2
        report = [json.loads(each) for each in (table / "report.ndjson").read_bytes().splitlines()]
        assert [(each["source"], each["code"], each["at"]) for each in report] == [("in.csv:2", "MP-C-009", "/age")]
        assert "in.csv: 2 episode(s); 3 of 4 cells carried, 1 (25.00%) set aside and reported" in result.stdout

    def test_json_sums_up(self, table: Path) -> None:
        told = lines(run(*self.arguments(table, "--out", table / "out.ndjson", "--format", "json")))

        assert told == [
            {
                "source": "in.csv",
                "episodes": 2,
                "errors": 0,
                "findings": {"MP-C-009": 1},
                "cells": {
                    "carried": 3,
                    "approximated": 0,
                    "set_aside": 1,
                    "repeated": 0,
                    "no_value": 0,
                    "empty": 0,
                },
                "set_aside": {"/age": 1},
                "no_value": {},
                "to_carry": {"/ref": 2, "/age": 2},
            }
        ]

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_what_stands_for_no_value_is_counted_by_column(self, table: Path, form: str) -> None:
        declared = self.MAPPING.replace('name="age"', 'name="age"\nno_value="NULL"')
        (table / "map.toml").write_text(declared, encoding="utf-8")
        (table / "in.csv").write_text("ref,age\nA1,NULL\nA2,NULL\nNULL,3\n", encoding="utf-8")

        result = run(*self.arguments(table, "--out", table / "out.ndjson", "--format", form))

        if form == "json":
            (told,) = lines(result)
            assert (told["no_value"], told["cells"]["no_value"]) == ({"/age": 2}, 2)
        else:
            assert "│ /age   │ 2        │" in result.stdout
            assert result.stdout.endswith("0 (0.00%) set aside and reported; 2 stood for no value\n")

    def test_a_header_that_the_mapping_does_not_have_is_never_quoted(self, table: Path) -> None:
        (table / "in.csv").write_text("ref,Amara_Lanyon_07700900123\nA1,x\n", encoding="utf-8")
        report = table / "report.ndjson"

        result = run(*self.arguments(table, "--out", table / "out.ndjson", "--report", report))

        assert "/column_2" in result.stdout
        assert "Lanyon" not in result.output + report.read_text(encoding="utf-8")

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_standard_output_holds_the_episodes_alone(self, table: Path, form: str) -> None:
        result = run(*self.arguments(table, "--out", "-", "--format", form))

        assert [each["local_reference"] for each in lines(result)] == ["A1", "A2"]
        assert ('"episodes": 2' if form == "json" else "in.csv: 2 episode(s)") in result.stderr

    def test_standard_input_is_a_table(self, table: Path) -> None:
        arguments = ["convert", "--from", "tabular", "--mapping", table / "map.toml", "-", "--recorded-at", NIGHT]

        result = run(*arguments, "--out", table / "out.ndjson", stdin="ref,age\nA1,30\n")

        assert "standard input: 1 episode(s); 2 of 2 cells carried, 0 (0.00%) set aside" in result.stdout

    def test_a_table_without_a_row_says_so(self, table: Path) -> None:
        (table / "none.csv").write_text("ref,age\n", encoding="utf-8")

        result = run(*self.arguments(table, "--out", table / "out.ndjson", name="none.csv"))

        assert "none.csv: 0 episode(s); 0 of 0 cells carried, 0 (0%) set aside" in result.stdout

    def test_a_missing_column_ends_with_1_and_the_rest_arrives(self, table: Path) -> None:
        (table / "short.csv").write_text("ref\nA1\n", encoding="utf-8")

        result = run(*self.arguments(table, "--out", table / "out.ndjson", name="short.csv"))

        assert result.exit_code == 1
        assert "MP-C-001" in result.stdout
        assert "1 episode(s)" in result.stdout

    def test_the_wrong_delimiter_cannot_run(self, table: Path) -> None:
        (table / "wrong.csv").write_text("ref;age\nA1;30\n", encoding="utf-8")

        result = run(*self.arguments(table, "--out", table / "out.ndjson", name="wrong.csv"))

        assert isinstance(result.exception, CannotRun)
        assert "\n" not in str(result.exception)

    def test_a_table_that_is_not_there_cannot_run(self, table: Path) -> None:
        result = run(*self.arguments(table, "--out", table / "out.ndjson", name="nosuch.csv"))

        assert str(result.exception) == "nosuch.csv: No such file or directory"

    def test_an_output_that_cannot_be_written_cannot_run(self, table: Path) -> None:
        result = run(*self.arguments(table, "--out", table / "nosuch" / "out.ndjson"))

        assert str(result.exception) == "out.ndjson: No such file or directory"


class TestPublished:
    def test_codes_names_every_list(self) -> None:
        assert "risk_questions" in run("codes").stdout
        assert "statuses" in {each["name"] for each in lines(run("codes", "--format", "json"))}

    def test_codes_shows_one_list(self) -> None:
        assert "located" in run("codes", "statuses").stdout
        assert [each["code"] for each in lines(run("codes", "statuses", "--format", "json"))] == [
            "open",
            "located",
            "closed",
            "cancelled",
        ]

    def test_schema_prints_what_is_published(self) -> None:
        assert json.loads(run("schema", "episode").stdout)["$id"].endswith("/1.0/episode.schema.json")

    def test_schema_as_json_is_one_line(self) -> None:
        (told,) = lines(run("schema", "episode", "--format", "json"))

        assert told == json.loads(run("schema", "episode").stdout)

    @pytest.mark.parametrize("arguments", [["codes", "nosuch"], ["schema", "nosuch"]])
    def test_what_does_not_exist_cannot_be_shown(self, arguments: list[str]) -> None:
        assert isinstance(run(*arguments).exception, CannotRun)


class TestExchange:
    def test_a_sealed_episode_opens_as_it_was(self, keyed: Path) -> None:
        sealed = run(
            "seal", "--key", keyed / "keys/test-north.private.json", keyed / "good.json", "--out", keyed / "m.ndjson"
        )
        opened = run("open", "--keys", keyed / "keys", keyed / "m.ndjson", "--out", keyed / "again.ndjson")

        assert sealed.stdout == "1 sealed\n"
        assert opened.stdout == "m.ndjson:1: ok, signed by test-north\n"
        assert json.loads((keyed / "again.ndjson").read_bytes()) == OPEN

    def test_a_clock_that_is_ahead_is_a_warning(self, keyed: Path) -> None:
        key = keyed / "keys/test-north.private.json"
        ahead = "2999-11-21T10:00:00Z"
        run("seal", "--key", key, keyed / "good.json", "--out", keyed / "m.ndjson", "--time", ahead)

        opened = run("open", "--keys", keyed / "keys", keyed / "m.ndjson", "--format", "json")

        (told,) = lines(opened)
        assert (opened.exit_code, told["outcome"]) == (0, "ok")
        assert [each["code"] for each in told["findings"]] == ["MP-X-026"]

    def test_one_changed_byte_is_refused_with_a_reason(self, keyed: Path) -> None:
        run("seal", "--key", keyed / "keys/test-north.private.json", keyed / "good.json", "--out", keyed / "m.ndjson")
        message = (keyed / "m.ndjson").read_bytes()
        (keyed / "m.ndjson").write_bytes(message.replace(b'"revision":1', b'"revision":2'))

        opened = run("open", "--keys", keyed / "keys", keyed / "m.ndjson", "--format", "json")

        assert opened.exit_code == 1
        assert [(each["outcome"], each["findings"][0]["code"]) for each in lines(opened)] == [("refused", "MP-X-005")]

    def test_seal_goes_on_past_a_document_that_it_cannot_seal(self, keyed: Path) -> None:
        other = {**OPEN, "owner_force": "test-south"}
        (keyed / "mixed.ndjson").write_text("\n".join(["{", json.dumps(other), json.dumps(OPEN)]), encoding="utf-8")
        arguments = ["seal", "--key", keyed / "keys/test-north.private.json", keyed / "mixed.ndjson"]

        text = run(*arguments, "--out", keyed / "m.ndjson", "--time", NIGHT)
        told = run(*arguments, "--out", keyed / "m.ndjson", "--format", "json")

        assert text.exit_code == 1
        assert text.stdout.endswith("2 refused, 1 sealed\n")
        assert [(each["outcome"], [found["code"] for found in each["findings"]]) for each in lines(told)] == [
            ("refused", ["MP-S-003"]),
            ("refused", ["MP-X-014"]),
            ("sealed", []),
        ]

    def test_messages_may_go_to_standard_output(self, keyed: Path) -> None:
        result = run("seal", "--key", keyed / "keys/test-north.private.json", keyed / "good.json", "--out", "-")

        assert [each["type"] for each in lines(result)] == ["uk.missingpersons.episode.published.v1"]
        assert result.stderr == "1 sealed\n"

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_what_is_said_of_messages_stays_apart_from_them(self, keyed: Path, form: str) -> None:
        key = keyed / "keys/test-north.private.json"

        again = json.dumps({**OPEN, "revision": OPEN["revision"] + 1})
        (keyed / "mixed.ndjson").write_text("\n".join(["{", json.dumps(OPEN), again]), encoding="utf-8")
        sealed = run("seal", "--key", key, keyed / "mixed.ndjson", "--out", "-", "--format", form)
        (keyed / "m.ndjson").write_text(sealed.stdout + "{\n", encoding="utf-8")
        opened = run("open", "--keys", keyed / "keys", keyed / "m.ndjson", "--out", "-", "--format", form)

        assert [each["type"] for each in lines(sealed)] == ["uk.missingpersons.episode.published.v1"] * 2
        assert [each["episode_id"] for each in lines(opened)] == [OPEN["episode_id"]] * 2
        assert ("MP-S-003" in sealed.stderr, "MP-S-003" in opened.stderr) == (True, True)

    def test_keys_as_json(self, folder: Path) -> None:
        (told,) = lines(run("keys", "new", "--force", "test-north", "--out", folder / "keys", "--format", "json"))

        assert set(told) == {"force", "kid", "private", "public"}
        assert json.loads(Path(told["public"]).read_bytes())["kid"] == told["kid"]

    def test_a_key_is_never_written_over(self, keyed: Path) -> None:
        result = run("keys", "new", "--force", "test-north", "--out", keyed / "keys")

        assert isinstance(result.exception, CannotRun)


class TestRegister:
    @pytest.fixture
    def filled(self, keyed: Path) -> Path:
        run("seal", "--key", keyed / "keys/test-north.private.json", keyed / "good.json", "--out", keyed / "m.ndjson")
        assert run("register", "init", keyed / "r.db", "--keys", keyed / "keys").exit_code == 0
        assert run("register", "receive", keyed / "r.db", keyed / "m.ndjson").stdout == "1 applied\n"
        return keyed

    def test_without_a_trusted_key_everything_is_refused(self, keyed: Path) -> None:
        run("seal", "--key", keyed / "keys/test-north.private.json", keyed / "good.json", "--out", keyed / "m.ndjson")
        made = run("register", "init", keyed / "r.db")

        result = run("register", "receive", keyed / "r.db", keyed / "m.ndjson")

        assert "trusting no key yet" in made.stdout
        assert result.exit_code == 1
        assert "MP-X-003" in result.stdout

    def test_a_new_register_and_its_keys_as_json(self, keyed: Path) -> None:
        (made,) = lines(run("register", "init", keyed / "r.db", "--format", "json"))
        (told,) = lines(run("register", "trust", keyed / "r.db", "--keys", keyed / "keys", "--format", "json"))

        assert made == {"register": "r.db", "keys": 0, "forces": []}
        assert told == {"register": "r.db", "keys": 1, "forces": ["test-north"]}

    def test_keys_can_be_trusted_later(self, keyed: Path) -> None:
        run("seal", "--key", keyed / "keys/test-north.private.json", keyed / "good.json", "--out", keyed / "m.ndjson")
        run("register", "init", keyed / "r.db")

        trusted = run("register", "trust", keyed / "r.db", "--keys", keyed / "keys")
        received = run("register", "receive", keyed / "r.db", keyed / "m.ndjson", "--keys", keyed / "keys")

        assert trusted.stdout == "r.db: 1 key(s) trusted, of test-north\n"
        assert received.stdout == "1 applied\n"

    def test_receive_prints_the_contract(self, filled: Path) -> None:
        told = lines(run("register", "receive", filled / "r.db", filled / "m.ndjson", "--format", "json"))

        assert [(each["source"], each["outcome"], each["findings"]) for each in told] == [
            ("m.ndjson:1", "duplicate", [])
        ]
        assert set(told[0]) == {"source", "message_id", "outcome", "findings"}

    def test_receive_of_nothing_says_so(self, filled: Path) -> None:
        (filled / "none.ndjson").write_bytes(b"\n")

        assert run("register", "receive", filled / "r.db", filled / "none.ndjson").stdout == "no message\n"

    def test_seal_after_skips_what_is_unchanged_and_counts_on(self, filled: Path) -> None:
        changed = {**OPEN, "circumstances": "Seen boarding a bus.", "recorded_at": "2026-11-14T22:00:00Z"}
        (filled / "next.ndjson").write_text(
            "\n".join([json.dumps({**OPEN, "recorded_at": "2026-11-15T22:00:00Z"}), json.dumps(changed)]),
            encoding="utf-8",
        )
        key = filled / "keys/test-north.private.json"

        result = run(
            "seal", "--key", key, filled / "next.ndjson", "--out", filled / "n.ndjson", "--after", filled / "r.db"
        )

        assert result.stdout == "1 sealed, 1 unchanged\n"
        message = json.loads((filled / "n.ndjson").read_bytes())
        assert message["data"]["episode"]["revision"] == 2
        assert run("register", "receive", filled / "r.db", filled / "n.ndjson").stdout == "1 applied\n"

    def test_lookup_prints_the_contract(self, filled: Path) -> None:
        name = OPEN["person"]["names"][0]
        asked = ["--family", name["family"], "--given", name["given"][0], "--sex", OPEN["person"]["sex"]]

        told = lines(run("register", "lookup", filled / "r.db", "--reason", "encounter", *asked, "--format", "json"))

        assert [each["episode_id"] for each in told] == [OPEN["episode_id"]]
        assert list(told[0]) == [
            "rank",
            "episode_id",
            "status",
            "owner_force",
            "contact",
            "scheme",
            "level",
            "score",
            "reasons",
        ]

    def test_lookup_shows_how_to_reach_the_owner(self, filled: Path) -> None:
        number = OPEN["person"]["identifiers"][0]["value"]

        result = run("register", "lookup", filled / "r.db", "--reason", "encounter", "--identifier", number)

        assert f"1. open, owned by test-north; call {OPEN['officer_in_charge']['contact_point']}" in result.stdout
        assert "A candidate is not an identification" in result.stdout

    def test_count_states_its_unit(self, filled: Path) -> None:
        told = lines(run("register", "count", filled / "r.db", "--format", "json"))

        assert [(each["unit"], each["force"], each["number"]) for each in told] == [
            ("incidents", "test-north", 1),
            ("individuals", "test-north", 1),
        ]
        assert "incidents" in run("register", "count", filled / "r.db", "--suppress").stdout

    def test_count_of_an_empty_register(self, tmp_path: Path) -> None:
        run("register", "init", tmp_path / "r.db")

        assert run("register", "count", tmp_path / "r.db").stdout == "nothing to count: the register has no episode\n"

    def test_the_audit_log_has_the_question_and_its_reason(self, filled: Path) -> None:
        run(
            "register",
            "lookup",
            filled / "r.db",
            "--reason",
            "encounter",
            "--reference",
            "LOG-0231",
            "--family",
            "Zzyzx",
        )

        told = lines(run("register", "audit", filled / "r.db", "--format", "json"))

        assert (told[-1]["operation"], told[-1]["reason"], told[-1]["reference"]) == (
            "consultation",
            "encounter",
            "LOG-0231",
        )
        assert told[-1]["asked"] == ["family"]
        assert "Zzyzx" not in run("register", "audit", filled / "r.db").stdout

    def test_a_whole_log_verifies(self, filled: Path) -> None:
        assert run("register", "audit", filled / "r.db", "--verify").stdout.startswith("whole: 1 row(s), head ")
        assert lines(run("register", "audit", filled / "r.db", "--verify", "--format", "json"))[0]["ok"] is True

    def test_the_log_is_written_as_audit_events(self, filled: Path) -> None:
        run("register", "lookup", filled / "r.db", "--reason", "custody", "--regime", "part_3", "--family", "Zzyzx")

        result = run("register", "audit", filled / "r.db", "--out", filled / "a.ndjson", "--force", "test-north")
        entries = (filled / "a.ndjson").read_bytes().splitlines()

        assert result.exit_code == 0
        assert result.stdout == f"2 event(s), the last of digest {hashlib.sha256(entries[-1]).hexdigest()}\n"
        assert [list(found) for found in check_log(entries)] == [[], []]
        assert json.loads(entries[-1])["processing_regime"] == "part_3"
        assert json.loads(entries[-1])["previous"] == hashlib.sha256(entries[0]).hexdigest()

    @pytest.mark.parametrize(
        "given", [["--out", "-"], ["--force", "test-north"], ["--out", "-", "--force", "f", "--verify"]]
    )
    def test_it_is_written_for_a_force_and_not_while_it_is_verified(self, filled: Path, given: list[str]) -> None:
        result = run("register", "audit", filled / "r.db", *given)

        assert result.exit_code == 2
        assert "--out needs --force" in result.stderr

    def test_a_log_that_does_not_lead_from_an_earlier_head_is_broken(self, filled: Path) -> None:
        result = run("register", "audit", filled / "r.db", "--verify", "--head", "0" * 63 + "1")

        assert result.exit_code == 1
        assert "broken" in result.stdout


class TestEnding:
    """However a command ends, it is one line and a status, never a traceback."""

    @pytest.mark.parametrize(
        ("raised", "status", "told"),
        [
            (CannotRun("no such thing"), 2, "missingpersons: no such thing\n"),
            (MissingExtra("exchange", "sealing"), 2, "missingpersons: sealing needs an extra: pip install "),
            (InvalidDocument(Report(())), 2, "missingpersons: the document cannot be read"),
            (click.Abort(), 130, "missingpersons: stopped\n"),
            (OSError(errno.EIO, "Input/output error"), 2, "missingpersons: Input/output error\n"),
            (OSError(errno.EACCES, "Permission denied", "/a/b.json"), 2, "missingpersons: b.json: Permission denied\n"),
            (sqlite3.DatabaseError("Amara Lanyon"), 2, "missingpersons: the register could not be read or written: "),
            (click.UsageError("no such option"), 2, "Error: no such option\n"),
        ],
    )
    def test_what_is_raised_is_one_line(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        raised: Exception,
        status: int,
        told: str,
    ) -> None:
        def fail(**_: object) -> None:
            raise raised

        monkeypatch.setattr(cli.commands, "main", fail)

        with pytest.raises(SystemExit) as ended:
            cli.main()

        assert ended.value.code == status
        assert told in capsys.readouterr().err

    @pytest.mark.parametrize("from_a_file", [True, False])
    def test_a_reader_who_has_seen_enough_is_told_from_findings(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], from_a_file: bool
    ) -> None:
        def fail(*_: object) -> None:
            error = BrokenPipeError()
            if from_a_file:
                error.add_note("out.ndjson: not written")
            raise error

        monkeypatch.setattr(explaining, "print_table", fail)
        monkeypatch.setattr(sys, "argv", ["missingpersons", "codes"])

        with pytest.raises(SystemExit) as ended:
            cli.main()

        assert ended.value.code == 141
        line = "missingpersons: whoever reads the output has gone; out.ndjson: not written\n"
        assert capsys.readouterr().err == (line if from_a_file else "")

    @pytest.mark.parametrize("name", ["stdout", "stdin"])
    def test_a_closed_stream_is_one_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
    ) -> None:
        monkeypatch.setattr(sys, name, None)
        monkeypatch.setattr(sys, "argv", ["missingpersons", "check", "-"])

        with pytest.raises(SystemExit) as ended:
            cli.main()

        assert ended.value.code == 2
        assert capsys.readouterr().err == f"missingpersons: standard {name[3:]}put is closed\n"

    def test_what_cannot_be_printed_at_the_end_is_let_go(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Full(io.StringIO):
            def flush(self) -> None:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(cli.commands, "main", lambda **_: None)
        monkeypatch.setattr(sys, "stdout", Full())

        with pytest.raises(SystemExit) as ended:
            cli.main()

        assert ended.value.code == 2
        assert capsys.readouterr().err == f"missingpersons: {os.strerror(errno.ENOSPC)}\n"

    def test_a_failure_while_files_are_put_in_place_says_which_was(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        real = Path.replace

        def fail(part: Path, place: Path) -> Path:
            if place.name == "second":
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(part, place)

        monkeypatch.setattr(Path, "replace", fail)
        names = [str(tmp_path / name) for name in ("first", "second")]

        with pytest.raises(CannotRun, match=r"^second: ") as raised, writing.outputs(names):
            pass

        assert raised.value.__notes__ == ["second: not written", "first: was written"]
        assert [each.name for each in tmp_path.iterdir()] == ["first"]

    def test_a_file_that_may_not_be_written_is_not_replaced(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "kept").write_bytes(b"x")
        monkeypatch.setattr(os, "access", lambda *_: False)

        with pytest.raises(CannotRun, match=r"^kept: Permission denied$"), writing.outputs([str(tmp_path / "kept")]):
            pass

        assert (tmp_path / "kept").read_bytes() == b"x"

    def test_the_status_of_a_command_is_passed_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cli.commands, "main", lambda **_: 1)

        with pytest.raises(SystemExit) as ended:
            cli.main()

        assert ended.value.code == 1

    def test_progress_is_on_standard_error_when_it_is_a_terminal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

        seen = list(printing.watched([1, 2, 3], "counting"))

        assert seen == [1, 2, 3]
        assert capsys.readouterr().out == ""

    def test_the_commands_are_the_contract(self) -> None:
        assert set(cli.commands.commands) >= {
            "demo",
            "check",
            "suggest",
            "convert",
            "explain",
            "codes",
            "schema",
            "keys",
            "seal",
            "open",
            "register",
        }
        assert {checking.check.name, exchanging.open_messages.name} == {"check", "open"}
        assert reading.MOMENT.name == "time"
