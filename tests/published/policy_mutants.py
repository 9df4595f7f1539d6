"""If any one part of the risk data were otherwise, would somebody notice?

``python -m tests.published.policy_mutants`` (from the repository's root, ``src`` on the path) changes one thing at a
time: a floor, a line, a question of a combination, the lowest level, a guard, a code that answers, a threshold, a step
of a scheme. It asks policy_truth.toml of each, and the vignettes, prints how many were noticed, by kind, and names
every other; exit status 1 if there is one. What the loader refuses anyway, such as ``if_unknown`` above the floor, is
not made.
"""

from __future__ import annotations

import argparse
import copy
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from itertools import islice, pairwise
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

from missingpersons import codes
from missingpersons.codes import LEVELS, AgeBasis, RiskLevel
from missingpersons.risk import (
    Policy,
    aged,
    definitions,
    elapsed,
    indicators,
    known,
    library_policy,
    medicines,
    plan,
    questions,
)
from missingpersons.risk.conditions import Condition
from missingpersons.risk.facts import UNKNOWN, YES
from missingpersons.risk.guards import GUARDS, Guard
from missingpersons.risk.library import LIBRARY
from missingpersons.risk.policy import Line

from .policy_truth import (
    QUESTIONS,
    Part,
    Policies,
    differences,
    of_codes,
    of_facts,
    of_guards,
    of_policies,
    of_schemes,
    of_vignettes,
)

SCHEMES = sys.modules["missingpersons.risk.schemes"]
"""The module: its package exports the function of the same name."""


THRESHOLDS = (
    (aged, "ADULT_AGE"),
    (aged, "VERY_YOUNG_BELOW"),
    (aged, "VERY_OLD_FROM"),
    (indicators, "LONG"),
    (medicines, "A_DAY"),
)


class Mutant(NamedTuple):
    """One part of the data that is otherwise. ``policies`` are judged while ``changed`` is entered."""

    kind: str
    what: str
    part: Part
    policies: Mapping[str, Policy]
    changed: Callable[[], AbstractContextManager[Any]] = nullcontext

    def noticed(self, by: Callable[[Policies, Part], Iterator[str]] = differences) -> str | None:
        """The first thing that is then not as it is meant to be."""
        with self.changed():
            # A plan is made of the guards: none that was made before may be used.
            fresh = {scheme: replace(policy) for scheme, policy in self.policies.items()}
            try:
                return next(by(fresh, self.part), None)
            except (LookupError, ValueError) as error:
                return f"it does not work at all: {type(error).__name__}"


def mutants() -> Iterator[Mutant]:
    """Every mutant, policies first."""
    for scheme in LIBRARY:
        yield from of_policy(scheme)
    yield from guard_mutants()
    yield from code_mutants()
    yield from threshold_mutants()
    yield from scheme_mutants()


def of_policy(scheme: str) -> Iterator[Mutant]:
    """The library's policy for one scheme, with one thing otherwise."""
    policy = library_policy(scheme)
    levels = sorted(LEVELS[policy.scheme], key=lambda each: each.rank)
    for place, line in enumerate(policy.lines):
        before, after = policy.lines[:place], policy.lines[place + 1 :]
        yield _policy_mutant("a line removed", f"{scheme}: {line.code}", replace(policy, lines=(*before, *after)))
        for kind, other in _lines(line, levels):
            yield _policy_mutant(kind, f"{scheme}: {line.code}", replace(policy, lines=(*before, other, *after)))
    for level in levels:
        if level is not policy.lowest:
            yield _policy_mutant("the lowest level changed", f"{scheme}: {level}", replace(policy, lowest=level))


def _policy_mutant(kind: str, what: str, policy: Policy) -> Mutant:
    # The one that is changed is asked first.
    return Mutant(kind, what, of_policies, {policy.scheme.value: policy} | _all() | {policy.scheme.value: policy})


def _lines(line: Line, levels: list[RiskLevel]) -> Iterator[tuple[str, Line]]:
    for step, way in ((-1, "lowered"), (1, "raised")):
        floor, if_unknown = (_stepped(each, step, levels) for each in (line.floor, line.if_unknown))
        if floor and floor.rank >= line.if_unknown.rank:
            yield f"a floor {way}", replace(line, floor=floor)
        if if_unknown and if_unknown.rank <= line.floor.rank:
            yield f"if_unknown {way}", replace(line, if_unknown=if_unknown)
        if floor and if_unknown and line.floor is line.if_unknown:
            yield f"both {way}", replace(line, floor=floor, if_unknown=if_unknown)
    for kind, condition in _conditions(line.condition):
        yield kind, replace(line, condition=condition)


def _stepped(level: RiskLevel, step: int, levels: list[RiskLevel]) -> RiskLevel | None:
    place = levels.index(level) + step
    return levels[place] if 0 <= place < len(levels) else None


