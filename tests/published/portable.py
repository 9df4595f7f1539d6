"""The patterns that pydantic, python-jsonschema, jsonschema-rs and ajv read alike: a reader of that subset.

    pattern  = "^" sequence "$"
    sequence = { atom [ quantity ] }
    atom     = letter | "\\." | class | "(" sequence { "|" sequence } ")"
    class    = "[" item { item } "]"          item = letter [ "-" letter ]; a "-" may also stand first or last
    quantity = "?" | "*" | "+" | "{" number [ "," [ number ] ] "}"

Whatever does not fit is not portable: there is no list of what is forbidden that could have a gap.
"""

from __future__ import annotations

import string

_PLAIN = frozenset(string.ascii_letters + string.digits + " _-/:,;#%~@=&!<>'\"")
"""What stands for itself outside a class, in every engine and with every flag."""

_IN_CLASS = frozenset(string.ascii_letters + string.digits + " _.~?%+/:,;#@=!*'\"()")
"""What stands for itself in a class. A doubled ``&`` or ``~`` is an operation in some engines: see ``_item``."""

_MOST_REPEATS = 1000


class _PatternError(Exception):
    """The first thing in a pattern that does not fit."""


def unportable(pattern: str) -> str:
    """What in a pattern is read differently somewhere; empty if nothing is."""
    try:
        _Reader(pattern).whole()
    except _PatternError as fault:
        return str(fault)
    return ""


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._place = 0

    def whole(self) -> None:
        self._take("^", "does not begin with ^")
        self._sequence()
        self._take("$", "does not end with $, or has what does not fit")
        if self._next():
            self._refuse("goes on after $")

    def _sequence(self) -> None:
        if not self._atom():
            self._refuse("has an empty part, or what does not fit")
        self._quantity()
        while self._atom():
            self._quantity()

    def _atom(self) -> bool:
        letter = self._next()
        if letter == "(":
            self._place += 1
            self._sequence()
            while self._next() == "|":
                self._place += 1
                self._sequence()
            self._take(")", "has a group that does not end, or what does not fit in it")
        elif letter == "[":
            self._class()
        elif letter == "\\":
            self._place += 1
            self._take(".", "escapes something else than a dot")
        elif letter and letter in _PLAIN:
            self._place += 1
        else:
            return False
        return True

    def _class(self) -> None:
        self._place += 1
        if self._next() == "-":
            self._place += 1
        items = 0
        while self._next() not in ("]", ""):
            if self._next() == "-" and items:
                self._place += 1
                break
            self._item()
            items += 1
        self._take("]", "has a class that does not end, or what does not fit in it")
        if not items:
            self._refuse("has an empty class")

    def _item(self) -> None:
        first = self._letter_in_class()
        if self._next() == first and not first.isalnum():
            self._refuse("has the same sign twice in a class, which some engines take for an operation")
        if self._next() == "-" and self._pattern[self._place + 1 : self._place + 2] != "]":
            self._place += 1
            last = self._letter_in_class()
            kinds = (str.isdigit, str.islower, str.isupper)
            if not any(kind(first) and kind(last) for kind in kinds) or first > last:
                self._refuse("has a range that is not of digits or of letters of one case")

    def _letter_in_class(self) -> str:
        letter = self._next()
        if not letter or letter not in _IN_CLASS:
            self._refuse("has something in a class that does not fit")
        self._place += 1
        return letter

    def _quantity(self) -> None:
        if self._next() in ("?", "*", "+"):
            self._place += 1
        elif self._next() == "{":
            self._place += 1
            least = self._number()
            most = least
            if self._next() == ",":
                self._place += 1
                most = least if self._next() == "}" else self._number()
            self._take("}", "has a quantity that does not end")
            if not least <= most <= _MOST_REPEATS:
                self._refuse("has a quantity that is too large or the wrong way round")

    def _number(self) -> int:
        start = self._place
        while self._next() in tuple(string.digits):
            self._place += 1
        if start == self._place:
            self._refuse("has a quantity without a number")
        return int(self._pattern[start : self._place])

    def _next(self) -> str:
        return self._pattern[self._place : self._place + 1]

    def _take(self, letter: str, otherwise: str) -> None:
        if self._next() != letter:
            self._refuse(otherwise)
        self._place += 1

    def _refuse(self, why: str) -> None:
        raise _PatternError(f"{why} (at {self._place})")
