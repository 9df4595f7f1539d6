"""A workbook (.xlsx) as sheets of records: measured before anything is unpacked, and read as a stream.

Nothing in it is trusted: not its sizes, not its XML, not what refers to what. No formula is ever calculated.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from missingpersons.converters._beside_cells import COMMENT, LINK, AfterRows, Comments
from missingpersons.converters._strings import SharedTexts
from missingpersons.converters._workbook_parts import Outline, Styles, Targets, Texts
from missingpersons.converters._xml import Refused, elements
from missingpersons.converters.records import Record
from missingpersons.converters.sheets import DAMAGED, Book, sheet_records
from missingpersons.findings import CannotRun

MOST_UNPACKED = 1_000_000_000
"""The most bytes that the parts of a workbook may have together, by its own account or in truth."""
MOST_RATIO = 100
"""How many times smaller packing may have made it, past ``FREELY_PACKED`` bytes: writing of people packs ten to one."""
FREELY_PACKED = 64 * 1024 * 1024
MOST_PARTS = 10_000
MOST_PACKED = 256 * 1024 * 1024
"""The largest workbook that is read from a pipe, where it must be held in memory."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, KeyError, ValueError)
"""What reading a zip file that is damaged, locked or packed in a way that Python does not know gives rise to."""
_MAIN = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook. Its name is data: it is compared, and never said."""

    name: str
    part: str
    is_hidden: bool


class Workbook:
    """The sheets of a workbook, until ``close``. Raises ``CannotRun``, in one line, if it is none or is too large."""

    def __init__(self, stream: BinaryIO, *, name: str) -> None:
        self._name = name
        self._texts = SharedTexts()
        self._after: dict[str, AfterRows] = {}
        problem = ""
        try:
            self._zip = zipfile.ZipFile(_seekable(stream, name))
            problem = _too_large(self._zip)
        except _BROKEN:
            problem = "is not a workbook that can be read: save it again as .xlsx"
        if not problem:
            try:
                self._open()
            except Refused as error:
                problem = f"a part of the workbook cannot be read: {error}"
            except _BROKEN:
                problem = "is not a workbook that can be read: save it again as .xlsx"
        if problem:
            raise CannotRun(f"{name}: {problem}")

    def close(self) -> None:
        """Let go of the stream, which is the caller's, and of what was kept."""
        self._texts.close()
        self._zip.close()

    def records(self, sheet: Sheet, *, header_row: int = 1) -> Iterator[Record]:
        """The records of a sheet. Where it is broken, the last says so."""
        merged = self._after_rows(sheet).merged
        try:
            with self._zip.open(sheet.part) as stream:
                yield from sheet_records(stream, self._book, merged, header_row=header_row)
        except (*_BROKEN, Refused):
            pass
        else:
            return
        yield Record([], DAMAGED)

    def is_there(self, sheet: Sheet) -> bool:
        """Whether the workbook has what a sheet holds."""
        return sheet.part in self._parts

    def beside(self, sheet: Sheet) -> Iterator[tuple[str, str]]:
        """What stands beside the cells of a sheet and is not read: for each a code, and the cell as a place."""
        targets, comments = Targets(), Comments()
        near, own = posixpath.split(sheet.part)
        relations = posixpath.join(near, "_rels", f"{own}.rels")
        is_damaged = False
        try:
            if relations in self._zip.namelist():
                self._tell(relations, targets)
            for kind in ("comments", "threadedComment"):
                if kind in targets.by_kind:
                    self._tell(_part(near, targets.by_kind[kind]), comments)
        except (*_BROKEN, Refused):
            is_damaged = True
        yield from comments.places.told(COMMENT)
        yield from self._after_rows(sheet).links.told(LINK)
        if is_damaged:
            yield DAMAGED, ""

    def _after_rows(self, sheet: Sheet) -> AfterRows:
        known = self._after.get(sheet.part)
        if known is None:
            known = self._after[sheet.part] = AfterRows()
            # What is wrong there is found again, after the rows before it.
            with suppress(*_BROKEN), self._zip.open(sheet.part) as stream:
                known.read(stream)
        return known

    def _open(self) -> None:
        parts = self._parts = frozenset(self._zip.namelist())
        main = self._main(parts)
        near = posixpath.dirname(main)
        book = Outline()
        self._tell(main, book)
        targets = Targets()
        relations = posixpath.join(near, "_rels", posixpath.basename(main) + ".rels")
        if relations in parts:
            self._tell(relations, targets)
        # One whose part is not there is a sheet all the same, and its rows are lost.
        self.sheets = tuple(
            Sheet(name, _part(near, targets.by_id.get(key, "")), hidden) for name, key, hidden in book.sheets
        )
        styles = Styles()
        for kind, told in (("styles", styles), ("sharedStrings", Texts(self._texts))):
            part = _part(near, targets.by_kind.get(kind, f"{kind}.xml"))
            if part in parts:
                self._tell(part, told)
        self._book = Book(self._texts, styles.all(), book.from_1904)

    def _main(self, parts: frozenset[str]) -> str:
        targets = Targets()
        if "_rels/.rels" in parts:
            self._tell("_rels/.rels", targets)
        return _part("", targets.by_kind.get("officeDocument", _MAIN))

    def _tell(self, part: str, told: Comments | Outline | Targets | Styles | Texts) -> None:
        with self._zip.open(part) as stream:
            for _ in elements(stream, told):
                pass


def _seekable(stream: BinaryIO, name: str) -> BinaryIO:
    if stream.seekable():
        return stream
    data = stream.read(MOST_PACKED + 1)
    if len(data) > MOST_PACKED:
        raise CannotRun(f"{name}: the workbook is too large to be read from a pipe: name the file")
    return io.BytesIO(data)


def _too_large(archive: zipfile.ZipFile) -> str:
    """Why the workbook is refused before anything of it is unpacked, by the sizes in its directory.

    Python never unpacks more of a part than the directory says, so a directory that lies gives a damaged part.
    """
    parts = archive.infolist()
    unpacked, packed = sum(each.file_size for each in parts), sum(each.compress_size for each in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        return f"the workbook would be {unpacked // 1_000_000} MB unpacked, in {len(parts)} parts: save it as CSV"
    if unpacked > FREELY_PACKED and unpacked > MOST_RATIO * packed:
        return "the workbook is packed far tighter than any that people wrote: save it as CSV"
    return ""


def _part(near: str, target: str) -> str:
    """The name of a part: beside the one that refers to it, or from the root."""
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(near, target))