def _conditions(condition: Condition) -> Iterator[tuple[str, Condition]]:
    if len(condition.items) > 1:
        yield "all_of for any_of, or the other way", replace(condition, every=not condition.every)
    for place, item in enumerate(condition.items):
        before, after = condition.items[:place], condition.items[place + 1 :]
        if before or after:
            yield "a question of a combination removed", replace(condition, items=(*before, *after))
        others: Iterator[tuple[str, str | Condition]]
        if isinstance(item, str):
            others = iter([("another question asked", QUESTIONS[(QUESTIONS.index(item) + 1) % len(QUESTIONS)])])
        else:
            others = _conditions(item)
        for kind, other in others:
            yield kind, replace(condition, items=(*before, other, *after))


def guard_mutants() -> Iterator[Mutant]:
    """The guards with one removed, or one thing in one of them otherwise."""
    for code, guard in GUARDS.items():
        yield guard_mutant("a guard removed", code, {name: each for name, each in GUARDS.items() if name != code})
        for kind, other in _guards(guard):
            yield guard_mutant(f"a guard: {kind}", code, {**GUARDS, code: other})


def _guards(guard: Guard) -> Iterator[tuple[str, Guard]]:
    yield "yes for unknown, or the other way", replace(guard, least=YES if guard.least == UNKNOWN else UNKNOWN)
    children = GUARDS["child-exploitation"].doubted
    yield "who it is for", replace(guard, doubted=None if guard.doubted else children)
    for kind, condition in _conditions(guard.holds):
        yield kind, replace(guard, holds=condition)
    for kind, condition in _conditions(guard.doubted) if guard.doubted else ():
        yield kind, replace(guard, doubted=condition)


def guard_mutant(kind: str, what: str, guards: Mapping[str, Guard]) -> Mutant:
    return Mutant(kind, what, of_guards, _all(), lambda: patch.object(plan, "GUARDS", guards))


def code_mutants() -> Iterator[Mutant]:
    """The codes that answer, with one that does not, or that answers otherwise."""
    indicator_tables = written("indicators.toml")
    for number, table in enumerate(indicator_tables["codes"]):
        for word in {"yes", "unknown", "no"} & set(table):
            for question, named in table[word].items():
                for code in named:
                    what = f"{table['field']}: {code}: {question}"
                    for other in (None, *({"yes", "unknown", "no"} - {word})):
                        kind = "a code that answers removed" if other is None else "a code that answers otherwise"
                        yield code_mutant(kind, what, _moved(indicator_tables, number, (word, question, code), other))
    factors = questions.forms()["factors"]
    for place, entry in enumerate(factors.entries):
        for asked in entry.questions:
            left = replace(entry, questions=tuple(each for each in entry.questions if each != asked))
            changed = replace(factors, entries=(*factors.entries[:place], left, *factors.entries[place + 1 :]))
            yield _patched_definitions(
                "a code that answers removed",
                f"/person/vulnerabilities/*: {entry.code}: {asked}",
                patch.object(definitions, "forms", lambda changed=changed: {**questions.forms(), "factors": changed}),
            )


def _moved(given: dict[str, Any], number: int, from_: tuple[str, str, str], to: str | None) -> dict[str, Any]:
    tables = copy.deepcopy(given)
    word, question, code = from_
    tables["codes"][number][word][question].remove(code)
    if to is not None:
        tables["codes"][number].setdefault(to, {}).setdefault(question, []).append(code)
    return tables


def code_mutant(kind: str, what: str, tables: dict[str, Any]) -> Mutant:
    return _patched_definitions(kind, what, patch.object(definitions, "_table", lambda: tables))


def _patched_definitions(kind: str, what: str, patched: AbstractContextManager[Any]) -> Mutant:
    return Mutant(kind, what, of_codes, _all(), lambda: _without_cache(patched, definitions.code_answers))


def threshold_mutants() -> Iterator[Mutant]:
    """The ages, the hours, and the codes that say nothing, each otherwise by one."""
    for module, name in THRESHOLDS:
        value = getattr(module, name)
        one = value / 24 if isinstance(value, timedelta) else 1
        for step, way in ((-one, "lowered"), (one, "raised")):
            yield named_mutant(f"a threshold {way}", name, value + step, of_facts, module)
    for step, way in ((-1, "lowered"), (1, "raised")):
        years = elapsed.MARGIN + step
        yield _elapsed_mutant(f"a threshold {way}", f"MARGIN: {years}", "MARGIN", years)
    for basis in AgeBasis:
        kind = "a doubtful basis removed" if basis in elapsed._DOUBTFUL else "a basis made doubtful"
        yield _elapsed_mutant(kind, str(basis), "_DOUBTFUL", elapsed._DOUBTFUL ^ {basis})
    for name in ("_SAYS_NOTHING", "_NO_REASON"):
        value = getattr(indicators, name)
        for code in sorted(value):
            yield named_mutant("a code that says nothing removed", name, value - {code}, of_codes)
    for first, second in pairwise(indicators._GRAVITY):
        of = indicators._GRAVITY
        yield named_mutant("two answers swapped", "_GRAVITY", {**of, first: of[second], second: of[first]}, of_facts)
    for place in sorted(known._OF_THE_REPORT):
        left = known._OF_THE_REPORT - {place}
        changed = patch.object(known, "_OF_THE_REPORT", left)
        yield Mutant("a time of the report removed", place, of_schemes, _all(), lambda changed=changed: changed)


