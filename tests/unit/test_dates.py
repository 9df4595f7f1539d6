"""Dates and moments: which texts are one, what they mean, and what may be asked of them."""

from __future__ import annotations

import calendar
import operator
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import Any

import edtf
import jsonschema
import jsonschema_rs
import pytest
from pydantic import TypeAdapter, ValidationError

from missingpersons.values.dates import (
    MAX_PARTIAL_DATE,
    PARTIAL_DATE_PATTERN,
    PartialDate,
    Timestamp,
    day_of,
    moment,
    start_of,
)

Day = tuple[int, ...]

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
    "0000-01-01T00:00:00Z",
    "0999-12-31T23:59:59Z",
    "3000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
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

    @pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
    def test_order_is_of_moments_however_they_are_written(self, compare: Callable[[Any, Any], bool]) -> None:
        seconds = ("2026-06-03T10:00:00", "2026-06-03T10:00:01", "2026-06-03T09:59:59", "2025-06-03T10:30:00")
        ends = ("Z", ".0Z", ".5Z", ".50Z", ".500001Z", "+00:00", "-00:00", "+01:00", ".5+01:00", "-00:30")
        written = [Timestamp(f"{second}{end}") for second, end in product(seconds, ends)]

        wrong = [
            (first, second)
            for first, second in product(written, repeat=2)
            if compare(first, second) is not compare(first.moment, second.moment)
        ]

        assert wrong == []


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


# The text, the first day it may be and the last.
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
    "2012/2010-03": ("2010-03-01", "2012-12-31"),
    "2010/2010-05": ("2010-01-01", "2010-05-31"),
    "2999-12": ("2999-12-01", "2999-12-31"),
    "1000": ("1000-01-01", "1000-12-31"),
    "0999": ("0999-01-01", "0999-12-31"),
    "0001": ("0001-01-01", "0001-12-31"),
    "0001-01-01": ("0001-01-01", "0001-01-01"),
    "0004-02-29": ("0004-02-29", "0004-02-29"),
    "0004-02": ("0004-02-01", "0004-02-29"),
    "000X": ("0001-01-01", "0009-12-31"),
    "00XX": ("0001-01-01", "0099-12-31"),
    "9999": ("9999-01-01", "9999-12-31"),
    "9999-12": ("9999-12-01", "9999-12-31"),
    "9999-12-XX": ("9999-12-01", "9999-12-31"),
    "9999-12-31": ("9999-12-31", "9999-12-31"),
    "999X": ("9990-01-01", "9999-12-31"),
    "99XX": ("9900-01-01", "9999-12-31"),
    "0001-01-01/9999-12-31": ("0001-01-01", "9999-12-31"),
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
    "0000",
    "0000-01",
    "0000-XX",
    "0000-XX-XX",
    "0000-01-01",
    "0000-02-29",
    "0000/0001",
    "10000",
    "-0001",
    "2025-02-30",
    "2025-02-29",
    "2100-02-29",
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


YEARS = ("0001", "0004", "0999", "1900", "2000", "2011", "2012", "9999")
MONTHS = tuple(f"{month:02}" for month in range(1, 13))
ENDS = tuple(
    f"{year}-{month}-{day:02}"
    for year, month in product(YEARS, MONTHS)
    for day in (1, 28, 29, 30, 31)
    if day <= calendar.monthrange(int(year), int(month))[1]
)
UNSPECIFIED = ("001X", "099X", "199X", "201X", "999X", "01XX", "09XX", "19XX", "20XX", "99XX")
WHOLE = tuple(f"{year}{rest}" for year in YEARS for rest in ("", "-XX", "-XX-XX"))
BY_MONTH = tuple(f"{year}-{month}{rest}" for year, month in product(YEARS, MONTHS) for rest in ("", "-XX"))
SAMPLE = (*UNSPECIFIED, *WHOLE, *Random(1).sample(BY_MONTH, 60), *Random(1).sample(ENDS, 120))
"""Dates of every form of the profile but an interval."""

PARTS = (
    "0001",
    "201X",
    "19XX",
    "2010-03",
    "2010-XX",
    "2010-XX-XX",
    "2010-03-XX",
    "2010-03-04",
    "2012-02-29",
    "9999-12",
)
READABLE = tuple(each for each in PARTS if each != "2010-XX")
"""edtf reads the other one alone, and fails on it as an end of an interval."""


@cache
def oracle(text: str) -> tuple[Day, Day]:
    """The first and the last day, as the package edtf has them."""
    found = edtf.parse_edtf(text)
    return tuple(found.lower_strict()[:3]), tuple(found.upper_strict()[:3])


def ours(text: str) -> tuple[Day, Day]:
    found = PartialDate.parse(text)
    return found.earliest().timetuple()[:3], found.latest().timetuple()[:3]


