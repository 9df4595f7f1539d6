"""What is always true of a suggestion, over as many invented episodes a scheme as are asked for.

``python -m tests.property.risk 10000`` tries 10,000 under each of the library's five policies, and as many more under
policies made up at random; ``test_risk.py`` tries a few of each in the suite.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from missingpersons import wire
from missingpersons.codes import LEVELS, Answer, RiskScheme, codelist
from missingpersons.models import Episode
from missingpersons.models.risk import RiskAnswer
from missingpersons.risk import Policy, Suggestion, library_policy, review, suggest
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.policy_file import policy_of
from missingpersons.risk.schemes import lowest_level
from missingpersons.testing import Generator

QUESTIONS = tuple(codelist("risk_questions").entries)
ORDER = ("no", "unknown", "yes")
GIVES_ANSWERS = (
    "care",
    "reasons",
    "related",
    "referral",
    "preparations",
    "failed_intentions",
    "return_interview",
    "outcome",
)
"""What else than the person and the answers says anything."""

Tree = dict[str, Any]


def episodes(number: int, seed: int) -> Iterator[tuple[Tree, random.Random]]:
    """Invented episodes whose answers are thrown anew, some of them without anything else."""
    chance = random.Random(seed)
    for document in Generator(seed=seed).documents(number):
        tree = json.loads(document)
        asked = chance.sample(QUESTIONS, chance.choice((0, 1, 5, 20, len(QUESTIONS))))
        likely = chance.choice((ORDER, ("no",) * 9 + ("unknown",), ("no",)))
        tree["answers"] = [{"question": each, "answer": chance.choice(likely)} for each in asked]
        if chance.random() < 0.5:
            tree["person"] = {}
            for name in GIVES_ANSWERS:
                tree.pop(name, None)
        yield tree, chance


def random_policy(chance: random.Random) -> Policy:
    """Any policy that can be written, with every guard."""
    scheme = chance.choice(list(RiskScheme))
    levels = sorted(LEVELS[scheme], key=lambda level: level.rank)
    lines = []
    for number in range(chance.randint(1, 8)):
        unknown, floor = sorted((chance.randrange(len(levels)), chance.randrange(len(levels))))
        lines.append(
            {
                "code": f"l{number}",
                **_asks(chance),
                "floor": str(levels[floor]),
                "if_unknown": str(levels[unknown]),
                "basis": "Made up.",
            }
        )
    top = {"name": "random", "version": "1", "scheme": str(scheme), "lowest": str(levels[0]), "status": "made up"}
    return policy_of({**top, "line": lines}, "random", "")


def _asks(chance: random.Random) -> Tree:
    kind = chance.choice(("question", "all_of", "any_of"))
    if kind == "question":
        return {kind: chance.choice(QUESTIONS)}
    other = "any_of" if kind == "all_of" else "all_of"
    items: list[Any] = chance.sample(QUESTIONS, chance.randint(1, 3))
    if chance.random() < 0.5:
        items.append({other: chance.sample(QUESTIONS, 2)})
    return {kind: items}


def faults(tree: Tree, policy: Policy, chance: random.Random) -> Iterator[str]:
    """Every promise that a suggestion about ``tree`` breaks. None, if all is well."""
    episode: Episode = wire.build(tree)
    made = suggest(episode, policy=policy)
    yield from _standing(made, tree, policy)
    if _written(made) != _written(judge(tree, policy)):
        yield "the same input gave something else"
    question = chance.choice(QUESTIONS)
    lower, higher = sorted(chance.sample(range(3), 2))
    below, above = (answering(episode, question, ORDER[each], policy) for each in (lower, higher))
    if above.level.rank < below.level.rank:
        yield f"turning {question} from {ORDER[lower]} to {ORDER[higher]} lowered the level"
    left_out, unknown = (answering(episode, question, each, policy) for each in (None, "unknown"))
    told = [(each.code, each.calls_for) for each in left_out.reasons]
    nobody = left_out.heard.answered(question).answer == "not_asked"
    if nobody and (
        left_out.level is not unknown.level or told != [(each.code, each.calls_for) for each in unknown.reasons]
    ):
        yield f"not asking {question} is not as if it were unknown"
    no = answering(episode, question, "no", policy)
    if no.level.rank > unknown.level.rank:
        yield f"unknown called for less than no: {question}"
    if missing := _of_others(left_out, policy, question) - _of_others(below, policy, question):
        yield f"answering {question} removed the reason {missing.pop()[0]}"


def _standing(made: Suggestion, tree: Tree, policy: Policy) -> Iterator[str]:
    lines = {each.code: each for each in policy.lines}
    ranks = [each.calls_for.rank for each in (*made.reasons, *made.guards)]
    if made.level.rank != max([policy.lowest.rank, *ranks]):
        yield "the level is not the highest that is called for"
    for reason in made.reasons:
        line = lines.get(reason.code)
        if line is None or reason.basis != line.basis or not reason.answers:
            yield "a reason has no line, or no answer"
        if reason.answer != "not_asked" and not reason.at:
            yield "an answer stands nowhere"
        if any(resolve(tree, at) is None for at in reason.at):
            yield "a reason points at nothing"
    yield from _called_for(made, policy)
    if made.level is lowest_level(policy.scheme):
        answers = {each: made.heard.answered(each).answer for each in QUESTIONS}
        if {answers["suicide_risk"], answers["medication_essential"]} != {"no"}:
            yield "the lowest level without a no to suicide and to medication"
        child = answers["child"] != "no" or answers["turned_eighteen"] != "no"
        ruled_out = {answers["sexual_exploitation_or_trafficking"], answers["criminal_exploitation"]} == {"no"}
        interview = tree.get("return_interview", {}).get("exploitation_indicators")
        signs = tree.get("exploitation_indicators") or tree.get("referral") or interview
        if child and (not ruled_out or signs):
            yield "the lowest level for a child who may be exploited"


def _called_for(made: Suggestion, policy: Policy) -> Iterator[str]:
    """Each line, worked out anew from the answers alone: what is not known, or not asked, is never as if it were no."""
    reasons = {each.code: each for each in made.reasons}
    for line in policy.lines:
        answer = _comes_to(line.condition.as_tree(), made)
        calls_for = {"no": None, "unknown": line.if_unknown, "yes": line.floor}[answer]
        reason = reasons.get(line.code)
        if calls_for is None:
            if reason is not None:
                yield "a line that is no is a reason"
            continue
        if made.level.rank < calls_for.rank:
            yield f"the level is below what a line calls for that is {answer}"
        if reason is None:
            if answer == "yes" or calls_for.rank > policy.lowest.rank:
                yield f"a line that is {answer} is no reason"
        elif reason.calls_for is not calls_for:
            yield f"a line that is {answer} calls for something else"
        elif (reason.answer == "yes") is not (answer == "yes"):
            yield f"the reason of a line that is {answer} says something else"


def _comes_to(tree: Tree | str, made: Suggestion) -> str:
    """No, unknown or yes, as docs/judging.md says, from the condition as a policy writes it."""
    if isinstance(tree, str):
        answer = made.heard.answered(tree).answer
        return "unknown" if answer == "not_asked" else answer
    ((kind, items),) = tree.items()
    each = [_comes_to(item, made) for item in ([items] if kind == "question" else items)]
    return (min if kind == "all_of" else max)(each, key=ORDER.index)


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
    when = chance.choice((None, late))
    at = _added(tree, chance)
    if when or any(at.startswith(f"{each['at']}/") for each in tree["provenance"]):
        # What stands below a place that is dated is undated only if nothing else says so: it is told as late then.
        tree["provenance"].append({"at": at, "basis": "fact", "obtained_at": late})
    (after,) = review(wire.build(tree), policy=policy)
    if after.called_for.rank < before.called_for.rank:
        yield f"{shape(at)}, {'later' if when else 'undated'}, lowered what a review calls for"
    if after.could_call_for.rank < before.could_call_for.rank:
        yield f"{shape(at)}, {'later' if when else 'undated'}, lowered what a review could call for"
    if lost := set(before.known) - set(after.known):
        yield f"{shape(at)}, {'later' if when else 'undated'}, took {shape(min(lost))} from what was known"


def _added(tree: Tree, chance: random.Random) -> str:
    """Add something that speaks of a danger, and say where."""
    kind = chance.choice(("sign", "harm", "referral", "vulnerability", "interview", "answer"))
    if kind == "referral" and "referral" not in tree:
        tree["referral"] = {}
        return "/referral"
    if kind == "interview":
        tree["return_interview"] = {"exploitation_indicators": ["hotel"], "harms": ["sexual_exploitation"]}
        return "/return_interview"
    person = tree.setdefault("person", {})
    if kind == "harm":
        harms = person.setdefault("previous_missing", {}).setdefault("harms", [])
        harms.append(chance.choice(("unknown", "assault", "sexual_exploitation")))
        return f"/person/previous_missing/harms/{len(harms) - 1}"
    if kind == "vulnerability":
        codes = person.setdefault("vulnerabilities", [])
        codes.append(chance.choice(("cse", "dementia", "suicide_ideation")))
        return f"/person/vulnerabilities/{len(codes) - 1}"
    if kind == "answer":
        tree["answers"].append({"question": chance.choice(QUESTIONS), "answer": chance.choice(("yes", "unknown"))})
        return f"/answers/{len(tree['answers']) - 1}"
    signs = tree.setdefault("exploitation_indicators", [])
    signs.append("hotel")
    return f"/exploitation_indicators/{len(signs) - 1}"


def shape(at: str) -> str:
    """A place with ``*`` for any entry of a list."""
    return re.sub("/[0-9]+(?=/|$)", "/*", at)


def _of_others(made: Suggestion, policy: Policy, question: str) -> set[tuple[str, str]]:
    others = {line.code for line in policy.lines if question not in line.questions}
    return {(each.code, str(each.calls_for)) for each in made.reasons if each.code in others}


def judge(tree: Tree, policy: Policy) -> Suggestion:
    """What the policy calls for."""
    episode: Episode = wire.build(tree)
    return suggest(episode, policy=policy)


def answering(episode: Episode, question: str, answer: str | None, policy: Policy) -> Suggestion:
    """What the policy calls for with another answer to one question, or with none."""
    kept = [each for each in episode.answers if each.question != question]
    added = [RiskAnswer(question=question, answer=Answer(answer))] if answer else []
    return suggest(episode.model_copy(update={"answers": (*kept, *added)}), policy=policy)


def resolve(tree: Any, at: str) -> Any:
    """What a JSON Pointer points at, or None."""
    for part in at.split("/")[1:]:
        if isinstance(tree, list):
            tree = tree[int(part)] if int(part) < len(tree) else None
        else:
            tree = tree.get(part) if isinstance(tree, dict) else None
    return tree


def _written(made: Suggestion) -> bytes:
    return json.dumps(made.as_dict()).encode()


@cache
def policies() -> tuple[Policy, ...]:
    """The library's five."""
    return tuple(library_policy(str(each)) for each in RiskScheme)


def run(number: int, seed: int) -> Iterator[str]:
    """Every fault in ``number`` episodes a scheme, and as many under random policies."""
    for place, policy in enumerate((*policies(), None)):
        for tree, chance in episodes(number, seed + place):
            chosen = policy or random_policy(chance)
            found = (*faults(tree, chosen, chance), *forgotten(tree, chosen, chance))
            yield from (f"{chosen} ({chosen.scheme}): {each}" for each in found)


def main() -> int:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    found = list(run(number, seed=20260715))
    for each in sorted(set(found)):
        print(f"{found.count(each)} x {each}")
    print(f"{number} episodes under each of {len(policies())} library policies, and {number} under random ones")
    print(f"{len(GUARDS)} guards, {len(QUESTIONS)} questions: {len(found)} faults")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
