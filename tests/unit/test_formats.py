"""Formats come in by entry points, ours too; and an episode on its way out is accounted for, value by value."""

from __future__ import annotations

import io
import json
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.converters import Fate, episodes, formats
from missingpersons.converters.formats import Format, Leaf, Reading, Writing, format_names, load_format
from missingpersons.converters.leaving import Leaving
from missingpersons.findings import CannotRun
from missingpersons.models import Episode

PYPROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
OURS = PYPROJECT["project"]["entry-points"]["missingpersons.converters"]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, EntryPoint]:
    """The entry points that are installed, to be changed."""
    found: dict[str, EntryPoint] = {}
    monkeypatch.setattr(formats, "_installed", lambda: found)
    return found


class TestFormats:
    @pytest.mark.parametrize("name", sorted(OURS))
    def test_each_of_ours_is_one(self, name: str) -> None:
        found = EntryPoint(name, OURS[name], formats.GROUP).load()

        assert isinstance(found, Format)
        assert found.name == name
        assert found.read or found.write
        assert found.title[0].isupper()
        assert all(text.endswith(".") for text in found.options.values())

    def test_ours_are_installed_as_those_of_others_are(self) -> None:
        assert {"episodes", "tabular"} <= set(format_names())
        assert load_format("episodes") is episodes.FORMAT

    def test_one_of_another_package_is_loaded(self, installed: dict[str, EntryPoint]) -> None:
        installed["theirs"] = EntryPoint("theirs", "missingpersons.converters.episodes:FORMAT", formats.GROUP)

        assert format_names() == ("theirs",)
        assert load_format("theirs").read is episodes.read

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("no_such_package:FORMAT", "ModuleNotFoundError"),
            ("missingpersons.converters.episodes:GONE", "AttributeError"),
            ("missingpersons.converters.episodes:WHOLE", "it is no Format"),
        ],
    )
    def test_a_broken_one_is_said_in_one_line(self, installed: dict[str, EntryPoint], value: str, said: str) -> None:
        installed["theirs"] = EntryPoint("theirs", value, formats.GROUP)

        with pytest.raises(CannotRun, match=f"'theirs' of a package without a name cannot be loaded: {said}") as caught:
            load_format("theirs")

        assert caught.value.__context__ is None

    def test_one_that_is_not_there_is_answered_with_those_that_are(self) -> None:
        with pytest.raises(CannotRun, match=r"no format 'pfff': .*episodes.*tabular"):
            load_format("pfff")

    def test_an_option_that_it_does_not_have_is_refused(self) -> None:
        with pytest.raises(CannotRun, match="no option 'mappign'; it has mapping"):
            load_format("tabular").check({"mappign": "a.toml"})


TREE: dict[str, Any] = {"a": {"b": [{"c": 1, "d": "x"}, {"c": 2}], "e": "y"}, "f": True}


