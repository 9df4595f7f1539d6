"""The guards: who is never suggested the lowest level, whatever the lines of a policy say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from missingpersons.risk.conditions import Condition, one
from missingpersons.risk.facts import UNKNOWN

_CHILD = Condition(every=False, items=("child", "turned_eighteen"))
_EXPLOITED = Condition(every=False, items=("sexual_exploitation_or_trafficking", "criminal_exploitation"))


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard. It holds a level up to the one just above the scheme's lowest, and never lowers.

    It holds when ``doubted`` (if there is one) is yes or unknown, and ``holds`` is at least ``least``.
    """

    code: str
    doubted: Condition | None
    holds: Condition
    least: int
    definition: str
    basis: str

    @property
    def questions(self) -> tuple[str, ...]:
        """Every question that it looks at."""
        return (*(self.doubted.questions if self.doubted else ()), *self.holds.questions)

    def is_up(self, of: Mapping[str, int]) -> bool:
        """Whether it holds, by the gravity ``of`` each question that has an answer."""
        if self.doubted is not None and self.doubted.gravity(of) < UNKNOWN:
            return False
        return self.holds.gravity(of) >= self.least

    def as_dict(self) -> dict[str, Any]:
        """The guard as it is published."""
        return {"definition": self.definition, "reads": list(self.questions), "basis": self.basis}


GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        each.code: each
        for each in (
            Guard(
                code="child-exploitation",
                doubted=_CHILD,
                holds=_EXPLOITED,
                least=UNKNOWN,
                definition="The answer to child or to turned_eighteen is yes, unknown or not asked; and so is the "
                "answer to sexual_exploitation_or_trafficking or to criminal_exploitation. Then the lowest level of "
                "the scheme is not suggested. A sign of exploitation, a referral, a plan because of it, exploitation "
                "as a reason for going, or harm of that kind when missing, before or this time, gives one of these at "
                "least the answer unknown, so that no recorded no stands against it.",
                basis="Inspection finding: information that a child was at risk of exploitation did not change the "
                "grade. That official text forbids the lowest grade is not verified.",
            ),
            Guard(
                code="suicide",
                doubted=None,
                holds=one("suicide_risk"),
                least=UNKNOWN,
                definition="The answer to suicide_risk is yes, unknown or not asked. Then the lowest level is not "
                "suggested.",
                basis="25-question form (read in a research copy, thought to be Police Scotland's), question 1; "
                "call-taker question 8. The guard is the library's choice.",
            ),
            Guard(
                code="medication",
                doubted=None,
                holds=one("medication_essential"),
                least=UNKNOWN,
                definition="The answer to medication_essential is yes, unknown or not asked. Then the lowest level is "
                "not suggested.",
                basis="Current practice names medical dependency on medication among risk factors. The guard is the "
                "library's choice.",
            ),
        )
    }
)
"""Every guard by its code. Only a force's own file can do without one, by name."""
