"""What calls for the higher level is told by what is shown; what is shown by question hides what that gives away."""

from __future__ import annotations

import pytest
from tests.unit.test_backtest import HERE, line, policy

from missingpersons.backtest import Comparison, Counts, Standing
from missingpersons.backtest.answers import by_question
from missingpersons.backtest.calling import Caller, Calling, Kind, calling
from missingpersons.backtest.comparison import GUARDED, Pair
from missingpersons.backtest.hiding import Shown, Sum
from missingpersons.codes import RiskLevel
from missingpersons.risk import library_policy

VERY_LOW, LOW, MEDIUM, HIGH = sorted(
    (RiskLevel.VERY_LOW, RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH), key=lambda each: each.rank
)
UP: Pair = (LOW, HIGH)
HOMELESS, PREGNANT, DRUGS = "homeless", "pregnant", "substance_dependency"


def together(code: str, floor: str, asks: str) -> str:
    return line(code, floor, "x").replace('question="x"', asks)


def up(comparison: Comparison, cells: dict[Pair, Shown], **yes: Shown) -> Calling:
    """What is told if each question has the same number of yes in every pair."""
    questions = {question: dict.fromkeys(cells, number) for question, number in yes.items()}
    return calling(comparison, cells, questions)[Standing.UP]


class TestCalling:
    def test_a_line_by_the_answers_that_are_shown(self) -> None:
        ours = Comparison(None, policy(line("a", "high", HOMELESS) + line("b", "high", PREGNANT)))

        told = up(ours, {UP: 30, (MEDIUM, HIGH): 40, (HIGH, HIGH): 50}, homeless=12, pregnant=20)

        assert told.told == (
            (Caller(Kind.LINE, "b"), Sum(40, exact=True)),
            (Caller(Kind.LINE, "a"), Sum(24, exact=True)),
        )
        assert told.untold == ()

    def test_what_is_hidden_is_not_told_and_nought_is_not_named(self) -> None:
        ours = Comparison(None, policy(line("a", "high", HOMELESS) + line("b", "high", PREGNANT)))

        told = up(ours, {UP: 30}, homeless=None, pregnant=0)

        assert told == Calling(ours.after, (), (Caller(Kind.LINE, "a"),))

    def test_of_a_hidden_pair_nothing_is_told(self) -> None:
        ours = Comparison(None, policy(line("a", "high", HOMELESS)))

        assert up(ours, {UP: None}, homeless=None) == Calling(ours.after, (), (Caller(Kind.LINE, "a"),))

    @pytest.mark.parametrize(
        ("asks", "least"),
        [
            (f'all_of=["{HOMELESS}", "{PREGNANT}"]', 15),
            (f'any_of=["{HOMELESS}", "{PREGNANT}"]', 25),
            (f'all_of=["{DRUGS}", {{any_of=["{HOMELESS}", "{PREGNANT}"]}}]', 18),
        ],
    )
    def test_of_several_questions_what_must_be_at_the_least(self, asks: str, least: int) -> None:
        ours = Comparison(None, policy(together("a", "high", asks)))

        told = up(ours, {UP: 30}, homeless=25, pregnant=20, substance_dependency=23)

        assert told.told == ((Caller(Kind.LINE, "a"), Sum(least, exact=False)),)

    def test_where_an_unknown_calls_for_as_much_a_yes_is_not_all(self) -> None:
        ours = Comparison(
            None, policy(line("a", "high", HOMELESS).replace('if_unknown="very_low"', 'if_unknown="medium"'))
        )

        assert up(ours, {(LOW, MEDIUM): 30}, homeless=0) == Calling(ours.after, (), (Caller(Kind.LINE, "a"),))
        assert up(ours, {UP: 30}, homeless=9).told == ((Caller(Kind.LINE, "a"), Sum(9, exact=True)),)

    def test_the_lowest_level_by_itself(self) -> None:
        lines = line("a", "high", HOMELESS).replace("very_low", "low") + line("b", "low", PREGNANT).replace(
            "very_low", "low"
        )
        ours = Comparison(None, policy(lines, lowest="low"))

        told = up(ours, {(VERY_LOW, LOW): 30}, homeless=0, pregnant=9)

        assert told == Calling(ours.after, ((Caller(Kind.LOWEST), Sum(30, exact=True)),), ())

    def test_guards_that_the_policy_keeps(self) -> None:
        ours = Comparison(None, policy(line("a", "high", HOMELESS)))

        told = up(ours, {(VERY_LOW, LOW): 30}, homeless=0, medication_essential=8)

        assert told.told == ((Caller(Kind.GUARD, "medication"), Sum(8, exact=False)),)
        assert told.untold == (Caller(Kind.GUARD, "child-exploitation"),)

    def test_a_guard_by_a_sign_of_exploitation_where_a_yes_calls_for_more(self) -> None:
        lines = line("a", "high", "criminal_exploitation") + line("b", "high", "sexual_exploitation_or_trafficking")
        ours = Comparison(
            None, policy(lines + line("c", "medium", "medication_essential").replace("very_low", "medium"))
        )

        assert up(ours, {(VERY_LOW, LOW): 30}).untold == (Caller(Kind.GUARD, "child-exploitation"),)

    def test_a_line_where_the_other_policy_calls_for_its_lowest_level(self) -> None:
        ours = Comparison(policy(line("x", "low", DRUGS)), policy(line("a", "high", HOMELESS)))

        assert up(ours, {(VERY_LOW, HIGH): 30}, homeless=30).told == ((Caller(Kind.LINE, "a"), Sum(30, exact=True)),)

    def test_not_what_the_other_policy_calls_for_as_well(self) -> None:
        both = line("a", "high", HOMELESS)
        ours = Comparison(policy(both), policy(both + line("b", "high", PREGNANT)))

        told = up(ours, {UP: 30}, homeless=None, pregnant=30)

        assert told == Calling(ours.after, ((Caller(Kind.LINE, "b"), Sum(30, exact=True)),), ())

    def test_down_is_what_the_first_policy_calls_for_told_in_the_seconds_scheme(self) -> None:
        comparison = Comparison(library_policy("scotland"), HERE)

        told = calling(comparison, {(LOW, VERY_LOW): 30}, {})[Standing.DOWN]

        assert told == Calling(library_policy("scotland"), ((Caller(Kind.LOWEST), Sum(30, exact=True)),), ())


