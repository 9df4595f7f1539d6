"""The command `readiness`: what a sergeant reads, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli
from missingpersons.findings import profiles


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.commands, ["readiness", *map(str, arguments)])


@pytest.fixture
def file(tmp_path: Path, good: dict[str, Any]) -> Path:
    """An episode that may be appealed for until somebody says no, and lacks a photograph and a home."""
    del good["person"]["photos"]
    good["person"]["names"] = [{"given": ["Amara", "Zoe Ann"]}]
    good["publicity"][0]["expires_at"] = "2030-01-01T00:00:00Z"
    path = tmp_path / "one.json"
    path.write_text(json.dumps(good), encoding="utf-8")
    return path


def rows(result: Result) -> list[tuple[str, str, str, str, str]]:
    """The cells of each line of the table, without its rules and its head."""
    cut = [line.strip("│").split("│") for line in result.stdout.splitlines() if line.startswith("│")]
    return [tuple(cell.strip() for cell in line) for line in cut]


class TestText:
    def test_says_at_once_what_the_episode_is_ready_for(self, file: Path) -> None:
        result = run(file)

        assert result.exit_code == 0
        assert result.stdout.splitlines()[0] == (
            "one.json: ready for record, circulate, notify-ukmpu, appeal, statistics"
        )

    def test_has_a_row_for_each_error_or_else_each_warning(self, file: Path) -> None:
        told = rows(run(file))

        assert [row[:3] for row in told if row[0]] == [
            ("record", "yes", ""),
            ("circulate", "yes", "warning"),
            ("transfer", "no", "error"),
            ("close", "no", "error"),
            ("notify-ukmpu", "yes", "warning"),
            ("appeal", "yes", "warning"),
            ("statistics", "yes", ""),
            ("interpol-yellow", "no", "error"),
        ]
        assert ("", "", "warning", "and 1 more: check --profile close", "") in told
        last = next(row for row in told if row[0] == "interpol-yellow")
        assert last[3].startswith("A name is recorded, but not both a family")
        assert last[4] == "/person/names/0/family"

    def test_leaves_advice_to_check(self, file: Path) -> None:
        assert "MP-R-092" not in run(file).stdout
        assert "advice" not in run(file).stdout

    def test_says_when_an_episode_is_ready_for_nothing(self, file: Path) -> None:
        result = run(file, "--as-of", "2000-01-01T00:00:00Z")

        assert result.exit_code == 0
        assert result.stdout.startswith("one.json: ready for nothing yet\n")

    def test_judges_from_the_moment_that_is_given(self, file: Path) -> None:
        result = run(file, "--as-of", "2030-01-01T00:00:00Z")

        assert ("appeal", "no") in [row[:2] for row in rows(result)]


class TestJson:
    def test_is_one_object_a_document(self, file: Path) -> None:
        result = run(file, file, "--format", "json")

        first, second = map(json.loads, result.stdout.splitlines())
        assert first == second
        assert first.keys() == {"source", "profiles"}
        assert list(first["profiles"]) == list(profiles())
        assert first["source"] == "one.json"
        assert first["profiles"]["interpol-yellow"] == {
            "ready": False,
            "findings": [
                {
                    "code": "MP-R-102",
                    "severity": "error",
                    "at": "/person/names/0/family",
                    "message": "A name is recorded, but not both a family name and a given name.",
                }
            ],
        }

    def test_has_the_advice_too(self, file: Path) -> None:
        told = json.loads(run(file, "--format", "json").stdout)["profiles"]["circulate"]

        assert told["ready"] is True
        assert [each["code"] for each in told["findings"]] == ["MP-R-081", "MP-R-092"]

    def test_has_what_reading_found(self, file: Path) -> None:
        newer = json.loads(file.read_text(encoding="utf-8")) | {"standard_version": "1.9"}
        file.write_text(json.dumps(newer), encoding="utf-8")

        told = json.loads(run(file, "--format", "json").stdout)["profiles"]

        assert {name: each["findings"][0]["code"] for name, each in told.items()} == dict.fromkeys(
            profiles(), "MP-V-002"
        )


class TestUnread:
    @pytest.mark.parametrize(("text", "code", "at"), [("{", "MP-S-003", "/"), ("", "MP-S-002", "/")])
    def test_a_document_that_cannot_be_read_ends_with_1(self, file: Path, text: str, code: str, at: str) -> None:
        bad = file.with_name("bad.json")
        bad.write_text(text, encoding="utf-8")

        result = run(bad, file)

        assert result.exit_code == 1
        assert f"bad.json: error: {at}: " in result.stdout
        assert f"[{code}]" in result.stdout
        assert "one.json: ready for " in result.stdout

    def test_nor_is_another_type_of_document_an_episode(self, tmp_path: Path, root: Path) -> None:
        case = root / "examples" / "body_found_on_the_shore.json"

        result = run(case, "--format", "json")

        assert result.exit_code == 1
        told = json.loads(result.stdout)
        assert told.keys() == {"source", "ok", "findings"}
        assert [(each["code"], each["at"]) for each in told["findings"]] == [("MP-S-031", "/document_type")]

    def test_a_file_that_is_not_there_ends_with_2(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(cli.commands, ["readiness", str(tmp_path / "none.json")])

        assert result.exit_code != 0


class TestHelp:
    def test_check_lists_every_profile(self) -> None:
        told = " ".join(CliRunner().invoke(cli.commands, ["check", "--help"]).stdout.split())

        # Where a line ends in a hyphen, the words that follow stand on the next.
        assert all(name in told.replace("- ", "-") for name in profiles())
