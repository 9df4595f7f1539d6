"""Identifiers: the published vectors, other packages as oracles, and what no single case shows."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from random import Random
from typing import Any

import nhs_number
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import imei, luhn
from stdnum.gb import nhs, upn

from missingpersons.values.handsets import IMEI
from missingpersons.values.identifiers import CRO, NHS, PNC_ID, UPN, Verdict, health_service, pnc_id, pnc_id_normal

GOOD, WRONG, MALFORMED = Verdict.GOOD, Verdict.WRONG_CHECK, Verdict.MALFORMED

HEALTH_NUMBERS = [f"{nine:09}{check}" for nine, check in product(Random(1).sample(range(10**9), 200), range(10))]
MIDDLES = [f"{Random(at).choice([201, 330, 801, 938])}{Random(at).randrange(10**8):08}" for at in range(200)]
HANDSETS = [f"{each:015}" for each in Random(1).sample(range(10**15), 500)]

LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


class TestPncId:
    def test_the_published_example_is_wrong(self) -> None:
        """POLE DS_072 gives 90/570L; the letter that its own rule gives is N."""
        assert pnc_id("90/570L") is WRONG
        assert pnc_id("90/570N") is GOOD

    @pytest.mark.parametrize(
        ("short", "long"),
        [
            ("81/34U", "1981/0000034U"),
            ("00/223R", "2000/0000223R"),
            ("02/73319Z", "2002/0073319Z"),
            ("79/163001B", "1979/0163001B"),
            ("033Y", "2003/0000003Y"),
            ("20080056560Z", "2008/0056560Z"),
            ("26/1A", "2026/0000001A"),
            ("27/1A", "1927/0000001A"),
            ("2008/56560z", "2008/0056560Z"),
            ("81\u20131234 u", "1981/0001234U"),
            ("not a PNC ID", "not a PNC ID"),
        ],
    )
    def test_in_its_long_form(self, short: str, long: str) -> None:
        assert pnc_id_normal(short, 2026) == long

    @pytest.mark.parametrize(
        ("recorded_in", "long"),
        [(1981, "1981/0000034U"), (1999, "1981/0000034U"), (2080, "1981/0000034U"), (2081, "2081/0000034U")],
    )
    def test_its_century_is_judged_from_the_year_given(self, recorded_in: int, long: str) -> None:
        assert pnc_id_normal("81/34U", recorded_in) == long

    @given(st.integers(0, 99), st.integers(1, 9_999_999))
    def test_one_letter_of_the_alphabet_is_right_for_the_long_form_and_the_short(self, year: int, serial: int) -> None:
        letter = LETTERS[(year * 10_000_000 + serial) % 23]

        assert [each for each in LETTERS if pnc_id(f"{year:02}/{serial}{each}") is GOOD] == [letter]
        assert [each for each in LETTERS if pnc_id(f"20{year:02}/{serial:07}{each}") is GOOD] == [letter]

    @given(st.integers(0, 99), st.integers(0, 9_999_999), st.integers(0, 6), st.integers(0, 9))
    def test_one_wrong_digit_is_always_noticed(self, year: int, serial: int, at: int, digit: int) -> None:
        right = f"{year:02}/{serial:07}{LETTERS[(year * 10_000_000 + serial) % 23]}"
        wrong = right[: 3 + at] + str(digit) + right[4 + at :]
        assume(wrong != right)

        assert (PNC_ID.judge(right), PNC_ID.judge(wrong)) == (GOOD, WRONG)


class TestCro:
    @given(st.integers(0, 99), st.integers(1, 999_999))
    def test_one_letter_is_right_for_an_ordinary_number(self, year: int, serial: int) -> None:
        letter = LETTERS[(year * 1_000_000 + serial) % 23]

        assert [each for each in LETTERS if CRO.judge(f"{serial}/{year:02}{each}") is GOOD] == [letter]
        assert CRO.normal(f"{serial}/{year:02}{letter}") == f"{serial:06}/{year:02}{letter}"

    @pytest.mark.parametrize(
        ("year", "right"), [("38", "N"), ("39", "AZ"), ("64", "AW"), ("65", "G"), ("95", "H"), ("05", "E")]
    )
    def test_two_letters_may_be_right_for_a_small_file_from_before_1965(self, year: str, right: str) -> None:
        """A is that of the serial alone."""
        assert "".join(each for each in sorted(LETTERS) if CRO.judge(f"SF{year}/1{each}") is GOOD) == right


def is_date(text: str) -> bool:
    try:
        return bool(datetime.strptime(text, "%d%m%y"))
    except ValueError:
        return False


def oracle(number: str, package: Any) -> Verdict:
    return GOOD if package.is_valid(number) else WRONG


class TestHealthNumbers:
    def test_python_stdnum_says_the_same(self) -> None:
        assert [NHS.judge(each) for each in HEALTH_NUMBERS] == [oracle(each, nhs) for each in HEALTH_NUMBERS]

    def test_nhs_number_says_the_same_but_of_a_date_of_birth_that_is_none(self) -> None:
        """It refuses a CHI number that begins with no date. Here that is not a matter of the check."""
        dated = [each for each in HEALTH_NUMBERS if health_service(each) != "chi" or is_date(each[:6])]

        assert len(dated) > 1200
        assert [NHS.judge(each) for each in dated] == [oracle(each, nhs_number) for each in dated]
        assert NHS.judge("3102999999") is GOOD
        assert not nhs_number.is_valid("3102999999")

    def test_ten_equal_digits_are_wrong_whatever_the_packages_say(self) -> None:
        """Every one of them has the right check digit, and none is anybody's number."""
        repeated = [str(digit) * 10 for digit in range(10)]

        assert {NHS.judge(each) for each in repeated} == {WRONG}
        assert {oracle(each, nhs) for each in repeated} == {GOOD}

    @pytest.mark.parametrize("last", range(10))
    def test_a_number_whose_check_would_be_ten_is_never_right(self, last: int) -> None:
        """The weights of 999000000 give the remainder 1, so its check would be ten: none is issued."""
        assert NHS.judge(f"999000000{last}") is WRONG

    def test_the_ranges_are_those_of_nhs_number(self) -> None:
        services = {"SCOTLAND": "chi", "NORTHERN_IRELAND": "hc", "ENGLAND_WALES_IOM": "nhs"}
        edges = [0, 1, 10, 99_999_999, 10**8, 3_112_999_999, 3_113_000_000, 3_199_999_999, 3_200_000_000]
        edges += [3_999_999_999, 4 * 10**9, 5 * 10**9 - 1, 5 * 10**9, 6 * 10**9 - 1, 6 * 10**9, 8 * 10**9 - 1]
        edges += [8 * 10**9, 8_600_000_000, 9 * 10**9, 9_999_999_999]
        numbers = [f"{each:010}" for each in edges] + HEALTH_NUMBERS

        expected = [
            next((of for name, of in services.items() if nhs_number.REGIONS[name].contains_number(each)), None)
            for each in numbers
        ]

        assert [health_service(each) for each in numbers] == expected

    def test_no_service_has_what_is_no_number(self) -> None:
        assert health_service("?") is None


