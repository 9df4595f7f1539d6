"""What the codes in the fields of an episode answer, and where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from missingpersons.models._base import Record
from missingpersons.risk.definitions import code_answers

Fact = tuple[str, int, tuple[str, ...]]
"""A question, how grave its answer is, and the places (JSON Pointers) of the fields that give it."""

Told = Callable[[Fact], None]


def codes(given: tuple[str, ...], at: str, tell: Told) -> None:
    """What each code of the list at ``at`` answers."""
    if not given:
        return
    answers = code_answers()[f"{at}/*"].answers
    if answers.keys().isdisjoint(given):
        return
    for index, code in enumerate(given):
        if code in answers:
            place = (f"{at}/{index}",)
            for question, gravity in answers[code]:
                tell((question, gravity, place))


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of a document whose entries have a code in ``field``, ``*`` standing for the entry."""

    of: Callable[[Any], tuple[Record, ...]]
    code: Callable[[Record], str | None]
    field: str
    answering: frozenset[str]
    """The codes that answer anything. Few entries have one, and that is seen at once."""

    def tell(self, document: Record, tell: Told) -> None:
        """What the code of each entry answers."""
        given = self.of(document)
        if not given or self.answering.isdisjoint(map(self.code, given)):
            return
        answers = code_answers()[self.field].answers
        for index, each in enumerate(given):
            place = (self.field.replace("*", str(index)),)
            for question, gravity in answers.get(self.code(each) or "", ()):
                tell((question, gravity, place))


def entries(field: str) -> Entries:
    """The list and the code that ``field`` names, as in ``/person/relations/*/relation``."""
    above, _, name = field.removeprefix("/").partition("/*/")
    return Entries(
        attrgetter(above.replace("/", ".")), attrgetter(name), field, frozenset(code_answers()[field].answers)
    )


def one_code(code: str | None, at: str, tell: Told) -> None:
    """What the code at ``at`` answers, if there is one."""
    if code is not None:
        for question, gravity in code_answers()[at].answers.get(code, ()):
            tell((question, gravity, (at,)))
