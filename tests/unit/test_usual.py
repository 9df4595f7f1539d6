"""Whether a text says only that going missing is usual for somebody."""

from __future__ import annotations

import json

import pytest

from missingpersons.findings import entry
from missingpersons.resources import schemas_directory
from missingpersons.values.reasons import SAYS_NO_REASON, says_no_reason
from missingpersons.values.usual import lists, says_nothing_besides, says_only_labels, says_only_usual, words_of


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
            "Is on leave",
            "On leave.",
            "Agreed with Sgt 0042. Found.",
            "Agreed with Sgt\nFound.",
            "Is with an adult.",
            "Is with an adult friend.",
            "With adult male",
            "Adult who left by her own choice.",
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


class TestFormulas:
    """That it was agreed, by whom and where it stands, and what is typed to fill a field, is no reason."""

    @pytest.mark.parametrize(
        "text",
        [
            "agreed",
            "reviewed",
            "risk assessed",
            "as per sgt",
            "no further info",
            "Low risk agreed with Sgt",
            "professional judgement",
            "Not vulnerable",
            "asdf",
            "Agreed with Sgt Smith.",
            "Agreed with PS 1234 Jones",
            "Insp O'Neil agrees low",
            "Leave it low",
            "Discussed with duty inspector, low risk",
            "Noted",
            "See log 123",
            "see niche occurrence 123/24",
            "AS PER SGT SMITH",
            "Reviewed by control room supervisor",
            "Risk assessment completed",
            "Risk level reduced following review",
            "qwerty",
            "asdfasdf",
            "xxxx",
            "x",
            "jkjk",
            "NFA",
            "no intel",
            "No risks identified",
            "Not deemed high risk",
            "Not at risk",
            "agreed with supervision",
            "In line with policy",
            "Risk assessed in line with APP",
            "Spoke to Sgt, happy with low",
            "Happy with this",
            "Per DI",
            "Refer to log",
            "no change",
            "Remains low",
            "Sgt agreed",
            "approved",
            "Supervisor decision",
            "As per previous risk assessment",
            "Agreed low by duty inspector.",
            "downgraded to low",
            "No vulnerabilities",
            "Nothing further",
            "no other info",
            "N/A - see log",
            "awol",
            "Ok as per sgt",
            "Discussed at length with Insp Brown; agreed low",
            "sdf",
        ],
    )
    def test_it_says_no_more(self, text: str) -> None:
        assert says_no_reason(text) or says_nothing_besides(text)
        assert not says_only_usual(text)
        assert not says_only_labels(text)

    @pytest.mark.parametrize(
        "text",
        [
            "At his aunt's",
            "In her room",
            "In police custody",
            "Police have her",
            "Officer has him",
            "Is with officers",
            "With police",
            "We can see him",
            "He is on shift",
            "On duty",
            "At work",
            "Seen by Sgt Smith at home",
            "Agreed with Sgt: spoken to by phone at 14:40",
            "Asleep in bed",
            "Call from her",
            "Is present",
            "Agreed with mother",
            "With her boyfriend",
            "Is with an adult",
            "No concern raised.",
            "Now an adult, no new concern.",
            "Reasons.",
            "She may be in danger",
            "This is not usual.",
            "At a friend's.",
            "Late.",
            "Nobody safe could be asked.",
            "\u5b89\u5168",
            "Spoken to by Sgt Smith",
            "Left with officer",
            "In cells",
            "HMP",
            "At school",
            "In hospital",
            "Sgt Smith has seen him",
            "At her older sister's",
            "Phoned home",
            "Checked on by her aunt",
            "Is not missing",
            "Located",
            "Her lifestyle: works nights at the bakery",
            "Invented words.",
            "Is with Sgt Smith",
            "On his way to Sgt",
        ],
    )
    def test_it_may_be_a_reason(self, text: str) -> None:
        assert not says_no_reason(text)
        assert not says_nothing_besides(text)
        assert not says_only_usual(text)
        assert not says_only_labels(text)

    @pytest.mark.parametrize(
        ("text", "typed"),
        [
            ("low qwertyuiop", True),
            ("low asdfds", True),
            ("low poiuytrewqasdfghjkl", True),
            ("low asdas", False),
            ("low asdfe", False),
            (f"low {'qwertyuiop' * 900}x", False),
        ],
    )
    def test_what_is_typed_along_a_row_is_no_word(self, text: str, typed: bool) -> None:
        assert says_nothing_besides(text) == typed

    def test_beside_what_is_usual_it_is_only_usual(self) -> None:
        assert says_only_usual("Usual behaviour, agreed with Sgt")

    def test_the_name_after_a_rank_says_only_who_it_was(self) -> None:
        assert says_nothing_besides("Agreed with Sgt. Neil-Farrant 0042")
        assert says_nothing_besides("Agreed with Sgt Neil-Farrant 0042")
        assert says_nothing_besides("Agreed with PS\u00a00042 Neil-Farrant")
        assert not says_nothing_besides("Agreed with Neil-Farrant")
        assert not says_nothing_besides("agreed with sgt asleep")

    @pytest.mark.parametrize(("times", "nothing"), [(200, True), (201, False)])
    def test_in_a_long_text_no_formula_of_several_words_is_looked_for(self, times: int, nothing: bool) -> None:
        text = f"agreed with sgt {'low ' * (times - 3)}"

        assert says_nothing_besides(text) == nothing
        assert says_only_labels(f"frequent flyer {'low ' * (times - 2)}") == nothing


