"""What the codes in the fields of an episode answer, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
    for index, code in enumerate(given):
        if code in answers:
            place = (f"{at}/{index}",)
            for question, gravity in answers[code]:
                tell((question, gravity, place))


def entries(given: Iterable[Record], name: str, above: str, tell: Told) -> None:
    """What the code in the field ``name`` of each entry answers."""
    answers = code_answers()[f"{above}/*/{name}"].answers
    for index, each in enumerate(given):
        code = getattr(each, name)
        if code in answers:
            place = (f"{above}/{index}/{name}",)
            for question, gravity in answers[code]:
                tell((question, gravity, place))


def one_code(code: str | None, at: str, tell: Told) -> None:
    """What the code at ``at`` answers, if there is one."""
    if code is not None:
        for question, gravity in code_answers()[at].answers.get(code, ()):
            tell((question, gravity, (at,)))
