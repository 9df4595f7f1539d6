"""What a line of a policy asks: one question, or questions together, and what that comes to with three answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from missingpersons.risk.facts import UNKNOWN


@dataclass(frozen=True, slots=True)
class Condition:
    """Questions that must all be answered yes (``every``), or of which one yes is enough.

    Inside are questions, or conditions of questions: one level, no more. There is no "not": so turning an answer
    towards yes can never lower anything.
    """

    every: bool
    items: tuple[str | Condition, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """Every question asked, once, in order."""
        return tuple(dict.fromkeys(self._asked()))

    def gravity(self, of: Mapping[str, int]) -> int:
        """No (0), unknown (1) or yes (2), by the gravity ``of`` each question that has an answer.

        All of several is the least of them: one no is no, and yes only if all are. Any of several is the most.
        """
        if len(self.items) == 1:
            return _gravity(self.items[0], of)
        each = [_gravity(item, of) for item in self.items]
        return min(each) if self.every else max(each)

    def as_tree(self) -> dict[str, Any]:
        """The condition as a policy writes it."""
        if len(self.items) == 1 and isinstance(self.items[0], str):
            return {"question": self.items[0]}
        items = [item if isinstance(item, str) else item.as_tree() for item in self.items]
        return {"all_of" if self.every else "any_of": items}

    def __str__(self) -> str:
        """The condition in one line: ``child and (looked_after or out_of_area_placement)``."""
        told = (item if isinstance(item, str) else f"({item})" for item in self.items)
        return (" and " if self.every else " or ").join(told)

    def _asked(self) -> Iterator[str]:
        for item in self.items:
            if isinstance(item, str):
                yield item
            else:
                yield from item.questions


def _gravity(item: str | Condition, of: Mapping[str, int]) -> int:
    return of.get(item, UNKNOWN) if isinstance(item, str) else item.gravity(of)


def one(question: str) -> Condition:
    """The condition that asks one question."""
    return Condition(every=True, items=(question,))
