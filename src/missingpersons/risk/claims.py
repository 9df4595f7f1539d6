"""What a force's own policy may not say of itself: that it is the library's, or official."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from missingpersons.codes import RiskScheme
from missingpersons.risk.places import THE_POLICY, refuse

_KEYS = ("name", "version", "status")

_ALIKE = str.maketrans("l1|0", "iiio")
"""Signs that are drawn like a letter of *library* or *official*: which of them it is does not count."""

_SCHEMES = "|".join(re.sub("[^a-z0-9]", "", each.value) for each in RiskScheme)


def _drawn(pattern: str) -> re.Pattern[str]:
    """A pattern for texts in which what is alike is the same."""
    return re.compile("|".join(each.translate(_ALIKE) for each in pattern.split("|")))


_LIBRARY = _drawn("library")
_OF_THE_LIBRARY = {
    "name": _LIBRARY,
    "version": _LIBRARY,
    "status": _drawn(f"^(?:the|a|an|our|this|is)*library|library(?:s?polic|{_SCHEMES})"),
}
_OFFICIAL = _drawn("official")

_JOINT = "[\\s_\u2010-]"
"""What may stand between a word that denies and *official*: after any other mark a claim may begin."""

_CLAIMS_NOTHING = _drawn(
    rf"(?<![^\W_])(?:(?:(?:not|non|un){_JOINT}*"
    rf"|(?:not|no|nor|neither){_JOINT}+(?:yet{_JOINT}+)?(?:(?:a|an|the){_JOINT}+)?)official(?:ly)?"
    r"|officials)(?![^\W\d_])"
)
"""That it is not official, or not yet; and the people who are called officials."""

_NO_LETTER = "\n"
"""Stands for what claims nothing, so that what is around it makes no word. A name, version or status never has it."""


def refuse_claims(table: Mapping[str, Any], source: str) -> None:
    """Refuse a name, a version or a status by which readers would take a force's policy for another's."""
    for key in _KEYS:
        said = table.get(key)
        if not isinstance(said, str):
            continue
        letters = unicodedata.normalize("NFKD", said).casefold()
        if any(each.isalnum() and not each.isascii() for each in letters):
            problem = "must be in the letters a to z, with or without accents: others may look like them"
        elif _OF_THE_LIBRARY[key].search(_letters_and_digits(letters.translate(_ALIKE))):
            problem = "must not say that it is the library's: it is your own"
        elif _says_official(letters.translate(_ALIKE)):
            problem = "must not say official: no national body has published floors; say who agreed it"
        else:
            continue
        refuse(source, THE_POLICY, key, f"{key} {problem}")


def _says_official(drawn: str) -> bool:
    without_accents = "".join(each for each in drawn if not unicodedata.combining(each))
    return _OFFICIAL.search(_letters_and_digits(_CLAIMS_NOTHING.sub(_NO_LETTER, without_accents))) is not None


def _letters_and_digits(drawn: str) -> str:
    return "".join(each for each in drawn if each.isalnum() or each == _NO_LETTER)
