"""In how many episodes of each pair of levels a question is answered yes, as far as that can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from missingpersons.backtest.comparison import GUARDED, GUARDED_QUESTIONS, OF_AGE, Comparison, Pair
from missingpersons.backtest.fold import Counts
from missingpersons.backtest.hiding import LEAST_SHOWN, Shown, divided, total
from missingpersons.backtest.possible import MOST_WAYS, Possible, possible
from missingpersons.codes import codelist

Cover = frozenset[tuple[str, bool]]
"""Questions, each with whether it is answered yes: at least one is so in every episode with some pair of levels."""


def by_question(counts: Counts, cells: Mapping[Pair, Shown], comparison: Comparison) -> dict[str, dict[Pair, Shown]]:
    """For each question and pair, how many answered yes.

    Each is a division of its own, but they are not without links: whoever has the policies knows by which questions a
    level can be called for, and that some of these must account for every episode that has it.
    """
    columns = {pair: _column(counts, pair, whole, comparison) for pair, whole in cells.items()}
    return {question: {pair: column[question] for pair, column in columns.items()} for question in counted()}


def counted() -> tuple[str, ...]:
    """The questions that are counted, in the order in which they are hidden to protect another."""
    return (GUARDED, *(each for each in codelist("risk_questions").entries if each not in OF_AGE))


def covers(comparison: Comparison, pair: Pair) -> list[Cover] | None:
    """What whoever has the policies knows to account for the pair; None if there are too many ways to tell."""
    found: list[Cover] = []
    for each in possible(comparison, pair):
        if each is None:
            continue
        of = _covers(each) if each.is_by_yes else []
        if of is None or each.never is None:
            return None
        found += of
        found += [frozenset((question, False) for question in way) for way in each.never if way <= set(counted())]
    return found


def _column(counts: Counts, pair: Pair, whole: Shown, comparison: Comparison) -> dict[str, Shown]:
    yes = {each: counts.yes[pair, each] for each in counted()}
    column = {each: divided(whole, (number, counts.pairs[pair] - number))[0] for each, number in yes.items()}
    if whole is None or None not in column.values():
        return column
    accounts = covers(comparison, pair)
    if accounts is None:
        return dict.fromkeys(column)
    # Whoever knows of the guarded questions together may count them for those that they are.
    guarded = frozenset((question, True) for question in GUARDED_QUESTIONS)
    accounts += [each - guarded | {(GUARDED, True)} for each in accounts if each & guarded]
    while telling := next(_telling(column, whole, accounts), None):
        column[telling] = None
    return column


def _telling(column: Mapping[str, Shown], whole: int, accounts: Iterable[Cover]) -> Iterator[str]:
    """Counts by which a hidden one could be worked out in part, each to be hidden too."""
    for cover in accounts:
        parts = {question: _part(whole, column[question], yes) for question, yes in cover}
        if list(parts.values()).count(None) == 1 and _tells(whole, parts.values()):
            yield next(each for each in column if parts.get(each))
    some = [column[each] for each in GUARDED_QUESTIONS]
    guarded = column[GUARDED]
    if guarded is None and None not in some and _tells(whole, some):
        # At least so many have none of them.
        yield next(each for each in GUARDED_QUESTIONS if column[each])
    if guarded is not None and None in some and guarded > total(some).least:
        # At least so many have one of the hidden ones.
        yield GUARDED


def _part(whole: int, shown: Shown, yes: bool) -> Shown:
    return shown if shown is None or yes else whole - shown


def _tells(whole: int, parts: Iterable[Shown]) -> bool:
    """Whether the one hidden number must make up for what the shown parts leave: it is then at least 2, 3 or 4."""
    return 1 < whole - total(list(parts)).least < LEAST_SHOWN


def _covers(called: Possible) -> list[Cover] | None:
    """One question out of each way to a yes, in every choice; nothing if a way has none that is counted."""
    choices: set[Cover] = {frozenset()}
    for ways in called.by_yes.values():
        if ways is None:
            return None
        for way in ways:
            # A choice that has a question of this way already accounts for it; any further one only adds.
            others = {each | {(question, True)} for each in choices for question in way if question in counted()}
            choices = {each for each in others if not any(less < each for less in others)}
            if len(choices) > MOST_WAYS:
                return None
    return sorted(choices, key=sorted)
