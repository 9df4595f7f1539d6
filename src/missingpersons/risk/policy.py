"""A risk policy: which answers call for which level, on whose authority."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from missingpersons.codes import RiskLevel, RiskScheme
from missingpersons.risk.asking import Asking
from missingpersons.risk.conditions import Condition
from missingpersons.risk.plan import Plan, compiled
from missingpersons.risk.reasons import Reasoning


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it asks, the least level that a yes calls for, and the least while nobody knows."""

    code: str
    condition: Condition
    floor: RiskLevel
    if_unknown: RiskLevel
    basis: str

    @property
    def questions(self) -> tuple[str, ...]:
        """Every question that the line asks."""
        return self.condition.questions

    def as_dict(self) -> dict[str, Any]:
        """The line as it is printed."""
        return {
            "code": self.code,
            **self.condition.as_tree(),
            "floor": str(self.floor),
            "if_unknown": str(self.if_unknown),
            "basis": self.basis,
        }


@dataclass(frozen=True)
class Policy:
    """A policy as it was loaded.

    ``digest`` is the SHA-256 of the file, in hexadecimal; of a file that extends another, the SHA-256 of both digests,
    its own first, each with a line feed after it. ``extends`` names the policies that it rests on, the nearest first;
    ``lowered`` has the codes that these files say they lower and none of them raises again, and ``without_guards`` the
    guards they do without. ``rests_on`` is the policy that it extends.
    """

    name: str
    version: str
    scheme: RiskScheme
    lowest: RiskLevel
    status: str
    digest: str
    lines: tuple[Line, ...]
    extends: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()
    without_guards: tuple[str, ...] = ()
    rests_on: Policy | None = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """Every question that a line asks, once, in the order of the lines."""
        return tuple(dict.fromkeys(question for line in self.lines for question in line.questions))

    @cached_property
    def plan(self) -> Plan:
        """The policy as ``suggest`` works through it."""
        return compiled(self)

    @cached_property
    def reasoning(self) -> Reasoning:
        """The lines as the reasons are told by them."""
        return Reasoning(self)

    @cached_property
    def asking(self) -> Asking:
        """The questions as they are put in the order in which to ask them."""
        return Asking(self)

    @cached_property
    def idle(self) -> tuple[tuple[str, str], ...]:
        """The lines that can never change the level, each with the line that always calls for as much, or none.

        They give reasons all the same. A line is idle if a yes calls for no more than the lowest level, or if it asks
        for more than another line does and never calls for more.
        """
        found = []
        for line in self.lines:
            if line.floor.rank <= self.lowest.rank:
                found.append((line.code, ""))
            elif over := next((each.code for each in self.lines if _outdoes(each, line, self.lines)), None):
                found.append((line.code, over))
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """The policy as it is printed, with everything that it took from others."""
        return {
            "name": self.name,
            "version": self.version,
            "scheme": str(self.scheme),
            "lowest": str(self.lowest),
            "status": self.status,
            "digest": self.digest,
            "extends": list(self.extends),
            "lowered": list(self.lowered),
            "without_guards": list(self.without_guards),
            "lines": [each.as_dict() for each in self.lines],
        }


def _outdoes(other: Line, line: Line, lines: tuple[Line, ...]) -> bool:
    """Whether ``other`` calls for at least as much whenever ``line`` calls for anything."""
    if other is line or other.floor.rank < line.floor.rank or other.if_unknown.rank < line.if_unknown.rank:
        return False
    if other.condition == line.condition and (other.floor, other.if_unknown) == (line.floor, line.if_unknown):
        # Of two that say the same, the later is the idle one.
        return lines.index(other) < lines.index(line)
    if other.condition == line.condition:
        return True
    return line.condition.every and len(other.questions) == 1 and other.questions[0] in line.condition.items
