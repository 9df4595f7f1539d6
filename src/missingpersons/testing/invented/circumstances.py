"""How an invented person went missing, and with whom and what."""

from __future__ import annotations

from typing import Any

from missingpersons.testing.invented import names, numbers, places
from missingpersons.testing.invented.chance import Chance
from missingpersons.testing.invented.clock import stamp
from missingpersons.testing.invented.course import Course
from missingpersons.testing.invented.person import Individual

_MEANS = ("text_message", "missed_call", "messaging_app", "voice_call", "location_share", "bank_or_card_use")
_SAID = (
    "That everything was all right and not to ring.",
    "A picture of a platform, without words.",
    "Nothing: it rang off.",
)
_WEARING = (
    "A dark coat and jeans, as far as anybody noticed.",
    "What they always wear.",
    "Pyjamas and a dressing gown.",
)
_WHY = ("Spoke of it last week.", "Was found there before.", "Knows it from childhood.", "A friend works there.")
_PREPARATIONS = (
    "Took out cash and packed a bag.",
    "Sold a bicycle and gave a pet away.",
    "Looked up trains in the night.",
)
_FAILED = (
    "Had an appointment at nine and did not come.",
    "Was to collect a child from school.",
    "Was to call home at seven.",
)
_VEHICLES = (
    ("car", "Fenwick", "Comet", "silver"),
    ("bicycle", "Larkspur", "Tourer", "green"),
    ("van", "Cardew", "Carrier", "white"),
)
_DEVICES = (
    ("mobile_phone", "a phone with a cracked screen"),
    ("smart_watch", "a child's watch"),
    ("tablet", "a tablet in a red case"),
)
_CARDS = (("bank_debit", "Averham Bank"), ("travel_card", "Averham Buses"), ("concessionary_pass", "Penhale Council"))
_ABROAD = ("ESP", "FRA", "TUR", "IRL", "POL", "ALB")
_ANSWERS = ("yes", "no", "unknown")


def last_seen(c: Chance, who: Individual, when: Course) -> dict[str, Any]:
    """When, where and by whom the person was last seen."""
    seen: dict[str, Any] = {
        "window": {"earliest": stamp(when.seen), "latest": stamp(when.seen + min(10, when.gone - when.seen))},
        "place": places.spot(c),
        "by": c.one(who.plot.reporters),
    }
    if c.random() < 0.6:
        seen["doing"] = c.one(who.plot.doing)
    if c.random() < 0.15:
        seen["wearing"] = c.one(_WEARING)
    return seen


def last_contact(c: Chance, who: Individual, when: Course) -> dict[str, Any]:
    """When and how the person was last heard of."""
    heard: dict[str, Any] = {
        "window": {"earliest": stamp(when.gone), "latest": stamp(when.gone + 1)},
        "means": c.one(_MEANS),
        "by": c.one(who.plot.reporters),
    }
    if c.random() < 0.5:
        heard["text"] = c.one(_SAID)
    return heard


def missing_from(c: Chance, who: Individual) -> dict[str, Any]:
    """The place that the person is missing from."""
    kind = c.one(who.plot.missing_from)
    place = places.abroad(c) if who.plot.travels and kind == "hotel" else places.home(c)
    # Its own kind says what it is, not that of the place.
    missing: dict[str, Any] = {"kind": kind, "place": {name: each for name, each in place.items() if name != "kind"}}
    if c.random() < 0.1:
        missing["text"] = "as the informant calls it, the big house"
    return missing


def surroundings(c: Chance, who: Individual, when: Course) -> dict[str, Any]:
    """Everything else that is told of how the person went, most of it now and then."""
    told: dict[str, Any] = {"circumstances": c.one(who.plot.circumstances)}
    if c.random() < 0.35:
        told["places_of_interest"] = [_place_of_interest(c, who) for _ in range(c.between(1, 2))]
    if c.random() < 0.12:
        told["intended_destination"] = places.spot(c)
    if who.plot.travels:
        told["countries_likely_visited"] = c.some(_ABROAD, 2)
    if c.random() < 0.1:
        told["failed_intentions"] = c.one(_FAILED)
    if c.random() < 0.1:
        told["preparations"] = c.one(_PREPARATIONS)
    if c.random() < 0.15:
        told["companions"] = [_companion(c)]
    if c.random() < (0.5 if who.plot.drives else 0.06):
        told["vehicles"] = [_vehicle(c, who)]
    if c.random() < 0.2:
        told["devices"] = [_device(c, when)]
    if c.random() < 0.15:
        told["money_and_travel"] = _money(c, who, when)
    return told


def _place_of_interest(c: Chance, who: Individual) -> dict[str, Any]:
    place = {"kind": c.one(who.plot.interests), "place": places.spot(c)}
    return {**place, "why": c.one(_WHY)} if c.random() < 0.5 else place


def _companion(c: Chance) -> dict[str, Any]:
    companion: dict[str, Any] = {"relation": c.one(("friend", "sibling", "partner", "online_contact", "unknown"))}
    if c.random() < 0.5:
        companion["name"] = names.somebody(c)
    if c.random() < 0.4:
        companion["also_missing"] = c.one(_ANSWERS)
        if companion["also_missing"] == "yes":
            companion["episode_id"] = numbers.uuid(c)
    if c.random() < 0.25:
        companion["text"] = "Older, with a short beard and a dark cap."
    return companion


def _vehicle(c: Chance, who: Individual) -> dict[str, Any]:
    kind, make, model, colour = c.one(_VEHICLES)
    vehicle: dict[str, Any] = {"kind": kind, "colour": colour, "use": "own" if who.plot.drives else "collected_by"}
    if kind != "bicycle":
        vehicle |= {"registration": numbers.registration(c), "country": "GBR"}
    if c.random() < 0.6:
        vehicle |= {"make": make, "model": model}
    if c.random() < 0.2:
        vehicle["text"] = "A dent in the near side."
    return vehicle


def _device(c: Chance, when: Course) -> dict[str, Any]:
    kind, make = c.one(_DEVICES)
    device: dict[str, Any] = {"kind": kind, "with_them": c.one(_ANSWERS)}
    if c.random() < 0.4:
        device["make"] = make
    if c.random() < 0.4:
        device["imei"] = numbers.imei(c)
    if c.random() < 0.4:
        number = numbers.mobile(c)
        device["phone"] = {"number": number, "kind": "mobile_home", "e164": numbers.e164(number), "with_them": "yes"}
    if c.random() < 0.4:
        device["last_active_at"] = stamp(when.gone)
    if c.random() < 0.2:
        device["text"] = "A parent can see it in the family's application."
    return device


def _money(c: Chance, who: Individual, when: Course) -> dict[str, Any]:
    money: dict[str, Any] = {"cash": c.one(_ANSWERS)}
    if c.random() < 0.6:
        kind, issuer = c.one(_CARDS)
        card: dict[str, Any] = {"kind": kind, "issuer": issuer, "with_them": c.one(_ANSWERS), "used": c.one(_ANSWERS)}
        if c.random() < 0.4:
            card["ending"] = c.digits(4)
        if card["used"] == "yes":
            card["last_used"] = {"earliest": stamp(when.gone), "latest": stamp(when.gone + 30)}
        money["cards"] = [card]
    if who.plot.travels or c.random() < 0.15:
        money["passport_with_them"] = c.one(_ANSWERS)
    if c.random() < 0.3:
        money["text"] = c.one(("About twenty pounds.", "Enough for a coach.", "None, as far as the family knows."))
    return money
