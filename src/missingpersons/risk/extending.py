"""A policy that extends another: what it may raise and add, and what it must say before it may lower."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from missingpersons.codes import RiskLevel
from missingpersons.findings import CannotRun
from missingpersons.risk.lowering import may_call_for_less
from missingpersons.risk.places import THE_POLICY, refuse, where_of
from missingpersons.risk.policy import Line, Policy
from missingpersons.risk.policy_file import (
    LOWEST,
    MAX_BASIS,
    MAX_LINES,
    choice,
    guards_off,
    level,
    line_tables,
    names,
    read_line,
    refuse_basis,
    refuse_repeated,
    refuse_unknown,
    text,
)

_KEYS = frozenset(
    {"name", "version", "scheme", "lowest", "status", "basis", "line", "without_guards", "extends", "lowers"}
)


def extended(table: Mapping[str, Any], base: Policy, source: str, digest: str) -> Policy:
    """The policy that a tree writes which extends ``base``. ``digest`` is that of the file alone.

    A line with the code of one of the base changes it, and says only what is new and why. Every other line is
    added. Whatever calls for less than it did must be named by ``lowers``.
    """
    refuse_unknown(table, _KEYS, source, THE_POLICY)
    if "scheme" in table:
        choice(table, "scheme", [base.scheme.value], source, THE_POLICY)
    refuse_basis(table, source)
    old = {each.code: each for each in base.lines}
    tables = line_tables(table, source, least=0)
    places = [where_of(number, each) for number, each in enumerate(tables, 1)]
    changes = [read_line(each, base.scheme, source, at, old) for each, at in zip(tables, places, strict=True)]
    refuse_repeated([each.code for each in changes], source)
    lowest = level(table, "lowest", base.scheme, source, THE_POLICY) if "lowest" in table else base.lowest
    lowers = names(table, "lowers", {*old, LOWEST}, f"lines of the policy that is extended, or {LOWEST!r}", source)
    lowered = {
        each.code: at
        for each, at in zip(changes, places, strict=True)
        if each.code in old and may_call_for_less(old[each.code], each)
    }
    if lowest.rank < base.lowest.rank:
        lowered[LOWEST] = THE_POLICY
    for code, where in lowered.items():
        if code not in lowers:
            key = LOWEST if code == LOWEST else None
            refuse(source, where, key, f"it lowers {code}, and lowers does not name it")
    if idle := [code for code in lowers if code not in lowered]:
        refuse(source, THE_POLICY, "lowers", f"lowers names what is not lowered: {', '.join(idle)}")
    new = {each.code: each for each in changes}
    lines = (*(new.pop(each.code, each) for each in base.lines), *new.values())
    if len(lines) > MAX_LINES:
        raise CannotRun(f"{source}: a policy has at most {MAX_LINES} lines")
    return Policy(
        name=text(table, "name", source, THE_POLICY),
        version=text(table, "version", source, THE_POLICY),
        scheme=base.scheme,
        lowest=lowest,
        status=text(table, "status", source, THE_POLICY, MAX_BASIS),
        digest=hashlib.sha256(f"{digest}\n{base.digest}\n".encode()).hexdigest(),
        lines=lines,
        extends=(str(base), *base.extends),
        lowered=tuple(
            code for code in dict.fromkeys((*base.lowered, *lowers)) if _is_lowered(code, lines, lowest, base)
        ),
        without_guards=tuple(dict.fromkeys((*base.without_guards, *guards_off(table, source)))),
        rests_on=base,
    )


def _is_lowered(code: str, lines: tuple[Line, ...], lowest: RiskLevel, base: Policy | None) -> bool:
    """Whether what ``code`` stands for may still call for less than in any policy that it rests on."""
    if base is None:
        return False
    if code == LOWEST:
        less = lowest.rank < base.lowest.rank
    else:
        new, old = (next((each for each in of if each.code == code), None) for of in (lines, base.lines))
        less = new is not None and old is not None and may_call_for_less(old, new)
    return less or _is_lowered(code, lines, lowest, base.rests_on)
