"""Where each record of a file begins and ends: one that is broken never takes another with it.

The file as a whole is never given to an XML parser. Each record is cut out, and read by itself with the namespaces
that hold where it stands: so there is no document type, no entity and no depth, and memory is that of one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from missingpersons.converters.pfif.around import ATTRIBUTE, Around, attributes
from missingpersons.converters.pfif.decoding import Decoded
from missingpersons.converters.pfif.ends import Ends, ends_of
from missingpersons.converters.pfif.piece import Piece
from missingpersons.converters.pfif.scope import Scope
from missingpersons.converters.pfif.vocabulary import NAMESPACE, NOTE, PERSON

MAX_RECORD = 8 * 1024 * 1024
"""The longest record that is read, with its notes."""

_MAX_TAG = 64 * 1024
_NAME = re.compile(rb"</?([A-Za-z_][A-Za-z0-9_.-]*:)?([A-Za-z_][A-Za-z0-9_.-]*)")
_RECORDS = {PERSON.encode(): PERSON, NOTE.encode(): NOTE}
_PFIF = NAMESPACE.encode()


class Scanner:
    """The records of a stream, and what was seen around them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._decoded = Decoded(stream)
        self._blocks = iter(self._decoded.blocks())
        self._data = b""
        self._at = 0
        self._ended = False
        self._scope = Scope()
        self._may_hide = True
        self._usual = b""
        self._usual_kind = ""
        self._line, self._counted_to = 1, 0
        self._is_in_text = False
        self.has_doctype = False
        self.is_pfif = False
        """Whether there is a record, or an element that declares the namespace."""
        self.around = Around()

    @property
    def is_of_unknown_encoding(self) -> bool:
        """Whether the file declares an encoding that is not known."""
        return not self._decoded.is_known

    def pieces(self) -> Iterator[Piece]:
        """Every record, in the order of the file."""
        while True:
            if piece := self._like_the_last():
                yield piece
                continue
            start = self._find(b"<", self._at)
            if start < 0:
                break
            self._pass(start)
            if piece := self._tag():
                yield piece
        self._pass(len(self._data))

    def _like_the_last(self) -> Piece | None:
        """The record that comes next, where it begins as the last one did and all of it has been read already."""
        data = self._data
        start = data.find(b"<", self._at)
        if start < 0 or not self._usual or not data.startswith(self._usual, start) or data[self._at : start].strip():
            return None
        ends = ends_of(self._usual[1:-1])
        inner = start + len(self._usual)
        end = ends.plain_closing(data, inner, may_hide=self._may_hide)
        if end < 0 or ends.opening(data, inner, end) >= 0 or end - start > MAX_RECORD:
            return None
        self._at, self._is_in_text = end, False
        return Piece(self._usual_kind, data[start:end], self._scope.written, is_whole=True)

    def _pass(self, to: int) -> None:
        """Go on to ``to``: what is passed over is no part of a record."""
        passed = self._data[self._at : to]
        if passed and not passed.isspace():
            self._text(to - len(passed.lstrip()))
        self._at = to

    def _text(self, at: int) -> None:
        """There is text that is in no record. It is counted once, until an element begins or ends."""
        if not self._is_in_text:
            self._is_in_text = True
            self.around.add(self._scope.names, self._line_of(at))

    def _line_of(self, at: int) -> int:
        """The line of a position, which is never before one that was asked for."""
        self._line += self._data.count(b"\n", self._counted_to, at)
        self._counted_to = max(at, self._counted_to)
        return self._line

    def _tag(self) -> Piece | None:
        """What begins at a ``<``: a record, or something around the records."""
        while len(self._data) - self._at < 9 and not self._ended:
            self._more()
        data, at = self._data, self._at
        if data.startswith((b"<!", b"<?"), at):
            self._no_element(data[at : at + 9])
            return None
        end = self._find(b">", at, at + _MAX_TAG)
        data, at = self._data, self._at
        found = _NAME.match(data, at) if end >= 0 else None
        if found is None:
            self._text(at)
            self._at = at + 1
            return None
        self._is_in_text = False
        tag = data[at : end + 1]
        if tag.startswith(b"</"):
            self._scope.close(found[0][2:])
        elif self._is_record(tag, found):
            return self._record(found, tag)
        else:
            self._enter(found[0][1:], tag)
        self._at = end + 1
        return None

    def _no_element(self, start: bytes) -> None:
        if start.startswith(b"<!--"):
            self._skip(b"-->", MAX_RECORD)
        elif start.startswith(b"<?"):
            self._skip(b"?>", _MAX_TAG)
        elif start.upper() == b"<!DOCTYPE":
            self.has_doctype = True
            self._doctype()
        else:
            self._text(self._at)
            # What is not CDATA has no end that could be found: its beginning alone is passed over.
            self._skip(b"]]>" if start == b"<![CDATA[" else b"<!", MAX_RECORD)

    def _is_record(self, tag: bytes, found: re.Match[bytes]) -> bool:
        if found[2] not in _RECORDS:
            return False
        prefix = (found[1] or b"")[:-1]
        namespace = self._scope.of(prefix, tag)
        # A prefix that nobody declared, or no namespace at all, is taken at its word.
        return namespace[1:-1].startswith(_PFIF) or namespace in (b"", b'""', b"''")

    def _record(self, found: re.Match[bytes], tag: bytes) -> Piece:
        kind, name = _RECORDS[found[2]], found[0][1:]
        self.is_pfif = True
        scope = self._scope.written
        if tag.endswith(b"/>"):
            self._at += len(tag)
            return Piece(kind, tag, scope, is_whole=True)
        self._usual, self._usual_kind = (tag, kind) if tag == b"<" + name + b">" else (b"", "")
        end, next_at, is_whole = self._end_of_record(name, self._at + len(tag))
        data = self._data[self._at : end]
        self._at = next_at
        return Piece(kind, data, scope, is_whole and len(data) <= MAX_RECORD)

    def _end_of_record(self, name: bytes, inner: int) -> tuple[int, int, bool]:
        """Where the record ends, where the file goes on, and whether it has an end of its own.

        Positions are counted from the place of the record, which is put first in the data if more is read.
        """
        ends = ends_of(name)
        while True:
            data, at = self._data, self._at
            end = ends.closing(data, inner)
            if end is not None:
                again = ends.opening(data, inner, end[0])
                return (again, again, False) if again >= 0 else (end[1], end[1], True)
            if len(data) - at > MAX_RECORD or self._ended:
                # Nothing closes it, or a comment in it that nothing closes hides what does.
                again = ends.any_opening(data, inner)
                if again >= 0:
                    return again, again, False
                return (len(data), len(data), False) if self._ended else self._too_long(ends, at)
            inner -= at
            self._more(2 * (len(data) - at))

    def _too_long(self, ends: Ends, at: int) -> tuple[int, int, bool]:
        """Pass over a record that has no end within bounds: the next one that begins is read again."""
        kept = self._data[at : at + MAX_RECORD]
        while not self._ended:
            self._at = max(at, len(self._data) - 64)
            self._more()
            if (found := ends.any_opening(self._data, 0)) >= 0:
                self._line_of(found)
                self._data, self._at, self._counted_to = kept + self._data[found:], 0, len(kept)
                return len(kept), len(kept), False
            at = 0
        self._data, self._at, self._counted_to = kept, 0, len(kept)
        return len(kept), len(kept), False

    def _doctype(self) -> None:
        """Pass over a document type, with what it declares."""
        end = self._find(b">", self._at, self._at + MAX_RECORD)
        inner = self._data.find(b"[", self._at, end) if end >= 0 else -1
        if inner >= 0:
            close = self._find(b"]", inner, inner + MAX_RECORD)
            end = self._find(b">", close, close + _MAX_TAG) if close >= 0 else -1
        self._at = end + 1 if end >= 0 else self._at + 9

    def _skip(self, end: bytes, limit: int) -> None:
        found = self._find(end, self._at, self._at + limit)
        if found < 0:
            self._text(self._at)
            self._at += 2
        else:
            self._at = found + len(end)

    def _enter(self, name: bytes, tag: bytes) -> None:
        self.is_pfif = self.is_pfif or _PFIF in tag
        if number := attributes(tag):
            self.around.add([*self._scope.names, name], self._line_of(self._at), ATTRIBUTE, number)
        if not tag.endswith(b"/>"):
            self._scope.enter(name, tag)

    def _find(self, what: bytes, start: int, limit: int | None = None) -> int:
        """Where ``what`` is next, counted in the data as it is then; -1 if it is not there before ``limit``."""
        offset = start - self._at
        bound = None if limit is None else limit - self._at
        while True:
            found = self._data.find(what, self._at + offset, None if bound is None else self._at + bound)
            if found >= 0 or self._ended or (bound is not None and len(self._data) - self._at >= bound):
                return found
            if bound is None and what == b"<":
                # Nothing of a record is in what was searched: it need not be kept.
                self._pass(len(self._data))
                offset = 0
            else:
                offset = max(offset, len(self._data) - self._at - len(what) + 1)
            self._more()

    def _more(self, least: int = 0) -> None:
        """Read on, and let go of what was passed."""
        self._line_of(self._at)
        self._counted_to -= self._at
        blocks, size = [self._data[self._at :]], 0
        while size <= least:
            block = next(self._blocks, None)
            if block is None:
                self._ended = True
                break
            blocks.append(block)
            size += len(block)
        self._data, self._at = b"".join(blocks), 0
        self._may_hide = b"<!" in self._data or b"<?" in self._data
