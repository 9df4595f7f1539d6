"""Postcodes, e-mail addresses and telephones: what can be said of one as it is written."""

from __future__ import annotations

import re
from functools import lru_cache

from missingpersons.values.kind import Kind, WellFormed, bare, in_groups, plain

# The 124 postcode areas of the United Kingdom and the Crown dependencies (Royal Mail), and the special cases;
# ZZ99 codes are the pseudo-postcodes of official statistics (no fixed abode, abroad), no address has one.
_AREA_NAMES = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT "
    "DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA "
    "LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE "
    "SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV "
    "YO ZE"
)
_AREAS = frozenset(_AREA_NAMES.split())
# Overseas territories with one code each, and Anguilla, the Cayman Islands, the Virgin Islands and Montserrat, which
# number theirs. Bermuda's ("HM 12") are left out: they look like the beginning of an ordinary one.
_ONE_CODE = "(?:ASCN|BBND|BIQQ|FIQQ|PCRN|SIQQ|STHL|TDCU|TKCA) ?1ZZ|GX11 ?1AA"
_NUMBERED = "AI-?2640|KY[1-3]-?[0-9]{4}|VG11[0-9]{2}|MSR ?1[0-9]{3}"
_SPECIAL = f"GIR ?0AA|BFPO ?[0-9]{{1,4}}|BF1 ?[0-9][A-Z]{{2}}|{_ONE_CODE}|{_NUMBERED}"
_OUTWARD = "[A-Z]{1,2}(?:[0-9]{1,2}|[0-9][A-Z])"
_INWARD = "[0-9][ABD-HJLNP-UW-Z]{2}"
_postcode = re.compile(rf"ZZ99 ?[0-9][A-Z]{{2}}|(?P<area>[A-Z]{{1,2}})(?:[0-9]{{1,2}}|[0-9][A-Z]) ?{_INWARD}")
_special = re.compile(_SPECIAL)
_at_end = re.compile(rf"\b({_OUTWARD} ?[0-9][A-Z]{{2}}|{_SPECIAL})\s*\.?\s*$", re.IGNORECASE)


def is_postcode(text: str) -> bool:
    """Whether ``text`` has the form of a postcode in an area that exists, BFPO and overseas ones included.

    >>> is_postcode("sw1a 1aa"), is_postcode("QQ1 1AA")
    (True, False)
    """
    return _is_postcode(text) or _is_postcode(bare(text))


def postcode_normal(text: str) -> str:
    """The postcode in upper case with one space before its last three characters, or as it was.

    In a BFPO number the space is before the number; ``AI-2640`` and ``KY1-1100`` have a dash, ``VG1110`` has neither.
    """
    return POSTCODE.normal(text)


def postcode_at_end(text: str) -> str | None:
    """The postcode that an address in one line ends with, in its normal form, if it ends with one."""
    match = _at_end.search(text)
    if match and is_postcode(match[1]):
        return postcode_normal(match[1])
    return None


def _is_postcode(text: str) -> bool:
    match = _postcode.fullmatch(text)
    if match and (match["area"] is None or match["area"] in _AREAS):
        return True
    # Some special cases have the common form, in an area of their own: BF1 3AA, GX11 1AA.
    return _special.fullmatch(text) is not None


def _read_postcode(text: str) -> WellFormed | None:
    code = bare(text)
    if not _is_postcode(code):
        return None
    if code.startswith("BFPO"):
        return WellFormed(in_groups(code, 4))
    if code[-4:].isdigit():
        joint = {"AI": "-", "KY": "-", "VG": "", "MS": " "}[code[:2]]
        return WellFormed(in_groups(code, len(code) - 4, by=joint))
    return WellFormed(in_groups(code, len(code) - 3))


POSTCODE = Kind(_read_postcode)
"""Postcode: the form and the list of areas; ``GIR 0AA``, BFPO, overseas territories and ``ZZ99`` besides."""

LONGEST_EMAIL, SHORTEST_EMAIL = 120, 5
"""POLE DS_054."""

# One at sign, and a domain of at least two parts. Nothing is asked about whether the domain exists or takes mail.
_email = re.compile(r"[^\s@<>()\[\],;:\\\"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])?")
_around_at = re.compile(" *@ *")


def _read_email(text: str) -> WellFormed | None:
    address = _around_at.sub("@", plain(text).strip())
    if not (SHORTEST_EMAIL <= len(address) <= LONGEST_EMAIL and _email.fullmatch(address)):
        return None
    name, _, domain = address.partition("@")
    return WellFormed(f"{name}@{domain.lower()}")


EMAIL = Kind(_read_email)
"""E-mail address: its form alone. A blank inside is not mended: without it the address may be somebody else's."""


_UNITED_KINGDOM = 44


# Any ten digits after the nought or the code: phonenumbers takes every such number for a possible one. Asking it costs
# 80 µs a number, and loading it 40 ms.
_uk_number = re.compile(r"(?:\+44|0)([1-9][0-9]{9})", re.ASCII)
_between = re.compile(r"[ ().-]")


@lru_cache(maxsize=16_384)
def phone_e164(text: str) -> str | None:
    """The number in E.164 form when it may be one, read as a UK number unless it starts with ``+``.

    Ofcom's drama numbers are possible but not in use: they are given back too. Never refuse for a phone.

    >>> phone_e164("020 7946 0018")
    '+442079460018'
    """
    readable = text if text.isascii() and text.isprintable() else plain(text)
    if at_home := _uk_number.fullmatch(_between.sub("", readable)):
        return f"+44{at_home[1]}"
    import phonenumbers

    try:
        number = phonenumbers.parse(readable, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _read_phone(text: str) -> WellFormed | None:
    number = phone_e164(text)
    return WellFormed(number) if number else None


def _show_phone(e164: str) -> str:
    import phonenumbers

    number = phonenumbers.parse(e164)
    home = number.country_code == _UNITED_KINGDOM
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


PHONE = Kind(_read_phone, _show_phone)
"""Telephone number: E.164, shown as it is dialled in the United Kingdom, or with its country's code."""
