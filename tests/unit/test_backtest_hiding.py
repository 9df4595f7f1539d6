"""No count from 1 to 4 is shown, and none can be worked out: not by subtraction, nor by knowing how it is done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from random import Random

import pytest

from missingpersons.backtest import Backtest, Comparison, Counts, backtest
from missingpersons.backtest.bands import BANDS
from missingpersons.backtest.comparison import COMPARED, GUARDED, GUARDED_QUESTIONS, Compared, Standing, standing_of
from missingpersons.backtest.hiding import LEAST_SHOWN, Shown, Sum, divided, single, total
from missingpersons.backtest.repeats import KEPT
from missingpersons.backtest.tables import translated
from missingpersons.codes import LEVELS, RiskScheme
from missingpersons.risk import library_policy

SMALL = range(1, LEAST_SHOWN)
MOST = 26
"""The most that the parts come to of which every division is tried."""

Rule = Callable[[int, Sequence[int]], tuple[Shown, ...]]


def naive(whole: int, parts: Sequence[int]) -> tuple[Shown, ...]:
    """Hides what is small, and nothing else."""
    return tuple(map(single, parts))


def least(whole: int, parts: Sequence[int]) -> tuple[Shown, ...]:
    """Hides what is small, and the next to it if that is but one: what a table usually does."""
    shown = list(map(single, parts))
    if shown.count(None) == 1 and any(shown):
        smallest = min(each for each in shown if each)
        shown[shown.index(smallest)] = None
    return tuple(shown)


def narrowest(rule: Rule, size: int, most: int = MOST, never: Sequence[int] = ()) -> int:
    """How few of the numbers 1 to 4 somebody need consider for a part that may be one of them.

    They know the whole, what is shown, the rule, and that the parts ``never`` are always nought; and they try every
    division that would be shown like this.
    """
    possible: dict[tuple[object, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(size)])
    for parts in product(*(range(1 if index in never else most + 1) for index in range(size))):
        if LEAST_SHOWN <= sum(parts) <= most:
            shown = rule(sum(parts), parts)
            for may, part in zip(possible[sum(parts), shown], parts, strict=True):
                may.add(part)
    small = [may & set(SMALL) for (_, _), several in possible.items() for may in several]
    return min(len(each) for each in small if each)


class TestDivided:
    def test_nothing_is_hidden_if_nothing_is_small(self) -> None:
        assert divided(25, [0, 5, 20]) == (0, 5, 20)

    def test_of_one_that_is_small_others_are_hidden_too(self) -> None:
        assert divided(107, [7, 2, 98]) == (None, None, 98)

    def test_noughts_are_hidden_beside_what_is_small(self) -> None:
        assert divided(25, [0, 3, 2, 20]) == (None, None, None, 20)

    def test_of_a_hidden_whole_everything_is(self) -> None:
        assert divided(None, [0, 3]) == (None, None)

    def test_all_fours_are_hidden_further(self) -> None:
        assert divided(28, [4, 4, 20]) == (None, None, None)

    @pytest.mark.parametrize("size", [2, 3, 4])
    def test_a_hidden_part_may_be_any_small_number_even_for_who_knows_the_rule(self, size: int) -> None:
        assert narrowest(divided, size) == len(SMALL)

    @pytest.mark.parametrize(
        ("size", "never"), [(3, [0]), (3, [2]), (4, [1]), (4, [0, 3]), (5, [0, 2]), (5, [1, 2, 4])]
    )
    def test_even_for_who_knows_that_some_parts_are_always_nought(self, size: int, never: list[int]) -> None:
        assert narrowest(divided, size, never=never) == len(SMALL)

    @pytest.mark.parametrize(("rule", "size"), [(naive, 2), (naive, 3), (least, 3), (least, 4)])
    def test_this_finds_rules_that_give_a_number_away(self, rule: Rule, size: int) -> None:
        assert narrowest(rule, size, 16) == 1

    def test_nothing_small_is_shown_of_many_parts(self) -> None:
        random = Random(7)
        for _ in range(3000):
            parts = [random.choice((0, 0, 1, 2, 4, 5, 9, 60)) for _ in range(random.randint(1, 12))]
            shown = divided(sum(parts), parts) if sum(parts) >= LEAST_SHOWN else divided(None, parts)
            assert all(each in (None, part) and each not in SMALL for each, part in zip(shown, parts, strict=True))

    def test_a_sum_tells_nothing_more(self) -> None:
        assert total([5, None, 7]) == Sum(12, exact=False)
        assert total([5, 0]) == Sum(5, exact=True)


Translated = Callable[[Counts, Mapping[Standing, Shown]], Sum]


def of_all(counts: Counts, standing: Mapping[Standing, Shown]) -> Sum:
    """Divides the translated against all episodes, and not against those that were compared."""
    number, every = counts.translated.total(), counts.standing.total()
    return total(divided(every, (number, every - number))[:1])


def mixed(most: int) -> Iterator[tuple[Counts, dict[object, int]]]:
    """Every mixture of up to ``most`` episodes: not assessed, up, the same; and how many of these are translated."""
    for up, same, rest in product(range(most + 1), repeat=3):
        if not LEAST_SHOWN <= up + same + rest <= most:
            continue
        for of_up, of_same in product(range(up + 1), range(same + 1)):
            counts = Counts(
                standing=Counter({Standing.UP: up, Standing.SAME: same, Standing.NOT_ASSESSED: rest}),
                translated=Counter({Standing.UP: of_up, Standing.SAME: of_same}),
            )
            parts = {"up": up, "same": same, "rest": rest, "of up": of_up, "of same": of_same}
            yield counts, {**parts, "own of up": up - of_up, "own of same": same - of_same}


def fewest(rule: Translated, most: int) -> int:
    """How few of the numbers 1 to 4 are left for a part that may be one of them, whoever knows the rules."""
    possible: dict[object, dict[object, set[int]]] = defaultdict(lambda: defaultdict(set))
    kinds = (Standing.NOT_ASSESSED, Standing.UP, Standing.SAME)
    for counts, parts in mixed(most):
        whole = counts.standing.total()
        shown = dict(zip(kinds, divided(whole, [counts.standing[each] for each in kinds]), strict=True))
        told = rule(counts, {**dict.fromkeys(COMPARED, 0), **shown})
        for name, part in parts.items():
            possible[whole, tuple(shown.values()), told][name].add(part)
    small = [may & set(SMALL) for several in possible.values() for may in several.values()]
    return min(len(each) for each in small if each)


class TestTranslated:
    """No number of those that were graded in the policy's own scheme can be worked out from the translated."""

    @pytest.mark.no_cover
    def test_no_number_can_be_worked_out(self) -> None:
        assert fewest(translated, 18) == len(SMALL)

    @pytest.mark.no_cover
    def test_this_finds_what_is_divided_against_all_episodes(self) -> None:
        assert fewest(of_all, 18) < len(SMALL)

    def test_of_all_that_were_compared_but_three_it_is_hidden(self) -> None:
        counts = Counts(
            standing=Counter({Standing.SAME: 30, Standing.NOT_ASSESSED: 10}), translated=Counter({Standing.SAME: 27})
        )

        shown = backtest(counts, COMPARISON)

        assert (shown.standing[Standing.SAME], shown.translated) == (30, Sum(0, exact=False))

    def test_what_can_be_shown_of_each_kind_is_summed(self) -> None:
        counts = Counts(
            standing=Counter({Standing.UP: 20, Standing.SAME: 30}),
            translated=Counter({Standing.UP: 12, Standing.SAME: 27}),
        )

        assert backtest(counts, COMPARISON).translated == Sum(12, exact=False)
        counts.translated[Standing.SAME] = 30
        assert backtest(counts, COMPARISON).translated == Sum(42, exact=True)


