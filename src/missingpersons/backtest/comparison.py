"""How one episode stands between two judgements: of two policies, or of what was recorded and a policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from missingpersons.backtest.bands import band
from missingpersons.backtest.repeats import digest_of
from missingpersons.codes import RiskCategory, RiskLevel, RiskScheme, codelist
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.risk.decided import decided
from missingpersons.risk.facts import YES
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.heard import Heard, hear
from missingpersons.risk.policy import Policy
from missingpersons.risk.schemes import translate
from missingpersons.values.dates import moment


class Standing(StrEnum):
    """How the second judgement stands to the first; or why nobody can compare them."""

    UP = "up"
    SAME = "same"
    DOWN = "down"
    NO_COUNTERPART = "no_counterpart"
    """The level or the category has none in the other scheme. In its own scheme a category never has one."""
    NO_LEVEL = "no_level"
    """There are assessments, and none has a scheme and a level of that scheme."""
    NOT_ASSESSED = "not_assessed"


COMPARED = (Standing.UP, Standing.SAME, Standing.DOWN)

GUARDED = "guarded"
"""Stands for any of the questions by which the guards hold: suicide, essential medicine, exploitation."""

GUARDED_QUESTIONS = tuple(dict.fromkeys(question for each in GUARDS.values() for question in each.holds.questions))

OF_AGE = frozenset({"child", "very_young_or_old", "turned_eighteen"})
"""Questions that the age answers. Episodes are counted by age; by these too, one count would give away the other."""


Pair = tuple[RiskLevel, RiskLevel]
"""The first level and the second, both of the second's scheme."""


def standing_of(pair: Pair) -> Standing:
    """How the second level of a pair stands to the first."""
    before, after = pair
    return Standing.SAME if before is after else Standing.UP if after.rank > before.rank else Standing.DOWN


class Compared(NamedTuple):
    """One episode, as it is counted. ``before`` is a level of the scheme of ``after``."""

    standing: Standing
    before: RiskLevel | None
    after: RiskLevel
    translated: bool
    """Whether the first level was of another scheme: what it is in this one is lossy."""
    band: str
    yes: tuple[str, ...]
    """The questions answered yes, without those of age; ``guarded`` is among them."""
    episode: int | None = None
    """By what the episode is known again, if it comes twice."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two judgements to be compared. Without ``before``, the first is what a person recorded last."""

    before: Policy | None
    after: Policy

    def __post_init__(self) -> None:
        if self.before is not None and self.before.digest == self.after.digest:
            raise CannotRun("the two policies are the same: there is nothing to compare")

    @property
    def is_lossy(self) -> bool:
        """Whether the two are policies of different schemes, so that every level of the first is translated."""
        return self.before is not None and self.before.scheme is not self.after.scheme

    def of(self, episode: Episode, as_of: datetime | None = None) -> Compared:
        """How ``episode`` stands between the two, at ``as_of`` or when it was recorded."""
        at = as_of or moment(episode.recorded_at)
        if at.tzinfo is None:
            raise CannotRun("as_of needs an offset from Universal Time: a moment, not a time on some clock")
        heard = hear(episode, at)
        after = self.after.plan.level(heard.gravities)
        standing, before, translated = self._first(episode, heard)
        if before is not None:
            standing = standing_of((before, after))
        return Compared(
            standing, before, after, translated, band(episode, at), _yes(heard), digest_of(episode.episode_id)
        )

    def _first(self, episode: Episode, heard: Heard) -> tuple[Standing, RiskLevel | None, bool]:
        scheme = self.after.scheme
        if self.before is None:
            return _recorded(episode, scheme)
        level = self.before.plan.level(heard.gravities)
        return Standing.NO_COUNTERPART, counterpart(level, self.before.scheme, scheme), self.is_lossy


def _recorded(episode: Episode, scheme: RiskScheme) -> tuple[Standing, RiskLevel | None, bool]:
    """The last level that was recorded in ``scheme``, or else the last in any, translated."""
    if not episode.assessments:
        return Standing.NOT_ASSESSED, None, False
    told = [found for each in episode.assessments if (found := decided(each).of_scheme())]
    if not told:
        return Standing.NO_LEVEL, None, False
    own = [each for each in told if each[0] is scheme]
    of, step = (own or told)[-1]
    level = counterpart(step, of, scheme)
    return Standing.NO_COUNTERPART, level, level is not None and of is not scheme


@lru_cache(maxsize=256)
def counterpart(step: RiskLevel | RiskCategory, of: RiskScheme, scheme: RiskScheme) -> RiskLevel | None:
    """The level of ``scheme`` that a level or category of another comes to, if there is any."""
    return translate(step, of, scheme).level


def _yes(heard: Heard) -> tuple[str, ...]:
    # A question of nobody's list may be any text: it is not kept.
    asked = codelist("risk_questions").entries
    yes = [each for each, gravity in heard.gravities.items() if gravity == YES and each in asked and each not in OF_AGE]
    return (*yes, GUARDED) if any(each in GUARDED_QUESTIONS for each in yes) else tuple(yes)
