"""Rules about how names are written: in which field, in which script, and whether they are names at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from unicodedata import category, name, normalize

from missingpersons.codes import NameKind
from missingpersons.models import Episode
from missingpersons.models.person import Name
from missingpersons.rules.identity import PLACEHOLDER_NAMES, TITLES

SAY_NOTHING = PLACEHOLDER_NAMES | {"unidentified", "unnamed", "unkown", "nameless", "anonymous"}
"""Library list. Words that people write when no name is known, alone or beside others."""

STAND_BESIDE = frozenset(
    {
        "male",
        "female",
        "man",
        "woman",
        "boy",
        "girl",
        "child",
        "baby",
        "infant",
        "adult",
        "person",
        "name",
        "surname",
        "forename",
    }
)
"""Library list. Words that say no more of a name where they stand beside one that says nothing."""

PHRASES = frozenset(
    {
        "no name",
        "no name given",
        "not given",
        "not stated",
        "not provided",
        "not recorded",
        "not disclosed",
        "name withheld",
        "refused",
        "name refused",
        "same as above",
        "as above",
        "see above",
        "see below",
        "see notes",
        "see log",
        "do not use",
        "tba",
        "to be advised",
        "to be confirmed",
        "duplicate",
        "baby boy",
        "baby girl",
        "john doe",
        "jane doe",
        "joe bloggs",
        "a n other",
    }
)
"""Library list. What else is written in place of a name."""

OTHER_NAMES = (NameKind.ALIAS, NameKind.FORMER, NameKind.MAIDEN)
"""The kinds of name that are by their meaning another than the one the person goes by."""

SCRIPTS = {
    "Arab": "ARABIC",
    "Armn": "ARMENIAN",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Ethi": "ETHIOPIC",
    "Geor": "GEORGIAN",
    "Grek": "GREEK",
    "Gujr": "GUJARATI",
    "Guru": "GURMUKHI",
    "Hang": "HANGUL",
    "Hani": "CJK",
    "Hans": "CJK",
    "Hant": "CJK",
    "Hebr": "HEBREW",
    "Latn": "LATIN",
    "Sinh": "SINHALA",
    "Taml": "TAMIL",
    "Telu": "TELUGU",
    "Thai": "THAI",
}
"""How the Unicode names of a script's letters begin. Scripts that are not here are not judged."""


def whole_name_in_a_part(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-140: the whole name stands in the field of one of its parts."""
    for index, each in enumerate(episode.person.names):
        if not each.full or not each.family or not each.given:
            continue
        whole = _spaced(each.full)
        if _spaced(each.family) == whole:
            yield f"/person/names/{index}/family"
        for place, given in enumerate(each.given):
            if _spaced(given) == whole:
                yield f"/person/names/{index}/given/{place}"


def family_not_in_whole_name(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-141: the family name does not occur in the whole name of the same entry."""
    for index, each in enumerate(episode.person.names):
        if each.full and each.family:
            whole, family = _letters(each.full), _letters(each.family)
            if whole and family and family not in whole:
                yield f"/person/names/{index}/full"


def name_filler(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-142: a name is made of words that people write when no name is known."""
    found: list[str] = []
    for index, each in enumerate(episode.person.names):
        if each.family and _is_filler(each.family):
            found.append(f"/person/names/{index}/family")
        if each.full and _is_filler(each.full):
            found.append(f"/person/names/{index}/full")
        for place, given in enumerate(each.given):
            if _is_filler(given):
                found.append(f"/person/names/{index}/given/{place}")
    return found


def title_in_family_name(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-143: a family name begins with a title."""
    for index, each in enumerate(episode.person.names):
        first, blank, _rest = (each.family or "").strip().partition(" ")
        if blank and first.rstrip(".").casefold() in TITLES:
            yield f"/person/names/{index}/family"


def other_name_is_the_same(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-144: an alias or former name is the name that the person goes by."""
    names = episode.person.names
    others = [(index, each) for index, each in enumerate(names) if each.kind in OTHER_NAMES]
    if not others:
        return
    current = {_in_one_piece(each) for each in names if each.kind not in OTHER_NAMES}
    for index, each in others:
        if (text := _in_one_piece(each)) and text in current:
            yield f"/person/names/{index}"


def two_legal_names(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-145: two different names in one script are both said to be the legal one."""
    first: dict[str | None, str] = {}
    names = episode.person.names
    if [each.kind for each in names].count(NameKind.LEGAL) <= 1:
        return
    for index, each in enumerate(names):
        text = _in_one_piece(each) if each.kind is NameKind.LEGAL else ""
        if text and first.setdefault(each.script, text) != text:
            yield f"/person/names/{index}"


def script_of_other_letters(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-146: no letter of a name is of the script that is recorded for it."""
    for index, each in enumerate(episode.person.names):
        script = SCRIPTS.get(each.script) if each.script else None
        if script is None:
            continue
        letters = [letter for letter in _in_one_piece(each) if category(letter).startswith("L")]
        if letters and not any(name(letter, "").startswith(script) for letter in letters):
            yield f"/person/names/{index}/script"


def _spaced(text: str) -> str:
    """The text in small letters, with one blank between words and none around."""
    return " ".join(text.casefold().split())


def _in_one_piece(each: Name) -> str:
    """The whole name or, without one, the parts in their order, as they are compared."""
    return _spaced(each.full or " ".join((*each.given, each.family or "")))


def _letters(text: str) -> str | None:
    """The letters a to z that are left of a text without accents, or None where there are others."""
    parts = normalize("NFKD", text.casefold())
    letters = "".join(each for each in parts if category(each).startswith("L"))
    return letters if letters.isascii() else None


@lru_cache(maxsize=4096)
def _is_filler(text: str) -> bool:
    small = text.strip().casefold()
    if small in PLACEHOLDER_NAMES:
        return False  # A rule of its own: MP-R-015.
    words = [bare for word in small.split() if (bare := word.strip(".,;:()[]"))]
    joined = " ".join(words)
    if joined in PHRASES:
        return True
    words = joined.replace("not known", "unknown").split()
    return not SAY_NOTHING.isdisjoint(words) and all(word in SAY_NOTHING or word in STAND_BESIDE for word in words)
