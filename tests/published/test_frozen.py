"""A released folder is what it was on the day of its release, and nothing writes to it again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from missingpersons import publish
from missingpersons.findings import CannotRun

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "schemas/1.0"
SUMS = f"{FOLDER}/SHA256SUMS"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of what is published, released."""
    for folder in ("schemas", "docs/reference"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("SHA256SUMS"))
    publish.release(tmp_path)
    return tmp_path


def append(place: str, data: bytes) -> Callable[[Path], object]:
    """Bytes put at the end of a file, which need not be there."""

    def change(root: Path) -> None:
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + data)

    return change


def move(place: str, to: str) -> Callable[[Path], object]:
    return lambda root: (root / place).rename(root / to)


def replace(place: str, old: bytes, new: bytes) -> Callable[[Path], object]:
    return lambda root: (root / place).write_bytes((root / place).read_bytes().replace(old, new))


CHANGES = {
    "a file changed": (append(f"{FOLDER}/rules.json", b" "), [f"{FOLDER}/rules.json"]),
    "a file of a list changed": (
        append(f"{FOLDER}/codelists/sides.csv", b"inside,Inside,,In,1.0,,,us\n"),
        [f"{FOLDER}/codelists/sides.csv"],
    ),
    "a file added": (append(f"{FOLDER}/new/file.txt", b"words"), [f"{FOLDER}/new/file.txt"]),
    "a file removed": (lambda root: (root / FOLDER / "bundled.json").unlink(), [f"{FOLDER}/bundled.json"]),
    "a file renamed": (
        move(f"{FOLDER}/bundled.json", f"{FOLDER}/bundle.json"),
        [f"{FOLDER}/bundle.json", f"{FOLDER}/bundled.json"],
    ),
    "a line of the sums added": (append(SUMS, b"words\n"), [SUMS]),
    "a sum changed": (
        replace(SUMS, b"  bundled.json", b"  bundled.jso"),
        [f"{FOLDER}/bundled.jso", f"{FOLDER}/bundled.json"],
    ),
    "the sums emptied": (lambda root: (root / SUMS).write_text("", encoding="utf-8"), None),
}


class TestFrozen:
    def test_every_released_folder_is_what_was_released(self):
        assert publish.thawed(ROOT) == ()

    def test_what_was_just_released_is(self, root):
        assert [each.name for each in publish.released(root)] == ["1.0"]
        assert publish.thawed(root) == ()

    @pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
    def test_every_change_is_noticed(self, root, change, expected):
        change(root)

        found = publish.thawed(root)

        if expected is None:
            every = [each.relative_to(root).as_posix() for each in (root / FOLDER).rglob("*") if each.is_file()]
            assert list(found) == sorted(every)
        else:
            assert list(found) == expected

    def test_a_draft_may_change(self, root):
        (root / SUMS).unlink()
        append(f"{FOLDER}/rules.json", b" ")(root)

        assert publish.thawed(root) == ()


class TestSums:
    def test_are_what_the_usual_program_reads(self, root):
        program = shutil.which("sha256sum")
        if program is None:
            pytest.skip("there is no sha256sum here")

        run = subprocess.run([program, "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=root / FOLDER, check=False)

        assert run.returncode == 0

    def test_are_sorted_and_complete_and_leave_themselves_out(self, root):
        lines = (root / SUMS).read_text(encoding="utf-8").splitlines()
        places = [line.split("  ", 1)[1] for line in lines]
        files = {each.relative_to(root / FOLDER).as_posix() for each in (root / FOLDER).rglob("*") if each.is_file()}

        assert places == sorted(places)
        assert set(places) == files - {"SHA256SUMS"}
        assert (root / SUMS).read_bytes().endswith(b"\n")


class TestRelease:
    def test_is_done_once(self, root):
        with pytest.raises(CannotRun, match=r"schemas/1\.0 is released already"):
            publish.release(root)

    @pytest.mark.parametrize("version", ["1.1", "..", "1.0/codelists", ""])
    def test_needs_a_folder_of_that_version(self, root, version):
        with pytest.raises(CannotRun, match="there is no folder of that version"):
            publish.release(root, version)

    def test_a_folder_that_is_no_version_is_none(self, root):
        shutil.copytree(root / FOLDER, root / "schemas" / "latest")

        assert [each.name for each in publish.released(root)] == ["1.0"]


class TestWrite:
    """Writing never touches a released folder, and says so when it would have to."""

    def test_a_released_folder_that_would_not_change_is_left_alone(self, root):
        before = {path: path.stat().st_mtime_ns for path in (root / FOLDER).rglob("*")}
        append("docs/reference/record.md", b"by hand")(root)

        publish.write(root)

        assert {path: path.stat().st_mtime_ns for path in (root / FOLDER).rglob("*")} == before
        assert publish.drift(root) == ()

    def test_one_that_would_is_refused_and_nothing_is_written(self, root):
        append(f"{FOLDER}/rules.json", b" ")(root)
        append("docs/reference/record.md", b"by hand")(root)
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

        with pytest.raises(CannotRun, match=r"schemas/1\.0 is released and is never written again"):
            publish.write(root)

        assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before

    def test_another_released_folder_is_left_alone(self, root):
        (root / FOLDER).rename(root / "schemas" / "0.9")

        with pytest.raises(CannotRun, match="there is no folder of that version"):
            publish.release(root)
        publish.write(root)

        assert publish.drift(root) == ()
        assert (root / "schemas/0.9/SHA256SUMS").exists()
        assert not (root / SUMS).exists()

    def test_the_sums_are_no_drift(self, root):
        assert publish.drift(root) == ()
