"""``convert`` goes from every format that is read to every one that is written, and says what was lost."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.property.carried import example_episodes, ours, points, to_read

from missingpersons import cli
from missingpersons.cli import converting
from missingpersons.converters import formats
from missingpersons.converters.formats import Writing, load_format
from missingpersons.findings import CannotRun

WRITTEN = ours()
READ = sorted(name for name, each in WRITTEN.items() if each.read)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The formats of this tree, whatever is installed beside it."""
    written = {name: point for name, point in points().items() if name in WRITTEN}
    monkeypatch.setattr(formats, "_installed", lambda: written)


@cache
def exported(source: str) -> bytes:
    """The examples in one format, written once for all that it is converted to."""
    made = io.BytesIO()
    list(load_format(source).write(list(example_episodes()), made, Writing()))
    return made.getvalue()


@pytest.mark.parametrize("goal", sorted(WRITTEN))
@pytest.mark.parametrize("source", READ)
def test_every_pair(source: str, goal: str, tmp_path: Path) -> None:
    assert exported(source)
    (tmp_path / "in").write_bytes(exported(source))
    names = ["--out", str(tmp_path / "out"), "--report", str(tmp_path / "report"), str(tmp_path / "in")]
    options = ["--recorded-at", "2026-03-01T09:00:00Z"]
    for each in to_read(WRITTEN[source]).items():
        options += ["--set", "=".join(each)]

    ended = CliRunner().invoke(
        cli.commands, ["convert", "--from", source, "--to", goal, *options, *names, "--format", "json"]
    )

    assert ended.exit_code in (0, 1), ended.output
    told = json.loads(ended.stdout)
    report = [json.loads(line) for line in (tmp_path / "report").read_text().splitlines()]
    assert sum(told["findings"].values()) == len(report)
    assert (tmp_path / "out").exists()


def test_the_list_says_what_each_does() -> None:
    ended = CliRunner().invoke(cli.commands, ["formats", "--format", "json"])

    told = {each["format"]: each for each in map(json.loads, ended.stdout.splitlines())}
    assert set(told) == set(WRITTEN)
    assert [name for name in sorted(told) if told[name]["reads"]] == READ
    assert set(told["pole"]["options"]) == {"codes", "owner_force"}


def test_a_share_can_be_told_from_the_json_account(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("ref,seen\nA1,x\nA2,\nA3,2026-02-01\n", encoding="utf-8")
    mapping = 'name = "x"\nowner_force = "test-north"\n[[column]]\nname = "ref"\nto = "/local_reference"\n'
    date = 'name = "seen"\nas = "date"\nformats = "%Y-%m-%d"\nto = "/person/date_of_birth"\n'
    (tmp_path / "m.toml").write_text(f"{mapping}[[column]]\n{date}", encoding="utf-8")
    given = ["--mapping", str(tmp_path / "m.toml"), "--recorded-at", "2026-03-01T09:00:00Z", str(tmp_path / "in.csv")]
    names = ["--out", str(tmp_path / "out"), "--format", "json"]

    ended = CliRunner().invoke(cli.commands, ["convert", "--from", "tabular", "--to", "pole", *given, *names])

    told = json.loads(ended.stdout)
    assert (told["set_aside"], told["to_carry"]) == ({"/seen": 1}, {"/ref": 3, "/seen": 2})
    assert told["written"]["of"]["/local_reference"] == 3
    assert sum(told["written"]["of"].values()) == sum(told["written"]["values"].values())


@pytest.mark.parametrize(
    ("moment", "told"),
    [("2026-06-01T00:00:00Z", []), ("2026-09-01T00:00:00Z", ["MP-C-055"])],
)
def test_what_is_published_is_judged_by_the_present(
    moment: str, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "now", lambda: moment)
    example = Path(__file__).parents[2] / "examples" / "resident_missing_abroad.json"
    names = [str(example), "--out", str(tmp_path / "out"), "--report", str(tmp_path / "report")]

    ended = CliRunner().invoke(cli.commands, ["convert", "--to", "pfif", "--set", "channel=missing_people", *names])

    found = [json.loads(line)["code"] for line in (tmp_path / "report").read_text().splitlines()]
    assert ended.exit_code == 0, ended.output
    assert [code for code in found if code in ("MP-C-055", "MP-C-122")] == told
    assert ("<pfif:full_name></pfif:full_name>" in (tmp_path / "out").read_text()) == bool(told)


def test_a_file_that_is_no_pfif_cannot_be_read_and_leaves_the_target_alone(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name,age\nIvo Testley,40\n", encoding="utf-8")
    (tmp_path / "out").write_text("as it was", encoding="utf-8")
    given = ["--from", "pfif", "--set", "owner_force=test-north", "--recorded-at", "2026-03-01T09:00:00Z"]

    ended = CliRunner().invoke(
        cli.commands, ["convert", *given, str(tmp_path / "in.csv"), "--out", str(tmp_path / "out")]
    )

    assert isinstance(ended.exception, CannotRun)
    assert "Testley" not in str(ended.exception)
    assert (tmp_path / "out").read_text() == "as it was"
