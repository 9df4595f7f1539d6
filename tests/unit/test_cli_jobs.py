"""Work shared among processes: the same bytes as from one, in order, in little memory, and a clear end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

import missingpersons
from missingpersons import cli
from missingpersons.cli import jobs
from missingpersons.findings import CannotRun
from missingpersons.testing import Generator

HERE = {**os.environ, "PYTHONPATH": str(Path(missingpersons.__file__).parents[1])}
RUN = [sys.executable, "-m", "missingpersons"]

posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")


@dataclass
class Numbers:
    """A tally for these tests: which lines were seen, in which processes."""

    seen: int = 0

    def merge(self, other: Numbers) -> None:
        self.seen += other.seen


@dataclass(frozen=True)
class Telling:
    """Says what it was given, and ends its process on a word."""

    def tally(self) -> Numbers:
        return Numbers()

    def __call__(self, source: str, data: bytes, tally: Numbers) -> str:
        if data == b"die":
            os._exit(9)
        if data == b"refuse":
            raise CannotRun("this cannot be done")
        tally.seen += 1
        return f"{source}={len(data)}\n"


def items(number: int, size: int = 60_000) -> Iterator[tuple[str, bytes]]:
    for each in range(number):
        yield f"f:{each}", b"x" * (size + each)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = list(Generator(seed=6).documents(150))
    lines[20] = b"{"
    lines[70] = b""
    path = tmp_path / "many.ndjson"
    path.write_bytes(b"\n".join(lines))
    return path


class TestInOrder:
    @pytest.mark.parametrize("number", [1, 2, 3])
    def test_says_of_each_what_one_process_says(self, number: int) -> None:
        tally = Numbers()

        told = "".join(jobs.done(Telling(), items(40), number, tally))

        assert told == "".join(f"f:{each}={60_000 + each}\n" for each in range(40))
        assert tally.seen == 40

    def test_nothing_gives_nothing(self) -> None:
        assert list(jobs.done(Telling(), iter(()), 2, Numbers())) == []

    def test_reads_no_further_ahead_than_a_few_batches(self) -> None:
        read = 0

        def endless() -> Iterator[tuple[str, bytes]]:
            nonlocal read
            while True:
                read += 1
                yield f"f:{read}", b"x" * jobs.BATCH_BYTES

        work = jobs.done(Telling(), endless(), 2, Numbers())
        next(work)

        assert read <= 2 * jobs.AHEAD + 1
        work.close()

    def test_a_batch_is_of_some_size_or_of_one_document(self) -> None:
        sizes = [[len(data) for _, data in batch] for batch in jobs.batches(items(7, 100_000))]
        large = list(jobs.batches([("f:1", b"x" * 9_000_000), ("f:2", b"y")]))

        assert [len(each) for each in sizes] == [3, 3, 1]
        assert [len(each) for each in large] == [1, 1]


class TestBadEnds:
    def test_a_process_that_dies_is_said_in_one_line(self) -> None:
        with pytest.raises(CannotRun, match="one of the processes ended before its work did") as caught:
            list(jobs.done(Telling(), [("f:1", b"die")], 2, Numbers()))

        assert caught.value.__context__ is None

    def test_what_work_raises_is_raised_here(self) -> None:
        with pytest.raises(CannotRun, match="this cannot be done"):
            list(jobs.done(Telling(), [("f:1", b"refuse")], 2, Numbers()))


class TestStart:
    def test_a_process_with_threads_is_not_copied(self) -> None:
        held = threading.Event()
        thread = threading.Thread(target=held.wait)
        thread.start()

        method = jobs._start_method()

        held.set()
        thread.join()
        assert method == "spawn"

    def test_what_is_started_afresh_says_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(jobs, "_start_method", lambda: "spawn")

        told = "".join(jobs.done(Telling(), items(5), 2, Numbers()))

        assert told == "".join(f"f:{each}={60_000 + each}\n" for each in range(5))


class TestCommands:
    @pytest.mark.parametrize(
        "options",
        [
            ["check"],
            ["check", "--format", "json", "--summary"],
            ["check", "--profile", "transfer", "--no-summary"],
            ["quality", "--format", "json"],
            ["quality", "--html", "-"],
        ],
    )
    def test_any_number_of_jobs_prints_the_same(self, file: Path, options: list[str]) -> None:
        one, two = (
            CliRunner().invoke(cli.commands, [*options, str(file), str(file), "--jobs", number]) for number in "12"
        )

        assert (two.stdout, two.stderr, two.exit_code) == (one.stdout, one.stderr, one.exit_code)
        assert len(one.stdout) > 500

    def test_standard_input_too(self, file: Path) -> None:
        one, two = (
            CliRunner().invoke(cli.commands, ["check", "-", "--jobs", number], input=file.read_bytes())
            for number in "12"
        )

        assert two.output == one.output
        assert "standard input:21: error: /: The document is not JSON" in one.output

    def test_a_file_that_cannot_be_read_is_said_after_what_came_before(self, file: Path) -> None:
        result = subprocess.run(
            [*RUN, "check", str(file), "none.ndjson", "--jobs", "2"], env=HERE, capture_output=True, text=True
        )

        assert result.returncode == 2
        assert result.stderr == "missingpersons: none.ndjson: No such file or directory\n"

    @posix
    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
    def test_a_stop_leaves_nothing_running(self, how: signal.Signals) -> None:
        with subprocess.Popen(
            [*RUN, "check", "-", "--jobs", "2"],
            env=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            assert process.stdin
            for each in Generator(seed=6).documents(3):
                process.stdin.write(each + b"\n")
            process.stdin.flush()
            group = process.pid
            wait_until(lambda: len(members(group)) == 3)

            os.killpg(group, how) if how is signal.SIGINT else process.send_signal(how)
            _, told = process.communicate(timeout=30)

        assert process.returncode == 130
        assert told.strip() == b"missingpersons: stopped"
        wait_until(lambda: members(group) == [])

    @posix
    def test_nor_does_a_sudden_end(self) -> None:
        with subprocess.Popen(
            [*RUN, "check", "-", "--jobs", "2"],
            env=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            assert process.stdin
            process.stdin.write(b"{}\n{}\n")
            process.stdin.flush()
            group = process.pid
            wait_until(lambda: len(members(group)) == 3)

            process.kill()

        wait_until(lambda: members(group) == [])

    @posix
    def test_a_reader_who_leaves_ends_it(self, file: Path) -> None:
        many = " ".join([str(file)] * 20)
        line = f"set -o pipefail; {sys.executable} -m missingpersons check {many} --profile transfer --jobs 2 | head -1"

        result = subprocess.run(["bash", "-c", line], env=HERE, capture_output=True, text=True, timeout=60)

        assert result.returncode == 141
        assert result.stderr == ""


def members(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = path.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(of) == group and state != "Z":
            found.append(int(path.parent.name))
    return found


def wait_until(true: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)
