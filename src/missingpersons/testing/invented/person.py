"""Who invented people are, before and beside their episodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from missingpersons.testing.invented import looks, names, numbers, places
from missingpersons.testing.invented.chance import Chance, weighted
from missingpersons.testing.invented.plots import Plot

_SEXES = weighted({"female": 47, "male": 53})
_GENDERS = {
    "female": weighted({"female": 40, "trans_male": 1, "non_binary": 1}),
    "male": weighted({"male": 40, "trans_female": 1}),
}
_OBSERVED = weighted(
    {
        "white_north_european": 68,
        "white_south_european": 4,
        "black": 12,
        "asian": 9,
        "mixed": 5,
        "arabic_north_african": 2,
    }
)
_SELF_DEFINED = ("white_british", "white_other", "black_african", "asian_pakistani", "mixed_other", "prefer_not_to_say")
_NATIONALITIES = weighted({"GBR": 12, "POL": 1, "IRL": 1, "ROU": 1, "NGA": 1})
_CONDITIONS_IN_WORDS = (
    "Worse when tired.",
    "Diagnosed two years ago; the clinic knows more.",
    "Told by the family, not by a doctor.",
)
_MEDICINES = ("tablets in the morning", "an injection twice a day", "an inhaler when needed", "a patch on the arm")
_HOLDERS = ("Averham General Hospital", "Quay Street Dental Practice", "the family", "Marlow Cross Laboratory")
_MATERIALS = ("dna_own_item", "dna_relative", "dental_records", "fingerprints", "body_xrays", "medical_records")
_PLANS = (
    "child_protection",
    "looked_after_care_plan",
    "pathway_plan",
    "adult_safeguarding",
    "education_health_care_plan",
)
_PLATFORMS = ("Examplegram", "Snaplike", "Threadly", "a game called Blockford")
_ADULTS_ROLES = ("friend", "sibling", "neighbour", "former_partner", "teacher", "colleague", "doctor")
_NEEDS = ("needs_time", "takes_words_literally", "interpreter", "hearing_aid", "memory_loss", "calm_surroundings")
_OLD = 65


@dataclass(slots=True)
class Individual:
    """Somebody invented, with what stays the same from one episode to the next."""

    plot: Plot
    sex: str
    born: date
    force: str
    home_force: str
    lasting: dict[str, Any]
    interested: list[dict[str, Any]] = field(default_factory=list)
    """The relations, the informant first."""
    episodes: list[tuple[str, str, str]] = field(default_factory=list)
    """What went before: each episode's id, when it began and when it ended."""
    harms: list[str] = field(default_factory=list)
    """The harm that they came to in what went before."""
    signs: list[str] = field(default_factory=list)
    """The signs of exploitation that were seen in what went before."""
    missed_before: int = 0
    """How many episodes before the first that is told."""

    def age_on(self, day: date) -> int:
        """The age in whole years."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


def individual(c: Chance, plot: Plot, day: date, number: int) -> Individual:
    """Somebody to whom ``plot`` happens around ``day``. ``number`` is nobody else's."""
    age = c.between(*plot.ages)
    # Neither the days until the report nor a leap year may take anybody past an age that the plot does not have.
    born = date.fromordinal(day.toordinal() - age * 1461 // 4 - c.between(10, 330))
    sex = c.one(_SEXES)
    force = c.one(places.FORCES)
    given, family = names.call(c, sex)
    lasting: dict[str, Any] = {
        "person_reference": f"TEST-N-{number:07d}",
        "names": names.names(c, given, family, sex, age),
        "sex": sex,
        "description": looks.description(c, age, sex),
    }
    _origin(c, plot, lasting, sex, age)
    _contact(c, lasting, given, family, age, day.year)
    _needs(c, plot, lasting, age)
    _forensic(c, lasting)
    return Individual(
        plot=plot,
        sex=sex,
        born=born,
        force=force,
        home_force=c.one(places.FORCES) if plot.lives_elsewhere else force,
        lasting=lasting,
        interested=_interested(c, plot),
        missed_before=c.below(12) if plot.again > 0.4 else c.below(2),
    )


def _origin(c: Chance, plot: Plot, lasting: dict[str, Any], sex: str, age: int) -> None:
    if c.random() < 0.92:
        lasting["ethnicity_observed"] = c.one(_OBSERVED)
    if c.random() < 0.2:
        lasting["ethnicity_self_defined"] = c.one(_SELF_DEFINED)
    if c.random() < 0.2:
        lasting["gender"] = c.one(_GENDERS[sex])
    if c.random() < 0.15:
        lasting["place_of_birth"] = c.one(("Castle Averham", "Port Selworthy", "a village near the border"))
    if plot.from_abroad:
        origin = c.one(names.ORIGINS)
        lasting["names"] = names.foreign(origin)
        lasting["nationalities"] = [origin.country]
        lasting["languages"] = [{"code": origin.language, "interpreter_needed": "yes"}, {"code": "en"}]
    elif c.random() < 0.3:
        lasting["nationalities"] = [c.one(_NATIONALITIES)]
        lasting["languages"] = [{"code": c.one(("en", "en", "en", "cy", "bfi", "pl"))}]
    if age > 17 and c.random() < 0.4:
        lasting["occupation"] = c.one(
            ("retired", "mill hand, retired", "nurse", "student", "drives for a bakery", "out of work")
        )
    elif c.random() < 0.15:
        lasting["occupation"] = c.one(("at school", "at college"))


def _contact(c: Chance, lasting: dict[str, Any], given: str, family: str, age: int, year: int) -> None:
    if age > 9 and c.random() < 0.85:
        number = numbers.mobile(c)
        phone = {"number": number, "kind": "mobile_home"}
        if c.random() < 0.4:
            phone["e164"] = numbers.e164(number)
        lasting["phones"] = [phone]
        if c.random() < 0.1:
            lasting["phones"].append({"number": numbers.landline(c), "kind": "landline_home", "with_them": "no"})
    if age > 12 and c.random() < 0.3:
        lasting["emails"] = [f"{_ascii(given)}.{_ascii(family)}@example.org"]
    if 11 < age < 40 and c.random() < 0.4:
        lasting["social_accounts"] = [{"platform": c.one(_PLATFORMS), "handle": f"test_{_ascii(given)}{c.digits(2)}"}]
    if c.random() < 0.9:
        address: dict[str, Any] = {"kind": "home", "place": places.home(c)}
        if c.random() < 0.3:
            address["since"] = str(year - c.below(min(age, 15) + 1))
        lasting["addresses"] = [address]
        if age > 11 and c.random() < 0.15:
            former = {"kind": "former_home", "place": places.home(c), "since": "2015", "until": "2023-06"}
            lasting["addresses"].append(former)
    lasting |= _identifiers(c, age)


def _ascii(name: str) -> str:
    return "".join(each for each in name.lower() if "a" <= each <= "z")


def _identifiers(c: Chance, age: int) -> dict[str, Any]:
    held: list[dict[str, Any]] = []
    if c.random() < 0.35:
        held.append({"scheme": "pnc_id", "value": numbers.pnc_id(c)})
    if c.random() < 0.25:
        held.append({"scheme": "nhs", "value": numbers.nhs(c)})
    if age < 17 and c.random() < 0.3:
        held.append({"scheme": "upn", "value": numbers.upn(c)})
    if c.random() < 0.06:
        held.append({"scheme": "passport", "value": numbers.foreign_passport(c), "country": "FRA"})
    if c.random() < 0.06:
        held.append({"scheme": "other", "value": f"TEST-{c.digits(5)}", "issuer": "Averham Outreach (invented)"})
    return {"identifiers": held} if held else {}


def _needs(c: Chance, plot: Plot, lasting: dict[str, Any], age: int) -> None:
    if c.random() < 0.5:
        condition: dict[str, Any] = {"condition": c.one(plot.health)}
        if c.random() < 0.4:
            condition["text"] = c.one(_CONDITIONS_IN_WORDS)
        lasting["health"] = [condition]
    if "medication_essential" in plot.vulnerabilities or c.random() < 0.08:
        medicine: dict[str, Any] = {"name": c.one(_MEDICINES), "needed_every_hours": c.one((8, 12, 24))}
        if c.random() < 0.5:
            medicine |= {"hours_until_serious": c.one((6, 24, 72)), "effect_if_missed": "Grows weak and confused."}
        lasting["medication"] = [medicine]
    if c.random() < 0.12:
        lasting["communication_needs"] = c.some(_NEEDS, 2)
    if age > _OLD or c.random() < 0.08:
        lasting["mobility"] = c.one(("walks_unaided", "slow", "walks_with_aid", "unsteady", "good_walker"))
    if c.random() < 0.1:
        lasting["disabilities"] = c.some(("autism", "hearing", "learning_disability", "mental_health", "memory"), 2)
    if c.random() < 0.8:
        lasting["vulnerabilities"] = c.some(plot.vulnerabilities, 3)
    if plot.cared_for or (age > 3 and c.random() < 0.05):
        plan = {"kind": c.one(_PLANS), "authority": c.one(places.AUTHORITIES)}
        if c.random() < 0.3:
            plan |= {"reference": f"TEST-PLAN-{c.digits(4)}", "since": f"2023-{c.between(1, 12):02d}"}
        lasting["protection_plan"] = plan
    if c.random() < 0.25:
        lasting["marks"] = looks.marks(c, age)


def _forensic(c: Chance, lasting: dict[str, Any]) -> None:
    if c.random() >= 0.12:
        return
    lasting["availability"] = [
        {
            "kind": kind,
            "availability": c.one(("held", "can_be_got", "not_available", "not_asked")),
            "holder": c.one(_HOLDERS),
            "reference": f"TEST-MAT-{c.digits(5)}",
            "consent": c.one(("yes", "unknown")),
        }
        for kind in c.some(_MATERIALS, 2)
    ]


def _interested(c: Chance, plot: Plot) -> list[dict[str, Any]]:
    informant: dict[str, Any] = {
        "relation": c.one(plot.informants),
        "name": names.somebody(c),
        "contact_point": numbers.mobile_of_another(c) if c.random() < 0.6 else numbers.landline(c),
        "informant": "yes",
    }
    if c.random() < 0.5:
        informant["next_of_kin"] = c.one(("yes", "no"))
    told = [informant]
    if c.random() < 0.35:
        other: dict[str, Any] = {"relation": c.one(_ADULTS_ROLES), "name": names.somebody(c)}
        if c.random() < 0.5:
            other["contact_point"] = numbers.mobile_of_another(c)
        if c.random() < 0.15:
            other["unsafe_to_contact"] = "yes"
        told.append(other)
    return told
