"""Where in a kind of document a defect can be: every field and list entry that its schema has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from missingpersons.resources import schema
from missingpersons.testing.strategies import described, resolved, st, values

ENTRY = None
"""The step from a list to one of its entries."""

_LOCAL_FIELD = ("extensions", "test", "local")

Made = tuple[bytes, str]
"""A document with a defect, and the place of the finding that it must give."""


@dataclass(frozen=True, slots=True)
class Site:
    """One field or list entry of a kind of document, and what the schema says of it."""

    steps: tuple[str | None, ...]
    part: Mapping[str, Any]
    required: bool

    @property
    def name(self) -> str | None:
        """The name of the field; None for an entry of a list and for the document itself."""
        return self.steps[-1] if self.steps else None

    @property
    def is_type(self) -> bool:
        """Whether it is the field that tells the types of documents apart."""
        return self.name == "document_type"

    def is_foreign(self, name: str) -> bool:
        """Whether a document of the schema ``name`` without it is judged as one of another type.

        A document that does not say what it is is read as an episode, and told what it lacks.
        """
        return self.is_type and name != "episode"

    @property
    def is_extensions(self) -> bool:
        """Whether it is the field that holds local fields, by owner."""
        return self.name == "extensions"

    @property
    def is_local(self) -> bool:
        """Whether it is a local field: its place is told no nearer than ``/extensions``."""
        return self.steps == _LOCAL_FIELD


@cache
def sites(name: str) -> tuple[Site, ...]:
    """Every site in the documents of the schema ``name``, the document itself first, and one local field."""
    whole = schema(name)
    return (*_below((), whole, whole["$defs"], required=True), Site(_LOCAL_FIELD, {}, required=False))


def _below(
    steps: tuple[str | None, ...], part: Mapping[str, Any], definitions: Mapping[str, Any], *, required: bool
) -> Iterator[Site]:
    part = resolved(part, definitions)
    yield Site(steps, part, required)
    if "items" in part:
        yield from _below((*steps, ENTRY), part["items"], definitions, required=False)
    for name, each in part.get("properties", {}).items():
        yield from _below((*steps, name), each, definitions, required=name in part.get("required", ()))


@dataclass(slots=True)
class Spot:
    """One site in one document: the object or list that it is in, and the way there."""

    tree: dict[str, Any]
    holder: Any
    last: str | int
    way: tuple[str | int, ...]

    @property
    def value(self) -> Any:
        """What is there."""
        return self.holder[self.last]

    def put(self, value: Any) -> None:
        """Put something else there."""
        self.holder[self.last] = value

    def place(self, *, above: bool = False) -> str:
        """The place as findings tell it, or that of what it is in."""
        way = self.way[:-1] if above else self.way
        if "extensions" in way:
            way = way[: way.index("extensions") + 1]
        return "".join(f"/{step}" for step in way)


Make = Callable[[st.DrawFn, str], Made]
"""What makes a document of the schema of that name with one defect."""


def drawn_site(draw: st.DrawFn, name: str, usable: Callable[[Site], bool]) -> Site:
    """One of the sites that are ``usable``."""
    return draw(st.sampled_from([each for each in sites(name) if usable(each)]))


def reached(draw: st.DrawFn, name: str, tree: dict[str, Any], site: Site) -> Spot:
    """``site`` in ``tree``, a document of the schema ``name``; what is not there yet is made, on the way to it."""
    if site.is_local:
        tree["extensions"] = {"test": {"local": "words"}}
        return Spot(tree, tree["extensions"]["test"], "local", _LOCAL_FIELD)
    whole = schema(name)
    part: Mapping[str, Any] = whole
    spot = Spot(tree, {"": tree}, "", ())
    for step in site.steps:
        here = spot.value
        last: str | int
        if step is ENTRY:
            part = part["items"]
            if not here:
                here.append(draw(values(part, whole["$defs"])))
            last = draw(st.integers(0, len(here) - 1))
        else:
            part = part["properties"][step]
            if step not in here:
                here[step] = draw(described(step, part, whole["$defs"]))
            last = step
        part = resolved(part, whole["$defs"])
        spot = Spot(tree, here, last, (*spot.way, last))
    return spot
