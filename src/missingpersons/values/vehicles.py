"""Registration marks of vehicles: written one way, split as a plate is, and never called wrong for being foreign."""

from __future__ import annotations

import re

from missingpersons.values.kind import Kind, WellFormed, bare

LONGEST = 11
"""POLE DS_065."""

# Current, prefix (with Q), suffix, dateless either way round (with Northern Ireland), diplomatic.
_UNITED_KINGDOM = re.compile(
    "([A-Z]{2}[0-9]{2})([A-Z]{3})"
    "|([A-Z][0-9]{1,3})([A-Z]{3})"
    "|([A-Z]{3})([0-9]{1,3}[A-Z])"
    "|([A-Z]{1,3})([0-9]{1,4})"
    "|([0-9]{1,4})([A-Z]{1,3})"
    "|([0-9]{3})([DX])([0-9]{3})"
)


def _vehicle_mark(text: str) -> WellFormed | None:
    mark = bare(text)
    if len(mark) > LONGEST or not mark.isalnum() or not any(each in "0123456789" for each in mark):
        return None
    return WellFormed(mark)


def _show(mark: str) -> str:
    match = _UNITED_KINGDOM.fullmatch(mark)
    return " ".join(each for each in match.groups() if each) if match else mark


VEHICLE_MARK = Kind(_vehicle_mark, _show)
"""Registration mark: letters and digits, at least one digit. Only those of the United Kingdom are split when shown."""
