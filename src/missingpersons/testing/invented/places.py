"""Where invented people live, go missing from and are found: towns, streets and authorities that there are not."""

from __future__ import annotations

from functools import cache
from typing import Any

from missingpersons.testing.invented.chance import Chance

POOL = 512
"""How many places of each kind there are. People share places, as they do in life."""

_TOWNS = (
    "Little Averham",
    "Castle Averham",
    "Marlow Cross",
    "Fenwick Row",
    "Penhale Quay",
    "Glaisdale Moor",
    "Port Selworthy",
    "Upper Cardew",
    "Inskip-on-Sea",
    "Great Dunmore",
)
_STREETS = (
    "Harbour Lane",
    "Elm Court",
    "Northgate",
    "Quay Street",
    "Station Approach",
    "Priory Road",
    "Mill Hill",
    "Chapel Rise",
    "Riverside Walk",
    "Orchard Close",
    "Foundry Yard",
)
_SPOTS = (
    ("transport", "the bus station"),
    ("transport", "the railway station, platform side"),
    ("near_water", "the footbridge by the weir"),
    ("open_country", "the path behind the quarry"),
    ("shop", "the retail park, by the tills"),
    ("food_or_drink", "the café on the square"),
    ("leisure", "the skate park"),
    ("public_place", "the market place"),
    ("school", "the playing field of the school"),
    ("hospital", "the main entrance of the hospital"),
    ("place_of_worship", "the porch of the chapel"),
    ("hostel", "the night shelter"),
)
_ABROAD = (
    ("ESP", "the promenade of a resort on the coast"),
    ("FRA", "a campsite near the ferry port"),
    ("GRC", "a path above the bay"),
    ("PRT", "a hotel by the harbour"),
    ("TUR", "the old town"),
    ("THA", "a guest house near the beach"),
)

AUTHORITIES = (
    "Averham County Council",
    "Castle Averham Borough Council",
    "Marlow Cross City Council",
    "Penhale Council",
    "Glaisdale Metropolitan Borough Council",
    "Selworthy and Cardew Council",
)
FORCES = ("test-north", "test-south", "test-east", "test-west", "test-island")

# No address has one of these: they are the pseudo-postcodes of official statistics.
POSTCODES = ("ZZ99 3VZ", "ZZ99 3CZ", "ZZ99 3WZ")


def spot(c: Chance) -> dict[str, Any]:
    """Somewhere in public, or a house that somebody told of."""
    return c.one(_spots())


def home(c: Chance) -> dict[str, Any]:
    """Somewhere to live."""
    return c.one(_homes())


def abroad(c: Chance) -> dict[str, Any]:
    """Somewhere in another country."""
    return c.one(_places_abroad())


@cache
def _spots() -> tuple[dict[str, Any], ...]:
    c = Chance(0, 1)
    return tuple(_spot(c) for _ in range(POOL))


@cache
def _homes() -> tuple[dict[str, Any], ...]:
    c = Chance(0, 2)
    return tuple(_home(c) for _ in range(POOL))


@cache
def _places_abroad() -> tuple[dict[str, Any], ...]:
    return tuple({"text": text, "country": country, "kind": "public_place"} for country, text in _ABROAD)


def _spot(c: Chance) -> dict[str, Any]:
    kind, text = c.one(_SPOTS)
    place: dict[str, Any] = {"text": f"{text}, {c.one(_TOWNS)}"}
    if c.random() < 0.4:
        place["kind"] = kind
    if c.random() < 0.6:
        place["point"] = _point(c)
    if c.random() < 0.15:
        place["grid_reference"] = _grid_reference(c)
    if c.random() < 0.15:
        place |= {"lines": _lines(c), "postcode": c.one(POSTCODES), "country": "GBR"}
    if c.random() < 0.1:
        place["uprn"] = f"9999{c.digits(8)}"
    return place


def _home(c: Chance) -> dict[str, Any]:
    place: dict[str, Any] = {"lines": _lines(c), "postcode": c.one(POSTCODES)}
    if c.random() < 0.3:
        place["uprn"] = f"9999{c.digits(8)}"
    if c.random() < 0.3:
        place["point"] = _point(c)
    if c.random() < 0.2:
        place |= {"kind": "home", "country": "GBR"}
    if c.random() < 0.15:
        place["text"] = "The blue door beside the shop; the bell does not work."
    if c.random() < 0.1:
        place["grid_reference"] = _grid_reference(c)
    return place


def _lines(c: Chance) -> list[str]:
    return [f"{c.between(1, 180)} {c.one(_STREETS)}", c.one(_TOWNS)]


def _grid_reference(c: Chance) -> str:
    # West of the Isles of Scilly there is nothing but sea.
    return f"SV {c.below(400):03d} {c.digits(3)}"


def _point(c: Chance) -> dict[str, str]:
    return {
        "latitude": f"{c.between(51_200, 53_800) / 1000:.3f}",
        "longitude": f"-{c.between(200, 2_900) / 1000:.3f}",
    }
