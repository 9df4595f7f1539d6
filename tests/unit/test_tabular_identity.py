"""Which episode a row is, and when it was recorded."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from missingpersons.converters import Fate, Row, tabular
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.findings import CannotRun
from missingpersons.values.episode_ids import episode_id

MAPPING = """
name = "invented"
owner_force = "test-north"
timezone = "Europe/London"
recorded_at = ["missing", "found"]
[[column]]
name = "ref"
to = "/local_reference"
[[column]]
name = "id"
to = "/episode_id"
[[column]]
name = "what"
to = "/circumstances"
[[column]]
name = "missing"
as = "local_time"
formats = "%Y-%m-%d %H:%M"
to = "/missing_since/earliest"
[[column]]
name = "found"
as = "local_time"
formats = "%Y-%m-%d %H:%M"
to = "/outcome/found_at"
"""
HEADER = "ref,id,what,missing,found\n"
GIVEN = "2026-03-01T09:00:00Z"
AN_ID = "0b7c3f7e-54bb-4d7c-9a3f-2f1f6f0c1a11"


def rows(lines: str, recorded_at: str | None = GIVEN, mapping: str = MAPPING) -> list[Row]:
    data = io.BytesIO((HEADER + lines).encode())
    return list(convert(data, read_mapping(mapping), name="in.csv", recorded_at=recorded_at))


def tree(row: Row) -> dict[str, Any]:
    assert row.document is not None
    return dict(json.loads(row.document))


def found(row: Row) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in row.findings]


class TestIdentity:
    def test_the_reference_makes_the_id(self) -> None:
        (row,) = rows("A1,,x,,\n")

        assert tree(row)["episode_id"] == episode_id("test-north", "A1")
        assert (tree(row)["revision"], tree(row)["tenure"], tree(row)["status"]) == (1, 1, "open")
        assert found(row) == []

    def test_the_id_is_fixed_for_good(self) -> None:
        assert episode_id("test-north", "A1") == "b9c3bf12-54f6-54ef-8415-82efee9e1a95"

    def test_another_owner_another_id(self) -> None:
        assert episode_id("test-north", "A1") != episode_id("test-south", "A1")

    def test_the_same_export_again_gives_the_same_bytes(self) -> None:
        lines = f"A1,,x,,\nA1,,y,,\n,,z,,\nA2,{AN_ID},x,,\n"

        assert rows(lines) == rows(lines)

    def test_an_id_in_the_data_stands(self) -> None:
        (row,) = rows(f"A1,{AN_ID},x,,\n")

        assert (tree(row)["episode_id"], found(row)) == (AN_ID, [])

    def test_an_id_that_is_none_is_set_aside(self) -> None:
        (row,) = rows("A1,17,x,,\n")

        assert tree(row)["episode_id"] == episode_id("test-north", "A1")
        assert found(row) == [("MP-C-014", "/id")]

    def test_the_id_that_only_holds_a_place_is_set_aside(self) -> None:
        (row,) = rows("A1,00000000-0000-5000-8000-000000000000,x,,\n")

        assert tree(row)["episode_id"] == episode_id("test-north", "A1")
        assert found(row) == [("MP-C-014", "/id")]

    def test_no_reference(self) -> None:
        first, second = rows(",,x,,\n,,y,,\n")

        assert found(first) == found(second) == [("MP-C-023", "")]
        assert tree(first)["episode_id"] != tree(second)["episode_id"]

    def test_a_reference_too_long_for_its_field(self) -> None:
        (row,) = rows("A" * 101 + ",,x,,\n")

        assert found(row) == [("MP-C-014", "/ref"), ("MP-C-023", "")]

    def test_the_same_row_again_is_not_given_twice(self) -> None:
        first, second = rows("A1,,x,,\nA1,,x,,\n")

        assert (first.document is not None, second.document) == (True, None)
        assert found(second) == [("MP-C-025", "")]
        assert dict(second.cells)["/ref"] is Fate.REPEATED
        assert dict(second.cells)["/id"] is Fate.EMPTY

    def test_the_same_row_without_a_reference(self) -> None:
        _, second = rows(",,x,,\n,,x,,\n")

        assert (second.document, found(second)) == (None, [("MP-C-025", "")])

    def test_the_same_reference_with_other_words_loses_nothing(self) -> None:
        first, second, third, fourth = rows("A1,,x,,\nA1,,y,,\nA1,,y,,\nA1,,z,,\n")

        ids = {tree(row)["episode_id"] for row in (first, second, fourth)}
        assert len(ids) == 3
        assert tree(second)["local_reference"] == "A1"
        assert found(second) == found(fourth) == [("MP-C-024", "")]
        assert (third.document, found(third)) == (None, [("MP-C-025", "")])

    def test_the_same_id_with_other_words_is_set_aside(self) -> None:
        first, second = rows(f"A1,{AN_ID},x,,\nA1,{AN_ID},y,,\n")

        assert tree(first)["episode_id"] == AN_ID
        assert tree(second)["episode_id"] != AN_ID
        assert found(second) == [("MP-C-024", ""), ("MP-C-014", "/id")]

    @pytest.mark.parametrize(("one", "other"), [(b"caf\xe9", b"caf\xe8"), (b"caf\xe9\x80", b"caf\xe9\x81")])
    def test_rows_that_differ_only_in_what_cannot_be_decoded(self, one: bytes, other: bytes) -> None:
        data = io.BytesIO(HEADER.encode() + b"A1,,%b,,\nA1,,%b,,\n" % (one, other))

        first, second = convert(data, read_mapping(MAPPING), name="in.csv", recorded_at=GIVEN)

        assert (first.document is not None, second.document is not None) == (True, True)
        assert ("MP-C-024", "") in found(second)

    def test_the_order_of_the_columns_does_not_matter(self) -> None:
        (one,) = rows(",,x,2024-01-01 10:00,\n")
        data = b"missing,what,found,id,ref\n2024-01-01 10:00,x,,,\n"
        (other,) = convert(io.BytesIO(data), read_mapping(MAPPING), name="in.csv", recorded_at=GIVEN)

        assert one.document == other.document


class TestRecordedAt:
    def test_given(self) -> None:
        (row,) = rows("A1,,x,2024-01-01 10:00,\n")

        assert tree(row)["recorded_at"] == GIVEN

    def test_the_latest_time_of_the_row(self) -> None:
        (row,) = rows("A1,,x,2024-01-01 10:00,2024-07-01 10:00\n", None)

        assert (tree(row)["recorded_at"], found(row)) == ("2024-07-01T10:00:00+01:00", [])

    def test_not_the_last_column_but_the_latest_time(self) -> None:
        (row,) = rows("A1,,x,2024-07-01 10:00,2024-01-01 10:00\n", None)

        assert tree(row)["recorded_at"] == "2024-07-01T10:00:00+01:00"

    def test_a_time_that_is_set_aside_still_says_when(self) -> None:
        (row,) = rows("A1,,x,,2024-10-27 01:30\n", None)

        assert tree(row)["recorded_at"] == "2024-10-27T01:30:00+00:00"
        assert found(row) == [("MP-C-012", "/found")]

    def test_a_time_before_the_standard_begins_says_nothing(self) -> None:
        (row,) = rows("A1,,x,0203-01-01 10:00,2024-07-01 10:00\n", None)

        assert tree(row)["recorded_at"] == "2024-07-01T10:00:00+01:00"

    def test_a_row_without_a_time_takes_the_latest_so_far(self) -> None:
        lines = "A1,,x,2024-07-01 10:00,\nA2,,x,2024-01-01 10:00,\nA3,,x,,\n"

        _, second, third = rows(lines, None)

        assert (tree(second)["recorded_at"], found(second)) == ("2024-01-01T10:00:00+00:00", [])
        assert tree(third)["recorded_at"] == "2024-07-01T10:00:00+01:00"
        assert found(third) == [("MP-C-027", "")]

    def test_rows_before_the_first_time_wait_for_it(self) -> None:
        first, second, third = rows(",,,,\nA1,,x,,\nA2,,x,2024-01-01 10:00,\n", None)

        assert found(first) == [("MP-C-026", "")]
        assert (tree(second)["recorded_at"], found(second)) == (
            "2024-01-01T10:00:00+00:00",
            [("MP-C-027", "")],
        )
        assert found(third) == []

    def test_an_empty_row_among_those_that_wait(self) -> None:
        result = rows("A1,,x,,\n,,,,\nA2,,x,2024-01-01 10:00,\n", None)

        assert [found(row) for row in result] == [[("MP-C-027", "")], [("MP-C-026", "")], []]

    def test_no_row_has_a_time(self) -> None:
        with pytest.raises(CannotRun, match=r"^in\.csv: no row says when it was recorded, so give --recorded-at$"):
            rows("A1,,x,,\n", None)

    def test_too_many_rows_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tabular, "MOST_WAITING", 2)

        with pytest.raises(CannotRun, match="no row says when it was recorded"):
            rows("A1,,x,,\nA2,,x,,\nA3,,x,,\nA4,,x,2024-01-01 10:00,\n", None)

    def test_neither_given_nor_in_the_mapping(self) -> None:
        mapping = MAPPING.replace("recorded_at =", "#")

        with pytest.raises(CannotRun, match=r"^in\.csv: the mapping has no recorded_at, so give --recorded-at$"):
            rows("A1,,x,,\n", None, mapping)

    def test_a_constant_says_it_for_all_rows_that_do_not(self) -> None:
        mapping = f'{MAPPING}\n[constants]\n"/recorded_at" = "2026-01-01T00:00:00Z"'

        first, second = rows("A1,,x,,\nA2,,x,2024-01-01 10:00,\n", None, mapping)

        assert (tree(first)["recorded_at"], found(first)) == ("2026-01-01T00:00:00Z", [])
        assert tree(second)["recorded_at"] == "2024-01-01T10:00:00+00:00"
