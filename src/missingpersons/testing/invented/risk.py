"""What was asked about the risk to an invented person, and what was decided."""

from __future__ import annotations

from typing import Any

from missingpersons.testing.invented import numbers
from missingpersons.testing.invented.chance import Chance
from missingpersons.testing.invented.clock import DAY, stamp
from missingpersons.testing.invented.course import Course
from missingpersons.testing.invented.person import Individual

LOWEST_ADULT_LEVELS = frozenset({"very_low"})

_ASKED_OF_ALL = (
    "suicide_risk",
    "out_of_character",
    "medication_essential",
    "weather_exposure",
    "crime_suspected",
    "mental_health",
    "substance_dependency",
    "risk_to_others",
)
_EXPLANATIONS = (
    "Asked of the informant on the telephone.",
    "The informant does not know.",
    "Told by staff, and in the plan.",
    "Never before.",
)
_SUPERVISORS = (
    {"role": "supervisor", "rank": "sergeant"},
    {"role": "duty_inspector", "rank": "inspector", "contact_point": "duty desk, 01632 960002"},
    {"role": "control_room_supervisor", "rank": "sergeant"},
)
_APPROVERS = (
    {"role": "duty_inspector", "rank": "inspector", "contact_point": "duty desk, 01632 960002"},
    {"role": "tactical_lead", "rank": "superintendent"},
)
_THINKER = {"role": "officer_in_charge", "rank": "detective_sergeant", "contact_point": "the unit, 01632 960003"}
_STATEMENTS = (
    "Said last week that nobody would miss them.",
    "Has been found by the canal twice before.",
    "Has money for a ticket, and no coat.",
    "Does not have the medicine along.",
)
_GRADINGS = ("1AP", "2BP", "2DC", "3EC")
_REVIEW_AFTER = {"high": 4, "medium": 10, "low": 22}
"""Hours until the next review: the library's own."""
_RAISED = {"very_low": "low", "low": "medium", "medium": "high", "high": "high"}
_WHY_RAISED = "Nothing has been heard for many hours, and the first enquiries found nobody who knows."


def answers(c: Chance, who: Individual, when: Course) -> list[dict[str, Any]]:
    """The questions that were asked: those that the plot answers with yes, and some that every call taker asks."""
    given: list[dict[str, Any]] = []
    questions = dict.fromkeys((*who.plot.yes[: c.between(1, 3)], *c.some(_ASKED_OF_ALL, 3)))
    for question in questions:
        answer = "yes" if question in who.plot.yes else c.one(("no", "no", "unknown"))
        each = {"question": question, "answer": answer}
        if c.random() < 0.35:
            each["explanation"] = c.one(_EXPLANATIONS)
        if c.random() < 0.35:
            each["answered_at"] = stamp(when.reported + 5)
        given.append(each)
    return given


def assessments(c: Chance, who: Individual, when: Course) -> list[dict[str, Any]]:
    """What was decided at first, and sometimes once more after hours without news."""
    scheme = "scotland" if who.force == "test-island" else c.one(("app-very-low", "app-very-low", "app-2017"))
    level = c.one(who.plot.levels)
    if level in LOWEST_ADULT_LEVELS and scheme != "app-very-low":
        level = "low"
    first = _assessment(c, who, when, scheme, level, when.assessed)
    if level == "low" and who.plot.ages[0] >= 18 and c.random() < 0.1:
        first = _assessment(c, who, when, "acpo-2013", None, when.assessed)
        first["category"] = "absent"
        return [first]
    later = when.assessed + c.between(4, 14) * 60
    if later > min(when.ended, when.recorded) or c.random() >= 0.3:
        return [first]
    second = _assessment(c, who, when, scheme, _RAISED[level], later)
    second["rationale"] = _WHY_RAISED
    return [first, second]


def _assessment(c: Chance, who: Individual, when: Course, scheme: str, level: str | None, at: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "scheme": scheme,
        "assessed_at": stamp(at),
        "assessed_by": c.one(_SUPERVISORS),
        "rationale": c.one(who.plot.rationales),
        "review_due_at": stamp(at + _REVIEW_AFTER.get(level or "low", 22) * 60),
    }
    if level:
        made["level"] = level
    if c.random() < 0.3:
        made["evidence"] = [_evidence(c, who, when)]
    if c.random() < 0.2:
        made["approved_by"] = c.one(_APPROVERS)
    if level and c.random() < 0.25:
        made["suggested"] = {"level": c.one((level, "medium", "high")), "policy": "app_very_low 1.0"}
    return made


def _evidence(c: Chance, who: Individual, when: Course) -> dict[str, Any]:
    evidence: dict[str, Any] = {"statement": c.one(_STATEMENTS), "source": c.one(who.plot.reporters)}
    if c.random() < 0.6:
        evidence |= {"obtained_at": stamp(when.reported + 8), "basis": c.one(("fact", "opinion", "assessment"))}
    if c.random() < 0.2:
        evidence["contact_point"] = numbers.landline(c)
    if c.random() < 0.2:
        evidence["grading"] = c.one(_GRADINGS)
    return evidence


_HYPOTHESES = (
    "With friends in the next town, without a charger.",
    "On the way to the place of childhood, on foot.",
    "Taken along by somebody met online.",
    "Hurt, and not able to call.",
)


def hypotheses(c: Chance, when: Course) -> list[dict[str, Any]]:
    """What may have happened, as those who search see it."""
    made: list[dict[str, Any]] = []
    for text in c.some(_HYPOTHESES, 2):
        hypothesis: dict[str, Any] = {"text": text, "made_at": stamp(when.assessed), "by": _THINKER}
        if c.random() < 0.4:
            hypothesis["rationale"] = "What the informant said, and the bus timetable."
        if not when.open and c.random() < 0.5:
            hypothesis["ruled_out_at"] = stamp(min(when.ended, when.recorded))
        made.append(hypothesis)
    return made


def review_due(c: Chance, when: Course) -> str:
    """When somebody must look again."""
    return stamp(when.recorded + c.between(1, 12) * 60 % DAY)
