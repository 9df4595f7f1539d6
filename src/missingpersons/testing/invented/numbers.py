"""Numbers that belong to nobody: from ranges kept for tests and drama, or of a form that marks them."""

from __future__ import annotations

from missingpersons.testing.invented.chance import Chance

_LANDLINES = (
    "020 7946 0",
    "0113 496 0",
    "0117 496 0",
    "0131 496 0",
    "0141 496 0",
    "0151 496 0",
    "0161 496 0",
    "01632 960",
    "028 9649 6",
    "029 2018 0",
)
_POLICE_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_PUPIL_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_PLATE_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"


def mobile(c: Chance) -> str:
    """A mobile number of the person, from the range that Ofcom keeps for drama: its first half."""
    return f"07700 900{c.below(5)}{c.digits(2)}"


def mobile_of_another(c: Chance) -> str:
    """A mobile number of somebody else, who is reached by another: from the second half of the range."""
    return f"07700 900{c.between(5, 9)}{c.digits(2)}"


def landline(c: Chance) -> str:
    """A landline number from a range that Ofcom keeps for drama."""
    return f"{c.one(_LANDLINES)}{c.digits(3)}"


def e164(number: str) -> str:
    """A number of the United Kingdom in its international form."""
    return f"+44{number[1:].replace(' ', '')}"


def pnc_id(c: Chance) -> str:
    """A PNC ID with a right check letter, of a year that has not come."""
    serial = c.digits(7)
    return f"2099/{serial}{_POLICE_LETTERS[int('99' + serial) % 23]}"


def nhs(c: Chance) -> str:
    """An NHS number with a right check digit, from the range beginning with 999 that is kept for tests."""
    while True:
        digits = f"999{c.digits(6)}"
        check = -sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        # 10 is never a check digit, and ten equal digits are nobody's.
        if check < 10 and digits != "999999999":
            return f"{digits[:3]} {digits[3:6]} {digits[6:]}{check}"


def upn(c: Chance) -> str:
    """A unique pupil number with a right check letter, of a local authority 000 and a school 0000."""
    digits = f"0000000{c.digits(5)}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return f"{_PUPIL_LETTERS[total % 23]}{digits}"


def imei(c: Chance) -> str:
    """An IMEI with a right check digit, beginning with 00 as those of test equipment do."""
    digits = f"001010{c.digits(8)}"
    doubled = sum(sum(divmod(int(digit) * 2, 10)) for digit in digits[1::2])
    return f"{digits}{-(doubled + sum(map(int, digits[0::2]))) % 10}"


def registration(c: Chance) -> str:
    """A registration mark of the second half of 2049: none has been issued."""
    return f"TS99{''.join(c.one(_PLATE_LETTERS) for _ in range(3))}"


def foreign_passport(c: Chance) -> str:
    """A passport number of a form that the country it is told with does not use."""
    return f"XX00{c.digits(5)}"


def uuid(c: Chance) -> str:
    """A UUID of version 8, which nobody makes by the usual ways."""
    digits = c.hexadecimal(30)
    return f"{digits[:8]}-{digits[8:12]}-8{digits[12:15]}-8{digits[15:18]}-{digits[18:]}"


def digest(c: Chance) -> str:
    """What could be the SHA-256 digest of a file."""
    return c.hexadecimal(64)
