"""The encounter that the library exists for, run with other people, other forces and other words."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.drawn import examples

from missingpersons import cli, wire
from missingpersons.cli.demo import Outcome, run
from missingpersons.testing.story import WARDROBES

FORCES = (("test-north", "test-south"), ("test-island", "test-west"))

NIGHTS = [
    (night // 4 * 4 + (night + wardrobe) % 4 + 1, wardrobe)
    for wardrobe in range(len(WARDROBES))
    for night in range(examples(1))
]
"""Each wardrobe once in each run of the tests, among other people and between either two forces."""


def demo(folder: Path, seed: int, **story: object) -> Outcome:
    return run(folder, seed=seed, **story)  # type: ignore[arg-type]


@pytest.mark.no_cover
@pytest.mark.parametrize(("seed", "wardrobe"), NIGHTS)
def test_the_man_is_found_whatever_the_words_for_his_clothes(tmp_path: Path, seed: int, wardrobe: int) -> None:
    forces = FORCES[seed % 2]

    outcome = demo(tmp_path, seed, forces=forces, wardrobe=wardrobe)

    first = outcome.candidates[0]
    documents = (tmp_path / f"{forces[0]}.ndjson").read_bytes().splitlines()
    (man,) = [each for each in map(wire.parse, documents) if each.local_reference == outcome.wanted]
    assert first.episode_id == man.episode_id
    assert (first.status, first.owner_force) == ("open", forces[0])
    assert man.officer_in_charge
    assert first.contact == man.officer_in_charge.contact_point
    assert (first.scheme, first.level) == ("app-very-low", "high")
    assert outcome.consultations == 1


@pytest.mark.no_cover
@pytest.mark.parametrize(("seed", "wardrobe"), NIGHTS)
def test_without_the_man_the_answer_is_none(tmp_path: Path, seed: int, wardrobe: int) -> None:
    outcome = demo(tmp_path, seed, forces=FORCES[seed % 2], wardrobe=wardrobe, with_the_man=False)

    assert outcome.wanted is None
    assert outcome.candidates == ()
    assert outcome.consultations == 1


def test_everything_arrives_and_the_faults_are_found(tmp_path: Path) -> None:
    outcome = demo(tmp_path, 14)

    assert outcome.episodes == 202
    assert dict(outcome.received) == {"applied": 202, "duplicate": 1, "refused": 1}
    assert {"MP-C-006", "MP-C-008", "MP-C-011", "MP-C-012", "MP-C-017"} <= set(outcome.found)
    assert sum(outcome.suggested.values()) == 202


def test_the_command_says_at_each_step_what_it_did(tmp_path: Path) -> None:
    start = time.monotonic()

    result = CliRunner().invoke(cli.commands, ["demo", "--keep", str(tmp_path / "kept")])

    assert result.exit_code == 0
    assert time.monotonic() - start < 30
    for step in ("1. Two forces", "2. Convert", "3. Check", "4. Seal", "5. The encounter", "6. Count"):
        assert step in result.stdout
    assert "owned by test-north; call 01632 960" in result.stdout
    assert (tmp_path / "kept" / "register.db").is_file()


def test_as_json_it_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.commands, ["demo", "--keep", str(tmp_path / "kept"), "--format", "json"])

    (line,) = result.stdout.splitlines()
    told = json.loads(line)
    assert told["episodes"] == 202
    assert told["received"] == {"applied": 202, "duplicate": 1, "refused": 1}
    assert told["candidates"][0]["owner_force"] == "test-north"


def test_nothing_is_kept_unless_asked_for() -> None:
    result = CliRunner().invoke(cli.commands, ["demo", "--seed", "3"])

    assert result.exit_code == 0
    assert "The files are in" not in result.stdout


@pytest.mark.parametrize("name", ["used", "file"])
def test_a_folder_that_cannot_be_used_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "something").write_text("kept", encoding="utf-8")
    (tmp_path / "file").write_text("a file", encoding="utf-8")

    result = CliRunner().invoke(cli.commands, ["demo", "--keep", str(tmp_path / name)])

    assert result.exit_code != 0
    assert (tmp_path / "used" / "something").read_text(encoding="utf-8") == "kept"
