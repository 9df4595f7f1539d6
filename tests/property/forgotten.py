"""What a review of grades must not forget, whatever came in later or nobody says when."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

from tests.property.risk_policies import QUESTIONS

from missingpersons import wire
from missingpersons.risk import Policy, review

Tree = dict[str, Any]

REPLACING = ("hours", "birth", "window")


def forgotten(tree: Tree, policy: Policy, chance: random.Random) -> Iterator[str]:
    """What a review of ``tree`` calls for less, or knows no more, once something came in later or nobody says when."""
    then, late = "2026-06-15T12:00:00Z", "2026-06-15T18:00:00Z"
    kept = {name: each for name, each in tree.items() if name not in ("outcome", "return_interview")}
    tree = json.loads(json.dumps(kept)) | {"recorded_at": "2026-06-16T12:00:00Z", "reported_at": "2026-06-15T07:00:00Z"}
    tree["assessments"] = [{"scheme": str(policy.scheme), "level": str(policy.lowest), "assessed_at": then}]
    dated = [name for name in ("person", "exploitation_indicators", "referral", "answers") if chance.random() < 0.8]
    tree["provenance"] = [
        {"at": f"/{name}", "basis": "fact", "obtained_at": "2026-06-15T08:00:00Z"} for name in dated if name in tree
    ]
    (before,) = review(wire.build(tree), policy=policy)
    at, when = _added(tree, chance), chance.choice((None, late))
    if at.endswith(("/hours_until_serious", "/date_of_birth", "/latest")):
        when = late  # where nobody says when it came in, what it goes before may have been gone already
    below_dated = any(at.startswith(f"{each['at']}/") for each in tree["provenance"])
    if when or below_dated:
        # What stands below a place that is dated is undated only if nothing else says so: it is told as late then.
        tree["provenance"].append({"at": at, "basis": "fact", "obtained_at": late})
    (after,) = review(wire.build(tree), policy=policy)
    if after.called_for.rank < before.called_for.rank:
        yield f"{shape(at)}, {'later' if when else 'undated'}, lowered what a review calls for"
    # A part that is dated late dates the whole around it, of which nobody said when it came in: that counts no more.
    dates_the_whole = when and not below_dated and at.startswith(("/referral/", "/person/medication/"))
    if not dates_the_whole and after.could_call_for.rank < before.could_call_for.rank:
        yield f"{shape(at)}, {'later' if when else 'undated'}, lowered what a review could call for"
    if lost := set(before.known) - set(after.known):
        yield f"{shape(at)}, {'later' if when else 'undated'}, took {shape(min(lost))} from what was known"


def _added(tree: Tree, chance: random.Random) -> str:
    """Add something that speaks of a danger, and say where."""
    kind = chance.choice(
        ("sign", "harm", "referral", "decision", "vulnerability", "interview", "answer", "effect", "often", *REPLACING)
    )
    if kind == "referral" and "referral" not in tree:
        tree["referral"] = {}
        return "/referral"
    if kind == "decision" and "conclusive_grounds" not in tree.get("referral", {}):
        given = tree.setdefault("referral", {"referred_at": "2026-06-01T12:00:00Z"})
        given["conclusive_grounds"] = "positive"
        return "/referral/conclusive_grounds"
    if kind == "interview":
        tree["return_interview"] = {"exploitation_indicators": ["hotel"], "harms": ["sexual_exploitation"]}
        return "/return_interview"
    person = tree.setdefault("person", {})
    if kind in REPLACING and (at := _replaced(tree, kind, chance)):
        return at
    if kind == "harm":
        harms = person.setdefault("previous_missing", {}).setdefault("harms", [])
        harms.append(chance.choice(("unknown", "assault", "sexual_exploitation")))
        return f"/person/previous_missing/harms/{len(harms) - 1}"
    if kind == "vulnerability":
        codes = person.setdefault("vulnerabilities", [])
        codes.append(chance.choice(("cse", "dementia", "suicide_ideation")))
        return f"/person/vulnerabilities/{len(codes) - 1}"
    if kind in ("effect", "often"):
        return _told_of_medicine(person, kind)
    if kind == "answer":
        tree["answers"].append({"question": chance.choice(QUESTIONS), "answer": chance.choice(("yes", "unknown"))})
        return f"/answers/{len(tree['answers']) - 1}"
    signs = tree.setdefault("exploitation_indicators", [])
    signs.append("hotel")
    return f"/exploitation_indicators/{len(signs) - 1}"


def _replaced(tree: Tree, kind: str, chance: random.Random) -> str:
    """Add what goes before something else that was told, and say where; empty if it is there."""
    at, told = {
        "hours": ("/person/medication/0/hours_until_serious", (2, 48)),
        "birth": ("/person/date_of_birth", ("2006", "2011-03", "1900-01-01", "2012-05-05", "2008~")),
        "window": ("/missing_since/latest", ("2026-06-13T06:00:00Z", "2026-06-15T06:00:00Z")),
    }[kind]
    if kind == "hours":
        record = tree["person"].setdefault("medication", [{"effect_if_missed": "Fits."}])[0]
    else:
        record = tree["person"] if kind == "birth" else tree.setdefault("missing_since", {})
    name = at.rpartition("/")[2]
    if name in record:
        return ""
    record[name] = chance.choice(told)
    return at


def _told_of_medicine(person: Tree, kind: str) -> str:
    """Add to a medicine of which nobody told it what happens without it, or how often it is needed."""
    name, told = {"effect": ("effect_if_missed", "Fits."), "often": ("needed_every_hours", 6)}[kind]
    medicines = person.setdefault("medication", [])
    index = next((place for place, each in enumerate(medicines) if name not in each), len(medicines))
    medicines[index:] = medicines[index:] or [{}]
    medicines[index][name] = told
    return f"/person/medication/{index}/{name}"


def shape(at: str) -> str:
    """A place with ``*`` for any entry of a list."""
    return re.sub("/[0-9]+(?=/|$)", "/*", at)
