"""The library's policies, guards and indicators come to what was written down by hand, and any change would show."""

from __future__ import annotations

from itertools import islice

import pytest

from missingpersons.codes import codelist
from missingpersons.risk import aged, library_policy
from missingpersons.risk.definitions import code_answers
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.library import LIBRARY

from .policy_mutants import (
    Mutant,
    code_mutant,
    code_mutants,
    guard_mutant,
    mutants,
    named_mutant,
    scheme_mutant,
    written,
)
from .policy_truth import PARTS, QUESTIONS, TRUTH, Part, differences, of_facts, of_policies

POLICIES = {each: library_policy(each) for each in LIBRARY}


@pytest.mark.parametrize("part", PARTS, ids=lambda each: each.__name__)
def test_the_data_come_to_what_is_meant(part: Part) -> None:
    assert list(part(POLICIES)) == []


def test_every_question_and_every_line_is_accounted_for() -> None:
    alone = {line for line, *_ in TRUTH["alone"].values()}
    together = {line for case in TRUTH["together"] for line in case["reasons"]}

    assert set(TRUTH["alone"]) == set(QUESTIONS)
    assert {scheme: {line.code for line in policy.lines} for scheme, policy in POLICIES.items()} == dict.fromkeys(
        LIBRARY, alone | together
    )


def test_every_code_of_every_field_is_accounted_for_once() -> None:
    assert set(TRUTH["codes"]) == set(code_answers())
    for about in TRUTH["codes"].values():
        assert sorted([*about.get("nothing", ()), *about["code"]]) == sorted(codelist(about["list"]).entries)


class TestMutants:
    """``python -m tests.published.policy_mutants`` makes all of them; here is a part of each kind."""

    @pytest.mark.no_cover
    def test_a_change_of_any_part_is_noticed(self) -> None:
        some = islice(mutants(), 3, None, 17)

        assert [(each.kind, each.what) for each in some if each.noticed() is None] == []

    @pytest.mark.no_cover
    def test_what_is_as_it_was_is_not(self) -> None:
        indicators, described = written("indicators.toml"), written("schemes.toml")
        unchanged = (
            Mutant("nothing", "", of_policies, POLICIES),
            guard_mutant("nothing", "", GUARDS),
            code_mutant("nothing", "", indicators),
            scheme_mutant("nothing", "", described),
            named_mutant("nothing", "ADULT_AGE", 18, of_facts, aged),
        )

        assert [each.noticed() for each in unchanged] == [None] * 5

    def test_nothing_is_left_changed(self) -> None:
        (*some,) = islice(code_mutants(), 2)

        assert all(each.noticed() for each in some)
        assert list(differences(POLICIES)) == []
