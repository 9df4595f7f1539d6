"""A rehearsal of what comes after 1.0: a 1.1 that this library reads, and a 2.0 that only ``upgrade`` reaches.

1.1 has one more optional field, ``rehearsal_note``, and one more code of an open list, ``rehearsal_definition``. 2.0 is
1.1 with ``missing_since`` renamed ``went_missing``. Their folders are made from the published one by the edits below.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from missingpersons import migrations, publish, wire
from missingpersons.findings import CannotRun, InvalidDocument
from missingpersons.migrations import upgrade
from missingpersons.models import STANDARD_VERSION
from missingpersons.publish.compatible import Breaks, Notes, compare, folder_changes

ROOT = Path(__file__).resolve().parents[2]

CODE = "rehearsal_definition"
STEPS: dict[str, migrations.Step] = {
    "1": lambda tree: {
        **{"went_missing" if name == "missing_since" else name: each for name, each in tree.items()},
        "standard_version": "2.0",
    }
}


# --- The two later versions ----------------------------------------------------------------------------


def next_version(old: Path, new: Path, edit: Callable[[Any], None]) -> Path:
    """A copy of a published folder at another address, its episode edited wherever it stands."""
    shutil.copytree(old, new, ignore=shutil.ignore_patterns("SHA256SUMS"))
    for name in ("episode", "message-episode-published"):
        path = new / f"{name}.schema.json"
        text = path.read_text(encoding="utf-8").replace(f"/schemas/{old.name}/", f"/schemas/{new.name}/")
        whole = json.loads(text)
        edit(whole if name == "episode" else whole["$defs"]["Episode"])
        path.write_text(json.dumps(whole), encoding="utf-8")
    return new


def one_more_field(episode: Any) -> None:
    text = {"type": "string", "minLength": 1, "maxLength": 300, "description": "A field of a rehearsal."}
    episode["properties"]["rehearsal_note"] = text


def one_more_code(folder: Path) -> None:
    with (folder / "codelists/definitions.csv").open("a", encoding="utf-8", newline="") as lines:
        lines.write(f"{CODE},Rehearsal,,Only in a rehearsal.,1.1,,,a test\n")


def another_name(episode: Any) -> None:
    fields = episode["properties"]
    fields["went_missing"] = fields.pop("missing_since")
    fields["standard_version"]["pattern"] = fields["standard_version"]["pattern"].replace("^1", "^2")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with 1.0 released, and 1.1 and 2.0 after it."""
    schemas = tmp_path_factory.mktemp("rehearsal") / "schemas"
    published = ROOT / "schemas" / STANDARD_VERSION
    shutil.copytree(published, schemas / "1.0", ignore=shutil.ignore_patterns("SHA256SUMS"))
    publish.release(schemas.parent, "1.0")
    one_more_code(next_version(schemas / "1.0", schemas / "1.1", one_more_field))
    next_version(schemas / "1.1", schemas / "2.0", another_name)
    return schemas.parent


@pytest.fixture
def newer(good: dict[str, Any]) -> dict[str, Any]:
    """A document of 1.1 that uses what is new in it."""
    return {**good, "standard_version": "1.1", "definition": CODE, "rehearsal_note": "A note of the rehearsal."}


def fits(root: Path, version: str, tree: Any) -> bool:
    schema = json.loads((root / "schemas" / version / "episode.schema.json").read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(schema, registry=jsonschema_rs.Registry([])).is_valid(tree)


def found(tree: Any, **how: Any) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in wire.check(json.dumps(tree), **how)]


class TestNewMinor:
    def test_it_breaks_nothing_and_can_be_released(self, root):
        assert folder_changes(root / "schemas/1.0", root / "schemas/1.1") == ()
        assert publish.incompatible(root, "1.1") == ()

    def test_its_document_fits_its_own_schema_only(self, root, newer):
        assert fits(root, "1.1", newer)
        assert not fits(root, "1.0", newer)

    def test_what_was_good_in_1_0_is_good_in_1_1(self, root, good):
        assert fits(root, "1.0", good)
        assert fits(root, "1.1", good)

    def test_this_library_reads_it_with_a_warning_and_advice_on_the_code(self, newer):
        assert found(newer) == [("MP-V-002", ""), ("MP-R-070", "/definition")]
        assert wire.check(json.dumps(newer)).ok

    def test_the_field_is_set_aside_and_everything_else_is_there(self, newer):
        read = wire.to_tree(wire.parse(json.dumps(newer)))

        assert read == {name: each for name, each in newer.items() if name != "rehearsal_note"}

    @pytest.mark.parametrize("path", [("person",), ("missing_since",), ("person", "names", 0), ("answers", 0)])
    def test_a_new_field_anywhere_is_set_aside(self, good, path):
        newer = copy.deepcopy(good)
        part: Any = newer
        for segment in path:
            part = part[segment]
        part["rehearsal_note"] = {"of": ["any", "form"]}

        assert found({**newer, "standard_version": "1.1"}) == [("MP-V-002", "")]
        assert wire.to_tree(wire.parse(json.dumps({**newer, "standard_version": "1.1"}))) == {
            **good,
            "standard_version": "1.1",
        }

    def test_in_1_0_the_same_field_is_no_field(self, newer):
        assert ("MP-S-021", "") in found({**newer, "standard_version": "1.0"})


