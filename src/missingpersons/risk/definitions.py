"""What is published about the indicators: which question each answers, from which fields, and by what definition."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from missingpersons.codes import codelist
from missingpersons.models import Episode
from missingpersons.models._base import Record
from missingpersons.models._shape import shapes
from missingpersons.risk.facts import NO, UNKNOWN, YES, Fact, fact
from missingpersons.risk.keeping import keep
from missingpersons.risk.questions import forms

_FACTORS = "/person/vulnerabilities/*"


@dataclass(frozen=True, slots=True)
class Term:
    """What is published about a term, on which definitions rest that name it. ``definition`` is normative."""

    name: str
    definition: str
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is published about one question that the episode can answer. ``definition`` is normative."""

    question: str
    definition: str
    reads: tuple[str, ...]
    places: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class CodeAnswers:
    """What each code in ``field`` answers: pairs of a question and how grave the answer is."""

    field: str
    basis: str
    answers: Mapping[str | None, tuple[tuple[str, int], ...]]
    quiet: frozenset[str | None]
    """Every code of the field's list that answers nothing, and None, which an entry may have instead of a code."""
    kept: dict[tuple[int, str | None], tuple[Fact, ...]] = made_by(default_factory=dict, compare=False, repr=False)
    """By the index of an entry and its code, what these answer there. Only codes that are in ``answers`` are kept."""

    def place(self, index: int) -> str:
        """The place (JSON Pointer) of the code in the entry of that index."""
        return self.field.replace("*", str(index))

    def facts(self, index: int, code: str | None) -> tuple[Fact, ...]:
        """What ``code``, one of ``answers``, answers in the entry of that index."""
        place = (self.place(index),)
        made = tuple([fact(question, gravity, place) for question, gravity in self.answers[code]])
        return keep(self.kept, (index, code), made)


@cache
def terms() -> Mapping[str, Term]:
    """Every term that definitions rest on, by its name."""
    return MappingProxyType(
        {each["name"]: Term(each["name"], each["definition"], tuple(each["reads"])) for each in _table()["term"]}
    )


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every indicator, by its question."""
    return MappingProxyType(
        {
            each["question"]: Indicator(
                each["question"], each["definition"], tuple(each["reads"]), tuple(each["places"]), each["basis"]
            )
            for each in _table()["indicator"]
        }
    )


@cache
def code_answers() -> Mapping[str, CodeAnswers]:
    """What the codes of a field answer, by the field."""
    made = {}
    for table in _table()["codes"]:
        # What a vulnerability stands for is a yes; the table has what it answers beside.
        answers: dict[str | None, list[tuple[str, int]]] = _by_the_form() if table["field"] == _FACTORS else {}
        for word, gravity in (("yes", YES), ("unknown", UNKNOWN), ("no", NO)):
            for question, codes in table.get(word, {}).items():
                for code in codes:
                    answers.setdefault(code, []).append((question, gravity))
        given = {code: tuple(each) for code, each in answers.items()}
        for place in (table["field"], *table.get("also", ())):
            made[place] = CodeAnswers(place, table["basis"], given, _quiet(place, given))
    return MappingProxyType(made)


def _by_the_form() -> dict[str | None, list[tuple[str, int]]]:
    return {each.code: [(question, YES) for question in each.questions] for each in forms()["factors"].entries}


def _quiet(field: str, answers: Iterable[str | None]) -> frozenset[str | None]:
    """None, and every code of the list of ``field``, or every answer where it has none, that is not in ``answers``."""
    kind: type[Record] = Episode
    coded = None
    for name in field.replace("/*", "").strip("/").split("/"):
        shape = next(each for each in shapes(kind) if each.name == name)
        kind, coded = shape.record or kind, shape.coded
    return frozenset([None, *codelist(coded or "answers").entries]).difference(answers)


def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("indicators.toml").read_text(encoding="utf-8"))