class TestComesAgain:
    """No number of documents that came again is shown from 1 to 4, nor what tells of so few episodes."""

    @pytest.mark.parametrize(
        ("times", "again"),
        [
            ([1] * 30, Sum(0, exact=True)),
            ([1] * 28 + [3], None),
            ([1] * 28 + [6], Sum(5, exact=True)),
            ([20, 20], None),
            ([6] * 5, Sum(25, exact=True)),
            ([2], None),
        ],
    )
    def test_it_is_shown_as_any_part_of_all_documents(self, times: list[int], again: Sum | None) -> None:
        counts = Counts()
        for digest, often in enumerate(times):
            for _ in range(often):
                counts.add(
                    Compared(
                        Standing.NOT_ASSESSED,
                        None,
                        LEVELS_HERE[0],
                        translated=False,
                        band=BANDS[0],
                        yes=(),
                        episode=digest,
                    )
                )

        assert backtest(counts, COMPARISON).again == again

    @pytest.mark.parametrize(("often", "again"), [(1, Sum(0, exact=False)), (5, None), (6, Sum(5, exact=False))])
    def test_beyond_those_that_are_kept_too(self, often: int, again: Sum | None) -> None:
        counts = Counts(standing=Counter({Standing.NOT_ASSESSED: KEPT + often}))
        for digest in (*range(KEPT + 1), *[0] * (often - 1)):
            counts.repeats.add(digest)

        assert backtest(counts, COMPARISON).again == again


COMPARISON = Comparison(None, library_policy("app-very-low"))
LEVELS_HERE = sorted(LEVELS[RiskScheme.APP_VERY_LOW], key=lambda each: each.rank)
QUESTIONS = ("suicide_risk", "medication_essential", "mental_health")


