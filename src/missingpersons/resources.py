"""Where the published files of the standard are: in the installed package, or else in the repository."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from missingpersons.findings import CannotRun

DIRECTORY = "1.0"
"""The folder of the version of the standard that this library writes."""


@cache
def schemas_directory() -> Path:
    """The folder with this version's published files."""
    here = Path(__file__).resolve().parent
    for root in (here / "schemas", here.parents[1] / "schemas"):
        if (root / DIRECTORY).is_dir():
            return root / DIRECTORY
    raise CannotRun("the published schemas are not installed: reinstall the package")


def schema_names() -> tuple[str, ...]:
    """The names of the schemas that are published."""
    return tuple(sorted(path.name.removesuffix(".schema.json") for path in schemas_directory().glob("*.schema.json")))


def schema(name: str) -> dict[str, Any]:
    """The published JSON Schema (2020-12) called ``name``, such as ``episode``. ``KeyError`` if there is none."""
    if name not in schema_names():
        raise KeyError(name)
    text = (schemas_directory() / f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
