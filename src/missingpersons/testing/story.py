"""The encounter that the library exists for, wholly invented: who is missing, and what officers see that night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """The same clothes in two mouths: as whoever reported the man told them, and as the officers say them."""

    told: tuple[str, ...]
    seen: tuple[str, ...]


WARDROBES = (
    Wardrobe(
        ("navy padded coat", "grey tracksuit bottoms", "white trainers", "black woolly hat"),
        ("dark blue puffer jacket", "grey joggers", "white running shoes", "black beanie"),
    ),
    Wardrobe(
        ("olive parka", "blue jeans", "brown walking boots", "maroon jumper"),
        ("green coat with a hood", "denim trousers", "brown boots", "dark red sweater"),
    ),
    Wardrobe(
        ("red raincoat", "beige chinos", "black shoes", "checked blue shirt"),
        ("red waterproof jacket", "cream trousers", "black lace-up shoes", "blue shirt"),
    ),
    Wardrobe(
        ("grey hoodie", "black cargo trousers", "yellow trainers", "green baseball cap"),
        ("grey hooded top", "black combat trousers", "yellow sneakers", "green cap"),
    ),
)


@dataclass(frozen=True, slots=True)
class Story:
    """One night. The man is reported to one force; officers of the other meet him and he gives no name."""

    age: int
    ethnicity: str
    wardrobe: Wardrobe
    missing: datetime
    reported: datetime
    met: datetime
    home: tuple[float, float]
    shelter: tuple[float, float]


def story(random: Random, *, wardrobe: int | None = None) -> Story:
    """An invented night on 14 November 2026. ``wardrobe`` chooses the clothes, else chance does."""
    chosen = WARDROBES[random.randrange(len(WARDROBES)) if wardrobe is None else wardrobe]
    latitude, longitude = random.uniform(51.6, 53.2), random.uniform(-2.4, -0.6)
    return Story(
        age=random.randint(31, 38),
        ethnicity=random.choice(("white_north_european", "black", "asian", "mixed")),
        wardrobe=chosen,
        missing=datetime(2026, 11, 14, 7, random.randrange(60), tzinfo=LONDON),
        reported=datetime(2026, 11, 14, 9, random.randrange(60), tzinfo=LONDON),
        met=datetime(2026, 11, 14, 23, random.randrange(60), tzinfo=LONDON),
        home=(latitude, longitude),
        shelter=(latitude + random.uniform(0.05, 0.15), longitude + random.uniform(0.05, 0.2)),
    )
