"""Heights and weights in the units that people say them in, to whole centimetres and kilograms."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

Unit = Literal["cm", "m", "inches", "feet_and_inches", "kg", "pounds", "stones_and_pounds"]
"""The units that a mapping can declare."""

_NUMBER = r"([0-9]{1,4}(?:\.[0-9]{1,6})?)"
_FEET = r" ?(?:'|’|′|ft\.?|feet|foot)"
_INCHES = r" ?(?:\"|”|″|''|’’|in\.?|ins\.?|inch|inches)?"
_STONES = r" ?(?:st\.?|stones?)"
_POUNDS = r" ?(?:lbs?\.?|pounds?)?"

_CM_OF_AN_INCH = Decimal("2.54")
_KG_OF_A_POUND = Decimal("0.45359237")


class _Way(NamedTuple):
    """How a unit is written, and what one of its greater and of its smaller unit is."""

    pattern: re.Pattern[str]
    greater: Decimal
    smaller: Decimal = Decimal(0)
    in_one: int = 0
    """How many of the smaller are in one of the greater: there can only be fewer."""


_WAYS: dict[Unit, _Way] = {
    "cm": _Way(re.compile(rf"{_NUMBER} ?(?:cms?|centimetres?)?", re.IGNORECASE), Decimal(1)),
    "m": _Way(re.compile(rf"{_NUMBER} ?(?:m|metres?)?", re.IGNORECASE), Decimal(100)),
    "inches": _Way(re.compile(rf"{_NUMBER}{_INCHES}", re.IGNORECASE), _CM_OF_AN_INCH),
    "feet_and_inches": _Way(
        re.compile(rf"{_NUMBER}{_FEET}(?:[ ,]*{_NUMBER}{_INCHES})?", re.IGNORECASE),
        12 * _CM_OF_AN_INCH,
        _CM_OF_AN_INCH,
        12,
    ),
    "kg": _Way(re.compile(rf"{_NUMBER} ?(?:kgs?|kilos?|kilograms?)?", re.IGNORECASE), Decimal(1)),
    "pounds": _Way(re.compile(rf"{_NUMBER}{_POUNDS}", re.IGNORECASE), _KG_OF_A_POUND),
    "stones_and_pounds": _Way(
        re.compile(rf"{_NUMBER}{_STONES}(?:[ ,]*{_NUMBER}{_POUNDS})?", re.IGNORECASE),
        14 * _KG_OF_A_POUND,
        _KG_OF_A_POUND,
        14,
    ),
}

UNITS: tuple[Unit, ...] = tuple(_WAYS)


class Measure(NamedTuple):
    """A whole number of centimetres or kilograms."""

    whole: int
    is_exact: bool
    """Whether it is just what was written; if not it is the nearest, and a half is the next above."""


def read_measure(text: str, unit: Unit) -> Measure | None:
    """What ``text`` says in a unit, or None where it says it in no way that is certain.

    "5.11" is no feet and inches: it may be eleven inches or a tenth of a foot. A range is no measure.
    """
    way = _WAYS[unit]
    match = way.pattern.fullmatch(text)
    if not match:
        return None
    said = [Decimal(each) for each in match.groups() if each is not None]
    if way.in_one and (said[-1] >= way.in_one if len(said) > 1 else False):
        return None
    if len(said) > 1 and said[0] != said[0].to_integral_value():
        return None
    size = said[0] * way.greater + (said[1] * way.smaller if len(said) > 1 else 0)
    whole = size.quantize(Decimal(1), ROUND_HALF_UP)
    return Measure(int(whole), whole == size)
