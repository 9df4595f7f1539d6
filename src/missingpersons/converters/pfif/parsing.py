"""Records as they were cut out of a file, read by a parser that knows no entity, no document type and no network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from missingpersons.converters import Fate
from missingpersons.converters.pfif.decoding import text_of
from missingpersons.converters.pfif.other import from_other
from missingpersons.converters.pfif.piece import Piece
from missingpersons.converters.pfif.record import Record
from missingpersons.converters.pfif.rescuing import HIDDEN, NOTE_TAG, in_order, is_more
from missingpersons.converters.pfif.strays import ANYWHERE, ATTRIBUTE, may_have_strays, strays
from missingpersons.converters.pfif.vocabulary import LATEST, NAMESPACE, NOTE, PERSON, VERSIONS, meanings
from missingpersons.findings import MissingExtra

if TYPE_CHECKING:
    from lxml import etree

NOT_PFIF = "MP-C-061"
OTHER_VERSION = "MP-C-062"
GIVEN_TWICE = "MP-C-063"
DAMAGED = "MP-C-064"
NOT_AS_DECLARED = "MP-C-065"
TOO_MUCH = "MP-C-053"

MAX_TEXT = 20_000
"""The longest field that is read: as much as the longest text of the record."""

_UNKNOWN = "unknown_element"
_MOST_TAGS = 1000
_BATCH = 128 * 1024
_LOST = "damaged"
_PLAIN_SCOPE = f' xmlns:pfif="{NAMESPACE}{LATEST}"'.encode()
_UNREADABLE = "\ufffd".encode()


class Parser:
    """Reads pieces: many at once while they are sound, and each by itself as soon as one is not."""

    def __init__(self) -> None:
        self._etree = _lxml()
        self._parser = self._etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
            remove_comments=True, remove_pis=True, recover=False,
        )  # fmt: skip
        self._have_strays = self._etree.XPath(ANYWHERE)
        self._scopes: dict[bytes, bytes] = {}
        self._meanings: dict[tuple[str, str], dict[str, tuple[str, str, bool]]] = {}

    def parse_all(self, pieces: Iterable[Piece]) -> Iterator[Record]:
        """The record that each piece is, in order."""
        batch: list[Piece] = []
        size = 0
        for piece in pieces:
            if batch and (size + len(piece.data) > _BATCH or piece.scope != batch[0].scope):
                yield from self._batch(batch)
                batch, size = [], 0
            batch.append(piece)
            size += len(piece.data)
        yield from self._batch(batch)

    def _batch(self, pieces: list[Piece]) -> Iterator[Record]:
        """The records of pieces in one scope. Together they are read in half of the time."""
        if len(pieces) > 1 and all(piece.is_whole for piece in pieces):
            data = b"".join([piece.data for piece in pieces])
            root = self._read(self._scope(pieces[0].scope), data) if _UNREADABLE not in data else None
            if root is not None and len(root) == len(pieces):
                have_strays = may_have_strays(data) and bool(self._have_strays(root))
                for piece, element in zip(pieces, root, strict=True):
                    yield self._record(piece.kind, element, have_strays=have_strays)
                return
        yield from map(self.parse, pieces)

    def parse(self, piece: Piece) -> Record:
        """The record that a piece is, as much of it as can be read."""
        scope = self._scope(piece.scope)
        root = self._read(scope, piece.data) if piece.is_whole else None
        if root is not None and len(root) == 1:
            record = self._record(piece.kind, root[0], have_strays=bool(self._have_strays(root)))
            as_declared = _UNREADABLE not in piece.data
        else:
            record, as_declared = self._again(piece, scope)
        if not as_declared:
            record.found.append((NOT_AS_DECLARED, ""))
        return record

    def _again(self, piece: Piece, scope: bytes) -> tuple[Record, bool]:
        """The record where something is wrong with it, and whether it is in the encoding that it should be in."""
        text, as_declared = text_of(piece.data)
        root = self._read(scope, text.encode()) if piece.is_whole and not as_declared else None
        if root is not None and len(root) == 1:
            return self._record(piece.kind, root[0], have_strays=bool(self._have_strays(root))), as_declared
        return self._rescued(piece, scope, text), as_declared

    def _read(self, scope: bytes, data: bytes) -> Any:
        """The tree of some UTF-8, or None if it is not XML."""
        try:
            return self._etree.fromstring(b"<w%b>%b</w>" % (scope, data), self._parser)
        except self._etree.XMLSyntaxError:
            return None

    def _scope(self, written: bytes) -> bytes:
        if written not in self._scopes:
            if len(self._scopes) > 1000:
                self._scopes.clear()
            told = written if self._read(written, b"") is not None else b""
            self._scopes[written] = told if b" xmlns:pfif=" in told else told + _PLAIN_SCOPE
        return self._scopes[written]

    def _record(self, kind: str, element: etree._Element, *, have_strays: bool) -> Record:
        _, _, version = element.tag.rpartition("}")[0].rpartition("/")
        record = Record(kind, version if version in VERSIONS else LATEST)
        if version not in VERSIONS:
            record.found.append((OTHER_VERSION, ""))
        told, fields = self._meanings.setdefault((kind, record.version), {}), record.fields
        is_odd = False
        for child in element:
            tag = child.tag
            if (meaning := told.get(tag)) is None:
                meaning = self._meant(record, tag)
                if len(told) < _MOST_TAGS:
                    told[tag] = meaning
            name, local, same = meaning
            text = child.text
            if same and text and name not in fields and len(text) <= MAX_TEXT and not len(child) and text.strip():
                fields[name] = text if local != "other" else from_other(text)
            else:
                is_odd = is_odd or name != NOTE
                self._odd(record, child, *meaning, have_strays)
        if have_strays or is_odd or ((begins := element.text) and not begins.isspace()):
            _leave(record, strays(element, lambda child: self._name_of(record, child)))
        return record

    def _name_of(self, record: Record, child: etree._Element) -> str:
        """What a child is called in the account, or nothing for a note that is a record of its own."""
        name, _, _ = self._meant(record, child.tag)
        is_note = name == NOTE and record.kind == PERSON
        return "" if is_note else _UNKNOWN if name in ("", NOTE) else name

    def _odd(self, record: Record, child: etree._Element, name: str, local: str, same: bool, have_strays: bool) -> None:
        """An element that is no field with a text, or has something to be reported."""
        if name == NOTE and record.kind == PERSON:
            record.notes.append(self._record(NOTE, child, have_strays=have_strays))
            record.notes[-1].is_nested = True
        elif not name or name == NOTE:
            values = sum(1 for text in child.itertext() if text.strip())
            record.others += [(_UNKNOWN, Fate.SET_ASIDE)] * values or [(_UNKNOWN, Fate.EMPTY)]
            record.found.append((NOT_PFIF, _UNKNOWN))
        else:
            text = child.text or ""
            if len(child):
                text = self._etree.tostring(child, method="text", with_tail=False, encoding=str)
                record.found.append((NOT_PFIF, name))
            _take(record, name, local, text)
            if not same:
                record.found.append((OTHER_VERSION, name))

    def _meant(self, record: Record, tag: str) -> tuple[str, str, bool]:
        """The name in 1.4 of an element, or nothing; what it is called; and whether the record's version has it."""
        namespace, _, local = tag.rpartition("}")
        if namespace and not namespace.startswith("{" + NAMESPACE):
            return "", local, False
        if local == NOTE:
            return NOTE, local, False
        told = meanings().get((record.kind, local))
        return (told[0], local, record.version in told[1]) if told else ("", local, False)

    def _rescued(self, piece: Piece, scope: bytes, text: str) -> Record:
        """What stands whole between its own tags: element by element, so that what is broken takes nothing else."""
        record = Record(piece.kind, _version(scope))
        record.found.append((DAMAGED, ""))
        at, inside = 0, record
        text = HIDDEN.sub("", text)
        lost = False
        for found in in_order(text):
            between = text[at : found.start()]
            lost = lost or is_more(between, piece.kind)
            at = found.end()
            if found.re is NOTE_TAG:
                lost = lost or is_more(found[0], NOTE)
                if piece.kind == PERSON:
                    inside = record if found[1] else Record(NOTE, record.version, is_nested=True)
                    if not found[1]:
                        record.notes.append(inside)
                continue
            self._rescue(inside, scope, found)
        if lost or is_more(text[at:], piece.kind):
            record.others.append((_LOST, Fate.SET_ASIDE))
            record.found.append((DAMAGED, _LOST))
        return record

    def _rescue(self, record: Record, scope: bytes, found: re.Match[str]) -> None:
        name, _, _ = self._meant(record, found[2])
        root = self._read(scope, found[0].encode())
        if not name or name == NOTE:
            record.others.append((_UNKNOWN, Fate.SET_ASIDE))
            record.found.append((NOT_PFIF, _UNKNOWN))
        elif root is None:
            record.others.append((name, Fate.SET_ASIDE))
            record.found.append((DAMAGED, name))
        else:
            _take(record, name, found[2], root[0].text or "")
        if root is not None:
            place = name if name and name != NOTE else _UNKNOWN
            _leave(record, [f"{place}/{ATTRIBUTE}"] * len(root[0].attrib))


def _leave(record: Record, places: Iterable[str]) -> None:
    """Each value there is set aside. A place is told once, however many there are."""
    told = list(places)
    record.others += [(place, Fate.SET_ASIDE) for place in told]
    record.found += [(NOT_PFIF, place) for place in dict.fromkeys(told)]


def _take(record: Record, name: str, element: str, text: str) -> None:
    if not text.strip():
        record.others.append((name, Fate.EMPTY))
    elif name in record.fields:
        record.others.append((name, Fate.SET_ASIDE))
        record.found.append((GIVEN_TWICE, name))
    elif len(text) > MAX_TEXT:
        record.others.append((name, Fate.SET_ASIDE))
        record.found.append((TOO_MUCH, name))
    else:
        record.fields[name] = from_other(text) if element == "other" else text


def _version(scope: bytes) -> str:
    told = [version for version in VERSIONS if f"{NAMESPACE}{version}".encode() in scope]
    return told[0] if len(told) == 1 else LATEST


def _lxml() -> Any:
    try:
        from lxml import etree
    except ImportError:
        pass
    else:
        return etree
    raise MissingExtra("xml", "reading PFIF")
