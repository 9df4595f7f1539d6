"""What a converter is, and which are installed: ours and everybody else's come in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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
    table: tuple[Line, ...] = ()
    """What the format carries, path by path. What is not here is lost, and reported."""

    def check(self, options: Mapping[str, str]) -> None:
        """Raise ``CannotRun`` for an option that the format does not have."""
        for name in options:
            if name not in self.options:
                known = ", ".join(self.options) or "none"
                raise CannotRun(f"{self.name}: there is no option {name!r}; it has {known}")


@cache
def _installed() -> Mapping[str, EntryPoint]:
    return MappingProxyType({each.name: each for each in sorted(entry_points(group=GROUP))})


def format_names() -> tuple[str, ...]:
    """The names of the formats that are installed, in order."""
    return tuple(_installed())


def load_format(name: str) -> Format:
    """The format called ``name``. Raises ``CannotRun`` if there is none or the package that adds it is broken."""
    if name not in _installed():
        raise CannotRun(f"there is no format {name!r}: {', '.join(format_names())}")
    problem = ""
    try:
        found = _installed()[name].load()
    except MissingExtra:
        raise
    except (ImportError, AttributeError) as error:
        problem = type(error).__name__
    else:
        if isinstance(found, Format):
            return found
        problem = "it is no Format"
    raise CannotRun(f"the format {name!r} cannot be loaded: {problem}")
