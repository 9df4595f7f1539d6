"""What a fact comes to: worked out once, the same object in every episode, and nothing kept that anybody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import missingpersons as mp
from missingpersons.models import Episode
from missingpersons.risk import facts, heard
from missingpersons.risk.facts import BOTH, NO, RECORDED, UNKNOWN, YES, Answered, Fact, fact, joined
from missingpersons.risk.heard import Heard, gravest, recorded
from missingpersons.risk.keeping import MOST_PLACES

AGE = ("/person/age",)
BIRTH = ("/person/date_of_birth",)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Nothing is kept from other tests, which would never be worked out here."""
    kept = [(each, dict(each)) for each in (facts._facts, facts._joined, heard._recorded)]
    for each, _ in kept:
        each.clear()
    yield
    for each, before in kept:
        each.clear()
        each.update(before)


def answers(number: int) -> tuple[str, ...]:
    return tuple(f"/answers/{index}" for index in range(number))


def answering(question: str, answer: str) -> Episode:
    return mp.build(
        {
            "document_type": "episode",
            "standard_version": "1.0",
            "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
            "revision": 1,
            "tenure": 1,
            "recorded_at": "2026-06-16T12:00:00Z",
            "owner_force": "test-north",
            "status": "open",
            "person": {},
            "answers": [{"question": question, "answer": answer}],
        }
    )


def test_a_fact_that_is_written_here_is_kept() -> None:
    assert Fact("child", YES, AGE).is_kept


def test_a_fact_that_is_met_again_is_the_same() -> None:
    first, again = fact("child", YES, AGE), fact("child", YES, ("/person/age",))

    assert again is first
    assert first.is_kept
    assert first.answered == Answered("child", "yes", "derived", AGE)
    assert first.answered is first.answered


@pytest.mark.parametrize(
    "other", [("looked_after", YES, AGE), ("child", UNKNOWN, AGE), ("child", YES, BIRTH), ("child", YES, AGE, RECORDED)]
)
def test_another_fact_is_another(other: tuple[str, int, tuple[str, ...]]) -> None:
    assert fact(*other) is not fact("child", YES, AGE)


@pytest.mark.parametrize(
    ("question", "at"), [("a question of nobody's list", ("/answers/0",)), ("child", answers(MOST_PLACES + 1))]
)
def test_what_anybody_may_have_written_is_not_kept(question: str, at: tuple[str, ...]) -> None:
    made = fact(question, YES, at)

    assert made.answered == Answered(question, "yes", "derived", at)
    assert not made.is_kept
    assert facts._facts == {}


def test_what_has_as_many_places_as_are_kept_is_kept() -> None:
    made = fact("child", YES, answers(MOST_PLACES))

    assert made.is_kept
    assert list(facts._facts.values()) == [made]


def test_no_fact_tells_its_question() -> None:
    assert repr(fact("a question of nobody's list", YES, AGE, RECORDED)) == "<Fact: yes, recorded>"


class TestRecorded:
    @pytest.mark.parametrize(("word", "gravity"), [("no", NO), ("unknown", UNKNOWN), ("yes", YES)])
    def test_an_answer_is_one_fact_wherever_it_is_met(self, word: str, gravity: int) -> None:
        first, again = (recorded(answering("homeless", word)) for _ in range(2))

        assert [each.answered for each in first] == [fact("homeless", gravity, ("/answers/0",), RECORDED).answered]
        assert again[0] is first[0]
        assert list(heard._recorded.items()) == [(("homeless", word, 0), first[0])]

    def test_one_to_a_question_of_nobodys_list_is_not_kept(self) -> None:
        (made,) = recorded(answering("nobodys_question", "yes"))

        assert made.answered == Answered("nobodys_question", "yes", "recorded", ("/answers/0",))
        assert heard._recorded == {}


class TestJoined:
    def test_has_every_place_once_and_is_the_same_when_met_again(self) -> None:
        several = fact("child", YES, AGE), fact("child", YES, (*BIRTH, *AGE))

        first, again = joined(several), joined(several)

        assert first.answered == Answered("child", "yes", "derived", (*AGE, *BIRTH))
        assert again is first
        assert facts._joined == {several: first}

    def test_is_looked_up_where_it_was_made_before(self) -> None:
        several = fact("child", YES, AGE), fact("child", YES, BIRTH)
        joined(several)
        facts._joined[several] = kept = fact("child", YES, (*BIRTH, *AGE))

        assert joined(several) is kept

    @pytest.mark.parametrize(("question", "number"), [("a question of nobody's list", 2), ("child", MOST_PLACES + 1)])
    def test_keeps_nothing_that_anybody_may_have_written(self, question: str, number: int) -> None:
        made = joined(tuple(fact(question, YES, (each,), RECORDED) for each in answers(number)))

        assert made.answered == Answered(question, "yes", "recorded", answers(number))
        assert facts._joined == {}


class TestGravest:
    def test_of_several_the_gravest_counts_with_every_place_that_gives_it(self) -> None:
        given = [
            fact("child", UNKNOWN, ("/answers/0",), RECORDED),
            fact("child", UNKNOWN, ("/answers/1",), RECORDED),
            fact("child", YES, ("/answers/2",), RECORDED),
            fact("child", UNKNOWN, ("/answers/3",), RECORDED),
            fact("child", YES, ("/answers/4",), RECORDED),
        ]

        said = gravest(given)

        assert {question: each.answered for question, each in said.items()} == {
            "child": Answered("child", "yes", "recorded", ("/answers/2", "/answers/4"))
        }

    def test_what_was_as_grave_as_what_was_overtaken_is_told_no_more(self) -> None:
        given = [fact("child", each, (f"/answers/{at}",), RECORDED) for at, each in enumerate((UNKNOWN, UNKNOWN, YES))]

        assert gravest(given) == {"child": given[2]}


class TestHeard:
    def test_one_who_answered_alone_is_told(self) -> None:
        said = fact("child", UNKNOWN, ("/answers/0",), RECORDED)

        stands = Heard({"child": said}, {})

        assert stands.answered("child") is said.answered
        assert stands.both == []

    def test_where_both_answer_alike_both_are_told(self) -> None:
        said, shown = fact("child", YES, ("/answers/0",), RECORDED), fact("child", YES, AGE)

        stands = Heard({"child": said}, {"child": shown})

        assert stands.answered("child") == Answered("child", "yes", BOTH, ("/answers/0", *AGE))
        assert stands.both == ["child"]

    def test_another_thread_sees_how_all_questions_stand_or_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said, shown = fact("child", YES, ("/answers/0",), RECORDED), fact("child", YES, AGE)
        stands = Heard({"child": said}, {"child": shown})
        seen: list[object] = []

        def looking_meanwhile(*told: Any) -> Fact:
            seen.append(stands._standing)
            return fact(*told)

        monkeypatch.setattr(heard, "fact", looking_meanwhile)

        assert stands.answered("child").source == BOTH
        assert seen == [None]
