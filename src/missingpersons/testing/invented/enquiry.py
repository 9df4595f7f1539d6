"""What a force does to find an invented person, and whom it tells."""

from __future__ import annotations

from typing import Any

from missingpersons.testing.invented import numbers, places
from missingpersons.testing.invented.chance import Chance
from missingpersons.testing.invented.clock import DAY, stamp
from missingpersons.testing.invented.course import Course
from missingpersons.testing.invented.person import Individual

_ACTIONS = (
    "search_home",
    "ring_person",
    "ask_friends",
    "ask_family",
    "check_hospitals",
    "check_places",
    "check_custody",
    "circulate_pnc",
    "cctv",
    "phone_enquiry",
    "house_to_house",
    "search_dog",
)
_NOTES = ("Nobody there; a neighbour will ring.", "Found nothing.", "Left a message.", "Pictures asked for.")
_DOERS = (
    {"role": "first_response_officer", "rank": "constable"},
    {"role": "investigator", "rank": "detective_constable"},
    {"role": "missing_person_coordinator", "rank": "staff", "contact_point": "unit's mailbox, unit@example.org"},
)
_LOOKED_AFTER_TOLD = ("placing_authority", "social_worker", "childrens_services", "host_authority")
_SEEN = (
    "Alone, walking towards the station.",
    "With two others outside the shop.",
    "Asleep on a bench.",
    "Asked for the way.",
)
_AUTHORITY = {"role": "authorising_officer", "rank": "superintendent", "contact_point": "duty desk, 01632 960002"}
_RATIONALE = "Life may be at risk, and a picture is the quickest way to find the person."
_SCOPE = ("photo", "name", "age", "description", "clothing", "last_seen_place", "circumstances")
_CHANNELS = ("force_social_media", "local_media", "missing_people", "posters", "transport_network")


def actions(c: Chance, when: Course) -> list[dict[str, Any]]:
    """What was agreed to be done."""
    agreed: list[dict[str, Any]] = []
    for code in c.some(_ACTIONS, 3):
        action: dict[str, Any] = {"code": code, "agreed_at": stamp(when.assessed)}
        if c.random() < 0.4:
            action["due_at"] = stamp(when.assessed + 120)
        if when.recorded > when.assessed + 60 and c.random() < 0.5:
            action["done_at"] = stamp(when.assessed + c.between(20, 60))
        if c.random() < 0.25:
            action["by"] = c.one(_DOERS)
        if c.random() < 0.15:
            action["notes"] = c.one(_NOTES)
        agreed.append(action)
    return agreed


def notifications(c: Chance, who: Individual, when: Course) -> list[dict[str, Any]]:
    """Who must be told, and who was."""
    told: list[dict[str, Any]] = []
    if who.plot.cared_for:
        told.append({"to": c.one(_LOOKED_AFTER_TOLD), "sent_at": stamp(when.assessed)})
    if c.random() < 0.3:
        told.append({"to": "ukmpu", "due_at": stamp(when.gone + 3 * DAY)})
    if c.random() < 0.15:
        told.append({"to": "neighbouring_force", "sent_at": stamp(when.assessed), "reference": f"TEST-{c.digits(6)}"})
    if who.plot.travels:
        told.append(
            {"to": c.one(("interpol", "border_force", "embassy_or_consulate")), "sent_at": stamp(when.assessed)}
        )
    return told


def sightings(c: Chance, who: Individual, when: Course) -> list[dict[str, Any]]:
    """Reports that the person was seen since."""
    end = min(when.ended, when.recorded)
    seen: list[dict[str, Any]] = []
    for _ in range(c.between(1, 2)):
        at = c.between(when.gone, end)
        sighting: dict[str, Any] = {
            "window": {"earliest": stamp(at), "latest": stamp(min(at + 10, end))},
            "place": places.spot(c),
            "reported_by": c.one(("public", "friend", "police", *who.plot.reporters)),
            "text": c.one(_SEEN),
        }
        if c.random() < 0.4:
            sighting["reported_by_force"] = c.one(places.FORCES)
        if c.random() < 0.5:
            sighting["confidence"] = c.one(("certain", "likely", "possible", "doubtful"))
        if c.random() < 0.4:
            sighting["confirmed"] = c.one(("yes", "no", "unknown"))
        seen.append(sighting)
    return seen


def publicity(c: Chance, person: dict[str, Any], when: Course) -> list[dict[str, Any]]:
    """On what grounds the public is told."""
    scope, channels = c.some(_SCOPE, 4), c.some(_CHANNELS, 3)
    ground: dict[str, Any] = {"scope": scope, "channels": channels, "given_at": stamp(when.assessed)}
    if c.random() < 0.6:
        ground |= {"basis": "consent", "given_by": person["relations"][0]["relation"]}
    else:
        ground |= {"basis": "authorised", "authorised_by": _AUTHORITY, "rationale": _RATIONALE}
    if "photos" in person:
        ground["photo_ids"] = [person["photos"][0]["photo_id"]]
    if c.random() < 0.4:
        ground["area"] = "Averham and twenty miles around"
    if c.random() < 0.4:
        ground["expires_at"] = stamp(when.assessed + 28 * DAY)
    if when.found:
        ground["withdrawn_at"] = stamp(when.ended)
    return [ground]


def referral(c: Chance, when: Course) -> dict[str, Any]:
    """The referral of somebody who may be a victim of trafficking."""
    at = when.assessed - c.between(20, 60) * DAY
    made: dict[str, Any] = {
        "reference": f"TEST-NRM-{c.digits(6)}",
        "referred_at": stamp(at),
        "exploitation_types": c.some(("criminal", "sexual", "labour"), 2),
        "reasonable_grounds": c.one(("positive", "pending")),
    }
    if made["reasonable_grounds"] == "positive":
        made["reasonable_grounds_at"] = stamp(at + 5 * DAY)
        if c.random() < 0.4:
            made |= {"conclusive_grounds": "positive", "conclusive_grounds_at": stamp(at + 15 * DAY)}
    return made


_ROUTES = ("control room", "duty desk")


def officer_in_charge(c: Chance) -> dict[str, Any]:
    """Who leads, and how another force reaches that role at any hour."""
    return {**c.one(_DOERS), "contact_point": f"{c.one(_ROUTES)}, {numbers.landline(c)}"}