class TestLeaving:
    def test_what_is_not_taken_is_one_finding_as_high_as_can_be(self) -> None:
        leaving = Leaving("in:1", TREE)

        assert leaving.carry("f") is True
        told = leaving.written()

        assert [(each.code, each.at) for each in told.findings] == [("MP-C-040", "/a")]
        assert told.leaves == (
            Leaf("/a/b/0/c", Fate.SET_ASIDE),
            Leaf("/a/b/0/d", Fate.SET_ASIDE),
            Leaf("/a/b/1/c", Fate.SET_ASIDE),
            Leaf("/a/e", Fate.SET_ASIDE),
            Leaf("/f", Fate.CARRIED),
        )

    def test_what_is_taken_in_part_is_reported_in_part(self) -> None:
        leaving = Leaving("in:1", TREE)

        leaving.carry("f")
        leaving.carry("a", "b", 0, "c")
        leaving.approximate("a", "e")

        assert [(each.code, each.at) for each in leaving.written().findings] == [
            ("MP-C-040", "/a/b/0/d"),
            ("MP-C-040", "/a/b/1"),
            ("MP-C-041", "/a/e"),
        ]

    def test_what_is_said_of_a_value_counts_before_what_is_said_of_the_whole(self) -> None:
        leaving = Leaving("in:1", TREE)

        leaving.carry()
        leaving.set_aside("a", "e", code="MP-C-042")

        assert [(each.code, each.at) for each in leaving.written().findings] == [("MP-C-042", "/a/e")]

    def test_what_is_not_there_is_nothing(self) -> None:
        leaving = Leaving("in:1", TREE)

        assert (leaving.carry("g"), leaving.carry("a", "b", 7), leaving.look("f", "x")) == (None, None, None)
        assert [each.at for each in leaving.written().findings] == ["/a", "/f"]

    def test_a_note_is_no_fate(self) -> None:
        leaving = Leaving("in:1", {"f": True})
        leaving.carry()
        leaving.note("MP-C-042")

        told = leaving.written(written=False)

        assert [(each.code, each.at) for each in told.findings] == [("MP-C-042", "")]
        assert (told.written, [each.fate for each in told.leaves]) == (False, [Fate.CARRIED])

    def test_names_with_strokes_are_escaped(self) -> None:
        told = Leaving("in:1", {"a/b": {"c~d": 1}, "e": 2}).written()

        assert [each.at for each in told.leaves] == ["/a~1b/c~0d", "/e"]
        assert repr(told) == "<Written in:1: 2 finding(s)>"


class TestEpisodes:
    def test_out_and_back_is_the_same(self, good: dict[str, Any]) -> None:
        episode = wire.parse(wire.encode(good), Episode)
        out = io.BytesIO()

        (told,) = episodes.write([("in:1", episode)], out, Writing())
        (row,) = episodes.read(io.BytesIO(out.getvalue()), Reading("back"))

        assert (told.findings, told.written) == ((), True)
        assert {each.fate for each in told.leaves} == {Fate.CARRIED}
        assert (row.source, row.document, row.findings) == ("back:1", wire.dump(episode), ())

    def test_a_bad_line_never_stops_the_rest(self, good: dict[str, Any]) -> None:
        lines = [wire.encode(good), b"", b"{", b"x" * (wire.MAX_BYTES + 10), wire.encode(good)]

        rows = list(episodes.read(io.BytesIO(b"\n".join(lines)), Reading("in")))

        assert [(row.source, row.document is not None) for row in rows] == [
            ("in:1", True),
            ("in:3", False),
            ("in:4", False),
            ("in:5", True),
        ]
        assert [[each.code for each in row.findings] for row in rows] == [[], ["MP-S-003"], ["MP-S-010"], []]

    @pytest.mark.parametrize("indent", [0, 2])
    def test_one_over_many_lines_is_one_episode(self, good: dict[str, Any], indent: int) -> None:
        (row,) = episodes.read(io.BytesIO(json.dumps(good, indent=indent).encode()), Reading("in.json"))

        assert (row.source, row.findings) == ("in.json", ())
        assert row.document == wire.dump(wire.parse(wire.encode(good), Episode))

    def test_one_over_many_lines_that_breaks_off_is_one_that_cannot_be_read(self, good: dict[str, Any]) -> None:
        (row,) = episodes.read(io.BytesIO(json.dumps(good, indent=2).encode()[:200]), Reading("in.json"))

        assert (row.source, row.document, [each.code for each in row.findings]) == ("in.json", None, ["MP-S-003"])

    @pytest.mark.parametrize("first", [b"{half", b"", b"x" * (wire.MAX_BYTES + 10)])
    def test_a_bad_first_line_never_stops_the_rest(self, good: dict[str, Any], first: bytes) -> None:
        rows = list(episodes.read(io.BytesIO(b"\n".join([first, wire.encode(good), wire.encode(good)])), Reading("in")))

        assert [row.source for row in rows if row.document] == ["in:2", "in:3"]
        assert len(rows) == 2 + bool(first)

    def test_the_whole_record_is_one_line_of_its_table(self) -> None:
        assert [(line.path, str(line.how)) for line in episodes.FORMAT.table] == [("", "carried")]
        assert json.dumps(dict(episodes.FORMAT.options)) == "{}"
