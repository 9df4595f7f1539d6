"""What stands whole between its own tags in a record that is no XML."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LEAF = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*))(\s[^<>]*)?>([^<]*)</\1\s*>", re.ASCII)
_DECLARED = r"""(?:\s+xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*'))*"""
HIDDEN = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
NOTE_TAG = re.compile(r"<(/?)(?:[A-Za-z_][\w.-]*:)?note(?=[\s/>])[^<>]*>", re.ASCII)


def in_order(text: str) -> Iterator[re.Match[str]]:
    """Elements that stand whole, and the tags of notes, in the order of the text."""
    at = 0
    tag = NOTE_TAG.search(text)
    for leaf in _LEAF.finditer(text):
        while tag and tag.start() < leaf.start():
            yield tag
            tag = NOTE_TAG.search(text, tag.end())
        at = leaf.end()
        if tag and tag.start() < at:
            tag = NOTE_TAG.search(text, at)
        yield leaf
    while tag:
        yield tag
        tag = NOTE_TAG.search(text, tag.end())


def is_more(between: str, kind: str) -> bool:
    """Whether there is anything there beside the record's own tags, which declare namespaces and nothing else."""
    return bool(re.sub(rf"</?(?:[A-Za-z_][\w.-]*:)?{kind}{_DECLARED}\s*/?>", "", between).strip())
