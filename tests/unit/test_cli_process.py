"""The command line as a process: how it ends, what it says then, and what it leaves behind."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

import missingpersons
from missingpersons import cli
from missingpersons.exchange import keys
from missingpersons.exchange.seal import seal
from missingpersons.register.store import Register
from missingpersons.testing.people import episode

NIGHT = "2026-11-14T21:00:00Z"
MAPPING = (
    'name="t"\nowner_force="test-north"\n[constants]\n"/status"="open"\n[[column]]\nname="ref"\nto="/local_reference"\n'
)
KEEP = "what was there before\n"
RUN = [sys.executable, "-m", "missingpersons"]
HERE = {**os.environ, "PYTHONPATH": str(Path(missingpersons.__file__).parents[1])}
"""The environment in which a process anywhere runs the same library as this test."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="closed descriptors and /dev/full are POSIX's")
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in ``folder``; ``mp`` is the command."""
    command = f'mp() {{ "{sys.executable}" -m missingpersons "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**HERE, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def called(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What ``shell`` does with a line that has nothing in it for a shell, in this process: nothing is started."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    arguments = ["missingpersons", *shlex.split(line)[1:]]
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert isinstance(ended.value.code, int)
    said, complained = (each.buffer.getvalue().decode() for each in (out, err))
    return subprocess.CompletedProcess(arguments, ended.value.code, said, complained)


def ran(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The line in a process of its own where what is around a process matters to it; else called."""
    return (shell if any(each in line for each in ("<", ">", "/dev/std")) else called)(line, folder)


def told(result: subprocess.CompletedProcess[str]) -> str:
    """The one line on standard error."""
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr.removeprefix("missingpersons: ").rstrip("\n")


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.json").write_text(json.dumps(episode(Random(1), 1)), encoding="utf-8")
    many = [json.dumps(episode(Random(1), 1))] * 300
    (tmp_path / "many.ndjson").write_text("\n".join(many), encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "in.csv").write_text("ref\nA1\nA2\n", encoding="utf-8")
    (tmp_path / "out.ndjson").write_text(KEEP, encoding="utf-8")
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    return tmp_path


CONVERT = f"mp convert --from tabular --mapping map.toml --recorded-at {NIGHT}"


class TestCouldNotRun:
    @full
    @pytest.mark.parametrize(
        "line",
        [
            "mp check good.json > /dev/full",
            "mp check good.json --format json > /dev/full",
            "mp codes > /dev/full",
            "mp --help > /dev/full",
            f"{CONVERT} in.csv --out - > /dev/full",
        ],
    )
    def test_a_full_disk_behind_standard_output(self, folder: Path, line: str) -> None:
        result = shell(line, folder)

        assert result.returncode == 2
        assert told(result).startswith("No space left on device")

    @full
    def test_a_full_device_as_output(self, folder: Path) -> None:
        result = called(f"{CONVERT} in.csv --out /dev/full", folder)

        assert result.returncode == 2
        assert told(result) == "No space left on device; full: what was written is not all"

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("mp check - <&-", "standard input is closed"),
            (f"{CONVERT} - --out out.ndjson <&-", "standard input is closed"),
            ("mp check good.json >&-", "standard output is closed"),
            ("mp keys new --force test-north --out good.json", "good.json: File exists"),
            ("mp keys new --force test-north --out good.json/new", "new: Not a directory"),
            ("mp check keys", "keys: Is a directory"),
        ],
    )
    def test_what_is_closed_or_is_something_else(self, folder: Path, line: str, said: str) -> None:
        (folder / "keys").mkdir()

        result = ran(line, folder)

        assert result.returncode == 2
        assert told(result) == said

    def test_closed_standard_error_is_no_trouble(self, folder: Path) -> None:
        result = shell("mp check good.json 2>&-", folder)

        assert result.returncode == 0
        assert result.stdout == "1 document(s) checked: 1 without errors, 0 with errors\n"

    @pytest.mark.parametrize("command", ["register count DB", "register audit DB", "register receive DB many.ndjson"])
    def test_a_register_that_is_none(self, folder: Path, command: str) -> None:
        result = called(f"mp {command.replace('DB', 'damaged.db')}", folder)

        assert result.returncode == 2
        assert told(result) == "that file is not a register"

    @pytest.mark.parametrize("command", ["register count r.db", "register receive r.db m.ndjson", "AFTER"])
    def test_a_damaged_register(self, folder: Path, command: str) -> None:
        key = keys.new_key("test-north")
        keys.save(key, folder / "keys")
        message = seal((folder / "good.json").read_bytes(), key, time=NIGHT)
        (folder / "m.ndjson").write_bytes(message)
        with Register.create(folder / "r.db") as register:
            register.trust([key.public])
            register.receive(message, source="m.ndjson:1")
        whole = (folder / "r.db").read_bytes()
        (folder / "r.db").write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
        again = "seal --key keys/test-north.private.json good.json --out out.ndjson --after r.db"

        result = called(f"mp {command.replace('AFTER', again)}", folder)

        assert result.returncode == 2
        assert told(result).startswith("the register could not be read or written: SQLite says SQLITE_CORRUPT")
        assert (folder / "out.ndjson").read_text(encoding="utf-8") == KEEP

    def test_a_standard_output_that_is_not_utf8(self, folder: Path) -> None:
        (folder / "good.json").rename(folder / "张.json")

        as_json = shell("mp check 张.json --format json", folder, PYTHONIOENCODING="cp1252")
        as_text = shell("mp suggest 张.json; mp codes statuses", folder, PYTHONIOENCODING="ascii:strict")

        assert json.loads(as_json.stdout)["source"] == "张.json"
        assert as_text.stdout.startswith("张.json: ")
        assert (as_json.stderr, as_text.stderr) == ("", "")

    @pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
    def test_a_file_name_that_is_no_text(self, folder: Path) -> None:
        keys.save(keys.new_key("test-north"), folder / "keys")
        made = "cp good.json $'\\xff\\n.json'; cp in.csv $'\\xff.csv';"

        checked = shell(f"{made} mp check $'\\xff\\n.json' --format json", folder)
        sealed = shell("mp seal --key keys/test-north.private.json $'\\xff\\n.json' --out m --format json", folder)
        converted = shell(f"{CONVERT} $'\\xff.csv' --out out.ndjson --format json", folder)

        assert [json.loads(each.stdout)["source"] for each in (checked, sealed, converted)] == [
            "\\udcff\\n.json",
            "\\udcff\\n.json",
            "\\udcff.csv",
        ]


