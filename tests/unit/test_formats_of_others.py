"""Formats that other packages add: none takes the name of another, breaks the rest, or passes on what none can read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli, wire
from missingpersons.converters import Fate, Row, formats, pole
from missingpersons.converters.formats import Format, format_names, load_format
from missingpersons.converters.received import judged
from missingpersons.findings import CannotRun

Installed = Callable[..., None]

READER = """
from missingpersons.converters import Fate, Row
from missingpersons.converters.formats import Format, Line

GOOD = {good!r}

def read(stream, reading):
    for number, line in enumerate(stream, 1):
        document = GOOD if line.strip() == b"good" else b'{{"nonsense": 1}}'
        yield Row(f"{{reading.name}}:{{number}}", document, (), (("/line", Fate.CARRIED),))

FORMAT = Format("lines", "Lines", "text/plain", read=read, options={{"list": "A file of names."}})
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    """Installs a package with its entry points, and modules by name, until the end of the test."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(package: str, points: dict[str, str], **modules: str) -> None:
        told = tmp_path / f"{package}-1.0.dist-info"
        told.mkdir()
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        lines = "".join(f"{name} = {value}\n" for name, value in points.items())
        (told / "entry_points.txt").write_text(f"[{formats.GROUP}]\n{lines}")
        for name, text in modules.items():
            (tmp_path / f"{name}.py").write_text(text)
        formats._claims.cache_clear()

    yield install
    formats._claims.cache_clear()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.commands, list(map(str, arguments)))


class TestNames:
    @pytest.mark.parametrize("package", ["aaa-of-others", "zzz-of-others"])
    def test_a_name_of_ours_stays_ours(self, installed: Installed, package: str) -> None:
        installed(package, {"pole": "missingpersons.converters.episodes:FORMAT"})

        assert load_format("pole") is pole.FORMAT
        assert formats.is_ours("pole")

    def test_who_claims_it_is_said_where_formats_are_listed(self, installed: Installed) -> None:
        installed("aaa-of-others", {"pole": "missingpersons.converters.episodes:FORMAT"})

        ended = run("formats")

        assert ended.exit_code == 0
        assert (
            "the format 'pole' is claimed by aaa-of-others and missingpersons: it stays that of missingpersons\n"
            in ended.stderr
        )

    def test_a_name_that_two_others_claim_is_nobodys(self, installed: Installed) -> None:
        installed("one", {"lines": "missingpersons.converters.episodes:FORMAT"})
        installed("two", {"lines": "missingpersons.converters.pole:FORMAT"})

        with pytest.raises(CannotRun, match=r"^the format 'lines' is claimed by one and two: it is nobody's until"):
            load_format("lines")

        assert "lines" not in format_names()
        assert not formats.is_ours("lines")

    def test_one_of_another_package_is_not_ours(self, installed: Installed) -> None:
        installed("one", {"lines": "missingpersons.converters.episodes:FORMAT"})

        assert isinstance(load_format("lines"), Format)
        assert not formats.is_ours("lines")


BROKEN = {
    "ImportError": "from missingpersons import no_such_thing",
    "ModuleNotFoundError": "import no_such_package",
    "SyntaxError": "def",
    "ValueError": "raise ValueError('Amara Lanyon')",
    "Theirs": "class Theirs(Exception): ...\nraise Theirs('Amara Lanyon')",
    "SystemExit": "raise SystemExit(3)",
    "AttributeError": "FROM = 1",
    "it is no Format": "FORMAT = 1",
}


class TestBroken:
    @pytest.mark.parametrize("problem", BROKEN)
    def test_one_keeps_nobody_from_the_others(self, installed: Installed, problem: str) -> None:
        name = "broken_" + "".join(each for each in problem.casefold() if each.isalpha())
        installed("their-package", {"aaa": f"{name}:FORMAT"}, **{name: BROKEN[problem]})

        ended = run("formats", "--format", "json")

        assert ended.exit_code == 0
        assert "pole" in {json.loads(line)["format"] for line in ended.stdout.splitlines()}
        assert ended.stderr == f"missingpersons: the format 'aaa' of their-package cannot be loaded: {problem}\n"

    @pytest.mark.parametrize("problem", ["SyntaxError", "Theirs"])
    def test_whoever_asks_for_it_is_told_in_one_line(self, installed: Installed, problem: str, tmp_path: Path) -> None:
        name = f"asked_{problem.casefold()}"
        installed("their-package", {"aaa": f"{name}:FORMAT"}, **{name: BROKEN[problem]})

        ended = run("convert", "--to", "aaa", tmp_path / "in.ndjson", "--out", tmp_path / "out")

        assert isinstance(ended.exception, CannotRun)
        assert str(ended.exception) == f"the format 'aaa' of their-package cannot be loaded: {problem}"
        assert ended.exception.__context__ is None


class TestDocuments:
    @pytest.fixture
    def folder(self, installed: Installed, tmp_path: Path, good: dict[str, object]) -> Path:
        installed("their-package", {"lines": "their_lines:FORMAT"}, their_lines=READER.format(good=wire.encode(good)))
        (tmp_path / "in.txt").write_text("good\nbad\ngood\n")
        return tmp_path

    @pytest.mark.parametrize("goal", ["episodes", "pole"])
    def test_one_that_structure_refuses_is_set_aside_and_the_rest_go_on(self, folder: Path, goal: str) -> None:
        names = (folder / "in.txt", "--out", folder / "out", "--report", folder / "report")

        ended = run("convert", "--from", "lines", "--to", goal, *names, "--format", "json")

        told = json.loads(ended.stdout)
        report = [json.loads(line) for line in (folder / "report").read_text().splitlines()]
        assert ended.exit_code == 1
        assert (told["episodes"], told["set_aside"]) == (2, {"/line": 1})
        assert next(each["code"] for each in report if each["source"] == "in.txt:2") == "MP-C-124"
        assert {each["severity"] for each in report if each["source"] == "in.txt:2"} == {"error"}
        assert len((folder / "out").read_bytes().splitlines()) == 2 + (goal == "pole")

    def test_one_over_many_lines_becomes_one_line(self, good: dict[str, object]) -> None:
        (row,) = judged([Row("in:1", json.dumps(good, indent=1).encode(), ())], reader="lines")

        assert row.document == wire.encode(good)

    def test_what_came_to_nothing_is_carried_by_nobody(self) -> None:
        cells = (("/a", Fate.CARRIED), ("/b", Fate.APPROXIMATED), ("/c", Fate.EMPTY), ("/d", Fate.NO_VALUE))

        (row,) = judged([Row("in:1", b"[]", (), cells)], reader="lines")

        assert row.document is None
        assert [fate for _, fate in row.cells] == [Fate.SET_ASIDE, Fate.SET_ASIDE, Fate.EMPTY, Fate.NO_VALUE]

    def test_what_is_no_row_ends_it_in_one_line(self) -> None:
        with pytest.raises(CannotRun, match="the reader of 'lines' gave something that is no Row"):
            list(judged([None], reader="lines"))

    def test_a_reader_that_fails_ends_it_in_one_line_that_quotes_nothing(self) -> None:
        def rows() -> Iterator[Row]:
            yield Row("in:1", None, ())
            raise LookupError("Lanyon, 07700 900123")

        with pytest.raises(CannotRun, match=r"^the reader of 'lines' failed: LookupError$") as caught:
            list(judged(rows(), reader="lines"))

        assert (caught.value.__context__, caught.value.__cause__) == (None, None)

    def test_a_file_that_an_option_names_is_not_written_over(self, folder: Path) -> None:
        held = folder / "list.txt"
        held.write_text("Lanyon")

        ended = run("convert", "--from", "lines", "--set", f"list={held}", folder / "in.txt", "--out", held)

        assert isinstance(ended.exception, CannotRun)
        assert "list.txt: this would be read and written at once" in str(ended.exception)
        assert held.read_text() == "Lanyon"


class TestFilesThatOptionsName:
    MAPPING = (
        'name = "x"\nowner_force = "test-north"\n[[column]]\nname = "ref"\nto = "/local_reference"\n'
        '[[join]]\nname = "seen"\nkey = "ref"\n[[join.column]]\nname = "where"\nto = "/sightings/-/place/text"\n'
    )

    @pytest.mark.parametrize("option", ["joined={}/seen.csv", "joined=seen={}/seen.csv", "joined=seen={}/./seen.csv;"])
    @pytest.mark.parametrize("asked", ["--out", "--report"])
    def test_a_joined_table_is_not_written_over(self, tmp_path: Path, option: str, asked: str) -> None:
        self._written(tmp_path)
        other = "--report" if asked == "--out" else "--out"
        names = (asked, tmp_path / "seen.csv", other, tmp_path / "other")
        mapping = ("--mapping", tmp_path / "m.toml", "--set", option.format(tmp_path))

        ended = self._run(tmp_path, *mapping, *names)

        assert isinstance(ended.exception, CannotRun)
        assert "seen.csv: this would be read and written at once" in str(ended.exception)
        assert (tmp_path / "seen.csv").read_text() == "ref,where\nA1,Pier\n"

    def test_a_mapping_is_not_written_over_whichever_way_it_is_named(self, tmp_path: Path) -> None:
        self._written(tmp_path)

        ended = self._run(tmp_path, "--set", f"mapping={tmp_path / 'm.toml'}", "--out", tmp_path / "m.toml")

        assert isinstance(ended.exception, CannotRun)
        assert (tmp_path / "m.toml").read_text() == self.MAPPING

    def _written(self, folder: Path) -> None:
        (folder / "m.toml").write_text(self.MAPPING)
        (folder / "in.csv").write_text("ref\nA1\n")
        (folder / "seen.csv").write_text("ref,where\nA1,Pier\n")

    def _run(self, folder: Path, *more: str | Path) -> Result:
        moment = ("--recorded-at", "2026-03-01T09:00:00Z")
        return run("convert", "--from", "tabular", folder / "in.csv", *moment, *more)


class TestSilence:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("episodes", b""),
            ("episodes", b"\n \n"),
            ("interpol-yellow", b""),
            ("interpol-yellow", b"[]"),
            ("pole", b"DS_031\r\n"),
        ],
    )
    def test_that_there_is_no_record_is_said(self, name: str, data: bytes, tmp_path: Path) -> None:
        (tmp_path / "in").write_bytes(data)
        told = () if name == "episodes" else ("--set", "owner_force=test-north")
        names = (tmp_path / "in", "--out", tmp_path / "out", "--report", tmp_path / "report")

        ended = run("convert", "--from", name, *told, "--recorded-at", "2026-03-01T09:00:00Z", *names)

        report = [json.loads(line) for line in (tmp_path / "report").read_text().splitlines()]
        assert ended.exit_code == 0
        assert [(each["code"], each["source"], each["at"]) for each in report] == [("MP-C-125", "in:0", "")]

    def test_of_a_file_with_something_in_it_nothing_is_said(self, good: dict[str, object], tmp_path: Path) -> None:
        (tmp_path / "in").write_bytes(wire.encode(good))

        ended = run("convert", tmp_path / "in", "--out", tmp_path / "out", "--format", "json")

        assert json.loads(ended.stdout)["findings"] == {}
