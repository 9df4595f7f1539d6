"""How an invented person is found, and what they say afterwards."""

from __future__ import annotations

from typing import Any

from missingpersons.testing.invented import places
from missingpersons.testing.invented.chance import Chance, weighted
from missingpersons.testing.invented.clock import DAY, stamp
from missingpersons.testing.invented.course import Course
from missingpersons.testing.invented.person import Individual

_ADULT = 18
_DISTANCES = weighted(
    {"km_0_1": 3, "km_1_5": 5, "km_5_10": 3, "km_10_50": 3, "km_50_100": 1, "km_over_100": 1, "same_place": 2}
)
_CONDITIONS = weighted(
    {"safe_and_well": 14, "unwell": 1, "injured": 1, "mental_distress": 2, "intoxicated": 1, "confused": 1}
)
_HELD = weighted({"completed_in_person": 6, "completed_by_phone": 2, "completed_through_reporter": 1})
_TOLD = (
    "Was at a friend's house and did not want to come back.",
    "Could not say where the night was spent.",
    "Is well and is sorry.",
)
_WHERE = (
    "At a house in the next town; does not know whose.",
    "With a friend from school.",
    "On trains, up and down the line.",
)
_WITH = ("With people met online, older.", "With a friend who was missing too.", "Alone.")
_NOTES = (
    "Would have liked somebody to ask earlier.",
    "Wants to see a sister more often.",
    "Did not want to say more today.",
)
_INTERVIEWERS = (
    {"role": "first_response_officer", "rank": "constable"},
    {"role": "missing_person_coordinator", "contact_point": "unit's mailbox, unit@example.org"},
)
_INDEPENDENT = {"role": "partner_agency", "rank": "other", "contact_point": "the service, 01632 960004"}
_ORGANISATIONS = ("Averham Outreach (invented)", "Quay Street Youth Service (invented)")
_REFERRALS = (
    "exploitation_team",
    "childrens_social_care",
    "mental_health_service",
    "early_help",
    "school_or_education",
)


def outcome(c: Chance, who: Individual, when: Course) -> dict[str, Any]:
    """How the person was found."""
    found: dict[str, Any] = {"found_at": stamp(when.ended), "found_by": c.one(who.plot.found_by)}
    if c.random() < 0.8:
        found["place"] = places.spot(c)
    if c.random() < 0.6:
        found["found_in_force"] = who.force if c.random() < 0.85 else c.one(places.FORCES)
    if c.random() < 0.5:
        found["distance"] = c.one(_DISTANCES)
    if c.random() < who.plot.dies:
        return {**found, **_death(c, when)}
    found |= {"how": c.one(who.plot.how), "condition": c.one(_CONDITIONS), "harms": [c.one(who.plot.harms)]}
    if found["how"] == "abroad" and "place" in found:
        found["place"] = places.abroad(c)
    if c.random() < 0.6:
        found["reasons"] = c.some(who.plot.reasons, 2)
    if who.plot.ages[0] >= _ADULT and c.random() < 0.4:
        found["whereabouts_may_be_disclosed"] = c.one(("yes", "yes", "no"))
        found["safe_to_contact"] = [who.interested[0]["relation"]]
    if c.random() < 0.35:
        found["text"] = c.one(_TOLD)
    return found


def _death(c: Chance, when: Course) -> dict[str, Any]:
    return {
        "how": "found_deceased",
        "condition": "deceased",
        "harms": ["fatal"],
        "fatal_outcome": c.one(("suicide", "accident", "natural_causes", "not_yet_known")),
        "died_on": stamp(when.ended)[:7],
        "identified_by": c.one(("visual", "dental", "dna", "fingerprints")),
    }


def prevention_interview(c: Chance, when: Course) -> dict[str, Any]:
    """The police's conversation with the person after they were found, before the episode is closed."""
    offered = when.ended + c.between(20, 240)
    held: dict[str, Any] = {
        "held_at": stamp(offered + c.between(10, 600)),
        "result": c.one(_HELD),
        "by": c.one(_INTERVIEWERS),
    }
    if c.random() < 0.5:
        held["offered_at"] = stamp(offered)
    if c.random() < 0.5:
        held["notes"] = c.one(_TOLD)
    return held


def return_interview(c: Chance, who: Individual, when: Course) -> dict[str, Any]:
    """The independent conversation that a child is offered."""
    offer: dict[str, Any] = {"offered": "yes", "offered_at": stamp(when.ended + c.between(60, DAY))}
    if c.random() >= 0.6:
        return {**offer, "accepted": "no", "result": c.one(("declined", "declined_carer_informed", "no_response"))}
    offer |= {"accepted": "yes", "result": "completed_in_person", "organisation": c.one(_ORGANISATIONS)}
    if when.recorded > when.ended + DAY:
        offer["held_at"] = stamp(when.ended + DAY)
    if c.random() < 0.6:
        offer |= {"independent": "yes", "by": _INDEPENDENT}
    if c.random() < 0.5:
        offer |= {"reasons": c.some(who.plot.reasons, 2), "where": c.one(_WHERE)}
    if c.random() < 0.3:
        offer["with_whom"] = c.one(_WITH)
    if c.random() < 0.25:
        offer |= {"harms": [c.one(who.plot.harms)], "referrals": c.some(_REFERRALS, 2)}
    if who.plot.indicators and c.random() < 0.3:
        offer["exploitation_indicators"] = c.some(who.plot.indicators, 2)
    if c.random() < 0.4:
        offer["may_be_shared"] = c.one(("yes", "no"))
    if c.random() < 0.3:
        offer["notes"] = c.one(_NOTES)
    return offer
