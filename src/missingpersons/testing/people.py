"""Invented people: no name, number or address here belongs to anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from missingpersons.values.identifiers import Verdict, pnc_id

NAMESPACE = UUID("0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10")
"""The namespace of invented episodes' identities."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN_FEMALE = _words(
    "Amara Beth Carys Dilys Esme Farah Gwen Hana Isla Jodie Keira Lowri Maya Nia Orla Priya Ruth Saoirse Tamsin Zara"
)
GIVEN_MALE = _words(
    "Aled Bilal Callum Declan Emrys Finlay Gethin Hamza Idris Jonah Kofi Lewis Mateusz Nathan Owen "
    "Piers Rhodri Sol Tomos Yusuf"
)
FAMILY = _words(
    "Abara Bexley Cardew Dunmore Eastleigh Farrant Glaisdale Hartwell Inskip Jowett Kirkbride Lanyon Mostyn "
    "Nettleton Okafor Penhale Quarrie Rushmere Selworthy Tavener Umpleby Varley Whitlock Yardley"
)
PLACES = (
    "Marlow Cross, Harbour Lane",
    "the bus station on Quay Street",
    "Elm Court, Northgate",
    "the retail park at Fenwick Row",
    "Station Approach, Little Averham",
    "the footpath behind Priory School",
    "St Brannoc's Hospital, main entrance",
    "Riverside Walk, Castle Averham",
)
GARMENTS = {
    "outer": (
        "padded coat",
        "raincoat",
        "denim jacket",
        "parka",
        "bomber jacket",
        "anorak",
        "overcoat",
        "fleece",
    ),
    "top": ("hoodie", "jumper", "checked shirt", "t-shirt", "sweatshirt", "polo shirt"),
    "legs": ("jeans", "tracksuit bottoms", "cargo trousers", "chinos", "leggings"),
    "feet": ("trainers", "walking boots", "sandals", "school shoes", "wellington boots"),
    "head": ("woolly hat", "baseball cap", "beanie"),
}
COLOURS = (
    "black",
    "navy",
    "grey",
    "red",
    "green",
    "white",
    "brown",
    "purple",
    "yellow",
    "pink",
    "beige",
    "orange",
)
ETHNICITIES = (
    "white_north_european",
    "white_south_european",
    "black",
    "asian",
    "mixed",
    "arabic_north_african",
)


def drama_mobile(random: Random) -> str:
    """A mobile number from the range that Ofcom keeps for drama."""
    return f"07700 900{random.randrange(1000):03d}"


def drama_landline(random: Random) -> str:
    """A landline number from a range that Ofcom keeps for drama."""
    return f"01632 960{random.randrange(1000):03d}"


def invented_pnc_id(random: Random) -> str:
    """A PNC ID with a right check letter, of a year that has not come: it marks a test value."""
    serial = random.randrange(10_000_000)
    candidates = (f"2099/{serial:07d}{letter}" for letter in "ZABCDEFGHJKLMNPQRTUVWXY")
    return next(each for each in candidates if pnc_id(each) is Verdict.GOOD)


def clothes(random: Random) -> list[dict[str, Any]]:
    """What somebody wears: three to five garments, each with a colour."""
    kinds = ["outer", "top", "legs", "feet", "head"][: random.randint(3, 5)]
    return [{"text": f"{random.choice(COLOURS)} {random.choice(GARMENTS[kind])}"} for kind in kinds]


def person(random: Random, *, born: date, sex: str) -> dict[str, Any]:
    """A person as a force knows them, as a JSON tree."""
    height = random.randint(150, 190)
    given = random.choice(GIVEN_FEMALE if sex == "female" else GIVEN_MALE)
    family = random.choice(FAMILY)
    return {
        "person_reference": f"TEST-N-{random.randrange(10**6):06d}",
        "names": [
            {"kind": "legal", "given": [given], "family": family},
            {"kind": "known_as", "full": f"{given[:3]} {family}"},
        ],
        "date_of_birth": born.isoformat(),
        "sex": sex,
        "ethnicity_observed": random.choice(ETHNICITIES),
        "languages": [{"code": "en"}],
        "identifiers": [{"scheme": "pnc_id", "value": invented_pnc_id(random)}],
        "phones": [{"number": drama_mobile(random), "kind": "mobile_home", "with_them": "yes"}],
        "emails": [f"{given.lower()}.{family.lower()}@example.org"],
        "addresses": [{"kind": "home", "place": {"text": random.choice(PLACES), "postcode": "ZZ99 3VZ"}}],
        "description": {
            "height_min_cm": height,
            "height_max_cm": height + 5,
            "build": random.choice(("slim", "medium", "stocky")),
            "hair_colour": random.choice(("brown", "black", "blonde", "grey", "ginger")),
            "eye_left": "brown",
            "eye_right": "brown",
        },
        "clothing": clothes(random),
        "relations": [
            {
                "relation": "mother",
                "contact_point": drama_landline(random),
                "informant": "yes",
                "next_of_kin": "yes",
            }
        ],
    }


