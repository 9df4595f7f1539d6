"""Dates and moments: which texts are one, what they mean, and what may be asked of them."""

from __future__ import annotations

import calendar
import operator
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import edtf
import pytest
from pydantic import TypeAdapter, ValidationError

from missingpersons.values.dates import PartialDate, Timestamp, day_of, moment, start_of

TIMESTAMPS = (
    "2026-01-31T00:00:00Z",
    "2026-12-31T23:59:59.123456Z",
    "2026-06-03T12:00:00+01:00",
    "2026-06-03T12:00:00.5-13:59",
    "2026-06-03T12:00:00+14:00",
    "2026-06-03T12:00:00-14:00",
    "2026-06-03T12:00:00-00:00",
    "2024-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z",
    "1000-01-01T00:00:00Z",
    "2999-12-31T23:59:59Z",
)

NO_TIMESTAMPS = (
    "",
    "2026-06-03",
    "2026-06-03T12:00:00",
    "2026-06-03T12:00Z",
    "2026-06-03 12:00:00Z",
    "2026-06-03t12:00:00Z",
    "2026-06-03T12:00:00z",
    "2026-06-03T24:00:00Z",
    "2026-06-03T23:60:00Z",
    "2026-06-30T23:59:60Z",
    "2026-06-03T12:00:00.Z",
    "2026-06-03T12:00:00,5Z",
    "2026-06-03T12:00:00.1234567Z",
    "2026-06-03T12:00:00+1:00",
    "2026-06-03T12:00:00+0100",
    "2026-06-03T12:00:00+01:60",
    "2026-06-03T12:00:00+14:01",
    "2026-06-03T12:00:00+15:00",
    "2026-06-03T12:00:00 +01:00",
    "2026-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-13-10T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-32T00:00:00Z",
    "0999-12-31T23:59:59Z",
    "3000-01-01T00:00:00Z",
    "20260603T120000Z",
    "1700000000",
    "2026-06-03T12:00:00Z\n",
    " 2026-06-03T12:00:00Z",
    "２０26-06-03T12:00:00Z",
    "2026-06-03T12:00:00.123456+00:00" + "0",
)


class TestTimestamp:
    @pytest.mark.parametrize("text", TIMESTAMPS)
    def test_is_one(self, text: str) -> None:
        parsed = Timestamp.parse(text)

        assert parsed == TypeAdapter(Timestamp).validate_python(text) == text
        assert isinstance(parsed, Timestamp)

    @pytest.mark.parametrize("text", NO_TIMESTAMPS)
    def test_is_none(self, text: str) -> None:
        with pytest.raises(ValueError, match="not a timestamp") as raised:
            Timestamp.parse(text)
        with pytest.raises(ValidationError):
            TypeAdapter(Timestamp).validate_python(text)

        assert str(raised.value) == "not a timestamp: RFC 3339 with seconds and an offset is needed"

    def test_a_moment_in_python_is_not_text(self) -> None:
        with pytest.raises(ValidationError):
            TypeAdapter(Timestamp).validate_python(datetime(2026, 6, 3, tzinfo=UTC), strict=True)

    def test_keeps_its_offset_as_written(self) -> None:
        one = Timestamp("2026-06-03T12:00:00+01:00")

        assert one.moment.utcoffset() == timedelta(hours=1)
        assert moment(one) == datetime(2026, 6, 3, 11, tzinfo=UTC)
        assert day_of(moment("2026-06-03T00:30:00+01:00")) == date(2026, 6, 3)

    @pytest.mark.parametrize(
        ("compare", "first", "second", "answer"),
        [
            (operator.lt, "2026-06-03T10:00:00Z", "2026-06-03T10:30:00+01:00", False),
            (operator.gt, "2026-06-03T10:00:00Z", "2026-06-03T10:30:00+01:00", True),
            (operator.lt, "2026-06-03T10:00:00+01:00", "2026-06-03T09:30:00Z", True),
            (operator.le, "2026-06-03T10:00:00+01:00", "2026-06-03T09:00:00Z", True),
            (operator.ge, "2026-06-03T10:00:00+01:00", "2026-06-03T09:00:00Z", True),
            (operator.lt, "2026-06-03T10:00:00+01:00", "2026-06-03T09:00:00Z", False),
            (operator.gt, "2026-06-03T10:00:00+01:00", "2026-06-03T09:00:00Z", False),
            (operator.eq, "2026-06-03T10:00:00+01:00", "2026-06-03T09:00:00Z", False),
            (operator.lt, "1000-01-01T00:00:00+14:00", "2999-12-31T23:59:59-14:00", True),
        ],
    )
    def test_order_is_of_moments_and_equality_of_writing(
        self, compare: Callable[[Any, Any], bool], first: str, second: str, answer: bool
    ) -> None:
        assert compare(Timestamp(first), Timestamp(second)) is answer


