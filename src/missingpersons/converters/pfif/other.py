"""The description as PFIF 1.1 to 1.3 have it: under a label in the field ``other``."""

from __future__ import annotations

import re

_LABEL = "description:"
_INDENT = "    "
_ANY_LABEL = re.compile(r"^[^\s:][^:\n]*:", re.MULTILINE)


def to_other(description: str) -> str:
    """The description under its label, each line of it indented."""
    lines = description.splitlines(keepends=True)
    return f"{_LABEL}\n" + "".join(_INDENT + line if line.strip() else line for line in lines)


def from_other(other: str) -> str:
    """The description that ``other`` holds, if that is the only label in it; else the whole, as it is."""
    labels = _ANY_LABEL.findall(other)
    if labels != [_LABEL] or not other.startswith(_LABEL):
        return other
    first, newline, rest = other.removeprefix(_LABEL).partition("\n")
    lines = rest.splitlines(keepends=True)
    if any(line.strip() and not line.startswith((" ", "\t")) for line in lines):
        return other
    body = "".join(line.removeprefix(_INDENT) if line.strip() else line for line in lines)
    return body if not first.strip() else f"{first.strip()}{newline}{body}"
