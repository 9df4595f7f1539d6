"""The reference of the formats: what becomes of each path of the record in each, from the table that a format is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from missingpersons import converters
from missingpersons.converters.formats import Carriage, Format, Line
from missingpersons.models import DOCUMENTS
from missingpersons.publish.pages import HEAD
from missingpersons.publish.schemas import model_schema

SAYS: Mapping[Carriage | None, str] = {Carriage.CARRIED: "carries", Carriage.APPROXIMATED: "near", None: "loses"}
"""How the page says what a format does with a path."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format of this library, by name: each module of the converters that has a ``FORMAT``."""
    names = [each.name for each in iter_modules(converters.__path__)]
    found = [getattr(import_module(f"{converters.__name__}.{name}"), "FORMAT", None) for name in names]
    return tuple(sorted((each for each in found if isinstance(each, Format)), key=lambda each: each.name))


def formats_page() -> str:
    """The reference of the formats."""
    written = [each for each in formats() if each.write and each.table]
    out = [
        HEAD,
        "# Formats\n\nWhat each format does with each path of an episode that is written in it. `*` stands for any ",
        "position in a list. **Carries**: it is in the file as it is. **Near**: something stands for it, and a ",
        "finding says so (MP-C-041, or a code that says more). **Loses**: it is not in the file, and a finding ",
        "says so (MP-C-040, or a code that says more). An asterisk: only of some values, and the format's ",
        "own table below says of which. The tests hold each table to what the writer really does.\n\n",
        "[The formats, one by one](../formats.md) says how to use each, and what is decided and why.\n\n",
        "| format | reads | writes | what it is |\n|---|---|---|---|\n",
        *(
            f"| `{each.name}` | {'yes' if each.read else ''} | {'yes' if each.write else ''} | {each.title} |\n"
            for each in formats()
        ),
    ]
    group = ""
    for path in sorted(paths(), key=lambda path: path.startswith("/person/")):
        part = "The person" if path.startswith("/person/") else "The episode"
        if part != group:
            group = part
            out.append(f"\n## {part}\n\n| path | {' | '.join(each.name for each in written)} |\n")
            out.append(f"|---|{'---|' * len(written)}\n")
        out.append(f"| `{path}` | {' | '.join(_said(each, path) for each in written)} |\n")
    for each in written:
        out.append(f"\n## The table of {each.name}\n\n{each.title}. Media type `{each.media_type}`.\n\n")
        out.extend(f"- `--set {name}=…`: {text}\n" for name, text in each.options.items())
        out.append("\n" if each.options else "")
        out.append("| path | there | how | note |\n|---|---|---|---|\n")
        out.extend(
            f"| `{line.path or '/'}` | {line.there} | {SAYS[line.how]} | {line.note} |\n"
            for line in sorted(each.table, key=lambda line: line.path)
        )
    return "".join(out)


def line_for(table: tuple[Line, ...], path: str) -> Line | None:
    """The line that speaks of a path: the one with the longest path at or above it."""
    steps = path.split("/")[1:]
    above = [line for line in table if steps[: line.path.count("/")] == line.path.split("/")[1:]]
    return max(above, key=lambda line: line.path.count("/"), default=None)


@cache
def paths() -> tuple[str, ...]:
    """The path of every value that an episode can have, in the order of the record."""
    whole = model_schema("episode", DOCUMENTS["episode"])
    return tuple(_paths(whole, whole, ""))


def _said(each: Format, path: str) -> str:
    line = line_for(each.table, path)
    if line is None:
        return SAYS[None]
    return f"{SAYS[line.how]}{'*' if line.note else ''}"


def _paths(part: Mapping[str, Any], whole: Mapping[str, Any], path: str) -> Iterator[str]:
    if "$ref" in part:
        part = whole["$defs"][part["$ref"].rpartition("/")[2]]
    if part.get("properties"):
        for name, inner in part["properties"].items():
            yield from _paths(inner, whole, f"{path}/{name}")
    elif part.get("type") == "array":
        yield from _paths(part["items"], whole, f"{path}/*")
    else:
        yield path
