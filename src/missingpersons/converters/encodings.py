"""Text in any encoding, read to its end: what cannot be decoded is marked, and no error stops the rest."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

_ERRORS = "missingpersons-mark"

# Half of a surrogate pair is no character, so it stands in no text.
_FIRST_MARK = 0xDC00
_SURROGATE = re.compile("[\ud800-\udfff]")


def error_handler() -> str:
    """The name of the error handler that marks what cannot be decoded. Asking for it registers it."""
    codecs.register_error(_ERRORS, _mark)
    return _ERRORS


def is_marked(text: str) -> bool:
    """Whether something in ``text`` could not be decoded."""
    return not text.isascii() and _SURROGATE.search(text) is not None


def encoding(name: str) -> str | None:
    """The name of the encoding as Python has it, or None if it is no encoding of text."""
    with suppress(LookupError, UnicodeError):
        # Some of Python's codecs are not for text (rot13), or stop at the first error (idna).
        b"\xff".decode(name, error_handler())
        found = codecs.lookup(name).name
        # A byte order mark says nothing that the mapping has not said, and belongs to no column's name.
        return "utf-8-sig" if found == "utf-8" else found
    return None


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    # Each byte has its own mark: rows that differ only there must still differ.
    return "".join(chr(_FIRST_MARK + byte) for byte in error.object[error.start : error.end]), error.end
