"""Postcodes, telephones and e-mail: what the published cases of values do not show."""

from __future__ import annotations

from itertools import product
from string import ascii_uppercase

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missingpersons.values.contact import EMAIL, is_postcode, phone_e164, postcode_at_end, postcode_normal
from missingpersons.values.kind import Verdict

OUTWARDS = ("A9", "A99", "AA9", "AA99", "A9A", "AA9A")
"""The forms of the first half. Each is good in an area that has as many letters."""


def test_there_are_124_areas() -> None:
    areas = [area for area in AREAS_TRIED if is_postcode(f"{area}2 1AA")]

    assert len(areas) == 124
    assert {"M", "SW", "BT", "ZE", "GY", "JE", "IM"} <= set(areas)


AREAS_TRIED = [*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2))]


@pytest.mark.parametrize("outward", OUTWARDS)
@pytest.mark.parametrize("last", ascii_uppercase)
def test_the_letters_that_the_second_half_has(outward: str, last: str) -> None:
    area = "SW" if outward.startswith("AA") else "M"
    first = outward.lstrip("A").replace("9", "1")

    assert is_postcode(f"{area}{first} 1A{last}") is (last not in "CIKMOV")
    assert is_postcode(f"{area}{first} 1{last}A") is (last not in "CIKMOV")


@pytest.mark.parametrize(
    ("text", "answer"),
    [("SW1A 1AA", True), ("s w1a-1aa", True), ("QQ1 1AA", False), ("SW1A 1AA extra", False), ("", False)],
)
def test_it_is_asked_whether_a_text_is_a_postcode(text: str, answer: bool) -> None:
    assert is_postcode(text) is answer
    assert (postcode_normal(text) == "SW1A 1AA") is answer


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("12 Harbour Lane, Marlow Cross, sw1a1aa", "SW1A 1AA"),
        ("12 Harbour Lane, SW1A 1AA. ", "SW1A 1AA"),
        ("No fixed abode ZZ99 3VZ", "ZZ99 3VZ"),
        ("No fixed abode, ZZ99 3WZ", "ZZ99 3WZ"),
        ("Barracks, BFPO 12", "BFPO 12"),
        ("The Valley, AI-2640", "AI-2640"),
        ("George Town, KY1-1100", "KY1-1100"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("12 Harbour Lane, QQ1 1AA", None),
        ("SW1A 1AA, Marlow Cross", None),
        ("12 Harbour Lane", None),
        ("XSW1A 1AA", None),
        ("", None),
    ],
)
def test_the_postcode_that_an_address_ends_with(text: str, normal: str | None) -> None:
    assert postcode_at_end(text) == normal


# Ofcom keeps these ranges for drama: nobody has such a number.
PHONES = {
    "020 7946 0018": "+442079460018",
    "(020) 7946-0018": "+442079460018",
    "+44 20 7946 0018": "+442079460018",
    "+44 (0)20 7946 0018": "+442079460018",
    "0044 20 7946 0018": "+442079460018",
    "07700 900123": "+447700900123",
    "07700900123": "+447700900123",
    "+447700.900.123": "+447700900123",
    "01632 960001": "+441632960001",
    "01632 960 001": "+441632960001",
    "07٧٠٠ ٩٠٠١٢٣": "+447700900123",
    "+1 202 555 0142": "+12025550142",
    "+33 1 99 00 12 34": "+33199001234",
}


@pytest.mark.parametrize(("text", "e164"), PHONES.items())
def test_a_number_that_can_be_dialled(text: str, e164: str) -> None:
    assert phone_e164(text) == e164


@pytest.mark.parametrize("text", ["", "?", "not known", "12", "+", "+999 1234567", "0" * 40, "07700 9001234567"])
def test_a_number_that_cannot_be_dialled(text: str) -> None:
    assert phone_e164(text) is None


DIGITS = st.text("0123456789", min_size=6, max_size=11)
SPACED = st.builds(
    lambda front, digits, gap: f"{front}{digits[:4]}{gap}{digits[4:]}",
    st.sampled_from(["0", "+44", "+44 ", "07", "01", "02"]),
    DIGITS,
    st.sampled_from(["", " ", "-", "."]),
)


def _slowly(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.no_cover
@settings(max_examples=1000)
@given(SPACED)
def test_the_fast_way_and_phonenumbers_agree_on_numbers_of_the_united_kingdom(text: str) -> None:
    assert phone_e164(text) == _slowly(text)


@pytest.mark.no_cover
@settings(max_examples=1000)
@given(st.from_regex("[1-9][0-9]{9}", fullmatch=True), st.sampled_from(["0", "+44"]))
def test_any_ten_digits_are_what_phonenumbers_makes_of_them(digits: str, front: str) -> None:
    assert phone_e164(f"{front}{digits}") == _slowly(f"{front}{digits}") == f"+44{digits}"


@pytest.mark.parametrize("blank", ["\u2009", "\xa0", "\t", "\u200b", "\ufeff", "\u2011"])
@pytest.mark.parametrize("number", ["+447700900123", "+12025550142"])
def test_what_is_copied_along_from_a_page_is_overlooked(number: str, blank: str) -> None:
    for place in (0, 1, 5, len(number)):
        assert phone_e164(f"{number[:place]}{blank}{number[place:]}") == number


@given(st.emails())
def test_what_the_standards_call_an_address_is_one(address: str) -> None:
    """But one whose domain has a single part, or which is longer than POLE DS_054 has it."""
    name, _, domain = address.rpartition("@")
    usual = len(address) <= 120 and "." in domain

    assert EMAIL.judge(address) is (Verdict.GOOD if usual else Verdict.MALFORMED)
    assert EMAIL.normal(address) == (f"{name}@{domain.lower()}" if usual else address)