class TestWhatAMinorCosts:
    """Why closed lists are frozen within a major, and why a wider bound is noted: this library refuses both."""

    def test_a_new_code_of_a_closed_list_is_a_break_and_is_refused(self, root, good):
        later = json.loads((root / "schemas/1.0/episode.schema.json").read_text(encoding="utf-8"))
        earlier = copy.deepcopy(later)
        later["$defs"]["Status"]["enum"].append("paused")

        (broken,) = compare(earlier, later)

        assert broken.kind is Breaks.CODE_ADDED
        assert found({**good, "standard_version": "1.1", "status": "paused"}) == [("MP-S-023", "/status")]

    def test_what_goes_beyond_a_bound_that_was_widened_is_refused_and_so_it_is_noted(self, root, good, tmp_path):
        def longer(episode: Any) -> None:
            episode["properties"]["circumstances"]["maxLength"] *= 2

        wider = next_version(root / "schemas/1.0", tmp_path / "1.1", longer)
        words = "x" * 20_001

        assert {each.kind for each in folder_changes(root / "schemas/1.0", wider)} == {Notes.WIDER}
        assert found({**good, "standard_version": "1.1", "circumstances": words}) == [("MP-S-025", "/circumstances")]


class TestNewMajor:
    def test_it_breaks_exactly_what_was_renamed(self, root):
        places = {
            each.at.partition("#")[2]: each.kind for each in folder_changes(root / "schemas/1.1", root / "schemas/2.0")
        }

        assert places == {
            "/properties/missing_since": Breaks.FIELD_REMOVED,
            "/properties/standard_version/pattern": Breaks.PATTERN_CHANGED,
            "/$defs/Episode/properties/missing_since": Breaks.FIELD_REMOVED,
            "/$defs/Episode/properties/standard_version/pattern": Breaks.PATTERN_CHANGED,
        }
        assert publish.incompatible(root, "2.0") == ()

    def test_its_document_is_refused_whole(self, good):
        tree = upgrade(good, steps=STEPS, to="2")

        with pytest.raises(InvalidDocument) as refused:
            wire.parse(json.dumps(tree))

        assert [(each.code, each.at) for each in refused.value.report] == [("MP-V-001", "/standard_version")]
        assert found(tree) == [("MP-V-001", "/standard_version")]
        assert wire.read(json.dumps(tree))[0] is None

    def test_upgrade_reaches_it_on_a_copy(self, root, good):
        before = copy.deepcopy(good)

        upgraded = upgrade(good, steps=STEPS, to="2")

        assert fits(root, "2.0", upgraded)
        assert not fits(root, "1.1", upgraded)
        assert upgraded["went_missing"] == before["missing_since"]
        assert "missing_since" not in upgraded
        assert good == before

    def test_nothing_of_a_1_1_document_is_lost_on_the_way(self, root, newer):
        upgraded = upgrade(newer, steps=STEPS, to="2")

        assert fits(root, "2.0", upgraded)
        assert upgraded["rehearsal_note"] == newer["rehearsal_note"]
        assert upgraded["definition"] == CODE

    def test_the_upgraded_copy_shares_nothing_with_what_was_given(self, good):
        before = copy.deepcopy(good)

        upgraded = upgrade(good, steps=STEPS, to="2")
        upgraded["person"].clear()
        upgraded["went_missing"]["earliest"] = "never"

        assert good == before

    def test_nothing_else_reaches_it(self, good, monkeypatch):
        asked = []
        monkeypatch.setattr(migrations, "STEPS", STEPS)
        monkeypatch.setattr(migrations, "upgrade", lambda *args, **how: asked.append(args))

        read = wire.to_tree(wire.parse(json.dumps(good)))
        built = wire.to_tree(wire.build(good))
        checked = found(good)

        assert (read, built, checked, asked) == (good, good, [], [])

    def test_without_its_step_there_is_no_way(self, good):
        with pytest.raises(CannotRun, match="there is no way from this document's version"):
            upgrade(good, to="2")
