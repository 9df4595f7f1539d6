"""Names, numbers and prose as keys: the folding that the register stores and a look-up asks with."""

from __future__ import annotations

import re
import unicodedata

from missingpersons.values.contact import phone_e164
from missingpersons.values.identifiers import pnc_id_normal

_UNMARKED = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"}
)
_WORD = re.compile(r"\w+")
_JOINED = re.compile(r"['’`´.]")

# What is heard alike is spelt alike here. The order matters: longer spellings first.
_HEARD = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^(mac|mc)(?=[a-z])", "mk"),
        (r"^x", "s"),
        (r"(sch|sh|ch|tch|cz)", "x"),
        (r"ph", "f"),
        (r"(gh|h)", ""),
        (r"c(?=[eiy])", "s"),
        (r"(ck|c|q|g(?![eiy]))", "k"),
        (r"g", "j"),
        (r"z", "s"),
        (r"v", "f"),
        (r"d", "t"),
        (r"b", "p"),
    )
)
_VOWELS = re.compile(r"[aeiouyw]")
_REPEATED = re.compile(r"(.)\1+")


def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without accents or punctuation.

    >>> words("O'Brien-Núñez, T-shirt")
    ('obrien', 'nunez', 't', 'shirt')
    """
    small = _JOINED.sub("", text.casefold()).translate(_UNMARKED)
    plain = "".join(each for each in unicodedata.normalize("NFKD", small) if not unicodedata.combining(each))
    return tuple(_WORD.findall(plain.replace("_", " ")))


def heard(word: str) -> str:
    """A key that words heard alike share: what is left of the consonants. It finds, and judges nothing.

    >>> heard("philips") == heard("fillups"), heard("catherine") == heard("kathryn")
    (True, True)
    """
    if not word.isascii():
        return word
    for pattern, sound in _HEARD:
        word = pattern.sub(sound, word)
    first = "a" if _VOWELS.match(word) else ""
    return first + _REPEATED.sub(r"\1", _VOWELS.sub("", word))


def number_keys(text: str, year: int) -> tuple[str, ...]:
    """The forms an identifier may be stored in: as written without spaces, and as a long PNC ID."""
    compact = re.sub(r"[\s-]", "", text).upper()
    return tuple(dict.fromkeys(key for key in (compact, pnc_id_normal(compact, year)) if key))


def phone_key(text: str) -> str:
    """The telephone number in E.164 form where it has one, or else its digits."""
    return phone_e164(text) or re.sub(r"[^0-9]", "", text)
