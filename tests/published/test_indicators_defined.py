"""The published definitions about age and time say what the library does, exactly: an implementation made from their
words alone gives every answer, and every place, of some hundred episodes.
"""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.resources import schemas_directory
from missingpersons.risk import aged, elapsed, medicines
from missingpersons.risk.indicators import derive

from .indicators_defined import answers, drawn

QUESTIONS = ("child", "very_young_or_old", "turned_eighteen", "missing_long", "report_delay", "medication_overdue")
DRAWN = [drawn(random.Random(seed)) for seed in range(1_500)]


def by_the_library(tree: dict[str, Any], as_of: datetime) -> dict[str, tuple[str, frozenset[str]]]:
    episode = wire.build(tree)
    told = {question: derive(question, episode, as_of) for question in QUESTIONS}
    return {question: (str(each[0]), frozenset(each[1])) for question, each in told.items() if each}


def test_the_definitions_say_what_the_library_does() -> None:
    differing = [(tree, as_of) for tree, as_of in DRAWN if answers(tree, as_of) != by_the_library(tree, as_of)]

    assert differing == []


def test_every_answer_is_drawn_and_those_that_rest_on_a_doubt() -> None:
    told = [answers(tree, as_of) for tree, as_of in DRAWN]

    given = {(question, answer) for each in told for question, (answer, _) in each.items()}

    every = {(question, answer) for question in QUESTIONS for answer in ("no", "unknown", "yes")}
    assert given == every - {("medication_overdue", "no")}


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (elapsed, "MARGIN", 4),
        (elapsed, "MARGIN", 6),
        (elapsed, "_DOUBTFUL", frozenset()),
        (elapsed, "OLDEST", 119),
        (elapsed, "_OPEN", None),
        (aged, "ADULT_AGE", 17),
        (aged, "VERY_OLD_FROM", 81),
        (aged, "_told_adult", lambda *_: False),
        (medicines, "A_DAY", timedelta(hours=25)),
        (medicines, "_depended_on", lambda *_: ()),
    ],
)
def test_a_library_that_does_otherwise_is_found(
    module: Any, name: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, value)

    assert any(answers(tree, as_of) != by_the_library(tree, as_of) for tree, as_of in DRAWN)


def test_a_doubt_makes_unknown_of_a_no_and_changes_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    doubted = [by_the_library(tree, as_of) for tree, as_of in DRAWN]
    monkeypatch.setattr(aged, "margin", lambda *_: 0)
    certain = [by_the_library(tree, as_of) for tree, as_of in DRAWN]

    changes = {
        (question, one.get(question, ("nothing",))[0], other.get(question, ("nothing",))[0])
        for one, other in zip(certain, doubted, strict=True)
        for question in QUESTIONS
        if one.get(question) != other.get(question)
    }

    assert changes == {
        ("child", "no", "unknown"),
        ("very_young_or_old", "no", "unknown"),
        ("turned_eighteen", "no", "unknown"),
        ("turned_eighteen", "nothing", "unknown"),
        # Another field says it too.
        ("child", "unknown", "unknown"),
        ("very_young_or_old", "unknown", "unknown"),
        ("turned_eighteen", "unknown", "unknown"),
    }


def test_the_numbers_are_those_of_the_definitions() -> None:
    told = json.loads((schemas_directory() / "indicators.json").read_text(encoding="utf-8"))

    assert f"either way: {elapsed.MARGIN} or 0" in told["terms"]["doubt"]["definition"]
    assert "estimated, apparent or unknown" in told["terms"]["doubt"]["definition"]
    assert {str(each) for each in elapsed._DOUBTFUL} == {"estimated", "apparent", "unknown"}
