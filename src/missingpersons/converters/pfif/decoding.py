"""The bytes of an XML file as UTF-8, whatever encoding it declares; nothing is guessed for the whole file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

BLOCK = 1 << 18

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_OF_ONE_BYTE = re.compile(r"ascii|iso8859-\d+|cp\d+|koi8-[rut]|mac-\w+|tis-620")
_OF_SEVERAL = frozenset(["big5", "gb2312", "gbk", "gb18030", "shift_jis", "euc_jp", "euc_kr"])


class Decoded:
    """The blocks of a stream, in UTF-8 unless the bytes are not what was declared."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.is_known = True
        """False where the file declares an encoding that is not known: it is then read as UTF-8."""

    def blocks(self) -> Iterator[bytes]:
        """Every block, the first without the mark of its encoding."""
        first = self._stream.read(BLOCK)
        mark, encoding = next(((mark, name) for mark, name in _MARKS if first.startswith(mark)), (b"", ""))
        if not encoding:
            encoding = next((name for start, name in _UNMARKED if first.startswith(start)), "") or self._declared(first)
        blocks = self._rest(first[len(mark) :])
        return blocks if encoding == "utf-8" else _transcoded(blocks, encoding)

    def _rest(self, block: bytes) -> Iterator[bytes]:
        while block:
            yield block
            block = self._stream.read(BLOCK)

    def _declared(self, first: bytes) -> str:
        told = _DECLARED.match(first)
        if told is None:
            return "utf-8"
        try:
            name = codecs.lookup(told[1].decode()).name
        except LookupError:
            name = ""
        if name in ("utf-8", "utf-8-sig", "ascii"):
            return "utf-8"
        if name in _OF_SEVERAL or _OF_ONE_BYTE.fullmatch(name):
            return name
        # A declaration that was read byte by byte is in no encoding of two or four bytes, whatever it says.
        self.is_known = False
        return "utf-8"


def _transcoded(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


def text_of(data: bytes) -> tuple[str, bool]:
    """The text, and whether it is UTF-8 as it should be. Windows-1252 is what is mostly taken for it."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), False
    return text, "\ufffd" not in text
