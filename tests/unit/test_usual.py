"""Whether a text says only that going missing is usual for somebody."""

from __future__ import annotations

import json

import pytest

from missingpersons.findings import entry
from missingpersons.resources import schemas_directory
from missingpersons.values.reasons import SAYS_NO_REASON, says_no_reason
from missingpersons.values.usual import lists, says_nothing_besides, says_only_usual, words_of


class TestOnlyUsual:
    @pytest.mark.parametrize(
        "text",
        [
            "usual",
            "Usual behaviour.",
            "usual behaviour for him",
            "Always runs away",
            "always runs away, will be back",
            "Regular absconder, will come back.",
            "He always comes back by breakfast.",
            "Frequent misper - no concerns",
            "Does this all the time; it's in character",
            "Not out of character.",
            "Nothing out of the ordinary",
            "Not the first time she's gone missing",
            "Goes missing every weekend and returns home safe and well of her own accord.",
            "Has always returned safely, 14 times",
            "Nothing unusual. Low risk.",
            "PROLIFIC RUNAWAY",
            "Usual, she'll be back",
            "Always with this man",
        ],
    )
    def test_it_says_nothing_else(self, text: str) -> None:
        assert says_only_usual(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "14:40",
            "Seen an hour ago.",
            "Back home again.",
            "Is back home, which is usual.",
            "Returned home safe and well, as usual.",
            "Usual behaviour; spoken to by telephone at 14:40.",
            "Regular absconder, believed to be with her boyfriend.",
            "This is not usual.",
            "Unusual.",
            "Out of character.",
            "Never goes missing",
            "Known to be at home.",
            "No concern raised.",
            "Now an adult, no new concern.",
        ],
    )
    def test_it_says_something_else_or_nothing(self, text: str) -> None:
        assert not says_only_usual(text)

    def test_whom_it_is_about_adds_nothing(self) -> None:
        assert says_only_usual("Kayleigh always does this", {"kayleigh"})
        assert not says_only_usual("Kayleigh always does this", {"imogen"})


class TestNothingBesides:
    @pytest.mark.parametrize(
        "text",
        [
            "low risk",
            "Known absconder.",
            "absconder",
            "Missing again",
            "He'll be back",
            "She\u2019ll turn up safe and well",
            "Will return by breakfast.",
            "No concerns",
            "Usual.",
            "Low risk, left of her own accord.",
        ],
    )
    def test_it_says_no_more(self, text: str) -> None:
        assert says_nothing_besides(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "14:40",
            "Seen an hour ago.",
            "Back home again.",
            "Is coming home.",
            "Returning home, on the bus.",
            "Is returning.",
            "Is with an adult.",
            "At the Shell garage.",
            "In the shed.",
            "Known to be at home.",
            "Low risk: spoke to her mother at 14:40.",
            "Now an adult, no new concern.",
            "No concern raised.",
        ],
    )
    def test_it_may_be_a_reason(self, text: str) -> None:
        assert not says_nothing_besides(text)

    def test_whom_it_is_about_adds_nothing(self) -> None:
        assert says_nothing_besides("Kayleigh is missing again", {"kayleigh"})
        assert not says_nothing_besides("Kayleigh is missing again", {"imogen"})


class TestNoReason:
    @pytest.mark.parametrize(
        "text", ["", " ", "--", "!!!", "\u2026", "0", "14:40", "n/k", "N/K.", "No reason.", "no rationale", "See Niche"]
    )
    def test_it_says_nothing(self, text: str) -> None:
        assert says_no_reason(text)

    @pytest.mark.parametrize(
        "text",
        ["At his aunt's", "No reason to think her at risk: seen at 14:40", "\u5b89\u5168", "See Niche: seen at 14:40"],
    )
    def test_it_may_be_a_reason(self, text: str) -> None:
        assert not says_no_reason(text)

    def test_the_rule_has_the_same_words(self) -> None:
        told = entry("MP-R-182").definition

        assert "; ".join(sorted(SAYS_NO_REASON)) in told


def test_words_are_without_digits_and_marks() -> None:
    assert words_of("O'Neil-Farrant 2 (Imogen)_x") == {"oneil", "farrant", "imogen", "x"}


def test_the_lists_are_published_and_in_the_form_in_which_they_are_looked_for() -> None:
    told = json.loads((schemas_directory() / "risk.json").read_text(encoding="utf-8"))["only_usual"]

    assert told == lists()
    assert set(told["usual"]).isdisjoint(told["beside"])
    assert "with" in told["beside"]
    for words in (told["usual"], told["beside"]):
        assert len(words) == len(set(words))
        assert all(words_of(each) == {each} for each in words)
