"""One walk over a record that was read: how many names it was read from, and which rules have nothing to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from missingpersons.codes import codelist
from missingpersons.models._base import Record
from missingpersons.models._shape import Shape, shapes
from missingpersons.rules import (
    CLOCKS_SET,
    CODES_CURRENT,
    CODES_LISTED,
    FORCE_UNLISTED,
    NOT_YET_HAPPENED,
    PART_RULES,
    SURVEYED,
)
from missingpersons.rules.codes import deprecated, list_of
from missingpersons.rules.moments import RECENT, is_moment

_TO_THE_SECOND = len("2024-03-01T10:00:00")


class Survey:
    """What one walk over a record finds.

    ``names`` is how many names of JSON objects it was read from, ``noughts`` how many of its whole numbers
    are nought, and ``odd`` the rules about parts of any document that have something to find in it.
    """

    __slots__ = ("moments", "names", "noughts", "odd")

    def __init__(self, record: Record) -> None:
        self.names = 0
        self.noughts = 0
        self.odd: set[str] = set()
        self.moments: list[str] = []
        WALKS[type(record)](record, self)
        if self.moments and (recorded := record.__dict__.get("recorded_at")):
            self._of_moments(recorded)

    @property
    def clear(self) -> frozenset[str]:
        """The rules that have nothing to find in the record, and need not be run."""
        return SURVEYED - self.odd if self.odd else SURVEYED

    def _of_moments(self, recorded: str) -> None:
        # Texts with the same offset, and no other fraction, are in the order of the moments; dates have neither.
        clocks = [each[:_TO_THE_SECOND] for each in self.moments]
        rests = {each[_TO_THE_SECOND:] for each in self.moments}
        rests.discard("")
        if max(clocks) > recorded[:_TO_THE_SECOND] or rests - {recorded[_TO_THE_SECOND:]}:
            self.odd.add(NOT_YET_HAPPENED)
        if min(clocks) < RECENT:
            self.odd.add(CLOCKS_SET)

    def of_tree(self, value: Any) -> None:
        """Count what is in a local field."""
        kind = type(value)
        if kind is dict:
            self.names += len(value)
            for each in value.values():
                self.of_tree(each)
        elif kind is list:
            for each in value:
                self.of_tree(each)
        elif kind is int and value == 0:
            self.noughts += 1


class _Walks(dict[type[Record], Callable[[Any, Survey], None]]):
    """The function that walks over each kind of record, made when first asked for.

    It is written out, one statement for each field that can hold more than text, and compiled once, as dataclasses
    are: walking by a table costs twice as much, in a reader's most frequent work.
    """

    def __missing__(self, kind: type[Record]) -> Callable[[Any, Survey], None]:
        known: dict[str, Any] = {}
        source = "\n".join(["def walk(record, survey):", *(f"    {line}" for line in _lines(kind, known))])
        exec(compile(source, f"<walk over {kind.__name__}>", "exec"), known)  # noqa: S102 - made of our own field names
        walk: Callable[[Any, Survey], None] = known["walk"]
        return self.setdefault(kind, walk)


WALKS: Final = _Walks()


def _lines(kind: type[Record], known: dict[str, Any]) -> Iterator[str]:
    """The statements of a walk. What they call by a name of its own is put into ``known``."""
    yield "survey.names += len(record.__pydantic_fields_set__)"
    for number, (rule, part, wrong) in enumerate(PART_RULES):
        if part is kind:
            known[f"wrong_{number}"] = wrong
            yield f"if wrong_{number}(record): survey.odd.add({rule!r})"
    yield "values = record.__dict__"
    for field in shapes(kind):
        if statement := _statement(field, known):
            yield f"value = values[{field.name!r}]"
            yield f"if value is not None: {statement}" if not field.many else f"if value: {statement}"


def _statement(field: Shape, known: dict[str, Any]) -> str | None:
    """What to do with the value of a field, if it can hold more than text."""
    name, listed = field.name, list_of(field)
    if listed and (field.coded or deprecated(listed)):
        known[f"codes_{name}"] = frozenset(codelist(listed).entries) - deprecated(listed)
        known[f"rules_{name}"] = (FORCE_UNLISTED if listed == "forces" else CODES_LISTED, CODES_CURRENT)
        odd = f"not codes_{name}.issuperset(value)" if field.many else f"value not in codes_{name}"
        return f"survey.odd.update(rules_{name}) if {odd} else None"
    if is_moment(field):
        return "survey.moments.append(value)"
    if field.record:
        known[f"walk_{name}"] = _later(field.record, f"walk_{name}", known)
        return f"[walk_{name}(each, survey) for each in value]" if field.many else f"walk_{name}(value, survey)"
    if dict in field.kinds:
        return "survey.of_tree(value)"
    return "survey.noughts += value == 0" if int in field.kinds else None


def _later(kind: type[Record], name: str, known: dict[str, Any]) -> Callable[[Any, Survey], None]:
    """Stands for the walk over a kind of record until the first one comes: most documents have few of the kinds."""

    def first(record: Any, survey: Survey) -> None:
        known[name] = WALKS[kind]
        known[name](record, survey)

    return first
