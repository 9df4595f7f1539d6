"""Do the library's policies, guards and indicators come to what policy_truth.toml says that they are meant to?

It is a second account of the same thing, by hand. What differs is told in words, a part of the data at a time. The
vignettes of the conformance cases are another, of whole people; they say nothing of many lines by themselves.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from missingpersons import wire
from missingpersons.codes import RiskLevel, RiskScheme, codelist
from missingpersons.models import Episode
from missingpersons.risk import Policy, Suggestion, load_policy, read_policy, review, schemes, suggest, translate
from missingpersons.risk.library import PREFIX

TRUTH: dict[str, Any] = tomllib.loads(Path(__file__).with_name("policy_truth.toml").read_text(encoding="utf-8"))
VIGNETTES = Path(__file__).resolve().parents[1] / "conformance" / "risk"
QUESTIONS = tuple(codelist("risk_questions").entries)
ENGLAND = "app-very-low"
"""Under its policy every line calls for more than the lowest level while nobody knows: every answer is seen."""

Policies = Mapping[str, Policy]
Part = Callable[[Policies], Iterator[str]]


def differences(policies: Policies, first: Part | None = None) -> Iterator[str]:
    """What the data come to otherwise than policy_truth.toml says; one part may be looked at first."""
    for part in dict.fromkeys((first or PARTS[0], *PARTS)):
        yield from part(policies)


def of_policies(policies: Policies) -> Iterator[str]:
    """What each question alone, and each combination, calls for in every scheme."""
    for scheme, policy in policies.items():
        yield from _level(f"{scheme}: everything is no", _heard({}, policy), TRUTH["lowest"][scheme])
        yield from _level(f"{scheme}: nothing asked", suggest(_episode("{}"), policy=policy), "medium")
        for question, (line, yes, unknown) in TRUTH["alone"].items():
            for answer, calls in (("yes", yes), ("unknown", unknown), ("not_asked", unknown)):
                told = {line: (answer, calls)}
                yield from _told(f"{scheme}: {question} is {answer}", _heard({question: answer}, policy), told)
        for case in TRUTH["together"]:
            told = {line: ("yes", calls) for line, calls in case["reasons"].items()}
            told |= {line: ("unknown", calls) for line, calls in case.get("doubts", {}).items()}
            yield from _told(f"{scheme}: {case['why']}", _heard(_answers(case), policy), told)


def of_guards(policies: Policies) -> Iterator[str]:
    """What holds the level up where no line calls for anything, in every scheme."""
    for scheme in policies:
        policy = _bare(scheme)
        for case in TRUTH["guard"]:
            signs = ["fearful"] if case.get("signs") else []
            suggestion = _heard(_answers(case), policy, exploitation_indicators=signs)
            holds = case.get("holds", [])
            if [each.code for each in suggestion.guards] != holds:
                yield f"{scheme}: guards: {case['why']}"
            level = TRUTH["guarded" if holds else "lowest"][scheme]
            yield from _level(f"{scheme}: guards: {case['why']}", suggestion, level)


def of_codes(policies: Policies) -> Iterator[str]:
    """What every code in a field answers."""
    for field, about in TRUTH["codes"].items():
        for code in codelist(about["list"]).entries:
            each = {} if code in about.get("quiet", ()) else about.get("each", {})
            told = each | about["code"].get(code, {})
            yield from _answered(f"{field}: {code}", _put(field, code), told, policies)


def of_facts(policies: Policies) -> Iterator[str]:
    """What is answered on both sides of each threshold."""
    for case in TRUTH["fact"]:
        yield from _answered(case["why"], case["episode"], case["answers"], policies)


def of_schemes(_: Policies) -> Iterator[str]:
    """What a level is in another scheme, which assessments are of its years, and what is no evidence."""
    if list(schemes()) != list(TRUTH["levels"]):
        yield "the schemes"
    for scheme, levels in TRUTH["levels"].items():
        about = schemes()[RiskScheme(scheme)]
        if [each.code for each in about.levels] != levels:
            yield f"{scheme}: the levels"
        if [each.code for each in about.categories] != TRUTH["categories"].get(scheme, []):
            yield f"{scheme}: the categories"
        if [each for each in (about.began, about.ended) if each] != TRUTH["years"][scheme]:
            yield f"{scheme}: the years"
        if [each.rank for each in map(RiskLevel, levels)] != list(range(4 - len(levels), 4)):
            yield f"{scheme}: the order of the levels"
        yield from _translated(scheme, [each.code for each in (*about.levels, *about.categories)])
    for case in TRUTH["no_evidence"]:
        assessment = {"scheme": ENGLAND, "level": "very_low", "assessed_at": "2026-06-15T11:00:00Z"}
        (only,) = review(_episode(json.dumps(case["episode"] | {"assessments": [assessment]})))
        if only.why != "nothing_dated":
            yield f"no evidence: {case['why']}"


def of_vignettes(policies: Policies) -> Iterator[str]:
    """The level, the guards, and every reason with its places, of each vignette."""
    for vignette, name, fields, as_of, expected in _vignettes():
        scheme = name.removeprefix(PREFIX)
        policy = load_policy(VIGNETTES / "policies" / name) if scheme not in policies else policies[scheme]
        made = suggest(_episode(fields), policy=policy, as_of=as_of)
        reasons = [[each.code, each.answer, list(each.at)] for each in made.reasons]
        guards = [each.code for each in made.guards]
        if (made.level, reasons, guards) != (
            expected["level"],
            expected["reasons"],
            [g[0] for g in expected["guards"]],
        ):
            yield f"{vignette}: {name}"


PARTS: tuple[Part, ...] = (of_policies, of_guards, of_codes, of_facts, of_schemes)


def _translated(scheme: str, steps: list[Any]) -> Iterator[str]:
    for other, levels in TRUTH["levels"].items():
        for each in steps:
            same = TRUTH["same"].get(str(each), [str(each)])
            expected = next((level for level in levels if level in same), None)
            if other != scheme and translate(each, RiskScheme(scheme), RiskScheme(other)).level != expected:
                yield f"{scheme}: {each} in {other}"


@cache
def _vignettes() -> tuple[tuple[str, str, str, datetime, dict[str, Any]], ...]:
    files = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(VIGNETTES.glob("*.json")))
    return tuple(
        (case["vignette"], name, json.dumps(case["document"]), datetime.fromisoformat(case["as_of"]), expected)
        for file in files
        for case in file["cases"]
        for name, expected in case["expect"].items()
    )


@cache
def _episode(fields: str) -> Episode:
    start = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        "revision": 1,
        "tenure": 1,
        "recorded_at": "2026-06-15T12:00:00Z",
        "owner_force": "test-north",
        "status": "open",
        "person": {},
    }
    return wire.build(start | json.loads(fields))


def _heard(answers: Mapping[str, str], policy: Policy, **fields: Any) -> Suggestion:
    """What is suggested where every other question was asked and is no."""
    asked = dict.fromkeys(QUESTIONS, "no") | answers
    recorded = [{"question": each, "answer": answer} for each, answer in asked.items() if answer != "not_asked"]
    return suggest(_episode(json.dumps({"answers": recorded} | fields)), policy=policy)


def _answers(case: Mapping[str, Any]) -> dict[str, str]:
    return {question: answer for answer in ("yes", "unknown", "not_asked") for question in case.get(answer, ())}


def _told(what: str, suggestion: Suggestion, told: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    lowest = TRUTH["lowest"][suggestion.scheme]
    reasons = {line: each for line, each in told.items() if each[0] == "yes" or _rank(each[1]) > _rank(lowest)}
    if {each.code: (each.answer, each.calls_for) for each in suggestion.reasons} != reasons:
        yield f"{what}: the reasons"
    yield from _level(what, suggestion, max((lowest, *(calls for _, calls in told.values())), key=_rank))


def _level(what: str, suggestion: Suggestion, level: str) -> Iterator[str]:
    if suggestion.level != level:
        yield f"{what}: the level"


def _rank(level: str) -> int:
    return ("low", "medium", "high").index(level) if level in ("low", "medium", "high") else -1


def _answered(what: str, fields: Mapping[str, Any], told: Mapping[str, str], policies: Policies) -> Iterator[str]:
    """Every question has a line that asks it alone: the answer of its reason is how the question stands."""
    reasons = {
        each.code: each.answer for each in suggest(_episode(json.dumps(fields)), policy=policies[ENGLAND]).reasons
    }
    stands = {question: reasons.get(line, "no") for question, (line, *_) in TRUTH["alone"].items()}
    if stands != dict.fromkeys(stands, "not_asked") | told:
        yield what


def _put(field: str, code: str) -> dict[str, Any]:
    """The fields of an episode with ``code`` where ``field`` says, ``*`` being the only entry of a list."""
    value: Any = code
    if field.endswith("/scheme"):
        # An identifier is nothing without its value.
        value = {"scheme": code, "value": "TEST-0001"}
        field = field.removesuffix("/scheme")
    for step in reversed(field[1:].split("/")):
        value = [value] if step == "*" else {step: value}
    made: dict[str, Any] = value
    return made


def _bare(scheme: str) -> Policy:
    """A policy of which no line calls for anything."""
    lowest = TRUTH["lowest"][scheme]
    text = f"""
name = "invented"
version = "1"
scheme = "{scheme}"
lowest = "{lowest}"
status = "a test"

[[line]]
code = "any"
question = "other_factor"
floor = "{lowest}"
if_unknown = "{lowest}"
basis = "A test."
"""
    return read_policy(text.encode(), "bare.toml")
