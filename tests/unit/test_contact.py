"""Postcodes and telephones: the ordinary, the special, and what is neither."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missingpersons.values.contact import is_postcode, phone_e164, postcode_at_end, postcode_normal

POSTCODES = {
    "SW1A 1AA": "SW1A 1AA",
    "sw1a1aa": "SW1A 1AA",
    " m1  1ae ": "M1 1AE",
    "B33 8TH": "B33 8TH",
    "CR2 6XH": "CR2 6XH",
    "DN55 1PT": "DN55 1PT",
    "W1A 0AX": "W1A 0AX",
    "EC1A 1BB": "EC1A 1BB",
    "BT1 5GS": "BT1 5GS",
    "JE2 3AB": "JE2 3AB",
    "IM1 1AA": "IM1 1AA",
    "GIR 0AA": "GIR 0AA",
    "BFPO 12": "BFPO 12",
    "bfpo 1234": "BFPO 1234",
    "BF1 3AA": "BF1 3AA",
    "BF1 2AU": "BF1 2AU",
    "ASCN 1ZZ": "ASCN 1ZZ",
    "FIQQ 1ZZ": "FIQQ 1ZZ",
    "GX11 1AA": "GX11 1AA",
    "gx111aa": "GX11 1AA",
    "AI-2640": "AI-2640",
    "ZZ99 3VZ": "ZZ99 3VZ",
    "ZZ99 3WZ": "ZZ99 3WZ",
    "zz993cz": "ZZ99 3CZ",
}

NO_POSTCODES = (
    "",
    "SW1A",
    "QQ1 1AA",
    "ZZ98 3VZ",
    "SW1A 1AC",
    "SW1A 1IA",
    "SW1AA 1AA",
    "S W1A 1AA",
    "1AA SW1A",
    "BFPO",
    "BFPO 12345",
    "GX11 2AA",
    "ＳＷ1A 1AA",
    "SW1A 1AA extra",
)


@pytest.mark.parametrize(("text", "normal"), POSTCODES.items())
def test_a_postcode_is_known_and_has_one_normal_form(text: str, normal: str) -> None:
    assert is_postcode(text)
    assert postcode_normal(text) == normal


@pytest.mark.parametrize("text", NO_POSTCODES)
def test_what_is_no_postcode_is_none(text: str) -> None:
    assert not is_postcode(text)


@pytest.mark.parametrize("text", ["", "near the river", "BFPO", "SW1A"])
def test_what_is_no_postcode_stays_as_it_was(text: str) -> None:
    assert postcode_normal(text) == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("12 Harbour Lane, Marlow Cross, sw1a1aa", "SW1A 1AA"),
        ("12 Harbour Lane, SW1A 1AA. ", "SW1A 1AA"),
        ("No fixed abode ZZ99 3VZ", "ZZ99 3VZ"),
        ("No fixed abode, ZZ99 3WZ", "ZZ99 3WZ"),
        ("Barracks, BFPO 12", "BFPO 12"),
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


@settings(max_examples=1000)
@given(SPACED)
def test_the_fast_way_and_phonenumbers_agree_on_numbers_of_the_united_kingdom(text: str) -> None:
    assert phone_e164(text) == _slowly(text)
