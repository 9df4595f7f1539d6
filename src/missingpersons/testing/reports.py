"""Invented reports as two forces took them, with the faults that real ones have, before anybody exports them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from missingpersons.testing.people import (
    COLOURS,
    FAMILY,
    GARMENTS,
    GIVEN_FEMALE,
    GIVEN_MALE,
    PLACES,
    drama_landline,
    drama_mobile,
    invented_pnc_id,
)
from missingpersons.testing.story import LONDON, Story

_ETHNICITIES = ("white_north_european", "black", "asian", "mixed", "chinese_japanese_se_asian")
_ANSWERS = ("yes", "no", "unknown", "")
_BEYOND_ASCII = ("Siân", "Zoë", "Łukasz", "Méabh")


@dataclass(frozen=True, slots=True, repr=False)
class Invented:
    """One invented report, before any force writes it down in its own way."""

    reference: str
    given: str
    family: str
    born: date
    age: int
    sex: str
    ethnicity: str
    height: int
    build: str
    hair: str
    clothes: tuple[str, ...]
    place: str
    point: tuple[float, float]
    missing: datetime
    reported: datetime
    found: datetime | None
    found_by: str
    level: str
    suicide: str
    medication: str
    unlike: str
    mobile: str
    contact: str
    pnc: str
    texts: dict[str, str] = field(default_factory=dict)
    """What stands in the export in place of the value, by the name of the field: the faults."""


def reports(random: Random, prefix: str, number: int) -> list[Invented]:
    """``number`` invented reports of the two months before 14 November 2026, about one in three still open."""
    made = [_report(random, f"{prefix}/{index:05d}") for index in range(1, number + 1)]
    return [_with_fault(random, each, index) for index, each in enumerate(made)]


def man_in_the_shelter(random: Random, prefix: str, night: Story) -> Invented:
    """The report of the man whom officers of the other force meet that night."""
    base = _report(random, f"{prefix}/09001")
    born = night.missing.date() - timedelta(days=365 * night.age + 200)
    return replace(
        base,
        given=random.choice(GIVEN_MALE),
        born=born,
        age=night.age,
        sex="male",
        ethnicity=night.ethnicity,
        clothes=night.wardrobe.told,
        place="the bus stop outside his home",
        point=night.home,
        missing=night.missing,
        reported=night.reported,
        found=None,
        found_by="",
        level="high",
        suicide="unknown",
        medication="yes",
        unlike="yes",
    )


def _report(random: Random, reference: str) -> Invented:
    sex = random.choice(("female", "male"))
    missing = datetime(2026, 9, 15, tzinfo=LONDON) + timedelta(minutes=random.randrange(60 * 24 * 59))
    missing = missing.replace(hour=random.randint(3, 23))
    child = random.random() < 0.55
    age = random.randint(9, 17) if child else random.randint(18, 85)
    born = missing.date() - timedelta(days=365 * age + random.randint(60, 300))
    reported = missing + timedelta(minutes=random.randint(20, 600))
    found = missing + timedelta(hours=random.randint(12, 90)) if random.random() < 0.65 else None
    kinds = ["outer", "top", "legs", "feet", "head"][: random.randint(2, 5)]
    return Invented(
        reference=reference,
        given=random.choice(GIVEN_FEMALE if sex == "female" else GIVEN_MALE),
        family=random.choice(FAMILY),
        born=born,
        age=_age_on(born, reported.date()),
        sex=sex,
        ethnicity=random.choice(_ETHNICITIES),
        height=random.randint(145, 192),
        build=random.choice(("slim", "medium", "stocky", "heavy")),
        hair=random.choice(("brown", "black", "blonde", "grey", "ginger")),
        clothes=tuple(f"{random.choice(COLOURS)} {random.choice(GARMENTS[kind])}" for kind in kinds),
        place=random.choice(PLACES),
        point=(random.uniform(51.2, 53.8), random.uniform(-2.9, -0.2)),
        missing=missing,
        reported=reported,
        found=found if found and found.date() < date(2026, 11, 14) else None,
        found_by=random.choice(("police", "family", "returned_self", "member_of_public")),
        level=random.choice(("very_low", "low", "medium", "medium", "high")),
        suicide=random.choice(_ANSWERS),
        medication=random.choice(_ANSWERS),
        unlike=random.choice(_ANSWERS),
        mobile=drama_mobile(random),
        contact=drama_landline(random),
        pnc=invented_pnc_id(random) if random.random() < 0.3 else "",
    )


def _age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _with_fault(random: Random, report: Invented, index: int) -> Invented:
    """Every seventh report has one of the faults that inspectors and integrators keep finding."""
    if index % 7:
        return report
    match index // 7 % 12:
        case 0:
            return replace(report, age=report.age + random.choice((-5, 4, 30)))
        case 1:
            return replace(report, reported=report.missing - timedelta(hours=3))
        case 2:
            return replace(report, found=report.missing - timedelta(days=1))
        case 3:
            return replace(report, family="UNKNOWN")
        case 4:
            return replace(report, given=f"Mr {report.given}")
        case 5:
            return replace(report, born=date(1900, 1, 1))
        case 6:
            return replace(report, given=random.choice(_BEYOND_ASCII))
        case 7:
            return replace(report, pnc="2099/0000001Q")
        case 8:
            return replace(report, texts={"born": "31/02/2009"})
        case 9:
            return replace(report, texts={"missing": "25/10/2026 01:30", "reported": "25/10/2026 09:00"})
        case 10:
            return replace(report, texts={"level": "Standard"})
        case _:
            return replace(report, mobile="not known", texts={"contact": ""})
