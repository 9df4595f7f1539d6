"""What a record holds beside the texts of its fields: attributes, and text between its elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml import etree

ATTRIBUTE = "attribute"
STRAY = "stray_text"
ANYWHERE = "boolean(//@* | /*/*/text()[normalize-space()] | /*/*/*[local-name() = 'note']/text()[normalize-space()])"
"""Whether there is any in records that stand in one element. Mostly there is none, and one question says so of many."""


def strays(element: etree._Element, name_of: Callable[[Any], str]) -> Iterator[str]:
    """The place of each in one record. ``name_of`` names a child, or says nothing for a note, which is asked itself."""
    yield from [ATTRIBUTE] * len(element.attrib)
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            yield STRAY
    for child in element:
        if name := name_of(child):
            yield from [f"{name}/{ATTRIBUTE}"] * sum(len(each.attrib) for each in child.iter())
