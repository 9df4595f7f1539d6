"""The command that shows what is due: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli

OPEN: dict[str, Any] = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-03-01T14:00:00Z",
    "reported_at": "2026-03-01T12:00:00Z",
    "owner_force": "test-south",
    "status": "open",
    "person": {"names": [{"full": "Amara Lanyon"}]},
    "actions": [
        {"code": "check_hospitals", "due_at": "2026-03-01T13:00:00Z"},
        {"code": "not_of_the_list", "due_at": "2026-03-01T16:00:00Z"},
        {"code": "cctv", "due_at": "2026-03-01T13:00:00Z", "done_at": "2026-03-01T12:50:00Z"},
    ],
    "notifications": [
        {"to": "childrens_services", "due_at": "2026-03-01T15:00:00Z"},
        {"to": "not_of_the_list", "due_at": "2026-03-01T15:30:00Z"},
    ],
}
CALL = {
    "document_type": "call",
    "standard_version": "1.0",
    "call_id": OPEN["episode_id"],
    "force": "test-north",
    "recorded_at": "2026-03-01T14:00:00Z",
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.commands, ["clocks", *(str(each) for each in arguments)])


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "open.json"
    file.write_text(json.dumps(OPEN), encoding="utf-8")
    return file


class TestText:
    def test_what_is_due_and_overdue_is_a_table_and_the_status_is_0(self, document: Path) -> None:
        result = run(document)

        assert result.exit_code == 0
        assert result.stdout.startswith("open.json, as of 2026-03-01T14:00:00Z\n")
        assert "Check hospitals" in result.stdout
        assert "Tell: Children's" in result.stdout
        assert "Camera footage" not in result.stdout
        assert "1 h 0 min ago" in result.stdout
        assert (
            result.stdout.splitlines()[-1] == "1 document(s), 0 of them not readable: 2 overdue, 5 due, 0 cannot tell"
        )

    def test_each_interval_says_on_what_basis(self, document: Path) -> None:
        told = [line for line in run(document).stdout.splitlines() if line.startswith("- ")]

        assert told[0].startswith("- The risk is looked at again. Not official. Library interval")
        assert "- The UK Missing Persons Unit is told of a person who is still missing. Official (http" in told[2]

    def test_nothing_personal_is_printed(self, document: Path) -> None:
        assert "Lanyon" not in run(document).stdout
        assert "not_of_the_list" not in run(document).stdout

    def test_the_moment_may_be_given(self, document: Path) -> None:
        result = run(document, "--as-of", "2026-03-20T00:00:00Z")

        assert (
            result.stdout.splitlines()[-1] == "1 document(s), 0 of them not readable: 7 overdue, 0 due, 0 cannot tell"
        )
        assert "days ago" in result.stdout

    def test_what_has_no_time_to_count_from_is_told(self, tmp_path: Path) -> None:
        file = tmp_path / "d.json"
        file.write_text(
            json.dumps({**OPEN, "actions": [], "reported_at": "2026-03-01T12:00:00Z"}).replace(
                '"reported_at": "2026-03-01T12:00:00Z", ', ""
            )
        )

        result = run(file)

        assert "no time to count" in result.stdout
        assert result.stdout.splitlines()[-1].endswith("0 overdue, 2 due, 3 cannot tell")

    def test_a_call_has_no_clocks(self, tmp_path: Path) -> None:
        file = tmp_path / "call.json"
        file.write_text(json.dumps(CALL), encoding="utf-8")

        assert run(file).stdout == "1 document(s), 0 of them not readable: 0 overdue, 0 due, 0 cannot tell\n"
        assert json.loads(run(file, "--format", "json").stdout) == {
            "source": "call.json",
            "ok": True,
            "as_of": "2026-03-01T14:00:00Z",
            "clocks": [],
        }

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_document_that_cannot_be_read_ends_with_1(self, tmp_path: Path, form: str) -> None:
        file = tmp_path / "broken.json"
        file.write_text("{", encoding="utf-8")

        result = run(file, "--format", form)

        assert result.exit_code == 1
        assert "MP-S-003" in result.stdout


class TestJson:
    def test_one_object_a_document_with_what_was_done_too(self, document: Path) -> None:
        told = json.loads(run(document, "--format", "json").stdout)

        assert told.keys() == {"source", "ok", "as_of", "clocks"}
        assert told["as_of"] == "2026-03-01T14:00:00Z"
        assert [each["state"] for each in told["clocks"]] == [
            "overdue",
            "overdue",
            "done",
            "due",
            "due",
            "due",
            "due",
            "due",
        ]


class TestIntervals:
    def test_a_force_may_give_its_own(self, document: Path, tmp_path: Path) -> None:
        file = tmp_path / "ours.toml"
        file.write_text(
            'name = "ours"\nversion = "1"\nstatus = "a test"\n[[interval]]\ncode = "MP-K-002"\nhours = 5\n'
            'counts_from = ["assessed_at"]\nofficial = false\nbasis = "Ours."\n'
        )

        assert "Not official. Ours." in run(document, "--intervals", file).stdout

    def test_a_bad_file_is_said_before_anything_is_read(self, document: Path, tmp_path: Path) -> None:
        file = tmp_path / "ours.toml"
        file.write_text('name = "ours"\n')

        result = run(document, "--intervals", file)

        assert str(result.exception) == "ours.toml: interval: at least one [[interval]] is needed"
        assert result.stdout == ""
