"""Children who were graded too low: the review reports every one, with what was known and where it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import missingpersons as mp
from missingpersons.models import Episode
from missingpersons.risk import Verdict, review

FOLDER = Path(__file__).resolve().parents[1] / "conformance" / "risk"
CASES: dict[str, dict[str, Any]] = {
    case["vignette"]: case
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
}

SIGNS = "/exploitation_indicators/0"
BORN = "/person/date_of_birth"
BEFORE = "/person/previous_missing/count"
CARE = "/care/status"

TOO_LOW: dict[str, tuple[str, str, set[str]]] = {
    "groomed-and-absent": ("absent", "high", {BORN, BEFORE, CARE, SIGNS, "/answers/0"}),
    "signs-and-nobody-asked": ("no_apparent_risk", "medium", {BORN, SIGNS}),
    "no-against-the-signs": ("very_low", "medium", {BORN, SIGNS, BEFORE}),
    "pregnant-at-fifteen": ("low", "high", {BORN, SIGNS, "/person/health/0/condition", "/answers/0"}),
    "recruiting-others": ("no_apparent_risk", "medium", {BORN, SIGNS}),
    "referral-without-a-type": ("very_low", "medium", {BORN, "/referral"}),
    "referral-of-an-unknown-type": ("very_low", "medium", {BORN, "/referral/exploitation_types/0"}),
    "plan-because-of-exploitation": ("very_low", "medium", {BORN, "/person/protection_plan/kind"}),
    "hurt-before-and-graded-lowest": ("very_low", "high", {BORN, BEFORE, "/person/previous_missing/harms/0"}),
    "asked-and-not-known": ("very_low", "medium", {BORN, "/answers/2"}),
    "repeat-and-routine": ("low", "high", {BORN, BEFORE, CARE, "/person/previous_missing/harmed"}),
    "placed-far-away-again": ("low", "high", {BORN, BEFORE, CARE, "/care/out_of_area"}),
    "care-leaver-at-seventeen": ("low", "high", {BORN, BEFORE, CARE}),
    "away-and-smelling-of-drink": ("absent", "medium", {BORN, CARE, SIGNS, "/answers/0"}),
    "late-from-a-friend": ("very_low", "medium", {BORN}),
    "said-she-would": ("low", "high", {BORN, "/answers/0"}),
    "eleven-and-late": ("low", "high", {BORN}),
    "seizures": ("low", "medium", {BORN, "/person/health/0/condition"}),
}
"""Each vignette: the level recorded at first, the level called for by what was known, and where that stands."""

TOLD_AFTERWARDS = "told-in-the-return-interview"
"""Here the first grade is as it should be, and the one after the return interview is too low."""


def episode(vignette: str) -> Episode:
    read: Episode = mp.build(CASES[vignette]["document"])
    return read


@pytest.mark.parametrize("vignette", TOO_LOW)
def test_the_first_grade_is_reported_with_what_was_known(vignette: str) -> None:
    recorded, called_for, known = TOO_LOW[vignette]

    first = review(episode(vignette)).too_low[0]

    assert (first.at, first.recorded, first.called_for) == ("/assessments/0", recorded, called_for)
    assert known <= set(first.known)
    assert {each.code for each in first.reasons if each.answer == "yes"}
    assert known & {at for each in first.reasons for at in each.at}


@pytest.mark.parametrize("vignette", TOO_LOW)
def test_nothing_that_came_in_later_is_held_against_it(vignette: str) -> None:
    first = review(episode(vignette)).too_low[0]

    assert not {at for each in first.reasons for at in each.at} & set(first.later)


@pytest.mark.parametrize("vignette", TOO_LOW)
def test_the_person_was_a_child(vignette: str) -> None:
    first = review(episode(vignette)).too_low[0]

    assert ("child", "yes") in {(each.code, each.answer) for each in first.reasons}


def test_no_other_grade_of_a_child_is_reported() -> None:
    told = {
        name
        for name, case in CASES.items()
        if Verdict.LOWER_WITHOUT in {each.verdict for each in review(episode(name))}
        and "child" in {code for code, answer, _ in case["expect"]["library-scotland"]["reasons"] if answer == "yes"}
    }

    assert told == {*TOO_LOW, TOLD_AFTERWARDS}


def test_what_a_child_tells_afterwards_is_held_against_the_next_grade_only() -> None:
    before, after = review(episode(TOLD_AFTERWARDS))

    assert (before.verdict, before.called_for) == (Verdict.CONSISTENT, "medium")
    assert (after.verdict, after.called_for) == (Verdict.LOWER_WITHOUT, "high")
    assert "/return_interview/harms/0" in before.later
    assert "/return_interview/harms/0" in {at for each in after.reasons for at in each.at}
