"""Further tables beside the first: which of their rows belong to which episode, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import BinaryIO

from missingpersons.converters import Fate, Row
from missingpersons.converters.assembling import part_of
from missingpersons.converters.cells import CANNOT_BE_CARRIED
from missingpersons.converters.drafts import Draft
from missingpersons.converters.joining import Kept, Rows
from missingpersons.converters.mapping import Join, TableMapping
from missingpersons.converters.places import NEXT, Part
from missingpersons.converters.records import NOT_READ, Record
from missingpersons.converters.rows import Header
from missingpersons.converters.sheets import DAMAGED
from missingpersons.converters.sources import Tables, tables
from missingpersons.findings import CannotRun

BELONGS_TO_NONE = "MP-C-078"
NO_ROOM = "MP-C-079"

NO_FILES: Mapping[str, BinaryIO] = MappingProxyType({})

BESIDE = 1_000_000
"""More than the columns of any table: the columns of the n-th row beside that of an episode begin at n times this."""
_FIRST_SLOT = 10_000
"""Past every slot that a mapping can write."""


@dataclass(slots=True, repr=False)
class Beside:
    """One row of a further table that belongs to an episode."""

    source: str
    draft: Draft
    parts: list[Part]
    is_first: bool
    """Whether its cells have not been accounted for with another episode."""

    def set_aside(self, column: int) -> None:
        """Note that one of its cells cannot be carried."""
        self.draft.set_aside(column, CANNOT_BE_CARRIED)

    def row(self) -> Row:
        """What became of it."""
        draft = self.draft
        cells = tuple(zip(draft.places, draft.fates, strict=True)) if self.is_first else ()
        return Row(self.source, None, tuple(draft.findings), cells)


class Joined:
    """The further tables of one conversion. Raises ``CannotRun`` if one is not there or is another."""

    def __init__(self, mapping: TableMapping, source: Tables, name: str, files: Mapping[str, BinaryIO]) -> None:
        self._joins = mapping.joins
        self._rows = Rows() if mapping.joins else None
        self._opened: list[Tables] = []
        self._entries: list[Iterator[Record]] = []
        self._headers: list[Header] = []
        self._names: list[str] = []
        self._keys: list[int] = []
        try:
            for join in mapping.joins:
                self._open(join, mapping, source, name, files)
        except CannotRun:
            self.close()
            raise

    def close(self) -> None:
        """Drop what was kept. The streams are the caller's."""
        for each in self._opened:
            each.close()
        if self._rows:
            self._rows.close()

    def load(self) -> Iterator[Row]:
        """Keep every row of every table, by its key. Gives those that cannot be read."""
        for index, entries in enumerate(self._entries):
            assert self._rows
            if found := self._headers[index].findings():
                yield Row(f"{self._names[index]}:0", None, found)
            number = 0
            for record in entries:
                number = record.number or number + 1
                if record.problem in (NOT_READ, DAMAGED):
                    yield self._headers[index].unread(f"{self._names[index]}:{number}", record.problem)
                    continue
                self._rows.add(index, _cell(record, self._keys[index]), number, record)

    def of(self, header: Header, draft: Draft) -> list[Beside]:
        """The rows that belong to the episode of another row, with their parts in slots of their own."""
        found: list[Beside] = []
        for index, join in enumerate(self._joins):
            assert self._rows
            at = header.position(join.matches)
            kept, before = self._rows.taken(index, _cell(draft.record, at)) if at is not None else ([], False)
            for count, each in enumerate(kept):
                found.append(self._beside(each, join, len(found), count, is_first=not before))
        return found

    def left(self) -> Iterator[Row]:
        """The rows that belong to no episode, or that one had no room for: every cell is set aside."""
        for kept, beyond in self._rows.left() if self._rows else ():
            draft = self._headers[kept.table].draft(kept.record)
            code = NO_ROOM if beyond else BELONGS_TO_NONE
            draft.findings.clear()
            draft.note(code)
            carried = (Fate.CARRIED, Fate.APPROXIMATED, Fate.SET_ASIDE)
            for column, fate in enumerate(draft.fates):
                if fate in carried:
                    draft.together.clear()
                    draft.set_aside(column, code)
            yield Beside(self._source(kept), draft, [], is_first=True).row()

    def _open(
        self, join: Join, mapping: TableMapping, source: Tables, name: str, files: Mapping[str, BinaryIO]
    ) -> None:
        told = f"{name}[{join.name}]" if join.sheet else join.name
        if join.sheet:
            entries = source.records(join.sheet)
        else:
            if join.name not in files:
                raise CannotRun(
                    f"{name}: the file of the join {join.name!r} is not given: say --joined FILE to mapping check, "
                    "--set joined=FILE to convert"
                )
            table = tables(files[join.name], name=told, encoding=mapping.encoding, delimiter=mapping.delimiter)
            self._opened.append(table)
            entries = table.records("")
        header = Header(next(entries, None) or Record([]), join.columns, recorded_at=())
        key = header.position(join.key)
        if key is None:
            raise CannotRun(f"{told}: the first row has no column {join.key!r}, by which its rows are found")
        self._entries.append(entries)
        self._headers.append(header)
        self._names.append(told)
        self._keys.append(key)

    def _beside(self, kept: Kept, join: Join, place: int, count: int, *, is_first: bool) -> Beside:
        draft = self._headers[kept.table].draft(kept.record)
        key = self._keys[kept.table]
        if draft.fates[key] is Fate.SET_ASIDE:
            # It says which episode the row is of, and the row is part of that episode.
            draft.fates[key] = Fate.CARRIED
            draft.findings = [each for each in draft.findings if each.at != draft.places[key]]
        slots = self._slots(kept, join)
        parts = []
        for part in draft.parts:
            if NEXT not in part.path and count:
                if draft.fates[part.column] is not Fate.SET_ASIDE:
                    draft.set_aside(part.column, NO_ROOM)
                continue
            column = (place + 1) * BESIDE + part.column
            path = _in(part.path, slots or (_FIRST_SLOT + place,))
            parts.append(part_of(column, part.origin, path, part.value))
        return Beside(self._source(kept), draft, parts, is_first)

    def _slots(self, kept: Kept, join: Join) -> tuple[int, ...]:
        """Which entries the row says that it is; nothing where it does not say it."""
        header = self._headers[kept.table]
        said = [_cell(kept.record, header.position(each)) for each in join.positions]
        return tuple(int(each) for each in said) if all(each.isdecimal() and len(each) < 5 for each in said) else ()

    def _source(self, kept: Kept) -> str:
        return f"{self._names[kept.table]}:{kept.number}"


