"""What a converter is, and which are installed: ours and everybody else's come in the same way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import BinaryIO

from missingpersons.converters import Fate, Row
from missingpersons.findings import CannotRun, Finding, MissingExtra
from missingpersons.models import Episode

GROUP = "missingpersons.converters"
"""The group of entry points by which a package adds a format. Each names a ``Format``."""

_OURS = "missingpersons"
_NOBODY = "a package without a name"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is told: how to name the source, when it was made, and the format's own options."""

    name: str
    """Stands in the source of every row: ``in.csv`` in ``in.csv:12``."""
    recorded_at: str | None = None
    """When the data was exported, on the wire's form, where the data does not say."""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a writer is told: the format's own options."""

    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of an episode on its way out: its JSON Pointer, and what became of it."""

    at: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Written:
    """What one episode became in another format."""

    source: str
    """Where it stood: ``in.ndjson:12``."""
    written: bool
    """Whether there is anything of it in the output."""
    findings: tuple[Finding, ...]
    """What was lost, approximated or withheld; ``at`` is a JSON Pointer into the episode."""
    leaves: tuple[Leaf, ...] = ()
    """Every value of the episode, in document order."""

    def __repr__(self) -> str:
        """Where it stood and how many findings: never what it holds."""
        return f"<Written {self.source}: {len(self.findings)} finding(s)>"


class Carriage(StrEnum):
    """How a format carries a path of the record."""

    CARRIED = "carried"
    """As it is: out and back gives the same."""
    APPROXIMATED = "approximated"
    """Something stands for it, and a finding says so."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table that a format is: a path of the record, where it stands in the format, and how."""

    path: str
    """Such as `/person/names/*/family`: `*` is any position in a list. A path stands for all below it."""
    there: str
    """Where it stands in the format, as its readers call it."""
    how: Carriage = Carriage.CARRIED
    note: str = ""
    """What is not carried as it is, and when."""


Source = Iterable[tuple[str, Episode]]
"""Episodes to be written, each with where it stood."""
Reader = Callable[[BinaryIO, Reading], Iterator[Row]]
Writer = Callable[[Source, BinaryIO, Writing], Iterator[Written]]
FilesNamed = Callable[[str], Iterable[str]]
"""Which files a value of an option names. ``one_file``, if it is the name of one."""


def one_file(value: str) -> tuple[str, ...]:
    """The file that an option names, where its value is the name of one and nothing else."""
    return (value,)


@dataclass(frozen=True, slots=True)
class Format:
    """A format that episodes come from, go to, or both.

    ``read`` takes a stream of bytes and gives each place in it, with an episode or none and a report; ``write`` takes
    episodes and a stream, and gives for each what was lost. Both stream: what they hold does not grow with the data.
    Neither raises for anything in the data; both raise ``CannotRun`` if nothing at all can be done, and
    ``MissingExtra`` if a library is not installed.
    """

    name: str
    title: str
    media_type: str
    read: Reader | None = None
    write: Writer | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    """Each option that ``read`` or ``write`` knows, and what it means."""
    files: Mapping[str, FilesNamed] = field(default_factory=dict)
    """Each option that names files, and which files a value of it names: nothing is ever written over them."""
    table: tuple[Line, ...] = ()
    """What the format carries, path by path. What is not here is lost, and reported."""

    def check(self, options: Mapping[str, str]) -> None:
        """Raise ``CannotRun`` for an option that the format does not have."""
        for name in options:
            if name not in self.options:
                known = ", ".join(self.options) or "none"
                raise CannotRun(f"{self.name}: there is no option {name!r}; it has {known}")

    def files_named(self, options: Mapping[str, str]) -> Iterator[str]:
        """The files that options name, as the format declares them. One that it declares nothing of may be one."""
        for name, value in options.items():
            if name in self.options:
                yield from self.files.get(name, one_file)(value)


@cache
def _claims() -> Mapping[str, tuple[EntryPoint, ...]]:
    """Every name of a format that an installed package claims, with all that claim it."""
    found: dict[str, list[EntryPoint]] = {}
    for each in sorted(entry_points(group=GROUP)):
        found.setdefault(each.name, []).append(each)
    return MappingProxyType({name: tuple(points) for name, points in found.items()})


def _installed() -> Mapping[str, EntryPoint]:
    """The formats that can be asked for. A name of ours is ours, whoever else claims it."""
    return {name: points[0] for name, points in _settled().items() if len(points) == 1}


def _settled() -> dict[str, tuple[EntryPoint, ...]]:
    claims = _claims().items()
    return {name: tuple(each for each in points if _is_of_ours(each)) or points for name, points in claims}


def _is_of_ours(point: EntryPoint) -> bool:
    return _package(point) == _OURS


def _package(point: EntryPoint) -> str:
    return re.sub(r"[-_.]+", "-", point.dist.name).lower() if point.dist else _NOBODY


def clashes() -> dict[str, str]:
    """Each name that several packages claim, and in one sentence which they are and whose it is.

    Who takes the name of another format would decide what is done with the data, such as whether PFIF goes through
    the public view. So ours is always ours, and of others that disagree none is taken.
    """
    told = {}
    for name, points in _claims().items():
        if len(points) > 1:
            packages = " and ".join(dict.fromkeys(map(_package, points)))
            whose = f"it stays that of {_OURS}" if name in _installed() else "it is nobody's until one is removed"
            told[name] = f"the format {name!r} is claimed by {packages}: {whose}"
    return told


def is_ours(name: str) -> bool:
    """Whether the format called ``name`` is one of this library's own."""
    return name in _installed() and _is_of_ours(_installed()[name])


def format_names() -> tuple[str, ...]:
    """The names of the formats that are installed, in order."""
    return tuple(_installed())


def load_format(name: str) -> Format:
    """The format called ``name``. Raises ``CannotRun`` if there is none or the package that adds it is broken."""
    if name not in _installed():
        raise CannotRun(clashes().get(name) or f"there is no format {name!r}: {', '.join(format_names())}")
    point = _installed()[name]
    try:
        found = point.load()
    except MissingExtra:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001
        # Whatever somebody else's module does when it is imported happens here, also errors of their own making, of
        # types that nobody can list. One package must not keep the others from working; only the type is said.
        problem = type(error).__name__
    else:
        if isinstance(found, Format) and _is_whole(found):
            # Whoever installs it has named it by the entry point, and nothing else is asked for.
            return found if found.name == name else replace(found, name=name)
        problem = "it is no Format"
    raise CannotRun(f"the format {name!r} of {_package(point)} cannot be loaded: {problem}")


def _is_whole(found: Format) -> bool:
    """Whether the parts of a format are what they should be."""
    names = [found.title, found.media_type, *found.options, *found.options.values()] if _is_map(found.options) else [0]
    does = [each for each in (found.read, found.write) if each is not None]
    return (
        all(isinstance(each, str) for each in names)
        and bool(does)
        and all(map(callable, does))
        and _is_map(found.files)
        and all(map(callable, found.files.values()))
        and isinstance(found.table, tuple)
    )


def _is_map(value: object) -> bool:
    return isinstance(value, Mapping)