def counted(seed: int) -> Counts:
    """Counts of a random number of episodes, some kinds of them rare."""
    random = Random(seed)
    counts = Counts()
    rare = random.choice((0.02, 0.1, 0.4))
    for _ in range(random.choice((9, 40, 150, 600))):
        before = None if random.random() < rare / 4 else random.choices(LEVELS_HERE, (rare, 1, 2, 1))[0]
        after = random.choices(LEVELS_HERE, (rare / 2, rare, 2, 3))[0]
        yes = [each for each in QUESTIONS if random.random() < random.choice((rare, 0.5, 1 - rare))]
        standing = standing_of((before, after)) if before else Standing.NOT_ASSESSED
        band = random.choices(BANDS, (1, 3, 1, 1, 1, 1, rare, rare, rare))[0]
        if any(each in GUARDED_QUESTIONS for each in yes):
            yes.append(GUARDED)
        is_translated = random.random() < random.choice((rare, 0.5, 1 - rare))
        again = random.randrange(random.choice((8, 10_000)))
        counts.add(Compared(standing, before, after, is_translated, band=band, yes=tuple(yes), episode=again))
    return counts


@cache
def made(seed: int) -> Backtest:
    return backtest(counted(seed), COMPARISON)


Equation = tuple[int, list[tuple[object, Shown]]]


def equations(seed: int) -> list[Equation]:
    """Everything that adds up, for somebody who knows how many episodes there are: what is known, and of what parts."""
    shown, number = made(seed), counted(seed).standing.total()
    told: list[tuple[Shown, list[tuple[object, Shown]]]] = [(number, list(shown.standing.items()))]
    for standing in COMPARED:
        cells = [(pair, part) for pair, part in shown.confusion.cells.items() if standing_of(pair) is standing]
        told.append((shown.standing[standing], cells))
    for pair, whole in shown.confusion.cells.items():
        told.append((whole, [((pair, band), each.cells[pair]) for band, each in shown.ages.items()]))
        for question, each in shown.questions.items():
            part = each.cells[pair]
            rest = None if part is None or whole is None else whole - part
            told.append((whole, [((pair, question), part), ((pair, question, "not"), rest)]))
    return [(whole, parts) for whole, parts in told if whole is not None and parts]


def bounds(told: list[Equation]) -> dict[object, tuple[int, int]]:
    """The least and the most that each hidden number can be, found by going over the equations again and again."""
    found = {name: (0, 10**6) for _, parts in told for name, shown in parts if shown is None}
    changed = True
    while changed:
        changed = False
        for whole, parts in told:
            rest = whole - sum(shown for _, shown in parts if shown is not None)
            hidden = [name for name, shown in parts if shown is None]
            for name in hidden:
                low, high = found[name]
                others = [found[each] for each in hidden if each != name]
                new = (
                    max(low, rest - sum(most for _, most in others)),
                    min(high, rest - sum(few for few, _ in others)),
                )
                changed |= new != (low, high)
                found[name] = new
    return found


class TestSolvingTheMargins:
    @pytest.mark.no_cover
    @pytest.mark.parametrize("seed", range(120))
    def test_no_hidden_number_is_found(self, seed: int) -> None:
        assert all(low <= 1 and high >= 4 for low, high in bounds(equations(seed)).values())

    def test_this_finds_what_is_hidden_carelessly(self) -> None:
        assert bounds([(30, [("a", 20), ("b", 7), ("c", None)])]) == {"c": (3, 3)}

    @pytest.mark.parametrize("seed", range(120))
    def test_no_small_number_is_shown(self, seed: int) -> None:
        shown = made(seed)
        numbers = [shown.episodes, shown.translated.least, *shown.standing.values()]
        if shown.again and shown.episodes:
            numbers += [shown.again.least, shown.episodes - shown.again.least]
        for each in (shown.confusion, *shown.ages.values(), *shown.questions.values()):
            numbers += each.cells.values()
            numbers += [each.where(standing=standing).least for standing in COMPARED]
        for calling in shown.calling.values():
            numbers += [number.least for _, number in calling.told]

        assert not [each for each in numbers if each in SMALL]

    @pytest.mark.parametrize("seed", range(120))
    def test_what_is_shown_is_true(self, seed: int) -> None:
        shown, counts = made(seed), counted(seed)

        assert all(part in (None, counts.pairs[pair]) for pair, part in shown.confusion.cells.items())
        assert all(part in (None, counts.standing[each]) for each, part in shown.standing.items())
        number = counts.translated.total()
        assert shown.translated.least == number if shown.translated.exact else shown.translated.least <= number
        assert shown.again in (None, counts.repeats.again)
        for band, each in shown.ages.items():
            assert all(part in (None, counts.ages[pair, band]) for pair, part in each.cells.items())
        for question, each in shown.questions.items():
            assert all(part in (None, counts.yes[pair, question]) for pair, part in each.cells.items())

    @pytest.mark.parametrize("seed", range(120))
    def test_any_of_the_guards_is_hidden_where_it_would_tell_of_a_hidden_question(self, seed: int) -> None:
        shown = made(seed)
        for pair, part in shown.questions[GUARDED].cells.items() if GUARDED in shown.questions else ():
            parts = [shown.questions[each].cells[pair] for each in QUESTIONS[:2] if each in shown.questions]
            assert part is None or None not in parts or part <= total(parts).least
