"""The commands that judge risk: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli
from missingpersons.codes import codelist
from missingpersons.findings import CannotRun
from missingpersons.risk import library_policy
from missingpersons.risk.library import NOT_COMPARED

EPISODE: dict[str, Any] = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-06-15T12:00:00Z",
    "owner_force": "test-north",
    "status": "open",
    "person": {"date_of_birth": "2012-05-06"},
    "answers": [{"question": each, "answer": "no"} for each in codelist("risk_questions").entries],
    "exploitation_indicators": ["hotel"],
    "assessments": [
        {"scheme": "app-very-low", "level": "very_low", "assessed_at": "2026-06-15T12:00:00Z"},
        {"scheme": "app-very-low", "level": "high", "assessed_at": "2026-06-15T11:00:00Z"},
    ],
}
OURS = 'name = "ours"\nversion = "3"\nstatus = "a test"\nextends = "library-app-very-low"\n'
ALONE = (
    'name="quiet"\nversion="1"\nscheme="app-very-low"\nlowest="very_low"\nstatus="test"\n'
    '[[line]]\ncode="c"\nquestion="homeless"\nfloor="high"\nif_unknown="very_low"\nbasis="test"\n'
)
LOWERS = (
    'lowers = ["child", "exploitation"]\nwithout_guards = ["suicide"]\n'
    '[[line]]\ncode = "child"\nfloor = "low"\nif_unknown = "low"\nbasis = "A test."\n'
    '[[line]]\ncode = "exploitation"\nif_unknown = "very_low"\nbasis = "A test."\n'
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.commands, [str(each) for each in arguments])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "girl.json").write_text(json.dumps(EPISODE), encoding="utf-8")
    (tmp_path / "not.json").write_text("{", encoding="utf-8")
    (tmp_path / "ours.toml").write_text(OURS + LOWERS, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(OURS + LOWERS.replace('"child", ', ""), encoding="utf-8")
    return tmp_path


class TestSuggest:
    def test_says_what_disagrees_and_where(self, folder: Path) -> None:
        result = run("suggest", folder / "girl.json")

        assert result.exit_code == 0
        assert "girl.json: library-app-very-low 1.0 (app-very-low) calls for: medium" in result.stdout
        assert (
            "child: recorded no, the episode itself says yes "
            f"(/answers/{list(codelist('risk_questions').entries).index('child')}, /person/date_of_birth)"
        ) in result.stdout

    def test_says_what_the_policy_lowers_and_does_without(self, folder: Path) -> None:
        result = run("suggest", folder / "girl.json", "--policy", folder / "ours.toml")

        assert "lowered by this policy: child, exploitation" in result.stdout
        assert "without the guards: suicide" in result.stdout

    @pytest.mark.parametrize(
        ("at", "told"),
        [
            (
                "2026-06-15T11:00:00Z",
                "homeless: answered yes (/answers/0), later no (/answers/1): yes counts until its entry is put right\n",
            ),
            (
                None,
                "homeless: answered yes (/answers/0) and no (/answers/1), nobody says which came last: "
                "yes counts until its entry is put right\n",
            ),
        ],
    )
    def test_says_what_was_answered_again(self, folder: Path, at: str | None, told: str) -> None:
        first = {"question": "homeless", "answer": "yes", "answered_at": "2026-06-15T10:00:00Z"}
        second = {"question": "homeless", "answer": "no"} | ({"answered_at": at} if at else {})
        (folder / "twice.json").write_text(json.dumps({**EPISODE, "answers": [first, second]}), encoding="utf-8")

        assert told in run("suggest", folder / "twice.json").stdout

    def test_says_when_by_which_line_and_where(self, folder: Path) -> None:
        result = run("suggest", folder / "girl.json")

        assert f"as of 2026-06-15T12:00:00Z; digest: {library_policy().digest}\n" in result.stdout
        header = next(line for line in result.stdout.splitlines() if "calls for" in line and "basis" in line)
        assert [each.strip() for each in header.strip("┃").split("┃")] == [
            "calls for",
            "line",
            "question",
            "answer",
            "where",
            "basis",
        ]
        assert "extends no policy" not in result.stdout

    def test_says_that_nobody_compared_a_policy_that_extends_none(self, folder: Path) -> None:
        policy = folder / "alone.toml"
        policy.write_text(ALONE, encoding="utf-8")

        for command in ("suggest", "review"):
            result = run(command, folder / "girl.json", "--policy", policy)
            assert f"{NOT_COMPARED}: quiet 1" in result.stdout, command

    @pytest.mark.parametrize("command", ["suggest", "review", "backtest"])
    @pytest.mark.parametrize("name", ["", " "])
    def test_a_policy_without_a_name_is_refused_and_no_default(self, folder: Path, command: str, name: str) -> None:
        result = run(command, folder / "girl.json", "--policy", name)

        assert isinstance(result.exception, CannotRun)
        assert str(result.exception) == (
            "no policy is named; the library's policies are acpo-2010, acpo-2013, app-2017, app-very-low, scotland"
        )

    @pytest.mark.parametrize("field", [{"definition": "scotland_2017"}, {"owner_force": "test-island"}])
    def test_a_scottish_record_is_judged_by_the_levels_of_scotland(self, folder: Path, field: dict[str, str]) -> None:
        (folder / "two.ndjson").write_text(
            "".join(json.dumps({**EPISODE, **each}) + "\n" for each in (field, {})), encoding="utf-8"
        )

        told = lines(run("suggest", folder / "two.ndjson", "--format", "json"))

        assert [each["scheme"] for each in told] == ["scotland", "app-very-low"]

    def test_says_which_guard_held(self, folder: Path) -> None:
        policy = folder / "quiet.toml"
        policy.write_text(ALONE.replace("app-very-low", "scotland").replace("very_low", "low"), encoding="utf-8")

        text = run("suggest", folder / "girl.json", "--policy", policy).stdout
        (told,) = lines(run("suggest", folder / "girl.json", "--policy", policy, "--format", "json"))

        assert "held up by the guard child-exploitation: Inspection finding" in text
        assert [(each["code"], each["calls_for"]) for each in told["guards"]] == [("child-exploitation", "medium")]
        assert told["level"] == "medium"


class TestReview:
    def test_a_grade_too_low_ends_with_1_and_says_why(self, folder: Path) -> None:
        result = run("review", folder / "girl.json")

        assert result.exit_code == 1
        assert (
            "girl.json: /assessments/0: lower without: very_low was recorded, "
            "library-app-very-low 1.0 called for medium"
        ) in result.stdout
        assert "/exploitation_indicators" in result.stdout
        assert "girl.json: /assessments/1: cannot tell: high was recorded" in result.stdout
        assert "(nothing_dated)" in result.stdout
        assert result.stdout.endswith("2 assessment(s) reviewed: 1 lower without, 1 cannot tell\n")

    def test_nothing_too_low_ends_with_0(self, folder: Path) -> None:
        fine = {**EPISODE, "assessments": [{**EPISODE["assessments"][0], "level": "medium"}]}
        (folder / "fine.json").write_text(json.dumps(fine), encoding="utf-8")

        result = run("review", folder / "fine.json")

        assert result.exit_code == 0
        assert result.stdout == (
            "fine.json: /assessments/0: consistent: medium was recorded, library-app-very-low 1.0 called for medium\n"
            "1 assessment(s) reviewed: 1 consistent\n"
        )

    def test_says_what_was_suggested_with_a_lower_level(self, folder: Path) -> None:
        first = EPISODE["assessments"][0] | {"level": "medium", "suggested": {"level": "high", "policy": "another 3"}}
        (folder / "fine.json").write_text(json.dumps({**EPISODE, "assessments": [first]}), encoding="utf-8")

        result = run("review", folder / "fine.json")

        assert result.exit_code == 0
        assert "\n  below what was suggested with it: high (/assessments/0/suggested)\n" in result.stdout
        assert "another" not in result.stdout

    def test_without_a_time_says_what_is_called_for_now(self, folder: Path) -> None:
        absent = {**EPISODE, "assessments": [{"category": "absent"}]}
        (folder / "absent.json").write_text(json.dumps(absent), encoding="utf-8")

        result = run("review", folder / "absent.json")

        assert result.stdout == (
            "absent.json: /assessments/0: cannot tell: absent was recorded, "
            "library-acpo-2013 1.0 called for nothing that can be told (no_time)\n"
            "  by all that is recorded now it calls for: medium\n"
            "1 assessment(s) reviewed: 1 cannot tell\n"
        )

    def test_json_is_one_object_a_document(self, folder: Path) -> None:
        (told,) = lines(run("review", folder / "girl.json", "--format", "json"))

        assert told["source"] == "girl.json"
        assert [each["verdict"] for each in told["assessments"]] == ["lower_without", "cannot_tell"]

    def test_a_policy_that_is_given_is_used(self, folder: Path) -> None:
        (told,) = lines(run("review", folder / "girl.json", "--policy", folder / "ours.toml", "--format", "json"))

        assert {each["policy"] for each in told["assessments"]} == {"ours 3"}

    def test_says_what_the_policy_lowers_and_does_without(self, folder: Path) -> None:
        result = run("review", folder / "girl.json", "--policy", folder / "ours.toml")

        assert "  lowered by this policy: child, exploitation\n  without the guards: suicide\n" in result.stdout
        assert "extends no policy" not in result.stdout

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_document_that_cannot_be_read_ends_with_1(self, folder: Path, form: str) -> None:
        result = run("review", folder / "not.json", "--format", form)

        assert result.exit_code == 1
        assert "MP-S-003" in result.stdout

    def test_no_assessment_is_said(self, folder: Path) -> None:
        (folder / "none.json").write_text(json.dumps({**EPISODE, "assessments": []}), encoding="utf-8")

        assert run("review", folder / "none.json").stdout == "0 assessment(s) reviewed\n"


class TestPolicyCheck:
    def test_a_good_one_ends_with_0_and_shows_everything(self, folder: Path) -> None:
        result = run("policy", "check", folder / "ours.toml")

        assert result.exit_code == 0
        assert "ours.toml: ours 3 (app-very-low), a test\ndigest: " in result.stdout
        assert "extends: library-app-very-low 1.0" in result.stdout
        assert "lowest: very_low; lowers: child, exploitation\nwithout guards: suicide\n" in result.stdout

    def test_one_that_extends_none_lowers_what_nobody_compared(self, folder: Path) -> None:
        (folder / "alone.toml").write_text(ALONE, encoding="utf-8")

        result = run("policy", "check", folder / "alone.toml")

        assert f"lowest: very_low; lowers: {NOT_COMPARED}\n" in result.stdout

    def test_one_between_does_not_make_it_compared(self, folder: Path) -> None:
        (folder / "alone.toml").write_text(ALONE, encoding="utf-8")
        over = OURS.replace('extends = "library-app-very-low"', 'extends = "alone.toml"')
        (folder / "over.toml").write_text(over, encoding="utf-8")

        told = run("policy", "check", folder / "over.toml").stdout

        assert f"lowers: nothing of what it extends; {NOT_COMPARED}\n" in told
        assert f"{NOT_COMPARED}: " in run("suggest", folder / "girl.json", "--policy", folder / "over.toml").stdout

    def test_one_that_extends_and_lowers_nothing_says_so(self, folder: Path) -> None:
        (folder / "same.toml").write_text(OURS, encoding="utf-8")

        assert "lowest: very_low; lowers: nothing\n" in run("policy", "check", folder / "same.toml").stdout

    def test_json(self, folder: Path) -> None:
        (told,) = lines(run("policy", "check", folder / "ours.toml", "--format", "json"))

        assert (told["source"], told["ok"], told["lowered"]) == ("ours.toml", True, ["child", "exploitation"])
        assert {"code", "floor", "if_unknown", "basis"} <= set(told["lines"][0])

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_bad_one_ends_with_1_and_names_the_place(self, folder: Path, form: str) -> None:
        result = run("policy", "check", folder / "bad.toml", "--format", form)

        problem = 'bad.toml: line 7: [[line]] 1 (code "child"): it lowers child, and lowers does not name it'
        assert result.exit_code == 1
        if form == "text":
            assert result.stdout == f"{problem}\n"
        else:
            assert lines(result) == [{"source": "bad.toml", "ok": False, "problem": problem}]

    def test_no_file_cannot_run(self, folder: Path) -> None:
        result = run("policy", "check", folder / "none.toml")

        assert type(result.exception) is CannotRun
        assert str(result.exception) == "none.toml: No such file or directory"

    def test_a_line_that_never_changes_the_level_is_told(self, folder: Path) -> None:
        line = '[[line]]\ncode = "twice"\nall_of = ["child", "suicide_risk"]\nfloor = "high"\nif_unknown = "low"\n'
        (folder / "idle.toml").write_text(f'{OURS}{line}basis = "A test."\n', encoding="utf-8")

        result = run("policy", "check", folder / "idle.toml")

        assert result.exit_code == 0
        assert "twice never changes the level: suicide-risk always calls for as much" in result.stdout


class TestPolicyShow:
    @pytest.mark.parametrize("name", ["scotland", "library-scotland"])
    def test_one_of_the_librarys(self, name: str) -> None:
        result = run("policy", "show", name)

        assert result.exit_code == 0
        assert "library-scotland 1.0 (scotland), library policy, not official\n" in result.stdout
        assert library_policy("scotland").digest in result.stdout
        assert "without guards: none, all are kept" in result.stdout
        assert "homeless never changes the level: it calls for no more than the lowest level" in result.stdout

    def test_a_name_that_means_nothing(self) -> None:
        result = run("policy", "show", "wales")

        assert type(result.exception) is CannotRun
        assert str(result.exception) == (
            "wales: no such file, and the library's policies are acpo-2010, acpo-2013, app-2017, app-very-low, scotland"
        )
