"""Children who were graded too low: the review reports every one that a reader marked, with what was known.

Each vignette has, for each of its grades, a mark that a reader made by what the vignette tells and by the published
ground, without asking the library. The review must come to the same.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import missingpersons as mp
from missingpersons.models import Episode
from missingpersons.risk import Reviewed, Verdict, review

FOLDER = Path(__file__).resolve().parents[1] / "conformance" / "risk"
CASES: dict[str, dict[str, Any]] = {
    case["vignette"]: case
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
}

SAYS = {
    "yes": {Verdict.LOWER_WITHOUT},
    "yes, with reasons and approval": {Verdict.LOWER_WITH_RATIONALE_AND_APPROVAL},
    "no": {Verdict.CONSISTENT, Verdict.HIGHER},
    "cannot be told": {Verdict.CANNOT_TELL},
}
"""What a review says of a grade with each mark."""

GRADES = {(name, index): mark for name, case in CASES.items() for index, mark in enumerate(case["graded"])}
TOO_LOW = [grade for grade, mark in GRADES.items() if mark["too_low"].startswith("yes")]

every_grade = pytest.mark.parametrize(("vignette", "index"), GRADES, ids=str)
every_low_grade = pytest.mark.parametrize(("vignette", "index"), TOO_LOW, ids=str)


@cache
def reviewed(vignette: str, index: int) -> Reviewed:
    read: Episode = mp.build(CASES[vignette]["document"])
    return tuple(review(read))[index]


@every_grade
def test_a_grade_is_reviewed_as_a_reader_marked_it(vignette: str, index: int) -> None:
    marked = GRADES[vignette, index]["too_low"]

    assert reviewed(vignette, index).verdict in SAYS[marked]


@every_low_grade
def test_what_the_reader_says_was_known_is_named(vignette: str, index: int) -> None:
    marked = set(GRADES[vignette, index]["known"])

    assert marked
    assert marked <= set(reviewed(vignette, index).known)


@every_low_grade
def test_the_level_called_for_rests_on_what_the_reader_says_was_known(vignette: str, index: int) -> None:
    marked = set(GRADES[vignette, index]["known"])
    found = reviewed(vignette, index)

    rests_on = {at for each in found.reasons if each.calls_for is found.called_for for at in each.at}

    assert marked & rests_on


@every_low_grade
def test_nothing_that_came_in_later_is_held_against_it(vignette: str, index: int) -> None:
    found = reviewed(vignette, index)

    assert not {at for each in (*found.reasons, *found.guards) for at in each.at} & set(found.later)


def test_both_the_graded_and_those_whom_nobody_graded_are_marked() -> None:
    assert {mark["too_low"] for mark in GRADES.values()} == set(SAYS)
    assert [] in [case["graded"] for case in CASES.values()]
