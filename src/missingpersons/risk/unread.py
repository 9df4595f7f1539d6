"""Where somebody recorded something under a code that is on no list, so that nothing judges what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from missingpersons.codes import Answer, codelist
from missingpersons.models import Episode
from missingpersons.models._base import Record
from missingpersons.models._shape import shapes
from missingpersons.risk.definitions import code_answers

_NO = Answer.NO


@dataclass(frozen=True, slots=True)
class _Coded:
    """One field of codes that risk reads. ``of`` gives the code of an entry, where the entries are records."""

    name: str
    at: str
    many: bool
    of: Callable[[Any], str | None] | None
    listed: frozenset[str | None]

    def unread(self, value: Any) -> list[str]:
        """The place of each code that is on no list."""
        if not self.many:
            return [] if value in self.listed else [self.at]
        codes = value if self.of is None else [self.of(each) for each in value]
        if self.listed.issuperset(codes):
            return []
        return [self.at.replace("*", str(index)) for index, code in enumerate(codes) if code not in self.listed]


def unread(episode: Episode) -> tuple[str, ...]:
    """The places (JSON Pointers), never the codes: a code of nobody's list may be any text.

    They are the answers to a question that is on no list, but for those of no, and the codes that are on no list in
    the fields of which codes are read, sorted as texts. That there is an entry at all may count all the same.
    """
    questions = codelist("risk_questions").entries
    found = [
        f"/answers/{index}"
        for index, each in enumerate(episode.answers)
        if each.question not in questions and each.answer is not _NO
    ]
    for part, fields in _fields().items():
        record = episode if part is None else part(episode)
        if record is not None:
            for each in fields:
                if value := getattr(record, each.name):
                    found += each.unread(value)
    return tuple(sorted(found))


@cache
def _fields() -> Mapping[Callable[[Episode], Record | None] | None, list[_Coded]]:
    """The fields of which codes are read, by what gives the record that has them. Each is of an open list."""
    by_part: dict[str, list[_Coded]] = {}
    for at in code_answers():
        whole, of_a_list, inner = at.removeprefix("/").partition("/*")
        *parents, name = whole.split("/")
        leaf = inner.removeprefix("/")
        by_part.setdefault(".".join(parents), []).append(
            _Coded(
                name,
                at,
                bool(of_a_list),
                attrgetter(leaf) if leaf else None,
                frozenset([None, *codelist(_list_of([*parents, name, *([leaf] if leaf else [])])).entries]),
            )
        )
    return {(attrgetter(part) if part else None): fields for part, fields in by_part.items()}


def _list_of(names: list[str]) -> str:
    """The list whose codes are in the field that ``names`` lead to from an episode, one within another."""
    kind: type[Record] | None = Episode
    coded = None
    for name in names:
        field = next(each for each in shapes(kind or Record) if each.name == name)
        kind, coded = field.record, field.coded
    return str(coded)
