"""What a suggestion says: the level, every reason, what to ask next, which guard held, and what disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from missingpersons.codes import RiskLevel, RiskScheme
from missingpersons.risk.corrections import Correction
from missingpersons.risk.definitions import UNKNOWN, YES
from missingpersons.risk.guards import Guard
from missingpersons.risk.heard import NOT_ASKED, WORDS, Answered, Heard
from missingpersons.risk.policy import Line, Policy
from missingpersons.risk.told import Ask, Disagreement, Held, Reason


@dataclass(frozen=True, eq=False, repr=False)
class Suggestion:
    """What the policy calls for. A person decides; the suggestion is kept beside the decision."""

    made_by: Policy
    heard: Heard
    as_of: datetime
    level: RiskLevel
    """The highest level that a line or a guard calls for, or else the policy's lowest."""

    @property
    def scheme(self) -> RiskScheme:
        """The scheme of the level. Never one without the other."""
        return self.made_by.scheme

    @property
    def policy(self) -> str:
        """The policy's name and version."""
        return str(self.made_by)

    @property
    def digest(self) -> str:
        """The policy's digest."""
        return self.made_by.digest

    @property
    def extends(self) -> tuple[str, ...]:
        """The policies that the policy rests on. Where there is none, nobody has compared what it lowers."""
        return self.made_by.extends

    @property
    def lowered(self) -> tuple[str, ...]:
        """The lines that the policy says it lowers below those of the policy that it extends."""
        return self.made_by.lowered

    @property
    def without_guards(self) -> tuple[str, ...]:
        """The guards that the policy says it does without."""
        return self.made_by.without_guards

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Every line that calls for more than the lowest level, and every one that is answered yes. Gravest first."""
        made = [reason for line in self.made_by.lines if (reason := self._reason(line))]
        made.sort(key=lambda each: -each.calls_for.rank)
        return tuple(made)

    @cached_property
    def guards(self) -> tuple[Held, ...]:
        """The guards that held the level up. Without them it would be the lowest of the scheme."""
        plan, heard = self.made_by.plan, self.heard
        up = plan.guards_up(plan.rank(heard.gravities), heard.gravities)
        return tuple(self._held(each, plan.levels[plan.guarded]) for each in up)

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Every question whose recorded and whose derived answer differ, by question."""
        recorded, derived = self.heard.recorded, self.heard.derived
        return tuple(
            Disagreement(each, WORDS[recorded[each][0]], WORDS[derived[each][0]], recorded[each][1], derived[each][1])
            for each in sorted(recorded.keys() & derived.keys())
            if recorded[each][0] != derived[each][0]
        )

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Every question that was answered again, less gravely. The graver answer counts until it is put right."""
        return self.heard.corrections

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """Every open question, the one first whose yes would change most.

        First by the level if it were yes, then by how many lines would call for more than now, then what nobody asked
        before what nobody knows, then the order of the policy.
        """
        open_questions = [each for each in self.made_by.questions if self.heard.gravity(each) == UNKNOWN]
        rank = self.made_by.plan.rank(self.heard.gravities)
        asks = [self._ask(each, rank) for each in open_questions]
        asks.sort(key=lambda each: (-each.would_call_for.rank, -each.lines, each.answer != NOT_ASKED))
        return tuple(asks)

    @property
    def ask_next(self) -> tuple[str, ...]:
        """The open questions in the order of ``asks``."""
        return tuple(each.question for each in self.asks)

    def as_dict(self) -> dict[str, Any]:
        """The suggestion as the JSON object that is printed."""
        return {
            "scheme": str(self.scheme),
            "level": str(self.level),
            "as_of": self.as_of.isoformat().replace("+00:00", "Z"),
            "policy": self.policy,
            "digest": self.digest,
            "extends": list(self.extends),
            "lowered": list(self.lowered),
            "without_guards": list(self.without_guards),
            "guards": [each.as_dict() for each in self.guards],
            "reasons": [each.as_dict() for each in self.reasons],
            "disagreements": [each.as_dict() for each in self.disagreements],
            "corrections": [each.as_dict() for each in self.corrections],
            "ask_next": list(self.ask_next),
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Suggestion) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.level, self.policy, self.digest))

    def __repr__(self) -> str:
        return f"<Suggestion by {self.policy}>"

    def _reason(self, line: Line) -> Reason | None:
        gravity = line.condition.gravity(self.heard.gravities)
        calls_for = line.floor if gravity == YES else line.if_unknown
        if gravity < UNKNOWN or (gravity == UNKNOWN and calls_for.rank <= self.made_by.lowest.rank):
            return None
        answers = tuple(map(self.heard.answered, line.questions))
        return Reason(
            line.code,
            str(line.condition),
            _answer(gravity, answers),
            calls_for,
            line.basis,
            tuple(self._places(answers, gravity)),
            answers,
        )

    def _held(self, guard: Guard, level: RiskLevel) -> Held:
        answers = tuple(map(self.heard.answered, guard.questions))
        return Held(guard.code, level, guard.basis, tuple(self._places(answers, UNKNOWN)), answers)

    def _places(self, answers: Iterable[Answered], least: int) -> Iterator[str]:
        """The fields that carry a line: those of the answers that are at least as grave as what it comes to."""
        told = (at for each in answers if self.heard.gravity(each.question) >= least for at in each.at)
        return iter(dict.fromkeys(told))

    def _ask(self, question: str, rank: int) -> Ask:
        plan, heard = self.made_by.plan, self.heard
        now = heard.gravities
        then = {**now, question: YES}
        lines = 0
        for condition, calls in plan.asking[question]:
            called = calls[condition.gravity(then)]
            lines += called > calls[condition.gravity(now)]
            rank = max(rank, called)
        if plan.guards_up(rank, then):
            rank = plan.guarded
        return Ask(question, plan.levels[rank], lines, WORDS[UNKNOWN] if question in heard.gravities else NOT_ASKED)


def judged(policy: Policy, heard: Heard, as_of: datetime) -> Suggestion:
    """What ``policy`` calls for where the questions stand as ``heard``."""
    return Suggestion(policy, heard, as_of, policy.plan.level(heard.gravities))


def _answer(gravity: int, answers: Iterable[Answered]) -> str:
    if gravity == YES:
        return WORDS[YES]
    return NOT_ASKED if any(each.answer == NOT_ASKED for each in answers) else WORDS[UNKNOWN]
