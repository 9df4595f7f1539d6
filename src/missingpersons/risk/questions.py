"""The risk questions, and which of them stand for what the published forms ask."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from missingpersons.codes import codelist

_BEST_FIRST = ("read", "in_part", "secondary", "library")


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a form or one item of a list. Without ``questions``, ``no_question`` says why there is none."""

    code: str
    text: str
    questions: tuple[str, ...]
    no_question: str


@dataclass(frozen=True, slots=True)
class Form:
    """A published form or list. ``verified``: ``read``, ``in_part``, ``secondary``, or ``library`` (ours)."""

    code: str
    title: str
    source: str
    verified: str
    entries: tuple[Entry, ...]

    def as_dict(self) -> dict[str, Any]:
        """The form as it is published."""
        return {
            "title": self.title,
            "source": self.source,
            "verified": self.verified,
            "entries": {
                each.code: {
                    "text": each.text,
                    **({"questions": list(each.questions)} if each.questions else {"no_question": each.no_question}),
                }
                for each in self.entries
            },
        }


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the list ``risk_questions``, with where it is asked.

    ``asked_by`` has the codes of the entries that it stands for, by form. ``verified`` is the best of those forms':
    a question that no published form asks is the library's own.
    """

    code: str
    text: str
    definition: str
    source: str
    verified: str
    asked_by: Mapping[str, tuple[str, ...]]

    def as_dict(self) -> dict[str, Any]:
        """The question as it is published."""
        return {
            "text": self.text,
            "definition": self.definition,
            "source": self.source,
            "verified": self.verified,
            "asked_by": {form: list(codes) for form, codes in self.asked_by.items()},
        }


@cache
def forms() -> Mapping[str, Form]:
    """Every form by its code."""
    table = tomllib.loads(files(__package__).joinpath("forms.toml").read_text(encoding="utf-8"))
    return MappingProxyType({each["code"]: _form(each) for each in table["form"]})


@cache
def questions() -> Mapping[str, Question]:
    """Every question of the consolidated list, by its code."""
    made = {}
    for code, entry in codelist("risk_questions").entries.items():
        asked = {
            name: tuple(each.code for each in form.entries if code in each.questions) for name, form in forms().items()
        }
        asked = {name: codes for name, codes in asked.items() if codes}
        verified = min((forms()[name].verified for name in asked), key=_BEST_FIRST.index, default="library")
        made[code] = Question(code, entry.title, entry.definition, entry.source, verified, MappingProxyType(asked))
    return MappingProxyType(made)


def _form(table: Mapping[str, Any]) -> Form:
    entries = tuple(
        Entry(each["code"], each["text"], tuple(each.get("questions", ())), each.get("no_question", ""))
        for each in table["entries"]
    )
    return Form(table["code"], table["title"], table["source"], table["verified"], entries)
