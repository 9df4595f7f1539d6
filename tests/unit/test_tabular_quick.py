"""The quick way gives what the long way gives: the same documents, findings and fates, byte for byte."""

from __future__ import annotations

import csv
import io
from random import Random
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import examples

from missingpersons import wire
from missingpersons.converters import Row, quick
from missingpersons.converters.assembling import assembled, part_of
from missingpersons.converters.places import Origin, compact, grow
from missingpersons.converters.tabular import TableMapping, convert, read_mapping
from missingpersons.converters.times import Format, Span, moments, span
from missingpersons.findings import CannotRun
from missingpersons.testing import exports, reports
from missingpersons.values.episode_ids import NAMESPACE, episode_id

GIVEN = "2026-03-01T09:00:00Z"
MAPPING = """
name = "invented"
owner_force = "test-north"
timezone = "Europe/London"
recorded_at = "when"
[[column]]
name = "ref"
to = "/local_reference"
no_value = "NULL"
[[column]]
name = "when"
as = "local_time"
formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
to = ["/missing_since/earliest", "/missing_since/latest"]
with = { "/status" = "located" }
[[column]]
name = "mails"
as = "list"
separator = ";"
to = "/person/emails/-"
[[column]]
name = "born"
as = "date"
formats = ["%d/%m/%Y", "%m/%Y"]
to = "/person/date_of_birth"
[[column]]
name = "age"
as = "whole_number"
no_value = "0"
to = ["/person/age/min", "/person/age/max"]
[[column]]
name = "from"
to = "/missing_from/text"
also = [{ as = "code", codes = { hospital = "hospital" }, otherwise = "other", to = "/missing_from/kind" }]
[[column]]
name = "sex"
as = "code"
codes = { M = "male", F = "female" }
to = "/person/sex"
[[column]]
name = "said"
to = "/answers/0/explanation"
"""
HEADER = "ref,when,mails,born,age,from,sex,said\n"
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("", " ", "NULL", "A1", "A2", "M", "F", "hospital", "0", "17", "17.0", "-1", "a;b", ";", "a; ;b"),
            *("2024-10-27 01:30", "2024-03-31 01:30", "2024-03-31 12:00", "2024-03-31", "2024-13-01 10:00", "5/2010"),
            *("2024-02-30 10:00", "2024-02-03 24:00", "2024-02-03 10:60", "31/12/2010", "1/2/2010", "30/02/2010"),
            *('"', "\\", "\x01", "\0", "x" * 400, "\u2028", "é"),
        ]
    ),
)
TABLES = st.lists(st.lists(CELLS, min_size=7, max_size=9), max_size=8)


def both(monkeypatch: pytest.MonkeyPatch, data: bytes, mapping: TableMapping, at: str | None) -> tuple[Any, Any]:
    """What a table comes to both ways, or why it cannot be converted."""

    def told() -> list[Row] | str:
        try:
            return list(convert(io.BytesIO(data), mapping, name="in", recorded_at=at))
        except CannotRun as error:
            return str(error)

    quickly = told()
    with monkeypatch.context() as patched:
        patched.setattr(quick.Quick, "rows", lambda _, records: [None] * len(records))
        return quickly, told()


@pytest.mark.no_cover
@settings(max_examples=examples(200))
@given(TABLES, st.sampled_from([GIVEN, None]))
def test_whatever_the_table(table: list[list[str]], at: str | None) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table)
    data = (HEADER + written.getvalue()).encode("utf-8", "surrogatepass")

    with pytest.MonkeyPatch.context() as monkeypatch:
        quickly, slowly = both(monkeypatch, data, read_mapping(MAPPING), at)

    assert quickly == slowly


