"""What is told beside a level: the reasons, the guards that held, and what to ask."""

from __future__ import annotations

from typing import Any, NamedTuple

from missingpersons.codes import RiskLevel
from missingpersons.risk.facts import Answered


class Reason(NamedTuple):
    """One line of the policy that calls for a level here, and what it stands on.

    ``answer`` is yes, unknown or not_asked; ``at`` names the fields that gave it (JSON Pointers); ``answers`` says
    how each of its questions stands, and who answered it.
    """

    code: str
    question: str
    answer: str
    calls_for: RiskLevel
    basis: str
    at: tuple[str, ...]
    answers: tuple[Answered, ...]

    def as_dict(self) -> dict[str, Any]:
        """The reason as the JSON object that is printed."""
        return {
            "code": self.code,
            "question": self.question,
            "answer": self.answer,
            "calls_for": str(self.calls_for),
            "basis": self.basis,
            "at": list(self.at),
            "answers": [each.as_dict() for each in self.answers],
        }


class Held(NamedTuple):
    """A guard that held the level up, and what it stands on."""

    code: str
    calls_for: RiskLevel
    basis: str
    at: tuple[str, ...]
    answers: tuple[Answered, ...]

    def as_dict(self) -> dict[str, Any]:
        """The guard as the JSON object that is printed."""
        return {
            "code": self.code,
            "calls_for": str(self.calls_for),
            "basis": self.basis,
            "at": list(self.at),
            "answers": [each.as_dict() for each in self.answers],
        }


class Ask(NamedTuple):
    """An open question: the level if it were answered yes, and how many lines would then call for more than now."""

    question: str
    would_call_for: RiskLevel
    lines: int
    answer: str
