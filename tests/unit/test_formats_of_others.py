"""Formats that other packages add: none takes the name of another, breaks the rest, or passes on what none can read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli, wire
from missingpersons.converters import Fate, Row, formats, pole
from missingpersons.converters.formats import Format, Leaf, Reading, Writing, Written, format_names, load_format
from missingpersons.converters.leaving import Leaving
from missingpersons.converters.strangers import accounted, judged
from missingpersons.findings import CannotRun
from missingpersons.models import Episode

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


ANY_ROW: Any = Row
"""A row whose parts may be of any type."""


def read_by(rows: Any) -> list[Row]:
    """What a reader of others comes to that gives these rows."""
    format_ = Format("lines", "Lines", "text/plain", read=lambda *_: iter(rows))
    return list(judged(format_, io.BytesIO(), Reading("in")))


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
        (row,) = read_by([Row("in:1", json.dumps(good, indent=1).encode(), ())])

        assert row.document == wire.encode(good)

    def test_what_came_to_nothing_is_carried_by_nobody(self) -> None:
        cells = (("/a", Fate.CARRIED), ("/b", Fate.APPROXIMATED), ("/c", Fate.EMPTY), ("/d", Fate.NO_VALUE))

        (row,) = read_by([Row("in:1", b"[]", (), cells)])

        assert row.document is None
        assert [fate for _, fate in row.cells] == [Fate.SET_ASIDE, Fate.SET_ASIDE, Fate.EMPTY, Fate.NO_VALUE]

    @pytest.mark.parametrize(
        "given",
        [
            None,
            ANY_ROW("in:1", "Lanyon", ()),
            ANY_ROW("in:1", None, ("Lanyon",)),
            ANY_ROW("in:1", None, (), (("/a", "lost"),)),
            ANY_ROW(1, None, ()),
        ],
    )
    def test_what_is_no_row_ends_it_in_one_line(self, given: Any) -> None:
        with pytest.raises(CannotRun, match=r"^the reader of 'lines' gave something that is no Row$"):
            read_by([given])

    @pytest.mark.parametrize("problem", [ValueError("Lanyon"), SystemExit(0)])
    def test_a_reader_that_fails_as_it_is_asked_ends_it_in_one_line(self, problem: BaseException) -> None:
        def read(*_: object) -> Iterator[Row]:
            raise problem

        with pytest.raises(CannotRun, match=f"^the reader of 'lines' failed: {type(problem).__name__}$") as caught:
            list(judged(Format("lines", "Lines", "text/plain", read=read), io.BytesIO(), Reading("in")))

        assert (caught.value.__context__, caught.value.__cause__) == (None, None)

    def test_a_reader_that_fails_ends_it_in_one_line_that_quotes_nothing(self) -> None:
        def rows() -> Iterator[Row]:
            yield Row("in:1", None, ())
            raise LookupError("Lanyon, 07700 900123")

        with pytest.raises(CannotRun, match=r"^the reader of 'lines' failed: LookupError$") as caught:
            read_by(rows())

        assert (caught.value.__context__, caught.value.__cause__) == (None, None)

    def test_a_file_that_an_option_names_is_not_written_over(self, folder: Path) -> None:
        held = folder / "list.txt"
        held.write_text("Lanyon")

        ended = run("convert", "--from", "lines", "--set", f"list={held}", folder / "in.txt", "--out", held)

        assert isinstance(ended.exception, CannotRun)
        assert "list.txt: this would be read and written at once" in str(ended.exception)
        assert held.read_text() == "Lanyon"


def told_of(source: str, episode: Episode) -> Written:
    """A whole account of an episode, of which all is lost."""
    leaving = Leaving(source, wire.to_tree(episode))
    return leaving.written(written=False)


def whole(episodes: Any, *_: object) -> Iterator[Written]:
    for each in episodes:
        yield told_of(*each)


def every_second(episodes: Any, *_: object) -> Iterator[Written]:
    for number, each in enumerate(episodes):
        if number % 2:
            yield told_of(*each)


def the_first(episodes: Any, *_: object) -> Iterator[Written]:
    yield told_of(*next(episodes))


def all_but_the_last(episodes: Any, *_: object) -> Iterator[Written]:
    given = list(episodes)
    yield from (told_of(*each) for each in given[:-1])


def each_twice(episodes: Any, *_: object) -> Iterator[Written]:
    for each in episodes:
        yield told_of(*each)
        yield told_of(*each)


def without_values(episodes: Any, *_: object) -> Iterator[Written]:
    for source, _episode in episodes:
        yield Written(source, written=True, findings=())


def without_a_reason(episodes: Any, *_: object) -> Iterator[Written]:
    for each in episodes:
        yield Written(each[0], written=True, findings=(), leaves=told_of(*each).leaves)


def no_account(episodes: Any, *_: object) -> Iterator[Any]:
    for _each in episodes:
        yield "Lanyon"


def failing(episodes: Any, *_: object) -> Iterator[Written]:
    for _each in episodes:
        raise LookupError("Lanyon, 07700 900123")
        yield


def failing_at_once(*_: object) -> Iterator[Written]:
    raise ValueError("Lanyon")


def nothing(*_: object) -> None:
    return None


AN_EPISODE = "gave no account of an episode, or of one that it was not given"
A_VALUE = "gave no account of every value of an episode"
WRONG: dict[Any, str] = {
    every_second: AN_EPISODE,
    the_first: AN_EPISODE,
    all_but_the_last: AN_EPISODE,
    each_twice: AN_EPISODE,
    without_values: A_VALUE,
    without_a_reason: A_VALUE,
    no_account: "gave something that is no Written",
    failing: "failed: LookupError",
    failing_at_once: "failed: ValueError",
    nothing: "failed: TypeError",
}


class TestWriters:
    @pytest.mark.parametrize("write", WRONG, ids=lambda each: each.__name__)
    def test_one_that_leaves_anything_out_ends_it_in_one_line(self, write: Any, good: dict[str, object]) -> None:
        with pytest.raises(CannotRun, match=f"^the writer of 'lines' {WRONG[write]}$") as caught:
            self._written(write, good)

        assert (caught.value.__context__, caught.value.__cause__) == (None, None)

    def test_one_that_accounts_for_everything_is_taken_as_it_is(self, good: dict[str, object]) -> None:
        told = self._written(whole, good)

        assert [each.source for each in told] == ["in:1", "in:2", "in:3"]

    def test_what_is_carried_needs_no_finding(self, good: dict[str, object]) -> None:
        def write(episodes: Any, *_: object) -> Iterator[Written]:
            for source, episode in episodes:
                leaves = tuple(Leaf(each.at, Fate.CARRIED) for each in told_of(source, episode).leaves)
                yield Written(source, written=True, findings=(), leaves=leaves)

        assert len(self._written(write, good)) == 3

    def test_what_was_there_stays_where_one_leaves_out_an_episode(
        self, installed: Installed, good: dict[str, object], tmp_path: Path
    ) -> None:
        silent = (
            "from missingpersons.converters.formats import Format\n"
            "FORMAT = Format('x', 'X', 'x', write=lambda *_: iter(()))"
        )
        installed("their-package", {"silent": "silent_writer:FORMAT"}, silent_writer=silent)
        (tmp_path / "in").write_bytes(wire.encode(good))
        (tmp_path / "out").write_text("as it was")

        ended = run("convert", "--to", "silent", tmp_path / "in", "--out", tmp_path / "out")

        assert isinstance(ended.exception, CannotRun)
        assert str(ended.exception) == f"the writer of 'silent' {AN_EPISODE}"
        assert (tmp_path / "out").read_text() == "as it was"

    def _written(self, write: Any, good: dict[str, object]) -> list[Written]:
        episodes = [(f"in:{number}", wire.build(good)) for number in (1, 2, 3)]
        format_ = Format("lines", "Lines", "text/plain", write=write)
        return list(accounted(format_, iter(episodes), io.BytesIO(), Writing()))


class TestHowItIsDeclared:
    def test_it_is_called_what_its_entry_point_calls_it(self, installed: Installed) -> None:
        installed("their-package", {"theirs": "missingpersons.converters.pole:FORMAT"})

        ended = run("formats", "--format", "json")

        assert load_format("theirs").name == "theirs"
        assert [each["format"] for each in map(json.loads, ended.stdout.splitlines())].count("pole") == 1

    @pytest.mark.parametrize(
        "wrong", ["options=None", "options={'a': 1}", "files={'a': 'b'}", "table=None", "read=1", "read=None"]
    )
    def test_one_whose_parts_are_wrong_is_no_format(self, installed: Installed, wrong: str) -> None:
        name = "wrong_" + "".join(each for each in wrong if each.isalnum()).casefold()
        read = "" if "read" in wrong else "read=print, "
        text = f"from missingpersons.converters.formats import Format\nFORMAT = Format('x', 'X', 'x', {read}{wrong})"
        installed("their-package", {"theirs": f"{name}:FORMAT"}, **{name: text})

        ended = run("formats")

        assert ended.exit_code == 0
        assert "the format 'theirs' of their-package cannot be loaded: it is no Format" in ended.stderr

    def test_one_that_fails_at_an_option_ends_it_in_one_line(self, installed: Installed, tmp_path: Path) -> None:
        text = (
            "from missingpersons.converters.formats import Format\n"
            "def files(value):\n    raise ValueError('Lanyon')\n"
            "FORMAT = Format('x', 'X', 'x', read=print, options={'list': 'A list.'}, files={'list': files})"
        )
        installed("their-package", {"theirs": "failing_option:FORMAT"}, failing_option=text)
        (tmp_path / "in").write_text("x")

        ended = run("convert", "--from", "theirs", "--set", "list=a", tmp_path / "in", "--out", tmp_path / "out")

        assert isinstance(ended.exception, CannotRun)
        assert str(ended.exception) == "the format 'theirs' failed: ValueError"


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


MOMENT = ("--recorded-at", "2026-03-01T09:00:00Z")


class TestSilence:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("interpol-yellow", b"[]"),
            ("pfif", b'<pfif xmlns="http://zesty.ca/pfif/1.4"/>'),
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

    @pytest.mark.parametrize("data", [b"", b"\n \n"])
    @pytest.mark.parametrize("name", ["episodes", "interpol-yellow", "pole", "pfif", "tabular", "layout"])
    def test_a_file_with_nothing_in_it_cannot_be_read_in_any_format(
        self, name: str, data: bytes, tmp_path: Path
    ) -> None:
        (tmp_path / "in").write_bytes(data)
        (tmp_path / "out").write_text("as it was")
        (tmp_path / "m.toml").write_text(TestFilesThatOptionsName.MAPPING.partition("[[join]]")[0])
        told = {
            "tabular": ("--mapping", tmp_path / "m.toml"),
            "layout": ("--set", "layout=standard"),
            "episodes": (),
        }.get(name, ("--set", "owner_force=test-north"))
        format_ = "tabular" if name == "layout" else name

        ended = run("convert", "--from", format_, *told, *MOMENT, tmp_path / "in", "--out", tmp_path / "out")

        assert isinstance(ended.exception, CannotRun)
        assert str(ended.exception).startswith("in: ")
        assert data or str(ended.exception) == "in: the file is empty"
        assert (tmp_path / "out").read_text() == "as it was"

    def test_of_a_file_with_something_in_it_nothing_is_said(self, good: dict[str, object], tmp_path: Path) -> None:
        (tmp_path / "in").write_bytes(wire.encode(good))

        ended = run("convert", tmp_path / "in", "--out", tmp_path / "out", "--format", "json")

        assert json.loads(ended.stdout)["findings"] == {}
