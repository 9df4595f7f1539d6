"""A first mapping for a table that nobody has mapped: what its headings and values prove, and a TODO for the rest."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from missingpersons.converters.drafted_codes import asked_about, codes_of, has_too_many, words
from missingpersons.converters.glimpses import Glimpse, together
from missingpersons.converters.headings import Known, in_list, is_of_names, meaning, no_headings
from missingpersons.converters.mapping import read_mapping
from missingpersons.converters.records import NOT_READ, Record
from missingpersons.converters.sheets import DAMAGED
from missingpersons.converters.sources import tables
from missingpersons.findings import CannotRun

_SAMPLE = 256 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_TODO = "TODO"


def draft(
    stream: BinaryIO,
    *,
    name: str,
    owner_force: str | None = None,
    sheet: str = "",
    header_row: int = 1,
    rows: int = 10_000,
) -> str:
    """A mapping in TOML for the table in ``stream``, from its headings and its first ``rows`` rows.

    The headings stand in the row ``header_row``, counting from 1 those with anything in them.

    Nothing is guessed in silence: a column whose meaning, codes or order of day and month nobody has proved is set
    aside with a reason that begins with TODO. Values stand in it only as codes of a list that the standard has.
    """
    encoding, delimiter = _text_of(stream)
    source = tables(stream, name=name, encoding=encoding, delimiter=delimiter)
    try:
        records = source.records(sheet, header_row=header_row)
        first = next(islice(records, header_row - 1, None), None)
        if first is None or first.problem in (NOT_READ, DAMAGED):
            which = "first row" if header_row == 1 else f"row {header_row}"
            raise CannotRun(f"{name}: there is no {which}, which would name the columns")
        glimpses, widest = _glimpses(first, islice(records, rows))
    finally:
        source.close()
    if problem := no_headings(glimpses, encoding):
        raise CannotRun(f"{name}: {problem}")
    head = _head(name, encoding, delimiter, sheet, header_row)
    if widest > len(glimpses):
        head.append(f"# {_TODO}: rows have more cells than there are headings. Is this row a title? Say --header-row.")
    return _Draft(head, owner_force).text(glimpses)


class _Draft:
    """The columns of a mapping, added one by one as long as the whole is a good mapping."""

    def __init__(self, head: Sequence[str], owner_force: str | None) -> None:
        self._head = "\n".join(head)
        whose = _quoted(owner_force) if owner_force else f'"{_TODO}"  # TODO: say whose episodes these are'
        self._force = f"owner_force = {whose}"
        self._good: list[str] = []
        self._words: frozenset[str] = frozenset()

    def text(self, glimpses: Sequence[Glimpse]) -> str:
        written: list[str] = []
        self._words = words(value for each in glimpses if is_of_names(each) for value in each.values)
        seen: set[str] = set()
        for glimpse in glimpses:
            if not glimpse.heading:
                written.append("# TODO: a column without a name.")
            elif glimpse.heading not in seen:
                seen.add(glimpse.heading)
                written += self._of_one_heading([each for each in glimpses if each.heading == glimpse.heading])
        if not written:
            raise CannotRun("the table has no columns")
        zone = 'timezone = "Europe/London"  # TODO: confirm the zone of its local times'
        return "\n".join([self._head, self._force, zone, "", "\n\n".join(written), ""])

    def _of_one_heading(self, same: Sequence[Glimpse]) -> list[str]:
        """What is said of the columns of one heading: together if they are entries of a list, or if nobody knows."""
        known = meaning(same[0].heading)
        entries = in_list(known) if known and len(same) > 1 else known
        if known and not entries:
            others = ["# TODO: a column of the same name as another."] * (len(same) - 1)
            return ["\n".join(self._column(same[0], known, 1)), *others]
        return ["\n".join(self._column(together(same), entries, len(same)))]

    def _column(self, glimpse: Glimpse, known: Known | None, number: int) -> Iterator[str]:
        about, name = _about(glimpse), _named(glimpse.heading, number)
        if known is None:
            yield from _aside(name, "nobody has said where this goes", about)
            return
        lines, doubt = self._reading(glimpse, known)
        if doubt:
            yield from _aside(name, doubt, f"{about}\n# Perhaps to = {_one_or_many(known.to)}")
            return
        column = "\n".join(["[[column]]", name, *lines])
        if problem := self._problem(column):
            yield from _aside(name, problem, about)
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

    def _reading(self, glimpse: Glimpse, known: Known) -> tuple[list[str], str]:
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
            return (
                ([f'as = "{known.kind}"', to], "") if glimpse.is_whole else ([], "not all its values are whole numbers")
            )
        if known.kind in ("height", "weight"):
            units = (
                '"cm", "m", "inches" or "feet_and_inches"' if known.kind == "height" else '"kg" or "stones_and_pounds"'
            )
            return [], f'say as = "measure" and the unit: {units}'.replace('"', "'")
        return self._coded(glimpse, known, to)

    def _coded(self, glimpse: Glimpse, known: Known, to: str) -> tuple[list[str], str]:
        if has_too_many(glimpse):
            return [], "it has more different values than codes: say what each means"
        codes = codes_of(glimpse, known.kind, known.codes)
        if not codes:
            return [], "none of its values is a code or a title of the list: say what each means"
        shown, others = asked_about(glimpse, codes, self._words)
        table = ", ".join(f"{_quoted(value)} = {_quoted(code)}" for value, code in codes.items())
        todo = [f"# TODO: what is {_quoted(value)}?" for value in shown]
        if others:
            todo.append(f"# TODO: what are {others} other value(s)? They are not quoted: they may be somebody's name.")
        return [*todo, f'as = "{known.kind}"', f"codes = {{ {table} }}", to], ""


def _aside(name: str, why: str, about: str) -> Iterator[str]:
    yield about
    yield "[[column]]"
    yield name
    yield f"ignore = {_quoted(f'{_TODO}: {why}')}"


def _named(heading: str, number: int) -> str:
    return f"name = {_quoted(heading)}" if number == 1 else f"names = {_list([heading] * number)}"


def _glimpses(first: Record, records: Iterator[Record]) -> tuple[list[Glimpse], int]:
    """What is in each column, and how many cells with anything in them the widest row reaches to."""
    glimpses = [Glimpse(name.strip()) for name in first.cells]
    widest = 0
    for record in records:
        widest = max(widest, *(number for number, cell in enumerate(record.cells, 1) if cell.strip()), 0)
        for index, (glimpse, cell) in enumerate(zip(glimpses, record.cells, strict=False)):
            if text := cell.strip():
                glimpse.see(text, held_as_date=index in record.dated)
    return glimpses, widest


def _about(glimpse: Glimpse) -> str:
    if not glimpse.count:
        return "# No values."
    distinct = f"more than {len(glimpse.values)}" if glimpse.many else str(len(glimpse.values))
    forms = ", ".join(_quoted(form) for form in glimpse.forms())
    return f"# {glimpse.count} value(s), {distinct} different, such as {forms}"


def _head(name: str, encoding: str, delimiter: str, sheet: str, header_row: int) -> list[str]:
    lines = [
        "# A draft: what the headings and values prove. Each TODO is for somebody who knows the source.",
        f"name = {_quoted(re.sub(r'[^A-Za-z0-9_]+', '_', Path(name).stem) or 'source')}",
    ]
    if sheet:
        lines.append(f"sheet = {_quoted(sheet)}")
    if header_row != 1:
        lines.append(f"header_row = {header_row}")
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
    return _quoted(texts[0]) if len(texts) == 1 else _list(texts)


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
