"""How a risk question is answered from the episode itself, and which fields answer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from missingpersons.codes import Answer
from missingpersons.models import Episode

Derived = tuple[Answer, str]
"""An answer, and the place (JSON Pointer) of the field that gives it."""

Indicator = Callable[[Episode, datetime], Derived | None]

ADULT_AGE = 18
VERY_YOUNG_BELOW = 12
VERY_OLD_FROM = 80

LOOKED_AFTER = frozenset({"looked_after_s20", "looked_after_s31", "remand", "police_protection", "uasc"})

_VULNERABILITY_ANSWERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "suicide_risk": frozenset({"suicide_ideation"}),
        "self_harm": frozenset({"self_harm_history"}),
        "mental_health": frozenset({"mental_health"}),
        "dementia_or_neurological": frozenset({"dementia"}),
        "sexual_exploitation_or_trafficking": frozenset({"cse", "trafficking_modern_slavery", "online_grooming"}),
        "criminal_exploitation": frozenset({"cce", "county_lines", "gangs"}),
        "child_protection_register": frozenset({"child_protection_plan"}),
        "substance_dependency": frozenset({"substance_drugs", "substance_alcohol"}),
        "domestic_abuse": frozenset({"domestic_abuse_victim", "domestic_abuse_perp"}),
        "forced_marriage_or_honour_abuse": frozenset({"honour_based_abuse", "forced_marriage"}),
        "abduction_suspected": frozenset({"abduction"}),
    }
)


def derive(question: str, episode: Episode, as_of: datetime) -> Derived | None:
    """What the episode itself answers to ``question`` at ``as_of``, or None if it does not say."""
    indicator = INDICATORS.get(question)
    derived = indicator(episode, as_of) if indicator else None
    if derived is None or derived[0] is not Answer.YES:
        codes = _VULNERABILITY_ANSWERS.get(question, frozenset())
        for index, code in enumerate(episode.person.vulnerabilities):
            if code in codes:
                return Answer.YES, f"/person/vulnerabilities/{index}"
    return derived


def child(episode: Episode, as_of: datetime) -> Derived | None:
    """Under eighteen."""
    return _age(episode, as_of, lambda age: age < ADULT_AGE)


def very_young_or_old(episode: Episode, as_of: datetime) -> Derived | None:
    """Of primary-school age or below, or eighty or above. Library thresholds."""
    return _age(episode, as_of, lambda age: age < VERY_YOUNG_BELOW or age >= VERY_OLD_FROM)


def looked_after(episode: Episode, _: datetime) -> Derived | None:
    """In the care of a local authority."""
    status = episode.care.status if episode.care else None
    if status in LOOKED_AFTER:
        return Answer.YES, "/care/status"
    return (Answer.NO, "/care/status") if status == "not_cared_for" else None


def out_of_area(episode: Episode, _: datetime) -> Derived | None:
    """Placed outside the area of the placing authority."""
    if episode.care and episode.care.out_of_area:
        return episode.care.out_of_area, "/care/out_of_area"
    return None


def previous_missing(episode: Episode, _: datetime) -> Derived | None:
    """Missing before."""
    previous = episode.person.previous_missing
    if previous is None or previous.count is None:
        return None
    return Answer.YES if previous.count else Answer.NO, "/person/previous_missing/count"


def harmed_before(episode: Episode, _: datetime) -> Derived | None:
    """Came to harm when missing before."""
    previous = episode.person.previous_missing
    return (previous.harmed, "/person/previous_missing/harmed") if previous and previous.harmed else None


def medication(episode: Episode, _: datetime) -> Derived | None:
    """Takes medicine whose absence has an effect."""
    for index, each in enumerate(episode.person.medication):
        if each.hours_until_serious is not None or each.effect_if_missed:
            return Answer.YES, f"/person/medication/{index}"
    return (Answer.UNKNOWN, "/person/medication") if episode.person.medication else None


def out_of_character(episode: Episode, _: datetime) -> Derived | None:
    """Unlike the person."""
    return (episode.out_of_character, "/out_of_character") if episode.out_of_character else None


def exploitation(episode: Episode, _: datetime) -> Derived | None:
    """A sign of exploitation was seen: no answer of no can stand beside it."""
    return (Answer.UNKNOWN, "/exploitation_indicators") if episode.exploitation_indicators else None


def illness(episode: Episode, _: datetime) -> Derived | None:
    """A condition or a disability is recorded."""
    if episode.person.health:
        return Answer.YES, "/person/health"
    return (Answer.YES, "/person/disabilities") if episode.person.disabilities else None


INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {
        "child": child,
        "very_young_or_old": very_young_or_old,
        "looked_after": looked_after,
        "out_of_area_placement": out_of_area,
        "previous_missing": previous_missing,
        "harmed_when_missing_before": harmed_before,
        "medication_essential": medication,
        "out_of_character": out_of_character,
        "sexual_exploitation_or_trafficking": exploitation,
        "criminal_exploitation": exploitation,
        "illness_or_disability": illness,
    }
)
"""The questions that the episode itself can answer."""


def _age(episode: Episode, as_of: datetime, matters: Callable[[int], bool]) -> Derived | None:
    ages, at = _ages(episode, as_of)
    if not ages:
        return None
    judged = {matters(age) for age in ages}
    if len(judged) == 2:
        return Answer.UNKNOWN, at
    return Answer.YES if judged.pop() else Answer.NO, at


def _ages(episode: Episode, as_of: datetime) -> tuple[range, str]:
    birth, age = episode.person.date_of_birth, episode.person.age
    if birth and (ages := birth.living_ages_on(as_of.date())):
        return ages, "/person/date_of_birth"
    return (age.years, "/person/age") if age else (range(0), "")
