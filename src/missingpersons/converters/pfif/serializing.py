"""Records of PFIF as XML, in any of its versions: in the order that a version has, and with what it must have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from missingpersons.converters.pfif.other import to_other
from missingpersons.converters.pfif.vocabulary import (
    EXPIRES_SINCE,
    KEPT_IN_A_PLACEHOLDER,
    MANDATORY,
    NAMESPACE,
    NOTE,
    PERSON,
    elements,
)

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_MARKED = re.compile("[&<>\r]")

Fields = Mapping[str, str]


def is_writable(text: str) -> bool:
    """Whether XML can carry every character."""
    return not _NOT_XML.search(text)


def writable(text: str) -> str:
    """The text with a sign in place of each character that XML cannot carry."""
    return _NOT_XML.sub("\ufffd", text)


def head(version: str) -> str:
    """What stands before the first record."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="{NAMESPACE}{version}">\n'


FOOT = "</pfif:pfif>\n"
"""What stands after the last record."""


def person(fields: Fields, notes: Sequence[Fields], version: str) -> str:
    """A person with the notes in it: 1.1 has no other place for them."""
    inner = "".join(_note(each, version, "    ") for each in notes)
    return f"  <pfif:person>\n{''.join(_fields(fields, PERSON, version, '    '))}{inner}  </pfif:person>\n"


def placeholder(fields: Fields) -> Fields:
    """What is left of a record that has expired: that it was there, and when it ended."""
    return {name: value for name, value in fields.items() if name in KEPT_IN_A_PLACEHOLDER}


def can_expire(version: str) -> bool:
    """Whether a version has a place for the moment at which a record ends."""
    return version >= EXPIRES_SINCE


def _note(fields: Fields, version: str, indent: str) -> str:
    inner = "".join(_fields(fields, NOTE, version, f"{indent}  "))
    return f"{indent}<pfif:note>\n{inner}{indent}</pfif:note>\n"


def _fields(fields: Fields, kind: str, version: str, indent: str) -> Iterator[str]:
    must = MANDATORY[kind][version]
    for name, latest in elements(kind, version):
        value = fields.get(latest)
        if value is None:
            if latest in must:
                # A placeholder without an empty full_name is refused by readers, though the prose allows it.
                yield f"{indent}<pfif:{name}></pfif:{name}>\n"
            continue
        text = to_other(value) if name == "other" else value
        yield f"{indent}<pfif:{name}>{_MARKED.sub(_mark, text)}</pfif:{name}>\n"


def _mark(match: re.Match[str]) -> str:
    return _MARKS[match[0]]
