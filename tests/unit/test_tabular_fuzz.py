"""Whatever the bytes: nothing but CannotRun is raised, every cell has a fate, every document can be read."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import examples

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.findings import CannotRun

MAPPING = read_mapping(
    """
name = "invented"
owner_force = "test-north"
timezone = "Europe/London"
recorded_at = "b"
[[column]]
name = "a"
to = "/local_reference"
[[column]]
name = "b"
as = "local_time"
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
to = ["/missing_since/earliest", "/missing_since/latest"]
[[column]]
name = "c"
as = "list"
separator = ";"
to = "/person/emails/-"
also = [{ as = "code", codes = { x = "hospital" }, otherwise = "other", to = "/missing_from/kind" }]
[[column]]
name = "d"
as = "whole_number"
no_value = "NULL"
to = "/person/age/min"
[[column]]
name = "e"
to = "/answers/0/explanation"
"""
)
HEADER = "a,b,c,d,e\n"
GIVEN = "2026-03-01T09:00:00Z"
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["", "NULL", "2024-10-27 01:30", "2024-03-31 01:30", "2024-03-31", "x", "17", "\0", "z" * 400]),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=8)


def rows(data: bytes, recorded_at: str | None = GIVEN) -> list[Row]:
    return list(convert(io.BytesIO(data), MAPPING, name="in.csv", recorded_at=recorded_at))


@settings(max_examples=examples(150), deadline=None, database=None)
@given(st.binary(max_size=400), st.sampled_from([GIVEN, None]))
def test_any_bytes_after_a_header(data: bytes, recorded_at: str | None) -> None:
    result: list[Row] = []

    with suppress(CannotRun):
        result = rows(HEADER.encode() + data, recorded_at)

    assert all(wire.parse(row.document) for row in result if row.document)


@settings(max_examples=100, deadline=None, database=None)
@given(st.binary(max_size=100))
def test_any_bytes_at_all(data: bytes) -> None:
    result: list[Row] = []

    with suppress(CannotRun):
        result = rows(data)

    assert all(wire.parse(row.document) for row in result if row.document)


@settings(max_examples=examples(150), deadline=None, database=None)
@given(TABLES)
def test_every_cell_has_a_fate_and_what_is_not_carried_has_a_finding(table: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table)
    table = [line for line in csv.reader(io.StringIO(written.getvalue(), newline="")) if line]

    result = rows((HEADER + written.getvalue()).encode("utf-8", "surrogatepass"))

    assert len(result) == len(table)
    for row, line in zip(result, table, strict=True):
        fates = [fate for _, fate in row.cells]
        assert len(fates) == max(len(line), 5)
        assert [fate is Fate.EMPTY for fate in fates[: len(line)]] == [not cell.strip() for cell in line]
        reported = {each.at for each in row.findings}
        assert all(place in reported for place, fate in row.cells if fate in (Fate.SET_ASIDE, Fate.APPROXIMATED))
        assert row.document is None or wire.parse(row.document)


@settings(max_examples=50, deadline=None, database=None)
@given(TABLES)
def test_the_same_table_again_gives_the_same_rows(table: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table)
    data = (HEADER + written.getvalue()).encode("utf-8", "surrogatepass")

    assert rows(data) == rows(data)
