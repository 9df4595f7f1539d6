"""One episode of an invented person, whole, as a JSON tree."""

from __future__ import annotations

from typing import Any

from missingpersons.testing.invented import (
    circumstances,
    ending,
    enquiry,
    numbers,
    places,
    risk,
    told,
)
from missingpersons.testing.invented.chance import Chance
from missingpersons.testing.invented.clock import stamp
from missingpersons.testing.invented.course import Course
from missingpersons.testing.invented.person import Individual
from missingpersons.testing.invented.settled import settle

_ADULT = 18
_RECORDERS = (
    {"role": "call_handler", "contact_point": "control room, 01632 960001"},
    {"role": "first_response_officer", "rank": "constable"},
)
_COMPARER = {"role": "missing_person_coordinator", "rank": "staff", "contact_point": "unit's mailbox, unit@example.org"}
_PLACEMENTS = {"childrens_home": "k2", "foster_home": "u6", "supported_accommodation": "h5"}
_PROVIDERS = ("pr1", "pr2", "pr4", "pr5")
_DEFINITIONS = {
    "scotland": "scotland_2017",
    "app-very-low": "app_very_low",
    "app-2017": "app_2017",
    "acpo-2013": "acpo_2013",
}
_RULED_OUT = ("not_same_person", "missing_together", "same_place")
_STATED = ("/circumstances", "/last_seen", "/person/clothing", "/missing_since")
_CONDITIONS = ("police_only", "safeguarding_partners", "child_record", "do_not_disclose_whereabouts")
_SAFETY = ("Ring the informant at work only.", "Speak to the sister, not to the household.")


def episode(c: Chance, who: Individual, when: Course, number: int) -> dict[str, Any]:
    """The ``number``-th episode of ``who``, as far as it has come."""
    reference = f"TEST/{when.day.year}/{number:07d}"
    decided = risk.assessments(c, who, when)
    person = told.person(c, who, when.day)
    tree: dict[str, Any] = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": numbers.uuid(c),
        "local_reference": reference,
        "revision": c.between(1, 3) if when.open else c.between(2, 6),
        "tenure": 2 if c.random() < 0.03 else 1,
        "recorded_at": stamp(when.recorded),
        "owner_force": who.force,
        "status": when.status,
        "missing_since": {"earliest": stamp(when.seen), "latest": stamp(when.gone)},
        "reported_at": stamp(when.reported),
        "missing_from": circumstances.missing_from(c, who),
        "person": person,
        "answers": risk.answers(c, who, when),
        "assessments": decided,
        "actions": enquiry.actions(c, when),
        **circumstances.surroundings(c, who, when),
    }
    _responsible(c, tree, who, when)
    _known(c, tree, who, when)
    _cared_for(c, tree, who, when)
    _done(c, tree, who, when)
    _afterwards(c, tree, who, when)
    _about(c, tree, who, when, number)
    tree["definition"] = _DEFINITIONS[decided[0]["scheme"]]
    settle(tree, child=who.age_on(when.day) < _ADULT)
    return tree


def _responsible(c: Chance, tree: dict[str, Any], who: Individual, when: Course) -> None:
    tree["reporting_force"] = who.force if c.random() < 0.95 else c.one(places.FORCES)
    if tree["reporting_force"] != who.force:
        tree["tenure"] = 2
    if when.open or c.random() < 0.6:
        tree["officer_in_charge"] = enquiry.officer_in_charge(c)
    if c.random() < 0.5:
        tree["recorded_by"] = c.one(_RECORDERS)
    if who.plot.lives_elsewhere or c.random() < 0.3:
        tree["residence_force"] = who.home_force
    if c.random() < 0.25:
        tree["last_seen_force"] = who.force
    if c.random() < 0.4:
        tree["call_references"] = [{"system": "Test control room", "reference": f"TEST-{c.digits(6)}"}]


def _known(c: Chance, tree: dict[str, Any], who: Individual, when: Course) -> None:
    if c.random() < 0.95:
        tree["last_seen"] = circumstances.last_seen(c, who, when)
    if c.random() < 0.2:
        tree["last_contact"] = circumstances.last_contact(c, who, when)
    if c.random() < 0.7:
        tree["out_of_character"] = (
            c.one(("yes", "yes", "unknown")) if who.plot.again < 0.2 else c.one(("no", "yes", "unknown"))
        )
    if c.random() < 0.5:
        tree["reasons"] = c.some(who.plot.reasons, 2)


