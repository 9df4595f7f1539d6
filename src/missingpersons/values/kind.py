"""What every kind of value answers: is it well formed, is its check right, what is its normal form, how is it shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

# What comes along when text is copied from a web page, a PDF or a message. Capitals are made of the letters a to z
# alone, so that every language that implements the standard does it alike.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_BLANKS += "\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_INVISIBLE += "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
_DASHES = "\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_STROKES = "\u2044\u2215\uff0f"

_PLAIN = {
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **dict.fromkeys(map(ord, _INVISIBLE), ""),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _STROKES), "/"),
}
_CAPITALS = dict(zip(map(ord, ascii_lowercase), ascii_uppercase, strict=True))
_TIDY = {**_PLAIN, **dict.fromkeys(map(ord, _BLANKS), ""), **_CAPITALS}


class Verdict(Enum):
    """What can be said of a value as it is written."""

    GOOD = "good"
    """Well formed, and its check (if there is one) is right."""
    WRONG_CHECK = "wrong_check"
    """Well formed, but its check letter or digit does not agree: one character is probably wrong."""
    MALFORMED = "malformed"
    """Not of the form that its kind has."""


class WellFormed(NamedTuple):
    """What was read in a text that has the form of its kind. Never shown by ``repr``."""

    normal: str
    right: bool = True
    """Whether its check agrees. True where the kind has none."""

    def __repr__(self) -> str:
        return "<WellFormed>"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value. It never raises and never refuses: a malformed text stays as it was.

    >>> from missingpersons.values.kinds import KINDS
    >>> nhs = KINDS["nhs"]
    >>> nhs.judge("999-000-0018").value, nhs.normal("999-000-0018"), nhs.shown("9990000018")
    ('good', '9990000018', '999 000 0018')
    """

    read: Callable[[str], WellFormed | None]
    """What is read in a text, or None where it does not have the form."""
    show: Callable[[str], str] = str
    """How a normal form is written for a person to read; as it is, if nothing is said."""

    def judge(self, text: str) -> Verdict:
        """Whether ``text`` is well formed, and whether its check is right."""
        found = self.read(text)
        if found is None:
            return Verdict.MALFORMED
        return Verdict.GOOD if found.right else Verdict.WRONG_CHECK

    def normal(self, text: str) -> str:
        """The one form in which equal values are equal texts; a wrong check is kept, a malformed text is returned."""
        found = self.read(text)
        return found.normal if found else text

    def shown(self, text: str) -> str:
        """The value as a person writes and reads it; a malformed text is returned as it was."""
        found = self.read(text)
        return self.show(found.normal) if found else text


def plain(text: str) -> str:
    """The text with every kind of blank, dash and stroke as the ordinary one, and without what cannot be seen."""
    return text.translate(_PLAIN)


def tidy(text: str) -> str:
    """The plain text in capitals and without its blanks.

    >>> tidy("sf 05\u2011482703j")
    'SF05-482703J'
    """
    return text.translate(_TIDY)


def bare(text: str) -> str:
    """The tidy text without its dashes, for values in which none has a meaning."""
    return text.translate(_TIDY).replace("-", "")


def in_groups(text: str, *sizes: int, by: str = " ") -> str:
    """The text cut into groups of these sizes, and what is left.

    >>> in_groups("9990000018", 3, 3)
    '999 000 0018'
    """
    groups, start = [], 0
    for size in sizes:
        groups.append(text[start : start + size])
        start += size
    return by.join([*groups, text[start:]])
