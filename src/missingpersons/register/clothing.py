"""What people wear: free text as garments and colours, and how far two descriptions of a garment agree."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from missingpersons.register.words import words

# An opening bracket is no end: "jacket (dark grey)" is one clause.
_CLAUSE = re.compile(r"[,;.)/+&\n]|\b(?:and|with|over|under|underneath|on top of|plus)\b", re.IGNORECASE)

SAME, KIND, NEAR, PARTLY, CONFLICT = "agrees", "alike", "near", "partly", "differs"
"""The same garment in the same colour; another of its kind in the same colour; a colour taken for it;
a garment of its kind with no colour given; a garment of its kind in quite another colour."""

RANK: Mapping[str, int] = {SAME: 5, KIND: 4, NEAR: 3, PARTLY: 2, CONFLICT: 1}
"""Which level says most, for pairing garments."""


class Garment(NamedTuple):
    """A garment as the vocabulary knows it: its concept, and the shades that it was said to have."""

    concept: str
    shades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The reviewed words for clothes, colours and marks."""

    class_of: Mapping[str, str]
    related: frozenset[frozenset[str]]
    family_of: Mapping[str, str]
    near: frozenset[frozenset[str]]
    garment_words: Mapping[tuple[str, ...], str]
    colour_words: Mapping[tuple[str, ...], str]
    near_sites: tuple[frozenset[str], ...]
    mark_words: Mapping[tuple[str, ...], str]
    ignored: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the library."""
    table = tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))
    marks = {f"kind:{code}": said for code, said in table["mark_kinds"].items()}
    marks |= {f"site:{code}": said for code, said in table["body_sites"].items()}
    marks |= {f"side:{side}": [side] for side in table["words"]["sides"]}
    return Vocabulary(
        class_of=_upwards(table["classes"]),
        related=frozenset(map(frozenset, table["related"]["pairs"])),
        family_of=_upwards(table["colours"]),
        near=frozenset(frozenset({shade, other}) for shade, rest in table["near"].items() for other in rest),
        garment_words=_phrases(table["classes"].values()),
        colour_words=_phrases(table["colours"].values()),
        near_sites=tuple(frozenset(f"site:{site}" for site in group) for group in table["near_sites"]["groups"]),
        mark_words=_phrases([marks]),
        ignored=frozenset(table["words"]["ignored"]),
    )


def garments(text: str, colours: Sequence[str] = ()) -> tuple[Garment, ...]:
    """The garments that a text names, each with its colours. A text without a known garment gives none.

    ``colours`` are colours recorded apart from the text.

    >>> garments("grey jogging bottoms and a black and white T-shirt")
    (Garment(concept='joggers', shades=('grey',)), Garment(concept='t_shirt', shades=('black', 'white')))
    """
    found: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    for clause in _CLAUSE.split(text):
        named_here = False
        for kind, code in _read(words(clause)):
            if kind == "colour":
                waiting.append(code)
            else:
                found.append((code, waiting))
                waiting, named_here = [], True
        if named_here and waiting:
            # "a jacket, black" and "jacket - black": the colour comes after its garment.
            found[-1][1].extend(waiting)
            waiting = []
    if found:
        found[-1][1].extend(waiting)
        apart = [code for each in colours for kind, code in _read(words(each)) if kind == "colour"]
        found[0][1].extend(apart)
    return tuple(Garment(concept, tuple(dict.fromkeys(shades))) for concept, shades in found)


def alike(asked: Garment, told: Garment) -> str | None:
    """How far two descriptions may be of one garment, or None if they are of things worn together."""
    known = vocabulary()
    classes = known.class_of[asked.concept], known.class_of[told.concept]
    if classes[0] != classes[1]:
        related = frozenset(classes) in known.related and _colours(asked.shades, told.shades) == SAME
        return KIND if related else None
    colours = _colours(asked.shades, told.shades)
    if colours == SAME and asked.concept != told.concept:
        return KIND
    return colours


def pair(asked: Sequence[Garment], told: Sequence[Garment]) -> tuple[str | None, ...]:
    """The level of each garment asked about, none of those told being used twice."""
    levels = [
        (RANK[level], -here, -there, level)
        for here, each in enumerate(asked)
        for there, other in enumerate(told)
        if (level := alike(each, other))
    ]
    best: dict[int, str] = {}
    used: set[int] = set()
    for _, here, there, level in sorted(levels, reverse=True):
        if here not in best and there not in used:
            best[here] = level
            used.add(there)
    return tuple(best.get(-here) for here in range(len(asked)))


def phrases(tokens: Sequence[str], known: Mapping[tuple[str, ...], str]) -> list[tuple[str, int, int]]:
    """Every known phrase in ``tokens``, the longest at each place: its code, where it starts and ends."""
    found: list[tuple[str, int, int]] = []
    longest = max(map(len, known))
    place = 0
    while place < len(tokens):
        for size in range(min(longest, len(tokens) - place), 0, -1):
            code = known.get(tuple(tokens[place : place + size]))
            if code:
                found.append((code, place, place + size))
                place += size
                break
        else:
            place += 1
    return found


def _read(tokens: Sequence[str]) -> list[tuple[str, str]]:
    """Garments and colours in the order they were said; a word within a garment's name is no colour."""
    known = vocabulary()
    things = phrases(tokens, known.garment_words)
    taken = {place for _, first, last in things for place in range(first, last)}
    rest = ["" if place in taken else token for place, token in enumerate(tokens)]
    colours = phrases(rest, known.colour_words)
    said = [(first, "garment", code) for code, first, _ in things]
    said += [(first, "colour", code) for code, first, last in colours if not _only_deepens(code, rest, last)]
    return [(kind, code) for _, kind, code in sorted(said)]


def _only_deepens(code: str, tokens: Sequence[str], after: int) -> bool:
    """Whether "dark" stands before another colour, and so is none itself."""
    return vocabulary().family_of[code] == "vague" and tuple(tokens[after : after + 1]) in vocabulary().colour_words


@cache
def _colours(asked: tuple[str, ...], told: tuple[str, ...]) -> str:
    if not asked or not told:
        return PARTLY
    known = vocabulary()
    families = {known.family_of[shade] for shade in told} - {"vague"}
    if any(known.family_of[shade] in families for shade in asked):
        return SAME
    if any(shade == other or frozenset({shade, other}) in known.near for shade in asked for other in told):
        return NEAR
    return CONFLICT


def _upwards(table: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {code: group for group, codes in table.items() for code in codes}


def _phrases(tables: Iterable[Mapping[str, Sequence[str]]]) -> dict[tuple[str, ...], str]:
    known: dict[tuple[str, ...], str] = {}
    for table in tables:
        for code, said in table.items():
            for phrase in said:
                tokens = words(phrase)
                known[tokens] = code
                if not tokens[-1].endswith("s"):
                    known.setdefault((*tokens[:-1], f"{tokens[-1]}s"), code)
    return known
