"""XML as a stream of elements, with document types and entities refused and nothing fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import IO, Protocol
from xml.parsers import expat

CHUNK = 64 * 1024


class Refused(Exception):  # noqa: N818 - reads as a sentence
    """The XML is broken or has a document type. Says nothing of what stands in it."""


class Elements(Protocol):
    """What is told of each element, by its name without its prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """Some text of the element that was begun last."""

    def end(self, name: str) -> None:
        """An element ends."""


def elements(stream: IO[bytes], told: Elements) -> Iterator[bool]:
    """Tell ``told`` of every element of the stream; gives a turn to the caller after each chunk."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    plain = _Plain()
    parser.StartElementHandler = lambda name, attributes: told.start(plain[name], attributes)
    parser.EndElementHandler = lambda name: told.end(plain[name])
    parser.CharacterDataHandler = told.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    while chunk := stream.read(CHUNK):
        _parse(parser.Parse, chunk, last=False)
        yield True
    _parse(parser.Parse, b"", last=True)
    yield True


class _Plain(dict[str, str]):
    """Names of elements without the prefix that the writer chose for the namespace."""

    def __missing__(self, name: str) -> str:
        plain = name.rpartition(":")[2]
        if len(self) < 1000:
            self[name] = plain
        return plain


def _refuse(*_: object) -> None:
    raise Refused("it has a document type")


def _parse(parse: Callable[[bytes, bool], object], chunk: bytes, *, last: bool) -> None:
    broken = False
    try:
        parse(chunk, last)
    except (expat.ExpatError, LookupError, ValueError):
        # The last two are encodings that Python does not have, or that expat cannot have from Python.
        broken = True
    if broken:
        raise Refused("it is not well-formed XML")
