"""What invented people are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from missingpersons.testing.invented.chance import Chance
from missingpersons.testing.people import FAMILY, GIVEN_FEMALE, GIVEN_MALE

_GIVEN = {
    "female": (*GIVEN_FEMALE, "Siân", "Zoë", "Méabh", "Anne-Marie", "Chidinma", "Noor", "Ewa"),
    "male": (*GIVEN_MALE, "Łukasz", "Iain", "Seán", "Jean-Luc", "Emeka", "Musa", "Tomasz"),
}
_MIDDLE = ("Rhys", "Alex", "Jo", "Sam", "Robin", "Lee", "Kit", "Ashley")
_FAMILY = (*FAMILY, "O'Dowan", "D’Averham", "Featherstone-Quill", "MacAulish", "ap Gwynn", "de Marlow")
_SHORT = ("Bee", "Jay", "Tiny", "Mouse", "Ziggy", "Ace", "Smudge", "Bear")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody from abroad grew up, and their name as it is written there and here."""

    country: str
    language: str
    there: str
    script: str
    given: str
    family: str


ORIGINS = (
    Origin("AFG", "prs", "امید سروستان", "Arab", "Omid", "Sarvestan"),
    Origin("ERI", "ti", "ዳዊት ተክለአብ", "Ethi", "Dawit", "Tekleab"),
    Origin("IRQ", "ckb", "ڕێزان کۆچگر", "Arab", "Rezan", "Kochgir"),
    Origin("VNM", "vi", "Ánh Thuyền", "Latn", "Anh", "Thuyen"),
    Origin("UKR", "uk", "Тарас Голубко", "Cyrl", "Taras", "Holubko"),
)


def call(c: Chance, sex: str) -> tuple[str, str]:
    """A given name and a family name."""
    return c.one(_GIVEN[sex]), c.one(_FAMILY)


def somebody(c: Chance) -> str:
    """The whole name of somebody else."""
    given, family = call(c, c.one(("female", "male")))
    return f"{given} {family}"


def foreign(origin: Origin) -> list[dict[str, Any]]:
    """The names of somebody from abroad: as written there, and as written here."""
    return [
        {"kind": "legal", "full": origin.there, "script": origin.script},
        {"kind": "transliteration", "given": [origin.given], "family": origin.family, "script": "Latn"},
    ]


def names(c: Chance, given: str, family: str, sex: str, age: int) -> list[dict[str, Any]]:
    """Every name that is known: the legal one first, then what else the person is or was called."""
    legal = {"kind": "legal", "given": [given, c.one(_MIDDLE)] if c.random() < 0.4 else [given], "family": family}
    known: list[dict[str, Any]] = [legal]
    if c.random() < 0.35:
        known.append({"kind": "known_as", "full": f"{given[:3]} {family}"})
    if c.random() < 0.12:
        known.append({"kind": "alias", "full": c.one(_SHORT)})
    if sex == "female" and age > 30 and c.random() < 0.3:
        known.append({"kind": "maiden", "family": c.one(_FAMILY)})
    elif c.random() < 0.05:
        former = c.one([each for each in _FAMILY if each != family])
        known.append({"kind": "former", "given": [given], "family": former})
    return known
