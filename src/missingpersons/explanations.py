"""What explains a code beside the catalogue: its subject, an example at fault and one that is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from missingpersons.findings import Entry, catalogue, profiles
from missingpersons.resources import schemas_directory

HERE = "<-- here"
"""How the place of a finding is marked."""

_ROOM = 88
"""How wide a line of an example may be before it is broken."""

_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Codes that belong together: of one kind and, where that has many, within ``spans`` of numbers."""

    name: str
    title: str
    kinds: str
    spans: tuple[range, ...] = (range(1000),)

    def codes(self) -> tuple[str, ...]:
        """Its codes, in order."""
        return tuple(code for code in sorted(catalogue()) if self._has(code[3], int(code[5:])))

    def _has(self, kind: str, number: int) -> bool:
        return kind in self.kinds and any(number in span for span in self.spans)


SUBJECTS = (
    Subject("structure", "Structure: whether a document can be read at all", "SV"),
    Subject("rules-order", "Rules: the order of events", "R", (range(10), range(120, 140))),
    Subject("rules-person", "Rules: who the person is", "R", (range(10, 20), range(140, 155))),
    Subject("rules-places", "Rules: places, forces, numbers and description", "R", (range(20, 30), range(155, 170))),
    Subject("rules-risk", "Rules: risk as it was recorded", "R", (range(30, 40), range(170, 185))),
    Subject("rules-steps", "Rules: first steps and completeness", "R", (range(40, 50), range(200, 210))),
    Subject("rules-outcome", "Rules: outcome and interviews", "R", (range(50, 60), range(220, 235))),
    Subject("rules-safeguarding", "Rules: safeguarding", "R", (range(60, 70), range(185, 200))),
    Subject("rules-codes", "Rules: codes, references and local fields", "R", (range(70, 80), range(235, 250))),
    Subject("rules-pole", "Rules: the minimum POLE data standards", "R", (range(80, 100),)),
    Subject("rules-purposes", "Rules: what single purposes ask", "R", (range(100, 120),)),
    Subject("rules-publicity", "Rules: publicity", "R", (range(210, 220),)),
    Subject("rules-several", "Rules: several episodes of one person", "R", (range(250, 260),)),
    Subject("clocks", "Clocks: what falls due", "K"),
    Subject("conversion", "Conversion: what a converter sets aside or takes for granted", "C"),
    Subject("exchange", "Exchange: what crosses a boundary", "X"),
)
"""Every subject, in the order of the reference."""


def gravity(entry: Entry) -> str:
    """How grave a finding is, and for which purposes it is another."""
    purposes: dict[str, list[str]] = {}
    for name, profile in profiles().items():
        if (grave := profile.get(entry.code, str(entry.severity))) != entry.severity:
            purposes.setdefault(grave, []).append(name)
    return "; ".join([str(entry.severity), *(f"{grave} in {', '.join(names)}" for grave, names in purposes.items())])


@cache
def examples(code: str) -> Mapping[str, Mapping[str, Any]]:
    """The examples of a code: ``at_fault`` and ``sound``, each with what is ``said`` of it."""
    text = (schemas_directory() / "explained.json").read_text(encoding="utf-8")
    told: dict[str, dict[str, Any]] = json.loads(text)["examples"]
    return told.get(code, {})


def lines(example: Mapping[str, Any], comment: str = "") -> Iterator[str]:
    """An example as text: what is ``given``, such as a mapping, and then the document or the table.

    What JSON does not have, such as the mark of a place, comes after ``comment``.
    """
    if "given" in example:
        yield from (*example["given"].splitlines(), "")
    if "text" in example:
        here = example.get("here")
        for line in example["text"].splitlines():
            yield f"{line}  {comment}{HERE}" if here and here in line else line
    # Of a rule about several episodes: all of them, in a list.
    judged = example.get("document", example.get("episodes"))
    if judged is not None:
        marks = [tuple(place.split("/")[1:]) for place in example.get("at", ())]
        yield from _value("", judged, marks, comment, "")


def circumstances(example: Mapping[str, Any]) -> str:
    """What an example is judged for and when, where that is not what everybody would suppose."""
    told = [f"for {example['profile']}"] if "profile" in example else []
    return ", ".join([*told, f"as of {example['as_of']}"] if "as_of" in example else told)


def _value(head: str, tree: Any, marks: list[_Path], comment: str, tail: str) -> Iterator[str]:
    """The lines of one value: on one line if there is room and nothing in it is marked."""
    here = f"  {comment}{HERE}" if () in marks else ""
    inside = [mark for mark in marks if mark]
    plain = f"{head}{json.dumps(tree, ensure_ascii=False)}{tail}"
    if not inside and (len(plain) <= _ROOM or not isinstance(tree, dict | list)):
        yield plain + here
        return
    opening, closing = "{}" if isinstance(tree, dict) else "[]"
    yield f"{head}{opening}{here}"
    named = tree.items() if isinstance(tree, dict) else enumerate(tree)
    parts = [(str(name), f"{json.dumps(name)}: " if isinstance(tree, dict) else "", value) for name, value in named]
    for number, (name, told, value) in enumerate(parts, 1):
        below = [mark[1:] for mark in inside if mark[0] == name]
        for line in _value(told, value, below, comment, "," if number < len(parts) else ""):
            yield f"  {line}"
    there = {name for name, _, _ in parts}
    for mark in inside:
        if mark[0] not in there:
            yield f"  {comment}(no {' / '.join(mark)})  {HERE}"
    yield f"{closing}{tail}"
