"""Points: what is a latitude, what is a longitude, and how far it is between two."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from missingpersons.values.places import Latitude, Longitude, distance_km


@pytest.mark.parametrize("text", ["0", "-0.5", "51.4778900", "90", "-90.0", "89.9999999", "9"])
def test_a_latitude(text: str) -> None:
    assert TypeAdapter(Latitude).validate_python(text) == text


@pytest.mark.parametrize("text", ["90.1", "91", "-91", "51.47788999", "+51", "51.", ".5", "", "51,4", "1e1", "٥"])
def test_no_latitude(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Latitude).validate_python(text)


@pytest.mark.parametrize("text", ["0", "-0.0014750", "179.9999999", "180", "-180.0", "99", "100"])
def test_a_longitude(text: str) -> None:
    assert TypeAdapter(Longitude).validate_python(text) == text


@pytest.mark.parametrize("text", ["180.1", "181", "-200", "0.00000000", "+1", "1.", "", "12 W"])
def test_no_longitude(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Longitude).validate_python(text)


@pytest.mark.parametrize(
    ("points", "kilometres"),
    [
        ((51.5, -0.1, 51.5, -0.1), 0),
        ((0.0, 0.0, 0.0, 90.0), 10_008),
        ((0.0, 0.0, 0.0, 180.0), 20_015),
        ((90.0, 0.0, -90.0, 0.0), 20_015),
        ((51.5, -0.1, 55.95, -3.2), 535),
    ],
)
def test_distance(points: tuple[float, float, float, float], kilometres: int) -> None:
    assert distance_km(*points) == pytest.approx(kilometres, abs=1)
