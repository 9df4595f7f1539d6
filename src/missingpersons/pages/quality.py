"""The page that says how good many documents are: what is ready for what, and what to mend first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from missingpersons.codes import codelist
from missingpersons.findings import Severity, catalogue, profiles
from missingpersons.findings import purposes as described
from missingpersons.pages.frame import render
from missingpersons.quality import (
    Group,
    Quality,
    codes,
    groups,
    in_question,
    mend_first,
    parts,
    purposes,
    shortest_way,
)
from missingpersons.quality.fold import UNREADABLE
from missingpersons.quality.words import reason


def quality_page(
    quality: Quality,
    *,
    as_of: datetime | None = None,
    asked: Collection[str] = (),
    files: int = 1,
    by_force: bool = False,
) -> bytes:
    """One HTML page, complete in itself: counts and codes only.

    ``asked`` are the purposes that matter for what to mend first; left out, all. ``files`` is how many files
    the documents came from: their names may hold anything, and are not shown.
    """
    asked = tuple(asked) or tuple(profiles())
    questions = in_question(quality, asked)
    ready = purposes(quality)
    where = parts(quality, questions)
    return render(
        "quality.html",
        {
            "quality": quality,
            "documents": quality.total,
            "unreadable": quality.documents[UNREADABLE],
            "episodes": quality.documents["episode"],
            "others": {title: quality.documents[kind] for kind, title in _OTHERS.items() if quality.documents[kind]},
            "files": files,
            "as_of": as_of.isoformat() if as_of else None,
            "asked": asked,
            "all_asked": len(asked) == len(profiles()),
            "catalogue": catalogue(),
            "titles": {name: each.title for name, each in described().items()},
            "about": described(),
            "severities": [str(each) for each in Severity],
            "purposes": ready,
            "most_found": max((sum(each.found.values()) for each in ready), default=0),
            "ways": {each.name: shortest_way(quality, each.name) for each in ready},
            "mends": [(each, reason(each)) for each in mend_first(quality, asked)],
            "parts": where,
            "most_in_part": max((each.total for each in where), default=0),
            "codes": codes(quality, profiles()),
            "groups": _groups(quality, by_force=by_force),
        },
    )


_OTHERS = {"unidentified_case": "unidentified cases", "call": "calls"}


def _groups(quality: Quality, *, by_force: bool) -> list[dict[str, Any]]:
    """The tables of what is ready by age and, where asked, by force."""
    forces = codelist("forces").entries
    ages = groups(quality, "age")
    tables = [{"of": "age", "head": "Age", "rows": [(each.name.capitalize(), each) for each in ages]}]
    if by_force:
        rows: list[tuple[str, Group]] = [
            (forces[each.name].title if each.name in forces else "A force that is on no list", each)
            for each in groups(quality, "force")
        ]
        tables.append({"of": "force", "head": "Force that owns the episode", "rows": rows})
    return tables
