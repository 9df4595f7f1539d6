"""What docs/testing.md shows to those who test their own code runs as it stands there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from missingpersons.testing import Generator

PAGE = (Path(__file__).parents[2] / "docs" / "testing.md").read_text(encoding="utf-8")
FEW = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def program() -> dict[str, Any]:
    """The names that the programs of the page define, once they have run one after another."""
    names: dict[str, Any] = {}
    exec("\n".join(blocks("python")), names)  # the page is ours
    return names


TESTS = re.findall(r"^def (test_\w+)", "\n".join(blocks("python")), re.MULTILINE)


@pytest.mark.parametrize("name", TESTS)
def test_each_test_of_the_page_passes(program: dict[str, Any], name: str) -> None:
    FEW(program[name])()


def test_the_page_has_a_test_for_each_of_its_sections() -> None:
    assert len(TESTS) == 4


def test_the_command_of_the_page_writes_episodes() -> None:
    (command,) = blocks("sh")
    arguments = shlex.split(command.partition(">")[0].replace("1000000", "3").replace("--jobs 2", "--jobs 1"))
    assert arguments[0] == "python"

    ran = subprocess.run([sys.executable, *arguments[1:]], capture_output=True, timeout=60, check=False)

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.splitlines() == list(Generator(seed=14).documents(3))