@pytest.mark.no_cover
class TestOracle:
    """The package edtf, over every form. Where it differs, or cannot tell, is named."""

    @pytest.mark.parametrize("text", SAMPLE)
    def test_it_gives_the_same_days(self, text: str) -> None:
        assert ours(text) == oracle(text)

    @pytest.mark.parametrize("mark", ["?", "~", "%"])
    def test_and_a_mark_changes_none_of_them(self, mark: str) -> None:
        for text in SAMPLE[::4]:
            assert ours(text + mark) == oracle(text + mark) == oracle(text)

    @pytest.mark.parametrize("first", READABLE)
    def test_and_of_intervals(self, first: str) -> None:
        for last in READABLE:
            told = oracle(f"{first}/{last}")
            if told[0] <= told[1]:
                assert ours(f"{first}/{last}") == told

    @pytest.mark.parametrize("first", PARTS)
    def test_an_interval_begins_with_its_first_part_and_ends_with_its_last(self, first: str) -> None:
        """It cannot read a mark on an unspecified digit in an interval: so each part is asked about alone."""
        for last, marks in product(PARTS, ("", "?", "~%")):
            begins, ends = oracle(first)[0], oracle(last)[1]
            if begins <= ends:
                assert ours(f"{first}{marks[:1]}/{last}{marks[1:]}") == (begins, ends)

    def test_an_interval_written_backwards_is_the_same_span_where_edtf_ends_it_before_it_begins(self) -> None:
        assert oracle("2012/2010") == ((2012, 1, 1), (2010, 12, 31))
        assert ours("2012/2010") == ours("2010/2012") == oracle("2010/2012")

    @pytest.mark.parametrize("text", ["000X", "00XX"])
    def test_the_first_years_begin_with_1_where_edtf_begins_with_0(self, text: str) -> None:
        assert oracle(text)[0] == (0, 1, 1)
        assert ours(text) == ((1, 1, 1), oracle(text)[1])


def test_the_pattern_of_partial_dates_knows_every_leap_year() -> None:
    days = [(year, month, day) for year in range(1, 10_000) for month, day in ((2, 28), (2, 29), (2, 30))]

    accepted = {each for each in days if _is_partial_date("{:04}-{:02}-{:02}".format(*each))}

    assert accepted == {each for each in days if each[2] <= calendar.monthrange(*each[:2])[1]}


def test_the_pattern_of_partial_dates_knows_every_month_end() -> None:
    days = [(year, month, day) for year in (1, 2000, 2023, 9999) for month in range(14) for day in range(33)]

    accepted = {each for each in days if _is_partial_date("{:04}-{:02}-{:02}".format(*each))}

    assert accepted == {each for each in days if each[1] in range(1, 13) and 1 <= each[2] <= _last_day(*each[:2])}


def test_four_readers_take_the_same_partial_dates() -> None:
    """ajv's reader is that of the language itself, and is asked with the schemas."""
    schema = {"type": "string", "maxLength": MAX_PARTIAL_DATE, "pattern": PARTIAL_DATE_PATTERN}
    readers = (jsonschema.Draft202012Validator(schema).is_valid, jsonschema_rs.Draft202012Validator(schema).is_valid)

    for text in _nearly_dates(4000):
        expected = _is_partial_date(text)
        assert [each(text) for each in readers] == [expected, expected], text
        assert _is_read(text) is expected


def _nearly_dates(number: int) -> Iterator[str]:
    random = Random(1)
    good = [*SAMPLE, *PARTIAL_DATES]
    for _ in range(number):
        text = random.choice(good)
        at = random.randrange(len(text) + 1)
        yield text[:at] + random.choice("0123456789X-/?~%x .") + text[at + random.randrange(2) :]


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _is_partial_date(text: str) -> bool:
    try:
        return bool(PartialDate.parse(text))
    except ValueError:
        return False


def _is_read(text: str) -> bool:
    try:
        return bool(TypeAdapter(PartialDate).validate_python(text))
    except ValidationError:
        return False


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
            ("2004-02-29", date(2022, 2, 28), range(17, 18)),
            ("2004-02-29", date(2022, 3, 1), range(18, 19)),
            ("2004-02-29", date(2024, 2, 28), range(19, 20)),
            ("2004-02-29", date(2024, 2, 29), range(20, 21)),
            ("2024-06-15", date(2024, 6, 15), range(1)),
            ("2024", date(2024, 6, 15), range(1)),
            ("2024-06-16", date(2024, 6, 15), range(0)),
            ("2025", date(2024, 6, 15), range(0)),
            ("2004-02", date(2022, 2, 28), range(17, 19)),
            ("2004-02", date(2022, 3, 1), range(18, 19)),
            ("2012/2010", date(2024, 6, 15), range(11, 15)),
            ("0001-01-01", date(2024, 6, 15), range(2023, 2024)),
            ("000X", date(2024, 6, 15), range(2014, 2024)),
            ("9999-12-31", date(2024, 6, 15), range(0)),
            ("9999-12-31", date(9999, 12, 31), range(1)),
            ("0001-01-01", date(9999, 12, 31), range(9998, 9999)),
            ("0001-01-01/9999-12-31", date(2024, 6, 15), range(2024)),
        ],
    )
    def test_every_age_that_someone_born_then_may_have(self, born: str, day: date, ages: range) -> None:
        assert PartialDate.parse(born).ages_on(day) == ages

    @pytest.mark.parametrize(
        ("born", "ages"),
        [
            ("2011", range(12, 14)),
            ("1903-06-15", range(0)),
            ("1903-06-16", range(120, 121)),
            ("190X", range(114, 121)),
            ("0001-01-01", range(0)),
            ("9999-12-31", range(0)),
        ],
    )
    def test_of_the_living_nobody_is_above_120(self, born: str, ages: range) -> None:
        assert PartialDate.parse(born).living_ages_on(date(2024, 6, 15)) == ages


def test_a_day_begins_at_midnight_of_universal_time() -> None:
    assert start_of(date(2026, 6, 3)) == datetime(2026, 6, 3, tzinfo=UTC)