def named_mutant(kind: str, name: str, value: Any, part: Part, module: ModuleType = indicators) -> Mutant:
    what = f"{name}: {value}" if not isinstance(value, (frozenset, dict)) else name
    return Mutant(kind, what, part, _all(), lambda: patch.object(module, name, value))


def _elapsed_mutant(kind: str, what: str, name: str, value: Any) -> Mutant:
    return Mutant(kind, what, of_facts, _all(), lambda: patch.object(elapsed, name, value))


def scheme_mutants() -> Iterator[Mutant]:
    """The schemes with one level removed or two in another order, and the order of all levels otherwise."""
    tables = written("schemes.toml")
    for number, scheme in enumerate(tables["scheme"]):
        for place, level in enumerate(scheme["level"]):
            without = copy.deepcopy(tables)
            del without["scheme"][number]["level"][place]
            yield scheme_mutant("a level removed", f"{scheme['code']}: {level['code']}", without)
        for place in range(len(scheme["level"]) - 1):
            swapped, steps = copy.deepcopy(tables), copy.deepcopy(tables)
            levels = swapped["scheme"][number]["level"]
            levels[place], levels[place + 1] = levels[place + 1], levels[place]
            what = f"{scheme['code']}: {scheme['level'][place]['code']}"
            yield scheme_mutant("two levels of a scheme swapped", what, swapped)
            levels = steps["scheme"][number]["level"]
            levels[place]["step"], levels[place + 1]["step"] = levels[place + 1]["step"], levels[place]["step"]
            yield scheme_mutant("the steps of two levels swapped", what, steps)
        for key in {"category", "from", "until"} & set(scheme):
            other = copy.deepcopy(tables)
            other["scheme"][number][key] = [] if key == "category" else "1999"
            yield scheme_mutant(f"{key} otherwise", scheme["code"], other)
    for first, second in pairwise(RiskLevel):
        if first.rank != second.rank:
            ranks = {first: second.rank, second: first.rank}
            what = f"{first} and {second}"
            yield Mutant(
                "the order of all levels", what, of_schemes, _all(), lambda ranks=ranks: patch.dict(codes._RANKS, ranks)
            )


def scheme_mutant(kind: str, what: str, tables: dict[str, Any]) -> Mutant:
    patched = patch.object(SCHEMES, "tomllib", SimpleNamespace(loads=lambda _: tables))
    return Mutant(kind, what, of_schemes, _all(), lambda: _without_cache(patched, SCHEMES.schemes))


@contextmanager
def _without_cache(patched: AbstractContextManager[Any], cached: Any) -> Iterator[None]:
    """Read anew what is kept, before and after the change."""
    with ExitStack() as after:
        after.callback(cached.cache_clear)
        after.enter_context(patched)
        cached.cache_clear()
        yield


def _all() -> dict[str, Policy]:
    return {each: library_policy(each) for each in LIBRARY}


def written(name: str) -> dict[str, Any]:
    """The tables of one of the library's files about risk."""
    return tomllib.loads(files("missingpersons.risk").joinpath(name).read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Make every mutant, and say which nobody noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.published.policy_mutants", description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth mutant")
    every = parser.parse_args(arguments).every
    if found := [*differences(_all()), *of_vignettes(_all())]:
        print("not even the data as they are come to what is meant:", *found, sep="\n  ")
        return 1
    made: Counter[str] = Counter()
    by_truth: Counter[str] = Counter()
    by_vignettes: Counter[str] = Counter()
    overlooked: list[Mutant] = []
    for each in islice(mutants(), 0, None, every):
        truth, vignettes = each.noticed() is not None, each.noticed(lambda given, _: of_vignettes(given)) is not None
        made[each.kind] += 1
        by_truth[each.kind] += truth
        by_vignettes[each.kind] += vignettes
        if not truth and not vignettes:
            overlooked.append(each)
    print(" made  truth  vignettes")
    for kind, count in made.items():
        print(f"{count:5}  {by_truth[kind]:5}  {by_vignettes[kind]:9}  {kind}")
    total, truth_total = made.total(), by_truth.total()
    print(f"{total:5}  {truth_total:5}  {by_vignettes.total():9}  in all; by either {1 - len(overlooked) / total:.1%}")
    for each in overlooked:
        print(f"not noticed: {each.kind}: {each.what}")
    return 1 if overlooked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
