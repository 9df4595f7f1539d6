"""Two people's names: the same, short for one another, heard alike, or different."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from missingpersons.findings import MissingExtra
from missingpersons.register.words import heard, words

_ALIKE = 0.9
"""Jaro-Winkler similarity from which two spellings are of one name."""


def require() -> None:
    """Raise ``MissingExtra`` unless names can be compared here."""
    try:
        import anyascii  # noqa: F401
        import jellyfish  # noqa: F401
        import rapidfuzz  # noqa: F401
    except ImportError:
        pass
    else:
        return
    raise MissingExtra("lookup", "looking a name up")


@lru_cache(maxsize=65_536)
def latin(text: str) -> tuple[str, ...]:
    """The words of a name in Latin letters, whatever script it is written in."""
    from anyascii import anyascii

    return words(anyascii(text))


def keys(text: str) -> Iterator[tuple[str, str]]:
    """The search keys under which a name may be stored: as spelt, as heard, and its short and long forms."""
    for token in {*words(text), *latin(text)}:
        yield "name", token
        for form in same_name(token):
            yield "name", form
        if len(token) > 1 and (sound := heard(token)):
            yield "heard", sound


def family_level(asked: tuple[str, ...], told: tuple[str, ...]) -> str | None:
    """How far two family names agree; None if either is absent."""
    if not asked or not told:
        return None
    if "".join(asked) == "".join(told):
        return "agrees"
    if {part for part in asked if len(part) > 2} & set(told):
        return "part"
    return "sounds" if _sounds_alike("".join(asked), "".join(told)) else "differs"


def given_level(asked: tuple[str, ...], told: tuple[str, ...]) -> str | None:
    """How far given names agree; None if either is absent. One of several is enough."""
    if not asked or not told:
        return None
    if "".join(asked) == "".join(told) or (len(asked[0]) > 1 and asked[0] in told):
        return "agrees"
    first = asked[0]
    if any(other in same_name(first) for other in told):
        return "short"
    if any(_sounds_alike(first, other) for other in told):
        return "sounds"
    initial = first[0] == told[0][0] and 1 in (len(first), len(told[0]))
    return "initial" if initial else "differs"


def same_name(name: str) -> frozenset[str]:
    """The other forms of a given name: Bob and Robert, and through Robert also Rob."""
    return _forms().get(name, frozenset())


@cache
def _forms() -> Mapping[str, frozenset[str]]:
    text = files(__package__).joinpath("nicknames.csv").read_text(encoding="utf-8")
    forms: dict[str, set[str]] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        group = {row["name"], *row["short_forms"].split()}
        for name in group:
            forms.setdefault(name, set()).update(group - {name})
    return {name: frozenset(others) for name, others in forms.items()}


@lru_cache(maxsize=65_536)
def _sounds_alike(asked: str, told: str) -> bool:
    import jellyfish
    from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

    if JaroWinkler.similarity(asked, told) >= _ALIKE:
        return True
    if min(len(asked), len(told)) < 3:
        return False
    if jellyfish.metaphone(asked) == jellyfish.metaphone(told):
        return True
    return DamerauLevenshtein.distance(asked, told) <= max(len(asked), len(told)) // 5 or (
        heard(asked) == heard(told) and len(heard(asked)) > 2
    )
