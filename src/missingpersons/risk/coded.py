"""What the codes in the fields of an episode answer, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from missingpersons.models._base import Record
from missingpersons.risk.definitions import CodeAnswers
from missingpersons.risk.facts import Facts


def codes(given: Iterable[str | None], of: CodeAnswers, found: Facts) -> None:
    """What each code of a list answers. One that is on no list answers nothing, and its place is noted."""
    answers, quiet, kept = of.answers, of.quiet, of.kept
    for index, code in enumerate(given):
        if code in answers:
            found += kept.get((index, code)) or of.facts(index, code)
        elif code not in quiet:
            found.note(of.place(index))


def codes_in(given: tuple[Record, ...], code: Callable[[Any], str | None], of: CodeAnswers, found: Facts) -> None:
    """What the code of each entry of a list answers. Most entries have one that does not, and that is seen at once."""
    if not of.quiet.issuperset(map(code, given)):
        codes(map(code, given), of, found)


def one_code(code: str | None, of: CodeAnswers, found: Facts) -> None:
    """What the code of a field answers, if there is one."""
    if code is None:
        return
    if code in of.answers:
        found += of.kept.get((0, code)) or of.facts(0, code)
    elif code not in of.quiet:
        found.note(of.place(0))
