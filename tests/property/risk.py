"""What is always true of a suggestion, over as many invented episodes a scheme as are asked for.

``python -m tests.property.risk 10000`` tries 10,000 under each of the library's five policies, and as many more under
policy files made up at random, half of which extend one of the five; ``test_risk.py`` tries a few in the suite.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.property.birthdays import lowered
from tests.property.exploited import WAYS, may_be_exploited
from tests.property.forgotten import forgotten
from tests.property.risk_policies import QUESTIONS, Drawn, drawn

from missingpersons import wire
from missingpersons.codes import Answer, RiskScheme
from missingpersons.models import Episode
from missingpersons.models.risk import RiskAnswer
from missingpersons.risk import Policy, Suggestion, library_policy, suggest
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.schemes import lowest_level
from missingpersons.testing import Generator

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

DOUBTFUL_DATES = ("2006~", "2007-11?", "2006-02-11%", "2013~", "1947?", "1990-04-02~")
DOUBTFUL_AGES = (
    {"min": 18, "max": 20, "basis": "apparent"},
    {"min": 19, "basis": "unknown"},
    {"min": 19, "max": 22, "basis": "estimated"},
    {"min": 76, "max": 78, "basis": "apparent"},
)
"""Ages that may be out: of all but two it is a child, or somebody very old, who may be taken for neither."""

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
        if chance.random() < 0.25:
            tree["person"] = doubtful(tree["person"], chance)
        if chance.random() < 0.25:
            tree = quiet_child(tree, chance)
            chance.choice(list(WAYS.values()))(tree, chance)
        yield tree, chance


def doubtful(person: Tree, chance: random.Random) -> Tree:
    """The same person, of whom nobody knows the age for certain."""
    others = {name: each for name, each in person.items() if name not in ("date_of_birth", "age")}
    kinds = chance.choice((("date_of_birth",), ("age",), ("date_of_birth", "age")))
    drawn_ages = {"date_of_birth": chance.choice(DOUBTFUL_DATES), "age": dict(chance.choice(DOUBTFUL_AGES))}
    return others | {name: drawn_ages[name] for name in kinds}


def quiet_child(tree: Tree, chance: random.Random) -> Tree:
    """The same record of a child of whom everything was asked, and is no; and nothing else says anything."""
    kept = ("document_type", "standard_version", "episode_id", "revision", "tenure", "owner_force", "status")
    asked = chance.sample(QUESTIONS, len(QUESTIONS))
    return {
        **{name: tree[name] for name in kept},
        "recorded_at": "2026-06-16T12:00:00Z",
        "reported_at": "2026-06-15T07:00:00Z",
        "person": chance.choice(
            (
                {"date_of_birth": "2011-02"},
                {"age": {"min": 16, "max": 19}},
                {"date_of_birth": "2006~"},
                {"age": {"min": 19, "max": 19, "basis": "apparent"}},
                {},
            )
        ),
        "answers": [{"question": each, "answer": "no"} for each in asked if each not in ("child", "turned_eighteen")],
    }


def faults(tree: Tree, policy: Policy, chance: random.Random) -> Iterator[str]:
    """Every promise that a suggestion about ``tree`` breaks. None, if all is well."""
    episode: Episode = wire.build(tree)
    made = suggest(episode, policy=policy)
    yield from _standing(made, tree, policy)
    if _written(made) != _written(judge(tree, policy)):
        yield "the same input gave something else"
    if made.heard.answered("child").answer == "no" and _may_be_a_child(tree):
        yield "somebody whose age is doubtful is taken for an adult"
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


def _may_be_a_child(tree: Tree) -> bool:
    """Whether they may be a child if a doubtful date of birth, or a doubtful age of the year of the record, is out."""
    year, person = int(tree["recorded_at"][:4]), tree["person"]
    born, age = person.get("date_of_birth", ""), person.get("age", {})
    if born[-1:] in ("?", "~", "%"):
        return "/" not in born and born[:4].isdigit() and year - int(born[:4]) < 18 + 5
    told = age.get("at", tree.get("reported_at", tree["recorded_at"]))[:4] == str(year)
    doubtful_age = age.get("basis") in ("estimated", "apparent", "unknown") and "min" in age
    return not born and told and doubtful_age and age["min"] < 18 + 5 and age["min"] <= age.get("max", age["min"])


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
    if (made.lowered, made.without_guards) != (policy.lowered, policy.without_guards):
        yield "a suggestion does not say what its policy lowers, or does without"
    if off := {each.code for each in made.guards} & set(policy.without_guards):
        yield f"a guard that the policy does without held: {off.pop()}"
    if made.level is lowest_level(policy.scheme):
        should_hold = _should_hold(made, tree)
        yield from (f"the lowest level, and {why}" for code, why in should_hold if code not in policy.without_guards)


def _should_hold(made: Suggestion, tree: Tree) -> Iterator[tuple[str, str]]:
    """Each guard that should hold ``tree``, and why: that of exploitation by what the record itself says."""
    answers = {each: made.heard.answered(each).answer for each in QUESTIONS}
    if answers["suicide_risk"] != "no":
        yield "suicide", "suicide is not ruled out"
    if answers["medication_essential"] != "no":
        yield "medication", "essential medicine is not ruled out"
    if {answers["child"], answers["turned_eighteen"]} != {"no"} and may_be_exploited(tree):
        yield "child-exploitation", "a child may be exploited"


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


def extending(tree: Tree, made_by: Drawn) -> Iterator[str]:
    """What a policy that lowers nothing, and does without no guard, calls for less than the one that it extends."""
    if made_by.base is None or made_by.lowers or made_by.without:
        return
    if judge(tree, made_by.policy).level.rank < judge(tree, made_by.base).level.rank:
        yield "a file that lowers nothing called for less than what it extends"


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
            made_by = None if policy else drawn(chance)
            chosen = made_by.policy if made_by else policy
            found = [*faults(tree, chosen, chance), *forgotten(tree, chosen, chance)]
            if made_by:
                found += [*made_by.faults(), *extending(tree, made_by)]
            else:
                # A file of a force's own may ask of children alone.
                found += lowered(tree, chosen, chance)
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
