"""The number of a telephone itself, whoever's SIM is in it: IMEI and IMEISV."""

from __future__ import annotations

import re

from missingpersons.values.kind import Kind, WellFormed, bare, in_groups

_IMEI = re.compile(r"[0-9]{15,16}")


def _imei(text: str) -> WellFormed | None:
    digits = bare(text)
    if not _IMEI.fullmatch(digits):
        return None
    return WellFormed(digits, len(digits) == 16 or _luhn(digits))


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


IMEI = Kind(_imei, lambda digits: in_groups(digits, 2, 6, 6, by="-"))
"""IMEI: fifteen digits, the last a Luhn check. IMEISV: sixteen, the last two the version of its software; no check."""
