"""Where somebody recorded something under a code that is on no list, so that nothing judges what it means."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from missingpersons.codes import Answer, codelist
from missingpersons.models import Episode
from missingpersons.models._base import Record
from missingpersons.models._shape import shapes
from missingpersons.risk.definitions import code_answers

_NO = Answer.NO
_question = attrgetter("question")

Codes = tuple[str, frozenset[str | None], Callable[[Any], str | None] | None, str]
"""One field of codes: its name, what is listed, what gives the code of an entry if entries are records, its place."""


def unread(episode: Episode) -> tuple[str, ...]:
    """The places (JSON Pointers), never the codes: a code of nobody's list may be any text.

    They are the answers to a question that is on no list, but for those of no, and the codes that are on no list in
    the fields of which codes are read, sorted as texts. That there is an entry at all may count all the same.
    """
    found: list[str] = []
    questions = _questions()
    if not questions.issuperset(map(_question, episode.answers)):
        for index, each in enumerate(episode.answers):
            if each.question not in questions and each.answer is not _NO:
                found.append(f"/answers/{index}")
    for part, fields in _fields():
        record = episode if part is None else part(episode)
        if record is None:
            continue
        values = record.__dict__
        for name, listed, of, at in fields:
            value = values[name]
            # Nearly every code is on its list, and that is seen at once.
            if not value:
                continue
            if isinstance(value, str):
                if value not in listed:
                    found.append(at)
            elif not listed.issuperset(value if of is None else map(of, value)):
                codes = value if of is None else map(of, value)
                found += [at.replace("*", str(index)) for index, code in enumerate(codes) if code not in listed]
    return tuple(sorted(found))


@cache
def _questions() -> frozenset[str]:
    return frozenset(codelist("risk_questions").entries)


@cache
def _fields() -> tuple[tuple[Callable[[Episode], Record | None] | None, tuple[Codes, ...]], ...]:
    """The fields of which codes are read, by what gives the record that has them. Each is of an open list."""
    by_part: dict[str, list[Codes]] = {}
    for at in code_answers():
        whole, _, inner = at.removeprefix("/").partition("/*")
        *parents, name = whole.split("/")
        leaf = inner.removeprefix("/")
        listed = frozenset([None, *codelist(_list_of([*parents, name, *([leaf] if leaf else [])])).entries])
        by_part.setdefault(".".join(parents), []).append((name, listed, attrgetter(leaf) if leaf else None, at))
    return tuple((attrgetter(part) if part else None, tuple(fields)) for part, fields in by_part.items())


def _list_of(names: list[str]) -> str:
    """The list whose codes are in the field that ``names`` lead to from an episode, one within another."""
    kind: type[Record] | None = Episode
    coded = None
    for name in names:
        field = next(each for each in shapes(kind or Record) if each.name == name)
        kind, coded = field.record, field.coded
    return str(coded)
