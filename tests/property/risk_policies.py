"""Policy files made up at random: of a force's own, or one that extends a library policy, raising, adding and lowering.

Each is written as TOML and read as a file is, and the reader is asked whether it says what was written.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from missingpersons.codes import LEVELS, RiskLevel, RiskScheme, codelist
from missingpersons.findings import CannotRun
from missingpersons.risk import Policy, library_policy
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.library import read_policy
from missingpersons.risk.policy import Line

QUESTIONS = tuple(codelist("risk_questions").entries)

Table = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A policy file made up at random, and what it was made to say."""

    table: Table
    policy: Policy
    base: Policy | None
    """The library policy that it extends, if it extends one."""
    lowers: frozenset[str]
    """What it was made to call for less."""
    without: frozenset[str]
    """The guards that it was made to do without."""

    def faults(self) -> Iterator[str]:
        """Whatever the policy that was read says otherwise than its file."""
        made = self.policy
        if set(made.lowered) != self.lowers or set(made.without_guards) != self.without:
            yield "what a file lowers, or does without, is not what its policy says"
        if made.extends != ((str(self.base),) if self.base else ()):
            yield "a policy does not say what it extends"
        if {each.code for each in made.plan.guards} != set(GUARDS) - self.without:
            yield "a guard that no file named is gone, or one that it named holds"
        for code in sorted(self.lowers):
            named = [each for each in self.table["lowers"] if each != code]
            if _refusal({**self.table, "lowers": named}) != code:
                yield "a file that lowers what it does not name was not refused"
        if self.base is None:
            return
        new = {each.code: each for each in made.lines}
        for old in self.base.lines:
            line = new.get(old.code)
            if line is None:
                yield "a line of what is extended is gone"
            elif old.code not in self.lowers and (
                _asks_less(line.condition.as_tree(), old.condition.as_tree())
                or line.floor.rank < old.floor.rank
                or line.if_unknown.rank < old.if_unknown.rank
            ):
                yield "a line that was not named calls for less"


def drawn(chance: random.Random) -> Drawn:
    """Any policy that can be written, with every guard or without some: half of them extend one of the library's.

    Some call for nothing whatever is answered, so that only the guards are left.
    """
    scheme = chance.choice(list(RiskScheme))
    calls_for_nothing = chance.random() < 0.3
    without = chance.sample(list(GUARDS), chance.choice((0, 0, 0, 1, 2, len(GUARDS))))
    table: Table = {"name": "random", "version": "1", "status": "made up"}
    if without or chance.random() < 0.5:
        table["without_guards"] = without
    base = library_policy(str(scheme)) if chance.random() < 0.5 else None
    lowers = set()
    if base is None:
        table |= {
            "scheme": str(scheme),
            "lowest": str(_levels(scheme)[0 if calls_for_nothing else chance.randrange(2)]),
        }
        most = 1 if calls_for_nothing else len(LEVELS[scheme])
        table["line"] = [_new(scheme, number, chance, most) for number in range(chance.randint(1, 8))]
    else:
        table["extends"] = base.name
        table["line"] = []
        changes = base.lines if calls_for_nothing else chance.sample(base.lines, chance.choice((0, 1, 5)))
        lowering = chance.choice((0, 0, 0.3, 1))
        for line in changes:
            change, lower = _silenced(line, scheme) if calls_for_nothing else _change(line, scheme, chance, lowering)
            table["line"].append(change)
            lowers |= {line.code} if lower else set()
        more = 0 if calls_for_nothing else chance.choice((0, 1, 3))
        table["line"] += [_new(scheme, number, chance, len(LEVELS[scheme])) for number in range(more)]
        if not calls_for_nothing and chance.random() < 0.2:
            table["lowest"] = str(_levels(scheme)[1])
        if lowers or chance.random() < 0.5:
            table["lowers"] = chance.sample(sorted(lowers), len(lowers))
    return Drawn(table, _read(table), base, frozenset(lowers), frozenset(without))


def random_policy(chance: random.Random) -> Policy:
    """Any policy that can be written."""
    return drawn(chance).policy


def _levels(scheme: RiskScheme) -> list[RiskLevel]:
    return sorted(LEVELS[scheme], key=lambda level: level.rank)


