"""What a suggestion tells is the same whether it was made once for the policy or anew for the episode."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.test_suggest import BOTH, CARE, CHILD, ENGLAND, episode, line, policy_of

from missingpersons import wire
from missingpersons.codes import RiskLevel
from missingpersons.risk import facts, keeping, suggest
from missingpersons.risk.combination import Combination
from missingpersons.risk.conditions import Condition
from missingpersons.risk.definitions import code_answers
from missingpersons.risk.facts import NO, UNKNOWN, YES, Answered
from missingpersons.testing import Generator

LOW = line("b", 'question = "self_harm"', "low", "low")
EITHER = Condition(every=False, items=("child", "homeless"))


class TestNobodyAsked:
    def test_the_reason_is_the_lines(self) -> None:
        (reason,) = suggest(episode({}), policy=policy_of(CARE)).reasons

        assert reason == (
            "b",
            "looked_after",
            "not_asked",
            RiskLevel.MEDIUM,
            "Test b.",
            (),
            (Answered("looked_after", "not_asked", "nobody", ()),),
        )

    def test_a_line_that_then_calls_for_no_more_than_the_lowest_is_no_reason(self) -> None:
        assert suggest(episode({}), policy=policy_of(CHILD)).reasons == ()

    def test_what_is_answered_in_one_episode_is_not_told_of_the_next(self) -> None:
        policy = policy_of(CARE, BOTH)
        before = suggest(episode({}), policy=policy)

        suggest(episode({"child": "yes", "looked_after": "yes"}), policy=policy).as_dict()

        assert suggest(episode({}), policy=policy) == before

    def test_a_question_without_an_answer_stands_so(self) -> None:
        asked_nobody = suggest(episode({})).heard

        assert asked_nobody.answered("child") == Answered("child", "not_asked", "nobody", ())


class TestCombinations:
    def test_one_that_is_no_keeps_none_from_being_told(self) -> None:
        other = line("d", 'any_of = ["homeless", "self_harm"]', "high", "medium")
        described = episode({"child": "no", "homeless": "yes"})

        reasons = suggest(described, policy=policy_of(BOTH, other)).reasons

        assert [(each.code, each.answer) for each in reasons] == [("d", "yes")]

    def test_a_yes_that_would_raise_no_rank_is_no_line_more(self) -> None:
        policy = policy_of(line("a", 'any_of = ["child", "homeless"]', "medium", "medium"))

        asks = suggest(episode({}), policy=policy).asks

        assert [(each.question, each.lines) for each in asks] == [("child", 0), ("homeless", 0)]

    def test_the_level_that_a_yes_would_call_for_is_theirs(self) -> None:
        policy = policy_of(line("a", 'any_of = ["child", "homeless"]', "high", "low"), LOW)

        asks = suggest(episode({"homeless": "unknown"}), policy=policy).asks

        assert asks == (
            ("child", RiskLevel.HIGH, 1, "not_asked"),
            ("homeless", RiskLevel.HIGH, 1, "unknown"),
            ("self_harm", RiskLevel.MEDIUM, 0, "not_asked"),
        )

    def test_of_one_that_calls_for_less_than_the_level_now_the_level_stays(self) -> None:
        policy = policy_of(CARE, line("a", 'any_of = ["child", "homeless"]', "medium", "low"))

        asks = suggest(episode({"looked_after": "yes"}), policy=policy).asks

        assert [(each.question, each.would_call_for, each.lines) for each in asks] == [
            ("child", RiskLevel.HIGH, 1),
            ("homeless", RiskLevel.HIGH, 1),
        ]

    def test_what_one_comes_to_is_worked_out_once(self) -> None:
        one = Combination(EITHER)

        first, second = one.outcome({"child": NO}), one.outcome({"child": NO, "homeless": UNKNOWN})

        assert first is second
        assert first == (UNKNOWN, ("homeless",), (("homeless", YES),))


class TestKept:
    """What is worked out once is kept within a bound, and holds nothing that somebody may have written."""

    def test_it_stays_within_its_bound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keeping, "MOST_KEPT", 2)
        kept: dict[int, str] = {}

        sizes = [len(kept) for each in range(4) if keeping.keep(kept, each, "found") == "found"]

        assert (sizes, kept) == ([1, 2, 1, 2], {2: "found", 3: "found"})

    def test_suggestions_are_the_same_where_next_to_nothing_is_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        records = [wire.parse(each) for each in Generator(seed=8).documents(40)]
        told = [suggest(each, policy=ENGLAND).as_dict() for each in records]
        monkeypatch.setattr(keeping, "MOST_KEPT", 1)

        again = [suggest(each, policy=replace(ENGLAND)).as_dict() for each in records]

        assert again == told

    def test_a_question_of_nobodys_list_is_not_kept(self) -> None:
        policy = replace(ENGLAND)

        suggestion = suggest(episode({"somebodys_name": "yes", "child": "yes"}), policy=policy)

        assert suggestion.heard.answered("somebodys_name").at == ("/answers/0",)
        assert all(each.code != "somebodys_name" for each in suggestion.reasons)
        assert "somebodys_name" not in {question for question, *_ in facts._facts}
        assert {stands.question for stands in policy.reasoning._kept} == {"child"}

    def test_a_code_of_nobodys_list_is_not_kept(self) -> None:
        given = code_answers()["/reasons/*"]

        suggest(episode({}, reasons=["somebodys_name", "exploitation"]))

        assert "somebodys_name" not in {code for _, code in given.kept}
        assert (1, "exploitation") in given.kept

    def test_places_beyond_number_are_not_kept(self) -> None:
        policy = replace(ENGLAND)
        many = [{"question": "child", "answer": "yes"}] * (keeping.MOST_PLACES + 1)
        few = [{"question": "child", "answer": "yes"}] * keeping.MOST_PLACES

        told = [suggest(episode({}, answers=each), policy=policy).reasons for each in (many, few)]

        assert [{len(each.at) for each in reasons} for reasons in told] == [{0, len(many)}, {0, len(few)}]
        assert {len(stands.at) for stands in policy.reasoning._kept} == {len(few)}
        assert {
            len(stands.at)
            for line in policy.reasoning._together
            for state in line.kept
            for stands in state
            if stands is not None
        } == {len(few)}


def test_an_open_question_says_whether_somebody_was_asked() -> None:
    asks = suggest(episode({"child": "unknown"}), policy=ENGLAND).asks

    assert {each.answer for each in asks if each.question == "child"} == {"unknown"}
    assert {each.answer for each in asks if each.question != "child"} == {"not_asked"}
