"""Writing a workbook (.xlsx) of text alone, sheet by sheet, to any stream."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, BinaryIO
from xml.sax.saxutils import escape, quoteattr

MOST_ROWS = 1_048_576
"""The most rows that a sheet can have, its header among them."""
LONGEST_CELL = 32_767
"""The most characters that a cell can hold."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""What a cell begins with that a spreadsheet may take for a formula, once the text is pasted or saved as CSV."""
_MARK = "'"

# Text in every cell (format 49), so that no program makes dates or numbers of it; a heading is bold.
_PLAIN = 'fontId="0" fillId="0" borderId="0"'
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf numFmtId="0" {_PLAIN}/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" {_PLAIN}/>'
    f'<xf numFmtId="49" {_PLAIN} applyNumberFormat="1"/><xf numFmtId="49" {_PLAIN.replace("0", "1", 1)} '
    'applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" '
    'builtinId="0"/></cellStyles></styleSheet>'
)


def neutral(text: str) -> str:
    """The text as no spreadsheet takes it for a formula: behind an apostrophe. One that has one gets another."""
    return f"{_MARK}{text}" if text[:1] in _FORMULA + _MARK and text else text


def restored(text: str) -> str:
    """The text that ``neutral`` was given."""
    return text.removeprefix(_MARK)


class Book:
    """A workbook on its way to a stream. Each sheet is written whole before the next; ``close`` ends it."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._titles: list[str] = []

    def sheet(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a sheet. Rows past the most that a sheet can have go on in a further one."""
        left = iter(rows)
        number = 1
        while self._one(f"{title[:26]} ({number})" if number > 1 else title, headings, left):
            number += 1

    def close(self) -> None:
        """Write what says which sheets there are."""
        count = range(1, len(self._titles) + 1)
        sheets = "".join(
            f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="r{n}"/>'
            for n, title in zip(count, self._titles, strict=True)
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in count
        )
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in count
        )
        parts = {
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship '
            f'Id="s" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="m" '
            f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        }
        self._zip.writestr(_entry("xl/styles.xml"), _STYLES)
        for name, part in parts.items():
            self._zip.writestr(_entry(name), _HEAD + part)
        self._zip.close()

    def _one(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bool:
        """Write one sheet; whether there may be rows left that it had no room for."""
        self._titles.append(title)
        # The size is not known beforehand: past 2 GiB a zip file needs its larger form.
        with self._zip.open(_entry(f"xl/worksheets/sheet{len(self._titles)}.xml"), "w", force_zip64=True) as part:
            _write(part, f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">')
            _write(part, '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>')
            _write(part, "</sheetViews><sheetData>" + _row(headings, 2))
            count = 1
            for row in rows:
                _write(part, _row(row, 1))
                count += 1
                if count == MOST_ROWS:
                    break
            _write(part, "</sheetData></worksheet>")
        return count == MOST_ROWS


def _entry(name: str) -> zipfile.ZipInfo:
    """A part without the time of day: the same episodes give the same bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _write(part: IO[bytes], text: str) -> None:
    part.write(text.encode())


def _row(cells: Sequence[str], style: int) -> str:
    return f"<row>{''.join([_cell(each, style) for each in cells])}</row>"


def _cell(text: str, style: int) -> str:
    if not text:
        return "<c/>"
    said = escape(_NOT_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
