"""What the codes in the fields of an episode answer, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from missingpersons.models._base import Record
from missingpersons.risk.definitions import CodeAnswers, Fact


def codes(given: Iterable[str | None], of: CodeAnswers, found: list[Fact]) -> None:
    """What each code of a list answers."""
    answers, kept = of.answers, of.kept
    for index, code in enumerate(given):
        if code is not None and code in answers:
            found += kept.get((index, code)) or of.facts(index, code)


def codes_in(given: tuple[Record, ...], code: Callable[[Any], str | None], of: CodeAnswers, found: list[Fact]) -> None:
    """What the code of each entry of a list answers. Few entries have one that does, and that is seen at once."""
    if not of.answers.keys().isdisjoint(map(code, given)):
        codes(map(code, given), of, found)


def one_code(code: str | None, of: CodeAnswers, found: list[Fact]) -> None:
    """What the code of a field answers, if there is one."""
    if code is not None and code in of.answers:
        found += of.kept.get((0, code)) or of.facts(0, code)
