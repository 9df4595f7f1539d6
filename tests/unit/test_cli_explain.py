"""What ``explain`` prints of a code, of all codes, and of what is no code."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.grouped import by_family, grouped

from missingpersons import cli
from missingpersons.explanations import SUBJECTS, examples, gravity
from missingpersons.findings import CannotRun, catalogue

EXAMPLES = {"At fault": "at_fault", "Not at fault": "sound"}


def explain(*arguments: str) -> Result:
    return CliRunner().invoke(cli.commands, ["explain", *arguments])


def on_one_line(result: Result) -> str:
    return " ".join(result.stdout.split())


class TestOneCode:
    def test_says_what_it_means_and_what_it_reads(self) -> None:
        told = explain("MP-R-001").stdout

        assert told.startswith("MP-R-001: The person was found before they went missing.\n")
        assert "Severity: error (since 1.0)" in told
        assert "Reads: /outcome/found_at, /missing_since/earliest" in told

    @grouped("code", by_family(catalogue()))
    def test_says_of_every_code_why_and_how_to_mend_it_and_shows_two_examples(self, code: str) -> None:
        told = on_one_line(explain(code))

        entry = catalogue()[code]
        assert f"Why it matters: {entry.why} Basis: {entry.basis}" in told
        assert told.endswith(f"How to mend it: {entry.mend}")
        assert all(f" {title}: {examples(code)[part]['said']}" in told for title, part in EXAMPLES.items())

    def test_shows_the_place_that_is_at_fault(self) -> None:
        told = explain("MP-R-030").stdout

        assert '    {\n      "status": "open"\n      (no assessments)  <-- here\n    }\n' in told

    def test_says_for_which_purpose_it_is_graver(self) -> None:
        told = on_one_line(explain("MP-R-030"))

        assert "Severity: warning; error in circulate, transfer; off in appeal, statistics, interpol-yellow (" in told

    def test_structure_has_no_definition(self) -> None:
        assert "Exactly" not in explain("MP-S-005").stdout

    def test_as_json_is_one_object(self) -> None:
        (line,) = explain("MP-R-030", "--format", "json").stdout.splitlines()

        told = json.loads(line)
        assert told["severity"] == "warning"
        assert (told["profiles"]["transfer"], told["profiles"]["appeal"]) == ("error", "off")
        assert told["reads"] == ["/status", "/assessments"]
        assert (told["why"], told["mend"]) == (catalogue()["MP-R-030"].why, catalogue()["MP-R-030"].mend)
        assert told["examples"]["at_fault"]["document"] == {"status": "open"}
        assert told["examples"]["at_fault"]["at"] == ["/assessments"]

    @pytest.mark.parametrize("code", ["MP-R-1", "mp-r-001", "r1", " MP-R-0001 "])
    def test_however_it_is_written(self, code: str) -> None:
        assert explain(code).stdout.startswith("MP-R-001: ")


class TestNoCode:
    @pytest.mark.parametrize(
        ("code", "nearest"), [("MP-R-999", "MP-R-199"), ("MP-Q-001", "MP-X-001"), ("MPR-030-", "MP-R-030")]
    )
    def test_the_nearest_are_named(self, code: str, nearest: str) -> None:
        refused = explain(code).exception

        assert isinstance(refused, CannotRun)
        assert str(refused).startswith("there is no such code; the nearest are MP-")
        assert nearest in str(refused)
        assert code not in str(refused)

    def test_near_none_it_says_where_they_are(self) -> None:
        refused = explain("why").exception

        assert str(refused) == "there is no such code; `missingpersons explain` lists them all"


class TestAllCodes:
    def test_each_is_listed_once(self) -> None:
        told = [json.loads(line) for line in explain("--format", "json").stdout.splitlines()]

        assert sorted(each["code"] for each in told) == sorted(catalogue())
        assert told[0] == {
            "code": "MP-S-001",
            "subject": "structure",
            "severity": "error",
            "message": "The document is not UTF-8.",
        }

    def test_people_get_a_table_for_each_subject(self) -> None:
        told = explain().stdout

        assert all(code in told for code in catalogue())
        assert all((subject.title in told) is bool(subject.codes()) for subject in SUBJECTS)

    def test_no_code_is_of_two_subjects_or_of_none(self) -> None:
        assert sorted(code for subject in SUBJECTS for code in subject.codes()) == sorted(catalogue())


def test_a_finding_that_is_as_grave_everywhere_is_one_word() -> None:
    assert gravity(catalogue()["MP-S-001"]) == "error"


class TestHint:
    """``check`` says once where more is told, and only to somebody who reads it."""

    HINT = "`missingpersons explain CODE` says why a finding matters and how to mend it\n"

    def told(self, monkeypatch: pytest.MonkeyPatch, document: str, *options: str, terminal: bool = True) -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
        monkeypatch.setattr(sys, "argv", ["missingpersons", "check", document, *options])
        with pytest.raises(SystemExit):
            cli.main()

    def test_on_a_terminal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "bad.ndjson").write_text("{\n{\n", encoding="utf-8")

        self.told(monkeypatch, str(tmp_path / "bad.ndjson"))

        out = capsys.readouterr().out
        assert out.endswith(f"2 document(s) checked: 0 without errors, 2 with errors\n{self.HINT}")
        assert out.count(self.HINT) == 1

    @pytest.mark.parametrize(
        ("text", "options", "terminal"),
        [("{", (), False), ("{", ("--format", "json"), True), ("", ("--format", "json"), True)],
    )
    def test_nowhere_else(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        tmp_path: Path,
        text: str,
        options: tuple[str, ...],
        terminal: bool,
    ) -> None:
        (tmp_path / "bad.json").write_text(text, encoding="utf-8")

        self.told(monkeypatch, str(tmp_path / "bad.json"), *options, terminal=terminal)

        assert self.HINT not in capsys.readouterr().out

    def test_not_where_nothing_is_found(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path
    ) -> None:
        self.told(monkeypatch, str(root / "examples" / "episode.json"))

        assert capsys.readouterr().out == "1 document(s) checked: 1 without errors, 0 with errors\n"
