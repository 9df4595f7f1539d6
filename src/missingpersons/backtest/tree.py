"""A backtest as the JSON object that is printed. A number that is hidden is null."""

from __future__ import annotations

from typing import Any

from missingpersons.backtest.agreement import Agreement
from missingpersons.backtest.calling import Caller, Calling
from missingpersons.backtest.comparison import COMPARED
from missingpersons.backtest.hiding import LEAST_SHOWN, Sum
from missingpersons.backtest.tables import Backtest, Confusion
from missingpersons.backtest.words import verdict
from missingpersons.risk.policy import Policy


def as_tree(made: Backtest) -> dict[str, Any]:
    """The whole backtest."""
    comparison = made.comparison
    return {
        "before": _policy(comparison.before) if comparison.before else {"recorded": True},
        "after": _policy(comparison.after),
        "scheme": str(made.scheme),
        "levels": [str(each) for each in made.levels],
        "lossy": comparison.is_lossy,
        "least_shown": LEAST_SHOWN,
        "documents_not_read": made.unread,
        "episodes": made.episodes,
        "counted_again": None if made.again is None else _sum(made.again),
        "standing": {str(each): shown for each, shown in made.standing.items()},
        "translated": _sum(made.translated),
        "agreement": _agreement(made.agreement),
        "verdict": verdict(made),
        "confusion": _confusion(made.confusion),
        "by_age": {band: _confusion(each) for band, each in made.ages.items()},
        "by_question": {question: _confusion(each) for question, each in made.questions.items()},
        "made_the_difference": {str(each): _calling(calling) for each, calling in made.calling.items()},
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "policy": str(policy),
        "scheme": str(policy.scheme),
        "status": policy.status,
        "digest": policy.digest,
        "extends": list(policy.extends),
        "lowered": list(policy.lowered),
        "without_guards": list(policy.without_guards),
    }


def _agreement(found: Agreement | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "kappa": round(found.kappa, 3),
        "chance": round(found.chance, 3),
        "observed": round(found.observed, 3),
        "expected": round(found.expected, 3),
    }


def _confusion(confusion: Confusion) -> dict[str, Any]:
    cells: dict[str, dict[str, int | None]] = {}
    for (before, after), shown in confusion.cells.items():
        cells.setdefault(str(before), {})[str(after)] = shown
    return {**{str(each): _sum(confusion.where(standing=each)) for each in COMPARED}, "cells": cells}


def _sum(shown: Sum) -> dict[str, Any]:
    return {"at_least": shown.least, "exact": shown.exact}


def _calling(calling: Calling) -> dict[str, Any]:
    return {
        "policy": str(calling.policy),
        "calls_for_it": [{**_caller(each), **_sum(shown)} for each, shown in calling.told],
        "cannot_be_told": [_caller(each) for each in calling.untold],
    }


def _caller(caller: Caller) -> dict[str, str]:
    return {"kind": str(caller.kind), "code": caller.code}
