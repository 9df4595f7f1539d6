"""The numbers of papers that the United Kingdom issues: passport, driving licence, Home Office reference."""

from __future__ import annotations

import re

from missingpersons.values.kind import Kind, WellFormed, bare, in_groups

# POLE DS_056: nine digits, or of the old form a letter before or after six digits.
_PASSPORT = re.compile("[0-9]{9}|[A-Z][0-9]{6}|[0-9]{6}[A-Z]")

# Great Britain, by position, as public code quotes DVLA's specification of Access to Driver Data: five of the surname,
# the decade of birth, the month (50 more for a woman), the day, the last digit of the year, two initials, a character
# that tells namesakes apart, two that a computer makes. A photocard adds a blank and the number of its issue.
_GREAT_BRITAIN = re.compile(
    "((?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999|[A-Z]9999)"
    "[0-9](?:[05][1-9]|[16][0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9](?:[A-Z][A-Z9]|99)"
    "[2-9A-HJ-NPR-X][A-Z]{2})(?:[0-9]{2})?"
)
_NORTHERN_IRELAND = re.compile("[0-9]{8}")

_REFERENCE = re.compile("(?=[A-Z/]*[0-9])[A-Z0-9/]{4,30}")
_APPLICATION = re.compile("[0-9]{16}")


def _passport(text: str) -> WellFormed | None:
    number = bare(text)
    return WellFormed(number) if _PASSPORT.fullmatch(number) else None


def _driving_licence(text: str) -> WellFormed | None:
    number = bare(text)
    if match := _GREAT_BRITAIN.fullmatch(number):
        return WellFormed(match[1])
    return WellFormed(number) if _NORTHERN_IRELAND.fullmatch(number) else None


def _show_driving_licence(number: str) -> str:
    return in_groups(number, 5, 6) if len(number) == 16 else number


def _home_office(text: str) -> WellFormed | None:
    reference = bare(text)
    return WellFormed(reference) if _REFERENCE.fullmatch(reference) else None


def _show_home_office(reference: str) -> str:
    return in_groups(reference, 4, 4, 4, by="-") if _APPLICATION.fullmatch(reference) else reference


PASSPORT = Kind(_passport)
"""Passport of the United Kingdom, of the new form or the old. The number alone has no check."""

DRIVING_LICENCE = Kind(_driving_licence, _show_driving_licence)
"""Driver number of Great Britain (sixteen characters; the issue of the card is left out of it) or Northern Ireland."""

HOME_OFFICE = Kind(_home_office, _show_home_office)
"""Home Office reference. No form is published that all have: letters, strokes and at least one digit will do."""