def episode(random: Random, number: int = 1, *, force: str = "test-north") -> dict[str, Any]:
    """An open episode with much recorded, of four to five kilobytes, as a JSON tree that reads without findings."""
    sex = random.choice(("female", "male"))
    born = date(random.randint(1945, 2013), random.randint(1, 12), random.randint(1, 28))
    missing = datetime(2026, random.randint(1, 9), random.randint(1, 28), random.randint(0, 23), tzinfo=UTC)

    def after(hours: float) -> str:
        return (missing + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")

    def answer(question: str) -> str:
        drawn = random.choice(("yes", "no", "unknown"))
        return "yes" if question == "out_of_character" else drawn  # As the field of that name says.

    questions = (
        "suicide_risk",
        "medication_essential",
        "out_of_character",
        "weather_exposure",
        "mental_health",
    )
    return {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": str(uuid5(NAMESPACE, f"{force} {number} {random.random()}")),
        "local_reference": f"TEST/{force[5:].upper()}/{number:06d}",
        "call_references": [{"system": "Test control room", "reference": f"TEST-{number:06d}"}],
        "revision": 1,
        "tenure": 1,
        "recorded_at": after(4),
        "recorded_by": {"role": "call_handler"},
        "owner_force": force,
        "reporting_force": force,
        "officer_in_charge": {
            "role": "supervisor",
            "rank": "sergeant",
            "contact_point": drama_landline(random),
        },
        "status": "open",
        "missing_since": {"earliest": after(0), "latest": after(1)},
        "reported_at": after(2),
        "last_seen": {
            "window": {"earliest": after(0), "latest": after(0.5)},
            "place": {
                "text": random.choice(PLACES),
                "point": {
                    "latitude": f"{random.uniform(51.2, 53.8):.5f}",
                    "longitude": f"{random.uniform(-2.9, -0.2):.5f}",
                },
            },
            "by": "family",
            "doing": "Left on foot after breakfast, saying they would be back for lunch.",
        },
        "missing_from": {"kind": "home", "place": {"text": random.choice(PLACES), "postcode": "ZZ99 3VZ"}},
        "circumstances": (
            "Left home without a telephone charger or a change of clothes. Had talked of visiting a friend by the "
            "coast, whose address nobody knows. Has not answered messages since. " * 2
        ).strip(),
        "out_of_character": "yes",
        "person": person(random, born=born, sex=sex),
        "answers": [
            {
                "question": question,
                "answer": answer(question),
                "explanation": "Asked of the informant on the telephone; nobody else was there to ask.",
                "answered_at": after(2.5),
            }
            for question in questions
        ],
        "assessments": [
            {
                "scheme": "app-very-low",
                "level": random.choice(("low", "medium", "high")),
                "assessed_at": after(3),
                "assessed_by": {"role": "supervisor", "rank": "sergeant"},
                "rationale": "On what the informant said, and on the weather that is forecast for tonight.",
                "review_due_at": after(8),
            }
        ],
        "review_due_at": after(8),
        "actions": [
            {
                "code": "search_home",
                "agreed_at": after(3),
                "due_at": after(5),
                "by": {"role": "first_response_officer"},
            },
            {"code": "check_hospitals", "agreed_at": after(3), "due_at": after(4)},
        ],
        "notifications": [{"to": "ukmpu", "due_at": after(72)}],
        "provenance": [
            {
                "at": "/circumstances",
                "basis": "opinion",
                "source": "family",
                "grading": "2BP",
                "obtained_at": after(2),
            }
        ],
        "handling": {"classification": "official_sensitive"},
        "processing_regime": "uk_gdpr",
        "extensions": {
            "org.example.test-north": {"beat": f"N{number % 40}", "priority": number % 5, "flags": ["demo", "invented"]}
        },
    }
