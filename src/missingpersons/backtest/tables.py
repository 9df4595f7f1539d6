"""What is shown of a backtest: the confusion tables, what made the difference, and how far the two agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from missingpersons.backtest.agreement import Agreement, agreement
from missingpersons.backtest.answers import by_question
from missingpersons.backtest.bands import BANDS
from missingpersons.backtest.calling import Calling, calling
from missingpersons.backtest.comparison import COMPARED, Comparison, Pair, Standing, standing_of
from missingpersons.backtest.fold import Counts
from missingpersons.backtest.hiding import Shown, Sum, divided, single, total
from missingpersons.codes import LEVELS, RiskLevel, RiskScheme

_Key = TypeVar("_Key")

TOO_MUCH = 0.1
"""The share of the compared episodes that may be in hidden cells for the agreement still to be told."""

_ORDER = (
    Standing.NOT_ASSESSED,
    Standing.NO_LEVEL,
    Standing.NO_COUNTERPART,
    Standing.DOWN,
    Standing.UP,
    Standing.SAME,
)
"""In what order kinds of episodes are hidden to protect another."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How many of some episodes have each pair of levels: the first judgement's, and the second's."""

    cells: Mapping[Pair, Shown]

    def where(
        self, *, before: RiskLevel | None = None, after: RiskLevel | None = None, standing: Standing | None = None
    ) -> Sum:
        """What is shown of the episodes with these levels, or that stand like this. It comes from the cells alone."""
        return total(
            [
                shown
                for pair, shown in self.cells.items()
                if before in (None, pair[0]) and after in (None, pair[1]) and standing in (None, standing_of(pair))
            ]
        )


@dataclass(frozen=True, slots=True)
class Backtest:
    """Everything that is shown. A number is None where it is hidden."""

    comparison: Comparison
    levels: tuple[RiskLevel, ...]
    """The levels of the scheme of the second judgement, from the lowest. Those of the first are told in it."""
    unread: int
    again: Sum | None
    """Documents of an episode that came before, which are among the episodes; None where that is hidden."""
    episodes: Shown
    standing: Mapping[Standing, Shown]
    translated: Sum
    """Compared episodes whose recorded level was of another scheme and is translated, at a loss."""
    confusion: Confusion
    ages: Mapping[str, Confusion]
    questions: Mapping[str, Confusion]
    """By question answered yes; only those of which anything is shown."""
    calling: Mapping[Standing, Calling]
    agreement: Agreement | None
    too_much_hidden: bool
    """Whether there is no agreement because too much is hidden to tell."""

    @property
    def scheme(self) -> RiskScheme:
        """The scheme of every level here."""
        return self.comparison.after.scheme


def backtest(counts: Counts, comparison: Comparison) -> Backtest:
    """What can be shown of ``counts``: no number from 1 to 4, and none by which one could be worked out."""
    levels = tuple(sorted(LEVELS[comparison.after.scheme], key=lambda level: level.rank))
    number = counts.standing.total()
    episodes = single(number)
    shown = dict(zip(_ORDER, divided(episodes, [counts.standing[each] for each in _ORDER]), strict=True))
    standing = {each: shown[each] for each in Standing}
    cells = _cells(counts, standing, levels)
    questions = by_question(counts, cells, comparison)
    filled = _filled(cells, standing, episodes, levels)
    return Backtest(
        comparison=comparison,
        levels=levels,
        unread=counts.unread[True],
        again=_again(counts, episodes),
        episodes=episodes,
        standing=standing,
        translated=translated(counts, standing),
        confusion=Confusion(cells),
        ages=_ages(counts, cells),
        questions=_of_which_anything_is_shown(questions),
        calling=calling(comparison, cells, questions),
        agreement=agreement(filled) if filled else None,
        too_much_hidden=filled is None,
    )


def _again(counts: Counts, episodes: Shown) -> Sum | None:
    """Documents after the first of their episode. What they leave of all documents is how many episodes there are."""
    again = counts.repeats.again
    if not again.exact:
        # There are more episodes than are kept, and so what is left is never small.
        return None if single(again.least) is None else again
    shown, _ = divided(episodes, (again.least, counts.standing.total() - again.least))
    return None if shown is None else Sum(shown, exact=True)


def translated(counts: Counts, standing: Mapping[Standing, Shown]) -> Sum:
    """What is shown of the translated. All others that were compared were graded in the policy's own scheme.

    Each kind of the compared is divided, since of their number together nothing is known where one of them is hidden.
    """
    parts = [(standing[each], counts.standing[each], counts.translated[each]) for each in COMPARED]
    return total([divided(whole, (part, number - part))[0] for whole, number, part in parts])


def _cells(counts: Counts, standing: Mapping[Standing, Shown], levels: Sequence[RiskLevel]) -> dict[Pair, Shown]:
    pairs = [(before, after) for before in levels for after in levels]
    shown: dict[Pair, Shown] = {}
    for each in COMPARED:
        of = [pair for pair in pairs if standing_of(pair) is each]
        shown.update(zip(of, divided(standing[each], [counts.pairs[pair] for pair in of]), strict=True))
    return {pair: shown[pair] for pair in pairs}


def _ages(counts: Counts, cells: Mapping[Pair, Shown]) -> dict[str, Confusion]:
    by_pair = {pair: divided(whole, [counts.ages[pair, band] for band in BANDS]) for pair, whole in cells.items()}
    made = {band: Confusion({pair: by_pair[pair][index] for pair in cells}) for index, band in enumerate(BANDS)}
    return {band: each for band, each in made.items() if any(shown != 0 for shown in each.cells.values())}


def _of_which_anything_is_shown(questions: Mapping[str, Mapping[Pair, Shown]]) -> dict[str, Confusion]:
    told = {question: Confusion(each) for question, each in questions.items()}
    return {question: each for question, each in told.items() if each.where().least}


def _filled(
    cells: Mapping[Pair, Shown],
    standing: Mapping[Standing, Shown],
    episodes: Shown,
    levels: Sequence[RiskLevel],
) -> list[list[float]] | None:
    """The table with what is hidden dealt out evenly, from what is shown alone; None if that is too much of it."""
    if episodes is None:
        return None
    kinds = _dealt(episodes, standing)
    filled: dict[Pair, float] = {}
    for each in COMPARED:
        filled.update(_dealt(kinds[each], {pair: cell for pair, cell in cells.items() if standing_of(pair) is each}))
    hidden = sum(number for pair, number in filled.items() if cells[pair] is None)
    if hidden > TOO_MUCH * sum(filled.values()):
        return None
    return [[filled[before, after] for after in levels] for before in levels]


def _dealt(whole: float, parts: Mapping[_Key, Shown]) -> dict[_Key, float]:
    hidden = [each for each, shown in parts.items() if shown is None]
    rest = whole - sum(shown for shown in parts.values() if shown is not None)
    return {each: rest / len(hidden) if shown is None else float(shown) for each, shown in parts.items()}
