"""The command `backtest`: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.unit.test_quality_page import Page

from missingpersons import cli, wire
from missingpersons.backtest import Comparison, Counts, Standing, as_tree, backtest
from missingpersons.backtest.words import number
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.pages.backtest import backtest_page
from missingpersons.risk import library_policy, named_policy, schemes
from missingpersons.testing import Generator

EPISODES = tuple(Generator(seed=5).documents(120))
BAD = b'{"document_type": "episode"}'
OURS = (
    'name = "ours"\nversion = "3"\nstatus = "a test"\nextends = "library-app-very-low"\n'
    '[[line]]\ncode = "reason-to-go"\nfloor = "high"\nbasis = "A test."\n'
)
LAXER = (
    'name = "laxer"\nversion = "2"\nstatus = "a test"\nextends = "library-scotland"\n'
    'lowers = ["dementia", "weather"]\nwithout_guards = ["suicide"]\n'
    '[[line]]\ncode = "dementia"\nfloor = "medium"\nbasis = "A test."\n'
    '[[line]]\ncode = "weather"\nfloor = "low"\nbasis = "A test."\n'
)


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.commands, [str(each) for each in arguments], input=stdin)


def compared(comparison: Comparison) -> Counts:
    counts = Counts()
    for each in EPISODES:
        counts.add(comparison.of(wire.parse(each, Episode)))
    return counts


@cache
def recorded() -> Comparison:
    return Comparison(None, library_policy("app-very-low"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "many.ndjson"
    path.write_bytes(b"\n".join(EPISODES))
    return path


class TestOnePolicy:
    def test_json_is_what_the_library_counts(self, file: Path) -> None:
        result = run("backtest", file, "--policy", "app-very-low", "--format", "json")

        assert result.exit_code == 0
        assert json.loads(result.stdout) == as_tree(backtest(compared(recorded()), recorded()))
        assert json.loads(result.stdout)["before"] == {"recorded": True}

    def test_text_says_whether_they_agree_and_what_x_is(self, file: Path) -> None:
        told = run("backtest", file, "--policy", "app-very-low").stdout

        assert told.startswith("from: recorded\nto:   library-app-very-low 1.0 (app-very-low)\n")
        assert "Whether the recorded grades and the policy agree cannot be told: too much is hidden." in told
        assert "x is a number that is hidden" in told
        assert told.endswith("120 episode(s) compared, 0 document(s) cannot be read as an episode\n")

    def test_any_number_of_processes_says_the_same(self, file: Path) -> None:
        one, two = (run("backtest", file, "--policy", "scotland", "--jobs", each) for each in ("1", "2"))

        assert one.stdout == two.stdout
        assert one.stderr == two.stderr

    def test_reads_standard_input_and_the_moment_given(self) -> None:
        given = ("backtest", "-", "--policy", "app-very-low", "--format", "json")

        now = run(*given, stdin=b"\n".join(EPISODES))
        later = run(*given, "--as-of", "2090-01-01T00:00:00Z", stdin=b"\n".join(EPISODES))

        assert json.loads(now.stdout)["episodes"] == 120
        assert json.loads(now.stdout)["by_age"] != json.loads(later.stdout)["by_age"]

    def test_what_cannot_be_read_is_said_aside(self, file: Path) -> None:
        file.write_bytes(b"\n".join([*EPISODES, BAD]))

        result = run("backtest", file, "--policy", "app-very-low")

        assert result.exit_code == 1
        assert {line.split(": ")[0] for line in result.stderr.splitlines()} == {"many.ndjson:121"}
        assert result.stdout.endswith("120 episode(s) compared, 1 document(s) cannot be read as an episode\n")

    def test_an_episode_that_comes_again_is_counted_and_said(self, file: Path) -> None:
        file.write_bytes(b"\n".join([*EPISODES, *EPISODES[:30], EPISODES[0]]))

        one, two = (run("backtest", file, "--policy", "app-very-low", "--jobs", each) for each in ("1", "2"))
        told = json.loads(run("backtest", file, "--policy", "app-very-low", "--format", "json").stdout)

        assert one.stdout == two.stdout
        assert "Counted are documents, and no people:" in one.stdout
        assert one.stdout.endswith(
            "151 episode(s) compared, 0 document(s) cannot be read as an episode; "
            "31 of them are of an episode that came before\n"
        )
        assert (told["episodes"], told["counted_again"]) == (151, {"at_least": 31, "exact": True})

    def test_how_few_come_again_is_hidden(self, file: Path, tmp_path: Path) -> None:
        file.write_bytes(b"\n".join([*EPISODES, *EPISODES[:2]]))
        page = tmp_path / "page.html"

        told = run("backtest", file, "--policy", "app-very-low").stdout
        shown = json.loads(run("backtest", file, "--policy", "app-very-low", "--format", "json").stdout)
        run("backtest", file, "--policy", "app-very-low", "--html", page)

        assert told.endswith("; x of them are of an episode that came before\n")
        assert shown["counted_again"] is None
        assert "<dt>Of an episode that came before</dt><dd>x</dd>" in page.read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("own", "told", "words"),
        [
            (0, {"at_least": 30, "exact": True}, "30 recorded level(s) of another scheme are translated, at a loss"),
            (
                3,
                {"at_least": 0, "exact": False},
                "recorded level(s) of another scheme may be among them, translated at a loss: how many is hidden",
            ),
        ],
    )
    def test_how_few_were_graded_in_the_policys_own_scheme_is_hidden(
        self, file: Path, tmp_path: Path, own: int, told: dict[str, Any], words: str
    ) -> None:
        made = [json.loads(EPISODES[0]) for _ in range(40)]
        for index, each in enumerate(made):
            scheme = "app-very-low" if index < own else "scotland"
            each["assessments"] = [{"scheme": scheme, "level": "high"}] if index < 30 else []
        file.write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
        page = tmp_path / "page.html"

        printed = run("backtest", file, "--policy", "app-very-low").stdout
        shown = json.loads(run("backtest", file, "--policy", "app-very-low", "--format", "json").stdout)
        run("backtest", file, "--policy", "app-very-low", "--html", page)

        assert shown["translated"] == told
        assert words in printed.splitlines()
        assert ("30 recorded levels are of another scheme" in page.read_text(encoding="utf-8")) == (not own)
        assert ("Recorded levels of another scheme" in page.read_text(encoding="utf-8")) == bool(own)

    @pytest.mark.parametrize("data", [b"", b"\n", BAD])
    def test_of_nothing_it_says_that_there_was_nothing_to_compare(self, tmp_path: Path, data: bytes) -> None:
        empty = tmp_path / "empty.ndjson"
        empty.write_bytes(data)

        told = json.loads(run("backtest", empty, "--policy", "app-very-low", "--format", "json").stdout)

        assert (told["episodes"], told["agreement"]) == (0, None)
        assert told["verdict"] == (
            "Whether the recorded grades and the policy agree cannot be told: there was nothing to compare."
        )

    def test_of_few_episodes_nothing_is_shown(self, tmp_path: Path) -> None:
        few = tmp_path / "few.ndjson"
        few.write_bytes(b"\n".join([*EPISODES[:3], EPISODES[0]]))

        told = json.loads(run("backtest", few, "--policy", "app-very-low", "--format", "json").stdout)

        assert told["episodes"] is None
        assert told["counted_again"] is None
        assert told["by_question"] == {}
        assert told["agreement"] is None


class TestTwoPolicies:
    def test_the_line_that_was_raised_alone_makes_the_difference(self, file: Path, tmp_path: Path) -> None:
        ours = tmp_path / "ours.toml"
        ours.write_text(OURS, encoding="utf-8")

        told: dict[str, Any] = json.loads(
            run("backtest", file, "--policy", "app-very-low", "--policy", ours, "--format", "json").stdout
        )

        up = told["standing"]["up"]
        assert up > 10
        assert told["standing"]["down"] == 0
        assert told["made_the_difference"]["up"] == {
            "policy": "ours 3",
            "calls_for_it": [{"kind": "line", "code": "reason-to-go", "at_least": up, "exact": True}],
            "cannot_be_told": [],
        }

    @pytest.mark.parametrize("other", ["app-very-low", "scotland"])
    @pytest.mark.parametrize("first", [True, False])
    def test_what_a_policy_lowers_or_does_without_is_told_beside_its_name(
        self, file: Path, tmp_path: Path, other: str, first: bool
    ) -> None:
        laxer, page = tmp_path / "laxer.toml", tmp_path / "page.html"
        laxer.write_text(LAXER, encoding="utf-8")
        given = ["backtest", file]
        for each in (laxer, other) if first else (other, laxer):
            given += ["--policy", each]

        text = run(*given).stdout.splitlines()
        told: dict[str, Any] = json.loads(run(*given, "--format", "json").stdout)
        run(*given, "--html", page)

        side, line = ("before", "from: laxer 2 (scotland)") if first else ("after", "to:   laxer 2 (scotland)")
        assert text[text.index(line) + 1 :][:2] == [
            "      lowered by this policy: dementia, weather",
            "      without the guards: suicide",
        ]
        assert sum("lowered by" in each or "without the guards" in each for each in text) == 2
        departures = {each: (told[each]["lowered"], told[each]["without_guards"]) for each in ("before", "after")}
        assert departures.pop(side) == (["dementia", "weather"], ["suicide"])
        assert list(departures.values()) == [([], [])]
        shown = page.read_text(encoding="utf-8")
        words = "lowered by this policy: dementia, weather; without the guards: suicide"
        assert f"<strong>laxer 2</strong>, {words}." in shown
        assert f"</code>; {words}</dd>" in shown
        assert shown.count(words) == 2

    def test_of_two_schemes_is_lossy(self, file: Path) -> None:
        told = run("backtest", file, "--policy", "scotland", "--policy", "app-very-low").stdout

        assert "of different schemes: the levels of the first are translated, at a loss" in told


class TestCannotRun:
    @pytest.mark.parametrize(
        ("policies", "problem"),
        [
            (["nothing.toml"], "nothing.toml: No such file or directory"),
            (["scotland", "library-scotland"], "the two policies are the same"),
            (["scotland", "acpo-2010", "app-2017"], "--policy is given once or twice"),
        ],
    )
    def test_is_one_line(self, file: Path, policies: list[str], problem: str) -> None:
        result = run("backtest", file, *(each for name in policies for each in ("--policy", name)))

        assert isinstance(result.exception, CannotRun)
        assert problem in str(result.exception)
        assert len(str(result.exception).splitlines()) == 1
        assert result.stdout == ""

    def test_without_a_policy(self, file: Path) -> None:
        assert run("backtest", file).exit_code == 2


class TestPage:
    def test_is_written_and_the_same_for_the_same(self, file: Path, tmp_path: Path) -> None:
        page = tmp_path / "page.html"

        result = run("backtest", file, "--policy", "app-very-low", "--html", page)

        assert result.stdout == "120 episode(s) compared, 0 document(s) cannot be read as an episode\n"
        assert page.read_bytes() == backtest_page(backtest(compared(recorded()), recorded()))

    def test_is_well_formed_and_loads_nothing(self) -> None:
        page = Page(backtest_page(backtest(compared(recorded()), recorded())))
        ids = [given["id"] for _, given in page.elements if "id" in given]
        links = {str(given["href"])[1:] for tag, given in page.elements if tag == "a"}

        assert len(ids) == len(set(ids))
        assert links <= set(ids)
        assert {tag for tag, _ in page.elements}.isdisjoint({"script", "link", "img", "iframe"})
        assert {given.get("scope") for tag, given in page.elements if tag == "th"} == {"col", "row"}

    def test_says_what_is_counted_and_what_came_again(self) -> None:
        twice = compared(recorded())
        twice.merge(compared(recorded()))

        once, again = (backtest_page(backtest(each, recorded())).decode() for each in (compared(recorded()), twice))

        assert "Counted are documents, and no people:" in once
        assert "Of an episode that came before" not in once
        assert "<dt>Of an episode that came before</dt><dd>120</dd>" in again

    def test_shows_the_numbers_that_are_shown(self) -> None:
        made = backtest(compared(recorded()), recorded())
        page = Page(backtest_page(made))

        labels = {each.code: each.label for each in schemes()[made.scheme].levels}
        numbers = {row[0]: row[1:5] for row in page.rows("levels-t")}
        for level in made.levels:
            cells = [made.confusion.cells[level, after] for after in made.levels]
            label = labels[level]
            if any(each != 0 for each in cells):
                assert numbers[label] == ["x" if each is None else str(each) for each in cells]

    def test_shows_what_calls_for_the_higher_level(self, tmp_path: Path) -> None:
        ours = tmp_path / "ours.toml"
        ours.write_text(OURS, encoding="utf-8")
        comparison = Comparison(library_policy("app-very-low"), named_policy(str(ours)))
        made = backtest(compared(comparison), comparison)

        page = Page(backtest_page(made))

        told = made.calling[Standing.UP].told
        assert [caller.code for caller, _ in told] == ["reason-to-go"]
        assert [row[2] for row in page.rows("lines-up-t")] == [number(shown) for _, shown in told]

    def test_goes_to_standard_output_with_nothing_else(self, file: Path) -> None:
        result = run("backtest", file, "--policy", "app-very-low", "--html", "-")

        assert result.stdout.startswith("<!DOCTYPE html>")
        assert result.stderr == "120 episode(s) compared, 0 document(s) cannot be read as an episode\n"

    def test_never_over_what_it_reads(self, file: Path) -> None:
        before = file.read_bytes()

        result = run("backtest", file, "--policy", "app-very-low", "--html", file)

        assert isinstance(result.exception, CannotRun)
        assert file.read_bytes() == before
