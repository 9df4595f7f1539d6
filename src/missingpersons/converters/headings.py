"""What headings of tables are known to mean, and whether the first row of one is a row of headings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from missingpersons.converters.encodings import is_marked
from missingpersons.converters.glimpses import Glimpse, kind_of_datum

_NAMES = "/person/names/"
_ENTRY = "/0"
"""The first entry of a list, in a pointer."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a heading is known to mean."""

    to: tuple[str, ...]
    kind: str
    codes: str
    note: str


def meaning(heading: str) -> Known | None:
    """What a heading means, whatever its capitals, signs and gaps; None if nobody has said it."""
    return _headings().get(plain(heading))


def in_list(known: Known) -> Known | None:
    """What several columns of one heading mean: entries of the list that the place is in, if it is text in one."""
    # Of names only given ones are many: another family name is another name of the person, and somebody has to say so.
    is_many = all(each.endswith(_ENTRY) if each.startswith(_NAMES) else _ENTRY in each for each in known.to)
    if known.kind != "text" or not is_many:
        return None
    return replace(known, to=tuple("/-".join(each.rsplit(_ENTRY, 1)) for each in known.to))


def is_of_names(glimpse: Glimpse) -> bool:
    """Whether the values of a column are people's names, as far as its heading says it."""
    known = meaning(glimpse.heading)
    return "name" in glimpse.heading.casefold() or (known is not None and known.to[0].startswith(_NAMES))


def no_headings(glimpses: Sequence[Glimpse], encoding: str) -> str:
    """Why the first row cannot be the headings: a draft would hold what somebody's report says."""
    if any(is_marked(each.heading) or "\0" in each.heading for each in glimpses):
        return f"the first row is no text in {encoding}: is it a table?"
    for number, each in enumerate(glimpses, 1):
        kind = kind_of_datum(each.heading)
        if kind and (not each.count or kind in map(kind_of_datum, each.values)):
            return f"the first row has no headings: its column {number} has {kind}; put headings above it"
    again = [each.heading in each.values for each in glimpses if each.heading]
    is_known = any(meaning(each.heading) is not None for each in glimpses)
    if any(again) and not all(again) and not is_known:
        number = next(number for number, each in enumerate(glimpses, 1) if each.heading and each.heading in each.values)
        return f"the first row has no headings: what its column {number} says comes again below; put headings above it"
    return ""


@cache
def _headings() -> dict[str, Known]:
    """What headings mean, as ``headings.csv`` says."""
    text = (Path(__file__).parent / "headings.csv").read_text(encoding="utf-8")
    found = {}
    for line in csv.DictReader(io.StringIO(text)):
        known = Known(tuple(line["to"].split()), line["as"], line["list"], line["note"])
        for heading in line["heading"].split("|"):
            found[plain(heading)] = known
    return found


def plain(heading: str) -> str:
    """A heading as it is compared: without capitals, signs and gaps."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())