def _new(scheme: RiskScheme, number: int, chance: random.Random, most: int) -> Table:
    """A line of its own, which calls for none but the lowest ``most`` levels."""
    levels = _levels(scheme)[:most]
    unknown, floor = sorted(chance.choices(range(len(levels)), k=2))
    calls = {"floor": str(levels[floor]), "if_unknown": str(levels[unknown])}
    return {"code": f"l{number}", **_asks(chance), **calls, "basis": "Made up."}


def _silenced(line: Line, scheme: RiskScheme) -> tuple[Table, bool]:
    lowest = _levels(scheme)[0]
    change = {"code": line.code, "floor": str(lowest), "if_unknown": str(lowest), "basis": "Made up."}
    return change, line.floor is not lowest or line.if_unknown is not lowest


def _change(line: Line, scheme: RiskScheme, chance: random.Random, lowering: float) -> tuple[Table, bool]:
    """A line of the base, changed; and whether it may call for less than it did."""
    levels = _levels(scheme)
    ranks = [each.rank for each in levels]
    floor, unknown = ranks.index(line.floor.rank), ranks.index(line.if_unknown.rank)
    change: Table = {"code": line.code, "basis": "Made up."}
    if chance.random() >= lowering:
        new_floor = chance.randrange(floor, len(levels))
        new_unknown = chance.randint(unknown, new_floor)
    else:
        new_floor = chance.randrange(len(levels))
        new_unknown = chance.randint(0, new_floor)
        if chance.random() < 0.3:
            change |= _asks(chance)
    if new_floor != floor or chance.random() < 0.5:
        change["floor"] = str(levels[new_floor])
    if new_unknown != unknown or chance.random() < 0.5:
        change["if_unknown"] = str(levels[new_unknown])
    asked = {key: each for key, each in change.items() if key in ("question", "all_of", "any_of")}
    asks_less = bool(asked) and _asks_less(asked, line.condition.as_tree())
    return change, new_floor < floor or new_unknown < unknown or asks_less


def _asks_less(new: Table, old: Table) -> bool:
    """Whether there are answers of yes, with no to all else, by which ``old`` is yes and ``new`` is not."""
    asked = sorted(_questions(new) | _questions(old))
    return any(
        _is_yes(old, yes) and not _is_yes(new, yes)
        for given in product((False, True), repeat=len(asked))
        for yes in [{question for question, is_yes in zip(asked, given, strict=True) if is_yes}]
    )


def _questions(asked: Table | str) -> set[str]:
    if isinstance(asked, str):
        return {asked}
    ((_, items),) = asked.items()
    return {items} if isinstance(items, str) else set().union(*map(_questions, items))


def _is_yes(asked: Table | str, yes: set[str]) -> bool:
    if isinstance(asked, str):
        return asked in yes
    ((kind, items),) = asked.items()
    if kind == "question":
        return items in yes
    each = [_is_yes(item, yes) for item in items]
    return all(each) if kind == "all_of" else any(each)


def _asks(chance: random.Random) -> Table:
    kind = chance.choice(("question", "all_of", "any_of"))
    if kind == "question":
        return {kind: chance.choice(QUESTIONS)}
    other = "any_of" if kind == "all_of" else "all_of"
    items: list[Any] = chance.sample(QUESTIONS, chance.randint(1, 3))
    if chance.random() < 0.5:
        items.append({other: chance.sample(QUESTIONS, 2)})
    return {kind: items}


def _read(table: Table) -> Policy:
    return read_policy(_written(table).encode(), "random.toml")


def _refusal(table: Table) -> str:
    """What the reader says is lowered and not named; empty if it takes the file."""
    try:
        _read(table)
    except CannotRun as error:
        said = str(error)
    else:
        return ""
    return said.partition("it lowers ")[2].partition(",")[0]


def _written(table: Table) -> str:
    """The table as TOML. Texts, and lists of them, are written there as in JSON."""
    top = [f"{key} = {_value(each)}" for key, each in table.items() if key != "line"]
    for line in table.get("line", ()):
        top += ["[[line]]", *(f"{key} = {_value(each)}" for key, each in line.items())]
    return "\n".join(top) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    return json.dumps(value)
