"""Folds how many episodes stand between two judgements into counts, in memory that does not grow with their number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

from missingpersons.backtest.comparison import Compared, Pair, Standing
from missingpersons.backtest.repeats import Repeats


@dataclass(slots=True)
class Counts:
    """How many episodes there are of each kind, one for each document that can be read.

    These are the exact numbers: nobody but ``tables`` is to show them.

    Two that counted different episodes add up (``merge``). Their size is bounded by the standard's own levels,
    bands and questions, however many episodes there are.
    """

    standing: Counter[Standing] = field(default_factory=Counter)
    pairs: Counter[Pair] = field(default_factory=Counter)
    ages: Counter[tuple[Pair, str]] = field(default_factory=Counter)
    yes: Counter[tuple[Pair, str]] = field(default_factory=Counter)
    """Episodes in which a question is answered yes; one of them has several."""
    translated: Counter[Standing] = field(default_factory=Counter)
    """Compared episodes whose first level was of another scheme."""
    unread: Counter[bool] = field(default_factory=Counter)
    """Documents: whether they could not be read as an episode."""
    repeats: Repeats = field(default_factory=Repeats)
    """Documents of an episode that was counted before. They are counted like any other, and it is said."""

    def add(self, compared: Compared | None) -> None:
        """Count one episode, or a document (None) that cannot be read as one."""
        self.unread[compared is None] += 1
        if compared is None:
            return
        if compared.episode is not None:
            self.repeats.add(compared.episode)
        self.standing[compared.standing] += 1
        if compared.before is None:
            return
        self.translated[compared.standing] += compared.translated
        pair = (compared.before, compared.after)
        self.pairs[pair] += 1
        self.ages[pair, compared.band] += 1
        for question in compared.yes:
            self.yes[pair, question] += 1

    def merge(self, other: Counts) -> None:
        """Count what ``other`` has counted."""
        for each in fields(self):
            getattr(self, each.name).update(getattr(other, each.name))
