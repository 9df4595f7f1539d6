"""What a policy calls for in one episode: the level, every reason, and what to ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from missingpersons.codes import Answer, RiskLevel, RiskScheme
from missingpersons.models import Episode
from missingpersons.risk.indicators import derive
from missingpersons.risk.policy import Line, Policy, library_policy
from missingpersons.values.dates import moment

NOT_ASKED = "not_asked"
"""What a reason says of a question that has no answer. It counts as unknown."""

_GRAVITY = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}


class Reason(NamedTuple):
    """One line of the policy that calls for a level here, and what it stands on.

    ``answer`` is yes, unknown or not_asked; ``at`` names the fields that gave it (JSON Pointers).
    """

    code: str
    question: str
    answer: str
    calls_for: RiskLevel
    basis: str
    at: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The reason as the JSON object that is printed."""
        return {
            "code": self.code,
            "question": self.question,
            "answer": self.answer,
            "calls_for": str(self.calls_for),
            "basis": self.basis,
            "at": list(self.at),
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the policy calls for. A person decides; the suggestion is kept beside the decision."""

    scheme: RiskScheme
    level: RiskLevel
    policy: str
    digest: str
    reasons: tuple[Reason, ...]
    ask_next: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The suggestion as the JSON object that is printed."""
        return {
            "scheme": str(self.scheme),
            "level": str(self.level),
            "policy": self.policy,
            "digest": self.digest,
            "reasons": [each.as_dict() for each in self.reasons],
            "ask_next": list(self.ask_next),
        }


class _State(NamedTuple):
    answer: Answer
    at: str


def suggest(episode: Episode, *, policy: Policy | None = None, as_of: datetime | None = None) -> Suggestion:
    """The highest level that any line of ``policy`` calls for at ``as_of``, with every reason.

    ``policy`` is by default the library's own for England and Wales; ``as_of`` is by default when the
    episode was recorded. What was not asked counts as unknown, and unknown is never no. Where a recorded
    answer and the rest of the episode disagree, the graver counts.
    """
    policy = policy or library_policy()
    at = as_of or moment(episode.recorded_at)
    states = _states(episode, policy, at)
    reasons = [reason for line in policy.lines if (reason := _reason(line, states, policy.lowest))]
    reasons.sort(key=lambda each: -each.calls_for.rank)
    level = max((each.calls_for for each in reasons), key=lambda each: each.rank, default=policy.lowest)
    return Suggestion(policy.scheme, level, str(policy), policy.digest, tuple(reasons), _ask_next(policy, states))


def _states(episode: Episode, policy: Policy, as_of: datetime) -> dict[str, _State]:
    recorded: dict[str, _State] = {}
    for index, each in enumerate(episode.answers):
        _keep_graver(recorded, each.question, _State(each.answer, f"/answers/{index}"))
    for question in policy.questions:
        if derived := derive(question, episode, as_of):
            _keep_graver(recorded, question, _State(*derived))
    return recorded


def _keep_graver(states: dict[str, _State], question: str, new: _State) -> None:
    old = states.get(question)
    if old is None or _GRAVITY[new.answer] > _GRAVITY[old.answer]:
        states[question] = new


def _reason(line: Line, states: Mapping[str, _State], lowest: RiskLevel) -> Reason | None:
    answers = [states[each].answer if each in states else None for each in line.questions]
    if Answer.NO in answers:
        return None
    certain = all(each is Answer.YES for each in answers)
    calls_for = line.floor if certain else line.if_unknown
    if calls_for.rank <= lowest.rank:
        return None
    open_answer = NOT_ASKED if None in answers else str(Answer.UNKNOWN)
    said = str(Answer.YES) if certain else open_answer
    places = tuple(states[each].at for each in line.questions if each in states)
    return Reason(line.code, "+".join(line.questions), said, calls_for, line.basis, places)


def _ask_next(policy: Policy, states: Mapping[str, _State]) -> tuple[str, ...]:
    """The open questions whose yes calls for most, what nobody asked before what nobody knows."""
    weight: dict[str, tuple[int, int, int]] = {}
    for place, line in enumerate(policy.lines):
        for question in line.questions:
            state = states.get(question)
            if state is None or state.answer is Answer.UNKNOWN:
                key = (-line.floor.rank, 0 if state is None else 1, place)
                weight[question] = min(weight.get(question, key), key)
    return tuple(sorted(weight, key=weight.__getitem__))
