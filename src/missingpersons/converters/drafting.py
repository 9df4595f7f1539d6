"""A first mapping for a table that nobody has mapped: what its headings and values prove, and a TODO for the rest."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from missingpersons.codes import codelist
from missingpersons.converters.glimpses import Glimpse
from missingpersons.converters.mapping import read_mapping
from missingpersons.converters.records import NOT_READ, Record
from missingpersons.converters.sheets import DAMAGED
from missingpersons.converters.sources import tables
from missingpersons.findings import CannotRun

_SAMPLE = 256 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_TODO = "TODO"
_ANSWERS = {"yes": "yes", "y": "yes", "no": "no", "n": "no", "unknown": "unknown", "not known": "unknown"}
_MOST_CODES = 40
_TWICE = 2


@dataclass(frozen=True, slots=True)
class _Known:
    """What a heading is known to mean."""

    to: tuple[str, ...]
    kind: str
    codes: str
    note: str


def draft(stream: BinaryIO, *, name: str, owner_force: str | None = None, sheet: str = "", rows: int = 10_000) -> str:
    """A mapping in TOML for the table in ``stream``, from its headings and its first ``rows`` rows.

    Nothing is guessed in silence: a column whose meaning, codes or order of day and month nobody has proved is set
    aside with a reason that begins with TODO. Values stand in it only as codes of a list that the standard has.
    """
    encoding, delimiter = _text_of(stream)
    source = tables(stream, name=name, encoding=encoding, delimiter=delimiter)
    try:
        records = source.records(sheet)
        first = next(records, None)
        if first is None or first.problem in (NOT_READ, DAMAGED):
            raise CannotRun(f"{name}: there is no first row, which would name the columns")
        glimpses = _glimpses(first, islice(records, rows))
    finally:
        source.close()
    head = _head(name, encoding, delimiter, sheet)
    return _Draft(head, owner_force).text(glimpses)


class _Draft:
    """The columns of a mapping, added one by one as long as the whole is a good mapping."""

    def __init__(self, head: Sequence[str], owner_force: str | None) -> None:
        self._head = "\n".join(head)
        whose = _quoted(owner_force) if owner_force else f'"{_TODO}"  # TODO: say whose episodes these are'
        self._force = f"owner_force = {whose}"
        self._good: list[str] = []

    def text(self, glimpses: Sequence[Glimpse]) -> str:
        written: list[str] = []
        seen: set[str] = set()
        for glimpse in glimpses:
            if not glimpse.heading or glimpse.heading in seen:
                written.append(
                    f"# TODO: a column {'of the same name as another' if glimpse.heading else 'without a name'}."
                )
                continue
            seen.add(glimpse.heading)
            written.append("\n".join(self._column(glimpse)))
        if not written:
            raise CannotRun("the table has no columns")
        zone = 'timezone = "Europe/London"  # TODO: confirm the zone of its local times'
        return "\n".join([self._head, self._force, zone, "", "\n\n".join(written), ""])

    def _column(self, glimpse: Glimpse) -> Iterator[str]:
        about = _about(glimpse)
        known = _headings().get(_plain(glimpse.heading))
        if known is None:
            yield from self._aside(glimpse, "nobody has said where this goes", about)
            return
        lines, doubt = _reading(glimpse, known)
        if doubt:
            to = f"{about}\n# Perhaps to = {_one_or_many(known.to)}"
            yield from self._aside(glimpse, doubt, to)
            return
        column = "\n".join(["[[column]]", f"name = {_quoted(glimpse.heading)}", *lines])
        if problem := self._problem(column):
            yield from self._aside(glimpse, problem, about)
            return
        self._good.append(column)
        yield about
        if known.note:
            yield f"# TODO: {known.note}"
        yield column

    def _problem(self, column: str) -> str:
        """Why the column cannot be added to those before it."""
        head = [self._head, 'owner_force = "test-probe"', 'timezone = "Europe/London"']
        try:
            read_mapping("\n".join([*head, *self._good, column]))
        except CannotRun:
            return "another column goes to the same place, or the place does not take such values"
        return ""

    @staticmethod
    def _aside(glimpse: Glimpse, why: str, about: str) -> Iterator[str]:
        yield about
        yield "[[column]]"
        yield f"name = {_quoted(glimpse.heading)}"
        yield f"ignore = {_quoted(f'{_TODO}: {why}')}"


def _reading(glimpse: Glimpse, known: _Known) -> tuple[list[str], str]:
    """The lines of a column, or what is in doubt."""
    to = f"to = {_one_or_many(known.to)}"
    if known.kind == "text":
        return [to], ""
    if known.kind in ("date", "local_time"):
        dates = glimpse.dates()
        formats = [each for each in dates.formats if known.kind != "date" or "%H" not in each]
        if dates.doubt or not formats:
            return [], dates.doubt or "its values have times of day, and its place is a date"
        return [f'as = "{known.kind}"', f"formats = {_one_or_many(formats)}", to], ""
    if known.kind == "whole_number":
        return ([f'as = "{known.kind}"', to], "") if glimpse.is_whole else ([], "not all its values are whole numbers")
    if known.kind in ("height", "weight"):
        units = '"cm", "m", "inches" or "feet_and_inches"' if known.kind == "height" else '"kg" or "stones_and_pounds"'
        return [], f'say as = "measure" and the unit: {units}'.replace('"', "'")
    return _coded(glimpse, known, to)


def _coded(glimpse: Glimpse, known: _Known, to: str) -> tuple[list[str], str]:
    if glimpse.many or len(glimpse.values) > _MOST_CODES:
        return [], "it has more different values than codes: say what each means"
    means = _ANSWERS if known.kind == "answer" else _codes_of(known.codes)
    codes = {value: code for value in glimpse.values if (code := means.get(value.strip().casefold()))}
    if not codes:
        return [], "none of its values is a code or a title of the list: say what each means"
    # A value that stands once may be somebody's name in the wrong column.
    others = [value for value, count in glimpse.values.items() if value not in codes and count >= _TWICE]
    table = ", ".join(f"{_quoted(value)} = {_quoted(code)}" for value, code in codes.items())
    todo = [f"# TODO: what is {_quoted(value)}?" for value in others]
    return [*todo, f'as = "{known.kind}"', f"codes = {{ {table} }}", to], ""


@cache
def _codes_of(name: str) -> dict[str, str]:
    found = {}
    for code, each in codelist(name).entries.items():
        if each.deprecated:
            continue
        found[code.casefold()] = found[each.title.casefold()] = code
        found[code.replace("_", " ").casefold()] = code
    if name == "sexes":
        found |= {"m": "male", "f": "female"}
    return found


@cache
def _headings() -> dict[str, _Known]:
    """What headings mean, as ``headings.csv`` says."""
    text = (Path(__file__).parent / "headings.csv").read_text(encoding="utf-8")
    found = {}
    for line in csv.DictReader(io.StringIO(text)):
        known = _Known(tuple(line["to"].split()), line["as"], line["list"], line["note"])
        for heading in line["heading"].split("|"):
            found[_plain(heading)] = known
    return found


def _plain(heading: str) -> str:
    """A heading as it is compared: without capitals, signs and gaps."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


