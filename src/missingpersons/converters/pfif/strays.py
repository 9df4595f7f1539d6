"""What a record holds beside the texts of its fields: attributes, and text between its elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

ATTRIBUTE = "attribute"
STRAY = "stray_text"
ANYWHERE = "boolean(//@* | /*/*/text()[normalize-space()] | /*/*/*[local-name() = 'note']/text()[normalize-space()])"
"""Whether there is any in records that stand in one element."""

_BEHIND_AN_END = re.compile(rb"</[^>]*+>\s*+[^<]")
_MARKS = (b"=", b"!", b"?")
"""Without these there is no attribute, no comment and no CDATA: single signs, since they are found soonest."""


def may_have_strays(data: bytes) -> bool:
    """Whether to ask at all: most records have nothing but texts, and their bytes show it in a fifth of the time.

    It does not see a text with which a record begins, or that stands behind an element without an end of its own.
    """
    return any(mark in data for mark in _MARKS) or _BEHIND_AN_END.search(data) is not None


def strays(element: etree._Element, name_of: Callable[[Any], str]) -> Iterator[str]:
    """The place of each in one record. ``name_of`` names a child, or says nothing for a note, which is asked itself."""
    yield from [ATTRIBUTE] * len(element.attrib)
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            yield STRAY
    for child in element:
        if name := name_of(child):
            yield from [f"{name}/{ATTRIBUTE}"] * sum(len(each.attrib) for each in child.iter())
