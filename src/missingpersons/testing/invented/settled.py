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
_SAFELY = "Do not ring the household. Ask the person first."


def settle(tree: Tree, *, child: bool) -> None:
    """Let answers agree with the record, tell whom it concerns, and say how to make contact safely."""
    _answers(tree)
    _decisions(tree)
    _spoken(tree)
    _told(tree, child=child)
    _handling(tree, child=child)
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