def _glimpses(first: Record, records: Iterator[Record]) -> list[Glimpse]:
    glimpses = [Glimpse(name.strip()) for name in first.cells]
    for record in records:
        for index, (glimpse, cell) in enumerate(zip(glimpses, record.cells, strict=False)):
            if text := cell.strip():
                glimpse.see(text, held_as_date=index in record.dated)
    return glimpses


def _about(glimpse: Glimpse) -> str:
    if not glimpse.count:
        return "# No values."
    distinct = f"more than {len(glimpse.values)}" if glimpse.many else str(len(glimpse.values))
    forms = ", ".join(_quoted(form) for form in glimpse.forms())
    return f"# {glimpse.count} value(s), {distinct} different, such as {forms}"


def _head(name: str, encoding: str, delimiter: str, sheet: str) -> list[str]:
    lines = [
        "# A draft: what the headings and values prove. Each TODO is for somebody who knows the source.",
        f"name = {_quoted(re.sub(r'[^A-Za-z0-9_]+', '_', Path(name).stem) or 'source')}",
    ]
    if sheet:
        lines.append(f"sheet = {_quoted(sheet)}")
    if encoding != "utf-8":
        lines.append(f"encoding = {_quoted(encoding)}  # TODO: confirm: it is not UTF-8")
    if delimiter != ",":
        lines.append(f"delimiter = {_quoted(delimiter)}")
    return lines


def _text_of(stream: BinaryIO) -> tuple[str, str]:
    """The encoding and the delimiter that the beginning of a text is most likely in."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    try:
        text = sample[: sample.rfind(b"\n") + 1 or None].decode("utf-8-sig")
        encoding = "utf-8"
    except UnicodeDecodeError:
        text, encoding = sample.decode("cp1252", "replace"), "windows-1252"
    lines = text.splitlines()[:50]

    def agreed(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        return (sum(width == widths[0] for width in widths), widths[0]) if widths and widths[0] > 1 else (0, 0)

    try:
        return encoding, max(_DELIMITERS, key=agreed)
    except csv.Error:
        return encoding, ","


def _one_or_many(texts: Sequence[str]) -> str:
    return _quoted(texts[0]) if len(texts) == 1 else f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