DAYS_NEAR_MONTH_ENDS = tuple(
    (year, month, day) for year in range(1000, 3000) for month in range(1, 13) for day in (1, 28, 29, 30, 31, 32)
)


def test_the_pattern_knows_every_leap_year_and_every_month_end() -> None:
    accepted = {each for each in DAYS_NEAR_MONTH_ENDS if _is_timestamp("{:04}-{:02}-{:02}T00:00:00Z".format(*each))}

    assert accepted == {each for each in DAYS_NEAR_MONTH_ENDS if each[2] <= calendar.monthrange(*each[:2])[1]}


def _is_timestamp(text: str) -> bool:
    try:
        return bool(Timestamp.parse(text))
    except ValueError:
        return False


# The text, the first day it may be and the last; the package edtf gives the same.
PARTIAL_DATES = {
    "2011": ("2011-01-01", "2011-12-31"),
    "201X": ("2010-01-01", "2019-12-31"),
    "19XX": ("1900-01-01", "1999-12-31"),
    "2011-06": ("2011-06-01", "2011-06-30"),
    "2011-12": ("2011-12-01", "2011-12-31"),
    "2011-02": ("2011-02-01", "2011-02-28"),
    "2012-02": ("2012-02-01", "2012-02-29"),
    "2011-06-03": ("2011-06-03", "2011-06-03"),
    "2012-02-29": ("2012-02-29", "2012-02-29"),
    "2011-06-XX": ("2011-06-01", "2011-06-30"),
    "2011-XX": ("2011-01-01", "2011-12-31"),
    "2011-XX-XX": ("2011-01-01", "2011-12-31"),
    "2011?": ("2011-01-01", "2011-12-31"),
    "2011-06~": ("2011-06-01", "2011-06-30"),
    "2011-06-03%": ("2011-06-03", "2011-06-03"),
    "2010/2012": ("2010-01-01", "2012-12-31"),
    "2010-03/2010-05": ("2010-03-01", "2010-05-31"),
    "2010-03-04/2012": ("2010-03-04", "2012-12-31"),
    "2010-03-04?/2010-05-06~": ("2010-03-04", "2010-05-06"),
    "2999-12": ("2999-12-01", "2999-12-31"),
    "1000": ("1000-01-01", "1000-12-31"),
}

NO_PARTIAL_DATES = (
    "",
    "11",
    "201",
    "2XXX",
    "XXXX",
    "20XX-06",
    "201X-06-03",
    "2011-6",
    "2011-00",
    "2011-13",
    "2011-06-31",
    "2011-02-29",
    "1900-02-29",
    "2011-XX-03",
    "2011-06-1X",
    "2011-06-03T00:00:00Z",
    "2011??",
    "?2011",
    "2011/",
    "/2011",
    "../2011",
    "2010/2011/2012",
    "2010-2012",
    "0999",
    "3000",
    "03/06/2011",
    "2011-06-03\n",
    "2011-21",
    "2010-03-04?/2010-05-06~~",
)


