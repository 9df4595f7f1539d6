"""What the values of a column look like: how many, of which forms, and in which order they put day and month."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MOST_DISTINCT = 200
"""How many different values of a column are remembered: past it they are free text or references."""

_ISO = re.compile(
    r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?:(?P<gap>[ T])[0-9]{2}:[0-9]{2}(?P<s>:[0-9]{2})?)?"
)
_NUMBERS = re.compile(
    r"(?P<a>[0-9]{1,2})(?P<by>[/.-])(?P<b>[0-9]{1,2})(?P=by)(?P<y>[0-9]{4}|[0-9]{2})"
    r"(?:(?P<gap>[ T])[0-9]{1,2}:[0-9]{2}(?P<s>:[0-9]{2})?)?"
)
_WORDS = re.compile(
    r"[0-9]{1,2}(?P<by>[ -])(?P<m>[A-Za-z]{3,9})(?P=by)(?P<y>[0-9]{4})(?:(?P<gap> )[0-9]{1,2}:[0-9]{2})?"
)
_PHONE = re.compile(r"\+?[0-9(][0-9 ()-]{8,18}[0-9]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_POSTCODE = re.compile(r"[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}")
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_DIGIT = re.compile(r"\d")
_BLANK = re.compile(r"\s")
_OTHER = re.compile(r"""[^9 !"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]""")
"""All but blanks and the signs of ASCII. A letter, a mark on one, and what could not be decoded, may be of a name."""
_LONGEST_MASK = 24


def masked(text: str) -> str:
    """A value of which only the form is left: each digit is 9, and all that is no blank or sign of ASCII is x."""
    form = _OTHER.sub("x", _BLANK.sub(" ", _DIGIT.sub("9", text)))
    return form if len(form) <= _LONGEST_MASK else f"{form[:_LONGEST_MASK]}…"


def kind_of_datum(text: str) -> str:
    """What a text must be for no heading to be so written: a date, a phone number, an address of e-mail, a postcode."""
    kinds = {"a postcode": _POSTCODE, "an e-mail address": _EMAIL, "a phone number": _PHONE}
    dates = {"a date": _ISO, "a date in numbers": _NUMBERS, "a date in words": _WORDS}
    return next((kind for kind, form in {**dates, **kinds}.items() if form.fullmatch(text)), "")


@dataclass(frozen=True, slots=True)
class DateForms:
    """How the dates of a column are written, as far as its values prove it."""

    formats: tuple[str, ...] = ()
    """In the directives of ``strptime``; none if nothing proves them."""
    doubt: str = ""
    """What somebody has to say first."""


# Without a repr of its own: it holds values.
@dataclass(slots=True, repr=False)
class Glimpse:
    """What was seen of one column."""

    heading: str
    values: Counter[str] = field(default_factory=Counter)
    count: int = 0
    whole: int = 0
    held_as_date: int = 0
    many: bool = False
    """Whether there are more different values than are remembered."""
    shapes: Counter[str] = field(default_factory=Counter)
    """The formats that values fit, with ``{a}`` and ``{b}`` for day and month where their order is not known."""
    first_over_12: int = 0
    second_over_12: int = 0

    def see(self, text: str, *, held_as_date: bool = False) -> None:
        """Look at one value that is not blank."""
        self.count += 1
        self.held_as_date += held_as_date
        self.whole += _WHOLE.fullmatch(text) is not None
        if text in self.values or len(self.values) < MOST_DISTINCT:
            self.values[text] += 1
        else:
            self.many = True
        if not held_as_date and len(text) < 40 and (shape := self._shape(text)):
            self.shapes[shape] += 1

    @property
    def is_whole(self) -> bool:
        """Whether every value is a whole number."""
        return 0 < self.count == self.whole

    def forms(self) -> Mapping[str, int]:
        """The commonest forms of its values, masked."""
        return dict(Counter(map(masked, self.values)).most_common(2))

    def dates(self) -> DateForms:
        """How its dates are written. Day and month are in the order that some value proves and none denies."""
        if self.count and self.count == self.held_as_date:
            return DateForms(("%Y-%m-%d %H:%M:%S", "%Y-%m-%d"))
        seen = sum(self.shapes.values())
        if not seen or seen + self.held_as_date < 0.9 * self.count:
            return DateForms(doubt="its values are not dates of a form that is known here: say formats")
        if any("%y" in shape for shape in self.shapes):
            return DateForms(doubt="its years have two digits: say formats, and latest_year for the century")
        if any("{a}" in shape for shape in self.shapes):
            if self.first_over_12 and self.second_over_12:
                return DateForms(doubt="some values put the day first and some the month: say formats")
            if not (self.first_over_12 or self.second_over_12):
                return DateForms(doubt="no value proves whether the day or the month comes first: say formats")
        order = ("%d", "%m") if self.first_over_12 else ("%m", "%d")
        formats = [shape.replace("{a}", order[0]).replace("{b}", order[1]) for shape in self.shapes]
        # A longer form first: one that has the time is never read by one that has none.
        return DateForms(tuple(sorted(dict.fromkeys(formats), key=len, reverse=True)))

    def _shape(self, text: str) -> str:
        if match := _ISO.fullmatch(text):
            return f"%Y-%m-%d{_time(match)}" if int(match["m"]) <= 12 else ""
        if match := _NUMBERS.fullmatch(text):
            self.first_over_12 += int(match["a"]) > 12
            self.second_over_12 += int(match["b"]) > 12
            by = match["by"]
            return f"{{a}}{by}{{b}}{by}{'%Y' if len(match['y']) == 4 else '%y'}{_time(match)}"
        if match := _WORDS.fullmatch(text):
            month = "%b" if len(match["m"]) == 3 else "%B"
            return f"%d{match['by']}{month}{match['by']}%Y{' %H:%M' if match['gap'] else ''}"
        return ""


def together(glimpses: Sequence[Glimpse]) -> Glimpse:
    """What was seen of several columns, as if it were one."""
    first, *others = glimpses
    if not others:
        return first
    one = Glimpse(first.heading, many=any(each.many for each in glimpses))
    for each in glimpses:
        one.values.update(each.values)
        one.shapes.update(each.shapes)
        one.count += each.count
        one.whole += each.whole
        one.held_as_date += each.held_as_date
        one.first_over_12 += each.first_over_12
        one.second_over_12 += each.second_over_12
    return one


def _time(match: re.Match[str]) -> str:
    return f"{match['gap']}%H:%M{':%S' if match['s'] else ''}" if match["gap"] else ""
