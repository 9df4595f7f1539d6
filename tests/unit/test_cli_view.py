"""The command `view`: what it writes, what it says, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli, wire
from missingpersons.models import Episode
from missingpersons.views import view


def run(*arguments: str | Path, given: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.commands, ["view", *map(str, arguments)], input=given)


@pytest.fixture
def file(tmp_path: Path, good: dict[str, Any]) -> Path:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(good), encoding="utf-8")
    return path


def viewed(good: dict[str, Any], audience: str) -> bytes:
    return view(wire.build(good, Episode), audience).dump() + b"\n"


class TestOutput:
    @pytest.mark.parametrize("audience", ["police", "encounter", "statistics", "safeguarding", "charity", "public"])
    def test_is_the_view_and_nothing_else(self, file: Path, good: dict[str, Any], audience: str) -> None:
        result = run("--audience", audience, file)

        assert (result.exit_code, result.stdout_bytes) == (0, viewed(good, audience))

    def test_is_one_a_line(self, tmp_path: Path, good: dict[str, Any]) -> None:
        lines = tmp_path / "many.ndjson"
        lines.write_text(f"{json.dumps(good)}\n{json.dumps(good)}\n", encoding="utf-8")

        result = run("--audience", "public", lines)

        assert result.stdout_bytes == viewed(good, "public") * 2
        assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["many.ndjson:1", "many.ndjson:2"]

    def test_goes_to_a_file(self, tmp_path: Path, file: Path, good: dict[str, Any]) -> None:
        result = run("--audience", "public", file, "--out", tmp_path / "out.ndjson")

        assert (tmp_path / "out.ndjson").read_bytes() == viewed(good, "public")
        assert result.stdout.startswith("one.json: something is shown; withheld: ")
        assert result.stderr == ""

    def test_is_as_of_a_moment_and_for_a_channel(self, file: Path) -> None:
        result = run("--audience", "public", "--channel", "posters", "--as-of", "2030-01-01T00:00:00Z", file)

        made = json.loads(result.stdout)
        assert (made["channel"], made["as_of"]) == ("posters", "2030-01-01T00:00:00Z")

    def test_of_standard_input(self, good: dict[str, Any]) -> None:
        result = run("--audience", "public", "-", given=json.dumps(good).encode())

        assert result.stdout_bytes == viewed(good, "public")

    def test_of_what_is_said_in_json(self, tmp_path: Path, file: Path, good: dict[str, Any]) -> None:
        result = run("--audience", "public", file, "--format", "json", "--out", tmp_path / "out.ndjson")

        withheld = json.loads(viewed(good, "public"))["withheld"]
        assert json.loads(result.stdout) == {"source": "one.json", "ok": True, "withheld": withheld}


class TestWhatCannotBeViewed:
    @pytest.mark.parametrize("form", ["text", "json"])
    def test_gives_its_findings_and_no_view(self, tmp_path: Path, file: Path, good: dict[str, Any], form: str) -> None:
        other = tmp_path / "view.json"
        other.write_bytes(viewed(good, "public"))

        result = run("--audience", "public", other, file, "--format", form)

        assert (result.exit_code, result.stdout_bytes) == (1, viewed(good, "public"))
        assert re.findall(r"MP-[A-Z]-[0-9]{3}", result.stderr) == ["MP-S-032"]

    def test_another_type_of_document(self, tmp_path: Path) -> None:
        call = Path(__file__).parents[2] / "examples" / "call_that_became_no_episode.json"

        result = run("--audience", "public", call)

        assert (result.exit_code, result.stdout) == (1, "")
        assert "[MP-S-031]" in result.stderr

    def test_for_a_channel_that_there_is_not(self, file: Path) -> None:
        result = CliRunner().invoke(cli.commands, ["view", "--audience", "public", "--channel", "press", str(file)])

        assert str(result.exception) == (
            "--channel: not a code of the list publicity_channels; `missingpersons codes publicity_channels` shows it"
        )

    def test_through_a_channel_for_partners(self, file: Path) -> None:
        result = CliRunner().invoke(cli.commands, ["view", "--audience", "police", "--channel", "posters", str(file)])

        assert str(result.exception) == "--channel: police is told through no channel; it is for charity and public"

    def test_over_the_file_that_is_read(self, file: Path) -> None:
        before = file.read_bytes()

        result = run("--audience", "public", file, "--out", file)

        assert result.exit_code != 0
        assert file.read_bytes() == before


def test_the_page_shows_what_happens(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (root / "docs" / "views.md").read_text(encoding="utf-8")
    (command, said) = re.findall(r"```sh-session\n\$ missingpersons view (.*?)\n(.*?)```", page, re.DOTALL)[0]
    monkeypatch.chdir(root)

    result = run(*command.replace("appeal.json", str(tmp_path / "appeal.json")).split())

    assert result.output == said
