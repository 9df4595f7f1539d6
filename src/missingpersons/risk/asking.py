"""What to ask next: the open questions, the one first whose yes would change most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING

from missingpersons.codes import RiskLevel
from missingpersons.risk.facts import NOT_ASKED, UNKNOWN, WORDS
from missingpersons.risk.heard import Heard
from missingpersons.risk.keeping import keep
from missingpersons.risk.told import Ask

if TYPE_CHECKING:
    from missingpersons.risk.policy import Policy


class Asking:
    """The questions of a policy, made ready for being put in the order in which to ask them.

    A place in that order is one number, which has all that the order goes by, the weightiest first: the level if the
    answer were yes, how many lines would call for more, whether somebody was asked, and the order of the policy. So
    places are sorted as they are, and what each stands for is the same in every episode.
    """

    __slots__ = (
        "_a_level",
        "_a_line",
        "_alone",
        "_alone_at",
        "_asked",
        "_asks",
        "_first",
        "_highest",
        "_in_combinations",
        "_most_lines",
        "_plan",
        "_questions",
    )

    def __init__(self, policy: Policy) -> None:
        self._plan = policy.plan
        self._questions = policy.questions
        self._highest = max(self._plan.levels)
        self._asked = len(policy.questions)
        self._a_line = 2 * self._asked
        self._most_lines = len(policy.lines)
        self._a_level = self._a_line * (self._most_lines + 1)
        # For each question, how many lines that ask nothing else a yes would raise, and the most they would call for.
        self._alone = dict.fromkeys(policy.questions, (0, policy.lowest.rank))
        for line in policy.lines:
            if len(line.questions) == 1:
                (question,) = line.questions
                lines, called = self._alone[question]
                rises = line.floor.rank > max(line.if_unknown.rank, policy.lowest.rank)
                self._alone[question] = (lines + rises, max(called, line.floor.rank))
        self._in_combinations = tuple(
            dict.fromkeys(question for combination, _ in self._plan.together for question in combination.questions)
        )
        self._alone_at = {rank: self._in_order(rank) for rank in self._plan.levels}
        self._first: dict[tuple[int | None, ...], dict[str, int]] = {}
        self._asks = _Asks(self._ask)

    def asks(self, heard: Heard, level: RiskLevel) -> tuple[Ask, ...]:
        """Every open question where the policy calls for ``level``, the one first whose yes would change most.

        First by the level if it were yes, then by how many lines would call for more than now, then what nobody asked
        before what nobody knows, then the order of the policy. A guard that holds ``level`` up would still hold it,
        and no other would begin to: each holds while its question is open.
        """
        of = heard.gravities
        places = self._where(level.rank, of).copy()
        for question, gravity in of.items():
            if question in places:
                if gravity == UNKNOWN:
                    places[question] += self._asked
                else:
                    del places[question]
        return tuple(map(self._asks.__getitem__, sorted(places.values())))

    def _where(self, rank: int, of: Mapping[str, int]) -> dict[str, int]:
        """The place of each question where ``rank`` is called for, as if nobody had been asked it.

        They are nearly in their order, so that to sort those that are open is little work. Beside the rank they depend
        on nothing but the answers to what combinations ask.
        """
        state = rank, *map(of.get, self._in_combinations)
        return self._first.get(state) or keep(self._first, state, self._worked_out(rank, of))

    def _worked_out(self, rank: int, of: Mapping[str, int]) -> dict[str, int]:
        places = self._alone_at[rank].copy()
        # Each is moved forward by what the combinations that ask it would call for if it were yes.
        for combination, calls in self._plan.together:
            outcome = combination.outcome(of)
            for question, then in outcome.rises:
                called = calls[then]
                if called > calls[outcome.gravity]:
                    below, rest = divmod(places[question] - self._a_line, self._a_level)
                    places[question] = min(below, self._highest - called) * self._a_level + rest
        return places

    def _in_order(self, rank: int) -> dict[str, int]:
        """The place of each question where ``rank`` is called for, as if no line asked several."""
        places = {
            question: (self._highest - max(rank, called)) * self._a_level
            + (self._most_lines - lines) * self._a_line
            + order
            for order, (question, (lines, called)) in enumerate(self._alone.items())
        }
        return dict(sorted(places.items(), key=itemgetter(1)))

    def _ask(self, place: int) -> Ask:
        """What a place stands for."""
        below, rest = divmod(place, self._a_level)
        fewer, rest = divmod(rest, self._a_line)
        asked, question = divmod(rest, self._asked)
        answer = WORDS[UNKNOWN] if asked else NOT_ASKED
        return Ask(
            self._questions[question], self._plan.levels[self._highest - below], self._most_lines - fewer, answer
        )


class _Asks(dict[int, Ask]):
    """What each place stands for, worked out when it is first needed. A policy has so many places and no more."""

    def __init__(self, made: Callable[[int], Ask]) -> None:
        self._made = made

    def __missing__(self, place: int) -> Ask:
        return self.setdefault(place, self._made(place))
