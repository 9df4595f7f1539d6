"""The summary of `check`, and the command `quality`: what they print, what they write, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli, wire
from missingpersons.findings import profiles
from missingpersons.pages.quality import quality_page
from missingpersons.quality import Quality
from missingpersons.testing import Generator

DOCUMENTS = [*Generator(seed=5).documents(9), b"{"]


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.commands, [str(each) for each in arguments], input=stdin)


def cells(result: Result) -> list[list[str]]:
    """The cells of each line of the tables, without their heads."""
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in result.stdout.splitlines() if "│" in line]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "many.ndjson"
    path.write_bytes(b"\n".join(DOCUMENTS))
    return path


def counted() -> Quality:
    quality = Quality()
    for each in DOCUMENTS:
        quality.add(wire.judge(each))
    return quality


class TestSummary:
    def test_ends_with_severity_code_and_purpose(self, file: Path) -> None:
        result = run("check", file)

        told = cells(result)
        assert result.exit_code == 1
        assert ["error", "1", "1"] in told
        assert ["MP-S-003", "error", "1", "1", "The document is not JSON, or breaks off before its end."] in told
        assert [row[0] for row in told if row[0] in profiles()] == list(profiles())
        ready = counted().episodes
        transfer = sum(number for cell, number in ready.items() if "transfer" in cell.ready)
        assert [row[:2] for row in told if row[0] == "transfer"] == [["transfer", str(transfer)]]
        assert result.stdout.endswith("10 document(s) checked: 9 without errors, 1 with errors\n")

    def test_is_for_the_purpose_asked_about(self, file: Path) -> None:
        told = cells(run("check", file, "--profile", "notify-ukmpu"))

        assert "MP-R-109" in {row[0] for row in told}
        assert "MP-R-109" not in {row[0] for row in cells(run("check", file))}

    def test_one_document_needs_none_unless_asked(self, tmp_path: Path) -> None:
        path = tmp_path / "one.json"
        path.write_bytes(DOCUMENTS[0])

        assert run("check", path).stdout == "1 document(s) checked: 1 without errors, 0 with errors\n"
        assert "ready" in run("check", path, "--summary").stdout

    def test_may_be_left_out(self, file: Path) -> None:
        told = run("check", file, "--no-summary").stdout.splitlines()

        assert len(told) == 2
        assert told[-1] == "10 document(s) checked: 9 without errors, 1 with errors"

    def test_json_has_none_on_standard_output(self, file: Path) -> None:
        plain, summed = run("check", file, "--format", "json"), run("check", file, "--format", "json", "--summary")

        assert plain.stdout == summed.stdout
        assert len(plain.stdout.splitlines()) == 10
        assert plain.stderr == ""
        told = json.loads(summed.stderr)
        assert told["documents"] == {"episode": 9, "unreadable": 1}
        assert told["severities"] == {"error": 1, "warning": 0, "advice": 0}
        assert told["profiles"]["record"] == {
            "episodes": 9,
            "ready": 9,
            "to_mend": 0,
            "no_question": 0,
            "shortest_way": None,
        }

    def test_what_is_found_is_the_same_with_it_and_without(self, file: Path) -> None:
        summed, plain = run("check", file).stdout, run("check", file, "--no-summary").stdout

        assert summed.splitlines()[0] == plain.splitlines()[0]


class TestQuality:
    def test_prints_tables_and_is_a_question(self, file: Path) -> None:
        result = run("quality", file, "--by-force")

        assert result.exit_code == 0
        told = cells(result)
        assert told[0][0] == "record"
        assert ["1", "MP-S-003"] in [row[:2] for row in told]
        assert result.stdout.endswith("10 document(s), 1 of which cannot be read\n")

    def test_json_is_one_object(self, file: Path) -> None:
        told = json.loads(run("quality", file, "--format", "json", "--for", "transfer").stdout)

        assert list(told) == [
            "documents",
            "profile",
            "severities",
            "codes",
            "profiles",
            "mend_first",
            "age",
        ]
        assert told["mend_first"][0]["code"] == "MP-S-003"
        assert told["mend_first"][0]["readable_if_mended"] == 1
        assert {name for each in told["mend_first"] for name in each["keeps_from_ready"]} == {"transfer"}

    def test_writes_a_page(self, file: Path, tmp_path: Path) -> None:
        page = tmp_path / "page.html"

        result = run("quality", file, file, "--html", page)

        twice = counted()
        twice.merge(counted())
        assert result.exit_code == 0
        assert result.stdout == "20 document(s) counted\n"
        assert page.read_bytes() == quality_page(twice, files=2)

    def test_writes_the_page_to_standard_output(self, file: Path) -> None:
        result = run("quality", file, "--html", "-")

        assert result.stdout.startswith("<!DOCTYPE html>")
        assert result.stderr == "10 document(s) counted\n"

    def test_never_over_what_it_reads(self, file: Path) -> None:
        before = file.read_bytes()

        result = run("quality", file, "--html", file)

        assert result.exit_code != 0
        assert file.read_bytes() == before

    def test_judges_from_the_moment_given(self, file: Path, tmp_path: Path) -> None:
        page = tmp_path / "page.html"

        run("quality", file, "--html", page, "--as-of", "2000-01-01T00:00:00Z")

        assert b"2000-01-01T00:00:00+00:00" in page.read_bytes()
        assert b"MP-R-005" in page.read_bytes()

    def test_an_unknown_purpose_is_no_purpose(self, file: Path) -> None:
        assert run("quality", file, "--for", "nothing").exit_code == 2