class TestReaderGone:
    @pytest.mark.parametrize(
        "line",
        [
            "mp check many.ndjson --format json | head -1",
            "mp check many.ndjson --format json | true",
            "mp codes | true",
            "mp --help | true",
            f"{CONVERT} in.csv --out - | true",
        ],
    )
    def test_is_told_from_findings_and_from_success(self, folder: Path, line: str) -> None:
        # What is printed is more than a pipe holds, or is printed when nobody can be reading any more.
        slow = line.replace("| true", "| (exec <&-; sleep 1)").replace("mp ", "(sleep 0.2; mp ", 1).replace(" |", ") |")

        result = shell(f"{slow}; exit ${{PIPESTATUS[0]}}", folder)

        assert (result.returncode, result.stderr) == (141, "")

    def test_a_file_that_was_not_written_for_it_is_named(self, folder: Path) -> None:
        line = f"(sleep 0.2; {CONVERT} in.csv --out out.ndjson --report -) | (exec <&-; sleep 1)"
        (folder / "in.csv").write_text("ref,other\nA1,x\n", encoding="utf-8")

        result = shell(f"{line}; exit ${{PIPESTATUS[0]}}", folder)

        assert result.returncode == 141
        assert "out.ndjson: not written" in told(result)
        assert (folder / "out.ndjson").read_text(encoding="utf-8") == KEEP