class TestOnlyLabels:
    @pytest.mark.parametrize(
        "text",
        [
            "streetwise",
            "frequent flyer",
            "Lifestyle choice",
            "with older boyfriend",
            "She is streetwise",
            "Streetwise lad, agreed with Sgt",
            "It is her lifestyle choice",
            "makes poor choices",
            "attention seeking",
            "Attention-seeker",
            "Puts herself at risk",
            "Always with older boyfriend",
            "With her much older boyfriend",
            "Usual. Lifestyle choice.",
            "old for her age",
            "Wasting police time",
            "Known to police",
            "promiscuous",
            "He is mature for his age",
            "won't engage",
        ],
    )
    def test_it_says_nothing_else(self, text: str) -> None:
        assert says_only_labels(text)
        assert says_only_labels(text, of_child=True)
        assert not says_only_usual(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Her own choice",
            "Left by her own choice.",
            "chooses to go missing",
            "Has chosen to stay away",
            "making her own choices",
            "can look after herself",
            "in a consensual relationship",
            "With adult male",
            "with adult boyfriend",
        ],
    )
    def test_of_an_adult_it_may_be_a_reason(self, text: str) -> None:
        assert says_only_labels(text, of_child=True)
        assert not says_only_labels(text)
        assert not says_only_usual(text)
        assert not says_nothing_besides(text)

    def test_beside_what_is_usual_it_is_a_label_of_a_child(self) -> None:
        assert says_only_labels("Usual, with adult man", of_child=True)
        assert not says_only_usual("Usual, with adult man", of_child=True)
        assert not says_nothing_besides("Low risk, her adult boyfriend", of_child=True)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "usual",
            "agreed",
            "Streetwise, and at home asleep",
            "With older boyfriend, whose mother has seen both",
            "With her boyfriend",
            "Her lifestyle: works nights at the bakery",
        ],
    )
    def test_it_says_something_else_or_nothing(self, text: str) -> None:
        assert not says_only_labels(text)

    def test_whom_it_is_about_adds_nothing(self) -> None:
        assert says_only_labels("Kayleigh is streetwise", {"kayleigh"})
        assert not says_only_labels("Kayleigh is streetwise", {"imogen"})


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
    assert set(told["ranks"]).isdisjoint(told["formula"])
    assert set(told["formula"]).isdisjoint((*told["usual"], *told["beside"]))
    for words in (told["usual"], told["beside"], told["formula"], told["ranks"]):
        assert len(words) == len(set(words))
        assert all(words_of(each) == {each} for each in words)
