"""UK identifiers: their form, their check letter or digit, and how they are normally written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

# I, O and S are left out, and the remainder 0 is Z. POLE DS_071 and DS_072; the same alphabet in the
# Ministry of Justice's open-source person record.
_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


class Verdict(Enum):
    """What can be said of an identifier as it is written."""

    GOOD = "good"
    """Well formed, and its check (if there is one) is right."""
    WRONG_CHECK = "wrong_check"
    """Well formed, but its check letter or digit does not agree: one character is probably wrong."""
    MALFORMED = "malformed"
    """Not of the form that its scheme has."""


# Some systems leave the stroke out: then four digits are a year only if all seven of the serial follow.
_PNC = re.compile(r"([0-9]{4}(?=/|[0-9]{7}[A-Z])|[0-9]{2})/?([0-9]{1,7})([A-Z])")
_CRO = re.compile(r"([0-9]{1,6})/([0-9]{2})([A-Z])")
_CRO_SF = re.compile(r"SF([0-9]{2})/([0-9]{1,6})([A-Z])")
_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D]?")
_PASSPORT = re.compile(r"[0-9]{9}|[A-Z][0-9]{6}|[0-9]{6}[A-Z]|[A-Z]{1,2}[0-9]{6,8}")
_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")


def pnc_id(text: str) -> Verdict:
    """Judge a Police National Computer identity: ``YYYY/NNNNNNND`` or the short ``YY/N…D``, with or without the stroke.

    >>> pnc_id("2008/0056560Z")
    <Verdict.GOOD: 'good'>
    """
    match = _PNC.fullmatch(_compact(text))
    if not match:
        return Verdict.MALFORMED
    year, serial, letter = match.groups()
    return _judge(letter == _letter(year[-2:] + serial.zfill(7)))


def pnc_id_normal(text: str, current_year: int) -> str:
    """The long form of a PNC ID. A two-digit year later than ``current_year`` belongs to the last century.

    >>> pnc_id_normal("81/34U", 2026)
    '1981/0000034U'
    """
    match = _PNC.fullmatch(_compact(text))
    if not match:
        return text
    year, serial, letter = match.groups()
    if len(year) == 2:
        year = f"{20 if int(year) <= current_year % 100 else 19}{year}"
    return f"{year}/{serial.zfill(7)}{letter}"


def cro(text: str) -> Verdict:
    """Judge a Criminal Records Office number, ``NNNNNN/YYD`` or, for a small file, ``SFYY/NNNNNND``."""
    compact = _compact(text)
    if match := _CRO.fullmatch(compact):
        serial, year, letter = match.groups()
        return _judge(letter == _letter(year + serial.zfill(6)))
    if match := _CRO_SF.fullmatch(compact):
        year, serial, letter = match.groups()
        return _judge(letter == _letter(year + serial))
    return Verdict.MALFORMED


def health_number(text: str) -> Verdict:
    """Judge an NHS, CHI or H&C number: ten digits, the last a modulus 11 check. Ten equal digits are wrong."""
    digits = _compact(text).replace("-", "")
    if not re.fullmatch("[0-9]{10}", digits):
        return Verdict.MALFORMED
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return _judge(len(set(digits)) > 1 and (11 - total % 11) % 11 == int(digits[9]))


def national_insurance(text: str) -> Verdict:
    """Judge the form of a National Insurance number; it has no check digit."""
    return Verdict.GOOD if _NINO.fullmatch(_compact(text)) else Verdict.MALFORMED


def passport(text: str) -> Verdict:
    """Judge the form of a UK passport number; it has no check digit of its own."""
    return Verdict.GOOD if _PASSPORT.fullmatch(_compact(text)) else Verdict.MALFORMED


def upn(text: str) -> Verdict:
    """Judge the form of a unique pupil number; its check letter is not judged."""
    return Verdict.GOOD if _UPN.fullmatch(_compact(text)) else Verdict.MALFORMED


def imei(text: str) -> Verdict:
    """Judge a handset's IMEI: fifteen digits, the last a Luhn check.

    >>> imei("490154203237518")
    <Verdict.GOOD: 'good'>
    """
    digits = _compact(text).replace("-", "")
    if not re.fullmatch("[0-9]{15}", digits):
        return Verdict.MALFORMED
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return _judge((sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0)


CHECKS: Mapping[str, Callable[[str], Verdict]] = MappingProxyType(
    {
        "pnc_id": pnc_id,
        "cro": cro,
        "nhs": health_number,
        "chi": health_number,
        "hc": health_number,
        "national_insurance": national_insurance,
        "passport": passport,
        "upn": upn,
    }
)
"""The check of each identifier scheme that has one, by the scheme's code."""


def _compact(text: str) -> str:
    return text.replace(" ", "").upper()


def _letter(digits: str) -> str:
    return _LETTERS[int(digits) % 23]


def _judge(right: bool) -> Verdict:
    return Verdict.GOOD if right else Verdict.WRONG_CHECK