class TestUpn:
    def test_python_stdnum_says_the_same(self) -> None:
        numbers = [
            f"{letter}{middle}{Random(middle).choice('0123456789ABCDEFGHJKLMNPQRTUVWXYZ')}"
            for middle in MIDDLES
            for letter in "ABCDEFGHJKLMNPQRTUVWXYZ"
        ]

        assert [UPN.judge(each) for each in numbers] == [oracle(each, upn) for each in numbers]

    def test_an_authority_that_python_stdnum_does_not_know_is_good(self) -> None:
        """Its list is of 2011 and of England. Wales, and what England founded since, have numbers too."""
        assert not upn.is_valid("F999999999999")
        assert UPN.judge("F999999999999") is GOOD


class TestImei:
    def test_python_stdnum_says_the_same(self) -> None:
        numbers = HANDSETS + [each[:-1] + luhn.calc_check_digit(each[:-1]) for each in HANDSETS]

        assert [IMEI.judge(each) for each in numbers] == [oracle(each, imei) for each in numbers]
        assert [IMEI.shown(each) for each in numbers] == [imei.format(each) for each in numbers]

    def test_the_one_with_the_version_of_its_software_has_no_check(self) -> None:
        assert [IMEI.judge(f"{each}0") for each in HANDSETS] == [GOOD] * len(HANDSETS)
        assert IMEI.shown("4901542032375186") == imei.format("4901542032375186")

    def test_fourteen_digits_are_none_whatever_python_stdnum_says(self) -> None:
        """It takes one without its check digit. Here that is a digit lost."""
        assert imei.is_valid("49015420323751")
        assert IMEI.judge("49015420323751") is MALFORMED
