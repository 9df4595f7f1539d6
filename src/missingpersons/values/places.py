"""Points on the map, how far apart two of them are, and the number of a property."""

from __future__ import annotations

import re
from math import asin, cos, radians, sin, sqrt
from typing import Annotated

from pydantic import StringConstraints

from missingpersons.values.kind import Kind, WellFormed, bare

Latitude = Annotated[str, StringConstraints(pattern="^-?([0-8]?[0-9](\\.[0-9]{1,7})?|90(\\.0{1,7})?)$", max_length=11)]
"""Degrees north of the equator (WGS 84), as decimal text with at most seven decimals; south is negative."""

Longitude = Annotated[
    str,
    StringConstraints(pattern="^-?((1[0-7][0-9]|[0-9]{1,2})(\\.[0-9]{1,7})?|180(\\.0{1,7})?)$", max_length=12),
]
"""Degrees east of Greenwich (WGS 84), as decimal text with at most seven decimals; west is negative."""

_EARTH_RADIUS_KM = 6371.0088


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The great-circle distance in kilometres between two points in degrees (haversine, mean Earth radius).

    >>> round(distance_km(51.5, -0.1, 52.5, -0.1))
    111
    """
    north, other_north = radians(latitude), radians(other_latitude)
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


_UPRN = re.compile("0*([1-9][0-9]{0,11})")


def _uprn(text: str) -> WellFormed | None:
    match = _UPRN.fullmatch(bare(text))
    return WellFormed(match[1]) if match else None


UPRN = Kind(_uprn)
"""Unique property reference number: one to twelve digits, written without the zeros that some systems put in front."""
