"""The page that says how two judgements of risk differ over many episodes, and which lines made the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from missingpersons.backtest import Backtest, Confusion, Standing
from missingpersons.backtest.comparison import COMPARED
from missingpersons.backtest.hiding import LEAST_SHOWN
from missingpersons.backtest.words import (
    COUNTED,
    HIDDEN,
    STANDINGS,
    band_title,
    caller_title,
    came_again,
    departures,
    number,
    question_title,
    sides,
    verdict,
)
from missingpersons.pages.frame import render
from missingpersons.risk.schemes import schemes


def backtest_page(made: Backtest, *, as_of: datetime | None = None) -> bytes:
    """One HTML page, complete in itself: only what ``made`` shows. No name of a file is on it."""
    before, after = sides(made.comparison)
    labels = {each.code: each.label for each in schemes()[made.scheme].levels}
    return render(
        "backtest.html",
        {
            "made": made,
            "before": before,
            "after": after,
            "recorded": made.comparison.before is None,
            "scheme": schemes()[made.scheme].title,
            "policies": [
                (each, departures(each)) for each in (made.comparison.before, made.comparison.after) if each is not None
            ],
            "as_of": as_of.isoformat() if as_of else None,
            "labels": [labels[each] for each in made.levels],
            "standings": {str(each): words for each, words in STANDINGS.items()},
            "standing": {str(each): (shown, number(shown)) for each, shown in made.standing.items()},
            "compared": sum(made.standing[each] or 0 for each in COMPARED),
            "rows": _rows(made, made.confusion, labels),
            "foot": [number(made.confusion.where(after=level)) for level in made.levels],
            "groups": [
                _group("age", "Age", made, made.ages, band_title, labels),
                _group("question", "Answered yes", made, made.questions, question_title, labels),
            ],
            "calling": _calling(made),
            "verdict": verdict(made),
            "came_again": came_again(made),
            "counted": COUNTED,
            "hidden": HIDDEN,
            "least": LEAST_SHOWN,
            "told": number,
        },
    )


def _rows(made: Backtest, confusion: Confusion, labels: Mapping[Any, str]) -> list[dict[str, Any]]:
    """A row for each first level that anything is shown of, or hidden."""
    return [
        {
            "level": labels[before],
            "cells": [number(confusion.cells[before, after]) for after in made.levels],
            "all": number(confusion.where(before=before)),
            **_moves(confusion, before),
        }
        for before in made.levels
        if any(confusion.cells[before, after] != 0 for after in made.levels)
    ]


def _moves(confusion: Confusion, before: Any = None) -> dict[str, Any]:
    sums = {each: confusion.where(before=before, standing=each) for each in COMPARED}
    return {
        "bar": [(str(each), found.least) for each, found in sums.items()],
        "whole": sum(found.least for found in sums.values()),
        "moves": {str(each): number(found) for each, found in sums.items()},
    }


def _group(
    of: str,
    head: str,
    made: Backtest,
    groups: Mapping[str, Confusion],
    title: Callable[[str], str],
    labels: Mapping[Any, str],
) -> dict[str, Any]:
    return {
        "of": of,
        "head": head,
        "rows": [
            {"title": title(code), "rows": _rows(made, confusion, labels), **_moves(confusion)}
            for code, confusion in groups.items()
        ],
    }


def _calling(made: Backtest) -> list[dict[str, Any]]:
    return [
        {
            "id": str(standing),
            "direction": "up" if standing is Standing.UP else "down",
            "policy": str(calling.policy),
            "rows": [(caller_title(each), shown.least, number(shown)) for each, shown in calling.told],
            "untold": [caller_title(each) for each in calling.untold],
            "most": max((shown.least for _, shown in calling.told), default=0),
        }
        for standing, calling in made.calling.items()
        if calling.told or calling.untold
    ]
