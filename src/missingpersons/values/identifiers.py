"""The numbers by which systems of the state know a person: their forms, their check letters and digits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from missingpersons.values.documents import DRIVING_LICENCE, HOME_OFFICE, PASSPORT
from missingpersons.values.kind import Kind, WellFormed, bare, in_groups, tidy
from missingpersons.values.kind import Verdict as Verdict

# I, O and S are left out, and the remainder 0 is Z. POLE DS_071 and DS_072; the same alphabet in the
# Ministry of Justice's open-source person record.
_POLICE_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
# The same letters, but the remainder 0 is A (Department for Education).
_PUPIL_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

# Some systems leave the stroke out: then four digits are a year only if all seven of the serial follow.
_PNC = re.compile(r"([0-9]{4}(?=/|[0-9]{7}[A-Z])|[0-9]{2})/?([0-9]{1,7})([A-Z])")
_CRO = re.compile(r"([0-9]{1,6})/?([0-9]{2})([A-Z])")
_CRO_SF = re.compile(r"SF([0-9]{2})/?([0-9]{1,6})([A-Z])")
_TEN_DIGITS = re.compile(r"[0-9]{10}")
_NINO = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D]?")
_UPN = re.compile(r"([A-HJ-NP-RT-Z])([0-9]{11}[0-9A-HJ-NP-RT-Z])")

_FIRST_SF_YEAR, _FIRST_SF_YEAR_WITH_ITS_YEAR = 39, 65


def _pnc_parts(text: str) -> tuple[str, str, str] | None:
    match = _PNC.fullmatch(_struck(text))
    return (match[1], match[2], match[3]) if match else None


def _pnc_id(text: str) -> WellFormed | None:
    parts = _pnc_parts(text)
    if parts is None:
        return None
    year, serial, letter = parts
    right = letter == _letter(year[-2:] + serial.zfill(7))
    return WellFormed(f"{year}/{serial.zfill(7) if len(year) == 4 else _unpadded(serial)}{letter}", right)


PNC_ID = Kind(_pnc_id)
"""Police National Computer identity: ``YYYY/NNNNNNND``, or short ``YY/N…D``. The short form stays short: its century
depends on when it was written, so ``pnc_id_normal`` asks for the year."""


def pnc_id(text: str) -> Verdict:
    """Judge a Police National Computer identity.

    >>> pnc_id("2008/0056560Z")
    <Verdict.GOOD: 'good'>
    """
    return PNC_ID.judge(text)


def pnc_id_normal(text: str, year: int) -> str:
    """The long form of a PNC ID that was recorded in ``year``: a short one is from the hundred years up to then.

    >>> pnc_id_normal("81/34U", 2026)
    '1981/0000034U'
    """
    parts = _pnc_parts(text)
    if parts is None:
        return text
    written, serial, letter = parts
    full = written if len(written) == 4 else f"{year - (year - int(written)) % 100:04}"
    return f"{full}/{serial.zfill(7)}{letter}"


def _cro(text: str) -> WellFormed | None:
    struck = _struck(text)
    if match := _CRO.fullmatch(struck):
        serial, year, letter = match.groups()
        return WellFormed(f"{serial.zfill(6)}/{year}{letter}", letter == _letter(year + serial.zfill(6)))
    if match := _CRO_SF.fullmatch(struck):
        year, serial, letter = match[1], _unpadded(match[2]), match[3]
        return WellFormed(f"SF{year}/{serial}{letter}", letter in _sf_letters(year, serial))
    return None


def _sf_letters(year: str, serial: str) -> set[str]:
    # POLE makes the letter of a small file from before 1965 of the serial alone; the Ministry of Justice's code makes
    # every one of year and serial. Nobody says which a given old file has, so either is right.
    letters = {_letter(year + serial)}
    if _FIRST_SF_YEAR <= int(year) < _FIRST_SF_YEAR_WITH_ITS_YEAR:
        letters.add(_letter(serial))
    return letters


CRO = Kind(_cro)
"""Criminal Records Office number: ``NNNNNN/YYD``, or ``SFYY/N…D`` for a small file, whose serial is not padded."""


def _health_number(text: str) -> WellFormed | None:
    digits = bare(text)
    if not _TEN_DIGITS.fullmatch(digits):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return WellFormed(digits, len(set(digits)) > 1 and (11 - total % 11) % 11 == int(digits[9]))


NHS = Kind(_health_number, lambda digits: in_groups(digits, 3, 3))
"""NHS number: ten digits, the last a modulus 11 check. Ten equal digits are never right."""
CHI = Kind(_health_number, lambda digits: in_groups(digits, 6))
"""CHI number: an NHS number whose first six digits are a date of birth."""
HC = Kind(_health_number, lambda digits: in_groups(digits, 3, 3))
"""Health and Care number of Northern Ireland, made like an NHS number."""


def health_service(text: str) -> Literal["nhs", "chi", "hc"] | None:
    """Whose range a ten-digit health number lies in; None where nobody issues it, as for the test numbers from 9.

    The ranges are those that the open-source package ``nhs-number`` collected: none is published as a list.
    """
    found = _health_number(text)
    if found is None:
        return None
    nine = int(found.normal[:9])
    if 10_000_000 <= nine < 311_300_000:
        return "chi"
    if 320_000_000 <= nine < 400_000_000:
        return "hc"
    return "nhs" if 400_000_000 <= nine < 500_000_000 or 600_000_000 <= nine < 800_000_000 else None


def _national_insurance(text: str) -> WellFormed | None:
    number = bare(text)
    return WellFormed(number) if _NINO.fullmatch(number) else None


NATIONAL_INSURANCE = Kind(_national_insurance, lambda number: in_groups(number, 2, 2, 2, 2).rstrip())
"""National Insurance number: two letters, six digits, and a last letter that may be missing. It has no check."""


def _upn(text: str) -> WellFormed | None:
    match = _UPN.fullmatch(bare(text))
    if match is None:
        return None
    values = (int(each) if each.isdigit() else _PUPIL_LETTERS.index(each) for each in match[2])
    total = sum(value * weight for weight, value in enumerate(values, start=2))
    return WellFormed(match[0], match[1] == _PUPIL_LETTERS[total % 23])


UPN = Kind(_upn)
"""Unique pupil number: a check letter, eleven digits, and a digit or, in a temporary one, a letter."""


IDENTIFIERS: Mapping[str, Kind] = MappingProxyType(
    {
        "pnc_id": PNC_ID,
        "cro": CRO,
        "nhs": NHS,
        "chi": CHI,
        "hc": HC,
        "national_insurance": NATIONAL_INSURANCE,
        "passport": PASSPORT,
        "driving_licence": DRIVING_LICENCE,
        "home_office": HOME_OFFICE,
        "upn": UPN,
    }
)
"""The kind of each identifier scheme that has a form, by the scheme's code in the list ``identifier_schemes``."""


def _struck(text: str) -> str:
    """The tidy text, with a dash that stands for the stroke as one."""
    tidied = tidy(text).strip("-").replace("SF-", "SF")
    if "/" not in tidied:
        tidied = tidied.replace("-", "/", 1)
    return tidied.replace("-", "")


def _unpadded(serial: str) -> str:
    return serial.lstrip("0") or "0"


def _letter(digits: str) -> str:
    return _POLICE_LETTERS[int(digits) % 23]