def _cared_for(c: Chance, tree: dict[str, Any], who: Individual, when: Course) -> None:
    if who.plot.cared_for:
        placing, host = c.one(places.AUTHORITIES), c.one(places.AUTHORITIES)
        kind = tree["missing_from"]["kind"]
        care: dict[str, Any] = {
            "status": "uasc" if who.plot.from_abroad else c.one(("looked_after_s20", "looked_after_s31")),
            "placing_authority": placing,
            "host_authority": host,
            "out_of_area": "no" if host == placing else "yes",
            "contact_point": f"duty team, {numbers.landline(c)}",
        }
        if kind in _PLACEMENTS:
            care |= {"placement": _PLACEMENTS[kind], "provider": c.one(_PROVIDERS)}
        if c.random() < 0.5:
            care |= {"legal_status": c.one(("c2", "v2", "c1")), "missing_type": c.one(("missing", "missing", "away"))}
        if c.random() < 0.3:
            care["plan_reference"] = f"TEST-PLAN-{c.digits(4)}"
        tree["care"] = care
    if who.plot.indicators and c.random() < 0.6:
        tree["exploitation_indicators"] = c.some(who.plot.indicators, 3)
    elif when.open and who.signs:
        # What was seen before still holds.
        tree["exploitation_indicators"] = who.signs[:3]
    if who.plot.prepared and c.random() < 0.5:
        tree["preparedness"] = _form(c, "herbert", "the family", when)
    elif who.plot.cared_for and c.random() < 0.3:
        tree["preparedness"] = _form(c, "philomena", "the placement", when)


def _form(c: Chance, protocol: str, holder: str, when: Course) -> dict[str, Any]:
    year = when.day.year - 1
    form: dict[str, Any] = {"protocol": protocol, "holder": holder, "updated_on": f"{year}-{c.between(1, 12):02d}"}
    if c.random() < 0.3:
        form |= {"version": "2", "reference": f"TEST-FORM-{c.digits(4)}", "photo_taken_on": f"{year}-05"}
    return form


def _done(c: Chance, tree: dict[str, Any], who: Individual, when: Course) -> None:
    if notified := enquiry.notifications(c, who, when):
        tree["notifications"] = notified
    if who.plot.referred and c.random() < 0.4:
        tree["referral"] = enquiry.referral(c, when)
    if c.random() < 0.15:
        tree["sightings"] = enquiry.sightings(c, who, when)
    if c.random() < 0.1:
        tree["hypotheses"] = risk.hypotheses(c, when)
    if c.random() < 0.1:
        tree["publicity"] = enquiry.publicity(c, tree["person"], when)
    if when.open:
        tree["review_due_at"] = risk.review_due(c, when)


def _afterwards(c: Chance, tree: dict[str, Any], who: Individual, when: Course) -> None:
    if not when.found:
        return
    tree["outcome"] = ending.outcome(c, who, when)
    if when.status != "closed" or "fatal_outcome" in tree["outcome"]:
        return
    tree["prevention_interview"] = ending.prevention_interview(c, when)
    if who.plot.ages[1] < _ADULT and c.random() < 0.8:
        tree["return_interview"] = ending.return_interview(c, who, when)


def _about(c: Chance, tree: dict[str, Any], who: Individual, when: Course, number: int) -> None:
    related = [{"episode_id": before, "relation": "same_person"} for before, _, _ in who.episodes[-2:]]
    if c.random() < 0.04:
        related.append(_other_episode(c, when))
    if related:
        tree["related"] = related
    if c.random() < 0.35:
        tree["provenance"] = [_provenance(c, tree, who, when)]
    if c.random() < 0.8:
        tree["handling"] = _handling(c)
    if c.random() < 0.6:
        tree["processing_regime"] = c.one(("uk_gdpr", "uk_gdpr", "both", "part_3"))
    if c.random() < 0.3:
        tree["subject_categories"] = c.some(("missing_person", "victim"), 2)
    if c.random() < 0.25:
        local = {"beat": f"N{number % 40}", "priority": number % 5, "flags": ["invented"]}
        tree["extensions"] = {"org.example.test-force": local}


def _other_episode(c: Chance, when: Course) -> dict[str, Any]:
    return {
        "episode_id": numbers.uuid(c),
        "relation": c.one(_RULED_OUT),
        "force": c.one(places.FORCES),
        "decided_at": stamp(when.recorded),
        "by": _COMPARER,
        "rationale": "Compared by two officers.",
    }


def _provenance(c: Chance, tree: dict[str, Any], who: Individual, when: Course) -> dict[str, Any]:
    at = c.one(_STATED)
    if at == "/last_seen" and "last_seen" not in tree:
        at = "/circumstances"
    stated: dict[str, Any] = {"at": at, "basis": c.one(("fact", "opinion", "assessment", "unknown"))}
    if c.random() < 0.7:
        stated |= {"source": c.one(who.plot.reporters), "obtained_at": stamp(when.reported)}
    if c.random() < 0.3:
        stated["grading"] = c.one(("1AP", "2BP", "2DC"))
    return stated


def _handling(c: Chance) -> dict[str, Any]:
    handling: dict[str, Any] = {"classification": "official_sensitive"}
    if c.random() < 0.3:
        handling["conditions"] = c.some(_CONDITIONS, 2)
    if c.random() < 0.06:
        handling["do_not_disclose_to"] = ["the former partner"]
    if c.random() < 0.06:
        handling["contact_safety"] = c.one(_SAFETY)
    return handling