def opened(option: str, mapping: TableMapping) -> dict[str, BinaryIO]:
    """The files that an option names, by the join that each is for."""
    own = [join.name for join in mapping.joins if not join.sheet]
    named = _named(option)
    if len(named) == 1 and len(own) == 1 and set(named.values()) == {""}:
        named = {own[0]: next(iter(named))}
    for name in named:
        if name not in own:
            raise CannotRun(f"joined: the mapping has no join of that name: {', '.join(own) or 'it has none'}")
    files: dict[str, BinaryIO] = {}
    for name, path in named.items():
        stream = None
        with suppress(OSError):
            stream = FilePath(path).open("rb")  # noqa: SIM115 - closed by whoever asked for it
        if stream is None:
            for each in files.values():
                each.close()
            raise CannotRun(f"joined: the file of the join {name!r} cannot be opened")
        files[name] = stream
    return files


def files_named(option: str) -> tuple[str, ...]:
    """Every file that an option may name, whatever the mapping says of joins."""
    named = _named(option)
    return (option, *(path or name for name, path in named.items()))


def _named(option: str) -> dict[str, str]:
    return dict(each.partition("=")[::2] for each in option.split(";") if each)


def _cell(record: Record, index: int | None) -> str:
    return record.cells[index].strip() if index is not None and index < len(record.cells) else ""


def _in(path: tuple[str | int, ...], slots: tuple[int, ...]) -> tuple[str | int, ...]:
    """The path with the slots for each ``-`` in turn."""
    left = iter(slots)
    return tuple(next(left, 0) if segment == NEXT else segment for segment in path)
