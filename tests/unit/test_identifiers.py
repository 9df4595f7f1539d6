"""Identifiers: published vectors, invented numbers, and the ways in which each goes wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from missingpersons.codes import codelist
from missingpersons.values.identifiers import (
    CHECKS,
    Verdict,
    cro,
    health_number,
    imei,
    national_insurance,
    passport,
    pnc_id,
    pnc_id_normal,
    upn,
)

GOOD, WRONG, MALFORMED = Verdict.GOOD, Verdict.WRONG_CHECK, Verdict.MALFORMED

# Published as test data with the Ministry of Justice's open-source person record; the letters were computed again.
PNC_IDS = {
    "2008/0056560Z": GOOD,
    "2003/0011985X": GOOD,
    "2012/0052494Q": GOOD,
    "2023/0583843L": GOOD,
    "2001/0171310W": GOOD,
    "2011/0275516Q": GOOD,
    "2003/0062845E": GOOD,
    "1981/0154257C": GOOD,
    "2002/0073319Z": GOOD,
    "1979/0163001B": GOOD,
    "81/34U": GOOD,
    "00/223R": GOOD,
    "02/73319Z": GOOD,
    "79/163001B": GOOD,
    "03/3Y": GOOD,
    "033Y": GOOD,
    "20080056560Z": GOOD,
    " 2008 / 0056560z ": GOOD,
    "2003/0011985Z": WRONG,
    "2012/0052494O": WRONG,
    "2023/0583843N": WRONG,
    "2001/0171310S": WRONG,
    "2008/0056506Z": WRONG,
    "208/0056560Z": MALFORMED,
    "20081/0056560Z": MALFORMED,
    "/0056560Z": MALFORMED,
    "": MALFORMED,
    "2008/0056560": MALFORMED,
    "2008/00565601Z": MALFORMED,
    "2008-0056560Z": MALFORMED,
    "2008/0056560ZZ": MALFORMED,
    "２００８/0056560Z": MALFORMED,
}


@pytest.mark.parametrize(("text", "verdict"), PNC_IDS.items())
def test_pnc_id(text: str, verdict: Verdict) -> None:
    assert pnc_id(text) is verdict


def test_the_published_example_of_a_pnc_id_is_wrong() -> None:
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
        ("not a PNC ID", "not a PNC ID"),
    ],
)
def test_pnc_id_in_its_long_form(short: str, long: str) -> None:
    assert pnc_id_normal(short, 2026) == long


CROS = {
    "265416/21G": GOOD,
    "056810/65Y": GOOD,
    "56810/65y": GOOD,
    "SF05/482703J": GOOD,
    "SF83/50058Z": GOOD,
    "sf 83/50058z": GOOD,
    "85227/65L": GOOD,
    "85227/65G": WRONG,
    "SF05/482730J": WRONG,
    "2654161/21G": MALFORMED,
    "265416/2021G": MALFORMED,
    "SF05-482703J": MALFORMED,
    "": MALFORMED,
}


@pytest.mark.parametrize(("text", "verdict"), CROS.items())
def test_cro(text: str, verdict: Verdict) -> None:
    assert cro(text) is verdict


# 999 numbers are never issued to a patient: they are kept for tests.
HEALTH_NUMBERS = {
    "9990000018": GOOD,
    "999 000 0018": GOOD,
    "999-000-0018": GOOD,
    "9990000026": GOOD,
    "9990000019": WRONG,
    "9999999999": WRONG,
    "0000000000": WRONG,
    "999000001": MALFORMED,
    "99900000180": MALFORMED,
    "999000001A": MALFORMED,
    "٩٩٩٠٠٠٠٠١٨": MALFORMED,
}


@pytest.mark.parametrize(("text", "verdict"), HEALTH_NUMBERS.items())
def test_health_number(text: str, verdict: Verdict) -> None:
    assert health_number(text) is verdict


@pytest.mark.parametrize("last", range(10))
def test_a_health_number_whose_check_would_be_ten_is_never_right(last: int) -> None:
    """The weights of 999000000 give the remainder 1, so its check would be ten: none is issued."""
    assert health_number(f"999000000{last}") is WRONG


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("AA123456A", GOOD),
        ("aa 12 34 56 a", GOOD),
        ("AA123456", GOOD),
        ("TN123456A", MALFORMED),
        ("DA123456A", MALFORMED),
        ("AO123456A", MALFORMED),
        ("BG123456A", MALFORMED),
        ("AA123456E", MALFORMED),
        ("AA12345A", MALFORMED),
    ],
)
def test_national_insurance(text: str, verdict: Verdict) -> None:
    assert national_insurance(text) is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("999999999", GOOD), ("z999999", GOOD), ("ZZ99999999", GOOD), ("99999999", MALFORMED), ("", MALFORMED)],
)
def test_passport(text: str, verdict: Verdict) -> None:
    assert passport(text) is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("A999999999999", GOOD),
        ("A99999999999B", GOOD),
        ("I999999999999", MALFORMED),
        ("A99999999999O", MALFORMED),
        ("A99999999999", MALFORMED),
    ],
)
def test_upn(text: str, verdict: Verdict) -> None:
    assert upn(text) is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("490154203237518", GOOD),
        ("49-015420-323751-8", GOOD),
        ("490154203237519", WRONG),
        ("49015420323751", MALFORMED),
        ("49015420323751X", MALFORMED),
    ],
)
def test_imei(text: str, verdict: Verdict) -> None:
    assert imei(text) is verdict


@pytest.mark.parametrize(("scheme", "check"), CHECKS.items())
def test_every_check_belongs_to_a_published_scheme_and_refuses_nonsense(
    scheme: str, check: Callable[[str], Verdict]
) -> None:
    assert scheme in codelist("identifier_schemes")
    assert check("?") is MALFORMED
