"""What is published: writes ``schemas/`` and the generated part of ``docs/`` from the code and its data."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from missingpersons.codes import codelists
from missingpersons.findings import catalogue, profiles
from missingpersons.models import STANDARD_VERSION
from missingpersons.publish.addresses import BASE
from missingpersons.publish.builds import bundled, dereferenced
from missingpersons.publish.pages import codelists_page, findings_page, record_page
from missingpersons.publish.schemas import RECORDS, field_texts, model_schema, models_in, records, schemas

__all__ = [
    "BASE",
    "RECORDS",
    "documents",
    "drift",
    "field_texts",
    "main",
    "model_schema",
    "models_in",
    "records",
    "rules_document",
    "schemas",
    "write",
]


def rules_document() -> dict[str, Any]:
    """The catalogue and the profiles, for whoever implements the standard in another language."""
    entries = {
        code: {
            "severity": str(entry.severity),
            "since": entry.since,
            "message": entry.message,
            "basis": entry.basis,
            **({"definition": entry.definition} if entry.definition else {}),
            **({"reads": list(entry.reads)} if entry.reads else {}),
        }
        for code, entry in sorted(catalogue().items())
    }
    return {
        "standard_version": STANDARD_VERSION,
        "entries": entries,
        "profiles": {name: dict(each) for name, each in profiles().items()},
    }


def documents() -> Iterator[tuple[str, bytes]]:
    """Every generated file: its place below the repository's root, and its bytes."""
    folder = f"schemas/{STANDARD_VERSION}"
    made = schemas()
    for name, schema in made.items():
        yield f"{folder}/{name}.schema.json", _json(schema)
        yield f"{folder}/dereferenced/{name}.schema.json", _json(dereferenced(name, schema))
    yield f"{folder}/bundled.json", _json(bundled(made))
    yield f"{folder}/rules.json", _json(rules_document())
    package = files("missingpersons")
    for name in ("index", *codelists()):
        yield f"{folder}/codelists/{name}.csv", package.joinpath("codelists", f"{name}.csv").read_bytes()
    for policy in ("app_very_low", "scotland"):
        data = package.joinpath("risk", "policies", f"{policy}.toml").read_bytes()
        yield f"{folder}/policies/{policy}.toml", data
    yield "docs/reference/record.md", record_page().encode()
    yield "docs/reference/findings.md", findings_page().encode()
    yield "docs/reference/codelists.md", codelists_page().encode()


def write(root: Path) -> None:
    """Write everything that is generated below ``root``, and remove what no longer is."""
    for folder in (root / "schemas" / STANDARD_VERSION, root / "docs" / "reference"):
        shutil.rmtree(folder, ignore_errors=True)
    for place, data in documents():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def drift(root: Path) -> tuple[str, ...]:
    """The places where what is committed below ``root`` is not what would be written now."""
    made = dict(documents())
    committed = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in (root / "schemas" / STANDARD_VERSION, root / "docs" / "reference")
        for path in folder.rglob("*")
        if path.is_file()
    }
    return tuple(sorted(place for place in made.keys() | committed if made.get(place) != committed.get(place)))


def _json(tree: Mapping[str, Any]) -> bytes:
    return (json.dumps(tree, indent=2, ensure_ascii=False) + "\n").encode()


def main() -> int:
    """``python -m missingpersons.publish [--check] [ROOT]``: write, or say what differs and exit with 1."""
    arguments = [each for each in sys.argv[1:] if each != "--check"]
    root = Path(arguments[0] if arguments else ".")
    if "--check" not in sys.argv:
        write(root)
        return 0
    different = drift(root)
    for place in different:
        print(f"differs from what the code says: {place}", file=sys.stderr)
    return 1 if different else 0