class TestFiles:
    @pytest.mark.parametrize(
        "line",
        [
            "mp seal --key keys/test-north.private.json many.ndjson --out many.ndjson",
            "mp seal --key keys/test-north.private.json many.ndjson --out keys/test-north.private.json",
            "mp seal --key keys/test-north.private.json many.ndjson --out r.db --after r.db",
            "mp open --keys keys many.ndjson --out ./keys/../many.ndjson",
            f"{CONVERT} in.csv --out in.csv",
            f"{CONVERT} in.csv --out map.toml",
            f"{CONVERT} in.csv --out out.ndjson --report in.csv",
            f"{CONVERT} in.csv --out soft.csv",
            f"{CONVERT} in.csv --out hard.csv",
            f"{CONVERT} - --out in.csv < in.csv",
            f"{CONVERT} in.csv --out - >> in.csv",
        ],
    )
    def test_what_is_read_is_never_written(self, folder: Path, line: str) -> None:
        keys.save(keys.new_key("test-north"), folder / "keys")
        Register.create(folder / "r.db").close()
        (folder / "soft.csv").symlink_to("in.csv")
        os.link(folder / "in.csv", folder / "hard.csv")
        before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}

        result = ran(line, folder)

        assert result.returncode == 2
        assert told(result).endswith(": this would be read and written at once; write to another file")
        assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before

    @pytest.mark.parametrize(
        "outputs",
        ["--out out.ndjson --report ./out.ndjson", "--out new --report new", "--out - --report /dev/stdout"],
    )
    def test_two_outputs_are_two_files(self, folder: Path, outputs: str) -> None:
        result = ran(f"{CONVERT} in.csv {outputs}", folder)

        assert (result.returncode, result.stdout) == (2, "")
        assert told(result).endswith(": two things would be written to it; give each a file of its own")
        assert (folder / "out.ndjson").read_text(encoding="utf-8") == KEEP
        assert not (folder / "new").exists()

    def test_nothing_is_kept_of_what_goes_nowhere(self, folder: Path) -> None:
        assert called(f"{CONVERT} in.csv --out /dev/null --report /dev/null", folder).returncode == 0

    def test_a_failure_leaves_the_earlier_file_and_no_other(self, folder: Path) -> None:
        before = names(folder)
        wrong = called(f"{CONVERT.replace('map.toml', 'wrong.toml')} in.csv --out out.ndjson", folder)
        (folder / "wrong.csv").write_text("reference\nA1\n", encoding="utf-8")

        result = called(f"{CONVERT} wrong.csv --out out.ndjson --report new.ndjson", folder)

        assert (wrong.returncode, result.returncode) == (2, 2)
        assert told(result).endswith("; new.ndjson: not written; out.ndjson: not written")
        assert (folder / "out.ndjson").read_text(encoding="utf-8") == KEEP
        assert names(folder) == before | {"wrong.csv"}

    def test_a_disk_that_fills_up_says_how_far_it_came(self, folder: Path) -> None:
        rows = "".join(f"A{number}\n" for number in range(2000))
        (folder / "in.csv").write_text(f"ref\n{rows}", encoding="utf-8")
        before = names(folder)

        result = shell(f"trap '' XFSZ; ulimit -f 64; {CONVERT} in.csv --out out.ndjson", folder)

        assert result.returncode == 2
        assert told(result).startswith("File too large; ")
        assert told(result).endswith(" row(s) of in.csv had been read; out.ndjson: not written")
        assert (folder / "out.ndjson").read_text(encoding="utf-8") == KEEP
        assert names(folder) == before

    @pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
    def test_a_run_that_is_stopped_leaves_nothing_behind(self, folder: Path, sent: signal.Signals) -> None:
        before = names(folder)
        arguments = CONVERT.replace("mp ", "", 1).split()
        run = subprocess.Popen(
            [*RUN, *arguments, "-", "--out", "out.ndjson"],
            cwd=folder,
            env=HERE,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert run.stdin is not None
        assert run.stderr is not None
        run.stdin.write(b"ref\nA1\n")
        run.stdin.flush()
        until = time.monotonic() + 30
        while names(folder) == before and time.monotonic() < until:
            time.sleep(0.02)

        run.send_signal(sent)
        said = run.stderr.read()
        run.stdin.close()
        run.stderr.close()

        assert run.wait(30) == 130
        assert said.decode().strip().startswith("missingpersons: stopped; ")
        assert said.decode().strip().endswith("; out.ndjson: not written")
        assert names(folder) == before
        assert (folder / "out.ndjson").read_text(encoding="utf-8") == KEEP

    def test_a_link_stays_a_link_and_a_mode_stays(self, folder: Path) -> None:
        (folder / "soft.ndjson").symlink_to("out.ndjson")
        (folder / "out.ndjson").chmod(0o600)

        result = called(f"{CONVERT} in.csv --out soft.ndjson --report new.ndjson", folder)

        assert result.returncode == 0
        assert (folder / "soft.ndjson").is_symlink()
        assert len((folder / "out.ndjson").read_bytes().splitlines()) == 2
        assert (folder / "out.ndjson").stat().st_mode & 0o777 == 0o600
        assert (folder / "new.ndjson").stat().st_mode & 0o777 == 0o666 & ~_umask()

    @pytest.mark.parametrize(
        ("line", "written"),
        [
            (f"{CONVERT} in.csv --out /dev/stdout", "stdout"),
            (f"{CONVERT} in.csv --out /dev/stdout > seen; cat seen", "stdout"),
            (f"{CONVERT} in.csv --out /dev/fd/3 3> seen > /dev/null; cat seen", "stdout"),
            (f"mkfifo pipe; cat pipe & {CONVERT} in.csv --out pipe > /dev/null; wait", "stdout"),
            (f"{CONVERT} in.csv --out >(cat) > /dev/null; wait; sleep 0.3", "stdout"),
            (f"{CONVERT} in.csv --out /dev/stderr > /dev/null", "stderr"),
        ],
    )
    def test_what_is_no_file_is_written_straight(self, folder: Path, line: str, written: str) -> None:
        result = shell(line, folder)

        text = result.stdout if written == "stdout" else result.stderr
        assert [json.loads(each)["local_reference"] for each in text.splitlines()] == ["A1", "A2"]

    def test_standard_output_goes_on_where_it_was(self, folder: Path) -> None:
        result = shell(f"echo first > seen; {CONVERT} in.csv --out /dev/stdout >> seen; cat seen", folder)

        assert [each[:5] for each in result.stdout.splitlines()] == ["first", '{"doc', '{"doc']


def _umask() -> int:
    now = os.umask(0o022)
    os.umask(now)
    return now