def test_a_row_that_says_when_it_was_recorded_counts_before_a_constant(monkeypatch: pytest.MonkeyPatch) -> None:
    mapping = read_mapping(
        MAPPING.replace("[[column]]", '[constants]\n"/recorded_at" = "2024-01-01T00:00:00Z"\n[[column]]', 1)
    )
    data = (HEADER + "A,2024-03-31 12:00,,,,,,\nB,,,,,,M,\n").encode()

    quickly, slowly = both(monkeypatch, data, mapping, None)

    assert quickly == slowly
    assert [wire.parse(row.document).recorded_at for row in quickly] == [
        "2024-03-31T12:00:00+01:00",
        "2024-01-01T00:00:00Z",
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "1753-01-01"])
def test_a_time_before_zones_had_whole_minutes_stops_no_row(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    table = f"{HEADER}A1,{day} 00:00,,,,,,\nA2,2026-02-01 09:00,,,,,,\n"

    quickly, at_length = both(monkeypatch, table.encode(), read_mapping(MAPPING), None)

    assert quickly == at_length
    assert [row.document is not None for row in quickly] == [True, True]
    assert {each.code for each in quickly[0].findings} == {"MP-C-014", "MP-C-027"}


@pytest.mark.parametrize(
    ("column", "cell"),
    [("ref", "x" * 101), ("mails", f"a@example.org;{'x' * 401}"), ("age", "99999"), ("from", "x" * 301)],
)
@pytest.mark.parametrize("among", [0, 1, 70])
def test_one_value_too_many_among_rows_that_are_filled_alike(
    monkeypatch: pytest.MonkeyPatch, column: str, cell: str, among: int
) -> None:
    good = {"when": "2024-03-31 12:00", "mails": "a@example.org;b@example.org", "born": "31/12/2010", "age": "13"}
    rows = [{**good, "ref": f"A{number}", "from": "home", "sex": "M"} for number in range(among)]
    rows.append({**good, "ref": "B", "from": "home", "sex": "M", column: cell})
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADER.strip().split(","))
    writer.writeheader()
    writer.writerows(rows)

    quickly, slowly = both(monkeypatch, out.getvalue().encode(), read_mapping(MAPPING), GIVEN)

    assert quickly == slowly
    assert [
        (row.source, each.code, each.at) for row in quickly for each in row.findings if each.code != "MP-C-007"
    ] == [
        (f"in:{among + 1}", "MP-C-014", f"/{column}"),
        *([(f"in:{among + 1}", "MP-C-023", "")] if column == "ref" else []),
    ]


@pytest.mark.parametrize("style", ["comma", "semicolon"])
def test_the_exports_of_two_forces(monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    mapping = read_mapping(exports.mapping_text(style, "test-north"))
    data = exports.table(style, reports.reports(Random(3), "T", 400))

    quickly, slowly = both(monkeypatch, data, mapping, exports.EXPORTED_AT)

    assert quickly == slowly
    assert len(quickly) >= 400


def test_most_rows_go_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[bool] = []
    rows = quick.Quick.rows

    def noted(this: quick.Quick, records: Any) -> Any:
        found = rows(this, records)
        went.extend(each is not None for each in found)
        return found

    monkeypatch.setattr(quick.Quick, "rows", noted)
    mapping = read_mapping(exports.mapping_text("comma", "test-north"))

    both_ways = list(
        convert(
            io.BytesIO(exports.table("comma", reports.reports(Random(3), "T", 200), damage=False)),
            mapping,
            name="in",
            recorded_at=GIVEN,
        )
    )

    assert len(both_ways) == 200
    assert sum(went) == 200


PATHS = st.sampled_from(
    [
        ("local_reference",),
        ("person", "sex"),
        ("person", "names", 0, "family"),
        ("person", "names", 11, "family"),
        ("person", "names", 200_003, "given", 0),
        ("person", "emails", 2),
        ("a", "b", "c"),
        ("zz",),
        ("answers", 3, "answer"),
    ]
)
VALUES = st.one_of(st.text(max_size=8), st.integers(-9, 10**15), st.booleans())


@given(st.lists(st.tuples(PATHS, VALUES), min_size=1))
def test_what_is_assembled_is_what_a_tree_is_written_as(given_parts: list[tuple[Any, Any]]) -> None:
    parts = [part_of(0, Origin.CELL, path, value) for path, value in given_parts]

    expected = wire.encode(compact(grow(parts)) | ({} if any(p.path[0] == "person" for p in parts) else {"person": {}}))

    assert assembled(parts) == expected


@given(
    st.one_of(
        st.text("0123456789-: ", max_size=20),
        st.datetimes().map(lambda each: f"{each:%Y-%m-%d %H:%M}".rjust(16, "0")),
        st.sampled_from(["2024-10-27 01:30", "2024-03-31 01:30", "2024-3-1 1:30", "2024-03-31", "0000-01-01 10:00"]),
    )
)
def test_a_moment_read_quickly_is_the_moment(text: str) -> None:
    formats = (Format("%Y-%m-%d %H:%M"), Format("%Y-%m-%d"))
    zone = ZoneInfo("Europe/London")

    found = span(text, formats, zone)

    assert moments(formats, zone)(text) == (found.earliest if isinstance(found, Span) and not found.problem else None)


@given(st.text(max_size=20))
def test_an_id_is_that_of_the_standard_library(reference: str) -> None:
    assert episode_id("test-north", reference) == str(uuid5(NAMESPACE, f"test-north\n{reference}"))