def shown(comparison: Comparison, pair: Pair, whole: int, **yes: int) -> dict[str, Shown]:
    """What is shown of each of these questions for one pair."""
    counts = Counts()
    counts.pairs[pair] = whole
    counts.yes.update({(pair, question): number for question, number in yes.items()})
    made = by_question(counts, {pair: whole}, comparison)
    return {question: made[question][pair] for question in yes}


class TestByQuestion:
    LINES = line("a", "high", HOMELESS) + line("b", "high", PREGNANT) + line("c", "high", DRUGS)

    def test_who_knows_what_accounts_for_a_level_must_reckon_with_more_that_is_hidden(self) -> None:
        ours = Comparison(None, policy(self.LINES))

        assert shown(ours, UP, 30, homeless=20, pregnant=7, substance_dependency=3) == {
            "homeless": 20,
            "pregnant": None,
            "substance_dependency": None,
        }

    @pytest.mark.parametrize(
        ("other", "homeless"),
        [
            ("", 21),
            ("", 17),
            (line("d", "high", "child"), 20),
            (line("d", "high", "mental_health").replace('if_unknown="very_low"', 'if_unknown="high"'), 20),
        ],
    )
    def test_not_where_nothing_accounts_for_it_or_it_may_be_any_small_number(self, other: str, homeless: int) -> None:
        ours = Comparison(None, policy(self.LINES + other))
        drugs = 3 if homeless > 18 else 27

        assert shown(ours, UP, 30, homeless=homeless, pregnant=8, substance_dependency=drugs) == {
            "homeless": homeless,
            "pregnant": 8,
            "substance_dependency": None,
        }

    def test_not_where_a_guard_holds_the_level(self) -> None:
        ours = Comparison(None, policy(self.LINES.replace("high", "low")))

        told = shown(ours, (LOW, LOW), 30, homeless=20, pregnant=7, substance_dependency=3)

        assert told["pregnant"] == 7

    def test_nor_where_two_that_are_hidden_hide_one_another(self) -> None:
        ours = Comparison(None, policy(self.LINES + line("d", "high", "mental_health")))

        told = shown(ours, UP, 30, homeless=15, mental_health=12, pregnant=3, substance_dependency=2)

        assert (told["homeless"], told["mental_health"]) == (15, 12)

    def test_the_first_row_stands_for_its_questions(self) -> None:
        lines = line("d", "high", "suicide_risk") + line("e", "high", "criminal_exploitation")
        ours = Comparison(None, policy(line("a", "high", HOMELESS) + line("b", "high", PREGNANT) + lines))
        yes = {"suicide_risk": 14, "criminal_exploitation": 3, GUARDED: 14}

        told = shown(ours, UP, 30, homeless=3, pregnant=13, **yes)

        assert (told[GUARDED], told["suicide_risk"], told["pregnant"]) == (None, 14, 13)

    @pytest.mark.parametrize(
        ("pair", "asks"),
        [
            (UP, f'all_of=["{HOMELESS}", "{PREGNANT}", "{DRUGS}"]'),
            ((LOW, LOW), f'all_of=["{HOMELESS}", "{PREGNANT}", "{DRUGS}", "child"]'),
        ],
    )
    def test_not_where_all_may_be_answered_yes(self, pair: Pair, asks: str) -> None:
        lines = line("d", "low", "mental_health") + line("e", "high", "child") + together("a", "high", asks)
        ours = Comparison(None, policy(lines))

        assert shown(ours, pair, 30, homeless=10, pregnant=23, substance_dependency=27)["pregnant"] == 23

    def test_what_would_call_for_more_is_not_all_answered_yes(self) -> None:
        ours = Comparison(
            None,
            policy(
                line("d", "low", "mental_health")
                + together("a", "high", f'all_of=["{HOMELESS}", "{PREGNANT}", "{DRUGS}"]')
            ),
        )

        assert shown(ours, (LOW, LOW), 30, homeless=10, pregnant=23, substance_dependency=27) == {
            "homeless": 10,
            "pregnant": None,
            "substance_dependency": None,
        }

    def test_with_too_many_ways_to_tell_everything_is_hidden(self) -> None:
        questions = [each for each in HERE.questions if each not in ("child", "turned_eighteen", "very_young_or_old")]
        groups = ", ".join(
            "{any_of=[" + ", ".join(f'"{each}"' for each in questions[start : start + 5]) + "]}"
            for start in (0, 5, 10, 15)
        )
        ours = Comparison(None, policy(together("a", "high", f"all_of=[{groups}]")))

        for pair in (UP, (LOW, LOW)):
            assert shown(ours, pair, 30, homeless=20, pregnant=3) == {"homeless": None, "pregnant": None}
        assert shown(ours, UP, 30, homeless=20, pregnant=9) == {"homeless": 20, "pregnant": 9}

    def test_the_first_row_does_not_tell_how_many_have_none_of_its_questions(self) -> None:
        ours = Comparison(None, policy(line("a", "high", HOMELESS)))
        yes = {"suicide_risk": 20, "medication_essential": 7, GUARDED: 27}

        assert shown(ours, (LOW, LOW), 30, **yes) == {"suicide_risk": None, "medication_essential": 7, GUARDED: None}