class TestPartialDate:
    @pytest.mark.parametrize(("text", "bounds"), PARTIAL_DATES.items())
    def test_is_one_with_a_first_and_a_last_day(self, text: str, bounds: tuple[str, str]) -> None:
        parsed = PartialDate.parse(text)

        assert TypeAdapter(PartialDate).validate_python(text) == text
        assert (parsed.earliest().isoformat(), parsed.latest().isoformat()) == bounds

    @pytest.mark.parametrize("text", PARTIAL_DATES)
    def test_the_package_edtf_gives_the_same_days(self, text: str) -> None:
        oracle = edtf.parse_edtf(text)

        assert PartialDate(text).earliest().timetuple()[:3] == tuple(oracle.lower_strict()[:3])
        assert PartialDate(text).latest().timetuple()[:3] == tuple(oracle.upper_strict()[:3])

    @pytest.mark.parametrize("text", NO_PARTIAL_DATES)
    def test_is_none(self, text: str) -> None:
        with pytest.raises(ValueError, match="not a date of the profile") as raised:
            PartialDate.parse(text)
        with pytest.raises(ValidationError):
            TypeAdapter(PartialDate).validate_python(text)

        assert text not in str(raised.value) or not text

    @pytest.mark.parametrize(
        ("text", "exact", "qualified"),
        [
            ("2011-06-03", True, False),
            ("2011-06-03?", False, True),
            ("2011-06", False, False),
            ("2011~", False, True),
            ("2011-06-03/2011-06-03", True, False),
        ],
    )
    def test_says_how_exact_it_is(self, text: str, exact: bool, qualified: bool) -> None:
        one = PartialDate(text)

        assert (one.is_exact, one.is_qualified) == (exact, qualified)

    @pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
    @pytest.mark.parametrize("other", [PartialDate("2012"), "2012"])
    def test_has_no_order(self, compare: Callable[[Any, Any], bool], other: str) -> None:
        with pytest.raises(TypeError, match=r"compare latest\(\) with earliest\(\)"):
            compare(PartialDate("2011"), other)

    def test_is_equal_when_it_is_written_alike(self) -> None:
        assert PartialDate("2011") == PartialDate("2011")
        assert PartialDate("2011") != PartialDate("2011-XX")


class TestAges:
    @pytest.mark.parametrize(
        ("born", "day", "ages"),
        [
            ("2011-06-15", date(2024, 6, 14), range(12, 13)),
            ("2011-06-15", date(2024, 6, 15), range(13, 14)),
            ("2011-06-15?", date(2024, 6, 15), range(13, 14)),
            ("2011-06", date(2024, 6, 15), range(12, 14)),
            ("2011-06", date(2024, 6, 30), range(13, 14)),
            ("2011-06", date(2024, 5, 31), range(12, 13)),
            ("2011", date(2024, 6, 15), range(12, 14)),
            ("201X", date(2024, 6, 15), range(4, 15)),
            ("202X", date(2024, 6, 15), range(5)),
            ("2020/2030", date(2024, 6, 15), range(5)),
            ("2010/2012", date(2024, 6, 15), range(11, 15)),
            ("2004-02-29", date(2022, 2, 27), range(17, 18)),
            ("2004-02-29", date(2022, 3, 1), range(18, 19)),
            ("2004-02-29", date(2024, 2, 28), range(19, 20)),
            ("2004-02-29", date(2024, 2, 29), range(20, 21)),
            ("2024-06-15", date(2024, 6, 15), range(1)),
            ("2024", date(2024, 6, 15), range(1)),
            ("2024-06-16", date(2024, 6, 15), range(0)),
            ("2025", date(2024, 6, 15), range(0)),
        ],
    )
    def test_every_age_that_someone_born_then_may_have(self, born: str, day: date, ages: range) -> None:
        assert PartialDate.parse(born).ages_on(day) == ages


def test_a_day_begins_at_midnight_of_universal_time() -> None:
    assert start_of(date(2026, 6, 3)) == datetime(2026, 6, 3, tzinfo=UTC)
