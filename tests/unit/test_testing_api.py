"""``missingpersons.testing`` as its users meet it: what it costs to import, what it lacks, and its command."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest

import missingpersons as mp
from missingpersons import testing
from missingpersons.testing import Generator, __main__

COMMAND = [sys.executable, "-m", "missingpersons.testing", "episodes"]

HEAVY = ("hypothesis", "pydantic", "jsonschema", "phonenumbers", "click", "rich")


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], capture_output=True, timeout=120, check=False)


class TestImport:
    @pytest.mark.parametrize("use", ["", "next(testing.Generator(1).documents())", "dir(testing)"])
    def test_the_generator_needs_nothing_but_python(self, use: str) -> None:
        ran = python(f"import sys\nfrom missingpersons import testing\n{use}\nprint({{*sys.modules}} & {{*{HEAVY}}})")

        assert (ran.stdout, ran.stderr) == ("set()\n", "")

    @pytest.mark.parametrize("module", ["testing", "testing.strategies", "testing.defects", "testing.sites"])
    def test_the_strategies_say_in_one_line_what_they_need(self, module: str) -> None:
        name = {"testing.defects": "invalid", "testing.sites": "sites"}.get(module, "episodes")

        ran = python(f"import sys\nsys.modules['hypothesis'] = None\nfrom missingpersons.{module} import {name}")

        assert ran.returncode == 1
        assert ran.stderr.splitlines()[-1] == (
            "missingpersons.findings.MissingExtra: "
            "making episodes for property tests needs an extra: pip install 'missingpersons[testing]'"
        )
        assert "During handling" not in ran.stderr


class TestNames:
    @pytest.mark.parametrize("name", testing.__all__)
    def test_every_public_name_is_there_and_says_what_it_is(self, name: str) -> None:
        assert getattr(testing, name) is getattr(testing, name)
        assert getattr(testing, name).__doc__
        assert name in dir(testing)

    def test_each_is_told_once_and_there_is_no_other(self) -> None:
        assert set(testing.__all__) == set(testing._HOME_OF)
        assert len(testing.__all__) == len(set(testing.__all__))
        with pytest.raises(AttributeError, match=r"^module 'missingpersons\.testing' has no attribute 'humans'$"):
            testing.humans  # noqa: B018


class TestCommand:
    def test_it_writes_as_many_episodes_as_it_is_told(self) -> None:
        ran = run("--count", "70", "--seed", "14")

        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.splitlines() == list(Generator(14).documents(70))
        assert ran.stdout.endswith(b"}\n")

    def test_two_processes_write_the_same(self) -> None:
        ran = run("--count", "1500", "--jobs", "2")

        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.splitlines() == list(Generator(0).documents(1500))

    @pytest.mark.parametrize(
        "arguments", [("--count", "0"), ("--count", "-1"), ("--count", "many"), ("--seed", "-1"), ("--jobs", "0")]
    )
    def test_what_is_no_number_is_refused_in_one_line(self, arguments: tuple[str, str]) -> None:
        ran = run(*arguments)

        assert ran.returncode == 2
        assert ran.stdout == b""
        assert b"a whole number of at least" in ran.stderr.splitlines()[-1]

    def test_without_a_command_it_says_what_there_is(self) -> None:
        ran = subprocess.run(COMMAND[:-1], capture_output=True, text=True, timeout=60, check=False)

        assert ran.returncode == 2
        assert ran.stderr.startswith("usage: python -m missingpersons.testing")

    def test_a_reader_that_has_enough_is_no_trouble(self) -> None:
        with subprocess.Popen([*COMMAND, "--count", "5000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stderr is not None
            first = writer.stdout.readline()
            writer.stdout.close()
            told = writer.stderr.read()

        assert json.loads(first)["document_type"] == "episode"
        assert (writer.returncode, told) == (0, b"")

    def test_a_full_disk_is_told_in_one_line(self, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(__main__, "write", full)

        assert __main__.main(["episodes", "--count", "1"]) == 2
        assert capfd.readouterr().err == f"cannot write: {os.strerror(errno.ENOSPC)}\n"

    def test_on_a_terminal_it_says_how_far_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        out, told = io.BytesIO(), io.StringIO()
        monkeypatch.setattr(__main__, "BETWEEN_TELLING", -1)

        __main__.write([b"{}", b"{}"], out, 2, told)

        assert out.getvalue() == b"{}\n{}\n"
        assert told.getvalue().startswith("\r1 of 2 episodes, 0.0 MB, ")
        assert "\r2 of 2 episodes, 0.0 MB, " in told.getvalue()
        assert told.getvalue().endswith(" a second\n")

    def test_what_it_writes_is_read_without_an_error(self) -> None:
        assert all(mp.check(line).ok for line in __main__.lines_of(7, 64))
