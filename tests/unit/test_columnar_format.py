"""Parquet and Arrow: what is read back with another library is the episode, with the record's own descriptions."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from tests.drawn import examples
from tests.property.carried import example_episodes, generated_episodes

from missingpersons import wire
from missingpersons.converters import Fate, arrow, columnar, parquet
from missingpersons.converters.formats import Writing
from missingpersons.findings import CannotRun, MissingExtra
from missingpersons.models import Episode
from missingpersons.resources import schema
from missingpersons.testing import complete, episodes

EPISODES = [*example_episodes(), *generated_episodes(30)]


def parquet_of(given: list[tuple[str, Episode]], **options: str) -> pa.Table:
    out = io.BytesIO()
    list(parquet.FORMAT.write(given, out, Writing(options)))
    return pq.read_table(io.BytesIO(out.getvalue()))


def episode_of(row: dict[str, Any]) -> Any:
    """What a nested row says, without what it does not."""
    tree = _said(row)
    if "extensions" in tree:
        tree["extensions"] = json.loads(tree["extensions"])
    return tree


def episode_of_flat(row: dict[str, Any]) -> Any:
    tree: dict[str, Any] = {"person": {}}
    for name, value in _said(row).items():
        *stem, last = name.split(".")
        branch = tree
        for step in stem:
            branch = branch.setdefault(step, {})
        is_text = isinstance(value, str) and value[:1] in "[{" and name in AS_TEXT
        branch[last] = json.loads(value) if is_text else value
    return tree


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _said(each) for name, each in value.items() if each is not None}
    return [_said(each) for each in value] if isinstance(value, list) else value


AS_TEXT = {each.name for each in columnar._columns("flat", None) if each.is_json}


class TestBack:
    def test_nested_rows_are_the_episodes(self):
        read = parquet_of(EPISODES).to_pylist()

        assert [episode_of(row) for row in read] == [wire.to_tree(episode) for _, episode in EPISODES]

    def test_a_stream_says_the_same(self):
        out = io.BytesIO()
        list(arrow.FORMAT.write(EPISODES, out, Writing({})))

        with pa.ipc.open_stream(io.BytesIO(out.getvalue())) as reader:
            assert reader.read_all().to_pylist() == parquet_of(EPISODES).to_pylist()

    def test_flat_rows_are_the_episodes(self):
        read = parquet_of(EPISODES, shape="flat").to_pylist()

        assert [episode_of_flat(row) for row in read] == [wire.to_tree(episode) for _, episode in EPISODES]

    @pytest.mark.no_cover
    @settings(max_examples=examples(20), deadline=None, database=None)
    @given(episodes())
    def test_whatever_structure_takes_is_carried(self, document):
        episode = wire.parse(json.dumps(document), Episode)

        (row,) = parquet_of([("any", episode)]).to_pylist()

        assert episode_of(row) == wire.to_tree(episode)

    def test_the_fullest_document_has_a_value_in_every_column(self):
        episode = wire.parse(json.dumps(complete("episode")), Episode)

        for shape in columnar.SHAPES:
            (row,) = parquet_of([("full", episode)], shape=shape).to_pylist()
            assert None not in row.values()

    def test_one_list_has_a_row_for_each_entry_and_nothing_else_is_told(self):
        out = io.BytesIO()
        told = list(parquet.FORMAT.write(EPISODES, out, Writing({"table": "/person/phones"})))

        read = pq.read_table(io.BytesIO(out.getvalue())).to_pylist()

        assert [(row["episode.episode_id"], row["episode.entry"], row["number"]) for row in read] == [
            (episode.episode_id, number, phone.number)
            for _, episode in EPISODES
            for number, phone in enumerate(episode.person.phones)
        ]
        assert len(read) > 5
        for each in told:
            carried = {leaf.at for leaf in each.leaves if leaf.fate is Fate.CARRIED}
            assert all(at == "/episode_id" or at.startswith("/person/phones/") for at in carried)

    def test_of_an_episode_without_an_entry_nothing_is_carried(self, good):
        episode = wire.parse(wire.encode({**good, "person": {}}), Episode)
        out = io.BytesIO()

        (told,) = parquet.FORMAT.write([("in:1", episode)], out, Writing({"table": "/person/phones"}))

        assert pq.read_table(io.BytesIO(out.getvalue())).num_rows == 0
        assert {each.fate for each in told.leaves} == {Fate.SET_ASIDE}
        assert ("MP-C-040", "/episode_id") in [(each.code, each.at) for each in told.findings]

    def test_a_part_with_nothing_in_it_is_lost_in_a_flat_table_and_only_there(self, good):
        episode = wire.parse(json.dumps({**good, "last_seen": {"place": {}}, "person": {}}), Episode)
        found = {}
        for shape in columnar.SHAPES:
            (told,) = parquet.FORMAT.write([("in", episode)], io.BytesIO(), Writing({"shape": shape}))
            found[shape] = [(each.code, each.at) for each in told.findings]

        (row,) = parquet_of([("in", episode)]).to_pylist()

        assert found == {"nested": [], "flat": [("MP-C-040", "/last_seen")]}
        assert episode_of(row)["last_seen"] == {"place": {}}


class TestShape:
    def test_every_field_has_its_description(self):
        wanted = schema("episode")
        read = parquet_of(EPISODES[:1]).schema

        for name, part in wanted["properties"].items():
            assert read.field(name).metadata[b"description"].decode() == part["description"]
        named = read.field("person").type.field("names").type.value_field.type.field("family")
        assert named.metadata[b"description"] == b"The family name."
        assert read.metadata[b"standard_version"] == b"1.0"

    def test_flat_columns_have_theirs(self):
        read = parquet_of(EPISODES[:1], shape="flat").schema

        assert all(field.metadata and field.metadata[b"description"] for field in read)
        assert read.field("person.age.min").type == pa.int64()

    def test_rows_are_written_in_groups(self, monkeypatch):
        monkeypatch.setattr(columnar, "ROWS", 10)
        out = io.BytesIO()

        list(parquet.FORMAT.write(EPISODES, out, Writing({})))

        file = pq.ParquetFile(io.BytesIO(out.getvalue()))
        assert [file.metadata.row_group(n).num_rows for n in range(2)] == [10, 10]
        assert file.metadata.num_rows == len(EPISODES)

    def test_a_group_is_written_before_the_last_episode_is_read(self, monkeypatch):
        monkeypatch.setattr(columnar, "ROWS", 1)
        out = io.BytesIO()
        written = parquet.FORMAT.write(iter(EPISODES), out, Writing({}))

        next(written)
        next(written)

        assert len(out.getvalue()) > 1000
        assert len(list(written)) == len(EPISODES) - 2

    def test_nobody_is_a_file_all_the_same(self):
        assert parquet_of([]).num_rows == 0

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"shape": "round"}, "shape is one of nested, flat"),
            ({"table": "/person"}, "the path of a list of records"),
            ({"table": "/person/emails"}, "the path of a list of records"),
            ({"table": "phones"}, "the path of a list of records"),
        ],
    )
    def test_what_cannot_be_done_is_said(self, options, said):
        with pytest.raises(CannotRun, match=said):
            list(parquet.FORMAT.write([], io.BytesIO(), Writing(options)))

    def test_without_the_library_the_command_that_installs_it_is_named(self, monkeypatch):
        def gone(name: str) -> None:
            raise ImportError(name)

        columnar.arrow.cache_clear()
        monkeypatch.setattr(columnar, "import_module", gone)

        with pytest.raises(MissingExtra, match=r"missingpersons\[parquet\]"):
            columnar.arrow()
