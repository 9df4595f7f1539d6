"""What is committed below ``schemas/`` and ``docs/reference/`` is what the code and its data say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from missingpersons import publish
from missingpersons.publish import files

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("schemas", "docs/reference"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_the_committed_files_are_what_would_be_written_now():
    assert publish.drift(ROOT) == ()


def test_a_change_by_hand_is_noticed(copy):
    path = copy / "schemas/1.0/episode.schema.json"
    path.write_bytes(path.read_bytes().replace(b'"maxItems": 1000', b'"maxItems": 1001', 1))

    assert publish.drift(copy) == ("schemas/1.0/episode.schema.json",)


def test_a_change_of_one_letter_in_a_list_is_noticed(copy):
    path = copy / "schemas/1.0/codelists/forces.csv"
    path.write_bytes(path.read_bytes() + b" ")

    assert publish.drift(copy) == ("schemas/1.0/codelists/forces.csv",)


def test_a_file_that_is_missing_is_noticed(copy):
    (copy / "schemas/1.0/rules.json").unlink()

    assert publish.drift(copy) == ("schemas/1.0/rules.json",)


def test_a_file_that_nothing_writes_is_noticed(copy):
    (copy / "docs/reference/extra.md").write_text("A page by hand.\n", encoding="utf-8")

    assert publish.drift(copy) == ("docs/reference/extra.md",)


def test_writing_mends_all_of_it(copy):
    (copy / "schemas/1.0/rules.json").unlink()
    (copy / "docs/reference/extra.md").write_text("A page by hand.\n", encoding="utf-8")

    publish.write(copy)

    assert publish.drift(copy) == ()


def test_a_changed_sentence_of_a_field_is_noticed(copy, monkeypatch):
    made = dict(publish.documents())
    place = "schemas/1.0/episode.schema.json"
    changed = made[place].replace(b"Local fields, by owner.", b"Local fields, by owner and name.", 1)
    monkeypatch.setattr(files, "documents", lambda: iter({**made, place: changed}.items()))

    assert changed != made[place]
    assert publish.drift(copy) == (place,)
