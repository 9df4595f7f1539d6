"""What a suggestion says: the level, every reason, what to ask next, which guard held, and what disagrees."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from missingpersons.codes import RiskLevel, RiskScheme
from missingpersons.risk.corrections import Correction
from missingpersons.risk.disagreements import Disagreement, disagreements
from missingpersons.risk.heard import Heard
from missingpersons.risk.policy import Policy
from missingpersons.risk.reasons import held
from missingpersons.risk.told import Ask, Held, Reason


class Suggestion:
    """What the policy calls for. A person decides; the suggestion is kept beside the decision, and never changes."""

    __slots__ = ("_asks", "_disagreements", "_guards", "_reasons", "as_of", "heard", "level", "made_by")

    def __init__(self, made_by: Policy, heard: Heard, as_of: datetime, level: RiskLevel) -> None:
        self.made_by: Final = made_by
        self.heard: Final = heard
        self.as_of: Final = as_of
        self.level: Final = level
        """The highest level that a line or a guard calls for, or else the policy's lowest."""
        # The rest is worked out when it is asked for, and once.
        self._reasons: tuple[Reason, ...] | None = None
        self._guards: tuple[Held, ...] | None = None
        self._disagreements: tuple[Disagreement, ...] | None = None
        self._asks: tuple[Ask, ...] | None = None

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

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Every line that calls for more than the lowest level, and every one that is answered yes. Gravest first."""
        if self._reasons is None:
            self._reasons = self.made_by.reasoning.reasons(self.heard)
        return self._reasons

    @property
    def guards(self) -> tuple[Held, ...]:
        """The guards that held the level up. Without them it would be the lowest of the scheme."""
        if self._guards is None:
            self._guards = held(self.made_by.plan, self.heard, self.level)
        return self._guards

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Every question whose recorded and whose derived answer differ, by question."""
        if self._disagreements is None:
            self._disagreements = disagreements(self.heard)
        return self._disagreements

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Every question that was answered again, less gravely. The graver answer counts until it is put right."""
        return self.heard.corrections

    @property
    def unread(self) -> tuple[str, ...]:
        """Where something was recorded under a code that is on no list, so that nothing judges what it means."""
        return self.heard.unread

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every open question, the one first whose yes would change most."""
        if self._asks is None:
            self._asks = self.made_by.asking.asks(self.heard, self.level)
        return self._asks

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
            "unread": list(self.unread),
            "ask_next": list(self.ask_next),
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Suggestion) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.level, self.policy, self.digest))

    def __repr__(self) -> str:
        return f"<Suggestion by {self.policy}>"


def judged(policy: Policy, heard: Heard, as_of: datetime) -> Suggestion:
    """What ``policy`` calls for where the questions stand as ``heard``."""
    return Suggestion(policy, heard, as_of, policy.plan.level(heard.gravities))
