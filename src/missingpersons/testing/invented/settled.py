"""What the parts of an invented record say of each other: nothing that a careful force would not have settled."""

from __future__ import annotations

from typing import Any

Tree = dict[str, Any]

_SAID = {
    "dementia_or_neurological": {"dementia"},
    "medication_essential": {"medication_essential"},
    "mental_health": {"mental_health"},
    "risk_to_others": {"risk_to_others"},
    "suicide_risk": {"suicide_ideation"},
}
"""Questions that may be answered no, and the vulnerabilities that say yes."""
_AGAINST_LOWEST = {"suicide_risk", "medication_essential", "previous_missing", "self_harm"}
_EXPLOITATION = {"sexual_exploitation_or_trafficking", "criminal_exploitation"}
_AUTHORITIES = {"local_authority", "placing_authority", "host_authority", "childrens_services", "social_worker"}
_NO_HARM = {"none", "unknown"}
_PARTNERS = {"spouse", "partner", "former_partner"}
_HIDDEN = "do_not_disclose_whereabouts"
_WORDS = ("where", "with_whom", "notes")
_APPROVER = {"role": "duty_inspector", "rank": "inspector", "contact_point": "duty desk, 01632 960002"}
_HURT = {"injured", "seriously_injured", "unwell"}
_LOOKS_OUT = {"neighbouring_force", "other_force", "transport_police", "border_force", "interpol"}
_NEEDS_ANOTHER = {"interpreter", "little_english"}
_SAFELY = "Do not ring the household. Ask the person first."


def settle(tree: Tree, *, child: bool) -> None:
    """Let answers agree with the record, tell whom it concerns, and say how to make contact safely."""
    _answers(tree)
    _decisions(tree)
    _spoken(tree)
    _told(tree, child=child)
    _handling(tree, child=child)
    _details(tree)
    if "outcome" in tree:
        _end(tree, tree["outcome"])
    if tree["status"] == "open" and tree.get("care", {}).get("missing_type") == "away":
        tree["care"]["missing_type"] = "missing"


def _answers(tree: Tree) -> None:
    person = tree["person"]
    known = set(person.get("vulnerabilities", ()))
    said = {question for question, codes in _SAID.items() if codes & known}
    if any("hours_until_serious" in each for each in person.get("medication", ())):
        said.add("medication_essential")
    if tree.get("out_of_character") == "yes":
        said.add("out_of_character")
    if "suicide_intent" in tree.get("reasons", ()):
        said.add("suicide_risk")
    for each in tree["answers"]:
        if each["answer"] == "no" and each["question"] in said:
            each["answer"] = "yes"


def _decisions(tree: Tree) -> None:
    against = any(each["answer"] == "yes" and each["question"] in _AGAINST_LOWEST for each in tree["answers"])
    for each in tree["assessments"]:
        if against and ("category" in each or each["level"] == "very_low"):
            each["approved_by"] = _APPROVER
        for evidence in each.get("evidence", ()):
            evidence.setdefault("obtained_at", tree["reported_at"])


def _spoken(tree: Tree) -> None:
    said = tree.get("return_interview", {})
    if said.get("may_be_shared") == "no":
        for name in _WORDS:
            said.pop(name, None)
        return
    told = [harm for harm in said.get("harms", ()) if harm not in _NO_HARM]
    if told and _NO_HARM.issuperset(tree["outcome"].get("harms", ())):
        tree["outcome"]["harms"] = told
    if "exploitation_indicators" in said:
        tree.setdefault("exploitation_indicators", said["exploitation_indicators"])


def _told(tree: Tree, *, child: bool) -> None:
    told = tree.get("notifications", [])
    reached = {each["to"] for each in told} & _AUTHORITIES
    away = tree.get("care", {}).get("out_of_area") == "yes"
    signs = "exploitation_indicators" in tree or any(
        each["answer"] == "yes" and each["question"] in _EXPLOITATION for each in tree["answers"]
    )
    if (child and signs and not reached) or (away and len(reached) == 1 and "childrens_services" not in reached):
        tree["notifications"] = [*told, {"to": "childrens_services", "sent_at": tree["assessments"][0]["assessed_at"]}]


def _handling(tree: Tree, *, child: bool) -> None:
    person = tree["person"]
    relations = person.get("relations", ())
    unsafe = any(each.get("unsafe_to_contact") == "yes" for each in relations)
    hidden = not child and tree.get("outcome", {}).get("whereabouts_may_be_disclosed") == "no"
    feared = "domestic_abuse_victim" in person.get("vulnerabilities", ()) and any(
        each["relation"] in _PARTNERS for each in relations
    )
    handling = tree.get("handling", {"classification": "official_sensitive"})
    said = "do_not_disclose_to" in handling or _HIDDEN in handling.get("conditions", ())
    if feared or ((unsafe or hidden) and not said):
        tree["handling"] = {**handling, "contact_safety": handling.get("contact_safety", _SAFELY)}


def _details(tree: Tree) -> None:
    person = tree["person"]
    if person.get("previous_missing", {}).get("count"):
        person["previous_missing"].setdefault("found_where", "At the bus station, the last time.")
    for each in tree.get("devices", ()):
        if not {"phone", "imei"} & each.keys():
            each.setdefault("text", "The family can see where it is.")
    seen = tree.setdefault("last_seen", {})
    if not {"place", "window"} & seen.keys():
        seen["place"] = {"text": "At home, in the morning."}
    languages = person.get("languages", [])
    needs = person.get("communication_needs", ())
    if not _NEEDS_ANOTHER.isdisjoint(needs) and {each["code"] for each in languages} <= {"en"}:
        person["languages"] = [*languages, {"code": "pl", "interpreter_needed": "yes"}]
    refused = {each["photo_id"] for each in person.get("photos", ()) if each.get("consent") == "no"}
    for each in tree.get("publicity", ()):
        if not refused.isdisjoint(each.get("photo_ids", ())):
            del each["photo_ids"]
        if "photo_ids" in each and "photo" not in each.get("scope", ["photo"]):
            each["scope"] = [*each["scope"], "photo"]


def _end(tree: Tree, outcome: Tree) -> None:
    if not _NO_HARM.issuperset(outcome.get("harms", ())):
        outcome.setdefault("text", "Was hurt, and has been seen by a doctor.")
    elif outcome.get("condition") in _HURT:
        outcome["harms"] = ["other"]
        outcome.setdefault("text", "Had slept outside, and has been seen by a doctor.")
    told = tree.get("notifications", [])
    found = outcome["found_at"]
    since = [{"to": to, "sent_at": found} for to in sorted({each["to"] for each in told} & _LOOKS_OUT)]
    if outcome.get("condition") == "deceased":
        since.append({"to": "coroner", "sent_at": found})
    if since:
        tree["notifications"] = [*told, *since]
    if tree["assessments"][-1].get("level") == "high" and "prevention_interview" in tree:
        tree["prevention_interview"]["result"] = "completed_in_person"
