"""A date or time that a workbook holds, and the text beside it that is the rest of the same value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from missingpersons.converters.cells import Reading
from missingpersons.converters.times import Format

_DAY, _CLOCK = frozenset("YymbBd"), frozenset("HIpMS")


def beside_held(reading: Reading, joined_by: str, held: Sequence[bool]) -> Reading:
    """The reading of several cells, of which a workbook holds some as dates or times.

    Those have one form, whatever forms the mapping knows; the others are read as the mapping says. A moment at
    midnight is a day where the mapping expects a day, since that is how a program holds one.
    """
    found = [each for one in reading.formats for each in _with_known(one, joined_by, held)]
    found += [each for each in reading.formats if each.text.startswith("%Y-%m-%d")]
    return replace(reading, formats=tuple(dict.fromkeys(found)))


def _with_known(form: Format, joined_by: str, held: Sequence[bool]) -> Iterator[Format]:
    pieces = form.text.split(joined_by)
    if len(pieces) != len(held):
        return
    known = [_forms_of(piece) if is_held else (piece,) for piece, is_held in zip(pieces, held, strict=True)]
    for each in product(*known):
        yield replace(form, text=joined_by.join(each))


def _forms_of(piece: str) -> tuple[str, ...]:
    """The forms of a cell that holds what a piece of a format reads."""
    directives = {each[:1] for each in piece.split("%")[1:]}
    if directives & _DAY:
        return ("%Y-%m-%d %H:%M:%S",) if directives & _CLOCK else ("%Y-%m-%d", "%Y-%m-%d 00:00:00")
    return ("%H:%M:%S",)
